"""A copy of the case for somebody else: whole, without the base's layers, or without notes and names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QRadioButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from placewell.ui.desk import Desk, who
from placewell.ui.parts import button, cleared, label, named, row, scrolled
from placewell.work.hand_over import hand_over, handed_over_lines, take_up
from placewell.work.opened import open_project
from placewell.work.plain_words import in_window
from placewell.work.progress import Work
from placewell.work.redact import redact, redacted_lines

WAYS = (
    ("whole", "Whole", "With every layer and the whole history; it can be merged back."),
    (
        "slim",
        "Without the base's layers",
        "A few MB. The other officer fills it from the same base, which is checked; it can be merged back.",
    ),
    (
        "bare",
        "Without notes and names",
        "For somebody outside: officers' notes, reasons and names are taken out for good, with a list of what went."
        " It has no history and cannot be merged back.",
    ),
)
FILES = "Placewell projects (*.gpkg)"


class HandOverPanel(QWidget):
    """Chooses what goes along, writes the copy, and says what is in it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.way = "whole"
        self.ways: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.setSpacing(4)
        top.addWidget(label("Hand over a copy", "title"))
        for way, word, about in WAYS:
            choice = QRadioButton(word)
            choice.setAccessibleDescription(about)
            choice.setChecked(way == self.way)
            choice.toggled.connect(lambda on, w=way: self._choose(w, on))
            self._group.addButton(choice)
            self.ways[way] = choice
            top.addWidget(choice)
            words = label(about, "quiet", wrap=True)
            words.setContentsMargins(22, 0, 0, 6)
            top.addWidget(words)
        self.go = button("Write the copy …", self.ask, "main", "Choose where; the open case stays as it is")
        top.addLayout(row(self.go, 1))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(16, 4, 16, 16)
        self.body.setSpacing(2)
        inside = named(QWidget(), "panel")
        inside.setLayout(self.body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(top)
        whole.addWidget(scrolled(inside), 1)

    def _choose(self, way: str, on: bool) -> None:
        if on:
            self.way = way

    def ask(self) -> None:
        """Ask where, and write."""
        at = self._desk.path
        if at is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Hand over a copy", str(at.with_stem(f"{at.stem} for a colleague")), FILES
        )
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Write the copy as it was chosen, off to the side."""
        at = self._desk.path
        if at is not None:
            work = written(at, path, self.way)
            self._desk.jobs.start(f"Writing {path.name}", lambda: work, self._wrote)

    def _wrote(self, lines: list[str]) -> None:
        if not isValid(self):
            return
        cleared(self.body)
        for line in lines:
            self.body.addWidget(label(in_window(line), "quiet", wrap=True, select=True))
        self.body.addStretch(1)


def written(at: Path, path: Path, way: str) -> Work[list[str]]:
    """Write a copy of a case; returns what to say of it. Raises Problem."""
    with open_project(at, who()) as opened:
        if way == "bare":
            made = yield from redact(opened, path)
            return redacted_lines(made)
        done = yield from hand_over(opened, path, without_base=way == "slim")
        return handed_over_lines(done)


def fill_copy(parent: QWidget, desk: Desk, then: Callable[[Path], object]) -> None:
    """Ask for a copy that came without its base's layers, the base, and where to write the whole case; then open it."""
    asked: list[Path] = []
    for title in ("The copy that was handed over", "The base, or a case made from it"):
        chosen, _ = QFileDialog.getOpenFileName(parent, title, str(asked[0].parent) if asked else "", FILES)
        if not chosen:
            return
        asked.append(Path(chosen))
    slim, base = asked
    out, _ = QFileDialog.getSaveFileName(
        parent, "The whole case", str(slim.with_stem(f"{slim.stem} whole")), FILES
    )
    if out:
        desk.jobs.start(
            f"Filling {slim.name}", lambda: take_up(slim, base, Path(out)), lambda made: _open(then, made)
        )


def _open(then: Callable[[Path], object], made: Path) -> None:
    then(made)
