"""How far it is on foot, from points on edges to points on edges, and the way taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from placewell.network.model import Floats, Network
from placewell.network.snap import Attached

_AT_ONCE = 64
"""Origins searched together: bounds the memory of a search to about this many rows of nodes."""


def reach(network: Network, origins: Attached, targets: Attached, limit_m: float) -> Floats:
    """(o, t) metres on foot from each origin to each target, both legs counted.

    Infinity where it is more than `limit_m`, where either is not attached, or where no way leads.
    """
    found = np.full((len(origins), len(targets)), np.inf)
    from_, to = np.flatnonzero(origins.ok), np.flatnonzero(targets.ok)
    for begin in range(0, len(from_) if len(to) else 0, _AT_ONCE):
        some = from_[begin : begin + _AT_ONCE]
        found[np.ix_(some, to)] = _walks(network, origins, some, targets, to, limit_m)
    found[found > limit_m] = np.inf
    return found


def _walks(
    network: Network, origins: Attached, o: np.ndarray, targets: Attached, t: np.ndarray, limit_m: float
) -> Floats:
    from scipy.sparse.csgraph import dijkstra

    oe, te = origins.edge[o], targets.edge[t]
    nodes, place = np.unique(
        np.concatenate([network.edge_from[oe], network.edge_to[oe]]), return_inverse=True
    )
    walks = dijkstra(network.graph, directed=True, indices=nodes, limit=limit_m)
    by_start, by_end = walks[place[: len(o)]], walks[place[len(o) :]]
    along, rest = origins.along_m[o], network.edge_m[oe] - origins.along_m[o]
    # A walk leaves its edge by one end or the other, and comes to the target's edge by one or the other.
    node_m = np.minimum(by_start + along[:, None], by_end + rest[:, None])
    t_along, t_rest = targets.along_m[t], network.edge_m[te] - targets.along_m[t]
    metres = np.minimum(node_m[:, network.edge_from[te]] + t_along, node_m[:, network.edge_to[te]] + t_rest)
    # Or both are on one edge, with nothing between them.
    direct = np.abs(along[:, None] - targets.along_m[t][None, :])
    metres = np.where(oe[:, None] == te[None, :], np.minimum(metres, direct), metres)
    total: Floats = metres + origins.leg_m[o][:, None] + targets.leg_m[t][None, :]
    return total


@dataclass(frozen=True, eq=False)
class Route:
    """The way from one point to another: a line with both legs, its length, and the streets used."""

    line: shapely.LineString
    reach_m: float
    streets: tuple[int, ...]
    """Positions in the network's street columns, in the order walked."""


def route(network: Network, origins: Attached, o: int, targets: Attached, t: int) -> Route | None:
    """The shortest way from origin `o` to target `t`; None where there is none.

    Its length is that of `reach`, to rounding.
    """
    from scipy.sparse.csgraph import dijkstra

    oe, te = int(origins.edge[o]), int(targets.edge[t])
    if oe < 0 or te < 0:
        return None
    exits = ((int(network.edge_from[oe]), 0.0), (int(network.edge_to[oe]), float(network.edge_m[oe])))
    ways_in = ((int(network.edge_from[te]), 0.0), (int(network.edge_to[te]), float(network.edge_m[te])))
    along, t_along = float(origins.along_m[o]), float(targets.along_m[t])
    walks, before = dijkstra(
        network.graph, directed=True, indices=[node for node, _ in exits], return_predecessors=True
    )
    choices = [
        (abs(along - at) + float(walks[i, node]) + abs(t_along - t_at), i, j)
        for i, (_, at) in enumerate(exits)
        for j, (node, t_at) in enumerate(ways_in)
    ]
    metres, i, j = min(choices)
    if oe == te and abs(along - t_along) <= metres:
        metres, path = abs(along - t_along), [_cut(network, oe, along, t_along)]
        used = [oe]
    elif np.isfinite(metres):
        hops = _hops(network, before[i], exits[i][0], ways_in[j][0])
        path = [_cut(network, oe, along, exits[i][1])]
        path += [_whole(network, e, forward) for e, forward in hops]
        path += [_cut(network, te, ways_in[j][1], t_along)]
        used = [oe, *(e for e, _ in hops), te]
    else:
        return None
    xy = np.concatenate([origins.xy[o : o + 1], *path, targets.xy[t : t + 1]])
    keep = np.ones(len(xy), dtype=bool)
    keep[1:] = np.any(xy[1:] != xy[:-1], axis=1)
    keep[-1] |= keep.sum() < 2
    streets = tuple(dict.fromkeys(int(network.edge_street[e]) for e in used))
    total = metres + float(origins.leg_m[o]) + float(targets.leg_m[t])
    return Route(shapely.LineString(xy[keep]), total, streets)


def _hops(network: Network, before: np.ndarray, start: int, end: int) -> list[tuple[int, bool]]:
    """Edges from one node to another by the search's predecessors, each with whether it is walked forward."""
    hops: list[tuple[int, bool]] = []
    node = end
    while node != start:
        previous = int(before[node])
        edge = network.edge_between(previous, node)
        hops.append((edge, int(network.edge_from[edge]) == previous))
        node = previous
    return hops[::-1]


def _whole(network: Network, edge: int, forward: bool) -> Floats:
    xy = network.line_xy[network.line_start[edge] : network.line_start[edge + 1]]
    return xy if forward else xy[::-1]


def _cut(network: Network, edge: int, begin_m: float, end_m: float) -> Floats:
    """The part of an edge between two places on it, in the order walked."""
    xy = network.line_xy[network.line_start[edge] : network.line_start[edge + 1]]
    at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])
    low, high = min(begin_m, end_m), max(begin_m, end_m)
    ends = np.stack([np.interp([low, high], at, xy[:, axis]) for axis in (0, 1)], axis=1)
    part = np.concatenate([ends[:1], xy[(at > low) & (at < high)], ends[1:]])
    return part if begin_m <= end_m else part[::-1]
