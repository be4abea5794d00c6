"""The raw files about areas and people, in the shapes of their publishers and with some of their faults."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from borough import write, write_maps
from borough.areas_of import BOROUGH, Ward
from borough.book import Book
from borough.figure_files import write_figures
from borough.old_areas import OldArea
from borough.people import People, SmallArea

WARDS = "WD_DEC_2022_UK_BFC"
LSOA_2021 = "LSOA_2021_EW_BFC_V10"
LSOA_2011 = "LSOA_2011_EW_BGC.geojson"


LOOKUP = "LSOA11_LSOA21_LAD22_EW_bestfit_v2.csv"

GENERAL_M = 12.0
"""How far the areas of 2011 are generalised, as their publisher's are."""


def write_people(people: People, folder: Path, book: Book) -> None:
    """Write every raw file about areas and people, and what is wrong in them into the book."""
    write_maps.shapefile_zip(folder / f"{WARDS}.zip", WARDS, [_ward(w) for w in people.wards])
    write_maps.gpkg(folder / f"{LSOA_2021}.gpkg", {LSOA_2021: [_lsoa(a) for a in people.lsoas]})
    for file, column in ((f"{WARDS}.zip", "WD22NMW"), (f"{LSOA_2021}.gpkg", "LSOA21NMW")):
        book.add(
            file,
            "checked",
            f"1 column is empty throughout: {column}",
            "The column of Welsh names, in England.",
        )
    _old_areas(people.old, folder, book)
    write_figures(people, folder, book)
    rows_of = [
        [o.code, o.name, n, _name(people, n), "", *o.borough, "", ""] for o in people.old for n in o.became
    ]
    head = [
        "LSOA11CD",
        "LSOA11NM",
        "LSOA21CD",
        "LSOA21NM",
        "LSOA21NMW",
        "LAD22CD",
        "LAD22NM",
        "LAD22NMW",
        "ObjectId",
    ]
    write.csv_file(
        folder / LOOKUP, [head, *([*r[:-1], n] for n, r in enumerate(rows_of, 1))], encoding="utf-8-sig"
    )


def _ward(ward: Ward) -> tuple[dict[str, object], BaseGeometry]:
    return {
        "WD22CD": ward.code, "WD22NM": ward.name, "WD22NMW": "", "LAD22CD": ward.borough[0], "LAD22NM": ward.borough[1],
        **_middle(ward.shape), "GlobalID": _id(ward.code),
    }, ward.shape  # fmt: skip


def _lsoa(area: SmallArea) -> tuple[dict[str, object], BaseGeometry]:
    named = {"LSOA21CD": area.code, "LSOA21NM": area.name, "LSOA21NMW": " "}
    return {**named, **_middle(area.shape), "GlobalID": _id(area.code)}, area.shape


def _middle(shape: BaseGeometry) -> dict[str, object]:
    point = shapely.point_on_surface(shape)
    (placed,) = write_maps.place_in([point], "EPSG:4326")
    assert placed is not None
    where = shapely.get_coordinates(placed)[0]
    return {
        "BNG_E": round(point.x),
        "BNG_N": round(point.y),
        "LONG": round(where[0], 5),
        "LAT": round(where[1], 5),
    }


def _id(code: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"larkhithe {code}")).upper()


def _name(people: People, code: str) -> str:
    return next(a.name for a in people.lsoas if a.code == code)


def _old_areas(old: Sequence[OldArea], folder: Path, book: Book) -> None:
    """Areas of 2011 in degrees, generalised; one crosses itself, one stands twice and one has no outline."""
    plain = shapely.coverage_simplify([o.shape for o in old], GENERAL_M)
    records: list[tuple[dict[str, object], BaseGeometry | None]] = []
    for o, shape in zip(old, plain, strict=True):
        records.append(
            ({"LSOA11CD": o.code, "LSOA11NM": o.name, "LSOA11NMW": o.name, **_middle(shape)}, shape)
        )
    others = [n for n, o in enumerate(old) if o.borough != BOROUGH and isinstance(plain[n], Polygon)]
    crossed, lost = others[1], others[-1]
    records[crossed] = (records[crossed][0], _crossed(plain[crossed]))
    records[lost] = (records[lost][0], None)
    records.append(records[0])
    write.geojson(folder / LSOA_2011, records, "EPSG:4326")
    book.add(
        LSOA_2011,
        "repaired",
        "crossed or touched itself",
        f"The outline of {old[crossed].code} crosses itself.",
        row=crossed + 1,
    )
    nowhere = f"{old[lost].code} has no outline."
    book.add(LSOA_2011, "checked", "It has no place on the map", nowhere, row=lost + 1)
    book.add(LSOA_2011, "rejected", "no place on the map, so it cannot be brought in", nowhere, row=lost + 1)
    twice = "The same name, code and place as row 1: taken once"
    book.add(LSOA_2011, "duplicate", twice, f"{old[0].code} stands twice.", row=len(records))


def _crossed(shape: Polygon) -> Polygon:
    """The outline with two corners out of order, so that it crosses itself."""
    corners = list(shape.exterior.coords)[:-1]
    for n in range(1, len(corners)):
        made = Polygon([*corners[: n - 1], corners[n], corners[n - 1], *corners[n + 1 :]])
        if not made.is_valid:
            return made
    raise ValueError("an outline of three corners cannot cross itself")
