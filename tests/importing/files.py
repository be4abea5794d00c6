"""The same three places written in every format, by writers that the readers know nothing of."""

from __future__ import annotations

import csv
import gzip
import io
import json
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

NAMES = ["Elephant & Castle", "Café Ünder the Arch", "Peckham"]
CODES = ["007", "E05011095", "0120"]
PEOPLE = [5, 120, 7]
LON_LAT = [(-0.1, 51.49), (-0.0932, 51.5055), (-0.0691, 51.4741)]
GRID = [(531900.0, 178900.0), (532400.0, 180200.0), (534200.0, 176800.0)]
SQUARES = [shapely.box(x, y, x + 100, y + 50) for x, y in GRID]


def frame(shapes: list[Any] | None = None, crs: str = "EPSG:27700") -> gpd.GeoDataFrame:
    """The three places as a frame; squares on the National Grid unless told otherwise."""
    columns = {"name": NAMES, "code": CODES, "people": PEOPLE}
    return gpd.GeoDataFrame(columns, geometry=SQUARES if shapes is None else shapes, crs=crs)


def degrees() -> gpd.GeoDataFrame:
    """The three places as points in longitude and latitude."""
    return frame([shapely.Point(p) for p in LON_LAT], "EPSG:4326")


def _write(data: gpd.GeoDataFrame, path: Path, driver: str, **options: Any) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data.to_file(path, driver=driver, engine="pyogrio", **options)
    return path


def geopackage(folder: Path) -> Path:
    return _write(frame(), folder / "wards.gpkg", "GPKG", layer="wards here")


def flatgeobuf(folder: Path) -> Path:
    return _write(frame(), folder / "wards.fgb", "FlatGeobuf", SPATIAL_INDEX="NO")


def shapefile(folder: Path) -> Path:
    return _write(frame(), folder / "wards.shp", "ESRI Shapefile", encoding="utf-8")


def tab(folder: Path) -> Path:
    return _write(
        frame(), folder / "wards.tab", "MapInfo File", encoding="cp1252", bounds="0,0,700000,1300000"
    )


def mif(folder: Path) -> Path:
    return _write(frame(), folder / "wards.mif", "MapInfo File", encoding="cp1252")


def gml(folder: Path) -> Path:
    path = _write(frame(), folder / "wards.gml", "GML")
    path.with_suffix(".xsd").unlink(missing_ok=True)
    return path


def geodatabase(folder: Path) -> Path:
    return _write(frame(), folder / "wards.gdb", "OpenFileGDB", layer="wards")


def kml(folder: Path) -> Path:
    marks = "".join(
        f"<Placemark><name>{n.replace('&', '&amp;')}</name><ExtendedData>"
        f"<Data name='code'><value>{c}</value></Data>"
        f"<Data name='people'><value>{p}</value></Data></ExtendedData>"
        f"<Point><coordinates>{x},{y},12</coordinates></Point></Placemark>"
        for n, c, p, (x, y) in zip(NAMES, CODES, PEOPLE, LON_LAT, strict=True)
    )
    text = f"<?xml version='1.0' encoding='UTF-8'?><kml xmlns='http://www.opengis.net/kml/2.2'><Document>{marks}</Document></kml>"
    path = folder / "places.kml"
    path.write_text(text, encoding="utf-8")
    return path


def kmz(folder: Path) -> Path:
    inner = kml(folder)
    path = zipped(folder / "places.kmz", {"doc.kml": inner.read_bytes(), "icons/dot.png": b"\x89PNG\r\n"})
    inner.unlink()
    return path


def features() -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "properties": {"name": n, "code": c, "people": p},
            "geometry": {"type": "Point", "coordinates": [x, y]},
        }
        for n, c, p, (x, y) in zip(NAMES, CODES, PEOPLE, LON_LAT, strict=True)
    ]


def geojson(folder: Path) -> Path:
    return text(folder / "places.geojson", json.dumps({"type": "FeatureCollection", "features": features()}))


def geojson_gz(folder: Path) -> Path:
    path = folder / "places.geojson.gz"
    path.write_bytes(
        gzip.compress(json.dumps({"type": "FeatureCollection", "features": features()}).encode())
    )
    return path


def geojson_lines(folder: Path) -> Path:
    return text(folder / "places.geojsonl", "\n".join(json.dumps(f) for f in features()))


