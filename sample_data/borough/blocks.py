"""Land between streets, as blocks with a style: what is built on."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from borough.ground import Block, Ground
from borough.layout import Layout
from borough.plan import Plan
from borough.shapes import long_axis, parts

HIGH_STREETS = {
    "Saltcote Road": (0.0, 1.0), "Broadway": (0.0, 1.0), "Bridge Street": (0.35, 1.0), "Hollin Road": (0.0, 0.25),
    "Cordwain Road": (0.0, 0.3), "Kestrel Hill": (0.3, 0.48), "Lammas Road": (0.3, 0.44), "Orchard Road": (0.28, 0.42),
    "Copperas Road": (0.0, 0.22), "Lantern Road": (0.5, 0.58), "Heron Lane": (0.42, 0.5), "Pellmead Road": (0.36, 0.5),
}  # fmt: skip
"""Which parts of which roads are lined with shops, as shares of their length."""
SHOP_DEPTH_M = 30.0


def blocks_of(
    ground: Ground, layout: Layout, plan: Plan, bend: Callable[[BaseGeometry], BaseGeometry]
) -> list[Block]:
    """Every block of the ground; nothing overlaps a street, water, railway or open space."""
    rng = random.Random("larkhithe blocks")
    streets = [w for w in ground.ways if w.is_street]
    shut = shapely.union_all([*ground.water.values(), ground.viaducts, *(g.shape for g in ground.greens)])
    roads = shapely.union_all([w.line.buffer(w.width_m / 2, quad_segs=3, cap_style="flat") for w in streets])
    quays = shapely.union_all(
        [
            w.line.buffer(3.5, cap_style="flat")
            for w in ground.ways
            if w.name in ("Thole Path", "Marl Cut towpath")
        ]
    )
    limits = shapely.union_all(_limits(ground, shut)).buffer(0.15, cap_style="flat")
    land = ground.extent.difference(shapely.union_all([shut.buffer(2.0), roads, quays, limits]))
    fields = [bend(f) for f, _, _ in layout.fields]
    tree = shapely.STRtree(fields)
    shops = _shop_strips(ground)
    estates = [(e, bend(e.shape)) for e in layout.estates]
    flats = [_moved(s, bend) for e in layout.estates for s in e.slabs]
    of_flat = [e.name for e in layout.estates for _ in e.slabs]
    flat_tree = shapely.STRtree(flats)
    walks = shapely.STRtree([w.line for w in ground.ways if not w.is_street])
    trodden = [w.line.buffer(2.0, cap_style="flat") for w in ground.ways if not w.is_street]
    out: list[Block] = []
    n = 0
    for piece in (t for p in parts(shapely.set_precision(land, 0.01), "Polygon", 150) for t in _trimmed(p)):
        mid = piece.representative_point()
        own = [int(i) for i in tree.query(mid, "within")] or [int(tree.nearest(mid))]
        style, district = layout.fields[own[0]][1:]
        on_street = piece.intersection(shops)
        front = [p for p in parts(on_street, "Polygon", 260)]
        back = parts(piece.difference(shops), "Polygon", 120) if front else [piece]
        for strip in front:
            n += 1
            out.append(Block(f"B{n:05d}", strip, "high street", district))
        for rest in back:
            n += 1
            now = _style(rest, style, rng)
            estate, kept = "", ()
            if now == "estate":
                ground_of = rest.buffer(-1.0)
                inside = [
                    int(i)
                    for i in flat_tree.query(rest, "intersects")
                    if flats[int(i)].intersection(ground_of).area > 0.8 * flats[int(i)].area
                ]
                clear = shapely.union_all([trodden[int(i)] for i in walks.query(rest, "intersects")])
                kept = tuple(
                    p for i in inside for p in _around_paths(flats[i].intersection(ground_of), clear)
                )
                estate = (
                    of_flat[inside[0]]
                    if inside
                    else next((e.name for e, s in estates if s.contains(rest.representative_point())), "")
                )
            out.append(Block(f"B{n:05d}", rest, now, district, estate, kept))
    styles = {str(d["name"]): str(d["style"]) for d in plan.data["district"]}
    return _civic(ground, _schools_apart(out, styles))


def _limits(ground: Ground, shut: BaseGeometry) -> list[LineString]:
    """Property lines that go on from the ends of streets to the water, railway or park beyond."""
    count: dict[str, int] = {}
    for w in ground.ways:
        for n in (w.a, w.b):
            count[n] = count.get(n, 0) + w.is_street
    shapely.prepare(shut)
    out = []
    for w in ground.ways:
        c = np.asarray(w.line.coords)
        for node, end, before in ((w.a, c[0], c[1]), (w.b, c[-1], c[-2])):
            if w.is_street and count[node] == 1:
                d = (end - before) / max(float(np.hypot(*(end - before))), 0.01)
                line = LineString([end, end + d * 85])
                if shut.intersects(line):
                    hit = parts(line.difference(shut), "LineString")
                    out.append(
                        LineString(
                            [
                                end,
                                end
                                + d
                                * (
                                    min((g.length for g in hit if g.distance(Point(end)) < 0.1), default=0)
                                    + 3
                                ),
                            ]
                        )
                    )
    return out


def _trimmed(shape: Polygon) -> list[Polygon]:
    """Without spikes and slivers."""
    clean = shape.buffer(-1.2, join_style="mitre").buffer(1.15, join_style="mitre")
    out = []
    for piece in parts(shapely.set_precision(clean, 0.01), "Polygon", 150):
        out.extend(_halved(piece))
    return out


def _halved(shape: Polygon, most_m2: float = 55_000) -> list[Polygon]:
    """Very large or ragged land in properties: cut across until each is one that somebody could own."""
    ragged = shape.area > 12_000 and shape.area < 0.5 * shape.convex_hull.area
    if shape.area < most_m2 and not ragged:
        return [shape]
    bearing, _, width = long_axis(shape)
    mid = shapely.minimum_rotated_rectangle(shape).centroid
    across = bearing + math.pi / 2
    d = (width * math.cos(across), width * math.sin(across))
    cut = LineString([(mid.x - d[0], mid.y - d[1]), (mid.x + d[0], mid.y + d[1])]).buffer(
        0.2, cap_style="flat"
    )
    pieces = parts(shapely.set_precision(shape.difference(cut), 0.01), "Polygon", 150)
    if len(pieces) < 2:
        return [shape]
    return [q for p in pieces for q in _halved(p, most_m2)]


def _style(shape: Polygon, style: str, rng: random.Random) -> str:
    """What became of the land: land that was kept whole holds schools, works and institutions."""
    if style == "whole":
        big = shape.area
        if big > 5200:
            return rng.choices(("school", "civic", "industrial", "terrace"), (0.62, 0.12, 0.14, 0.12))[0]
        return "terrace"
    if style in ("terrace", "georgian", "villa", "docks") and 6500 < shape.area < 24000:
        _, _, width = long_axis(shape)
        if width > 68 and rng.random() < 0.15:
            return "school"
    return style


def _around_paths(flat: BaseGeometry, paths: BaseGeometry) -> list[Polygon]:
    """A block of flats as it stands where a path goes through: in two, with the way kept open."""
    opened = flat.difference(paths).buffer(-1.0, join_style="mitre").buffer(1.0, join_style="mitre")
    return parts(shapely.set_precision(opened, 0.01), "Polygon", 70)


def _shop_strips(ground: Ground) -> BaseGeometry:
    strips = []
    for name, (low, high) in sorted(HIGH_STREETS.items()):
        lines = shapely.line_merge(shapely.union_all([w.line for w in ground.ways if w.name == name]))
        whole = max(parts(lines, "LineString"), key=lambda g: g.length)
        a, b = sorted((low * whole.length, high * whole.length))
        steps = np.linspace(a, b, max(3, int((b - a) / 12)))
        points = [whole.interpolate(s) for s in steps]
        width = next(w.width_m for w in ground.ways if w.name == name)
        strips.append(LineString(points).buffer(width / 2 + SHOP_DEPTH_M, cap_style="flat", quad_segs=4))
    return shapely.union_all(strips)


def _moved(slab: Polygon, bend: Callable[[BaseGeometry], BaseGeometry]) -> Polygon:
    """A building keeps its right angles: it is moved and turned with the plan, never sheared."""
    c = slab.centroid
    bearing, length, _ = long_axis(slab)
    far = max(length / 2, 8.0)
    a = Point(c.x - far * math.cos(bearing), c.y - far * math.sin(bearing))
    b = Point(c.x + far * math.cos(bearing), c.y + far * math.sin(bearing))
    ba, bb, bc = bend(a), bend(b), bend(c)
    turn = math.atan2(bb.y - ba.y, bb.x - ba.x) - bearing
    cos, sin = math.cos(turn), math.sin(turn)

    def placed(xy: np.ndarray) -> np.ndarray:
        d = xy - (c.x, c.y)
        return np.column_stack([d[:, 0] * cos - d[:, 1] * sin + bc.x, d[:, 0] * sin + d[:, 1] * cos + bc.y])

    moved: Polygon = shapely.set_precision(shapely.transform(slab, placed), 0.01)
    return moved


def _schools_apart(blocks: Sequence[Block], styles: dict[str, str], least_m: float = 230) -> list[Block]:
    """No two schools side by side: the smaller of them is built on like the land around."""
    kept: list[Block] = []
    for b in sorted((b for b in blocks if b.style == "school"), key=lambda b: (-b.shape.area, b.id)):
        if all(b.shape.distance(k.shape) > least_m for k in kept):
            kept.append(b)
    ids = {b.id for b in kept}
    return [
        replace(b, style=_plain(styles.get(b.district, ""))) if b.style == "school" and b.id not in ids else b
        for b in blocks
    ]


def _plain(style: str) -> str:
    return "terrace" if style in ("", "estate") else style


def _civic(ground: Ground, blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the hospital, town hall and college."""
    out = list(blocks)
    for name, least in (("hospital", 9000), ("college", 5000), ("town hall", 2500), ("magistrates", 1500)):
        at = ground.places[name]
        near = [
            i
            for i, b in enumerate(out)
            if b.shape.area > least
            and b.shape.distance(at) < 320
            and b.style not in ("high street", "estate")
        ]
        if near:
            i = min(near, key=lambda k: out[k].shape.distance(at))
            out[i] = replace(out[i], style="civic")
    return out
