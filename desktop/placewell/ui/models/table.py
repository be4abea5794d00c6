"""Rows of a layer as a table: 60,000 of them scroll at once, since only what is seen is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from placewell.domain.rows import Rows
from placewell.work.identify import straight_columns

_HIDDEN = {"id", "layer", "parts", "details"}
_TITLES = {"gia_m2": "GIA, m²", "street_class": "Class", "step_free": "Step-free", "capacity_unit": "Unit"}
Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """Columns that hold anything, in plain words; with a site also how far and which way each thing lies."""

    def __init__(self, rows: Rows, site: shapely.Geometry | None = None) -> None:
        super().__init__()
        self.rows = rows
        self.columns: list[tuple[str, Sequence[Any]]] = [
            (_TITLES.get(name, name.replace("_", " ").capitalize()), values)
            for name, values in rows.columns.items()
            if name not in _HIDDEN and any(v not in (None, "") for v in values)
        ]
        if site is not None and rows.geometry is not None:
            far, way = straight_columns(rows, site)
            self.columns += [("Straight line from the site, m", far), ("Direction", way)]
        self.order = np.arange(len(rows))
        self._texts: list[str] | None = None
        self._sorted: tuple[int, bool] | None = None
        self._words = ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section][0]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        value = self.columns[index.column()][1][int(self.order[index.row()])]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _said(value)
        if (
            role == Qt.ItemDataRole.TextAlignmentRole
            and isinstance(value, (int, float))
            and not isinstance(value, bool)
        ):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Numbers as numbers, words without regard to capitals, what is empty last either way."""
        if not 0 <= column < len(self.columns):
            return
        self._sorted = column, order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def filter(self, words: str) -> None:
        """Only rows in which every word is found somewhere."""
        self._words = words
        self._arrange()

    def ids(self, rows: Sequence[int]) -> list[str]:
        """The ids of rows as they stand."""
        return [str(self.rows.column("id")[int(self.order[r])]) for r in rows]

    def places(self, ids: Sequence[str]) -> list[int]:
        """Where these ids stand now; those that are filtered out have no place."""
        wanted = set(ids)
        held = self.rows.column("id")
        return [n for n, r in enumerate(self.order) if str(held[int(r)]) in wanted]

    def _arrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        kept = range(len(self.rows))
        wanted = self._words.casefold().split()
        if wanted:
            if self._texts is None:
                columns = [v for _, v in self.columns]
                self._texts = [
                    " ".join(_said(c[n]) for c in columns).casefold() for n in range(len(self.rows))
                ]
            kept = [n for n in kept if all(w in self._texts[n] for w in wanted)]  # type: ignore[assignment]
        found = list(kept)
        if self._sorted is not None:
            column, down = self._sorted
            values = self.columns[column][1]
            empty = [n for n in found if _empty(values[n])]
            full = [n for n in found if not _empty(values[n])]
            full.sort(key=lambda n: _key(values[n]), reverse=down)
            found = full + empty
        self.order = np.array(found, dtype=np.intp)
        self.layoutChanged.emit()


def _empty(value: Any) -> bool:
    return value in (None, "") or value != value


def _key(value: Any) -> tuple[int, Any]:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return 0, float(value)
    return 1, str(value).casefold()


def _said(value: Any) -> str:
    if _empty(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 or value.is_integer() else f"{value:,.4g}"
    return str(value)
