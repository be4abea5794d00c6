"""A tidy table of a scheme as rows ready to be checked against the others: values, place, doubts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from placewell.importing.fields import Columns, Remark, text
from placewell.importing.place import Ground, Placed, place
from placewell.importing.raw import RawTable
from placewell.importing.scheme_cells import Cells, Unusable, is_total, values_of
from placewell.importing.scheme_columns import EASTING, NORTHING, WKT, TidyTable, tidy_columns, unused
from placewell.importing.source import Source

ELSEWHERE = "It lies outside the project and its margin, so it cannot be used."
_SHAPE_OF = {"area": "MULTIPOLYGON", "line": "MULTILINESTRING", "point": "POINT", "maybe": "GEOMETRY"}


@dataclass(frozen=True)
class TidyRow:
    """One row: whose it is, the values of its noun's fields, and its place. '' for no scheme or option."""

    row: int
    scheme: str
    option: str
    values: dict[str, Any]
    geometry: shapely.Geometry | None = None


@dataclass
class SchemeTable:
    """One table read. `kind` is a kind of `domain.kinds`; `remarks` are lines for the import report."""

    kind: str
    what: str
    file: str
    part: str
    total: int
    rows: list[TidyRow]
    remarks: list[Remark] = field(default_factory=list)
    of: str = "scheme"
    """Whether its rows are of a scheme or of the case as a whole."""

    @property
    def where(self) -> str:
        """File and sheet, as a user would find it."""
        return f"{self.file}, {self.part}" if self.part else self.file


def read_tidy(table: RawTable, tidy: TidyTable, ground: Ground, crs: str = "") -> SchemeTable:
    """The usable rows of a table. Raises Problem where its coordinates cannot be understood."""
    columns = tidy_columns(table, tidy)
    made = SchemeTable(tidy.kind, tidy.what, table.file, table.part, len(table), [], of=tidy.of)
    made.remarks += [Remark(n.sort, n.text, n.row) for n in table.notes]
    if spare := unused(table, columns):
        made.remarks.append(Remark("left", f"Columns that are not used here: {', '.join(spare)}."))
    keep = _with_place(table, columns) if tidy.shape == "maybe" else np.ones(len(table), dtype=bool)
    placed = _placed(table, columns, tidy, keep, ground, crs, made) if tidy.shape and keep.any() else None
    for at in range(len(table)):
        # A row that says where it is, but not so that it can be put there, has its line already.
        if placed is not None and keep[at] and not placed.held[at]:
            continue
        cells = Cells(columns, at, int(table.rows[at]))
        try:
            row = _row(cells, tidy, placed, PurePath(table.file).stem)
        except Unusable as fault:
            made.remarks.append(Remark("rejected", str(fault), cells.row))
            continue
        made.rows.append(row)
        made.remarks += cells.remarks
    _tell_repeats(made)
    _gather(made)
    # One row of the file may have become several here; what is said of it is said once.
    made.remarks = list({(r.sort, r.text, r.row): r for r in made.remarks}.values())
    return made


def _row(cells: Cells, tidy: TidyTable, placed: Placed | None, stem: str) -> TidyRow:
    if is_total(cells):
        raise Unusable("A line of totals: left out, since what it sums up is counted already.")
    geometry = placed.shape[cells.at] if placed is not None and placed.held[cells.at] else None
    scheme = cells.text("scheme")
    values = values_of(tidy.kind, cells)
    if tidy.of == "case":
        return TidyRow(cells.row, "", "", values, geometry)
    if tidy.kind == "scheme":
        # A column of names may name the scheme, or only say what was drawn.
        values["label"] = not scheme
        scheme = scheme or cells.text("name")
        values["file"] = stem
    return TidyRow(cells.row, scheme, cells.text("option"), values, geometry)


def _placed(
    table: RawTable,
    columns: Columns,
    tidy: TidyTable,
    keep: npt.NDArray[np.bool_],
    ground: Ground,
    crs: str,
    made: SchemeTable,
) -> Placed:
    """Where each row of `keep` lies; those that cannot be placed are told."""
    # Only its rules of place are used; what the rows are is known.
    names = {"easting": EASTING, "northing": NORTHING, "wkt": WKT}
    there = {n: (n,) for n in names if columns.get(n) is not None}
    source = Source("scheme", "Scheme", "", "", tidy.kind, place=there)
    placed = place(columns, source, keep, ground, {}, crs, _SHAPE_OF[tidy.shape])
    made.remarks += placed.remarks
    told = {r.row for r in placed.remarks if r.sort == "rejected"}
    for at in np.flatnonzero(keep & ~placed.held).tolist():
        if int(table.rows[at]) not in told:
            made.remarks.append(Remark("rejected", ELSEWHERE, int(table.rows[at])))
    if tidy.shape == "area":
        _drop_hollow(table, placed, made)
    return placed


def _drop_hollow(table: RawTable, placed: Placed, made: SchemeTable) -> None:
    for at in np.flatnonzero(placed.held).tolist():
        if shapely.area(placed.shape[at]) <= 0:
            placed.held[at] = False
            words = "Its outline encloses no ground, so it cannot be used."
            made.remarks.append(Remark("rejected", words, int(table.rows[at])))


def _with_place(table: RawTable, columns: Columns) -> npt.NDArray[np.bool_]:
    """Which rows say where they are."""
    if table.geometry is not None:
        there: npt.NDArray[np.bool_] = ~(
            shapely.is_missing(table.geometry) | shapely.is_empty(table.geometry)
        )
        return there
    written = [c for n in ("easting", "northing", "wkt") if (c := columns.get(n)) is not None]
    return np.array([any(text(c[i]) for c in written) for i in range(len(table))], dtype=bool)


_MANY = 5


def _gather(made: SchemeTable) -> None:
    """One doubt about very many rows is told once, with the first of them."""
    alike: dict[str, list[Remark]] = {}
    for remark in made.remarks:
        if remark.sort == "checked" and remark.row is not None:
            alike.setdefault(re.sub(r"\d[\d,]* homes? (is|are)", "homes are", remark.text), []).append(remark)
    for words, each in alike.items():
        if len(each) > _MANY:
            gone = set(map(id, each))
            made.remarks = [r for r in made.remarks if id(r) not in gone]
            made.remarks.append(Remark("checked", f"{len(each):,} rows: {words}", each[0].row))


def _tell_repeats(made: SchemeTable) -> None:
    """Lines of homes alike in everything: counted as they stand, but worth asking about."""
    if made.kind != "homes":
        return
    seen: dict[tuple[Any, ...], int] = {}
    for row in made.rows:
        key = (row.scheme, row.option, *row.values.values())
        first = seen.setdefault(key, row.row)
        if first != row.row:
            words = f"The same as row {first} in everything; both are counted."
            made.remarks.append(Remark("checked", words, row.row))
