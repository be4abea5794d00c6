"""Projects of every earlier version are brought up to date whole, or left exactly as they were."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
import store_making as making

from placewell.domain.errors import Problem
from placewell.domain.history import Change, Entry
from placewell.domain.kinds import KINDS
from placewell.domain.layer import Layer
from placewell.store import GeoPackage, migrate
from placewell.store.history import in_present_words
from placewell.store.tables import SCHEMA_VERSION

OLD = Path(__file__).parents[1] / "old_projects"
PROGRAM = str(Path(__file__).parents[2] / "desktop")


def copy_of(name: str, folder: Path) -> Path:
    path = folder / f"{name}.gpkg"
    shutil.copyfile(OLD / f"{name}.gpkg", path)
    return path


def plain_rows(path: Path, table: str) -> list[dict[str, Any]]:
    """Every cell of a table by SQLite alone, keyed by column."""
    conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    conn.row_factory = sqlite3.Row
    found = [dict(row) for row in conn.execute(f'SELECT * FROM "{table}"')]
    conn.close()
    return found


def do(path: Path, *statements: str) -> None:
    """What another program does to the file."""
    conn = sqlite3.connect(path, isolation_level=None)
    for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        conn.create_function(name, 1, lambda _: 0, deterministic=True)
    for statement in statements:
        conn.execute(statement)
    conn.close()


def test_every_cell_of_a_version_1_project_is_as_it_was(tmp_path: Path) -> None:
    path = copy_of("v1", tmp_path)
    tables = [
        r["name"]
        for r in plain_rows(path, "sqlite_master")
        if r["type"] == "table" and r["name"][:7] != "sqlite_"
    ]
    before = {t: plain_rows(path, t) for t in tables}
    GeoPackage.open(path).close()
    traced = {"traced_m": None, "plan": None}
    for table, old in before.items():
        now = plain_rows(path, table)
        if table == "placewell_state":
            assert [{**r, "schema_version": SCHEMA_VERSION} for r in old] == now
        elif table == "assets":
            assert [{**r, "used": None} for r in old] == now and len(now) == 3
        elif table == "entrances":
            assert [{**r, "block": None, **traced} for r in old] == now and len(now) == 1
        elif table == "schemes":
            assert [{**r, "submission": None, **traced} for r in old] == now and len(now) == 1
        elif table == "project":
            assert [{**r, "base_sum": None, "redacted": None} for r in old] == now and len(now) == 1
        else:
            assert now[: len(old)] == old, table
            assert len(now) == len(old) or table[:5] in ("gpkg_", "layer"), table


def test_a_migrated_project_has_the_form_of_a_new_one(
    project: GeoPackage, path: Path, tmp_path: Path
) -> None:
    project.close()
    old = copy_of("v1", tmp_path)
    GeoPackage.open(old).close()
    assert form(old) == form(path)


def form(path: Path) -> dict[str, Any]:
    """What a file is made of, whatever the order in which it was made."""
    master = plain_rows(path, "sqlite_master")
    tables = [r["name"] for r in master if r["type"] == "table"]
    conn = sqlite3.connect(path)
    columns = {
        t: sorted(
            tuple(c)[1:] for c in conn.execute(f'PRAGMA table_xinfo("{t}")') if not t.startswith("sqlite_")
        )
        for t in tables
    }
    conn.close()
    return {
        "columns": columns,
        "rest": {(r["type"], r["name"]): r["sql"] for r in master if r["type"] != "table"},
        "virtual": sorted(r["sql"] for r in master if "VIRTUAL" in (r["sql"] or "")),
        **{
            t: sorted(tuple(v for k, v in r.items() if k not in ("id", "last_change", "update_time")
                            and not re.match("(min|max)_", k)) for r in plain_rows(path, t))
            for t in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions")
        },
        "styles": {(r["f_table_name"], r["styleName"]): (r["styleQML"], r["useAsDefault"])
                   for r in plain_rows(path, "layer_styles")},
    }  # fmt: skip


def test_what_version_1_had_undone_comes_back(tmp_path: Path) -> None:
    """Its shelf and its digests know nothing of the new columns."""
    with GeoPackage.open(copy_of("v1_undone", tmp_path)) as opened:
        assert opened.counts()["asset"] == 0 and opened.verify_history() is None
        session = making.session_of(opened)
        done = [session.redo() for _ in range(4)]
        assert [e and e.label for e in done] == [
            "Bring in the layers",
            "Draw the scheme",
            "Close the library",
            None,
        ]
        counts = {kind: n for kind, n in opened.counts().items() if n}
        assert counts == {
            "project": 1, "layer": 5, "area": 4, "asset": 3, "street": 10, "stop": 30, "backdrop": 2,
            "scheme": 1, "entrance": 1,
        }  # fmt: skip
        library = opened.get("asset", "A2")
        assert library is not None and library["status"] == "closed" and library["used"] is None
        with session.transaction("Count the readers") as t:
            t.put("asset", {**library, "used": 120.0})
        for label in ("Count the readers", "Close the library", "Draw the scheme", "Bring in the layers"):
            entry = session.undo()
            assert entry is not None and entry.label == label
        assert opened.counts()["asset"] == opened.counts()["entrance"] == 0
        assert opened.verify_history() is None
    untouched = plain_rows(OLD / "v1_undone.gpkg", "history")
    assert plain_rows(tmp_path / "v1_undone.gpkg", "history")[: len(untouched)] == untouched


def test_a_version_2_project_opens_as_it_was(tmp_path: Path) -> None:
    path = copy_of("v2", tmp_path)
    with GeoPackage.open(path) as opened:
        counts = opened.counts()
        assert counts["activity"] == counts["service"] == counts["PTAL point"] == 1
        assert counts["commitment"] == counts["provision"] == 2
        assert counts["block"] == counts["phase"] == counts["homes"] == counts["loss"] == 1
        door, clinic = opened.get("entrance", "E2"), opened.get("asset", "A1")
        assert door is not None and door["block"] == "B1"
        assert clinic is not None and clinic["used"] == 4.0
        before = making.snapshot(opened)
        session = making.session_of(opened)
        for _ in range(4):
            assert session.undo() is not None
        assert {k for k, n in opened.counts().items() if n} == {"project"}
        while session.redo() is not None:
            pass
        assert making.snapshot(opened) == before and opened.verify_history() is None


def test_the_tenures_of_homes_lost_get_a_column_of_their_own(tmp_path: Path) -> None:
    """Written as a name by version 2; what was a name stays one, and older edits can be undone."""
    path = copy_of("v2", tmp_path)
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("UPDATE placewell_state SET ours = 1")
    conn.execute("INSERT INTO losses (id, scheme, what, name) VALUES ('Q2', 'S1', 'homes', 'social rent')")
    conn.execute("UPDATE placewell_state SET ours = 0")
    conn.close()
    with GeoPackage.open(path) as opened:
        losses = {r["id"]: r for r in opened.read("loss").records()}
        assert (losses["Q1"]["name"], losses["Q1"]["tenure"]) == ("Yard cottages", "")
        assert (losses["Q2"]["name"], losses["Q2"]["tenure"]) == ("", "social rent")
    older = {"id": "Q2", "scheme": "S1", "what": "homes", "name": "social rent"}
    entry = Entry(9, "", "", "", "edit", None, (Change("loss", "Q2", None, older),), "")
    (change,) = in_present_words(entry).changes
    assert change.after is not None
    assert (change.after["tenure"], change.after["name"]) == ("social rent", "")
    assert change.after["decant_phase"] is None


class Failing(sqlite3.Connection):
    """Gives up at the nth statement."""

    left = 10**9

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        self._count(sql)
        return super().execute(sql, *values)

    def executemany(self, sql: str, values: Iterable[Any], /) -> sqlite3.Cursor:
        self._count(sql)
        return super().executemany(sql, values)

    def _count(self, sql: str) -> None:
        self.left -= 1
        if self.left < 0 and sql != "ROLLBACK":
            raise KeyboardInterrupt


def test_stopped_at_any_statement_it_is_the_version_1_project_byte_for_byte(tmp_path: Path) -> None:
    path = copy_of("v1", tmp_path)
    whole = path.read_bytes()
    stopped = 0
    while True:
        conn = sqlite3.connect(path, factory=Failing, isolation_level=None)
        conn.left = stopped
        try:
            migrate.forward(conn)
        except KeyboardInterrupt:
            assert not conn.in_transaction
            conn.close()
            assert path.read_bytes() == whole, f"stopped at statement {stopped}"
            stopped += 1
            continue
        conn.close()
        break
    assert stopped > 120
    with GeoPackage.open(path) as opened:
        assert not opened.read_only and opened.counts()["stop"] == 30


KILLED = """
import os, shutil, sqlite3, sys
source, folder, program = sys.argv[1:]
sys.path.insert(0, program)
from placewell.store import migrate

