"""A place to drop files on, which can be pressed as well; and the one way in which files are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QSizePolicy, QVBoxLayout, QWidget

from placewell.ui.panels.scheme.flow import Flow
from placewell.ui.parts import button, label, named

ANY = "Any file (*)"


def paths_of(mime: QMimeData) -> list[Path]:
    """The files and folders of this computer among what is dragged."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile() and url.toLocalFile()]


class DropArea(QFrame):
    """Takes files and folders by drag and drop, or by its buttons. `dropped` has their paths."""

    dropped = Signal(list)

    def __init__(
        self, words: str, choose: str = "Choose files …", filter: str = ANY, *, big: bool = False
    ) -> None:
        super().__init__()
        named(self, "drop")
        self.setAcceptDrops(True)
        self._filter, self._title = filter, words
        self.words = label(words, "" if big else "quiet", wrap=True)
        self.choose = button(choose, self._choose)
        self.choose.setAccessibleName(f"{choose} {words}")
        self.line = Flow(self.choose)
        whole = QVBoxLayout(self)
        edge = 16 if big else 10
        whole.setContentsMargins(edge, edge, edge, edge)
        whole.setSpacing(8)
        whole.addWidget(self.words)
        whole.addLayout(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def put(self, widget: QWidget) -> None:
        """One more button beside the first."""
        self.line.addWidget(widget)

    def ask_files(self) -> list[Path]:
        """Ask for files; replaced where nobody is there to answer."""
        chosen, _ = QFileDialog.getOpenFileNames(self, self._title, "", self._filter)
        return [Path(c) for c in chosen]

    def _choose(self) -> None:
        if chosen := self.ask_files():
            self.dropped.emit(chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders are welcome; what they hold is looked at once they are here."""
        if paths_of(event.mimeData()):
            event.acceptProposedAction()
            self._over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Gone again."""
        self._over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Let go of here."""
        self._over(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take(paths_of(event.mimeData()))

    def take(self, paths: Iterable[Path]) -> None:
        """As if these had been dropped."""
        if found := list(paths):
            self.dropped.emit(found)

    def _over(self, over: bool) -> None:
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)
