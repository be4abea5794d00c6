"""What a scheme brings, where people walk in, and which ways it opens or closes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from placewell.domain.asset import THEMES, TYPES
from placewell.ui.desk import Desk
from placewell.ui.panels.scheme.flow import Flow
from placewell.ui.panels.scheme.step import StepCard, narrow
from placewell.ui.parts import button, cleared, column, label, row
from placewell.work.scheme_steps import SchemeState
from placewell.work.scheme_words import provision_line, ways_line


class ProvisionStep(StepCard):
    """Lists what came; places and entrances can be put on the map by hand."""

    entrance = Signal()
    place = Signal(str)
    key = "provision"
    drop_words = "Drop a list of what the scheme provides, its entrances or its routes here."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.told = column(gap=4)
        self.body.addLayout(self.told)
        self.enter = button("Add an entrance", self.entrance.emit)
        self.body.addLayout(row(self.enter, 1))
        self.types = QComboBox()
        self.types.setAccessibleName("What the scheme provides")
        for theme in THEMES:
            for type in sorted(t for t, of in TYPES.items() if of == theme):
                self.types.addItem(type)
        self.types.setCurrentText("playground")
        narrow(self.types)
        self.put = button("Add on the map", self._place)
        self.body.addLayout(Flow(self.types, self.put))

    def _place(self) -> None:
        self.place.emit(self.types.currentText())

    def show_state(self, state: SchemeState) -> None:
        """A line each."""
        super().show_state(state)
        cleared(self.told)
        before: list[Any] = []
        for s in state.shown["schemes"]:
            lines = [provision_line(p) for p in s["provision"]]
            if ways := ways_line(s):
                lines.append(ways)
            lines += [
                f"{'Opens' if x['change'] == 'new' else 'Closes'} {x['name'] or 'a way'}, {x['m']:,.0f} m"
                for x in s["links"]
            ]
            if not lines or lines in before:
                continue
            before.append(lines)
            if s["option"]:
                self.told.addWidget(label(f"Option {s['option']}", "heading"))
            for line in lines:
                self.told.addWidget(label(line, wrap=True, select=True))
        if not before:
            words = (
                "Places that the scheme brings, its entrances and its walking routes will be here. "
                "Without entrances, people are taken to walk out where streets meet the red line."
            )
            self.told.addWidget(label(words, "quiet", wrap=True))
