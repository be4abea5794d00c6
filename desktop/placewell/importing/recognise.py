"""Which known source a table comes from, told by its content; a file's name only breaks ties."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations
from typing import Any

import numpy as np
import shapely

from placewell.importing.raw import RawTable
from placewell.importing.source import Recognise, Source, ValueTest

SAMPLE = 2000
"""Cells of a column that are looked at; enough for shares, quick on a register of millions."""


LAYER_NAME = "@layer"
"""Stands for the name of the layer within its file where a source's rules name a column."""


@dataclass(frozen=True)
class Recognised:
    """A table with the source it was taken for; `table` has headings even where the file had none."""

    table: RawTable
    source: Source
    columns: Mapping[str, str]
    """Plain column name (see `plain`) to the table's own."""
    added: tuple[str, ...] = ()
    """Columns that the publisher's own file does not have."""


@dataclass(frozen=True)
class Unrecognised:
    """A table that no source fits, or several fit equally well, with what to tell the user."""

    table: RawTable
    reason: str
    candidates: tuple[str, ...] = field(default_factory=tuple)


def plain(name: str) -> str:
    """A column name without case, spaces and punctuation: 'LSOA code (2021)' is 'lsoacode2021'."""
    return re.sub(r"[^a-z0-9]+", "", name.casefold())


def column_index(table: RawTable) -> dict[str, str]:
    """Plain names of a table's columns to its own names; the first of two alike wins."""
    index: dict[str, str] = {}
    for name in table.columns:
        index.setdefault(plain(name), name)
    return index


def recognise(table: RawTable, sources: Sequence[Source]) -> Recognised | Unrecognised:
    """The one best source of a table. More demands met is better; a name's hint breaks a tie."""
    fits: list[tuple[int, Recognised]] = []
    for source in sources:
        fit = fits_source(table, source)
        if fit is not None:
            fits.append((_demands(source.recognise), fit))
    if not fits:
        return Unrecognised(table, _unknown(table))
    best = max(demands for demands, _ in fits)
    top = [fit for demands, fit in fits if demands == best]
    if len(top) > 1:
        name = table.file.casefold()
        hinted = [f for f in top if any(h.casefold() in name for h in f.source.recognise.hints)]
        top = hinted if len(hinted) == 1 else top
    if len(top) > 1:
        names = tuple(_label(f.source) for f in top)
        return Unrecognised(
            table, f"This looks equally like {' and like '.join(names)}; say which with --as.", names
        )
    return top[0]


def fits_source(table: RawTable, source: Source) -> Recognised | None:
    """The table read as this source, or None where it does not look like it."""
    ask = source.recognise
    if ask.formats and table.format not in ask.formats:
        return None
    if ask.headless:
        named = None if table.headed else _name_columns(table, ask.headless)
        if named is None:
            return None
        table = named
    elif not table.headed:
        return None
    index = column_index(table)
    if not all(plain(c) in index for c in ask.columns) or any(plain(c) in index for c in ask.absent):
        return None
    if not ask.columns and not ask.headless and not ask.values:
        return None
    if not _geometry_fits(table, ask.geometry):
        return None
    if not all(value_share_fits(table, index, test) for test in ask.values):
        return None
    known = {plain(c) for c in (*ask.known, *ask.columns)}
    added = tuple(sorted(n for p, n in index.items() if p not in known | _NUMBERING)) if ask.known else ()
    return Recognised(table, source, index, added)


def value_share_fits(table: RawTable, index: Mapping[str, str], test: ValueTest) -> bool:
    """Whether the share of filled cells that match lies within the test's bounds."""
    share = value_share(table, index, test)
    return share is not None and test.at_least <= share <= test.at_most


def value_share(table: RawTable, index: Mapping[str, str], test: ValueTest) -> float | None:
    """Share of filled cells of the test's column that match; None where the column is not there."""
    if test.column == LAYER_NAME:
        return float(bool(test.pattern.search(table.layer)))
    name = index.get(plain(test.column))
    if name is None:
        return None
    cells = [str(v).strip() for v in _sample(table.columns[name]) if v not in (None, "")]
    if not cells:
        return 0.0
    return sum(1 for c in cells if test.pattern.search(c)) / len(cells)


