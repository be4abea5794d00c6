"""Outlines made faulty on purpose."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry


def bow_tie(shape: Polygon) -> Polygon | None:
    """The outline with two neighbouring corners in each other's place, so that it crosses itself.

    None where that would change a fifth of its area or more (a plain rectangle, say).
    """
    corners = list(shape.exterior.coords)[:-1]
    holes = list(shape.interiors)
    for i in range(len(corners) - 1):
        swapped = [*corners]
        swapped[i], swapped[i + 1] = swapped[i + 1], swapped[i]
        crossed = Polygon(swapped, holes)
        if not crossed.is_valid and shapely.make_valid(crossed).area > 0.8 * shape.area:
            return crossed
    return None


def one_crossed(shapes: Sequence[Polygon], within: BaseGeometry, m2: float) -> tuple[int, Polygon]:
    """Which outline to make faulty, and how it then is: within an area, and near `m2` in size.

    Raises ValueError where none can be.
    """
    shapely.prepare(within)
    for i in sorted(range(len(shapes)), key=lambda i: (abs(shapes[i].area - m2), i)):
        if within.contains(shapes[i]) and (crossed := bow_tie(shapes[i])) is not None:
            return i, crossed
    raise ValueError("no outline within that area can be made to cross itself")
