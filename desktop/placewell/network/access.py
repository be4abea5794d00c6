"""Where ground is walked into: its given entrances, else where streets meet its edge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from placewell.domain.rows import Geometries
from placewell.network.arrays import Ints, Shapes
from placewell.network.model import Network

_SAME_PLACE_M = 0.01
BESIDE_M = 10.0
"""A street that comes this near the edge of a park, a building or a site serves it."""
_EVERY_M = 25.0
"""How closely a street that runs along an edge is taken to lead in."""


def access_points(
    network: Network, shapes: Geometries, given: Sequence[Geometries] | None = None
) -> tuple[Shapes, Ints]:
    """Points by which each of `shapes` is walked into, and which shape each is of, in rising order.

    A point is its own. Ground has its `given` entrances (an array of points for each shape); without
    any, the places where streets cross its edge or run along it; else those on it nearest to streets
    within `BESIDE_M`, all along them; else a point inside, so that the straight way from the nearest street counts in full.
    Every shape that is somewhere has at least one.
    """
    shapes = np.asarray(shapes, dtype=object)
    points, of = _met(network, shapes, all_along=True)
    has = np.zeros(len(shapes), dtype=bool)
    has[of] = True
    if given is not None:
        counts = np.array([len(g) for g in given], dtype=np.int64)
        own = counts > 0
        points = np.concatenate([points[~own[of]], *(np.asarray(g, dtype=object) for g in given)])
        of = np.concatenate([of[~own[of]], np.repeat(np.arange(len(shapes)), counts)])
        has |= own
    left = np.flatnonzero(~has & ~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    points = np.concatenate([points, shapely.point_on_surface(shapes[left])])
    of = np.concatenate([of, left])
    order = np.argsort(of, kind="stable")
    return points[order], of[order]


def meetings(network: Network, ground: shapely.Geometry) -> Shapes:
    """Where streets cross the edge of a site, else the places on it nearest to streets within `BESIDE_M`.

    The middle of a street that runs along the edge stands for it. In order of x, then y; maybe none.
    """
    points, _ = _met(network, np.array([ground], dtype=object), all_along=False)
    return points


def _met(network: Network, shapes: Shapes, all_along: bool) -> tuple[Shapes, Ints]:
    """Meetings of many shapes with the streets; points and parts of points are their own."""
    flat = shapely.get_dimensions(shapes) == 0
    own, own_of = shapely.get_parts(shapes[flat], return_index=True)
    own_of = np.flatnonzero(flat)[own_of]
    wide = np.flatnonzero(~flat & ~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    outlines = np.where(
        shapely.get_dimensions(shapes[wide]) == 2, shapely.boundary(shapes[wide]), shapes[wide]
    )
    areas = np.flatnonzero(shapely.get_dimensions(shapes[wide]) == 2)
    crossed, crossed_of = _crossings(network, outlines[areas], all_along)
    crossed_of = areas[crossed_of]
    uncrossed = np.setdiff1d(np.arange(len(wide)), crossed_of)
    near, near_of = _beside(network, outlines[uncrossed], all_along)
    near_of = uncrossed[near_of]
    met, met_of = _once(np.concatenate([crossed, near]), np.concatenate([crossed_of, near_of]))
    points, of = np.concatenate([own, met]), np.concatenate([own_of, wide[met_of]]).astype(np.int64)
    order = np.argsort(of, kind="stable")
    return np.asarray(points[order], dtype=object), of[order]


def _crossings(network: Network, outlines: Shapes, all_along: bool) -> tuple[Shapes, Ints]:
    of, edge = network.tree.query(outlines, predicate="intersects")
    parts, pair = _simple(shapely.intersection(network.lines[edge], outlines[of]))
    points, part = _points_on(parts, all_along)
    return points, of[pair[part]].astype(np.int64)


def _beside(network: Network, outlines: Shapes, all_along: bool) -> tuple[Shapes, Ints]:
    of, edge = network.tree.query(outlines, predicate="dwithin", distance=BESIDE_M)
    # Their stretches that are near; where one only just touches that ground it may vanish in rounding.
    near = shapely.intersection(network.lines[edge], shapely.buffer(outlines[of], BESIDE_M))
    touch = shapely.get_point(shapely.shortest_line(outlines[of], network.lines[edge]), 1)
    near = np.where(shapely.is_empty(near), touch, near)
    parts, pair = _simple(near)
    points, part = _points_on(parts, all_along)
    on = outlines[of[pair[part]]]
    return shapely.get_point(shapely.shortest_line(on, points), 0), of[pair[part]].astype(np.int64)


def _simple(shapes: Shapes) -> tuple[Shapes, Ints]:
    """The points and lines that shapes are made of, and which shape each is of."""
    parts, of = shapely.get_parts(shapes, return_index=True)
    while np.any(shapely.get_type_id(parts) == shapely.GeometryType.GEOMETRYCOLLECTION):
        parts, inner = shapely.get_parts(parts, return_index=True)
        of = of[inner]
    return parts, of.astype(np.int64)


def _points_on(parts: Shapes, all_along: bool) -> tuple[Shapes, Ints]:
    """A point for each point; for each line its middle, or points all along it. And which part each is of."""
    lines = shapely.get_type_id(parts) != shapely.GeometryType.POINT
    if all_along:
        xy, of = shapely.get_coordinates(shapely.segmentize(parts, _EVERY_M), return_index=True)
        return np.asarray(shapely.points(xy), dtype=object), of.astype(np.int64)
    points = parts.copy()
    points[lines] = shapely.line_interpolate_point(parts[lines], 0.5, normalized=True)
    return points, np.arange(len(parts))


def _once(points: Shapes, of: Ints) -> tuple[Shapes, Ints]:
    """Each place of each shape once, to the centimetre, in order of shape, x, y."""
    if not len(points):
        return np.empty(0, dtype=object), np.empty(0, dtype=np.int64)
    steps = np.round(shapely.get_coordinates(points) / _SAME_PLACE_M).astype(np.int64)
    rows = np.unique(np.column_stack([of, steps]), axis=0)
    made = shapely.points(rows[:, 1:] * _SAME_PLACE_M)
    return np.asarray(made, dtype=object), rows[:, 0]
