"""Files that are no project, or cannot be written: each with the words that its message must hold."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import store_making as making

from placewell.domain.errors import Problem
from placewell.domain.history import changes_to_json
from placewell.domain.project import PROJECT_ID, Project
from placewell.store import GeoPackage
from placewell.store.tables import SCHEMA_VERSION

posix = pytest.mark.skipif(os.name != "posix", reason="needs users and forks, which Windows has otherwise")
FORBIDDEN = ("error", "invalid", "null", "sqlite", "traceback")


def refused(path: Path, *words: str) -> str:
    with pytest.raises(Problem) as caught:
        GeoPackage.open(path)
    return says(str(caught.value), *words)


def says(text: str, *words: str) -> str:
    for word in words:
        assert word in text, text
    assert not any(word in text.lower() for word in FORBIDDEN), text
    return text


def test_missing_file_and_missing_folder(tmp_path: Path) -> None:
    refused(
        tmp_path / "gone.gpkg", "no file 'gone.gpkg'", "moved, renamed or deleted", "open it from where it is"
    )
    refused(tmp_path / "nowhere" / "gone.gpkg", "The folder", "does not exist either")
    refused(tmp_path, "it is a folder")


@pytest.mark.parametrize("content", [b"", b"name,x,y\nA,1,2\n", b"SQLite format 3\0", b"PK\x03\x04" * 100])
def test_other_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.gpkg"
    path.write_bytes(content)
    refused(path, "'other.gpkg' is not a Placewell project", "import this file into it")


def test_a_geopackage_of_another_program(path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA application_id = 1196444487")
    conn.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
    conn.commit()
    conn.close()
    refused(path, "a map file (GeoPackage) made by another program", "Make a new project first")


def test_a_newer_version_is_refused_with_both_numbers(project: GeoPackage, path: Path) -> None:
    project.close()
    with sqlite3.connect(path) as conn:
        conn.execute("UPDATE placewell_state SET schema_version = 7")
    conn.close()
    refused(
        path,
        "newer version of Placewell",
        "format 7",
        f"knows {SCHEMA_VERSION}",
        "Install the newer Placewell",
    )


@pytest.mark.parametrize("at", [100, 4096 * 2, 4096 * 30])
def test_a_damaged_file_says_so_or_shows_it_on_reading(project: GeoPackage, path: Path, at: int) -> None:
    making.fill(making.session_of(project))
    project.close()
    raw = bytearray(path.read_bytes())
    raw[at : at + 6000] = b"\xa5" * min(6000, len(raw) - at)
    path.write_bytes(raw)
    try:
        with GeoPackage.open(path) as opened:
            making.snapshot(opened)
            opened.verify_history()
            problem = None
    except Problem as found:
        problem = found
        says(str(found), "'town.gpkg'", "copy")
    assert problem is not None or at != 100


def test_a_cut_off_file(project: GeoPackage, path: Path) -> None:
    making.fill(making.session_of(project))
    project.close()
    path.write_bytes(path.read_bytes()[:9000])
    refused(path, "damaged", "copy from before")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("ALTER TABLE assets RENAME COLUMN capacity TO cap", "the column 'capacity' of the table 'assets'"),
        ("DROP TABLE stops", "the table 'stops' is missing"),
        ("DROP TABLE rtree_areas_geom", "the spatial index of the table 'areas'"),
    ],
)
def test_a_table_or_column_taken_away_elsewhere(
    project: GeoPackage, path: Path, statement: str, words: str
) -> None:
    project.close()
    conn = sqlite3.connect(path)
    conn.execute(statement)
    conn.commit()
    conn.close()
    refused(path, "altered in another program", words, "copy from before")


def test_a_view_in_place_of_a_table_is_refused(project: GeoPackage, path: Path) -> None:
    project.close()
    conn = sqlite3.connect(path)
    conn.execute("ALTER TABLE stops RENAME TO stops_old")
    conn.execute("CREATE VIEW stops AS SELECT * FROM stops_old")
    conn.commit()
    conn.close()
    refused(path, "the table 'stops' is missing")


def test_a_foreign_trigger_never_runs(project: GeoPackage, path: Path) -> None:
    project.close()
    conn = sqlite3.connect(path)
    conn.execute("CREATE TRIGGER sly AFTER UPDATE ON placewell_state BEGIN DELETE FROM history; END")
    conn.commit()
    conn.close()
    with GeoPackage.open(path) as opened:
        says(opened.read_only_why, "'sly'", "reading only", "save a copy")
        assert opened.project().name == "Test town"
        with pytest.raises(Problem, match="reading only"):
            opened.begin()


def test_creating_where_it_cannot_be(tmp_path: Path) -> None:
    project = Project(PROJECT_ID, "Test", making.BOUNDARY)
    taken = tmp_path / "taken.gpkg"
    taken.write_text("mine")
    for path, given, words in (
        (taken, project, ("already", "never writes over", "another name")),
        (tmp_path / "no" / "a.gpkg", project, ("folder", "does not exist", "Make the folder")),
        (
            tmp_path / "a.gpkg",
            replace(project, crs="EPSG:4326"),
            ("latitude and longitude", "Degrees", "EPSG:27700"),
        ),
        (
            tmp_path / "a.gpkg",
            replace(project, crs="EPSG:2263"),
            ("does not measure in metres", "EPSG:27700"),
        ),
        (tmp_path / "a.gpkg", replace(project, crs="somewhere"), ("'somewhere' are not known", "EPSG:27700")),
        (tmp_path / "a.gpkg", replace(project, crs="EPSG:1"), ("not known",)),
    ):
        with pytest.raises(Problem) as caught:
            GeoPackage.create(path, given)
        says(str(caught.value), *words)
    assert taken.read_text() == "mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["taken.gpkg"]


def test_a_second_window_reads_only_and_says_why(project: GeoPackage, path: Path) -> None:
    with GeoPackage.open(path) as second:
        says(second.read_only_why, "open in another Placewell window", "reading only")
        assert second.project().name == "Test town"
        with (
            pytest.raises(Problem, match="cannot be changed here"),
            making.session_of(second).transaction("x"),
        ):
            pass
    project.close()
    assert not path.with_name("town.gpkg.lock").exists()
    with GeoPackage.open(path) as third:
        assert not third.read_only


@posix
def test_the_lock_of_a_killed_process_does_not_bar_the_next(project: GeoPackage, path: Path) -> None:
    project.close()
    hold = (
        "import sys, time; from placewell.store import GeoPackage; p = GeoPackage.open(sys.argv[1]);"
        "print('held', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdout=subprocess.PIPE, env=environment()
    )
    assert child.stdout is not None
    child.stdout.readline()
    with GeoPackage.open(path) as second:
        assert second.read_only
    child.kill()
    child.wait()
    child.stdout.close()
    assert path.with_name("town.gpkg.lock").exists()
    with GeoPackage.open(path) as third:
        assert not third.read_only


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "desktop")}


READ_ONLY = """
import os, sys
from placewell.domain.errors import Problem
from placewell.domain.history import changes_to_json
from placewell.edit import Session
from placewell.store import GeoPackage
import store_making as making
os.chdir("/")
os.setegid(65534); os.seteuid(65534)
project = GeoPackage.open(sys.argv[1])
print(project.read_only_why)
print(len(project.read("stop")))
try:
    with making.session_of(project).transaction("x") as t:
        t.put("asset", making.surgery())
