"""Whether nothing in a layer means nothing on the ground."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from placewell.domain.layer import INSIDE_ONLY, Layer
from placewell.domain.project import Project
from placewell.network.model import Network


def complete_around(layers: Sequence[Layer], project: Project, point: shapely.Point, radius_m: float) -> bool:
    """Whether one of the layers lists everything within `radius_m` of the point."""
    return any(
        la.coverage == "complete" and _holds(_ground(la, project), point, radius_m) for la in layers
    )


def _ground(layer: Layer, project: Project) -> shapely.Geometry:
    """Where a complete layer is complete: the project and its margin, or within the boundary alone."""
    if layer.coverage_area.startswith(INSIDE_ONLY):
        return project.geometry
    return shapely.buffer(project.geometry, project.margin_m, quad_segs=32)


def paths_mapped_around(network: Network, point: shapely.Point, radius_m: float) -> bool:
    """Whether footpaths as well as roads are mapped within `radius_m` of the point."""
    return network.body == "paths" and _holds(network.footprint, point, radius_m)


def _holds(ground: shapely.Geometry, point: shapely.Point, radius_m: float) -> bool:
    inside = bool(shapely.intersects(ground, point))
    return inside and bool(shapely.distance(shapely.boundary(ground), point) >= radius_m)
