"""The council's own lists: one register after another, each in the format of the team that keeps it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from borough.book import Book
from borough.places import Place
from borough.places_files import degrees, only, unsaid
from borough.write import csv_file, geojson, kml, mapinfo, ods, shapefile_zip, xlsx
from borough.write_sheets import Cell

REGISTER, PLAY, WORSHIP, CHILDCARE = (
    "community_assets_register.xlsx",
    "play_areas.zip",
    "places_of_worship.kml",
    "childcare_register.ods",
)
FOOD, SURVEY, CYCLES, OPEN = (
    "food_premises.geojson",
    "shopping_survey.csv",
    "cycle_hire.csv",
    "open_spaces.zip",
)
COMMUNITY = (
    "advice centre", "community centre", "family hub", "food bank", "job centre", "leisure centre", "library", "market", "public toilet", "sports centre",
    "tenants' hall", "training centre", "youth centre",
)  # fmt: skip
SAID = {
    "tenants' hall": "TRA hall", "food bank": "Foodbank", "job centre": "Jobcentre", "public toilet": "Public convenience", "LAP": "Local Area for Play (LAP)",
    "LEAP": "Locally Equipped Area for Play (LEAP)", "NEAP": "Neighbourhood Equipped Area for Play (NEAP)", "MUGA": "Multi-use games area", "playground": "Playground",
    "hot food takeaway": "Takeaway", "convenience shop": "Convenience store", "place of worship": "Place of worship", "cycle hire": "Cycle hire docking station",
    "recreation ground": "Recreation ground", "workspace": "Affordable workspace",
}  # fmt: skip
"""What the council's teams call types, where not by the plain word."""
CHECKED = datetime.date(2025, 6, 30)


def write_council(places: Sequence[Place], folder: Path, book: Book) -> None:
    """Write every list, each with a few faults of its kind."""
    _community(places, folder, book)
    _play(places, folder, book)
    _worship(places, folder, book)
    _childcare(places, folder, book)
    _food(places, folder, book)
    _survey(places, folder, book)
    _cycles(places, folder, book)
    _open_spaces(places, folder, book)


def said(type_: str) -> str:
    """A type in the council's words."""
    return SAID.get(type_, type_[:1].upper() + type_[1:])


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _closed(listed: Sequence[Place]) -> int:
    return sum(p.status == "closed" for p in listed)


def _tell_closed(file: str, listed: Sequence[Place], book: Book) -> None:
    n = _closed(listed)
    if n:
        rows = "row" if n == 1 else "rows"
        book.add(
            file,
            "left",
            f"{n} {rows} left out: the place has closed",
            "Places that closed and are still on the list.",
        )


def _community(places: Sequence[Place], folder: Path, book: Book) -> None:
    head: list[Cell] = [
        "UPRN", "Name", "Type", "Owner", "Run by", "Capacity", "Unit", "Used", "Price band", "Step free", "Status", "Opens", "Closes", "Valued by residents",
        "Address", "Postcode", "Easting", "Northing", "Last full check",
    ]  # fmt: skip
    listed = only(places, COMMUNITY, inside=True)
    rows: list[list[Cell]] = []
    for p in listed:
        run = (
            "Larkhithe Leisure Trust"
            if p.type == "leisure centre"
            else "The council"
            if p.owner == "council"
            else None
        )
        if p.type == "tenants' hall":
            run = f"{p.address} tenants and residents association"
        rows.append([
            p.code, p.name, said(p.type), p.owner, run, p.capacity, p.unit or None, p.used, p.price_band or None, p.step_free or None, p.status,
            _day(p.opens), _day(p.closes), p.valued or None, p.address or None, p.postcode, p.point.x, p.point.y, CHECKED,
        ])  # fmt: skip
    first = 5
    open_ = [i for i, p in enumerate(listed) if p.status == "open" and not p.alone_m]
    twice = open_[20]
    zero, round_ = [i for i in open_ if listed[i].type == "public toilet"][3:5]
    rows[zero][0], rows[round_][0] = "0", "990000000000"
    rows.insert(twice + 1, list(rows[twice]))
    rows.append(
        [
            "990000999991",
            "Mobile library",
            "Vehicle",
            "council",
            None,
            None,
            None,
            None,
            "free",
            "partly",
            "open",
            None,
            None,
            None,
            None,
            None,
            640100.0,
            185100.0,
            CHECKED,
        ]
    )
    titles: list[list[Cell]] = [
        ["Register of community assets"],
        ["Larkhithe Council, property and community teams"],
        ["June 2025, not for navigation"],
        [],
    ]
    xlsx(folder / REGISTER, {"Register": [*titles, head, *rows]})
    unsaid(REGISTER, book)
    book.add(
        REGISTER,
        "checked",
        "Lines above the headings",
        "A title, an author and a date stand above the headings.",
    )
    book.add(REGISTER, "duplicate", "taken once", "A row that was pasted in twice.", row=first + twice + 2)
    book.add(
        REGISTER,
        "checked",
        "2 rows with a UPRN that is 0 or was rounded",
        "A reference of 0, and one made round by a spreadsheet.",
    )
    book.add(
        REGISTER,
        "left",
        "1 row left out: no type that Placewell keeps: Vehicle (1)",
        "A vehicle among the buildings.",
    )
    _tell_closed(REGISTER, listed, book)


