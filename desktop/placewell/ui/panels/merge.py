"""Two officers' copies of one case joined: what came over, and what both changed, for a decision."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from placewell.domain.merging import Difference
from placewell.ui.desk import Desk
from placewell.ui.parts import button, cleared, day_words, label, named, row, rule, scrolled
from placewell.work.differences import choices, decide, differences, fields_that_differ, stands
from placewell.work.merge import Merged, merge, told
from placewell.work.merge_told import field_words, value_words
from placewell.work.opened import Opened
from placewell.work.plain_words import in_window
from placewell.work.progress import run

ACTS = {"first": "Keep this", "second": "Keep this", "both": "Keep both", "as it stands": "As it stands"}


class MergePanel(QWidget):
    """The differences that are open, the two ways side by side, and those decided."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.told: list[str] = []
        self.acts: dict[tuple[str, str], QWidget] = {}
        """The button for each difference and choice."""
        self.body = QVBoxLayout()
        self.body.setContentsMargins(16, 4, 16, 16)
        self.body.setSpacing(6)
        inside = named(QWidget(), "panel")
        inside.setLayout(self.body)
        self.begin_button = button(
            "Merge another copy …",
            self.choose,
            "main",
            "Take over what another officer's copy of this case has",
        )
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.setSpacing(8)
        top.addWidget(label("Two copies of one case", "title"))
        self.about = label("", "quiet", wrap=True)
        top.addWidget(self.about)
        top.addLayout(row(self.begin_button, 1))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(scrolled(inside), 1)
        desk.changed.connect(lambda _: self.fill())
        self.fill()

    def choose(self) -> None:
        """Ask for the other copy."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Merge another copy", "", "Placewell projects (*.gpkg)")
        if chosen:
            self.take(Path(chosen))

    def take(self, theirs: Path) -> bool:
        """Merge a copy; whether it could be."""

        def act(o: Opened) -> Merged:
            return run(merge(o, theirs))

        made = self._desk.do(act)
        if made is None:
            return False
        # The differences themselves are listed below.
        self.told = [
            line for line in told(made) if not line.startswith("  ") and "changed in both copies" not in line
        ]
        self.fill()
        return True

    def fill(self) -> None:
        """Read what is open and what was decided."""
        opened = self._desk.opened
        if opened is None:
            return
        open_, decided = differences(opened), differences(opened, decided=True)
        cleared(self.body)
        self.acts = {}
        n = len(open_)
        self.about.setText(
            f"{n:,} {'thing was' if n == 1 else 'things were'} changed in both copies. Both ways are kept; the later"
            " stands until somebody decides."
            if n
            else "Where a colleague worked on a copy of this case, what each of you did is joined here: from the last"
            " entry that both copies have. What both changed is listed for a decision. Undo takes the merge back."
        )
        for line in self.told:
            self.body.addWidget(label(in_window(line), "quiet", wrap=True, select=True))
        for d in open_:
            self.body.addWidget(rule())
            self._open(opened, d)
        if decided:
            self.body.addWidget(rule())
            self.body.addWidget(label("Decided", "heading"))
        for d in decided:
            words = f"{d.name}: {d.decided}, by {d.decided_by or 'someone'}, {day_words(d.decided_at)}"
            self.body.addWidget(label(words, "quiet", wrap=True, select=True))
        self.body.addStretch(1)

    def _open(self, opened: Opened, d: Difference) -> None:
        self.body.addWidget(label(d.name, "heading", wrap=True))
        now, ways = stands(opened, d), choices(d)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for at, (word, by, when) in enumerate(
            (("first", d.first_by, d.first_at), ("second", d.second_by, d.second_at)), 1
        ):
            mark = "\nstands now" if now == word else ""
            whose = f"{by or 'someone'}\n{day_words(when)}, {when[11:16]}{mark}"
            grid.addWidget(label(whose, wrap=True), 0, at, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._act(d, word, whose.partition("\n")[0]), 99, at)
        for line, (field, one, two) in enumerate(fields_that_differ(d), 1):
            grid.addWidget(label(field_words(field), "quiet", wrap=True), line, 0, Qt.AlignmentFlag.AlignTop)
            for at, value in ((1, one), (2, two)):
                said = label(value_words(field, value), wrap=True, select=True)
                grid.addWidget(said, line, at, Qt.AlignmentFlag.AlignTop)
        grid.setColumnMinimumWidth(0, 84)
        self.body.addLayout(grid)
        self.body.addLayout(row(*(self._act(d, way, "") for way in ways[2:]), 1))

    def _act(self, d: Difference, choice: str, whose: str) -> QWidget:
        tip = f"Decide '{d.name}': {f'as {whose} has it' if whose else choice}; the other way stays on record"
        made = button(ACTS[choice], partial(self._decide, d.id, choice), "", tip)
        made.setAccessibleName(f"{d.name}: {choice}")
        self.acts[d.id, choice] = made
        return made

    def _decide(self, id: str, choice: str) -> None:
        self._desk.do(lambda o: decide(o, id, choice))
