"""The answer run: one question a card, answered with one key and, where it is due, a reason."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from placewell.ui.live import Live
from placewell.ui.parts import button, cleared, label, named, row, rule, scrolled
from placewell.ui.theme import Palette
from placewell.work.answer_run import Question, alike, keep_answer, question_of, questions
from placewell.work.case_edits import add_consultation
from placewell.work.opened import Opened
from placewell.work.packs_told import figure
from placewell.work.teams import TEAMS

KEYS = {k: n for n, k in enumerate((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6, Qt.Key.Key_7))}  # fmt: skip


class Reason(QPlainTextEdit):
    """Words for a reason: Enter keeps the answer, Shift+Enter begins a line."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.entered.emit()
            return
        if event.key() == Qt.Key.Key_Tab:
            self.focusNextChild()
            return
        super().keyPressEvent(event)


class AnswerRun(QWidget):
    """Goes through what waits for an officer. Asks `work.answer_run`; draws one card."""

    shows = Signal(str)
    """The criterion on the card, for the map."""
    left = Signal()
    said = Signal(str)

    def __init__(self, live: Live) -> None:
        super().__init__()
        self._live = live
        self.todo: list[Question] = []
        self.at = 0
        self.skipped: set[tuple[str, str]] = set()
        self._begun = 0
        self._one: str = ""
        self.value = ""
        self._line: QHBoxLayout | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Question")
        self.count = label("", "quiet")
        self.back = button("‹ Back", self.previous, "flat", "The question before (Alt+Left)")
        self.close_run = button(
            "Findings", self.left.emit, "flat", "Leave the answer run; everything kept stays (Esc)"
        )
        self.card = QVBoxLayout()
        self.card.setContentsMargins(0, 0, 0, 0)
        self.card.setSpacing(6)
        body = named(QWidget(), "panel")
        body.setLayout(self.card)
        self.reason = Reason()
        self.reason.setAccessibleName("Reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(72)
        self.reason.entered.connect(self.keep)
        self.evidence = QLineEdit()
        self.evidence.setAccessibleName("Evidence: document, revision, page")
        self.evidence.setPlaceholderText("Document, rev. B, page 12")
        self.evidence.returnPressed.connect(self.keep)
        self.due = label("", "quiet", wrap=True)
        self.both = QCheckBox()
        self.scale = QVBoxLayout()
        self.scale.setSpacing(4)
        self.team = QPushButton("Ask a team")
        self.team.setToolTip("Note that a team was asked; the question stays open")
        menu = QMenu(self.team)
        for name in TEAMS:
            menu.addAction(name[:1].upper() + name[1:]).triggered.connect(lambda _=False, n=name: self.ask(n))
        self.team.setMenu(menu)
        self.skip = button("Skip", self.skip_on, "", "Leave it for later (S)")
        self.done = button("Keep", self.keep, "main", "Keep the answer and go on (Enter)")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 8, 16, 12)
        whole.setSpacing(8)
        whole.addLayout(row(self.back, self.count, 1, self.close_run))
        whole.addWidget(scrolled(body), 1)
        whole.addLayout(self.scale)
        self._reason_title = label("Reason", "heading")
        whole.addLayout(row(self._reason_title, self.due, 1))
        whole.addWidget(self.reason)
        whole.addWidget(label("Evidence", "heading"))
        whole.addWidget(self.evidence)
        whole.addWidget(self.both)
        whole.addLayout(row(self.team, self.skip, 1, self.done))
        self._buttons = QButtonGroup(self)
        self._buttons.idClicked.connect(self.choose)
        self._menu = menu
        live.assessed.connect(self._fresh)

    def restyle(self, palette: Palette) -> None:
        """Nothing here has colours of its own."""

    def begin(self, criterion: str = "") -> None:
        """Start with what waits, or with one criterion that was asked for."""
        held, packs = self._live.assessment, self._packs()
        self._one = criterion
        self.skipped = set()
        if held is None:
            self.todo = []
        elif criterion:
            self.todo = question_of(criterion, held.findings, packs)
        else:
            self.todo = questions(held.findings, packs)
        self._begun, self.at = len(self.todo), 0
        self._fill()
        self.setFocus()

    @property
    def question(self) -> Question | None:
        """The one on the card; None when all have been gone through."""
        return self.todo[self.at] if self.at < len(self.todo) else None

    def choose(self, n: int) -> None:
        """Take the n-th answer of the scale (from 0); where a reason is due the cursor goes there."""
        q = self.question
        if q is None or n >= len(q.choices):
            return
        self.value = q.choices[n]
        chosen = self._buttons.button(n)
        if chosen is not None:
            chosen.setChecked(True)
        due = q.needs_reason(self.value)
        self.due.setText("is due with this answer" if due else "may be given")
        if due and not self.reason.toPlainText().strip():
            self.reason.setFocus()

    def keep(self) -> None:
        """Keep the answer and go on. What is wanting is said, and nothing is lost."""
        q = self.question
        if q is None:
            return
        value = self.value or (self.reason.toPlainText().strip() if not q.choices else "")
        reason = self.reason.toPlainText().strip() if q.choices else ""
        if not value:
            self.said.emit("Choose an answer first: its key is the number before it.")
            return
        if q.choices and q.needs_reason(value) and not reason:
            self.due.setText("is due: say why in a few words")
            self.said.emit(
                f"'{value.capitalize()}' stands on the record with its reason. Say why in a few words."
            )
            self.reason.setFocus()
            return
        also = alike(q, self._packs()) if self.both.isChecked() else []
        option = self._live.option[1]

        def act(o: Opened) -> bool:
            keep_answer(o, q, value, reason, self.evidence.text(), also, option)
            return True

        if self._live.desk.do(act):
            self.said.emit(f"Kept: {q.criterion.id}, {value}.")
            self.at += 1
            self._fill()
            self.setFocus()

    def skip_on(self) -> None:
        """Leave this one for later."""
        if self.question is not None:
            self.skipped.add(self.question.key)
            self.at += 1
            self._fill()
            self.setFocus()

    def previous(self) -> None:
        """The question before."""
        if self.at:
            self.at -= 1
            self._fill()
            self.setFocus()

    def ask(self, team: str) -> None:
        """Note that a team was asked about this, and go on."""
        q = self.question
        if q is None:
            return

        def act(o: Opened) -> bool:
            add_consultation(o, team[:1].upper() + team[1:], about=q.criterion.id, asked=o.clock()[:10])
            return True

        if self._live.desk.do(act):
            self.said.emit(f"Noted: {team} was asked about {q.criterion.id}. The question stays open.")
            self.skip_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in KEYS:
            self.choose(KEYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
        elif key == Qt.Key.Key_S:
            self.skip_on()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Left and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.previous()
        else:
            super().keyPressEvent(event)

    def _packs(self) -> list[Any]:
        return [] if self._live.assessor is None else list(self._live.assessor.packs)

    def _fresh(self) -> None:
        """Findings are new: the cards not yet reached show what is found now."""
        held = self._live.assessment
        if held is None:
            self.todo = []
            self._fill()
            return
        known = {f.criterion: f for f in held.findings}
        self.todo = [Question(q.criterion, known.get(q.criterion.id, q.finding), q.part) for q in self.todo]

    def _fill(self) -> None:
        cleared(self.card)
        for b in self._buttons.buttons():
            self._buttons.removeButton(b)
        cleared(self.scale)
        self.value = ""
        self.reason.clear()
        self.evidence.clear()
        q = self.question
        parts = (self.reason, self.evidence, self.team, self.skip, self.done, self._reason_title, self.due)
        for widget in parts:
            widget.setEnabled(q is not None)
        self.back.setEnabled(self.at > 0)
        self.both.setVisible(False)
        if q is None:
            self._finished()
            return
        self.count.setText(f"{self.at + 1} of {self._begun}")
        f, c = q.finding, q.criterion
        put = self.card.addWidget
        put(label(f"{f.topic}  ·  {c.id}", "quiet", wrap=True))
        put(label(c.question, "title", wrap=True))
        if q.part:
            put(label(q.part, "heading", wrap=True))
        figures = "; ".join(figure(v, c) for v in c.values[:4])
        put(label(f"{c.citation} ({c.standing})", wrap=True, select=True))
        if figures:
            put(label(figures, "quiet", wrap=True))
        for title, text in (
            ("Where to look", c.look),
            ("What Placewell knows", f.working if f.working and not f.working.endswith(c.question) else ""),
            ("Applicant states", f.applicant_states or ""),
            (
                "Answered before",
                "; ".join(f"{g.value}. {g.reason} ({g.by})" for g in f.answers if g.part == q.part),
            ),
            ("Attach", c.attach),
            ("What usually meets it", c.usually_meets),
        ):
            if text:
                put(rule())
                put(label(title, "heading"))
                put(label(text, wrap=True, select=True))
        self.card.addStretch(1)
        for n, choice in enumerate(q.choices):
            b = button(f"{n + 1}   {choice[:1].upper()}{choice[1:]}", None, "choice")
            b.setCheckable(True)
            b.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            b.setAccessibleName(f"{choice}, key {n + 1}")
            self._buttons.addButton(b, n)
            self._place(b, n)
        self._reason_title.setText("Reason" if q.choices else "Answer, in words")
        self.due.setText("is due when adverse, overriding or not applicable" if q.choices else "")
        also = alike(q, self._packs())
        if also:
            self.both.setText(f"Keep it for the same question in {', '.join(x.id for x in also[:3])} too")
            self.both.setChecked(True)
            self.both.setVisible(True)
        self.shows.emit(c.id)

    def _place(self, b: QPushButton, n: int) -> None:
        """Two answers to a row."""
        if n % 2 == 0:
            self._line = row(b, gap=4)
            self.scale.addLayout(self._line)
        else:
            assert self._line is not None
            self._line.addWidget(b)

    def _finished(self) -> None:
        left = len(self.skipped)
        self.count.setText("")
        words = (
            "All of these questions have been gone through."
            if self._begun
            else "No question waits for an officer."
        )
        self.card.addWidget(label("Done" if self._begun else "Nothing to answer", "title"))
        self.card.addWidget(label(words + (f" {left} left for later." if left else ""), wrap=True))
        if left:
            self.card.addWidget(button("Go through what was left", self.begin))
        self.card.addStretch(1)
