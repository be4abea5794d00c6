"""OpenStreetMap extracts (.osm, .osm.pbf) as points, lines and polygons with all their tags."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from placewell.importing import gdal, says
from placewell.importing.raw import Cell, RawTable, ReadNote

_AREAS = (
    "aeroway,amenity,boundary,building,craft,geological,historic,landuse,leisure,military,natural,office,place,shop,"
    "sport,tourism,highway=platform,public_transport=platform"
)
_LAYER = "osm_id=yes\nattributes=name\nall_tags=yes\n"
_CONFIG = (
    f"[general]\nclosed_ways_are_polygons={_AREAS}\nattribute_name_laundering=no\nreport_all_tags=yes\ntags_format=json\n"
    f"[points]\n{_LAYER}unsignificant=created_by,converted_by,source,time,ele,attribution\n"
    f"[lines]\n{_LAYER}[multipolygons]\n{_LAYER}[multilinestrings]\n{_LAYER}[other_relations]\n{_LAYER}"
)
_PARTS = {"points": "points", "lines": "lines", "multipolygons": "polygons"}


def read_osm(path: Path, name: str, format: str, room: Path) -> list[RawTable]:
    """The three parts of an extract, in longitude and latitude as surveyed; empty parts are left out.

    Closed ways become polygons where their tags say so, streets among them; they keep their tags.
    """
    config = room / "osm.ini"
    config.write_text(_CONFIG, encoding="ascii")
    gdal.configure_osm(config)
    tables = [_part(gdal.read_layer(path, name, format, layer, part)) for layer, part in _PARTS.items()]
    filled = [t for t in _with_closed_streets(*tables) if len(t)]
    if not filled:
        raise says.empty(name)
    return filled


def _with_closed_streets(points: RawTable, lines: RawTable, polygons: RawTable) -> tuple[RawTable, ...]:
    """Squares that are walked round (a closed way with highway=…) as lines among the streets too.

    GDAL makes areas of them, and a network without them has gaps at every pedestrian square.
    """
    assert lines.geometry is not None and polygons.geometry is not None
    kinds, tags = polygons.columns["osm_type"], polygons.columns["tags"]
    at = [
        i
        for i, shape in enumerate(polygons.geometry)
        if shape is not None and kinds[i] == "way" and '"highway"' in str(tags[i])
    ]
    if not at:
        return points, lines, polygons
    rings = np.empty(len(at), dtype=object)
    rings[:] = [shapely.get_exterior_ring(shapely.get_geometry(polygons.geometry[i], 0)) for i in at]
    columns = {n: [*cells, *(polygons.columns[n][i] for i in at)] for n, cells in lines.columns.items()}
    return (
        points,
        replace(
            lines,
            columns=columns,
            geometry=np.concatenate([lines.geometry, rings]),
            rows=[*lines.rows, *(polygons.rows[i] for i in at)],
        ),
        polygons,
    )


def _part(table: RawTable) -> RawTable:
    columns = dict(table.columns)
    ways: Any = columns.get("osm_way_id") or [None] * len(table)
    kinds: list[Cell]
    if table.part == "polygons":
        kinds = ["relation" if way is None else "way" for way in ways]
    else:
        kinds = ["node" if table.part == "points" else "way"] * len(table)
    ids = [own if own is not None else way for own, way in zip(columns["osm_id"], ways, strict=True)]
    tags: list[Cell] = [_ordered(v) for v in columns["all_tags"]]
    notes = list(table.notes)
    if table.part == "lines":
        notes.append(
            ReadNote(
                None,
                "checked",
                "Routes and other groupings of streets (relations) are not read; their streets are.",
            )
        )
    return RawTable(
        table.file,
        table.part,
        table.format,
        {"osm_type": kinds, "osm_id": ids, "name": columns["name"], "tags": tags},
        table.geometry,
        "EPSG:4326",
        rows=table.rows,
        notes=notes,
    )


def _ordered(tags: Any) -> str:
    """Tags as JSON text in the order of their keys, whatever the reader's version writes."""
    if not tags:
        return "{}"
    found = json.loads(tags)
    return json.dumps({k: str(found[k]) for k in sorted(found)}, ensure_ascii=False, separators=(",", ":"))
