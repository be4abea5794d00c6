"""The table of any layer: what the map shows, for whoever reads rows rather than maps. Linked with the map both ways."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from placewell.cartography.scene import Scene
from placewell.ui.models.table import RowsModel
from placewell.ui.parts import button, label, row

WIDE_PX, LEAST_PX, MEASURED = 260, 70, 200


class _View(QTableView):
    """Ctrl+C copies the selected rows with their headings, for a spreadsheet."""

    copied = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted({i.row() for i in self.selectionModel().selectedRows()})
            model = self.model()
            width = range(model.columnCount())
            lines = ["\t".join(str(model.headerData(c, _ACROSS)) for c in width)]
            lines += ["\t".join(_plain(model.index(r, c).data()) for c in width) for r in rows]
            QGuiApplication.clipboard().setText("\n".join(lines))
            self.copied.emit(len(rows))
            return
        super().keyPressEvent(event)


class TablePanel(QWidget):
    """One layer at a time; which one is chosen above the rows."""

    selectionChanged = Signal(str, object)
    """The layer, and the ids of the rows that are selected."""
    zoomTo = Signal(str, object)
    closed = Signal()
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._scene: Scene | None = None
        self._site: shapely.Geometry | None = None
        self.key = ""
        self.layer = QComboBox()
        self.layer.setAccessibleName("Layer")
        self.layer.activated.connect(lambda _: self.show_layer(str(self.layer.currentData())))
        self.words = QLineEdit()
        self.words.setPlaceholderText("Filter rows")
        self.words.setAccessibleName("Filter rows")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._filter)
        self.count = label("", "quiet")
        self.view = _View()
        self.view.setAccessibleName("Rows of the layer")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSortingEnabled(True)
        self.view.setAlternatingRowColors(True)
        self.view.setWordWrap(False)
        self.view.setShowGrid(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(24)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.view.copied.connect(
            lambda n: self.said.emit(f"Copied {n:,} {'row' if n == 1 else 'rows'} with their headings.")
        )
        self.view.doubleClicked.connect(lambda _: self._zoom())
        self.model: RowsModel | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 8)
        whole.setSpacing(6)
        whole.addLayout(row(self.layer, self.words, self.count, 1, button("Zoom to", self._zoom, ""), button("Close", self.closed.emit, "flat")))  # fmt: skip
        whole.addWidget(self.view, 1)

    def set_scene(self, scene: Scene, site: shapely.Geometry | None) -> None:
        """What there is to list. A layer that is gone is said, and the next one stands in."""
        fresh = self._scene is None or [la.key for la in scene.layers] != [
            la.key for la in self._scene.layers
        ]
        before = (
            None
            if self._scene is None or not self.key
            else {la.key: la for la in self._scene.layers}.get(self.key)
        )
        self._scene, self._site = scene, site
        if fresh:
            self.layer.clear()
            for la in reversed(scene.layers):
                if "id" in la.rows.columns and la.rows.column("id")[:1] != ["outside"]:
                    self.layer.addItem(f"{la.title} ({len(la.rows):,})", la.key)
        held = {la.key: la for la in scene.layers}
        if self.key and self.key not in held:
            title = before.title if before is not None else self.key
            self.key = ""
            self.view.setModel(None)
            self.model = None
            self.count.setText(
                f"{title} is no longer in the project. Choose another layer, or close the table."
            )
            self.said.emit(f"{title} is no longer in the project; its table was open.")
        elif self.key and before is not None and held[self.key].rows is not before.rows:
            self.show_layer(self.key)

    def show_layer(self, key: str) -> None:
        """List a layer."""
        if self._scene is None:
            return
        self.key = key
        self.layer.setCurrentIndex(self.layer.findData(key))
        self.model = RowsModel(self._scene.layer(key).rows, self._site)
        self.model.setParent(self.view)
        old = self.view.selectionModel()
        self.view.setModel(self.model)
        if old is not None:
            old.deleteLater()
        self.view.selectionModel().selectionChanged.connect(self._selected)
        self.view.horizontalHeader().setSortIndicator(-1, self.view.horizontalHeader().sortIndicatorOrder())
        for c in range(self.model.columnCount()):
            self.view.setColumnWidth(c, self._wide(c))
        self._filter(self.words.text())

    def select(self, key: str, ids: Sequence[str]) -> None:
        """Select these things, chosen on the map, and bring the first into sight."""
        if key != self.key:
            self.show_layer(key)
        if self.model is None:
            return
        chosen = QItemSelection()
        places = self.model.places(ids)
        last = self.model.columnCount() - 1
        for r in places:
            chosen.select(self.model.index(r, 0), self.model.index(r, last))
        self.view.selectionModel().blockSignals(True)
        self.view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.selectionModel().blockSignals(False)
        self.view.viewport().update()
        if places:
            self.view.scrollTo(self.model.index(places[0], 0))

    @property
    def selected(self) -> list[str]:
        """The ids of the rows that are selected."""
        if self.model is None or self.view.selectionModel() is None:
            return []
        return self.model.ids(sorted({i.row() for i in self.view.selectionModel().selectedRows()}))

    def _wide(self, column: int) -> int:
        """Wide enough for the heading and the first rows; asking all 60,000 would take longer than reading them."""
        assert self.model is not None
        metrics = self.view.fontMetrics()
        texts = [str(self.model.columns[column][0]) + "  "]
        texts += [
            str(self.model.index(r, column).data()) for r in range(min(len(self.model.order), MEASURED))
        ]
        return min(max(max(metrics.horizontalAdvance(t) for t in texts) + 18, LEAST_PX), WIDE_PX)

    def _filter(self, words: str) -> None:
        if self.model is None:
            return
        self.model.filter(words)
        whole, shown = len(self.model.rows), len(self.model.order)
        self.count.setText(
            f"{shown:,} of {whole:,} rows"
            if shown != whole
            else f"{whole:,} {'row' if whole == 1 else 'rows'}"
        )

    def _selected(self, *_: object) -> None:
        self.selectionChanged.emit(self.key, self.selected)

    def _zoom(self) -> None:
        if self.selected:
            self.zoomTo.emit(self.key, self.selected)


def _plain(value: object) -> str:
    return str(value or "").replace("\t", " ").replace("\n", " ")


_ACROSS = Qt.Orientation.Horizontal
