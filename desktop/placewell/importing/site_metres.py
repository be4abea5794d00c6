"""What is drawn in a file, in the project's metres: gaps and areas mean nothing in degrees or millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from placewell.domain.crs import WEB_MERCATOR
from placewell.domain.errors import Problem
from placewell.domain.rows import Geometries
from placewell.importing.coordinates import read_coordinates, transform_shapes
from placewell.importing.place import Ground
from placewell.importing.raw import RawTable, ReadNote

_OWN_M = 50_000.0
"""No place in Great Britain has an easting and a northing both smaller than this."""
_SCALES = (
    (1.0, ""),
    (0.001, "Its figures are a thousand times those of the National Grid: read as millimetres."),
    (
        1000.0,
        "The drawing says millimetres, but its figures are metres of the National Grid: read as metres.",
    ),
)


@dataclass
class Drawn:
    """Lines and outlines of a table in the project's metres; `table` is as the file or the user has it.

    `at` are the rows of `shapes`, `crs` what an outline made of them is in, `notes` what was done to place
    them. `fault` is why they could not be placed.
    """

    table: RawTable
    shapes: list[shapely.Geometry]
    at: list[int]
    crs: str
    notes: list[ReadNote] = field(default_factory=list)
    fault: Problem | None = None

    @property
    def name(self) -> str:
        """The layer as the file calls it, else the file."""
        return self.table.part or self.table.layer or self.table.file


def in_metres(tables: Sequence[RawTable], ground: Ground, stated: str = "") -> list[Drawn]:
    """What each table of one file holds that could be part of an outline.

    `stated` is the map coordinates that the user says. Raises Problem for a drawing in coordinates of its own.
    """
    made = [_drawn(replace(t, crs=stated) if stated else t) for t in tables]
    drawings = [d for d in made if d.table.format == "DXF"]
    own = not stated or stated == ground.frame.crs
    if own:
        _scale(drawings, ground)
    for one in made:
        if one.shapes and not (own and one.table.format == "DXF"):
            _place(one, ground)
    return made


def _drawn(table: RawTable) -> Drawn:
    """A table's lines and outlines, as the file has them."""
    if table.geometry is None:
        return Drawn(table, [], [], table.crs)
    keep = (shapely.get_dimensions(table.geometry) > 0) & ~shapely.is_empty(table.geometry)
    return Drawn(table, list(table.geometry[keep]), np.flatnonzero(keep).tolist(), table.crs)


def _place(one: Drawn, ground: Ground) -> None:
    """Shapes in degrees or other untrue metres, put on the project's grid; others stay as they are."""
    shapes: Geometries = np.array(one.shapes, dtype=object)
    bounds = shapely.bounds(shapes)
    x, y = bounds[:, 0] / 2 + bounds[:, 2] / 2, bounds[:, 1] / 2 + bounds[:, 3] / 2
    try:
        reading = read_coordinates(x, y, one.table.crs, ground.frame)
    except Problem as fault:
        one.fault = fault
        return
    # Metres are metres, and the table's own system stays with it: it is placed when it is brought in.
    if reading.crs != WEB_MERCATOR and max(np.abs(x).max(), np.abs(y).max()) > 360:
        return
    one.shapes = list(transform_shapes(shapes, reading, ground.frame.crs))
    one.crs = ground.frame.crs
    if reading.remark:
        one.notes.append(ReadNote(None, "checked", reading.remark))


def _scale(drawings: Sequence[Drawn], ground: Ground) -> None:
    """A drawing's figures in metres, by where most of what it holds then lies. Raises Problem."""
    shapes = [s for d in drawings for s in d.shapes]
    if not shapes:
        return
    bounds = shapely.bounds(np.array(shapes, dtype=object))
    middle = bounds[:, :2] / 2 + bounds[:, 2:] / 2
    x0, y0, x1, y1 = ground.frame.box
    within = []
    for scale, _ in _SCALES:
        x, y = (middle * scale).T
        within.append(int(((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)).sum()))
    if not any(within):
        _own_coordinates(drawings[0].table.file, bounds)
        return
    scale, words = _SCALES[int(np.argmax(within))]
    if scale != 1.0:
        for one in drawings:
            one.shapes = [shapely.transform(s, lambda xy, k=scale: xy * k) for s in one.shapes]
            one.notes.append(ReadNote(None, "checked", words))


def _own_coordinates(file: str, bounds: Geometries) -> None:
    """Raise Problem where figures lie about 0, 0, as an architect's own do and no place's on the grid."""
    (west, south), (east, north) = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    farthest, size = max(map(abs, (west, south, east, north))), max(east - west, north - south)
    # Millimetres without a unit reach far, but no farther than the drawing is wide.
    if farthest >= _OWN_M and farthest > 2 * size:
        return
    raise Problem(
        f"'{file}' is drawn in the architect's own coordinates (from {west:,.0f}, {south:,.0f} to {east:,.0f}, {north:,.0f}).",
        "It does not say where on the National Grid the site lies.",
        "Ask for the red line in National Grid coordinates (EPSG:27700).",
    )
