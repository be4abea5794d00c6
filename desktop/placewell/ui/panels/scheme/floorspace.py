"""Floorspace by use as it is, goes and comes; other quantities; and what the scheme takes away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QGridLayout

from placewell.ui.desk import Desk
from placewell.ui.panels.scheme.step import StepCard, figure
from placewell.ui.parts import cleared, column, label
from placewell.work.scheme_steps import SchemeState
from placewell.work.scheme_words import floor_rows, loss_lines, quantity_line


class FloorspaceStep(StepCard):
    """A table by use class, and lines for the rest."""

    key = "floorspace"
    drop_words = "Drop a floorspace table, a parameter table or a list of homes and places lost here."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.told = column(gap=6)
        self.body.addLayout(self.told)

    def show_state(self, state: SchemeState) -> None:
        """One table for each option that has any."""
        super().show_state(state)
        cleared(self.told)
        before: list[Any] = []
        for s in state.shown["schemes"]:
            mine = [s["floorspace"], s["quantities"], s["losses"]]
            if mine in before:
                continue
            before.append(mine)
            self._one(s)
        if not self.told.count():
            words = "Floorspace by use class, and the homes and places that go, will be here. A scheme of homes alone on empty ground has none."
            self.told.addWidget(label(words, "quiet", wrap=True))

    def _one(self, s: Mapping[str, Any]) -> None:
        rows = floor_rows(s["floorspace"])
        if s["option"] and (rows or s["losses"] or s["quantities"]):
            self.told.addWidget(label(f"Option {s['option']}", "heading"))
        if rows:
            grid = QGridLayout()
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(10)
            grid.setVerticalSpacing(3)
            grid.setColumnStretch(0, 1)
            for at, word in enumerate(("Use", "Existing", "Lost", "Proposed")):
                head = figure(word) if at else label(word)
                head.setObjectName("quiet")
                grid.addWidget(head, 0, at)
            for n, r in enumerate(rows, 1):
                grid.addWidget(label(r.use, wrap=True), n, 0)
                for at, text in enumerate((r.existing, r.lost, r.proposed), 1):
                    grid.addWidget(figure(text), n, at)
            self.told.addLayout(grid)
            self.told.addWidget(label(f"m² {rows[0].measure}, as far as it is given so.", "quiet", wrap=True))
        for q in s["quantities"]:
            self.told.addWidget(label(quantity_line(q), wrap=True))
        if s["losses"]:
            self.told.addWidget(label("Takes away", "heading"))
            for line in loss_lines(s["losses"]):
                self.told.addWidget(label(line, wrap=True))
