"""The sample's writers: the same bytes whatever the day, and read back equal by the product."""

from __future__ import annotations

import datetime
import gzip
import platform
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from borough.write import (
    Node,
    OsmWay,
    csv_file,
    geojson,
    gpkg,
    gzipped_json,
    json_file,
    kml,
    mapinfo,
    ods,
    osm_pbf,
    osm_xml,
    place_in,
    shapefile_zip,
    shapefiles_zip,
    xlsx,
    zipped,
)

from placewell.importing.coordinates import Reading, transform, transform_shapes
from placewell.importing.reader import Reader

X, Y = 641_000.25, 186_000.5
SQUARES = [shapely.box(X + 40 * i, Y, X + 40 * i + 10, Y + 20) for i in range(2)]
RECORDS = [
    ({"name": "Café & <Quay>", "code": "007", "people": 5, "share": 0.5}, SQUARES[0]),
    ({"name": "Osier's Green", "code": None, "people": None, "share": None}, SQUARES[1]),
    ({"name": "nowhere", "code": "2", "people": 7, "share": 1.0}, None),
]
NODES = [
    Node(900_000_000_003, X + 60, Y + 10), Node(900_000_000_001, X, Y), Node(900_000_000_002, X + 60, Y, {"barrier": "gate"}),
]  # fmt: skip
WAYS = [
    OsmWay(91, (900_000_000_001, 900_000_000_002, 900_000_000_003), {"highway": "footway", "name": "Café Walk"}),
    OsmWay(90, (900_000_000_003, 900_000_000_001), {"highway": "residential", "lit": "yes"}),
]  # fmt: skip

WRITERS: dict[str, Callable[[Path], None]] = {
    "a.csv": lambda p: csv_file(p, [["Title"], ["a", "b"], ["é", None]], encoding="cp1252", delimiter=";"),
    "a.json": lambda p: json_file(p, [{"name": "é"}]),
    "a.json.gz": lambda p: gzipped_json(p, [{"name": "é"}]),
    "degrees.geojson": lambda p: geojson(p, RECORDS),
    "grid.geojson": lambda p: geojson(p, RECORDS, "EPSG:27700"),
    "mercator.geojson": lambda p: geojson(p, RECORDS, "EPSG:3857"),
    "a.gpkg": lambda p: gpkg(p, {"one layer": RECORDS, "two": RECORDS[:2]}),
    "mercator.gpkg": lambda p: gpkg(p, {"one": RECORDS}, "EPSG:3857"),
    "shape.zip": lambda p: shapefile_zip(p, "Squares", RECORDS),
    "shapes.zip": lambda p: shapefiles_zip(p, {"A": RECORDS, "B": RECORDS[:1]}),
    "tab.zip": lambda p: mapinfo(p, RECORDS[:1]),
    "b.tab": lambda p: mapinfo(p, RECORDS[:1]),
    "a.mif": lambda p: mapinfo(p, RECORDS[:1]),
    "a.kml": lambda p: kml(p, RECORDS),
    "a.kmz": lambda p: kml(p, RECORDS, folder="Squares"),
    "a.xlsx": lambda p: xlsx(p, {"A": [["a"], [datetime.date(2024, 2, 3)]]}),
    "a.ods": lambda p: ods(p, {"A": [["a"], [1.5]]}),
    "a.osm": lambda p: osm_xml(p, NODES, WAYS, "2023-06-13"),
    "a.osm.pbf": lambda p: osm_pbf(p, NODES, WAYS, "2025-09-01"),
}


def test_the_same_input_gives_the_same_bytes_on_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for folder, zone in ((tmp_path / "one", "UTC"), (tmp_path / "two", "Pacific/Auckland")):
        folder.mkdir()
        monkeypatch.setenv("TZ", zone)
        getattr(time, "tzset", bool)()
        for name, write in WRITERS.items():
            write(folder / name)
        made.append({p.name: p.read_bytes() for p in folder.iterdir()})
        # Two seconds are the step of a zip's clock.
        time.sleep(2.1)
    monkeypatch.undo()
    getattr(time, "tzset", bool)()
    assert set(made[0]) >= set(WRITERS) | {"b.dat", "a.mid"}
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


