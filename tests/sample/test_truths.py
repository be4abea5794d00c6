"""Every truth planted in the sample, worked out again from the finished project and the raw files alone.

Nothing of the generator is used: streets are read by plain SQL, distances found by a plain shortest-path
search over lines cut at shared points.
"""

from __future__ import annotations

import heapq
import math
import sqlite3
import tomllib
import xml.etree.ElementTree as ET
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from convertbng import cutil
from shapely import LineString, Point

from placewell.shipped import sample

TRUTHS: dict[str, Any] = tomllib.loads((sample("raw").parent / "truths.toml").read_text(encoding="utf-8"))
Node = tuple[float, float]


class Streets:
    """Lines cut at the points they share, and walks over them."""

    def __init__(self, lines: list[list[Node]]) -> None:
        uses: dict[Node, int] = defaultdict(int)
        for line in lines:
            for p in line:
                uses[p] += 1
            uses[line[0]] += 1
            uses[line[-1]] += 1
        self.out: dict[Node, list[tuple[Node, float]]] = defaultdict(list)
        self.edges: list[tuple[Node, Node, LineString]] = []
        for line in lines:
            piece = [line[0]]
            for p in line[1:]:
                piece.append(p)
                if uses[p] > 1:
                    self._edge(piece)
                    piece = [p]
        self.tree = shapely.STRtree([e[2] for e in self.edges])

    def _edge(self, piece: list[Node]) -> None:
        line = LineString(piece)
        self.out[piece[0]].append((piece[-1], line.length))
        self.out[piece[-1]].append((piece[0], line.length))
        self.edges.append((piece[0], piece[-1], line))

    def walk(self, start: Point, end: Point) -> float:
        """Metres from one point to another, with both legs; infinite where there is no way."""
        a, b, line = self.edges[int(self.tree.nearest(start))]
        at, leg = line.project(start), line.distance(start)
        c, d, last = self.edges[int(self.tree.nearest(end))]
        to, leg_to = last.project(end), last.distance(end)
        best = abs(at - to) if last is line else math.inf
        goal = {c: to, d: last.length - to}
        queue = [(at, a), (line.length - at, b)]
        heapq.heapify(queue)
        done: set[Node] = set()
        while queue:
            far, node = heapq.heappop(queue)
            if node in done or far > best:
                continue
            done.add(node)
            if node in goal:
                best = min(best, far + goal[node])
            for other, more in self.out[node]:
                if other not in done:
                    heapq.heappush(queue, (far + more, other))
        return float(leg + best + leg_to)


def shape_of(blob: bytes) -> Any:
    """The geometry of a GeoPackage blob, by the standard's own layout of its header."""
    envelope = (blob[3] >> 1) & 7
    return shapely.from_wkb(blob[8 + (0, 32, 48, 48, 64)[envelope] :])


