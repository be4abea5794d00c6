"""Where the ends of streets meet: at equal node codes, else at equal points."""

from __future__ import annotations

import numpy as np

from placewell.network.arrays import Floats, Ints
from placewell.network.same import places

APART_M = 1.0
"""An end further than this from where its node code stands is not at that node: the line was cut
(files are clipped at a boundary and keep the codes), or two files use one code for two places."""


def join(ends: Floats, code: Ints) -> tuple[Floats, Ints]:
    """Nodes and which of them each end is at.

    `ends` is (p, 2, 2), `code` (p, 2) numbers, -1 for none. Returns node_xy (n, 2) in the order in
    which they are first met, and node (p, 2). An end that is not where its code stands joins
    whatever else ends at its own point. An end never moves more than `APART_M`.
    """
    xy, own = ends.reshape(-1, 2), code.reshape(-1)
    other = code[:, ::-1].reshape(-1)
    first, point = places(xy)
    stands = _where_codes_stand(own, point, int(own.max(initial=-1)) + 1)
    at = point.copy()
    free = np.ones(len(at), dtype=bool)
    # Its own side's code first: a loop or a short link may be near both. Where a line was drawn the other
    # way round than its codes say, the other's; but an end without a code is at its own point.
    for codes in (own, other):
        asked = np.flatnonzero(free & (own >= 0) & (codes >= 0))
        found = stands[codes[asked]]
        apart = np.hypot(*(xy[first[found]] - xy[asked]).T)
        near = asked[(apart <= APART_M) & (found >= 0)]
        at[near] = stands[codes[near]]
        free[near] = False
    points, met, node = np.unique(at, return_index=True, return_inverse=True)
    order = np.argsort(met, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return xy[first[points[order]]], rank[node].reshape(-1, 2)


def _where_codes_stand(code: Ints, point: Ints, codes: int) -> Ints:
    """(codes,) the point that most ends with that code share; of equally many, the first met. -1: no end."""
    stands = np.full(codes, -1, dtype=np.int64)
    has = np.flatnonzero(code >= 0)
    many = int(point.max(initial=0)) + 1
    key, first, count = np.unique(code[has] * many + point[has], return_index=True, return_counts=True)
    # The last of each code in this order is the one with most ends, met first.
    order = np.lexsort((-first, count, key // many))
    stands[key[order] // many] = key[order] % many
    return stands
