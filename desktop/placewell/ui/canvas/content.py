"""What the map of a project shows, from the ground up, as a scene."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely

from placewell.cartography.content import Name
from placewell.cartography.draw import LAND
from placewell.cartography.scene import Scene, SceneLayer, scene_of
from placewell.domain import style
from placewell.domain.rows import Rows
from placewell.ui.opening import Shown

QUIET_LEVELS = ("ward", "borough", "regeneration area", "site allocation")
"""Levels drawn until somebody asks for others: all of them at once would bury the map."""
STOPS_UNTIL_M_PX, ALLOCATIONS_UNTIL_M_PX, PLACES_UNTIL_M_PX = 3.0, 12.0, 9.0
GREEN_THEMES = ("open space", "play", "leisure and sport")
OUTSIDE_M = 60_000.0
VEIL = style.Styling(style.Style(LAND, 0.55))
"""What lies beyond the boundary steps back, and is there all the same."""
GREEN = style.Styling(style.Style(style.PARK))


def content_of(shown: Shown) -> Scene:
    """Everything the map draws of a project; the red line and what belongs to it lie over it and follow the hand."""
    rows = shown.rows
    points, grounds = _by_sort(rows["asset"])
    nearby, nearby_grounds = _by_sort(rows["commitment"])
    quiet, loud = _parted(rows["backdrop"], "cover", ("building",))
    green, other = _parted(grounds, "theme", GREEN_THEMES)
    layers = [
        SceneLayer("water and green", "Water and green", loud, _backdrop(), sort="backdrop"),
        SceneLayer("parks", "Parks, pitches and play", green, GREEN, sort="grounds"),
        SceneLayer("buildings", "Buildings", quiet, style.BACKDROP, until_m_px=5.0, sort="backdrop"),
        SceneLayer("streets", "Streets", rows["street"], style.STREETS, sort="streets"),
        SceneLayer(
            "grounds", "Grounds of places", other, style.ASSET_GROUNDS, until_m_px=12.0, sort="grounds"
        ),
    ]
    for level in dict.fromkeys((*QUIET_LEVELS, *map(str, rows["area"].column("level")))):
        mine = _only(rows["area"], "level", (level,))
        if len(mine):
            until = ALLOCATIONS_UNTIL_M_PX if level == "site allocation" else float("inf")
            layers.append(
                SceneLayer(
                    f"area {level}",
                    _title(level),
                    mine,
                    style.AREAS,
                    level in QUIET_LEVELS,
                    1.0,
                    until,
                    sort="areas",
                )
            )
    boundary = np.array([shown.project.geometry], dtype=object)
    x0, y0, x1, y1 = (float(v) for v in shapely.bounds(shown.project.geometry))
    reach = shapely.box(x0 - OUTSIDE_M, y0 - OUTSIDE_M, x1 + OUTSIDE_M, y1 + OUTSIDE_M)
    outside = np.array([shapely.difference(reach, shown.project.geometry)], dtype=object)
    layers += [
        SceneLayer("boundary", "Boundary", Rows("area", {"id": ["boundary"]}, boundary), style.Styling(style.BOUNDARY.plain), sort="other"),
        SceneLayer("stops", "Stops and stations", rows["stop"], style.STOPS, until_m_px=STOPS_UNTIL_M_PX, sort="stops"),
        SceneLayer("commitment grounds", "Other schemes nearby", nearby_grounds, style.COMMITMENT_GROUNDS, until_m_px=12.0),
        SceneLayer("places", "Places", points, style.ASSETS, until_m_px=PLACES_UNTIL_M_PX, sort="places"),
        SceneLayer("outside", "Veil beyond the boundary", Rows("area", {"id": ["outside"]}, outside), VEIL, sort="other"),
        SceneLayer("commitments", "Other schemes nearby, as points", nearby, style.COMMITMENTS, until_m_px=12.0),
    ]  # fmt: skip
    names = [
        *_wards(rows["area"], shown.project.geometry),
        *_stations(rows["stop"]),
        *_parks(green),
        *_places(points),
    ]
    kept = [la for la in layers if len(la.rows)]
    return scene_of(kept, names, (x0, y0, x1, y1), shown.credits)


def _title(level: str) -> str:
    return {"LSOA 2021": "LSOAs of 2021", "LSOA 2011": "LSOAs of 2011"}.get(
        level, f"{level[:1].upper()}{level[1:]}{'' if level.endswith('s') else 's'}"
    )


def _backdrop() -> style.Styling:
    each = {**style.BACKDROP.each, "rail": style.Style(style.RAIL, line=style.RAIL, line_px=1.2)}
    return style.Styling(style.BACKDROP.plain, "cover", each)


def _only(rows: Rows, field: str, values: Iterable[str]) -> Rows:
    return _parted(rows, field, values)[0]


def _parted(rows: Rows, field: str, values: Iterable[str]) -> tuple[Rows, Rows]:
    """Rows with one of some values, and the others."""
    wanted = set(values)
    mask = np.array([v in wanted for v in rows.column(field)], dtype=bool)
    return rows.where(mask), rows.where(~mask)


def _by_sort(things: Rows) -> tuple[Rows, Rows]:
    """Things that are points, and those that are ground or lines."""
    assert things.geometry is not None
    point = np.isin(shapely.get_type_id(things.geometry), (0, 4))
    return things.where(point), things.where(~point)


def _wards(areas: Rows, boundary: shapely.Geometry) -> Iterable[Name]:
    """Names of the wards within the boundary, each at a point well inside its ground."""
    wards = _only(areas, "level", ("ward",))
    assert wards.geometry is not None
    for name, ground in zip(wards.column("name"), wards.geometry, strict=True):
        if ground is not None and not ground.is_empty:
            at = shapely.point_on_surface(ground)
            if not shapely.intersects(at, boundary):
                continue
            yield Name(str(name), at.x, at.y, "area", float(ground.area))


def _stations(stops: Rows) -> Iterable[Name]:
    if stops.geometry is not None:
        for name, kind, at in zip(stops.column("name"), stops.column("type"), stops.geometry, strict=True):
            if name and "station" in str(kind):
                yield Name(str(name), at.x, at.y, "station", 1.0)


def _parks(green: Rows) -> Iterable[Name]:
    if green.geometry is not None and len(green):
        inside = shapely.point_on_surface(green.geometry)
        for name, ground, at in zip(green.column("name"), green.geometry, inside, strict=True):
            if name:
                yield Name(str(name), at.x, at.y, "park", float(ground.area))


def _places(points: Rows) -> Iterable[Name]:
    if points.geometry is not None:
        for name, at in zip(points.column("name"), points.geometry, strict=True):
            if name and at is not None:
                yield Name(str(name), at.x, at.y, "asset", 0.0)
