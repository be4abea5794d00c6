"""How far round a point nothing in a layer means nothing on the ground."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from placewell.domain.layer import INSIDE_ONLY, Layer
from placewell.domain.project import Project
from placewell.domain.rows import Geometries
from placewell.network.arrays import Floats
from placewell.network.model import Network


def listed_m(layers: Sequence[Layer], project: Project, points: Geometries) -> Floats:
    """Metres round each point within which one of the layers lists everything; 0 where none does."""
    complete = [la for la in layers if la.coverage == "complete"]
    within = [la.coverage_area.startswith(INSIDE_ONLY) for la in complete]
    room = np.zeros(len(points))
    if not all(within):
        room = _room(shapely.buffer(project.geometry, project.margin_m, quad_segs=32), points)
    if any(within):
        room = np.maximum(room, _room(project.geometry, points))
    return room


def mapped_m(network: Network, points: Geometries) -> Floats:
    """Metres round each point within which footpaths as well as roads are mapped; 0 where only roads are."""
    if not len(network.mapped):
        return np.zeros(len(points))
    return _room(network.mapped_ground, points)


def _room(ground: shapely.Geometry, points: Geometries) -> Floats:
    """How far the edge of the ground is from each point inside it; 0 for points outside."""
    inside = shapely.intersects(ground, points)
    return np.where(inside, np.round(shapely.distance(shapely.boundary(ground), points), 3), 0.0)
