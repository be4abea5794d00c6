"""Every spot on the ground where a place could stand: fronts of streets, yards of estates, lawns of greens."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from borough.ground import Ground, Way
from borough.postcodes import people_by_block

Floats = npt.NDArray[np.float64]
STEP_M = 7.0
"""From one shop front to the next."""
CLEARED = "Gantry Wharf"
"""The scheme's own land: nothing is put there but what the scheme itself brings or takes away."""
ROADS = ("A Road", "B Road", "Minor Road")


@dataclass
class Spots:
    """Spots with what is around them, one entry each in every array.

    `near` is the index of the way or green it belongs to; `shops` from 0 (homes only) to 1 (high street);
    `corner_m` how far the nearest end of its street is; `people` live to the hectare of its block.
    """

    xy: Floats
    near: npt.NDArray[np.intp]
    block: npt.NDArray[np.intp]
    """-1 where it is in no block."""
    style: npt.NDArray[np.str_]
    district: npt.NDArray[np.str_]
    inside: npt.NDArray[np.bool_]
    sort: npt.NDArray[np.str_]
    corner_m: Floats
    shops: Floats
    people: Floats
    number: npt.NDArray[np.intp]
    """House number on its street."""

    def __len__(self) -> int:
        return len(self.xy)


def fronts(ground: Ground) -> Spots:
    """A few metres behind the fences of streets, in blocks, every seven metres on either side."""
    streets = [(i, w) for i, w in enumerate(ground.ways) if w.is_street and not w.over and w.line.length > 16]
    xy, near, corner, number = [], [], [], []
    start = _starts([w for _, w in streets])
    for i, way in streets:
        length = way.line.length
        s = np.arange(6.0 + (length % STEP_M) / 2, length - 5.0, STEP_M)
        if not len(s):
            continue
        at = shapely.get_coordinates(shapely.line_interpolate_point(way.line, s))
        ahead = shapely.get_coordinates(shapely.line_interpolate_point(way.line, np.minimum(s + 1, length)))
        back = shapely.get_coordinates(shapely.line_interpolate_point(way.line, s - 1))
        along = ahead - back
        along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
        across = np.column_stack([-along[:, 1], along[:, 0]])
        first = np.hypot(*(at - start[way.name]).T) // 6.5
        for side in (1, -1):
            xy.append(at + side * across * (way.width_m / 2 + 3.5))
            near.append(np.full(len(s), i))
            corner.append(np.minimum(s, length - s))
            number.append(2 * first + (1 if side > 0 else 2))
    if not xy:
        return _none()
    points = np.concatenate(xy)
    made = _around(ground, points, np.concatenate(near), np.concatenate(corner), np.concatenate(number))
    made.sort = np.array([ground.ways[i].sort for i in made.near])
    made.shops = _shops(ground, made)
    return made


def yards(ground: Ground) -> Spots:
    """Open ground of estates: off the paths, clear of the buildings."""
    found: list[tuple[int, Floats]] = []
    paths = shapely.STRtree([w.line.buffer(w.width_m / 2 + 2) for w in ground.ways])
    for i, block in enumerate(ground.blocks):
        if block.style == "estate":
            free = block.shape.buffer(-5).difference(shapely.union_all([s.buffer(4) for s in block.slabs]))
            found.append((i, _grid(free, 9.0, paths)))
    return _of_shapes(ground, found, blocks=True)


def lawns(ground: Ground) -> Spots:
    """Spots within greens, off their paths; `near` is the green's index."""
    paths = shapely.STRtree([w.line.buffer(w.width_m / 2 + 2) for w in ground.ways])
    found = [(i, _grid(g.shape.buffer(-7), 11.0, paths)) for i, g in enumerate(ground.greens)]
    made = _of_shapes(ground, found, blocks=False)
    made.style = np.array([ground.greens[i].sort for i in made.near], dtype=np.str_)
    return made


def _grid(shape: BaseGeometry, step: float, paths: shapely.STRtree) -> Floats:
    if shape.is_empty:
        return np.empty((0, 2))
    x0, y0, x1, y1 = shape.bounds
    x, y = np.meshgrid(np.arange(x0 + step / 3, x1, step), np.arange(y0 + step / 3, y1, step))
    points = shapely.points(x.ravel(), y.ravel())
    shapely.prepare(shape)
    points = points[shapely.contains(shape, points)]
    hit = np.zeros(len(points), dtype=bool)
    hit[paths.query(points, predicate="intersects")[0]] = True
    return np.asarray(shapely.get_coordinates(points[~hit]), dtype=float)


def _of_shapes(ground: Ground, found: list[tuple[int, Floats]], blocks: bool) -> Spots:
    found = [(i, xy) for i, xy in found if len(xy)]
    if not found:
        return _none()
    points = np.concatenate([xy for _, xy in found])
    near = np.concatenate([np.full(len(xy), i) for i, xy in found])
    zero = np.zeros(len(points))
    return _around(ground, points, near, zero, zero, in_blocks=blocks)


