"""The map in the middle, layers to its left, one panel to its right, and a table that can be drawn up from below."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from placewell.cartography.view import View
from placewell.domain.asset import TYPES
from placewell.domain.crs import NATIONAL_GRID
from placewell.domain.grid import grid_reference
from placewell.ui.canvas.scheme import paint_preview
from placewell.ui.canvas.widget import MapWidget
from placewell.ui.explore import Explore
from placewell.ui.findings.answers import AnswerRun
from placewell.ui.findings.panel import FindingsPanel
from placewell.ui.findings.view import FindingView
from placewell.ui.live import Live
from placewell.ui.panels.answers_back import AnswersBackPanel
from placewell.ui.panels.charts import ChartsPanel
from placewell.ui.panels.hand_over import HandOverPanel
from placewell.ui.panels.incoming import IncomingPanel
from placewell.ui.panels.merge import MergePanel
from placewell.ui.panels.plans import PlansPanel
from placewell.ui.panels.scheme import SchemePanel
from placewell.ui.panels.scope import ScopePanel
from placewell.ui.panels.since import SincePanel
from placewell.ui.parts import button, label, named, row
from placewell.ui.stage import Stage
from placewell.ui.theme import LEFT_WIDTH, PANEL_WIDTH, Palette
from placewell.work.on_map import OnMap
from placewell.work.verdicts import FindingMoved

PREVIEW_ORDER = 15
TOOLS = (
    ("", "Pan", "Drag to move the map, turn the wheel to come nearer (V)", "V"),
    ("move", "Move", "Drag the red line, a block, an entrance or what is provided; findings follow (M)", "M"),
    ("draw", "Red line", "Draw the red line, or move its corners (R)", "R"),
    ("entrance", "Entrance", "Put down an entrance (N)", "N"),
)


class Workspace(QWidget):
    """Lays out and connects; every panel asks for what it shows itself."""

    page_changed = Signal(str)
    said = Signal(str, bool)

    def __init__(self, live: Live, canvas: MapWidget) -> None:
        super().__init__()
        self._live = live
        self.canvas = canvas
        self.stage = Stage(canvas, live)
        self.findings = FindingsPanel(live)
        self.finding = FindingView(live)
        self.answers = AnswerRun(live)
        self.scope = ScopePanel(live)
        self.scheme = SchemePanel(live.desk)
        self.incoming = IncomingPanel(live.desk)
        self.charts = ChartsPanel(live)
        self.answers_back = AnswersBackPanel(live.desk)
        self.since = SincePanel(live)
        self.plans = PlansPanel(live.desk, self.stage)
        self.merge = MergePanel(live.desk)
        self.hand_over = HandOverPanel(live.desk)
        self.right = named(QStackedWidget(), "right")
        self._pages: dict[str, QWidget] = {}
        for name, page in (
            ("findings", self.findings), ("finding", self.finding), ("answers", self.answers), ("scope", self.scope),
            ("scheme", self.scheme), ("incoming", self.incoming), ("charts", self.charts), ("answers back", self.answers_back),
            ("changes", self.since), ("plans", self.plans), ("merge", self.merge), ("hand over", self.hand_over),
        ):  # fmt: skip
            self.add_page(name, page)
        self.right.setMinimumWidth(320)
        opened = live.desk.opened
        self._crs = opened.project.crs if opened is not None else NATIONAL_GRID
        self.explore = Explore(canvas, self.stage, live)
        self.left = self.explore.left
        self.left.setMinimumWidth(250)
        self.left.setMaximumWidth(420)
        self.drawer = named(QWidget(), "drawer")
        self.drawer.setMinimumHeight(160)
        self.drawer_column = QVBoxLayout(self.drawer)
        self.drawer_column.setContentsMargins(0, 0, 0, 0)
        self.drawer_column.addWidget(self.explore.table)
        self.drawer.hide()
        self.tools: dict[str, QPushButton] = {}
        self.tool_line = self._tool_line()
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.setHandleWidth(4)
        over = QWidget()
        column = QVBoxLayout(over)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tool_line)
        column.addWidget(self.stage.bar)
        column.addWidget(canvas, 1)
        column.addWidget(self._foot())
        middle.addWidget(over)
        middle.addWidget(self.drawer)
        middle.setStretchFactor(0, 3)
        middle.setStretchFactor(1, 1)
        middle.setChildrenCollapsible(False)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(4)
        self.split.setChildrenCollapsible(False)
        for part in (self.left, middle, self.right):
            self.split.addWidget(part)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([LEFT_WIDTH, 700, PANEL_WIDTH])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)
        self._see_site = True
        self._then_open: FindingMoved | None = None
        live.assessed.connect(self._assessed)
        self._connect()

    def add_page(self, name: str, page: QWidget) -> None:
        """One more panel for the right side."""
        self._pages[name] = page
        self.right.addWidget(page)

    @property
    def page(self) -> str:
        """Which panel is on the right."""
        return next(n for n, p in self._pages.items() if p is self.right.currentWidget())

    def show_page(self, name: str) -> None:
        """Put a panel on the right."""
        if name not in ("finding", "answers"):
            self.stage.show_found(None, None)
        self.right.setCurrentWidget(self._pages[name])
        self.page_changed.emit(name)

    def open_finding(self, criterion: str) -> None:
        """Open one finding, with its route on the map."""
        if self.finding.open(criterion):
            self.show_page("finding")
            self.finding.show_on_map()
            self.finding.area.setFocus()

    def open_moved(self, moved: FindingMoved) -> None:
        """Open a finding of whichever option it is; another than is shown is assessed first."""
        now = self._live.assessment
        if now is not None and (now.scheme, now.option) == (moved.scheme, moved.option):
            self.open_finding(moved.criterion)
            return
        self._then_open = moved
        self._live.choose(moved.scheme, moved.option)

    def answer(self, criterion: str = "") -> None:
        """Begin the answer run, or answer one question."""
        self.show_page("answers")
        self.answers.begin(criterion)

    def bring_in(self, paths: list[Path]) -> None:
        """Show what files of the area would become, before anything is written."""
        self.show_page("incoming")
        self.incoming.plan(paths)

    def read_back(self, path: Path) -> None:
        """Read a colleague's answers from a workbook, and show what came of it."""
        if self.answers_back.read(path):
            self.show_page("answers back")

    def restyle(self, palette: Palette) -> None:
        """Colours of everything that is drawn by hand."""
        for part in (self.findings, self.finding, self.answers, self.charts, self.since):
            part.restyle(palette)

    def _connect(self) -> None:
        self.findings.opened.connect(self.open_finding)
        self.findings.changes.opened.connect(self.open_finding)
        self.since.opened.connect(self.open_moved)
        self.since.criterion_opened.connect(self.open_finding)
        self.since.said.connect(lambda words: self.said.emit(words, False))
        self.finding.left.connect(self._back)
        self.finding.stepped.connect(self._step)
        self.finding.shows.connect(self._shows)
        self.finding.answers.connect(self.answer)
        self.finding.copied.connect(lambda words: self.said.emit(words, False))
        self.answers.left.connect(self._back)
        self.answers.said.connect(lambda words: self.said.emit(words, False))
        self.answers.shows.connect(self._asked)
        self.scope.onward.connect(lambda: self.show_page("findings"))
        self.scope.themes.connect(self.findings.leave_out)
        self.findings.wants_scheme.connect(lambda: self.show_page("scheme"))
        self.scheme.editRedLine.connect(lambda: self.stage.take("draw"))
        self.scheme.tracePlan.connect(lambda: self.show_page("plans"))
        self.plans.said.connect(lambda words: self.said.emit(words, False))
        self.scheme.addEntrance.connect(lambda: self.stage.take("entrance"))
        self.scheme.addProvision.connect(lambda type: self.stage.take("provision", type))
        self.answers_back.left.connect(partial(self.show_page, "findings"))
        self.scheme.siteCame.connect(self._came)
        self.scheme.layersCame.connect(self.bring_in)
        self.incoming.previewChanged.connect(self.canvas.update)
        self.incoming.leftAlone.connect(lambda: self.show_page("scheme"))
        self.canvas.add_overlay(self._preview, PREVIEW_ORDER)
        self.explore.said.connect(lambda words: self.said.emit(words, False))
        self.explore.table_wanted.connect(self.drawer.setVisible)
        self.canvas.pointed.connect(self._pointed)
        self.canvas.viewChanged.connect(self._scaled)
        self.scale.returnPressed.connect(self._to_scale)
        self.stage.told.connect(lambda words: self.said.emit(words, False))
        self.stage.tool_changed.connect(self._tool)
        for key, (word, *_) in {t[3]: t for t in TOOLS}.items():
            shortcut = QShortcut(QKeySequence(key), self.canvas)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self.stage.take, word))

    def _came(self) -> None:
        """A red line has come: show it, and its first answer beside it. One that only moved is in sight already."""
        if self._live.assessment is not None:
            return
        self._see_site = True
        self.said.emit("The red line has come. Its first findings are under Findings.", False)

    def _assessed(self) -> None:
        moved, self._then_open = self._then_open, None
        if moved is not None:
            self.open_finding(moved.criterion)
        if self._see_site:
            self._see_site = False
            self.stage.show_site()

    def _preview(self, painter: QPainter, view: View) -> None:
        """Where what would be brought in lies."""
        if self.page == "incoming":
            paint_preview(painter, view, self.incoming.preview())

    def _tool_line(self) -> QWidget:
        line = named(QWidget(), "bar")
        self.tool_row = row(gap=4)
        self.tool_row.setContentsMargins(8, 4, 8, 4)
        for word, text, tip, _ in TOOLS:
            b = button(text, partial(self.stage.take, word), "flat", tip)
            b.setCheckable(True)
            b.setChecked(word == "")
            self.tools[word] = b
            self.tool_row.addWidget(b)
            if word == "":
                self._look_tools()
        self.provide = named(QPushButton("Provide"), "flat")
        self.provide.setToolTip("Put down a place that the scheme offers")
        self.provide.setMenu(self._types())
        self.tool_row.addWidget(self.provide)
        self.tool_row.addStretch(1)
        self.tool_row.addWidget(
            button("Site", self.stage.show_site, "flat", "Show the site with its surroundings")
        )
        self.tool_row.addWidget(button("Whole map", self.canvas.show_all, "flat", "Show everything (Home)"))
        self.tool_row.addWidget(button("–", lambda: self.canvas.zoom(1 / 1.5), "flat", "Go farther (-)"))
        self.tool_row.addWidget(button("+", lambda: self.canvas.zoom(1.5), "flat", "Come nearer (+)"))
        line.setLayout(self.tool_row)
        return line

    def _foot(self) -> QWidget:
        """Under the map: where the pointer is, and the scale, which can be typed."""
        foot = named(QWidget(), "foot")
        self.coordinates = label("", "quiet")
        self.coordinates.setAccessibleName("Grid reference under the pointer")
        self.scale = QLineEdit()
        self.scale.setAccessibleName("Scale, one to")
        self.scale.setToolTip("The scale of the map; type another and press Enter")
        self.scale.setFixedWidth(92)
        marks = named(QPushButton("Views"), "flat")
        marks.setToolTip("Views of the map that you kept")
        marks.setMenu(self.explore.marks)
        self.table_button = button("Table", self.toggle_table, "flat", "What the map shows, as rows (Ctrl+T)")
        self.layers_button = button("Layers", self.toggle_layers, "flat", "Show or hide the layers (Ctrl+L)")
        for b, on in ((self.table_button, False), (self.layers_button, True)):
            b.setCheckable(True)
            b.setChecked(on)
        line = row(
            self.layers_button,
            self.table_button,
            marks,
            1,
            self.coordinates,
            label("1:", "quiet"),
            self.scale,
            gap=6,
        )
        line.setContentsMargins(8, 2, 8, 2)
        foot.setLayout(line)
        return foot

    def _look_tools(self) -> None:
        for word, text, tip in (("select", "Select", "Click for one thing, drag for a box, Ctrl+click for a polygon (S)"), ("measure", "Measure", "Measure a way or an area (D)")):  # fmt: skip
            b = button(text, partial(self.explore.take, word), "flat", tip)
            b.setCheckable(True)
            self.tools[word] = b
            self.tool_row.addWidget(b)

    def _pointed(self, x: float, y: float) -> None:
        self.coordinates.setText(f"{grid_reference(x, y, self._crs)}   {x:,.0f}, {y:,.0f}")

    def _scaled(self, view: View) -> None:
        if not self.scale.hasFocus():
            self.scale.setText(f"{self.canvas.scale:,}")

    def _to_scale(self) -> None:
        try:
            n = float(self.scale.text().replace(",", "").removeprefix("1:"))
        except ValueError:
            n = 0.0
        if n < 100 or n > 5_000_000:
            self.said.emit("Type the scale as one number from 100 to 5,000,000, for example 2500.", False)
            return
        self.canvas.show_scale(n)
        self.canvas.setFocus()

    def toggle_table(self) -> None:
        """Show or hide the table under the map."""
        on = self.drawer.isHidden()
        if on and not self.explore.table.key:
            self.explore.table.show_layer(
                "places"
                if "places" in {la.key for la in self.canvas.scene.layers}
                else self.canvas.scene.layers[-1].key
            )
        self.drawer.setVisible(on)
        self.table_button.setChecked(on)

    def toggle_layers(self) -> None:
        """Show or hide the layers."""
        self.left.setVisible(self.left.isHidden())
        self.layers_button.setChecked(not self.left.isHidden())

    def _types(self) -> QMenu:
        """Every type of place, by theme."""
        menu = QMenu(self)
        for theme in dict.fromkeys(TYPES.values()):
            part = menu.addMenu(theme[:1].upper() + theme[1:])
            for type in (t for t, of in TYPES.items() if of == theme):
                part.addAction(type).triggered.connect(
                    lambda _=False, t=type: self.stage.take("provision", t)
                )
        return menu

    def _tool(self, tool: str) -> None:
        for word, b in self.tools.items():
            b.setChecked(word == tool)

    def _back(self) -> None:
        at = self.finding.finding.criterion if self.finding.finding is not None else ""
        self.show_page("findings")
        self.findings.tree.go_to(at)
        self.findings.tree.setFocus()

    def _step(self, by: int) -> None:
        order = self.findings.tree.order()
        now = self.finding.finding
        if now is None or now.criterion not in order:
            return
        at = order.index(now.criterion) + by
        if 0 <= at < len(order):
            self.open_finding(order[at])

    def _shows(self, found: OnMap, verdict: object) -> None:
        if self.page in ("finding", "answers"):
            self.stage.show_found(found, verdict)  # type: ignore[arg-type]

    def _asked(self, criterion: str) -> None:
        self.finding.open(criterion)
