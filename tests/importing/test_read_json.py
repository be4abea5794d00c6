"""GeoJSON in its several shapes, TopoJSON and lists of records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import files
import pytest
import shapely

from placewell.domain.errors import Problem
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader


def read(reader: Reader, folder: Path, value: Any) -> RawTable:
    content = value if isinstance(value, str) else json.dumps(value)
    (table,) = reader.read(files.text(folder / "x.json", content))
    return table


def test_collection_lines_gz_and_bare_list_read_alike(tmp_path: Path, reader: Reader) -> None:
    builds = (files.geojson, files.geojson_gz, files.geojson_lines)
    tables = [reader.read(build(tmp_path))[0] for build in builds]
    tables.append(read(reader, tmp_path, files.features()))
    for table in tables:
        assert (table.format, table.crs, list(table.rows)) == ("GeoJSON", "EPSG:4326", [1, 2, 3])
        assert table.columns == {"name": files.NAMES, "code": files.CODES, "people": files.PEOPLE}
        assert [(p.x, p.y) for p in table.geometry] == files.LON_LAT  # type: ignore[union-attr]


def test_every_kind_of_shape_equals_shapely_own_reading(tmp_path: Path, reader: Reader) -> None:
    shapes = [
        shapely.from_wkt(w)
        for w in (
            "POINT (1 2)", "MULTIPOINT (1 2, 3 4)", "LINESTRING (0 0, 1 1, 2 0)",
            "MULTILINESTRING ((0 0, 1 1), (5 5, 6 6))",
            "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (2 2, 2 4, 4 4, 4 2, 2 2))",
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
            "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))",
        )
    ]  # fmt: skip
    found = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(s))} for s in shapes
    ]
    table = read(reader, tmp_path, {"type": "FeatureCollection", "features": found})
    assert [shapely.to_wkt(g) for g in table.geometry] == [shapely.to_wkt(s) for s in shapes]  # type: ignore[union-attr]


def test_a_bare_feature_and_a_bare_shape(tmp_path: Path, reader: Reader) -> None:
    feature = {**files.features()[0], "id": 7}
    assert read(reader, tmp_path, feature).columns["id"] == [7]
    bare = read(reader, tmp_path, feature["geometry"])
    assert len(bare) == 1 and bare.columns == {} and bare.geometry[0].x == files.LON_LAT[0][0]  # type: ignore[index]


@pytest.mark.parametrize(
    ("named", "crs"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("urn:ogc:def:crs:EPSG::27700", "EPSG:27700"),
        ("EPSG:3857", "EPSG:3857"),
        ("urn:ogc:def:crs:EPSG:6.9:27700", "EPSG:27700"),
        ("somewhere", ""),
    ],
)
def test_the_old_way_of_naming_coordinates(named: str, crs: str, tmp_path: Path, reader: Reader) -> None:
    top = {"type": "FeatureCollection", "features": files.features()}
    table = read(reader, tmp_path, {**top, "crs": {"type": "name", "properties": {"name": named}}})
    assert table.crs == crs
    assert any("not understood" in n.text for n in table.notes) == (crs == "")


def test_a_linked_crs_is_not_followed(tmp_path: Path, reader: Reader) -> None:
    link = {"type": "link", "properties": {"href": "http://127.0.0.1:1/crs", "type": "proj4"}}
    assert (
        read(reader, tmp_path, {"type": "FeatureCollection", "features": files.features(), "crs": link}).crs
        == ""
    )


def test_values_of_many_sorts_stay_what_they_are(tmp_path: Path, reader: Reader) -> None:
    rows = [
        '{"a": "007", "b": 1, "c": {"k": [1, "é"]}}',
        '{"a": " ", "b": 1.5, "d": true}',
        '{"a": null, "b": NaN, "d": 1e999}',
    ]
    table = read(reader, tmp_path, "[" + ",".join(rows) + "]")
    assert table.format == "JSON" and table.geometry is None and table.crs == ""
    assert table.columns == {
        "a": ["007", None, None],
        "b": [1, 1.5, None],
        "c": ['{"k":["1"]}'.replace('"1"', '1,"é"'), None, None],
        "d": [None, True, None],
    }


def test_records_keep_their_nested_values_as_text(tmp_path: Path, reader: Reader) -> None:
    (table,) = reader.read(files.records(tmp_path))
    assert list(table.columns) == ["code", "name", "people", "lat", "lng", "tags"]
    assert json.loads(str(table.columns["tags"][0])) == {"a": [1, None]}
    assert list(table.columns["lat"]) == [y for _, y in files.LON_LAT]


def test_a_list_inside_an_object_is_the_table(tmp_path: Path, reader: Reader) -> None:
    assert read(reader, tmp_path, {"count": 2, "stops": [{"id": "1"}, {"id": "2"}]}).columns == {
        "id": ["1", "2"]
    }


def test_topojson_worked_by_hand(tmp_path: Path, reader: Reader) -> None:
    (table,) = reader.read(files.topojson(tmp_path))
    assert (table.format, table.crs, table.part) == ("TopoJSON", "", "")
    assert table.columns == {"id": ["W1", "E1", None], "name": ["west", "east", "corner"]}
    west, east, corner = table.geometry  # type: ignore[misc]
    assert west.equals(shapely.box(10, 20, 11, 21))
    assert east.equals(shapely.box(11, 20, 12, 21))
    assert (corner.x, corner.y) == (12.0, 21.0)


def test_unfit_rows_are_told_one_by_one_and_the_rest_kept(tmp_path: Path, reader: Reader) -> None:
    good = files.features()[0]

    def shape(kind: str, at: Any) -> dict[str, Any]:
        return {"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": kind, "coordinates": at}}

    bad = [
        shape("Point", ["a", "b"]),
        shape("Polygon", [[[0, 0], [1, 1]]]),
        shape("Triangle", [0, 0]),
        "nonsense",
        shape("LineString", [[0, 0], [None, 1]]),
        shape("Point", []),
        shape("Polygon", [[[0, 0], [4, 0], [4, 4], [0, 4]]]),
        {**good, "geometry": None},
        shape("Point", [1e400, 2]),
    ]
    table = read(reader, tmp_path, {"type": "FeatureCollection", "features": [good, *bad]})
    assert len(table) == 10
    sorts = {n.row: n.sort for n in table.notes}
    assert sorts == {
        2: "rejected", 3: "rejected", 4: "rejected", 5: "rejected", 6: "rejected", 7: "checked",
        8: "repaired", 9: "checked", 10: "rejected",
    }  # fmt: skip
    assert table.geometry[0] is not None and table.geometry[7].equals(shapely.box(0, 0, 4, 4))  # type: ignore[index,union-attr]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"type": "FeatureCollection", "features": [{"type": "Fea', "damaged or was cut short.*line 1"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": 1}', "neither a map layer nor a list of records"),
        ("[1, 2, 3]", "neither a map layer nor a list of records"),
        ("[]", "is empty"),
        (
            '{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[5]]}}}',
            "do not fit together",
        ),
        ('{"geometryType": "esriGeometryPoint", "features": []}', "Esri's own JSON.*f=geojson"),
    ],
)
def test_what_cannot_be_a_table_is_refused(content: str, words: str, tmp_path: Path, reader: Reader) -> None:
    with pytest.raises(Problem, match=words):
        reader.read(files.text(tmp_path / "x.geojson", content))


def test_control_characters_and_broken_letters_never_arrive(tmp_path: Path, reader: Reader) -> None:
    table = read(
        reader, tmp_path, r'[{"a\u0000": "x\u0001y", "b": "half \ud800 letter", "c": "\u00e9\ud83d\ude00"}]'
    )
    assert table.columns == {"a\ufffd": ["x\ufffdy"], "b": ["half \ufffd letter"], "c": ["é😀"]}