def test_nothing_made_tells_the_day_or_the_machine(tmp_path: Path) -> None:
    year = str(datetime.date.today().year).encode()
    for name, write in WRITERS.items():
        write(tmp_path / name)
    for path in tmp_path.iterdir():
        parts = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts = [archive.read(n) for n in archive.namelist()]
                assert {i.date_time[0] for i in archive.infolist()} <= {1980, 2025}
        for data in parts:
            assert str(tmp_path).encode() not in data
            assert platform.node().encode() not in data
            assert year + b"-" not in data


def test_dbase_tables_bear_the_fixed_date(tmp_path: Path) -> None:
    for name in ("shape.zip", "tab.zip"):
        WRITERS[name](tmp_path / name)
        with zipfile.ZipFile(tmp_path / name) as archive:
            (table,) = (n for n in archive.namelist() if n.endswith((".dbf", ".dat")))
            assert tuple(archive.read(table)[1:4]) == (125, 9, 1)


@pytest.mark.parametrize("name", ["degrees.geojson", "grid.geojson", "mercator.geojson", "mercator.gpkg", "a.kml", "a.kmz", "shape.zip"])  # fmt: skip
def test_places_come_back_to_the_centimetre(name: str, tmp_path: Path, reader: Reader) -> None:
    WRITERS[name](tmp_path / name)
    (table,) = reader.read(tmp_path / name)
    assert list(table.columns.get("name", table.columns.get("Name", ()))) == [r["name"] for r, _ in RECORDS]
    assert list(table.columns["code"]) == ["007", None, "2"]
    assert [None if v is None else float(v) for v in table.columns["people"]] == [5, None, 7]
    assert table.geometry is not None and table.geometry[2] is None
    back = transform_shapes(np.array(table.geometry[:2], dtype=object), Reading(table.crs), "EPSG:27700")
    for found, meant in zip(back, SQUARES, strict=True):
        assert shapely.hausdorff_distance(found, meant) < 0.012


def test_layers_and_columns_of_a_geopackage_come_back(tmp_path: Path, reader: Reader) -> None:
    WRITERS["a.gpkg"](tmp_path / "a.gpkg")
    one, two = reader.read(tmp_path / "a.gpkg")
    assert (one.layer, two.layer, len(one), len(two)) == ("one layer", "two", 3, 2)
    assert one.crs == "EPSG:27700"
    assert list(one.columns["people"]) == [5, None, 7]
    assert list(one.columns["share"]) == [0.5, None, 1.0]
    assert shapely.equals(one.geometry[0], SQUARES[0])


def test_several_shapefiles_come_back_under_their_names(tmp_path: Path, reader: Reader) -> None:
    WRITERS["shapes.zip"](tmp_path / "shapes.zip")
    tables = reader.read(tmp_path / "shapes.zip")
    assert [(t.part, len(t), t.crs) for t in tables] == [
        ("A.shp", 3, "EPSG:27700"), ("B.shp", 1, "EPSG:27700"),
    ]  # fmt: skip


def test_a_shapefile_can_keep_silent_about_its_coordinates(tmp_path: Path, reader: Reader) -> None:
    shapefile_zip(tmp_path / "s.zip", "S", RECORDS, prj="")
    (table,) = reader.read(tmp_path / "s.zip")
    assert table.crs == ""


@pytest.mark.parametrize("name", ["tab.zip", "b.tab", "a.mif"])
def test_mapinfo_comes_back(name: str, tmp_path: Path, reader: Reader) -> None:
    WRITERS[name](tmp_path / name)
    (table,) = reader.read(tmp_path / name)
    assert list(table.columns["name"]) == ["Café & <Quay>"]
    assert shapely.hausdorff_distance(table.geometry[0], SQUARES[0]) < 0.01


@pytest.mark.parametrize("name", ["a.osm", "a.osm.pbf"])
def test_ways_come_back_with_their_tags_and_shared_points(name: str, tmp_path: Path, reader: Reader) -> None:
    WRITERS[name](tmp_path / name)
    points, lines = reader.read(tmp_path / name)
    assert list(points.columns["tags"]) == ['{"barrier":"gate"}']
    assert list(lines.columns["osm_id"]) == ["90", "91"]
    assert list(lines.columns["name"]) == [None, "Café Walk"]
    assert lines.columns["tags"][0] == '{"highway":"residential","lit":"yes"}'
    residential, footway = lines.geometry
    assert shapely.get_coordinates(residential)[0].tolist() == shapely.get_coordinates(footway)[-1].tolist()
    e, n = transform(*shapely.get_coordinates(footway).T, "EPSG:4326", "EPSG:27700")
    meant = [(X, Y), (X + 60, Y), (X + 60, Y + 10)]
    assert np.hypot(*(np.column_stack([e, n]) - meant).T).max() < 0.012


