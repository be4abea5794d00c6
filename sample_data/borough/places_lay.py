"""Where each type of place goes: weights on the spots by what stands there, then picked apart from each other."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely import Point

from borough.ground import Ground
from borough.places_spots import ROADS, Floats, Spots, fronts, lawns, yards

WIDE_M = 5.5
"""Two places do not stand nearer than this: a shop's width."""


class _Apart:
    """Places of one type so far, by squares of the ground, to ask whether another would stand too near."""

    def __init__(self, side_m: float, stood: Iterable[Floats]) -> None:
        self.side_m = side_m
        self.cells: dict[tuple[int, int], list[Floats]] = defaultdict(list)
        for xy in stood:
            self.add(xy)

    def add(self, xy: Floats) -> None:
        self.cells[self._cell(xy)].append(xy)

    def clear(self, xy: Floats, apart_m: float) -> bool:
        """Whether none stands within `apart_m`, which is no more than the squares' side."""
        cx, cy = self._cell(xy)
        for i in (cx - 1, cx, cx + 1):
            for j in (cy - 1, cy, cy + 1):
                for o in self.cells.get((i, j), ()):
                    if math.hypot(xy[0] - o[0], xy[1] - o[1]) < apart_m:
                        return False
        return True

    def _cell(self, xy: Floats) -> tuple[int, int]:
        return int(xy[0] // self.side_m), int(xy[1] // self.side_m)


class Town:
    """All spots of the ground, which of them are free, and what stands where so far."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.fronts, self.yards, self.lawns = fronts(ground), yards(ground), lawns(ground)
        self.rng = np.random.default_rng(list(b"larkhithe places"))
        self.stood: dict[str, list[Floats]] = defaultdict(list)
        self._sets = [
            (s, shapely.STRtree(shapely.points(s.xy)), np.ones(len(s), dtype=bool))
            for s in (self.fronts, self.yards, self.lawns)
        ]
        self._weights: dict[str, list[tuple[Spots, Floats]]] = {}

    def stand(self, type_: str, at: Floats) -> None:
        """Put a place of a type somewhere: the spots around it are no longer free."""
        self.stood[type_].append(at)
        for _, tree, free in self._sets:
            free[tree.query(Point(*at), predicate="dwithin", distance=WIDE_M)] = False

    def free(self, spots: Spots) -> npt.NDArray[np.bool_]:
        """Which spots of a set nothing stands on or beside."""
        return next(free for s, _, free in self._sets if s is spots)

    def weighed(self, on: str, gaps: Mapping[str, float]) -> list[tuple[Spots, Floats]]:
        """The sets of spots of a rule with their weights, thinned in the districts that `gaps` names."""
        if on not in self._weights:
            rules = ((self.fronts, FRONTS), (self.yards, YARDS), (self.lawns, LAWNS))
            self._weights[on] = [(s, r[on](self, s).astype(float)) for s, r in rules if on in r and len(s)]
        found = []
        for spots, weight in self._weights[on]:
            thinned = weight.copy()
            for district, factor in gaps.items():
                thinned[spots.district == district] *= factor
            found.append((spots, thinned))
        return found


def _gap(xy: Floats, others: Floats) -> Floats:
    """Metres to the nearest of others; very far where there is none."""
    if not len(others):
        return np.full(len(xy), 1e9)
    tree = shapely.STRtree(shapely.points(others))
    _, gap = tree.query_nearest(shapely.points(xy), return_distance=True, all_matches=False)
    return np.asarray(gap, dtype=float)


def pick(
    town: Town,
    spots: Spots,
    weight: Floats,
    n: int,
    apart_m: float,
    type_: str,
    alone: Sequence[tuple[Point, float]] = (),
) -> list[int]:
    """At most `n` spots, the likelier the greater their weight, kept apart from each other and from `alone`.

    Where they do not fit, they may stand nearer, down to a third of `apart_m`.
    """
    luck = town.rng.random(len(spots))
    with np.errstate(divide="ignore", invalid="ignore"):
        keys = np.where((weight > 0) & town.free(spots), -np.log(luck) / weight, np.inf)
    for point, radius in alone:
        keys[np.hypot(*(spots.xy - np.array([point.x, point.y])).T) <= radius] = np.inf
    order = np.argsort(keys, kind="stable")[: int(np.isfinite(keys).sum())].tolist()
    chosen: list[int] = []
    mine = _Apart(max(apart_m, WIDE_M), town.stood[type_])
    for easing in (1.0, 0.75, 0.5, 0.33):
        for i in order:
            if len(chosen) == n:
                break
            if mine.clear(spots.xy[i], max(WIDE_M, apart_m * easing)):
                chosen.append(i)
                mine.add(spots.xy[i])
    for i in chosen:
        town.stand(type_, spots.xy[i])
    return chosen


Weigh = Callable[[Town, Spots], Floats]


def _homes(s: Spots) -> Floats:
    """Ordinary streets by the people who live there; not the high street itself."""
    return np.clip(s.people / 150, 0.0, 2.0) * np.where(s.shops > 0.5, 0.3, 1.0)


def _road(s: Spots) -> Floats:
    return np.select([s.sort == r for r in ROADS], [1.0, 0.8, 0.6], 0.05)


def _styled(s: Spots, weights: Mapping[str, float]) -> Floats:
    out = np.zeros(len(s))
    for style, value in weights.items():
        out[s.style == style] = value
    return out


def _side(town: Town, s: Spots) -> Floats:
    """Behind or beside shops: within two minutes of them, seldom among them."""
    gap = _gap(s.xy, s.xy[s.shops > 0.5])
    return np.exp(-gap / 110) * np.where(s.shops > 0.5, 0.25, 1.0) * (0.1 + np.clip(s.people / 150, 0, 1.5))


PUBS = {
    "core": 5.0, "high street": 3.0, "georgian": 2.2, "quay": 1.2, "terrace": 1.0, "docks": 0.35, "industrial": 0.35,
    "villa": 0.3, "estate": 0.25,
}  # fmt: skip
CHURCHES = {
    "core": 4.0, "georgian": 1.6, "terrace": 1.0, "villa": 0.9, "high street": 0.5, "estate": 0.5, "industrial": 0.5,
    "docks": 0.4, "quay": 0.2,
}  # fmt: skip


def _pub(town: Town, s: Spots) -> Floats:
    corner = np.where(s.corner_m < 14, 1.0, 0.12)
    return corner * _styled(s, PUBS) * (0.08 + _road(s) * 0.5 + s.shops)


def _church(town: Town, s: Spots) -> Floats:
    return np.where(s.corner_m < 16, 1.0, 0.15) * _styled(s, CHURCHES) * (0.2 + _road(s))


def _corner_shop(town: Town, s: Spots) -> Floats:
    return 1.1 * s.shops + np.where(s.corner_m < 12, 0.1, 0.003) * _homes(s) * (0.3 + _road(s))


def _works(town: Town, s: Spots) -> Floats:
    """Industrial streets, and the arches of viaducts."""
    out = _styled(s, {"industrial": 1.0, "core": 0.12, "quay": 0.1})
    if not town.ground.viaducts.is_empty:
        arches = shapely.STRtree([town.ground.viaducts]).query(
            shapely.points(s.xy), predicate="dwithin", distance=24
        )
        out[arches[0]] += 1.2
    return out


def _dock(town: Town, s: Spots) -> Floats:
    """Stands of hired cycles: near junctions, fewer the farther east."""
    west, _, east, _ = town.ground.boundary.bounds
    across = (s.xy[:, 0] - west) / max(east - west, 1.0)
    west_first: Floats = np.clip(1.15 - across, 0.02, 1.0)
    return west_first * np.where(s.corner_m < 20, 1.0, 0.2) * (0.1 + _road(s))


def _at(name: str, reach_m: float, otherwise: Weigh) -> Weigh:
    """As near as can be to a named spot of the ground, and elsewhere only when that is full."""

    def weigh(town: Town, s: Spots) -> Floats:
        spot = town.ground.places.get(name)
        there = 0.002 * otherwise(town, s)
        if spot is None:
            return there
        gap = np.hypot(*(s.xy - np.array([spot.x, spot.y])).T)
        return there + np.where(gap < reach_m, 500.0 * np.exp(-gap / 15), 0.0)

    return weigh


FRONTS: dict[str, Weigh] = {
    "shops": lambda town, s: s.shops + 0.0015 * _homes(s),
    "high street": lambda town, s: np.where(s.shops >= 0.8, s.shops**2, 0.02 * s.shops),
    "high street shops": lambda town, s: np.where(s.style == "high street", s.shops, 0.02 * s.shops),
    "near shops": _side,
    "main": lambda town, s: _road(s) * (0.1 + np.clip(s.people / 150, 0, 1.2)),
    "street": lambda town, s: _homes(s) * np.where(s.sort == "A Road", 0.4, 1.0),
    "villa street": lambda town, s: _homes(s) * _styled(s, {"villa": 5.0, "georgian": 4.0, "terrace": 0.2}),
    "shops or works": lambda town, s: 0.4 * s.shops + 0.25 * _works(town, s),
    "pub": _pub,
    "venue": lambda town, s: 0.5 * s.shops**2 + 0.3 * _works(town, s),
    "corner shop": _corner_shop,
    "church": _church,
    "works": _works,
    "dock": _dock,
    "market": _at("market", 90, lambda town, s: s.shops),
    "hospital": _at("hospital", 120, lambda town, s: _styled(s, {"civic": 1.0})),
    "college": _at("college", 120, lambda town, s: _styled(s, {"civic": 1.0})),
    "civic": lambda town, s: _styled(s, {"civic": 1.0}),
    "museum": lambda town, s: (
        _styled(s, {"core": 4.0, "georgian": 1.0, "quay": 1.0, "docks": 0.3}) * (0.3 + _road(s))
    ),
    "square or shops": lambda town, s: np.where(s.corner_m < 18, s.shops, 0.0),
}
"""Weights of streets' fronts."""


def _shared(s: Spots) -> Floats:
    """A green twice as large draws a little more, not twice as much."""
    size = np.bincount(s.near, minlength=int(s.near.max()) + 1)[s.near]
    return 60.0 / np.maximum(size, 12) ** 0.75


LAWNS: dict[str, Weigh] = {
    "park": lambda town, s: _styled(s, {"park": 1.0, "common": 0.4}) * _shared(s),
    "playing": lambda town, s: _styled(s, {"playing field": 2.0, "common": 0.6, "park": 0.35}),
    "square": lambda town, s: _styled(s, {"square": 1.0, "park": 0.5}) * _shared(s),
    "estate or park": lambda town, s: _styled(s, {"park": 0.25}) * _shared(s),
}
YARDS: dict[str, Weigh] = {
    "estate": lambda town, s: np.ones(len(s)),
    "estate or park": lambda town, s: np.full(len(s), 0.28),
}
