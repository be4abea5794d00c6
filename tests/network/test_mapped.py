"""Where paths are mapped, and where only roads are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from drawn_streets import streets
from placewell.network.build import build
from placewell.network.model import Network


def grid(x0: float, x1: float, y0: float = 0, y1: float = 1000, shift: float = 0) -> list[shapely.LineString]:
    """Streets 50 m apart, both ways."""
    across = [shapely.LineString([(x0, y + shift), (x1, y + shift)]) for y in np.arange(y0, y1 + 1, 50)]
    return across + [
        shapely.LineString([(x + shift, y0), (x + shift, y1)]) for x in np.arange(x0, x1 + 1, 50)
    ]


def squares(
    roads: list[shapely.LineString], paths: list[shapely.LineString], classes: Sequence[str] = ()
) -> set:
    body = ["roads"] * len(roads) + ["paths"] * len(paths)
    given = {"street_class": [""] * len(roads) + list(classes)} if classes else {}
    network = build(streets([*roads, *paths], body, **given))  # type: ignore[arg-type]
    assert isinstance(network, Network)
    return {(int(x), int(y)) for x, y in network.mapped}


def test_roads_alone_map_no_paths() -> None:
    assert squares(grid(0, 1000), []) == set()


def test_ways_for_vehicles_alone_map_no_paths() -> None:
    paths = grid(0, 1000)
    assert squares([], paths, ["residential"] * len(paths)) == set()
    with_one = ["residential"] * (len(paths) - 1) + ["footway"]
    assert squares([], paths, with_one) != set()


def test_without_roads_to_compare_the_rim_is_not_sure() -> None:
    found = squares([], grid(0, 950, 0, 950))
    # Squares 0 to 9 hold streets; those at the rim may be cut by the end of the file.
    assert found == {(x, y) for x in range(1, 9) for y in range(1, 9)}


def test_paths_count_as_far_as_roads_have_them_beside() -> None:
    # Roads to 2,000 m, mapped with their paths to 1,000 m, 5 m beside.
    found = squares(grid(0, 2000), grid(0, 1000, shift=5))
    # The square from 1,000 m on has roads without paths.
    assert {x for x, _ in found} == set(range(10))
    assert {y for _, y in found} >= set(range(10))


def test_one_street_that_the_other_publisher_lacks_opens_its_square_only() -> None:
    # Two lanes half-way between mapped streets, 25 m from either.
    roads = [*grid(0, 1000), *(shapely.LineString([(415, y), (485, y)]) for y in (425, 475))]
    found = squares(roads, grid(0, 1000))
    assert (4, 4) not in found
    assert {(3, 4), (5, 4), (4, 3), (4, 5)} <= found


def test_a_park_without_streets_in_the_middle_is_mapped_ground() -> None:
    park = shapely.box(300, 300, 700, 700)
    paths = [p for line in grid(0, 1000) for p in shapely.get_parts(line.difference(park)) if p.length > 0]
    assert (5, 5) in squares(paths, paths)
    # With roads in it that have no paths beside them it is not.
    assert (5, 5) not in squares([*paths, shapely.LineString([(510, 510), (590, 590)])], paths)


def test_places_far_apart_are_not_bridged() -> None:
    found = squares([], [*grid(0, 1000), *grid(5000, 6000)])
    assert {x for x, _ in found} == {*range(1, 10), *range(51, 60)}


def test_mapped_ground_is_the_squares() -> None:
    network = build(streets(grid(0, 950, 0, 950), "paths"))
    assert network is not None
    assert shapely.equals(network.mapped_ground, shapely.box(100, 100, 900, 900))
    assert network.stats()["paths_mapped_ha"] == 64
