"""Where paths are mapped, and where only roads are, told by squares of a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from placewell.network.arrays import Bools, Floats, Ints, Numbers, Shapes
from placewell.network.model import CELL_M
from placewell.network.streets import Lines, Streets
from placewell.network.walkable import FOR_FEET

EVERY_M = 5.0
"""How closely lines are looked at."""
BESIDE_M = 15.0
"""A road with a mapped path or street this near runs along it: publishers' centre lines differ by metres."""
LACKING_M = 30.0
"""Metres of road in a square that have no mapped street beside them, above which the square is not covered."""
GAP = 3
"""Squares without any street (water, a large park) that are bridged between covered ones."""


@dataclass(frozen=True, eq=False)
class Samples:
    """Points along lines, first and last point of each included."""

    xy: Floats
    line: Ints
    along_m: Floats


def samples(lines: Lines, shapes: Shapes) -> Samples:
    """Points at most `EVERY_M` apart along each line."""
    metres = lines.metres
    steps = np.maximum(np.ceil(metres / EVERY_M), 1).astype(np.int64)
    line = np.repeat(np.arange(len(lines)), steps + 1)
    first = np.repeat(np.concatenate([[0], np.cumsum(steps + 1)[:-1]]), steps + 1)
    along = (np.arange(len(line)) - first) / steps[line] * metres[line]
    points = shapely.line_interpolate_point(shapes[line], along)
    return Samples(shapely.get_coordinates(points), line, along)


def beside(points: Floats, lines: Shapes) -> Bools:
    """Which points have one of the lines within `BESIDE_M`."""
    found = np.zeros(len(points), dtype=bool)
    if len(lines) and len(points):
        near = shapely.STRtree(lines).query(shapely.points(points), predicate="dwithin", distance=BESIDE_M)
        found[near[0]] = True
    return found


def mapped_squares(streets: Streets) -> Numbers:
    """(c, 2) column and row of each square of `CELL_M` in which paths as well as roads are mapped, sorted.

    Where there are roads to compare with, a square counts while nearly all its roads have a mapped
    street or path beside them; without, while any is in it and in all eight round it. Ground without
    streets between such squares counts too. Ways for vehicles alone map no paths.
    """
    paths = streets.is_paths()
    classes = {c for c, p in zip(streets.street_class, paths, strict=True) if p} - {""}
    if not paths.any() or (classes and not classes & FOR_FEET):
        return np.zeros((0, 2), dtype=np.int32)
    of_paths = paths[streets.lines.street]
    ways, roads = streets.lines.where(of_paths), streets.lines.where(~of_paths)
    way_shapes = ways.shapes
    if not len(way_shapes):
        return np.zeros((0, 2), dtype=np.int32)
    seen = _squares(samples(ways, way_shapes).xy)
    along = samples(roads, roads.shapes).xy if len(roads) else np.zeros((0, 2))
    lonely = _squares(along[~beside(along, np.concatenate([way_shapes, streets.closed]))])
    low = np.concatenate([seen, lonely]).min(axis=0) - GAP
    size = np.concatenate([seen, lonely]).max(axis=0) - low + 1 + GAP
    has_way = _count(seen, low, size) > 0
    lacking = _count(lonely, low, size) * EVERY_M > LACKING_M
    has_road = _count(_within(_squares(along), low, size), low, size) > 0
    good = _filled(has_way & ~lacking, lacking | (has_road & ~has_way))
    squares: Numbers = (np.argwhere(_sure(good, has_road)) + low).astype(np.int32)
    return squares


def _sure(good: Bools, has_road: Bools) -> Bools:
    """Without those at the rim: a file may end in the middle of a square, unless roads all through it say not."""
    from scipy import ndimage

    sure: Bools = good & (has_road | ndimage.binary_erosion(good, np.ones((3, 3))))
    return sure


def _filled(covered: Bools, not_covered: Bools) -> Bools:
    """Covered squares with the empty ones between and among them."""
    from scipy import ndimage

    closed = ndimage.binary_closing(covered, np.ones((3, 3)), iterations=GAP) & ~not_covered | covered
    # A hole is filled where nothing in it speaks against it.
    holes, count = ndimage.label(~closed)
    against = set(np.unique(holes[not_covered])) | set(np.unique(holes[0])) | set(np.unique(holes[-1]))
    against |= set(np.unique(holes[:, 0])) | set(np.unique(holes[:, -1]))
    closed |= np.isin(holes, [h for h in range(1, count + 1) if h not in against])
    filled: Bools = closed
    return filled


def _squares(xy: Floats) -> Ints:
    return np.floor(xy / CELL_M).astype(np.int64).reshape(-1, 2)


def _within(squares: Ints, low: Ints, size: Ints) -> Ints:
    at = squares - low
    return squares[((at >= 0) & (at < size)).all(axis=1)]


def _count(squares: Ints, low: Ints, size: Ints) -> Ints:
    at = squares - low
    flat = np.bincount(at[:, 0] * size[1] + at[:, 1], minlength=int(size[0] * size[1]))
    return flat.reshape(int(size[0]), int(size[1]))
