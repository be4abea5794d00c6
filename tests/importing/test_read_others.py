"""OpenStreetMap, timetables, drawings, and archives of several things."""

from __future__ import annotations

import json
from pathlib import Path

import files
import pytest
import shapely

from placewell.domain.errors import Problem
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader


def parts(reader: Reader, path: Path) -> dict[str, RawTable]:
    return {t.part: t for t in reader.read(path)}


def test_osm_xml_in_three_parts_with_all_tags(tmp_path: Path, reader: Reader) -> None:
    found = parts(reader, files.osm(tmp_path))
    assert set(found) == {"points", "lines", "polygons"}
    assert all(t.crs == "EPSG:4326" and t.format == "OSM XML" for t in found.values())
    points, lines = found["points"], found["lines"]
    assert list(points.columns) == ["osm_type", "osm_id", "name", "tags"]
    assert (points.columns["osm_type"], points.columns["osm_id"]) == (["node"], ["5"])
    assert dict(zip(lines.columns["osm_id"], lines.columns["name"], strict=True)) == {
        "10": "The Cut",
        "12": "The Loop",
        "11": "The Square",
    }
    assert set(lines.columns["osm_type"]) == {"way"}
    tags = json.loads(str(lines.columns["tags"][0]))
    assert tags == {"highway": "footway", "name": "The Cut", "note": 'say "a\\b", => c'}


def test_closed_streets_are_not_lost_and_coordinates_are_raw(tmp_path: Path, reader: Reader) -> None:
    found = parts(reader, files.osm(tmp_path))
    polygons = found["polygons"]
    named = {n: i for i, n in enumerate(polygons.columns["name"])}
    assert set(named) == {"The Square", "The Park"}
    square, park = named["The Square"], named["The Park"]
    assert (polygons.columns["osm_type"][square], polygons.columns["osm_id"][square]) == ("way", "11")
    assert json.loads(str(polygons.columns["tags"][square]))["highway"] == "pedestrian"
    # The square is among the streets too, as the line round it.
    lines = found["lines"]
    around = list(lines.columns["osm_id"]).index(polygons.columns["osm_id"][square])
    assert lines.geometry is not None and polygons.geometry is not None
    assert lines.geometry[around].equals(shapely.boundary(polygons.geometry[square]))
    assert (polygons.columns["osm_type"][park], polygons.columns["osm_id"][park]) == ("relation", "20")
    ring = set(map(tuple, shapely.get_coordinates(polygons.geometry[square])))  # type: ignore[index]
    assert ring == {files.OSM_NODES[i] for i in (1, 2, 3, 4)}
    loop = list(found["lines"].columns["name"]).index("The Loop")
    line = shapely.get_coordinates(found["lines"].geometry[loop])  # type: ignore[index]
    assert [tuple(p) for p in line] == [files.OSM_NODES[i] for i in (1, 2, 3, 4, 1)]


def test_osm_pbf_encoded_by_hand(tmp_path: Path, reader: Reader) -> None:
    found = parts(reader, files.pbf(tmp_path))
    lines = found["lines"]
    assert (lines.format, lines.columns["osm_id"], lines.columns["name"]) == ("OSM PBF", ["10"], ["The Cut"])
    assert json.loads(str(lines.columns["tags"][0])) == {"highway": "footway", "name": "The Cut"}
    assert [tuple(p) for p in shapely.get_coordinates(lines.geometry)] == [
        files.OSM_NODES[i] for i in (1, 2, 3)
    ]


def test_timetable_stops_know_the_routes_that_call(tmp_path: Path, reader: Reader) -> None:
    (stops,) = reader.read(files.gtfs(tmp_path))
    assert (stops.part, stops.format) == ("stops", "GTFS")
    assert stops.columns["stop_id"] == ["0049", "0050"]
    assert stops.columns["stop_name"] == ["High Street, east", "Station"]
    assert stops.columns["stop_lat"] == ["51.5", "51.6"]
    assert stops.columns["routes"] == ["12,63,Overground", None]
    assert stops.columns["route_types"] == ["2,3", None]
    assert list(stops.rows) == [2, 3]
    assert any("no calendar_dates.txt" in n.text for n in stops.notes)


