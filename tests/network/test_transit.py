"""The PTAL-style index against TfL's worked example and by hand (guidance F and F.1)."""

from __future__ import annotations

import math
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from drawn_streets import drawn, points, rows, streets
from placewell.domain.rows import Rows
from placewell.network.build import build
from placewell.network.calls import indices, stops_of
from placewell.network.snap import attach
from placewell.network.transit import ASSUMED, ELSEWHERE, TIMETABLE, Served, band, index_of

# Mode, metres, vehicles an hour; then walk, SWT, AWT, TAT, EDF to three decimals: the table of PTAL-EX1.
EX1 = [
    ("bus", 200, 3, 2.500, 10.000, 12.000, 14.500, 2.069),
    ("bus", 200, 10, 2.500, 3.000, 5.000, 7.500, 4.000),
    ("bus", 200, 7, 2.500, 4.286, 6.286, 8.786, 3.415),
    ("bus", 400, 3, 5.000, 10.000, 12.000, 17.000, 1.765),
    ("bus", 400, 4, 5.000, 7.500, 9.500, 14.500, 2.069),
    ("bus", 400, 7, 5.000, 4.286, 6.286, 11.286, 2.658),
    ("underground", 746, 8, 9.325, 3.750, 4.500, 13.825, 2.170),
    ("underground", 746, 8, 9.325, 3.750, 4.500, 13.825, 2.170),
    ("rail", 900, 3, 11.250, 10.000, 10.750, 22.000, 1.364),
    ("rail", 900, 2, 11.250, 15.000, 15.750, 27.000, 1.111),
]


def served(mode: str, metres: float, per_hour: float, route: str = "1") -> Served:
    return Served(mode, route, "Stop", metres, per_hour)


def test_every_cell_of_tfls_worked_example() -> None:
    found = index_of([served(m, d, f, str(i)) for i, (m, d, f, *_) in enumerate(EX1)])
    steps = {int(s.served.route): s for s in found.steps}
    for i, (*_, walk, swt, awt, tat, edf) in enumerate(EX1):
        s = steps[i]
        got = (s.walk_min, s.scheduled_wait_min, s.average_wait_min, s.access_min, s.edf)
        assert [round(v, 3) for v in got] == [walk, swt, awt, tat, edf]
    assert {m: round(v, 4) for m, v in found.by_mode.items()} == {
        "bus": 9.9877,
        "underground": 3.2550,
        "rail": 1.9192,
    }
    assert (round(found.value, 4), round(found.value, 2), found.band) == (15.1619, 15.16, "4")
    # The three figures that TfL published.
    assert (round(steps[0].edf, 2), round(steps[9].edf, 2)) == (2.07, 1.11)
    assert [s.weight for s in found.steps].count(1.0) == 3


def test_the_small_example() -> None:
    (step,) = index_of([served("bus", 80, 6)]).steps
    assert (step.walk_min, step.scheduled_wait_min, step.average_wait_min, step.access_min) == (1, 5, 7, 8)
    assert (step.edf, index_of([served("bus", 80, 6)]).band) == (3.75, "1b")


def test_the_best_counts_whole_and_others_half() -> None:
    # EDFs of 4, 2 and 1: access times of 7.5, 15 and 30 minutes, at the stop itself.
    per_hour = [30 / (minutes - 2) for minutes in (7.5, 15, 30)]
    found = index_of([served("bus", 0, f, str(f)) for f in per_hour])
    assert [round(s.edf, 9) for s in found.steps] == [4, 2, 1]
    assert found.value == pytest.approx(5.5)


def test_nothing_in_reach_is_0() -> None:
    assert (index_of([]).value, index_of([]).band) == (0, "0")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"), (0.004, "0"), (0.01, "1a"), (2.50, "1a"), (2.504, "1a"), (2.506, "1b"), (2.51, "1b"), (5.0, "1b"),
        (5.01, "2"), (10.0, "2"), (10.01, "3"), (15.0, "3"), (15.01, "4"), (20.0, "4"), (20.01, "5"),
        (25.0, "5"), (25.01, "6a"), (40.0, "6a"), (40.01, "6b"), (500, "6b"),
    ],
)  # fmt: skip
def test_bands(value: float, expected: str) -> None:
    assert band(value) == expected


