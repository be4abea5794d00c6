"""Search over everything with a name: results appear while one types; Enter goes to the first."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from placewell.ui.desk import Desk, who
from placewell.work.opened import open_project
from placewell.work.progress import Progress, Work
from placewell.work.search import Index, index_of, kinds_told

REST_MS, WIDE_PX, HIGH_PX = 120, 380, 320


class SearchBox(QLineEdit):
    """The names are read once for a project, away from the window; edits of names read them anew."""

    found = Signal(object)
    """The thing chosen (`work.search.Found`)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._index: Index | None = None
        self._asked = False
        self.results = QListWidget()
        self.results.setAccessibleName("Places found")
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.hide()
        self.results.itemClicked.connect(self._pick)
        self.setPlaceholderText("Find a place, street, area or grid reference")
        self.setAccessibleName("Find a place")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(220)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.look)
        self.textEdited.connect(lambda _: self._rest.start(REST_MS))
        self.returnPressed.connect(self._enter)
        desk.arrived.connect(self._forget)
        desk.changed.connect(self._stale)

    def look(self) -> None:
        """Show what is found for the words that stand there now."""
        if self._index is None:
            self._ask()
            return
        self.results.clear()
        hits = self._index.find(self.text())
        for hit, words in zip(hits, kinds_told(hits), strict=True):
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, hit)
            self.results.addItem(item)
        if self.text().strip() and not hits:
            item = QListWidgetItem(f"Nothing here is called '{self.text().strip()[:40]}'. Try fewer letters.")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.results.addItem(item)
        self.results.setCurrentRow(0 if hits else -1)
        self._show(self.results.count() > 0)

    def texts(self) -> list[str]:
        """What is listed."""
        return [self.results.item(n).text() for n in range(self.results.count())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.results.isVisible():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = min(max(self.results.currentRow() + step, 0), self.results.count() - 1)
            self.results.setCurrentRow(row)
            return
        if event.key() == Qt.Key.Key_Escape:
            self._show(False)
            self.clear()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._show(False)

    def _enter(self) -> None:
        self._rest.stop()
        self.look()
        if self.results.currentItem() is not None:
            self._pick(self.results.currentItem())

    def _pick(self, item: QListWidgetItem) -> None:
        hit = item.data(Qt.ItemDataRole.UserRole)
        if hit is not None:
            self._show(False)
            self.found.emit(hit)

    def _show(self, on: bool) -> None:
        window: QWidget = self.window()
        if on:
            self.results.setParent(window)
            self.results.resize(max(self.width(), WIDE_PX), min(HIGH_PX, 26 * self.results.count() + 8))
            self.results.move(self.mapTo(window, QPoint(0, self.height() + 2)))
            self.results.raise_()
        self.results.setVisible(on)

    def _ask(self) -> None:
        path = self._desk.path
        if self._asked or path is None:
            return
        self._asked = True

        def read() -> Work[Index]:
            with open_project(path, who()) as own:
                yield Progress("Reading names")
                return index_of(own)

        def done(index: Index) -> None:
            self._asked = False
            if self._desk.path == path:
                self._index = index
                self.look()

        self._desk.jobs.start("Reading names", read, done, lambda _: None)

    def _forget(self) -> None:
        self._index = None
        self._show(False)

    def _stale(self, entry: object) -> None:
        if {c.kind for c in getattr(entry, "changes", ())} & {"layer", "many", "asset", "scheme"}:
            self._index = None
