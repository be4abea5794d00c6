"""One outline out of a file: a project's boundary, a scheme's red line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.crs import NATIONAL_GRID, describe
from placewell.domain.errors import Problem
from placewell.importing.coordinates import (
    LIKELY,
    Frame,
    Reading,
    identify,
    read_coordinates,
    transform_shapes,
)
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader
from placewell.importing.repair import mend


@dataclass(frozen=True)
class Outline:
    """One outline in the coordinates asked for; `name` as the file gives it ('' for none)."""

    shape: shapely.MultiPolygon
    name: str
    remarks: tuple[str, ...]
    """How its coordinates were understood and its shape mended, where that needs telling."""


def read_outline(path: Path, what: str, target: str, stated: str = "", frame: Frame | None = None) -> Outline:
    """The one polygon of a file in `target` coordinates.

    `what` names it in messages ('boundary', 'red line'); `frame` is the project it belongs to, if
    there is one yet. Raises Problem where the file holds none, several, or cannot be understood.
    """
    with Reader() as reader:
        tables = reader.read(path)
    areas = [t for t in tables if t.geometry is not None and _polygons(t).any()]
    if not areas:
        raise Problem(
            f"'{path.name}' holds no area that could be the {what}.",
            f"The {what} must be a closed outline.",
            "Choose a file with one polygon: a GeoPackage, GeoJSON, Shapefile or KML of it.",
        )
    count = sum(int(_polygons(t).sum()) for t in areas)
    if count > 1:
        raise Problem(
            f"'{path.name}' holds {count} areas; the {what} is one.",
            "Placewell does not guess which of them is meant.",
            "Save the one that is meant as a file of its own, and name that.",
        )
    table = areas[0]
    assert table.geometry is not None
    shape = table.geometry[_polygons(table)]
    reading = _reading(shape, stated or table.crs, target, frame)
    moved = transform_shapes(shape, reading, target)
    mended = mend(moved, "MULTIPOLYGON")
    if mended.shapes[0] is None or shapely.area(mended.shapes[0]) <= 0:
        raise Problem(
            f"The {what} in '{path.name}' encloses no ground.",
            "Nothing can be inside it.",
            "Draw it again as a closed outline, and try that file.",
        )
    remarks = [f"{path.name}: {reading.remark}"] if reading.remark else []
    remarks += [f"{path.name}: {why}" for _, why in mended.repaired]
    return Outline(mended.shapes[0], _name_in(table), tuple(remarks))


_NAMES = {
    "name",
    "title",
    "site",
    "scheme",
    "official_name",
    "lad22nm",
    "lad23nm",
    "lad24nm",
    "wd22nm",
    "wd24nm",
}


def _name_in(table: RawTable) -> str:
    """The area's own name where the file says it in one of the usual columns."""
    for column, values in table.columns.items():
        if column.casefold() in _NAMES and values and values[0]:
            return str(values[0]).strip()
    return ""


def _polygons(table: RawTable) -> npt.NDArray[np.bool_]:
    assert table.geometry is not None
    found: npt.NDArray[np.bool_] = np.isin(
        shapely.get_type_id(table.geometry), (3, 6, 7)
    ) & ~shapely.is_empty(table.geometry)
    return found


def _reading(shape: npt.NDArray[np.object_], stated: str, target: str, frame: Frame | None) -> Reading:
    bounds = shapely.bounds(shape)
    x, y = (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2
    if frame is not None:
        return read_coordinates(x, y, stated, frame)
    named = identify(stated)
    if named and named not in LIKELY:
        return Reading(named)
    # Without a project to lie in, only Great Britain itself can tell; its grid and degrees differ enough.
    whole = Frame(NATIONAL_GRID, (0.0, 0.0, 700_000.0, 1_300_000.0))
    try:
        return read_coordinates(x, y, stated, whole)
    except Problem:
        if named and target != NATIONAL_GRID:
            return Reading(named)
        said = f" (it says it uses {describe(named)})" if named else ""
        raise Problem(
            f"The boundary lies outside Great Britain, or its map coordinates cannot be told{said}.",
            "A project needs to know where on the ground it is.",
            "Ask the sender which coordinates the file uses and say so with --boundary-crs, for example --boundary-crs EPSG:27700.",
        ) from None