except Problem as problem:
    print(problem)
"""


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="needs root, to become another user")
@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o666), (0o777, 0o444)])
@pytest.mark.parametrize("wal", [False, True])
def test_a_read_only_folder_or_file(
    project: GeoPackage, path: Path, folder: int, file: int, wal: bool
) -> None:
    making.fill(making.session_of(project))
    project.close()
    if wal:
        with sqlite3.connect(path) as conn:
            conn.execute("PRAGMA journal_mode = WAL")
        conn.close()
    for parent in path.parents[:-1]:
        parent.chmod(parent.stat().st_mode | 0o555)
    path.chmod(file)
    path.parent.chmod(folder)
    before = path.read_bytes()
    env = environment()
    env["PYTHONPATH"] += os.pathsep + str(Path(__file__).parent)
    try:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", READ_ONLY, str(path)],
            capture_output=True,
            text=True,
            env=env,
            check=False,
        )
    finally:
        path.parent.chmod(0o755)
    assert done.returncode == 0, done.stderr
    why, stops, problem = done.stdout.strip().split("\n")
    says(why, "read-only", "save a copy in a folder of your own")
    assert stops == "30"
    says(problem, "open for reading only", "save a copy")
    assert path.read_bytes() == before


def test_a_full_disk_leaves_the_project_as_it_was(project: GeoPackage, path: Path) -> None:
    session = making.session_of(project)
    making.fill(session)
    before, heard = making.snapshot(project), []
    session.subscribe(heard.append)
    pages = project._conn.execute("PRAGMA page_count").fetchone()[0]
    project._conn.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(Problem) as caught, session.transaction("Too much") as t:
        t.add_rows(making.rows_of("stop", []))
        for i in range(2000):
            t.put("asset", making.surgery(f"B{i}", "x" * 200))
    says(str(caught.value), "disk", "full", "as it was before this step", "Make room")
    assert making.snapshot(project) == before and heard == []
    with pytest.raises(Problem, match="full"):
        project.cache_put("network", b"x" * 200_000)
    # The session goes on once there is room.
    project._conn.execute("PRAGMA max_page_count = 1000000")
    with session.transaction("Small") as t:
        t.put("asset", making.surgery("B1"))
    assert project.verify_history() is None and len(heard) == 1


def test_wal_left_behind_is_turned_back(project: GeoPackage, path: Path) -> None:
    project.close()
    leave = (
        "import sqlite3, os, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA journal_mode = WAL');"
        "c.execute(\"INSERT INTO import_notes (id, text) VALUES ('N1', 'from the log')\");"
        "c.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", leave, str(path)], check=True)
    assert path.with_name("town.gpkg-wal").stat().st_size > 0
    with GeoPackage.open(path) as opened:
        assert not opened.read_only
        assert list(opened.read("import note").column("text")) == ["from the log"]
    assert path.read_bytes()[18] == 1
    assert not path.with_name("town.gpkg-wal").exists()


def test_wal_held_by_another_program_opens_read_only(project: GeoPackage, path: Path) -> None:
    making.fill(making.session_of(project))
    project.close()
    other = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA journal_mode = WAL');"
            "c.execute('SELECT count(*) FROM stops').fetchone(); print('held', flush=True); sys.stdin.read()",
            str(path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout is not None
    other.stdout.readline()
    with GeoPackage.open(path) as opened:
        says(opened.read_only_why, "open in another program (QGIS", "reading only", "Close it there")
        assert len(opened.read("stop")) == 30
    other.communicate()
    with GeoPackage.open(path) as opened:
        assert not opened.read_only


def test_another_program_takes_the_project_into_wal_while_it_is_open(project: GeoPackage, path: Path) -> None:
    session = making.session_of(project)
    project._conn.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(path)
    assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    other.execute("SELECT count(*) FROM stops").fetchone()
    with pytest.raises(Problem, match="open for editing"), session.transaction("x") as t:
        t.put("asset", making.surgery())
    other.close()
    with session.transaction("x") as t:
        t.put("asset", making.surgery())
    assert project.counts()["asset"] == 1


def test_another_program_in_the_middle_of_writing(project: GeoPackage, path: Path) -> None:
    project._conn.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Problem) as caught, making.session_of(project).transaction("x"):
        pass
    says(str(caught.value), "Another program is using 'town.gpkg'", "try again")
    other.execute("ROLLBACK")
    other.close()
    with making.session_of(project).transaction("x") as t:
        t.put("asset", making.surgery())


def test_save_a_copy(project: GeoPackage, path: Path) -> None:
    making.fill(making.session_of(project))
    copy, shares = path.with_name("copy.gpkg"), []
    project.save_copy(copy, shares.append)
    assert shares[-1] == 1.0
    with GeoPackage.open(copy) as opened:
        assert making.snapshot(opened) == making.snapshot(project)
        assert opened.verify_history() is None
        session = making.session_of(opened)
        assert session.undo_label == "Draw the scheme" and session.undo() is not None
    with pytest.raises(Problem, match="already"):
        project.save_copy(copy)
    with pytest.raises(Problem, match="does not exist"):
        project.save_copy(path.parent / "no" / "copy.gpkg")


def test_derived_things_are_kept_outside_the_history(project: GeoPackage, path: Path) -> None:
    assert project.cache_get("network") is None
    project.cache_put("network", b"\0\1\2")
    project.cache_put("network", b"\3")
    head = project.head()
    project.close()
    with GeoPackage.open(path) as opened:
        assert opened.cache_get("network") == b"\3"
        assert opened.head() == head


def test_a_project_written_by_version_1_opens_as_it_was(tmp_path: Path) -> None:
    old = Path(__file__).parents[1] / "old_projects" / "v1.gpkg"
    path = tmp_path / "v1.gpkg"
    shutil.copyfile(old, path)
    with GeoPackage.open(path) as opened:
        assert not opened.read_only and opened.warning == ""
        assert opened.verify_history() is None
        assert opened.project().name == "Test town"
        counts = {kind: n for kind, n in opened.counts().items() if n}
        assert counts == {
            "project": 1, "layer": 5, "area": 4, "asset": 3, "street": 10, "stop": 30, "backdrop": 2,
            "scheme": 1, "entrance": 1,
        }  # fmt: skip
        session = making.session_of(opened)
        assert session.undo() is not None and session.undo() is not None
        assert opened.counts()["stop"] == 0
        session.redo()
        assert opened.counts()["stop"] == 30


def test_a_forged_history_is_refused_by_undo_and_writes_nothing(project: GeoPackage, path: Path) -> None:
    """The hash is right, since a forger can compute it; what it asks for is not a thing of ours."""
    session = making.session_of(project)
    with session.transaction("One") as t:
        t.put("asset", making.surgery())
    (entry,) = session.history()
    (change,) = entry.changes
    assert change.after is not None
    forged = [
        (replace(change, kind="sqlite_master"),),
        (replace(change, before={**change.after, "fid); DROP TABLE assets; --": 1}),),
        (replace(change, before={**change.after, "geometry": b"\x01\x02"}),),
        (replace(change, before={**change.after, "id": "other"}),),
        (replace(change, kind="rows", before={"kind": "cow", "ids": "[]", "digest": "x"}),),
        (replace(change, kind="rows", before={"kind": "asset", "ids": '{"a": 1}', "digest": "x"}),),
    ]
    project.close()
    for changes in forged:
        bad = replace(entry, changes=changes).sealed()
        conn = sqlite3.connect(path)
        conn.execute("UPDATE history SET changes = ?, hash = ?", (changes_to_json(changes), bad.hash))
        conn.execute("UPDATE placewell_state SET head_hash = ?", (bad.hash,))
        conn.commit()
        conn.close()
        with GeoPackage.open(path) as opened:
            assert opened.verify_history() is None
            before = making.snapshot(opened)
            with pytest.raises(Problem, match="damaged"):
                making.session_of(opened).undo()
            assert making.snapshot(opened) == before


@posix
def test_two_names_for_one_file_meet_at_one_lock(project: GeoPackage, path: Path) -> None:
    alias = path.with_name("alias.gpkg")
    alias.symlink_to(path)
    with GeoPackage.open(alias) as second:
        assert "another Placewell window" in second.read_only_why


def test_odd_names_of_files_and_folders(tmp_path: Path) -> None:
    folder = tmp_path / "a #1 & 50% ?x=y 'é"
    folder.mkdir()
    path = folder / "my project?mode=ro#2.gpkg"
    if os.name == "nt":
        pytest.skip("Windows allows no question marks in names")
    with making.new_project(path) as made:
        making.fill(making.session_of(made))
    assert [p.name for p in folder.iterdir()] == [path.name]
    with GeoPackage.open(path) as opened:
        assert opened.counts()["stop"] == 30


def test_text_in_an_old_encoding_is_read_with_gaps_rather_than_not_at_all(
    project: GeoPackage, path: Path
) -> None:
    making.fill(making.session_of(project))
    project.close()
    conn = sqlite3.connect(path)
    conn.execute("UPDATE layers SET name = CAST(x'436166E9' AS TEXT) WHERE id = 'L1'")
    conn.commit()
    conn.close()
    with GeoPackage.open(path) as opened:
        session = making.session_of(opened)
        assert session.adopted is not None
        assert opened.layers()[0].name == "Caf\N{REPLACEMENT CHARACTER}"
        assert session.undo() is not None and opened.layers()[0].name == "Wards"


@pytest.mark.parametrize(
    "statement",
    ["DROP TABLE gpkg_geometry_columns", "DELETE FROM gpkg_geometry_columns", "DELETE FROM placewell_state"],
)
def test_tables_of_the_format_itself_taken_away(project: GeoPackage, path: Path, statement: str) -> None:
    project.close()
    conn = sqlite3.connect(path)
    conn.execute(statement)
    conn.commit()
    conn.close()
    refused(path, "damaged", "copy from before")


def test_a_table_that_refuses_rows_is_told_as_altered(project: GeoPackage, path: Path) -> None:
    project.close()
    conn = sqlite3.connect(path)
    conn.execute("CREATE UNIQUE INDEX odd ON assets (type)")
    conn.commit()
    conn.close()
    with GeoPackage.open(path) as opened:
        session = making.session_of(opened)
        with session.transaction("One") as t:
            t.put("asset", making.surgery("A1"))
        with pytest.raises(Problem) as caught, session.transaction("Two") as t:
            t.put("asset", making.surgery("A2"))
        says(str(caught.value), "altered in another program", "refuse what Placewell writes")
        assert opened.counts()["asset"] == 1
