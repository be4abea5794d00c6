"""Where what a finding rests on lies: its places, its routes and the gate that it begins at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from placewell.assess.explain import metres, minutes
from placewell.assess.ground import Ground
from placewell.domain.asset import theme_of
from placewell.domain.finding import Evidence, Finding


@dataclass(frozen=True)
class Walk:
    """One way on the ground, with what is written at its middle and where it starts."""

    line: BaseGeometry
    words: str
    gate: str


@dataclass(frozen=True)
class Spot:
    """One place that a finding rests on, numbered in the order of the finding."""

    number: int
    x: float
    y: float
    name: str
    theme: str
    words: str
    """How far it is, in words; '' where that was not measured."""


@dataclass(frozen=True)
class OnMap:
    """All of it; `box` holds everything that there is to see, None where there is nothing."""

    walks: tuple[Walk, ...]
    spots: tuple[Spot, ...]

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """Least and greatest easting and northing."""
        shapes = [w.line for w in self.walks] + [shapely.Point(s.x, s.y) for s in self.spots]
        if not shapes:
            return None
        x0, y0, x1, y1 = shapely.total_bounds(np.array(shapes, dtype=object)).tolist()
        return x0, y0, x1, y1


Where = Mapping[str, tuple[shapely.Point | None, str]]


def on_map(where: Where, finding: Finding) -> OnMap:
    """The routes and places of a finding, each once."""
    held: dict[tuple[str, str], Evidence] = {}
    walks: dict[tuple[str, str, str], Walk] = {}
    for e in (*finding.evidence, *(x for fact in finding.facts for x in fact.evidence)):
        held.setdefault((e.layer, e.id), e)
        if e.route is not None and e.reach_m is not None:
            walks.setdefault((e.layer, e.id, e.start), Walk(e.route, _walk(e), e.start))
    spots: list[Spot] = []
    for e in held.values():
        at, type = where.get(e.id, (None, ""))
        if at is None and e.route is not None:
            at = shapely.Point(e.route.coords[-1])
        if at is not None:
            spots.append(
                Spot(len(spots) + 1, at.x, at.y, e.name or "unnamed", theme_of(type) if type else "", _far(e))
            )
    return OnMap(tuple(walks.values()), tuple(spots))


def where_of(ground: Ground) -> Where:
    """Every place by its id: a point inside it, and its type. For `on_map`, made once for a ground."""
    rows = ground.places
    inside = shapely.point_on_surface(ground.shapes)
    return {
        str(id): (at, str(type))
        for id, at, type in zip(rows.column("id"), inside, rows.column("type"), strict=True)
    }


def _walk(e: Evidence) -> str:
    assert e.reach_m is not None
    return f"{metres(e.reach_m)}, {minutes(e.reach_m)}"


def _far(e: Evidence) -> str:
    if e.reach_m is not None:
        return f"{_walk(e)} on foot{f', from {e.start}' if e.start else ''}"
    return f"{metres(e.straight_m)} in a straight line" if e.straight_m is not None else ""
