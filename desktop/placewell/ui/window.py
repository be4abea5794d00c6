"""The window: lays out the start page and the workspace, and connects them to what they ask."""

from __future__ import annotations

import base64
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QColor, QDragEnterEvent, QDropEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QMainWindow,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from placewell.cartography.looks import LOOKS, Look
from placewell.domain.history import Entry
from placewell.ui import theme
from placewell.ui.canvas.content import content_of
from placewell.ui.canvas.widget import MapWidget
from placewell.ui.desk import Desk
from placewell.ui.dialogs.export import ExportDialog, export
from placewell.ui.jobs import Jobs
from placewell.ui.live import Live
from placewell.ui.message import MessageLine
from placewell.ui.opening import shown_of
from placewell.ui.pages.start import StartPage
from placewell.ui.panels.hand_over import fill_copy
from placewell.ui.parts import button, label, named, row
from placewell.ui.settings import Kept, Recent
from placewell.ui.workspace import Workspace
from placewell.work.case_shown import case_of
from placewell.work.confidential import sentence, words
from placewell.work.dropped import is_project
from placewell.work.opened import Opened
from placewell.work.start import remembered
from placewell.work.told import opening_lines

TABS = (
    ("scheme", "Scheme"),
    ("scope", "Scope"),
    ("findings", "Findings"),
    ("answers", "Answers"),
    ("charts", "Charts"),
    ("changes", "Changes"),
)
"""The panels on the right, in the order in which a case is worked through."""


OF_THE_MAP = {"layer", "many", "project", "area", "asset", "stop", "street", "backdrop", "commitment"}
"""Kinds whose change makes another map."""


