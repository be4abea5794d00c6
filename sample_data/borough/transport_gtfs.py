"""The timetable as a GTFS feed: most routes by how often they run, some with every trip written out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shapely import Point

from borough.book import Book
from borough.transport_calls import Stop, calls, travelled
from borough.transport_net import Streets
from borough.transport_rail import Rail
from borough.transport_routes import Trace
from borough.write import csv_bytes, place_in, zipped

ROUTE_TYPE = {"bus": 3, "tube": 1, "national-rail": 2, "river-bus": 4}
BUS_M_A_MIN = 235.0
"""14 km/h, halts counted in."""
WRITTEN_OUT = frozenset({"94", "216", "T1", "T6"})
FEW_TIMES = frozenset({"216"})
"""Times only at the first, the last and every third stop, as some operators give them."""
DAYS = ("WK", "SA", "SU")
PERIODS = {
    # Hour from, hour to, share of the morning peak's departures.
    "WK": ((5, 7, 0.5), (7, 10, 1.0), (10, 16, 0.8), (16, 19, 1.0), (19, 24.5, 0.5)),
    "SA": ((6, 9, 0.5), (9, 19, 0.8), (19, 24.5, 0.5)),
    "SU": ((7, 24, 0.5),),
}
NIGHT = {day: ((24.25, 29.5, 1.0),) for day in DAYS}
"""A night bus belongs to the day before: its hours go on past 24."""


@dataclass(frozen=True)
class Pattern:
    """A route one way: its stops with seconds from the first, and departures an hour in the peak."""

    route: str
    mode: str
    back: bool
    headsign: str
    calls: tuple[tuple[str, int], ...]
    per_hour: float
    written_out: bool
    night: bool = False


def patterns(stops: Sequence[Stop], traces: Sequence[Trace], streets: Streets, rail: Rail) -> list[Pattern]:
    """Every route there and back."""
    out = []
    for trace in traces:
        for back in (False, True):
            served = calls(trace, back, stops)
            metres = travelled(trace, back, served, streets)
            seconds = [round((m - metres[0]) / BUS_M_A_MIN * 2) * 30 for m in metres]
            out.append(
                Pattern(
                    trace.number,
                    "bus",
                    back,
                    trace.ends[0 if back else 1],
                    tuple((s.code, t) for s, t in zip(served, seconds, strict=True)),
                    trace.per_hour[1 if back else 0],
                    trace.night or trace.number in WRITTEN_OUT,
                    trace.night,
                )
            )
    for service in rail.services:
        whole = service.calls[-1][1]
        for back in (False, True):
            run = [(h, whole - t) for h, t in reversed(service.calls)] if back else list(service.calls)
            out.append(
                Pattern(
                    service.code,
                    service.mode,
                    back,
                    run[-1][0].name,
                    tuple((h.code, round(t * 60)) for h, t in run),
                    service.per_hour[1 if back else 0],
                    service.mode != "tube",
                )
            )
    return out


def write_feed(
    path: Path, stops: Sequence[Stop], traces: Sequence[Trace], streets: Streets, rail: Rail, book: Book
) -> None:
    """Write the feed as one zip, and what an import says of it into the book."""
    every = patterns(stops, traces, streets, rail)
    trips: list[list[object]] = []
    times: list[list[object]] = []
    often: list[list[object]] = []
    for pattern in every:
        for day in DAYS:
            for trip, start, often_run in _trips(pattern, day):
                trips.append([f"R{pattern.route}", day, trip, pattern.headsign, int(pattern.back)])
                times += _times(pattern, trip, start)
                if often_run:
                    periods = PERIODS[day]
                    often += [
                        [trip, _clock(a * 3600), _clock(b * 3600), _headway(pattern.per_hour * share), 0]
                        for a, b, share in periods
                    ]
    members: dict[str, list[list[object]]] = {
        "agency.txt": _agencies(rail),
        "stops.txt": _stops(stops, rail),
        "routes.txt": _routes(traces, rail),
        "calendar.txt": [
            ["service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "start_date", "end_date"],
            ["WK", 1, 1, 1, 1, 1, 0, 0, "20250901", "20260531"],
            ["SA", 0, 0, 0, 0, 0, 1, 0, "20250901", "20260531"],
            ["SU", 0, 0, 0, 0, 0, 0, 1, "20250901", "20260531"],
        ],
        "calendar_dates.txt": [
            ["service_id", "date", "exception_type"],
            ["WK", "20251225", 2],
            ["SU", "20251226", 1],
            ["WK", "20251226", 2],
            ["SU", "20260101", 1],
            ["WK", "20260101", 2],
        ],
        "trips.txt": [["route_id", "service_id", "trip_id", "trip_headsign", "direction_id"], *trips],
        "stop_times.txt": [
            ["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence", "timepoint"],
            *times,
        ],
        "frequencies.txt": [["trip_id", "start_time", "end_time", "headway_secs", "exact_times"], *often],
        "feed_info.txt": [
            ["feed_publisher_name", "feed_publisher_url", "feed_lang", "feed_start_date", "feed_end_date", "feed_version"],
            ["Placewell (a made-up borough)", "https://example.org/larkhithe", "en", "20250901", "20260531", "20250901"],
        ],
    }  # fmt: skip
    zipped(path, {name: csv_bytes(rows) for name, rows in members.items()})
    for part, sort, words, what in (
        ("stops", "left", "Not brought in for bus stops", "The operator's own list has the same stops."),
        ("stops", "checked", "columns are empty throughout", "The feed has no platforms."),
        ("services", "checked", "Services are those of Monday 1 September 2025", "The feed covers nine months, with holidays."),
        ("services", "checked", "nothing departs between 08:15 and 09:15", "Night buses run in the small hours, and buses end somewhere."),
    ):  # fmt: skip
        book.add(path.name, sort, words, what, part=part)


def _trips(pattern: Pattern, day: str) -> Iterator[tuple[str, int, bool]]:
    """Trips of a day: id, start in seconds, and whether it stands for many."""
    stem = f"{pattern.route.replace(' ', '')}-{'B' if pattern.back else 'A'}-{day}"
    if not pattern.written_out:
        yield f"{stem}-0", 6 * 3600, True
        return
    number = 0
    for first, last, share in (NIGHT if pattern.night else PERIODS)[day]:
        headway = _headway(pattern.per_hour * share)
        # A few minutes past the hour, so that no window's edge falls on a departure.
        start = first * 3600 + 180
        while start < last * 3600:
            number += 1
            yield f"{stem}-{number}", int(start), False
            start += headway


def _times(pattern: Pattern, trip: str, start: int) -> Iterator[list[object]]:
    last = len(pattern.calls) - 1
    for n, (stop, seconds) in enumerate(pattern.calls):
        told = pattern.route not in FEW_TIMES or n % 3 == 0 or n == last
        clock = _clock(start + seconds) if told else None
        yield [trip, clock, clock, stop, n + 1, int(told)]


def _headway(per_hour: float) -> int:
    return round(3600 / per_hour)


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600:02d}:{whole % 3600 // 60:02d}:{whole % 60:02d}"


def _agencies(rail: Rail) -> list[list[object]]:
    head: list[object] = ["agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang"]
    return [head] + [
        [key, name, "https://example.org/larkhithe", "Europe/London", "en"]
        for key, name in sorted(rail.agencies.items())
    ]


def _stops(stops: Sequence[Stop], rail: Rail) -> list[list[object]]:
    rows: list[tuple[str, str, Point]] = [(s.code, s.name, s.point) for s in stops]
    rows += [(h.code, h.name, h.point) for h in rail.halts]
    places = place_in([p for _, _, p in rows], "EPSG:4326")
    head: list[object] = ["stop_id", "stop_code", "stop_name", "stop_lat", "stop_lon", "location_type"]
    out = [head]
    for (code, name, _), p in zip(rows, places, strict=True):
        assert p is not None
        out.append([code, code[-6:], name, f"{p.y:.6f}", f"{p.x:.6f}", 0])
    return out


def _routes(traces: Sequence[Trace], rail: Rail) -> list[list[object]]:
    head: list[object] = ["route_id", "agency_id", "route_short_name", "route_long_name", "route_type"]
    rows = [head]
    for t in traces:
        rows.append([f"R{t.number}", "LB", t.number, f"{t.ends[0]} – {t.ends[1]}", 3])
    for s in rail.services:
        long = f"{s.line}: {s.calls[0][0].name} – {s.calls[-1][0].name}"
        rows.append([f"R{s.code}", s.agency, s.code, long, ROUTE_TYPE[s.mode]])
    return rows
