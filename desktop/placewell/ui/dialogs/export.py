"""The one dialog for what leaves: five kinds of copy, and first what whoever sends it should know."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from placewell.ui.desk import who
from placewell.ui.live import Live
from placewell.ui.parts import button, label, named, row, rule, scrolled
from placewell.work.assess import assessed
from placewell.work.before_export import KINDS, Caution, cautions
from placewell.work.opened import open_project
from placewell.work.packs import wanted
from placewell.work.progress import Work
from placewell.work.teams import TEAMS
from placewell.work.workbooks import Wanted, write_workbook

SHOWN = 6


class ExportDialog(QDialog):
    """Chooses a kind of copy and a folder; the window says when it is written."""

    def __init__(self, live: Live, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self.setWindowTitle("Export the assessment")
        self.resize(760, 520)
        self.kinds = QButtonGroup(self)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(label("What is it for?", "heading"))
        for n, kind in enumerate(KINDS):
            radio = QRadioButton(kind.title)
            radio.setChecked(n == 0)
            self.kinds.addButton(radio, n)
            left.addWidget(radio)
            about = label(kind.what, "quiet", wrap=True)
            about.setContentsMargins(22, 0, 0, 6)
            left.addWidget(about)
        self.team = QComboBox()
        self.team.addItems([t[:1].upper() + t[1:] for t in TEAMS])
        self.team.setAccessibleName("Team")
        self.issue = QLineEdit()
        self.issue.setPlaceholderText("Issue number, e.g. 1")
        self.issue.setAccessibleName("Issue number")
        left.addWidget(self.team)
        left.addWidget(self.issue)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(label("Before it leaves", "heading"))
        right.addWidget(scrolled(self._cautions()), 1)
        sides = QHBoxLayout()
        sides.setSpacing(20)
        sides.addLayout(left, 1)
        sides.addLayout(right, 1)
        self.folder = QLineEdit(str(live.desk.path.parent if live.desk.path is not None else Path.home()))
        self.folder.setAccessibleName("Folder")
        self.go = button("Write the workbook", self.accept, "main")
        self.go.setDefault(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addLayout(sides, 1)
        whole.addWidget(rule())
        whole.addWidget(
            label("Folder. It is written under the next free name there; nothing is written over.", "quiet")
        )
        whole.addLayout(row(self.folder, button("Choose …", self._choose)))
        whole.addLayout(row(1, button("Leave", self.reject), self.go))
        self.kinds.idToggled.connect(lambda *_: self._parts())
        self._parts()

    @property
    def wanted(self) -> Wanted:
        """What was chosen."""
        kind = KINDS[self.kinds.checkedId()]
        return Wanted(
            kind.copy,
            TEAMS[self.team.currentIndex()] if kind.copy == "team" else "",
            self.issue.text().strip() if kind.copy == "file" else "",
        )

    def _parts(self) -> None:
        copy = KINDS[self.kinds.checkedId()].copy
        self.team.setVisible(copy == "team")
        self.issue.setVisible(copy == "file")

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _cautions(self) -> QWidget:
        body = named(QWidget(), "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(2)
        found: tuple[Caution, ...] = ()
        if self._live.assessor is not None and self._live.assessment is not None:
            opened = self._live.desk.opened
            today = opened.clock()[:10] if opened is not None else ""
            found = cautions(self._live.assessor, self._live.assessment, today)
        if not found:
            column.addWidget(
                label("Nothing is unanswered, illustrative, unverified, stale or confidential.", wrap=True)
            )
        for c in found:
            column.addWidget(label(c.words, wrap=True))
            more = f" and {c.count - SHOWN} more" if c.count > SHOWN else ""
            said = label(f"{', '.join(c.which[:SHOWN])}{more}", "quiet", wrap=True)
            said.setToolTip(", ".join(c.which))
            said.setContentsMargins(0, 0, 0, 6)
            column.addWidget(said)
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        return body


def export(live: Live, kind: Wanted, folder: Path) -> None:
    """Write a copy as a piece of work; the message line tells where it is."""
    path = live.desk.path
    now = live.proposal
    assert path is not None and now is not None
    name, option = now.scheme.name, now.scheme.option

    def write() -> Work[Path]:
        with open_project(path, who()) as own:
            chosen = [k.pack for k in wanted((), own)]
            assessor, assessment = yield from assessed(own, chosen, name, "", option)
            return (yield from write_workbook(own, assessor, assessment, folder, kind))

    live.desk.jobs.start(
        "Writing the workbook", write, lambda made: live.desk.said.emit(f"Written: {made}", False)
    )
