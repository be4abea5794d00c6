"""A plan fitted to the ground: planted placings are found again, and what cannot be fitted is told."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewell.domain.errors import Problem
from placewell.importing.fit import Pair, fit

SHEET = [(30.0, 40.0), (390.0, 45.0), (385.0, 250.0), (28.0, 255.0)]


def planted(
    turn_deg: float = 0.0, size: float = 1.25, east: float = 532_000.0, north: float = 179_000.0
) -> list[Pair]:
    """Where the four points lie by the school's formula for turning."""
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    return [Pair(x, y, east + size * (c * x - s * y), north + size * (s * x + c * y)) for x, y in SHEET]


@given(
    st.floats(-179, 179), st.floats(0.1, 10), st.floats(400_000, 650_000), st.floats(100_000, 300_000), st.integers(2, 4)
)  # fmt: skip
def test_a_planted_placing_is_found_again(
    turn: float, size: float, east: float, north: float, many: int
) -> None:
    found = fit(planted(turn, size, east, north)[:many])
    assert found.m_per_mm == pytest.approx(size, rel=1e-9)
    assert (found.east, found.north) == pytest.approx((east, north), abs=1e-4)
    assert (found.turn_deg - turn + 180) % 360 - 180 == pytest.approx(0, abs=1e-6)
    page = np.array([[0.0, 0.0], [420.0, 297.0]])
    assert found.back(found.place(page)) == pytest.approx(page, abs=1e-5)
    assert (found.rms_m is None) == (many == 2)


@given(st.lists(st.tuples(st.floats(-0.4, 0.4), st.floats(-0.4, 0.4)), min_size=4, max_size=4))
def test_with_points_that_are_a_little_off_it_is_the_least_squares(noise: list[tuple[float, float]]) -> None:
    pairs = [
        Pair(p.x, p.y, p.east + dx, p.north + dy) for p, (dx, dy) in zip(planted(12.0), noise, strict=True)
    ]
    found = fit(pairs)
    # The same by the linear form of a surveyor's textbook: E = a x - b y + c, N = b x + a y + d.
    rows, wanted = [], []
    for p in pairs:
        rows += [[p.x, -p.y, 1, 0], [p.y, p.x, 0, 1]]
        wanted += [p.east, p.north]
    (a, b, c, d), *_ = np.linalg.lstsq(np.array(rows), np.array(wanted), rcond=None)
    left = np.array(rows) @ np.array([a, b, c, d]) - np.array(wanted)
    rms = math.sqrt(float((left.reshape(-1, 2) ** 2).sum(axis=1).mean()))
    assert found.rms_m == pytest.approx(rms, abs=1e-4)
    assert found.m_per_mm == pytest.approx(math.hypot(a, b), rel=1e-7)
    assert found.accuracy_m == pytest.approx(max(rms, 0.5 * math.hypot(a, b)), abs=1e-4)


def test_scanned_askew_it_is_turned_back_and_says_so() -> None:
    assert fit(planted(1.7)).turn_deg == pytest.approx(1.7)


def test_printed_to_fit_is_told_and_the_points_are_followed() -> None:
    found = fit(planted(size=1.302), stated_scale=1250)
    assert found.m_per_mm == pytest.approx(1.302)
    assert found.remarks == (
        "The sheet says 1:1,250 but measures 1:1,302 by these points: it was printed or saved to fit another page,"
        " or a point is wrong. The points were followed.",
    )
    assert fit(planted(size=1.255), stated_scale=1250).remarks == ()


def test_two_points_leave_nothing_to_check_by_and_that_is_said() -> None:
    found = fit(planted()[:2])
    assert found.rms_m is None and found.accuracy_m == pytest.approx(0.5 * 1.25)
    assert found.remarks == ("Two points always fit: a third would show whether they are right.",)
    near = [
        Pair(10, 10, 532_000, 179_000),
        Pair(20, 10, 532_012.5, 179_000),
        Pair(20, 20, 532_012.5, 179_012.5),
    ]
    assert fit(near).remarks[0].startswith("The points lie close together on the plan")


def refused(pairs: list[Pair]) -> str:
    with pytest.raises(Problem) as told:
        fit(pairs)
    return str(told.value)


def test_a_slip_in_one_figure_is_found() -> None:
    pairs = planted()
    slipped = [*pairs[:2], Pair(pairs[2].x, pairs[2].y, pairs[2].east + 100, pairs[2].north), pairs[3]]
    assert "point 3 by 100.0 m" in refused(slipped)
    assert "Check point 3 first" in refused(slipped)


def test_a_mirrored_plan_is_told_apart() -> None:
    down = [Pair(p.x, 297 - p.y, p.east, p.north) for p in planted()]
    swapped = [Pair(p.x, p.y, p.north, p.east) for p in planted()]
    for pairs in (down, swapped, down[:3]):
        assert "page_y is counted down from the top, or eastings and northings are swapped" in refused(pairs)


def test_a_stretched_plan_is_told_apart() -> None:
    longer = [Pair(p.x, p.y, p.east, 179_000 + (p.north - 179_000) * 1.08) for p in planted()]
    assert "stretched by 8.0% in one direction" in refused(longer)


def test_points_that_say_nothing_are_refused() -> None:
    pairs = planted()
    assert "1 known point is not enough to place a plan" in refused(pairs[:1])
    assert "No known points are not enough" in refused([])
    assert "Points 1 and 3 are one and the same on the plan" in refused(
        [*pairs[:2], Pair(pairs[0].x, pairs[0].y, 1e5, 1e5)]
    )
    assert "Points 1 and 2 are one and the same on the ground" in refused(
        [pairs[0], Pair(99, 99, pairs[0].east, pairs[0].north)]
    )
    assert "look like degrees" in refused([Pair(1, 1, -0.09, 51.5), Pair(90, 90, -0.08, 51.51)])
    assert "Point 2 is not all numbers" in refused([pairs[0], Pair(1, math.nan, 5e5, 2e5)])


def test_a_drawing_is_measured_without_the_breadth_of_a_hand() -> None:
    metres = [Pair(p.x * 1.25, p.y * 1.25, p.east, p.north) for p in planted(23.5)]
    assert fit(metres, paper=False).accuracy_m < 1e-6
