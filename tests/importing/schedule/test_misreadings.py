"""Schedules that are easily misread: homes that look like sums, sums that look like homes, views and pieces."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schedule_making as making
import xlsxwriter

from placewell.importing.headings import grid_of
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader
from placewell.importing.schedule.grid import figure
from placewell.importing.schedule.read import read_schedule

LIST = ["Plot", "Type", "Tenure", "Notes"]
MIX = ["Tenure", "1b2p", "2b4p"]


def table(*rows: list[Any], name: str = "Sheet1") -> RawTable:
    width = max(map(len, rows))
    made = grid_of(
        "s.xlsx",
        name,
        "Excel workbook",
        [[*r, *[None] * (width - len(r))] for r in rows],
        range(1, len(rows) + 1),
    )
    assert made is not None
    return made


def counted(*sheets: RawTable, by: str = "Tenure") -> dict[Any, int]:
    found: Counter[Any] = Counter()
    for row in making.rows_of(making.read(*sheets)):
        found[row.get(by)] += int(row["Homes"])
    return dict(found)


def test_a_home_with_a_note_of_totals_or_shares_is_a_home() -> None:
    sheet = table(
        LIST,
        [1, "2b4p", "Shared ownership (25% share)", ""],
        [2, "2b4p", "Private", "total refurbishment"],
        [3, "1b2p", "SR", "overall size tbc"],
        ["Total", 3, "", ""],
    )
    assert counted(sheet) == {"shared ownership": 1, "market sale": 1, "social rent": 1}


def test_a_column_of_counts_for_shared_ownership() -> None:
    assert counted(table(["Block", "Market sale", "Social rent", "Shared ownership"], ["A", 10, 15, 5])) == {
        "market sale": 10,
        "social rent": 15,
        "shared ownership": 5,
    }


@pytest.mark.parametrize("column", ["Occupied", "Comment"])
def test_existing_and_proposed_sheets_are_kept_apart(column: str) -> None:
    old = table(
        [*LIST[:3], column], [1, "1b2p", "SR", "Yes"], [2, "1b2p", "SR", "Yes"], name="Existing homes"
    )
    new = table(
        LIST[:3], [1, "2b4p", "Private"], [2, "2b4p", "Private"], [3, "1b2p", "SR"], name="Proposed homes"
    )
    read = making.read(old, new)
    assert Counter(r["Tenure"] for r in making.rows_of(read)) == {"market sale": 2, "social rent": 1}
    assert [list(t.columns["Tenure"]) for t in read.lost] == [["social rent", "social rent"]]


def test_a_column_that_says_what_goes() -> None:
    sheet = table(
        [*LIST[:3], "Status"],
        [1, "1b2p", "SR", "Demolished"],
        [2, "2b4p", "Private", "New"],
        [3, "1b2p", "SR", "Existing"],
    )
    read = making.read(sheet)
    assert [r["Home"] for r in making.rows_of(read)] == ["2"] and [len(t) for t in read.lost] == [2]


def test_sums_of_a_row_are_turned_into_figures_of_a_home() -> None:
    sheet = table(
        ["Type", "Tenure", "No. of units", "Habitable rooms", "Total GIA (sqm)"],
        ["1b2p", "SR", 10, 20, 500],
        ["2b4p", "SR", 5, 15, 350],
        ["Total", "", 15, 35, 850],
    )
    read = making.read(sheet)
    assert [(r["Homes"], r["Habitable rooms"], r["GIA m2"]) for r in making.rows_of(read)] == [
        ("10", "2", "50"),
        ("5", "3", "70"),
    ]
    assert "Its habitable rooms are sums of each row: read as so many for each home." in [
        n.text for n in read.tables[0].notes
    ]


def test_studios_in_a_column_of_bedrooms() -> None:
    sheet = table(["Plot", "Beds", "Tenure"], [1, "Studio", "SR"], [2, 1, "SR"], [3, 2, "Private"])
    assert [r["Bedrooms"] for r in making.rows_of(making.read(sheet))] == ["0", "1", "2"]


def test_a_second_list_of_some_of_the_homes_is_not_added() -> None:
    sheet = table(
        LIST[:3], [1, "2b4p", "SR"], [2, "2b4p", "SR"], [], ["Wheelchair homes"], LIST[:3], [2, "2b4p", "SR"]
    )
    read = making.read(sheet)
    assert len(making.rows_of(read)) == 2
    assert "Another table of sheet 'Sheet1' lists 1 of its homes again; not added." in [
        n.text for n in read.tables[0].notes
    ]


def test_sheets_of_options_are_options() -> None:
    one, two = (
        table(LIST[:3], [1, "2b4p", "SR"], [2, "1b2p", t], name=f"Option {o}")
        for o, t in (("A", "SR"), ("B", "Private"))
    )
    assert counted(one, two, by="Option") == {"A": 2, "B": 2}


def test_titles_that_name_a_tenure_loosely() -> None:
    sheet = table(
        ["Market sale"],
        ["Type", "No. of units"],
        ["1b2p", 3],
        ["Affordable housing"],
        ["1b2p", 4],
        ["Social rent"],
        ["2b4p", 5],
    )
    rows = making.rows_of(making.read(sheet))
    assert [(r.get("Tenure"), r.get("Stated tenure"), r["Homes"]) for r in rows] == [
        ("market sale", None, "3"), (None, "Affordable housing", "4"), ("social rent", None, "5"),
    ]  # fmt: skip


def test_pieces_by_phase_or_tenure_are_added_and_views_are_not() -> None:
    one, two = (table(MIX, ["SR", 1, 2], ["Private", 3, 4], name=f"Phase {n}") for n in (1, 2))
    assert counted(one, two, by="Phase") == {"1": 10, "2": 10}
    market, social = (
        table(["Level", "1b2p", "2b4p"], ["L01", 1, 2], ["L02", 1, 1], name=n)
        for n in ("Market", "Social rent")
    )
    assert counted(market, social) == {"market sale": 5, "social rent": 5}
    by_level = table(["Level", "1b2p", "2b4p"], ["L01", 3, 2], ["L02", 1, 4], name="By floor")
    by_tenure = table(MIX, ["SR", 1, 2], ["Private", 3, 4], name="By tenure")
    assert counted(by_level, by_tenure) == {"social rent": 3, "market sale": 7}


def test_columns_of_phases_and_blocks() -> None:
    assert counted(
        table(
            ["Type", "Tenure", "Phase 1", "Phase 2", "Total"],
            ["1b2p", "SR", 3, 4, 7],
            ["2b4p", "SR", 1, 0, 1],
        ),
        by="Phase",
    ) == {"1": 4, "2": 4}
    assert counted(table(["Type", "Block A", "Block B"], ["1b2p", 3, 4], ["2b4p", 1, 2]), by="Block") == {
        "A": 4,
        "B": 6,
    }


def test_a_row_of_shares_without_signs_is_no_home() -> None:
    assert counted(
        table(
            [*MIX, "Total"],
            ["SR", 10, 20, 30],
            ["Private", 20, 25, 45],
            ["Total", 30, 45, 75],
            ["Mix", 40, 60, 100],
        )
    ) == {"social rent": 30, "market sale": 45}


def test_a_block_that_is_left_out_names_no_homes() -> None:
    assert counted(
        table(["Revision P3 - Block C omitted"], LIST[:3], [1, "2b4p", "SR"], [2, "2b4p", "SR"]), by="Block"
    ) == {None: 2}


@pytest.mark.parametrize(
    ("said", "value"),
    [("71.5 m²", 71.5), ("1,204", 1204.0), ("1 204", 1204.0), ("12*", 12.0), ("(4)", 4.0), ("71,5", 71.5), ("70 (753 sq ft)", 70.0), ("A12", 12.0), ("two", None), ("3-4", None)],
)  # fmt: skip
def test_figures(said: str, value: float | None) -> None:
    assert figure(said) == value


def test_an_impossible_number_of_homes_is_read_at_once() -> None:
    read = making.read(
        table(["Type", "Tenure", "No. of units"], ["1b2p", "Intermediate", 99_999_999_999], ["2b4p", "SR", 3])
    )
    assert "'Intermediate' may be any of several tenures" in " ".join(n.text for n in read.tables[0].notes)


def test_hidden_sheets_are_not_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Schedule", "Superseded"):
            sheet = book.add_worksheet(name)
            for at, row in enumerate([LIST[:3], [name, "2b4p", "SR"]]):
                sheet.write_row(at, 0, row)
            if name == "Superseded":
                sheet.hide()
    with Reader() as reader:
        read = read_schedule([t for t in reader.cells(path) if t.merged is not None])
    assert [r["Home"] for r in making.rows_of(read)] == ["Schedule"]
    assert "Hidden sheets are not read: Superseded." in [n.text for n in read.tables[0].notes]


def test_lines_carried_forward_and_totals_of_a_group_are_no_homes() -> None:
    head = ["Plot", "Block", "Type", "Tenure", "GIA"]
    sheet = table(
        head, ["1", "A", "2b4p", "SR", 70], ["2", "A", "1b2p", "Shared O'ship", 50], ["Carried forward", "", "", "2 plots", 120],
        ["Brought forward", "", "", "2 plots", 120], ["3", "B", "2b4p", "Private", 70], ["Affordable housing total", "", "2 no.", "", 120],
        ["TOTAL ALL TENURES", "", "3 no.", "", 190],
    )  # fmt: skip
    assert counted(sheet) == {"social rent": 1, "shared ownership": 1, "market sale": 1}


def test_lines_for_all_blocks_sum_up_the_others() -> None:
    sheet = table(
        ["Block", "Tenure", "1b2p", "2b4p", "Total homes"], ["Block A", "SR", 1, 2, 3], ["", "Private", 3, 4, 7], ["", "Block A total", 4, 6, 10],
        ["Block B", "SR", 2, 0, 2], ["", "Block B total", 2, 0, 2], ["All blocks", "SR", 3, 2, 5], ["", "Private", 3, 4, 7], ["", "Scheme total", 6, 6, 12],
        ["", "% of scheme", 0.5, 0.5, 1],
    )  # fmt: skip
    assert counted(sheet) == {"social rent": 5, "market sale": 7}
