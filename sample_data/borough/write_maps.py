"""Map files: GeoPackage, zipped shapefile, MapInfo and KML, without the day's date or the machine in them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely
from convertbng import cutil
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

Records = Sequence[tuple[Mapping[str, object], BaseGeometry | None]]
"""Rows with a place: fields by name, and a shape in National Grid metres or None."""

GRID = "EPSG:27700"
DEGREES = "EPSG:4326"
DATE = "2025-09-01T00:00:00.000Z"


def place_in(shapes: Sequence[BaseGeometry | None], crs: str) -> list[BaseGeometry | None]:
    """Shapes on the National Grid in other coordinates, rounded to a centimetre on the ground.

    Degrees come by OSTN15, as the product takes them back.
    """
    given = np.array(shapes, dtype=object)
    if crs == GRID:
        return list(shapely.transform(given, lambda xy: np.round(xy, 2)))
    to_other = None if crs == DEGREES else Transformer.from_crs(DEGREES, crs, always_xy=True)

    def each(xy: Any) -> Any:
        if not len(xy):
            return xy
        lon, lat = cutil.convert_lonlat(np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1]))
        if to_other is None:
            return np.round(np.column_stack([lon, lat]), 7)
        return np.round(np.column_stack(to_other.transform(lon, lat)), 2)

    return list(shapely.transform(given, each))


def gpkg(path: Path, layers: Mapping[str, Records], crs: str = GRID, *, title: str = "") -> None:
    """A GeoPackage of several layers, all in one system; `title` describes the first."""
    path.unlink(missing_ok=True)
    for at, (name, records) in enumerate(layers.items()):
        options = {"SPATIAL_INDEX": "NO", "IDENTIFIER": title if title and not at else name}
        _write(path, records, crs, driver="GPKG", layer=name, append=at > 0, layer_options=options)


def shapefile_zip(
    path: Path,
    stem: str,
    records: Records,
    crs: str = GRID,
    *,
    encoding: str = "UTF-8",
    prj: str | None = None,
) -> None:
    """A zipped shapefile; `prj` replaces what it says of its coordinates ('' leaves it unsaid)."""
    shapefiles_zip(path, {stem: records}, crs, encoding=encoding, prj=prj)


def shapefiles_zip(
    path: Path,
    layers: Mapping[str, Records],
    crs: str = GRID,
    *,
    encoding: str = "UTF-8",
    prj: str | None = None,
) -> None:
    """Several shapefiles by name in one zip archive."""
    from borough.write import zipped

    options = {"DBF_DATE_LAST_UPDATE": DATE[:10]}
    with tempfile.TemporaryDirectory() as folder:
        for stem, records in layers.items():
            main = Path(folder) / f"{stem}.shp"
            _write(main, records, crs, driver="ESRI Shapefile", encoding=encoding, layer_options=options)
            if prj is not None:
                main.with_suffix(".prj").unlink()
            if prj:
                main.with_suffix(".prj").write_text(prj, encoding="ascii", newline="\n")
        zipped(path, {p.name: p.read_bytes() for p in Path(folder).iterdir()})


def mapinfo(path: Path, records: Records, *, encoding: str = "cp1252") -> None:
    """MapInfo on the National Grid: one file set for '.tab' or '.mif', a zip of a TAB set for '.zip'.

    Its numbers cannot be blank: None becomes 0.
    """
    from borough.write import zipped

    if path.suffix.lower() == ".zip":
        with tempfile.TemporaryDirectory() as folder:
            mapinfo(Path(folder) / f"{path.stem}.tab", records, encoding=encoding)
            zipped(path, {p.name: p.read_bytes() for p in Path(folder).iterdir()})
        return
    kind = {"FORMAT": "MIF" if path.suffix.lower() == ".mif" else "TAB"}
    options = {"BOUNDS": "0,0,700000,1300000"} if kind["FORMAT"] == "TAB" else {}
    for suffix in (".tab", ".dat", ".map", ".id", ".ind", ".mif", ".mid"):
        path.with_suffix(suffix).unlink(missing_ok=True)
    _write(
        path,
        records,
        GRID,
        driver="MapInfo File",
        encoding=encoding,
        dataset_options=kind,
        layer_options=options,
    )
    if kind["FORMAT"] == "TAB":
        _undate(path.with_suffix(".dat"))


def _undate(table: Path) -> None:
    """Put our date in the head of a dBase table, and nothing where GDAL leaves what was in memory."""
    data = bytearray(table.read_bytes())
    data[1:4] = bytes((2025 - 1900, 9, 1))
    at = 32
    while data[at] != 0x0D:
        name = bytes(data[at : at + 11]).split(b"\0")[0]
        data[at : at + 11] = name.ljust(11, b"\0")
        data[at + 12 : at + 16] = bytes(4)
        at += 32
    table.write_bytes(bytes(data))


def kml(path: Path, records: Records, name: str = "name", *, folder: str = "") -> None:
    """KML placemarks, or KMZ by the file's ending; field `name` names them, the others are data."""
    from borough.write import zipped

    shapes = place_in([shape for _, shape in records], DEGREES)
    marks = []
    for (fields, _), shape in zip(records, shapes, strict=True):
        data = "".join(
            f"<Data name={quoteattr(key)}><value>{escape(str(value))}</value></Data>"
            for key, value in fields.items()
            if key != name and value is not None
        )
        extended = f"<ExtendedData>{data}</ExtendedData>" if data else ""
        marks.append(
            f"<Placemark><name>{escape(str(fields.get(name) or ''))}</name>{extended}{_kml_shape(shape)}</Placemark>"
        )
    body = "\n".join(marks)
    if folder:
        body = f"<Folder><name>{escape(folder)}</name>\n{body}\n</Folder>"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n{body}\n</Document></kml>\n'
    if path.suffix.lower() == ".kmz":
        zipped(path, {"doc.kml": text.encode()})
    else:
        path.write_text(text, encoding="utf-8", newline="\n")


