"""Things near each other on the ground put near each other in memory, and found there by boxes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from placewell.network.arrays import Floats, Positions

_BITS = 16


def along_curve(xy: Floats) -> Positions:
    """Positions of points (n, 2) in the order in which a Hilbert curve passes them; equal ones keep theirs.

    A walk then reads memory that lies together, which makes searching large networks much quicker.
    """
    if not len(xy):
        return np.zeros(0, dtype=np.intp)
    low = xy.min(axis=0)
    span = float((xy.max(axis=0) - low).max()) or 1.0
    cell = np.minimum((xy - low) / span * (1 << _BITS), (1 << _BITS) - 1).astype(np.int64)
    x, y = cell[:, 0].copy(), cell[:, 1].copy()
    along = np.zeros(len(xy), dtype=np.int64)
    for bit in range(_BITS - 1, -1, -1):
        side = 1 << bit
        right, upper = (x & side) > 0, (y & side) > 0
        along += side * side * ((3 * right) ^ upper)
        turned = ~upper
        flipped = turned & right
        x[flipped] = side - 1 - (x[flipped] & (side - 1))
        y[flipped] = side - 1 - (y[flipped] & (side - 1))
        x[turned], y[turned] = y[turned], x[turned].copy()
    return np.argsort(along, kind="stable")


@dataclass(frozen=True, eq=False)
class Blocks:
    """Boxes round each `_PER_BLOCK` things in a row: enough to find those near a place among millions."""

    box: Floats
    """(blocks, 4) least x, least y, greatest x, greatest y."""
    count: int

    def near(self, box: tuple[float, float, float, float]) -> npt.NDArray[np.int64]:
        """Positions of all things that may touch a box, in order; some of them do not."""
        x0, y0, x1, y1 = box
        b = self.box
        hit = np.flatnonzero((b[:, 0] <= x1) & (b[:, 2] >= x0) & (b[:, 1] <= y1) & (b[:, 3] >= y0))
        found = (hit[:, None] * _PER_BLOCK + np.arange(_PER_BLOCK)).ravel()
        return found[found < self.count]


_PER_BLOCK = 32


def blocks(line_xy: Floats, line_start: npt.NDArray[np.int64]) -> Blocks:
    """Blocks of lines given by their vertices one after another."""
    count = len(line_start) - 1
    first = line_start[:-1:_PER_BLOCK]
    if not count:
        return Blocks(np.zeros((0, 4)), 0)
    low = np.minimum.reduceat(line_xy, first, axis=0)
    high = np.maximum.reduceat(line_xy, first, axis=0)
    return Blocks(np.concatenate([low, high], axis=1), count)
