"""Attaching points to the network: at the nearest point on an edge, never at the nearest node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.rows import Geometries
from placewell.network.arrays import Floats, Ints, Positions
from placewell.network.model import Network

LEG_LIMIT_M = 250.0
"""A point further than this from every street is not attached: nobody knows how it is walked to."""


LARGE = 500_000
"""Edges above which a network is looked at a tile at a time."""
TILE_M = 2_000.0


@dataclass(frozen=True, eq=False)
class Attached:
    """Points and where they meet the network. `p` points; -1 and infinity where not attached."""

    xy: Floats
    """(p, 2) the points themselves."""
    edge: Ints
    along_m: Floats
    """(p,) metres from the start of the edge."""
    leg_m: Floats
    """(p,) metres in a straight line from the point to the edge: part of every walk."""
    on_xy: Floats
    """(p, 2) where on the edge; the point itself where not attached."""

    def __len__(self) -> int:
        return len(self.edge)

    def take(self, which: Positions) -> Attached:
        """Some of the points, in this order."""
        return Attached(
            self.xy[which], self.edge[which], self.along_m[which], self.leg_m[which], self.on_xy[which]
        )

    @property
    def ok(self) -> npt.NDArray[np.bool_]:
        """Which points are attached."""
        return self.edge >= 0


def attach(network: Network, points: Geometries, limit_m: float = LEG_LIMIT_M) -> Attached:
    """Each point's nearest place on an edge, if there is one within `limit_m` metres (which counts).

    Of equally near edges the first is taken, so that the same input gives the same answer. A point
    that is nowhere (missing, empty, or without finite coordinates) is not attached. Raises ValueError for a
    limit below 0 or none at all, and for anything but points.
    """
    if not limit_m >= 0:
        raise ValueError(f"points cannot be attached within {limit_m} metres")
    if not np.isin(
        shapely.get_type_id(points), (shapely.GeometryType.MISSING, shapely.GeometryType.POINT)
    ).all():
        raise ValueError("only points can be attached to the network")
    points = np.array(points, dtype=object)
    points[shapely.is_empty(points)] = None
    xy = np.stack([shapely.get_x(points), shapely.get_y(points)], axis=1).astype(np.float64).reshape(-1, 2)
    edge = np.full(len(xy), -1, dtype=np.int64)
    along = np.zeros(len(xy))
    leg = np.full(len(xy), np.inf)
    on = xy.copy()
    for which, edges in _near(network, xy, limit_m):
        lines = network.lines if edges is None else network.lines_of(edges)
        tree = network.tree if edges is None else shapely.STRtree(lines)
        made = shapely.points(xy[which])
        at, near = tree.query_nearest(made, max_distance=_just_over(limit_m), all_matches=True)
        legs = shapely.distance(lines[near], made[at])
        order = np.lexsort((near, at))
        order = order[legs[order] <= limit_m]
        at, first = np.unique(at[order], return_index=True)
        near = near[order][first]
        point = which[at]
        edge[point] = near if edges is None else edges[near]
        along[point] = shapely.line_locate_point(lines[near], made[at])
        leg[point] = legs[order][first]
        on[point] = shapely.get_coordinates(shapely.line_interpolate_point(lines[near], along[point]))
    return Attached(xy, edge, along, leg, on)


def _near(network: Network, xy: Floats, limit_m: float) -> Iterator[tuple[Positions, Positions | None]]:
    """Points that are somewhere, and the edges among which their nearest is; None for all edges.

    A spatial index over a whole country's streets takes gigabytes, so a large network is looked at
    a tile at a time.
    """
    real = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if not len(real) or not len(network.edge_m):
        return
    if len(network.edge_m) <= LARGE or not np.isfinite(limit_m):
        yield real, None
        return
    tiles, of = np.unique(np.floor(xy[real] / TILE_M), axis=0, return_inverse=True)
    for tile in range(len(tiles)):
        which = real[of.ravel() == tile]
        (x0, y0), (x1, y1) = xy[which].min(axis=0) - limit_m, xy[which].max(axis=0) + limit_m
        edges = network.blocks.near((x0, y0, x1, y1))
        if len(edges):
            yield which, edges


def _just_over(limit_m: float) -> float:
    """The search itself wants more than nothing, and leaves out what is exactly at its limit."""
    return float(np.nextafter(limit_m, np.inf)) if np.isfinite(limit_m) else float(np.finfo(float).max)
