"""Reading a colleague's workbook back: what was taken, and what conflicts, decided one by one; nothing is written over unasked."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from placewell.ui.desk import Desk
from placewell.ui.parts import button, cleared, label, named, row, rule, scrolled
from placewell.work.answers_back import Read, read_answers, told
from placewell.work.opened import Opened
from placewell.work.packs import wanted


class AnswersBackPanel(QWidget):
    """Shows what came of one workbook."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._path: Path | None = None
        self.made: Read | None = None
        self.body = QVBoxLayout()
        self.body.setContentsMargins(16, 12, 16, 16)
        self.body.setSpacing(6)
        inside = named(QWidget(), "panel")
        inside.setLayout(self.body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside), 1)
        foot = row(1, button("Findings", self.left.emit, "main"))
        foot.setContentsMargins(16, 8, 16, 12)
        whole.addLayout(foot)

    def read(self, path: Path, take: tuple[str, ...] = ()) -> bool:
        """Read a workbook in one edit; whether it could be."""

        def act(o: Opened) -> Read:
            return read_answers(o, path, [k.pack for k in wanted(["all"], o)], take)

        made = self._desk.do(act)
        if made is None:
            return False
        self._path, self.made = path, made
        self._fill()
        return True

    def _fill(self) -> None:
        assert self.made is not None
        read = self.made
        cleared(self.body)
        put = self.body.addWidget
        put(label("Answers read back", "title"))
        for line in told(read):
            if not line.startswith(("Conflict", "Nothing was written over")):
                put(label(line, wrap=True, select=True))
        if read.conflicts:
            put(rule())
            put(label("Both changed; decide each", "heading"))
            put(label("The project's own stays until you choose.", "quiet", wrap=True))
        for c in read.conflicts:
            put(label(c.key, "heading", wrap=True))
            put(label(f"Here: {c.ours}{f', {c.by}' if c.by else ''}", wrap=True, select=True))
            put(label(f"In {read.file} ({c.sheet}, row {c.row}): {c.theirs}", wrap=True, select=True))
            self.body.addLayout(row(button("Take the workbook's", partial(self._take, c.key)), 1))
        self.body.addStretch(1)

    def _take(self, key: str) -> None:
        if self._path is not None:
            self.read(self._path, (key,))
