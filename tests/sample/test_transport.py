"""Buses, stops and accessibility made on a few streets drawn here, and the published worked example."""

from __future__ import annotations

import csv
import io
import math
import random
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from borough.book import Book
from borough.ground import Ground, Way
from borough.transport_calls import Stop, calls, thinned, travelled, with_routes
from borough.transport_gtfs import Pattern, patterns, write_feed
from borough.transport_lists import write_stops
from borough.transport_net import Spot, Streets
from borough.transport_ptal import GridPoint, Within, access_index, band, doorstep_frequency, ptal_of
from borough.transport_rail import Halt, Rail, RailService
from borough.transport_routes import Plotted, Trace
from borough.transport_stops import Section
from shapely import LineString, MultiPolygon, Point, box

X, Y = 640_000.0, 185_000.0


def way(id: str, name: str, sort: str, *points: tuple[float, float]) -> Way:
    """A way through points in metres from the corner; its junctions are named after its ends."""
    line = LineString([(X + x, Y + y) for x, y in points])
    a, b = (f"{x:g},{y:g}" for x, y in (points[0], points[-1]))
    return Way(id, name, sort, line, a, b, 17.0)


@pytest.fixture
def ground() -> Ground:
    """An A road 2 km to the east in five links, a short cut by a local road, a side street, and a path."""
    ways = (
        way("A1", "Long Road", "A Road", (0, 0), (400, 0)),
        way("A2", "Long Road", "A Road", (400, 0), (800, 0)),
        # The main road bends away and the local one cuts the corner: 500 m against 400 m.
        way("A3", "Long Road", "A Road", (800, 0), (1000, -150), (1200, 0)),
        way("L1", "Short Cut", "Local Road", (800, 0), (1200, 0)),
        way("A4", "Long Road", "A Road", (1200, 0), (1600, 0)),
        way("A5", "Long Road", "A Road", (1600, 0), (2000, 0)),
        way("S1", "Side Street", "Local Road", (400, 0), (400, 300)),
        way("P1", "", "footway", (400, 300), (800, 0)),
        way("I1", "Island Close", "Local Road", (5000, 0), (5000, 90)),
    )
    edge = box(X - 50, Y - 200, X + 2050, Y + 350)
    return Ground(edge, edge.buffer(6000), {}, {}, MultiPolygon(), ways, (), (), (), (), {})


@pytest.fixture
def streets(ground: Ground) -> Streets:
    return Streets(ground)


def stop(code: str, along: str, at_m: float, forward: bool, streets: Streets, main: bool = False) -> Stop:
    number = next(i for i, w in enumerate(streets.ways) if w.id == along)
    spot = Spot(number, at_m)
    point, _ = streets.kerb(spot, forward)
    return Stop(code, f"Stop {code}", 1, "", "E", "Long Road", point, spot, forward, [], main)


def trace(streets: Streets, number: str, *, per_hour: tuple[float, float] = (6, 4), **more: bool) -> Trace:
    legs = tuple(streets.drive(streets.node["0,0"], streets.node["2000,0"]))
    return Trace(number, legs, ("West", "East"), per_hour, **more)


# The published worked example: distance, departures an hour, and what its table says.
EXAMPLE = [
    ("bus", 200, 3, 2.069), ("bus", 200, 10, 4.000), ("bus", 200, 7, 3.415), ("bus", 400, 3, 1.765),
    ("bus", 400, 4, 2.069), ("bus", 400, 7, 2.658), ("tube", 746, 8, 2.170), ("tube", 746, 8, 2.170),
    ("national-rail", 900, 3, 1.364), ("national-rail", 900, 2, 1.111),
]  # fmt: skip


@pytest.mark.parametrize(("mode", "metres", "per_hour", "worth"), EXAMPLE)
def test_each_row_of_the_worked_example(mode: str, metres: float, per_hour: float, worth: float) -> None:
    assert doorstep_frequency(Within(mode, metres, per_hour)) == pytest.approx(worth, abs=0.0006)


def test_the_worked_example_has_index_15_16_and_band_4() -> None:
    index = access_index(Within(m, d, f) for m, d, f, _ in EXAMPLE)
    assert round(index, 2) == 15.16
    assert band(index) == "4"


