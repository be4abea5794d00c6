"""The fence round GDAL: few drivers, no network, one private copy at a time.

The one module that reads through pyogrio. It runs inside the reading process; see `worker`.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from placewell.domain.errors import Problem
from placewell.importing import drivers, says
from placewell.importing.curves import count_curves
from placewell.importing.raw import Cell, RawTable, ReadNote, trimmed_note
from placewell.importing.says import OLD_LETTERS
from placewell.importing.shapes import shapes_of

_OPTIONS: Mapping[str, str] = {
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".nothing",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "/vsicurl/nothing",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
    "GDAL_PAM_ENABLED": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "SQLITE_LOAD_EXTENSIONS": "",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "OGR_GPKG_INTEGRITY_CHECK": "NO",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
    "OSM_MAX_TMPFILE_SIZE": "200",
    "OSM_COMPRESS_NODES": "NO",
}

_ACCEPTED = {
    "GeoPackage": {"GPKG"},
    "Shapefile": {"ESRI Shapefile"},
    "dBase table": {"ESRI Shapefile"},
    "MapInfo TAB": {"MapInfo File"},
    "MapInfo MIF": {"MapInfo File"},
    "KML": {"KML", "LIBKML"},
    "KMZ": {"KML", "LIBKML"},
    "GML": {"GML"},
    "File Geodatabase": {"OpenFileGDB"},
    "FlatGeobuf": {"FlatGeobuf"},
    "OSM XML": {"OSM"},
    "OSM PBF": {"OSM"},
}
_EXTRA = {"GML": {"DOWNLOAD_SCHEMA": "NO"}}
_LIBKML_OWN = (
    "timestamp",
    "begin",
    "end",
    "altitudeMode",
    "tessellate",
    "extrude",
    "visibility",
    "drawOrder",
    "icon",
)


def fence(room: Path) -> None:
    """Load pyogrio with only our drivers, scratch files in `room`; raises Problem if more are there."""
    for name in [n for n in os.environ if n.upper().startswith(("GDAL_", "OGR_", "CPL_", "AWS_"))]:
        del os.environ[name]
    os.environ["GDAL_SKIP"] = os.environ["OGR_SKIP"] = ",".join(drivers.SKIPPED)
    os.environ["GDAL_DRIVER_PATH"] = "disable"
    os.environ["CPL_TMPDIR"] = str(room)
    os.environ.update(_OPTIONS)
    check_drivers()


def check_drivers() -> None:
    """Raise Problem where pyogrio offers a driver that is not on our list."""
    import pyogrio

    more = sorted(set(pyogrio.list_drivers()) - drivers.ALLOWED)
    if more:
        raise Problem(
            f"The map reader on this computer opens more kinds of file than it should ({', '.join(more)}).",
            "A file that only points at another file or at the internet could then be followed.",
            "Install Placewell again with the versions it names, and tell whoever looks after it.",
        )


_NAMED_LAYERS = {"GeoPackage", "KML", "KMZ", "GML", "File Geodatabase", "TopoJSON"}
"""Formats whose layers have names of their own; in others GDAL makes one of the file's name."""


