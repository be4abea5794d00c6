"""From a file as its publisher made it to a graph: ours against pyrosm and osmnx.

Ours reads the whole file apart from the program, recognises it, checks it, and understands every layer
in it before the graph is built from its streets; the others read streets alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyogrio
import shapely
from _nets import REAL
from _others import LeftOut, ask
from _report import Report, median, took

from placewell.network.build import build
from placewell.work.bring_in import plan_import
from placewell.work.new import new_base
from placewell.work.opened import open_project
from placewell.work.progress import run

ROUNDS = 3
FILES = {"newport-2023-06-13.osm.pbf": "pyrosm", "elephant_st_georges_road.osm": "osmnx"}
"""Each tool reads one of the two forms."""


def measure(report: Report, room: Path, large: bool) -> None:
    """Each file that is there."""
    report.title("From the raw file to the graph")
    rows, left = [], []
    for file, tool in FILES.items():
        path = REAL / "network" / "raw" / file
        if not path.is_file():
            left.append(f"{file}: left out, because it is not beside the checkout.")
            continue
        read_s, build_s, nodes, edges = ours(room, path)
        row = [file, took(read_s + build_s), took(build_s), f"{nodes:,} / {edges:,}"]
        kept = {"file": file, "ours_s": read_s + build_s, "build_s": build_s, "nodes": nodes, "edges": edges}
        try:
            told = ask(tool, str(path))
        except LeftOut as why:
            left.append(str(why))
            row += ["", "", ""]
        else:
            row += [
                f"{tool} {took(told['s'])}",
                f"{told['nodes']:,} / {told['edges']:,}",
                f"{(read_s + build_s) / told['s']:.2f}",
            ]
            kept |= {
                "tool": f"{tool} {told['version']}",
                "theirs_s": told["s"],
                "their_nodes": told["nodes"],
                "their_edges": told["edges"],
            }
        rows.append(row)
        report.keep(**kept)
    heads = (
        "file",
        "ours",
        "of it the graph",
        "junctions / links",
        "theirs",
        "junctions / links",
        "ours / theirs",
    )
    report.table(heads, rows)
    for reason in left:
        report.say(reason)


def ours(room: Path, path: Path) -> tuple[float, float, int, int]:
    """Median seconds to read and understand a file, and to build the graph; its junctions and links."""
    project = room / f"{path.name}.gpkg"
    run(new_base(project, _outline(room, path)))
    with open_project(project) as opened:
        plan = run(plan_import(opened, [path]))
        read_s = median(lambda: run(plan_import(opened, [path])), ROUNDS)
    drawn = next(draft.rows for draft in plan.drafts if draft.kind == "street")
    # Numbered as they are when they are written to the project.
    streets = replace(drawn, columns={**drawn.columns, "id": [str(i) for i in range(len(drawn))]})
    network = build(streets)
    assert network is not None
    return read_s, median(lambda: build(streets), ROUNDS), len(network.node_xy), len(network.edge_m)


def _outline(room: Path, path: Path) -> Path:
    """A boundary round all streets in the file, so that none is left out."""
    _, (x0, y0, x1, y1) = pyogrio.read_bounds(path, layer="lines", where="highway IS NOT NULL")
    whole = shapely.box(x0.min(), y0.min(), x1.max(), y1.max())
    out = room / f"{path.name}.geojson"
    out.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": '
        f"{shapely.to_geojson(whole)}}}]}}",
        encoding="utf-8",
    )
    return out