def test_a_bus_every_ten_minutes_a_minute_away() -> None:
    index = access_index([Within("bus", 80, 6)])
    assert index == pytest.approx(3.75)
    assert band(index) == "1b"


def test_what_is_too_far_to_walk_does_not_count() -> None:
    assert access_index([Within("bus", 640.5, 12), Within("tube", 961, 24)]) == 0
    assert access_index([Within("bus", 639.5, 12), Within("tube", 959, 24)]) > 0


@pytest.mark.parametrize(
    ("index", "name"),
    [(0, "0"), (0.01, "1a"), (2.5, "1a"), (2.51, "1b"), (5, "1b"), (5.01, "2"), (10.01, "3"), (15.01, "4"),
     (20, "4"), (20.01, "5"), (25.01, "6a"), (40, "6a"), (40.01, "6b"), (80, "6b")],
)  # fmt: skip
def test_edges_of_the_bands(index: float, name: str) -> None:
    assert band(index) == name


def test_a_bus_keeps_to_the_main_road_there_and_back(streets: Streets) -> None:
    start, end = streets.node["0,0"], streets.node["2000,0"]
    names = [streets.ways[w].id for w, _ in streets.drive(start, end)]
    assert names == ["A1", "A2", "A3", "A4", "A5"]
    back = streets.drive(end, start)
    assert [streets.ways[w].id for w, _ in back] == names[::-1]
    assert all(not forward for _, forward in back)


def test_a_small_bus_takes_a_local_road_that_is_much_shorter() -> None:
    ways = (
        way("A", "Long Road", "A Road", (0, 0), (300, 400), (600, 0)),
        way("L", "Short Cut", "Local Road", (0, 0), (600, 0)),
    )
    edge = box(X, Y, X + 600, Y + 400)
    streets = Streets(Ground(edge, edge, {}, {}, MultiPolygon(), ways, (), (), (), (), {}))
    assert streets.drive(0, 1) == [(0, True)]
    assert streets.drive(0, 1, small=True) == [(1, True)]


def test_where_no_street_leads_it_is_said(streets: Streets) -> None:
    with pytest.raises(ValueError, match="no street leads from"):
        streets.drive(streets.node["0,0"], streets.node["5000,0"])
    with pytest.raises(ValueError, match="no junction of Long Road and Nowhere Lane"):
        streets.meeting(["Long Road", "Nowhere Lane"])
    with pytest.raises(ValueError, match="no street is called Nowhere Lane"):
        streets.farthest("Nowhere Lane", "N")


def test_junctions_are_found_by_the_names_of_their_streets(streets: Streets) -> None:
    assert streets.meeting(["Side Street", "Long Road"]) == streets.node["400,0"]
    assert streets.meeting(["Long Road"], ["Side Street", "Short Cut"]) in {
        streets.node[n] for n in ("0,0", "1600,0", "2000,0")
    }
    assert streets.farthest("Long Road", "W") == streets.node["0,0"]
    assert streets.farthest("Long Road", "E") == streets.node["2000,0"]


def test_a_close_that_no_street_reaches_is_no_place_for_a_terminus(streets: Streets) -> None:
    found = streets.nearest(Point(X + 4900, Y), ("Local Road",))
    assert streets.xy[found] == (X + 1200, Y)


def test_walks_go_over_paths_and_count_what_lies_off_them(streets: Streets) -> None:
    """By hand: 100 m down the side street, then 500 m of path against 300 + 400 m of streets."""
    origins = [streets.spot(Point(X + 400, Y + 200)), streets.spot(Point(X + 410, Y + 250))]
    targets = [Spot(1, 350.0), Spot(1, 10.0), Spot(4, 400.0)]
    near, off = streets.walks(origins, targets, 960)
    assert near[0] == pytest.approx(200 + 350)
    assert near[1] == pytest.approx(210)
    assert 2 not in near
    assert off[1] == pytest.approx(10 + 250 + 10)
    (closer,) = streets.walks([streets.spot(Point(X + 400, Y + 290))], targets[:1], 960)
    assert closer[0] == pytest.approx(10 + 500 + 50)


