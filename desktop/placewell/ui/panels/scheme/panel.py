"""The panel by which a scheme comes in: everything may be dropped on it at once, or each step be filled by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from placewell.domain.errors import Problem
from placewell.domain.history import Entry
from placewell.ui.desk import Desk
from placewell.ui.panels.scheme.application import ApplicationStep
from placewell.ui.panels.scheme.check import CheckStep
from placewell.ui.panels.scheme.drop import DropArea, paths_of
from placewell.ui.panels.scheme.floorspace import FloorspaceStep
from placewell.ui.panels.scheme.homes import HomesStep
from placewell.ui.panels.scheme.provision import ProvisionStep
from placewell.ui.panels.scheme.question import QuestionCard
from placewell.ui.panels.scheme.red_line import RedLineStep
from placewell.ui.panels.scheme.report import Report
from placewell.ui.panels.scheme.step import StepCard
from placewell.ui.parts import button, cleared, column, label, named, row, scrolled
from placewell.work.case_plan import How
from placewell.work.case_reading import Asked, CaseFiles
from placewell.work.dropped import Dropped, read_at, sort_at, sort_pasted
from placewell.work.scheme_in import as_options, keep_scheme, only, unclear
from placewell.work.scheme_steps import SchemeState, scheme_state, sites
from placewell.work.scheme_words import came_of

MEETINGS: dict[str, How] = {
    "Replace the same": How(),
    "Replace all": How(insist=True),
    "Add beside them": How(add=True),
}
"""What becomes of rows that are there when others come."""


class SchemePanel(QWidget):
    """Files are read apart from the window, then written as one edit, which undo takes back whole."""

    editRedLine = Signal()
    tracePlan = Signal()
    addEntrance = Signal()
    addProvision = Signal(str)
    siteCame = Signal()
    """A red line has come, or another in its place: a first answer can be worked out."""
    layersCame = Signal(list)
    """Files among what was dropped that are data of the area, not of the scheme."""
    projectsCame = Signal(list)
    """Projects among what was dropped."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAcceptDrops(True)
        self.state: SchemeState | None = None
        self._sites: tuple[str, ...] | None = None
        self._asked = self._stale = False
        self.question: QuestionCard | None = None
        self.application, self.red_line = ApplicationStep(desk), RedLineStep(desk)
        self.homes, self.floorspace = HomesStep(desk), FloorspaceStep(desk)
        self.provision, self.check = ProvisionStep(desk), CheckStep(desk)
        self.steps: tuple[StepCard, ...] = (
            self.application, self.red_line, self.homes, self.floorspace, self.provision, self.check,
        )  # fmt: skip
        self.all = DropArea(
            "Drop everything the applicant sent here. Files are told apart by what is in them."
        )
        self.all.put(button("Paste", self.paste, "", "Cells copied from a spreadsheet, with their headings"))
        self.meeting = QComboBox()
        self.meeting.addItems(list(MEETINGS))
        self.meeting.setAccessibleName("What becomes of rows that are there already")
        self.meeting.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.meeting_line = QWidget()
        self.meeting_line.setLayout(row(label("Rows there already", "quiet"), self.meeting))
        self.report = Report()
        self._question = column(gap=8)
        self._lay_out()
        self._connect()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.fill)
        self.fill()

    def _lay_out(self) -> None:
        inside = named(QWidget(), "panel")
        body = QVBoxLayout(inside)
        body.setContentsMargins(16, 12, 16, 16)
        body.setSpacing(10)
        body.addWidget(label("Bring the scheme in", "title", wrap=True))
        body.addWidget(label("In any order; each step is kept at once.", "quiet", wrap=True))
        body.addWidget(self.all)
        body.addWidget(self.meeting_line)
        body.addLayout(self._question)
        body.addWidget(self.report)
        for step in self.steps:
            body.addWidget(step)
        body.addStretch(1)
        self.area = scrolled(inside)
        # At large text a table may be wider than the panel; it must stay within reach.
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    def _connect(self) -> None:
        for step in self.steps:
            step.came.connect(self.bring)
            step.pasted.connect(self.paste)
            step.opened.connect(self._one_open)
        self.all.dropped.connect(self.bring)
        self.red_line.edit.connect(self.editRedLine)
        self.red_line.trace.connect(self.tracePlan)
        self.provision.entrance.connect(self.addEntrance)
        self.provision.place.connect(self.addProvision)
        self.desk.arrived.connect(self._arrived)
        self.desk.changed.connect(self._changed)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody looked is read now."""
        super().showEvent(event)
        if self._stale:
            self.fill()

    def fill(self) -> None:
        """Read how far the scheme has come, and show it; out of sight, only whether a red line has come."""
        if not self.isVisible() and self.state is not None:
            self._stale = True
            self._hear_of(self.desk.do(sites) or ())
            return
        self._stale = False
        state = self.desk.do(scheme_state)
        if state is None:
            return
        self.state = state
        for step in self.steps:
            step.show_state(state)
        if not self._asked:
            self._asked = True
            (self.check if state.sites else self.red_line).open_it()
        self.meeting_line.setVisible(any(step.files for step in state.steps))
        self._hear_of(state.sites)

    def _hear_of(self, there: tuple[str, ...]) -> None:
        before, self._sites = self._sites, there
        if before is not None and there and there != before:
            self.siteCame.emit()

    def bring(self, paths: Sequence[Path], role: str = "") -> None:
        """Read files, sorted by what is in them, and bring in what is the applicant's. `role` says what they
        are where they do not say themselves."""
        at = self.desk.path
        if at is None or not paths:
            return
        self.report.clear()
        cleared(self._question)
        crs, layer = self.red_line.coordinates.text().strip(), self.red_line.layer_name.text().strip()
        if role == "redline" and (crs or layer):
            asked = Asked(role, crs, layer)
            self.desk.jobs.start(
                "Reading the red line", lambda: read_at(at, list(paths), asked), self._read, self._refused
            )
            return
        title = f"Reading {paths[0].name}" if len(paths) == 1 else f"Reading {len(paths)} files"
        self.desk.jobs.start(title, lambda: sort_at(at, list(paths), role), self._read, self._refused)

    def paste(self, role: str = "") -> None:
        """Bring in cells copied from a spreadsheet."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.report.say("There is no text to paste. Copy the cells with their headings first.")
            return
        at = self.desk.path
        if at is None:
            return
        self.report.clear()
        cleared(self._question)
        self.desk.jobs.start(
            "Reading what was pasted", lambda: sort_pasted(at, text, role), self._read, self._refused
        )

    def _read(self, came: Dropped) -> None:
        if not isValid(self):
            return
        if came.layers:
            self.layersCame.emit(came.layers)
        if came.projects:
            self.projectsCame.emit(came.projects)
        self._settle(came, came.files, frozenset())

    def _settle(self, came: Dropped, files: CaseFiles, settled: frozenset[str]) -> None:
        """Ask what only a person can say, one thing after the other; then write."""
        cleared(self._question)
        question = unclear(files, settled)
        if question is None:
            self._write(came, files)
            return
        asked = settled | {question.about}
        card = QuestionCard(question)
        card.options.connect(lambda: self._settle(came, as_options(files, question.files), asked))
        card.together.connect(lambda: self._settle(came, files, asked))
        card.one.connect(lambda name: self._settle(came, only(files, question.about, name), asked))
        card.none.connect(lambda: self._settle(came, only(files, question.about, ""), asked))
        self._question.addWidget(card)
        self.question = card
        card.first.setFocus()

    def _write(self, came: Dropped, files: CaseFiles) -> None:
        beside = [
            (p.name, "Data of the area; it is shown by itself before it comes in.") for p in came.layers
        ]
        beside += [(p.name, "A project; open it to see it.") for p in came.projects]
        if not files.tables:
            self.report.show_came((), [*came.left, *beside])
            return
        opened = self.desk.opened
        if opened is None:
            return
        # What was left is told in the project's own report too.
        whole = CaseFiles(files.tables, [*files.left, *came.left], files.files)
        try:
            brought = keep_scheme(opened, whole, how=self._how())
        except Problem as problem:
            self.report.say(str(problem))
            self.report.show_left([*came.left, *beside])
            return
        self.report.show_came(came_of(brought), [*brought.left, *beside])
        self.red_line.layer_name.clear()
        self.red_line.coordinates.clear()

    def _how(self) -> How:
        made = MEETINGS[self.meeting.currentText()]
        self.meeting.setCurrentIndex(0)
        return made

    def _refused(self, problem: Problem) -> None:
        if isValid(self):
            self.report.say(str(problem))

    def _changed(self, entry: Entry) -> None:
        self._soon.start()

    def _arrived(self) -> None:
        self._sites, self._asked = None, False
        self.report.clear()
        cleared(self._question)
        for step in self.steps:
            step.open_it(False)
        self._soon.start()

    def _one_open(self, key: str) -> None:
        for step in self.steps:
            if step.key != key:
                step.open_it(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Anywhere on the panel will do."""
        if paths_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """As if on the strip at the top."""
        event.acceptProposedAction()
        self.bring(paths_of(event.mimeData()))
