"""The start page: what to do, recent cases, and a place to drop whatever came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from placewell.domain.errors import Problem
from placewell.folders import data_folder
from placewell.ui.desk import Desk
from placewell.ui.panels.scheme.drop import DropArea, paths_of
from placewell.ui.parts import button, cleared, column, label, named, row, scrolled
from placewell.ui.settings import Recent
from placewell.work.dropped import Dropped, is_project, sort_at
from placewell.work.plain_words import day_words, in_window
from placewell.work.start import area_at, case_at, free_name, known_bases, sample_at, there

PROJECTS = "Placewell projects (*.gpkg)"
BOUNDARIES = "Boundaries (*.gpkg *.geojson *.json *.kml *.zip *.shp *.gml *.tab);;Any file (*)"
SOON = {
    "Run a workshop": "There is no page for workshops yet. What there is: a copy of a case for the public (under Export), and answers that officers type.",
    "Check outcomes": "There is no page for outcomes yet. What there is: assessments can be kept and compared, so far from the command line only.",
}
"""What does not exist yet, and what there is in its place."""


class StartPage(QWidget):
    """Asks for as little as can be. What it makes is handed to the window by path."""

    openProject = Signal(Path)
    """Open this project."""
    newCase = Signal(Path)
    """A case file was made here: open it, and show where a scheme is brought in."""
    dropped = Signal(list)
    """Bring these files into the project that was just opened."""
    area = Signal()
    """The project that was just asked to be opened is wanted for its map."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        named(self, "surface")
        self.desk = desk
        self.setAcceptDrops(True)
        self._base: Path | None = None
        self.message = label("", "quiet", wrap=True, select=True)
        self.verbs: dict[str, Verb] = {}
        self.recents = column(gap=0)
        self.setup = QWidget()
        self.setup.setLayout(self._setup())
        self.area_line = label("", "quiet", wrap=True)
        self.drop = DropArea(
            "Drop a project, an applicant's files or a folder of downloads here", "Open …", PROJECTS, big=True
        )
        self.drop.dropped.connect(self.take)
        self.drop.ask_files = self._ask_projects  # type: ignore[method-assign]
        self.sample = button(
            "Try the sample",
            self.try_sample,
            "",
            "A made-up borough with six applications; it is made once, in your own folder",
        )
        self.drop.put(self.sample)
        self._lay_out()
        self.fill()

    def _lay_out(self) -> None:
        left, right = column(gap=10), column(gap=8)
        left.addWidget(label("Placewell", "hero"))
        left.addWidget(label("Will this place work for the people who live in it?", "quiet"))
        left.addSpacing(12)
        left.addWidget(self.setup)
        for verb, told, act in (
            ("Assess a scheme", "Bring in what the applicant sent; a first answer comes with the red line.", self.assess),
            ("Write area guidance", "Opens your area on the map, with its places, streets and gaps.", self.show_area),
            ("Run a workshop", SOON["Run a workshop"], None),
            ("Check outcomes", SOON["Check outcomes"], None),
        ):  # fmt: skip
            self.verbs[verb] = Verb(verb, told, act)
            left.addWidget(self.verbs[verb])
        left.addWidget(self.area_line)
        left.addWidget(self.message)
        left.addStretch(1)
        right.addWidget(label("Recent", "title"))
        holder = named(QWidget(), "surface")
        holder.setLayout(self.recents)
        self.list = scrolled(holder)
        right.addWidget(self.list, 1)
        right.addWidget(self.drop)
        body = named(QWidget(), "surface")
        line = QHBoxLayout(body)
        line.setContentsMargins(48, 40, 48, 32)
        line.setSpacing(56)
        for part, share in ((left, 5), (right, 6)):
            side = QWidget()
            side.setLayout(part)
            side.setMaximumWidth(640)
            line.addWidget(side, share)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(body))

    def _setup(self) -> QVBoxLayout:
        inner = column(gap=8)
        inner.addWidget(
            label("No area is set up yet: Placewell needs the outline of your borough once.", wrap=True)
        )
        inner.addLayout(
            row(
                button(
                    "Set up your area", self.set_up, "main", "Choose a boundary file; a base is made from it"
                ),
                1,
            )
        )
        inner.addSpacing(8)
        return inner

    def fill(self) -> None:
        """Show what is known: recent projects, and the area that cases are made from."""
        recent = self.desk.kept.now.recent
        bases = known_bases([r.path for r in recent if not r.case])
        self._base = bases[0] if bases else None
        self.setup.setVisible(self._base is None)
        name = next((r.name for r in recent if self._base is not None and r.path == str(self._base)), "")
        self.area_line.setText(f"Your area: {name} ({self._base.name})" if self._base is not None else "")
        self.area_line.setVisible(self._base is not None)
        self.verbs["Write area guidance"].setEnabled(bool(recent))
        self.message.setVisible(bool(self.message.text()))
        cleared(self.recents)
        for r in recent:
            self.recents.addWidget(RecentLine(self, r))
        if not recent:
            self.recents.addWidget(label("Cases that you have worked on will be listed here, with what each waits for.", "quiet", wrap=True))  # fmt: skip
        self.recents.addStretch(1)

    def showEvent(self, event: object) -> None:
        """What is there may have changed meanwhile."""
        self.fill()
        super().showEvent(event)  # type: ignore[arg-type]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Anywhere on the page will do."""
        if paths_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """As if on the strip."""
        event.acceptProposedAction()
        self.drop.take(paths_of(event.mimeData()))

    def assess(self) -> None:
        """Make a case file from the area, asking only where to keep it; without an area, set that up first."""
        if self._base is None:
            self.say(
                "A case takes over the places and streets of your area. Set up your area first, or try the sample."
            )
            return
        self.make_case(self._base)

    def take(self, paths: list[Path]) -> None:
        """What was dropped: a project is opened; an applicant's files want a case, downloads the area itself."""
        projects = [p for p in paths if is_project(p)]
        if projects:
            self.openProject.emit(projects[0])
            return
        base = self._base
        if base is None:
            self.say("These files need an area to lie in. Set up your area first, or try the sample.")
            return
        self.say("Looking at what was dropped …")
        self.desk.jobs.start(
            "Looking at what was dropped", lambda: sort_at(base, paths), self._sorted, self._refused
        )

    def _sorted(self, came: Dropped) -> None:
        base = self._base
        if not isValid(self) or base is None:
            return
        self.say(" ".join(f"{name}: {why}" for name, why in came.left[:3]))
        if came.projects:
            self.openProject.emit(came.projects[0])
        elif came.scheme:
            self.make_case(base, [*came.scheme, *came.layers])
        elif came.layers:
            self.openProject.emit(base)
            self.dropped.emit(came.layers)

    def make_case(self, base: Path, files: Sequence[Path] = ()) -> None:
        """Ask where, and make a case file from a base; `files` are brought into it then."""
        path = self.ask_where("Keep the case file as", free_name(base.parent, "New case"))
        if path is None:
            return
        self.say("Making the case file …")
        self.desk.jobs.start("Making the case file", lambda: case_at(path, base), lambda made: self._case(made, base, files), self._refused)  # fmt: skip

    def show_area(self) -> None:
        """Open the area on the map."""
        recent = self.desk.kept.now.recent
        path = self._base or next((Path(r.path) for r in recent if there(r.path)), None)
        if path is None:
            self.say("There is no area to show yet. Set up your area, or try the sample.")
            return
        self.openProject.emit(path)
        self.area.emit()

    def set_up(self) -> None:
        """Make a base from a boundary file."""
        boundary = self.ask_boundary()
        if boundary is None:
            return
        path = self.ask_where("Keep your area as", free_name(boundary.parent, boundary.stem))
        if path is None:
            return
        self.say("Setting up your area …")
        self.desk.jobs.start(
            "Setting up your area", lambda: area_at(path, boundary), self._set_up, self._refused
        )

    def try_sample(self) -> None:
        """Open the sample; it is made first where it has not been yet."""
        self.sample.setEnabled(False)
        self.say("Making the sample: a made-up borough, from its raw files. It takes some ten seconds, once.")
        self.desk.jobs.idle.connect(self._idle)
        self.desk.jobs.start(
            "Making the sample", lambda: sample_at(data_folder() / "sample"), self._made, self._refused
        )

    def forget(self, path: str) -> None:
        """Take a project off the list; the file, if there is one, stays."""
        kept = self.desk.kept
        kept.change(recent=tuple(r for r in kept.now.recent if r.path != path))
        self.fill()

    def say(self, words: str) -> None:
        """A line under the verbs."""
        self.message.setText(in_window(words))
        self.message.setVisible(bool(words))

    def ask_where(self, title: str, usual: Path) -> Path | None:
        """Ask where to keep a file; replaced where nobody is there to answer."""
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(usual), PROJECTS)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(".gpkg")

    def ask_boundary(self) -> Path | None:
        """Ask for a boundary file; replaced where nobody is there to answer."""
        chosen, _ = QFileDialog.getOpenFileName(self, "The boundary of your area", "", BOUNDARIES)
        return Path(chosen) if chosen else None

    def _ask_projects(self) -> list[Path]:
        chosen, _ = QFileDialog.getOpenFileName(self, "Open a project", "", PROJECTS)
        return [Path(chosen)] if chosen else []

    def _case(self, made: Path, base: Path, files: Sequence[Path]) -> None:
        if not isValid(self):
            return
        # The area stays known however many cases come after it.
        held = next((r for r in self.desk.kept.now.recent if r.path == str(base)), None)
        if held is not None:
            self.desk.kept.remember(held)
        self.say("")
        self.newCase.emit(made)
        if files:
            self.dropped.emit(list(files))

    def _set_up(self, made: tuple[Path, tuple[str, ...]]) -> None:
        if isValid(self):
            path, told = made
            self.say(" ".join(told))
            self.openProject.emit(path)

    def _made(self, path: Path) -> None:
        if isValid(self):
            self.say("")
            self.openProject.emit(path)

    def _idle(self) -> None:
        self.desk.jobs.idle.disconnect(self._idle)
        self.sample.setEnabled(True)
        if self.message.text().startswith("Making the sample"):
            self.say("")  # it was cancelled

    def _refused(self, problem: Problem) -> None:
        if isValid(self):
            self.say(str(problem))