@pytest.fixture(scope="module")
def project(sample_project: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{sample_project}?mode=ro", uri=True)


@pytest.fixture(scope="module")
def streets(project: sqlite3.Connection) -> Streets:
    lines = []
    for (blob,) in project.execute("SELECT geom FROM streets WHERE network = 'paths'"):
        for part in shapely.get_parts(shape_of(blob)):
            lines.append([(round(x, 2), round(y, 2)) for x, y in part.coords])
    return Streets(lines)


def place(project: sqlite3.Connection, name: str) -> Point:
    found = project.execute("SELECT geom FROM assets WHERE name = ?", (name,)).fetchall()
    assert len(found) == 1, f"{name} is in the project {len(found)} times"
    return shape_of(found[0][0])


def entrance(project: sqlite3.Connection, name: str) -> Point:
    found = project.execute(
        "SELECT e.geom FROM entrances e JOIN schemes s ON e.scheme = s.id WHERE e.name = ? AND s.option = 'A'",
        (name,),
    ).fetchall()
    assert len(found) == 1
    return shape_of(found[0][0])


def test_the_clinic_is_as_far_from_the_gate_as_is_written(
    project: sqlite3.Connection, streets: Streets
) -> None:
    truth = TRUTHS["clinic"]
    walked = streets.walk(entrance(project, truth["from_gate"]), place(project, truth["name"]))
    assert walked == pytest.approx(truth["walk_m"], abs=0.2)


def gates(project: sqlite3.Connection, name: str) -> list[Point]:
    """Where streets and paths cross the park's edge."""
    park = shape_of(
        project.execute("SELECT geom FROM assets WHERE name = ? AND type = 'park'", (name,)).fetchone()[0]
    )
    ring = shapely.boundary(park)
    found: list[Point] = []
    for (blob,) in project.execute("SELECT geom FROM streets WHERE network = 'paths'"):
        line = shape_of(blob)
        if shapely.distance(line, ring) < 0.02:
            ends = [Point(c) for part in shapely.get_parts(line) for c in (part.coords[0], part.coords[-1])]
            found += [e for e in ends if shapely.distance(ring, e) < 0.05]
            found += [
                g for g in shapely.get_parts(shapely.intersection(line, ring)) if g.geom_type == "Point"
            ]
    assert found
    return found


def test_the_park_has_its_size(project: sqlite3.Connection) -> None:
    truth = TRUTHS["park"]
    park = shape_of(
        project.execute(
            "SELECT geom FROM assets WHERE name = ? AND type = 'park'", (truth["name"],)
        ).fetchone()[0]
    )
    assert park.area / 10_000 == pytest.approx(truth["hectares"], abs=0.0005)


def test_the_park_is_that_near_for_that_share_of_homes(project: sqlite3.Connection, streets: Streets) -> None:
    truth = TRUTHS["park"]
    homes = dict(
        project.execute(
            "SELECT h.block, sum(h.homes) FROM homes h JOIN schemes s ON h.scheme = s.id WHERE s.option = 'A' GROUP BY h.block"
        ).fetchall()
    )
    doors = project.execute(
        "SELECT e.block, e.geom FROM entrances e JOIN schemes s ON e.scheme = s.id WHERE s.option = 'A' AND e.block <> ''"
    ).fetchall()
    assert {b for b, _ in doors} == set(homes)
    edge = gates(project, truth["name"])
    far = {block: min(streets.walk(shape_of(blob), g) for g in edge) for block, blob in doors}
    assert sum(homes.values()) == TRUTHS["scheme"]["homes"]
    near = {b for b, m in far.items() if m <= truth["walk_m"] + 0.2}
    assert sum(homes[b] for b in near) / sum(homes.values()) == pytest.approx(truth["share_of_homes"])
    assert max(far[b] for b in near) == pytest.approx(truth["walk_m"], abs=0.2)
    assert min(m for b, m in far.items() if b not in near) > 400


def test_the_surgery_is_full(project: sqlite3.Connection) -> None:
    truth = TRUTHS["surgery"]
    found = project.execute(
        "SELECT capacity, used, capacity_unit FROM assets WHERE name = ?", (truth["name"],)
    ).fetchall()
    assert found == [(truth["capacity"], truth["registered"], "patients")]


def older_streets(path: Path) -> list[list[Node]]:
    """Streets and paths of an OSM XML extract on the National Grid."""
    root = ET.parse(path).getroot()
    nodes = {n.get("id"): (float(n.get("lon") or 0), float(n.get("lat") or 0)) for n in root.iter("node")}
    ids = sorted(nodes, key=str)
    lonlat = np.array([nodes[i] for i in ids])
    x, y = cutil.convert_bng(np.ascontiguousarray(lonlat[:, 0]), np.ascontiguousarray(lonlat[:, 1]))
    grid = {i: (round(float(a), 2), round(float(b), 2)) for i, a, b in zip(ids, x, y, strict=True)}
    return [
        [grid[n.get("ref")] for n in way.iter("nd")]
        for way in root.iter("way")
        if any(t.get("k") == "highway" for t in way.iter("tag"))
    ]


def test_without_the_footpath_the_walk_is_longer(project: sqlite3.Connection, streets: Streets) -> None:
    truth = TRUTHS["footpath"]
    start, end = entrance(project, truth["from_gate"]), place(project, truth["venue"])
    assert streets.walk(start, end) == pytest.approx(truth["walk_m"], abs=0.2)
    older = Streets(older_streets(sample("raw", truth["older_extract"])))
    assert older.walk(start, end) >= truth["without_at_least_m"]


def test_the_scheme_is_as_written(project: sqlite3.Connection) -> None:
    truth = TRUTHS["scheme"]
    schemes = project.execute("SELECT id, name, option FROM schemes ORDER BY option").fetchall()
    assert [(n, o) for _, n, o in schemes] == [(truth["name"], o) for o in truth["options"]]
    for scheme, _, option in schemes:
        phases = project.execute("SELECT count(*) FROM phases WHERE scheme = ?", (scheme,)).fetchone()[0]
        assert phases == truth["phases"]
        provided, lost = (
            project.execute(f"SELECT count(*) FROM {t} WHERE scheme = ?", (scheme,)).fetchone()[0]
            for t in ("provision", "losses")
        )
        assert provided >= 9 and lost == 3
        if option == "A":
            assert (
                project.execute("SELECT sum(homes) FROM homes WHERE scheme = ?", (scheme,)).fetchone()[0]
                == truth["homes"]
            )
