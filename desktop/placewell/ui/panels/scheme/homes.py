"""Homes by tenure and size, and a short form for a scheme of which there is no schedule yet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QSpinBox, QWidget

from placewell.domain.tenure import TENURES
from placewell.ui.desk import Desk
from placewell.ui.panels.scheme.flow import Flow
from placewell.ui.panels.scheme.step import StepCard, figure, link
from placewell.ui.parts import button, cleared, column, label, rule
from placewell.work.scheme_steps import Mix, SchemeState
from placewell.work.typed_homes import SIZES, Typed, keep_typed

_TENURE, _SIZE = "Tenure not known", "Size not known"
ROWS = 3


@dataclass(frozen=True)
class _Line:
    """One line of the form."""

    homes: QSpinBox
    size: QComboBox
    tenure: QComboBox


class HomesStep(StepCard):
    """The schedule as a summary; queries about it stand under Check."""

    key = "homes"
    role = "homes"
    drop_words = "Drop the accommodation schedule here: Excel, OpenDocument or CSV, as the applicant sent it."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.told = column(gap=8)
        self.body.addLayout(self.told)
        self.lines: list[_Line] = []
        self.form = QWidget()
        self.form.hide()
        self._grid = column(gap=6)
        inner = column(gap=8)
        self.form.setLayout(inner)
        inner.addWidget(
            label("So many homes of a size and tenure; what is not known can stay so.", "quiet", wrap=True)
        )
        inner.addLayout(self._grid)
        self.option = QLineEdit()
        self.option.setPlaceholderText("Option, where there are several")
        self.option.setAccessibleName("Option that these homes are of")
        self.option.hide()
        inner.addWidget(self.option)
        inner.addLayout(
            Flow(button("Keep these homes", self._keep, "main"), button("One more line", self._more), button("Leave", self._leave))
        )  # fmt: skip
        inside = self.inside.layout()
        assert inside is not None
        self.type_in = link(
            "Type a summary …",
            self._begin,
            "For a scheme without a schedule yet; a schedule that comes later takes its place",
        )
        inside.addWidget(self.type_in)
        inside.addWidget(self.form)

    def show_state(self, state: SchemeState) -> None:
        """A table for each option, those alike once."""
        super().show_state(state)
        cleared(self.told)
        alike: dict[tuple[object, ...], list[Mix]] = {}
        for mix in state.mixes:
            alike.setdefault((mix.sizes, mix.rows), []).append(mix)
        for mixes in alike.values():
            self._mix(mixes[0], [m.option for m in mixes if m.option])
        if not state.mixes:
            self.told.addWidget(
                label("Homes by tenure and size will be here. Every row is read as it stands; nothing is rounded.", "quiet", wrap=True)
            )  # fmt: skip
        self.option.setVisible(any(s["option"] for s in state.shown["schemes"]))
        for s in state.shown["schemes"]:
            if s["derived"]:
                self.told.addWidget(label("Some figures were worked out from the type of home; they are noted below.", "quiet", wrap=True))  # fmt: skip
                break

    def _mix(self, mix: Mix, options: list[str]) -> None:
        if options:
            self.told.addWidget(label(f"Option {' and '.join(options)}", "heading"))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        last = len(mix.sizes) + 1
        for at, word in enumerate(("Bedrooms", *(s.removesuffix(" bed") for s in mix.sizes), "All")):
            head = figure(word) if at else label(word)
            head.setObjectName("quiet")
            grid.addWidget(head, 0, at)
        for n, (tenure, counts, whole) in enumerate(mix.rows, 1):
            grid.addWidget(label(tenure[:1].upper() + tenure[1:], wrap=True), n, 0)
            for at, count in enumerate(counts, 1):
                grid.addWidget(figure(f"{count:,}" if count else "–"), n, at)
            grid.addWidget(figure(f"{whole:,}"), n, last)
        n = len(mix.rows) + 1
        if mix.homes and len(mix.rows) > 1:
            grid.addWidget(rule(), n, 0, 1, last + 1)
            for at, text in enumerate(("All homes", *(f"{t:,}" for t in mix.totals), f"{mix.homes:,}")):
                cell = figure(text) if at else label(text)
                cell.setObjectName("heading")
                grid.addWidget(cell, n + 1, at)
        self.told.addLayout(grid)
        if mix.rooms:
            self.told.addWidget(label(f"{mix.rooms:,} rooms are let one by one; they are no homes and are counted apart.", "quiet", wrap=True))  # fmt: skip

    def _begin(self) -> None:
        if not self.lines:
            for _ in range(ROWS):
                self._more()
        self.form.setVisible(self.form.isHidden())
        if not self.form.isHidden():
            self.lines[0].homes.setFocus()

    def _more(self) -> None:
        homes, size, tenure = QSpinBox(), QComboBox(), QComboBox()
        homes.setRange(0, 99_999)
        homes.setSpecialValueText(" ")
        homes.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        homes.setAlignment(Qt.AlignmentFlag.AlignRight)
        homes.setFixedWidth(64)
        size.addItems([_SIZE, *SIZES])
        tenure.addItems([_TENURE, *TENURES])
        n = len(self.lines) + 1
        for field, word in ((homes, "Number of homes"), (size, "Size"), (tenure, "Tenure")):
            field.setAccessibleName(f"{word}, line {n}")
        for box in (size, tenure):
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(homes)
        line.addWidget(size, 3)
        line.addWidget(tenure, 4)
        self._grid.addLayout(line)
        self.lines.append(_Line(homes, size, tenure))

    def _leave(self) -> None:
        self.form.hide()

    def _keep(self) -> None:
        typed = [
            Typed(
                x.homes.value(),
                SIZES.get(x.size.currentText()),
                "" if x.tenure.currentText() == _TENURE else x.tenure.currentText(),
            )
            for x in self.lines
            if x.homes.value()
        ]
        option = self.option.text().strip()
        if self.desk.do(lambda o: keep_typed(o, typed, option)) is not None:
            self.form.hide()
            cleared(self._grid)
            self.lines.clear()
            self.option.clear()
