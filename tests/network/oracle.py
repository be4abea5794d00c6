"""Another way to the same distances: plainly written, slow, and with nothing of placewell.network in it.

Lines are read from the raw files, joined into a networkx graph by the rules that the files' makers give,
and every point becomes a node of its own in the middle of a street that is cut there.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pyogrio
import shapely
from shapely.ops import substring

APART_M, LEG_M = 1.0, 250.0
TIE_M = 1e-6


@dataclass
class Street:
    """One line between two nodes of the graph."""

    line: shapely.LineString
    start: Hashable
    end: Hashable
    name: str = ""
    of: str = ""


def open_roads(folder: Path) -> list[Street]:
    """OS Open Roads: links join at equal node ids, where the link was not clipped short of the node."""
    table = pyogrio.read_dataframe(folder / "network" / "southwark_os_open_roads_2022.gpkg")
    assert "Motorway" not in set(table.roadClassification)
    parts = []
    for row in table.itertuples():
        merged = shapely.line_merge(row.geometry)
        for line in shapely.get_parts(merged):
            parts.append((line, row.startNode, row.endNode, row.name1 or ""))
    return _joined(parts, "roads")


def osm(folder: Path) -> list[Street]:
    """The OpenStreetMap extract: cut at every junction, each with its nodes' numbers; by OSTN15."""
    from convertbng import cutil

    table = pyogrio.read_dataframe(folder / "network" / "osm_north_southwark_2024.gpkg", layer="edges")
    parts = []
    for row in table.itertuples():
        lon, lat = (np.ascontiguousarray(c) for c in np.asarray(row.geometry.coords).T)
        east, north = cutil.convert_bng(lon, lat)
        name = row.name if isinstance(row.name, str) else ""
        parts.append((shapely.LineString(list(zip(east, north, strict=True))), row.node1, row.node2, name))
    return _joined(parts, "paths")


def _joined(parts: Iterable[tuple[Any, Any, Any, Any]], of: str) -> list[Street]:
    """Ends named by the code that stands where they are, else by their own place."""
    lines = [
        (line, a, b, str(name) if isinstance(name, str) else "")
        for line, a, b, name in parts
        if line.length > 0
    ]
    seen: defaultdict[Any, Counter[tuple[float, float]]] = defaultdict(Counter)
    for line, a, b, _ in lines:
        seen[a][line.coords[0]] += 1
        seen[b][line.coords[-1]] += 1
    stands = {code: places.most_common(1)[0][0] for code, places in seen.items()}

    def node(at: tuple[float, float], own: Any, other: Any) -> Hashable:
        for code in (own, other):
            if math.dist(stands[code], at) <= APART_M:
                return stands[code]
        return at

    return [
        Street(line, node(line.coords[0], a, b), node(line.coords[-1], b, a), name, of)
        for line, a, b, name in lines
    ]


class Walks:
    """Distances between points on streets."""

    def __init__(self, streets: Sequence[Street], points: Sequence[shapely.Point]) -> None:
        self.streets = list(streets)
        self.points = list(points)
        lines = np.array([s.line for s in self.streets], dtype=object)
        self.near: list[list[tuple[int, float, float]]] = []
        """For each point the streets that are nearest to it (more than one only in a tie), where on them,
        and how far off."""
        for point in self.points:
            metres = shapely.distance(lines, point)
            least = float(metres.min())
            hits = np.flatnonzero(metres <= least + TIE_M) if least <= LEG_M else []
            self.near.append([(int(i), float(lines[i].project(point)), float(metres[i])) for i in hits])
        cuts: defaultdict[int, list[tuple[float, Hashable]]] = defaultdict(list)
        self.graph = nx.Graph()
        for p, hits in enumerate(self.near):
            for street, along, leg in hits:
                cuts[street].append((along, ("on", p, street)))
                # A leaf of its own for each way in, so that nothing can walk through a point.
                self.graph.add_edge(("point", p, street), ("on", p, street), m=leg)
        for i, street in enumerate(self.streets):
            places = [
                (0.0, street.start),
                *sorted(cuts[i], key=lambda c: c[0]),
                (street.line.length, street.end),
            ]
            for (a, one), (b, other) in itertools.pairwise(places):
                known = self.graph.get_edge_data(one, other, {"m": math.inf})["m"]
                self.graph.add_edge(one, other, m=min(known, b - a))

    def tied(self, p: int) -> bool:
        """Whether several streets are equally near to a point."""
        return len(self.near[p]) > 1

    def from_point(self, p: int) -> list[dict[Hashable, float]]:
        """Distances from a point to everything, one table for each street it may be said to be on."""
        return [
            nx.single_source_dijkstra_path_length(self.graph, ("point", p, street), weight="m")
            for street, _, _ in self.near[p]
        ]

    def all_to(self, tables: Sequence[dict[Hashable, float]], t: int) -> list[float]:
        """Every distance that may be meant, infinite where there is no way; none where one is not attached."""
        return [
            table.get(("point", t, street), math.inf) for table in tables for street, _, _ in self.near[t]
        ]


