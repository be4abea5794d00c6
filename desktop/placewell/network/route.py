"""The way taken: a line along the streets, with both legs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from placewell.network.arrays import Floats
from placewell.network.model import Network
from placewell.network.search import HAIR_M, Searched
from placewell.network.snap import Attached


@dataclass(frozen=True, eq=False)
class Route:
    """The way from one point to another: a line with both legs, its length, and the streets used."""

    line: shapely.LineString
    reach_m: float
    streets: tuple[int, ...]
    """Positions in the network's street columns, in the order walked."""


def route_of(searched: Searched, o: int, targets: Attached, t: int) -> Route | None:
    """The shortest way from origin `o` of a search to target `t`; None where there is none within its limit.

    Its length is that of `reach`, to rounding.
    """
    network, origins = searched.network, searched.origins
    oe, te = int(origins.edge[o]), int(targets.edge[t])
    if oe < 0 or te < 0:
        return None
    along, t_along = float(origins.along_m[o]), float(targets.along_m[t])
    ways_in = ((int(network.edge_from[te]), 0.0), (int(network.edge_to[te]), float(network.edge_m[te])))
    metres, node, t_at = min(
        (float(searched.node_m[o, node]) + abs(t_along - at), node, at) for node, at in ways_in
    )
    direct = float(origins.leg_m[o]) + abs(along - t_along) if oe == te else np.inf
    total = min(metres, direct) + float(targets.leg_m[t])
    if not np.isfinite(total) or total > searched.limit_m + HAIR_M:
        return None
    if direct <= metres:
        path, used = [_stretch(network, oe, along, t_along)], [oe]
    else:
        first, hops = _hops(searched, o, node)
        path = [_stretch(network, oe, along, _way_out(network, oe, along, first))]
        path += [_whole(network, e, forward) for e, forward in hops]
        path += [_stretch(network, te, t_at, t_along)]
        used = [oe, *(e for e, _ in hops), te]
    xy = np.concatenate([origins.xy[o : o + 1], *path, targets.xy[t : t + 1]])
    keep = np.ones(len(xy), dtype=bool)
    keep[1:] = np.any(xy[1:] != xy[:-1], axis=1)
    keep[-1] |= keep.sum() < 2
    streets = tuple(dict.fromkeys(int(network.edge_street[e]) for e in used))
    return Route(shapely.LineString(xy[keep]), total, streets)


def _hops(searched: Searched, o: int, end: int) -> tuple[int, list[tuple[int, bool]]]:
    """The node where the walk leaves its first edge, then each edge to `end` and whether it is walked forward."""
    network = searched.network
    hops: list[tuple[int, bool]] = []
    node = end
    while 0 <= (previous := int(searched.before[o, node])) < len(network.node_xy):
        edge = network.edge_between(previous, node)
        hops.append((edge, int(network.edge_from[edge]) == previous))
        node = previous
    return node, hops[::-1]


def _way_out(network: Network, edge: int, along: float, node: int) -> float:
    """Where on its edge a walk comes to a node: its start or its end, the nearer where both are that node."""
    whole = float(network.edge_m[edge])
    starts, ends = int(network.edge_from[edge]) == node, int(network.edge_to[edge]) == node
    return 0.0 if starts and (not ends or along <= whole - along) else whole


def _whole(network: Network, edge: int, forward: bool) -> Floats:
    xy = network.line_xy[network.line_start[edge] : network.line_start[edge + 1]]
    return xy if forward else xy[::-1]


def _stretch(network: Network, edge: int, begin_m: float, end_m: float) -> Floats:
    """The part of an edge between two places on it, in the order walked."""
    xy = network.line_xy[network.line_start[edge] : network.line_start[edge + 1]]
    at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])
    low, high = min(begin_m, end_m), max(begin_m, end_m)
    ends = np.stack([np.interp([low, high], at, xy[:, axis]) for axis in (0, 1)], axis=1)
    part = np.concatenate([ends[:1], xy[(at > low) & (at < high)], ends[1:]])
    return part if begin_m <= end_m else part[::-1]
