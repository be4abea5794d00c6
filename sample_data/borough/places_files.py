"""Every raw file that lists places: national registers as published, and the council's own lists in many formats."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from shapely import Point

from borough.book import Book
from borough.places import Place
from borough.write_maps import place_in

TOWNS = (("Tholemouth", 18), ("Marlhaven", 55), ("Windlecombe", 128), ("Copperness", 152), ("Nether Thole", 208), ("Tolling Bar", 238), ("Cressford", 305), ("Upper Hollin", 338))  # fmt: skip
"""Towns of the made-up country around, with their bearings: national registers go on beyond what is drawn."""
MIDDLE = Point(640_900, 185_400)


def write_all(places: list[Place], folder: Path, book: Book) -> None:
    """Write all of them."""
    from borough.places_activities import write_activities
    from borough.places_council import write_council
    from borough.places_culture import write_culture
    from borough.places_health import write_health
    from borough.places_national import write_national

    write_national(places, folder, book)
    write_health(places, folder, book)
    write_culture(places, folder, book)
    write_council(places, folder, book)
    write_activities(places, folder, book)


def only(places: Iterable[Place], types: Sequence[str], *, inside: bool = False) -> list[Place]:
    """Places of some types, by type in that order; the borough's own where asked."""
    order = {t: n for n, t in enumerate(types)}
    found = [p for p in places if p.type in order and (p.inside or not inside)]
    return sorted(found, key=lambda p: (order[p.type], not p.inside, p.name, p.code))


def degrees(places: Sequence[Place]) -> list[tuple[float, float]]:
    """Longitude and latitude of each."""
    return [(p.x, p.y) for p in place_in([q.point for q in places], "EPSG:4326") if isinstance(p, Point)]


def far_away(label: str, n: int = 2) -> list[tuple[str, float, float]]:
    """Spots in the towns around, with the town's name: `n` in each."""
    rng = random.Random(f"larkhithe far {label}")
    found = []
    for town, bearing in TOWNS:
        for _ in range(n):
            angle = math.radians(bearing + rng.uniform(-4, 4))
            away = rng.uniform(11_500, 13_500)
            found.append(
                (
                    town,
                    round(MIDDLE.x + away * math.sin(angle), 0),
                    round(MIDDLE.y + away * math.cos(angle), 0),
                )
            )
    return found


def unsaid(file: str, book: Book, part: str = "") -> None:
    """Note that a list gives eastings and northings without a word on what they are, as most do."""
    what = "Eastings and northings without a word on what they are."
    book.add(file, "checked", "does not say which map coordinates it uses", what, part=part)
