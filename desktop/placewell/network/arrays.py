"""Names for the arrays that a network is made of."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
"""Of nodes, edges and streets: half the memory, and what the search works on."""
Positions = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Shapes = npt.NDArray[np.object_]


def spread(begins: Ints, counts: Ints) -> Ints:
    """Positions of runs one after another: `counts[i]` of them from `begins[i]` on."""
    after = np.cumsum(counts)
    total = int(after[-1]) if len(after) else 0
    return np.arange(total) + np.repeat(begins - after + counts, counts)
