"""How the streets of a field were laid out, by the age and kind of its development.

A field is one developer's or one authority's piece of land; each gets its own bearing, as London grew
field by field. Every function takes the field's outline and gives lines that may reach past it;
`layout` cuts them to the field.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.ops import substring

from borough.shapes import Frame, box, long_axis, parts


@dataclass(frozen=True)
class Grain:
    """Measures of one kind of development, in metres and hectares."""

    field_ha: float
    """Fields are halved until they are at most about this large."""
    spacing: float = 0.0
    """Street to street across the backs."""
    rung: float = 0.0
    """Along a street from one side street to the next."""
    through: float = 0.3
    """Share of side streets that go straight on across the next street."""
    estates: float = 0.0
    """Share of fields rebuilt as post-war estates."""
    whole: float = 0.1
    """Share of fields that one institution or works kept whole: no street goes through."""
    curve: float = 0.0
    mews: float = 0.27
    """Chance, every hundred metres or so, of a mews or close that ends behind the houses."""
    """How far parallel streets bow together over a field."""


GRAINS = {
    "core": Grain(1.35, whole=0.0),
    "georgian": Grain(5.0, 88, 142, 0.35, 0.16, 0.12, 2),
    "terrace": Grain(6.5, 71, 190, 0.25, 0.22, 0.14, 4),
    "villa": Grain(10.0, 88, 235, 0.2, 0.06, 0.1, 20),
    "estate": Grain(4.6, 64, 150, 0.3, 0.72, 0.1, 2),
    "docks": Grain(5.2, 54, 0, 0, 0.14, 0.12),
    "quay": Grain(3.0, 96, 0, 0, 0.0, 0.2),
    "industrial": Grain(6.0, 104, 0, 0, 0.14, 0.22),
}


@dataclass(frozen=True)
class Drawn:
    """A line of the layout before the network is knit: what it is, and in which style."""

    line: LineString
    sort: str
    name: str = ""
    over: str = ""
    estate: str = ""


def bent(a: tuple[float, float], b: tuple[float, float], rng: random.Random, by: float = 0.015) -> LineString:
    """A line from a to b that gives way a little to one side, as a boundary walked on foot does."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    bow = rng.gauss(0, by)
    second = bow * rng.uniform(0.3, 1.0)
    points = [a]
    for t, s in ((0.3, bow * 0.8), (0.55, bow), (0.8, second * 0.7)):
        points.append((a[0] + t * dx - s * dy, a[1] + t * dy + s * dx))
    return LineString([*points, b])


