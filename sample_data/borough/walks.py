"""Ways on foot that nobody drew as streets: through parks, along the water, under the railway, over the canal."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.ops import substring

from borough.knit import Edge, Node, degrees
from borough.patterns import Drawn
from borough.plan import Plan
from borough.shapes import parts, smooth


def crossings(plan: Plan, edges: Sequence[Edge], rng: random.Random) -> list[Drawn]:
    """Streets under the viaducts and footbridges over the canal, where two junctions face each other."""
    nodes = sorted(n for n, d in degrees([e for e in edges if e.street]).items() if d != 2)
    points = shapely.points(np.array(nodes))
    tree = shapely.STRtree(points)
    out: list[Drawn] = []
    for name, line in sorted(plan.rails.items()):
        out += _over(line, nodes, tree, rng, 62, 165, name, 0.5, [])
    bridged = [
        plan.canal_line.project(LineString(b["line"]).intersection(plan.canal_line))
        for b in plan.data["footbridge"]
    ]
    out += _over(plan.canal_line, nodes, tree, rng, 75, 300, "canal", 0.25, bridged)
    return out


def _over(
    line: LineString,
    nodes: list[Node],
    tree: shapely.STRtree,
    rng: random.Random,
    wide: float,
    apart: float,
    what: str,
    driven: float,
    taken: list[float],
) -> list[Drawn]:
    found = []
    near = [
        int(i)
        for i in tree.query(line.buffer(wide / 2 + 12))
        if line.distance(Point(nodes[int(i)])) < wide / 2 + 12
    ]
    sides = {i: _side(line, nodes[i]) for i in near}
    for i in near:
        for j in near:
            if sides[i] > 0 > sides[j]:
                gap = math.dist(nodes[i], nodes[j])
                a, b = line.project(Point(nodes[i])), line.project(Point(nodes[j]))
                if gap < wide and abs(a - b) < 22:
                    found.append((gap + abs(a - b), a, i, j))
    out = []
    for _, at, i, j in sorted(found):
        if all(abs(at - t) > apart for t in taken):
            taken.append(at)
            drive = rng.random() < driven
            over = "" if what != "canal" else "bridge"
            out.append(
                Drawn(LineString([nodes[i], nodes[j]]), "Local Road" if drive else "footway", "", over)
            )
    return out


def _side(line: LineString, point: Node) -> float:
    at = line.project(Point(point))
    a, b = line.interpolate(max(at - 1, 0)), line.interpolate(min(at + 1, line.length))
    return float((b.x - a.x) * (point[1] - a.y) - (b.y - a.y) * (point[0] - a.x))


def footbridges(plan: Plan, edges: Sequence[Edge]) -> list[Drawn]:
    """The plan's own footbridges, from street to street across the canal."""
    streets = shapely.union_all([e.line for e in edges if e.street])
    out = []
    for bridge in plan.data["footbridge"]:
        line = LineString(bridge["line"])
        beyond = max(
            line.project(Point(c)) for c in shapely.get_coordinates(line.intersection(plan.canal)).tolist()
        )
        met = sorted(
            line.project(Point(c)) for c in shapely.get_coordinates(line.intersection(streets)).tolist()
        )
        first, last = met[0], min(m for m in met if m > beyond)
        out.append(Drawn(substring(line, first, last), "footway", bridge["name"], "bridge"))
    return out


def waterside(plan: Plan, edges: Sequence[Edge], rng: random.Random) -> list[Drawn]:
    """The path along the river's north bank and the canal's towpath, with ways down to them."""
    out: list[Drawn] = []
    land = plan.extent.difference(plan.water.buffer(3))
    bank = plan.river.buffer(9).exterior.intersection(land)
    tow = plan.canal_line.parallel_offset(plan.data["canal"]["width"] / 2 + 4, "left").intersection(land)
    quays = shapely.union_all(
        [shapely.set_precision(d.buffer(7, quad_segs=2), 0.01).boundary for d in plan.docks.values()]
    ).intersection(plan.extent.difference(plan.water.buffer(5)))
    lines = [
        *((p, "footway", "Thole Path") for p in parts(bank, "LineString", 120)),
        *((p, "path", "Marl Cut towpath") for p in parts(tow, "LineString", 80)),
        *((p, "pedestrian", "") for p in parts(quays, "LineString", 60)),
    ]
    nodes = sorted(n for n, d in degrees(edges).items() if d != 2)
    tree = shapely.STRtree(shapely.points(np.array(nodes)))
    for line, sort, name in lines:
        out.append(Drawn(line, sort, name))
        last = -1e9
        near = sorted(
            (line.project(Point(nodes[int(i)])), int(i))
            for i in tree.query(line.buffer(62))
            if 4 < line.distance(Point(nodes[int(i)])) < 60
        )
        for at, i in near:
            foot = line.interpolate(at)
            down = LineString([nodes[i], (foot.x, foot.y)])
            if at - last > rng.uniform(70, 150) and not down.crosses(plan.water):
                out.append(
                    Drawn(down, "steps" if name == "Thole Path" and rng.random() < 0.25 else "footway")
                )
                last = at
    return out


