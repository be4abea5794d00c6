"""Stops and stations as their publishers list them, with the faults that such lists have."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from shapely import Point
from shapely.geometry.base import BaseGeometry

from borough.book import Book
from borough.transport_calls import Stop
from borough.transport_net import Spot, Streets
from borough.transport_rail import Rail
from borough.write import csv_file, geojson, place_in

STOPS = "tfl_bus_stops.csv"
STATIONS = "stations.geojson"
FAR_AWAY = Point(655840, 171310)
"""Where a coach stand of the operator's lies, well outside the borough."""
SHARED = "Kestrel line"
"""The line whose stations both operators list."""
IN_FIVE = "Larkhithe Cross"
FIVE_POINTS = ((0.0, 0.0), (34.2, 18.5), (-41.7, 6.3), (12.8, -52.6), (-20.1, 61.9))
WITHOUT_ROUTES = 14
REPEATED = 3


def in_degrees(points: Sequence[BaseGeometry]) -> list[Point]:
    """Longitude and latitude of places on the National Grid."""
    return [Point(p.x, p.y) for p in place_in(points, "EPSG:4326") if p is not None]


def write_stops(
    stops: Sequence[Stop],
    streets: Streets,
    boundary: BaseGeometry,
    folder: Path,
    book: Book,
    rng: random.Random,
) -> None:
    """The list of bus stop points: a row for each stop and one for each group of them."""
    listed: list[tuple[str, str, Point, str]] = []
    groups: dict[int, list[Stop]] = defaultdict(list)
    for stop in stops:
        groups[stop.group].append(stop)
    for stop in stops:
        name = "." + stop.name if stop.name.endswith("Station") and rng.random() < 0.08 else stop.name
        listed.append((stop.code, name, stop.point, _routes(stop.routes, rng)))
    for number, members in groups.items():
        if len(members) > 1:
            every = sorted({r for s in members for r in s.routes})
            listed.append((f"499G{number:08d}", members[0].name, members[0].point, _routes(every, rng)))
    inside = [s for s in stops if boundary.contains(s.point)]
    for stop in rng.sample(inside, WITHOUT_ROUTES):
        # A stand or a stop taken out of use, a little up the street from one in use.
        length = float(streets.length[stop.spot.way])
        along = stop.spot.along_m + (24 if stop.spot.along_m < length / 2 else -24)
        point, _ = streets.kerb(Spot(stop.spot.way, min(max(along, 0.0), length)), stop.forward)
        listed.append((f"{stop.code}Z", stop.name, point, ""))
    listed.append(("499009999X", "Tholemouth Coach Stand", FAR_AWAY, "X6"))
    listed.sort(key=lambda row: (row[1].lstrip("."), row[0]))
    for again in sorted(
        rng.sample(
            [i for i, r in enumerate(listed) if r[3] and "G" not in r[0][:5] and boundary.contains(r[2])],
            REPEATED,
        ),
        reverse=True,
    ):
        listed.insert(again + 1, listed[again])
    rows: list[list[object]] = [["id", "naptanId", "commonName", "lat", "lon", "modes", "lines"]]
    for (code, name, _, lines), p in zip(listed, in_degrees([p for _, _, p, _ in listed]), strict=True):
        rows.append([code, code, name, f"{p.y:.5f}", f"{p.x:.5f}", "bus", lines])
    csv_file(folder / STOPS, rows)
    _tell_stops(listed, book)


def _tell_stops(listed: Sequence[tuple[str, str, Point, str]], book: Book) -> None:
    parents = sum(row[0][3] == "G" for row in listed)
    book.add(
        STOPS,
        "left",
        f"{parents} rows left out: the entry is a group of stops",
        "Groups of stops stand beside the stops themselves, as in the publisher's list.",
    )
    book.add(
        STOPS, "checked", f"{WITHOUT_ROUTES} of ", "Stands and stops out of use, at which no route calls."
    )
    for i in range(1, len(listed)):
        if listed[i] == listed[i - 1]:
            book.add(
                STOPS,
                "duplicate",
                f"The same name, code and place as row {i + 1}",
                "A stop that is listed twice, word for word.",
                row=i + 2,
            )


def _routes(routes: Sequence[str], rng: random.Random) -> str:
    """Route numbers in no order, as the publisher's service gives them."""
    mixed = sorted(routes)
    rng.shuffle(mixed)
    return ", ".join(mixed)


def write_stations(rail: Rail, folder: Path, book: Book) -> None:
    """Stations of two operators together: those that both serve are in it twice, one is five points."""
    records: list[tuple[dict[str, object], Point]] = []
    here = [h for h in rail.halts if h.here and h.mode != "river-bus"]
    shared = {h.name for s in rail.services if s.line == SHARED for h, _ in s.calls if s.code == "KL1"}
    for halt in here:
        if halt.mode == "tube" or halt.name in shared:
            zone = "1/2" if halt.name == "Larkhithe Cross" else "2"
            for n, (dx, dy) in enumerate(FIVE_POINTS if halt.name == IN_FIVE else ((0.0, 0.0),)):
                code = f"{halt.code}-{n}" if n else halt.code
                point = Point(halt.point.x + dx, halt.point.y + dy)
                records.append(({"id": code, "name": halt.name, "zone": zone, "source": "tfl"}, point))
    number = 0
    for halt in here:
        if halt.mode == "national-rail":
            number += 1
            point = Point(halt.point.x + 21.4, halt.point.y - 13.7) if halt.name in shared else halt.point
            record: dict[str, object] = {
                "id": f"Q{number:02d}",
                "name": halt.name,
                "zone": None,
                "source": "national_rail",
            }
            records.append((record, point))
    geojson(folder / STATIONS, records, told=True)
    what = "A second list of stations: the timetables have them all, and say what calls there."
    book.add(STATIONS, "left", "every station on it is on another list too", what)
    names = [str(fields["name"]) for fields, _ in records]
    for i, name in enumerate(names):
        others = [k + 1 for k, n in enumerate(names) if n == name and k != i]
        if others and i + 1 < others[0]:
            rows = ("row " if len(others) == 1 else "rows ") + ", ".join(map(str, others))
            what = (
                "A station that is drawn as five points: its entrances beside its middle."
                if name == IN_FIVE
                else "A station that two operators serve is listed once by each."
            )
            book.add(STATIONS, "duplicate", f"{name}: the same place as {rows}, joined here", what, row=i + 1)
    book.add(
        STATIONS,
        "duplicate",
        "one station, with the modes of both",
        "The timetable has the same stations, with what calls there.",
        rows=[names.index(name) + 1 for name in sorted(set(names))],
    )
    joined = len(set(names))
    book.add(
        STATIONS, "checked", f"{joined} of {joined} list no routes", "The list does not say which lines call."
    )
