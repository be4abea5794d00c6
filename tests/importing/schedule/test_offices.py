"""Layouts of five contractors' schedules in use in London, as their readers describe them; the homes are made up."""

from __future__ import annotations

from typing import Any

import pytest
import schedule_making as making

from placewell.importing.headings import grid_of


def read(*rows: list[Any]) -> list[dict[str, Any]]:
    width = max(map(len, rows))
    cells = [[*r, *[None] * (width - len(r))] for r in rows]
    sheet = grid_of("schedule.xlsx", "Sheet1", "Excel workbook", cells, range(1, len(cells) + 1))
    assert sheet is not None
    return making.rows_of(making.read(sheet))


NUMBERS: list[list[Any]] = [["Project"], [], ["Revision 4"], *([] for _ in range(13))]

OFFICES = {
    "references of types, bedrooms beside them": (
        [["West yard"], ["Building", "Level", "Name", "Apt Type", "Beds", "NIA", "Tenure"],
         ["B1", 3, "B1.03.001", "T2.01", 2, 71.2, "Private"], ["B2", 4, "B2.04.001", "T3.02", 3, 86, "Affordable Rent"]],
        [("B1", "3", "B1.03.001", "market sale", "2", None), ("B2", "4", "B2.04.001", "affordable rent", "3", None)],
    ),
    "bedrooms and people in one cell, a second heading in one column": (
        [["Yard"], ["Rev C"], ["Plot No.", "Tenure", "Type", "No of Bed & Persons", "Area"], ["Technical"],
         ["B.1-1-4", "Private", "Type A12", "2B3P", 61], ["B.1-1-5", "Shared Ownership", "Type A3", "1B2P", 50]],
        [(None, None, "B.1-1-4", "market sale", "2", "3"), (None, None, "B.1-1-5", "shared ownership", "1", "2")],
    ),
    "headings in row seventeen, a row number before the apartment's": (
        [*NUMBERS, ["Ref", "Apt No.", "Level", "Block", "Core", "Apartment Type", "NIA sqm", "NIA sqft", "Beds", "Bed spaces", "Aspect", "Balcony", "Tenure"],
         [1, "Apt 12", "Level 03", "A", "A1", "A2-01", 70.1, 755, 2, 4, "Dual", 7, "Private"]],
        [("A", "Level 03", "Apt 12", "market sale", "2", "4")],
    ),
    "an empty first column, buildings with numbers": (
        [["Peninsula"], [], ["Schedule"], [None, "Unit Ref", "Phase", "Building", "Floor", "FRA Unit Type Ref", "Beds", "Tenure", "NIA (m2)"],
         [None, "U101", "Phase 1", "18.02", "L05", "FRA-2B-01", 2, "Shared Ownership", 70]],
        [("18.02", "L05", "U101", "shared ownership", "2", None)],
    ),
    "the level twice, a size under 'Beds'": (
        [["Park"], [], ["Plot", "Building", "Core", "Level", "Level", "Orientation", "Wheelchair", "Area", "Flat Type Ref.", "Beds", "Tenure"],
         ["C1-01-01", "C", "C1", "L01", 1, "NE", "Y", 86, "FT12", "3B4P", "Private"]],
        [("C", "L01", "C1-01-01", "market sale", "3", "4")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_s_layout(office: str) -> None:
    rows, expected = OFFICES[office]
    found = read(*rows)
    names = ("Block", "Level", "Home", "Tenure", "Bedrooms", "Bed spaces")
    assert [tuple(r.get(n) for n in names) for r in found] == expected
    assert all(float(r["GIA m2"]) for r in found)