def through_greens(
    greens: Sequence[tuple[str, str, Polygon]], edges: Sequence[Edge], rng: random.Random
) -> tuple[list[Drawn], dict[int, list[Point]]]:
    """Paths within open spaces from gate to gate; and the gates of each, by its place in the list."""
    nodes = sorted(n for n, d in degrees(edges).items() if d != 2)
    tree = shapely.STRtree(shapely.points(np.array(nodes)))
    out: list[Drawn] = []
    gates: dict[int, list[Point]] = {}
    for g, (name, sort, shape) in enumerate(greens):
        ring = shape.exterior
        apart = 60 if ring.length < 500 else 125 if ring.length < 1400 else 210
        found: list[tuple[float, Point, Node]] = []
        near = [
            nodes[int(i)] for i in tree.query(shape.buffer(34)) if not shape.contains(Point(nodes[int(i)]))
        ]
        for node in sorted(near, key=lambda n: (ring.distance(Point(n)), n)):
            if ring.distance(Point(node)) > 33:
                continue
            at = ring.project(Point(node))
            if all(
                min(abs(at - t), ring.length - abs(at - t)) > apart * rng.uniform(0.7, 1.2)
                for t, _, _ in found
            ):
                found.append((at, ring.interpolate(at), node))
        found.sort(key=lambda f: f[0])
        gates[g] = [p for _, p, _ in found]
        for _, p, node in found:
            if math.dist((p.x, p.y), node) > 0.5:
                out.append(Drawn(LineString([node, (p.x, p.y)]), "footway"))
        shut = sort in ("allotment", "playing field")
        out += _paths(name, shape, gates[g] if not shut else gates[g][:2], sort, rng)
    return out, gates


def _paths(name: str, shape: Polygon, gates: list[Point], sort: str, rng: random.Random) -> list[Drawn]:
    """Gently curving paths between gates that lie across from each other, and a walk round large parks."""
    if len(gates) < 2:
        return []
    out: list[Drawn] = []
    kind = "path" if sort in ("common", "woodland", "nature reserve") else "footway"
    inner = shape.buffer(-4)
    heart = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    n = len(gates)
    pairs = {tuple(sorted((i, (i + max(1, n // 2)) % n))) for i in range(n)}
    for k, (i, j) in enumerate(sorted(pairs)):
        if i == j or (n > 5 and k % 5 == 4):
            continue
        a, b = gates[i], gates[j]
        reach = a.distance(b)
        lean = rng.gauss(0, 0.10)
        pull = rng.uniform(0.25, 0.7) if shape.area > 3e4 else 0.15
        mx, my = (a.x + b.x) / 2, (a.y + b.y) / 2
        mid = (
            mx + pull * (heart.x - mx) - lean * (b.y - a.y),
            my + pull * (heart.y - my) + lean * (b.x - a.x),
        )
        line = smooth([(a.x, a.y), mid, (b.x, b.y)], 14) if reach > 70 else LineString([a, b])
        for piece in parts(
            line.intersection(inner.union(shapely.union_all([a.buffer(9), b.buffer(9)]))), "LineString", 5
        ):
            out.append(Drawn(piece, kind))
    if shape.area > 5.5e4 and sort != "cemetery":
        ring = shape.buffer(-rng.uniform(18, 30), quad_segs=5)
        for part in parts(ring, "Polygon", 8000):
            walk = smooth([*list(shapely.simplify(part.exterior, 18).coords)], 18)
            out.append(Drawn(walk, kind))
        for gate in gates:
            if not shape.buffer(-32).contains(gate):
                to = heart
                line = LineString([gate, (gate.x + 0.22 * (to.x - gate.x), gate.y + 0.22 * (to.y - gate.y))])
                out.append(Drawn(line, kind))
    return out
