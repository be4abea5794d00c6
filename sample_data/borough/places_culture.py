"""Venues as the city's cultural map lists them: one file a kind, the same columns in changing order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from borough.areas_of import BOROUGH
from borough.book import Book
from borough.places import Place
from borough.places_files import degrees, only, unsaid
from borough.write import csv_file

FILES = {
    "Community_centres.csv": "community centre", "Pubs.csv": "pub", "Museums_and_public_galleries.csv": "museum", "Music_venues_all.csv": "music venue",
    "Theatres.csv": "theatre", "Cinemas.csv": "cinema", "Arts_centres.csv": "arts centre", "Skate_Parks.csv": "skate park",
    "Outdoor_spaces_for_cultural_use.csv": "outdoor cultural space",
}  # fmt: skip
COMMON = [
    "address1",
    "address2",
    "address3",
    "borough_name",
    "website",
    "os_addressbase_uprn",
    "borough_code",
    "ward_2018_name",
    "ward_2018_code",
]
PLACE = (["latitude", "longitude", "easting", "northing"], ["easting", "northing", "longitude", "latitude"])


def write_culture(places: Sequence[Place], folder: Path, book: Book) -> None:
    """Write the lists, with the faults that they are known for."""
    for file, type_ in FILES.items():
        _list(file, [p for p in only(places, (type_,)) if p.status == "open"], folder, book)


def _list(file: str, listed: list[Place], folder: Path, book: Book) -> None:
    type_ = FILES[file]
    head = ["name", *COMMON, *PLACE[len(file) % 2], "runtime"]
    if type_ == "outdoor cultural space":
        head[10:10] = ["alternativenames", "greenflagcommunityaward"]
    rows: list[list[object]] = []
    spaced = rounded = nothing = na = 0
    for n, (p, (lon, lat)) in enumerate(zip(listed, degrees(listed), strict=True)):
        name = p.name
        if n % 23 == 5:
            name, spaced = name + " ", spaced + 1
        uprn = p.code
        if type_ in ("pub", "outdoor cultural space"):
            uprn = ""
        elif type_ == "skate park":
            uprn, nothing = "0", nothing + 1
        elif type_ == "music venue" and n % 3 != 0:
            uprn, rounded = "990000000000", rounded + 1
        third = "NA" if type_ == "community centre" and n % 3 == 0 else ""
        na += third == "NA"
        cells: dict[str, object] = {
            "name": name, "address1": p.address, "address2": p.district, "address3": third, "borough_name": "Larkhithe" if p.inside else "Harnett", "website": "",
            "os_addressbase_uprn": uprn, "borough_code": BOROUGH[0] if p.inside else "E09990002", "ward_2018_name": p.district, "ward_2018_code": f"E0509{9900 + n % 20}",
            "longitude": lon, "latitude": lat, "easting": p.point.x, "northing": p.point.y, "runtime": "11/20/2022",
        }  # fmt: skip
        rows.append([cells.get(h, "") for h in head])
    csv_file(folder / file, [head, *rows])
    unsaid(file, book)
    if spaced:
        book.add(file, "checked", f"{spaced:,} cells with spare spaces", "Names with a space at their end.")
    if rounded + nothing:
        n = rounded + nothing
        book.add(
            file,
            "checked",
            f"{n} row{'s' if n > 1 else ''} with a UPRN that is 0 or was rounded",
            "References of 0, or made round by a spreadsheet.",
        )
    if na:
        book.add(file, "checked", "the text 'NA'", "Address lines that hold the letters NA.")
    empty = [h for h in head if all(r[head.index(h)] == "" for r in rows)]
    if empty:
        are = "column is" if len(empty) == 1 else "columns are"
        book.add(
            file,
            "checked",
            f"{len(empty)} {are} empty throughout",
            "Columns of the map that this list does not fill.",
        )
    if type_ == "community centre":
        book.add(
            file,
            "left",
            "Not brought in for community centres",
            "The council's own register has these, and is newer.",
        )