def test_places_on_one_link_are_as_far_apart_as_they_lie(streets: Streets) -> None:
    (near,) = streets.walks([Spot(0, 100.0)], [Spot(0, 360.0), Spot(0, 100.0)], 640)
    assert near == {0: pytest.approx(260), 1: pytest.approx(0, abs=1e-3)}


@pytest.mark.parametrize(("forward", "side"), [(True, 1), (False, -1)])
def test_stops_are_on_the_left_of_travel(forward: bool, side: int, streets: Streets) -> None:
    point, bearing = streets.kerb(Spot(0, 200.0), forward)
    # Eastward, the left is north.
    assert (point.y - Y) * side == pytest.approx(17 / 2 - 2.2, abs=0.01)
    assert bearing == pytest.approx(90 if forward else 270)


def test_a_route_calls_where_it_passes_on_its_own_side(streets: Streets) -> None:
    there = [stop("1", "A1", 300, True, streets), stop("2", "A2", 250, True, streets)]
    back = [stop("3", "A2", 200, False, streets), stop("4", "A1", 320, False, streets)]
    route = trace(streets, "4")
    every = [*back, *there]
    assert [s.code for s in calls(route, False, every)] == ["1", "2"]
    assert [s.code for s in calls(route, True, every)] == ["3", "4"]
    assert travelled(route, False, calls(route, False, every), streets) == pytest.approx([300, 650])
    whole = 400 * 4 + 500
    assert travelled(route, True, calls(route, True, every), streets) == pytest.approx(
        [whole - 600, whole - 320]
    )


def test_express_buses_call_at_main_junctions_only(streets: Streets) -> None:
    stops = [stop("1", "A1", 300, True, streets), stop("2", "A2", 60, True, streets, main=True)]
    assert [s.code for s in calls(trace(streets, "X6", express=True), False, stops)] == ["2"]


def test_stops_that_follow_too_close_are_left_out(streets: Streets) -> None:
    at = (("A1", 100), ("A1", 250), ("A2", 50), ("A2", 380))
    stops = [stop(str(i), along, m, True, streets) for i, (along, m) in enumerate(at)]
    plotted = Plotted((trace(streets, "4"),), {}, frozenset(), frozenset())
    # 100, 250, 450, 780: the second is 150 m after the first.
    assert [s.code for s in thinned(stops, plotted, streets)] == ["0", "2", "3"]


def test_a_stop_of_many_routes_is_two_with_half_of_them_each(streets: Streets) -> None:
    plotted = Plotted(tuple(trace(streets, str(n)) for n in range(1, 9)), {}, frozenset(), frozenset())
    made = with_routes(
        [stop("1", "A1", 200, True, streets, main=True), stop("2", "A2", 200, True, streets)],
        plotted,
        streets,
    )
    assert sorted(len(s.routes) for s in made) == [4, 4, 8]
    pair = [s for s in made if len(s.routes) == 4]
    assert sorted(pair[0].routes + pair[1].routes) == [str(n) for n in range(1, 9)]
    assert pair[0].point.distance(pair[1].point) == pytest.approx(31, abs=0.1)


def test_no_stop_stands_on_a_bridge(ground: Ground) -> None:
    ways = tuple(replace(w, over="bridge") if w.id == "A2" else w for w in ground.ways)
    streets = Streets(replace(ground, ways=ways))
    section = Section(trace(streets, "4").legs, streets)
    assert [section.barred(m) for m in (200, 401, 799, 801)] == [False, True, True, False]


def halts() -> tuple[Halt, ...]:
    return (
        Halt("919A", "Longroad", "national-rail", Point(X + 1600, Y + 20), True),
        Halt("919B", "Faraway", "national-rail", Point(X + 9000, Y), False),
    )


def rail() -> Rail:
    near, far = halts()
    service = RailService("LR1", "Long line", "national-rail", "TV", ((near, 0.0), (far, 7.0)), (4, 3))
    return Rail((near, far), (service,), {"LB": "Buses", "TV": "Trains"})


