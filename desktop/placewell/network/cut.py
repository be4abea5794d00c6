"""A part of a network as a network of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from placewell.network.arrays import Positions, spread
from placewell.network.islands import island_of
from placewell.network.model import Network


def only_edges(network: Network, edges: Positions) -> Network:
    """The network of these edges alone, in their order; what was joined through others no longer is."""
    ends = np.concatenate([network.edge_from[edges], network.edge_to[edges]])
    nodes, end = np.unique(ends, return_inverse=True)
    streets, street = np.unique(network.edge_street[edges], return_inverse=True)
    begins, counts = network.line_start[edges], np.diff(network.line_start)[edges]
    line_start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    edge_from, edge_to = end.astype(np.int32).reshape(2, -1)
    return replace(
        network,
        node_xy=network.node_xy[nodes],
        island=island_of(len(nodes), edge_from, edge_to),
        edge_from=edge_from,
        edge_to=edge_to,
        edge_m=network.edge_m[edges],
        edge_street=street.astype(np.int32),
        line_xy=network.line_xy[spread(begins, counts)],
        line_start=line_start,
        street_id=network.street_id.take(streets),
        street_name=network.street_name.take(streets),
        street_class=network.street_class.take(streets),
        street_body=network.street_body.take(streets),
        street_steps=network.street_steps[streets],
        street_surface=network.street_surface.take(streets),
        street_lit=network.street_lit.take(streets),
    )
