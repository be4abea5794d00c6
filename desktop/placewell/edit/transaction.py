"""The changes of one edit, written as they are said and committed together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from placewell.domain.history import MANY, Change
from placewell.domain.kinds import KINDS
from placewell.domain.layer import Layer
from placewell.domain.records import as_row
from placewell.domain.rows import Rows
from placewell.edit.ledger import Ledger


class Transaction:
    """Handed out by `Session.transaction`; of no use after its with-block."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._changes: list[Change] = []
        self._at: dict[tuple[str, str], int] = {}
        self._open = True

    def put(self, kind: str, thing: Any) -> None:
        """Add or replace one thing: a noun of `kind`, or its row. Raises KeyError for an unknown kind."""
        self._check(kind)
        row = dict(thing) if isinstance(thing, Mapping) else as_row(kind, thing)
        id = row.get("id")
        if not isinstance(id, str) or not id:
            raise ValueError(f"a {kind} needs an id to be kept")
        before = self._ledger.get(kind, id)
        if kind == "layer" and before is None:
            self.add_layer(Layer(**row))
            return
        # The row is read back, so that history says what the file holds, not what was asked for.
        after = self._ledger.write(Change(kind, id, before, row))
        self._note(Change(kind, id, before, after))

    def remove(self, kind: str, id: str) -> None:
        """Remove one thing; a layer goes with all its rows. Raises KeyError where there is none."""
        self._check(kind)
        if kind == "layer":
            self.remove_layer(id)
            return
        before = self._ledger.get(kind, id)
        if before is None:
            raise KeyError(f"no {kind} {id}")
        self._ledger.write(Change(kind, id, before, None))
        self._note(Change(kind, id, before, None))

    def get(self, kind: str, id: str) -> Mapping[str, Any] | None:
        """The row as it stands within this transaction, or None."""
        self._check(kind)
        return self._ledger.get(kind, id)

    def add_layer(self, layer: Layer, *rows: Rows) -> None:
        """Add a layer with its rows (of one or several kinds), as one change.

        Every row carries its own id and `layer.id`. Raises ValueError where that does not hold or
        an id is taken.
        """
        self._check("layer")
        for part in rows:
            if not KINDS[part.kind].layered:
                raise ValueError(f"a {part.kind} cannot be part of a layer")
            if any(of != layer.id for of in part.column("layer")):
                raise ValueError(f"rows of another layer given for layer {layer.id}")
        if self._ledger.get("layer", layer.id) is not None:
            raise ValueError(f"layer {layer.id} is there already")
        change = Change("layer", layer.id, None, as_row("layer", layer))
        self._note_bulk(self._ledger.add_bulk(change, rows))

    def remove_layer(self, id: str) -> None:
        """Remove a layer with its rows and import notes; raises KeyError where there is none."""
        self._check("layer")
        before = self._ledger.get("layer", id)
        if before is None:
            raise KeyError(f"no layer {id}")
        change = self._ledger.digested(Change("layer", id, before, None))
        self._ledger.write(change)
        self._note_bulk(change)

    def add_rows(self, rows: Rows) -> None:
        """Add many rows that belong to no layer (notes on files that were left), as one change."""
        self._check(rows.kind)
        if not len(rows):
            return
        ids = [str(id) for id in rows.column("id")]
        listed = json.dumps(ids, ensure_ascii=False, separators=(",", ":"))
        change = Change(MANY, ids[0], None, {"kind": rows.kind, "count": len(rows), "ids": listed})
        self._note_bulk(self._ledger.add_bulk(change, [rows]))

    @property
    def changes(self) -> tuple[Change, ...]:
        """What has been changed so far; a thing changed and changed back is not in it."""
        return tuple(c for c in self._changes if c.before != c.after)

    def close(self) -> None:
        """Take no more changes."""
        self._open = False

    def _check(self, kind: str) -> None:
        if not self._open:
            raise RuntimeError("this transaction is over")
        if kind not in KINDS:
            raise KeyError(kind)

    def _note(self, change: Change) -> None:
        key = (change.kind, change.id)
        if key in self._at:
            first = self._changes[self._at[key]]
            self._changes[self._at[key]] = Change(*key, first.before, change.after)
        else:
            self._at[key] = len(self._changes)
            self._changes.append(change)

    def _note_bulk(self, change: Change) -> None:
        # Changes of single rows are not joined across a bulk change: that would alter its digest.
        self._at.clear()
        self._changes.append(change)
