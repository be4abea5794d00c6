"""Map formats: what an independent writer wrote comes back equal, whatever the file is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import files
import pytest
import shapely

from placewell.domain.errors import Problem
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader

GRID_MAPS = {
    "GeoPackage": files.geopackage,
    "FlatGeobuf": files.flatgeobuf,
    "Shapefile": files.shapefile,
    "MapInfo TAB": files.tab,
    "MapInfo MIF": files.mif,
    "GML": files.gml,
    "File Geodatabase": files.geodatabase,
}


def only(tables: list[RawTable]) -> RawTable:
    (table,) = tables
    return table


def same(a: RawTable, b: RawTable) -> bool:
    """Whether two tables are alike but for their file's name."""
    shapes = a.geometry is None and b.geometry is None
    if a.geometry is not None and b.geometry is not None:
        shapes = list(shapely.to_wkb(a.geometry)) == list(shapely.to_wkb(b.geometry))
    return shapes and (a.part, a.format, a.columns, a.crs, a.headed, list(a.rows), a.notes) == (
        b.part, b.format, b.columns, b.crs, b.headed, list(b.rows), b.notes)  # fmt: skip


@pytest.mark.parametrize("format", GRID_MAPS)
def test_squares_on_the_national_grid_come_back_equal(format: str, tmp_path: Path, reader: Reader) -> None:
    table = only(reader.read(GRID_MAPS[format](tmp_path)))
    assert table.format == format
    assert table.part == ""
    assert list(table.columns["name"]) == files.NAMES
    assert list(table.columns["code"]) == files.CODES
    assert list(table.columns["people"]) == files.PEOPLE
    assert list(table.rows) == [1, 2, 3]
    assert table.geometry is not None
    for found, written in zip(table.geometry, files.SQUARES, strict=True):
        assert shapely.area(shapely.symmetric_difference(found, written)) < 0.1
    if "MapInfo" in format:
        assert "Airy" in table.crs or table.crs == "EPSG:27700"
    else:
        assert table.crs == "EPSG:27700"


@pytest.mark.parametrize("build", [files.kml, files.kmz])
def test_placemarks_keep_their_columns_and_lose_only_height(
    build: Callable[[Path], Path], tmp_path: Path, reader: Reader
) -> None:
    table = only(reader.read(build(tmp_path)))
    assert table.format == build.__name__.upper()
    assert table.crs == "EPSG:4326"
    assert list(table.columns["Name"]) == files.NAMES
    assert list(table.columns["code"]) == files.CODES
    assert [(p.x, p.y) for p in table.geometry] == files.LON_LAT  # type: ignore[union-attr]
    assert not shapely.has_z(table.geometry).any()
    assert any("heights" in n.text for n in table.notes)
    assert "tessellate" not in table.columns


@pytest.mark.parametrize("format", files.SINGLE)
def test_content_decides_not_the_name(format: str, tmp_path: Path, reader: Reader) -> None:
    path = files.SINGLE[format](tmp_path)
    before = reader.read(path)
    other = path.rename(tmp_path / "what is this.dat")
    after = reader.read(other)
    assert len(before) == len(after) > 0
    assert all(same(a, b) for a, b in zip(before, after, strict=True))
    assert {t.file for t in after} == {"what is this.dat"}


@pytest.mark.parametrize("format", files.SEVERAL)
def test_a_renamed_main_file_still_finds_its_companions(format: str, tmp_path: Path, reader: Reader) -> None:
    path = files.SEVERAL[format](tmp_path)
    before = only(reader.read(path))
    after = only(reader.read(path.rename(path.with_suffix(".bin"))))
    assert same(before, after)


@pytest.mark.parametrize("name", ["a b & c.gpkg", "Brücke – 'übung'.gpkg", "100%.gpkg", "a!b.zip", "x.zip"])
def test_awkward_file_names_are_only_names(name: str, tmp_path: Path, reader: Reader) -> None:
    path = files.geopackage(tmp_path).rename(tmp_path / name)
    table = only(reader.read(path))
    assert (table.file, len(table)) == (name, 3)


def test_several_layers_are_several_parts(tmp_path: Path, reader: Reader) -> None:
    path = files.geopackage(tmp_path)
    files.degrees().to_file(path, layer="stops", driver="GPKG")
    tables = reader.read(path)
    assert [(t.part, t.crs) for t in tables] == [("wards here", "EPSG:27700"), ("stops", "EPSG:4326")]


