"""What was read beside what the form says: mismatches first, each can be answered, and none stands in the way."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QWidget

from placewell.ui.desk import Desk
from placewell.ui.panels.scheme.flow import Flow
from placewell.ui.panels.scheme.step import Fold, StepCard, breakable, figure, link
from placewell.ui.parts import button, cleared, column, label, named, row
from placewell.work.case_edits import answer
from placewell.work.plain_words import in_window
from placewell.work.scheme_steps import Compared, SchemeState
from placewell.work.waiting import as_letter

READ, FORM, ASK = "what was read is right", "the form is right", "asked the applicant"


class CheckStep(StepCard):
    """The statements, and the list of what is still to come as words to send."""

    key = "check"
    drop_words = (
        "Drop the figures that the form or statement gives here: a table with Document, About and Value."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.told = column(gap=8)
        self.body.addLayout(self.told)
        self.rows: list[Statement] = []
        self._letter: list[str] = []

    def show_state(self, state: SchemeState) -> None:
        """Two columns, those that differ first."""
        super().show_state(state)
        cleared(self.files)  # what differs stands above, and the list below says the rest
        for name in state.step(self.key).files:
            self.files.addWidget(label(f"From {breakable(name)}", "quiet", wrap=True))
        cleared(self.told)
        self.rows = [Statement(self.desk, c) for c in state.compared if c.agrees is False]
        if not state.compared:
            words = "The form's own totals will stand here beside what was read, where they differ first."
            self.told.addWidget(label(words, "quiet", wrap=True))
        for each in self.rows:
            self.told.addWidget(each)
        unknown = [c for c in state.compared if c.agrees is None]
        agree = [c for c in state.compared if c.agrees]
        if agree:
            self.told.addWidget(Fold(f"Agree ({len(agree)})", [_line(c) for c in agree]))
        if unknown:
            self.told.addWidget(
                Fold(f"Nothing read to compare with ({len(unknown)})", [_line(c) for c in unknown])
            )
        waits = state.shown["waiting_for"]
        self._letter = [in_window(line) for line in as_letter(waits)]
        if waits:
            self.told.addWidget(
                Fold(f"Still to come ({len(waits)})", [f"{w['what']} ({w['who']})" for w in waits])
            )
            copy = link("Copy as words to send", self._copy, "To paste into a letter or e-mail")
            self.told.addLayout(row(copy, 1))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._letter))
        self.desk.said.emit("Copied: what is still to come, by whom it is asked of.", False)


class Statement(QFrame):
    """One figure that differs, with its answer."""

    def __init__(self, desk: Desk, compared: Compared) -> None:
        super().__init__()
        named(self, "card")
        self._desk, self.compared = desk, compared
        c = compared
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 8, 10, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        option = f", option {c.option}" if c.option else ""
        grid.addWidget(label(c.what[:1].upper() + c.what[1:] + option, "heading", wrap=True), 0, 0, 1, 2)
        for at, (word, value) in enumerate((("What we read", c.read), (_said_by(c.where), c.stated))):
            grid.addWidget(label(word, "quiet", wrap=True), 1, at)
            grid.addWidget(_value(value, c.unit), 2, at)
        grid.addWidget(label(c.where, "quiet", wrap=True), 3, 1)
        apart = round((c.read or 0) - c.stated, 4)
        grid.addWidget(
            label(f"{abs(apart):,.10g} {'more' if apart > 0 else 'less'}", "quiet", wrap=True), 3, 0
        )
        self.done = column(gap=4)
        grid.addLayout(self.done, 4, 0, 1, 2)
        self.form = QWidget()
        inner = column(gap=6)
        self.form.setLayout(inner)
        self.reason = QLineEdit(c.reason)
        self.reason.setPlaceholderText("Why, for the file (may stay empty)")
        self.reason.setAccessibleName(f"Why, about {c.what}")
        self.answers = {
            READ: button("Ours is right", lambda: self.keep(READ), "chip", "What was read from the files stands"),
            FORM: button("The form is right", lambda: self.keep(FORM), "chip", "Kept as your answer; what was read stays until a new file comes"),
            ASK: button("Ask", lambda: self.keep(ASK), "chip", "Keep it on the list of what to ask the applicant"),
        }  # fmt: skip
        inner.addWidget(self.reason)
        inner.addLayout(Flow(*self.answers.values(), gap=6))
        grid.addWidget(self.form, 5, 0, 1, 2)
        settled = bool(c.answer) and not c.look_again
        if c.answer:
            self.done.addWidget(
                label(f"Answered: {c.answer}" + (f". {c.reason}" if c.reason else ""), wrap=True)
            )
            if c.look_again:
                self.done.addWidget(label(f"Look again: {c.look_again}", wrap=True))
        if settled:
            self.done.addWidget(link("Change the answer", self.form.show))
            self.form.hide()

    def keep(self, value: str) -> None:
        """Keep an answer."""
        c, reason = self.compared, self.reason.text().strip()
        self._desk.do(lambda o: answer(o, c.question, value, reason, c.option))


def _said_by(where: str) -> str:
    return "What the form says" if "form" in where.casefold() else "What is stated"


def _value(value: float | None, unit: str) -> QLabel:
    made = figure(_with_unit(value, unit))
    made.setAlignment(made.alignment() & ~made.alignment().AlignRight)
    made.setObjectName("heading")
    return made


def _with_unit(value: float | None, unit: str) -> str:
    if value is None:
        return "not read"
    shown = {"m2": "m²", "sqm": "m²"}.get(unit, unit)
    return f"{value:,.10g}{'' if shown == '%' else ' '}{shown}".strip()


def _line(c: Compared) -> str:
    option = f", option {c.option}" if c.option else ""
    return f"{c.what}{option}: {_with_unit(c.stated, c.unit)} ({c.where})"