def test_a_timetable_lacking_files_names_them(tmp_path: Path, reader: Reader) -> None:
    some = {k: v.encode() for k, v in files.GTFS.items() if k not in ("trips.txt", "stops.txt")}
    with pytest.raises(Problem, match=r"without stops.txt, trips.txt.*which routes call"):
        reader.read(files.zipped(tmp_path / "feed.zip", some))


def test_drawing_layers_in_metres(tmp_path: Path, reader: Reader) -> None:
    found = parts(reader, files.dxf(tmp_path))
    assert set(found) == {"RED LINE", "ROAD", "TREES"}
    assert all(t.crs == "" and t.format == "DXF" for t in found.values())
    assert found["RED LINE"].geometry[0].equals(shapely.box(0, 0, 20, 10))  # type: ignore[index]
    assert found["ROAD"].geometry[0].length == pytest.approx(50.0)  # type: ignore[index]
    assert (found["TREES"].geometry[0].x, found["TREES"].geometry[0].y) == (5.0, 5.0)  # type: ignore[index]
    assert any("in millimetres; read in metres" in n.text for t in found.values() for n in t.notes)


def test_drawing_without_unit_curves_hatches_and_blocks(tmp_path: Path, reader: Reader) -> None:
    import ezdxf

    drawing = ezdxf.new("R2010", units=0)
    space = drawing.modelspace()
    space.add_circle((0, 0), 10, dxfattribs={"layer": "TANK"})
    hatch = space.add_hatch(dxfattribs={"layer": "GREEN"})
    hatch.paths.add_polyline_path([(0, 0), (10, 0), (10, 10), (0, 10)], is_closed=True)
    hatch.paths.add_polyline_path([(4, 4), (6, 4), (6, 6), (4, 6)], is_closed=True)
    block = drawing.blocks.new("DOOR")
    block.add_line((0, 0), (1, 0), dxfattribs={"layer": "DOORS"})
    space.add_blockref("DOOR", (100, 50), dxfattribs={"layer": "ENTRANCES"})
    space.add_3dface([(0, 0), (1, 0), (1, 1), (0, 1)], dxfattribs={"layer": "MODEL"})
    drawing.saveas(tmp_path / "d.dxf")
    found = parts(reader, tmp_path / "d.dxf")
    assert set(found) == {"TANK", "GREEN", "DOORS", "ENTRANCES"}
    assert found["TANK"].geometry[0].area == pytest.approx(3.14159 * 100, rel=0.01)  # type: ignore[index]
    assert found["GREEN"].geometry[0].area == pytest.approx(96)  # type: ignore[index]
    assert shapely.get_coordinates(found["DOORS"].geometry).tolist() == [[100, 50], [101, 50]]
    assert found["ENTRANCES"].columns["text"] == ["DOOR"]
    notes = " ".join(n.text for t in found.values() for n in t.notes)
    assert "does not say its unit" in notes and "3DFACE" in notes


def test_an_archive_of_several_things_reads_each_and_names_the_rest(tmp_path: Path, reader: Reader) -> None:
    members = {
        "tables/a.csv": b"id,n\n1,2\n",
        "map.geojson": files.geojson(tmp_path).read_bytes(),
        "__MACOSX/._a.csv": b"\x00\x05",
        "readme.txt": b"about",
        "broken.gpkg": b"SQLite format 3\x00 and no more",
    }
    found = reader.read(files.zipped(tmp_path / "pack.zip", members))
    assert {t.part: t.format for t in found} == {"tables/a.csv": "CSV", "map.geojson": "GeoJSON"}
    assert {t.file for t in found} == {"pack.zip"}
    notes = " ".join(n.text for t in found for n in t.notes)
    assert "readme.txt" in notes and "broken.gpkg" in notes and "MACOSX" not in notes
