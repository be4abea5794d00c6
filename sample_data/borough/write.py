"""Writers of raw files in publishers' formats: the same rows give the same bytes, whatever the day.

Rows with a place are `Records`: pairs of fields and a shape in National Grid metres, which each writer
puts into the coordinates asked for.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from borough.write_maps import Records, gpkg, kml, mapinfo, place_in, shapefile_zip, shapefiles_zip
from borough.write_osm import Node, OsmWay, osm_pbf, osm_xml
from borough.write_sheets import ods, xlsx

__all__ = [
    "Node", "OsmWay", "Records", "csv_bytes", "csv_file", "geojson", "gpkg", "gzipped_json", "json_file", "kml",
    "mapinfo", "ods", "osm_pbf", "osm_xml", "place_in", "shapefile_zip", "shapefiles_zip", "xlsx", "zipped",
]  # fmt: skip


def csv_bytes(
    rows: Iterable[Sequence[object]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    newline: str = "\r\n",
    quote_all: bool = False,
) -> bytes:
    """A delimited table. `rows` hold title lines and the heading too, where the publisher has any.

    `encoding` may be 'utf-8-sig' (with a byte order mark) or 'cp1252'. None is an empty cell.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=delimiter,
        lineterminator=newline,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
    )
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def csv_file(path: Path, rows: Iterable[Sequence[object]], **how: Any) -> None:
    """Write `csv_bytes` to a file."""
    path.write_bytes(csv_bytes(rows, **how))


def json_file(path: Path, value: object, indent: int | None = None) -> None:
    """Any JSON, keys in the order given."""
    separators = None if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def gzipped_json(path: Path, value: object) -> None:
    """JSON in gzip, without time or file name in its head."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(text.encode())


def geojson(path: Path, records: Records, crs: str = "EPSG:4326", *, told: bool | None = None) -> None:
    """A GeoJSON collection; one row a line. Rows without a shape keep a null place.

    `told` adds the old-style `crs` member; left out, it is there unless the file is in degrees.
    """
    head: dict[str, object] = {"type": "FeatureCollection"}
    if told if told is not None else crs != "EPSG:4326":
        name = "urn:ogc:def:crs:OGC:1.3:CRS84" if crs == "EPSG:4326" else f"urn:ogc:def:crs:EPSG::{crs[5:]}"
        head["crs"] = {"type": "name", "properties": {"name": name}}
    shapes = place_in([shape for _, shape in records], crs)
    lines = [
        json.dumps(
            {"type": "Feature", "properties": dict(fields), "geometry": _member(shape)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for (fields, _), shape in zip(records, shapes, strict=True)
    ]
    start = json.dumps(head, separators=(",", ":"))[:-1]
    text = start + ',"features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _member(shape: Any) -> object:
    return None if shape is None else dict(shape.__geo_interface__)


def zipped(path: Path, members: Mapping[str, bytes]) -> None:
    """A zip archive in the order of the members' names, all of one date."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(members):
            member = zipfile.ZipInfo(name, (2025, 9, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            member.create_system = 3
            archive.writestr(member, members[name])
