"""The sample's raw files about public transport, read as anybody would, without the generator."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from convertbng import cutil

RAW = Path(__file__).resolve().parents[2] / "sample_data" / "raw"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (RAW / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def on_the_grid(lon: list[float], lat: list[float]) -> np.ndarray:
    x, y = cutil.convert_bng(np.array(lon), np.array(lat))
    return np.column_stack([x, y])


@pytest.fixture(scope="module")
def feed() -> dict[str, list[Row]]:
    with zipfile.ZipFile(RAW / "gtfs.zip") as archive:
        return {
            name.removesuffix(".txt"): list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            for name in archive.namelist()
        }


@pytest.fixture(scope="module")
def stops() -> dict[str, Row]:
    """The operator's list without groups, repeats and the stand far away."""
    return {
        r["naptanId"]: r
        for r in rows("tfl_bus_stops.csv")
        if not r["naptanId"].startswith("499G") and r["commonName"] != "Tholemouth Coach Stand"
    }


@pytest.fixture(scope="module")
def places(stops: dict[str, Row]) -> dict[str, np.ndarray]:
    xy = on_the_grid([float(r["lon"]) for r in stops.values()], [float(r["lat"]) for r in stops.values()])
    return dict(zip(stops, xy, strict=True))


@pytest.fixture(scope="module")
def calls(feed: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Stop times by trip, in order."""
    out: dict[str, list[Row]] = defaultdict(list)
    for row in feed["stop_times"]:
        out[row["trip_id"]].append(row)
    return {trip: sorted(found, key=lambda r: int(r["stop_sequence"])) for trip, found in out.items()}


@pytest.fixture(scope="module")
def boundary() -> shapely.Geometry:
    (shape,) = shapely.from_wkb(pyogrio.raw.read(RAW / "larkhithe_boundary.geojson")[2])
    xy = shapely.get_coordinates(shape)
    return shape if np.abs(xy).max() > 360 else shapely.transform(shape, lambda c: on_the_grid(*c.T.tolist()))


def seconds(clock: str) -> int:
    h, m, s = map(int, clock.split(":"))
    return 3600 * h + 60 * m + s


def route_of(feed: dict[str, list[Row]]) -> dict[str, str]:
    short = {r["route_id"]: r["route_short_name"] for r in feed["routes"]}
    return {t["trip_id"]: short[t["route_id"]] for t in feed["trips"]}


def test_the_feed_holds_together(feed: dict[str, list[Row]], calls: dict[str, list[Row]]) -> None:
    assert (RAW / "gtfs.zip").stat().st_size < 700_000
    stops = {r["stop_id"] for r in feed["stops"]}
    days = {r["service_id"] for r in feed["calendar"]}
    routes = {r["route_id"]: r["agency_id"] for r in feed["routes"]}
    assert {r["agency_id"] for r in feed["agency"]} == set(routes.values())
    assert len(stops) == len(feed["stops"])
    for trip in feed["trips"]:
        assert trip["route_id"] in routes
        assert trip["service_id"] in days
    assert set(calls) == {t["trip_id"] for t in feed["trips"]}
    for times in calls.values():
        assert len(times) > 1
        assert {r["stop_id"] for r in times} <= stops
        assert times[0]["departure_time"]
        assert times[-1]["arrival_time"]
        told = [seconds(r["departure_time"]) for r in times if r["departure_time"]]
        assert told == sorted(told)
    for often in feed["frequencies"]:
        assert often["trip_id"] in calls
        assert seconds(often["start_time"]) < seconds(often["end_time"])
        assert 60 <= int(often["headway_secs"]) <= 3600


def test_the_feed_tries_all_that_feeds_do(feed: dict[str, list[Row]], calls: dict[str, list[Row]]) -> None:
    assert len(feed["frequencies"]) > 300
    assert len(calls) - len({r["trip_id"] for r in feed["frequencies"]}) > 1000
    assert sum(seconds(t[0]["departure_time"]) >= 24 * 3600 for t in calls.values()) > 50
    assert any(not r["departure_time"] for r in feed["stop_times"])
    assert {r["exception_type"] for r in feed["calendar_dates"]} == {"1", "2"}
    assert {r["route_type"] for r in feed["routes"]} == {"1", "2", "3", "4"}


def test_about_45_day_routes_and_some_by_night(feed: dict[str, list[Row]]) -> None:
    buses = [r["route_short_name"] for r in feed["routes"] if r["route_type"] == "3"]
    night = [b for b in buses if b.startswith("N")]
    assert 40 <= len(buses) - len(night) <= 60
    assert len(night) >= 4


def test_the_list_of_stops_and_the_timetable_name_the_same_routes(
    feed: dict[str, list[Row]], calls: dict[str, list[Row]], stops: dict[str, Row]
) -> None:
    route = route_of(feed)
    timetable: dict[str, set[str]] = defaultdict(set)
    for trip, times in calls.items():
        for row in times:
            timetable[row["stop_id"]].add(route[trip])
    listed = {code: set(r["lines"].split(", ")) for code, r in stops.items() if r["lines"]}
    assert listed == {code: timetable[code] for code in listed}
    assert sum(not r["lines"] for r in stops.values()) == 14


def test_buses_run_three_to_twelve_an_hour_and_trains_up_to_24(feed: dict[str, list[Row]]) -> None:
    """Counted from the headways of the morning peak, where trips stand for many."""
    kind = {r["route_id"]: r["route_type"] for r in feed["routes"]}
    by_trip = {t["trip_id"]: kind[t["route_id"]] for t in feed["trips"] if t["service_id"] == "WK"}
    peak = [
        (by_trip[f["trip_id"]], 3600 / int(f["headway_secs"]))
        for f in feed["frequencies"]
        if f["trip_id"] in by_trip and f["start_time"] == "07:00:00"
    ]
    buses = [n for k, n in peak if k == "3"]
    trains = [n for k, n in peak if k != "3"]
    assert min(buses) >= 3 and max(buses) <= 12
    assert min(trains) >= 4 and max(trains) <= 24


def test_stops_are_a_few_hundred_metres_apart_along_a_route(
    calls: dict[str, list[Row]], places: dict[str, np.ndarray], feed: dict[str, list[Row]]
) -> None:
    route = route_of(feed)
    apart: list[float] = []
    for trip, times in calls.items():
        if trip.endswith("WK-0") and route[trip] != "X6":
            run = [places[r["stop_id"]] for r in times if r["stop_id"] in places]
            apart += [float(np.hypot(*(b - a))) for a, b in pairwise(run)]
    assert 250 <= np.median(apart) <= 400
    assert np.percentile(apart, 5) > 120
    assert np.percentile(apart, 97) < 700


def test_stops_come_in_the_number_of_a_real_borough(
    places: dict[str, np.ndarray], boundary: shapely.Geometry
) -> None:
    """The borough we compared with has 633 stops on 29 square kilometres."""
    inside = sum(boundary.contains(shapely.Point(p)) for p in places.values())
    assert 14 <= inside / (boundary.area / 1e6) <= 24


def test_buses_stop_on_the_left(
    calls: dict[str, list[Row]], places: dict[str, np.ndarray], tmp_path: Path
) -> None:
    """The kerb is left of the street's middle line for somebody who goes from the stop before to the one after."""
    with zipfile.ZipFile(RAW / "oproad_gpkg_larkhithe.zip") as archive:
        (member,) = [n for n in archive.namelist() if n.endswith(".gpkg")]
        (tmp_path / "roads.gpkg").write_bytes(archive.read(member))
    lines = shapely.from_wkb(pyogrio.raw.read(tmp_path / "roads.gpkg", layer="road_link")[2])
    lines = shapely.get_parts(lines)
    tree = shapely.STRtree(lines)
    left = right = 0
    for trip, times in calls.items():
        if not trip.endswith("WK-0"):
            continue
        run = [places[r["stop_id"]] for r in times if r["stop_id"] in places]
        for before, here, after in zip(run, run[1:], run[2:], strict=False):
            line = lines[tree.nearest(shapely.Point(here))]
            foot = line.project(shapely.Point(here))
            a, b = (shapely.get_coordinates(line.interpolate(max(foot + d, 0)))[0] for d in (-3, 3))
            travel, street = after - before, b - a
            if abs(np.dot(travel, street)) < 0.5 * np.hypot(*travel) * np.hypot(*street):
                continue  # The bus turns a corner here.
            if np.dot(travel, street) < 0:
                street = -street
            off = here - shapely.get_coordinates(line.interpolate(foot))[0]
            if street[0] * off[1] - street[1] * off[0] > 0:
                left += 1
            else:
                right += 1
    assert left > 1500
    assert right <= 0.02 * left  # the way from stop to stop is only roughly the way of the street there


def test_groups_stand_beside_their_stops() -> None:
    every = rows("tfl_bus_stops.csv")
    groups = [r for r in every if r["naptanId"].startswith("499G")]
    names = {r["commonName"].lstrip(".") for r in every if r not in groups}
    assert len(groups) > 150
    assert {g["commonName"].lstrip(".") for g in groups} <= names


def test_stations_of_two_operators_are_there_twice_and_one_is_five_points() -> None:
    meta, _, shapes, fields = pyogrio.raw.read(RAW / "stations.geojson")
    columns = dict(zip(meta["fields"], fields, strict=True))
    at: dict[str, list[shapely.Geometry]] = defaultdict(list)
    sources: dict[str, set[str]] = defaultdict(set)
    for name, source, shape in zip(columns["name"], columns["source"], shapely.from_wkb(shapes), strict=True):
        at[name].append(shape)
        sources[name].add(source)
    assert sorted(n for n, s in sources.items() if len(s) == 2) == [
        "Hollin Cross", "Kestrel Hill", "Larkhithe Bridgefoot", "Pellmead",
    ]  # fmt: skip
    assert sorted(n for n, points in at.items() if len(points) == 5) == ["Larkhithe Cross"]
    for points in at.values():
        xy = on_the_grid([p.x for p in points], [p.y for p in points])
        assert np.hypot(*(xy - xy[0]).T).max() < 100


BANDS = {"0": (0, 0), "1a": (0, 2.5), "1b": (2.5, 5), "2": (5, 10), "3": (10, 15), "4": (15, 20), "5": (20, 25),
         "6a": (25, 40), "6b": (40, 400)}  # fmt: skip


def test_the_grid_lies_in_the_borough_and_its_bands_fit_its_indexes(boundary: shapely.Geometry) -> None:
    grid = rows("ptal_grid.csv")
    assert 400 <= len(grid) <= 1000
    assert len({(r["X"], r["Y"]) for r in grid}) == len({r["ID"] for r in grid}) == len(grid)
    for row in grid:
        low, high = BANDS[row["PTAL"]]
        assert low - 0.005 <= float(row["AI2015"]) <= high + 0.005
        assert (int(row["X"]) % 100, int(row["Y"]) % 100) == (50, 50)
        assert boundary.contains(shapely.Point(int(row["X"]), int(row["Y"])))
    bands = {r["PTAL"] for r in grid}
    assert {"1b", "2", "3", "4", "5", "6a"} <= bands


def test_points_near_a_busy_station_are_worth_more_than_points_far_from_any(
    places: dict[str, np.ndarray], stops: dict[str, Row]
) -> None:
    """By straight lines: within 100 m of four routes the index is never low, 700 m from any stop it is nothing."""
    served = [(places[c], len(r["lines"].split(", "))) for c, r in stops.items() if r["lines"]]
    xy = np.array([p for p, _ in served])
    count = np.array([n for _, n in served])
    for row in rows("ptal_grid.csv"):
        away = np.hypot(*(xy - [int(row["X"]), int(row["Y"])]).T)
        if away.min() > 960:
            assert row["PTAL"] == "0"
        # Four day routes a minute or two away: the best whole and three halves of at least 2.0 each.
        if count[away < 100].max(initial=0) >= 6:
            assert float(row["AI2015"]) > 5


def test_all_of_it_lies_at_sea() -> None:
    """East of 1.35 degrees at this latitude there is no land of Britain's."""
    assert all(float(r["lon"]) > 1.35 for r in rows("tfl_bus_stops.csv"))
    assert all(float(r["Longitude"]) > 1.35 for r in rows("naptan.csv"))


def test_the_register_has_about_sixty_sites_of_the_newest_return() -> None:
    register = rows("brownfield_register.csv")
    newest = max(r["resource-date"] for r in register)
    now = [r for r in register if r["resource-date"] == newest]
    assert len(now) == 60
    assert len(register) - len(now) == 18
    assert len({r["site"] for r in now}) == 60
    assert sum(not r["latitude"] for r in now) == 1
    assert sum(bool(r["end-date"]) for r in now) == 1
    assert [r["site"] for r in now if float(r["hectares"]) > 50] != []


def test_schemes_lie_where_they_say(boundary: shapely.Geometry) -> None:
    schemes = rows("commitments.csv")
    decided = [s for s in schemes if s["Status"] not in ("Refused", "Lapsed")]
    assert len(decided) == 14
    for scheme in schemes:
        middle = shapely.Point(float(scheme["Easting"]), float(scheme["Northing"]))
        assert boundary.distance(middle) < 1500
        if scheme["WKT"]:
            outline = shapely.from_wkt(scheme["WKT"])
            assert outline.is_valid
            assert outline.buffer(1).contains(middle)
            assert 0.3e4 < outline.area < 8e4
    assert sum(bool(s["WKT"]) for s in schemes) == 6
