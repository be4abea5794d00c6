"""Edges seen from both of their ends: the form in which a search walks them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from placewell.network.arrays import Floats, Numbers


@dataclass(frozen=True, eq=False)
class Halves:
    """Each node's neighbours, once each: `start[u]:start[u + 1]` are those of node u."""

    start: Numbers
    """(n + 1,)"""
    to: Numbers
    metres: Floats
    edge: Numbers
    """The shortest edge to that neighbour."""

    @cached_property
    def graph(self) -> Any:
        """As a symmetric scipy CSR array (n, n) of metres."""
        from scipy.sparse import csr_array

        n = len(self.start) - 1
        return csr_array((self.metres, self.to, self.start), shape=(n, n))

    def edge_between(self, u: int, v: int) -> int:
        """The shortest edge that joins two neighbouring nodes; raises KeyError where none does."""
        low, high = int(self.start[u]), int(self.start[u + 1])
        at = low + int(np.searchsorted(self.to[low:high], v))
        if at >= high or self.to[at] != v:
            raise KeyError((u, v))
        return int(self.edge[at])


def halves(nodes: int, edge_from: Numbers, edge_to: Numbers, edge_m: Floats) -> Halves:
    """Both halves of every edge, sorted by node and neighbour.

    Loops lead nowhere and are left out. A sparse matrix would add up parallel edges, so only the
    shortest of them goes in; of equally short ones the first.
    """
    edge = np.flatnonzero(edge_from != edge_to).astype(np.int32)
    # Shortest first, then a stable sort by place: the first of each pair of nodes is the one that counts.
    edge = edge[np.argsort(edge_m[edge], kind="stable")]
    one, other = edge_from[edge], edge_to[edge]
    key = np.stack([one * np.int64(nodes) + other, other * np.int64(nodes) + one], axis=1).ravel()
    edge = np.repeat(edge, 2)
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.ones(len(key), dtype=bool)
    first[1:] = key[1:] != key[:-1]
    key, edge = key[first], edge[order[first]]
    start = np.searchsorted(key, np.arange(nodes + 1, dtype=np.int64) * nodes).astype(np.int32)
    return Halves(start, (key % max(nodes, 1)).astype(np.int32), edge_m[edge], edge)
