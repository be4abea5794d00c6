"""One open project being edited: every edit is a transaction, committed as it happens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from placewell.domain.errors import Problem
from placewell.domain.history import BULK, UNKNOWN, Change, Entry
from placewell.edit.ledger import Ledger
from placewell.edit.stacks import Stacks
from placewell.edit.transaction import Transaction

Clock = Callable[[], str]
ELSEWHERE = "Changed in another program"
REPLACED = "A table was replaced in another program"


def now() -> str:
    """The present in UTC, to the second, as ISO text."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Session:
    """Transactions, undo, redo and events over one ledger. Used from one thread.

    What other programs changed is adopted before anything else is written, and once at the start
    where the ledger can be written (`adopted` then holds that entry).
    """

    def __init__(self, ledger: Ledger, who: str, clock: Clock = now, *, read_only: bool = False) -> None:
        self._ledger = ledger
        self._who = who
        self._clock = clock
        self._listeners: list[Callable[[Entry], None]] = []
        self._busy = False
        self._stacks = Stacks(ledger.steps())
        self.adopted: Entry | None = None if read_only else self.adopt_outside()

    @contextmanager
    def transaction(self, label: str) -> Iterator[Transaction]:
        """Edit under this label. Nothing is kept where the body raises or changes nothing."""
        self.adopt_outside()
        with self._writing():
            t = Transaction(self._ledger)
            try:
                yield t
            finally:
                t.close()
            entry = self._seal(label, "edit", None, t.changes)
        self._tell(entry)

    def undo(self) -> Entry | None:
        """Take back the last edit that stands; None where there is none. Raises Problem."""
        self.adopt_outside()
        return self._replay("undo", self._stacks.undo)

    def redo(self) -> Entry | None:
        """Bring back the last edit taken back; None where there is none. Raises Problem."""
        self.adopt_outside()
        return self._replay("redo", self._stacks.redo)

    @property
    def who(self) -> str:
        """The name under which edits are written down."""
        return self._who

    @property
    def undo_label(self) -> str:
        """What `undo` would take back; empty where there is nothing."""
        return self._stacks.label(self._stacks.undo)

    @property
    def redo_label(self) -> str:
        """What `redo` would bring back; empty where there is nothing."""
        return self._stacks.label(self._stacks.redo)

    def history(self, since: int = 0) -> list[Entry]:
        """All entries after number `since`, oldest first."""
        return self._ledger.read_since(since)

    def subscribe(self, listener: Callable[[Entry], None]) -> Callable[[], None]:
        """Hear of each committed entry, after the commit; call the result to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def adopt_outside(self) -> Entry | None:
        """Take up what another program changed as one entry, so that it shows and can be undone."""
        if self._busy or not self._ledger.has_outside():
            return None
        with self._writing():
            changes = self._ledger.take_outside()
            blind = any(change.blind for change in changes)
            of, label = (UNKNOWN, REPLACED) if blind else (None, ELSEWHERE)
            entry = self._seal(label, "elsewhere", of, changes, keep_empty=True)
        self._tell(entry)
        return entry

    def _replay(self, act: str, stack: list[int]) -> Entry | None:
        if not stack:
            return None
        original = self._ledger.entry(stack[-1])
        changes = original.changes
        if act == "undo":
            changes = tuple(c.inverse() for c in reversed(changes))
        with self._writing():
            for change in changes:
                self._check_unmoved(change, original.label, act)
                self._ledger.write(change)
            entry = self._seal(original.label, act, original.seq, changes)
        self._tell(entry)
        return entry

    def _check_unmoved(self, change: Change, label: str, act: str) -> None:
        if change.bulk:
            return  # The ledger compares digests, since it has the rows in hand.
        if self._ledger.get(change.kind, change.id) != change.before:
            raise Problem(
                f"'{label}' cannot be {'undone' if act == 'undo' else 'redone'}.",
                f"The {change.kind} {change.id} is not as that edit left it.",
                "Change it by hand, or take back what was done to it since.",
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self._busy:
            raise RuntimeError("a transaction is open already")
        self._ledger.begin()
        self._busy = True
        try:
            yield
            self._ledger.commit()
        except BaseException:
            self._ledger.rollback()
            # What was refused must not stay in the stacks either.
            self._stacks = Stacks(self._ledger.steps())
            raise
        finally:
            self._busy = False

    def _seal(
        self, label: str, act: str, of: int | None, changes: tuple[Change, ...], *, keep_empty: bool = False
    ) -> Entry | None:
        if not changes:
            if not keep_empty:
                self._ledger.rollback()
            return None
        if act in ("edit", "elsewhere"):
            self._let_go_of_redo()
        seq, prev = self._ledger.head()
        entry = Entry(seq + 1, self._clock(), self._who, label, act, of, changes, prev).sealed()
        self._ledger.append(entry)
        self._stacks.take(entry.seq, act, of, label)
        return entry

    def _let_go_of_redo(self) -> None:
        for seq in self._stacks.redo:
            for change in self._ledger.entry(seq).changes:
                if change.after is not None and BULK in change.after:
                    self._ledger.discard(change)

    def _tell(self, entry: Entry | None) -> None:
        if entry is None:
            return
        for listener in tuple(self._listeners):
            try:
                listener(entry)
            except Exception:
                # The edit is committed; a fault in a listener is the program's, not the project's.
                logging.getLogger(__name__).exception("a listener failed after '%s'", entry.label)
