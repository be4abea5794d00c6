"""Walkers differ in speed and in what stops them; what no source says is not made up."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from drawn_streets import points, streets
from placewell.network.build import build
from placewell.network.model import NO_STEPS, NOT_KNOWN, STEPS, Network
from placewell.network.profile import PROFILES, STANDARD
from placewell.network.reach import reach
from placewell.network.snap import attach

FLAT = shapely.LineString([(0, 0), (0, 300), (100, 300), (100, 0)])
STAIRS = shapely.LineString([(0, 0), (100, 0)])


@pytest.fixture
def hill() -> Network:
    """100 m up the stairs or 700 m round."""
    lit = json.dumps({"tags": json.dumps({"highway": "steps", "surface": "concrete", "lit": "yes"})})
    network = build(streets([FLAT, STAIRS], "paths", street_class=["footway", "steps"], details=["", lit]))
    assert network is not None
    return network


def walk(network: Network) -> float:
    a, b = (attach(network, points(p)) for p in ((0, 0), (100, 0)))
    return float(reach(network, a, b, 1e6)[0, 0])


def test_steps_stop_only_those_they_stop(hill: Network) -> None:
    metres = {name: walk(hill.for_profile(profile)) for name, profile in PROFILES.items()}
    assert metres == {"standard": 100, "older person": 100, "pushchair": 700, "wheelchair": 700}


def test_what_is_left_without_steps_is_a_network_like_any_other(hill: Network) -> None:
    flat = hill.for_profile(PROFILES["wheelchair"])
    assert (flat.stats()["edges"], flat.stats()["steps"], flat.stats()["islands"]) == (1, 0, 1)
    assert [flat.street_class[int(s)] for s in flat.edge_street] == ["footway"]
    # A point by the stairs attaches to what this walker can use.
    assert attach(flat, points((50, 10)), 60).leg_m.tolist() == [50]
    assert attach(hill, points((50, 10)), 60).leg_m.tolist() == [10]


def test_a_place_up_the_stairs_only_is_an_island_for_a_wheelchair() -> None:
    up = shapely.LineString([(100, 0), (200, 0)])
    street = shapely.LineString([(0, 0), (0, 300)])
    rows = streets([street, STAIRS, up], "paths", street_class=["footway", "steps", "footway"])
    network = build(rows)
    assert network is not None
    assert network.stats()["islands"] == 1
    assert network.for_profile(PROFILES["wheelchair"]).stats()["islands"] == 2


def test_only_steps_leaves_nothing() -> None:
    network = build(streets([STAIRS], "paths", street_class="steps"))
    assert network is not None
    nothing = network.for_profile(PROFILES["wheelchair"])
    assert len(nothing.edge_m) == 0
    assert attach(nothing, points((0, 0))).edge.tolist() == [-1]
    assert np.isinf(walk(nothing))


def test_steps_surface_and_light_are_kept_where_known(hill: Network) -> None:
    assert hill.street_steps.tolist() == [NO_STEPS, STEPS]
    assert (list(hill.street_surface), list(hill.street_lit)) == (["", "concrete"], ["", "yes"])


def test_a_file_without_classes_and_roads_products_say_nothing_of_steps() -> None:
    for body, street_class in (("paths", ""), ("roads", "Local Road")):
        network = build(streets([STAIRS], body, street_class=street_class))
        assert network is not None
        assert network.street_steps.tolist() == [NOT_KNOWN]
        # What is not known to stop anybody stays in.
        assert network.for_profile(PROFILES["wheelchair"]) is network


def test_minutes_come_from_a_stated_speed_only() -> None:
    assert STANDARD.minutes(400) == 5.0
    assert PROFILES["wheelchair"].minutes(400) is None
    assert PROFILES["wheelchair"].at(50).minutes(400) == 8.0
    assert (PROFILES["wheelchair"].at(50).steps, PROFILES["wheelchair"].m_per_min) == (False, None)


@pytest.mark.parametrize("speed", [0, -80, float("nan"), float("inf")])
def test_a_speed_that_is_none_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="metres a minute"):
        STANDARD.at(speed)


@pytest.mark.parametrize("metres", [-1, float("nan")])
def test_a_walk_that_is_none_has_no_minutes(metres: float) -> None:
    with pytest.raises(ValueError, match="a walk of"):
        STANDARD.minutes(metres)
