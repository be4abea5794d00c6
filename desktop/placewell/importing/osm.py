"""OpenStreetMap extracts (.osm, .osm.pbf) as points, lines and polygons with all their tags."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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
    import pyogrio

    config = room / "osm.ini"
    config.write_text(_CONFIG, encoding="ascii")
    pyogrio.set_gdal_config_options({"OSM_CONFIG_FILE": str(config)})
    tables = [_part(gdal.read_layer(path, name, format, layer, part)) for layer, part in _PARTS.items()]
    filled = [t for t in tables if len(t)]
    if not filled:
        raise says.empty(name)
    return filled


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
