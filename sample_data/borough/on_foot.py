"""Walking distances over the ground's ways, for arranging what is planted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely import Point

from borough.ground import Way


class OnFoot:
    """Shortest walks from one spot to any other, both legs to the network counted."""

    def __init__(self, ways: Sequence[Way]) -> None:
        self.ways = list(ways)
        self.ids = {n: i for i, n in enumerate(sorted({n for w in ways for n in (w.a, w.b)}))}
        self.tree = shapely.STRtree([w.line for w in self.ways])
        size = len(self.ids)
        best: dict[tuple[int, int], float] = {}
        for w in self.ways:
            a, b = self.ids[w.a], self.ids[w.b]
            for key in ((a, b), (b, a)):
                best[key] = min(best.get(key, np.inf), w.line.length)
        rows, columns = zip(*best, strict=True)
        self.graph = csr_array((list(best.values()), (rows, columns)), shape=(size, size))

    def foot(self, point: Point) -> tuple[Way, float, float]:
        """The nearest way, how far along it, and the leg to it in metres."""
        way = self.ways[int(self.tree.nearest(point))]
        return way, way.line.project(point), way.line.distance(point)

    def from_(self, point: Point) -> Reach:
        """Everything from one spot."""
        way, at, leg = self.foot(point)
        nodes = [self.ids[way.a], self.ids[way.b]]
        found = dijkstra(self.graph, indices=nodes)
        least = np.minimum(found[0] + at, found[1] + way.line.length - at) + leg
        return Reach(self, least, way, at, leg)


class Reach:
    """Least distances from one spot."""

    def __init__(self, net: OnFoot, least: np.ndarray, way: Way, at: float, leg: float) -> None:
        self.net, self.least, self.way, self.at, self.leg = net, least, way, at, leg

    def along(self, way: Way, at: float) -> float:
        """To a point on a way, in metres."""
        a, b = (float(self.least[self.net.ids[n]]) for n in (way.a, way.b))
        direct = abs(at - self.at) + self.leg if way.id == self.way.id else np.inf
        return float(min(a + at, b + way.line.length - at, direct))

    def to(self, point: Point) -> float:
        """To any spot, in metres."""
        way, at, leg = self.net.foot(point)
        return self.along(way, at) + leg
