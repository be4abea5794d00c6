"""Which known source a table comes from, told by its content; a file's name only breaks ties."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from placewell.importing.headless import name_columns, sample
from placewell.importing.raw import RawTable
from placewell.importing.source import Recognise, Source, ValueTest

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
    """The one best source of a table: the most demanding that fits, then the one it fits most clearly.

    How many tests of its cells a source makes does not count, only whether it makes any: it is as
    sure as the test that it meets least well. Where two are about as sure, a name's hint decides.
    """
    fits = [fit for source in sources if (fit := fits_source(table, source)) is not None]
    if not fits:
        return Unrecognised(table, _unknown(table, sources))
    most = max(_demands(fit.source.recognise) for fit in fits)
    top = [fit for fit in fits if _demands(fit.source.recognise) == most]
    if len(top) > 1:
        sure = [_sureness(fit) for fit in top]
        top = [fit for fit, s in zip(top, sure, strict=True) if s >= max(sure) - CLEAR]
    if len(top) > 1:
        name = table.file.casefold()
        hinted = [f for f in top if any(h.casefold() in name for h in f.source.recognise.hints)]
        top = hinted if len(hinted) == 1 else top
    if len(top) > 1:
        names = " and like ".join(_label(f.source) for f in top)
        ways = " or ".join(f"--as {_said(f.source)}" for f in top)
        return Unrecognised(table, f"This looks equally like {names}; say which it is with {ways}.")
    return top[0]


def fits_source(table: RawTable, source: Source) -> Recognised | None:
    """The table read as this source, or None where it does not look like it."""
    fit = _fits_form(table, source)
    if fit is None:
        return None
    tests = source.recognise.values
    return fit if all(value_share_fits(fit.table, fit.columns, test) for test in tests) else None


def _fits_form(table: RawTable, source: Source) -> Recognised | None:
    """The table read as this source by its format, columns and shapes alone, whatever its cells say."""
    ask = source.recognise
    if ask.formats and table.format not in ask.formats:
        return None
    if ask.headless:
        named = None if table.headed else name_columns(table, ask.headless)
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
    cells = [str(v).strip() for v in sample(table.columns[name]) if v not in (None, "")]
    if not cells:
        return 0.0
    return sum(1 for c in cells if test.pattern.search(c)) / len(cells)


_NUMBERING = {
    "id", "fid", "gid", "objectid", "ogcfid", "globalid", "shapearea", "shapelength", "shapeleng",
    "shapeare", "shapelen", "stareasha", "stlengths", "stlengthsh",
}  # fmt: skip
"""Columns that a program adds when it saves a layer: they say nothing of who made the list."""


def _demands(ask: Recognise) -> int:
    return (
        len(ask.columns) + 2 * len(ask.headless)
        + bool(ask.values) + (ask.geometry != "any") + bool(ask.formats)
    )  # fmt: skip


CLEAR = 0.1
"""One reading must be surer than another by this much to be taken without asking."""


def _sureness(fit: Recognised) -> float:
    """How clearly the table meets the test that it meets least well: 0 just so, 1 as well as can be."""
    margins = [1.0]
    for test in fit.source.recognise.values:
        share = value_share(fit.table, fit.columns, test)
        assert share is not None
        if test.at_least > 0:
            margins.append((share - test.at_least) / (1 - test.at_least) if test.at_least < 1 else 1.0)
        if test.at_most < 1:
            margins.append((test.at_most - share) / test.at_most if test.at_most > 0 else 1.0)
    return min(margins)


def _label(source: Source) -> str:
    return f"{source.title} ({source.variant})" if source.variant else source.title


def _said(source: Source) -> str:
    """A source as --as takes it."""
    return f"{source.id}:{source.variant}" if source.variant else source.id


_GEOMETRY = {"point": {0, 4}, "line": {1, 2, 5}, "polygon": {3, 6}}


def _geometry_fits(table: RawTable, wanted: str) -> bool:
    if wanted == "any":
        return True
    if wanted == "none" or table.geometry is None:
        return wanted == "none" and table.geometry is None
    types = shapely.get_type_id(table.geometry)
    types = types[types >= 0]
    return bool(types.size) and bool(np.isin(types, list(_GEOMETRY[wanted])).mean() > 0.5)


def _unknown(table: RawTable, sources: Sequence[Source]) -> str:
    if not table.headed:
        return f"This table has no headings and its {len(table.columns)} columns fit no known source."
    near = [s for s in sources if s.recognise.columns and s.recognise.values and _fits_form(table, s)]
    if near:
        title = near[0].title
        ways = ", ".join(_said(s) for s in near if s.id == near[0].id)
        return (
            f"This has the columns of {title}, but what is in them does not tell which list it is. "
            f"Say what it lists with --as: {ways}; or a kind and type, for example --as asset:museum."
        )
    shown = ", ".join(list(table.columns)[:8]) or "no columns"
    return (
        f"No known source has these columns: {shown}. "
        "Say what it lists with --as, for example --as asset:library or --as area:ward."
    )