def test_accessibility_takes_the_nearest_stop_and_the_busier_way(ground: Ground, streets: Streets) -> None:
    """Worked by hand for one grid point: a bus stop of two routes, a night bus, and a station."""
    stops = [stop("1", "A4", 300, True, streets), stop("2", "A4", 100, False, streets)]
    for s in stops:
        s.routes = ["4", "N4"]
    traces = [trace(streets, "4", per_hour=(6, 10)), trace(streets, "N4", night=True)]
    points = {(p.x, p.y): p for p in ptal_of(ground, streets, stops, traces, rail())}
    assert all(isinstance(p, GridPoint) for p in points.values())
    x, y = next((x, y) for x, y in points if abs(x - (X + 1550)) < 1 and abs(y - (Y + 50)) < 1)
    off = y - Y
    to_bus = off + abs((x - X) - 1500)
    to_train = off + abs((x - X) - 1600) + 20
    bus = 30 / (to_bus / 80 + 0.5 * 60 / 10 + 2)
    train = 30 / (to_train / 80 + 0.5 * 60 / 4 + 0.75)
    assert points[x, y].index == pytest.approx(bus + train, abs=1e-4)
    assert points[x, y].band == "2"


def test_the_list_of_stops_keeps_its_book_of_faults(tmp_path: Path, ground: Ground, streets: Streets) -> None:
    stops = []
    for i in range(20):
        s = stop(f"499{i // 2:06d}{'EW'[i % 2]}", "A4", 20 + 18 * i, i % 2 == 0, streets)
        s.group, s.routes = i // 2, ["4", "9"]
        stops.append(s)
    book = Book("transport")
    write_stops(stops, streets, ground.boundary, tmp_path, book, random.Random(1))
    lines = (tmp_path / "tfl_bus_stops.csv").read_text().splitlines()
    assert lines[0] == "id,naptanId,commonName,lat,lon,modes,lines"
    # 20 stops, 10 groups, 14 without routes, one far away, 3 repeated.
    assert len(lines) == 1 + 20 + 10 + 14 + 1 + 3
    doubled = [e["row"] for e in book.entries if e["sort"] == "duplicate"]
    assert len(doubled) == 3
    for row in doubled:
        assert isinstance(row, int)
        assert lines[row - 1] == lines[row - 2]
    assert sum(line.startswith("499G") for line in lines) == 10
    assert any("10 rows left out" in str(e["words"]) for e in book.entries)


def test_times_in_the_feed_follow_the_way(streets: Streets) -> None:
    s = [stop("1", "A1", 65, True, streets), stop("2", "A2", 135, True, streets)]
    for one in s:
        one.routes = ["4"]
    there, back = patterns(s, [trace(streets, "4")], streets, rail())[:2]
    # 470 m at 235 m a minute.
    assert there.calls == (("1", 0), ("2", 120))
    assert isinstance(back, Pattern)
    assert back.calls == ()


def test_the_feed_counts_six_an_hour_and_runs_on_past_midnight(tmp_path: Path, streets: Streets) -> None:
    ends = [stop("1", "A1", 65, True, streets), stop("2", "A5", 335, True, streets)]
    back = [stop("3", "A5", 300, False, streets), stop("4", "A1", 30, False, streets)]
    for one in (*ends, *back):
        one.routes = ["94", "N4"]
    routes = [trace(streets, "94", per_hour=(6, 6)), trace(streets, "N4", per_hour=(2, 2), night=True)]
    write_feed(tmp_path / "gtfs.zip", [*ends, *back], routes, streets, rail(), Book("transport"))
    with zipfile.ZipFile(tmp_path / "gtfs.zip") as archive:
        times = list(csv.DictReader(io.StringIO(archive.read("stop_times.txt").decode())))

    def clock(text: str) -> float:
        h, m, s = map(int, text.split(":"))
        return h + m / 60 + s / 3600

    at_first = [
        clock(t["departure_time"])
        for t in times
        if t["trip_id"].startswith("94-A-WK") and t["stop_id"] == "1"
    ]
    assert sum(8.25 <= t < 9.25 for t in at_first) == 6
    night = [
        clock(t["departure_time"])
        for t in times
        if t["trip_id"].startswith("N4-A-WK") and t["stop_id"] == "1"
    ]
    assert min(night) > 24 and max(night) < 30
    gaps = [b - a for a, b in pairwise(night)]
    assert all(math.isclose(g, 0.5) for g in gaps)