def test_a_pbf_has_the_blocks_that_its_format_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "a.osm.pbf"
    osm_pbf(path, NODES, WAYS, "2025-09-01")
    data = path.read_bytes()
    kinds = []
    while data:
        (length,) = struct.unpack(">I", data[:4])
        head, data = data[4 : 4 + length], data[4 + length :]
        kinds.append(head[2 : 2 + head[1]])
        blob_length = int.from_bytes(head[-2:], "little")
        blob_length = (blob_length & 0x7F) | (blob_length >> 8 << 7) if head[-3] == 0x18 else head[-1]
        blob, data = data[:blob_length], data[blob_length:]
        assert len(zlib.decompress(blob[blob.index(b"\x78\xda") :])) > 10
    assert kinds == [b"OSMHeader", b"OSMData", b"OSMData"]


def test_many_things_are_split_into_blocks_and_none_is_lost(tmp_path: Path, reader: Reader) -> None:
    nodes = [Node(i + 1, X + i % 200, Y + i // 200) for i in range(17_000)]
    ways = [OsmWay(i + 1, (i + 1, i + 2), {"highway": "path"}) for i in range(16_999)]
    osm_pbf(tmp_path / "a.osm.pbf", nodes, ways, "2025-09-01")
    (lines,) = reader.read(tmp_path / "a.osm.pbf")
    assert len(lines) == 16_999
    middle = shapely.get_coordinates(lines.geometry[9_000])
    e, n = transform(*middle.T, "EPSG:4326", "EPSG:27700")
    assert abs(e[0] - nodes[9_000].x) < 0.012 and abs(n[0] - nodes[9_000].y) < 0.012


def test_tables_come_back(tmp_path: Path, reader: Reader) -> None:
    xlsx(tmp_path / "a.xlsx", {"Notes": [["A title"]], "List": [["Register as at May"], ["code", "on", "n"], ["007", datetime.date(2024, 2, 3), 2.5], [None, None, 3]]})  # fmt: skip
    ods(tmp_path / "a.ods", {"List": [["code", "on", "n"], ["007", datetime.date(2024, 2, 3), 2.5], [None, None, 3]]})  # fmt: skip
    csv_file(tmp_path / "a.csv", [["code", "name"], ["007", "Café"]], encoding="utf-8-sig", quote_all=True)
    for name in ("a.xlsx", "a.ods"):
        table = reader.read(tmp_path / name)[-1]
        assert {k: list(v) for k, v in table.columns.items()} == {
            "code": ["007", None], "on": ["2024-02-03", None], "n": [2.5, 3],
        }  # fmt: skip
    (table,) = reader.read(tmp_path / "a.csv")
    assert {k: list(v) for k, v in table.columns.items()} == {"code": ["007"], "name": ["Café"]}
    gzipped_json(tmp_path / "a.json.gz", [{"name": "Café", "lat": 51.5}])
    assert gzip.decompress((tmp_path / "a.json.gz").read_bytes()).decode().startswith('[{"name":"Café"')


def test_a_zip_is_in_order_of_names_and_of_one_date(tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", {"b.txt": b"2", "a.txt": b"1"})
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["a.txt", "b.txt"]
        assert {i.date_time for i in archive.infolist()} == {(2025, 9, 1, 0, 0, 0)}
        assert archive.read("b.txt") == b"2"


def test_the_sea_where_the_borough_lies_converts_and_comes_back_to_a_millimetre() -> None:
    x, y = (a.ravel() for a in np.meshgrid(np.arange(634e3, 648.1e3, 700), np.arange(178e3, 193.1e3, 700)))
    points = [shapely.Point(*p) for p in zip(x, y, strict=True)]
    degrees = shapely.get_coordinates(place_in(points, "EPSG:4326"))
    e, n = transform(degrees[:, 0], degrees[:, 1], "EPSG:4326", "EPSG:27700")
    # Degrees are written to seven places: half a step is 6 mm north and 4 mm east.
    assert np.hypot(e - x, n - y).max() < 0.008
    from convertbng import cutil

    lon, lat = cutil.convert_lonlat(x.copy(), y.copy())
    e, n = transform(lon, lat, "EPSG:4326", "EPSG:27700")
    assert np.hypot(e - x, n - y).max() <= 0.0011
