"""A workbook or text table as one table of homes: which sheets hold them, and which only sum them up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from placewell.domain.errors import Problem
from placewell.domain.scheme import block_key
from placewell.importing.raw import RawTable, ReadNote
from placewell.importing.schedule.find import headings_of, titles_above
from placewell.importing.schedule.grid import Grid, grid_of_table
from placewell.importing.schedule.rows import OF_EXISTING, Part, Record, Running, homes_of, part_of, places_in

HEADINGS = {
    "scheme": "Scheme",
    "option": "Option",
    "block": "Block",
    "core": "Core",
    "level": "Level",
    "home": "Home",
    "phase": "Phase",
    "tenure": "Tenure",
    "stated_tenure": "Stated tenure",
    "type": "Type",
    "homes": "Homes",
    "bedrooms": "Bedrooms",
    "bed_spaces": "Bed spaces",
    "habitable_rooms": "Habitable rooms",
    "gia_m2": "GIA m2",
    "amenity_m2": "Private amenity m2",
    "access": "Access",
    "aspect": "Aspect",
    "faces": "Faces",
    "derived": "Derived",
    "occupied": "Occupied",
    "right_to_return": "Right to return",
    "decant_phase": "Decant phase",
}
"""The columns of what comes out, by our fields; the tidy table of homes reads them."""
_MOST_CELLS = 4_000_000
"""No schedule is larger; looking for one in more would keep somebody waiting for nothing."""
_SUMMARY = re.compile(r"summar|overview|\bmix\b|total|overall", re.I)


@dataclass
class Schedule:
    """What a file's schedule says: one table a sheet, rows as they are numbered there."""

    tables: list[RawTable] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """Sheets that were read for it, whether their homes are counted or only compared."""
    existing: bool = False
    """Whether it says of homes who lives there or may return: those that would be lost."""
    lost: list[RawTable] = field(default_factory=list)
    """Homes that it says are lost, where it lists those beside the ones gained."""


def read_schedule(sheets: Sequence[RawTable], chosen: Sequence[str] = ()) -> Schedule:
    """The homes in the sheets of one file, each of `Reader.cells`; nothing where there are none.

    `chosen` are sheets to take and no others. Raises Problem where two sheets list the same homes.
    """
    parts: list[Part] = []
    for sheet in sheets:
        if (not chosen or sheet.part in chosen) and len(sheet) * len(sheet.columns) <= _MOST_CELLS:
            parts += _parts(grid_of_table(sheet), several=len(sheets) > 1)
    parts = [p for p in parts if p.records]
    taken = _taken(parts, bool(chosen))
    made = Schedule(used={p.sheet for p in parts})
    for sheet in sheets:
        mine = [p for p in taken if p.sheet == sheet.part]
        gone = [_only(p, lost=True) for p in mine]
        mine = [_only(p, lost=False) for p in mine]
        if any(p.records for p in mine):
            made.tables.append(_table(sheet, mine))
        if any(p.records for p in gone):
            made.lost.append(_table(sheet, gone))
    odd = [line for p in taken for line in p.odd]
    if odd and made.tables:
        more = f" … and {len(odd) - 3:,} more" if len(odd) > 3 else ""
        words_ = f"Lines that are no homes were not read: {'; '.join(odd[:3])}{more}."
        first = made.tables[0]
        made.tables[0] = replace(first, notes=[*first.notes, ReadNote(None, "left", words_)])
    made.existing = any(k in r for p in taken for _, r in p.records for k in OF_EXISTING if k != "change")
    return made


def _only(part: Part, *, lost: bool) -> Part:
    """The homes of a table that are lost, or all the others."""
    kept = [(n, r) for n, r in part.records if r.get("change", "").lower().startswith("los") is lost]
    return replace(part, records=kept, notes=[] if lost else part.notes, stated=[] if lost else part.stated)


def _parts(grid: Grid, several: bool) -> list[Part]:
    """The tables of a sheet; what its name and titles say goes for all their rows."""
    found = headings_of(grid)
    named = _named(grid.part) if several else {}
    parts, top = [], 0
    before: Record = {}
    running = Running()
    for i, heads in enumerate(found):
        end = found[i + 1].first if i + 1 < len(found) else grid.height
        said = places_in([t for t in titles_above(grid, top, heads.first) if len(t) < 80])
        given = {**before, **said, **named}
        if i == 0:
            before = {k: v for k, v in given.items() if k in ("block", "phase")}
        if i and found[i - 1].columns.keys() != heads.columns.keys():
            running = Running()
        part = part_of(grid, heads, end, given, running)
        parts.append(part)
        top = _last_filled(grid, heads.row + 1, end)
    return parts


def _last_filled(grid: Grid, start: int, end: int) -> int:
    """Where the titles of the next table may begin: after the last line that is more than a few words."""
    return next((r + 1 for r in range(end - 1, start - 1, -1) if len(grid.filled(r)) > 2), start)


def _named(sheet: str) -> Record:
    """The block, phase or option that a sheet's name gives ('Block B', 'B', 'Phase 2')."""
    found = {k: v for k, v in places_in([sheet]).items() if k in ("block", "phase", "core", "tenure")}
    bare = re.fullmatch(r"[A-Z]{1,2}\d{0,2}", sheet.strip())
    if bare and "block" not in found:
        found["block"] = bare[0]
    return found


