"""The ground as it is: the plan laid out, bent, knit, named and cut into blocks."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from borough.blocks import blocks_of
from borough.ground import Block, District, Green, Ground, Station, Way
from borough.knit import RANK, Edge, degrees, knit
from borough.layout import RAIL_HALF_M, Layout, district_of, lay_out
from borough.naming import Namer, estate_names, strokes
from borough.patterns import Drawn
from borough.plan import WARP_SEED, Plan, read_plan
from borough.shapes import long_axis, parts, warp
from borough.walks import crossings, footbridges, through_greens, waterside

WIDTHS = {
    "A Road": 17.0,
    "B Road": 14.0,
    "Minor Road": 12.5,
    "Local Road": 11.5,
    "Restricted Local Access Road": 7.5,
    "pedestrian": 6.0,
    "cycleway": 3.0,
}
Bend = Callable[[Any], Any]


def survey() -> Ground:
    """Make the ground of the sample borough; the same each time."""
    plan = read_plan()
    seed = str(plan.data["seed"])
    layout = lay_out(plan, estate_names(random.Random(f"{seed} estates")))
    first = knit(layout.drawn)
    first = knit(
        [*(d for d in map(_drawn, first)), *crossings(plan, first, random.Random(f"{seed} crossings"))],
        overshoot=False,
    )
    greens = [*plan.greens, *_pocket_greens(plan, layout, first, random.Random(f"{seed} greens"))]
    walks = footbridges(plan, first) + waterside(plan, first, random.Random(f"{seed} waterside"))
    paths, gates = through_greens(greens, first, random.Random(f"{seed} paths"))
    edges = knit([*map(_drawn, first), *walks, *paths], overshoot=False)
    edges = _named(plan, layout, edges, random.Random(f"{seed} names"))
    origin = np.array(plan.data["origin"], dtype=float)
    bender = warp(WARP_SEED)

    def bend(shape: Any, step: float = 20.0) -> Any:
        dense = shapely.segmentize(shape, step)
        moved = shapely.transform(dense, lambda c: bender(c) + origin)
        return shapely.set_precision(shapely.simplify(moved, 0.25), 0.01)

    ways = _ways(edges, bend)
    sizes = {g["name"]: g["hectares"] for g in plan.data["green"] if "hectares" in g}
    made_greens = []
    for i, (name, sort, shape) in enumerate(greens):
        entrances = tuple(bend(p) for p in gates.get(i, []))
        outline = _sized(bend(shape), sizes[name]) if name in sizes else bend(shape)
        made_greens.append(Green(f"G{i + 1:03d}", name, sort, _through(outline, entrances), entrances))
    return _ground(plan, layout, ways, made_greens, bend)


def _through(shape: Polygon, gates: Sequence[Point]) -> Polygon:
    """The outline with a corner at each gate: what was smoothed away between is a hand's breadth."""
    ring = shape.exterior
    at = [(ring.project(Point(c)), c) for c in list(ring.coords)[:-1]]
    at += [(ring.project(g), (g.x, g.y)) for g in gates if 0 < ring.distance(g) < 1.0]
    through = Polygon([c for _, c in sorted(at)])
    return through if through.is_valid else shape


def _sized(shape: Polygon, hectares: float) -> Polygon:
    """The shape at exactly this size, to the nearest square metre that centimetres allow."""
    by = math.sqrt(hectares * 1e4 / shape.area)
    c = shape.centroid
    sized: Polygon = shapely.transform(shape, lambda xy: np.round((xy - (c.x, c.y)) * by + (c.x, c.y), 2))
    return sized


def _drawn(edge: Edge) -> Drawn:
    return replace(edge.what, line=edge.line)


def _ways(edges: Sequence[Edge], bend: Bend) -> list[Way]:
    nodes: dict[tuple[float, float], str] = {}
    for n, node in enumerate(sorted({n for e in edges for n in e.ends}), 1):
        nodes[node] = f"N{n:05d}"
    moved = {n: (p.x, p.y) for n, p in zip(nodes, bend(shapely.points(np.array(list(nodes)))), strict=True)}
    lines = bend(np.array([e.line for e in edges]))
    out = []
    for i, (e, line) in enumerate(zip(edges, lines, strict=True), 1):
        c = np.asarray(line.coords).copy()
        c[0], c[-1] = (moved[n] for n in e.ends)
        sort = e.what.sort
        out.append(
            Way(
                f"W{i:05d}", e.what.name, sort, LineString(c), nodes[e.ends[0]], nodes[e.ends[1]],
                WIDTHS.get(sort, 3.0), e.what.over, _surface(e, i), sort != "path",
            )
        )  # fmt: skip
    return out


