"""Schedules of homes written out in layouts of many sorts, from homes that are known."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from placewell.importing.headings import grid_of
from placewell.importing.raw import Merge, RawTable
from placewell.importing.schedule.read import Schedule, read_schedule

TYPES = {"studio": (0, 1), "1b2p": (1, 2), "2b3p": (2, 3), "2b4p": (2, 4), "3b5p": (3, 5), "4b6p": (4, 6)}
TENURES = ("social rent", "London Affordable Rent", "shared ownership", "market sale")
SAID = {
    "social rent": ("Social Rent", "SR", "Social rented"),
    "London Affordable Rent": ("London Affordable Rent", "LAR"),
    "shared ownership": ("Shared Ownership", "SO", "S/O"),
    "market sale": ("Private", "Market", "Private sale", "Open Market"),
}
HEADS = {
    "block": ("Block", "Building", "Block ref."),
    "level": ("Level", "Floor", "Floor level"),
    "home": ("Unit No.", "Plot", "Flat no", "Apartment No", "Unit ref"),
    "type": ("Type", "Unit type", "Mix", "Bed/Person", "Flat type"),
    "tenure": ("Tenure", "Tenure type"),
    "gia": ("GIA (m²)", "GIA m2", "Area (sqm)", "Internal area m²", "NIA"),
    "amenity": ("Private amenity (m²)", "Balcony", "Amenity m2"),
    "access": ("Part M", "M4(2)/M4(3)", "Accessibility"),
    "count": ("No. of units", "Number of homes", "Units", "Qty", "Homes"),
}


@dataclass(frozen=True)
class Home:
    block: str
    level: int
    number: str
    tenure: str
    type: str
    gia: float
    amenity: float
    access: str


def homes(pick: random.Random) -> list[Home]:
    made = []
    for block in pick.sample("ABCDEFGH", pick.randint(1, 3)):
        for level in range(pick.randint(1, 4)):
            for n in range(pick.randint(1, 6)):
                made.append(
                    Home(block, level, f"{block}{level:02d}{n:02d}", pick.choice(TENURES), pick.choice(list(TYPES)),
                         pick.choice((37.5, 50.0, 61.2, 70.0, 86.5, 101.0)), pick.choice((5.0, 6.5, 7.0)),
                         pick.choice(("M4(2)", "M4(3)")))
                )  # fmt: skip
    return made


def type_words(kind: str, style: int) -> str:
    beds, people = TYPES[kind]
    if kind == "studio":
        return ("Studio", "studio", "STUDIO", "Studio (1P)")[style]
    return (
        f"{beds}B/{people}P",
        f"{beds}b{people}p",
        f"{beds} bed {people} person",
        f"{beds} Bed ({people}P)",
    )[style]


@dataclass
class Writer:
    """Rows and merged cells of one sheet being written."""

    rows: list[list[Any]]
    merged: list[Merge]

    def title(self, pick: random.Random, block: str = "") -> None:
        for words in pick.sample(
            ["Mill Lane", "Accommodation schedule", "Revision P02", "For planning"], pick.randint(0, 4)
        ):
            self.rows.append([None] * pick.randint(0, 2) + [words])
        if block:
            self.rows.append([f"Block {block}"])
        for _ in range(pick.randint(0, 2)):
            self.rows.append([])

    def sheet(self, name: str) -> RawTable:
        width = max(len(r) for r in self.rows)
        cells = [[*r, *[None] * (width - len(r))] for r in self.rows]
        made = grid_of("schedule.xlsx", name, "Excel workbook", cells, range(1, len(cells) + 1), self.merged)
        assert made is not None
        return made


def list_sheet(found: Sequence[Home], pick: random.Random, name: str, *, own_block: bool) -> RawTable:
    """One row a home. `own_block` leaves the block to the sheet's name."""
    out = Writer([], [])
    out.title(pick)
    fields = ["level", "home", "type", "tenure", "gia", "amenity", "access"]
    pick.shuffle(fields)
    how = pick.choice(("repeated", "merged", "blank", "title"))
    block_in = "no" if own_block else pick.choice(("column", "title"))
    if block_in == "column":
        fields.insert(0, "block")
    if how == "title":
        fields.remove("level")
    gaps = {f for f in fields if pick.random() < 0.1}
    head: list[Any] = []
    for f in fields:
        head += [None] * (f in gaps) + [pick.choice(HEADS[f])]
    style = pick.randrange(4)
    tenure_style = {t: pick.choice(SAID[t]) for t in TENURES}
    totals = pick.random() < 0.6
    places = sorted({(h.block, h.level) for h in found})
    if block_in != "title":
        out.rows.append(head)
    last_block = None
    for block, level in places:
        mine = [h for h in found if (h.block, h.level) == (block, level)]
        if block_in == "title" and block != last_block:
            out.rows += [[], [f"Block {block}"], head]
        last_block = block
        if how == "title":
            out.rows.append([f"Level {level:02d}"])
        first = len(out.rows)
        for h in mine:
            row: list[Any] = []
            for f in fields:
                value: Any = {
                    "block": h.block, "level": f"{h.level:02d}", "home": h.number, "type": type_words(h.type, style),
                    "tenure": tenure_style[h.tenure], "gia": h.gia, "amenity": h.amenity, "access": h.access,
                }[f]  # fmt: skip
                if f == "level" and how in ("merged", "blank") and len(out.rows) > first:
                    value = None
                row += [None] * (f in gaps) + [value]
            out.rows.append(row)
        if how in ("merged", "blank") and len(mine) > 1:
            column = next(i for i, v in enumerate(head) if v in HEADS["level"])
            out.merged.append((first + 1, len(out.rows), column, column))
        if totals:
            line: list[Any] = [None] * len(head)
            line[0] = f"Sub-total level {level:02d}"
            line[-1] = f"{len(mine)} units"
            out.rows.append(line)
    if totals:
        out.rows.append(["GRAND TOTAL", len(found)])
    if pick.random() < 0.5:
        out.rows += [[], ["All areas are approximate and subject to survey."]]
    return out.sheet(name)


