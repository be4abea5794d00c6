"""A ledger in memory: shows that a session needs no file, and what it asks for."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from placewell.domain.errors import Problem
from placewell.domain.history import BULK, START, Change, Entry, Step
from placewell.domain.records import Row
from placewell.domain.rows import Rows


class MemoryLedger:
    """Rows in one dictionary; a transaction works on a copy."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {"rows": {}, "bulk": {}, "shelf": {}, "entries": []}
        self.work: dict[str, Any] | None = None
        self.waiting: list[Change] = []
        self.full = False
        self.commits = 0

    @property
    def now(self) -> dict[str, Any]:
        return self.kept if self.work is None else self.work

    def begin(self) -> None:
        assert self.work is None
        self.work = copy.deepcopy(self.kept)

    def commit(self) -> None:
        if self.work is None:
            return
        if self.full:
            raise Problem("The disk is full.")
        self.kept, self.work = self.work, None
        self.commits += 1

    def rollback(self) -> None:
        self.work = None

    def get(self, kind: str, id: str) -> Row | None:
        return copy.copy(self.now["rows"].get((kind, id)))

    def write(self, change: Change) -> Row | None:
        key = (change.kind, change.id)
        if change.bulk:
            source, target = ("bulk", "shelf") if change.after is None else ("shelf", "bulk")
            self.now[target][key] = self.now[source].pop(key)
        if change.after is None:
            self.now["rows"].pop(key)
            return None
        self.now["rows"][key] = {k: v for k, v in change.after.items() if k != BULK}
        return self.get(*key)

    def add_bulk(self, change: Change, rows: Sequence[Rows]) -> Change:
        key = (change.kind, change.id)
        self.now["bulk"][key] = sum(map(len, rows))
        self.now["rows"][key] = dict(change.after or {})
        return Change(*key, None, {**(change.after or {}), BULK: "d"})

    def digested(self, change: Change) -> Change:
        return Change(change.kind, change.id, {**(change.before or {}), BULK: "d"}, None)

    def discard(self, change: Change) -> None:
        del self.now["shelf"][change.kind, change.id]

    def append(self, entry: Entry) -> None:
        self.now["entries"].append(entry)

    def head(self) -> tuple[int, str]:
        entries = self.now["entries"]
        return (entries[-1].seq, entries[-1].hash) if entries else (0, START)

    def steps(self) -> list[Step]:
        return [Step(e.seq, e.act, e.of, e.label) for e in self.now["entries"]]

    def entry(self, seq: int) -> Entry:
        return next(e for e in self.now["entries"] if e.seq == seq)

    def read_since(self, seq: int) -> list[Entry]:
        return [e for e in self.now["entries"] if e.seq > seq]

    def has_outside(self) -> bool:
        return bool(self.waiting)

    def take_outside(self) -> tuple[Change, ...]:
        taken, self.waiting = tuple(self.waiting), []
        for change in taken:
            self.write(change)
        return taken