class Dying(sqlite3.Connection):
    left = 0
    def execute(self, sql, *values):
        self.left -= 1
        if self.left < 0:
            os._exit(7)
        return super().execute(sql, *values)

for n in range(2, 1000, 9):
    path = f"{folder}/{n}.gpkg"
    shutil.copyfile(source, path)
    child = os.fork()
    if not child:
        conn = sqlite3.connect(path, factory=Dying, isolation_level=None)
        sqlite3.Connection.execute(conn, "PRAGMA cache_size = 1")  # so that pages reach the file early
        conn.left = n
        migrate.forward(conn)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="killing forked children needs fork, which Windows lacks")
def test_killed_at_a_statement_it_is_the_version_1_project_again(tmp_path: Path) -> None:
    # In a process of its own, so that the forks are of one thread.
    subprocess.run([sys.executable, "-c", KILLED, str(OLD / "v1.gpkg"), str(tmp_path), PROGRAM], check=True)
    files = sorted(tmp_path.glob("*.gpkg"), key=lambda p: int(p.stem))
    assert len(files) > 12
    whole = (OLD / "v1.gpkg").read_bytes()
    torn = [p for p in files[:-1] if p.read_bytes() != whole]
    assert torn, "no page had reached a file: nothing was tried"
    for path in files:
        done = path == files[-1]
        conn = sqlite3.connect(path)
        assert conn.execute("SELECT schema_version, ours FROM placewell_state").fetchone() == (
            SCHEMA_VERSION if done else 1,
            0,
        )
        conn.close()
        assert done or path.read_bytes() == whole
    with GeoPackage.open(files[0]) as opened:
        assert opened.counts()["stop"] == 30 and not opened.read_only


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("CREATE TABLE Blocks (a)", "a layer named 'Blocks'"),
        (
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('x', 'attributes', 'homes')",
            "a layer named 'homes'",
        ),
        ("ALTER TABLE assets ADD COLUMN Used TEXT", "a column named 'used' in the table 'assets'"),
    ],
)
def test_a_name_that_another_program_has_taken(tmp_path: Path, statement: str, words: str) -> None:
    path = copy_of("v1", tmp_path)
    do(path, statement)
    before = path.read_bytes()
    with pytest.raises(Problem) as caught:
        GeoPackage.open(path)
    for word in (words, "older version of Placewell", "Rename it in that program"):
        assert word in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("table", ["placewell_state", "gpkg_contents", "layer_styles"])
