"""Floating catchments: the published cases of guidance H.1, what cannot be told, and changes worked out in part."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placewell.network.balance import balance
from placewell.network.decay import (
    FAST,
    SLOW,
    Curve,
    Weighting,
    Zones,
    density,
    dichotomy,
    exponential,
    gaussian,
    per_cost,
)
from placewell.network.floating import Catchments, floating

# Guidance FCA-EX1 and FCA-EX2, inputs as written there.
EX1 = [[5, 70], [50, 40], [25, 30]]
EX2 = [[1, 80, 40], [80, 1, 40], [40, 40, 1]]
ZONES = Zones((20, 40, 60), (1, 0.68, 0.22))


def whole(
    far: Sequence[Sequence[float]],
    people: Sequence[float],
    capacity: Sequence[float | None],
    by: Weighting,
    three: bool = False,
) -> Catchments:
    table = np.array(far, dtype=float).reshape(len(people), len(capacity))
    place, asset = np.indices(table.shape)
    return floating(
        place.ravel(),
        asset.ravel(),
        table.ravel(),
        np.array(people, dtype=float),
        capacity,
        by,
        three_step=three,
    )


def by_hand(
    far: Sequence[Sequence[float]],
    people: Sequence[float],
    capacity: Sequence[float],
    by: Weighting,
    three: bool,
) -> tuple[list[float], list[float]]:
    """R and A of tables in plain loops; all known, NaN where nobody reaches."""
    w = [[float(by.weights(np.array([d]))[0]) for d in row] for row in far]
    if three:
        w = [[x * x / sum(row) if x else 0.0 for x in row] for row in w]
    ratios = []
    for j, c in enumerate(capacity):
        asked = sum(p * w[i][j] for i, p in enumerate(people))
        ratios.append(0.0 if c == 0 else c / asked if asked else math.nan)
    access = []
    for row in w:
        known = [r * x for r, x in zip(ratios, row, strict=True) if x and not math.isnan(r)]
        access.append(sum(known) if known or not any(row) else math.nan)
    return ratios, access


@pytest.mark.parametrize(
    ("by", "three", "ratio", "access", "total"),
    [
        (Zones((30,), inclusive=False), False, (0.909091, 0), (0.909091, 0, 0.909091), 50),
        (Zones((30,)), False, (0.909091, 2.0), (0.909091, 0, 2.909091), 150),
        (ZONES, False, (1.213592, 2.450980), (1.213592, 1.933657, 2.491909), 150),
        (ZONES, True, (2.218497, 4.517165), (2.218497, 2.440125, 2.290125), 150),
    ],
)
def test_first_published_case(
    by: Weighting, three: bool, ratio: tuple[float, ...], access: tuple[float, ...], total: float
) -> None:
    found = whole(EX1, (5, 10, 50), (50, 100), by, three)
    # The table writes 0 for an asset that nobody reaches; here it has no ratio and is listed.
    assert np.nan_to_num(found.ratio) == pytest.approx(ratio, abs=5e-7)
    assert found.access == pytest.approx(access, abs=5e-7)
    assert found.given == pytest.approx(total) == found.reachable_supply
    assert found.unreached.tolist() == ([1] if total == 50 else [])
    assert found.unreached_supply == 150 - total
    if not three and by is ZONES:
        assert found.demand == pytest.approx([41.2, 40.8])


@pytest.mark.parametrize(
    ("shape", "ratio", "access"),
    [
        (dichotomy, (0.136364, 0.333333, 0.625), (0.761364, 0.958333, 1.094697)),
        (per_cost, (0.149626, 0.398010, 7.272727), (0.331444, 0.579828, 7.286418)),
    ],
)
def test_second_published_case(shape: object, ratio: tuple[float, ...], access: tuple[float, ...]) -> None:
    found = whole(EX2, (100, 50, 10), (15, 20, 100), Curve(shape, 61))  # type: ignore[arg-type]
    assert found.ratio == pytest.approx(ratio, abs=5e-7)
    assert found.access == pytest.approx(access, abs=5e-7)
    assert found.given == pytest.approx(135) == found.reachable_supply


def test_decay_values_of_the_guidance() -> None:
    far = np.array([0.0, 1, 2, 3, 3.0001, np.inf])
    assert Curve(gaussian, 3).weights(far) == pytest.approx([1, 0.8627, 0.4936, 0, 0, 0], abs=5e-5)
    assert Curve(density, 3).weights(far) == pytest.approx([0.75, 0.6667, 0.4167, 0, 0, 0], abs=5e-5)
    assert Curve(dichotomy, 3).weights(far).tolist() == [1, 1, 1, 1, 0, 0]
    assert Curve(dichotomy, 3, inclusive=False).weights(far).tolist() == [1, 1, 1, 0, 0, 0]
    assert Curve(exponential, 3).weights(far) == pytest.approx(
        [1, math.exp(-1 / 3), math.exp(-2 / 3), math.exp(-1), 0, 0]
    )


def test_zones_at_their_limits() -> None:
    far = np.array([0.0, 10, 10.5, 20, 30, 30.5])
    assert SLOW.weights(far).tolist() == [1, 1, 0.68, 0.68, 0.22, 0]
    assert FAST.weights(far).tolist() == [1, 1, 0.42, 0.42, 0.09, 0]
    assert replace(SLOW, inclusive=False).weights(far).tolist() == [1, 0.68, 0.68, 0.22, 0, 0]
    assert Zones((0,)).weights(np.array([0.0, 1])).tolist() == [1, 0], (
        "a limit of 0 reaches what is at the door"
    )


def test_capacity_of_nothing_and_of_no_known_size() -> None:
    near, off = 1.0, 99.0
    found = whole(
        [[near, off, off], [near, near, off], [off, near, near], [off, off, off]],
        (10, 20, 30, 7),
        (5, None, 0),
        Zones((2,)),
    )
    assert found.ratio == pytest.approx([5 / 30, math.nan, 0], nan_ok=True)
    assert found.access == pytest.approx([5 / 30, 5 / 30, 0, 0])
    assert found.at_least.tolist() == [False, True, True, False]
    assert found.not_told.tolist() == [1]
    assert found.reaches_nothing.tolist() == [3]
    assert found.people_reaching_nothing == 7
    alone = whole([[near]], (4,), (None,), Zones((2,)))
    assert math.isnan(alone.access[0])
    assert alone.at_least[0]
    assert alone.reachable_supply == alone.given == 0


def test_people_not_known_and_nobody_within_reach() -> None:
    found = whole([[1, 1, 9], [9, 1, 9], [9, 9, 1]], (10, math.nan, 0), (5, 8, 3), Zones((2,)))
    assert found.ratio == pytest.approx([0.5, math.nan, math.nan], nan_ok=True), "never infinite"
    assert found.not_told.tolist() == [1]
    assert found.not_told_supply == 8
    assert found.unreached.tolist() == [2]
    assert found.unreached_supply == 3
    assert found.access == pytest.approx([0.5, math.nan, math.nan], nan_ok=True)
    assert found.at_least.all()
    assert found.given == pytest.approx(5) == found.reachable_supply
    nowhere = whole([[9], [9]], (math.nan, math.nan), (5,), Zones((2,)))
    assert math.isnan(nowhere.people_reaching_nothing)
    assert nowhere.unreached.tolist() == [0]


def test_no_pairs_and_nothing_at_all() -> None:
    found = whole([], (), (), Zones((2,)))
    assert found.given == found.reachable_supply == found.people_reaching_nothing == 0
    none = np.zeros(0, dtype=np.int64)
    lone = floating(none, none, np.zeros(0), np.array([3.0]), [4.0], Zones((2,)))
    assert lone.access.tolist() == [0]
    assert lone.unreached.tolist() == [0]
    grown = lone.with_asset(np.array([0]), np.array([1.0]), 6).with_place(np.array([1]), np.array([1.0]), 3)
    assert grown.access == pytest.approx([1, 1])


@pytest.mark.parametrize(
    ("far", "people", "capacity", "words"),
    [
        (-1.0, 1.0, 1.0, "a distance must be a number of 0 or more"),
        (math.nan, 1.0, 1.0, "a distance must be a number of 0 or more"),
        (1.0, -1.0, 1.0, "people must be 0 or more and finite, or not known"),
        (1.0, math.inf, 1.0, "people must be 0 or more and finite, or not known"),
        (1.0, 1.0, -1.0, "capacity must be 0 or more and finite, or not known"),
        (1.0, 1.0, math.inf, "capacity must be 0 or more and finite, or not known"),
    ],
)
def test_values_that_cannot_be(far: float, people: float, capacity: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        whole([[far]], (people,), (capacity,), Zones((2,)))
    sound = whole([[1]], (1,), (1,), Zones((2,)))
    with pytest.raises(ValueError, match=words):
        sound.with_place(np.array([0]), np.array([far]), people).with_asset(
            np.array([0]), np.array([1.0]), capacity
        )


def test_pairs_and_weights_that_cannot_be() -> None:
    one, two = np.array([0]), np.array([0, 0])
    with pytest.raises(ValueError, match="a place and an asset are paired twice"):
        floating(two, two, np.array([1.0, 2]), np.array([1.0]), [1], Zones((2,)))
    with pytest.raises(ValueError, match="a pair names a place or an asset that is not there"):
        floating(one + 1, one, np.array([1.0]), np.array([1.0]), [1], Zones((2,)))
    with pytest.raises(ValueError, match="each pair needs a place, an asset and a distance"):
        floating(two, one, np.array([1.0]), np.array([1.0]), [1], Zones((2,)))
    with pytest.raises(ValueError, match="that place or asset is not there"):
        whole([[1]], (1,), (1,), Zones((2,))).with_people(1, 3)
    with pytest.raises(ValueError, match="no value at a distance of 0"):
        whole([[0]], (1,), (1,), Curve(per_cost, 5))
    with pytest.raises(ValueError, match="must be a number above 0"):
        Curve(gaussian, 0)
    with pytest.raises(ValueError, match="the limits of zones must rise"):
        Zones((2, 2), (1, 1))
    with pytest.raises(ValueError, match="each zone needs one limit and one weight"):
        Zones((2,), (1, 1))
    with pytest.raises(ValueError, match="must be numbers of 0 or more"):
        Zones((2,), (-1,))


def test_balance_of_supply_and_need() -> None:
    near, off = 1.0, 9.0
    found = whole(
        [[near, off, off], [off, near, off], [off, near, near], [off, off, near], [off, off, off]],
        (10, 10, 10, 5, 3),
        (400, 100, None),
        Zones((2,)),
    )
    said = balance(found, 30)
    assert said.demand == pytest.approx([300, 300, 300, 150, 90])
    assert said.per_head == pytest.approx([10, -25, math.nan, math.nan, -30], nan_ok=True)
    assert said.of_place == pytest.approx([100, -250, math.nan, math.nan, -90], nan_ok=True)
    assert (said.supplied, said.under_supplied, said.not_told) == (10, 13, 15)
    assert balance(found, 5).supplied == 30, "a bound that meets the need settles it"
    with pytest.raises(ValueError, match="the need per head must be 0 or more"):
        balance(found, -1)


distances = st.sampled_from([0.5, 1, 10, 20, 20.5, 40, 60, 61, math.inf])
heads = st.one_of(st.just(0.0), st.just(math.nan), st.floats(0.01, 1e9))
weightings = st.sampled_from(
    [ZONES, Zones((20,)), Curve(gaussian, 50), Curve(exponential, 30), Curve(per_cost, 60)]
)


@st.composite
def towns(
    draw: st.DrawFn, least: int = 0
) -> tuple[list[list[float]], list[float], list[float], Weighting, bool]:
    places, assets = draw(st.integers(least, 5)), draw(st.integers(least, 4))
    far = [[draw(distances) for _ in range(assets)] for _ in range(places)]
    return (
        far,
        [draw(heads) for _ in range(places)],
        [draw(heads) for _ in range(assets)],
        draw(weightings),
        draw(st.booleans()),
    )


def same(one: Catchments, other: Catchments) -> None:
    for name in ("demand", "ratio", "access", "weight"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-12, atol=0)
    for name in ("place", "asset", "weight", "place_start", "asset_start", "by_asset"):
        np.testing.assert_array_equal(getattr(one.pairs, name), getattr(other.pairs, name))
    np.testing.assert_array_equal(one.at_least, other.at_least)


@settings(max_examples=60, deadline=None)
@given(towns())
def test_loops_by_hand_and_nothing_lost(
    town: tuple[list[list[float]], list[float], list[float], Weighting, bool],
) -> None:
    far, people, capacity, by, three = town
    people, capacity = np.nan_to_num(people).tolist(), np.nan_to_num(capacity).tolist()
    found = whole(far, people, capacity, by, three)
    ratio, access = by_hand(far, people, capacity, by, three)
    np.testing.assert_allclose(found.ratio, ratio, rtol=1e-9)
    np.testing.assert_allclose(found.access, access, rtol=1e-9)
    assert found.given == pytest.approx(found.reachable_supply, rel=1e-9)
    assert found.reachable_supply + found.unreached_supply == pytest.approx(sum(capacity), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(towns(), st.data())
def test_any_changes_equal_a_fresh_start(
    town: tuple[list[list[float]], list[float], list[float], Weighting, bool], data: st.DataObject
) -> None:
    far, people, capacity, by, three = town
    found = whole(far, people, capacity, by, three)
    for _ in range(data.draw(st.integers(1, 5))):
        kind = data.draw(st.sampled_from(["people", "capacity", "place", "asset", "without"]))
        if kind == "place":
            far.append([data.draw(distances) for _ in capacity])
            people.append(data.draw(heads))
            found = found.with_place(np.arange(len(capacity)), np.array(far[-1]), people[-1])
        elif kind == "asset":
            new = [data.draw(distances) for _ in people]
            far = [[*row, d] for row, d in zip(far, new, strict=True)]
            capacity.append(data.draw(heads))
            found = found.with_asset(np.arange(len(people)), np.array(new), capacity[-1])
        elif kind == "people" and people:
            place = data.draw(st.integers(0, len(people) - 1))
            people[place] = data.draw(heads)
            found = found.with_people(place, people[place])
        elif kind == "capacity" and capacity:
            asset = data.draw(st.integers(0, len(capacity) - 1))
            capacity[asset] = data.draw(heads)
            found = found.with_capacity(asset, None if math.isnan(capacity[asset]) else capacity[asset])
        elif kind == "without" and capacity:
            asset = data.draw(st.integers(0, len(capacity) - 1))
            capacity.pop(asset)
            far = [row[:asset] + row[asset + 1 :] for row in far]
            found = found.without_asset(asset)
        same(found, whole(far, people, capacity, by, three))


def test_only_what_is_touched_is_worked_out_again() -> None:
    """A row of places, each reaching the asset at either hand; marks put in the far ones must survive."""
    far = [[1.0 if j in (i, i + 1) else 9.0 for j in range(11)] for i in range(10)]
    town = whole(far, [5.0] * 10, [100.0] * 11, Zones((2,)))
    marked = replace(
        town,
        demand=np.where(np.isin(np.arange(11), (3, 4)), town.demand, -1),
        access=np.where(np.isin(np.arange(10), (2, 3, 4)), town.access, -1),
    )
    after = marked.with_people(3, 25)
    assert after.touched_assets.tolist() == [3, 4]
    assert after.touched_places.tolist() == [2, 3, 4]
    assert (np.delete(after.demand, [3, 4]) == -1).all()
    assert (np.delete(after.access, [2, 3, 4]) == -1).all()
    assert after.demand[3:5].tolist() == [30, 30]
    assert after.pairs is town.pairs
    gone = marked.without_asset(3)
    assert gone.touched_places.tolist() == [2, 3]
    assert len(gone.touched_assets) == 0
    with pytest.raises(ValueError, match="read-only"):
        after.access[0] = 1
