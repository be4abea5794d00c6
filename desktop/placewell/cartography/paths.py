"""Many shapes as few painter paths, by cells of a grid, so that a view draws only what it shows.

One path of everything strokes very slowly, one path a shape costs a call each; cells are between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, Qt
from PySide6.QtGui import QPainterPath

from placewell.cartography.view import Box
from placewell.domain.rows import Geometries

CELLS = 16
_ELEMENT = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
_POLYGONS, _LINES, _POINTS = (3, 6), (1, 2, 5), (0, 4)


@dataclass(frozen=True)
class Batch:
    """The path of one cell, and the ground that it covers."""

    path: QPainterPath
    box: Box


@dataclass(frozen=True)
class Shapes:
    """One set of shapes ready to draw: polygons and lines as batches, points as coordinates (n, 2)."""

    polygons: tuple[Batch, ...]
    lines: tuple[Batch, ...]
    points: npt.NDArray[np.float64]


def shapes_of(geometries: Geometries) -> Shapes:
    """Prepare shapes of any sort; what has no place is left out."""
    parts = shapely.get_parts(geometries[~shapely.is_missing(geometries)])
    # Collections may hold collections.
    while (shapely.get_type_id(parts) == 7).any():
        parts = shapely.get_parts(parts)
    sort = shapely.get_type_id(parts)
    polygons = shapely.orient_polygons(shapely.get_parts(parts[np.isin(sort, _POLYGONS)]))
    lines = shapely.get_parts(parts[np.isin(sort, _LINES)])
    points = shapely.get_coordinates(parts[np.isin(sort, _POINTS)])
    return Shapes(tuple(_batches(polygons, rings=True)), tuple(_batches(lines, rings=False)), points)


def _batches(geometries: Geometries, *, rings: bool) -> Iterator[Batch]:
    geometries = geometries[~shapely.is_empty(geometries)]
    if not len(geometries):
        return
    boxes = shapely.bounds(geometries)
    cell = _cells(boxes)
    for number in np.unique(cell):
        mine = cell == number
        x0, y0 = boxes[mine, :2].min(axis=0)
        x1, y1 = boxes[mine, 2:].max(axis=0)
        chosen = geometries[mine]
        pieces = shapely.get_rings(chosen) if rings else chosen
        yield Batch(path_of(pieces), (float(x0), float(y0), float(x1), float(y1)))


def _cells(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    low, high = middle.min(axis=0), middle.max(axis=0)
    share = (middle - low) / np.where(high > low, high - low, 1.0)
    column, row = np.minimum((share * CELLS).astype(np.intp), CELLS - 1).T
    cells: npt.NDArray[np.intp] = row * CELLS + column
    return cells


def path_of(lines: Geometries) -> QPainterPath:
    """One path through all points of these lines or rings, filled through Qt's own binary form."""
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    elements = np.empty(len(xy), dtype=_ELEMENT)
    elements["type"] = 1  # A line to this point …
    elements["type"][np.flatnonzero(np.diff(owner, prepend=-1))] = 0  # … or a move to it.
    elements["x"], elements["y"] = xy.T
    winding = Qt.FillRule.WindingFill.value  # Overlapping polygons fill as one; holes run the other way.
    head, tail = np.array([len(xy)], ">i4"), np.array([0, winding], ">i4")
    # The stream reads these bytes without holding on to them: they need a name until it is done.
    raw = QByteArray(head.tobytes() + elements.tobytes() + tail.tobytes())
    stream = QDataStream(raw, QIODevice.OpenModeFlag.ReadOnly)
    path = QPainterPath()
    stream >> path
    return path
