"""TopoJSON's shared borders put back together into the outlines of GeoJSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from placewell.importing import says

_Line = list[list[float]]


def untangle(top: Mapping[str, Any], name: str) -> dict[str, list[dict[str, Any]]]:
    """The objects of a topology by name, each as a list of GeoJSON features; raises Problem if damaged."""
    try:
        arcs = [_arc(a, top.get("transform")) for a in top["arcs"]]
        return {str(k): _object(v, arcs, top.get("transform")) for k, v in top["objects"].items()}
    except (
        KeyError,
        TypeError,
        ValueError,
        IndexError,
        AttributeError,
        RecursionError,
        OverflowError,
    ) as fault:
        raise says.damaged(name, "its borders do not fit together") from fault


def _arc(arc: Sequence[Sequence[float]], transform: Any) -> _Line:
    if transform is None:
        return [[p[0], p[1]] for p in arc]
    xs, ys = accumulate(p[0] for p in arc), accumulate(p[1] for p in arc)
    return [_place((x, y), transform) for x, y in zip(xs, ys, strict=True)]


def _place(point: Sequence[float], transform: Any) -> list[float]:
    if transform is None:
        return [point[0], point[1]]
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    return [point[0] * sx + tx, point[1] * sy + ty]


def _object(thing: Mapping[str, Any], arcs: list[_Line], transform: Any) -> list[dict[str, Any]]:
    members = thing["geometries"] if thing["type"] == "GeometryCollection" else [thing]
    return [_feature(m, arcs, transform) for m in members]


def _feature(member: Mapping[str, Any], arcs: list[_Line], transform: Any) -> dict[str, Any]:
    feature = {
        "type": "Feature",
        "properties": member.get("properties") or {},
        "geometry": _shape(member, arcs, transform, 0),
    }
    if "id" in member:
        feature["id"] = member["id"]
    return feature


def _shape(member: Mapping[str, Any], arcs: list[_Line], transform: Any, depth: int) -> dict[str, Any] | None:
    kind = member.get("type")
    if kind is None:
        return None
    if kind == "GeometryCollection":
        if depth > 8:
            raise ValueError(kind)
        return {
            "type": kind,
            "geometries": [_shape(m, arcs, transform, depth + 1) for m in member["geometries"]],
        }
    if kind == "Point":
        return {"type": kind, "coordinates": _place(member["coordinates"], transform)}
    if kind == "MultiPoint":
        return {"type": kind, "coordinates": [_place(p, transform) for p in member["coordinates"]]}
    deep = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}[kind]
    return {"type": kind, "coordinates": _joined(member["arcs"], arcs, deep)}


def _joined(indexes: Any, arcs: list[_Line], deep: int) -> Any:
    if deep:
        return [_joined(i, arcs, deep - 1) for i in indexes]
    line: _Line = []
    for i in indexes:
        arc = arcs[i] if i >= 0 else arcs[~i][::-1]
        line.extend(arc[1:] if line else arc)
    return line