def _taken(parts: Sequence[Part], chosen: bool) -> list[Part]:
    """The tables whose homes count. The others sum them up, and are compared with them."""
    lists = [p for p in parts if not p.counts_only]
    counts = [p for p in parts if p.counts_only]
    if lists:
        _check_blocks(lists, chosen)
        blocks = {b for p in lists for b in _blocks(p)}
        extra = [p for p in counts if _blocks(p) and not _blocks(p) & blocks and not _SUMMARY.search(p.sheet)]
        _compare(sum(p.homes for p in lists), [p for p in counts if p not in extra], lists)
        return [*lists, *extra]
    if len(counts) < 2 or chosen:
        return counts
    own = [p for p in counts if _blocks(p)]
    detail = (
        own if own and sum(map(len, map(_blocks, own))) == len({b for p in own for b in _blocks(p)}) else []
    )
    if not detail:
        # Views of the same homes: the one that tells most is read.
        detail = [max(counts, key=lambda p: (_told(p), len(p.records)))]
    rest = [p for p in counts if p not in detail]
    _compare(sum(p.homes for p in detail), rest, detail)
    return detail


def _told(part: Part) -> int:
    """How many fields its rows fill, the ones that matter most counting twice."""
    filled = {k for _, r in part.records for k in r}
    return len(filled) + len(filled & {"tenure", "type", "block"})


def _blocks(part: Part) -> set[str]:
    return {block_key(r["block"]) for _, r in part.records if r.get("block")}


def _compare(read: int, others: Sequence[Part], taken: Sequence[Part]) -> None:
    for sheet in dict.fromkeys(p.sheet for p in others):
        parts = [p for p in others if p.sheet == sheet]
        # Several tables of a sheet may be views of the same homes, or one table in pieces.
        alike = [p.homes for p in parts if p.homes == read]
        makes = alike[0] if alike else sum(p.homes for p in parts)
        where = f"sheet '{sheet}'" if sheet else "another table of this file"
        if makes == read:
            words_ = f"The table in {where} sums up the same {read:,} homes; it was compared and not added."
        else:
            words_ = f"The table in {where} makes {makes:,} homes, and those read here are {read:,}: which is right?"
        taken[0].notes.append(ReadNote(None, "checked", words_))


def _check_blocks(lists: Sequence[Part], chosen: bool) -> None:
    """Two sheets that list the same homes would count them twice."""
    if chosen:
        return
    seen: dict[tuple[str, str, str], Part] = {}
    for part in lists:
        for _, record in part.records:
            if not record.get("home"):
                continue
            key = (block_key(record.get("block", "")), record.get("level", ""), record["home"].casefold())
            first = seen.setdefault(key, part)
            if first.sheet != part.sheet:
                block = f" of block {record['block']}" if record.get("block") else ""
                raise Problem(
                    f"Sheets '{first.sheet}' and '{part.sheet}' both list home {record['home']}{block}.",
                    "Reading both would count its homes twice, and Placewell does not guess which is meant.",
                    "Say which sheets to read, each with --sheet NAME.",
                )
    by_block: dict[str, Part] = {}
    for part in lists:
        for block in _blocks(part):
            first = by_block.setdefault(block, part)
            if first.sheet != part.sheet:
                part.notes.append(
                    ReadNote(
                        None,
                        "checked",
                        f"Sheet '{first.sheet}' has homes of block {block.upper()} too; their homes differ, so both are counted.",
                    )
                )


def _table(sheet: RawTable, parts: Sequence[Part]) -> RawTable:
    records = [r for p in parts for r in p.records]
    used = [k for k in HEADINGS if any(k in r for _, r in records)]
    columns = {HEADINGS[k]: [r.get(k) for _, r in records] for k in used}
    columns.setdefault("Tenure", [None] * len(records))
    columns.setdefault("Homes", [None] * len(records))
    notes = [*sheet.notes, *_notes(parts)]
    one = len(parts) == 1 and not sheet.part
    return RawTable(
        sheet.file,
        "" if one else sheet.part,
        sheet.format,
        columns,
        None,
        "",
        True,
        [n for n, _ in records],
        notes,
    )


def _notes(parts: Sequence[Part]) -> list[ReadNote]:
    notes = [n for p in parts for n in p.notes]
    for part in parts:
        for row, what, stated, read in part.stated:
            notes.append(
                ReadNote(
                    row,
                    "checked",
                    f"The schedule says {stated:,.0f} homes in {what}; its rows make {read:,}.",
                )
            )
        feet = sum("gia_m2" in r.get("derived", "") for _, r in part.records)
        if feet:
            notes.append(
                ReadNote(
                    None,
                    "checked",
                    f"Floor areas of {feet:,} homes are given in square feet only: read in m².",
                )
            )
        counted = Counter(
            r["stated_tenure"]
            for _, r in part.records
            for _ in range(homes_of(r))
            if r.get("stated_tenure") and not r.get("tenure")
        )
        for said, n in counted.items():
            notes.append(
                ReadNote(
                    None,
                    "checked",
                    f"'{said}' may be any of several tenures: which is meant for {n:,} homes?",
                )
            )
    return notes
