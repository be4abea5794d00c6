"""A recognised table as drafts of layers: fields filled, rows placed, kinds and roles told apart."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.asset import plural, role_of, theme_of
from placewell.domain.kinds import KINDS
from placewell.domain.layer import INSIDE_ONLY
from placewell.domain.rows import Rows
from placewell.importing.draft import Draft, Left
from placewell.importing.fields import Columns, Filled, Remark, date, fill, text
from placewell.importing.merge import merge_named
from placewell.importing.place import Ground, Placed, place, tidy_postcode
from placewell.importing.recognise import LAYER_NAME, Recognised, value_share
from placewell.importing.source import WITHOUT_LAYER, Source

COMPLETE = 0.98
"""A list whose box covers this share of the project's reaches all of it, near enough."""
_NUMBERS = frozenset({"capacity", "hectares", "homes_min", "homes_max", "quality"})


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
    notes += _source_checks(known, source, filled.keep)
    notes += _blank_columns(known)
    placed = place(columns, source, filled.keep, ground, postcodes, stated_crs, KINDS[source.kind].geometry)
    roles = _roles(source, filled)
    drafts: list[Draft | Left] = []
    for role in sorted(set(roles[filled.keep])):
        drafts.append(_draft(known, role, roles == role, filled, placed, ground, len(drafts) == 0, notes))
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
) -> Draft | Left:
    """One role of a table. Remarks that belong to no role in particular go with the first."""
    source, table = known.source, known.table
    at = np.flatnonzero(mine & filled.keep & placed.held)
    remarks = (list(notes) + filled.remarks if first else []) + _mine(placed.remarks, mine, table.rows, first)
    total = int((mine & filled.keep).sum())
    unplaced = [(i, code) for i, code in placed.without_postcode if mine[i]]
    if not len(at):
        where = (
            "outside the project and its margin"
            if not unplaced
            else "outside the project, or at postcodes that are not in the project's list"
        )
        who = (
            f"all {total:,} entries ({plural(role)}) lie" if total != 1 else f"its one entry (a {role}) lies"
        )
        reason = f"{source.title}: {who} {where}."
        return Left(table.file, table.part, reason, "elsewhere", tuple(remarks))
    rejected = sum(1 for r in remarks if r.sort == "rejected")
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
        rejected=rejected,
        elsewhere=total - len(at) - len(unplaced) - rejected,
        remarks=remarks,
    )
    if source.parts_column and len(draft.parts) == 1:
        draft.name += f": {_part_name(next(iter(draft.parts)))}"
    if known.added:
        draft.remarks.append(
            Remark("checked", f"A copy of the publisher's list with columns added: {', '.join(known.added)}.")
        )
    _set_coverage(draft, ground)
    _tell_unplaced(draft, filled, unplaced, placed, table.rows)
    return _tidied(draft)


def _part_name(part: str) -> str:
    """A part as it is told: without the words that the layer's name has already."""
    return re.sub(r"^(Article 4|TPO zones)[\W_]*", "", part).replace(" _ ", ", ").strip() or part


def _mine(
    remarks: Sequence[Remark], mine: npt.NDArray[np.bool_], rows: Sequence[int], first: bool
) -> list[Remark]:
    of = {int(rows[i]) for i in np.flatnonzero(mine).tolist()}
    return [r for r in remarks if (r.row in of if r.row is not None else first)]


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
            columns[name] = [None if name in _NUMBERS else ""] * len(at)
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
    return frozenset(source.parts) or frozenset({role})


def _set_coverage(draft: Draft, ground: Ground) -> None:
    source = draft.source
    draft.coverage, draft.coverage_note = source.coverage, source.coverage_note
    if source.coverage == "unknown":
        return
    if source.extent == "council":
        _set_council_coverage(draft, ground)
    elif draft.covers >= COMPLETE:
        draft.coverage_area = "the project and its margin"
    else:
        draft.coverage_area = (
            f"the part that the file covers (about {draft.covers:.0%} of the project and its margin)"
        )
        if source.coverage == "complete":
            draft.coverage = "partial"
            draft.coverage_note = (
                f"The file stops short of the project's margin. {source.coverage_note}".strip()
            )


def _set_council_coverage(draft: Draft, ground: Ground) -> None:
    """A council's own list is whole within its own area: the project's, where most of it lies there."""
    assert draft.rows.geometry is not None
    inside = shapely.intersects(ground.boundary, draft.rows.geometry).mean()
    if inside >= 0.5:
        draft.coverage_area = f"{INSIDE_ONLY}; the margin belongs to other councils"
    else:
        draft.coverage = "partial"
        draft.coverage_area = "a neighbouring council's area"


