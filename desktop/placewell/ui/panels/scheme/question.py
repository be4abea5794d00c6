"""What only a person can say of files that came together, asked in the panel before they are written."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from placewell.ui.panels.scheme.flow import Flow
from placewell.ui.panels.scheme.step import breakable
from placewell.ui.parts import button, label, named, row
from placewell.work.plain_words import listed
from placewell.work.scheme_in import Unclear, option_names


class QuestionCard(QFrame):
    """Two schedules, or two red lines: options, parts of one scheme, or only one of them."""

    options = Signal()
    together = Signal()
    one = Signal(str)
    none = Signal()

    def __init__(self, question: Unclear) -> None:
        super().__init__()
        named(self, "card")
        homes = question.about == "homes"
        what = "schedules of homes" if homes else "red lines"
        body = QVBoxLayout(self)
        body.setContentsMargins(12, 10, 12, 12)
        body.setSpacing(8)
        body.addWidget(label(f"{len(question.files)} {what} came together", "heading", wrap=True))
        names = option_names(question.files)
        for way, name in zip(names, question.files, strict=True):
            body.addWidget(label(f"{way}: {breakable(name)}", "quiet", wrap=True))
        called = listed(names)
        self.first = button(f"Options {called} of one scheme", self.options.emit, "main")
        body.addLayout(row(self.first, 1))
        if homes:
            body.addLayout(row(button("Parts of one scheme, to be added up", self.together.emit), 1))
        alone = [
            button(f"Only {way}", partial(self.one.emit, name), "", f"Leave the others out: {name}")
            for way, name in zip(names, question.files, strict=True)
        ]
        neither = button(
            "Neither" if len(names) == 2 else "None", self.none.emit, "", "Bring in the rest alone"
        )
        body.addLayout(Flow(*alone, neither))
