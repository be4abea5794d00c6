"""Columns of a table without headings, named by what their cells look like."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from placewell.importing.raw import RawTable

SAMPLE = 2000
"""Cells of a column that are looked at; enough for shares, quick on a register of millions."""
ENOUGH = 0.3
"""Share of cells that must match: of the prescribers that the NHS lists, a third are not surgeries."""
IMPOSSIBLE = -100.0


def sample(values: Sequence[Any]) -> Sequence[Any]:
    """At most `SAMPLE` cells, evenly through the file: registers are sorted, and begin with one kind."""
    if len(values) <= SAMPLE:
        return values
    step = len(values) / SAMPLE
    return [values[int(i * step)] for i in range(SAMPLE)]


def name_columns(table: RawTable, patterns: Mapping[str, re.Pattern[str]]) -> RawTable | None:
    """The table with its columns named by what their cells look like, wherever they stand.

    A column can have a name where at least `ENOUGH` of its cells, blank ones counted, match. Of all
    ways to give each name a column of its own, the one with the greatest sum of shares is taken; on
    a tie the columns' content decides, so that the order of columns makes no difference.
    """
    columns = sorted(table.columns, key=lambda c: _digest(table.columns[c]))
    if len(columns) < len(patterns):
        return None
    from scipy.optimize import linear_sum_assignment

    names = list(patterns)
    share = np.array([[_match(table.columns[c], patterns[n]) for c in columns] for n in names])
    share[share < ENOUGH] = IMPOSSIBLE
    rows, at = linear_sum_assignment(share, maximize=True)
    if (share[rows, at] < ENOUGH).any():
        return None
    taken = {names[i]: columns[j] for i, j in zip(rows.tolist(), at.tolist(), strict=True)}
    _put_east_first(table, taken, patterns)
    renamed = {c: n for n, c in taken.items()}
    return replace(table, columns={renamed.get(c, c): v for c, v in table.columns.items()}, headed=True)


def _match(values: Sequence[Any], pattern: re.Pattern[str]) -> float:
    cells = sample(values)
    return sum(1 for v in cells if v not in (None, "") and pattern.search(str(v).strip())) / max(
        1, len(cells)
    )


def _digest(values: Sequence[Any]) -> bytes:
    return hashlib.sha256("\x1f".join(str(v) for v in sample(values)).encode()).digest()


_EAST_IS_GREATER = re.compile(
    r"^(AL|B[ABHNRS]?|C[BFMORTV]|D[AETY]|E[CNX]?|G[LU]|H[APR]|I[GP]|KT|L[EUN]|M[EK]|N[GNPRW]?|OX|P[ELO]"
    r"|R[GHM]|S[EGLMNOPSW]|T[AFNQRW]|UB|W[CDRSV]?)\d"
)
_NORTH_IS_GREATER = re.compile(
    r"^(AB|BB|CA|D[DGHL]|EH|F[KY]|G|HS|IV|K[AWY]|L[AL]?|ML|NE|P[AHR]|SR|T[DS]|ZE)\d"
)
"""Postcode areas that lie wholly on one side of the line where both figures are the same."""


def _put_east_first(table: RawTable, taken: dict[str, str], patterns: Mapping[str, re.Pattern[str]]) -> None:
    """Settle which of two columns is east, where figures of both look like either.

    The postcodes of a row say in most of Great Britain which must be more; in the belt where they
    do not, the order is the publishers': east stands before north.
    """
    if not {"code", "easting", "northing"} <= taken.keys():
        return
    east, north = (taken[n] for n in ("easting", "northing"))
    crossed = (
        _match(table.columns[north], patterns["easting"]),
        _match(table.columns[east], patterns["northing"]),
    )
    if min(crossed) < ENOUGH:
        return
    order = list(table.columns)
    votes = 0
    for code, e, n in zip(*(sample(table.columns[c]) for c in (taken["code"], east, north)), strict=True):
        if not (str(e).isdigit() and str(n).isdigit()) or int(e) == int(n):
            continue
        right = 1 if int(e) > int(n) else -1
        votes += right * (bool(_EAST_IS_GREATER.match(str(code))) - bool(_NORTH_IS_GREATER.match(str(code))))
    if votes < 0 or (votes == 0 and order.index(east) > order.index(north)):
        taken["easting"], taken["northing"] = north, east
