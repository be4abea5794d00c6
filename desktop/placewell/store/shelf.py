"""Many rows taken off their tables and kept, compressed, until undo or redo brings them back.

A shelved batch is known by its change and by the sha256 of its content: what comes back is exactly
what went, or nothing does.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

from placewell.domain.errors import Problem
from placewell.domain.history import BULK, MANY, Change
from placewell.domain.kinds import KINDS
from placewell.domain.rows import Rows
from placewell.store import blob, rows
from placewell.store.tables import FID, LATER, SHELF, TABLES, columns, listed, names, q

MOST_BYTES = 2_000_000_000


@dataclass(frozen=True)
class Batch:
    """Rows of one kind as they lie in the table: fids, and columns in the order of `names(kind)`."""

    kind: str
    fids: Sequence[int]
    cells: Sequence[Sequence[Any]]


def add(conn: sqlite3.Connection, change: Change, parts: Sequence[Rows], srs: int) -> Change:
    """Write the rows of a new bulk change; returns it with their digest."""
    for part in parts:
        rows.insert_many(conn, part, srs)
    if change.kind == "layer" and change.after is not None:
        rows.put(conn, "layer", change.after, srs)
        kept = rows.get(conn, "layer", change.id) or {}
    else:
        kept = dict(change.after or {})
    return replace(change, after={**kept, BULK: digest(collect(conn, change))})


def digested(conn: sqlite3.Connection, change: Change) -> Change:
    """A removal with the digest of what it is about to remove."""
    return replace(change, before={**(change.before or {}), BULK: digest(collect(conn, change))})


def write(conn: sqlite3.Connection, change: Change, srs: int) -> None:
    """Carry out a bulk change: shelve its rows, or bring them back. Raises Problem where the rows
    are no longer those that the change speaks of."""
    if change.after is None:
        _shelve(conn, change)
    else:
        _bring_back(conn, change, srs)


def kept(conn: sqlite3.Connection, change: Change) -> list[Rows] | None:
    """The rows that a removal took off, kind by kind; None where they are no longer kept as they were."""
    if change.before is None or BULK not in change.before:
        return None
    found = conn.execute(f"SELECT value FROM {SHELF} WHERE key = ?", (_key(change),)).fetchone()
    if found is None:
        return None
    try:
        batches = _unpack(_inflate(found[0]))
        if digest(batches) != change.before[BULK]:
            return None
    except (ValueError, KeyError, TypeError, IndexError, zlib.error):
        return None
    return [rows.of_cells(b.kind, b.cells) for b in batches]


def discard(conn: sqlite3.Connection, change: Change) -> None:
    """Let go of what `change` would have brought back."""
    conn.execute(f"DELETE FROM {SHELF} WHERE key = ?", (_key(change),))


def collect(conn: sqlite3.Connection, change: Change) -> list[Batch]:
    """The rows that a bulk change is about, as they are now, kind by kind."""
    if change.kind == MANY:
        row = change.after or change.before or {}
        return [_batch(conn, str(row["kind"]), "id", json.loads(str(row["ids"])))]
    found = [_batch(conn, k.name, "layer", [change.id]) for k in KINDS.values() if k.layered]
    return [batch for batch in found if batch.fids]


def of_layers(conn: sqlite3.Connection, layers: Sequence[str]) -> Iterator[tuple[str, list[Batch]]]:
    """The rows of each of these layers as they are now, kind by kind, with every table looked through once."""
    held: dict[str, dict[str, list[int]]] = {layer: {} for layer in layers}
    for kind in (k.name for k in KINDS.values() if k.layered):
        for fid, layer in rows.select(conn, f"SELECT {q(FID)}, layer FROM {q(TABLES[kind])}"):
            if layer in held:
                held[layer].setdefault(kind, []).append(fid)
    for layer, fids in held.items():
        yield layer, [_batch(conn, kind, FID, mine) for kind, mine in fids.items()]


def digest(batches: Sequence[Batch]) -> str:
    """sha256 of the rows' content; fids are not part of it, the order is."""
    whole = hashlib.sha256()
    for batch in batches:
        head, body = _pack(batch)
        whole.update(head)
        whole.update(body)
    return whole.hexdigest()


def _key(change: Change) -> str:
    row = change.after or change.before or {}
    return "/".join((change.kind, change.id, str(row[BULK])))


def _batch(conn: sqlite3.Connection, kind: str, by: str, values: Sequence[str | int]) -> Batch:
    sql = f"SELECT {q(FID)}, {listed(kind)} FROM {q(TABLES[kind])}"
    sql += f" WHERE {q(by)} IN (SELECT value FROM json_each(?)) ORDER BY {q(FID)}"
    found = rows.select(conn, sql, (json.dumps(list(values)),))
    cells = list(zip(*found, strict=True)) if found else [()] * (len(names(kind)) + 1)
    return Batch(kind, cells[0], cells[1:])


def _pack(batch: Batch, inner: Callable[[Any], bytes | None] = blob.wkb_of) -> tuple[bytes, bytes]:
    """The plain columns as JSON, and the shapes end to end. A digest leaves the blobs' headers out,
    which other programs write in their own ways; a shelf keeps them (`inner` as it is)."""
    plain, later = _apart(batch)
    body = b""
    if KINDS[batch.kind].geometry:
        wkbs = [inner(b) for b in plain.pop()]
        plain.append([None if w is None else len(w) for w in wkbs])
        body = b"".join(w for w in wkbs if w is not None)
    said = [batch.kind, plain, later] if later else [batch.kind, plain]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass"), body


