"""Random schedules written in random layouts read back to the same homes."""

from __future__ import annotations

import random
from collections import Counter

import schedule_making as making
from hypothesis import given, settings
from hypothesis import strategies as st

from placewell.importing.headings import grid_of


def test_the_writers_write_many_layouts() -> None:
    heads = set()
    for seed in range(40):
        pick = random.Random(seed)
        sheet = making.list_sheet(making.homes(pick), pick, "S", own_block=False)
        heads.add(tuple(map(str, sheet.columns)) + tuple(str(c[0]) for c in sheet.columns.values()))
    assert len(heads) > 25


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1_000_000))
def test_one_row_a_home(seed: int) -> None:
    pick = random.Random(seed)
    found = making.homes(pick)
    if pick.random() < 0.5:
        sheets = [
            making.list_sheet([h for h in found if h.block == b], pick, f"Block {b}", own_block=True)
            for b in sorted({h.block for h in found})
        ]
        if len(sheets) == 1:
            sheets.append(making.count_sheet(found, pick, "Summary"))
        if pick.random() < 0.5:
            sheets.insert(0, making.across_sheet(found, pick, "Overview"))
    else:
        sheets = [making.list_sheet(found, pick, "Schedule", own_block=False)]
    schedule = making.read(*sheets)
    read = Counter(
        (r["Block"], int("".join(c for c in r["Level"] if c.isdigit())), r["Home"], r["Tenure"], r["Type"], float(r["GIA m2"]),
         float(r["Private amenity m2"]), r["Access"], r["Homes"])
        for r in making.rows_of(schedule)
    )  # fmt: skip
    assert read == Counter(
        (h.block, h.level, h.number, h.tenure, h.type, h.gia, h.amenity, h.access, "1") for h in found
    )
    told = [n.text for t in schedule.tables for n in t.notes]
    assert not any("which is right" in t or "its rows make" in t for t in told), told


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1_000_000), st.sampled_from(["rows", "across", "grouped"]))
def test_counts(seed: int, layout: str) -> None:
    pick = random.Random(seed)
    found = making.homes(pick)
    write = {"rows": making.count_sheet, "across": making.across_sheet, "grouped": making.grouped_sheet}[
        layout
    ]
    schedule = making.read(write(found, pick, "Sheet1"))
    read: Counter[tuple[str, str, str]] = Counter()
    for r in making.rows_of(schedule):
        read[r["Block"], r["Tenure"], r["Type"]] += int(r["Homes"])
    assert read == Counter((h.block, h.tenure, h.type) for h in found)
    told = [n.text for t in schedule.tables for n in t.notes]
    assert not any("its rows make" in t for t in told), told


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1_000_000), st.integers(1, 9))
def test_a_wrong_total_is_told(seed: int, more: int) -> None:
    pick = random.Random(seed)
    found = making.homes(pick)
    sheet = making.count_sheet(found, pick, "Sheet1")
    last = list(sheet.columns)[-1]
    cells = list(sheet.columns[last])
    at = max(i for i, c in enumerate(cells) if c is not None)
    cells[at] = len(found) + more
    schedule = making.read(making.replace(sheet, columns={**sheet.columns, last: cells}))
    told = [(n.row, n.text) for t in schedule.tables for n in t.notes]
    words = f"The schedule says {len(found) + more:,} homes in 'Total'; its rows make {len(found):,}."
    assert (sheet.rows[at], words) in told


CELLS = st.one_of(
    st.none(),
    st.integers(-10**6, 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.text(max_size=30),
    st.sampled_from(["Block", "Type", "Tenure", "Homes", "2b4p", "SR", "Total", "Block A", "Level 1", "1,200", "up to 40", "30-40", "%", "M4(3)", "x" * 500]),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=8), min_size=1, max_size=14),
    st.lists(st.tuples(*[st.integers(0, 20)] * 4), max_size=4),
)
def test_whatever_is_in_a_sheet_nothing_breaks(
    rows: list[list[object]], merged: list[tuple[int, int, int, int]]
) -> None:
    width = max(map(len, rows))
    cells = [[*(c if c != "" else None for c in r), *[None] * (width - len(r))] for r in rows]
    sheet = grid_of("s.xlsx", "S", "Excel workbook", cells, range(1, len(cells) + 1), merged)  # type: ignore[arg-type]
    if sheet is None:
        return
    schedule = making.read(sheet)
    for table in schedule.tables:
        assert len({len(c) for c in table.columns.values()} | {len(table.rows)}) == 1
        assert set(table.rows) <= set(sheet.rows)