def count_sheet(found: Sequence[Home], pick: random.Random, name: str) -> RawTable:
    """Counts by block, tenure and type, a row each."""
    out = Writer([], [])
    out.title(pick)
    fields = ["block", "tenure", "type", "count"]
    head = [pick.choice(HEADS[f]) for f in fields]
    out.rows.append(head)
    style = pick.randrange(4)
    tenure_style = {t: pick.choice(SAID[t]) for t in TENURES}
    counts = Counter((h.block, h.tenure, h.type) for h in found)
    for (block, tenure, kind), n in sorted(counts.items()):
        out.rows.append([block, tenure_style[tenure], type_words(kind, style), n])
    out.rows.append(["Total", None, None, len(found)])
    return out.sheet(name)


def across_sheet(found: Sequence[Home], pick: random.Random, name: str) -> RawTable:
    """Types across, tenures down, one table a block with its title; or tenures over types."""
    out = Writer([], [])
    out.title(pick)
    style = pick.randrange(4)
    tenure_style = {t: pick.choice(SAID[t]) for t in TENURES}
    kinds = list(TYPES)
    for block in sorted({h.block for h in found}):
        counts = Counter((h.tenure, h.type) for h in found if h.block == block)
        out.rows += [[f"Block {block}"], ["Tenure", *(type_words(k, style) for k in kinds), "Total"]]
        for tenure in TENURES:
            cells = [counts[tenure, k] or pick.choice((None, 0, "-")) for k in kinds]
            if any(counts[tenure, k] for k in kinds):
                out.rows.append([tenure_style[tenure], *cells, sum(counts[tenure, k] for k in kinds)])
        every = [sum(counts[t, k] for t in TENURES) for k in kinds]
        out.rows += [["Total", *every, sum(every)], []]
    return out.sheet(name)


def grouped_sheet(found: Sequence[Home], pick: random.Random, name: str) -> RawTable:
    """Levels down, types across under each tenure; the tenure's heading merged, or only over its first column."""
    out = Writer([], [])
    out.title(pick)
    style = pick.randrange(4)
    tenures = [t for t in TENURES if any(h.tenure == t for h in found)]
    kinds = list(TYPES)
    over: list[Any] = ["Block", "Level"]
    for t in tenures:
        over += [pick.choice(SAID[t]), *[None] * (len(kinds) - 1)]
    out.rows += [
        [*over, "Total"],
        [None, None, *(type_words(k, style) for _ in tenures for k in kinds), None],
    ]
    if pick.random() < 0.5:
        top = len(out.rows) - 1
        for i in range(len(tenures)):
            out.merged.append((top, top, 2 + i * len(kinds), 1 + (i + 1) * len(kinds)))
        out.merged += [(top, top + 1, 0, 0), (top, top + 1, 1, 1)]
    else:
        out.rows[-1][:2] = ["Block", "Level"]
    counts = Counter((h.block, h.level, h.tenure, h.type) for h in found)
    for block, level in sorted({(h.block, h.level) for h in found}):
        cells = [counts[block, level, t, k] or None for t in tenures for k in kinds]
        out.rows.append([block, f"L{level:02d}", *cells, sum(c or 0 for c in cells)])
    out.rows.append(["Total", None, *[sum(counts[b, lv, t, k] for b, lv in {(h.block, h.level) for h in found}) for t in tenures for k in kinds], len(found)])  # fmt: skip
    return out.sheet(name)


def read(*sheets: RawTable) -> Schedule:
    return read_schedule(sheets)


def rows_of(schedule: Schedule) -> list[dict[str, Any]]:
    """What was read, row by row, by the headings that come out."""
    made = []
    for table in schedule.tables:
        for at in range(len(table)):
            made.append({name: cells[at] for name, cells in table.columns.items()})
    return made


__all__ = [
    "Home",
    "across_sheet",
    "count_sheet",
    "grouped_sheet",
    "homes",
    "list_sheet",
    "read",
    "replace",
    "rows_of",
]
