"""Tables that another program made anew: their triggers and spatial index are put back.

A table with the same columns and unique ids is taken as it now stands; what it held before is not
on record, so the log gets one line that says so (`outside.WHOLE`), which becomes an
entry of the history that undo does not reach past. A table that lacks a
column or the unique id is refused on opening (`opening.check_schema`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from placewell.domain.kinds import KINDS
from placewell.store import blob, ddl
from placewell.store.outside import WHOLE
from placewell.store.tables import FID, GEOM, TABLES, outside, q, rtree


def replaced(conn: sqlite3.Connection, kinds: Sequence[str]) -> None:
    """Put the triggers and the index of these kinds back, in one transaction."""
    if not kinds:
        return
    conn.execute("BEGIN IMMEDIATE")
    try:
        for kind in kinds:
            _mend(conn, kind)
        conn.execute("COMMIT")
    except BaseException:
        conn.execute("ROLLBACK")
        raise


def _mend(conn: sqlite3.Connection, kind: str) -> None:
    table, wanted = q(TABLES[kind]), ddl.triggers(kind)
    for name in wanted:
        conn.execute(f"DROP TRIGGER IF EXISTS {q(name)}")
    conn.execute(f"INSERT INTO {q(outside(kind))} (op, {q(FID)}) VALUES ('{WHOLE}', 0)")
    if KINDS[kind].geometry:
        tree = q(rtree(kind))
        conn.execute(f"DELETE FROM {tree}")
        found = conn.execute(f"SELECT {q(FID)}, {q(GEOM)} FROM {table}").fetchall()
        boxes = [(fid, *box) for fid, b in found if (box := blob.envelope(b))]
        conn.executemany(f"INSERT INTO {tree} VALUES (?, ?, ?, ?, ?)", boxes)
    for statement in wanted.values():
        conn.execute(statement)
