"""Sharing among people: every index against plain double sums or people counted one by one."""

from __future__ import annotations

import csv
import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placewell.network.equity import average, by_decile, concentration, gini, palma, within
from placewell.network.gains import Side, gains, gains_by_decile

nan, inf = math.nan, math.inf
values = st.one_of(st.just(0.0), st.floats(0.01, 1000))
crowds = st.lists(st.tuples(values, st.integers(0, 9), st.integers(1, 4)), min_size=1, max_size=8)


def arrays(*columns: object) -> tuple[np.ndarray, ...]:
    return tuple(np.array(c, dtype=float) for c in columns)


def columns(crowd: list[tuple[float, int, int]]) -> tuple[np.ndarray, ...]:
    return arrays(*zip(*crowd, strict=True))


def test_averages_tell_apart_what_is_not_known() -> None:
    found = average(*arrays([100, 300, nan, 500], [1, 3, 7, nan]))
    assert (found.mean, found.people, found.not_told, found.places_not_told) == (250, 4, 7, 1)
    assert average(*arrays([100], [0])).mean is None
    assert average(*arrays([], [])).mean is None
    with pytest.raises(ValueError, match="a mean needs finite values"):
        average(*arrays([inf], [1]))


def test_people_within_a_limit() -> None:
    found = within(*arrays([400, 400.1, inf, nan, 0], [10, 20, 5, 7, 15]), limit=400)
    assert (found.people, found.beyond, found.not_told, found.share) == (25, 25, 7, 0.5)
    assert within(*arrays([nan], [3]), limit=400).share is None
    with pytest.raises(ValueError, match="the limit must be a number"):
        within(*arrays([1], [1]), limit=nan)


def test_deciles() -> None:
    value, people = arrays([100, 300, 500, 9], [1, 3, 2, 4])
    found = by_decile(value, people, np.array([1, 1, 10, 0]), limit=300)
    assert [d.decile for d in found] == [*range(1, 11), None]
    assert found[0].average.mean == 250
    assert found[0].within is not None
    assert found[0].within.share == 1
    assert found[9].within is not None
    assert found[9].within.share == 0
    assert found[4].average.mean is None
    assert found[4].average.people == 0
    assert found[10].average.people == 4
    assert len(by_decile(value, people, np.array([1, 2, 3, 4]))) == 10
    with pytest.raises(ValueError, match="deciles run from 1 to 10"):
        by_decile(value, people, np.array([1, 1, 11, 1]))
    with pytest.raises(ValueError, match="one decile, a whole number"):
        by_decile(value, people, np.array([1, 1, nan, 1]))


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_gini_is_the_double_sum(crowd: list[tuple[float, int, int]]) -> None:
    value, people, _ = columns(crowd)
    total = people.sum()
    held = float((value * people).sum())
    found = gini(value, people)
    if not held:
        assert found is None
        return
    apart = sum(p * q * abs(a - b) for a, p, _ in crowd for b, q, _ in crowd)
    assert found == pytest.approx(apart / (2 * total**2 * held / total), abs=1e-12)
    assert 0 <= found < 1


def test_gini_at_its_ends() -> None:
    assert gini(*arrays([0.1, 0.1, 0.1], [3, 7, 0.1])) == pytest.approx(0, abs=1e-15)
    assert gini(*arrays([0, 1], [99, 1])) == pytest.approx(0.99)
    assert gini(*arrays([0, 0], [1, 1])) is None
    assert gini(*arrays([nan, 5], [1, 0])) is None
    with pytest.raises(ValueError, match="what is shared must be 0 or more and finite"):
        gini(*arrays([-1, 2], [1, 1]))


def test_gini_of_the_open_test_set() -> None:
    """The regression value of guidance H.1, from the file that libpysal ships; the package itself is not run."""
    spec = importlib.util.find_spec("libpysal")
    if spec is None or spec.origin is None:
        pytest.skip("libpysal, which ships the figures of this published case, is not installed")
    with (Path(spec.origin).parent / "examples" / "mexico" / "mexico.csv").open(encoding="utf-8") as lines:
        value = np.array([float(row["pcgdp1940"]) for row in csv.DictReader(lines)])
    found = gini(value, np.ones(len(value)))
    assert found is not None
    assert math.floor(found * 1e9) == 353723711


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_concentration_of_people_one_by_one(crowd: list[tuple[float, int, int]]) -> None:
    value, people, rank = columns(crowd)
    found = concentration(value, people, rank)
    each = sorted((r, a) for a, p, r in crowd for _ in range(p))
    if not sum(a for _, a in each):
        assert found is None
        return
    count = len(each)
    places = {r: [k for k, (s, _) in enumerate(each) if s == r] for r, _ in each}
    middle = [(sum(places[r]) / len(places[r]) + 0.5) / count for r, _ in each]
    mean = sum(a for _, a in each) / count
    centre = sum(middle) / count
    cov = sum((a - mean) * (m - centre) for (_, a), m in zip(each, middle, strict=True)) / count
    assert found == pytest.approx(2 * cov / mean, abs=1e-12)
    assert -1 <= found <= 1
    corrected = concentration(value, people, rank, bounds=(0, 1000))
    assert corrected == pytest.approx(8 * cov / 1000, abs=1e-12)


