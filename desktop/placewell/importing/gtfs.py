"""A timetable feed (GTFS zip): its stops with the routes that call there, and how often each calls."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from placewell.domain.errors import Problem
from placewell.importing import says
from placewell.importing.gtfs_days import Weekday, ordinary_weekday
from placewell.importing.gtfs_feed import Feed, Route, read_feed
from placewell.importing.gtfs_text import cells
from placewell.importing.gtfs_times import Calls, Departures, count, headways, seconds
from placewell.importing.raw import Cell, RawTable, ReadNote

REQUIRED = ("stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
STOP_COLUMNS = (
    "stop_id",
    "stop_code",
    "stop_name",
    "stop_lat",
    "stop_lon",
    "location_type",
    "parent_station",
)
SERVICE_COLUMNS = ("stop_id", "stop_name", "route", "route_type", "direction", "per_hour", "lat", "lon")
_TIMES = ("trip_id", "stop_id", "stop_sequence", "departure_time", "arrival_time", "pickup_type")


def read_gtfs(members: Mapping[str, Path], name: str) -> list[RawTable]:
    """Two tables, 'stops' and 'services'; `members` are the unpacked files by bare name.

    Raises Problem naming the required files that are missing.
    """
    missing = [m for m in REQUIRED if m not in members]
    if missing:
        raise Problem(
            f"{name} is a timetable feed (GTFS) without {', '.join(missing)}.",
            "Without them it cannot be told which routes call at which stop.",
            "Ask the publisher for the whole feed, or download it again.",
        )
    feed = read_feed(members, name)
    if not feed.stops:
        raise says.empty(f"{name}, stops.txt,")
    day = ordinary_weekday(members, name, Counter(feed.services))
    taken = _Taken(feed, day)
    taken.read(members, name)
    often, useless = headways(members, name, feed.trips)
    found = count(taken.calls, feed.ways, often)
    services = _services(feed, found)
    stops = _stops(feed, taken)
    notes = _notes(members)
    if not services["stop_id"]:
        none = f"No departure between 08:15 and 09:15 could be counted, so there are no services. {day.said}"
        return [_table(name, "stops", stops, feed.lines, [*notes, ReadNote(None, "checked", none)])]
    rows = range(1, len(services["stop_id"]) + 1)
    told = _told(taken, found, day, useless)
    return [_table(name, "stops", stops, feed.lines, notes), _table(name, "services", services, rows, told)]


class _Taken:
    """What the calls of a feed say: which routes call where, and the calls of the day, kept small."""

    def __init__(self, feed: Feed, day: Weekday) -> None:
        self.feed = feed
        self.running = [service in day.services for service in feed.services]
        self.routes_at: dict[int, set[Route]] = defaultdict(set)
        self.moved: set[str] = set()
        """Platforms whose calls count at their station."""
        self.calls = Calls()
        self.strange = 0
        """Calls of trips or at stops that the feed does not list."""

    def read(self, members: Mapping[str, Path], name: str) -> None:
        feed, calls = self.feed, self.calls
        for line, (trip_id, stop_id, order, leaves, arrives, boards) in enumerate(
            cells(members["stop_times.txt"], name, _TIMES)
        ):
            trip = feed.trips.get(trip_id)
            if trip is None or stop_id not in feed.stops:
                self.strange += 1
                continue
            route = feed.routes[trip]
            station = feed.stations.get(stop_id) if not route.on_roads else None
            if station is not None:
                self.moved.add(stop_id)
            stop = feed.stops[stop_id] if station is None else station
            self.routes_at[stop].add(route)
            if self.running[trip]:
                calls.trip.append(trip)
                calls.stop.append(stop)
                calls.order.append(int(order) if order.isdigit() and len(order) < 10 else line)
                calls.time.append(seconds(leaves or arrives))
                calls.boards.append(boards != "1")


def _stops(feed: Feed, taken: _Taken) -> dict[str, list[Cell]]:
    columns: dict[str, list[Cell]] = {c: [] for c in (*STOP_COLUMNS, "route_types", "routes", "platform_of")}
    for at, stop in enumerate(feed.rows):
        for field in STOP_COLUMNS:
            columns[field].append(stop.get(field))
        called = taken.routes_at.get(at, set())
        columns["route_types"].append(",".join(sorted({r.type for r in called if r.type})) or None)
        columns["routes"].append(",".join(sorted({r.name for r in called if r.name})) or None)
        platform = not called and stop.get("stop_id") in taken.moved
        columns["platform_of"].append(stop.get("parent_station") if platform else None)
    return columns


def _services(feed: Feed, found: Departures) -> dict[str, list[Cell]]:
    columns: dict[str, list[Cell]] = {c: [] for c in SERVICE_COLUMNS}
    towards = feed.towards()
    lines: dict[tuple[int, Route, str], float] = defaultdict(float)
    for (stop, way), often in found.counted.items():
        # Two ids of one route towards one place are one line of the list.
        lines[stop, feed.groups[way].route, towards[way]] += often
    for (stop, route, direction), times in sorted(lines.items()):
        row = feed.rows[stop]
        values = (
            row.get("stop_id"), row.get("stop_name"), route.name, route.type, direction, round(times, 2),
            row.get("stop_lat"), row.get("stop_lon"),
        )  # fmt: skip
        for column, value in zip(SERVICE_COLUMNS, values, strict=True):
            columns[column].append(value)
    return columns


def _table(
    name: str, part: str, columns: dict[str, list[Cell]], rows: Sequence[int], notes: Sequence[ReadNote]
) -> RawTable:
    return RawTable(name, part, "GTFS", columns, None, "EPSG:4326", True, rows, notes)


def _told(taken: _Taken, found: Departures, day: Weekday, useless: int) -> list[ReadNote]:
    """How the services were come by, and what is not among them."""
    said = [day.said]
    groups = taken.feed.groups
    pairs = {(stop, groups[way].route) for stop, way in found.counted}
    every = sum(map(len, taken.routes_at.values()))
    if every > len(pairs):
        said.append(
            f"At {every - len(pairs):,} of {every:,} pairs of stop and route nothing departs between 08:15 and"
            " 09:15 that day (night buses, ends of routes): not listed."
        )
    if found.untimed:
        said.append(f"{found.untimed:,} trips of that day state no time at any stop: not counted.")
    if useless:
        said.append(
            f"{useless:,} lines of frequencies.txt are of no trip in the feed or cannot be read: passed over."
        )
    if taken.strange:
        said.append(f"{taken.strange:,} calls are of trips or stops that the feed does not list: left out.")
    if not any(group.id for group in groups):
        said.append("The feed does not say in which direction a trip runs: told apart by where it goes.")
    return [ReadNote(None, "checked", text) for text in said]


def _notes(members: Mapping[str, Path]) -> list[ReadNote]:
    notes = []
    if "calendar_dates.txt" not in members:
        notes.append(
            ReadNote(
                None,
                "checked",
                "The feed has no calendar_dates.txt: bank holidays and changes of service are not known.",
            )
        )
    if "calendar.txt" not in members:
        notes.append(
            ReadNote(None, "checked", "The feed has no calendar.txt: regular days of service are not known.")
        )
    return notes