def _surface(e: Edge, i: int) -> str:
    if e.what.sort == "path":
        return "compacted" if i % 3 else "ground"
    if e.what.sort in ("footway", "pedestrian", "steps"):
        return "paving_stones" if i % 2 else "asphalt"
    return "asphalt"


def _pocket_greens(
    plan: Plan, layout: Layout, edges: Sequence[Edge], rng: random.Random
) -> list[tuple[str, str, Polygon]]:
    """Squares, churchyards and pocket parks: whole small blocks among the streets, more in some parts than in others."""
    streets = [e.line for e in edges if e.street]
    faces = parts(shapely.polygonize([shapely.union_all([*streets, plan.extent.exterior])]), "Polygon", 2400)
    blocked = shapely.union_all(
        [layout.barriers, *(g for _, _, g in plan.greens), Point(plan.data["site"]["at"]).buffer(160)]
    )
    tree = shapely.STRtree([f for f, _, _ in layout.fields])
    share = {
        "georgian": 0.09,
        "core": 0.07,
        "terrace": 0.024,
        "villa": 0.012,
        "estate": 0.04,
        "docks": 0.03,
        "quay": 0.1,
        "industrial": 0.004,
        "whole": 0.14,
    }
    out: list[tuple[str, str, Polygon]] = []
    names = set()
    for face in faces:
        at = face.representative_point()
        own = [layout.fields[int(i)] for i in tree.query(at, "within")]
        style = own[0][1] if own else "terrace"
        inner = face.buffer(-8)
        _, length, width = long_axis(face)
        others = [g for _, _, g in (*plan.greens, *out)]
        if (
            inner.geom_type != "Polygon" or any(g.distance(face) < 170 for g in others) or not 1900 < inner.area < 16000 or length > 3.2 * width
            or face.intersects(blocked) or rng.random() > share.get(style, 0.0)
        ):  # fmt: skip
            continue
        district = str(district_of(plan, face)["name"])
        sort = {"georgian": "square", "quay": "square", "core": "square"}.get(
            style, rng.choice(("park", "park", "community garden"))
        )
        kind = {
            "square": "Square",
            "park": rng.choice(("Gardens", "Green", "Park", "Recreation Ground")),
            "community garden": "Community Garden",
        }[sort]
        stem = next(w for w in _stems(district, rng) if f"{w} {kind}" not in names)
        names.add(f"{stem} {kind}")
        out.append(
            (f"{stem} {kind}", sort, max(parts(inner.buffer(-3).buffer(3), "Polygon"), key=lambda p: p.area))
        )
    return out


def _stems(district: str, rng: random.Random) -> list[str]:
    from borough.naming import words

    listed = words()
    more = [*listed["georgian"], *listed["common"]]
    rng.shuffle(more)
    return [district, *more] if rng.random() < 0.25 else more


def _named(plan: Plan, layout: Layout, edges: list[Edge], rng: random.Random) -> list[Edge]:
    """Each street that runs on gets one name; alleys and paths seldom have one."""
    namer = Namer(rng)
    namer.taken |= {e.what.name for e in edges if e.what.name}
    tree = shapely.STRtree([f for f, _, _ in layout.fields])
    degree = degrees(edges)
    out = list(edges)
    for chain in sorted(strokes(edges), key=lambda c: (-sum(edges[i].line.length for i in c), c[0])):
        if edges[chain[0]].what.name:
            continue
        length = sum(edges[i].line.length for i in chain)
        street = edges[chain[0]].street
        if not street and (length < 45 or rng.random() < 0.8):
            continue
        if street and edges[chain[0]].what.sort == "Restricted Local Access Road" and rng.random() < 0.6:
            continue
        if street and length < 45 and rng.random() < 0.7:
            continue
        mid = edges[chain[0]].line.interpolate(0.5, normalized=True)
        near = tree.nearest(mid)
        style = layout.fields[int(near)][1] if near is not None else "terrace"
        blind = any(degree[n] == 1 for i in chain for n in edges[i].ends)
        name = namer.name(style, length, blind, street)
        for i in chain:
            out[i] = Edge(edges[i].line, replace(edges[i].what, name=name))
    return out


