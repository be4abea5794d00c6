"""JSON of all sorts: GeoJSON in its several shapes, TopoJSON, and plain lists of records."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from struct import error as struct_error
from struct import pack
from typing import Any

import numpy as np

from placewell.domain.errors import Problem
from placewell.importing import says
from placewell.importing.headings import MAX_COLUMNS
from placewell.importing.raw import Cell, RawTable, ReadNote
from placewell.importing.shapes import shapes_of
from placewell.importing.topojson import untangle

SHAPES = {
    "Point": 1,
    "LineString": 2,
    "Polygon": 3,
    "MultiPoint": 4,
    "MultiLineString": 5,
    "MultiPolygon": 6,
    "GeometryCollection": 7,
}


MAX_CELLS = 30_000_000


class _Unfit(ValueError):
    """A shape that does not follow the standard."""


def read_json(path: Path, name: str) -> list[RawTable]:
    """The tables of a JSON file; raises Problem where it is cut short or holds nothing like one."""
    top = _load(path.read_bytes(), name)
    if isinstance(top, Mapping):
        return _from_object(top, name)
    if isinstance(top, list) and top and all(isinstance(v, Mapping) for v in top):
        if all(v.get("type") == "Feature" for v in top):
            return [_features(top, name, "EPSG:4326", [])]
        return [_records(top, name, "")]
    if top in ([], {}):
        raise says.empty(name)
    raise _no_table(name)


def _load(data: bytes, name: str) -> Any:
    text = _decode(data)
    try:
        return _parse(text)
    except RecursionError as fault:
        raise says.damaged(name, "it is nested too deeply to be a map layer or a table") from fault
    except ValueError as fault:
        lines = [line for line in text.replace("\x1e", "").splitlines() if line.strip()]
        if len(lines) > 1 and all(line.lstrip()[:1] == "{" and line.rstrip()[-1:] == "}" for line in lines):
            try:
                return [_parse(line) for line in lines]
            except (ValueError, RecursionError):
                pass
        line = getattr(fault, "lineno", None)
        raise says.damaged(name, f"it stops making sense in line {line:,}" if line else "") from fault


def _parse(text: str) -> Any:
    """Python's parser, but with NaN and Infinity, which some programs write, as nothing."""
    return json.loads(text, parse_constant=lambda _: None)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _from_object(top: Mapping[str, Any], name: str) -> list[RawTable]:
    kind = top.get("type")
    notes: list[ReadNote] = []
    if kind == "FeatureCollection" and isinstance(top.get("features"), list):
        return [_features(top["features"], name, _crs(top, notes), notes)]
    if kind == "Feature":
        return [_features([top], name, _crs(top, notes), notes)]
    if kind in SHAPES:
        return [
            _features([{"type": "Feature", "properties": {}, "geometry": top}], name, _crs(top, notes), notes)
        ]
    if kind == "Topology":
        found = untangle(top, name)
        return [
            _features(f, name, "", [], "TopoJSON", part if len(found) > 1 else "")
            for part, f in found.items()
        ]
    if "geometryType" in top and isinstance(top.get("features"), list):
        raise says.wanted(
            name, "in Esri's own JSON, not GeoJSON", "Ask for GeoJSON (f=geojson at the same address)."
        )
    lists = {
        k: v for k, v in top.items() if isinstance(v, list) and v and all(isinstance(r, Mapping) for r in v)
    }
    if lists:
        return [_records(v, name, str(k) if len(lists) > 1 else "") for k, v in lists.items()]
    raise _no_table(name)


def _no_table(name: str) -> Problem:
    return says.wanted(
        name,
        "JSON, but neither a map layer nor a list of records",
        "Ask for it as GeoJSON, or as a list with one record for each place.",
    )


def _crs(top: Mapping[str, Any], notes: list[ReadNote]) -> str:
    """The standard's longitude and latitude, unless the old-style member names something else."""
    if "crs" not in top:
        return "EPSG:4326"
    crs = top["crs"]
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    named = properties.get("name") if isinstance(properties, Mapping) else None
    if isinstance(named, str):
        if re.search(r"CRS:?84$", named):
            return "EPSG:4326"
        code = re.search(r"EPSG:{1,2}(?:[\d.]*:)?(\d{4,6})$", named)
        if code:
            return f"EPSG:{code.group(1)}"
    if crs is not None:
        notes.append(
            ReadNote(None, "checked", "The file names its map coordinates in a way that is not understood.")
        )
    return ""