def _play(places: Sequence[Place], folder: Path, book: Book) -> None:
    listed = only(places, ("LAP", "LEAP", "NEAP", "MUGA", "playground"), inside=True)
    records: list[tuple[dict[str, object], BaseGeometry | None]] = [
        (
            {
                "ASSET_REF": p.code, "NAME": p.name, "TYPE": said(p.type), "OWNER": p.owner, "CAPACITY": p.capacity, "UNIT": p.unit, "PRICE_BAND": p.price_band,
                "STEP_FREE": p.step_free, "STATUS": p.status, "OPENS": p.opens, "CLOSES": p.closes, "VALUED": p.valued, "ADDRESS": p.address,
                "LAST_FULL_CHECK": CHECKED.isoformat(),
            },
            p.point,
        )
        for p in listed
    ]  # fmt: skip
    again = next(
        i
        for i, p in enumerate(listed)
        if i > 30 and p.status == listed[i - 1].status == "open" and p.type == listed[i - 1].type
    )
    records[again][0]["ASSET_REF"] = records[again - 1][0]["ASSET_REF"]
    lost = len(records)
    records.append(({**records[again][0], "ASSET_REF": "990000999992", "NAME": "Old Dairy play area"}, None))
    mapinfo(folder / PLAY, records)
    book.add(
        PLAY,
        "checked",
        "1 entry repeats the reference of another",
        "A play area that was given another's reference.",
    )
    book.add(PLAY, "checked", "no place on the map", "The same, told when the file is read.", row=lost + 1)
    book.add(
        PLAY,
        "checked",
        "older Windows code page",
        "MapInfo's tables come in the letters of an older Windows.",
    )
    book.add(PLAY, "rejected", "no place on the map", "A play area that was never drawn.", row=lost + 1)
    _tell_closed(PLAY, listed, book)


def _worship(places: Sequence[Place], folder: Path, book: Book) -> None:
    listed = only(places, ("place of worship",), inside=True)
    records: list[tuple[dict[str, object], BaseGeometry | None]] = [
        (
            {
                "name": p.name, "UPRN": p.code, "Type": said(p.type), "Faith": p.sort, "Owner": p.owner, "Capacity": p.capacity, "Unit": p.unit, "Step free": p.step_free or "not known",
                "Price band": p.price_band, "Status": p.status, "Address": p.address, "Postcode": p.postcode,
            },
            p.point,
        )
        for p in listed
    ]  # fmt: skip
    records[17][0]["name"] = ""
    kml(folder / WORSHIP, records, folder="Places of worship")
    book.add(
        WORSHIP,
        "checked",
        "2 columns are empty throughout: id, description",
        "Columns that such files have and nobody fills.",
    )
    book.add(WORSHIP, "checked", f"1 of {len(listed)} have no name", "A place of worship that nobody named.")


def _childcare(places: Sequence[Place], folder: Path, book: Book) -> None:
    head: list[Cell] = ["Name", "Type", "Owner", "Registered places", "Unit", "Children on roll", "Price band", "Step free", "Status", "Opens", "Closes", "Address", "Postcode", "Last full check"]  # fmt: skip
    listed = only(places, ("nursery",), inside=True)
    rows: list[list[Cell]] = [
        [p.name, "Nursery", p.owner, p.capacity, p.unit, p.used, p.price_band, p.step_free or None, p.status, _day(p.opens), _day(p.closes), p.address, p.postcode, CHECKED]
        for p in listed
    ]  # fmt: skip
    at = next(i for i, p in enumerate(listed) if i > 40 and p.status == "open")
    wrong = listed[at].postcode.split(" ")[0] + " 0AA"
    rows[at][12] = wrong
    sharing = Counter(str(r[12]) for r in rows if r[8] != "closed" and r[12] != wrong)
    shared = sum(n for n in sharing.values() if n > 1)
    if shared:
        what = "Nurseries of one postcode, which stand on one another when placed by it."
        book.add(CHILDCARE, "checked", f"{shared} entries share exactly one place", what)
    ods(folder / CHILDCARE, {"Childcare on non-domestic premises": [head, *rows]})
    book.add(
        CHILDCARE,
        "rejected",
        f"its postcode {wrong} is not in the list of postcodes",
        "A nursery whose postcode was mistyped.",
        row=at + 2,
    )
    _tell_closed(CHILDCARE, listed, book)


