"""What a project holds: counts inside its boundary and in all, by level and type."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.asset import role_of
from placewell.domain.rows import Geometries, Rows
from placewell.work.opened import Opened
from placewell.work.streets import network_of


def project_info(opened: Opened) -> dict[str, Any]:
    """The answer of `placewell info --json` (keys as documented; 'inside' by an inside point)."""
    project = opened.project
    areas, assets, stops = (opened.file.read(k) for k in ("area", "asset", "stop"))
    in_areas = inside(areas.geometry, project.geometry)
    counted = [(assets, "type"), (stops, "type")]
    groups: dict[str, dict[str, int]] = {}
    types: dict[str, dict[str, int]] = {}
    for rows, field in counted:
        within = inside(rows.geometry, project.geometry)
        _merge(types, _tally([str(v) for v in rows.columns[field]], within))
        _merge(groups, _tally([role_of(str(v)) for v in rows.columns[field]], within))
    network = network_of(opened)
    return {
        "project": project.name,
        "crs": project.crs,
        "margin_m": project.margin_m,
        "base": project.base,
        "areas": _sorted(_tally([str(v) for v in areas.columns["level"]], in_areas)),
        "population": population(opened, areas, in_areas),
        "assets": _sorted(types),
        "groups": _sorted({g: n for g, n in groups.items() if g not in types}),
        "activities": _activities(opened.file.read("activity")),
        "services": _services(opened.file.read("service")),
        "ptal": _ptal(opened.file.read("PTAL point"), project.geometry),
        "commitments": _commitments(opened.file.read("commitment"), project.geometry),
        "layers": [_layer(opened, layer, project.geometry) for layer in opened.file.layers()],
        "report": dict(
            sorted(Counter(str(s) for s in opened.file.read("import note").columns["sort"]).items())
        ),
        "network": network.stats() if network else None,
        "history": {"entries": len(opened.file.steps()), "sound": opened.file.verify_history() is None},
    }


def _layer(opened: Opened, layer: Any, boundary: shapely.Geometry) -> dict[str, Any]:
    rows = opened.file.read(layer.kind, layer=layer.id)
    return {
        "id": layer.id,
        "name": layer.name,
        "kind": layer.kind,
        "role": layer.role,
        "count": len(rows),
        "inside": None if rows.geometry is None else int(inside(rows.geometry, boundary).sum()),
        "source": layer.source,
        "publisher": layer.publisher,
        "licence": layer.licence,
        "vintage": layer.vintage,
        "coverage": layer.coverage,
        "coverage_area": layer.coverage_area,
        "coverage_note": layer.coverage_note,
        "imported": layer.imported,
        "file": layer.file,
        "repaired": layer.repaired,
        "rejected": layer.rejected,
    }


NOT_STATED = "not stated"


def _activities(rows: Rows) -> dict[str, int]:
    """How many activities each sector's partners run."""
    return dict(sorted(Counter(str(s) or NOT_STATED for s in rows.columns["sector"]).items()))


def _services(rows: Rows) -> dict[str, dict[str, int]]:
    """By mode: routes, and stops at which one calls."""
    stops: dict[str, set[object]] = {}
    routes: dict[str, set[object]] = {}
    for mode, stop, route in zip(*(rows.columns[n] for n in ("mode", "stop", "route")), strict=True):
        stops.setdefault(str(mode) or NOT_STATED, set()).add(stop)
        routes.setdefault(str(mode) or NOT_STATED, set()).add(route)
    return {mode: {"routes": len(routes[mode]), "stops": len(stops[mode])} for mode in sorted(stops)}


def _ptal(rows: Rows, boundary: shapely.Geometry) -> dict[str, dict[str, int]]:
    """Points with a published value, by band."""
    return _sorted(_tally([str(b) for b in rows.columns["band"]], inside(rows.geometry, boundary)))


def _commitments(rows: Rows, boundary: shapely.Geometry) -> dict[str, dict[str, int]]:
    """Other schemes by status, with the homes that they state between them."""
    statuses = [str(s) or NOT_STATED for s in rows.columns["status"]]
    tally = _sorted(_tally(statuses, inside(rows.geometry, boundary)))
    for status, homes in zip(statuses, rows.columns["homes"], strict=True):
        tally[status]["homes"] = tally[status].get("homes", 0) + round(homes or 0)
    return tally


def population(opened: Opened, areas: Rows, in_areas: npt.NDArray[np.bool_]) -> int | None:
    """People of the areas inside, by the newest count of the finest level that has one; else None."""
    figures = opened.file.read("statistic")
    totals: dict[tuple[str, str], dict[str, float]] = {}
    columns = (figures.columns[n] for n in ("dataset", "measure", "date", "level", "code", "value"))
    for dataset, measure, date, level, code, value in zip(*columns, strict=True):
        if dataset == "population" and measure == "all ages" and value is not None:
            totals.setdefault((str(date), str(level)), {})[str(code)] = float(value)
    levels, codes = areas.columns["level"], areas.columns["code"]
    for _, level in sorted(totals, key=lambda k: (k[0], len(totals[k])), reverse=True):
        by_code = totals[max((k for k in totals if k[1] == level), key=lambda k: k[0])]
        # Each code once, however many layers draw its area.
        wanted = {str(codes[i]) for i in np.flatnonzero(in_areas).tolist() if levels[i] == level}
        if wanted and all(c in by_code for c in wanted):
            return round(sum(by_code[c] for c in wanted))
    return None


def inside(shapes: Geometries | None, boundary: shapely.Geometry) -> npt.NDArray[np.bool_]:
    """Which things have an inside point within the boundary (on its line counts)."""
    if shapes is None or not len(shapes):
        return np.zeros(0, dtype=bool)
    points = shapely.point_on_surface(shapes)
    shapely.prepare(boundary)
    return np.asarray(
        shapely.intersects_xy(boundary, shapely.get_x(points), shapely.get_y(points)), dtype=bool
    )


def _tally(names: list[str], within: npt.NDArray[np.bool_]) -> dict[str, dict[str, int]]:
    held = Counter(names)
    inner = Counter(n for n, w in zip(names, within, strict=True) if w)
    return {name: {"inside": inner[name], "held": count} for name, count in held.items()}


def _merge(into: dict[str, dict[str, int]], more: dict[str, dict[str, int]]) -> None:
    for name, counts in more.items():
        have = into.setdefault(name, {"inside": 0, "held": 0})
        for key, n in counts.items():
            have[key] += n


def _sorted(tally: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {name: tally[name] for name in sorted(tally, key=str.casefold)}
