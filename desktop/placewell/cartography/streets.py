"""Streets on a still map: as wide as they are on the ground where there is room, with their names along them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from placewell.cartography.draw import Sheet
from placewell.cartography.paths import shapes_of
from placewell.cartography.view import View
from placewell.domain.rows import Rows
from placewell.domain.style import CASING, ROAD, Style

MAIN = {"A Road", "B Road", "Motorway", "trunk", "primary", "secondary", "tertiary"}
PATHS = {"footway", "path", "steps", "pedestrian", "cycleway", "bridleway", "track"}
WIDTHS = {"main": (15.0, 1.6, 12.0), "street": (8.5, 0.9, 8.0), "path": (1.6, 0.5, 1.4)}
"""Metres on the ground, and the least and most page units that they are drawn with."""
NAMES_UNTIL_M_PX, LOCAL_UNTIL_M_PX, PATHS_UNTIL_M_PX = 4.0, 1.9, 3.0


@dataclass(frozen=True)
class Along:
    """A street's name and the stretches, in page units, that could carry it: middle x, y and turn in degrees."""

    text: str
    main: bool
    at: tuple[tuple[float, float, float], ...]


def sort_of(network: str, street_class: str, form: str = "") -> str:
    """'main', 'street' or 'path'."""
    if street_class in MAIN:
        return "main"
    return "path" if street_class in PATHS or (network == "paths" and not street_class) else "street"


def street_sheets(streets: Rows, view: View) -> list[Sheet]:
    """Paths, streets and main roads, in this order, as wide as the view asks for."""
    if streets.geometry is None or not len(streets):
        return []
    sorts = sorts_of(streets)
    sheets = []
    for sort in ("path", "street", "main"):
        metres, least, most = WIDTHS[sort]
        if not (sorts == sort).any() or (sort == "path" and view.m_px > PATHS_UNTIL_M_PX):
            continue
        px = min(max(metres / view.m_px, least), most)
        style = (
            Style(line=CASING, line_px=px) if sort == "path"
            else Style(line=ROAD, line_px=px, casing=CASING, casing_px=px + (1.4 if px > 2 else 1.0))
        )  # fmt: skip
        sheets.append(Sheet(style, shapes_of(streets.geometry[sorts == sort])))
    return sheets


def sorts_of(streets: Rows) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """The sort of each row; '' for a carriageway that another list draws already."""
    cells = zip(streets.column("network"), streets.column("street_class"), strict=True)
    sorts = np.array([sort_of(str(n), str(c)) for n, c in cells], dtype=object)
    if (np.array(streets.column("network"), dtype=object) == "roads").any():
        # Both publishers draw the carriageways: the roads' own are enough.
        twice = (np.array(streets.column("network"), dtype=object) == "paths") & (sorts != "path")
        sorts[twice] = ""
    return sorts


def street_names(streets: Rows, view: View, widths: dict[str, float]) -> list[Along]:
    """Names with the straight stretches in view that are long enough for them, the main roads first.

    `widths` says how long each name is in page units.
    """
    if streets.geometry is None or not len(streets) or view.m_px > NAMES_UNTIL_M_PX:
        return []
    sorts = sorts_of(streets)
    pieces: dict[tuple[str, str], list[shapely.Geometry]] = {}
    for name, sort, line in zip(streets.column("name"), sorts, streets.geometry, strict=True):
        if (
            name
            and line is not None
            and (sort == "main" or (sort == "street" and view.m_px <= LOCAL_UNTIL_M_PX))
        ):
            pieces.setdefault((str(name), str(sort)), []).append(line)
    found = []
    for (name, sort), lines in pieces.items():
        joined = shapely.line_merge(shapely.union_all(lines))
        at = [a for part in _longest_first(joined) for a in _stretches(part, view, widths[name])]
        if at:
            found.append((sort != "main", -float(joined.length), name, tuple(at[:12])))
    return [Along(name, not local, at) for local, _, name, at in sorted(found)]


def _longest_first(joined: shapely.Geometry) -> list[shapely.Geometry]:
    return sorted(shapely.get_parts(joined), key=lambda p: (-p.length, p.wkb))[:6]


def _stretches(line: shapely.Geometry, view: View, wide: float) -> Iterator[tuple[float, float, float]]:
    """Where along a line a text lies straight, from the line's middle outwards."""
    needed = wide * view.m_px * 1.06
    if line.length < needed:
        return
    x0, _, _, y1 = view.box
    free = line.length - needed
    steps = max(int(free // (needed / 2)), 1)
    for start in sorted(
        {free * i / steps for i in range(steps + 1)} | {free / 2}, key=lambda s: abs(s - free / 2)
    ):
        marks = shapely.get_coordinates(
            shapely.line_interpolate_point(line, np.linspace(start, start + needed, 7))
        )
        dx, dy = marks[-1] - marks[0]
        chord = math.hypot(dx, dy)
        if chord < needed * 0.985:
            continue
        # How far the street bends away from the text's own line.
        away = np.abs((marks - marks[0]) @ np.array([-dy, dx])) / chord
        if away.max() / view.m_px > 2.5:
            continue
        turn = -math.degrees(math.atan2(dy, dx))
        if turn > 90 or turn <= -90:
            turn += 180 if turn <= -90 else -180
        x, y = (marks[0] + marks[-1]) / 2
        yield (x - x0) / view.m_px, (y1 - y) / view.m_px, turn
