"""What an import did, in the panel: file by file what was read, and what was left and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from placewell.ui.panels.scheme.step import Fold, breakable
from placewell.ui.parts import button, cleared, column, label, named, row
from placewell.work.plain_words import in_window
from placewell.work.scheme_words import Came


class Report(QFrame):
    """Hidden while there is nothing to tell."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "card")
        self.lines: list[str] = []
        self._body = column(gap=8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 12)
        whole.setSpacing(8)
        whole.addLayout(self._body)
        whole.addLayout(row(button("Close", self.clear), 1))
        self.hide()

    def clear(self) -> None:
        """Nothing to tell any more."""
        cleared(self._body)
        self.lines = []
        self.hide()

    def say(self, words: str) -> None:
        """Tell one thing."""
        self.clear()
        said = in_window(words)
        self._add(label(said, wrap=True, select=True), said)
        self.show()

    def show_came(self, came: Sequence[Came], left: Sequence[tuple[str, str]]) -> None:
        """Tell what was read of which file, then what was left."""
        self.clear()
        if came:
            self._add(label("Read and kept", "heading"), "Read and kept")
        for each in came:
            self._add(label(f"{breakable(each.file)}: {each.told}", wrap=True), f"{each.file}: {each.told}")
            if each.notes:
                self._add(Fold(f"Noted ({len(each.notes)})", each.notes), *each.notes)
        if not came:
            self._add(label("Nothing of a scheme was found in these files. Nothing was changed.", wrap=True), "Nothing of a scheme")  # fmt: skip
        self.show_left(left)

    def show_left(self, left: Sequence[tuple[str, str]]) -> None:
        """What was not brought in, and why."""
        if left:
            self._add(label("Not brought in", "heading"), "Not brought in")
        for where, why in left:
            said = in_window(why)
            # Many reasons begin with the file's name already.
            text = said if said.lstrip("'").startswith(where) else f"{where}: {said}"
            self._add(label(text.replace(where, breakable(where), 1), wrap=True), text)
        self.show()

    def _add(self, widget: QWidget, *lines: str) -> None:
        self._body.addWidget(widget)
        self.lines += lines
