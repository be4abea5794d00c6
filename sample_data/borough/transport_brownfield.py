"""The brownfield register: land that the council thinks could be built on again."""

from __future__ import annotations

import random
from pathlib import Path

from shapely import Point

from borough.book import Book
from borough.ground import Block, Ground
from borough.transport_net import Streets
from borough.write import csv_file, place_in

BROWNFIELD = "brownfield_register.csv"
OLDER, NEWER = "2023-12-18", "2025-06-30"
"""Dates of the two returns that the register holds together."""
WEIGHT = {
    "industrial": 9.0,
    "docks": 5.0,
    "core": 4.0,
    "high street": 4.0,
    "quay": 4.0,
    "estate": 2.0,
    "civic": 1.0,
}
"""How likely a block of each style is to have a site; others 0.35."""
SITES, OLD_SITES = 60, 18
ODD = (("latitude", ""), ("latitude", "50.712000"), ("hectares", "61.204"))
"""What is wrong with three sites: no place, a place in the sea, an area with a slipped decimal point."""
COLUMNS = (
    "resource-date,entry-date,organisation,site,site-address,site-plan-url,deliverable,ownership,"
    "planning-permission-status,planning-permission-type,hazardous-substances,latitude,longitude,hectares,"
    "minimum-net-dwellings,maximum-net-dwellings,start-date,end-date,notes,resource,name"
)
WORKS = (
    "Redevelopment for {n} homes above {use}",
    "Demolition of {was} and erection of {n} flats with {use} at ground floor",
    "Change of use of {office} to {n} flats",
    "Outline application for up to {n} homes and {use}",
    "Erection of {n} homes on the site of {was}",
)
WAS = (
    "a car repair yard",
    "a builders' yard",
    "single-storey garages",
    "a depot",
    "a petrol station",
    "warehouses",
    "an office block",
)
OFFICE = ("an office block", "a warehouse", "a former print works", "a hostel", "upper floors above shops")
USE = ("workspace", "a shop", "a café", "flexible commercial space", "a nursery")


def write_brownfield(ground: Ground, streets: Streets, folder: Path, book: Book, rng: random.Random) -> None:
    """The council's register as the government collects it: two returns in one file."""
    taken: set[str] = set()
    records = [_site(block, streets, i, taken, rng) for i, block in enumerate(_blocks(ground, rng))]
    newer = records[:SITES]
    older = [dict(r) for r in rng.sample(newer, OLD_SITES // 2)] + records[SITES:]
    for record in older:
        record["resource-date"] = OLDER
    newer[12]["hectares"] = ODD[2][1]
    newer[23] |= {"latitude": ODD[0][1], "longitude": ""}
    newer[31] |= {"latitude": ODD[1][1], "longitude": "0.912000"}
    newer[40]["end-date"] = "2025-03-14"
    newer[47]["site-address"] = newer[46]["site-address"]
    older.sort(key=lambda r: r["site"])
    newer.sort(key=lambda r: r["site"])
    columns = COLUMNS.split(",")
    rows: list[list[object]] = [list(columns)]
    rows += [[r.get(column, "") for column in columns] for r in (*older, *newer)]
    csv_file(folder / BROWNFIELD, rows)
    at = {id(r): i + 2 for i, r in enumerate((*older, *newer))}
    lost, far, big = (next(at[id(r)] for r in newer if r[key] == value) for key, value in ODD)
    for sort, words, what, row in (
        (
            "left",
            f"{len(older)} rows left out: from earlier returns",
            "An older return stands in the file.",
            None,
        ),
        ("checked", "3 columns are empty throughout", "Columns that the council does not fill.", None),
        (
            "checked",
            "An area of 61.204 ha is unlikely for one address",
            "An area with a slipped decimal point.",
            big,
        ),
        ("checked", "1 entry repeats the address of another", "A site that is registered twice.", None),
        ("rejected", "This row has no coordinates", "A site that nobody has placed.", lost),
        (
            "rejected",
            "its coordinates look mistaken",
            "A site whose coordinates lie in the sea to the south.",
            far,
        ),
        (
            "left",
            "1 row left out: the site was taken off the register",
            "A site that was taken off the register.",
            None,
        ),
    ):
        book.add(BROWNFIELD, sort, words, what, row=row)


def _blocks(ground: Ground, rng: random.Random) -> list[Block]:
    inside = [
        b
        for b in ground.blocks
        if b.style not in ("rail", "school") and ground.boundary.contains(b.shape.representative_point())
    ]
    weights = [WEIGHT.get(b.style, 0.35) for b in inside]
    chosen: dict[str, Block] = {}
    while len(chosen) < SITES + OLD_SITES // 2:
        block = rng.choices(inside, weights)[0]
        chosen[block.id] = block
    return list(chosen.values())


def _site(block: Block, streets: Streets, i: int, taken: set[str], rng: random.Random) -> dict[str, str]:
    hectares = min(block.shape.area / 1e4 * rng.uniform(0.15, 0.9), 3.6)
    if block.style not in WEIGHT:
        hectares = min(hectares, rng.uniform(0.01, 0.12))
    hectares = max(round(hectares, 3), 0.008)
    homes = max(round(hectares * rng.uniform(90, 260)), 1)
    point = block.shape.representative_point()
    (place,) = place_in([point], "EPSG:4326")
    assert isinstance(place, Point)
    year = rng.choice((2019, 2020, 2021, 2022, 2023, 2024))
    began = f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    status = rng.choices(("permissioned", "not permissioned", "pending decision"), (0.6, 0.3, 0.1))[0]
    kind = (
        rng.choice(("full planning permission", "outline planning permission"))
        if status == "permissioned"
        else ""
    )
    address = _address(point, streets, rng)
    while address in taken:
        address = _address(point, streets, rng)
    taken.add(address)
    note = rng.choice(WORKS).format(
        n=homes, was=rng.choice(WAS), office=rng.choice(OFFICE), use=rng.choice(USE)
    )
    return {
        "resource-date": NEWER,
        "entry-date": began,
        "organisation": "local-authority-eng:LRK",
        "site": f"{year % 100}-LK-{1000 + 37 * i}",
        "site-address": address,
        "deliverable": "yes" if rng.random() < 0.4 else "",
        "ownership": "",
        "planning-permission-status": status,
        "planning-permission-type": kind,
        "latitude": f"{place.y:.6f}",
        "longitude": f"{place.x:.6f}",
        "hectares": f"{hectares:g}",
        "minimum-net-dwellings": str(homes if rng.random() < 0.8 else 0),
        "maximum-net-dwellings": str(homes),
        "start-date": began,
        "notes": f". {note}.",
        "resource": "made-up",
        "name": "London Borough of Larkhithe (made up)",
    }


def _address(point: Point, streets: Streets, rng: random.Random) -> str:
    street = streets.street_near(point)
    number = rng.randint(2, 120)
    form = rng.random()
    if form < 0.45:
        return f"{number} To {number + 2 * rng.randint(2, 14)} {street}"
    if form < 0.7:
        return f"{number} {street}"
    if form < 0.85:
        return f"Land Rear Of {number} {street}"
    return f"Site Of {number} {street}"