def _food(places: Sequence[Place], folder: Path, book: Book) -> None:
    listed = only(places, ("bakery", "convenience shop", "hot food takeaway", "supermarket"), inside=True)
    records: list[tuple[dict[str, object], BaseGeometry | None]] = [
        (
            {"ref": p.code, "name": p.name, "type": said(p.type), "owner": p.owner, "step_free": p.step_free, "status": p.status, "address": p.address, "postcode": p.postcode, "last_full_check": CHECKED.isoformat()},
            p.point,
        )
        for p in listed
    ]  # fmt: skip
    geojson(folder / FOOD, records, "EPSG:3857")


def _survey(places: Sequence[Place], folder: Path, book: Book) -> None:
    """A walk round the shopping streets, with what each door is: no claim to be all there is."""
    head = [
        "WKT",
        "Name",
        "Type",
        "Owner",
        "Status",
        "Step free",
        "Address",
        "Capacity",
        "Unit",
        "Used",
        "Price band",
    ]
    listed = only(places, ("bank", "post office", "shop", "workspace"), inside=True)
    rows: list[list[object]] = [
        [f"POINT ({p.point.x:.2f} {p.point.y:.2f})", p.name, said(p.type), p.owner, p.status, p.step_free, p.address, p.capacity, p.unit, p.used, p.price_band]
        for p in listed
    ]  # fmt: skip
    shops = [i for i, p in enumerate(listed) if p.type == "shop"]
    slip, spaced = shops[len(shops) // 9], shops[len(shops) // 4]
    rows[slip][0] = f"POINT ({listed[slip].point.x:.2f} 18{listed[slip].point.y:.2f})"
    rows[spaced][1] = f"  {listed[spaced].name}"
    csv_file(folder / SURVEY, [head, *rows])
    book.add(SURVEY, "rejected", "cannot be", "A shop whose northing has two figures too many.", row=slip + 2)
    book.add(SURVEY, "checked", "1 cells with spare spaces", "A name with spaces before it.")
    book.add(
        SURVEY,
        "checked",
        "does not say which map coordinates it uses",
        "Places written as text, without a word on what they are.",
    )
    _tell_closed(SURVEY, listed, book)


def _cycles(places: Sequence[Place], folder: Path, book: Book) -> None:
    head = [
        "Reference",
        "Name",
        "Type",
        "Owner",
        "Capacity",
        "Unit",
        "Price band",
        "Step free",
        "Status",
        "Latitude",
        "Longitude",
    ]
    listed = only(places, ("cycle hire",), inside=True)
    rows: list[list[object]] = [
        [
            p.code,
            p.name,
            said(p.type),
            p.owner,
            p.capacity,
            p.unit,
            p.price_band,
            p.step_free,
            p.status,
            f"{lat:.6f}",
            f"{lon:.6f}",
        ]
        for p, (lon, lat) in zip(listed, degrees(listed), strict=True)
    ]
    rows[11][9], rows[11][10] = rows[11][10], rows[11][9]
    rows[30][9] = f"{float(str(rows[30][9])) - 1.0:.6f}"
    csv_file(folder / CYCLES, [head, *rows], encoding="utf-8-sig")
    book.add(
        CYCLES,
        "rejected",
        "are swapped",
        "A stand whose latitude and longitude are in each other's column.",
        row=13,
    )
    book.add(
        CYCLES,
        "rejected",
        "its coordinates look mistaken",
        "A stand with a slip in its latitude, a degree to the south.",
        row=32,
    )


def _open_spaces(places: Sequence[Place], folder: Path, book: Book) -> None:
    """What the national map of green spaces leaves out or calls by another name, as outlines."""
    listed = only(
        places, ("common", "community garden", "nature reserve", "recreation ground", "square", "woodland")
    )
    records: list[tuple[dict[str, object], BaseGeometry | None]] = [
        (
            {"Ref": p.code, "Name": p.name, "Type": said(p.type), "Owner": p.owner, "Status": p.status, "Step_free": p.step_free, "Price_band": p.price_band, "Area": p.sort},
            p.shape,
        )
        for p in listed
    ]  # fmt: skip
    shapefile_zip(folder / OPEN, "open_spaces", records)
