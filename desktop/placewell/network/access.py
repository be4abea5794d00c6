"""Where a piece of ground is walked into: the crossings of streets with its edge."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from placewell.network.model import Network

_SAME_PLACE_M = 0.01


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
