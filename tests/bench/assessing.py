"""A red line dragged over the real borough: every criterion of every pack that depends on where the scheme is, again.

Beside it, in the same run, one bare search of the longest limit from one junction. What does not depend on the
position is worked out once before; so are the walks from all places of each sort (`assess.fields`).
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely
from _nets import REAL
from _report import took

from placewell.assess.engine import moves
from placewell.assess.ground import SEARCH_M
from placewell.cli import main as placewell
from placewell.guidance.load import load_packs
from placewell.shipped import resource, sample
from placewell.work.assess import assessor_of
from placewell.work.opened import open_project
from placewell.work.progress import run

ROUNDS = 200
SEED = 20261123
SCHEDULE = "cases/gantry-wharf/GW-PLA-SCH-A Accommodation Schedule P04.xlsx"
SITE = shapely.box(-60, -60, 60, 60)
"""1.44 ha, with a door of each of four blocks."""


def main() -> int:
    """Print the time of a position, median and worst, and as a multiple of a bare search."""
    if not (REAL / "boundaries").is_dir():
        print("  Left out: the real data is not beside the checkout.")
        return 0
    with tempfile.TemporaryDirectory() as room:
        case = _case(Path(room))
        with open_project(case) as opened:
            packs = load_packs(resource("packs"))
            begun = time.perf_counter()
            assessor, _ = run(assessor_of(opened, packs, as_at="2026-11-23"))
            read = time.perf_counter() - begun
            count = len(assessor.findings)
            first = time.perf_counter() - begun - read
            criteria = [c for p in packs for c in p.criteria]
            moving = sum(moves(c) and c.measure != "asked" for c in criteria)
            asked = sum(moves(c) and c.measure == "asked" for c in criteria)
            ground = assessor.ground
            places = _places(ground.project.geometry)
            assert ground.network is not None
            times, whole = [], []
            for x, y in places:
                scheme = replace(
                    assessor.proposal.scheme, geometry=shapely.transform(SITE, lambda c, o=(x, y): c + o)
                )
                moved = replace(assessor.proposal, scheme=scheme)
                begun = time.perf_counter()
                assessor.moved(moved, asked=False)
                times.append(time.perf_counter() - begun)
                begun = time.perf_counter()
                assessor.moved(moved)
                whole.append(time.perf_counter() - begun)
            bare = [
                _bare(ground.network, n)
                for n in random.Random(SEED).sample(range(len(ground.network.node_xy)), 50)
            ]
    one = statistics.median(bare)
    times.sort()
    print(f"  {count} findings against {len(packs)} packs: read {took(read)}, first time {took(first)}")
    print(f"  {moving} criteria are judged by where the scheme is; {ROUNDS} positions over the borough")
    print(
        f"  a position: median {took(statistics.median(times))}, 95 of 100 {took(times[int(ROUNDS * 0.95)])}, worst {took(times[-1])}"
    )
    print(
        f"  one bare search of {SEARCH_M:,.0f} m: {took(one)}; a position is {statistics.median(times) / one:.2f} of it"
    )
    whole.sort()
    print(
        f"  with what stands beside {asked} questions: median {took(statistics.median(whole))}, worst {took(whole[-1])}"
    )
    return 0


def _case(room: Path) -> Path:
    base, case, line = room / "base.gpkg", room / "case.gpkg", room / "line.geojson"
    with contextlib.redirect_stdout(io.StringIO()):
        placewell(["new", str(base), "--boundary", str(REAL / "boundaries" / "southwark_boundary.gpkg")])
        placewell(["import", str(base), str(REAL), str(sample("cases") / "illustrative_yields.csv")])
        placewell(["new", str(case), "--from", str(base), "--name", "The yard"])
        site = shapely.transform(SITE, lambda c: c + np.array([534_000.0, 178_000.0]))
        feature = {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(site))}
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
        line.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
        placewell(["case", str(case), "import", str(line)])
        placewell(["case", str(case), "import", str(sample("cases").parent / SCHEDULE)])
    return case


def _places(boundary: shapely.Geometry) -> list[tuple[float, float]]:
    chance = random.Random(SEED)
    west, south, east, north = boundary.bounds
    found: list[tuple[float, float]] = []
    while len(found) < ROUNDS:
        x, y = chance.uniform(west, east), chance.uniform(south, north)
        if shapely.contains_xy(boundary, x, y):
            found.append((x, y))
    return found


def _bare(network: object, node: int) -> float:
    from scipy.sparse.csgraph import dijkstra

    graph = network.graph  # type: ignore[attr-defined]
    begun = time.perf_counter()
    dijkstra(graph, indices=node, limit=SEARCH_M)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
