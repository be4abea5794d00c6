"""The streets as a network: the way a bus takes from junction to junction, and walks to stops."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from shapely import Point

from borough.ground import Ground, Way

Leg = tuple[int, bool]
"""A way (its place in `Ground.ways`) and whether it is taken from its `a` to its `b`."""
SLOWER = {
    "A Road": 1.0, "B Road": 1.04, "Minor Road": 1.1, "Local Road": 2.2, "Restricted Local Access Road": 5.0,
}  # fmt: skip
"""How much longer a bus counts a street of each sort, so that it keeps to main roads."""
SMALL_BUS = {**SLOWER, "Local Road": 1.25, "Restricted Local Access Road": 2.2}

NEARLY_M = 120.0
"""Streets whose corners are not farther apart than this meet, for a bus: the crossing may bear a third name."""


@dataclass(frozen=True)
class Spot:
    """A place on the network: so many metres along a way from its `a`, and how far off it lies."""

    way: int
    along_m: float
    off_m: float = 0.0


class Streets:
    """`Ground.ways` with numbered junctions."""

    def __init__(self, ground: Ground) -> None:
        self.ways: tuple[Way, ...] = ground.ways
        self.node: dict[str, int] = {}
        self.xy: list[tuple[float, float]] = []
        for way in ground.ways:
            for name, at in ((way.a, way.line.coords[0]), (way.b, way.line.coords[-1])):
                if name not in self.node:
                    self.node[name] = len(self.xy)
                    self.xy.append((at[0], at[1]))
        self.ends = [(self.node[w.a], self.node[w.b]) for w in ground.ways]
        self.length = np.array([w.line.length for w in ground.ways])
        self.joins: dict[int, list[int]] = defaultdict(list)
        """Streets (no paths) at each junction."""
        for i, way in enumerate(ground.ways):
            if way.is_street:
                for n in self.ends[i]:
                    self.joins[n].append(i)
        self._between: dict[bool, dict[tuple[int, int], Leg]] = {False: {}, True: {}}
        self._drive = {small: self._driven(small) for small in (False, True)}
        pieces = connected_components(self._drive[False])[1]
        main = np.bincount(pieces).argmax()
        self.drivable = frozenset(np.flatnonzero(pieces == main).tolist())
        """Junctions of the one body of streets; a few closes are reached on foot only."""
        self._tree = shapely.STRtree([w.line for w in ground.ways])
        self._named = [w for w in ground.ways if w.is_street and w.name]
        self._named_tree = shapely.STRtree([w.line for w in self._named])
        self._from: dict[tuple[int, bool], npt.NDArray[np.int64]] = {}

    def _driven(self, small: bool) -> csr_matrix:
        slower = SMALL_BUS if small else SLOWER
        cost: dict[tuple[int, int], float] = {}
        for i, way in enumerate(self.ways):
            if not way.is_street or self.ends[i][0] == self.ends[i][1]:
                continue
            a, b = self.ends[i]
            weight = float(self.length[i]) * slower[way.sort]
            if weight < cost.get((a, b), float("inf")):
                cost[a, b] = cost[b, a] = weight
                self._between[small][a, b], self._between[small][b, a] = (i, True), (i, False)
        keys = sorted(cost)
        return _matrix([k[0] for k in keys], [k[1] for k in keys], [cost[k] for k in keys], len(self.xy))

    def drive(self, start: int, end: int, small: bool = False) -> list[Leg]:
        """The way a (small) bus takes between two junctions. Raises ValueError where there is none."""
        if (start, small) not in self._from:
            found = dijkstra(self._drive[small], indices=start, return_predecessors=True)
            self._from[start, small] = found[1]
        before = self._from[start, small]
        legs: list[Leg] = []
        at = end
        while at != start:
            previous = int(before[at])
            if previous < 0:
                raise ValueError(f"no street leads from {self.xy[start]} to {self.xy[end]}")
            legs.append(self._between[small][previous, at])
            at = previous
        return legs[::-1]

    def meeting(self, streets: Sequence[str], without: Sequence[str] = ()) -> int:
        """The junction where streets of these names meet, or nearly do. Raises ValueError where there is none."""
        on: dict[str, list[int]] = {name: [] for name in streets}
        apart: set[int] = set()
        for n, ways in sorted(self.joins.items()):
            if n not in self.drivable:
                continue
            names = {self.ways[i].name for i in ways}
            for name in names.intersection(on):
                on[name].append(n)
            if not names.isdisjoint(without):
                apart.add(n)
        first = [n for n in on[streets[0]] if n not in apart]
        if all(on.values()) and first:
            away = np.zeros(len(first))
            at = np.array([self.xy[n] for n in first])
            for name in streets[1:]:
                others = np.array([self.xy[n] for n in on[name]])
                away += np.hypot(*(at[:, None] - others[None]).transpose(2, 0, 1)).min(axis=1)
            best = int(away.argmin())
            if away[best] < NEARLY_M:
                return first[best]
        raise ValueError(f"no junction of {' and '.join(streets)}")

    def farthest(self, street: str, towards: str) -> int:
        """The end of a street farthest to the north, south, east or west."""
        x, y = {"N": (0, 1), "S": (0, -1), "E": (1, 0), "W": (-1, 0)}[towards]
        nodes = {n for i, w in enumerate(self.ways) if w.name == street and w.is_street for n in self.ends[i]}
        nodes &= self.drivable
        if not nodes:
            raise ValueError(f"no street is called {street}")
        return max(sorted(nodes), key=lambda n: self.xy[n][0] * x + self.xy[n][1] * y)

    def nearest(self, point: Point, sorts: Sequence[str]) -> int:
        """The junction on streets of these sorts that is nearest to a point."""
        nodes = sorted(
            {n for i, w in enumerate(self.ways) if w.sort in sorts for n in self.ends[i]} & self.drivable
        )
        return min(nodes, key=lambda n: (self.xy[n][0] - point.x) ** 2 + (self.xy[n][1] - point.y) ** 2)

    def street_near(self, point: Point) -> str:
        """The name of the nearest street that has one."""
        return self._named[int(self._named_tree.nearest(point))].name

    def spot(self, point: Point) -> Spot:
        """The nearest place on any way, for somebody on foot."""
        way = int(self._tree.nearest(point))
        line = self.ways[way].line
        return Spot(way, float(line.project(point)), float(line.distance(point)))

    def kerb(self, spot: Spot, forward: bool) -> tuple[Point, float]:
        """The kerb on the left of somebody driving past a spot, and the bearing of travel in degrees."""
        way = self.ways[spot.way]
        line = way.line
        p = line.interpolate(spot.along_m)
        q = line.interpolate(max(spot.along_m - 4, 0))
        r = line.interpolate(min(spot.along_m + 4, line.length))
        sign = 1 if forward else -1
        dx, dy = (r.x - q.x) * sign, (r.y - q.y) * sign
        size = math.hypot(dx, dy)
        # Stops stand on the pavement, a little in from its edge.
        off = max(way.width_m / 2 - 2.2, 3.2)
        point = Point(round(p.x - dy / size * off, 2), round(p.y + dx / size * off, 2))
        return point, math.degrees(math.atan2(dx, dy)) % 360

    def walks(
        self, origins: Sequence[Spot], targets: Sequence[Spot], limit_m: float
    ) -> list[Mapping[int, float]]:
        """For each origin, metres on foot to each target within `limit_m`, by the target's place in the list.

        What origin and target lie off the network counts as walked.
        """
        on_way: dict[int, list[tuple[float, int]]] = defaultdict(list)
        first_target = len(self.xy) + len(origins)
        for i, spot in enumerate((*origins, *targets)):
            on_way[spot.way].append((spot.along_m, len(self.xy) + i))
        rows: list[int] = []
        columns: list[int] = []
        metres: list[float] = []
        for i, (a, b) in enumerate(self.ends):
            stations = [(0.0, a), *sorted(on_way.get(i, [])), (float(self.length[i]), b)]
            for (s, n), (t, m) in pairwise(stations):
                rows += [n, m]
                columns += [m, n]
                # Two places at one spot are still two: a path of nothing would be no path to the solver.
                metres += [max(t - s, 1e-6)] * 2
        size = first_target + len(targets)
        graph = _matrix(rows, columns, metres, size)
        out: list[Mapping[int, float]] = []
        step = 200
        for start in range(0, len(origins), step):
            chunk = np.arange(start, min(start + step, len(origins)))
            found = dijkstra(graph, indices=len(self.xy) + chunk, limit=limit_m)
            for k, row in zip(chunk.tolist(), found[:, first_target:], strict=True):
                near = np.flatnonzero(np.isfinite(row))
                total = {t: float(row[t]) + origins[k].off_m + targets[t].off_m for t in near.tolist()}
                out.append({t: m for t, m in total.items() if m <= limit_m})
        return out


def _matrix(rows: Sequence[int], columns: Sequence[int], metres: Sequence[float], size: int) -> csr_matrix:
    """A graph in which of several links between two junctions the shortest counts, not their sum."""
    best: dict[tuple[int, int], float] = {}
    for r, c, m in zip(rows, columns, metres, strict=True):
        if r != c and m < best.get((r, c), float("inf")):
            best[r, c] = m
    keys = sorted(best)
    return csr_matrix(
        ([best[k] for k in keys], ([k[0] for k in keys], [k[1] for k in keys])), shape=(size, size)
    )
