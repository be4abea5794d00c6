"""The file is a GeoPackage by the standard's own rules, read by another program's eyes."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
import store_making as making
from hypothesis import given, settings
from hypothesis import strategies as st

from placewell.domain.asset import THEMES, Asset
from placewell.domain.kinds import KINDS
from placewell.domain.records import as_row, from_row
from placewell.domain.rows import Rows
from placewell.domain.style import SHAPES, THEME_MARKS
from placewell.store import GeoPackage, blob, migrate
from placewell.store.styles import style_rows
from placewell.store.tables import TABLES, columns


def test_header_contents_and_extents_follow_the_standard(project: GeoPackage, path: Path) -> None:
    making.fill(making.session_of(project))
    project.close()
    raw = path.read_bytes()
    assert raw[68:72] == b"GPKG" and int.from_bytes(raw[60:64], "big") == 10300
    conn = sqlite3.connect(path)
    assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    codes = dict(conn.execute("SELECT srs_id, organization FROM gpkg_spatial_ref_sys"))
    assert codes == {-1: "NONE", 0: "NONE", 4326: "EPSG", 27700: "EPSG"}
    wkt = conn.execute("SELECT definition FROM gpkg_spatial_ref_sys WHERE srs_id = 27700").fetchone()[0]
    assert "Transverse_Mercator" in wkt and "OSGB" in wkt
    contents = dict(conn.execute("SELECT table_name, data_type FROM gpkg_contents"))
    for kind, table in TABLES.items():
        assert contents[table] == ("features" if KINDS[kind].geometry else "attributes")
    extent = conn.execute(
        "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'areas'"
    ).fetchone()
    assert extent == (530000, 178000, 534000, 182000)
    conn.close()


def test_pyogrio_reads_what_was_written(project: GeoPackage, path: Path) -> None:
    """Another implementation (GDAL) as the oracle."""
    pyogrio = pytest.importorskip("pyogrio")
    making.fill(making.session_of(project))
    ours = making.snapshot(project)
    project.close()
    for kind, table in TABLES.items():
        found = pyogrio.read_dataframe(path, layer=table)
        assert set(found["id"]) == set(ours[kind])
        for record in found.to_dict("records"):
            mine = ours[kind][record["id"]]
            if KINDS[kind].geometry:
                assert shapely.to_wkb(record["geometry"]) == mine["geometry"]
            for column in columns(kind):
                if column.plain is str:
                    assert (record[column.name] or "") == mine[column.name]
    sorts = {
        "areas": "MultiPolygon",
        "streets": "MultiLineString",
        "stops": "Point",
        "schemes": "MultiPolygon",
    }
    for table, sort in sorts.items():
        assert set(pyogrio.read_dataframe(path, layer=table).geom_type) == {sort}


shapes = st.one_of(
    st.none(),
    st.just(shapely.Point()),
    st.just(shapely.from_wkt("POLYGON EMPTY")),
    st.tuples(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7)).map(shapely.Point),
    st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(
        lambda p: shapely.box(p[0], p[1], p[0] + 5, p[1] + 9)
    ),
    st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(lambda p: shapely.LineString([p, (1, 2)])),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(shapes, max_size=6))
def test_blobs_go_out_and_come_back(given_shapes: list[shapely.Geometry | None]) -> None:
    array = np.empty(len(given_shapes), dtype=object)
    if given_shapes:
        array[:] = given_shapes
    blobs = blob.encode(array, 27700)
    back = blob.decode(blobs)
    for shape, other, packed in zip(given_shapes, back, blobs, strict=True):
        if shape is None:
            assert other is None and packed is None and blob.envelope(packed) is None
            continue
        assert shapely.to_wkb(shape) == shapely.to_wkb(other)
        assert packed is not None and packed[:2] == b"GP" and struct.unpack_from("<i", packed, 4) == (27700,)
        assert bool(blob.is_empty(packed)) is shape.is_empty
        if not shape.is_empty:
            x0, y0, x1, y1 = shape.bounds
            assert (blob.min_x(packed), blob.max_x(packed), blob.min_y(packed), blob.max_y(packed)) == (
                x0,
                x1,
                y0,
                y1,
            )
            bare = packed[:3] + b"\x01" + packed[4:8] + packed[40:]  # as other programs write points
            assert blob.envelope(bare) == (x0, x1, y0, y1)
            assert shapely.to_wkb(blob.decode([bare, packed])[0]) == shapely.to_wkb(shape)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=80) | st.binary(max_size=60).map(lambda b: b"GP\x00" + b))
def test_no_blob_is_so_odd_that_reading_stops(raw: bytes) -> None:
    assert len(blob.decode([raw, None, "text", 7])) == 4
    blob.envelope(raw)
    blob.is_empty(raw)


def test_odd_values_left_by_other_programs_are_read_as_the_kind_has_them(project: GeoPackage) -> None:
    session = making.session_of(project)
    with session.transaction("x") as t:
        t.put("asset", making.surgery())
    project._conn.execute("UPDATE assets SET name = x'FF', code = 12.5, capacity = 'many', theme = NULL")
    for row in (project.get("asset", "A1"), next(project.read("asset").records())):
        assert row is not None
        assert (row["capacity"], row["theme"], row["code"]) == (None, "", "12.5")
        assert isinstance(row["name"], str)


def test_values_that_sqlite_would_bend_come_back_as_the_history_says(project: GeoPackage) -> None:
    session = making.session_of(project)
    odd = as_row("asset", making.surgery(name="Zoë’s 诊所\ud800", x=531000.123456789))
    odd |= {"capacity": float("nan"), "code": "0042", "details": '{"a": "b"}'}
    with session.transaction("x") as t:
        t.put("asset", odd)
    row = project.get("asset", "A1")
    assert row is not None and row["capacity"] is None and row["code"] == "0042"
    assert row == session.history()[-1].changes[0].after
    asset = from_row("asset", row)
    assert isinstance(asset, Asset) and asset.geometry.x == 531000.123456789
    assert session.undo() is not None and session.redo() is not None
    assert project.get("asset", "A1") == row


def test_one_layer_is_read_alone_and_in_order(project: GeoPackage) -> None:
    making.fill(making.session_of(project))
    assert project.read("asset", "L5").column("id") == ("L5.1",)
    assert list(project.read("stop", "L4").column("id")) == [f"L4.{i}" for i in range(30)]
    assert len(project.read("stop", "none")) == 0
    empty = project.read("postcode")
    assert (
        len(empty) == 0 and empty.geometry is not None and set(empty.columns) == set(KINDS["postcode"].fields)
    )
    with pytest.raises(KeyError):
        project.read("assets; DROP TABLE assets")


def test_bulk_rows_that_cannot_be_kept_leave_nothing(project: GeoPackage) -> None:
    session = making.session_of(project)
    stops = making.stop_rows("L1", 3)
    layer = making.Layer("L1", "Stops", "stop")
    twice = stops.take(np.array([0, 1, 1]))
    blank = Rows("stop", {**stops.columns, "id": ["", "a", "b"]}, stops.geometry)
    for rows, words in (
        (twice, "one id"),
        (blank, "without an id"),
        (making.stop_rows("L2", 2), "another layer"),
    ):
        with pytest.raises(ValueError, match=words), session.transaction("x") as t:
            t.add_layer(layer, rows)
    assert project.counts()["stop"] == 0 and project.layers() == [] and project.head()[0] == 0
    with session.transaction("good") as t:
        t.add_layer(layer, stops)
    assert project.counts()["stop"] == 3 and project.pending_outside() == ()


def test_every_theme_has_a_mark_of_its_own_and_every_style_is_xml() -> None:
    assert set(THEME_MARKS) == set(THEMES)
    used = [shape for _, shape in THEME_MARKS.values()]
    assert len(set(used)) == len(used) and set(used) <= set(SHAPES)
    assert len({hue for hue, _ in THEME_MARKS.values()}) <= 8
    rows = style_rows()
    assert {r.table for r in rows if r.default} == {TABLES[k] for k, v in KINDS.items() if v.geometry}
    for row in rows:
        tree = ElementTree.fromstring(row.qml)
        names = {s.get("name") for s in tree.iter("symbol")}
        assert {c.get("symbol") for c in tree.iter("category")} <= names and names


def test_migration_goes_step_by_step_and_all_or_nothing() -> None:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.execute("CREATE TABLE placewell_state (schema_version INTEGER, ours INTEGER)")
    conn.execute("INSERT INTO placewell_state VALUES (1, 0)")
    conn.execute("CREATE TABLE t (a)")

    def two(c: sqlite3.Connection) -> None:
        c.execute("ALTER TABLE t ADD COLUMN b")

    def fails(c: sqlite3.Connection) -> None:
        c.execute("ALTER TABLE t ADD COLUMN c")
        raise LookupError

    with pytest.raises(LookupError):
        migrate.forward(conn, {1: two, 2: fails}, 3)
    state = "SELECT schema_version, ours FROM placewell_state"
    assert conn.execute(state).fetchone() == (1, 0)
    assert [r[1] for r in conn.execute("PRAGMA table_info(t)")] == ["a"]
    assert migrate.forward(conn, {1: two, 2: two_again}, 3) == 1
    assert conn.execute(state).fetchone() == (3, 0)
    assert [r[1] for r in conn.execute("PRAGMA table_info(t)")] == ["a", "b", "d"]
    assert migrate.forward(conn, {}, 3) == 3
    conn.close()


def two_again(c: sqlite3.Connection) -> None:
    c.execute("ALTER TABLE t ADD COLUMN d")
