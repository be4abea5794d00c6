"""What the map of a project draws, from the ground up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from placewell.cartography.draw import Sheet, sheets_of
from placewell.cartography.labels import Label
from placewell.cartography.paths import shapes_of
from placewell.cartography.view import Box
from placewell.domain import style
from placewell.domain.rows import Rows
from placewell.ui.opening import Shown

QUIET_LEVELS = ("ward", "borough", "regeneration area", "site allocation")
"""Levels drawn until somebody asks for others: all of them at once would bury the map."""
STOPS_UNTIL_M_PX = 5.0


@dataclass(frozen=True)
class Content:
    """Sheets in drawing order, names, credits, and the ground that is first shown."""

    sheets: tuple[Sheet, ...]
    labels: tuple[Label, ...]
    credits: str
    box: Box


def content_of(shown: Shown) -> Content:
    """Everything the map needs of a project, ready to draw."""
    rows = shown.rows
    areas = _only(rows["area"], "level", QUIET_LEVELS)
    points, grounds = _by_sort(rows["asset"])
    nearby, nearby_grounds = _by_sort(rows["commitment"])
    boundary = np.array([shown.project.geometry], dtype=object)
    sheets = [
        *sheets_of(rows["backdrop"], style.BACKDROP),
        *sheets_of(grounds, style.ASSET_GROUNDS),
        *sheets_of(_one_network(rows["street"]), style.STREETS),
        *sheets_of(areas, style.AREAS),
        Sheet(style.BOUNDARY.plain, shapes_of(boundary)),
        *sheets_of(rows["stop"], style.STOPS, STOPS_UNTIL_M_PX),
        *sheets_of(nearby_grounds, style.COMMITMENT_GROUNDS),
        *sheets_of(points, style.ASSETS),
        *sheets_of(nearby, style.COMMITMENTS),
        *sheets_of(rows["block"], style.BLOCKS),
        *sheets_of(rows["scheme"], style.SCHEMES),
        *sheets_of(rows["entrance"], style.ENTRANCES),
    ]
    x0, y0, x1, y1 = (float(v) for v in shapely.bounds(shown.project.geometry))
    return Content(tuple(sheets), tuple(_names(areas)), shown.credits, (x0, y0, x1, y1))


def _only(rows: Rows, field: str, values: Iterable[str]) -> Rows:
    wanted = set(values)
    return rows.where(np.array([v in wanted for v in rows.column(field)], dtype=bool))


def _one_network(streets: Rows) -> Rows:
    """The roads where there are any: paths run along them and would be drawn twice."""
    roads = _only(streets, "network", ("roads",))
    return roads if len(roads) else streets


def _by_sort(things: Rows) -> tuple[Rows, Rows]:
    """Things that are points, and those that are ground or lines."""
    assert things.geometry is not None
    point = np.isin(shapely.get_type_id(things.geometry), (0, 4))
    return things.where(point), things.where(~point)


def _names(areas: Rows) -> list[Label]:
    """Names of wards, the largest first, each at a point well inside its ground."""
    wards = _only(areas, "level", ("ward",))
    assert wards.geometry is not None
    made = []
    for name, ground in zip(wards.column("name"), wards.geometry, strict=True):
        if ground is not None and not ground.is_empty:
            at = shapely.point_on_surface(ground)
            x0, _, x1, _ = shapely.bounds(ground)
            made.append((float(ground.area), Label(str(name), at.x, at.y, float(x1 - x0))))
    return [label for _, label in sorted(made, key=lambda pair: (-pair[0], pair[1].text))]
