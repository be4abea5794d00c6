"""The layers of a project as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from placewell.domain.layer import Layer

HEADINGS = ("Layer", "Entries", "As at", "Coverage")
Index = QModelIndex | QPersistentModelIndex


class LayersModel(QAbstractTableModel):
    """One row a layer: name, number of entries, vintage, coverage; where it is from as the tooltip."""

    def __init__(self, layers: Sequence[tuple[Layer, int]]) -> None:
        super().__init__()
        self._layers = list(layers)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._layers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = 0) -> Any:
        layer, count = self._layers[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (layer.name, f"{count:,}", vintage_text(layer.vintage), layer.coverage)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            told = (layer.name, layer.publisher, layer.licence, layer.file)
            return "\n".join(line for line in told if line)
        return None


def vintage_text(vintage: str) -> str:
    """'2022-11-27' as '27 Nov 2022', '2022-11' as 'Nov 2022'; 'undated' where nobody has said."""
    parts = vintage.split("-")
    try:
        if len(parts) == 3:
            day = date.fromisoformat(vintage)
            return f"{day.day} {day:%b %Y}"
        if len(parts) == 2:
            return f"{date(int(parts[0]), int(parts[1]), 1):%b %Y}"
    except ValueError:
        return vintage
    return vintage or "undated"


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == 1 else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
