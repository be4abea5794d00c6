"""Outlines made faulty on purpose are faulty, and little else is changed."""

from __future__ import annotations

import pytest
import shapely
from borough.faulty import bow_tie, one_crossed

ROUND = shapely.Point(0, 0).buffer(20)


def test_a_bow_tie_crosses_itself_and_keeps_most_of_its_area() -> None:
    crossed = bow_tie(ROUND)
    assert crossed is not None and not crossed.is_valid
    assert "Self-intersection" in shapely.is_valid_reason(crossed)
    assert shapely.make_valid(crossed).area > 0.8 * ROUND.area
    assert {tuple(c) for c in crossed.exterior.coords} == {tuple(c) for c in ROUND.exterior.coords}


def test_a_rectangle_cannot_be_crossed_without_losing_half() -> None:
    assert bow_tie(shapely.box(0, 0, 10, 20)) is None


def test_the_one_made_faulty_is_of_the_size_asked_for_and_within_the_area() -> None:
    shapes = [ROUND, shapely.Point(500, 0).buffer(20), shapely.Point(0, 100).buffer(10), shapely.box(0, 50, 30, 80)]  # fmt: skip
    at, crossed = one_crossed(shapes, shapely.box(-50, -50, 150, 150), 300)
    assert at == 2 and not crossed.is_valid
    at, _ = one_crossed(shapes, shapely.box(-50, -50, 150, 150), 900)
    assert at == 0, "the square of 900 m² cannot be crossed, so the next in size is"
    with pytest.raises(ValueError, match="no outline"):
        one_crossed(shapes, shapely.box(900, 900, 901, 901), 300)