def rows(field: Polygon, grain: Grain, rng: random.Random) -> list[Drawn]:
    """Parallel streets with side streets between them that seldom line up."""
    bearing, _, width = long_axis(field)
    # Often set out square to a lane or hedge that has gone since, not to the field's own edges.
    bearing += rng.gauss(0, 0.03) if rng.random() < 0.55 else rng.choice((-1, 1)) * rng.uniform(0.14, 0.5)
    if width > 150 and rng.random() < 0.45:
        bearing += math.pi / 2
    frame = Frame(field.centroid, bearing)
    turned = frame.into(field)
    x0, y0, x1, y1 = turned.bounds
    count = max(1, round((y1 - y0) / (grain.spacing * rng.uniform(0.94, 1.08))))
    step = (y1 - y0) / count
    ys = [y0 + step * (i + rng.uniform(-0.07, 0.07)) for i in range(1, count)]
    lines: list[LineString] = []
    tilt = rng.gauss(0, 0.012)
    bow = rng.gauss(0, grain.curve)
    half = max((x1 - x0) / 2, 1.0)
    middle = rng.uniform(-0.4, 0.4) * half

    def curved(line: LineString) -> LineString:
        dense = shapely.segmentize(line, 18)
        return shapely.transform(
            dense, lambda c: np.column_stack([c[:, 0], c[:, 1] + bow * ((c[:, 0] - middle) / half) ** 2])
        )

    for y in ys:
        lines.append(bent((x0 - 20, y + tilt * (x0 - 20)), (x1 + 20, y + tilt * (x1 + 20)), rng, 0.008))
    before: list[float] = []
    for low, high in zip([y0 - 30, *ys], [*ys, y1 + 30], strict=True):
        here: list[float] = []
        x = x0 + grain.rung * rng.uniform(0.35, 0.95)
        while x < x1 - grain.rung * 0.3:
            near = [b for b in before if abs(b - x) < grain.rung * 0.28]
            if near and rng.random() < grain.through:
                x = near[0]
            elif near and abs(near[0] - x) < 26:
                x = near[0] + math.copysign(30, x - near[0] or 1.0)
            here.append(x)
            x += grain.rung * rng.uniform(0.62, 1.45)
        for x in here:
            if rng.random() < 0.8:
                skew = rng.gauss(0, 2.5)
                lines.append(LineString([(x - skew, low + tilt * x), (x + skew, high + tilt * x)]))
        before = here
    out: list[Drawn] = []
    for y in ys:
        x = x0 + rng.uniform(30, 110)
        while x < x1 - 25:
            if rng.random() < grain.mews:
                deep = grain.spacing * rng.uniform(0.42, 0.66) * rng.choice((-1, 1))
                lines.append(_mews(x, y + tilt * x, deep, rng))
            x += rng.uniform(70, 150)
    edge = turned.exterior
    for line in lines:
        for piece in parts(shapely.intersection(curved(line), turned), "LineString", 30):
            inner = shapely.line_interpolate_point(piece, [0.25, 0.5, 0.75], normalized=True)
            if piece.length > 60 and sum(edge.distance(p) < 21 for p in inner) >= 2:
                continue  # it would run along the edge of the field, back to back with the street there
            out.extend(Drawn(frame.out(p), "Local Road") for p in _closed(piece, rng))
    return out


def _mews(x: float, y: float, deep: float, rng: random.Random) -> LineString:
    """A way in behind the houses: straight, with a turn at its end, or round and back to the street."""
    form = rng.random()
    end = (x + rng.gauss(0, 3), y + deep)
    if form < 0.5:
        return LineString([(x, y), end])
    aside = rng.choice((-1, 1)) * rng.uniform(22, 48)
    if form < 0.85:
        return LineString([(x, y), end, (end[0] + aside, end[1])])
    return LineString([(x, y), end, (end[0] + aside, end[1]), (x + aside, y)])


def _closed(line: LineString, rng: random.Random) -> list[LineString]:
    """A street as it is, or with one end or its middle closed off: a cul-de-sac, as some always are."""
    chance = rng.random()
    if line.length < 95 or chance > 0.29:
        return [line]
    gap = rng.uniform(20, 34)
    if chance < 0.10:
        at = line.length * rng.uniform(0.35, 0.6)
        return [substring(line, 0, at), substring(line, at + gap, line.length)]
    return [substring(line, 0, line.length - gap)] if chance < 0.195 else [substring(line, gap, line.length)]


