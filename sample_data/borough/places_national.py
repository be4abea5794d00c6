"""Schools, sports and shops as national and volunteers' lists have them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from borough.book import Book
from borough.places import Place
from borough.places_files import degrees, far_away, only, unsaid
from borough.write import csv_file, gzipped_json

SCHOOLS = ("primary school", "secondary school", "all-through school", "special school", "independent school", "school", "college", "university")  # fmt: skip
SPORTS = ("swimming pool", "sports hall", "gym", "pitch", "court")
GIAS, ACTIVE, OSM = "edubasealldata.csv", "active_places.csv", "osm_points_of_interest.json.gz"
PHASE = {
    "primary school": ("2", "Primary", 3, 11), "secondary school": ("4", "Secondary", 11, 18), "all-through school": ("7", "All-through", 4, 18),
    "special school": ("0", "Not applicable", 4, 19), "independent school": ("0", "Not applicable", 3, 18), "school": ("0", "Not applicable", 11, 16),
    "college": ("6", "16 plus", 16, 99), "university": ("0", "Not applicable", 18, 99),
}  # fmt: skip
GROUPS = (
    ("Academ", "Academies", "10"), ("Free schools", "Free Schools", "11"), ("independent", "Independent schools", "3"), ("special", "Special schools", "5"),
    ("Further", "Colleges", "1"), ("Higher", "Universities", "2"), ("Children", "Children's Centres", "13"), ("nursery", "Local authority maintained schools", "4"),
    ("referral", "Local authority maintained schools", "4"),
)  # fmt: skip
HEAD = [
    "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (code)", "TypeOfEstablishment (name)",
    "EstablishmentTypeGroup (code)", "EstablishmentTypeGroup (name)", "EstablishmentStatus (code)", "EstablishmentStatus (name)", "OpenDate", "CloseDate",
    "PhaseOfEducation (code)", "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge", "Gender (name)", "ReligiousCharacter (name)",
    "SchoolCapacity", "CensusDate", "NumberOfPupils", "PercentageFSM", "LastChangedDate", "Street", "Locality", "Town", "Postcode", "Easting", "Northing",
]  # fmt: skip


def write_national(places: Sequence[Place], folder: Path, book: Book) -> None:
    """Write the register of schools, Active Places and the volunteers' map."""
    _schools(places, folder, book)
    _sports(places, folder, book)
    _shops(places, folder, book)


def _schools(places: Sequence[Place], folder: Path, book: Book) -> None:
    rng = random.Random("larkhithe register of schools")
    rows = [_school(p, rng) for p in only(places, SCHOOLS)]
    number = 990_800
    for nursery, spot in zip(
        ("Larkspur", "Cordwainers", "Marl Green", "Kestrel"), _nursery_spots(places), strict=True
    ):
        number += 1
        rows.append(
            _row(
                number,
                f"{nursery} Nursery School",
                "Local authority nursery school",
                "Open",
                "Nursery",
                2,
                5,
                80,
                71,
                spot,
                rng,
            )
        )
    for town, x, y in far_away("schools"):
        for name, kind, phase in (
            (f"{town} Primary School", "Community school", "Primary"),
            (f"{town} Academy", "Academy converter", "Secondary"),
        ):
            number += 1
            row = _row(number, f"{name} {number % 7 + 1}", kind, "Open", phase, 4, 11, 420, 388, None, rng)
            row[2], row[26], row[-3:] = town, town, ["", int(x), int(y)]
            rows.append(row)
    closed = only(places, ("primary school",), inside=True)[3::9]
    for old in closed:
        number += 1
        rows.append(
            _row(
                number,
                f"{old.name.split(' ')[0]} Infants' School",
                "Community school",
                "Closed",
                "Primary",
                4,
                7,
                180,
                None,
                old,
                rng,
            )
        )
    for old in closed[:3]:
        number += 1
        rows.append(
            _row(
                number,
                f"{old.district} Children’s Centre",
                "Children's centre",
                "Open",
                "Not applicable",
                0,
                5,
                None,
                None,
                old,
                rng,
            )
        )
    rows.sort(key=lambda r: str(r[0]))
    lost = next(i for i, r in enumerate(rows) if r[14] == "Nursery")
    rows[lost][-3:] = ["", "", ""]
    csv_file(folder / GIAS, [HEAD, *rows], encoding="cp1252", quote_all=True)
    book.add(
        GIAS, "checked", "older Windows code page", "The register's letters are those of an older Windows."
    )
    book.add(
        GIAS,
        "left",
        f"{len(closed)} rows left out: the school is closed or proposed",
        "Schools that closed, as the register keeps them.",
    )
    book.add(
        GIAS,
        "left",
        "3 rows left out: it is a children's centre",
        "Children's centres in the register of schools.",
    )
    book.add(
        GIAS,
        "rejected",
        "neither coordinates nor a postcode",
        "A nursery school without either.",
        row=lost + 2,
    )
    book.add(GIAS, "checked", "1 column is empty throughout: Locality", "A column that is seldom filled.")
    unsaid(GIAS, book)


