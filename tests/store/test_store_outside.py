"""Edits made in another program come back as differences, are in the history, and can be undone."""

from __future__ import annotations

import math
import sqlite3
import struct
from pathlib import Path

import pytest
import shapely
import store_making as making

from placewell.domain.errors import Problem
from placewell.store import GeoPackage


def elsewhere(path: Path, *statements: str) -> None:
    """Run SQL as a plain program would that knows the GeoPackage functions, written anew here."""
    conn = sqlite3.connect(path)
    for name, at in (("ST_MinX", 8), ("ST_MaxX", 16), ("ST_MinY", 24), ("ST_MaxY", 32)):
        conn.create_function(name, 1, lambda b, at=at: struct.unpack_from("<d", b, at)[0])
    conn.create_function("ST_IsEmpty", 1, lambda b: int(b is None or bool(b[3] & 16)))
    for statement in statements:
        conn.execute(statement)
    conn.commit()
    conn.close()


@pytest.fixture
def filled(project: GeoPackage) -> GeoPackage:
    making.fill(making.session_of(project))
    return project


def test_a_change_made_while_closed_is_found_on_opening_and_can_be_undone(
    filled: GeoPackage, path: Path
) -> None:
    before = making.snapshot(filled)
    filled.close()
    elsewhere(path, "UPDATE assets SET name = 'Renamed in QGIS', capacity = 9 WHERE id = 'A1'")
    with GeoPackage.open(path) as opened:
        (change,) = opened.pending_outside()
        assert (change.kind, change.id) == ("asset", "A1")
        assert change.before is not None and change.after is not None
        differs = {k for k in change.after if change.after[k] != change.before[k]}
        assert differs == {"name", "capacity"}
        session = making.session_of(opened)
        assert session.adopted is not None
        assert (session.adopted.act, session.adopted.changes) == ("elsewhere", (change,))
        assert opened.pending_outside() == () and session.undo_label == "Changed in another program"
        assert opened.get("asset", "A1") == change.after
        session.undo()
        assert making.snapshot(opened) == before
        session.redo()
        assert opened.get("asset", "A1") == change.after
        assert opened.verify_history() is None


def test_rows_added_elsewhere_are_given_an_id_and_what_they_lack(filled: GeoPackage, path: Path) -> None:
    filled.close()
    point = struct.pack("<2sBBi", b"GP", 0, 1, 27700) + shapely.to_wkb(shapely.Point(531234, 180321))
    point_3d = struct.pack("<2sBBi", b"GP", 0, 1, 27700) + shapely.to_wkb(
        shapely.Point(531234, 180321, 7), flavor="iso"
    )
    elsewhere(path)
    conn = sqlite3.connect(path)
    for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        conn.create_function(name, 1, lambda b: 0.0)
    conn.create_function("ST_IsEmpty", 1, lambda b: 0)
    conn.execute("INSERT INTO assets (type, name, geom) VALUES ('pharmacy', 'New', ?)", (point,))
    conn.execute("INSERT INTO assets (geom) VALUES (?)", (point_3d,))
    conn.execute("INSERT INTO assets (name, capacity, geom) VALUES ('Odd', 'many', x'00')")
    conn.commit()
    conn.close()
    with GeoPackage.open(path) as opened:
        session = making.session_of(opened)
        assert session.adopted is not None
        added = {c.id: c.after for c in session.adopted.changes}
        assert len(added) == 3 and all(c.before is None for c in session.adopted.changes)
        new = next(row for row in added.values() if row and row["name"] == "New")
        assert (new["theme"], new["status"], new["layer"]) == ("health", "open", "")
        assert shapely.from_wkb(new["geometry"]) == shapely.Point(531234, 180321)
        odd = next(row for row in added.values() if row and row["name"] == "Odd")
        assert (odd["capacity"], odd["geometry"]) == (None, None)
        assert all(id and opened.get("asset", id) == row for id, row in added.items())
        session.undo()
        assert opened.counts()["asset"] == 3
        session.redo()
        assert {i: opened.get("asset", i) for i in added} == added


def test_deleted_replaced_and_renumbered_rows(filled: GeoPackage, path: Path) -> None:
    before = making.snapshot(filled)
    filled.close()
    elsewhere(
        path,
        "DELETE FROM assets WHERE id = 'A1'",
        "INSERT OR REPLACE INTO stops (id, layer, name) VALUES ('L4.1', 'L4', 'Put anew')",
        "UPDATE stops SET fid = fid + 1000 WHERE id = 'L4.2'",
        "UPDATE stops SET id = 'mine' WHERE id = 'L4.3'",
        "UPDATE stops SET id = NULL WHERE id = 'L4.4'",
        "UPDATE stops SET name = 'x' WHERE id = 'L4.5'",
        "UPDATE stops SET name = 'Stop 5' WHERE id = 'L4.5'",
        "DELETE FROM layers WHERE id = 'L2'",
        "DELETE FROM project",
    )
    with GeoPackage.open(path) as opened:
        session = making.session_of(opened)
        assert session.adopted is not None
        said = {(c.kind, c.id): (c.before is not None, c.after is not None) for c in session.adopted.changes}
        assert said == {
            ("asset", "A1"): (True, False),
            ("stop", "L4.1"): (True, True),
            ("stop", "L4.3"): (True, False),
            ("stop", "mine"): (False, True),
            ("layer", "L2"): (True, False),
        }
        assert opened.project().name == "Test town"  # put back: nothing opens without it
        session.undo()
        assert making.snapshot(opened) == before


