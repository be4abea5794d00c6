"""A recognised table as drafts of layers: fields filled, rows placed, kinds and roles told apart."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.area import LEVELS
from placewell.domain.asset import TYPES, plural, role_of, theme_of
from placewell.domain.kinds import KINDS
from placewell.domain.place import COVERS
from placewell.domain.rows import Rows
from placewell.importing.draft import Draft, Left
from placewell.importing.extent import Unplaced, may_be, set_coverage, tell_unplaced
from placewell.importing.fields import NUMBERS, Columns, Filled, Remark, date, fill, text
from placewell.importing.merge import merge_named
from placewell.importing.place import Ground, Placed, place, tidy_postcode
from placewell.importing.recognise import LAYER_NAME, Recognised
from placewell.importing.remarks import blank_columns, repeated, source_checks, worth_knowing
from placewell.importing.source import WITHOUT_LAYER, Source

CLOSED = {
    "asset": ("type", frozenset(TYPES)),
    "stop": ("type", frozenset(t for t, theme in TYPES.items() if theme == "transport")),
    "area": ("level", frozenset(LEVELS)),
    "backdrop": ("cover", frozenset(COVERS)),
}
"""Kinds with a field that takes only words that Placewell knows."""


def interpret(
    known: Recognised, ground: Ground, postcodes: Mapping[str, shapely.Point], stated_crs: str = ""
) -> list[Draft | Left]:
    """What a table of places becomes: a draft for each role in it, or the reason why nothing.

    Raises Problem where its coordinates cannot be understood.
    """
    source, table = known.source, known.table
    notes = [Remark(n.sort, n.text, n.row) for n in table.notes]
    if source.kind == WITHOUT_LAYER:
        return [Left(table.file, table.part, f"{source.title}: {source.reason}", "left", tuple(notes))]
    columns = Columns(table, known.columns)
    filled = fill(columns, source, len(table))
    _only_known_types(source, filled)
    strange: Mapping[str, int] = (
        filled.unknown.get(CLOSED[source.kind][0], {}) if source.kind in CLOSED else {}
    )
    notes += source_checks(known, filled.keep)
    notes += blank_columns(known)
    placed = place(columns, source, filled.keep, ground, postcodes, stated_crs, KINDS[source.kind].geometry)
    roles = _roles(source, filled)
    drafts: list[Draft | Left] = []
    for role in sorted(set(roles[filled.keep])):
        drafts.append(
            _draft(known, role, roles == role, filled, placed, ground, len(drafts) == 0, notes, strange)
        )
    if not drafts:
        remarks = tuple(notes + filled.remarks + placed.remarks)
        drafts.append(
            Left(
                table.file, table.part, f"{source.title}: none of its rows are of use here.", "left", remarks
            )
        )
    if all(isinstance(d, Left) and d.sort == "elsewhere" for d in drafts) and len(drafts) > 1:
        count = int(filled.keep.sum())
        remarks = tuple(r for d in drafts if isinstance(d, Left) for r in d.remarks)
        reason = f"{source.title}: all {count:,} entries, of {len(drafts)} types, lie outside the project and its margin."
        return [Left(table.file, table.part, reason, "elsewhere", remarks)]
    return drafts


def _draft(
    known: Recognised,
    role: str,
    mine: npt.NDArray[np.bool_],
    filled: Filled,
    placed: Placed,
    ground: Ground,
    first: bool,
    notes: Sequence[Remark],
    strange: Mapping[str, int],
) -> Draft | Left:
    """One role of a table. Remarks that belong to no role in particular go with the first."""
    source, table = known.source, known.table
    at = np.flatnonzero(mine & filled.keep & placed.held)
    kept, ours = (
        {int(table.rows[i]) for i in np.flatnonzero(of).tolist()} for of in (filled.keep, mine & filled.keep)
    )
    remarks = _mine([*notes, *filled.remarks, *placed.remarks], ours, kept, first)
    total = len(ours)
    # Reading and placing may both have something to say of one row.
    rejected = len({r.row for r in remarks if r.sort == "rejected"} & ours)
    unplaced = tell_unplaced(filled, placed, mine, table.rows)
    if not len(at):
        return _nothing_here(known, role, total, rejected, unplaced, remarks)
    draft = Draft(
        source=source,
        file=table.file,
        part=table.part,
        kind=source.kind,
        role=role,
        name=source.name or _capital(plural(role)),
        rows=_rows(source, filled, placed, at, table.rows),
        total=total,
        vintage=_vintage(source, filled, Columns(table, known.columns), mine),
        authority="derived" if known.added else source.authority,
        covers=placed.covers,
        crs=placed.crs,
        named_crs=placed.named_crs,
        mapping=filled.mapping,
        parts=_parts(source, role, Columns(table, known.columns), at),
        repaired=sum(1 for r in remarks if r.sort == "repaired"),
        rejected=rejected + unplaced.rejected,
        elsewhere=total - len(at) - rejected - unplaced.rejected,
        remarks=[*remarks, *unplaced.remarks],
    )
    if source.parts_column and len(draft.parts) == 1:
        draft.name += f": {_part_name(next(iter(draft.parts)))}"
    if known.added:
        draft.remarks.append(
            Remark("checked", f"A copy of the publisher's list with columns added: {', '.join(known.added)}.")
        )
    lost = rejected + may_be(strange, role)
    set_coverage(draft, ground.boundary, unplaced, placed.shape[filled.keep & placed.held], lost)
    return _tidied(draft)


def _nothing_here(
    known: Recognised, role: str, total: int, rejected: int, unplaced: Unplaced, remarks: Sequence[Remark]
) -> Left:
    """Why a role of a table gives no layer: its rows lie elsewhere, or could not be used."""
    table, title = known.table, known.source.title
    told = (*remarks, *unplaced.remarks)
    if rejected + unplaced.rejected >= total:
        reason = f"{title}: none of its {total:,} rows ({plural(role)}) could be used; the report says why of each."
        return Left(table.file, table.part, reason, "left", told)
    who = f"all {total:,} entries ({plural(role)}) lie" if total != 1 else f"its one entry (a {role}) lies"
    if rejected + unplaced.rejected:
        who = f"the {total - rejected - unplaced.rejected:,} usable entries ({plural(role)}) lie"
    reason = f"{title}: {who} outside the project and its margin."
    return Left(table.file, table.part, reason, "elsewhere", told)


def _part_name(part: str) -> str:
    """A part as it is told: without the words that the layer's name has already."""
    return re.sub(r"^(Article 4|TPO zones)[\W_]*", "", part).replace(" _ ", ", ").strip() or part


