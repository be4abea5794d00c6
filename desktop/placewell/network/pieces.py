"""Ways cut where their publisher means them to join."""

from __future__ import annotations

import numpy as np

from placewell.network.arrays import Bools
from placewell.network.same import places
from placewell.network.streets import Lines


def cut_at_shared_points(lines: Lines, cut: Bools) -> Lines:
    """Cut the lines marked in `cut` at every vertex that two of them, or one twice, pass through.

    So OpenStreetMap says that ways join: by sharing a point. A bridge shares none with what is below.
    """
    if not cut.any():
        return lines
    line = np.repeat(np.arange(len(lines)), np.diff(lines.start))
    repeated = np.zeros(len(line), dtype=bool)
    repeated[1:] = (line[1:] == line[:-1]) & np.all(lines.xy[1:] == lines.xy[:-1], axis=1) & cut[line[1:]]
    xy, line = lines.xy[~repeated], line[~repeated]
    marked = cut[line]
    shared = np.zeros(len(line), dtype=bool)
    _, point = places(xy[marked])
    shared[marked] = np.bincount(point)[point] > 1
    first = np.ones(len(line), dtype=bool)
    first[1:] = line[1:] != line[:-1]
    last = np.roll(first, -1)
    inner = shared & ~first & ~last
    # A point where a line is cut ends one piece and begins the next, so it is there twice.
    at = np.repeat(np.arange(len(line)), 1 + inner)
    begins = np.zeros(len(at), dtype=bool)
    begins[1:] = at[1:] == at[:-1]
    begins |= first[at]
    start = np.concatenate([np.flatnonzero(begins), [len(at)]]).astype(np.int64)
    of = line[at[begins]]
    # Only the outer ends of a line have its codes.
    code = np.full((len(of), 2), -1, dtype=np.int64)
    opens, closes = first[at[start[:-1]]], last[at[start[1:] - 1]]
    code[opens, 0], code[closes, 1] = lines.code[of[opens], 0], lines.code[of[closes], 1]
    return Lines(xy[at], start, lines.street[of], code)
