"""What other programs changed: read from the log that the triggers of `ddl` keep, and made good."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from placewell.domain.asset import TYPES
from placewell.domain.history import Change
from placewell.domain.kinds import KINDS
from placewell.domain.project import PROJECT_ID
from placewell.domain.records import Row
from placewell.store import rows
from placewell.store.tables import FID, TABLES, listed, outside, q

WHOLE = "whole"
"""What the log says of a table that another program made anew."""
ALL = "*"


@dataclass
class _Seen:
    """One fid of a table that another program touched: as it was first, and as it is now."""

    fid: int
    before: Row | None
    now: Row | None


def any_outside(conn: sqlite3.Connection) -> bool:
    """Whether another program has written since the log was last emptied."""
    return any(conn.execute(f"SELECT 1 FROM {q(outside(k))} LIMIT 1").fetchone() for k in KINDS)


def pending(conn: sqlite3.Connection) -> tuple[Change, ...]:
    """What is in the log, as changes; nothing is written."""
    return tuple(c for k in KINDS for c in (*_whole(conn, k), *_changes(k, _seen(conn, k))))


def take(conn: sqlite3.Connection, srs: int) -> tuple[Change, ...]:
    """The changes, with what other programs leave out put right in the tables; empties the log.

    Rows without an id are given one; missing text becomes empty; the theme of an asset follows its
    type; the project's own row is put back where it was removed.
    """
    found: list[Change] = []
    for kind in KINDS:
        if _whole(conn, kind):
            found += _whole(conn, kind)
            # Any row of a table made anew may lack what other programs leave out.
            every = conn.execute(f"SELECT {q(FID)} FROM {q(TABLES[kind])}").fetchall()
            log = f"INSERT INTO {q(outside(kind))} (op, {q(FID)}) VALUES ('insert', ?)"
            conn.executemany(log, every)
            for one in _seen(conn, kind):
                _make_good(conn, kind, one, srs)
            conn.execute(f"DELETE FROM {q(outside(kind))}")
            continue
        seen = _seen(conn, kind)
        for one in seen:
            if one.now is not None:
                _make_good(conn, kind, one, srs)
        if kind == "project":
            _keep_project(conn, seen, srs)
        found += _changes(kind, seen)
        conn.execute(f"DELETE FROM {q(outside(kind))}")
    return tuple(found)


def _whole(conn: sqlite3.Connection, kind: str) -> list[Change]:
    found = conn.execute(f"SELECT 1 FROM {q(outside(kind))} WHERE op = '{WHOLE}' LIMIT 1").fetchone()
    return [Change(kind, ALL, None, None)] if found else []


def _seen(conn: sqlite3.Connection, kind: str) -> list[_Seen]:
    first: dict[int, Row | None] = {}
    gone: list[_Seen] = []
    sql = f"SELECT op, {q(FID)}, {listed(kind)} FROM {q(outside(kind))} WHERE op <> '{WHOLE}' ORDER BY n"
    log = rows.select(conn, sql)
    for op, fid, *cells in log:
        row = None if op == "insert" else rows.row_of(kind, cells)
        if fid not in first:
            first[fid] = row
        elif op == "replace" and row is not None and first[fid] is None:
            gone.append(_Seen(fid, None, None))
    made = []
    for fid, before in first.items():
        sql = f"SELECT {listed(kind)} FROM {q(TABLES[kind])} WHERE {q(FID)} = ?"
        now = rows.select(conn, sql, (fid,))
        made.append(_Seen(fid, before, rows.row_of(kind, now[0]) if now else None))
    return made + gone


def _make_good(conn: sqlite3.Connection, kind: str, one: _Seen, srs: int) -> None:
    row = dict(one.now or {})
    if not row["id"]:
        row["id"] = one.before["id"] if one.before and one.before["id"] else _new_id(conn, kind, one.fid)
    if kind == "asset" and not row["theme"]:
        row["theme"] = TYPES.get(str(row["type"]), "")
    table = q(TABLES[kind])
    try:
        conn.execute(f"UPDATE {table} SET {q('id')} = ? WHERE {q(FID)} = ?", (row["id"], one.fid))
    except sqlite3.IntegrityError:
        row["id"] = _new_id(conn, kind, one.fid)
        conn.execute(f"UPDATE {table} SET {q('id')} = ? WHERE {q(FID)} = ?", (row["id"], one.fid))
    rows.put(conn, kind, row, srs)
    one.now = rows.get(conn, kind, str(row["id"]))


def _new_id(conn: sqlite3.Connection, kind: str, fid: int) -> str:
    """An id for a row added elsewhere: its number in the table, which is never used twice."""
    id, more = f"added.{fid}", 0
    while rows.get(conn, kind, id) is not None:
        more += 1
        id = f"added.{fid}.{more}"
    return id


def _keep_project(conn: sqlite3.Connection, seen: list[_Seen], srs: int) -> None:
    lost = next((s for s in seen if s.before and s.before["id"] == PROJECT_ID), None)
    if lost is None or lost.before is None or rows.get(conn, "project", PROJECT_ID) is not None:
        return
    rows.put(conn, "project", lost.before, srs)
    seen.append(_Seen(0, None, rows.get(conn, "project", PROJECT_ID)))


def _changes(kind: str, seen: list[_Seen]) -> list[Change]:
    before = {str(s.before["id"]): s.before for s in reversed(seen) if s.before and s.before["id"]}
    after = {(str(s.now["id"]) or f"added.{s.fid}"): s.now for s in seen if s.now}
    return [
        Change(kind, id, before.get(id), after.get(id))
        for id in sorted(before.keys() | after.keys())
        if before.get(id) != after.get(id)
    ]
