"""Yield tables read in long and wide form; rows that cannot be used are told, never guessed."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from placewell.importing.draft import Draft, Left
from placewell.importing.raw import RawTable
from placewell.importing.recognise import Recognised, column_index, recognise
from placewell.importing.source import load_sources
from placewell.importing.yields import interpret_yields
from placewell.shipped import resource

LONG = ("Table", "Tenure", "Bedrooms", "Age from", "Age to", "People per home", "Note")


def table(*rows: tuple[Any, ...]) -> RawTable:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    read = list(csv.reader(io.StringIO(text.getvalue())))
    columns = {name: [r[i] or None for r in read[1:]] for i, name in enumerate(read[0])}
    return RawTable("yields.csv", "", "CSV", columns, rows=range(2, len(read) + 1))


def read(*rows: tuple[Any, ...]) -> Draft | Left:
    known = recognise(table(*rows), load_sources(resource("sources")))
    assert isinstance(known, Recognised) and known.source.kind == "yield rate", known
    return interpret_yields(known)


def told(*rows: tuple[Any, ...]) -> Draft | Left:
    """As with `--as population-yields`, whatever the headings."""
    source = next(s for s in load_sources(resource("sources")) if s.kind == "yield rate")
    made = table(*rows)
    return interpret_yields(Recognised(made, source, column_index(made)))


def rates(draft: Draft | Left) -> list[tuple[Any, ...]]:
    assert isinstance(draft, Draft), draft
    names = ("tenure", "bedrooms", "age_from", "age_to", "people", "ptal", "illustrative")
    return list(zip(*(draft.rows.columns[n] for n in names), strict=True))


def test_long_form() -> None:
    draft = read(
        LONG,
        ("Borough", "market", 1, 0, 17, 0.2, ""),
        ("Borough", "Market", 1, 18, "", 1.3, ""),
        ("Borough", "Social rent", "4+", 0, 17, 1.9, ""),
        ("Borough", "Social rent", "4+", 18, "", 1.8, ""),
    )
    assert rates(draft) == [
        ("market", "1", 0, 17, 0.2, "", ""), ("market", "1", 18, None, 1.3, "", ""),
        ("social rent", "4+", 0, 17, 1.9, "", ""), ("social rent", "4+", 18, None, 1.8, "", ""),
    ]  # fmt: skip
    assert (
        isinstance(draft, Draft)
        and draft.name == "Borough"
        and draft.remarks == []
        and draft.authority == "official"
    )


def test_a_column_an_age_band() -> None:
    draft = read(
        ("Tenure", "Bedrooms", "PTAL", "0-4", "5 to 17", "18+"),
        ("social", "2", "5-6", 0.3, 0.5, 1.4),
        ("market", "studio", "0-2", 0, 0, 1),
    )
    assert rates(draft)[:3] == [
        ("social", "2", 0, 4, 0.3, "5-6", ""),
        ("social", "2", 5, 17, 0.5, "5-6", ""),
        ("social", "2", 18, None, 1.4, "5-6", ""),
    ]
    assert rates(draft)[3][1] == "0"


def test_an_illustrative_table_marks_every_row_and_gives_way() -> None:
    draft = read(LONG, ("T", "market", 1, "", "", 1.3, "Illustrative only"))
    assert rates(draft) == [("market", "1", 0, None, 1.3, "", "yes")]
    assert isinstance(draft, Draft) and draft.authority == "derived"
    # One row that says so is enough for the table.
    said_once = read(
        LONG, ("T", "market", 1, "", "", 1.3, "Illustrative"), ("T", "market", 2, "", "", 1.9, "")
    )
    assert [r[-1] for r in rates(said_once)] == ["yes", "yes"]
    assert [r[-1] for r in rates(read(LONG, ("An illustrative table", "market", 1, "", "", 1.3, "")))] == [
        "yes"
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("T", "market", 1, 0, 17, -0.2, ""), "'-0.2' cannot be people of age 0-17 in a home"),
        (("T", "market", 1, 0, 17, "few", ""), "'few' cannot be people of age 0-17 in a home"),
        (("T", "boats", 1, 0, 17, 0.2, ""), "'boats' is not a tenure, nor 'market' or 'social'"),
        (("T", "market", "many", 0, 17, 0.2, ""), "'many' is no number of bedrooms"),
        (("T", "market", 1, 17, 3, 0.2, ""), "Its ages cannot be read"),
        (("T", "market", 1, -1, 4, 0.2, ""), "Its ages cannot be read"),
        (("T", "market", 1, 0.5, 4, 0.2, ""), "Its ages cannot be read"),
        (("T", "", "", 0, 4, 0.2, ""), "It names neither a tenure nor bedrooms"),
        (
            ("Other", "market", 1, 0, "", 1.2, ""),
            "It is of another table ('Other') than the first row ('T'): bring each table in as a file of its own",
        ),
        (
            ("T", "market", 2, 0, "", 1.9, ""),
            "The same home and age as row 2, with another figure; left out.",
        ),
    ],
)
def test_rows_that_cannot_be_used(row: tuple[Any, ...], words: str) -> None:
    draft = read(LONG, ("T", "market", 2, 0, "", 1.5, ""), row)
    assert len(rates(draft)) == 1
    assert isinstance(draft, Draft)
    assert [r.row for r in draft.remarks if r.sort == "rejected" and words in r.text] == [3]


def test_ages_that_overlap_or_are_missing_are_told() -> None:
    draft = read(
        LONG,
        ("T", "market", 1, 0, 17, 0.2, ""),
        ("T", "market", 1, 16, "", 1.2, ""),
        ("T", "social", 1, 0, 4, 0.2, ""),
        ("T", "social", 1, 18, "", 1.2, ""),
    )
    assert isinstance(draft, Draft)
    assert [r.text for r in draft.remarks] == [
        "Ages overlap, so that people would be counted twice and none are worked out: market, 1 bedroom (row 2).",
        "Some ages are in no band, so that the people of such homes are not all known: social, 1 bedroom (row 4).",
    ]


def test_a_table_without_any_figures() -> None:
    found = read(LONG, ("T", "boats", 1, 0, 17, 0.2, ""))
    assert isinstance(found, Left) and "none of its rows can be used" in found.reason


def test_the_illustrative_table_of_the_sample() -> None:
    path = Path(__file__).parents[2] / "sample_data" / "cases" / "illustrative_yields.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    draft = read(*(tuple(r) for r in rows))
    assert len(rates(draft)) == len(rows) - 1 == 60
    assert {r[-1] for r in rates(draft)} == {"yes"} and {r[1] for r in rates(draft)} == {
        "0",
        "1",
        "2",
        "3",
        "4+",
    }


@pytest.mark.parametrize(
    "people",
    ["People per home", "People per dwelling", "Persons per dwelling", "Persons per home", "People per household", "Yield"],
)  # fmt: skip
def test_other_words_for_the_headings(people: str) -> None:
    rows = (("Social rent", 2, "0-17", 0.9), ("Social rent", 2, "18+", 1.4))
    expected = [("social rent", "2", 0, 17, 0.9, "", ""), ("social rent", "2", 18, None, 1.4, "", "")]
    assert rates(read(("Tenure", "Bedrooms", "Age band", people), *rows)) == expected
    assert rates(told(("Tenure type", "Beds", "Age group", people), *rows)) == expected


def test_columns_of_ages_beside_beds() -> None:
    draft = told(("Tenure", "Beds", "0-17", "18+"), ("market", "3 bed", 0.9, 1.4))
    assert [r[:5] for r in rates(draft)] == [("market", "3", 0, 17, 0.9), ("market", "3", 18, None, 1.4)]


def test_a_column_of_all_ages_alone() -> None:
    draft = read(("Tenure", "Bedrooms", "All ages"), ("market", 2, 1.9), ("social", "4 or more", 4.1))
    assert [r[:5] for r in rates(draft)] == [("market", "2", 0, None, 1.9), ("social", "4+", 0, None, 4.1)]
    assert isinstance(draft, Draft) and draft.remarks == []


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("Tenure", "Bedrooms", "0-17", "18+", "Total"),
            ("market", 2, 0.5, 1.4, 1.9),
            ("social", 2, 0.9, 1.4, 3.2),
            ("social", 3, 1.9, 1.8, ""),
        ],
        [
            ("Tenure", "Bedrooms", "Age", "People per home"),
            ("market", 2, "All ages", 1.9),
            ("social", 2, "Total", 3.2),
            ("market", 2, "0-17", 0.5),
            ("market", 2, "18+", 1.4),
            ("social", 2, "0-17", 0.9),
            ("social", 2, "18+", 1.4),
            ("social", 3, "0-17", 1.9),
            ("social", 3, "18+", 1.8),
        ],
    ],
)
def test_totals_beside_ages_are_compared_and_never_counted_again(rows: list[tuple[Any, ...]]) -> None:
    draft = read(*rows)
    assert sorted(r[:5] for r in rates(draft)) == [
        ("market", "2", 0, 17, 0.5), ("market", "2", 18, None, 1.4), ("social", "2", 0, 17, 0.9),
        ("social", "2", 18, None, 1.4), ("social", "3", 0, 17, 1.9), ("social", "3", 18, None, 1.8),
    ]  # fmt: skip
    assert isinstance(draft, Draft)
    # 0.9 + 1.4 = 2.3, but the table says 3.2; row 3 of both.
    assert [(r.row, r.sort, r.text) for r in draft.remarks] == [
        (3, "checked", "social, 2 bedrooms: the ages add up to 2.3 people, the table's own total is 3.2."),
        (
            None,
            "checked",
            "2 totals of all ages not kept: people are worked out from the ages themselves.",
        ),
    ]


def test_a_blank_age_leaves_the_home_incomplete_and_is_told() -> None:
    draft = read(("Tenure", "Bedrooms", "0-4", "5-17", "18+"), ("market", 2, 0.3, "", 1.4))
    assert isinstance(draft, Draft) and draft.rejected == 1
    assert [(r.row, r.text) for r in draft.remarks] == [
        (2, "'' cannot be people of age 5-17 in a home (0 or more); left out."),
        (
            None,
            "Some ages are in no band, so that the people of such homes are not all known: market, 2 bedrooms (row 2).",
        ),
    ]


@pytest.mark.parametrize(
    ("said", "kept"), [("6-5", ""), ("3b", ""), ("7", ""), ("5-6", "5-6"), ("PTAL 6a", "6a"), ("0-1a", "0-1a"), ("6", "6")]
)  # fmt: skip
def test_bands_of_ptal(said: str, kept: str) -> None:
    draft = read(
        ("Tenure", "Bedrooms", "PTAL", "Age", "People per home"), ("social", 1, "2", "All ages", 1.1),
        ("market", 2, said, "All ages", 1.5),
    )  # fmt: skip
    assert [r[5] for r in rates(draft)] == ["2", *([kept] if kept else [])]
    assert isinstance(draft, Draft)
    words = f"'{said}' is no PTAL band, nor a span of them (0-2, 5-6); left out."
    assert [(r.row, r.text) for r in draft.remarks] == ([] if kept else [(3, words)])


def test_tenures_as_councils_shorten_them_and_words_for_several() -> None:
    draft = read(
        LONG,
        ("T", "LAR", 1, 0, "", 1.5, ""),
        ("T", "Private sale", 1, 0, "", 1.4, ""),
        ("T", "Market & intermediate", 1, 0, "", 1.3, ""),
        ("T", "Affordable", 1, 0, "", 1.6, ""),
        ("T", "Intermediate", 1, 0, "", 1.3, ""),
    )
    assert [r[0] for r in rates(draft)] == ["London Affordable Rent", "market sale", "market", "social"]
    assert isinstance(draft, Draft)
    assert [(r.row, r.sort) for r in draft.remarks] == [(6, "rejected"), (None, "checked")]
    assert "'Affordable' is read as social (social rent, London Affordable Rent, affordable rent)" in (
        draft.remarks[1].text
    )
