"""Tidy tables of a made-up scheme, as files: a site of 4 ha with blocks A, B and C."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
import xlsxwriter
from work_making import feature_collection

SITE = shapely.box(531_000, 181_000, 531_200, 181_200)
OUTLINES = {
    "A": shapely.box(531_010, 181_010, 531_060, 181_060),
    "B": shapely.box(531_080, 181_010, 531_130, 181_060),
    "C": shapely.box(531_010, 181_080, 531_060, 181_190),
}
Rows = Sequence[Sequence[Any]]

PHASES: Rows = [
    ("Phase", "Phase name", "Starts", "Completes"),
    (1, "The yard", 2028, "2030-06"),
    (2, "The quay", "2030", "2033"),
]
HOMES: Rows = [
    ("Option", "Block", "Phase", "Tenure", "Type", "Homes", "Bedrooms", "Bed spaces", "Habitable rooms", "GIA m2"),
    ("One", "A", 1, "Social rent", "2b4p", 30, 2, 4, 3, 70.5),
    ("One", "B", 2, "market sale", "1b2p", 70, 1, 2, 2, 50),
    ("Two", "A", 1, "social rent", "2b4p", 40, 2, 4, 3, 70.5),
    ("Two", "B", 2, "market sale", "1b2p", 50, 1, 2, 2, 50),
    ("Two", "C", None, "market sale", "studio", 20, "Studio", 1, 1, 37),
]  # fmt: skip
PROVISION: Rows = [
    (
        "Provision",
        "Name",
        "Phase",
        "Capacity",
        "Capacity unit",
        "Area m2",
        "Certainty",
        "Easting",
        "Northing",
    ),
    ("Nursery", "Tide nursery", 2, 60, "places", 450, "offered", None, None),
    ("LEAP", "", 1, None, "", 400, "secured", 531_100, 181_100),
]
LOSSES: Rows = [
    ("Loss", "Name", "Asset code", "Tenure", "Amount", "Unit", "Phase", "Details"),
    ("homes", "", "", "social rent", 12, "homes", 1, "empty since 2024"),
    ("workspace", "The sheds", "990000000017", "", 3200, "m²", 1, ""),
]


def red_line(path: Path, name: str = "Cooper Yard", **more: Any) -> Path:
    """The site as one polygon."""
    path.write_text(feature_collection([SITE], [{"name": name, **more}]))
    return path


def blocks(path: Path, outlines: Mapping[str, Any] = OUTLINES, **phases: int) -> Path:
    """The blocks' outlines; A is of phase 1, the others of phase 2 unless told otherwise."""
    of = {"A": 1, **phases}
    rows = [{"Block": name, "Phase": of.get(name, 2), "Storeys": 6} for name in outlines]
    path.write_text(feature_collection(list(outlines.values()), rows))
    return path


def entrances(path: Path, points: Mapping[str, tuple[float, float, str]] | None = None) -> Path:
    """A gate at the south, a door of A and two of B, by name: east, north, block."""
    points = points or {
        "South gate": (531_070, 181_000, ""),
        "A1": (531_035, 181_010, "A"),
        "B1": (531_105, 181_010, "B"),
        "B2": (531_105, 181_060, "B"),
    }
    shapes = [shapely.Point(x, y) for x, y, _ in points.values()]
    rows = [{"Entrance": name, "Block": block} for name, (_, _, block) in points.items()]
    path.write_text(feature_collection(shapes, rows))
    return path


def table(path: Path, rows: Rows) -> Path:
    """Rows as CSV, the first of them headings."""
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)
    return path


def book(path: Path, **sheets: Rows) -> Path:
    """Rows as the sheets of a workbook."""
    with xlsxwriter.Workbook(path) as out:
        for name, rows in sheets.items():
            sheet = out.add_worksheet(name)
            for n, row in enumerate(rows):
                sheet.write_row(n, 0, row)
    return path


def scheme_files(folder: Path) -> list[Path]:
    """The whole scheme in four files."""
    return [
        red_line(folder / "red_line.geojson"),
        blocks(folder / "blocks.geojson"),
        entrances(folder / "entrances.geojson"),
        book(
            folder / "schedule.xlsx", Phases=PHASES, Homes=HOMES, Provision=PROVISION, Losses=LOSSES,
            Notes=[("Prepared for the made-up scheme", ""), ("Draft", "2")],
        ),
    ]  # fmt: skip
