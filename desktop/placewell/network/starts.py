"""Room beside a network's graph for the starts of searches, so that none has to copy the graph."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from placewell.network.arrays import Floats, Numbers

if TYPE_CHECKING:
    from placewell.network.model import Network
    from placewell.network.snap import Attached

ROOM = 16
"""Starts searched from at once."""
HAIR_M = 1e-6
"""A walk of exactly the limit counts, however the sum of its parts is rounded."""


def ways_out(network: Network, points: Attached) -> tuple[Numbers, Floats]:
    """(p, 2) both ends of each point's edge, and the metres to them with the point's leg. All are attached."""
    edge = points.edge
    ends = np.stack([network.edge_from[edge], network.edge_to[edge]], axis=1)
    along, leg = points.along_m, points.leg_m
    rest = np.maximum(network.edge_m[edge] - along, 0.0)
    return ends, np.stack([leg + along, leg + rest], axis=1)


class Starts:
    """The graph with `ROOM` nodes more, each with two ways out of it and none in.

    Copying the graph would take longer than a search of some hundred metres does. What stands in the
    room is written over by each search, one at a time.
    """

    def __init__(self, network: Network) -> None:
        from scipy.sparse import csr_array

        self._network = network
        halves = network.halves
        n, half = len(network.node_xy), len(halves.to)
        tail = np.arange(1, ROOM + 1) * 2 + half
        self._graph = csr_array(
            (
                np.concatenate([halves.metres, np.zeros(2 * ROOM)]),
                np.concatenate([halves.to, np.zeros(2 * ROOM, dtype=np.int32)]),
                np.concatenate([halves.start, tail.astype(np.int32)]),
            ),
            shape=(n + ROOM, n + ROOM),
        )
        self._half = half
        self._lock = Lock()

    def search(self, points: Attached, limit_m: float) -> tuple[Floats, Numbers]:
        """(o, n) metres from each of at most `ROOM` attached points to each node, and the node before each."""
        from scipy.sparse.csgraph import dijkstra

        n, count = len(self._network.node_xy), len(points)
        ends, metres = ways_out(self._network, points)
        with self._lock:
            self._graph.indices[self._half : self._half + ends.size] = ends.ravel()
            self._graph.data[self._half : self._half + ends.size] = metres.ravel()
            walks, came = dijkstra(
                self._graph, indices=n + np.arange(count), limit=limit_m + HAIR_M, return_predecessors=True
            )
        return walks[:, :n], came[:, :n]