def combs(field: Polygon, grain: Grain, rng: random.Random) -> list[Drawn]:
    """One road through the middle and closes off it on both sides, with footways on from their ends."""
    bearing, _, width = long_axis(field)
    frame = Frame(field.centroid, bearing + rng.gauss(0, 0.05))
    turned = frame.into(field)
    x0, _, x1, _ = turned.bounds
    wave, phase = rng.uniform(6, 20), rng.uniform(0, 6)
    rise = rng.gauss(0, 0.05)
    points = [(x, rise * x + wave * math.sin(phase + x / 70)) for x in np.linspace(x0 - 30, x1 + 30, 24)]
    spine = LineString(points)
    runs = parts(shapely.intersection(spine, turned), "LineString", 40)
    if not runs:
        return []
    run = max(runs, key=lambda g: g.length)
    ending = rng.random()
    if ending < 0.3:
        run = substring(run, 0, run.length - 26) if ending < 0.15 else substring(run, 26, run.length)
    out = [Drawn(frame.out(run), "Local Road")]
    ground = turned.buffer(-13)
    first = rng.uniform(0.3, 0.5) * grain.spacing
    aside = 0.5 if rng.random() < 0.7 else 0.0
    for side in (-1, 1):
        at = first + (side > 0) * aside * grain.spacing
        while at < run.length - 12:
            here = run.interpolate(at)
            lean = rng.gauss(0, 0.08)
            far = width * rng.uniform(0.45, 0.75)
            hook = rng.choice((0.0, 0.0, rng.uniform(-0.4, 0.4)))
            tip = (here.x + far * math.sin(lean), here.y + side * far)
            line = LineString(
                [
                    here,
                    (here.x + 0.55 * (tip[0] - here.x), here.y + 0.55 * (tip[1] - here.y)),
                    (tip[0] + hook * far, tip[1] - side * abs(hook) * far * 0.3),
                ]
            )
            found = [
                p
                for p in parts(shapely.intersection(line, ground), "LineString", 22)
                if p.distance(here) < 0.01
            ]
            for piece in found:
                long = piece.length if rng.random() < 0.7 else piece.length * rng.uniform(0.45, 0.8)
                close = (
                    substring(piece, 0, long)
                    if piece.project(here) < 1
                    else substring(piece, piece.length - long, piece.length)
                )
                out.append(Drawn(frame.out(close), "Local Road"))
                tip_at = close.coords[-1] if close.project(here) < 1 else close.coords[0]
                if rng.random() < 0.45:
                    on = LineString([tip_at, (tip_at[0] + rng.uniform(-8, 8), tip_at[1] + side * width)])
                    walk = [
                        p
                        for p in parts(shapely.intersection(on, turned), "LineString", 6)
                        if p.distance(Point(tip_at)) < 0.01
                    ]
                    out.extend(Drawn(frame.out(p), "footway") for p in walk)
            at += grain.spacing * rng.choice((1.0, 1.0, 1.0, 2.0)) * rng.uniform(0.93, 1.07)
    return out


