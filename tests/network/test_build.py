"""Streets become one network: where they join, where they must not, and what is left out."""

from __future__ import annotations

import json

import pytest
import shapely

from drawn_streets import drawn, points, rows, streets
from placewell.network.build import build
from placewell.network.model import Network

SQUARE = """
A---------B---------C
|         |
|         |
D---------E    F----G
"""


def made(network: Network | None) -> Network:
    assert network is not None
    return network


def test_streets_that_share_an_end_join() -> None:
    stats = made(build(drawn(SQUARE), "roads")).stats()
    # Six streets: AB, BC, DE, AD, BE and, apart from them, FG.
    assert (stats["nodes"], stats["edges"], stats["islands"]) == (7, 6, 2)
    # AB, BC and DE are 100 m, AD and BE three rows of 50 m, FG 50 m.
    assert stats["length_km"] == pytest.approx((3 * 100 + 2 * 150 + 50) / 1000)


def test_the_largest_piece_is_island_0() -> None:
    network = made(build(drawn(SQUARE), "roads"))
    assert sorted(network.islands.tolist()) == [0, 0, 0, 0, 0, 1, 1]


def test_nothing_to_walk_is_no_network() -> None:
    assert build(streets([]), "roads") is None
    assert build(drawn("A---B", "roads"), "paths") is None
    assert build(drawn("A---B", street_class="Motorway"), "roads") is None


def cross(network: str, **columns: object) -> int:
    """Two lines that pass through one point, each with a vertex there."""
    over = shapely.LineString([(0, 50), (50, 50), (100, 50)])
    under = shapely.LineString([(50, 0), (50, 50), (50, 100)])
    return int(made(build(streets([over, under], network, **columns), network)).stats()["islands"])


def test_paths_join_where_they_share_a_point_and_roads_at_their_ends_only() -> None:
    assert cross("paths") == 1
    assert cross("roads") == 2


def test_paths_that_only_cross_on_the_map_do_not_join() -> None:
    over = shapely.LineString([(0, 50), (100, 50)])
    under = shapely.LineString([(50, 0), (50, 100)])
    assert made(build(streets([over, under], "paths"), "paths")).stats()["islands"] == 2


def test_paths_already_cut_are_not_cut_again() -> None:
    codes = {"start_node": ["1", "3"], "end_node": ["2", "4"]}
    assert cross("paths", **codes) == 2


def test_a_way_that_meets_itself_is_cut_there() -> None:
    lasso = shapely.LineString([(0, 0), (100, 0), (150, 50), (200, 0), (150, -50), (100, 0)])
    stats = made(build(streets([lasso], "paths"), "paths")).stats()
    assert (stats["nodes"], stats["edges"]) == (2, 2)
    assert stats["length_km"] == pytest.approx(lasso.length / 1000, abs=0.001)


def test_cutting_keeps_all_length_and_the_street_of_each_piece() -> None:
    shapes = [shapely.LineString([(x, 0), (x, 10), (x, 20), (x, 30)]) for x in (0, 10, 20)]
    shapes.append(shapely.LineString([(0, 10), (10, 10), (20, 10)]))
    network = made(build(streets(shapes, "paths", name=["a", "b", "c", "d"]), "paths"))
    by_street = {str(n): 0.0 for n in network.street_name}
    for street, metres in zip(network.edge_street, network.edge_m, strict=True):
        by_street[str(network.street_name[street])] += float(metres)
    assert by_street == pytest.approx({"a": 30, "b": 30, "c": 30, "d": 20})
    assert network.stats()["islands"] == 1


def test_node_codes_join_ends_that_differ_by_a_hair() -> None:
    shapes = [shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(100.3, 0), (200, 0)])]
    apart = streets(shapes)
    coded = streets(shapes, start_node=["a", "b"], end_node=["b", "c"])
    assert made(build(apart, "roads")).stats()["islands"] == 2
    assert made(build(coded, "roads")).stats()["islands"] == 1


def test_an_end_cut_at_a_boundary_keeps_its_code_but_does_not_join() -> None:
    # The second street was cut 90 m short of node b. To join it would make the way 90 m too short.
    shapes = [shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(190, 0), (300, 0)])]
    stats = made(build(streets(shapes, start_node=["a", "b"], end_node=["b", "c"]), "roads")).stats()
    assert (stats["islands"], stats["nodes"]) == (2, 4)


def test_one_code_used_by_two_files_for_two_places_does_not_join_them() -> None:
    shapes = [
        shapely.LineString([(0, 0), (100, 0)]),
        shapely.LineString([(100, 0), (100, 80)]),
        shapely.LineString([(5000, 0), (5100, 0)]),
        shapely.LineString([(5100, 0), (5100, 80)]),
    ]
    codes = {"start_node": ["0", "1", "0", "1"], "end_node": ["1", "2", "1", "2"]}
    network = made(build(streets(shapes, "paths", layer=["L1", "L1", "L2", "L2"], **codes), "paths"))
    assert network.stats()["islands"] == 2
    assert sorted(network.islands.tolist()) == [0, 0, 0, 1, 1, 1]


def test_a_street_in_parts_that_do_not_touch_stays_in_parts() -> None:
    gap = shapely.MultiLineString([[(0, 0), (40, 0)], [(60, 0), (100, 0)]])
    touching = shapely.MultiLineString([[(0, 0), (40, 0)], [(40, 0), (100, 0)]])
    assert made(build(streets([gap]), "roads")).stats()["islands"] == 2
    whole = made(build(streets([touching]), "roads")).stats()
    assert (whole["edges"], whole["islands"]) == (1, 1)


def tagged(**tags: str) -> str:
    return json.dumps({"tags": json.dumps({"highway": "service"} | tags)})


@pytest.mark.parametrize(
    ("details", "walked"),
    [
        (tagged(), True),
        (tagged(access="private"), False),
        (tagged(access="no"), False),
        (tagged(access="private", foot="yes"), True),
        (tagged(access="no", foot="designated"), True),
        (tagged(access="no", foot="permissive"), True),
        (tagged(access="private", foot="private"), False),
        (tagged(foot="no"), False),
        ('{"tags": {"access": "private"}}', False),
        ('{"tags": "not json"}', True),
        ('{"tags": ["a list"]}', True),
        ('["tags"]', True),
        ("", True),
    ],
)
def test_private_ways_are_left_out_unless_open_on_foot(details: str, walked: bool) -> None:
    network = build(streets([shapely.LineString([(0, 0), (9, 0)])], "paths", details=details), "paths")
    assert (network is not None) == walked


def test_motorways_are_left_out_and_counted_and_restricted_roads_stay() -> None:
    classes = ["Motorway", "Restricted Local Access Road", "Local Road"]
    shapes = [shapely.LineString([(0, y), (100, y)]) for y in (0, 10, 20)]
    network = made(build(streets(shapes, street_class=classes), "roads"))
    assert network.stats()["left_out"] == 1
    assert sorted(network.street_class) == ["Local Road", "Restricted Local Access Road"]


def test_rows_without_a_line_do_no_harm() -> None:
    shapes = [shapely.LineString(), shapely.LineString([(0, 0), (5, 0)]), None, shapely.Point(1, 1)]
    network = made(build(rows("street", shapes, {"network": "roads", "id": list("abcd")}), "roads"))
    assert len(network.edge_m) == 1


def test_points_helper_matches_the_drawing() -> None:
    # The drawings are the oracle of the other tests, so the pen itself is checked.
    network = made(build(drawn("A--B"), "roads"))
    assert network.edge_m.tolist() == [30.0]
    assert shapely.equals(points((0, 0))[0], shapely.Point(network.node_xy[0]))