def _nursery_spots(places: Sequence[Place]) -> list[Place]:
    """Primary schools beside which a nursery school stands, far from other nurseries."""
    from shapely import MultiPoint

    other = MultiPoint([p.point for p in places if p.type == "nursery"])
    schools = only(places, ("primary school",), inside=True)
    return sorted(sorted(schools, key=lambda p: (-other.distance(p.point), p.code))[:4], key=lambda p: p.code)


def _school(p: Place, rng: random.Random) -> list[object]:
    _, phase, low, high = PHASE[p.type]
    status = "Open, but proposed to close" if p.type == "primary school" and rng.random() < 0.025 else "Open"
    if p.type == "secondary school" and rng.random() < 0.35:
        high = 16
    return _row(int(p.code), p.name, p.sort, status, phase, low, high, p.capacity, p.used, p, rng)


def _row(
    urn: int,
    name: str,
    kind: str,
    status: str,
    phase: str,
    low: int,
    high: int,
    capacity: int | None,
    pupils: int | None,
    at: Place | None,
    rng: random.Random,
) -> list[object]:
    group, code = next(
        ((g, c) for word, g, c in GROUPS if word.casefold() in kind.casefold()),
        ("Local authority maintained schools", "4"),
    )
    faith = (
        "Church of England"
        if "Church of England" in name
        else "Roman Catholic"
        if "Roman Catholic" in name
        else "Does not apply"
    )
    gender = "Girls" if "Girls" in name else "Boys" if "Boys" in name else "Mixed"
    closed = f"31-08-20{rng.randint(10, 24)}" if status == "Closed" else ""
    phases = {"Nursery": "1", "Primary": "2", "Secondary": "4", "16 plus": "6", "All-through": "7"}
    street = at.address.split(" ", 1)[-1] if at and at.address[:1].isdigit() else at.address if at else ""
    return [
        urn, "990", "Larkhithe" if at is None or at.inside else "Harnett", urn % 9000 + 1000, name.replace("'", "’"), f"{sum(map(ord, kind)) % 50:02d}", kind,
        code, group, "2" if closed else "1", status, f"01-09-{rng.randint(1950, 2016)}", closed, phases.get(phase, "0"), phase, low, high, gender, faith,
        capacity, "16-01-2025" if pupils else "", pupils, round(rng.uniform(8, 52), 1) if pupils else "", "14-08-2025", street, "", "Larkhithe",
        at.postcode if at else "", round(at.point.x) if at else "", round(at.point.y) if at else "",
    ]  # fmt: skip


