"""Where the ends of streets meet: at equal node codes, else at equal points."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from placewell.network.model import Floats, Ints

APART_M = 1.0
"""An end further than this from where its node code stands is not at that node: the line was cut
(files are clipped at a boundary and keep the codes), or two files use one code for two places."""


def join(ends: Floats, row: Ints, start_code: Sequence[str], end_code: Sequence[str]) -> tuple[Floats, Ints]:
    """Nodes and which of them each end is at.

    `ends` is (m, 2, 2), `row` the street of each line, the codes one a street ('' where the file has
    none). Returns node_xy (n, 2) and node (m, 2). An end that is not where its code stands joins
    whatever else ends at its own point. An end never moves more than `APART_M`.
    """
    stands = _where_codes_stand(ends, row, start_code, end_code)
    number: dict[tuple[float, float], int] = {}
    node = np.empty((len(ends), 2), dtype=np.int64)
    for i in range(len(ends)):
        codes = start_code[row[i]], end_code[row[i]]
        for side in (0, 1):
            at = (float(ends[i, side, 0]), float(ends[i, side, 1]))
            # Its own side's code first: a loop or a short link may be near both.
            for code in (codes[side], codes[1 - side]):
                if code and _near(stands[code], at):
                    at = stands[code]
                    break
            node[i, side] = number.setdefault(at, len(number))
    return np.array(list(number), dtype=np.float64).reshape(-1, 2), node


def _where_codes_stand(
    ends: Floats, row: Ints, start_code: Sequence[str], end_code: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """The point that most ends with that code share; of equally many, the first in order."""
    seen: defaultdict[str, Counter[tuple[float, float]]] = defaultdict(Counter)
    for i, street in enumerate(row):
        for side, code in ((0, start_code[street]), (1, end_code[street])):
            if code:
                seen[code][float(ends[i, side, 0]), float(ends[i, side, 1])] += 1
    return {code: points.most_common(1)[0][0] for code, points in seen.items()}


def _near(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return float(np.hypot(a[0] - b[0], a[1] - b[1])) <= APART_M