def test_concentration_signs_and_ties() -> None:
    people, rank = arrays([1, 1], [1, 2])
    assert concentration(np.array([1.0, 0]), people, rank) == pytest.approx(-0.5), "the worse off have it all"
    assert concentration(np.array([0.0, 1]), people, rank) == pytest.approx(0.5)
    assert concentration(np.array([0.0, 1]), people, np.array([2.0, 2])) == 0, (
        "one rank, nothing to tell apart"
    )
    assert concentration(*arrays([0, 0], [1, 1], [1, 2])) is None
    assert concentration(*arrays([1, 2], [0, nan], [1, 2])) is None
    with pytest.raises(ValueError, match="a value is beyond the bounds given"):
        concentration(*arrays([1, 2], [1, 1], [1, 2]), bounds=(0, 1))
    with pytest.raises(ValueError, match="two finite numbers, the least first"):
        concentration(*arrays([1, 2], [1, 1], [1, 2]), bounds=(1, 0))


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_palma_of_people_one_by_one(crowd: list[tuple[float, int, int]]) -> None:
    value, people, _ = columns(crowd)
    # Ten of each, so that a tenth of them is a whole number.
    each = sorted(a for a, p, _ in crowd for _ in range(10 * p))
    tenth = len(each) // 10
    low, high = math.fsum(each[: 4 * tenth]), math.fsum(each[9 * tenth :])
    found = palma(value, people)
    if low:
        assert found == pytest.approx(high / low, rel=1e-9)
    else:
        assert found is None or found > 1e9, "the border may round to a hair's breadth of the next place"


def test_palma_splits_a_place_at_the_border() -> None:
    assert palma(*arrays([3, 3], [5, 80])) == pytest.approx(0.25)
    # Of 10 people the worst 4 are 2 at 1 and 2 at 2, the best 1 at 5.
    assert palma(*arrays([5, 1, 2], [3, 2, 5])) == pytest.approx(5 / 6)
    assert palma(*arrays([0, 5], [4, 6])) is None
    assert palma(*arrays([], [])) is None


def test_who_gains_and_who_loses() -> None:
    before, after, people = arrays(
        [100, 100, 100, inf, inf, nan, 100, 5],
        [110, 60, 101, inf, 50, 40, 300, 9],
        [10, 20, 30, 4, 5, 7, 30, nan],
    )
    whole = gains(before, after, people, tolerance=1)
    assert (whole.up.people, whole.down, whole.same, whole.not_told, whole.places_not_told) == (
        40,
        Side(25, None),
        34,
        7,
        1,
    )
    assert whole.up.by == pytest.approx((10 * 10 + 30 * 200) / 40)
    finite = gains(before[:3], after[:3], people[:3], tolerance=1)
    assert finite.down == Side(20, -40)
    assert gains(before[:1], before[:1], people[:1]).up == Side(0, None)
    parts = gains_by_decile(before, after, people, np.array([1, 1, 2, 3, 4, 5, 10, 0]), tolerance=1)
    assert [p.decile for p in parts] == [*range(1, 11), None]
    assert parts[0].up == Side(10, 10)
    assert parts[0].down == Side(20, -40)
    assert sum(p.up.people + p.down.people + p.same + p.not_told for p in parts) == np.nansum(people)
    with pytest.raises(ValueError, match="the tolerance must be 0 or more"):
        gains(before, after, people, tolerance=-1)


@pytest.mark.parametrize("people", [[-1.0], [inf]])
def test_people_that_cannot_be(people: list[float]) -> None:
    for index in (average, gini, palma):
        with pytest.raises(ValueError, match="people must be 0 or more and finite, or not known"):
            index(*arrays([1], people))
    with pytest.raises(ValueError, match="each place needs one value and one number of people"):
        average(*arrays([1, 2], [1]))
