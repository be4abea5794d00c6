"""The walking network as arrays, and what follows from them (lines, spatial index, graph, islands)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Texts = npt.NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Network:
    """Streets joined at their junctions. `m` edges between `n` nodes, drawn from `s` streets.

    A street gives several edges where it is cut at junctions. Coordinates and lengths in metres of
    the project's map coordinates. Frozen: whoever wants another network builds another.
    """

    body: str
    """Which streets these are: 'roads' (no paths are mapped) or 'paths' (streets and paths)."""
    node_xy: Floats
    """(n, 2)"""
    edge_from: Ints
    edge_to: Ints
    edge_m: Floats
    edge_street: Ints
    """(m,) position of the edge's street in the three columns below."""
    line_xy: Floats
    """(k, 2) vertices of all edges one after another, each from its `edge_from` to its `edge_to`."""
    line_start: Ints
    """(m + 1,) where each edge's vertices begin in `line_xy`."""
    street_id: Texts
    street_name: Texts
    street_class: Texts
    left_out: int
    """Streets that nobody may walk along (motorways, private ways), and so are not in it."""

    @cached_property
    def lines(self) -> npt.NDArray[np.object_]:
        """(m,) each edge as a shapely line."""
        counts = np.diff(self.line_start)
        made: Any = shapely.linestrings(self.line_xy, indices=np.repeat(np.arange(len(counts)), counts))
        return np.asarray(made, dtype=object)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Spatial index over `lines`."""
        return shapely.STRtree(self.lines)

    @cached_property
    def footprint(self) -> shapely.Geometry:
        """Outline (convex hull) of the ground that the streets cover."""
        hull: shapely.Geometry = shapely.convex_hull(shapely.multipoints(self.node_xy))
        return hull

    @cached_property
    def _pairs(self) -> tuple[Ints, Ints, Ints]:
        """Node, neighbour and the shortest edge between them; both ways, sorted, without loops.

        A sparse matrix would add up parallel edges, so only the shortest of them goes in.
        """
        edges = np.flatnonzero(self.edge_from != self.edge_to)
        u = np.concatenate([self.edge_from[edges], self.edge_to[edges]])
        v = np.concatenate([self.edge_to[edges], self.edge_from[edges]])
        e = np.concatenate([edges, edges])
        order = np.lexsort((e, self.edge_m[e], v, u))
        u, v, e = u[order], v[order], e[order]
        first = np.ones(len(u), dtype=bool)
        first[1:] = (u[1:] != u[:-1]) | (v[1:] != v[:-1])
        return u[first], v[first], e[first]

    @cached_property
    def graph(self) -> Any:
        """Lengths in metres as a symmetric scipy CSR matrix (n, n)."""
        from scipy.sparse import csr_array

        u, v, e = self._pairs
        n = len(self.node_xy)
        starts = np.searchsorted(u, np.arange(n + 1))
        return csr_array((self.edge_m[e], v.astype(np.int32), starts.astype(np.int32)), shape=(n, n))

    def edge_between(self, u: int, v: int) -> int:
        """The shortest edge that joins two neighbouring nodes; raises KeyError where none does."""
        us, vs, es = self._pairs
        lo, hi = np.searchsorted(us, [u, u + 1])
        at = lo + int(np.searchsorted(vs[lo:hi], v))
        if at >= hi or vs[at] != v:
            raise KeyError((u, v))
        return int(es[at])

    @cached_property
    def islands(self) -> Ints:
        """(n,) which separate piece each node is in; 0 is the piece with most nodes, then 1 …"""
        from scipy.sparse.csgraph import connected_components

        _, labels = connected_components(self.graph, directed=False)
        sizes = np.bincount(labels)
        rank = np.empty(len(sizes), dtype=np.int64)
        rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
        islands: Ints = rank[labels]
        return islands

    def stats(self) -> dict[str, Any]:
        """Counts for the project's page: nodes, edges, islands, length in km, which body of streets."""
        return {
            "body": self.body,
            "nodes": len(self.node_xy),
            "edges": len(self.edge_m),
            "islands": int(self.islands.max()) + 1,
            "length_km": round(float(self.edge_m.sum()) / 1000, 3),
            "left_out": self.left_out,
        }
