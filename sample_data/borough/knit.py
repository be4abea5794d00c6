"""From drawn lines to a network: crossings become junctions, near ends meet, stray ends go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from shapely import LineString, Point

from borough.patterns import Drawn

RANK = {
    s: n
    for n, s in enumerate(
        (
            "A Road",
            "B Road",
            "Minor Road",
            "Local Road",
            "Restricted Local Access Road",
            "pedestrian",
            "steps",
            "cycleway",
            "path",
            "footway",
        )
    )
}
"""Sorts, most important first; the first five are streets."""
STREETS = frozenset(list(RANK)[:5])
Node = tuple[float, float]


@dataclass(frozen=True)
class Edge:
    """A piece of network from junction to junction, with what was drawn there."""

    line: LineString
    what: Drawn

    @cached_property
    def ends(self) -> tuple[Node, Node]:
        """Its junctions."""
        c = self.line.coords
        return (c[0][0], c[0][1]), (c[-1][0], c[-1][1])

    @property
    def street(self) -> bool:
        """Whether vehicles use it."""
        return self.what.sort in STREETS


OVERSHOOT_M = 2.6


def knit(drawn: Iterable[Drawn], overshoot: bool = True) -> list[Edge]:
    """One connected network of everything drawn. Lines are lengthened a little so that ends that should meet do."""
    listed = list(drawn)
    lines = [_longer(d.line) if overshoot and RANK[d.sort] > 2 else d.line for d in listed]
    noded = shapely.union_all(lines, grid_size=0.01)
    pieces = [g for g in shapely.get_parts(noded).tolist() if g.length > 0]
    tree = shapely.STRtree([d.line for d in listed])
    edges = []
    for piece in pieces:
        mid = piece.interpolate(0.5, normalized=True)
        near = [
            listed[int(i)] for i in tree.query(mid.buffer(0.6)) if listed[int(i)].line.distance(mid) < 0.05
        ]
        if not near:
            near = [
                listed[int(i)]
                for i in tree.query(mid.buffer(OVERSHOOT_M + 0.5))
                if listed[int(i)].line.distance(mid) < OVERSHOOT_M + 0.3
            ]
        if near:
            edges.append(Edge(piece, min(near, key=lambda d: (RANK[d.sort], d.name, d.line.wkt))))
    for _ in range(3):
        edges = _without_stray_ends(edges)
        edges = _contracted(edges)
        edges = _joined(edges)
    return sorted(_largest(edges), key=lambda e: (e.ends, e.line.length))


def _longer(line: LineString) -> LineString:
    c = np.asarray(line.coords)
    out = [c]
    for end, before, first in ((c[0], c[1], True), (c[-1], c[-2], False)):
        d = end - before
        size = float(np.hypot(*d))
        if size > 0:
            point = (end + d / size * OVERSHOOT_M)[None]
            out = [point, *out] if first else [*out, point]
    return LineString(np.vstack(out))


def degrees(edges: Iterable[Edge]) -> dict[Node, int]:
    """How many edge ends meet at each junction."""
    count: dict[Node, int] = defaultdict(int)
    for e in edges:
        for n in e.ends:
            count[n] += 1
    return count


def _without_stray_ends(edges: list[Edge]) -> list[Edge]:
    for _ in range(2):
        degree = degrees(edges)
        edges = [
            e
            for e in edges
            if not (
                min(degree[n] for n in e.ends) == 1
                and e.line.length < (20 if e.street else 9)
                and e.what.over == ""
            )
        ]
    return edges


def _contracted(edges: list[Edge], least_m: float = 8.5) -> list[Edge]:
    """Junctions closer than `least_m` along an edge become one, at the more important one."""
    degree = degrees(edges)
    rank: dict[Node, int] = defaultdict(lambda: 99)
    for e in edges:
        for n in e.ends:
            rank[n] = min(rank[n], RANK[e.what.sort])
    parent: dict[Node, Node] = {}

    def root(n: Node) -> Node:
        while parent.get(n, n) != n:
            n = parent[n]
        return n

    for e in sorted(edges, key=lambda e: (e.line.length, e.ends)):
        a, b = e.ends
        if e.line.length < least_m and degree[a] > 2 and degree[b] > 2:
            ra, rb = root(a), root(b)
            if ra != rb and Point(ra).distance(Point(rb)) < least_m * 1.3:
                keep, gone = sorted((ra, rb), key=lambda n: (rank[n], n))
                parent[gone] = keep
    out: dict[tuple[Node, Node, int], Edge] = {}
    for e in edges:
        a, b = (root(n) for n in e.ends)
        if a == b and e.line.length < 60:
            continue
        c = np.asarray(e.line.coords).copy()
        c[0], c[-1] = a, b
        made = Edge(LineString(c), e.what)
        # Two edges between the same junctions that hardly part are one.
        key = (min(a, b), max(a, b), round(made.line.length / 15))
        if key not in out or RANK[made.what.sort] < RANK[out[key].what.sort]:
            out[key] = made
    return list(out.values())


def _joined(edges: list[Edge]) -> list[Edge]:
    """Edges that meet in twos and are of one kind become one."""
    at: dict[Node, list[int]] = defaultdict(list)
    for i, e in enumerate(edges):
        for n in e.ends:
            at[n].append(i)
    alive: dict[int, Edge] = dict(enumerate(edges))
    for node in sorted(at):
        ids = [i for i in at[node]]
        if len(ids) != 2 or ids[0] == ids[1]:
            continue
        i, j = ids
        a, b = alive[i], alive[j]
        same = (a.what.sort, a.what.name, a.what.over, a.what.estate) == (
            b.what.sort,
            b.what.name,
            b.what.over,
            b.what.estate,
        )
        if not same:
            continue
        ca, cb = np.asarray(a.line.coords), np.asarray(b.line.coords)
        if a.ends[1] != node:
            ca = ca[::-1]
        if b.ends[0] != node:
            cb = cb[::-1]
        made = Edge(LineString(np.vstack([ca, cb[1:]])), a.what)
        if made.ends[0] == made.ends[1]:
            continue
        alive[i] = made
        del alive[j]
        other = made.ends[1]
        at[other] = [i if k == j else k for k in at[other]]
    return list(alive.values())


def _largest(edges: list[Edge]) -> list[Edge]:
    parent: dict[Node, Node] = {}

    def root(n: Node) -> Node:
        while parent.setdefault(n, n) != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for e in edges:
        a, b = (root(n) for n in e.ends)
        parent[max(a, b)] = min(a, b)
    size: dict[Node, float] = defaultdict(float)
    for e in edges:
        size[root(e.ends[0])] += e.line.length
    most = max(sorted(size), key=lambda n: size[n])
    return [e for e in edges if root(e.ends[0]) == most]


def renamed(edge: Edge, name: str) -> Edge:
    """The edge under another name."""
    return Edge(edge.line, replace(edge.what, name=name))