class Window(QMainWindow):
    """One project at a time. What goes wrong is said in a line at the top, never in a dialog."""

    ready = Signal()

    def __init__(self, kept: Kept | None = None) -> None:
        super().__init__()
        self.kept = kept or Kept(None)
        self.jobs = Jobs(self)
        self.desk = Desk(self.jobs, self.kept, self)
        self.live = Live(self.desk)
        self.setWindowTitle("Placewell")
        self.setMinimumSize(960, 600)
        self.message = MessageLine()
        self.closed = label("", "closed")
        self.closed.setAccessibleName("Confidential")
        self.closed.hide()
        self.workspace: Workspace | None = None
        self.stack = QStackedWidget()
        self.start = StartPage(self.desk)
        self.start.openProject.connect(self.open)
        self.start.newCase.connect(self._new_case)
        self.start.dropped.connect(self.drop)
        self._page_wanted = "findings"
        self.setAcceptDrops(True)
        self.stack.addWidget(self.start)
        self.tabs: dict[str, QPushButton] = {}
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar())
        whole.addWidget(self.closed)
        whole.addWidget(self.message)
        whole.addWidget(self.stack, 1)
        body = named(QWidget(), "surface")
        body.setLayout(whole)
        self.setCentralWidget(body)
        self._connect()
        self.restyle()
        self._restore()

    def open(self, path: Path) -> bool:
        """Show a project; what stood here stays where that one cannot be opened. Whether it could."""
        return self.desk.open(path)

    def restyle(self) -> None:
        """Look and size of text as they are set."""
        now = self.kept.now
        palette = theme.PALETTES[now.look]
        self.setPalette(_palette(palette))
        self.setStyleSheet(theme.sheet(palette, now.text_pt))
        if self.workspace is not None:
            self.workspace.restyle(palette)
            self.workspace.canvas.set_look(self._look())

    def _look(self) -> Look:
        return LOOKS[self.kept.now.look]

    def _bar(self) -> QWidget:
        bar = named(QWidget(), "bar")
        home = button("Placewell", self.go_home, "flat", "Start page")
        self.title = label("", "heading")
        self._group = QButtonGroup(self)
        tabs = []
        for name, word in TABS:
            tab = named(QPushButton(word), "tab")
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, n=name: self.go(n))
            self._group.addButton(tab)
            self.tabs[name] = tab
            tabs.append(tab)
        self.undo = button("Undo", self.desk.undo, "flat")
        self.redo = button("Redo", self.desk.redo, "flat")
        self.export = button(
            "Export …",
            self.choose_export,
            "",
            "Workbooks for the file, the public, a team or the applicant (Ctrl+E)",
        )
        self.menu = QPushButton("Menu")
        self.menu.setMenu(self._menu())
        self.search_room = QVBoxLayout()
        self.search_room.setContentsMargins(0, 0, 0, 0)
        line = row(home, self.title, 1, *tabs, 1, self.undo, self.redo, self.export, self.menu, gap=6)
        line.setContentsMargins(8, 0, 8, 0)
        line.insertLayout(line.count() - 4, self.search_room)
        bar.setLayout(line)
        bar.setFixedHeight(46)
        return bar

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for text, keys, act in (
            ("Open …", "Ctrl+O", self.choose),
            ("Save a copy …", "Ctrl+Shift+S", self.save_copy),
            ("Export …", "Ctrl+E", self.choose_export),
            ("Read answers back …", "", self.choose_answers),
            ("Hand over a copy …", "", lambda: self.go("hand over")),
            ("Fill a copy handed over without its base …", "", lambda: fill_copy(self, self.desk, self.open)),
            ("Merge another copy …", "", lambda: self.go("merge")),
            ("Plans under the map …", "Ctrl+P", lambda: self.go("plans")),
            ("Close the project", "Ctrl+W", self.go_home),
            ("", "", None),
            ("Undo", "Ctrl+Z", self.desk.undo),
            ("Redo", "Ctrl+Shift+Z", self.desk.redo),
            ("", "", None),
            ("Larger text", "Ctrl++", lambda: self.resize_text(1)),
            ("Smaller text", "Ctrl+-", lambda: self.resize_text(-1)),
            ("Light", "", lambda: self.choose_look("light")),
            ("Dark", "", lambda: self.choose_look("dark")),
            ("High contrast", "", lambda: self.choose_look("contrast")),
        ):
            if act is None:
                menu.addSeparator()
                continue
            action = QAction(text, self)
            if keys:
                action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _=False, a=act: a())
            menu.addAction(action)
            self.addAction(action)
        for keys, act in (
            ("Ctrl+F", self._find),
            ("Ctrl+T", self._table),
            ("Ctrl+L", self._layers),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _=False, a=act: a())
            self.addAction(action)
        for n, (name, _) in enumerate(TABS, 1):
            action = QAction(self)
            action.setShortcut(QKeySequence(f"Ctrl+{n}"))
            action.triggered.connect(lambda _=False, x=name: self.go(x))
            self.addAction(action)
        return menu

    def _connect(self) -> None:
        self.desk.said.connect(self.message.say)
        self.jobs.failed.connect(lambda words: self.message.say(words, True))
        self.jobs.began.connect(self.message.begin)
        self.jobs.stepped.connect(self.message.step)
        self.jobs.idle.connect(self.message.end)
        self.message.cancelled.connect(self.jobs.cancel)
        self.desk.arrived.connect(self._arrived)
        self.desk.left.connect(self._left)
        self.desk.changed.connect(self._changed)
        self.live.assessed.connect(self.ready)
        self._undoable()
        self._tabs_on(False)

    def choose(self) -> None:
        """Ask for a project file and show it."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Open a project", "", "Placewell projects (*.gpkg)")
        if chosen:
            self.open(Path(chosen))

    def save_copy(self) -> None:
        """Ask where, and save a copy; the open project stays the one that is open."""
        opened = self.desk.opened
        if opened is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(self, "Save a copy", str(opened.path.with_stem(f"{opened.path.stem} copy")), "Placewell projects (*.gpkg)")  # fmt: skip
        if not chosen:
            return

        def act(o: Opened) -> bool:
            o.file.save_copy(Path(chosen))
            return True

        if self.desk.do(act):
            self.message.say(f"Saved a copy: {chosen}")

    def choose_answers(self) -> None:
        """Ask for a workbook that came back, and read its answers."""
        if self.workspace is None:
            return
        chosen, _ = QFileDialog.getOpenFileName(self, "Read answers back", "", "Workbooks (*.xlsx)")
        if chosen:
            self.workspace.read_back(Path(chosen))

    def choose_export(self) -> None:
        """Ask which copy, then write it."""
        if self.live.assessment is None:
            self.message.say("There is nothing to export yet: a scheme needs its red line first.")
            return
        dialog = ExportDialog(self.live, self)
        dialog.accepted.connect(lambda: export(self.live, dialog.wanted, Path(dialog.folder.text())))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _find(self) -> None:
        if self.workspace is not None:
            self.workspace.explore.search.setFocus()
            self.workspace.explore.search.selectAll()

    def _table(self) -> None:
        if self.workspace is not None:
            self.workspace.toggle_table()

    def _layers(self) -> None:
        if self.workspace is not None:
            self.workspace.toggle_layers()

    def choose_look(self, look: theme.LookName) -> None:
        """Light, dark or high contrast."""
        self.kept.change(look=look)
        self.restyle()

    def resize_text(self, by: float) -> None:
        """Larger or smaller text."""
        size = min(max(self.kept.now.text_pt + by, theme.LEAST_PT), theme.MOST_PT)
        self.kept.change(text_pt=size)
        self.restyle()

    def go(self, name: str) -> None:
        """Put a panel on the right."""
        if self.workspace is None:
            return
        if name == "answers":
            self.workspace.answer()
        else:
            self.workspace.show_page(name)

    def go_home(self) -> None:
        """The start page; the project is let go of, with nothing to save."""
        if self.desk.opened is not None:
            self.desk.do(self._remember)
            self.desk.close()

    def drop(self, paths: list[Path]) -> None:
        """Files from outside: a project is opened, what belongs to a scheme or the area goes where it belongs."""
        projects = [p for p in paths if is_project(p)]
        if projects:
            self.open(projects[0])
            if len(projects) > 1:
                self.message.say(
                    f"{projects[0].name} was opened: one project at a time. The others are as they were."
                )
        elif self.workspace is None:
            self.message.say(
                "Open a case first, or make one with 'Assess a scheme': what an applicant sends belongs to a case."
            )
        else:
            self.workspace.show_page("scheme")
            self.workspace.scheme.bring(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        if paths:
            self.drop(paths)
            event.acceptProposedAction()

    def _new_case(self, path: Path) -> None:
        self._page_wanted = "scheme"
        self.open(path)

    def _arrived(self) -> None:
        opened = self.desk.opened
        assert opened is not None
        self.desk.do(lambda o: self._show(MapWidget(content_of(shown_of(o)), self._look())))
        self._named(opened)
        self._tabs_on(True)
        self._undoable()
        self.message.say("\n".join(opening_lines(opened)))
        self.desk.do(self._remember)
        # Last, so that reading for the map and for the findings do not stand in each other's way.
        self.live.begin()

    def _named(self, opened: Opened) -> None:
        """What the case is called, and that it is confidential, which is always in sight."""
        title = " · ".join(x for x in (case_of(opened).reference, opened.project.name) if x)
        closed = sentence(opened)
        self.title.setText(title)
        self.setWindowTitle(f"{title} ({words(opened)}) – Placewell" if closed else f"{title} – Placewell")
        self.closed.setText(closed)
        self.closed.setVisible(bool(closed))

    def _remember(self, opened: Opened) -> None:
        """The project at the top of the recent ones, with what it waits for now."""
        now = remembered(opened)
        at, when = str(opened.path.resolve()), opened.clock()
        self.kept.remember(Recent(at, now.name, now.reference, now.address, now.waits, when, now.case))

    def _show(self, canvas: MapWidget) -> bool:
        old = self.workspace
        self.workspace = Workspace(self.live, canvas)
        self.workspace.said.connect(self.message.say)
        self.workspace.page_changed.connect(self._page)
        self.search_room.addWidget(self.workspace.explore.search)
        self.stack.addWidget(self.workspace)
        self.stack.setCurrentWidget(self.workspace)
        self.workspace.scheme.projectsCame.connect(lambda paths: self.open(paths[0]))
        self.workspace.show_page(self._page_wanted)
        self._page_wanted = "findings"
        canvas.setFocus()
        self._drop(old)
        self.restyle()
        return True

    def _left(self) -> None:
        old, self.workspace = self.workspace, None
        self.stack.setCurrentWidget(self.start)
        self._drop(old)
        self.title.setText("")
        self.closed.hide()
        self.setWindowTitle("Placewell")
        self._tabs_on(False)
        self._undoable()

    def _drop(self, old: Workspace | None) -> None:
        if old is not None:
            old.canvas.stop()
            for gone in (old.explore.search, old.explore.search.results):
                gone.hide()
                gone.setParent(None)
                gone.deleteLater()
            self.stack.removeWidget(old)
            old.deleteLater()

    def _page(self, name: str) -> None:
        shown = "findings" if name == "finding" else name
        self._group.setExclusive(False)
        for tab, b in self.tabs.items():
            b.setChecked(tab == shown)
        self._group.setExclusive(True)

    def _tabs_on(self, on: bool) -> None:
        for b in (*self.tabs.values(), self.export):
            b.setVisible(on)

    def _changed(self, entry: Entry) -> None:
        self._undoable()
        if self.desk.opened is not None and any(c.kind == "case" for c in entry.changes):
            self._named(self.desk.opened)
        if self.workspace is not None and {c.kind for c in entry.changes} & OF_THE_MAP:
            explore = self.workspace.explore
            self.desk.do(lambda o: explore.scene_changed(content_of(shown_of(o))))

    def _undoable(self) -> None:
        opened = self.desk.opened
        for b, word, what, keys in (
            (self.undo, "Undo", "" if opened is None else opened.session.undo_label, "Ctrl+Z"),
            (self.redo, "Redo", "" if opened is None else opened.session.redo_label, "Ctrl+Shift+Z"),
        ):
            b.setVisible(opened is not None)
            b.setEnabled(bool(what))
            b.setToolTip(f"{word}: {what} ({keys})" if what else f"Nothing to {word.lower()}")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything is kept already; only the window's own place is written down."""
        self.kept.change(geometry=base64.b64encode(bytes(self.saveGeometry().data())).decode())
        self.jobs.stop()
        if self.desk.opened is not None:
            self.desk.close()
        super().closeEvent(event)

    def _restore(self) -> None:
        self.resize(1366, 768)
        try:
            held = base64.b64decode(self.kept.now.geometry, validate=True)
        except ValueError:
            return
        if held:
            self.restoreGeometry(QByteArray(held))


def _palette(p: theme.Palette) -> QPalette:
    """For the few things that a style sheet does not reach."""
    made = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, p.surface), (QPalette.ColorRole.Base, p.surface),
        (QPalette.ColorRole.AlternateBase, p.panel), (QPalette.ColorRole.Button, p.panel),
        (QPalette.ColorRole.Text, p.text), (QPalette.ColorRole.WindowText, p.text),
        (QPalette.ColorRole.ButtonText, p.text), (QPalette.ColorRole.PlaceholderText, p.secondary),
        (QPalette.ColorRole.Highlight, p.accent), (QPalette.ColorRole.HighlightedText, p.on_accent),
        (QPalette.ColorRole.Link, p.accent),
    ):  # fmt: skip
        made.setColor(role, QColor(colour))
    return made