def topojson(folder: Path) -> Path:
    """Two squares that share a side, quantised, and a point: coordinates worked out by hand."""
    top = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.25], "translate": [10.0, 20.0]},
        "arcs": [[[2, 0], [0, 4]], [[2, 4], [-2, 0], [0, -4], [2, 0]], [[2, 0], [2, 0], [0, 4], [-2, 0]]],
        "objects": {
            "areas": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "id": "W1", "properties": {"name": "west"}},
                    {"type": "Polygon", "arcs": [[2, -1]], "id": "E1", "properties": {"name": "east"}},
                    {"type": "Point", "coordinates": [4, 4], "properties": {"name": "corner"}},
                ],
            }
        },
    }
    return text(folder / "areas.json", json.dumps(top))


def records(folder: Path) -> Path:
    rows = [
        {"code": c, "name": n, "people": p, "lat": y, "lng": x, "tags": {"a": [1, None]}}
        for n, c, p, (x, y) in zip(NAMES, CODES, PEOPLE, LON_LAT, strict=True)
    ]
    return text(folder / "places.json", json.dumps(rows, ensure_ascii=False))


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def delimited(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["name", "code", "people", "easting", "northing"])
    writer.writerows([n, c, p, *e] for n, c, p, e in zip(NAMES, CODES, PEOPLE, GRID, strict=True))
    return text(path, out.getvalue(), encoding)


def csv_file(folder: Path) -> Path:
    return delimited(folder / "places.csv")


def xlsx(folder: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Places")
    sheet.append(["name", "code", "people"])
    for row in zip(NAMES, CODES, PEOPLE, strict=True):
        sheet.append(row)
    path = folder / "places.xlsx"
    book.save(path)
    return path


def ods(folder: Path) -> Path:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    table = Table(name="Places")
    for row in [("name", "code", "people"), *zip(NAMES, CODES, PEOPLE, strict=True)]:
        line = TableRow()
        for value in row:
            number = isinstance(value, int)
            cell = TableCell(valuetype="float", value=value) if number else TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    path = folder / "places.ods"
    book.save(path)
    return path


def dxf(folder: Path) -> Path:
    """A site in millimetres: a closed red line, an open road, a tree."""
    import ezdxf

    drawing = ezdxf.new("R2010")
    drawing.header["$INSUNITS"] = 4
    space = drawing.modelspace()
    corners = [(0, 0), (20_000, 0), (20_000, 10_000), (0, 10_000)]
    space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "RED LINE"})
    space.add_line((0, 0), (30_000, 40_000), dxfattribs={"layer": "ROAD"})
    space.add_point((5000, 5000), dxfattribs={"layer": "TREES"})
    path = folder / "site.dxf"
    drawing.saveas(path)
    return path


OSM_NODES = {1: (-0.1, 51.5), 2: (-0.099, 51.5), 3: (-0.099, 51.501), 4: (-0.1, 51.501), 5: (-0.098, 51.502)}


def osm(folder: Path) -> Path:
    """A crossing, a street, a pedestrian square (closed), a park made of a relation."""
    nodes = "".join(
        f'<node id="{i}" lon="{x}" lat="{y}"'
        + ("/>" if i != 5 else '><tag k="highway" v="crossing"/></node>')
        for i, (x, y) in OSM_NODES.items()
    )

    def way(number: int, refs: list[int], tags: dict[str, str]) -> str:
        inside = "".join(f'<nd ref="{r}"/>' for r in refs) + "".join(
            f'<tag k="{k}" v="{v}"/>' for k, v in tags.items()
        )
        return f'<way id="{number}">{inside}</way>'

    ways = (
        way(10, [1, 2, 5], {"highway": "footway", "name": "The Cut", "note": "say &quot;a\\b&quot;, =&gt; c"})
        + way(11, [1, 2, 3, 4, 1], {"highway": "pedestrian", "area": "yes", "name": "The Square"})
        + way(12, [1, 2, 3, 4, 1], {"highway": "residential", "name": "The Loop"})
        + way(13, [1, 2, 3], {})
        + way(14, [3, 4, 1], {})
    )
    park = (
        '<relation id="20"><member type="way" ref="13" role="outer"/>'
        '<member type="way" ref="14" role="outer"/>'
        '<tag k="type" v="multipolygon"/><tag k="leisure" v="park"/><tag k="name" v="The Park"/></relation>'
    )
    return text(folder / "area.osm", f'<?xml version="1.0"?><osm version="0.6">{nodes}{ways}{park}</osm>')


