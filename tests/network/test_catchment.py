"""What can be reached: stretches to the metre, and ground that never passes the limit."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_streets import drawn, points, streets
from placewell.network.build import build
from placewell.network.catchment import Catchment, catchment, ground
from placewell.network.model import Network
from placewell.network.reach import reach
from placewell.network.search import Searched, search
from placewell.network.snap import attach

CROSS = """
          B
          |
          |
A---------+---------C
"""
"""Arms of 100, 150 and 100 m from the junction at (100, 0)."""


def made(rows: Any) -> Network:
    network = build(rows)
    assert network is not None
    return network


def from_points(network: Network, limit: float, *xy: tuple[float, float]) -> Searched:
    return search(network, attach(network, points(*xy)), limit)


def lengths(found: Catchment) -> list[float]:
    return sorted(round(line.length, 6) for line in found.lines.geoms)


def test_stretches_of_each_street_as_far_as_the_limit() -> None:
    network = made(drawn(CROSS))
    # From 20 m left of the junction: 60 m on along two arms, 60 + 20 m of its own street.
    found = catchment(from_points(network, 80, (80, 0)))
    assert lengths(found) == [60, 60, 100]
    assert found.street_m == pytest.approx(220)
    shapes = sorted(line.wkt for line in found.lines.geoms)
    assert "LINESTRING (100 0, 100 60)" in shapes or "LINESTRING (100 60, 100 0)" in shapes


def test_the_leg_counts() -> None:
    network = made(drawn(CROSS))
    # 20 m to the arm that goes up, 30 m from the junction: 60 m up it, 30 m down, then 30 m each way.
    assert catchment(from_points(network, 80, (80, 30))).street_m == pytest.approx(60 + 30 + 30 + 30)
    assert catchment(from_points(network, 80, (50, 30))).street_m == pytest.approx(100)
    assert catchment(from_points(network, 19.9, (80, 30))).street_m == 0


def test_a_stretch_between_two_ways_is_counted_once() -> None:
    ring = shapely.LineString([(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)])
    network = made(streets([ring]))
    assert catchment(from_points(network, 150, (50, 0))).street_m == pytest.approx(300)
    assert catchment(from_points(network, 200, (50, 0))).street_m == pytest.approx(400)
    assert catchment(from_points(network, 5000, (50, 0))).street_m == pytest.approx(400)


def test_several_origins_are_reached_from_the_nearest() -> None:
    network = made(drawn("A" + "-" * 99 + "B"))
    assert catchment(from_points(network, 100, (200, 0), (800, 0))).street_m == pytest.approx(400)
    assert catchment(from_points(network, 100, (200, 0), (300, 0))).street_m == pytest.approx(300)


def test_a_limit_of_0_is_nothing_and_one_below_is_refused() -> None:
    searched = from_points(made(drawn(CROSS)), 0, (80, 0))
    assert (catchment(searched).street_m, ground(searched).is_empty) == (0, True)
    for limit in (-1.0, math.nan):
        with pytest.raises(ValueError, match="cannot be followed"):
            catchment(searched, limit)
    with pytest.raises(ValueError, match="walks were followed for 0"):
        catchment(searched, 10)


def test_an_origin_away_from_all_streets_reaches_nothing() -> None:
    searched = from_points(made(drawn(CROSS)), 500, (100, -251))
    assert (catchment(searched).street_m, len(catchment(searched).lines.geoms)) == (0, 0)
    assert ground(searched).is_empty


def test_ground_beside_one_street_fills_as_it_may() -> None:
    network = made(drawn("A" + "-" * 199 + "B"))
    shape = ground(from_points(network, 400, (1000, 0)))
    assert shape.contains(shapely.Point(1000, 75))
    # 300 m along the street leaves 100 m to walk off it.
    assert shape.contains(shapely.Point(1300, 25))
    assert not shape.contains(shapely.Point(1300, 101))
    # At the tip it comes within 15 m of the limit, and never passes it.
    assert 1385 <= shape.bounds[2] <= 1400


def test_a_bridge_is_not_ground_that_is_reached() -> None:
    # A railway bridge without steps crosses the street, drawn as a street of another piece.
    network = made(
        streets([shapely.LineString([(0, 0), (1000, 0)]), shapely.LineString([(500, -300), (500, 300)])])
    )
    shape = ground(from_points(network, 800, (100, 0)))
    assert shape.contains(shapely.Point(300, 50))
    # Nearer to the bridge than to the street below it.
    assert not shape.contains(shapely.Point(505, 50))


def test_the_far_bank_of_a_river_without_a_bridge_is_not_reached() -> None:
    banks = [shapely.LineString([(0, y), (2000, y)]) for y in (0, 120)]
    shape = ground(from_points(made(streets(banks)), 1000, (1000, 0)))
    assert shape.contains(shapely.Point(1000, 59))
    assert shape.bounds[3] <= 60


ends = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda p: (p[0] * 60.0, p[1] * 60.0))
ways = st.lists(st.lists(ends, min_size=2, max_size=4, unique=True), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(
    ways=ways,
    begin=ends,
    limit=st.sampled_from([30, 100, 250, 500]),
    body=st.sampled_from(["roads", "paths"]),
)
def test_no_point_of_the_ground_is_beyond_the_limit(
    ways: list[list[tuple[float, float]]], begin: tuple[float, float], limit: float, body: str
) -> None:
    network = made(streets([shapely.LineString(w) for w in ways], body))
    searched = from_points(network, limit, begin)
    shape = ground(searched)
    rng = np.random.default_rng(7)
    x0, y0, x1, y1 = shape.bounds if not shape.is_empty else (0, 0, 0, 0)
    xy = rng.uniform((x0, y0), (x1, y1), (300, 2))
    inside = xy[shapely.contains_xy(shape, xy[:, 0], xy[:, 1])]
    walks = reach(
        network, searched.origins, attach(network, np.asarray(shapely.points(inside), dtype=object)), 1e6
    )
    assert (walks <= limit + 1e-6).all()
    # Nor is any point of the stretches, and their ends are told exactly.
    found = catchment(searched)
    assert found.street_m <= float(network.edge_m.sum()) + 1e-6
    on = [line.interpolate(share, normalized=True) for line in found.lines.geoms for share in (0, 0.5, 1)]
    legs = reach(network, searched.origins, attach(network, np.array(on, dtype=object)), 1e6)
    assert (legs <= limit + 1e-6).all()