def _tell_unplaced(
    draft: Draft, filled: Filled, unplaced: Sequence[tuple[int, str]], placed: Placed, rows: Sequence[int]
) -> None:
    """Entries whose postcode is unknown: named one by one where their district lies in the project."""
    if not unplaced:
        return
    draft.rejected += len(unplaced)
    districts = (
        {
            c.split(" ")[0]
            for c, p in zip(draft.rows.columns["postcode"], draft.rows.geometry, strict=True)
            if c
        }
        if draft.rows.geometry is not None
        else set()
    )
    names = filled.columns.get("name", [""] * len(filled.keep))
    close = [(i, c) for i, c in unplaced if c.split(" ")[0] in districts]
    for i, code in close:
        draft.remarks.append(
            Remark(
                "rejected",
                f"{names[i]}: its postcode {code or '(blank)'} is not in the list of postcodes, so it could not be placed; others of that district lie in or near the project.",
                rows[i],
            )
        )
    if len(unplaced) > len(close):
        areas = Counter(_postal_area(c) for i, c in unplaced if (i, c) not in set(close))
        shown = ", ".join(f"{a} ({n})" for a, n in sorted(areas.items(), key=lambda p: (-p[1], p[0])))
        draft.remarks.append(
            Remark(
                "rejected",
                f"{len(unplaced) - len(close):,} entries could not be placed: the list of postcodes does not hold theirs. By postcode area: {shown}.",
            )
        )
    if draft.coverage == "complete":
        draft.coverage = "partial"
        what = f"{len(close)} whose district lies here" if close else "all in other postcode areas"
        draft.coverage_note = f"{len(unplaced):,} entries could not be placed for want of their postcode ({what}). {draft.coverage_note}".strip()


def _postal_area(code: str) -> str:
    letters = "".join(ch for ch in code[:2] if ch.isalpha())
    return letters or "none"


def _tidied(draft: Draft) -> Draft:
    """Repeated rows of one thing merged, doubles told, and what is worth knowing about the list."""
    rows = draft.rows
    if draft.source.group_by or draft.source.merge_within_m:
        rows, merged = merge_named(rows, draft.source.group_by, draft.source.merge_within_m)
        draft.remarks += merged
    same = _repeated(rows)
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
    draft.remarks += _worth_knowing(rows)
    return replace(draft, rows=rows)


def _repeated(rows: Rows) -> list[tuple[int, int]]:
    """Pairs (later, earlier) of rows alike in every field and place."""
    if rows.geometry is None or rows.kind in {"street", "backdrop"}:
        return []
    seen: dict[tuple[object, ...], int] = {}
    out = []
    wkb = shapely.to_wkb(rows.geometry)
    names = [n for n in rows.columns if n in {"name", "code", "type", "level", "register"}]
    for i, values in enumerate(zip(*(rows.columns[n] for n in names), wkb, strict=True)):
        j = seen.setdefault(values, i)
        if j != i:
            out.append((i, j))
    return out


def _worth_knowing(rows: Rows) -> list[Remark]:
    out = []
    count = len(rows)
    names = rows.columns.get("name")
    if names is not None and rows.kind not in {"street", "backdrop"}:
        unnamed = sum(1 for n in names if not n)
        if unnamed:
            out.append(Remark("checked", f"{unnamed:,} of {count:,} have no name."))
    if rows.kind == "site":
        at_address = Counter(str(n) for n in rows.columns["name"] if n)
        again = sum(n - 1 for n in at_address.values())
        if again:
            out.append(
                Remark(
                    "checked",
                    f"{again:,} entries repeat the address of another: the same site registered again, or its parts.",
                )
            )
    codes = [c for c in rows.columns.get("code", ()) if c]
    repeated = len(codes) - len(set(codes))
    if repeated:
        out.append(
            Remark(
                "checked",
                f"{repeated:,} entries repeat the reference of another; they were kept, being at different places or of different names.",
            )
        )
    if rows.kind in {"asset", "stop", "site"} and rows.geometry is not None:
        at: dict[bytes, int] = defaultdict(int)
        for w in shapely.to_wkb(rows.geometry):
            at[w] += 1
        shared = sum(n for n in at.values() if n > 1)
        if shared:
            out.append(Remark("checked", f"{shared:,} entries share exactly one place with another."))
    if rows.kind == "stop":
        idle = sum(1 for r in rows.columns["routes"] if not r)
        if idle:
            out.append(
                Remark(
                    "checked", f"{idle:,} of {count:,} list no routes: they count as stops, not as a service."
                )
            )
    return out


def _source_checks(known: Recognised, source: Source, keep: npt.NDArray[np.bool_]) -> list[Remark]:
    """Faults that a publisher's list is known for, told where this copy has them."""
    out = []
    columns = Columns(known.table, known.columns)
    for test, words in zip(source.checks, source.check_texts, strict=True):
        if test.each_row:
            for i, cell in enumerate(columns.get(test.column) or ()):
                if keep[i] and test.pattern.search(text(cell)):
                    out.append(Remark("checked", words.replace("{value}", text(cell)), known.table.rows[i]))
            continue
        share = value_share(known.table, known.columns, test)
        if share and test.at_least < share <= test.at_most:
            out.append(Remark("checked", words))
    return out


def _blank_columns(known: Recognised) -> list[Remark]:
    blank = [c for c, v in known.table.columns.items() if all(x is None or x == "" for x in v)]
    if not blank or not len(known.table):
        return []
    shown = ", ".join(blank[:6]) + (" …" if len(blank) > 6 else "")
    return [Remark("checked", f"{len(blank)} columns are empty throughout: {shown}.")]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def mapping_text(mapping: Mapping[str, str]) -> str:
    """A field mapping as the JSON text that a layer keeps."""
    return json.dumps(dict(sorted(mapping.items())), ensure_ascii=False)
