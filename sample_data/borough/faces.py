"""The ground cut into faces along streets, railways and water: what small areas are put together from."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely import LineString, Polygon, affinity
from shapely.geometry.base import BaseGeometry

from borough.ground import Ground
from borough.homes import Homes, homes_of, people_in

GRID_M = 0.01
MID_RIVER_M = 1000.0
REACH_M = 300.0
"""How long a stretch of river goes with one piece of bank."""
BANK = 4.0
"""A boundary along the river's bank costs most: the water in front goes with the land behind."""
FULL = 650.0
"""A face with more people than this is cut along its paths, and then across, as estates are."""
EASE = {"water": 0.2, "rail": 0.25, "A Road": 0.3, "B Road": 0.5, "Minor Road": 0.75}
"""What a metre of boundary costs along each kind of line, where one along a local street costs 1."""


@dataclass(frozen=True)
class Faces:
    """Faces that cover the ground without gap or overlap, and what lies in each."""

    shapes: list[Polygon]
    inside: npt.NDArray[np.bool_]
    """Within the borough."""
    people: npt.NDArray[np.float64]
    """As the blocks would hold them, before they are brought to the borough's total."""
    style: list[dict[str, float]]
    """People of each face by the style of block they live in."""
    district: list[str]
    hardship: npt.NDArray[np.float64]
    beside: list[dict[int, float]]
    """Neighbours of each face with the cost of a boundary between the two."""


def faces_of(ground: Ground) -> Faces:
    """All faces of the ground out to its extent."""
    homes = homes_of(ground)
    lines = _lines(ground)
    shapes = _cut(lines, ground)
    people = people_in(shapes, homes)[0]
    full = [s for s, n in zip(shapes, people, strict=True) if n > FULL]
    shapes = _cut([*lines, *(cut for face in full for cut in _parted(face, homes))], ground)
    people, style, hard, district = people_in(shapes, homes)
    points = shapely.point_on_surface(shapes)
    nearest = shapely.STRtree([d.shape for d in ground.districts]).nearest(points)
    around = [ground.districts[i] for i in nearest]
    hard = np.where(np.isnan(hard), [d.hardship for d in around], hard)
    district = [name or d.name for name, d in zip(district, around, strict=True)]
    inside = np.asarray(shapely.contains_xy(ground.boundary, shapely.get_x(points), shapely.get_y(points)))
    return Faces(shapes, inside, people, style, district, hard, _beside(shapes, ground, inside, district))


def _lines(ground: Ground) -> list[BaseGeometry]:
    """Everything that an area's boundary may run along."""
    water = shapely.union_all(list(ground.water.values()))
    streets = [w.line for w in ground.ways if w.is_street and w.over != "tunnel"]
    # A bridge over water is no boundary: the water below belongs to either bank.
    dry = shapely.difference(np.array(streets, dtype=object), water) if streets else []
    lines: list[BaseGeometry] = [*dry, ground.boundary.exterior, ground.extent.exterior, water.boundary]
    lines += [r for r in ground.rails.values()]
    lines += _across_the_river(ground, shapely.union_all(np.array(dry, dtype=object)))
    return lines


def _rivers(ground: Ground) -> list[BaseGeometry]:
    """Waters in whose middle the borough's boundary runs."""
    line = ground.boundary.exterior
    return [w for w in ground.water.values() if line.intersection(w).length > MID_RIVER_M]


def _across_the_river(ground: Ground, streets: BaseGeometry) -> list[BaseGeometry]:
    """Cuts from the street behind the bank to mid-river, so that each stretch of bank has its own water."""
    cuts: list[BaseGeometry] = []
    for water in _rivers(ground):
        middle = ground.boundary.exterior.intersection(water)
        for side in (ground.boundary, ground.extent.difference(ground.boundary)):
            banks = shapely.line_merge(water.boundary.intersection(side.buffer(-20.0)))
            for bank in shapely.get_parts(banks):
                for n in range(1, round(bank.length / REACH_M)):
                    foot = bank.interpolate(n * REACH_M)
                    over = shapely.shortest_line(foot, middle)
                    # A little long at both ends, so that it meets the lines there.
                    cuts.append(affinity.scale(over, 1.002, 1.002).intersection(side))
                    back = shapely.shortest_line(foot, streets)
                    if 0 < back.length < REACH_M:
                        cuts.append(affinity.scale(back, 1.002, 1.002).intersection(side))
    return [c for c in cuts if not c.is_empty]


