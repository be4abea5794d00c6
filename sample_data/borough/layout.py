"""Streets between the roads of the plan: its faces are cut into fields, and each field is laid out."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from borough.patterns import GRAINS, Drawn, bent, combs, rows, slabs
from borough.plan import Plan
from borough.shapes import long_axis, parts


@dataclass
class Estate:
    """An estate's ground, name and the blocks of flats its layout fixes."""

    name: str
    shape: Polygon
    slabs: list[Polygon]


@dataclass
class Layout:
    """Everything drawn, and which style each field has."""

    drawn: list[Drawn] = field(default_factory=list)
    fields: list[tuple[Polygon, str, str]] = field(default_factory=list)
    """Outline, style, district."""
    estates: list[Estate] = field(default_factory=list)
    barriers: BaseGeometry = field(default_factory=Polygon)


RAIL_HALF_M = 9.0


def lay_out(plan: Plan, estate_names: list[str]) -> Layout:
    """The whole plan's streets and estate paths, in the plan's own metres."""
    made = Layout()
    names = iter(estate_names)
    for road in plan.roads:
        land = plan.extent if road.over else plan.extent.difference(plan.river.buffer(12))
        for piece in parts(road.line.intersection(land), "LineString", 20):
            made.drawn.append(Drawn(piece, road.sort, road.name, road.over))
    roads = shapely.union_all([r.line for r in plan.roads])
    rails = shapely.union_all([r.buffer(RAIL_HALF_M) for r in plan.rails.values()])
    greens = shapely.union_all([g.buffer(7, quad_segs=3) for _, _, g in plan.greens])
    docks = shapely.union_all(list(plan.docks.values()))
    made.barriers = shapely.union_all([rails, plan.water])
    shut = shapely.union_all(
        [rails.buffer(9), plan.river.buffer(30), docks.buffer(16), plan.canal.buffer(14), greens]
    )
    faces = parts(
        shapely.polygonize([shapely.union_all([roads, plan.extent.exterior, plan.river.boundary])]),
        "Polygon",
        2000,
    )
    near_road = roads.buffer(0.6)
    for face in faces:
        if not plan.extent.contains(face.representative_point()):
            continue
        for region in parts(face.difference(shut), "Polygon", 2500):
            if region.contains(Point(plan.data["site"]["at"])):
                made.fields.append((region, "industrial", plan.data["site"]["name"]))
                continue
            district = district_of(plan, region)
            style = str(district["style"])
            if region.distance(plan.river) < 45 and long_axis(region)[2] < 210 and style != "core":
                style = "quay"  # wharves: a road behind, and ways down to the water
            at = region.representative_point()
            # By where it lies, so that a change to the plan in one place leaves the rest as it was.
            rng = random.Random(f"{plan.data['seed']} field {round(at.x / 10)} {round(at.y / 10)}")
            _ring_greens(region, plan, greens, rng, made)
            shape = shapely.simplify(region, 0.4)
            open_edge = region.boundary.intersection(near_road)
            _divide(shape, style, str(district["name"]), open_edge, rng, made, names, 0)
    return made


def district_of(plan: Plan, shape: BaseGeometry) -> dict[str, Any]:
    """The district whose nearest point is nearest to the middle of a shape."""
    here = shape.representative_point() if shape.geom_type != "Point" else shape
    mid = shape.centroid if shape.contains(shape.centroid) else here
    found: dict[str, Any] = min(
        plan.data["district"], key=lambda d: min(math.hypot(mid.x - x, mid.y - y) for x, y in d["at"])
    )
    return found


def _ring_greens(region: Polygon, plan: Plan, greens: BaseGeometry, rng: random.Random, made: Layout) -> None:
    """A street along most sides of an open space, inside the region."""
    for piece in parts(region.boundary.intersection(greens.boundary.buffer(0.3)), "LineString", 45):
        if rng.random() < 0.72:
            made.drawn.append(Drawn(piece, "Local Road"))


def _divide(
    shape: Polygon,
    style: str,
    district: str,
    open_edge: BaseGeometry,
    rng: random.Random,
    made: Layout,
    names: Iterator[str],
    depth: int,
) -> None:
    grain = GRAINS[style]
    limit = grain.field_ha * 1e4 * rng.lognormvariate(0, 0.42)
    if shape.area > limit and depth < 12:
        best = _best_cut(shape, rng, wide=style == "core")
        if best is not None:
            line, pieces = best
            sort = "Minor Road" if depth == 0 and shape.area > 18e4 and rng.random() < 0.5 else "Local Road"
            inner = parts(line.intersection(shape), "LineString", 5)
            made.drawn.extend(Drawn(g, sort) for g in inner)
            reach = shapely.union_all([open_edge, *inner])
            for piece in pieces:
                edge = piece.boundary.intersection(reach.buffer(0.6))
                _divide(piece, style, district, edge, rng, made, names, depth + 1)
            return
    _fill(shape, style, district, open_edge, rng, made, names)