def _ground(plan: Plan, layout: Layout, ways: list[Way], greens: list[Green], bend: Bend) -> Ground:
    extent = bend(plan.extent)
    water = {
        plan.data["river"]["name"]: _multi(bend(plan.river.intersection(plan.extent))),
        plan.data["canal"]["name"]: _multi(bend(plan.canal.intersection(plan.extent).difference(plan.river))),
        **{n: _multi(bend(d.difference(plan.river))) for n, d in sorted(plan.docks.items())},
    }
    rails = {n: bend(_eased(r.intersection(plan.extent))) for n, r in sorted(plan.rails.items())}
    corridor = _multi(shapely.union_all([r.buffer(RAIL_HALF_M - 1.5) for r in rails.values()]))
    districts = _districts(plan, bend)
    boundary = _boundary(plan, bend)
    stations = tuple(
        Station(
            f"S{i:02d}",
            s["name"],
            s["mode"],
            _at_street(bend(Point(s["at"])), ways, s["mode"]),
            tuple(s["lines"]),
        )
        for i, s in enumerate(plan.data["station"], 1)
    )
    ground = Ground(
        boundary, extent, water, rails, corridor, tuple(ways), (), tuple(greens), stations, districts,
        {n: bend(Point(p)) for n, p in sorted(plan.data["places"].items())},
        bend(Polygon(plan.data["regeneration"]["shape"]).difference(plan.river)),
    )  # fmt: skip
    blocks = tuple(blocks_of(ground, layout, plan, bend))
    return replace(ground, blocks=blocks, regeneration=_to_streets(ground.regeneration, blocks))


def _to_streets(rough: Polygon, blocks: Sequence[Block]) -> Polygon:
    """A rough outline brought to the streets: all land between streets that lies mostly within it."""
    own = [b.shape for b in blocks if b.shape.intersection(rough).area > 0.5 * b.shape.area]
    whole = shapely.union_all([s.buffer(16, join_style="mitre") for s in own]).buffer(-12, join_style="mitre")
    largest = max(parts(whole, "Polygon"), key=lambda p: p.area)
    outline: Polygon = shapely.set_precision(shapely.simplify(Polygon(largest.exterior), 1.0), 0.01)
    return outline


def _eased(line: BaseGeometry) -> BaseGeometry:
    """A railway turns only gently: few points, so that the plan's small bends pass it by."""
    return line if line.geom_type != "LineString" else shapely.simplify(line, 2.0)


def _multi(shape: BaseGeometry) -> MultiPolygon:
    return MultiPolygon([p for p in parts(shape, "Polygon", 1.0)])


def _at_street(point: Point, ways: Sequence[Way], mode: str) -> Point:
    """A station's entrance stands just off the nearest street."""
    if mode == "pier":
        return point
    near = min((w for w in ways if w.is_street and RANK[w.sort] < 4), key=lambda w: w.line.distance(point))
    foot = near.line.interpolate(near.line.project(point))
    gap = max(point.distance(foot), 0.01)
    t = (near.width_m / 2 + 3) / gap
    return Point(round(foot.x + t * (point.x - foot.x), 2), round(foot.y + t * (point.y - foot.y), 2))


def _main_faces(plan: Plan) -> list[Polygon]:
    roads = shapely.union_all([r.line for r in plan.roads if RANK[r.sort] <= 2])
    return parts(
        shapely.polygonize([shapely.union_all([roads, plan.extent.exterior, plan.river_line])]),
        "Polygon",
        100,
    )


def _boundary(plan: Plan, bend: Bend) -> Polygon:
    """The borough: its districts' part of the plan, out to midstream."""
    neighbours = {d["name"] for d in plan.data["district"] if d.get("neighbour")}
    own = shapely.union_all(
        [f for f in _district_faces(plan) if district_of(plan, f)["name"] not in neighbours]
    )
    kept = []
    for face in _main_faces(plan):
        dry = face.difference(plan.river)
        if (
            _side_of(plan.river_line, face.representative_point()) > 0
            and dry.intersection(own).area > 0.5 * dry.area > 0
        ):
            kept.append(face)
    largest = max(parts(shapely.union_all(kept), "Polygon"), key=lambda p: p.area)
    return bend(Polygon(largest.exterior))


def _side_of(line: LineString, point: Point) -> float:
    at = line.project(point)
    a, b = line.interpolate(max(at - 1, 0)), line.interpolate(min(at + 1, line.length))
    return float((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x))


def _district_faces(plan: Plan) -> list[Polygon]:
    lines = [
        *(r.line for r in plan.roads),
        *plan.rails.values(),
        plan.river.boundary,
        plan.canal_line,
        plan.extent.exterior,
    ]
    faces = [
        f
        for f in parts(shapely.polygonize([shapely.union_all(lines)]), "Polygon", 50)
        if not plan.river.contains(f.representative_point())
    ]
    return faces


def _districts(plan: Plan, bend: Bend) -> tuple[District, ...]:
    """Districts as unions of the plan's faces: their limits run along main roads, railways and water."""
    found: dict[str, list[Polygon]] = {}
    for face in _district_faces(plan):
        if plan.extent.contains(face.representative_point()):
            found.setdefault(str(district_of(plan, face)["name"]), []).append(face)
    out = []
    for d in plan.data["district"]:
        if d["name"] in found:
            shape = bend(shapely.union_all(found[d["name"]]).difference(plan.river))
            out.append(District(d["name"], shape, d["style"], d["hardship"], d["people"]))
    return tuple(out)
