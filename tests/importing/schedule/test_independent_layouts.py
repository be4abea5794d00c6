"""Six layouts of one schedule by a hand that had not seen the reader: the same 62 homes from each.

As first read, without a change to the reader, all six gave 62 homes, and 1, 2 and 4 every home with its block,
tenure and type. 3 (sizes under 'Name'), 5 (a mark under the type, 'Soc. Rent') and 6 (a block's title over each
of several tables of counts) needed a change.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schedule_making as making

from placewell.importing.reader import Reader
from placewell.importing.schedule.read import read_schedule

FOLDER = Path(__file__).parents[2] / "layouts"
LEFT_OUT = {"3.csv": {"phase"}, "4.ods": {"level"}, "6.xlsx": {"home", "gia_m2", "level"}}
COLUMNS = {
    "block": "Block",
    "tenure": "Tenure",
    "type": "Type",
    "phase": "Phase",
    "home": "Home",
    "gia_m2": "GIA m2",
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as made:
        yield made


def truth() -> list[dict[str, str]]:
    with (FOLDER / "homes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["1.xlsx", "2.xlsx", "3.csv", "4.ods", "5.xls", "6.xlsx"])
def test_every_layout_gives_the_same_homes(reader: Reader, name: str) -> None:
    schedule = read_schedule([t for t in reader.cells(FOLDER / name) if t.merged is not None])
    names = [n for n in COLUMNS if n not in LEFT_OUT.get(name, set())]
    found: Counter[tuple[Any, ...]] = Counter()
    for row in making.rows_of(schedule):
        found[tuple(plain(n, row.get(COLUMNS[n])) for n in names)] += int(row["Homes"])
    assert found == Counter(tuple(plain(n, home[n]) for n in names) for home in truth())
    told = [n.text for t in schedule.tables for n in t.notes]
    assert not any("which is right" in t or "its rows make" in t for t in told), told


def plain(name: str, said: Any) -> Any:
    """Floor areas as numbers, phases without their word."""
    if name == "gia_m2":
        return float(said)
    return str(said).rpartition(" ")[2] if name == "phase" else said