class Verb(QPushButton):
    """A large button: what to do, and in a line what that does."""

    def __init__(self, word: str, told: str, act: Callable[[], object] | None) -> None:
        super().__init__()
        named(self, "verb")
        self.setAccessibleName(word)
        self.setAccessibleDescription(told)
        self.setEnabled(act is not None)
        if act is not None:
            self.clicked.connect(lambda _=False: act())
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._column = column(gap=4)
        self._column.setContentsMargins(18, 12, 18, 14)
        self._title = label(word, "title" if act is not None else "heading")
        self._told = label(told, "quiet", wrap=True)
        for part in (self._title, self._told):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._column.addWidget(part)
        self.setLayout(self._column)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Its words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as they take."""
        return self._column.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        """For layouts that do not ask by width."""
        width = max(self.width(), 320)
        return QSize(320, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class Shortened(QPushButton):
    """A link as wide as there is room for, its end left out where it is longer."""

    def __init__(self, text: str, act: Callable[[], object], tip: str) -> None:
        super().__init__(text)
        named(self, "link")
        self._whole = text
        self.setToolTip(f"{text}\n{tip}")
        self.setAccessibleName(f"Open {text}")
        self.clicked.connect(lambda _=False: act())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the room."""
        super().resizeEvent(event)
        room = max(event.size().width() - 6, 20)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class RecentLine(QFrame):
    """One project that was open: its reference and address, what it waits for, and when it was last open."""

    def __init__(self, page: StartPage, recent: Recent) -> None:
        super().__init__()
        self.recent = recent
        self.here = there(recent.path)
        title = (
            " · ".join(w for w in (recent.reference, recent.address or recent.name) if w)
            or Path(recent.path).stem
        )
        when = f"last open {day_words(recent.opened)}" if recent.opened else ""
        told = " · ".join(w for w in ("" if recent.case else "An area", recent.waits, when) if w)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 8, 8, 8)
        body.setSpacing(2)
        if self.here:
            self.open = Shortened(title, lambda: page.openProject.emit(Path(recent.path)), recent.path)
            body.addWidget(self.open)
            body.addWidget(label(told, "quiet", wrap=True))
        else:
            body.addWidget(label(title, wrap=True))
            gone = label(f"No longer at {recent.path}", "quiet", wrap=True, select=True)
            self.remove = button("Remove", lambda: page.forget(recent.path), "", "Take it off this list")
            line = row(gone, self.remove)
            line.setStretch(0, 1)
            line.setAlignment(self.remove, Qt.AlignmentFlag.AlignTop)
            body.addLayout(line)
        self.setToolTip(recent.path)
