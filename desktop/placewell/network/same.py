"""Which points are one and the same."""

from __future__ import annotations

import numpy as np

from placewell.network.arrays import Floats, Ints


def places(xy: Floats) -> tuple[Ints, Ints]:
    """The first point at each different place, and which of those places each point (n, 2) is at.

    Sorting millions of pairs of numbers takes minutes, so points are told apart by one number made
    of both; should two places ever share it, the pairs are sorted after all.
    """
    # Adding 0 makes -0.0 and 0.0 one.
    bits = np.ascontiguousarray(xy + 0.0).view(np.uint64).reshape(-1, 2)
    mixed = (bits[:, 0] * np.uint64(0x9E3779B97F4A7C15)) ^ (bits[:, 1] * np.uint64(0xC2B2AE3D27D4EB4F))
    _, first, at = np.unique(mixed ^ (mixed >> np.uint64(29)), return_index=True, return_inverse=True)
    if not np.array_equal(xy[first[at]], xy):
        _, first, at = np.unique(xy + 0.0, axis=0, return_index=True, return_inverse=True)
    return first.astype(np.int64), at.reshape(-1).astype(np.int64)