def _varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def _field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _zigzag(value: int) -> int:
    return value * 2 if value >= 0 else -value * 2 - 1


def pbf(folder: Path) -> Path:
    """Three nodes and one street in OSM's binary form, encoded by hand from its published layout."""
    strings = [b"", b"highway", b"footway", b"name", b"The Cut"]
    table = b"".join(_field(1, s) for s in strings)
    nodes = b"".join(
        _field(
            1, _field(1, _zigzag(i)) + _field(8, _zigzag(round(y * 1e7))) + _field(9, _zigzag(round(x * 1e7)))
        )
        for i, (x, y) in list(OSM_NODES.items())[:3]
    )
    refs = b"".join(_varint(_zigzag(d)) for d in (1, 1, 1))
    way = _field(1, 10) + _field(2, bytes([1, 3])) + _field(3, bytes([2, 4])) + _field(8, refs)
    block = _field(1, table) + _field(2, nodes) + _field(2, _field(3, way))
    header = _field(4, b"OsmSchema-V0.6")
    path = folder / "area.osm.pbf"
    path.write_bytes(_blob(b"OSMHeader", header) + _blob(b"OSMData", block))
    return path


def _blob(kind: bytes, data: bytes) -> bytes:
    blob = _field(2, len(data)) + _field(3, zlib.compress(data))
    head = _field(1, kind) + _field(3, len(blob))
    return struct.pack(">I", len(head)) + head + blob


GTFS = {
    "agency.txt": "agency_id,agency_name\nA,Bus Co\n",
    "stops.txt": "stop_id,stop_code,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
    '0049,77,"High Street, east",51.5,-0.1,0,\n0050,78,Station,51.6,-0.2,1,\n',
    "routes.txt": "route_id,route_short_name,route_type\nr1,63,3\nr2,12,3\nr3,Overground,2\n",
    "trips.txt": "trip_id,route_id\nt1,r1\nt2,r2\nt3,r3\n",
    "stop_times.txt": "trip_id,stop_id,stop_sequence\nt1,0049,1\nt2,0049,1\nt1,0049,9\nt3,0049,1\n",
    "calendar.txt": "service_id,monday\ns,1\n",
}


def gtfs(folder: Path) -> Path:
    return zipped(folder / "feed.zip", {k: v.encode() for k, v in GTFS.items()})


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def _zipped_set(folder: Path, build: Callable[[Path], Path], name: str) -> Path:
    apart = folder / "apart"
    apart.mkdir()
    build(apart)
    members = {
        f"a folder/{p.relative_to(apart)}": p.read_bytes() for p in sorted(apart.rglob("*")) if p.is_file()
    }
    return zipped(folder / name, members)


def shapefile_zip(folder: Path) -> Path:
    return _zipped_set(folder, shapefile, "wards & more.zip")


def tab_zip(folder: Path) -> Path:
    return _zipped_set(folder, tab, "wards tab.zip")


def geodatabase_zip(folder: Path) -> Path:
    return _zipped_set(folder, geodatabase, "wards gdb.zip")


SINGLE: dict[str, Callable[[Path], Path]] = {
    "GeoPackage": geopackage, "FlatGeobuf": flatgeobuf, "GML": gml, "KML": kml, "KMZ": kmz,
    "GeoJSON": geojson,
    "GeoJSON.gz": geojson_gz, "GeoJSON lines": geojson_lines, "TopoJSON": topojson, "JSON": records,
    "CSV": csv_file, "Excel workbook": xlsx, "OpenDocument spreadsheet": ods, "DXF": dxf,
    "OSM XML": osm, "OSM PBF": pbf, "GTFS": gtfs,
    "Shapefile zip": shapefile_zip, "MapInfo TAB zip": tab_zip, "File Geodatabase zip": geodatabase_zip,
}  # fmt: skip
"""Formats that are one file, and who writes them."""
SEVERAL: dict[str, Callable[[Path], Path]] = {"Shapefile": shapefile, "MapInfo TAB": tab, "MapInfo MIF": mif}
"""Formats that are several files of one name."""