def _sample(values: Sequence[Any]) -> Sequence[Any]:
    # Evenly through the file: registers are sorted, and their first rows are all of one kind.
    if len(values) <= SAMPLE:
        return values
    step = len(values) / SAMPLE
    return [values[int(i * step)] for i in range(SAMPLE)]


_NUMBERING = {"id", "fid", "gid", "objectid", "ogcfid", "globalid", "shapearea", "shapelength", "shapeleng"}
"""Columns that a program adds when it saves a layer: they say nothing of who made the list."""


def _demands(ask: Recognise) -> int:
    return (
        len(ask.columns) + len(ask.absent) + 2 * len(ask.values) + 2 * len(ask.headless)
        + (ask.geometry != "any") + bool(ask.formats)
    )  # fmt: skip


def _label(source: Source) -> str:
    return f"{source.title} ({source.variant})" if source.variant else source.title


_GEOMETRY = {"point": {0, 4}, "line": {1, 2, 5}, "polygon": {3, 6}}


def _geometry_fits(table: RawTable, wanted: str) -> bool:
    if wanted == "any":
        return True
    if wanted == "none" or table.geometry is None:
        return wanted == "none" and table.geometry is None
    types = shapely.get_type_id(table.geometry)
    types = types[types >= 0]
    return bool(types.size) and bool(np.isin(types, list(_GEOMETRY[wanted])).mean() > 0.5)


def _name_columns(table: RawTable, patterns: Mapping[str, re.Pattern[str]]) -> RawTable | None:
    """The table with its columns named by what their cells look like, wherever they stand.

    Each name goes to the column with the greatest share of matching cells; at least 60 % of the
    filled cells must match. Where two names want the same columns (a register's name and its
    address), the assignment with the greatest sum is taken, and on a tie the file's own order.
    """
    columns = list(table.columns)
    if len(columns) < len(patterns):
        return None
    cells = {c: [str(v).strip() for v in _sample(table.columns[c]) if v not in (None, "")] for c in columns}
    share: dict[str, dict[str, float]] = {}
    for name, pattern in patterns.items():
        share[name] = {
            c: (sum(1 for v in vs if pattern.search(v)) / len(vs)) * _filled(table, vs)
            for c, vs in cells.items()
            if vs
        }
        share[name] = {c: s for c, s in share[name].items() if s >= 0.3}
        if not share[name]:
            return None
    taken = _assign(list(patterns), share)
    if taken is None:
        return None
    renamed = {c: n for n, c in taken.items()}
    return replace(table, columns={renamed.get(c, c): v for c, v in table.columns.items()}, headed=True)


def _filled(table: RawTable, values: Sequence[str]) -> float:
    return len(values) / max(1, min(len(table.rows), SAMPLE))


def _assign(names: list[str], share: Mapping[str, Mapping[str, float]]) -> dict[str, str] | None:
    """Names to different columns with the greatest sum of shares; the names are few (under eight)."""
    best: tuple[float, dict[str, str]] | None = None
    options = [sorted(share[n], key=lambda c, n=n: -share[n][c])[:3] for n in names]  # type: ignore[misc]
    pool = list(dict.fromkeys(c for o in options for c in o))
    if len(names) <= 4:
        for combo in permutations(pool, len(names)):
            if all(c in share[n] for n, c in zip(names, combo, strict=True)):
                total = sum(share[n][c] for n, c in zip(names, combo, strict=True))
                if best is None or total > best[0] + 1e-9:
                    best = total, dict(zip(names, combo, strict=True))
        return best[1] if best else None
    # Greedy for more names: the most certain first.
    taken: dict[str, str] = {}
    pairs = sorted(((share[n][c], n, c) for n in names for c in share[n]), key=lambda p: -p[0])
    for _, n, c in pairs:
        if n not in taken and c not in taken.values():
            taken[n] = c
    return taken if len(taken) == len(names) else None


def _unknown(table: RawTable) -> str:
    shown = ", ".join(list(table.columns)[:8]) or "no columns"
    if not table.headed:
        return f"This table has no headings and its {len(table.columns)} columns fit no known source."
    return f"No known source has these columns: {shown}."
