"""Opening a file that claims to be a project: what it is, whether it is whole, whether to write.

The file is input like any other: until its tables and triggers are those that Placewell made, it is
read only and nothing that its schema calls for may run (`trusted_schema = OFF`).
"""

from __future__ import annotations

import os
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from placewell.domain.errors import Problem
from placewell.domain.kinds import KINDS
from placewell.store import ddl, migrate, slim
from placewell.store.blob import SQL_FUNCTIONS
from placewell.store.faults import as_problem, damaged, not_a_project, told
from placewell.store.lock import Lock, Taken
from placewell.store.tables import (
    CACHE,
    FID,
    GEOM,
    HISTORY,
    SCHEMA_VERSION,
    SHELF,
    STATE,
    TABLES,
    columns,
    outside,
    q,
    rtree,
)

BUSY_MS = 4000
BUSY_AT_OPENING_MS = 1500
COPY = "To work on it, save a copy in a folder of your own."
COUNTING = re.compile(
    r'CREATE TRIGGER "trigger_(insert|delete)_feature_count_\w+" AFTER (INSERT|DELETE) ON "\w+"\s+BEGIN\s+'
    r"UPDATE gpkg_ogr_contents SET feature_count = feature_count [+-] 1 WHERE lower\(table_name\) ="
    r" lower\('\w+'\);\s*END"
)
"""Triggers with which GDAL keeps its own count of rows; harmless."""


@dataclass
class Opened:
    """A connection, the lock that goes with writing, and why there is no writing."""

    conn: sqlite3.Connection
    lock: Lock | None
    read_only_why: str
    replaced: tuple[str, ...] = ()
    """Kinds whose triggers are gone: another program has replaced the table."""


def connect(path: Path) -> Opened:
    """Open the project at `path`, to write if it can be. Raises Problem where it is none."""
    wal = check_file(path)
    # Two names for one file (a link) must meet at one lock and one journal.
    path = path.resolve()
    lock, why = _lock(path)
    try:
        # A file in WAL in a read-only folder can be read only as it stands, without its -wal file.
        left = path.with_name(path.name + "-wal")
        frozen = bool(why) and wal and not (left.exists() and left.stat().st_size)
        conn = _connection(path, "ro&immutable=1" if frozen else "rw" if not why else "ro")
        try:
            with told(path):
                # The first read rolls back what a crash left half-written.
                conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
                if not why:
                    why = leave_wal(conn)
            if not why:
                why = _try_writing(conn, path)
            with told(path):
                _bring_up_to_date(conn, path, why)
            replaced, odd = check_schema(conn, path)
            why = why or odd
            if not why:
                trust(conn)
            elif lock is not None:
                lock.release()
                lock = None
            return Opened(conn, lock, why, replaced)
        except BaseException:
            conn.close()
            raise
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def check_whole(opened: Opened, path: Path, slim_too: bool) -> None:
    """Raise Problem for a file without its base's layers; with `slim_too` it is made read only instead."""
    missing = slim.left_out(opened.conn)
    if not missing:
        return
    problem = slim.refused(path, missing)
    if not slim_too:
        raise problem
    opened.read_only_why = f"{problem.what} {problem.todo}"
    if opened.lock is not None:
        opened.lock.release()
        opened.lock = None


def check_schema(conn: sqlite3.Connection, path: Path) -> tuple[tuple[str, ...], str]:
    """Kinds whose table was replaced, and a sentence where the schema holds what Placewell will not
    run. Raises Problem where the file is no project, or from a newer version, or lacks something."""
    with told(path):
        schema = {
            (sort, name): (table, sql or "")
            for sort, name, table, sql in conn.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
        }
        for name in (HISTORY, SHELF, CACHE, *TABLES.values(), *map(outside, KINDS)):
            if ("table", name) not in schema or schema["table", name][1].startswith("CREATE VIRTUAL"):
                raise _altered(path, f"the table '{name}' is missing from it")
        for kind, table in TABLES.items():
            have = {row[1]: row[6] for row in conn.execute(f"PRAGMA table_xinfo({q(table)})")}
            wanted = [FID, *(c.name for c in columns(kind)), *([GEOM] if KINDS[kind].geometry else [])]
            for column in wanted:
                if have.get(column) != 0:
                    raise _altered(path, f"the column '{column}' of the table '{table}' is missing from it")
            if KINDS[kind].geometry and "USING rtree" not in schema.get(("table", rtree(kind)), ("", ""))[1]:
                raise _altered(path, f"the spatial index of the table '{table}' is missing from it")
        replaced = tuple(k for k in KINDS if any(("trigger", t) not in schema for t in ddl.triggers(k)))
        for kind in replaced:
            unique = [r for r in conn.execute(f"PRAGMA index_list({q(TABLES[kind])})") if r[2]]
            named = [[i[2] for i in conn.execute(f"PRAGMA index_info({q(r[1])})")] for r in unique]
            if ["id"] not in named:
                raise _altered(path, f"the table '{TABLES[kind]}' was replaced by one that is not the same")
    ours = {name: sql for kind in KINDS for name, sql in ddl.triggers(kind).items()}
    guarded = {*TABLES.values(), *map(outside, KINDS), STATE, HISTORY, SHELF, CACHE, "gpkg_contents"}
    for (sort, name), (table, sql) in schema.items():
        if sort == "trigger" and table in guarded and ours.get(name) != sql and not COUNTING.fullmatch(sql):
            return replaced, (
                f"Another program has put instructions of its own ('{name}') into this project; Placewell"
                f" will not run them, so the project is open for reading only. {COPY}"
            )
    return replaced, ""


