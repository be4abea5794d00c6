"""Bus stops: in pairs along the streets that buses take, each on the left of travel, near junctions."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from shapely import Point

from borough.ground import Ground
from borough.transport_calls import Stop, thinned, with_routes
from borough.transport_names import Namer
from borough.transport_net import Leg, Spot, Streets
from borough.transport_routes import Plotted

SPACING_M = 282.0
ARM_M = 62.0
"""How far past a main junction its stops stand."""


@dataclass(frozen=True)
class _Place:
    """Where a stop may stand: so many metres along a section, for one direction."""

    at_m: float
    forward: bool
    site: int


class Section:
    """Streets that buses take between two of their junctions, end to end."""

    def __init__(self, legs: Sequence[Leg], streets: Streets) -> None:
        self.legs = list(legs)
        self._streets = streets
        lengths = [float(streets.length[w]) for w, _ in legs]
        self.starts = [0.0, *np.cumsum(lengths).tolist()]
        self.length = self.starts[-1]
        self.nodes = [streets.ends[w][0 if f else 1] for w, f in legs]
        w, f = legs[-1]
        self.nodes.append(streets.ends[w][1 if f else 0])

    def leg_at(self, at_m: float) -> tuple[int, float]:
        """The number of the leg there, and metres along it in the section's direction."""
        i = min(bisect_right(self.starts, at_m) - 1, len(self.legs) - 1)
        return i, at_m - self.starts[i]

    def place(self, at_m: float, forward: bool) -> tuple[Spot, bool, Point, float]:
        """Its spot, its direction on its way, the kerb on the left of travel, and the bearing of travel."""
        i, along = self.leg_at(at_m)
        way, ahead = self.legs[i]
        spot = Spot(way, along if ahead else float(self._streets.length[way]) - along)
        point, bearing = self._streets.kerb(spot, ahead == forward)
        return spot, ahead == forward, point, bearing

    def barred(self, at_m: float) -> bool:
        """Whether no stop may stand there: on a bridge or in a tunnel."""
        return bool(self._streets.ways[self.legs[self.leg_at(at_m)[0]][0]].over)

    def corners(self) -> list[float]:
        """Where other streets come in along it."""
        return [
            self.starts[i] for i in range(1, len(self.legs)) if len(self._streets.joins[self.nodes[i]]) > 2
        ]


def sections(plotted: Plotted, streets: Streets) -> list[Section]:
    """The streets with buses, cut at the junctions where bus routes part and where they begin and end."""
    used = sorted({way for t in plotted.traces for way, _ in t.legs})
    at: dict[int, list[int]] = defaultdict(list)
    for way in used:
        for n in streets.ends[way]:
            at[n].append(way)
    cuts = {n for n, ways in at.items() if len(ways) != 2} | plotted.turns | plotted.exits
    done: set[int] = set()
    out = []
    for start in sorted(cuts):
        for first in at[start]:
            if first in done:
                continue
            legs: list[Leg] = []
            node, way = start, first
            while True:
                forward = streets.ends[way][0] == node
                legs.append((way, forward))
                done.add(way)
                node = streets.ends[way][1 if forward else 0]
                if node in cuts:
                    break
                way = next(w for w in at[node] if w != way)
            out.append(Section(legs, streets))
    return out


def stops_of(ground: Ground, streets: Streets, plotted: Plotted, rng: random.Random) -> list[Stop]:
    """All stops, with the routes that call; those between which buses would hardly move off are left out."""
    namer = Namer(ground, streets, plotted)
    stops: list[Stop] = []
    sites = _Sites()
    for section in sections(plotted, streets):
        for place in _places(section, plotted, sites, rng):
            spot, forward, point, bearing = section.place(place.at_m, place.forward)
            if not ground.extent.contains(point):
                continue
            street = streets.ways[spot.way].name
            main = place.site in sites.junctions.values()
            stops.append(
                Stop("", "", place.site, "", _compass(bearing), street, point, spot, forward, [], main)
            )
    stops = with_routes(thinned(stops, plotted, streets), plotted, streets)
    namer.name(stops, sites.junctions)
    return sorted(stops, key=lambda s: s.code)


class _Sites:
    """Numbers for pairs of stops; the stops round a main junction are one group."""

    def __init__(self) -> None:
        self.count = 0
        self.junctions: dict[int, int] = {}
        """Group of a junction, by junction."""

    def new(self) -> int:
        self.count += 1
        return self.count

    def at(self, node: int) -> int:
        if node not in self.junctions:
            self.junctions[node] = self.new()
        return self.junctions[node]


def _places(section: Section, plotted: Plotted, sites: _Sites, rng: random.Random) -> Iterator[_Place]:
    """Where stops go along a section, both ways."""
    corners = section.corners()
    inner: list[float] = []
    for node, forward in ((section.nodes[0], True), (section.nodes[-1], False)):
        reach = ARM_M + rng.uniform(-16, 18)
        if node in plotted.exits:
            inner.append(rng.uniform(40, 140))
            continue
        inner.append(reach + SPACING_M * rng.uniform(0.72, 0.95))
        if section.length < 110:
            continue
        at = reach if forward else section.length - reach
        at = _clear(at, corners, section, rng)
        if not section.barred(at):
            yield _Place(at, forward, sites.at(node))
            if node in plotted.turns:
                # Buses that end here set down before they turn.
                yield _Place(
                    _clear(at + (22 if forward else -22), corners, section, rng), not forward, sites.at(node)
                )
    room = section.length - sum(inner)
    if room < 0:
        if section.length > 2.2 * ARM_M + SPACING_M and room > -SPACING_M * 0.75:
            yield from _pair(section.length / 2, corners, section, sites, rng)
        return
    between = max(round(room / SPACING_M), 1 if room > SPACING_M * 0.45 else 0)
    for i in range(between + 1):
        target = inner[0] + (room * i / between if between else room / 2)
        yield from _pair(target + rng.uniform(-38, 38), corners, section, sites, rng)


def _pair(
    target: float, corners: Sequence[float], section: Section, sites: _Sites, rng: random.Random
) -> Iterator[_Place]:
    """Two stops across the street from each other, a little apart, by the corner nearest to `target`."""
    corner = min(corners, key=lambda c: abs(c - target), default=target)
    if abs(corner - target) > 85:
        corner = target
    site = sites.new()
    after = rng.random() < 0.68
    for forward in (True, False):
        gap = rng.uniform(17, 40) * (1 if after == forward else -1)
        at = _clear(corner + gap, corners, section, rng)
        if 25 < at < section.length - 25 and not section.barred(at):
            yield _Place(at, forward, site)


def _clear(at: float, corners: Sequence[float], section: Section, rng: random.Random) -> float:
    """The spot nearest to `at` that is no junction's mouth."""
    for step in (0, 5, -5, 9, -9, 13, -13, 17, -17):
        if all(abs(at + step - c) > 13 for c in corners) and 15 < at + step < section.length - 15:
            return at + step + rng.uniform(-1.5, 1.5)
    return at


def _compass(bearing: float) -> str:
    return "NESW"[round(bearing / 90) % 4]
