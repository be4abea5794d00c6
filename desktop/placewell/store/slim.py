"""A project without the rows of some of its layers: made, recognised, and filled again.

The history and its chain stay untouched, so that a slim file still merges with the whole one. What was
left out is written down in a table of its own, row numbers included: filled again, the file is as it was.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from placewell.domain.errors import Problem
from placewell.domain.kinds import KINDS
from placewell.store import rows, shelf
from placewell.store.tables import CACHE, FID, STATE, TABLES, q

LEFT_OUT = "placewell_left_out"
DAMAGED = "what is written down of the layers left out of it cannot be read"


@dataclass(frozen=True)
class LeftOut:
    """A layer whose rows are not in the file: how many there were, and the sha256 of their content.

    `fids` are the row numbers that they had, by kind, as JSON: lists of first and last number.
    """

    layer: str
    name: str
    kind: str
    rows: int
    digest: str
    fids: str


def left_out(conn: sqlite3.Connection) -> tuple[LeftOut, ...]:
    """The layers whose rows are not in this file; nothing for a whole project."""
    there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    if conn.execute(there, (LEFT_OUT,)).fetchone() is None:
        return ()
    found = conn.execute(f"SELECT layer, name, kind, rows, digest, fids FROM {LEFT_OUT} ORDER BY rowid")
    return tuple(LeftOut(str(a), str(b), str(c), int(n), str(d), str(f)) for a, b, c, n, d, f in found)


def refused(path: Path, missing: Sequence[LeftOut]) -> Problem:
    """Why a slim file is not opened to be worked with."""
    many = f"{len(missing)} layers" if len(missing) != 1 else "a layer"
    return Problem(
        f"'{path.name}' was handed over without {many} of its base.",
        "Findings would read everything that those layers list as absent, and be false.",
        f"Fill them in from the base, or from a case made from it: placewell take-up {path.name} --base BASE.gpkg -o CASE.gpkg",
    )


def digests_of(conn: sqlite3.Connection, layers: Sequence[str]) -> dict[str, str]:
    """sha256 of the rows of each of these layers as they are now."""
    return {layer: shelf.digest(batches) for layer, batches in shelf.of_layers(conn, layers)}


def take_out(conn: sqlite3.Connection, layers: Sequence[tuple[str, str, str]]) -> bool:
    """Take the rows of these layers (id, name, kind) out of a copy, and what was worked out from them.

    The connection is to the copy alone, with no transaction open. The file is packed afterwards.
    Returns False: nothing speaks against the copy.
    """
    conn.execute("BEGIN IMMEDIATE")
    conn.execute(f"UPDATE {STATE} SET ours = 1")
    conn.execute(
        f"CREATE TABLE {LEFT_OUT} (layer TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL,"
        " rows INTEGER NOT NULL, digest TEXT NOT NULL, fids TEXT NOT NULL)"
    )
    named = {layer: (name, kind) for layer, name, kind in layers}
    for layer, batches in shelf.of_layers(conn, list(named)):
        fids = {b.kind: _spans(b.fids) for b in batches}
        values = (layer, *named[layer], sum(len(b.fids) for b in batches), shelf.digest(batches))
        conn.execute(f"INSERT INTO {LEFT_OUT} VALUES (?, ?, ?, ?, ?, ?)", (*values, json.dumps(fids)))
        for batch in batches:
            conn.execute(
                f"DELETE FROM {q(TABLES[batch.kind])} WHERE {q(FID)} IN (SELECT value FROM json_each(?))",
                (json.dumps(list(batch.fids)),),
            )
    conn.execute(f"DELETE FROM {CACHE}")
    conn.execute(f"UPDATE {STATE} SET ours = 0")
    conn.execute("COMMIT")
    conn.execute("VACUUM")
    return False


def differing(source: sqlite3.Connection, wanted: Sequence[LeftOut]) -> list[LeftOut]:
    """The layers that another project has not, or has otherwise."""
    known = {w.layer: w for w in wanted}
    found = shelf.of_layers(source, list(known))
    return [
        known[layer] for layer, had in found if shelf.digest(_of(known[layer], had)) != known[layer].digest
    ]


def put_back(
    conn: sqlite3.Connection, source: sqlite3.Connection, wanted: Sequence[LeftOut]
) -> list[LeftOut]:
    """Fill layers from another project; returns those that do not come out as they were (then nothing is kept).

    The connection is to a copy alone, with the functions that its triggers call and no transaction open.
    """
    conn.execute("BEGIN IMMEDIATE")
    conn.execute(f"UPDATE {STATE} SET ours = 1")
    known = {w.layer: w for w in wanted}
    for layer, batches in shelf.of_layers(source, list(known)):
        spans = json.loads(known[layer].fids)
        for batch in _of(known[layer], batches):
            fids = [n for first, last in spans[batch.kind] for n in range(first, last + 1)]
            rows.insert_cells(conn, batch.kind, batch.cells, fids)
    now = digests_of(conn, list(known))
    wrong = [w for w in wanted if now[w.layer] != w.digest]
    if wrong:
        conn.execute("ROLLBACK")
        return wrong
    conn.execute(f"DROP TABLE {LEFT_OUT}")
    conn.execute(f"UPDATE {STATE} SET ours = 0")
    conn.execute("COMMIT")
    return []


def _of(left: LeftOut, batches: Sequence[shelf.Batch]) -> list[shelf.Batch]:
    """The batches of the kinds that were left out. Raises ValueError where what is written of them is unreadable."""
    spans = json.loads(left.fids)
    if not isinstance(spans, dict) or not spans.keys() <= {k.name for k in KINDS.values() if k.layered}:
        raise ValueError(DAMAGED)
    if sum(last - first + 1 for of in spans.values() for first, last in of) != left.rows:
        raise ValueError(DAMAGED)
    return [b for b in batches if b.kind in spans]


def _spans(fids: Sequence[Any]) -> list[list[int]]:
    """Ascending numbers as first and last of each unbroken run."""
    runs = [[n for _, n in run] for _, run in groupby(enumerate(fids), lambda pair: pair[1] - pair[0])]
    return [[run[0], run[-1]] for run in runs]