def check_file(path: Path) -> bool:
    """Whether the file is in WAL. Raises Problem where it is missing or something else."""
    if not path.exists():
        where = "" if path.parent.is_dir() else f" The folder '{path.parent}' does not exist either."
        raise Problem(
            f"There is no file '{path.name}' in '{path.parent}'.{where}",
            "It may have been moved, renamed or deleted, or its drive is not connected.",
            "Look for it and open it from where it is now.",
        )
    if not path.is_file():
        raise not_a_project(path, "it is a folder")
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as fault:
        raise Problem(
            f"'{path.name}' cannot be read.",
            "This computer does not let you open it, or its drive has stopped answering.",
            "Ask the owner of the file for leave to read it, or for a copy.",
        ) from fault
    if not head:
        raise not_a_project(path, "it is empty")
    if head[:16] != b"SQLite format 3\0" or len(head) < 100:
        raise not_a_project(path, "it is a file of another sort, or its beginning is damaged")
    if int.from_bytes(head[68:72], "big") != ddl.APPLICATION_ID:
        raise not_a_project(path, "it is a database made by another program")
    return head[18] == 2 or head[19] == 2


def _lock(path: Path) -> tuple[Lock | None, str]:
    if not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        return None, f"This file is read-only. {COPY}"
    try:
        return Lock(path), ""
    except Taken as holder:
        by = f" ({holder})" if str(holder) else ""
        return None, (
            f"This project is open in another Placewell window{by}, so it is open here for reading only."
            " Close it there and open it here again, or save a copy."
        )
    except OSError:
        return None, f"The folder of this project is read-only. {COPY}"


def _connection(path: Path, mode: str) -> sqlite3.Connection:
    with told(path):
        plain = path.as_posix()
        start = "//" if plain.startswith("//") else "" if plain.startswith("/") else "/"
        uri = f"file:{start}{quote(plain, safe='/:')}?mode={mode}"
        conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_AT_OPENING_MS / 1000)
        conn.execute("PRAGMA trusted_schema = OFF")
        conn.execute("PRAGMA cell_size_check = ON")
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute("PRAGMA foreign_keys = OFF")
        return conn


def read_connection(path: Path) -> sqlite3.Connection:
    """A connection that only reads, for a copy to be made from. Raises Problem."""
    return _connection(path.resolve(), "ro")


def leave_wal(conn: sqlite3.Connection) -> str:
    """Turn a file that QGIS left in WAL back; why that is not possible, or nothing."""
    try:
        mode = conn.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        mode = "held"
    if mode == "delete":
        return ""
    return (
        "This project is open in another program (QGIS, most likely), so it is open here for reading"
        " only. Close it there, then open it here again."
    )


def _try_writing(conn: sqlite3.Connection, path: Path) -> str:
    try:
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("ROLLBACK")
    except sqlite3.OperationalError as fault:
        problem = as_problem(fault, path)
        if problem is None or fault.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR):
            raise problem or fault from fault
        return f"{problem.what} It is open for reading only. {problem.todo}"
    return ""


def trust(conn: sqlite3.Connection) -> None:
    """Let the triggers run: they have been compared word for word with those Placewell writes."""
    for name, body in SQL_FUNCTIONS.items():
        conn.create_function(name, 1, body, deterministic=True)
    conn.execute("PRAGMA trusted_schema = ON")
    conn.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def _bring_up_to_date(conn: sqlite3.Connection, path: Path, read_only_why: str) -> None:
    """Check that this is a project, and migrate one of an older version. Raises Problem."""
    ours = conn.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (STATE,)).fetchone()
    if ours is None:
        raise not_a_project(path, "it is a map file (GeoPackage) made by another program")
    found = conn.execute(f"SELECT schema_version FROM {STATE}").fetchone()
    version = found[0] if found else None
    if not isinstance(version, int) or version < 1:
        raise damaged(path)
    if version > SCHEMA_VERSION:
        raise Problem(
            f"'{path.name}' was made by a newer version of Placewell (project format {version};"
            f" this one knows {SCHEMA_VERSION}).",
            "Opening it here could lose what the newer version has added.",
            "Install the newer Placewell, or ask for a copy saved by this version.",
        )
    if version < SCHEMA_VERSION and read_only_why:
        raise Problem(
            f"'{path.name}' was made by an older version of Placewell and must be brought up to date.",
            f"That needs writing, and it cannot be written here. {read_only_why}",
            "Copy the file to a folder of your own and open it there.",
        )
    if version < SCHEMA_VERSION:
        migrate.forward(conn)


def _altered(path: Path, what: str) -> Problem:
    return Problem(
        f"'{path.name}' has been altered in another program: {what}.",
        "Placewell cannot tell which of its contents still hold.",
        "Put it back in that program, or go back to a copy from before.",
    )