def _sports(places: Sequence[Place], folder: Path, book: Book) -> None:
    kinds = {
        "swimming pool": ("Swimming Pool", "Main/General"), "sports hall": ("Sports Hall", "Main"), "gym": ("Health and Fitness Gym", "Health and Fitness Gym"),
        "pitch": ("Grass Pitches", "Adult Football"), "court": ("Outdoor Tennis Courts", "Tennis Courts"),
    }  # fmt: skip
    owners = {
        "council": "Local Authority",
        "voluntary": "Community Organisation",
        "private": "Commercial",
        "academy trust": "Academies",
    }
    rows: list[list[object]] = []
    sites: dict[str, int] = {}
    listed = only(places, SPORTS, inside=True)
    for n, p in enumerate(listed):
        site_name = p.address if p.type in ("pitch", "court") else p.name
        site = sites.setdefault(site_name, 6_990_001 + len(sites))
        kind, sub = kinds[p.type]
        if p.type == "pitch" and n % 4 == 0:
            kind, sub = "Artificial Grass Pitch", "Sand Filled"
        access = (
            "Pay and Play"
            if p.owner == "council"
            else "Sports Club / Community Association"
            if p.owner == "voluntary"
            else "Registered Membership use"
        )
        rows.append([site, p.name, 2_990_001 + n, kind, sub, owners.get(p.owner, "Other"), "Local Authority (in house)" if p.owner == "council" else p.owner.title(), access, p.postcode, round(p.point.x), round(p.point.y)])  # fmt: skip
    for n, (town, x, y) in enumerate(far_away("sports")):
        rows.append([6_998_001 + n, f"{town} Recreation Centre", 2_998_001 + n, "Sports Hall" if n % 2 else "Swimming Pool", "Main", "Local Authority", "Trust", "Pay and Play", "", int(x), int(y)])  # fmt: skip
    for n, name in enumerate(("Larkhithe Bowls Club", "Windle Golf Range")):
        host = listed[n * 7]
        rows.append([6_999_001 + n, name, 2_999_001 + n, ("Indoor Bowls", "Golf")[n], "Standard", "Sports Club", "Sports Club", "Sports Club / Community Association", host.postcode, round(host.point.x) + 12, round(host.point.y) - 9])  # fmt: skip
    head = ["Site ID", "Site Name", "Facility ID", "Facility Type", "Facility Subtype", "Ownership Type", "Management Type", "Access Policy", "Postcode", "Easting", "Northing"]  # fmt: skip
    csv_file(folder / ACTIVE, [head, *rows])
    unsaid(ACTIVE, book)
    again = [
        Counter(site for p, (site, *_) in zip(listed, rows, strict=False) if p.type == t) for t in SPORTS
    ]
    kinds_again = sum(max(sites.values(), default=0) > 1 for sites in again)
    if kinds_again:
        what = "Several pitches or courts of one site, which has one number."
        book.add(ACTIVE, "checked", "the reference of another", what, lines=kinds_again)
    book.add(
        ACTIVE,
        "left",
        "2 rows left out: no type that Placewell keeps: Golf (1), Indoor Bowls (1)",
        "Kinds of sport that Placewell has no name for.",
    )


def _shops(places: Sequence[Place], folder: Path, book: Book) -> None:
    """The volunteers' map: most cafes and some food shops, of which it misses many; nodes only."""
    rng = random.Random("larkhithe volunteers")
    tags = {
        "cafe": ("cafe", "amenity", "cafe"), "supermarket": ("supermarket", "shop", "supermarket"), "bakery": ("bakery", "shop", "bakery"),
        "DIY shop": ("diy", "shop", "doityourself"),
    }  # fmt: skip
    share = {"cafe": 0.97, "supermarket": 0.7, "bakery": 0.85, "DIY shop": 1.0}
    listed = [p for p in only(places, tuple(tags)) if rng.random() < share[p.type] and p.status == "open"]
    out: list[dict[str, object]] = []
    unnamed = 0
    for p, (lon, lat) in zip(listed, degrees(listed), strict=True):
        category, key, value = tags[p.type]
        name: str | None = p.name.split(",")[0]
        if p.type == "cafe" and rng.random() < 0.02:
            name, unnamed = None, unnamed + 1
        tag: dict[str, str] = {key: value}
        if rng.random() < 0.3:
            tag["wheelchair"] = {"yes": "yes", "partly": "limited", "no": "no", "": "limited"}[p.step_free]
        out.append({"id": str(9_900_000_000 + int(p.code) % 10**8), "lat": round(lat, 7), "lng": round(lon, 7), "category": category, "name": name, "tags": tag})  # fmt: skip
    out.sort(key=lambda r: str(r["id"]))
    gzipped_json(folder / OSM, out)
    if unnamed:
        book.add(OSM, "checked", f"{unnamed} of ", "Cafes that volunteers put on the map without a name.")
    book.add(
        OSM,
        "left",
        "Not brought in for supermarkets",
        "The council's own register of food premises has these shops.",
    )
    book.add(
        OSM,
        "left",
        "Not brought in for bakeries",
        "The council's own register of food premises has these shops.",
    )
