"""The PTAL-style index over Southwark against the average that TfL published for its LSOAs in 2015.

They cannot be equal: the stop files say which routes call and not how often, stations do not name their
routes, and buses have changed since. The rank correlation says how far the two put places in one order.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

import numpy as np
import shapely
from _nets import REAL
from _report import seconds, took
from scipy.stats import spearmanr

from placewell.network.calls import indices, stops_of
from placewell.network.snap import attach
from placewell.work.bring_in import apply_plan, as_stated, plan_import
from placewell.work.new import new_base
from placewell.work.opened import open_project
from placewell.work.progress import run
from placewell.work.streets import network_of

FILES = (
    "boundaries/southwark_boundary.gpkg",
    "boundaries/lsoa_2011_southwark_2km.gpkg",
    "network/southwark_os_open_roads_2022.gpkg",
    "network/osm_north_southwark_2024.gpkg",
    "transport/tfl_bus_stops_southwark_2km.csv",
    "transport/stations_southwark_2km.geojson",
)
PUBLISHED = "transport/ptal_2015_lsoa2011_southwark_2km.csv"
ASSUMED = {"bus": 6.0, "rail": 6.0, "underground": 12.0, "DLR": 12.0, "tram": 6.0}
"""Departures an hour of each route, or of all services of a station; uniform, and not from a timetable."""
STEP_M = 100.0


def main() -> int:
    """Print the correlation and what it rests on."""
    lacking = [f for f in (*FILES, PUBLISHED) if not (REAL / f).is_file()]
    if lacking:
        print(f"  Left out: {lacking[0]} is not beside the checkout.")
        return 0
    with (REAL / PUBLISHED).open(encoding="utf-8-sig", newline="") as lines:
        published = {row["LSOA2011"]: float(row["AvPTAI2015"]) for row in csv.DictReader(lines)}
    with tempfile.TemporaryDirectory() as room:
        project = Path(room) / "southwark.gpkg"
        run(new_base(project, REAL / FILES[0]))
        with open_project(project) as opened:
            apply_plan(opened, run(plan_import(opened, [REAL / f for f in FILES[1:]], as_stated())))
            network, boundary = network_of(opened), opened.project.geometry
            areas, stops = opened.file.read("area"), opened.file.read("stop")
            held = stops_of(stops, opened.file.read("service"), ASSUMED)
    assert network is not None and areas.geometry is not None
    inside = shapely.contains(boundary, shapely.point_on_surface(areas.geometry))
    codes = [str(c) for c in areas.columns["code"]]
    wanted = [i for i in np.flatnonzero(inside).tolist() if codes[i] in published]
    grids = [_grid(areas.geometry[i]) for i in wanted]
    of = np.repeat(np.arange(len(wanted)), [len(g) for g in grids])
    points = attach(network, np.concatenate(grids))
    told = []
    took_s = seconds(lambda: told.extend(indices(network, points, held)))
    values = np.array([t.index.value for t in told])
    there = np.array([t.attached for t in told])
    counts = np.bincount(of[there], minlength=len(wanted))
    means = np.bincount(of[there], values[there], minlength=len(wanted)) / np.maximum(counts, 1)
    known = counts > 0
    theirs = np.array([published[codes[i]] for i in wanted])
    rank = float(spearmanr(means[known], theirs[known]).statistic)
    print(f"  Spearman's rank correlation over {int(known.sum())} LSOAs (2011) of Southwark: {rank:.3f}")
    print(
        f"  Ours, median of LSOAs: {np.median(means[known]):.1f}; published: {np.median(theirs[known]):.1f}"
    )
    said = ", ".join(f"{mode} {n:g}" for mode, n in ASSUMED.items())
    print(
        f"  Assumed departures an hour, uniform: {said}; a station without routes counts as one route a mode."
    )
    print(
        f"  Each LSOA is the mean of points {STEP_M:.0f} m apart in it ({int(there.sum()):,} points, {took(took_s)});"
    )
    print(f"  {int((~there).sum()):,} points more than 250 m from a street are left out.")
    print(
        f"  {held.silent:,} stops in the files name no route. Stations outside the files' 2 km do not count."
    )
    return 0


def _grid(area: shapely.Geometry) -> np.ndarray:
    """Points on a grid within an area; a point inside where none falls in it."""
    x0, y0, x1, y1 = shapely.bounds(area)
    x, y = np.meshgrid(
        np.arange(x0 // STEP_M * STEP_M + STEP_M / 2, x1, STEP_M),
        np.arange(y0 // STEP_M * STEP_M + STEP_M / 2, y1, STEP_M),
    )
    shapely.prepare(area)
    within = shapely.contains_xy(area, x.ravel(), y.ravel())
    points = shapely.points(x.ravel()[within], y.ravel()[within])
    return np.asarray(points if len(points) else [shapely.point_on_surface(area)], dtype=object)


if __name__ == "__main__":
    sys.exit(main())