def _kml_shape(shape: BaseGeometry | None) -> str:
    if shape is None:
        return ""
    if shape.geom_type in ("MultiPolygon", "MultiLineString", "MultiPoint"):
        return "<MultiGeometry>" + "".join(_kml_shape(part) for part in shape.geoms) + "</MultiGeometry>"
    if shape.geom_type == "Polygon":
        rings = f"<outerBoundaryIs><LinearRing>{_coordinates(shape.exterior)}</LinearRing></outerBoundaryIs>"
        rings += "".join(
            f"<innerBoundaryIs><LinearRing>{_coordinates(hole)}</LinearRing></innerBoundaryIs>"
            for hole in shape.interiors
        )
        return f"<Polygon>{rings}</Polygon>"
    return f"<{shape.geom_type}>{_coordinates(shape)}</{shape.geom_type}>"


def _coordinates(shape: BaseGeometry) -> str:
    return "<coordinates>" + " ".join(f"{x:.7f},{y:.7f}" for x, y in shape.coords) + "</coordinates>"


def _write(path: Path, records: Records, crs: str, **how: Any) -> None:
    """One layer through GDAL, each column of one type, its clock stopped."""
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": DATE, "OGR_GPKG_NUM_THREADS": "1"})
    try:
        shapes = place_in([shape for _, shape in records], crs)
        names = list(dict.fromkeys(key for fields, _ in records for key in fields))
        data, masks = [], []
        for key in names:
            values, mask = _column([fields.get(key) for fields, _ in records])
            data.append(values)
            masks.append(mask)
        kinds = sorted({s.geom_type for s in shapes if s is not None})
        pyogrio.raw.write(
            path,
            geometry=shapely.to_wkb(np.array(shapes, dtype=object)),
            field_data=data,
            fields=names,
            field_mask=masks,
            geometry_type=_one_kind(kinds),
            crs=crs,
            **how,
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None, "OGR_GPKG_NUM_THREADS": None})


def _one_kind(kinds: Sequence[str]) -> str:
    if len(kinds) == 1:
        return kinds[0]
    simple = {kind.removeprefix("Multi") for kind in kinds}
    return f"Multi{simple.pop()}" if len(simple) == 1 else "Unknown"


def _column(values: Sequence[object]) -> tuple[Any, Any]:
    """Values as an array of one type, and which of them are missing."""
    mask = np.array([value is None for value in values], dtype=bool)
    there = [value for value in values if value is not None]
    if there and all(isinstance(value, int) and not isinstance(value, bool) for value in there):
        return np.array([0 if v is None else v for v in values], dtype=np.int64), mask
    if there and all(isinstance(value, int | float) and not isinstance(value, bool) for value in there):
        return np.array([0.0 if v is None else v for v in values], dtype=np.float64), mask
    return np.array([None if v is None else str(v) for v in values], dtype=object), mask
