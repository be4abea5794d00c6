"""Closed outlines out of lines as drawings have them: in pieces, in any order and direction, not quite meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

SILENT_M = 0.01
"""Ends this near are one point, drawn twice."""
_TWICE = 0.9
"""An outline that holds so much of the one round it is no hole but the same line again."""
JOIN_M = 0.5
"""Ends this near are joined, and it is told."""


@dataclass
class Outlines:
    """Closed outlines, and what stayed open. `joined_m` is the widest gap that was closed."""

    closed: list[shapely.Polygon] = field(default_factory=list)
    open: list[shapely.LineString] = field(default_factory=list)
    joined_m: float = 0.0


def outlines_of(shapes: Sequence[shapely.Geometry]) -> Outlines:
    """The outlines that polygons and lines make together, each once."""
    found = Outlines()
    parts = shapely.get_parts(np.array([s for s in shapes if s is not None], dtype=object))
    parts = shapely.get_parts(parts)  # collections may hold multi-parts
    polygons = [p for p in parts if shapely.get_type_id(p) == 3]
    lines = [p for p in parts if shapely.get_type_id(p) in (1, 2) and p.length > 0]
    polygons += _rings(lines, found)
    for polygon in sorted((p for p in polygons if enclosed_m2(p) > 0), key=lambda p: -enclosed_m2(p)):
        if not any(_same(polygon, other) for other in found.closed):
            found.closed.append(polygon)
    return found


def enclosed_m2(outline: shapely.Polygon) -> float:
    """The ground an outline goes round, whatever way it crosses itself."""
    return float(shapely.make_valid(outline).area)


def widest_way_apart(lines: Sequence[shapely.LineString]) -> tuple[float, tuple[float, float]]:
    """The gap that keeps open lines from closing: how wide, and where (x, y). Needs one line or more."""
    ends = _ends(lines)
    free = [p for p in ends if (np.hypot(*(ends - p).T) <= JOIN_M).sum() == 1]
    if len(free) < 2:
        free = list(ends[:2])
    # Each loose end belongs to the loose end nearest to it; the widest of these is what is missing.
    gaps = []
    for i, p in enumerate(free):
        away = [float(np.hypot(*(q - p))) if j != i else np.inf for j, q in enumerate(free)]
        gaps.append((min(away), (float(p[0]), float(p[1]))))
    return max(gaps)


def one_site(outlines: Sequence[shapely.Polygon]) -> shapely.Geometry:
    """Outlines as ground: one within another is a hole in it, one within a hole is ground again."""
    ground: shapely.Geometry = shapely.MultiPolygon()
    for outline in sorted(outlines, key=lambda p: -enclosed_m2(p)):
        whole = shapely.make_valid(outline)
        inside = shapely.intersection(ground, whole).area
        if inside > 0.99 * whole.area and whole.area > _TWICE * ground.area:
            continue  # a line drawn double, its two sides a little apart
        if inside > 0.99 * whole.area:
            ground = shapely.difference(ground, whole)
        else:
            ground = shapely.union(ground, whole)
    return ground


def _rings(lines: list[shapely.LineString], found: Outlines) -> list[shapely.Polygon]:
    if not lines:
        return []
    closed = [x for x in lines if shapely.is_closed(x) and len(x.coords) > 3]
    loose = [x for x in lines if not (shapely.is_closed(x) and len(x.coords) > 3)]
    rings = [shapely.Polygon(x.coords) for x in closed]
    if loose:
        snapped = _snapped(loose, found)
        merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(snapped)))
        rest = []
        for line in merged:
            if shapely.is_closed(line) and len(line.coords) > 3:
                rings.append(shapely.Polygon(line.coords))
            else:
                rest.append(line)
        if rest:
            # Where more than two lines meet, or lines cross, the faces between them are looked for.
            noded = shapely.get_parts(shapely.union_all(rest))
            faces = [f for f in shapely.get_parts(shapely.polygonize(noded)) if f.area > 0]
            if faces:
                rings += [p for p in shapely.get_parts(shapely.union_all(faces)) if p.geom_type == "Polygon"]
            used = shapely.union_all([shapely.boundary(f) for f in faces]) if faces else shapely.LineString()
            found.open += [x for x in rest if not faces or not shapely.covers(shapely.buffer(used, 1e-6), x)]
    return rings


def _snapped(lines: Sequence[shapely.LineString], found: Outlines) -> list[shapely.LineString]:
    """Lines whose ends that nearly meet are the same point."""
    ends = _ends(lines)
    to = np.arange(len(ends))
    tree = shapely.STRtree(shapely.points(ends))
    # Nearest pairs first, each end with one other: a gap is between two ends.
    one, other = tree.query(shapely.points(ends), predicate="dwithin", distance=JOIN_M)
    pairs = sorted(
        (float(np.hypot(*(ends[i] - ends[j]))), int(i), int(j))
        for i, j in zip(one, other, strict=True)
        if i < j
    )
    taken: set[int] = set()
    for apart, i, j in pairs:
        if apart > SILENT_M and (
            i in taken or j in taken or (i // 2 == j // 2 and lines[i // 2].length < 2 * JOIN_M)
        ):
            continue
        root = to[i]
        to[to == to[j]] = root
        taken |= {i, j}
        if apart > SILENT_M:
            found.joined_m = max(found.joined_m, apart)
    made = []
    for n, line in enumerate(lines):
        xy = shapely.get_coordinates(line)
        xy[0], xy[-1] = ends[to[2 * n]], ends[to[2 * n + 1]]
        made.append(shapely.linestrings(xy))
    return made


def _ends(lines: Sequence[shapely.LineString]) -> npt.NDArray[np.float64]:
    return np.array([p for x in lines for p in (x.coords[0][:2], x.coords[-1][:2])], dtype=float)


def _same(one: shapely.Polygon, other: shapely.Polygon) -> bool:
    """Whether two outlines are one drawn twice (an edge and its hatching)."""
    a, b = shapely.make_valid(one), shapely.make_valid(other)
    return bool(shapely.symmetric_difference(a, b).area < 0.002 * b.area)
