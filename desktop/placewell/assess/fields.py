"""How far every junction is from the nearest place of some types: worked out once, read wherever the site goes.

Two ways were weighed: a search from the scheme's entrances for each position, which costs a search an entrance, or
one search a group of types from all its places, kept. The second was taken: positions then cost look-ups.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from placewell.domain.rows import Geometries
from placewell.network.arrays import Bools, Floats, Ints
from placewell.network.model import Network
from placewell.network.search import HAIR_M, with_starts
from placewell.network.snap import Attached


@dataclass(frozen=True, eq=False)
class Field:
    """Walks from anywhere to the nearest of some places. `t` access points of `a` places."""

    network: Network
    targets: Attached
    of_place: Ints
    """(t,) which place each access point is of, in rising order."""
    shapes: Geometries
    """(a,) the places themselves."""
    limit_m: float
    node_m: Floats
    """(n,) metres from each node to the nearest access point, its leg counted; infinity beyond the limit."""
    node_target: Ints
    """(n,) which access point that is; -1 where there is none."""

    @classmethod
    def of(
        cls, network: Network, targets: Attached, of_place: Ints, shapes: Geometries, limit_m: float
    ) -> Field:
        """One search from all places at once."""
        from scipy.sparse.csgraph import dijkstra

        n, ok = len(network.node_xy), np.flatnonzero(targets.ok)
        node_m, node_target = np.full(n, np.inf), np.full(n, -1, dtype=np.int64)
        if len(ok):
            some = targets.take(ok)
            # The first steps from the places, each once: of several at a node the nearest.
            ends = np.concatenate([network.edge_from[some.edge], network.edge_to[some.edge]])
            length = network.edge_m[some.edge]
            first = np.concatenate(
                [some.leg_m + some.along_m, some.leg_m + np.maximum(length - some.along_m, 0)]
            )
            whose = np.concatenate([ok, ok])
            order = np.lexsort((whose, first, ends))
            nodes, at = np.unique(ends[order], return_index=True)
            begins = np.full(n, -1, dtype=np.int64)
            begins[nodes] = whose[order][at]
            walks, before = dijkstra(
                with_starts(network, some), indices=n, limit=limit_m + HAIR_M, return_predecessors=True
            )
            node_m = walks[:n]
            node_target = _carried(node_m, before[:n], begins)
        return cls(network, targets, of_place, shapes, limit_m, node_m, node_target)

    def from_points(self, starts: Attached) -> tuple[Floats, Ints]:
        """(s,) metres on foot from each start to the nearest place, both legs counted, and which access point.

        Infinity and -1 where there is none within the limit or the start is not attached.
        """
        ok = starts.ok
        if not len(self.targets) or not ok.any():
            return np.full(len(starts), np.inf), np.full(len(starts), -1, dtype=np.int64)
        edge = np.where(ok, starts.edge, 0)
        a, b = self.network.edge_from[edge], self.network.edge_to[edge]
        by_a = starts.leg_m + starts.along_m + self.node_m[a]
        by_b = starts.leg_m + np.maximum(self.network.edge_m[edge] - starts.along_m, 0.0) + self.node_m[b]
        metres = np.where(ok, np.minimum(by_a, by_b), np.inf)
        target = np.where(by_a <= by_b, self.node_target[a], self.node_target[b])
        # Or both are on one edge, with nothing between them.
        for i, e in enumerate(edge.tolist()):
            for t in self._on_edge.get(e, ()) if ok[i] else ():
                along = abs(float(starts.along_m[i]) - float(self.targets.along_m[t]))
                direct = float(starts.leg_m[i]) + along + float(self.targets.leg_m[t])
                if direct < metres[i]:
                    metres[i], target[i] = direct, t
        metres = metres.round(3)
        beyond = ~(metres <= self.limit_m + HAIR_M)
        metres[beyond], target[beyond] = np.inf, -1
        return metres, target

    def straight(self, points: Geometries) -> tuple[Floats, Ints]:
        """(p,) metres in a straight line to the nearest place, and which; infinity and -1 for none."""
        return _nearest(self._tree, points)

    def unjoined(self, islands: Ints, points: Geometries) -> Floats:
        """(p,) metres in a straight line to the nearest place that no mapped street leads to from there.

        `islands` (p,) says on which piece of the network each point is, -1 for none.
        """
        first = int(islands[0]) if len(islands) else 0
        if (islands == first).all():
            return _nearest(self._apart(first), points)[0]
        found = np.full(len(points), np.inf)
        for island in np.unique(islands):
            mine = islands == island
            found[mine] = _nearest(self._apart(int(island)), points[mine])[0]
        return found

    @cached_property
    def _trees(self) -> dict[int, shapely.STRtree | None]:
        return {}

    def _apart(self, island: int) -> shapely.STRtree | None:
        """The places that have no access point on this piece of the network."""
        if island not in self._trees:
            joined: Bools = np.zeros(len(self.shapes), dtype=bool)
            mine = islands_of(self.network, self.targets) == island
            joined[self.of_place[mine & (island >= 0)]] = True
            left = self.shapes[~joined]
            self._trees[island] = shapely.STRtree(left) if len(left) else None
        return self._trees[island]

    @cached_property
    def _tree(self) -> shapely.STRtree | None:
        return shapely.STRtree(self.shapes) if len(self.shapes) else None

    @cached_property
    def _on_edge(self) -> dict[int, list[int]]:
        """The access points on each edge that has any."""
        found: dict[int, list[int]] = {}
        for t in np.flatnonzero(self.targets.ok).tolist():
            found.setdefault(int(self.targets.edge[t]), []).append(t)
        return found


def islands_of(network: Network, points: Attached) -> Ints:
    """(p,) the piece of the network that each point is on; -1 where it is not attached."""
    on = network.island[network.edge_from[np.where(points.ok, points.edge, 0)]]
    return np.where(points.ok, on, -1).astype(np.int64)


def _carried(walks: Floats, before: Ints, begins: Ints) -> Ints:
    """Whose walk reaches each node: that of the node before it, from the places outwards."""
    found = np.full(len(walks), -1, dtype=np.int64)
    reached = np.isfinite(walks)
    n = len(walks)
    first = reached & ((before >= n) | (before < 0))
    found[first] = begins[first]
    # Pointer doubling: after k rounds every node within 2^k steps of a first one knows.
    up = np.where(reached & ~first, before, np.arange(n))
    while True:
        known = found[up]
        todo = (found < 0) & reached
        if not todo.any():
            return found
        found = np.where(todo & (known >= 0), known, found)
        further = up[up]
        if np.array_equal(further, up) and not (todo & (found[up] >= 0) & (found < 0)).any():
            return found
        up = further


def _nearest(tree: shapely.STRtree | None, points: Geometries) -> tuple[Floats, Ints]:
    metres, which = np.full(len(points), np.inf), np.full(len(points), -1, dtype=np.int64)
    if tree is not None and len(points):
        (at, near), away = tree.query_nearest(points, return_distance=True, all_matches=False)
        metres[at], which[at] = away.round(3), near
    return metres, which