def _best_cut(shape: Polygon, rng: random.Random, wide: bool) -> tuple[LineString, list[Polygon]] | None:
    """The street that halves a field best: pieces compact and of like size, ends not close to corners."""
    bearing, length, width = long_axis(shape)
    best: tuple[float, LineString, list[Polygon]] | None = None
    mid = shapely.minimum_rotated_rectangle(shape).centroid
    for _ in range(9):
        along = rng.uniform(-0.13, 0.13) * length
        across = (
            bearing
            + math.pi / 2
            + (rng.gauss(0, 0.08) if rng.random() < 0.6 else rng.choice((-1, 1)) * rng.uniform(0.12, 0.5))
        )
        cx, cy = mid.x + along * math.cos(bearing), mid.y + along * math.sin(bearing)
        far = width * 0.75 + 60
        line = bent(
            (cx - far * math.cos(across), cy - far * math.sin(across)),
            (cx + far * math.cos(across), cy + far * math.sin(across)),
            rng,
            0.03 if wide else 0.016,
        )
        pieces = [p for p in parts(split(shape, line), "Polygon")]
        if len(pieces) < 2:
            continue
        worst = min(4 * math.pi * p.area / p.length**2 for p in pieces)
        even = min(p.area for p in pieces) / shape.area
        ends = [
            Point(c)
            for g in parts(line.intersection(shape), "LineString")
            for c in (g.coords[0], g.coords[-1])
        ]
        corner = shapely.multipoints(shapely.get_coordinates(shapely.simplify(shape, 6)))
        clear = min((corner.distance(e) for e in ends), default=0)
        score = 0.6 * worst + 0.6 * even + (0.12 if clear > 22 else -0.2) + rng.uniform(0, 0.08)
        if best is None or score > best[0]:
            best = (score, line, pieces)
    return None if best is None else (best[1], best[2])


def _fill(
    shape: Polygon,
    style: str,
    district: str,
    open_edge: BaseGeometry,
    rng: random.Random,
    made: Layout,
    names: Iterator[str],
) -> None:
    grain = GRAINS[style]
    now = style
    chance = rng.random()
    if style == "estate" and not 9000 < shape.area < 90000:
        now = "terrace"
    elif 9000 < shape.area < 90000 and chance < grain.estates:
        now = "estate"
    elif 7000 < shape.area < 60000 and chance > 1 - grain.whole:
        now = "whole"
    elif style == "estate":
        now = "terrace"
    if now == "estate":
        lines, flats = slabs(shape, rng)
        if sum(f.area for f in flats) < 0.11 * shape.area:
            now = "terrace"  # too narrow for blocks of flats
        else:
            name = next(names)
            made.drawn.extend(Drawn(d.line, d.sort, "", "", name) for d in lines)
            made.estates.append(Estate(name, shape, flats))
    if now in ("docks", "quay", "industrial"):
        made.drawn.extend(combs(shape, grain, rng))
    elif now == "core":
        if shape.area > 3200 and rng.random() < 0.3:
            made.drawn.extend(_alley(shape, rng))
        elif shape.area > 2400 and rng.random() < 0.55:
            made.drawn.extend(_yard(shape, open_edge, rng))
    elif now not in ("whole", "estate") and min(long_axis(shape)[1:]) > grain.spacing * 0.8:
        made.drawn.extend(rows(shape, grain if grain.rung and style != "estate" else GRAINS["terrace"], rng))
    made.fields.append((shape, now, district))


def _yard(shape: Polygon, open_edge: BaseGeometry, rng: random.Random) -> list[Drawn]:
    """An inn yard or mews: in from the street to the middle of the block, and no further."""
    edges = parts(open_edge.intersection(shape.boundary.buffer(1)), "LineString", 30)
    if not edges:
        return []
    start = rng.choice(edges).interpolate(rng.uniform(0.35, 0.65), normalized=True)
    heart = shape.representative_point()
    t = rng.uniform(0.75, 1.05)
    line = LineString([start, (start.x + t * (heart.x - start.x), start.y + t * (heart.y - start.y))])
    return [Drawn(line, "Local Road")] if line.length > 22 else []


def _alley(shape: Polygon, rng: random.Random) -> list[Drawn]:
    """A passage through an old block from street to street."""
    bearing, _, width = long_axis(shape)
    mid, across = shape.centroid, bearing + math.pi / 2 + rng.gauss(0, 0.1)
    line = LineString(
        [
            (mid.x - width * math.cos(across), mid.y - width * math.sin(across)),
            mid,
            (mid.x + width * math.cos(across) + rng.uniform(-8, 8), mid.y + width * math.sin(across)),
        ]
    )
    return [Drawn(g, "footway") for g in parts(line.intersection(shape), "LineString", 15)]
