"""Applicants' plans: laid under the map by known points, shown as strongly as wanted, and traced."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QRadioButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from placewell.cartography.view import View
from placewell.domain.errors import Problem
from placewell.domain.plan import Plan
from placewell.ui.canvas.plan_pane import PlanPane
from placewell.ui.canvas.plan_under import PlansUnder
from placewell.ui.canvas.point_tool import PointTool, paint_mark
from placewell.ui.desk import Desk
from placewell.ui.parts import button, cleared, column, label, named, row, rule, scrolled
from placewell.ui.stage import Stage
from placewell.work.plain_words import in_window
from placewell.work.plan_points import PlanPoints, read_plan
from placewell.work.plans import image_of, placement, plan_words, plans, remove_plan
from placewell.work.traced import Traced

UNDER_ORDER, MARKS_ORDER = 2, 40
KINDS = "Plans (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.dxf)"


class PlansPanel(QWidget):
    """The plans of the case, and placing one more."""

    said = Signal(str)

    def __init__(self, desk: Desk, stage: Stage) -> None:
        super().__init__()
        self._desk, self._stage = desk, stage
        self.under = PlansUnder(self._image, lambda: QColor(stage.canvas.look.land).lightness() < 128)
        self.points: PlanPoints | None = None
        self._path: Path | None = None
        self.on: str = ""
        """Id of the plan that is traced; '' for none."""
        self.tool = PointTool(lambda: stage.canvas.view, stage.snap, self)
        self.tool.placed.connect(self._on_ground)
        self.tool.left.connect(self.leave)
        stage.canvas.add_overlay(self.under.paint, UNDER_ORDER)
        stage.canvas.add_overlay(self._paint_marks, MARKS_ORDER)
        stage.tracing = self.tracing
        self.list_side, self.place_side = QWidget(), QWidget()
        self._make_list()
        self._make_placing()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setSpacing(8)
        whole.addWidget(label("Plans", "title"))
        whole.addWidget(self.list_side, 1)
        whole.addWidget(self.place_side, 1)
        self.place_side.hide()
        desk.changed.connect(lambda _: self.fill())
        self.fill()

    # -- the plans that are there

    def _make_list(self) -> None:
        self.begin_button = button(
            "Place a plan …",
            self.choose,
            "main",
            "A PDF page, a picture or a drawing in its own coordinates, by known points",
        )
        self.strength = QSlider(Qt.Orientation.Horizontal)
        self.strength.setRange(0, 100)
        self.strength.setValue(self._desk.kept.now.plan_percent)
        self.strength.setAccessibleName("How strongly plans are drawn under the map")
        self.strength.valueChanged.connect(self._stronger)
        self.strength_row = QWidget()
        line = QHBoxLayout(self.strength_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label("Opacity", "quiet"))
        line.addWidget(self.strength, 1)
        self.rows = column(gap=8)
        inside = QWidget()
        held = QVBoxLayout(inside)
        held.setContentsMargins(0, 0, 0, 0)
        held.addLayout(self.rows)
        held.addStretch(1)
        named(inside, "panel")
        self.trace_row = QWidget()
        trace = column(gap=6)
        trace.setContentsMargins(0, 0, 0, 0)
        trace.addWidget(rule())
        self.trace_words = label("", wrap=True)
        trace.addWidget(self.trace_words)
        self.trace_buttons = {
            word: button(text, partial(self._stage.take, tool, kind), "", tip)
            for word, text, tool, kind, tip in (
                (
                    "red line",
                    "Red line",
                    "draw",
                    "",
                    "Click round the site; corners snap to the map, with Alt they do not",
                ),
                ("block", "Block", "draw", "block", "Click round a building of the scheme"),
                ("link", "Way", "draw", "link", "Click along a way for walking that the scheme opens"),
                ("entrance", "Entrance", "entrance", "", "Click where people walk in"),
            )
        }
        trace.addLayout(row(*self.trace_buttons.values(), 1, gap=6))
        self.trace_row.setLayout(trace)
        side = QVBoxLayout(self.list_side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        self.about = label("", "quiet", wrap=True)
        side.addWidget(self.about)
        side.addWidget(self.strength_row)
        side.addWidget(scrolled(inside), 1)
        side.addWidget(self.trace_row)
        side.addLayout(row(self.begin_button, 1))

    def fill(self) -> None:
        """Read the plans and list them."""
        opened = self._desk.opened
        if opened is None:
            return
        every = plans(opened)
        held = [p for p in every if p.image]
        hidden = set(self._desk.kept.now.plans_hidden)
        if self.on not in {p.id for p in held}:
            self.on = ""
        self.under.show([p for p in held if p.id not in hidden], self.strength.value())
        cleared(self.rows)
        self.about.setText(
            "Each lies under the map where its points put it."
            if held
            else "A location plan that came as a PDF or a picture can lie under the map: point at two to four places that"
            " both show, and trace its red line."
        )
        self.strength_row.setVisible(bool(held))
        self.trace_row.setVisible(bool(held))
        for plan in held:
            self.rows.addWidget(self._row(plan, plan.id not in hidden))
        for plan in every:
            if not plan.image:
                self.rows.addWidget(label(plan_words(plan), "quiet", wrap=True, select=True))
        self._told_tracing(held)
        self._stage.canvas.update()

    def _row(self, plan: Plan, shown: bool) -> QWidget:
        made = QWidget()
        whole = column(gap=2)
        seen = QCheckBox(plan.name)
        seen.setChecked(shown)
        seen.setToolTip("Show it under the map")
        seen.toggled.connect(lambda on, p=plan.id: self._show_plan(p, on))
        whole.addWidget(seen)
        whole.addWidget(
            label(plan_words(plan).removeprefix(f"{plan.name}: "), "quiet", wrap=True, select=True)
        )
        trace = QRadioButton("Trace on it")
        trace.setAutoExclusive(False)
        trace.setChecked(plan.id == self.on)
        trace.toggled.connect(lambda on, p=plan.id: self.trace(p if on else ""))
        go = button("Zoom to", partial(self._zoom, plan), "flat", "Show where it lies")
        away = button("Remove", partial(self._remove, plan.id), "flat", "Take it away; what was traced on it stays")  # fmt: skip
        whole.addLayout(row(trace, 1, go, away, gap=4))
        made.setLayout(whole)
        return made

    def _image(self, plan: Plan) -> bytes:
        return image_of(self._desk.opened, plan) if self._desk.opened is not None else b""

    def _remove(self, id: str) -> None:
        self._desk.do(lambda o: remove_plan(o, id))

    def trace(self, id: str) -> None:
        """Take lines from this plan from now on; '' from none."""
        if id != self.on:
            self.on = id
            self.fill()

    def tracing(self) -> Traced | None:
        """The plan that lines are taken from now."""
        found = next((p for p in self.under.plans if p.id == self.on), None)
        return None if found is None else Traced(found.id, placement(found).accuracy_m)

    def _told_tracing(self, held: list[Plan]) -> None:
        now = next((p for p in held if p.id == self.on), None)
        by = self.tracing()
        if now is None:
            words = "Choose 'Trace on it' at a plan: what is drawn is then kept as traced on it."
        elif by is None:
            words = f"{now.name} is hidden; show it to trace on it."
        else:
            words = f"What is drawn now is kept as traced on {now.name}, ± {by.accuracy_m:.1f} m:"
        self.trace_words.setText(words)
        for b in self.trace_buttons.values():
            b.setEnabled(by is not None)

    def _show_plan(self, id: str, on: bool) -> None:
        hidden = [p for p in self._desk.kept.now.plans_hidden if p != id]
        self._desk.kept.change(plans_hidden=(*hidden, *(() if on else (id,)))[-200:])
        self.fill()

    def _stronger(self, percent: int) -> None:
        self._desk.kept.change(plan_percent=percent)
        self.under.strength = percent / 100
        self._stage.canvas.update()

    def _zoom(self, plan: Plan) -> None:
        x0, y0, x1, y1 = plan.geometry.bounds
        self._stage.canvas.show_box((x0, y0, x1, y1))

    # -- placing one

    def _make_placing(self) -> None:
        self.pane = PlanPane()
        self.pane.pointed.connect(self._on_page)
        self.file = label("", "heading", wrap=True)
        self.which = QSpinBox()
        self.which.setPrefix("Page ")
        self.which.setAccessibleName("Which page of the file")
        self.which.setKeyboardTracking(False)
        self.which.valueChanged.connect(self._other_page)
        self.words = label("", wrap=True, select=True)
        self.words.setAccessibleName("How the plan lies")
        self.listed = column(gap=0)
        self.place_button = button("Place it", self.place, "main", "Lay it under the map")
        side = QVBoxLayout(self.place_side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(6)
        side.addLayout(row(self.file, self.which))
        side.addWidget(self.pane, 1)
        whole = button("Whole page", self.pane.show_all, "flat", "Show the whole page (Home)")
        side.addLayout(row(label("Wheel: nearer. Drag: move.", "quiet"), 1, whole, gap=4))
        side.addLayout(self.listed)
        side.addWidget(self.words)
        side.addLayout(
            row(self.place_button, button("Leave", self.leave, "flat", "Leave all as it was (Esc)"), 1)
        )

    def choose(self) -> None:
        """Ask for a file."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Place a plan", "", KINDS)
        if chosen:
            self.begin(Path(chosen))

    def begin(self, path: Path, page: int = 1) -> None:
        """Read a page and begin to place it."""
        self._path = path
        self._desk.jobs.start(f"Reading {path.name}", lambda: read_plan(path, page), self._came)

    def _other_page(self, page: int) -> None:
        if self._path is not None and self.points is not None and page != self.points.page.page:
            self.begin(self._path, page)

    def _came(self, points: PlanPoints) -> None:
        if not isValid(self):
            return
        self.points = points
        page = points.page
        self.file.setText(page.name)
        self.which.blockSignals(True)
        self.which.setRange(1, page.pages)
        self.which.setValue(page.page)
        self.which.setSuffix(f" of {page.pages}")
        self.which.blockSignals(False)
        self.which.setVisible(page.pages > 1)
        self.list_side.hide()
        self.place_side.show()
        self.pane.show_page(page.png, page.wide_mm, page.high_mm)
        self._stage.use("plan point", self.tool)
        self._tell()

    def _on_page(self, x: float, y: float) -> None:
        if self.points is not None:
            self.points.on_page(x, y, self.pane.near_mm)
            if self._stage.tool != "plan point":
                self._stage.use("plan point", self.tool)
            self._tell()

    def _on_ground(self, east: float, north: float) -> None:
        if self.points is not None:
            if not self.points.on_ground(east, north):
                self.said.emit("Click the place on the plan first, then the same place on the map.")
            self._tell()

    def _take_out(self, n: int) -> None:
        if self.points is not None:
            self.points.take_out(n)
            self._tell()

    def _tell(self) -> None:
        points = self.points
        if points is None:
            return
        try:
            fit = points.fit()
        except Problem:
            fit = None
        cleared(self.listed)
        for n, pair in enumerate(points.pairs):
            off = f", off by {fit.residuals_m[n]:.2f} m" if fit is not None and len(points.pairs) > 2 else ""
            words = f"{n + 1}   {pair.east:,.1f}, {pair.north:,.1f}{off}"
            away = button("×", partial(self._take_out, n), "flat", f"Leave out point {n + 1}")
            away.setAccessibleName(f"Leave out point {n + 1}")
            self.listed.addLayout(row(label(words, "quiet"), 1, away))
        self.words.setText(in_window("\n".join(points.words())))
        self.place_button.setEnabled(fit is not None)
        marks = [(at, str(n), False) for n, at in enumerate(points.places(), 1)]
        if points.pending is not None:
            marks.append((points.pending, str(len(points.pairs) + 1), True))
        self.pane.show_marks(marks)
        self._stage.canvas.update()

    def place(self) -> None:
        """Lay it under the map, and trace on it next."""
        points = self.points
        plan = None if points is None else self._desk.do(points.keep)
        if plan is None:
            return
        drawn = points is not None and points.drawing is not None
        self.leave()
        self.on = "" if drawn else plan.id
        self.fill()
        self._zoom(plan)
        more = "Its red line has come." if drawn else "Trace its lines with the buttons below the list."
        self.said.emit(f"{plan_words(plan)}. {more}")

    def leave(self) -> None:
        """Back to the list, nothing placed."""
        self.points = self._path = None
        self.place_side.hide()
        self.list_side.show()
        if self._stage.tool == "plan point":
            self._stage.take("")
        self._stage.canvas.update()

    def _paint_marks(self, painter: QPainter, view: View) -> None:
        if self.points is None:
            return
        x0, _, _, y1 = view.box
        for n, pair in enumerate(self.points.pairs, 1):
            at = QPointF((pair.east - x0) / view.m_px, (y1 - pair.north) / view.m_px)
            paint_mark(painter, at, str(n))
