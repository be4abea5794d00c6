"""Plans of single buildings, and the largest rectangle of land to put one on."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely import Polygon, affinity, box
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Rect:
    """A rectangle on the ground: middle, length along `bearing` (radians) and width across it, in metres."""

    x: float
    y: float
    length: float
    width: float
    bearing: float

    def place(self, plan: BaseGeometry) -> BaseGeometry:
        """A plan drawn round the origin, put on this ground."""
        turned = affinity.rotate(plan, self.bearing, origin=(0, 0), use_radians=True)
        return affinity.translate(turned, self.x, self.y)


def largest_rect(land: BaseGeometry, bearing: float, longest: float, widest: float) -> Rect | None:
    """About the largest rectangle lying along `bearing` within the land, found on a grid of cells."""
    if land.is_empty:
        return None
    mid = land.envelope.centroid
    turned = affinity.rotate(land, -bearing, origin=mid, use_radians=True)
    x0, y0, x1, y1 = turned.bounds
    cell = max(1.5, math.sqrt((x1 - x0) * (y1 - y0)) / 32)
    xs, ys = np.arange(x0, x1 + cell, cell), np.arange(y0, y1 + cell, cell)
    shapely.prepare(turned)
    gx, gy = np.meshgrid(xs, ys)
    inside = shapely.contains_xy(turned, gx.ravel(), gy.ravel()).reshape(gx.shape)
    full = inside[:-1, :-1] & inside[1:, :-1] & inside[:-1, 1:] & inside[1:, 1:]
    found = _best(full, math.ceil(longest / cell), math.ceil(widest / cell))
    if found is None:
        return None
    left, low, wide, high = found
    centre = affinity.rotate(
        shapely.Point(xs[left] + wide * cell / 2, ys[low] + high * cell / 2),
        bearing,
        origin=mid,
        use_radians=True,
    )
    return Rect(centre.x, centre.y, min(wide * cell, longest), min(high * cell, widest), bearing)


def _best(full: npt.NDArray[np.bool_], most_wide: int, most_high: int) -> tuple[int, int, int, int] | None:
    """Column, row, width and height of the largest full rectangle of cells, by the histogram method."""
    best, out = 0, None
    heights = np.zeros(full.shape[1] + 1, dtype=int)
    for row in range(full.shape[0]):
        heights[:-1] = np.where(full[row], heights[:-1] + 1, 0)
        stack: list[tuple[int, int]] = []
        for col, tall in enumerate(heights.tolist()):
            start = col
            while stack and stack[-1][1] >= tall:
                start, was = stack.pop()
                if (col - start) * was <= best:
                    continue
                wide, high = min(col - start, most_wide), min(was, most_high)
                if wide * high > best:
                    best = wide * high
                    out = (start + (col - start - wide) // 2, row - was + 1 + (was - high) // 2, wide, high)
            stack.append((start, tall))
    return out


def block(length: float, width: float) -> Polygon:
    """A plain rectangle round the origin."""
    return box(-length / 2, -width / 2, length / 2, width / 2)


def comb(length: float, width: float, deep: float, wings: int, both: bool = False) -> BaseGeometry:
    """A range along one side with wings off it (L, U, E), or a spine with wings on both sides (H)."""
    low = -deep / 2 if both else -width / 2
    pieces = [box(-length / 2, low, length / 2, low + deep)]
    for n in range(wings):
        x = -length / 2 + (length - deep) * (n / max(wings - 1, 1))
        pieces.append(box(x, -width / 2 if both else low, x + deep, width / 2))
    return shapely.union_all(pieces)


def court(length: float, width: float, deep: float) -> BaseGeometry:
    """Four ranges round a yard."""
    yard = block(length - 2 * deep, width - 2 * deep) if min(length, width) > 2 * deep + 5 else Polygon()
    return shapely.difference(block(length, width), yard)


def church(length: float, width: float) -> BaseGeometry:
    """Nave with aisles, chancel and a tower at one corner."""
    nave = box(-length / 2, -width * 0.36, length * 0.22, width * 0.36)
    chancel = box(length * 0.2, -width * 0.2, length / 2, width * 0.2)
    crossing = box(length * 0.02, -width / 2, length * 0.2, width / 2)
    tower = box(-length / 2 - 1, width * 0.36 - 1, -length / 2 + 5.5, width * 0.36 + 5)
    return shapely.union_all([nave, chancel, crossing, tower])


def stepped(length: float, width: float, rng: random.Random) -> BaseGeometry:
    """A large block with one or two bites out of its corners and a lower part set forward."""
    out: BaseGeometry = block(length, width)
    for sx, sy in rng.sample([(-1, -1), (-1, 1), (1, -1), (1, 1)], rng.choice((1, 1, 2))):
        bx, by = length * rng.uniform(0.14, 0.34), width * rng.uniform(0.18, 0.42)
        bite = box(-bx, -by, bx, by)
        out = shapely.difference(out, affinity.translate(bite, sx * length / 2, sy * width / 2))
    return out
