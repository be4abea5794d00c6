"""Files about a small made-up borough, 4 km square on the National Grid."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import shapely

SQUARE = shapely.box(530_000, 180_000, 534_000, 184_000)


def feature_collection(
    shapes: list[Any], properties: list[dict[str, Any]] | None = None, crs: int | None = 27700
) -> str:
    """GeoJSON text with an old-style statement of its coordinates, or none."""
    features = [
        {
            "type": "Feature",
            "properties": (properties or [{} for _ in shapes])[i],
            "geometry": None if s is None else json.loads(shapely.to_geojson(s)),
        }
        for i, s in enumerate(shapes)
    ]
    text: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs is not None:
        text["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
    return json.dumps(text)


Command = Callable[..., tuple[int, str, str]]
"""Runs one command; gives its exit status and what it said on both streams."""
