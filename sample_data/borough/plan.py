"""The hand-drawn plan as shapes: roads, railways, water, greens and the limit of the borough."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from borough.shapes import smooth, warp

WARP_SEED = 1887
FILE = Path(__file__).resolve().parent.parent / "plan.toml"


@dataclass(frozen=True)
class Road:
    """A road of the plan."""

    name: str
    sort: str
    line: LineString
    over: str = ""


@dataclass(frozen=True)
class Plan:
    """All of `plan.toml`, in the plan's own metres."""

    data: dict[str, Any]
    extent: Polygon
    limit: Polygon
    river: Polygon
    river_line: LineString
    docks: dict[str, BaseGeometry]
    canal: Polygon
    canal_line: LineString
    roads: list[Road]
    rails: dict[str, LineString]
    greens: list[tuple[str, str, Polygon]]
    """Name, sort and outline."""

    @property
    def water(self) -> BaseGeometry:
        """All water together."""
        return shapely.union_all([self.river, self.canal, *self.docks.values()])


def read_plan() -> Plan:
    """The plan with its curves drawn."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    limit = Polygon(data["limit"])
    extent = limit.buffer(data["beyond_m"], quad_segs=8)
    line = np.array(data["river"]["line"], dtype=float)
    river_line = smooth(line[:, :2])
    canal_line = smooth(data["canal"]["line"])
    joined = data["junctions"]
    roads = []
    for r in data["road"]:
        # Old roads run straight from one landmark to the next, and turn there.
        curve = LineString([joined[p] if isinstance(p, str) else p for p in r["line"]])
        roads.append(Road(r["name"], r["sort"], curve, r.get("over", "")))
    docks = {}
    for d in data["dock"]:
        basin: BaseGeometry = _rounded(Polygon(d["shape"]), 10)
        if d["lock"]:
            basin = basin.union(LineString(d["lock"]).buffer(9, cap_style="flat"))
        docks[d["name"]] = basin
    return Plan(
        data=data,
        extent=extent,
        limit=limit,
        river=_band(line, river_line),
        river_line=river_line,
        docks=docks,
        canal=canal_line.buffer(data["canal"]["width"] / 2),
        canal_line=canal_line,
        roads=roads,
        rails={r["name"]: smooth(r["line"], 40) for r in data["rail"]},
        greens=[
            (g["name"], g["sort"], _to_size(_rounded(Polygon(g["shape"]), 14), g.get("hectares")))
            for g in data["green"]
        ],
    )


def _to_size(shape: Polygon, hectares: float | None) -> Polygon:
    """The outline drawn larger or smaller, so that it has its size once the plan is bent."""
    if hectares is None:
        return shape
    bent = shapely.transform(shapely.segmentize(shape, 10), warp(WARP_SEED))
    by = (hectares * 1e4 / bent.area) ** 0.5
    c = shape.centroid
    sized: Polygon = shapely.transform(shape, lambda xy: (xy - (c.x, c.y)) * by + (c.x, c.y))
    return sized


def _rounded(shape: Polygon, radius_m: float) -> Polygon:
    return shape.buffer(-radius_m, quad_segs=4).buffer(radius_m, quad_segs=4)


def _band(line: np.ndarray, curve: LineString) -> Polygon:
    """The river's water between its banks: discs along the curve, as wide as the plan says there."""
    at = [curve.project(Point(p[:2])) for p in line]
    steps = np.linspace(0, curve.length, int(curve.length / 12))
    wide = np.interp(steps, at, line[:, 2])
    # Banks of real rivers are not parallel: walls and wharves stand out and fall back.
    wide = wide * (1 + 0.03 * np.sin(steps / 190) + 0.02 * np.sin(steps / 83 + 1))
    points = shapely.line_interpolate_point(curve, steps)
    band = shapely.union_all(shapely.buffer(points, wide / 2, quad_segs=12))
    whole = band if isinstance(band, Polygon) else max(MultiPolygon(band).geoms, key=lambda g: g.area)
    return shapely.simplify(whole, 1.5)
