"""One search from each start: how far every junction is on foot, and by which way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from placewell.network.arrays import Floats, Numbers
from placewell.network.model import Network
from placewell.network.snap import Attached
from placewell.network.starts import HAIR_M, ROOM, ways_out

__all__ = ["HAIR_M", "Searched", "check_limit", "search", "with_starts"]


@dataclass(frozen=True, eq=False)
class Searched:
    """Walks from `o` origins to all `n` nodes, within a limit in metres."""

    network: Network
    origins: Attached
    limit_m: float
    node_m: Floats
    """(o, n) the origin's leg counted; infinity beyond the limit or where no way leads."""
    before: Numbers
    """(o, n) the node walked through before each; none of 0 to n - 1 where the walk comes from the origin."""


def check_limit(limit_m: float) -> None:
    """Raise ValueError for a limit below 0 or none at all; infinity is one."""
    if not limit_m >= 0:
        raise ValueError(f"walks cannot be followed for {limit_m} metres")


def search(network: Network, origins: Attached, limit_m: float) -> Searched:
    """Follow the walks from each origin as far as `limit_m`. Raises ValueError for a limit below 0.

    Each origin is a node of its own beside the network, joined to both ends of its edge by what the
    walk there takes, so that one search an origin is enough and both legs of it are exact.
    """
    check_limit(limit_m)
    n, ok = len(network.node_xy), np.flatnonzero(origins.ok)
    parts = [
        network.starts.search(origins.take(ok[at : at + ROOM]), limit_m) for at in range(0, len(ok), ROOM)
    ]
    if len(parts) == 1 and len(ok) == len(origins):
        return Searched(network, origins, limit_m, *parts[0])
    node_m = np.full((len(origins), n), np.inf)
    before = np.full((len(origins), n), -1, dtype=np.int32)
    for at, (metres, came) in zip(range(0, len(ok), ROOM), parts, strict=True):
        node_m[ok[at : at + ROOM]], before[ok[at : at + ROOM]] = metres, came
    return Searched(network, origins, limit_m, node_m, before)


def with_starts(network: Network, points: Attached) -> Any:
    """The network's graph with one node more, from which all the points' edges' ends are reached."""
    from scipy.sparse import csr_array

    halves = network.halves
    ends, metres = ways_out(network, points)
    last = np.array([halves.start[-1] + ends.size], dtype=np.int32)
    size = len(halves.start)
    return csr_array(
        (
            np.concatenate([halves.metres, metres.ravel()]),
            np.concatenate([halves.to, ends.ravel()]),
            np.concatenate([halves.start, last]),
        ),
        shape=(size, size),
    )
