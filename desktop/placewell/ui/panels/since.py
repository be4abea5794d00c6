"""What changed since the last submission, since one last looked, or since the base was renewed, with the findings it moved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from placewell.domain.errors import Problem
from placewell.domain.finding import VERDICTS
from placewell.domain.history import Entry
from placewell.ui.desk import who
from placewell.ui.findings.marks import MARK_PX, colour_of, mark_picture
from placewell.ui.live import Live
from placewell.ui.parts import button, cleared, column, day_words, label, named, row, rule, scrolled
from placewell.ui.theme import LIGHT, Palette
from placewell.work.opened import open_project
from placewell.work.progress import Work
from placewell.work.seen import keep_seen
from placewell.work.since import Moved, View, since
from placewell.work.since_told import (
    NOTHING,
    change_words,
    count_words,
    finding_parts,
    folded,
    grouped,
    of_words,
)
from placewell.work.verdicts import FindingMoved

CHOICES = (
    ("submission", "Since the last submission", "What differs between the last two submissions"),
    ("looked", "Since I last looked", "What was done since you marked 'Seen up to here'"),
    ("base", "Since the base was renewed", "What came with the council's newer lists, and since"),
)
HOW = {
    "submission": "When amended plans come and the next submission is begun, what differs from the one before is listed here, each change with the findings it moved.",
    "base": "When the council's base has newer lists, they are taken over with: placewell renew CASE --base BASE.gpkg. What they moved is listed here then.",
}
"""What to do where there is nothing to list."""
REST_MS, FEW = 250, 6
"""How long to wait for the next edit; how many changes or findings of one group are shown before the rest is folded."""


class SincePanel(QWidget):
    """Asks for the list off the GUI thread when it is looked at and whenever the project changed meanwhile."""

    opened = Signal(object)
    """A finding was chosen (`FindingMoved`)."""
    criterion_opened = Signal(str)
    """A criterion was chosen whose finding did not move."""
    said = Signal(str)

    def __init__(self, live: Live) -> None:
        super().__init__()
        self._live = live
        self._palette = LIGHT
        self.which = "submission"
        self.view: View | None = None
        self._asked: tuple[str, str] | None = None
        self._turn = 0
        self._whole: set[int] = set()
        self.choices: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        line = column(gap=2)
        for which, word, tip in CHOICES:
            choice = QRadioButton(word)
            choice.setToolTip(tip)
            choice.setAccessibleDescription(tip)
            choice.setChecked(which == self.which)
            choice.clicked.connect(partial(self.choose, which))
            self._group.addButton(choice)
            self.choices[which] = choice
            line.addWidget(choice)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.setSpacing(8)
        top.addWidget(label("What changed", "title"))
        top.addLayout(line)
        self.count = label("", "heading", wrap=True)
        top.addWidget(self.count)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(16, 4, 16, 16)
        self.body.setSpacing(6)
        inside = named(QWidget(), "panel")
        inside.setLayout(self.body)
        self.area = scrolled(inside)
        self.seen = button(
            "Seen up to here", self.mark_seen, "", "Next time 'I last looked' begins here; only for you"
        )
        self.seen.setEnabled(False)
        self.foot = label("", "quiet", wrap=True)
        foot = row(self.foot, self.seen)
        foot.setStretch(0, 1)
        foot.setContentsMargins(16, 8, 16, 12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.area, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._ask)
        live.desk.changed.connect(self._hear)

    def restyle(self, palette: Palette) -> None:
        """Draw in these colours."""
        self._palette = palette
        self._fill()

    def choose(self, which: str, _: bool = True) -> None:
        """List what changed since another point."""
        self.which = which
        self.choices[which].setChecked(True)
        self._ask()

    def mark_seen(self) -> None:
        """Keep how far the list that is shown reaches as what this person has seen."""
        view = self.view
        if view is None:
            return
        told = self._live.desk.do(lambda o: keep_seen(o, view.now))
        if told:
            self.foot.setText(told)
            self.said.emit(told)
            self._asked = None
            if self.which == "looked":
                self._ask()

    def text(self) -> str:
        """Everything that is listed, line by line."""
        return "\n".join(x.text() for x in self.area.findChildren(QWidget) if isinstance(x, QLabel | QPushButton) and x.text())  # fmt: skip

    def links(self) -> list[QPushButton]:
        """The findings that can be opened, from top to bottom."""
        return [b for b in self.area.findChildren(QPushButton) if b.property("criterion")]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._rest.start(0)

    def _hear(self, entry: Entry) -> None:
        if self.isVisible():
            self._rest.start(REST_MS)

    def _ask(self) -> None:
        opened = self._live.desk.opened
        if opened is None or not self.isVisible():
            return
        asked = self.which, opened.file.head()[1]
        if asked == self._asked:
            return
        self._asked, path, which = asked, opened.path, self.which
        self._turn += 1
        turn = self._turn

        def work() -> Work[View]:
            with open_project(path, who()) as own:
                return (yield from since(own, which))

        def done(view: View) -> None:
            if turn == self._turn:
                self.view, self._whole = view, set()
                self._fill()
                self.area.verticalScrollBar().setValue(0)

        def failed(problem: Problem) -> None:
            if turn == self._turn:
                self.view, self._asked = None, None
                self._say(str(problem))

        self.seen.setEnabled(False)
        if self.view is None or self.view.which != which:
            self._say("Reading what changed …")
        self._live.desk.jobs.start("Reading what changed", work, done, failed)

    def _say(self, words: str) -> None:
        cleared(self.body)
        self.count.setText("")
        self.count.hide()
        self.body.addWidget(label(words, "quiet", wrap=True))
        self.body.addStretch(1)

    def _fill(self) -> None:
        view = self.view
        if view is None:
            return
        cleared(self.body)
        self.seen.setEnabled(True)
        self.count.setVisible(bool(view.moved))
        self.count.setText(count_words(view))
        for note in (*view.notes, HOW.get(view.which, "") if not view.moved else ""):
            if not note:
                continue
            self.body.addWidget(label(note, "quiet", wrap=True))
        if not view.moved and (not view.notes or view.which == "looked"):
            self.body.addWidget(label(NOTHING[view.which], "quiet", wrap=True))
        for n, group in enumerate(grouped(view.moved)):
            if n or view.notes:
                self.body.addWidget(rule())
            self._put(n, group)
        self.body.addStretch(1)

    def _put(self, n: int, group: Sequence[Moved]) -> None:
        first, all_of_it = group[0], n in self._whole
        said = ", ".join(x for x in (day_words(first.when) if first.when else "", first.who) if x)
        if of_words(first):
            self.body.addWidget(label(of_words(first), "heading", wrap=True))
        if said:
            self.body.addWidget(label(said, "quiet", wrap=True))
        for m in group if all_of_it else group[:FEW]:
            self.body.addWidget(label(change_words(m), wrap=True, select=True))
        findings = folded(first)
        more = 0 if all_of_it else max(0, len(group) - FEW)
        if more:
            self._fold(n, f"Show {more:,} more change{'s' if more > 1 else ''} …")
        if not findings:
            self.body.addWidget(label(first.words[:1].upper() + first.words[1:] + ".", "quiet", wrap=True))
            for criterion in dict.fromkeys(c for m in group for c in m.about):
                link = button(f"Open {criterion}", partial(self.criterion_opened.emit, criterion), "link")
                link.setProperty("criterion", criterion)
                self.body.addWidget(link)
            return
        together = "together " if len(group) > 1 else ""
        many = f"{len(findings):,} finding{'s' if len(findings) > 1 else ''}"
        self.body.addWidget(label(f"This {together}moved {many}:", "quiet", wrap=True))
        for f, where in findings if all_of_it else findings[:FEW]:
            self._finding(f, where)
        if not all_of_it and len(findings) > FEW:
            rest = len(findings) - FEW
            self._fold(n, f"Show {rest:,} more finding{'s' if rest > 1 else ''} …")

    def _fold(self, n: int, words: str) -> None:
        def show() -> None:
            self._whole.add(n)
            self._fill()

        self.body.addLayout(row(button(words, show, "link"), 1))

    def _finding(self, f: FindingMoved, where: str) -> None:
        criterion, stood = finding_parts(f)
        verdict = f.now.verdict if f.now.verdict in VERDICTS else None
        colour, ratio = colour_of(self._palette, verdict), self.devicePixelRatioF()
        mark = QLabel()
        mark.setPixmap(mark_picture(verdict, MARK_PX, colour, self._palette.panel, ratio))
        mark.setFixedWidth(MARK_PX)
        mark.setAccessibleName(f.now.word)
        link = button(criterion, partial(self.opened.emit, f), "link", f"Open this finding: {f.question}")
        link.setProperty("criterion", f.criterion)
        line = row(mark, link, label(stood, wrap=True, select=True), gap=6)
        line.setStretch(2, 1)
        block = column(gap=0)
        block.setContentsMargins(0, 4, 0, 4)
        block.addLayout(line)
        under = row(label(f"{f.question} {where[:1].upper()}{where[1:]}".strip(), "quiet", wrap=True))
        under.setContentsMargins(MARK_PX + 6, 0, 0, 0)
        block.addLayout(under)
        self.body.addLayout(block)
