"""Attaching points to the network: at the nearest point on an edge, never at the nearest node."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.rows import Geometries
from placewell.network.model import Floats, Ints, Network

LEG_LIMIT_M = 250.0
"""A point further than this from every street is not attached: nobody knows how it is walked to."""


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

    @property
    def ok(self) -> npt.NDArray[np.bool_]:
        """Which points are attached."""
        return self.edge >= 0


def attach(network: Network, points: Geometries, limit_m: float = LEG_LIMIT_M) -> Attached:
    """Each point's nearest place on an edge, if there is one within `limit_m` (which counts).

    Of equally near edges the first is taken, so that the same input gives the same answer.
    """
    xy = shapely.get_coordinates(points).reshape(-1, 2)
    edge = np.full(len(xy), -1, dtype=np.int64)
    along = np.zeros(len(xy))
    leg = np.full(len(xy), np.inf)
    on = xy.copy()
    if len(xy):
        made = shapely.points(xy)
        at, near = network.tree.query_nearest(made, max_distance=limit_m, all_matches=True)
        order = np.lexsort((near, at))
        at, first = np.unique(at[order], return_index=True)
        edge[at] = near[order][first]
        lines = network.lines[edge[at]]
        along[at] = shapely.line_locate_point(lines, made[at])
        leg[at] = shapely.distance(lines, made[at])
        on[at] = shapely.get_coordinates(shapely.line_interpolate_point(lines, along[at]))
    return Attached(xy, edge, along, leg, on)