# -- the seam, told again in plain words: roads only where nothing is mapped beside them -------------

EVERY_M, BESIDE_M, SHORT_M, JOIN_M, AT_END_M = 5.0, 15.0, 40.0, 25.0, 1.5


def both(roads: Sequence[Street], paths: Sequence[Street]) -> list[Street]:
    """Paths whole, what is left of roads, and a link where a road lost what it went on to."""
    mapped = np.array([s.line for s in paths], dtype=object)
    tree = shapely.STRtree(mapped)
    kept: list[Street] = []
    ends: dict[Hashable, tuple[shapely.Point, Hashable, str]] = {}
    lost: set[Hashable] = set()
    for i, road in enumerate(roads):
        spans = _left(road.line, tree)
        whole = road.line.length
        if not any(a == 0 for a, _ in spans):
            lost.add(road.start)
        if not any(b == whole for _, b in spans):
            lost.add(road.end)
        for a, b in spans:
            begin = road.start if a == 0 else ("cut", i, a)
            end = road.end if b == whole else ("cut", i, b)
            line = road.line if (a, b) == (0, whole) else substring(road.line, a, b)
            kept.append(Street(line, begin, end, road.name, "roads"))
            for node, at, cut in ((begin, line.coords[0], a > 0), (end, line.coords[-1], b < whole)):
                ends.setdefault(node, (shapely.Point(at), node, road.name))
                if cut:
                    lost.add(node)
    links = []
    cuts: defaultdict[int, list[tuple[float, Hashable]]] = defaultdict(list)
    for node in (n for n in ends if n in lost):
        point, _, name = ends[node]
        near = tree.query(point, predicate="dwithin", distance=JOIN_M)
        if not len(near):
            continue
        metres = shapely.distance(mapped[near], point)
        same = [bool(name) and paths[int(i)].name.casefold() == name.casefold() for i in near]
        best = min(range(len(near)), key=lambda k: (not same[k], metres[k], near[k]))
        street = int(near[best])
        way = paths[street]
        at, whole = way.line.project(point), way.line.length
        if at < AT_END_M or at > whole - AT_END_M:
            to: Hashable = way.start if at < AT_END_M else way.end
            place = way.line.coords[0 if at < AT_END_M else -1]
        else:
            to = ("join", street, at)
            place = way.line.interpolate(at).coords[0]
            cuts[street].append((at, to))
        line = shapely.LineString([point.coords[0], place])
        links.append(Street(line, node, to, name, "seam"))
    whole_paths = []
    for i, way in enumerate(paths):
        places = [(0.0, way.start), *sorted(set(cuts[i]), key=lambda c: c[0]), (way.line.length, way.end)]
        for (a, one), (b, other) in itertools.pairwise(places):
            line = way.line if len(places) == 2 else substring(way.line, a, b)
            whole_paths.append(Street(line, one, other, way.name, "paths"))
    return [*whole_paths, *kept, *(s for s in links if s.line.length > 0)]


def _left(line: shapely.LineString, tree: shapely.STRtree) -> list[tuple[float, float]]:
    """From and to of what is left of a road."""
    steps = max(math.ceil(line.length / EVERY_M), 1)
    places = [line.length * i / steps for i in range(steps + 1)]
    gone = [len(tree.query(line.interpolate(a), predicate="dwithin", distance=BESIDE_M)) > 0 for a in places]
    if all(gone):
        return []
    runs: list[list[Any]] = []
    for i, is_gone in enumerate(gone):
        if runs and runs[-1][0] == is_gone:
            continue
        at = 0.0 if not runs else (places[i - 1] + places[i]) / 2
        if runs:
            runs[-1][2] = at
        runs.append([is_gone, at, line.length])
    # Beside something for a little way only: it crosses or meets it.
    runs = _told([[r[0] and r[2] - r[1] >= SHORT_M, r[1], r[2]] for r in runs])
    # Left for a little way only, with nothing before or after: no road.
    last = len(runs) - 1
    runs = _told([[r[0] or (0 < i < last and r[2] - r[1] < SHORT_M), r[1], r[2]] for i, r in enumerate(runs)])
    return [(a, b) for is_gone, a, b in runs if not is_gone]


def _told(runs: list[list[Any]]) -> list[list[Any]]:
    made: list[list[Any]] = []
    for run in runs:
        if made and made[-1][0] == run[0]:
            made[-1][2] = run[2]
        else:
            made.append(list(run))
    return made
