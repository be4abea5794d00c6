"""Yield tables read in long and wide form; rows that cannot be used are told, never guessed."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from placewell.importing.draft import Draft, Left
from placewell.importing.raw import RawTable
from placewell.importing.recognise import Recognised, recognise
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


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("T", "market", 1, 0, 17, -0.2, ""), "'-0.2' cannot be people of age 0-17 in a home"),
        (("T", "market", 1, 0, 17, "few", ""), "'few' cannot be people of age 0-17 in a home"),
        (("T", "boats", 1, 0, 17, 0.2, ""), "'boats' is not a tenure, nor 'market' or 'social'"),
        (("T", "market", "many", 0, 17, 0.2, ""), "'many' is no number of bedrooms"),
        (("T", "market", 1, 17, 3, 0.2, ""), "Its ages cannot be read"),
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
    told = [r.text for r in draft.remarks]
    assert told[0] == "Ages overlap, so that people would be counted twice: market, 1 bedrooms."
    assert told[1] == "Some ages are in no band, so that people of them are not counted: social, 1 bedrooms."


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
