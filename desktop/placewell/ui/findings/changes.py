"""Which verdicts an edit changed, and why: it stays listed until it is folded away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from placewell.ui.parts import button, label, row
from placewell.ui.theme import LIGHT, Palette
from placewell.work.topics import Changed

LONGEST_PX, MOST = 168, 200


class ChangesList(QWidget):
    """The last edit's changes first; a click opens the finding."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._palette = LIGHT
        self.title = label("", "heading", wrap=True)
        self._fold: QPushButton = button(
            "Clear", self.clear, "link", "Empty this list; nothing else is changed"
        )
        self.list = QListWidget()
        self.list.setAccessibleName("Verdicts that changed")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMaximumHeight(LONGEST_PX)
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        heading = row(self.title, self._fold)
        heading.setStretch(0, 1)
        column.addLayout(heading)
        column.addWidget(self.list)
        self.hide()

    def restyle(self, palette: Palette) -> None:
        """Colours of the words."""
        self._palette = palette

    def add(self, found: tuple[Changed, ...], edit: str) -> None:
        """Tell what an edit changed, above what was told before."""
        many = len(found)
        said = "No verdict changed" if not many else f"{many} verdict{'s' if many > 1 else ''} changed"
        self.title.setText(f"{edit}: {said.lower()}")
        for c in reversed(found):
            item = QListWidgetItem(f"{c.was} → {c.now}: {c.question}\n{c.why}")
            item.setData(Qt.ItemDataRole.UserRole, c.criterion)
            item.setToolTip(c.why)
            self.list.insertItem(0, item)
        while self.list.count() > MOST:
            self.list.takeItem(self.list.count() - 1)
        self.list.setVisible(self.list.count() > 0)
        self.show()

    def texts(self) -> list[str]:
        """What is listed, newest first."""
        return [self.list.item(n).text() for n in range(self.list.count())]

    def clear(self) -> None:
        """Forget what was told."""
        self.list.clear()
        self.hide()

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(str(item.data(Qt.ItemDataRole.UserRole)))
