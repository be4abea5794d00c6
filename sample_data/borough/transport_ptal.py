"""Public transport accessibility by the published method, for points on a grid.

The method is 'Assessing transport connectivity in London' (Transport for London, 2015), section 2: the walk
to the nearest stop of each route, half the time between two departures, and a little for unreliability.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Point

from borough.ground import Ground
from borough.transport_calls import Stop
from borough.transport_net import Spot, Streets
from borough.transport_rail import Rail
from borough.transport_routes import Trace

WALK_M_A_MIN = 80.0
REACH_M = {"bus": 640.0, "tube": 960.0, "national-rail": 960.0}
"""How far people are taken to walk; boats are no part of the method."""
RELIABILITY_MIN = {"bus": 2.0, "tube": 0.75, "national-rail": 0.75}
BANDS = (
    ("0", 0.0), ("1a", 2.5), ("1b", 5.0), ("2", 10.0), ("3", 15.0), ("4", 20.0), ("5", 25.0), ("6a", 40.0),
    ("6b", float("inf")),
)  # fmt: skip
"""Bands with the highest index of each."""
STEP_M = 200


@dataclass(frozen=True)
class Within:
    """A route within reach: its mode, metres on foot to its nearest stop, and departures an hour."""

    mode: str
    metres: float
    per_hour: float


@dataclass(frozen=True)
class GridPoint:
    """A point of the grid with its access index and band."""

    number: int
    x: int
    y: int
    index: float
    band: str


def doorstep_frequency(route: Within) -> float:
    """What a route is worth at the door, as departures in half an hour."""
    waiting = 0.5 * 60 / route.per_hour + RELIABILITY_MIN[route.mode]
    return 30 / (route.metres / WALK_M_A_MIN + waiting)


def access_index(routes: Iterable[Within]) -> float:
    """The best route of each mode counts whole, its others half."""
    by_mode: dict[str, list[float]] = defaultdict(list)
    for route in routes:
        if route.metres <= REACH_M[route.mode] and route.per_hour > 0:
            by_mode[route.mode].append(doorstep_frequency(route))
    return sum(max(worth) + 0.5 * (sum(worth) - max(worth)) for worth in by_mode.values())


def band(index: float) -> str:
    """The band of an index, taken at two decimals as it is published."""
    return next(name for name, most in BANDS if round(index, 2) <= most)


def grid(ground: Ground) -> list[tuple[int, int, int]]:
    """Number, easting and northing of the grid's points on the borough's land; numbers count 100 m cells."""
    x0, y0, x1, y1 = (int(v // 100 * 100) for v in ground.boundary.bounds)
    land = ground.boundary.difference(shapely.union_all(list(ground.water.values())))
    shapely.prepare(land)
    across = (x1 - x0) // 100 + 1
    out = []
    for y in range(y0, y1 + 1, STEP_M):
        for x in range(x0, x1 + 1, STEP_M):
            if shapely.contains_xy(land, x + 50, y + 50):
                out.append(((y - y0) // 100 * across + (x - x0) // 100 + 1, x + 50, y + 50))
    return out


def ptal_of(
    ground: Ground, streets: Streets, stops: Sequence[Stop], traces: Sequence[Trace], rail: Rail
) -> list[GridPoint]:
    """Index and band of every point of the grid, over the borough's streets and paths."""
    busier = {t.number: max(t.per_hour) for t in traces if not t.night}
    targets: list[Spot] = []
    offers: list[list[tuple[str, str, float]]] = []
    for stop in stops:
        targets.append(Spot(stop.spot.way, stop.spot.along_m))
        offers.append([("bus", r, busier[r]) for r in stop.routes if r in busier])
    for halt in rail.halts:
        if halt.here and halt.mode in REACH_M:
            targets.append(streets.spot(halt.point))
            offers.append(
                [
                    (s.mode, s.code, max(s.per_hour))
                    for s in rail.services
                    if any(h.code == halt.code for h, _ in s.calls)
                ]
            )
    points = grid(ground)
    origins = [streets.spot(Point(x, y)) for _, x, y in points]
    walks = streets.walks(origins, targets, max(REACH_M.values()))
    out = []
    for (number, x, y), near in zip(points, walks, strict=True):
        nearest: dict[tuple[str, str], Within] = {}
        for target, metres in near.items():
            for mode, code, per_hour in offers[target]:
                known = nearest.get((mode, code))
                if known is None or metres < known.metres:
                    nearest[mode, code] = Within(mode, metres, per_hour)
        index = access_index(nearest.values())
        out.append(GridPoint(number, x, y, float(np.round(index, 5)), band(index)))
    return out