def slabs(field: Polygon, rng: random.Random) -> tuple[list[Drawn], list[Polygon]]:
    """A post-war estate: blocks of flats in open ground, with paths along and across between them."""
    kind = rng.choices(("rows", "courts", "towers"), (5, 4, 2))[0]
    bearing, _, _ = long_axis(field)
    frame = Frame(field.centroid, bearing + (math.pi / 2 if rng.random() < 0.3 else 0) + rng.gauss(0, 0.02))
    turned = frame.into(field)
    ground = turned.buffer(-11)
    x0, y0, x1, y1 = turned.bounds
    made: list[Polygon] = []
    ways: list[LineString] = []
    if kind == "rows":
        gap = rng.uniform(34, 46)
        deep = rng.uniform(10, 12.5)
        y = y0 + gap * rng.uniform(0.45, 0.7)
        flip = 0
        while y < y1 - 8:
            x = x0 + rng.uniform(8, 30) + (flip % 2) * 9
            while x < x1 - 15:
                long = rng.choice((38.0, 48.0, 48.0, 60.0, 72.0))
                made.append(box(x, y - deep / 2, x + long, y + deep / 2))
                x += long + rng.uniform(11, 20)
            ways.append(LineString([(x0 - 40, y + gap / 2 + 1), (x1 + 40, y + gap / 2 + rng.uniform(-2, 4))]))
            y += gap
            flip += 1
        for x in _spaced(x0, x1, 85, rng):
            ways.append(LineString([(x, y0 - 40), (x + rng.uniform(-6, 6), y1 + 40)]))
    elif kind == "courts":
        size = rng.uniform(62, 80)
        deep = rng.uniform(9.5, 11.5)
        nx, ny = max(1, round((x1 - x0) / size)), max(1, round((y1 - y0) / size))
        sx, sy = (x1 - x0) / nx, (y1 - y0) / ny
        for i in range(nx):
            for j in range(ny):
                cx, cy = x0 + (i + 0.5) * sx, y0 + (j + 0.5) * sy
                hx, hy = sx / 2 - 9, sy / 2 - 9
                ring = box(cx - hx, cy - hy, cx + hx, cy + hy)
                inner = box(cx - hx + deep, cy - hy + deep, cx + hx - deep, cy + hy - deep)
                gate = rng.choice(((cx - hx, cy), (cx + hx, cy), (cx, cy - hy), (cx, cy + hy)))
                open_ = Point(gate).buffer(rng.uniform(9, 16), quad_segs=1, cap_style="square")
                other = box(cx - 4, cy - hy - 1, cx + 4, cy + hy + 1)
                made.extend(parts(ring.difference(inner).difference(open_).difference(other), "Polygon", 120))
        for i in range(nx + 1):
            ways.append(LineString([(x0 + i * sx, y0 - 40), (x0 + i * sx, y1 + 40)]))
        for i in range(nx):
            if rng.random() < 0.7:
                ways.append(LineString([(x0 + (i + 0.5) * sx, y0 - 40), (x0 + (i + 0.5) * sx, y1 + 40)]))
        for j in range(ny + 1):
            ways.append(LineString([(x0 - 40, y0 + j * sy), (x1 + 40, y0 + j * sy)]))
    else:
        step = rng.uniform(66, 84)
        y = y0 + step * 0.5
        while y < y1:
            x = x0 + step * rng.uniform(0.3, 0.7)
            while x < x1:
                w = rng.choice((20.0, 22.0, 24.0))
                if rng.random() < 0.62:
                    made.append(box(x - w / 2, y - w / 2, x + w / 2, y + w / 2))
                    made.append(box(x - w / 2 - 3, y + w / 2 + 9, x + w / 2 + 16, y + w / 2 + 18))
                else:
                    made.append(box(x - 28, y - 6, x + 26, y + 5))
                x += step
            y += step
        for x in _spaced(x0, x1, step, rng):
            ways.append(LineString([(x, y0 - 40), (x + rng.uniform(-10, 10), y1 + 40)]))
        for y in _spaced(y0, y1, step, rng):
            ways.append(LineString([(x0 - 40, y), (x1 + 40, y + rng.uniform(-10, 10))]))
    kept = [s for s in made if ground.contains(s)]
    for s in made:
        if not ground.contains(s):
            kept.extend(p for p in parts(s.intersection(ground), "Polygon", 260) if p.area > 0.62 * s.area)
    lines = []
    driven = set(rng.sample(range(len(ways)), min(len(ways), 1 + (field.area > 22000))))
    walls = shapely.union_all([k.buffer(2.5) for k in kept]) if kept else Polygon()
    for n, way in enumerate(ways):
        for piece in parts(way.intersection(turned).difference(walls), "LineString", 12):
            if n in driven and piece.length > 45:
                # Vehicles come in from one end; people walk on.
                drive = piece.length * rng.uniform(0.55, 0.85)
                first, last = substring(piece, 0, drive), substring(piece, drive, piece.length)
                lines.append(Drawn(frame.out(first), "Restricted Local Access Road"))
                lines.append(Drawn(frame.out(last), "footway"))
            else:
                lines.append(Drawn(frame.out(piece), "footway"))
    return lines, [frame.out(k) for k in kept]


def _spaced(a: float, b: float, step: float, rng: random.Random) -> list[float]:
    out, at = [], a + step * rng.uniform(0.5, 0.9)
    while at < b - step * 0.3:
        out.append(at)
        at += step * rng.uniform(0.75, 1.3)
    return out
