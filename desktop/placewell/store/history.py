"""The audit trail in its table: added to, read, and checked for tampering."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import shapely

from placewell.domain.history import (
    ACTS,
    BULK,
    MANY,
    START,
    Entry,
    Plain,
    Step,
    changes_from_json,
    changes_to_json,
)
from placewell.domain.kinds import KINDS
from placewell.store.step_2_to_3 import moved
from placewell.store.tables import HISTORY, LATER, STATE, columns

FIELDS = 'seq, at, who, label, act, "of", changes, prev, hash'
CHECKED_AT_OPENING = 20


def append(conn: sqlite3.Connection, entry: Entry) -> None:
    """Add a sealed entry."""
    conn.execute(
        f"INSERT INTO {HISTORY} ({FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (entry.seq, entry.at, entry.who, entry.label, entry.act, entry.of,
         changes_to_json(entry.changes), entry.prev, entry.hash),
    )  # fmt: skip
    conn.execute(f"UPDATE {STATE} SET head = ?, head_hash = ?", (entry.seq, entry.hash))


def head(conn: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the last entry; 0 and START where there is none."""
    found = conn.execute(f"SELECT seq, hash FROM {HISTORY} ORDER BY seq DESC LIMIT 1").fetchone()
    return (0, START) if found is None else (int(found[0]), str(found[1]))


def steps(conn: sqlite3.Connection) -> list[Step]:
    """All entries without their changes."""
    return [Step(*row) for row in conn.execute(f'SELECT seq, act, "of", label FROM {HISTORY} ORDER BY seq')]


def last_of(conn: sqlite3.Connection, kind: str) -> str:
    """Hash of the last entry that speaks of things of a kind, or of layers of them; '' where none does.

    An entry may speak of the word otherwise: whoever goes by this then does once too often what it does.
    """
    sql = f"SELECT hash FROM {HISTORY} WHERE instr(changes, ?) ORDER BY seq DESC LIMIT 1"
    found = conn.execute(sql, (json.dumps(kind),)).fetchone()
    return "" if found is None else str(found[0])


def since(conn: sqlite3.Connection, seq: int, last: int | None = None) -> Iterator[Entry]:
    """Entries after `seq` (up to `last`), oldest first. Raises ValueError for unreadable changes."""
    sql = f"SELECT {FIELDS} FROM {HISTORY} WHERE seq > ? AND seq <= ? ORDER BY seq"
    for row in conn.execute(sql, (seq, 2**62 if last is None else last)):
        yield _entry(row)


def first_broken(conn: sqlite3.Connection, *, last_only: bool = False) -> int | None:
    """Number of the first entry that is not as it was written, or None.

    A missing entry counts as broken where the chain first notices. With `last_only` only the last
    few links are looked at, which takes no time on opening.
    """
    top, _ = head(conn)
    state = conn.execute(f"SELECT head, head_hash FROM {STATE}").fetchone()
    begin = max(0, top - CHECKED_AT_OPENING) if last_only else 0
    before, prev = begin, None if begin else START
    if begin:
        found = conn.execute(f"SELECT hash FROM {HISTORY} WHERE seq = ?", (begin,)).fetchone()
        if found is None:
            return begin
        prev = found[0]
    entries = since(conn, begin)
    while True:
        try:
            entry = next(entries, None)
            if entry is None:
                break
            whole = entry.seq == before + 1 and entry.prev == prev and entry.act in ACTS
            if not whole or entry.hash != entry.expected_hash():
                return before + 1
        except (ValueError, TypeError):
            return before + 1
        before, prev = entry.seq, entry.hash
    # Entries taken off the end leave a chain that fits; only the note of its length tells.
    return None if state is not None and tuple(state) == (before, prev) else before + 1


def check_changes(entry: Entry) -> None:
    """Raise ValueError where an entry speaks of what no project has: a hash can be forged, and what
    undo writes must be a thing of a known kind whatever the file says."""
    for change in entry.changes:
        rows = [row for row in (change.before, change.after) if row is not None]
        if change.kind == MANY:
            named = [json.loads(str(row.get("ids"))) for row in rows]
            whole = all(row.get("kind") in KINDS and isinstance(row.get(BULK), str) for row in rows)
            whole &= all(isinstance(ids, list) and all(type(i) is str for i in ids) for ids in named)
        elif change.kind in KINDS:
            kind = KINDS[change.kind]
            fields = {
                *kind.fields,
                *(["geometry"] if kind.geometry else []),
                *([BULK] if kind.name == "layer" else []),
            }
            whole = all(row.keys() <= fields and row.get("id") == change.id for row in rows)
            places = [row.get("geometry") for row in rows]
            whole &= all(p is None or (type(p) is bytes and _readable(p)) for p in places)
        else:
            whole = False
        if not whole:
            raise ValueError(f"entry {entry.seq} is not one that Placewell writes")


def in_present_words(entry: Entry) -> Entry:
    """An entry as undo needs it: fields that its kinds have had only since then are there, empty.

    Its hash is still that of what it says on the record.
    """
    return replace(
        entry,
        changes=tuple(
            replace(c, before=_with_later(c.kind, c.before), after=_with_later(c.kind, c.after))
            for c in entry.changes
        ),
    )


def _with_later(kind: str, row: Plain | None) -> Plain | None:
    if row is None or kind not in LATER:
        return row
    missing = {c.name: c.missing for c in columns(kind) if c.name in LATER[kind]}
    return {**missing, **(moved(row) if kind == "loss" else row)}


def _readable(wkb: bytes) -> bool:
    return shapely.from_wkb(wkb, on_invalid="ignore") is not None


def _entry(row: tuple[Any, ...]) -> Entry:
    seq, at, who, label, act, of, changes, prev, hash_ = row
    return Entry(seq, at, who, label, act, of, changes_from_json(changes), prev, hash_)