@pytest.mark.parametrize(("mode", "limit"), [("bus", 640), ("rail", 960), ("tram", 960), ("DLR", 960)])
def test_the_walk_counts_up_to_its_limit(mode: str, limit: float) -> None:
    assert index_of([served(mode, limit, 6)]).value > 0
    beyond = index_of([served(mode, limit + 0.001, 6)])
    assert (beyond.value, len(beyond.out_of_reach)) == (0, 1)


def test_what_does_not_run_adds_nothing_and_is_told() -> None:
    found = index_of([served("bus", 10, 0)])
    assert (found.value, len(found.steps), len(found.out_of_reach)) == (0, 0, 1)


@pytest.mark.parametrize(
    ("mode", "metres", "per_hour", "words"),
    [
        ("ferry", 10, 6, "no mode"),
        ("bus", -1, 6, "a walk of"),
        ("bus", math.nan, 6, "a walk of"),
        ("bus", 10, -6, "departures"),
        ("bus", 10, math.nan, "departures"),
        ("bus", 10, math.inf, "departures"),
    ],
)
def test_figures_that_are_none_are_refused(mode: str, metres: float, per_hour: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        index_of([served(mode, metres, per_hour)])


routes = st.lists(
    st.tuples(st.sampled_from(["bus", "rail", "tram"]), st.floats(0, 640), st.floats(0.5, 30)), max_size=8
)


@given(routes)
def test_one_route_more_or_a_shorter_walk_never_makes_it_less(found: list[tuple[str, float, float]]) -> None:
    given = [served(m, d, f, str(i)) for i, (m, d, f) in enumerate(found)]
    value = index_of(given).value
    assert index_of([*given, served("bus", 300, 4, "more")]).value >= value - 1e-9
    nearer = [served(s.mode, s.walk_m / 2, s.per_hour, s.route) for s in given]
    assert index_of(nearer).value >= value - 1e-9


# -- from stops and services -----------------------------------------------------------------------

ROAD = "A" + "-" * 199 + "B"
"""2,000 m from (0, 0) to the east."""


def stops(*given: tuple[str, float, str, str]) -> Rows:
    """Code, metres along the road, modes, routes."""
    columns = {
        "code": [g[0] for g in given],
        "name": [f"Stop {g[0]}" for g in given],
        "modes": [g[2] for g in given],
        "routes": [g[3] for g in given],
    }
    return rows("stop", [shapely.Point(g[1], 0) for g in given], columns)


def services(*given: tuple[str, str, str, str, Any]) -> Rows:
    """Stop, mode, route, direction, departures an hour."""
    names = ("stop", "mode", "route", "direction", "per_hour")
    columns = {n: [g[i] for g in given] for i, n in enumerate(names)}
    made = rows("service", [], {"id": []})
    count = len(given)
    return Rows("service", {n: columns.get(n, [""] * count) for n in made.columns}, None)


def at(x: float, held: Rows, listed: Rows, assumed: dict[str, float] | None = None) -> Any:
    network = build(drawn(ROAD))
    assert network is not None
    (told,) = indices(network, attach(network, points((x, 0))), stops_of(held, listed, assumed))
    return told


def test_the_nearest_stop_of_each_route_and_its_busier_direction() -> None:
    held = stops(("a", 100, "bus", "1"), ("b", 200, "bus", "1"), ("c", 300, "bus", "1, 2"))
    listed = services(
        ("a", "bus", "1", "north", 4), ("b", "bus", "1", "south", 6), ("c", "bus", "1", "north", 9),
        ("c", "bus", "2", "north", 3),
    )  # fmt: skip
    told = at(0, held, listed)
    found = [(s.served.route, s.served.stop, s.served.walk_m, s.served.per_hour) for s in told.index.steps]
    # Route 1: 100 m to its nearest stop; south at its nearest stop is busier than north at its own.
    assert sorted(found) == [("1", "Stop a", 100, 6), ("2", "Stop c", 300, 3)]
    assert (told.missing, told.attached) == ((), True)


def test_a_stop_beyond_the_walk_of_its_mode_does_not_count() -> None:
    held = stops(("a", 641, "bus", "1"), ("r", 960, "rail", "R"))
    told = at(0, held, services(("a", "bus", "1", "", 6), ("r", "rail", "R", "", 4)))
    assert [s.served.mode for s in told.index.steps] == ["rail"]


def test_a_frequency_that_nobody_gives_is_missing_and_named() -> None:
    told = at(0, stops(("a", 100, "bus", "12, 36"), ("r", 300, "rail", "")), services())
    assert told.missing == (
        "route 12 (bus), nearest at Stop a",
        "route 36 (bus), nearest at Stop a",
        "all services at Stop r (rail), nearest at Stop r",
    )
    assert told.index.value == 0


def test_an_assumption_fills_it_and_says_so() -> None:
    told = at(0, stops(("a", 80, "bus", "12")), services(), {"bus": 6})
    assert told.missing == ()
    assert [(s.served.per_hour, s.served.basis, s.edf) for s in told.index.steps] == [(6, ASSUMED, 3.75)]


def test_a_timetable_goes_before_an_assumption() -> None:
    told = at(0, stops(("a", 80, "bus", "12")), services(("a", "bus", "12", "", 10)), {"bus": 6})
    assert [(s.served.per_hour, s.served.basis) for s in told.index.steps] == [(10, TIMETABLE)]


def test_a_route_known_at_other_stops_calls_as_often_here() -> None:
    held = stops(("a", 80, "bus", "12"), ("b", 1900, "bus", "12"))
    told = at(0, held, services(("b", "bus", "12", "n", 5), ("b", "bus", "12", "s", 8)))
    assert [(s.served.per_hour, s.served.basis) for s in told.index.steps] == [(8, ELSEWHERE)]


def test_a_night_bus_does_not_run_in_the_morning() -> None:
    # Stop b is in the timetable and names N63, which the timetable of that hour does not have.
    held = stops(("a", 80, "bus", "N63"), ("b", 100, "bus", "12, N63"))
    told = at(0, held, services(("b", "bus", "12", "n", 5)))
    assert [s.served.route for s in told.index.steps] == ["12"]
    assert (told.missing, [s.route for s in told.index.out_of_reach]) == ((), ["N63"])


def test_a_stop_that_names_nothing_in_a_list_that_does_adds_nothing() -> None:
    held = stops_of(stops(("a", 80, "bus", ""), ("b", 100, "bus", "12")), services(("b", "bus", "12", "", 5)))
    assert (held.silent, [len(c) for c in held.calls]) == (1, [0, 1])


@pytest.mark.parametrize("figure", [None, -1.0, math.nan, math.inf])
def test_a_blank_or_impossible_figure_is_not_known(figure: float | None) -> None:
    told = at(0, stops(("a", 80, "bus", "12")), services(("a", "bus", "12", "", figure)))
    assert told.missing == ("route 12 (bus), nearest at Stop a",)


def test_boats_are_no_part_of_the_method_and_are_named() -> None:
    held = stops_of(stops(("p", 80, "ferry", "RB1")), services(("q", "cable car", "C", "", 30)))
    assert (held.other_modes, held.calls) == (("cable car", "ferry"), ((),))


def test_a_place_away_from_streets_is_not_attached() -> None:
    network = build(drawn(ROAD))
    assert network is not None
    (told,) = indices(
        network, attach(network, points((0, 300))), stops_of(stops(("a", 0, "bus", "1")), services())
    )
    assert (told.attached, told.index.value) == (False, 0)


@pytest.mark.parametrize(("mode", "figure"), [("ferry", 6), ("bus", 0), ("bus", -1), ("bus", math.nan)])
def test_assumptions_that_are_none_are_refused(mode: str, figure: float) -> None:
    with pytest.raises(ValueError, match=r"mode|departures"):
        stops_of(stops(("a", 0, "bus", "1")), services(), {mode: figure})


def test_a_street_that_is_not_joined_to_the_rest_is_told() -> None:
    network = build(
        streets([shapely.LineString(w) for w in ([(0, 0), (900, 0), (900, 90)], [(0, 50), (90, 50)])])
    )
    assert network is not None
    held = stops_of(stops(("a", 100, "bus", "1")), services(("a", "bus", "1", "", 6)))
    on, off = indices(network, attach(network, points((10, 0), (10, 50))), held)
    assert (on.adrift, len(on.index.steps), off.adrift, len(off.index.steps)) == (False, 1, True, 0)
