"""A street grid of which every distance is known without a search, and what is defined where little is there."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_streets import drawn, points, streets
from placewell.network.build import build
from placewell.network.model import Network
from placewell.network.reach import least, nearest, node_walks, reach, route, within
from placewell.network.snap import Attached, attach

SIDE, BLOCK_M = 12, 100.0


def grid() -> Network:
    """13 by 13 junctions, 100 m apart."""
    span = [i * BLOCK_M for i in range(SIDE + 1)]
    shapes = [shapely.LineString([(a, y), (b, y)]) for y in span for a, b in itertools.pairwise(span)]
    shapes += [shapely.LineString([(x, a), (x, b)]) for x in span for a, b in itertools.pairwise(span)]
    network = build(streets(shapes))
    assert network is not None
    return network


NETWORK = grid()


def on(xy: np.ndarray) -> Attached:
    return attach(NETWORK, np.asarray(shapely.points(xy), dtype=object))


def manhattan(a: np.ndarray, b: np.ndarray) -> float:
    """Between places on streets of the grid: round the block where both are between the same two streets."""
    (ax, ay), (bx, by) = a, b
    apart = abs(ax - bx) + abs(ay - by)
    for (p, q), (s, t) in (((ax, bx), (ay, by)), ((ay, by), (ax, bx))):
        # Both in the middle of parallel streets of one row: out to a cross street and back.
        if p % BLOCK_M and q % BLOCK_M and p // BLOCK_M == q // BLOCK_M and s != t:
            low = p // BLOCK_M * BLOCK_M
            return abs(s - t) + min(p - low + q - low, 2 * (low + BLOCK_M) - p - q)
    return apart


def some(count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    along, street = rng.uniform(0, SIDE * BLOCK_M, count), rng.integers(0, SIDE + 1, count) * BLOCK_M
    return np.where(
        (np.arange(count) % 2 == 0)[:, None], np.stack([along, street], 1), np.stack([street, along], 1)
    )


def test_every_distance_is_the_formulas() -> None:
    a, b = some(60, 1), some(70, 2)
    found = reach(NETWORK, on(a), on(b), math.inf)
    expected = np.array([[manhattan(p, q) for q in b] for p in a])
    assert np.abs(found - expected).max() < 1e-6
    # And from the other side, many to one.
    assert np.abs(reach(NETWORK, on(b), on(a[:1]), math.inf).T - expected[:1]).max() < 1e-6


def test_legs_count_at_both_ends() -> None:
    # Between streets the nearest is within 50 m; here 20 and 30 m off.
    a, b = np.array([[150.0, 220.0]]), np.array([[650.0, 570.0]])
    assert reach(NETWORK, on(a), on(b), math.inf)[0, 0] == pytest.approx(
        20 + 30 + manhattan(np.array([150, 200]), np.array([650, 600]))
    )


def test_a_walk_of_exactly_the_limit_counts() -> None:
    a, b = some(40, 3), some(40, 4)
    exact = np.array([[manhattan(p, q) for q in b] for p in a])
    for i in range(0, 40, 7):
        limit = float(exact[i, i])
        found = np.isfinite(reach(NETWORK, on(a), on(b), limit))
        assert found[i, i]
        assert (found == (exact <= limit + 1e-6)).all()


def test_nearest_counts_sums_and_least_are_what_the_formula_says() -> None:
    a, b = some(50, 5), some(30, 6)
    exact = np.array([[manhattan(p, q) for q in b] for p in a])
    index, metres = nearest(NETWORK, on(a), on(b), 4, 600)
    for row, (i, m) in enumerate(zip(index, metres, strict=True)):
        expected = sorted(v for v in exact[row] if v <= 600)[:4]
        assert m[np.isfinite(m)] == pytest.approx(expected)
        assert (i >= 0).sum() == len(expected)
        assert exact[row, i[i >= 0]] == pytest.approx(expected)
    worth = np.arange(30, dtype=float)
    count, total = within(NETWORK, on(a), on(b), 600, worth)
    assert count.tolist() == (exact <= 600).sum(axis=1).tolist()
    assert total == pytest.approx(((exact <= 600) * worth).sum(axis=1))
    nodes = NETWORK.node_xy
    expected = np.array([min(manhattan(n, q) for q in b) for n in nodes])
    assert np.abs(least(NETWORK, on(b)) - expected).max() < 1e-6
    assert np.isinf(least(NETWORK, on(b), 100)[expected > 100.001]).all()
    assert (
        np.abs(node_walks(NETWORK, on(a[:1]), math.inf)[0] - [manhattan(a[0], n) for n in nodes]).max() < 1e-6
    )


def test_a_value_that_is_missing_makes_only_the_sums_that_need_it_missing() -> None:
    a = np.array([[0.0, 0.0], [1200.0, 1200.0]])
    count, total = within(NETWORK, on(a), on(a), 100, np.array([5.0, math.nan]))
    assert (count.tolist(), total[0], math.isnan(total[1])) == ([1, 1], 5.0, True)
    with pytest.raises(ValueError, match="1 values for 2 targets"):
        within(NETWORK, on(a), on(a), 100, np.array([1.0]))
    with pytest.raises(ValueError, match="the nearest 0"):
        nearest(NETWORK, on(a), on(a), 0, 100)


# -- what is defined where little or nothing is there ----------------------------------------------


@pytest.mark.parametrize("limit", [-1.0, math.nan])
def test_a_limit_that_is_none_is_refused(limit: float) -> None:
    a = on(np.array([[0.0, 0.0]]))
    for ask in (lambda: reach(NETWORK, a, a, limit), lambda: least(NETWORK, a, limit)):
        with pytest.raises(ValueError, match="walks cannot be followed"):
            ask()
    with pytest.raises(ValueError, match="cannot be attached"):
        attach(NETWORK, points((0, 0)), limit)


def test_a_limit_of_0_reaches_only_the_very_place() -> None:
    a = on(np.array([[50.0, 0.0], [50.0, 0.0], [51.0, 0.0]]))
    assert np.isfinite(reach(NETWORK, a, a, 0.0)).tolist() == [[True, True, False]] * 2 + [
        [False, False, True]
    ]


def test_points_that_are_nowhere_are_not_attached() -> None:
    odd = np.array(
        [shapely.Point(), None, shapely.Point(math.nan, 0), shapely.Point(math.inf, 5), shapely.Point(5, 5)],
        dtype=object,
    )
    found = attach(NETWORK, odd)
    assert found.ok.tolist() == [False] * 4 + [True]
    walks = reach(NETWORK, found, found, math.inf)
    assert np.isinf(walks[:4]).all()
    assert walks[4, 4] == pytest.approx(10)


def test_only_points_are_attached() -> None:
    with pytest.raises(ValueError, match="only points"):
        attach(NETWORK, np.array([shapely.LineString([(0, 0), (1, 1)])], dtype=object))


def test_nobody_and_nothing() -> None:
    none, one = on(np.zeros((0, 2))), on(np.array([[0.0, 0.0]]))
    assert reach(NETWORK, none, one, 100).shape == (0, 1)
    assert reach(NETWORK, one, none, 100).shape == (1, 0)
    assert [v.shape for v in nearest(NETWORK, one, none, 2, 100)] == [(1, 2), (1, 2)]
    assert [v.tolist() for v in within(NETWORK, one, none, 100)] == [[0], [0.0]]
    assert np.isinf(least(NETWORK, none)).all()


def test_the_middle_of_a_river_is_not_attached() -> None:
    banks = build(streets([shapely.LineString([(0, y), (2000, y)]) for y in (0, 600)]))
    assert banks is not None
    assert attach(banks, points((1000, 300), (1000, 250), (1000, 250.01))).ok.tolist() == [False, True, False]


def test_streets_in_another_place_attach_nothing() -> None:
    # As if degrees had been taken for metres: near (0, 51).
    wrong = build(streets([shapely.LineString([(-0.1, 51.5), (-0.09, 51.5)])]))
    assert wrong is not None
    assert not attach(wrong, points((532000, 178000))).ok.any()


def test_self_crossing_zero_length_and_doubled_streets() -> None:
    shapes = [
        shapely.LineString([(0, 0), (100, 100), (100, 0), (0, 100)]),
        shapely.LineString([(0, 0), (0, 0)]),
        shapely.LineString([(0, 100), (0, 300)]),
        shapely.LineString([(0, 300), (0, 100)]),
    ]
    network = build(streets(shapes))
    assert network is not None
    assert (network.stats()["edges"], network.stats()["islands"]) == (3, 1)
    a, b = attach(network, points((0, 0))), attach(network, points((0, 300)))
    # A road product's link joins at its ends only, so it is walked from end to end though it crosses itself.
    assert reach(network, a, b, math.inf)[0, 0] == pytest.approx(2 * math.hypot(100, 100) + 100 + 200)


def test_many_islands_are_told_and_not_walked_between() -> None:
    network = build(streets([shapely.LineString([(i * 50.0, 0), (i * 50.0 + 40, 0)]) for i in range(200)]))
    assert network is not None
    assert network.stats()["islands"] == 200
    xy = points(*[(i * 50.0 + 20, 0) for i in range(200)])
    here = attach(network, xy)
    found = reach(network, here, here, math.inf)
    assert (np.isfinite(found) == np.eye(200, dtype=bool)).all()
    assert route(network, here, 0, here, 1) is None


places = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda p: (p[0] * 40.0, p[1] * 40.0))
ways = st.lists(st.lists(places, min_size=2, max_size=4, unique=True), min_size=1, max_size=7)


@settings(max_examples=80, deadline=None)
@given(
    ways=ways,
    more=st.lists(places, min_size=2, max_size=3, unique=True),
    at=st.lists(places, min_size=2, max_size=6),
    body=st.sampled_from(["roads", "paths"]),
)
def test_walks_are_a_distance_and_a_new_street_never_makes_one_longer(
    ways: list[list[tuple[float, float]]],
    more: list[tuple[float, float]],
    at: list[tuple[float, float]],
    body: str,
) -> None:
    network = build(streets([shapely.LineString(w) for w in ways], body))
    assert network is not None
    here = attach(network, points(*at), 1e4)
    walks = reach(network, here, here, math.inf)
    # The same there and back; no way round by a place is shorter, less that place's own two legs.
    assert np.array_equal(np.isfinite(walks), np.isfinite(walks.T))
    assert np.allclose(walks, walks.T)
    for k in range(len(at)):
        round_by = walks[:, k : k + 1] + walks[k : k + 1, :] - 2 * here.leg_m[k]
        assert (walks <= round_by + 1e-6).all()
    # Another street leaves the points where they were attached, so walks between them are no longer.
    wider = build(streets([shapely.LineString(w) for w in [*ways, more]], body))
    assert wider is not None
    there = attach(wider, shapely.points(here.on_xy), 1e-3)
    again = reach(wider, there, there, math.inf) + here.leg_m[:, None] + here.leg_m[None, :]
    assert (again <= walks + 1e-2).all() or not there.ok.all()
    way = route(network, here, 0, here, 1)
    assert (way is None) == math.isinf(walks[0, 1])
    if way is not None:
        assert way.reach_m == pytest.approx(walks[0, 1])
        assert way.line.length == pytest.approx(way.reach_m, abs=1e-6)


def test_drawings_still_hold() -> None:
    network = build(drawn("A---------B"))
    assert network is not None
    assert (
        reach(network, attach(network, points((0, 0))), attach(network, points((100, 0))), 100)[0, 0] == 100
    )