def _apart(batch: Batch) -> tuple[list[Sequence[Any]], dict[str, Sequence[Any]]]:
    """The columns that version 1 had, and by name those that came later and have something in them."""
    plain, later = [], {}
    for name, cells in zip(names(batch.kind), batch.cells, strict=True):
        if name not in LATER.get(batch.kind, ()):
            plain.append(cells)
        elif any(cell not in (None, "") for cell in cells):
            later[name] = cells
    return plain, later


def _together(
    kind: str, plain: list[Sequence[Any]], later: Mapping[str, Sequence[Any]], count: int
) -> list[Sequence[Any]]:
    """All columns in the order of `names`; raises ValueError where some are wanting or strange."""
    known = LATER.get(kind, ())
    missing = {c.name: c.missing for c in columns(kind)}
    if not later.keys() <= set(known) or len(plain) != len(names(kind)) - len(known):
        raise ValueError("columns that the kind has not")
    rest = iter(plain)
    return [later.get(name, [missing[name]] * count) if name in known else next(rest) for name in names(kind)]


def _shelve(conn: sqlite3.Connection, change: Change) -> None:
    batches = collect(conn, change)
    if change.before is None or digest(batches) != change.before[BULK]:
        raise _moved(change)
    parts: list[bytes] = []
    for batch in batches:
        head, body = _pack(batch, lambda b: b)
        fids = json.dumps(list(batch.fids)).encode()
        parts += [b"%d %d %d\n" % (len(fids), len(head), len(body)), fids, head, body]
        ids = json.dumps(list(batch.fids))
        conn.execute(
            f"DELETE FROM {q(TABLES[batch.kind])} WHERE {q(FID)} IN (SELECT value FROM json_each(?))", (ids,)
        )
    packed = zlib.compress(b"".join(parts), 1)
    conn.execute(f"INSERT OR REPLACE INTO {SHELF} VALUES (?, ?)", (_key(change), packed))
    if change.kind == "layer":
        rows.delete(conn, "layer", change.id)


def _bring_back(conn: sqlite3.Connection, change: Change, srs: int) -> None:
    after = dict(change.after or {})
    wanted = after.pop(BULK)
    found = conn.execute(f"SELECT value FROM {SHELF} WHERE key = ?", (_key(change),)).fetchone()
    if found is None:
        raise _moved(change)
    try:
        batches = _unpack(_inflate(found[0]))
        whole = digest(batches) == wanted
    except (ValueError, KeyError, TypeError, IndexError, zlib.error):
        whole = False
    if not whole:
        raise _moved(change)
    for batch in batches:
        rows.insert_cells(conn, batch.kind, batch.cells, _free(conn, batch))
    if change.kind == "layer":
        rows.put(conn, "layer", after, srs)
    discard(conn, change)


def _inflate(packed: bytes) -> bytes:
    """Decompressed, up to a limit: the file is input, and a few bytes can stand for a great many."""
    work = zlib.decompressobj()
    raw = work.decompress(packed, MOST_BYTES)
    if work.unconsumed_tail or not work.eof:
        raise ValueError("cut off, or too large")
    return raw


def _unpack(raw: bytes) -> list[Batch]:
    made, at = [], 0
    while at < len(raw):
        end = raw.index(b"\n", at)
        sizes = [int(n) for n in raw[at:end].split()]
        fids, head, body = (raw[a:b] for a, b in pairwise(accumulate(sizes, initial=end + 1)))
        at = end + 1 + sum(sizes)
        kind, cells, *later = json.loads(head.decode("utf-8", "surrogatepass"))
        if KINDS[kind].geometry:
            cuts = list(accumulate((n or 0 for n in cells[-1]), initial=0))
            shapes = [body[a:b] for a, b in pairwise(cuts)]
            cells[-1] = [None if n is None else s for n, s in zip(cells[-1], shapes, strict=True)]
        numbers = json.loads(fids)
        cells = _together(kind, cells, later[0] if later else {}, len(numbers))
        if any(len(c) != len(numbers) for c in cells):
            raise ValueError("columns of unequal length")
        if not all(type(n) is int for n in numbers):
            raise ValueError("odd row numbers")
        made.append(Batch(kind, numbers, cells))
    return made


def _free(conn: sqlite3.Connection, batch: Batch) -> Sequence[int] | None:
    """The batch's own fids where none has been taken since, so that rows keep their number in QGIS."""
    sql = f"SELECT 1 FROM {q(TABLES[batch.kind])} WHERE {q(FID)} IN (SELECT value FROM json_each(?)) LIMIT 1"
    taken = conn.execute(sql, (json.dumps(list(batch.fids)),)).fetchone()
    return None if taken else batch.fids


def _moved(change: Change) -> Problem:
    what = f"layer {change.id}" if change.kind == "layer" else "these rows"
    return Problem(
        f"This step cannot be taken: the rows of {what} are not as the history says.",
        "They were altered without a trace in the history, so bringing them back could mix old and new.",
        "Import the file again, or go back to a copy from before.",
    )
