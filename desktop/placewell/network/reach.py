"""How far it is on foot, from points on edges to points on edges, both legs counted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placewell.network.arrays import Floats, Ints, Positions
from placewell.network.model import Network
from placewell.network.route import Route, route_of
from placewell.network.search import HAIR_M, Searched, check_limit, search, with_starts
from placewell.network.snap import Attached

__all__ = ["Route", "least", "nearest", "node_walks", "per_group", "reach", "reach_of", "route", "within"]

_ROOM = 4_000_000
"""Numbers held at once by a search from many origins: its memory, whatever the network's size."""


def reach(network: Network, origins: Attached, targets: Attached, limit_m: float) -> Floats:
    """(o, t) metres on foot from each origin to each target, both legs counted; one-to-many or many-to-one.

    Infinity where it is more than `limit_m` (which counts), where either is not attached, or where no
    way leads. Raises ValueError for a limit below 0. Walks are as long there as back, so the search
    begins from the fewer.
    """
    if len(targets) < len(origins):
        return np.ascontiguousarray(reach(network, targets, origins, limit_m).T)
    check_limit(limit_m)
    if len(origins) * len(network.node_xy) <= _ROOM:
        return reach_of(search(network, origins, limit_m), targets)
    found = np.full((len(origins), len(targets)), np.inf)
    for some in _blocks(network, len(origins)):
        found[some] = reach_of(search(network, origins.take(some), limit_m), targets)
    return found


def reach_of(searched: Searched, targets: Attached) -> Floats:
    """(o, t) the same from a search that has been made."""
    network, origins = searched.network, searched.origins
    if not len(network.edge_m):
        return np.full((len(origins), len(targets)), np.inf)
    edge, along = targets.edge, targets.along_m
    by_start = searched.node_m[:, network.edge_from[edge]]
    by_end = searched.node_m[:, network.edge_to[edge]]
    by_start += along
    by_end += np.maximum(network.edge_m[edge] - along, 0.0)
    metres: Floats = np.minimum(by_start, by_end, out=by_start)
    # Or both are on one edge, with nothing between them.
    o, same = (origins.edge[:, None] == edge).nonzero()
    if len(o):
        direct = origins.leg_m[o] + np.abs(origins.along_m[o] - along[same])
        metres[o, same] = np.minimum(metres[o, same], direct)
    # Where not attached the leg is infinite, whatever stands in the other columns.
    metres += targets.leg_m
    metres[metres > searched.limit_m + HAIR_M] = np.inf
    return metres


def node_walks(network: Network, origins: Attached, limit_m: float) -> Floats:
    """(o, n) metres from each origin to each node, its leg counted; infinity beyond `limit_m`."""
    return search(network, origins, limit_m).node_m


def least(network: Network, targets: Attached, limit_m: float = np.inf) -> Floats:
    """(n,) metres from each node to the nearest target, its leg counted, in one search; infinity beyond."""
    from scipy.sparse.csgraph import dijkstra

    check_limit(limit_m)
    n, ok = len(network.node_xy), np.flatnonzero(targets.ok)
    if not len(ok):
        return np.full(n, np.inf)
    graph = with_starts(network, targets.take(ok))
    walks: Floats = dijkstra(graph, indices=n, limit=limit_m + HAIR_M)[:n]
    return walks


def nearest(
    network: Network, origins: Attached, targets: Attached, k: int, limit_m: float
) -> tuple[Ints, Floats]:
    """(o, k) positions and metres of the nearest targets of each origin, nearest first.

    -1 and infinity where there are fewer within `limit_m`; of equally near ones the first. Raises
    ValueError for k below 1.
    """
    if k < 1:
        raise ValueError(f"the nearest {k} of something")
    index = np.full((len(origins), k), -1, dtype=np.int64)
    metres = np.full((len(origins), k), np.inf)
    if not len(targets):
        return index, metres
    for some, found in _rows(network, origins, targets, limit_m):
        order = np.argsort(found, axis=1, kind="stable")[:, :k]
        least_m = np.take_along_axis(found, order, axis=1)
        index[some, : order.shape[1]] = np.where(np.isfinite(least_m), order, -1)
        metres[some, : order.shape[1]] = least_m
    return index, metres


def within(
    network: Network, origins: Attached, targets: Attached, limit_m: float, values: Floats | None = None
) -> tuple[Ints, Floats]:
    """(o,) how many targets are within `limit_m` of each origin, and the sum of their values (1 each).

    A value that is not a number makes the sums that need it so: what is missing is not nothing.
    """
    worth = np.ones(len(targets)) if values is None else np.asarray(values, dtype=np.float64)
    if worth.shape != (len(targets),):
        raise ValueError(f"{len(worth)} values for {len(targets)} targets")
    count = np.zeros(len(origins), dtype=np.int64)
    total = np.zeros(len(origins))
    for some, found in _rows(network, origins, targets, limit_m):
        there = np.isfinite(found)
        count[some] = there.sum(axis=1)
        total[some] = np.where(there, worth, 0.0).sum(axis=1)
    return count, total


def route(
    network: Network, origins: Attached, o: int, targets: Attached, t: int, limit_m: float = np.inf
) -> Route | None:
    """The shortest way from origin `o` to target `t`; None where there is none within `limit_m`."""
    searched = search(network, origins.take(np.array([o])), limit_m)
    return route_of(searched, 0, targets, t)


def per_group(metres: Floats, group: Ints, groups: int) -> Floats:
    """(o, groups) the least of the columns that belong to each group; infinity for a group without any.

    `group` (t,) says which group each column of `metres` (o, t) is of, in rising order.
    """
    found = np.full((len(metres), groups), np.inf)
    has, first = np.unique(group, return_index=True)
    if len(has):
        found[:, has] = np.minimum.reduceat(metres, first, axis=1)
    return found


def _rows(
    network: Network, origins: Attached, targets: Attached, limit_m: float
) -> Iterator[tuple[Positions, Floats]]:
    """Some origins at a time with their reach to all targets, searching from whichever are fewer."""
    room = max(1, _ROOM // max(len(targets), 1))
    if len(targets) < len(origins):
        for begin in range(0, len(origins), room):
            some = np.arange(begin, min(begin + room, len(origins)))
            yield some, reach(network, origins.take(some), targets, limit_m)
        return
    for some in _blocks(network, len(origins)):
        yield some, reach(network, origins.take(some), targets, limit_m)


def _blocks(network: Network, count: int) -> Iterator[Positions]:
    size = max(1, _ROOM // max(len(network.node_xy), 1))
    for begin in range(0, count, size):
        yield np.arange(begin, min(begin + size, count))
