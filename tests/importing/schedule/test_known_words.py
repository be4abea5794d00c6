"""What offices write, each with what it means: types, tenures, headings, the GLA's standard, and faults."""

from __future__ import annotations

from typing import Any

import pytest
import schedule_making as making

from placewell.domain.errors import Problem
from placewell.importing.headings import grid_of
from placewell.importing.raw import RawTable
from placewell.importing.schedule import words
from placewell.importing.schedule.kinds_of_home import kind_of_home


@pytest.mark.parametrize(
    ("said", "bedrooms", "people"),
    [
        ("2b4p", 2, 4), ("2B/4P", 2, 4), ("2 bed 4 person", 2, 4), ("2-bed (4P)", 2, 4), ("2 bedroom, 4 people", 2, 4),
        ("Two bed four person", 2, 4), ("2B4PW", 2, 4), ("Type 3.1 2B 4P flat", 2, 4), ("1b1p", 1, 1), ("10 no. 3B5P", 3, 5),
        ("Studio", 0, 1), ("Studio (1P)", 0, 1), ("Bedsit", 0, 1), ("3 bed", 3, None), ("4 bedroom house", 4, None), ("1B", 1, None),
    ],
)  # fmt: skip
def test_types(said: str, bedrooms: int, people: int | None) -> None:
    found = kind_of_home(said)
    assert found is not None
    assert (found.bedrooms, found.people) == (bedrooms, people)


@pytest.mark.parametrize(
    "said", ["Flat", "Block B", "A0204", "Social rent", "71.5", "", "Level 2", "Balcony", "Maisonette"]
)
def test_what_is_no_type(said: str) -> None:
    assert kind_of_home(said) is None


def test_wheelchair_homes_are_told_by_their_type() -> None:
    for said in ("2B4P WCH", "2b3p wheelchair", "1B2P M4(3)"):
        found = kind_of_home(said)
        assert found is not None and found.wheelchair, said
    plain = kind_of_home("2B4P M4(2)")
    assert plain is not None and not plain.wheelchair


@pytest.mark.parametrize(
    ("said", "tenure"),
    [
        ("SR", "social rent"), ("Social Rented", "social rent"), ("LAR", "London Affordable Rent"), ("London Affordable Rent", "London Affordable Rent"),
        ("Affordable Rent", "affordable rent"), ("Affordable rent (not at LAR benchmark rents)", "affordable rent"), ("SO", "shared ownership"),
        ("London Shared Ownership", "shared ownership"), ("DMR", "discount market rent"),
        ("Discount market rent (charged at London Living Rents)", "discount market rent"), ("London Living Rent", "London Living Rent"),
        ("Private", "market sale"), ("Market for sale", "market sale"), ("Open Market", "market sale"), ("BTR", "build to rent"), ("PRS", "build to rent"),
        ("Market for rent", "build to rent"), ("PBSA", "student"), ("Co-living", "shared living"), ("Extra care", "older people's"), ("Nursing home", "care"),
        ("Affordable - SR", "social rent"), ("Intermediate - SO", "shared ownership"),
        ("Intermediate", ""), ("Affordable", ""), ("Social rent / shared ownership", ""), ("Discount market sale", ""), ("Starter homes", ""), ("Oak", ""),
    ],
)  # fmt: skip
def test_tenures(said: str, tenure: str) -> None:
    assert words.tenure(said) == tenure


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("Unit No.", "home"), ("Plot", "home"), ("Unit Type", "type"), ("Bed/Person", "type"), ("No. of units", "homes"), ("Qty", "homes"),
        ("Number of habitable rooms", "habitable_rooms"), ("Hab. rooms", "habitable_rooms"), ("no_bedrooms", "bedrooms"), ("Bed spaces", "bed_spaces"),
        ("GIA (m²)", "gia_m2"), ("NIA sqm", "gia_m2"), ("Area (sq ft)", "gia_ft2"), ("Private amenity (m2)", "amenity_m2"), ("Balcony", "amenity_m2"),
        ("Communal amenity", "ignored"), ("London Plan minimum GIA", "ignored"), ("% of total", "ignored"), ("Part M", "access"), ("Wheelchair", "access"),
        ("Dual aspect", "aspect"), ("Orientation", "faces"), ("Tenure type", "tenure"), ("Floor", "level"), ("Demolition phase", "phase"),
        ("Right to return", "right_to_return"), ("Occupied", "occupied"), ("Comments", ""),
    ],
)  # fmt: skip
def test_headings(said: str, field: str) -> None:
    assert words.heading(said) == field


def table(*rows: list[Any], name: str = "Sheet1", merged: Any = ()) -> RawTable:
    width = max(map(len, rows))
    made = grid_of(
        "s.xlsx",
        name,
        "Excel workbook",
        [[*r, *[None] * (width - len(r))] for r in rows],
        range(1, len(rows) + 1),
        merged,
    )
    assert made is not None
    return made


