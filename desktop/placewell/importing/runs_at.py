"""Activities: what runs at which asset. They have no place of their own, only their venue's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from placewell.domain.kinds import KINDS
from placewell.domain.rows import Rows
from placewell.importing.choose import alike, bare
from placewell.importing.draft import Draft, Left
from placewell.importing.fields import Columns, Remark, fill
from placewell.importing.recognise import Recognised
from placewell.importing.remarks import blank_columns, source_checks


def interpret_activities(known: Recognised, there: Sequence[Draft]) -> Draft | Left:
    """A list of activities as a draft. `there` are the project's layers: a venue that is no asset in
    them is kept and told, row by row."""
    source, table = known.source, known.table
    filled = fill(Columns(table, known.columns), source, len(table))
    remarks = [Remark(n.sort, n.text, n.row) for n in table.notes]
    remarks += source_checks(known, filled.keep) + blank_columns(known) + filled.remarks
    names = filled.columns.get("name") or [""] * len(table)
    for i in np.flatnonzero(filled.keep & np.array([not n for n in names], dtype=bool)).tolist():
        remarks.append(Remark("rejected", "This row names no activity.", table.rows[i]))
        filled.keep[i] = False
    fields = [f for f in KINDS["activity"].fields if f not in {"id", "layer"}]
    columns = {f: list(filled.columns.get(f) or [""] * len(table)) for f in fields}
    rows = Rows("activity", columns, None, list(table.rows)).where(filled.keep)
    rows, doubles = once(rows)
    remarks += doubles
    if not len(rows):
        reason = f"{source.title}: none of its rows names an activity."
        return Left(table.file, table.part, reason, "left", tuple(remarks))
    remarks += _venues(rows, there)
    return Draft(
        source=source,
        file=table.file,
        part=table.part,
        kind="activity",
        role=source.role or "activity",
        name=source.name or "Activities",
        rows=rows,
        total=len(rows),
        vintage=source.vintage,
        coverage=source.coverage,
        coverage_area="the places that it names" if source.coverage != "unknown" else "",
        coverage_note=source.coverage_note,
        authority="derived" if known.added else source.authority,
        mapping=filled.mapping,
        parts=frozenset({source.role or "activity"}),
        rejected=sum(1 for r in remarks if r.sort == "rejected"),
        remarks=remarks,
    )


def once(rows: Rows) -> tuple[Rows, list[Remark]]:
    """Rows alike in every field taken once, with a line for each that is left."""
    seen: dict[tuple[object, ...], int] = {}
    keep = np.ones(len(rows), dtype=bool)
    told = []
    for i, values in enumerate(zip(*rows.columns.values(), strict=True)):
        first = seen.setdefault(values, i)
        if first != i:
            keep[i] = False
            words = f"The same as row {rows.source_row[first]}: taken once."
            told.append(Remark("duplicate", words, rows.source_row[i]))
    return rows.where(keep), told


def _venues(rows: Rows, there: Sequence[Draft]) -> list[Remark]:
    """A line for each activity whose venue is no asset of the project by its code or its name."""
    assets = [d for d in there if d.kind == "asset"]
    codes = {str(c) for d in assets for c in d.rows.columns["code"] if c}
    names = sorted({str(n) for d in assets for n in d.rows.columns["name"] if n})
    plain = {bare(n) for n in names}
    told, by_name = [], 0
    known: dict[str, bool] = {}
    for i in range(len(rows)):
        code, place = str(rows.columns["asset"][i]), str(rows.columns["place"][i])
        if code in codes:
            continue
        if place not in known:
            known[place] = bool(place) and (bare(place) in plain or any(alike(place, n) for n in names))
        activity = rows.columns["name"][i]
        if known[place]:
            by_name += 1
            if code:
                words = f"{activity}: no asset has the code {code} of its venue, {place}; it was known by its name."
                told.append(Remark("checked", words, rows.source_row[i]))
            continue
        venue = f"{place} ({code})" if place and code else place or code
        words = (
            f"{activity}: its venue, {venue}, is no asset that the project has; kept, but it cannot be shown on the map."
            if venue
            else f"{activity}: it names no venue; kept, but it cannot be shown on the map."
        )
        told.append(Remark("checked", words, rows.source_row[i]))
    if by_name:
        told.append(Remark("checked", f"{by_name:,} of {len(rows):,} venues were known by their name alone."))
    return told