def test_instructions_that_another_program_left_are_not_run(tmp_path: Path, table: str) -> None:
    path = copy_of("v1", tmp_path)
    body = "BEGIN DELETE FROM history; END"
    do(
        path,
        f"CREATE TRIGGER odd_insert AFTER INSERT ON {table} {body}",
        f"CREATE TRIGGER odd_update AFTER UPDATE ON {table} {body}",
    )
    before = path.read_bytes()
    with pytest.raises(Problem, match=r"put instructions of its own into .v1\.gpkg."):
        GeoPackage.open(path)
    assert path.read_bytes() == before


def test_what_another_program_did_before_is_still_seen(tmp_path: Path) -> None:
    path = copy_of("v1", tmp_path)
    do(path, "UPDATE assets SET name = 'Bridge clinic' WHERE id = 'A1'")
    with GeoPackage.open(path) as opened:
        session = making.session_of(opened)
        assert session.adopted is not None and session.adopted.label == "Changed in another program"
        (change,) = session.adopted.changes
        assert change.before is not None and change.before["name"] == "Bridge surgery"
        assert change.before["used"] is None
        session.undo()
        row = opened.get("asset", "A1")
        assert row is not None and row["name"] == "Bridge surgery"


def test_a_table_that_another_program_replaced_is_still_seen_to_be(tmp_path: Path) -> None:
    path = copy_of("v1", tmp_path)
    do(path, "DROP TRIGGER placewell_outside_assets_insert", "DROP TRIGGER rtree_assets_geom_delete")
    with GeoPackage.open(path) as opened:
        session = making.session_of(opened)
        assert (
            session.adopted is not None and session.adopted.label == "A table was replaced in another program"
        )
        assert opened.counts()["asset"] == 3


