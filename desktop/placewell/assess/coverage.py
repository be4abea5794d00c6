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

STALE_YEARS = 5
"""A list that is older than this at the date of an assessment is too old to be relied on: Placewell's own rule,
said wherever it is used. A list without a date is not; its age is not known, which is told with the layer."""


def stale(layer: Layer, as_at: str) -> bool:
    """Whether a layer is older than `STALE_YEARS` at an ISO date."""
    year = layer.vintage[:4]
    if not year.isdecimal():
        return False
    limit = f"{int(year) + STALE_YEARS:04d}{layer.vintage[4:]}"
    return limit < as_at[: len(limit)]


def reliable(layers: Sequence[Layer], as_at: str) -> list[Layer]:
    """Those that are complete and not too old: only these say that something is there, or is not."""
    return [la for la in layers if la.coverage == "complete" and not stale(la, as_at)]


def wanting(layers: Sequence[Layer], as_at: str, what: str) -> str:
    """Why none of these lists can be relied on, as a sentence that asks for one that can."""
    if old := [la for la in layers if la.coverage == "complete" and stale(la, as_at)]:
        newest = max(la.vintage for la in old)
        return f"A newer list of {what}: the one in the project is as at {newest}, more than {STALE_YEARS} years before."
    note = next((la.coverage_note for la in layers if la.coverage_note), "")
    known = "partial" if any(la.coverage == "partial" for la in layers) else "not known to be complete"
    return f"A list of {what} that is complete: the one in the project is {known}." + (
        f" {note}" if note else ""
    )


def listed_m(layers: Sequence[Layer], project: Project, points: Geometries, as_at: str) -> Floats:
    """Metres round each point within which a list that can be relied on lists everything; 0 where none does."""
    room = np.zeros(len(points))
    for ground in covered(reliable(layers, as_at), project):
        room = np.maximum(room, room_in(ground, points))
    return room


def covered(complete: Sequence[Layer], project: Project) -> list[shapely.Geometry]:
    """The ground that these complete lists cover: with the margin, and the boundary alone."""
    within = [la.coverage_area.startswith(INSIDE_ONLY) for la in complete]
    grounds = [with_margin(project)] if not all(within) else []
    return grounds + ([project.geometry] if any(within) else [])


def with_margin(project: Project) -> shapely.Geometry:
    """The boundary with the margin that layers reach to."""
    return shapely.buffer(project.geometry, project.margin_m, quad_segs=32)


def mapped_m(network: Network, points: Geometries) -> Floats:
    """Metres round each point within which footpaths as well as roads are mapped; 0 where only roads are."""
    if not len(network.mapped):
        return np.zeros(len(points))
    return room_in(network.mapped_ground, points)


def room_in(ground: shapely.Geometry, points: Geometries) -> Floats:
    """How far the edge of the ground is from each point inside it; 0 for points outside."""
    inside = shapely.intersects(ground, points)
    return np.where(inside, np.round(shapely.distance(shapely.boundary(ground), points), 3), 0.0)
