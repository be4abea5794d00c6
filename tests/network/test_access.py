"""Where ground is walked into."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from drawn_streets import drawn, streets
from placewell.network.access import access_points, meetings
from placewell.network.build import build
from placewell.network.model import Network

CROSS = """
          B
          |
          |
A---------+---------C
"""


@pytest.fixture
def network() -> Network:
    made = build(drawn(CROSS), "roads")
    assert made is not None
    return made


def entries(network: Network, shape: shapely.Geometry) -> list[shapely.Point]:
    """The access points of one shape."""
    points, of = access_points(network, np.array([shape], dtype=object))
    assert of.tolist() == [0] * len(points)
    return list(points)


def xy(found: object) -> list[tuple[float, float]]:
    return [(p.x, p.y) for p in found]  # type: ignore[attr-defined]


def test_streets_cross_the_edge_of_the_ground(network: Network) -> None:
    # A square of 100 m round the junction at (100, 0): crossed left, above and right.
    assert xy(meetings(network, shapely.box(50, -50, 150, 50))) == [(50, 0), (100, 50), (150, 0)]


def test_no_street_no_crossing(network: Network) -> None:
    assert xy(meetings(network, shapely.box(11, 11, 89, 90))) == []
    # One that passes within 10 m serves the site all the same.
    assert xy(meetings(network, shapely.box(10, 20, 90, 90))) == [(90, 55)]
    # Streets that stay inside do not cross its edge either.
    assert xy(meetings(network, shapely.box(-500, -500, 500, 500))) == []


def test_a_street_along_the_edge_counts_once_at_its_middle() -> None:
    made = build(streets([shapely.LineString([(0, 0), (60, 0)])]), "roads")
    assert made is not None
    assert xy(meetings(made, shapely.box(20, 0, 40, 30))) == [(30, 0)]


def test_both_parts_of_a_site_in_two_parts_are_entered(network: Network) -> None:
    site = shapely.union(shapely.box(10, -9, 20, 9), shapely.box(150, -9, 160, 9))
    assert xy(meetings(network, site)) == [(10, 0), (20, 0), (150, 0), (160, 0)]


def test_a_park_beside_a_street_is_entered_where_it_is_nearest(network: Network) -> None:
    park = shapely.box(20, 8, 40, 60)
    found = xy(entries(network, park))
    # All along it, so that whoever comes from either side is not sent round to the other.
    assert {y for _, y in found} == {8}
    assert (min(found), max(found)) == ((20, 8), (40, 8))


def test_a_park_away_from_streets_is_reached_at_a_point_inside(network: Network) -> None:
    park = shapely.box(20, 11, 40, 60)
    (point,) = entries(network, park)
    assert shapely.contains(park, point)


def test_points_are_their_own_entries(network: Network) -> None:
    assert xy(entries(network, shapely.Point(3, 4))) == [(3, 4)]
    assert xy(entries(network, shapely.MultiPoint([(3, 4), (5, 6)]))) == [(3, 4), (5, 6)]


def test_given_entrances_go_before_what_streets_say(network: Network) -> None:
    parks = np.array([shapely.box(50, -50, 150, 50), shapely.box(50, -50, 150, 50), None], dtype=object)
    gates = [np.array([shapely.Point(120, 50), shapely.Point(50, -10)], dtype=object), np.empty(0, object)]
    points, of = access_points(network, parks, [*gates, np.empty(0, object)])
    assert [(int(i), p.x, p.y) for p, i in zip(points, of, strict=True)] == [
        (0, 120, 50), (0, 50, -10), (1, 50, 0), (1, 100, 50), (1, 150, 0),
    ]  # fmt: skip


def test_many_shapes_at_once_are_what_each_is_alone(network: Network) -> None:
    shapes = np.array(
        [
            shapely.box(50, -50, 150, 50), shapely.Point(3, 4), shapely.box(20, 8, 40, 60),
            shapely.box(20, 11, 40, 60), shapely.LineString([(0, 5), (90, 5)]), shapely.MultiPoint([(1, 1), (2, 2)]),
        ],
        dtype=object,
    )  # fmt: skip
    points, of = access_points(network, shapes)
    for i, shape in enumerate(shapes):
        assert xy(points[of == i]) == xy(entries(network, shape))
