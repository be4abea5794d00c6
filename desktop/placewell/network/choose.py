"""Which body of streets a project walks on, while only one is used at a time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely

from placewell.domain.rows import Rows
from placewell.network.build import build
from placewell.network.model import Network
from placewell.network.snap import LEG_LIMIT_M

BODIES = ("paths", "roads")
"""In order of preference where they cover the project equally: streets with paths know more ways."""
GRID = 60
"""Points asked along the longer side of the project's extent."""


def choose(streets: Rows, boundary: shapely.Geometry) -> tuple[str, Mapping[str, float]]:
    """The body that covers the project better, and the share of the project that each covers.

    Covered: a street within `LEG_LIMIT_M`, asked at a regular grid of points inside the boundary.
    The body is '' where there are no streets at all.
    """
    points = _grid(boundary)
    names = np.array([str(n) for n in streets.column("network")], dtype=object)
    shares: dict[str, float] = {}
    for body in BODIES:
        lines = streets.geometry[names == body] if streets.geometry is not None else np.empty(0, object)
        if len(lines):
            tree = shapely.STRtree(lines)
            near = tree.query_nearest(points, max_distance=LEG_LIMIT_M, all_matches=False)[0]
            shares[body] = round(len(near) / len(points), 3)
    best = max(shares, key=lambda body: shares[body], default="")
    return best, shares


def build_network(streets: Rows, boundary: shapely.Geometry) -> Network | None:
    """The network of the body that covers the project better; None without streets to walk."""
    body, _ = choose(streets, boundary)
    return build(streets, body) if body else None


def _grid(boundary: shapely.Geometry) -> np.ndarray[tuple[int, ...], np.dtype[np.object_]]:
    x0, y0, x1, y1 = shapely.bounds(boundary)
    step = max(x1 - x0, y1 - y0) / GRID
    x, y = np.meshgrid(np.arange(x0 + step / 2, x1, step), np.arange(y0 + step / 2, y1, step))
    shapely.prepare(boundary)
    within = shapely.contains_xy(boundary, x.ravel(), y.ravel())
    points = shapely.points(x.ravel()[within], y.ravel()[within])
    return np.asarray(points if len(points) else [shapely.point_on_surface(boundary)], dtype=object)