def _only_known_types(source: Source, filled: Filled) -> None:
    """Leave out rows of a type that Placewell has no name for: they could not be assessed or drawn."""
    field, words = CLOSED.get(source.kind, ("", frozenset[str]()))
    values = filled.columns.get(field)
    if values is None:
        return
    strange = Counter(str(v) for v, k in zip(values, filled.keep, strict=True) if k and v not in words)
    if not strange:
        return
    filled.unknown[field] = filled.unknown.get(field, Counter()) + strange
    shown = ", ".join(f"{v or '(blank)'} ({n:,})" for v, n in strange.most_common(6))
    count = sum(strange.values())
    filled.remarks.append(Remark("left", f"{count:,} left out: no {field} that Placewell keeps: {shown}."))
    filled.keep &= np.array([v in words for v in values], dtype=bool)


def _mine(remarks: Sequence[Remark], ours: set[int], kept: set[int], first: bool) -> list[Remark]:
    """Remarks on a role's rows; with the first role also those on no row, or on one that is not kept."""
    return [r for r in remarks if r.row in ours or (first and (r.row is None or r.row not in kept))]


def _roles(source: Source, filled: Filled) -> npt.NDArray[np.object_]:
    """What each row is about: its type's role, its level, its network; else the source's own role."""
    count = len(filled.keep)
    field = {"asset": "type", "area": "level", "stop": "type", "street": "network", "backdrop": "cover"}.get(
        source.kind
    )
    if source.role or field is None or field not in filled.columns:
        return np.full(count, source.role or source.kind, dtype=object)
    return np.array([role_of(str(v)) for v in filled.columns[field]], dtype=object)


def _rows(
    source: Source, filled: Filled, placed: Placed, at: npt.NDArray[np.intp], rows: Sequence[int]
) -> Rows:
    fields = [f for f in KINDS[source.kind].fields if f not in {"id", "layer"}]
    columns: dict[str, list[object]] = {}
    for name in fields:
        values = filled.columns.get(name)
        if name == "theme" and values is None:
            columns[name] = [theme_of(filled.columns["type"][i]) for i in at]
        elif name == "status" and values is None and source.kind == "asset":
            columns[name] = ["open"] * len(at)
        elif values is None:
            columns[name] = [None if name in NUMBERS else ""] * len(at)
        else:
            columns[name] = [values[i] for i in at]
    if "postcode" in columns:
        columns["postcode"] = [tidy_postcode(str(v)) if v else "" for v in columns["postcode"]]
    if source.kind == "postcode":
        columns["code"] = [tidy_postcode(str(v)) for v in columns["code"]]
    return Rows(source.kind, columns, placed.shape[at], [int(rows[i]) for i in at])


def _vintage(source: Source, filled: Filled, columns: Columns, mine: npt.NDArray[np.bool_]) -> str:
    if source.vintage_column and (cells := columns.get(source.vintage_column)) is not None:
        dates = [date(text(cells[i])) for i in np.flatnonzero(mine & filled.keep).tolist()]
        newest = max((d for d in dates if d), default="")
        if newest:
            return newest
    return source.vintage


def _parts(source: Source, role: str, columns: Columns, at: npt.NDArray[np.intp]) -> frozenset[str]:
    if source.parts_column == LAYER_NAME:
        return frozenset({columns.table.layer or columns.table.file})
    if source.parts_column and (cells := columns.get(source.parts_column)) is not None:
        return frozenset(text(cells[i]) for i in at)
    return frozenset(source.parts if _joins(source, role) else ()) or frozenset({role})


def _joins(source: Source, role: str) -> bool:
    """Whether what a source says of lists that complete each other, and of doubles, is about this role."""
    # Two stops of one name stand on either side of the road; two stations of one name are one.
    return source.kind != "stop" or role == "station"


def _tidied(draft: Draft) -> Draft:
    """Repeated rows of one thing merged, doubles told, and what is worth knowing about the list."""
    rows = draft.rows
    if (draft.source.group_by or draft.source.merge_within_m) and _joins(draft.source, draft.role):
        rows, merged = merge_named(rows, draft.source.group_by, draft.source.merge_within_m)
        draft.remarks += merged
    same = repeated(rows)
    if same:
        keep = np.ones(len(rows), dtype=bool)
        for i, j in same:
            keep[i] = False
            draft.remarks.append(
                Remark(
                    "duplicate",
                    f"The same name, code and place as row {rows.source_row[j]}: taken once.",
                    rows.source_row[i],
                )
            )
        rows = rows.where(keep)
    draft.remarks += worth_knowing(rows)
    return replace(draft, rows=rows)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def mapping_text(mapping: Mapping[str, str]) -> str:
    """A field mapping as the JSON text that a layer keeps."""
    return json.dumps(dict(sorted(mapping.items())), ensure_ascii=False)
