"""A workbook or text table as one table of homes: which sheets hold them, and which only sum them up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from placewell.domain.errors import Problem
from placewell.domain.scheme import block_key
from placewell.importing.raw import RawTable, ReadNote
from placewell.importing.schedule.find import by_content, headings_of, titles_above
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
_GOING = re.compile(r"los[ts]|demoli|remov|existing", re.I)
_EXISTING = re.compile(r"\b(existing|demolish\w*|demolition|to be lost)\b", re.I)
_SUMMARY = re.compile(r"summar|overview|\bmix\b|total|overall", re.I)


@dataclass
class Schedule:
    """What a file's schedule says: one table a sheet, rows as they are numbered there."""

    tables: list[RawTable] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """Sheets that were read for it, whether their homes are counted or only compared."""
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
    now = [p for p in parts if p.existing]
    taken = [*_taken([p for p in parts if not p.existing], bool(chosen)), *_taken(now, bool(chosen))]
    made = Schedule(used={p.sheet for p in parts})
    for sheet in sheets:
        mine = [p for p in taken if p.sheet == sheet.part]
        gone = [p if p.existing else _only(p, lost=True) for p in mine]
        mine = [_only(p, lost=False) for p in mine if not p.existing]
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
    return made


def _only(part: Part, *, lost: bool) -> Part:
    """The homes of a table that are lost, or all the others."""
    kept = [(n, r) for n, r in part.records if bool(_GOING.match(r.get("change", ""))) is lost]
    return replace(part, records=kept, notes=[] if lost else part.notes, stated=[] if lost else part.stated)


def _parts(grid: Grid, several: bool) -> list[Part]:
    """The tables of a sheet; what its name and titles say goes for all their rows."""
    found = headings_of(grid)
    named = _named(grid.part) if several else {}
    ends = [found[i + 1].first if i + 1 < len(found) else grid.height for i in range(len(found))]
    tops = [0, *(_last_filled(grid, h.row + 1, end) for h, end in zip(found, ends, strict=True))]
    titles = [
        places_in([t for t in titles_above(grid, top, heads.first) if len(t) < 80])
        for top, heads in zip(tops, found, strict=False)
    ]
    # What stands above the first table goes for all of them, unless another table says the same of itself.
    whole = {k: v for k, v in titles[0].items() if not any(k in t for t in titles[1:])} if titles else {}
    parts: list[Part] = []
    running = Running()
    for i, (heads, end) in enumerate(zip(found, ends, strict=True)):
        by_content(grid, heads, end)
        if i and found[i - 1].columns.keys() != heads.columns.keys():
            running = Running()
        part = part_of(grid, heads, end, {**named, **whole, **titles[i]}, running)
        part.existing = _EXISTING.search(grid.part) is not None and "propos" not in grid.part.lower()
        part.existing |= any(k in r for _, r in part.records for k in OF_EXISTING if k != "change")
        parts.append(part)
    return parts


def _last_filled(grid: Grid, start: int, end: int) -> int:
    """Where the titles of the next table may begin: after the last line that is more than a few words."""
    return next((r + 1 for r in range(end - 1, start - 1, -1) if len(grid.filled(r)) > 2), start)


def _named(sheet: str) -> Record:
    """The block, phase or option that a sheet's name gives ('Block B', 'B', 'Phase 2')."""
    found = {
        k: v
        for k, v in places_in([sheet]).items()
        if k in ("option", "block", "phase", "core", "tenure", "stated_tenure")
    }
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
    detail = _in_pieces(counts)
    if not detail:
        # Views of the same homes: the one that tells most is read.
        detail = [max(counts, key=lambda p: (_told(p), len(p.records)))]
    rest = [p for p in counts if p not in detail]
    _compare(sum(p.homes for p in detail), rest, detail)
    return detail


def _in_pieces(counts: Sequence[Part]) -> list[Part]:
    """Tables of counts that are pieces of one: each of another block, phase, tenure or option, none of none."""
    for name in ("option", "block", "phase", "tenure", "core", "level"):
        said = {id(p): {r.get(name, "").casefold() for _, r in p.records} for p in counts}
        own = [p for p in counts if "" not in said[id(p)] and len(said[id(p)]) == 1]
        if len(own) >= 2 and len({v for p in own for v in said[id(p)]}) == len(own):
            return own
    return []


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


def _check_blocks(lists: list[Part], chosen: bool) -> None:
    """Two lists of the same homes would count them twice: one that lists homes again is left, and told."""
    seen: dict[tuple[str, ...], Part] = {}
    for part in list(lists):
        keys = [k for _, r in part.records if (k := _home(r))]
        again = [k for k in keys if k in seen]
        if again and len(again) == len(part.records) and seen[again[0]].sheet == part.sheet:
            words_ = (
                f"Another table of sheet '{part.sheet}' lists {len(again):,} of its homes again; not added."
            )
            seen[again[0]].notes.append(ReadNote(None, "checked", words_))
            lists.remove(part)
            continue
        for key in again:
            first = seen[key]
            if first.sheet != part.sheet and not chosen:
                block = f" of block {key[1].upper()}" if key[1] else ""
                raise Problem(
                    f"Sheets '{first.sheet}' and '{part.sheet}' both list home {key[3].upper()}{block}.",
                    "Reading both would count its homes twice, and Placewell does not guess which is meant.",
                    "Say which sheets to read, each with --sheet NAME.",
                )
        seen.update({k: part for k in keys if k not in seen})
    by_block: dict[tuple[str, str], Part] = {}
    for part in lists:
        for key in {(r.get("option", ""), block_key(r["block"])) for _, r in part.records if r.get("block")}:
            first = by_block.setdefault(key, part)
            if first.sheet != part.sheet:
                words_ = f"Sheet '{first.sheet}' has homes of block {key[1].upper()} too; their homes differ, so both are counted."
                part.notes.append(ReadNote(None, "checked", words_))


def _home(record: Record) -> tuple[str, ...]:
    """What tells a home from every other; empty where it has no number."""
    if not record.get("home"):
        return ()
    return (
        record.get("option", ""),
        block_key(record.get("block", "")),
        record.get("level", ""),
        record["home"].casefold(),
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
        counted: Counter[str] = Counter()
        for _, r in part.records:
            if r.get("stated_tenure") and not r.get("tenure"):
                counted[r["stated_tenure"]] += homes_of(r)
        for said, n in counted.items():
            notes.append(
                ReadNote(
                    None,
                    "checked",
                    f"'{said}' may be any of several tenures: which is meant for {n:,} homes?",
                )
            )
    return notes
