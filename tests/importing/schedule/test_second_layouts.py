"""Six layouts more, of 148 homes, by another hand that had not seen the reader.

As first read, 1 and 2 gave every home; 3 ('Affordable - SR'), 4 (a total of a group), 5 (lines carried forward) and 6
(lines for all blocks) needed a change.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schedule_making as making

from placewell.domain.scheme import block_key
from placewell.importing.reader import Reader
from placewell.importing.schedule.kinds_of_home import kind_of_home
from placewell.importing.schedule.read import read_schedule

FOLDER = Path(__file__).parents[2] / "layouts" / "second"
LISTS = [
    "1-architect.xlsx",
    "2-planning-consultant.xlsx",
    "3-bim-export.csv",
    "4-affordable-housing.ods",
    "5-cost-consultant.xls",
]


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as made:
        yield made


def truth() -> list[dict[str, str]]:
    with (FOLDER / "homes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        {**r, "tenure": r["tenure"].replace("london affordable rent", "London Affordable Rent")} for r in rows
    ]


def rows_of(reader: Reader, name: str) -> list[dict[str, Any]]:
    return making.rows_of(read_schedule([t for t in reader.cells(FOLDER / name) if t.merged is not None]))


@pytest.mark.parametrize("name", [*LISTS, "6-mix-counts.xlsx"])
def test_homes_by_tenure_and_type(reader: Reader, name: str) -> None:
    found: Counter[tuple[Any, ...]] = Counter()
    for row in rows_of(reader, name):
        kind = kind_of_home(row["Type"])
        assert kind is not None
        beds = kind.bedrooms if row.get("Bedrooms") is None else int(row["Bedrooms"])
        found[row.get("Tenure"), beds or "studio"] += int(row["Homes"])
    assert found == Counter((h["tenure"], int(h["bedrooms"]) or "studio") for h in truth())


@pytest.mark.parametrize("name", [n for n in [*LISTS, "6-mix-counts.xlsx"] if n[0] != "4"])
def test_homes_by_block(reader: Reader, name: str) -> None:
    found: Counter[str] = Counter()
    for row in rows_of(reader, name):
        found[block_key(row["Block"]).upper()] += int(row["Homes"])
    assert found == Counter(h["block"] for h in truth())


@pytest.mark.parametrize("name", LISTS)
def test_every_home_with_its_floor_area_and_wheelchair(reader: Reader, name: str) -> None:
    rows = rows_of(reader, name)
    areas = sorted(round(float(r["GIA m2"]), 1) for r in rows)
    assert areas == sorted(float(h["gia_m2"]) for h in truth())
    assert sum(r.get("Access") == "M4(3)" for r in rows) == sum(h["access"] == "M4(3)" for h in truth()) == 15
