"""What a session asks of the file that keeps a project; the store implements it, work joins the two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from placewell.domain.history import Change, Entry, Step
from placewell.domain.records import Row
from placewell.domain.rows import Rows


class Ledger(Protocol):
    """Rows and history of one project. Writing happens between `begin` and `commit` only.

    Any method may raise `domain.errors.Problem` (no space, held by another program, read only).
    """

    def begin(self) -> None:
        """Start a transaction, taking the right to write."""

    def commit(self) -> None:
        """Make all since `begin` lasting."""

    def rollback(self) -> None:
        """Forget all since `begin`; does nothing where no transaction is open."""

    def get(self, kind: str, id: str) -> Row | None:
        """The row as kept, or None."""

    def write(self, change: Change) -> Row | None:
        """Put `change.after` in place (or remove the row) and return the row as it is now kept.

        A bulk change (see `Change.bulk`) shelves its rows or brings them back from the shelf.
        """

    def add_bulk(self, change: Change, rows: Sequence[Rows]) -> Change:
        """Write many rows for one change; returns the change with their digest."""

    def digested(self, change: Change) -> Change:
        """A removal of many rows, with the digest of those rows as they are now."""

    def discard(self, change: Change) -> None:
        """Let go of the shelved rows that `change` would have brought back."""

    def append(self, entry: Entry) -> None:
        """Add a sealed entry to the history."""

    def head(self) -> tuple[int, str]:
        """Number and hash of the last entry (0 and `domain.history.START` for none)."""

    def steps(self) -> list[Step]:
        """All entries in order, without their changes."""

    def entry(self, seq: int) -> Entry:
        """One entry with its changes; raises KeyError."""

    def read_since(self, seq: int) -> list[Entry]:
        """All entries after `seq`, in order."""

    def has_outside(self) -> bool:
        """Whether another program has changed rows since they were last taken."""

    def take_outside(self) -> tuple[Change, ...]:
        """What another program changed, made good (ids given, gaps filled), within a transaction."""