def test_changes_while_open_are_adopted_before_the_next_edit(filled: GeoPackage, path: Path) -> None:
    session, heard = making.session_of(filled), []
    session.subscribe(heard.append)
    assert not filled.has_outside()
    elsewhere(path, "UPDATE assets SET name = 'Elsewhere' WHERE id = 'A2'")
    assert filled.has_outside()
    with session.transaction("Here") as t:
        t.put("asset", making.surgery("A1", "Here"))
    assert [(e.act, e.label) for e in heard] == [
        ("elsewhere", "Changed in another program"),
        ("edit", "Here"),
    ]
    session.undo()
    session.undo()
    row = filled.get("asset", "A2")
    assert row is not None and row["name"] == "Library"
    assert not filled.has_outside() and filled.pending_outside() == ()


def test_our_own_edits_leave_no_trace_in_the_log(filled: GeoPackage) -> None:
    session = making.session_of(filled)
    session.undo()
    session.undo()
    session.redo()
    assert filled.pending_outside() == ()


def test_a_read_only_project_shows_the_differences_and_adopts_nothing(filled: GeoPackage, path: Path) -> None:
    elsewhere(path, "UPDATE assets SET name = 'Elsewhere' WHERE id = 'A2'")
    with GeoPackage.open(path) as second:
        assert second.read_only
        assert [c.id for c in second.pending_outside()] == ["A2"]
        assert making.session_of(second).adopted is None


def test_a_table_made_anew_is_taken_as_it_stands_and_undo_stops_there(filled: GeoPackage, path: Path) -> None:
    filled.close()
    conn = sqlite3.connect(path)
    made = conn.execute("SELECT sql FROM sqlite_master WHERE name = 'assets'").fetchone()[0]
    conn.execute("CREATE TABLE spare AS SELECT * FROM assets")
    conn.execute("DROP TABLE assets")
    conn.execute(made)
    conn.execute("INSERT INTO assets SELECT * FROM spare WHERE id <> 'A2'")
    conn.execute("UPDATE assets SET name = 'Unknown edit'")
    conn.execute("DROP TABLE spare")
    conn.commit()
    conn.close()
    with GeoPackage.open(path) as opened:
        session = making.session_of(opened)
        assert session.adopted is not None
        assert session.adopted.label == "A table was replaced in another program"
        assert [(c.kind, c.id, c.before, c.after) for c in session.adopted.changes] == [
            ("asset", "*", None, None)
        ]
        assert session.undo_label == "" and session.undo() is None
        with session.transaction("Goes on") as t:
            t.put("asset", making.surgery("A9"))
        assert session.undo_label == "Goes on"
        assert opened.verify_history() is None
        boxes = opened._conn.execute("SELECT count(*) FROM rtree_assets_geom").fetchone()[0]
        assert boxes == opened.counts()["asset"] == 3
    elsewhere(path, "UPDATE assets SET name = 'Noticed again' WHERE id = 'A9'")
    with GeoPackage.open(path) as opened:
        assert [c.id for c in opened.pending_outside()] == ["A9"]


def test_a_table_made_anew_without_unique_ids_is_refused(filled: GeoPackage, path: Path) -> None:
    filled.close()
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE spare AS SELECT * FROM stops")
    conn.execute("DROP TABLE stops")
    conn.execute("ALTER TABLE spare RENAME TO stops")
    conn.commit()
    conn.close()
    with pytest.raises(Problem, match="'stops' was replaced by one that is not the same"):
        GeoPackage.open(path)


def test_the_spatial_index_follows_every_edit(filled: GeoPackage, path: Path) -> None:
    session = making.session_of(filled)
    with session.transaction("Move") as t:
        t.put("asset", making.surgery("A1", x=533999.5))
        t.put("asset", making.surgery("A3"))
        t.remove("asset", "A3")
        t.remove_layer("L4")
    session.undo()
    session.redo()
    session.undo()
    for kind, table in (("asset", "assets"), ("stop", "stops"), ("area", "areas"), ("scheme", "schemes")):
        boxes = dict(
            (row[0], row[1:]) for row in filled._conn.execute(f"SELECT * FROM rtree_{table}_geom").fetchall()
        )
        things = filled.read(kind)
        fids = dict(filled._conn.execute(f"SELECT id, fid FROM {table}").fetchall())
        assert set(boxes) == set(fids.values())
        assert things.geometry is not None
        for id, shape in zip(things.column("id"), things.geometry, strict=True):
            x0, y0, x1, y1 = shape.bounds
            for near, true in zip(boxes[fids[id]], (x0, x1, y0, y1), strict=True):
                assert math.isclose(near, true, abs_tol=0.1)