def _cut(lines: list[BaseGeometry], ground: Ground) -> list[Polygon]:
    noded = shapely.union_all(np.array(lines, dtype=object), grid_size=GRID_M)
    found = shapely.get_parts(shapely.polygonize([noded]))
    points = shapely.point_on_surface(found)
    within = shapely.contains_xy(ground.extent, shapely.get_x(points), shapely.get_y(points))
    return sorted(found[within].tolist(), key=lambda f: f.bounds)


def _parted(face: Polygon, homes: Homes, deep: int = 0) -> list[BaseGeometry]:
    """Lines that part a face until none of its pieces is too full."""
    cuts = _cuts(face, homes)
    pieces = shapely.get_parts(
        shapely.polygonize([shapely.union_all([face.boundary, *cuts], grid_size=GRID_M)])
    )
    if deep > 6 or len(pieces) < 2:
        return []
    held = people_in(pieces.tolist(), homes)[0]
    full = [p for p, n in zip(pieces, held, strict=True) if n > FULL]
    return cuts + [cut for piece in full for cut in _parted(piece, homes, deep + 1)]


def _cuts(face: Polygon, homes: Homes) -> list[BaseGeometry]:
    """Lines that part a face in two or more: its paths, or else one straight across it."""
    paths = homes.paths_in(face)
    tried = shapely.get_parts(
        shapely.polygonize([shapely.union_all([face.boundary, *paths], grid_size=GRID_M)])
    )
    if len(tried) > 1 and max(t.area for t in tried) < 0.85 * face.area:
        return list(paths)
    box = face.minimum_rotated_rectangle
    (ax, ay), (bx, by), (cx, cy) = list(box.exterior.coords)[:3]
    one, two = math.hypot(bx - ax, by - ay), math.hypot(cx - bx, cy - by)
    dx, dy = ((cx - bx) / two, (cy - by) / two) if one > two else ((bx - ax) / one, (by - ay) / one)
    mid, reach = face.centroid, one + two
    line = LineString([(mid.x - dx * reach, mid.y - dy * reach), (mid.x + dx * reach, mid.y + dy * reach)])
    return [line.intersection(face)]


def _beside(
    shapes: list[Polygon], ground: Ground, inside: npt.NDArray[np.bool_], district: list[str]
) -> list[dict[int, float]]:
    """Faces with a side in common: noded lines give both the very same segments."""
    sides: dict[tuple[float, ...], list[int]] = {}
    for i, shape in enumerate(shapes):
        for ring in (shape.exterior, *shape.interiors):
            xy = list(ring.coords)
            for a, b in itertools.pairwise(xy):
                sides.setdefault((*min(a, b), *max(a, b)), []).append(i)
    keys = sorted(k for k, of in sides.items() if len(of) == 2)
    middle = shapely.points([((k[0] + k[2]) / 2, (k[1] + k[3]) / 2) for k in keys])
    cost = np.ones(len(keys))
    for ease, lines in _eases(ground):
        hit = np.unique(shapely.STRtree(lines).query(middle, predicate="dwithin", distance=0.6)[0])
        cost[hit] = np.minimum(cost[hit], ease)
    for river in _rivers(ground):
        cost[
            np.unique(shapely.STRtree([river.boundary]).query(middle, predicate="dwithin", distance=0.6)[0])
        ] = BANK
    beside: list[dict[int, float]] = [{} for _ in shapes]
    for key, price in zip(keys, cost.tolist(), strict=True):
        i, j = sides[key]
        if inside[i] != inside[j]:
            continue
        if district[i] != district[j]:
            price *= 0.6
        long = math.hypot(key[2] - key[0], key[3] - key[1]) * price
        beside[i][j] = beside[i].get(j, 0.0) + long
        beside[j][i] = beside[j].get(i, 0.0) + long
    return beside


def _eases(ground: Ground) -> list[tuple[float, list[BaseGeometry]]]:
    found = [
        (EASE["water"], [w.boundary for w in ground.water.values()]),
        (EASE["rail"], list(ground.rails.values())),
    ]
    for sort in ("A Road", "B Road", "Minor Road"):
        found.append((EASE[sort], [w.line for w in ground.ways if w.sort == sort]))
    return [(ease, lines) for ease, lines in found if lines]