def test_styles_that_somebody_has_altered_stay(tmp_path: Path) -> None:
    path = copy_of("v1", tmp_path)
    do(
        path,
        "UPDATE layer_styles SET styleQML = '<mine/>' WHERE styleName = 'Placewell streets'",
        "DELETE FROM layer_styles WHERE f_table_name = 'stops'",
        "INSERT INTO layer_styles (f_table_name, styleName, styleQML, useAsDefault) VALUES ('stops', 'Own', 'x', 1)",
    )
    GeoPackage.open(path).close()
    styles = plain_rows(path, "layer_styles")
    assert [r["styleQML"] for r in styles if r["styleName"] == "Placewell streets"] == ["<mine/>"]
    usual = [(r["f_table_name"], r["styleName"]) for r in styles if r["useAsDefault"]]
    assert ("stops", "Own") in usual and len({t for t, _ in usual}) == len(usual)
    assert {"ptal_points", "commitments", "blocks", "provision"} <= {t for t, _ in usual}
    do(path, "DROP TABLE layer_styles")
    GeoPackage.open(path).close()


def test_a_project_without_styles_is_brought_up_to_date_without(tmp_path: Path) -> None:
    path = copy_of("v1", tmp_path)
    do(path, "DROP TABLE layer_styles")
    with GeoPackage.open(path) as opened:
        assert set(opened.counts()) > {"PTAL point", "commitment"} and not opened.read_only


def test_columns_of_later_versions_are_part_of_a_digest_only_where_filled(project: GeoPackage) -> None:
    session = making.session_of(project)
    bare = replace(making.surgery("L1.1", layer="L1"), used=None)
    digests = []
    for used in (None, 3.0, 4.0):
        with session.transaction("Bring in") as t:
            t.add_layer(Layer("L1", "GPs", "asset"), making.rows_of("asset", [replace(bare, used=used)]))
        after = session.history()[-1].changes[0].after
        digests.append(after and after["digest"])
        session.undo()
        session.redo()
        row = project.get("asset", "L1.1")
        assert row is not None and row["used"] == used
        session.undo()
    assert len(set(digests)) == 3
    assert digests[0] == digest_of_version_1(bare)


def digest_of_version_1(asset: Any) -> str:
    """As version 1 worked it out: columns in order, then the length of the shape, then the shape."""
    import hashlib

    shape = shapely.to_wkb(asset.geometry, byte_order=1)
    cells = [
        asset.id, asset.layer, asset.theme, asset.type, asset.name, asset.code, asset.address, asset.postcode,
        asset.operator, asset.owner, asset.capacity, asset.capacity_unit, asset.status, asset.opens, asset.closes,
        asset.step_free, asset.price_band, asset.valued, asset.details, len(shape),
    ]  # fmt: skip
    head = json.dumps(["asset", [[c] for c in cells]], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(head.encode() + shape).hexdigest()


NEVER_FILLED = ("site", "postcode", "code link", "import note", "statistic")
OF_VERSION_4 = ("action", "sign-off", "assessment", "pack")
OF_VERSION_5 = ("plan", "plan image", "difference", "taken entry")


@pytest.mark.parametrize("version", ["v3", "v4", "v5"])
def test_a_project_of_versions_3_to_5_opens_as_it_was(tmp_path: Path, version: str) -> None:
    path = copy_of(version, tmp_path)
    with GeoPackage.open(path) as opened:
        counts = opened.counts()
        later = {"v3": OF_VERSION_4 + OF_VERSION_5, "v4": OF_VERSION_5, "v5": ()}[version]
        assert all(bool(counts[k]) == (k not in NEVER_FILLED + later) for k in KINDS)
        if version == "v5":
            block, plan = opened.get("block", "K2"), opened.get("plan", "P1")
            assert block is not None and (block["traced_m"], block["plan"]) == (0.4, "P1")
            assert plan is not None and (plan["stated_scale"], plan["turn_deg"]) == (1250, -2.5)
        if version != "v3":
            answer, action = opened.get("answer", "A2"), opened.get("action", "X1")
            assert answer is not None and (answer["part"], answer["page"]) == ("natural connections", "12")
            assert action is not None and (action["mechanism"], action["reasonable"]) == ("section 106", "no")
        home, lost = opened.get("homes", "M2"), opened.get("loss", "Q2")
        assert home is not None and (home["homes_least"], home["access"], home["faces"]) == (0, "M4(3)", "SE")
        assert lost is not None and (lost["tenure"], lost["decant_phase"]) == ("social rent", 2)
        before = making.snapshot(opened)
        session = making.session_of(opened)
        while session.undo() is not None:
            pass
        assert {k for k, n in opened.counts().items() if n} == {"project"}
        while session.redo() is not None:
            pass
        assert making.snapshot(opened) == before and opened.verify_history() is None
