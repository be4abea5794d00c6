"""Cells of a scheme's tidy tables: what is kept, what is asked about, what is left out, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from placewell.importing.coordinates import Frame
from placewell.importing.place import Ground
from placewell.importing.raw import RawTable
from placewell.importing.scheme_columns import TIDY, tell, wanted_columns
from placewell.importing.scheme_tables import SchemeTable, read_tidy

BOX = shapely.box(530_000, 180_000, 534_000, 184_000)
GROUND = Ground(Frame("EPSG:27700", (530_000, 180_000, 534_000, 184_000)), BOX, BOX)

HEADINGS = ("Block", "Phase", "Tenure", "Homes", "Bedrooms", "Bed spaces", "Habitable rooms", "GIA m2")
GOOD = ("A", 1, "care", 9, 1, 2, 2, 50)


def raw(headings: Sequence[str], *rows: Sequence[Any]) -> RawTable:
    """A sheet whose headings are in its first row."""
    columns = {h: [None if r[i] == "" else r[i] for r in rows] for i, h in enumerate(headings)}
    return RawTable("homes.xlsx", "", "XLSX", columns, rows=range(2, 2 + len(rows)))


def read(headings: Sequence[str], *rows: Sequence[Any]) -> SchemeTable:
    table = raw(headings, *rows)
    tidy = tell(table)
    assert tidy is not None
    return read_tidy(table, tidy, GROUND)


def said(table: SchemeTable, sort: str) -> list[tuple[int | None, str]]:
    return [(r.row, r.text) for r in table.remarks if r.sort == sort]


def second(column: str, value: Any) -> SchemeTable:
    """A good line, and the same with another value in one column."""
    return read(HEADINGS, GOOD, [value if h == column else v for h, v in zip(HEADINGS, GOOD, strict=True)])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (-4, "'-4' cannot be a number of homes (whole, and not below 0); left out."),
        (4.5, "'4.5' cannot be a number of homes (whole, and not below 0); left out."),
        ("a few", "'a few' is no number of homes, so the row was left out."),
        ("", "It does not say how many homes, so it cannot be used."),
        (0, "It is of 0 homes, so there is nothing to keep."),
    ],
)
def test_a_line_without_a_sound_number_of_homes_is_left_out(value: Any, words: str) -> None:
    table = second("Homes", value)
    assert [r.values["homes"] for r in table.rows] == [9]
    assert said(table, "rejected") == [(3, words)]


@pytest.mark.parametrize("word", ["Total", "Sub-total", "Grand total", "TOTALS block A", "subtotal"])
def test_a_line_of_totals_is_not_counted_again(word: str) -> None:
    table = second("Block", word)
    assert [r.values["homes"] for r in table.rows] == [9]
    assert said(table, "rejected") == [
        (3, "A line of totals: left out, since what it sums up is counted already.")
    ]


@pytest.mark.parametrize("word", ["Total", "total:", "Sub-total", "GRAND TOTAL"])
def test_a_line_of_totals_is_known_by_a_column_that_fills_nothing(word: str) -> None:
    headings = ("Plot", "Tenure", "Homes")
    table = read(headings, ("1-9", "care", 9), ("10-12", "care", 3), (word, "", 12))
    assert [r.values["homes"] for r in table.rows] == [9, 3]
    assert said(table, "rejected") == [
        (4, "A line of totals: left out, since what it sums up is counted already.")
    ]


def test_a_note_that_only_speaks_of_a_total_sums_nothing_up() -> None:
    table = read(("Block", "Tenure", "Homes", "Notes"), ("A", "care", 9, "Total floor area to follow"))
    assert [r.values["homes"] for r in table.rows] == [9]


def test_outlines_of_blocks_that_say_when_each_is_finished_are_blocks() -> None:
    told = raw(("Block", "Phase", "Completion"), ("A", 1, "2030"), ("B", 2, "2033"))
    shapes = np.array([shapely.box(530_100, 180_100, 530_150, 180_150)] * 2, dtype=object)
    drawn = tell(replace(told, geometry=shapes))
    assert drawn is not None and drawn.kind == "block"
    # The same headings without outlines are a table of phases, and so they are where the user says so.
    for table, role in ((told, ""), (replace(told, geometry=shapes), "phases")):
        listed = tell(table, role)
        assert listed is not None and listed.kind == "phase"


def test_a_block_whose_name_only_begins_like_a_total_is_one() -> None:
    assert [r.values["block"] for r in second("Block", "Totalis House").rows] == ["A", "Totalis House"]


@pytest.mark.parametrize(
    ("column", "value", "field", "words"),
    [
        ("Tenure", "socail rent", "tenure", "'socail rent' is not a tenure that Placewell knows (is 'social rent' meant?); 9 homes are kept without one."),
        ("Tenure", "zzz", "tenure", "'zzz' is not a tenure that Placewell knows; 9 homes are kept without one."),
        ("Tenure", "", "tenure", "No tenure is given; 9 homes are kept without one."),
        ("Bedrooms", "two", "bedrooms", "'two' cannot be read as a number of bedrooms; kept without it."),
        ("Bedrooms", -1, "bedrooms", "'-1' cannot be a number of bedrooms: it is below 0; kept without it."),
        ("Bed spaces", 2.5, "bed_spaces", "'2.5' cannot be a number of bed spaces, which is a whole number; kept without it."),
        ("Habitable rooms", "n/a", "habitable_rooms", "'n/a' cannot be read as a number of habitable rooms; kept without it."),
        ("GIA m2", -50, "gia_m2", "'-50' cannot be the floor area of a home (GIA, in m²): it is below 0; kept without it."),
        ("Phase", "early", "phase", "'early' is no number of a phase (1, 2, 3 …); kept without a phase."),
        ("Phase", 0, "phase", "'0' is no number of a phase (1, 2, 3 …); kept without a phase."),
    ],
)  # fmt: skip
def test_a_doubtful_cell_is_asked_about_and_the_rest_is_kept(
    column: str, value: Any, field: str, words: str
) -> None:
    table = second(column, value)
    good, doubtful = (r.values for r in table.rows)
    assert doubtful[field] in ("", None)
    assert doubtful == {**good, field: doubtful[field]}
    assert said(table, "checked") == [(3, words)]


def test_a_blank_cell_is_no_doubt() -> None:
    blank = ("", "", "care", 9, "", "", "", "")
    table = read(HEADINGS, blank)
    assert (len(table.rows), table.remarks) == (1, [])


@pytest.mark.parametrize(
    ("column", "value", "field", "expected"),
    [
        ("Tenure", "OLDER PEOPLE’S", "tenure", "older people's"),
        ("Tenure", "london-affordable rent", "tenure", "London Affordable Rent"),
        ("Phase", "Phase 2", "phase", 2),
        ("Phase", "03", "phase", 3),
        ("Bedrooms", "Studio", "bedrooms", 0),
        ("Homes", "1,200", "homes", 1200),
        ("GIA m2", "50.5", "gia_m2", 50.5),
    ],
)
def test_other_ways_of_writing_are_known(column: str, value: Any, field: str, expected: Any) -> None:
    table = second(column, value)
    assert table.rows[1].values[field] == expected
    assert table.remarks == []


def test_lines_alike_are_both_counted_and_asked_about() -> None:
    table = read(HEADINGS, GOOD, GOOD)
    assert len(table.rows) == 2
    assert said(table, "checked") == [(3, "The same as row 2 in everything; both are counted.")]


def test_columns_without_a_use_are_named() -> None:
    table = read(("Tenure", "Homes", "Total GIA", "Aspect"), ("care", 1, 50, ""))
    assert said(table, "left") == [(None, "Columns that are not used here: Total GIA.")]


@pytest.mark.parametrize(
    ("headings", "role"),
    [
        (("Phase", "Starts", "Homes"), "phases"),
        (("Phase", "Block", "Units", "Tenure"), "homes"),
        (("number_of_homes", "BEDROOMS"), "homes"),
        (("Provision", "Capacity", "Phase"), "provision"),
        (("Loss", "Tenure", "Amount"), "losses"),
        (("Gate", "Easting", "Northing"), "entrances"),
        (("Block", "WKT"), "blocks"),
    ],
)
def test_tables_are_told_by_their_headings(headings: Sequence[str], role: str) -> None:
    tidy = tell(raw(headings, ["1"] * len(headings)))
    assert tidy is not None
    assert tidy.role == role


@pytest.mark.parametrize("headings", [("Block", "Phase"), ("Gate", "Block"), ("Homes",), ("Name", "Easting")])
def test_a_table_that_says_too_little_is_none(headings: Sequence[str]) -> None:
    assert tell(raw(headings, ["1"] * len(headings))) is None


def test_the_columns_that_tell_a_table_can_be_said() -> None:
    assert wanted_columns("homes") == "Homes, and Tenure or Bedrooms"
    assert wanted_columns("phases") == "Phase, and Starts or Completes"


CELL = st.one_of(
    st.none(), st.integers(-3, 40), st.floats(allow_nan=False), st.text(max_size=12),
    st.sampled_from(["total", "care", "homes", "library", "Phase 1", "2031-03", "offered", "1e400", "٣"]),
)  # fmt: skip


@given(st.sampled_from([t for t in TIDY if t.shape in ("", "maybe")]), st.data())
def test_whatever_is_in_the_cells_every_row_is_kept_or_named(tidy: Any, data: st.DataObject) -> None:
    headings = ["Scheme", "Option", *(names[0] for names in tidy.fields.values())]
    rows = data.draw(
        st.lists(st.lists(CELL, min_size=len(headings), max_size=len(headings)), min_size=1, max_size=6)
    )
    table = read_tidy(raw(headings, *rows), tidy, GROUND)
    named = [row for row, _ in said(table, "rejected")]
    assert sorted([*(r.row for r in table.rows), *named]) == list(range(2, 2 + len(rows)))
    for row in table.rows:
        numbers = [v for k, v in row.values.items() if isinstance(v, int | float)]
        assert all(n >= 0 for n in numbers)
