"""Which nodes can be walked to from each other."""

from __future__ import annotations

import numpy as np

from placewell.network.arrays import Numbers


def island_of(nodes: int, edge_from: Numbers, edge_to: Numbers) -> Numbers:
    """(nodes,) which separate piece each is in: 0 is the piece with most nodes; of equal ones the first."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(edge_from)), (edge_from, edge_to)), shape=(nodes, nodes))
    _, labels = connected_components(links, directed=False)
    sizes = np.bincount(labels)
    rank = np.empty(len(sizes), dtype=np.int32)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes), dtype=np.int32)
    island: Numbers = rank[labels]
    return island