def _around(
    ground: Ground,
    points: Floats,
    near: npt.NDArray[np.intp],
    corner: Floats,
    number: Floats,
    in_blocks: bool = True,
) -> Spots:
    """The spots that lie in a block (or, for greens, anywhere) and off water and railways."""
    points = np.round(points, 2)
    shapes = shapely.points(points)
    tree = shapely.STRtree([b.shape for b in ground.blocks])
    block = np.full(len(points), -1, dtype=np.intp)
    at, of = tree.query(shapes, predicate="within")
    block[at] = of
    if in_blocks:
        cleared = np.array([*(b.district == CLEARED for b in ground.blocks), True])
        keep = ~cleared[block]
    else:
        keep = np.ones(len(points), dtype=bool)
    for area in (*ground.water.values(), ground.viaducts.buffer(2)):
        shapely.prepare(area)
        keep &= ~shapely.intersects(area, shapes)
    if in_blocks:
        # A building's front is as far from a second street at a corner as from its own.
        fences = shapely.STRtree([b.shape.exterior for b in ground.blocks])
        keep[np.unique(fences.query(shapes, predicate="dwithin", distance=0.8)[0])] = False
        trodden = shapely.STRtree([w.line.buffer(w.width_m / 2 + 0.6, quad_segs=2) for w in ground.ways])
        keep[np.unique(trodden.query(shapes, predicate="intersects")[0])] = False
    rows = np.flatnonzero(keep)
    points, shapes, near, block = points[rows], shapes[rows], near[rows], block[rows]
    people = people_by_block(ground)
    ha = [max(b.shape.area / 10_000, 0.02) for b in ground.blocks]
    density = np.array([*(people.get(b.id, 0.0) / a for b, a in zip(ground.blocks, ha, strict=True)), 0.0])
    shapely.prepare(ground.boundary)
    district = _districts(ground, shapes, block)
    return Spots(
        points, near, block,
        np.array([*(b.style for b in ground.blocks), ""])[block], district,
        shapely.contains(ground.boundary, shapes), np.full(len(rows), "", dtype="<U40"),
        corner[rows], np.zeros(len(rows)), density[block], number[rows].astype(np.intp),
    )  # fmt: skip


def _districts(
    ground: Ground, shapes: npt.NDArray[np.object_], block: npt.NDArray[np.intp]
) -> npt.NDArray[np.str_]:
    names = np.array([*(b.district for b in ground.blocks), ""])[block].astype("<U60")
    lost = np.flatnonzero(~np.isin(names, [d.name for d in ground.districts]))
    if len(lost):
        nearest = shapely.STRtree([d.shape for d in ground.districts]).nearest(shapes[lost])
        names[lost] = np.array([d.name for d in ground.districts])[nearest]
    return names


def _starts(streets: list[Way]) -> dict[str, Floats]:
    """Where the numbers of each street begin: its end nearest the south-west."""
    ends: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for way in streets:
        ends[way.name] += [way.line.coords[0][:2], way.line.coords[-1][:2]]
    return {name: np.array(min(points, key=lambda p: (p[0] + p[1], p))) for name, points in ends.items()}


def _shops(ground: Ground, spots: Spots) -> Floats:
    """How much of a shopping street each front is: the high streets, and short parades at junctions of roads."""
    road = np.isin(spots.sort, ROADS)
    high = (spots.style == "high street") & road
    shops = np.where(high, np.where(spots.sort == "A Road", 1.0, 0.8), 0.0)
    shops = np.where((spots.style == "high street") & ~road & (spots.corner_m < 22), 0.25, shops)
    shops = np.where((spots.style == "core") & road, np.maximum(shops, 0.5), shops)
    shops = np.where((spots.style == "quay") & road, np.maximum(shops, 0.2), shops)
    middles = [
        spots.xy[i]
        for i in np.flatnonzero(road & (spots.corner_m < 9) & ~high & (spots.people > 30)).tolist()
    ]
    parades: list[Floats] = []
    for p in sorted(middles, key=lambda p: ((p[0] * 7.13 + p[1] * 3.77) % 97.0, p[0])):
        if all(np.hypot(*(p - q)) > 300 for q in parades):
            parades.append(p)
    if not parades:
        return shops
    gap, which = shapely.STRtree(shapely.points(parades)).query_nearest(
        shapely.points(spots.xy), return_distance=True, all_matches=False
    )[::-1]
    # Some parades are three doors, some a street's length.
    reach = np.array([22.0 + 55.0 * ((p[0] * 1.31 + p[1] * 2.17) % 1.0) ** 1.5 for p in parades])[which[1]]
    near = road & (gap < reach) & (spots.people > 0)
    return np.where(near, np.maximum(shops, 0.62), shops)


def _none() -> Spots:
    text, whole, real = np.empty(0, dtype="<U1"), np.empty(0, dtype=np.intp), np.empty(0)
    return Spots(
        np.empty((0, 2)), whole, whole, text, text, np.empty(0, dtype=bool), text, real, real, real, whole
    )