@pytest.mark.parametrize("build", [files.shapefile_zip, files.tab_zip, files.geodatabase_zip])
def test_a_zip_of_one_layer_is_that_layer(
    build: Callable[[Path], Path], tmp_path: Path, reader: Reader
) -> None:
    path = build(tmp_path)
    table = only(reader.read(path))
    assert (table.file, table.part, list(table.columns["code"])) == (path.name, "", files.CODES)


def test_shapefile_without_index_or_table(tmp_path: Path, reader: Reader) -> None:
    path = files.shapefile(tmp_path)
    path.with_suffix(".shx").unlink()
    assert list(only(reader.read(path)).columns["code"]) == files.CODES
    path.with_suffix(".dbf").unlink()
    bare = only(reader.read(path))
    assert len(bare) == 3 and "code" not in bare.columns
    assert any("table (.dbf) did not come" in n.text for n in bare.notes)


def test_mapinfo_without_its_rows_names_what_is_missing(tmp_path: Path, reader: Reader) -> None:
    path = files.tab(tmp_path)
    for ending in (".dat", ".DAT"):
        path.with_suffix(ending).unlink(missing_ok=True)
    with pytest.raises(Problem, match=r"wards.tab came without .dat.*several files of one name"):
        reader.read(path)


def test_a_companion_alone_points_to_its_main_file(tmp_path: Path, reader: Reader) -> None:
    path = files.shapefile(tmp_path)
    with pytest.raises(Problem, match=r"wards.dbf belongs to wards.shp"):
        reader.read(path.with_suffix(".dbf"))
    lonely = tmp_path / "lonely"
    lonely.mkdir()
    table = only(reader.read(path.with_suffix(".dbf").rename(lonely / "wards.dbf")))
    assert (table.format, table.geometry, list(table.columns["code"])) == ("dBase table", None, files.CODES)


def test_missing_and_empty_places_stay_as_rows(tmp_path: Path, reader: Reader) -> None:
    shapes = [files.SQUARES[0], None, shapely.from_wkt("POLYGON EMPTY")]
    files.frame(shapes).to_file(tmp_path / "w.gpkg")
    table = only(reader.read(tmp_path / "w.gpkg"))
    assert [g is None for g in table.geometry] == [False, True, True]  # type: ignore[union-attr]
    assert [(n.row, n.text) for n in table.notes] == [(r, "It has no place on the map.") for r in (2, 3)]


def test_numbers_with_gaps_stay_whole_and_dates_are_iso(tmp_path: Path, reader: Reader) -> None:
    import pandas as pd

    data = files.frame()
    data["uprn"] = pd.array([200003487512, None, 1], dtype="Int64")
    data["open"] = [True, False, True]
    data["made"] = pd.to_datetime(["2021-11-17", None, "2022-01-02"])
    data["share"] = [0.1, None, 1e300]
    data.to_file(tmp_path / "w.gpkg")
    columns = only(reader.read(tmp_path / "w.gpkg")).columns
    assert list(columns["uprn"]) == [200003487512, None, 1] and type(columns["uprn"][0]) is int
    assert list(columns["open"]) == [True, False, True]
    assert [str(v)[:10] for v in columns["made"]] == ["2021-11-17", "None", "2022-01-02"]
    assert list(columns["share"]) == [0.1, None, 1e300]


def test_an_open_geopackage_gives_what_is_only_in_its_side_file(tmp_path: Path, reader: Reader) -> None:
    import sqlite3

    path = files.geopackage(tmp_path)
    db = sqlite3.connect(path)
    try:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')  # they need functions that plain SQLite lacks
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA wal_autocheckpoint=0")
        db.execute("UPDATE \"wards here\" SET people = 999 WHERE code = '007'")
        db.commit()
        assert path.with_name("wards.gpkg-wal").stat().st_size > 0
        found = only(reader.read(path)).columns["people"]
    finally:
        db.close()
    assert list(found) == [999, 120, 7]


def test_reading_leaves_the_original_and_its_folder_untouched(tmp_path: Path, reader: Reader) -> None:
    for build in (files.gml, files.geopackage, files.shapefile):
        build(tmp_path)
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in tmp_path.iterdir()}
    for name in ("wards.gml", "wards.gpkg", "wards.shp"):
        reader.read(tmp_path / name)
    assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in tmp_path.iterdir()} == before
