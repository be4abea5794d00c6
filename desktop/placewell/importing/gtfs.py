"""A timetable feed (GTFS zip) as its stops, each with the routes that call there."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from placewell.domain.errors import Problem
from placewell.importing import says
from placewell.importing.delimited import decode
from placewell.importing.raw import Cell, RawTable, ReadNote

REQUIRED = ("stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
_KEPT = ("stop_id", "stop_code", "stop_name", "stop_lat", "stop_lon", "location_type", "parent_station")


def read_gtfs(members: Mapping[str, Path], name: str) -> list[RawTable]:
    """One table, part 'stops'; `members` are the unpacked files by bare name.

    Raises Problem naming the required files that are missing.
    """
    missing = [m for m in REQUIRED if m not in members]
    if missing:
        raise Problem(
            f"{name} is a timetable feed (GTFS) without {', '.join(missing)}.",
            "Without them it cannot be told which routes call at which stop.",
            "Ask the publisher for the whole feed, or download it again.",
        )
    calls = _routes_by_stop(members, name)
    notes = _notes(members)
    columns: dict[str, list[Cell]] = {c: [] for c in (*_KEPT, "route_types", "routes")}
    rows: list[int] = []
    for line, stop in _records(members["stops.txt"], name):
        rows.append(line)
        for field in _KEPT:
            columns[field].append(stop.get(field))
        called = calls.get(stop.get("stop_id") or "", set())
        columns["route_types"].append(",".join(sorted({t for _, t in called if t})) or None)
        columns["routes"].append(",".join(sorted({r for r, _ in called if r})) or None)
    if not rows:
        raise says.empty(f"{name}, stops.txt,")
    return [RawTable(name, "stops", "GTFS", columns, None, "EPSG:4326", True, rows, notes)]


def _routes_by_stop(members: Mapping[str, Path], name: str) -> dict[str, set[tuple[str, str]]]:
    """Short name (else long name, else id) and type of each route that calls at each stop."""
    routes = {
        r["route_id"]: (
            r.get("route_short_name") or r.get("route_long_name") or r["route_id"] or "",
            r.get("route_type") or "",
        )
        for _, r in _records(members["routes.txt"], name)
        if r.get("route_id")
    }
    trips = {t.get("trip_id"): routes.get(t.get("route_id")) for _, t in _records(members["trips.txt"], name)}
    calls: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for _, time in _records(members["stop_times.txt"], name):
        route, stop = trips.get(time.get("trip_id")), time.get("stop_id")
        if route is not None and stop:
            calls[stop].add(route)
    return calls


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


def _records(path: Path, name: str) -> Iterator[tuple[int, dict[str, str | None]]]:
    text = decode(path.read_bytes(), name, [])
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        heading = [h.strip() for h in next(reader, [])]
        for row in reader:
            if row:
                yield reader.line_num, dict(zip(heading, (v.strip() or None for v in row), strict=False))
    except csv.Error as fault:
        raise says.damaged(f"{name}, {path.name},", f"line {reader.line_num:,}") from fault