def test_the_gla_s_residential_units() -> None:
    """Planning London Datahub: one row a unit, gained or lost, bedrooms and habitable rooms as numbers."""
    head = [
        "unit_no",
        "unit_type",
        "unit_development_type",
        "change_type",
        "tenure",
        "no_bedrooms",
        "no_habitable_rooms",
        "gia",
        "provider",
    ]
    flat = "Flat, Apartment or Maisonette"
    read = making.read(
        table(
            head,
            [1, flat, "New Build", "Gain", "Market for sale", 2, 3, 71, "Private"],
            [2, flat, "New Build", "Gain", "London Affordable Rent", 3, 4, 86.5, "Housing Association"],
            [3, "Student Accommodation", "New Build", "Gain", "Market for rent", 1, 1, 17, "Private"],
            [4, flat, "Existing", "Loss", "Social Rent", 1, 2, 48, "Local Authority"],
            [5, flat, "New Build", "Gain", "Shared equity", 1, 2, 50, "Private"],
        )
    )
    rows = making.rows_of(read)
    assert [(r["Home"], r.get("Tenure"), r.get("Stated tenure"), r["Bedrooms"], r["Habitable rooms"], r["GIA m2"]) for r in rows] == [
        ("1", "market sale", None, "2", "3", "71"), ("2", "London Affordable Rent", None, "3", "4", "86.5"),
        ("3", "student", "Market for rent", "1", "1", "17"), ("5", None, "Shared equity", "1", "2", "50"),
    ]  # fmt: skip
    (lost,) = read.lost
    assert (list(lost.columns["Tenure"]), list(lost.rows)) == (["social rent"], [5])
    assert "'Shared equity' may be any of several tenures: which is meant for 1 homes?" in [
        n.text for n in read.tables[0].notes
    ]


def test_two_sheets_that_list_the_same_home() -> None:
    head = ["Unit No.", "Type", "Tenure", "GIA"]
    one = table(head, ["A01", "2b4p", "SR", 70], ["A02", "1b2p", "SR", 50], name="Block A")
    two = table(head, ["A01", "2b4p", "SR", 72], ["A02", "1b2p", "SR", 50], name="Block A rev B")
    with pytest.raises(Problem) as caught:
        making.read(one, two)
    assert "Sheets 'Block A' and 'Block A rev B' both list home A01" in str(caught.value)
    assert "each with --sheet NAME" in str(caught.value)
    from placewell.importing.schedule.read import read_schedule

    chosen = read_schedule([one, two], ["Block A rev B"])
    assert [r["GIA m2"] for r in making.rows_of(chosen)] == ["72", "50"]


def test_two_sheets_of_one_block_with_different_homes_are_both_counted_and_told() -> None:
    head = ["Unit No.", "Type", "Tenure", "GIA"]
    one = table(head, ["A01", "2b4p", "SR", 70], name="Block A core 1")
    two = table(head, ["A51", "2b4p", "SR", 72], name="Block A core 2")
    read = making.read(one, two)
    assert [(r["Block"], r["Core"], r["Home"]) for r in making.rows_of(read)] == [
        ("A", "1", "A01"),
        ("A", "2", "A51"),
    ]
    told = " ".join(n.text for t in read.tables for n in t.notes)
    assert "Sheet 'Block A core 1' has homes of block A too; their homes differ, so both are counted." in told


def test_a_schedule_without_totals_has_nothing_to_tell() -> None:
    read = making.read(table(["Unit No.", "Type", "Tenure", "GIA"], ["A01", "2b4p", "SR", 70]))
    assert len(making.rows_of(read)) == 1 and read.tables[0].notes == []


def test_square_feet_are_turned_and_marked() -> None:
    read = making.read(table(["Plot", "Type", "Tenure", "Area (sq ft)"], [1, "2b4p", "Private", "1,000"]))
    (row,) = making.rows_of(read)
    assert (row["GIA m2"], row["Derived"]) == ("92.9", "gia_m2")  # 1,000 × 0.09290304


def test_five_thousand_homes() -> None:
    head = ["Block", "Unit No.", "Type", "Tenure", "GIA"]
    rows = [["ABCDEFGHIJ"[i // 500], f"U{i}", "2b4p", "SR", 70] for i in range(5000)]
    read = making.read(table(["Schedule"], head, *rows, ["Total", 5000]))
    found = making.rows_of(read)
    assert len(found) == 5000 and {r["Block"] for r in found} == set("ABCDEFGHIJ")
    assert not [n for t in read.tables for n in t.notes]


def test_a_sheet_that_is_no_schedule() -> None:
    for rows in (
        [["Document", "Page"], ["Form", 3]],
        [["A note to the council"]],
        [["Room", "Colour"], ["Kitchen", "blue"]],
    ):
        assert making.read(table(*rows)).tables == []
