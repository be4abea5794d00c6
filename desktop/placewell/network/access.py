"""Where a piece of ground is walked into: the crossings of streets with its edge."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from placewell.network.model import Network

_SAME_PLACE_M = 0.01
BESIDE_M = 10.0
"""A street that comes this near the edge of a park or building serves it."""


def crossings(network: Network, ground: shapely.Geometry) -> npt.NDArray[np.object_]:
    """Points where streets cross or touch the outline of `ground`, in order of x, then y; maybe none.

    Where a street runs along the outline the middle of that stretch stands for it.
    """
    outline = shapely.boundary(ground)
    near = np.sort(network.tree.query(outline, predicate="intersects"))
    parts = shapely.get_parts(shapely.intersection(network.lines[near], outline))
    while np.any(shapely.get_type_id(parts) == shapely.GeometryType.GEOMETRYCOLLECTION):
        parts = shapely.get_parts(parts)
    along = shapely.get_type_id(parts) != shapely.GeometryType.POINT
    parts[along] = shapely.line_interpolate_point(parts[along], 0.5, normalized=True)
    xy = np.unique(np.round(shapely.get_coordinates(parts) / _SAME_PLACE_M), axis=0) * _SAME_PLACE_M
    return np.asarray(shapely.points(xy), dtype=object)


def entries(network: Network, ground: shapely.Geometry) -> npt.NDArray[np.object_]:
    """Where a park or building drawn as more than a point is walked into; at least one point.

    Where streets cross its outline; else the places on it nearest to streets within `BESIDE_M`; else
    a point inside, so that the straight way from the nearest street counts in full.
    """
    if shapely.get_dimensions(ground) == 0:
        return np.asarray(shapely.get_parts([ground]), dtype=object)
    if shapely.get_dimensions(ground) == 2:
        found = crossings(network, ground)
        if len(found):
            return found
    outline = shapely.boundary(ground) if shapely.get_dimensions(ground) == 2 else ground
    near = np.sort(network.tree.query(outline, predicate="dwithin", distance=BESIDE_M))
    if not len(near):
        return np.asarray([shapely.point_on_surface(ground)], dtype=object)
    return np.asarray(shapely.get_point(shapely.shortest_line(outline, network.lines[near]), 0), dtype=object)