def lighten() -> None:
    """Keep pyogrio from loading pandas, geopandas and pyarrow: the reading process needs none of them."""
    for name in ("pandas", "geopandas", "pyarrow"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


def configure_osm(config: Path) -> None:
    """Read OpenStreetMap files as this configuration file says from now on."""
    import pyogrio

    pyogrio.set_gdal_config_options({"OSM_CONFIG_FILE": str(config)})


def layer_names(path: Path, name: str) -> list[str]:
    """Names of the layers of a map file; raises Problem where it cannot be opened."""
    import pyogrio
    from pyogrio.errors import DataSourceError

    if path.suffix == ".shp":
        # Only where the index is missing: with it GDAL distrusts sound files that have one.
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": not path.with_suffix(".shx").exists()})
    try:
        return [str(n) for n in pyogrio.list_layers(path)[:, 0]]
    except DataSourceError as fault:
        raise says.damaged(name) from fault


def read_layers(path: Path, name: str, format: str) -> list[RawTable]:
    """Every layer of a map file, one table each; `part` is the layer where there are several."""
    layers = layer_names(path, name)
    if not layers and format == "FlatGeobuf":
        raise says.damaged(name)
    if not layers:
        raise says.wanted(
            name, f"a {format} without a single layer", "Ask whoever sent it which file holds the layers."
        )
    if format == "GeoPackage":
        layers = [n for n in layers if n != "layer_styles"] or layers
    _check_driver(path, name, format, layers[0])
    tables = [read_layer(path, name, format, layer, layer if len(layers) > 1 else "") for layer in layers]
    return tables


def _check_driver(path: Path, name: str, format: str, layer: str) -> None:
    """Raise Problem where another driver than the one that the content asks for took the file."""
    import pyogrio

    if pyogrio.read_info(path, layer=layer, **_EXTRA.get(format, {}))["driver"] not in _ACCEPTED[format]:
        raise says.damaged(name, f"it begins like {format} but does not go on so")


def read_layer(path: Path, name: str, format: str, layer: str, part: str) -> RawTable:
    """One layer as a table; raises Problem where it is damaged or another driver took the file."""
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

    notes: list[ReadNote] = []
    try:
        try:
            found = _raw(path, layer, format)
        except UnicodeDecodeError:
            found = _raw(path, layer, format, "cp1252")
            notes.append(ReadNote(None, "checked", OLD_LETTERS))
    except (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, UnicodeError) as fault:
        raise says.damaged(name, f"layer '{part}'" if part else "") from fault
    curved = count_curves(path, layer) if format == "GeoPackage" else 0
    if curved:
        what = f"The curves of {curved:,} rows are read as many short straight lines."
        notes.append(ReadNote(None, "checked", what))
    own = layer if format in _NAMED_LAYERS else ""
    return replace(_table(name, format, part, found, notes), layer=own)


def _raw(path: Path, layer: str, format: str, encoding: str | None = None) -> Any:
    import pyogrio

    return pyogrio.raw.read(
        path,
        layer=layer,
        return_fids=True,
        datetime_as_string=True,
        encoding=encoding,
        **_EXTRA.get(format, {}),
    )


def _table(name: str, format: str, part: str, found: Any, notes: list[ReadNote]) -> RawTable:
    meta, fids, wkb, data = found
    count = len(fids)
    spare = 0
    columns: dict[str, Sequence[Cell]] = {}
    for field, kind, sub, values in zip(
        meta["fields"], meta["ogr_types"], meta["ogr_subtypes"], data, strict=True
    ):
        if kind == "OFTBinary":
            notes.append(
                ReadNote(None, "left", f"Column '{field}' holds pictures or other files, which are not read.")
            )
            continue
        columns[_unused(str(field), columns)] = cells(values, kind, sub)
        if kind == "OFTString":
            spare += sum(1 for v in values.tolist() if isinstance(v, str) and v != v.strip() != "")
    if spare:
        notes.append(trimmed_note(spare))
    if format in ("KML", "KMZ"):
        _drop_defaults(columns)
    shapes = None
    if wkb is not None:
        shapes = shapes_of(wkb, notes)
    rows = range(1, count + 1)
    return RawTable(name, part, format, columns, shapes, str(meta["crs"] or ""), True, rows, notes)


def _unused(field: str, columns: Mapping[str, Any]) -> str:
    name, number = field, 2
    while name in columns:
        name, number = f"{field} ({number})", number + 1
    return name


def _drop_defaults(columns: dict[str, Sequence[Cell]]) -> None:
    """LIBKML fills columns that few files have; those that say nothing are not the file's own."""
    for field in _LIBKML_OWN:
        values = set(columns.get(field, ()))
        if values <= {None, -1, 0, "clampToGround"}:
            columns.pop(field, None)


def cells(values: Any, kind: str, sub: str) -> list[Cell]:
    """One field as plain values; whole numbers with gaps come from pyogrio as floats and go back."""
    if sub == "OFSTBoolean":
        return [None if v is None or v != v else bool(v) for v in values.tolist()]
    if kind in ("OFTInteger", "OFTInteger64"):
        if values.dtype.kind == "f":
            return [None if v != v else int(v) for v in values.tolist()]
        return list(values.tolist())
    if kind == "OFTReal":
        return [v if math.isfinite(v) else None for v in values.astype("float64").tolist()]
    return [_text(v) for v in values.tolist()]


def _text(value: Any) -> Cell:
    if value is None or isinstance(value, float):
        return None
    if isinstance(value, (np.ndarray, list)):
        return json.dumps(
            [v.item() if isinstance(v, np.generic) else v for v in value], ensure_ascii=False, default=str
        )
    return str(value).strip() or None
