"""Things in and out of their tables: one at a time, or column by column for a whole layer."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from placewell.domain.kinds import KINDS
from placewell.domain.records import Row
from placewell.domain.rows import Rows, Value
from placewell.store import blob, ddl
from placewell.store.tables import FID, TABLES, columns, listed, names, outside, q, rtree


def read(conn: sqlite3.Connection, kind: str, layer: str | None = None) -> Rows:
    """All things of a kind (of one layer), in the order in which they were added."""
    where = "" if layer is None else f" WHERE {q('layer')} = ?"
    sql = f"SELECT {listed(kind)} FROM {q(TABLES[kind])}{where} ORDER BY {q(FID)}"
    found = select(conn, sql, () if layer is None else (layer,))
    cells: Sequence[Sequence[Any]] = list(zip(*found, strict=True)) if found else [()] * len(names(kind))
    return of_cells(kind, cells)


def of_cells(kind: str, cells: Sequence[Sequence[Any]]) -> Rows:
    """Columns as they lie in the table, in the order of `names(kind)`, as rows; odd values are mended."""
    own = {c.name: c.read_all(values) for c, values in zip(columns(kind), cells, strict=False)}
    return Rows(kind, own, blob.decode(cells[-1]) if KINDS[kind].geometry else None)


def get(conn: sqlite3.Connection, kind: str, id: str) -> Row | None:
    """The row of one thing, or None."""
    sql = f"SELECT {listed(kind)} FROM {q(TABLES[kind])} WHERE {q('id')} = ?"
    found = select(conn, sql, (id,))
    return row_of(kind, found[0]) if found else None


def select(conn: sqlite3.Connection, sql: str, values: Sequence[Value] = ()) -> list[Any]:
    """What a query finds. Text that another program wrote in an old encoding is read with
    replacement characters rather than not at all."""
    try:
        return conn.execute(sql, values).fetchall()
    except sqlite3.OperationalError as fault:
        if "decode" not in str(fault):
            raise
        conn.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return conn.execute(sql, values).fetchall()


def row_of(kind: str, cells: Sequence[Any]) -> Row:
    """The row of what was selected by `listed(kind)`, odd values mended."""
    row: Row = {c.name: c.fit(value) for c, value in zip(columns(kind), cells, strict=False)}
    if KINDS[kind].geometry:
        row["geometry"] = tidy_wkb(blob.wkb_of(cells[-1]))
    return row


def tidy_wkb(wkb: bytes | None) -> bytes | None:
    """The same shape in two dimensions and one byte order; None where it cannot be read."""
    shape = None if wkb is None else shapely.from_wkb(wkb, on_invalid="ignore")
    return None if shape is None else shapely.to_wkb(shape, output_dimension=2, byte_order=1)


def put(conn: sqlite3.Connection, kind: str, row: Mapping[str, Value], srs: int) -> None:
    """Add the row, or replace the one of its id. Raises ValueError for a field the kind has not."""
    own = columns(kind)
    strange = row.keys() - {c.name for c in own} - ({"geometry"} if KINDS[kind].geometry else set())
    if strange:
        raise ValueError(f"a {kind} has no {', '.join(sorted(strange))}")
    values: list[Value] = [c.fit(row.get(c.name)) for c in own]
    if KINDS[kind].geometry:
        shape = row.get("geometry")
        if shape is not None and not isinstance(shape, bytes):
            raise ValueError(f"the place of a {kind} must be given as WKB")
        values.append(blob.encode_one(shape, srs, KINDS[kind].geometry))
    table = q(TABLES[kind])
    sets = ", ".join(f"{q(name)} = ?" for name in names(kind))
    done = conn.execute(f"UPDATE {table} SET {sets} WHERE {q('id')} = ?", [*values, row["id"]])
    if done.rowcount == 0:
        marks = ", ".join("?" * len(values))
        conn.execute(f"INSERT INTO {table} ({listed(kind)}) VALUES ({marks})", values)
    if KINDS[kind].geometry:
        _stretch(conn, kind, blob.envelope(values[-1]))


def delete(conn: sqlite3.Connection, kind: str, id: str) -> None:
    """Remove the row of this id, if there is one."""
    conn.execute(f"DELETE FROM {q(TABLES[kind])} WHERE {q('id')} = ?", (id,))


def insert_many(conn: sqlite3.Connection, rows: Rows, srs: int) -> None:
    """Add many rows at once. Raises ValueError where an id is missing, double or taken already."""
    kind = rows.kind
    given = [c.fit_all(rows.column(c.name)) for c in columns(kind)]
    if not all(given[0]):
        raise ValueError(f"a {kind} without an id cannot be kept")
    blobs: list[bytes | None] | None = None
    if KINDS[kind].geometry:
        if rows.geometry is None:
            raise ValueError(f"a {kind} needs a column of places")
        blobs = blob.encode(rows.geometry, srs, KINDS[kind].geometry)
    insert_cells(conn, kind, [*given, *([] if blobs is None else [blobs])])


def insert_cells(
    conn: sqlite3.Connection, kind: str, cells: Sequence[Sequence[Any]], fids: Sequence[int] | None = None
) -> None:
    """Add many rows given as columns in the order of `names(kind)`, with these fids or new ones.

    The insert triggers are taken away meanwhile (within the transaction) and the spatial index is
    filled from the envelopes: three times as fast as row by row.
    """
    count = len(cells[0])
    if fids is None:
        start = next_fid(conn, kind)
        fids = range(start, start + count)
    table, spatial = q(TABLES[kind]), bool(KINDS[kind].geometry)
    off = [f"{outside(kind)}_insert", f"{outside(kind)}_replace"]
    off += [f"{rtree(kind)}_insert"] if spatial else []
    for trigger in off:
        conn.execute(f"DROP TRIGGER {q(trigger)}")
    marks = ", ".join("?" * (len(names(kind)) + 1))
    sql = f"INSERT INTO {table} ({q(FID)}, {listed(kind)}) VALUES ({marks})"
    try:
        conn.executemany(sql, zip(fids, *cells, strict=True))
    except sqlite3.IntegrityError as fault:
        raise ValueError(f"two things of the kind {kind} would have one id") from fault
    if spatial:
        _index(conn, kind, fids, cells[-1])
    wanted = ddl.triggers(kind)
    for trigger in off:
        conn.execute(wanted[trigger])


def next_fid(conn: sqlite3.Connection, kind: str) -> int:
    """The first fid never used in this kind's table."""
    name = TABLES[kind]
    used = conn.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).fetchone()
    top = conn.execute(f"SELECT max({q(FID)}) FROM {q(name)}").fetchone()[0] or 0
    return max(int(used[0] or 0) if used else 0, top) + 1


def _index(conn: sqlite3.Connection, kind: str, fids: Sequence[int], blobs: Sequence[Any]) -> None:
    boxes = [(fid, *box) for fid, box in zip(fids, map(blob.envelope, blobs), strict=True) if box]
    conn.executemany(f"INSERT INTO {q(rtree(kind))} VALUES (?, ?, ?, ?, ?)", boxes)
    if boxes:
        table = np.array(boxes)[:, 1:]
        low, high = table.min(axis=0), table.max(axis=0)
        _stretch(conn, kind, (float(low[0]), float(high[1]), float(low[2]), float(high[3])))


def _stretch(conn: sqlite3.Connection, kind: str, box: tuple[float, float, float, float] | None) -> None:
    """Let the extent that gpkg_contents states cover this box too; it is never shrunk."""
    if box is None:
        return
    conn.execute(
        "UPDATE gpkg_contents SET min_x = min(coalesce(min_x, ?1), ?1), max_x = max(coalesce(max_x, ?2), ?2),"
        " min_y = min(coalesce(min_y, ?3), ?3), max_y = max(coalesce(max_y, ?4), ?4)"
        " WHERE table_name = ?5",
        (*box, TABLES[kind]),
    )
