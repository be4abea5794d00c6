"""The application itself: reference, address, type, dates; who was asked; the PTAL that is published for the site."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from placewell.domain.case import CASE_TYPES
from placewell.ui.desk import Desk
from placewell.ui.panels.scheme.flow import Flow
from placewell.ui.panels.scheme.step import StepCard, narrow
from placewell.ui.parts import button, cleared, column, label, row
from placewell.work.case_edits import BANDS, add_consultation, set_case, set_ptal
from placewell.work.opened import Opened
from placewell.work.plain_words import day_words
from placewell.work.scheme_steps import SchemeState

FIELDS: tuple[tuple[str, str], ...] = (
    ("reference", "Reference"),
    ("address", "Address"),
    ("type", "Type"),
    ("stage", "Stage"),
    ("proposal", "Proposal"),
    ("applicant", "Applicant"),
    ("agent", "Agent"),
    ("officer", "Case officer"),
    ("valid", "Valid from"),
    ("target", "Decision due"),
    ("committee", "Committee"),
    ("confidential_until", "Confidential to"),
)
DATES = ("valid", "target", "committee", "confidential_until")
_CHOOSE = "not said"
_ASKED: tuple[tuple[str, str], ...] = (
    ("body", "Who was asked"), ("about", "On what"), ("asked", "Asked on"), ("due", "Due by"),
    ("received", "Answer came"), ("outcome", "Outcome"),
)  # fmt: skip


class ApplicationStep(StepCard):
    """Each field is kept as soon as it is left."""

    key = "application"
    drop_words = "Drop a drawing list, a list of consultations or a PTAL export here."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.edits: dict[str, QLineEdit] = {}
        self._kept: dict[str, str] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        grid.setColumnStretch(1, 1)
        self.type = QComboBox()
        self.type.addItems([_CHOOSE, *CASE_TYPES])
        narrow(self.type)
        self.type.activated.connect(self._type)
        for at, (name, word) in enumerate(FIELDS):
            field: QWidget = self.type if name == "type" else self._edit(name)
            field.setAccessibleName(word)
            grid.addWidget(_beside(word, field), at, 0)
            grid.addWidget(field, at, 1)
        self.ptal = QComboBox()
        self.ptal.addItems([_CHOOSE, *BANDS])
        self.ptal.setAccessibleName("PTAL that Transport for London publishes for the site")
        narrow(self.ptal)
        self.ptal.activated.connect(self._band)
        grid.addWidget(_beside("Official PTAL", self.ptal), len(FIELDS), 0)
        grid.addWidget(self.ptal, len(FIELDS), 1)
        self.body.addLayout(grid)
        self.asked = column(gap=4)
        self.body.addLayout(self.asked)
        self.add = button("Note a consultation …", self._begin)
        self.body.addLayout(row(self.add, 1))
        self.form = QWidget()
        self.form.hide()
        self.consult: dict[str, QLineEdit] = {}
        inner = QGridLayout(self.form)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        for at, (name, word) in enumerate(_ASKED):
            edit = QLineEdit()
            edit.setAccessibleName(word)
            self.consult[name] = edit
            inner.addWidget(_beside(word, edit), at, 0)
            inner.addWidget(edit, at, 1)
        inner.addLayout(
            Flow(button("Keep", self._consulted, "main"), button("Leave", self.form.hide)), len(_ASKED), 1
        )
        self.body.addWidget(self.form)

    def show_state(self, state: SchemeState) -> None:
        """Fill the form; what is being typed in stays."""
        super().show_state(state)
        case = state.shown["case"]
        for name, edit in self.edits.items():
            text = day_words(str(case[name])) if name in DATES else str(case[name])
            self._kept[name] = text
            if not edit.hasFocus() and edit.text() != text:
                edit.setText(text)
                edit.setCursorPosition(0)
        self.type.setCurrentText(case["type"] or _CHOOSE)
        bands: list[dict[str, Any]] = state.shown["official_ptal"]
        self.ptal.setCurrentText(bands[-1]["band"] if bands else _CHOOSE)
        cleared(self.asked)
        for each in state.shown["consultations"]:
            self.asked.addWidget(label(_told(each), wrap=True, select=True))

    def _edit(self, name: str) -> QLineEdit:
        edit = QLineEdit()
        if name in DATES:
            edit.setPlaceholderText("for example 22 November 2026")
        edit.editingFinished.connect(lambda: self._keep(name))
        self.edits[name] = edit
        return edit

    def _keep(self, name: str) -> None:
        text = " ".join(self.edits[name].text().split())
        if text == self._kept.get(name, ""):
            return
        # Said before it is kept: a refusal leaves what was typed in its place.
        self.desk.do(lambda o: set_case(o, {name: text}))

    def _type(self) -> None:
        said = self.type.currentText()
        self.desk.do(lambda o: set_case(o, {"type": "" if said == _CHOOSE else said}))

    def _band(self) -> None:
        band = self.ptal.currentText()
        if band != _CHOOSE:
            self.desk.do(lambda o: set_ptal(o, band))

    def _begin(self) -> None:
        for edit in self.consult.values():
            edit.clear()
        self.form.show()
        self.consult["body"].setFocus()

    def _consulted(self) -> None:
        given = {name: edit.text().strip() for name, edit in self.consult.items()}
        if not (body := given.pop("body")):
            self.desk.said.emit("Write who was asked, then keep it.", True)
            return

        def note(opened: Opened) -> bool:
            add_consultation(opened, body, **{k: v for k, v in given.items() if v})
            return True

        if self.desk.do(note):
            self.form.hide()


def _beside(word: str, field: QWidget) -> QLabel:
    made = label(word, "quiet")
    made.setBuddy(field)
    made.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return made


def _told(c: dict[str, Any]) -> str:
    about = f" on {c['about']}" if c["about"] else ""
    if c["received"]:
        came = f"answered {day_words(c['received'])}" + (f": {c['outcome']}" if c["outcome"] else "")
    else:
        asked = f"asked {day_words(c['asked'])}" if c["asked"] else "asked"
        came = asked + (f", due {day_words(c['due'])}" if c["due"] else "")
    return f"{c['body']}{about}: {came}"