def _features(
    features: Sequence[Any],
    name: str,
    crs: str,
    notes: list[ReadNote],
    format: str = "GeoJSON",
    part: str = "",
) -> RawTable:
    records: list[Mapping[str, Any]] = []
    wkb: Any = np.empty(len(features), dtype=object)
    high = 0
    told: set[int] = set()
    for i, feature in enumerate(features):
        if not isinstance(feature, Mapping) or not feature.keys() & {"geometry", "properties"}:
            notes.append(
                ReadNote(i + 1, "rejected", "It does not follow GeoJSON: it has neither a place nor columns.")
            )
            told.add(i)
            records.append({})
            continue
        properties = feature.get("properties")
        record = dict(properties) if isinstance(properties, Mapping) else {}
        if "id" in feature and "id" not in record:
            record = {"id": feature["id"], **record}
        records.append(record)
        try:
            shape = feature.get("geometry")
            wkb[i] = None if shape is None else to_wkb(shape)
            high += shape is not None and _has_height(shape)
        except (_Unfit, struct_error, TypeError, ValueError, KeyError, OverflowError, RecursionError):
            notes.append(
                ReadNote(i + 1, "rejected", "Its outline does not follow GeoJSON and cannot be read.")
            )
            told.add(i)
    if high:
        notes.append(ReadNote(None, "checked", f"{high:,} rows also give heights, which are not used."))
    shapes = shapes_of(wkb, notes, told)
    return RawTable(
        name, part, format, columns_of(records, name), shapes, crs, True, range(1, len(features) + 1), notes
    )


def _has_height(shape: Mapping[str, Any]) -> bool:
    at = shape.get("coordinates")
    while isinstance(at, list) and at and isinstance(at[0], list):
        at = at[0]
    return isinstance(at, list) and len(at) > 2


def to_wkb(shape: Mapping[str, Any], depth: int = 0) -> bytes:
    """A GeoJSON geometry as WKB in two dimensions; raises ValueError and its like where it is unfit."""
    kind = SHAPES[shape["type"]]
    if kind == 7:
        if depth > 8:
            raise _Unfit
        members = [to_wkb(g, depth + 1) for g in shape["geometries"]]
        return pack("<BII", 1, 7, len(members)) + b"".join(members)
    at = shape["coordinates"]
    if kind == 1:
        return pack("<BI2d", 1, 1, *at[:2]) if at else pack("<BII", 1, 4, 0)
    if kind == 2:
        return pack("<BI", 1, 2) + _line(at)
    if kind == 3:
        return _polygon(at)
    if kind == 4:
        return pack("<BII", 1, 4, len(at)) + b"".join(pack("<BI2d", 1, 1, *p[:2]) for p in at)
    if kind == 5:
        return pack("<BII", 1, 5, len(at)) + b"".join(pack("<BI", 1, 2) + _line(p) for p in at)
    return pack("<BII", 1, 6, len(at)) + b"".join(_polygon(p) for p in at)


def _polygon(rings: Any) -> bytes:
    return pack("<BII", 1, 3, len(rings)) + b"".join(_line(r) for r in rings)


def _line(points: Any) -> bytes:
    widths = set(map(len, points))
    if widths and min(widths) < 2:
        raise _Unfit
    flat = list(chain.from_iterable(points if widths <= {2} else (p[:2] for p in points)))
    return pack(f"<I{len(flat)}d", len(points), *flat)


def _records(records: Sequence[Mapping[str, Any]], name: str, part: str) -> RawTable:
    return RawTable(name, part, "JSON", columns_of(records, name), None, "", True, range(1, len(records) + 1))


def columns_of(records: Sequence[Mapping[str, Any]], name: str) -> dict[str, list[Cell]]:
    """Records as columns in order of first appearance; what a record lacks is None.

    Raises Problem where so many columns appear that they are no table's.
    """
    names: dict[str, None] = {}
    for record in records:
        names.update(dict.fromkeys(record))
    if len(names) * len(records) > MAX_CELLS or len(names) > MAX_COLUMNS:
        raise says.too_big(name, f"has {len(names):,} different columns in {len(records):,} records")
    return {n or "(no name)": [cell(r.get(n)) for r in records] for n in names}


def cell(value: Any) -> Cell:
    """One JSON value as a cell: nested ones as JSON text, blanks and impossible numbers as None."""
    if isinstance(value, str):
        return value.strip() or None
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
