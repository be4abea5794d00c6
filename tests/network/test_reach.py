"""Walks along the network: answers a person can check, and an independent engine agrees."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_streets import drawn, place, points, streets
from placewell.network.build import build
from placewell.network.model import Network
from placewell.network.reach import reach, route
from placewell.network.snap import LEG_LIMIT_M, Attached, attach

TOWN = """
A---------B---------C
|         |
|         |
D---------E    F----G
"""
FAR = 1e6


def network_of(drawing: str) -> Network:
    made = build(drawn(drawing), "roads")
    assert made is not None
    return made


def walk(network: Network, a: tuple[float, float], b: tuple[float, float], limit_m: float = FAR) -> float:
    return float(reach(network, attach(network, points(a)), attach(network, points(b)), limit_m)[0, 0])


@pytest.mark.parametrize(
    ("start", "end", "metres"),
    [
        ("A", "C", 200),
        ("D", "C", 350),  # along DE, up EB, along BC: 100 + 150 + 100
        ("A", "E", 250),
        ("A", "A", 0),
    ],
)
def test_from_junction_to_junction(start: str, end: str, metres: float) -> None:
    assert walk(network_of(TOWN), place(TOWN, start), place(TOWN, end)) == pytest.approx(metres)


def test_a_walk_is_the_same_both_ways() -> None:
    network = network_of(TOWN)
    a, b = (35.0, 160.0), (180.0, 140.0)
    assert walk(network, a, b) == pytest.approx(walk(network, b, a))


def test_both_legs_count() -> None:
    # 20 m above AB and 30 m above BC: 20 + (from 40 to 140 along) 100 + 30.
    assert walk(network_of(TOWN), (40, 170), (140, 180)) == pytest.approx(150)


def test_points_attach_to_the_edge_not_to_the_nearest_node() -> None:
    network = network_of("A-------------------B")
    at = attach(network, points((90, 10)))
    assert (at.along_m[0], at.leg_m[0]) == (90.0, 10.0)
    assert at.on_xy[0].tolist() == [90.0, 0.0]
    # By nodes this walk would be about 0 or 200 m; it is 10 + 10 + 10.
    assert walk(network, (90, 10), (100, 10)) == pytest.approx(30)


def test_two_points_on_one_street_walk_straight_along_it() -> None:
    assert walk(network_of("A---------B"), (20, 0), (70, 0)) == pytest.approx(50)


def test_round_the_block_where_that_is_shorter_than_along_a_winding_street() -> None:
    # A street of 400 m winds from (0, 0) to (100, 0); another goes there directly.
    winding = shapely.LineString([(0, 0), (0, 150), (100, 150), (100, 0)])
    direct = shapely.LineString([(0, 0), (100, 0)])
    network = build(streets([winding, direct]), "roads")
    assert network is not None
    # From 30 m up one side to 40 m up the other: 30 + 100 + 40, not 400 - 70.
    assert walk(network, (0, 30), (100, 40)) == pytest.approx(170)


def test_of_two_streets_between_the_same_junctions_the_shorter_is_walked() -> None:
    long = shapely.LineString([(0, 0), (50, 80), (100, 0)])
    short = shapely.LineString([(0, 0), (100, 0)])
    for shapes in ([long, short], [short, long]):
        network = build(streets(shapes), "roads")
        assert network is not None
        assert walk(network, (0, 0), (100, 0)) == pytest.approx(100)


def test_a_loop_is_walked_the_shorter_way_round() -> None:
    loop = shapely.LineString([(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)])
    network = build(streets([loop]), "roads")
    assert network is not None
    # From 10 m along to 390 m along, of 400 m: 20 m over the joint, not 380.
    assert walk(network, (10, 0), (0, 10)) == pytest.approx(20)


def test_an_island_is_never_reached() -> None:
    assert walk(network_of(TOWN), place(TOWN, "E"), place(TOWN, "F")) == np.inf


@pytest.mark.parametrize(("away", "ok"), [(0.0, True), (249.9, True), (250.0, True), (250.1, False)])
def test_beyond_250_m_a_point_is_not_attached(away: float, ok: bool) -> None:
    network = network_of("A---------B")
    at = attach(network, points((50, away)))
    assert LEG_LIMIT_M == 250.0
    assert bool(at.ok[0]) is ok
    assert np.isfinite(walk(network, (50, away), (0, 0))) == ok


@pytest.mark.parametrize(("limit_m", "found"), [(200.0, True), (199.999, False)])
def test_the_limit_includes_itself(limit_m: float, found: bool) -> None:
    metres = walk(network_of(TOWN), place(TOWN, "A"), place(TOWN, "C"), limit_m)
    assert np.isfinite(metres) == found


def test_the_limit_counts_the_legs() -> None:
    network = network_of("A---------B")
    assert walk(network, (0, 60), (100, 0), limit_m=159) == np.inf
    assert walk(network, (0, 60), (100, 0), limit_m=160) == pytest.approx(160)


def test_no_points_no_walks() -> None:
    network = network_of(TOWN)
    none, one = attach(network, points()), attach(network, points((0, 0)))
    assert reach(network, none, one, FAR).shape == (0, 1)
    assert reach(network, one, none, FAR).shape == (1, 0)


def test_more_origins_than_are_searched_at_once_give_the_same_answers() -> None:
    network = network_of(TOWN)
    many = points(*((x, 150.0) for x in range(200)))
    at, to = attach(network, many), attach(network, points(place(TOWN, "D")))
    alone = [walk(network, (x, 150.0), place(TOWN, "D")) for x in range(200)]
    assert reach(network, at, to, FAR)[:, 0] == pytest.approx(alone)


def test_the_route_is_drawn_with_both_legs() -> None:
    network = network_of(TOWN)
    found = route(network, attach(network, points((40, 170))), 0, attach(network, points((90, 0))), 0)
    assert found is not None
    assert list(found.line.coords) == [(40, 170), (40, 150), (100, 150), (100, 0), (90, 0)]
    assert found.reach_m == pytest.approx(20 + 60 + 150 + 10)


def test_there_is_no_route_to_an_island_or_to_nowhere() -> None:
    network = network_of(TOWN)
    start = attach(network, points(place(TOWN, "A")))
    assert route(network, start, 0, attach(network, points(place(TOWN, "G"))), 0) is None
    assert route(network, start, 0, attach(network, points((9000, 9000))), 0) is None


def oracle(network: Network, a: Attached, i: int, b: Attached, j: int) -> float:
    """The same walk by networkx, with both points put into the graph as junctions."""
    if not (a.ok[i] and b.ok[j]):
        return float("inf")
    graph = nx.Graph()
    for k, metres in enumerate(network.edge_m):
        stops: list[tuple[float, object]] = [
            (0.0, int(network.edge_from[k])),
            (float(metres), int(network.edge_to[k])),
        ]
        stops += [(float(a.along_m[i]), "a")] if a.edge[i] == k else []
        stops += [(float(b.along_m[j]), "b")] if b.edge[j] == k else []
        stops.sort(key=lambda stop: stop[0])
        for (m, u), (n, v) in itertools.pairwise(stops):
            weight = min(n - m, graph.edges[u, v]["weight"]) if graph.has_edge(u, v) else n - m
            graph.add_edge(u, v, weight=weight)
    try:
        between = float(nx.dijkstra_path_length(graph, "a", "b"))
    except nx.NetworkXNoPath:
        return float("inf")
    return between + float(a.leg_m[i]) + float(b.leg_m[j])


whole = st.integers(0, 6).map(lambda n: n * 40.0)
spot = st.tuples(whole, whole)
anywhere = st.tuples(st.floats(-60, 300), st.floats(-60, 300))


@given(
    st.lists(st.lists(spot, min_size=2, max_size=4), min_size=1, max_size=14),
    st.lists(anywhere, min_size=1, max_size=3),
    st.lists(anywhere, min_size=1, max_size=3),
    st.sampled_from(["roads", "paths"]),
)
@settings(max_examples=150, deadline=None)
def test_any_walk_agrees_with_another_engine(
    ways: list[list[tuple[float, float]]],
    begins: list[tuple[float, float]],
    ends: list[tuple[float, float]],
    body: str,
) -> None:
    shapes = [shapely.LineString(w) for w in ways if len(set(w)) > 1]
    network = build(streets(shapes, body), body) if shapes else None
    if network is None:
        return
    a, b = attach(network, points(*begins)), attach(network, points(*ends))
    found = reach(network, a, b, FAR)
    for i, begin in enumerate(begins):
        for j, end in enumerate(ends):
            expected = oracle(network, a, i, b, j)
            assert found[i, j] == pytest.approx(expected, abs=1e-6)
            way = route(network, a, i, b, j)
            assert (way is None) == (expected == np.inf)
            if way is not None:
                assert way.reach_m == pytest.approx(expected, abs=1e-6)
                assert way.line.length == pytest.approx(expected, abs=1e-6)
                assert expected >= np.hypot(begin[0] - end[0], begin[1] - end[1]) - 1e-6
