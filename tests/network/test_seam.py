"""Two publishers' streets walked as one: paths where they are mapped, roads elsewhere."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_streets import points, streets
from placewell.domain.rows import Rows
from placewell.network.build import build
from placewell.network.model import Network
from placewell.network.reach import reach
from placewell.network.seam import JOIN_M, SHORT_M, stretches
from placewell.network.snap import attach


def line(*xy: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(xy)


def town(roads: list[shapely.LineString], paths: list[shapely.LineString], **columns: list[str]) -> Rows:
    bodies = ["roads"] * len(roads) + ["paths"] * len(paths)
    return streets([*roads, *paths], bodies, **columns)  # type: ignore[arg-type]


def made(rows: Rows) -> Network:
    network = build(rows)
    assert network is not None
    return network


def by_body(network: Network, body: str) -> float:
    of = np.array(list(network.street_body), dtype=object)[network.edge_street]
    return float(network.edge_m[of == body].sum())


def walk(network: Network, a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(reach(network, attach(network, points(a)), attach(network, points(b)), 1e6)[0, 0])


# One street of 1,000 m to the east: as a road from end to end, and mapped with paths for its first half,
# 5 m further north.
HIGH_ROAD = line((0, 0), (1000, 0))
HIGH_STREET = line((0, 5), (500, 5))


def test_a_road_is_walked_only_where_no_path_is_mapped_beside_it() -> None:
    network = made(town([HIGH_ROAD], [HIGH_STREET]))
    assert by_body(network, "paths") == 500
    # The road is beside the street for as long as it is within 15 m of it: to 500 + sqrt(15² - 5²) = 514.1 m,
    # told to the 5 m that lines are looked at by.
    assert by_body(network, "roads") == pytest.approx(1000 - 514.1, abs=5)
    assert network.stats()["islands"] == 1
    assert network.body == "both"


def test_the_seam_is_joined_by_the_straight_way_between_the_two() -> None:
    network = made(town([HIGH_ROAD], [HIGH_STREET]))
    road_begins = 1000 - by_body(network, "roads")
    assert by_body(network, "seam") == pytest.approx(np.hypot(road_begins - 500, 5))
    expected = 500 + np.hypot(road_begins - 500, 5) + (1000 - road_begins)
    assert walk(network, (0, 5), (1000, 0)) == pytest.approx(expected)
    assert network.stats()["seam_links"] == 1


def test_a_link_goes_on_from_the_road_by_name() -> None:
    network = made(town([HIGH_ROAD], [HIGH_STREET], name=["High Street", "High Street"]))
    seam = [i for i, body in enumerate(network.street_body) if body == "seam"]
    assert [network.street_name[i] for i in seam] == ["High Street"]


def test_the_street_of_the_same_name_goes_on_though_another_is_nearer() -> None:
    # The road is cut 15 m from a footpath and 18 m from the street.
    path = line((503, -3), (503, -60))
    rows = town([HIGH_ROAD], [HIGH_STREET, path], name=["High Street", "HIGH STREET", ""])
    network = made(rows)
    seam = np.array(list(network.street_body), dtype=object)[network.edge_street] == "seam"
    (edge,) = np.flatnonzero(seam)
    ends = network.line_xy[network.line_start[edge] : network.line_start[edge + 1]]
    assert [500.0, 5.0] in ends.tolist()


def test_a_side_road_that_is_not_mapped_joins_the_street_in_the_middle_of_it() -> None:
    # The main road is given up for the street; the side road went on from its junction at (250, 0).
    side = line((250, 0), (250, -300))
    network = made(town([line((0, 0), (250, 0)), line((250, 0), (500, 0)), side], [HIGH_STREET]))
    assert walk(network, (250, -300), (0, 5)) == pytest.approx(300 + 5 + 250)
    assert by_body(network, "roads") == 300
    assert network.stats()["islands"] == 1


def test_roads_joined_by_node_codes_join_the_seam_too() -> None:
    side = line((250, 0), (250, -300))
    rows = town(
        [line((0, 0), (250, 0)), line((250, 0), (500, 0)), side],
        [HIGH_STREET],
        start_node=["a", "b", "b", "1"],
        end_node=["b", "c", "d", "2"],
    )
    assert walk(made(rows), (250, -300), (0, 5)) == pytest.approx(300 + 5 + 250)


def test_equal_codes_of_two_publishers_are_not_one_place() -> None:
    rows = town(
        [line((0, 0), (100, 0))], [line((100, 900), (200, 900))], start_node=["x", "1"], end_node=["1", "2"]
    )
    assert made(rows).stats()["islands"] == 2


def test_a_road_over_a_mapped_street_is_not_cut_by_it() -> None:
    # A bridge crosses the only mapped street at a right angle, 15 m each side of it beside it.
    bridge = line((250, -200), (250, 200))
    network = made(town([bridge], [HIGH_STREET]))
    assert by_body(network, "roads") == 400
    assert network.stats()["islands"] == 2


def test_a_road_that_nobody_may_walk_does_not_come_back_by_the_other_publisher() -> None:
    private = json.dumps({"tags": json.dumps({"highway": "service", "access": "private"})})
    yard = line((0, 100), (300, 100))
    rows = town([yard, HIGH_ROAD], [yard, HIGH_STREET], details=["", "", private, ""])
    network = made(rows)
    assert attach(network, points((150, 100)), 50).edge.tolist() == [-1]
    assert network.left_out == 1


def test_a_road_without_a_mapped_street_near_its_cut_end_stays_open() -> None:
    # The road's node at (0, 0) lost its other half, which runs 10 m beside a path that ends 40 m away.
    west, east = line((-400, 0), (0, 0)), line((0, 0), (0, -300))
    path = line((-400, 10), (-8, 10))
    network = made(town([west, east], [path]))
    assert (network.stats()["seam_links"], network.open_ends) == (1, 0)
    barred = json.dumps({"tags": json.dumps({"highway": "service", "foot": "no"})})
    rows = town([west, east], [path, line((-400, 500), (0, 500))], details=["", "", barred, ""])
    network = made(rows)
    assert (network.stats()["seam_links"], network.open_ends) == (0, 1)


@pytest.mark.parametrize(
    ("gone", "kept"),
    [
        ("......................", [(0, 105)]),
        ("######################", []),
        # Beside for under 40 m in the middle or at an end: only met.
        ("........####..........", [(0, 105)]),
        ("####..................", [(0, 105)]),
        # Beside for long: cut half-way between the places looked at.
        ("##########............", [(47.5, 105)]),
        (".....##########.......", [(0, 22.5), (72.5, 105)]),
        # Kept for under 40 m between two that are given up is no road.
        ("#########....#########", []),
        # A dead end that goes on alone, however short, is one.
        ("##################....", [(87.5, 105)]),
    ],
)
def test_what_is_kept_of_a_road(gone: str, kept: list[tuple[float, float]]) -> None:
    along = np.arange(len(gone)) * 5.0
    assert stretches(along, np.array([c == "#" for c in gone])) == kept


lines = st.lists(
    st.tuples(*[st.integers(0, 12).map(lambda v: v * 50.0)] * 4).filter(lambda v: v[:2] != v[2:]),
    min_size=1,
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(roads=lines, paths=lines)
def test_no_walk_is_shorter_than_the_straight_line_and_links_are_short(
    roads: list[tuple[float, ...]], paths: list[tuple[float, ...]]
) -> None:
    def drawn(ways: list[tuple[float, ...]]) -> list[shapely.LineString]:
        return [line((a, b), (c, d)) for a, b, c, d in ways]

    network = made(town(drawn(roads), drawn(paths)))
    of = np.array(list(network.street_body), dtype=object)[network.edge_street]
    assert (network.edge_m[of == "seam"] <= JOIN_M + 1e-9).all()
    # Paths are whole; every metre of road that is left stands for a metre of road that was there.
    assert by_body(network, "paths") == pytest.approx(sum(w.length for w in drawn(paths)))
    assert by_body(network, "roads") <= sum(w.length for w in drawn(roads)) + 1e-6
    here = attach(network, np.asarray(shapely.points(network.node_xy), dtype=object))
    metres = reach(network, here, here, 1e6)
    straight = np.hypot(*(network.node_xy[:, None] - network.node_xy[None]).transpose(2, 0, 1))
    assert (metres >= straight - 1e-6).all()


@settings(max_examples=100, deadline=None)
@given(gone=st.lists(st.booleans(), min_size=2, max_size=40))
def test_stretches_are_in_order_and_leave_nothing_short_between(gone: list[bool]) -> None:
    along = np.arange(len(gone)) * 5.0
    kept = stretches(along, np.array(gone))
    flat = [v for pair in kept for v in pair]
    assert flat == sorted(flat)
    assert all(0 <= v <= along[-1] for v in flat)
    assert all(b - a >= SHORT_M for a, b in kept if a > 0 and b < along[-1])
    gaps = [b[0] - a[1] for a, b in itertools.pairwise(kept)]
    assert all(gap >= SHORT_M for gap in gaps)


def test_a_link_of_less_than_a_metre_joins_both_of_its_ends() -> None:
    # The road is cut where it leaves the street; its cut end lies 0.5 m from the street's coded end.
    street, road = line((0, 0), (500, 0)), line((500, 0.5), (1000, 0.5))
    lane = line((500, 0.5), (500, 400))
    rows = town(
        [line((0, 0.5), (500, 0.5)), road, lane],
        [street],
        start_node=["a", "b", "b", "1"],
        end_node=["b", "c", "d", "2"],
    )
    network = made(rows)
    assert network.stats()["islands"] == 1
    assert walk(network, (0, 0), (500, 400)) == pytest.approx(500 + 0.5 + 399.5, abs=20)
