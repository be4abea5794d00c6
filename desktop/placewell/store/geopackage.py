"""The open project file: the one object through which the program touches it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Self

from placewell.domain.errors import Problem
from placewell.domain.history import Change, Entry, Step
from placewell.domain.layer import Layer
from placewell.domain.project import PROJECT_ID, Project
from placewell.domain.records import Row, from_row
from placewell.domain.rows import Rows
from placewell.store import creating, history, opening, outside, repair, rows, shelf, slim
from placewell.store.faults import damaged, told
from placewell.store.tables import CACHE, STATE, TABLES, q


class GeoPackage:
    """One project file, open. Made by `create` or `open`; used from the thread that made it.

    Implements `edit.Ledger` by shape, so that neither part imports the other.
    """

    def __init__(self, path: Path, opened: opening.Opened) -> None:
        self.path = path
        self.read_only_why = opened.read_only_why
        self._conn = opened.conn
        self._lock = opened.lock
        self._open = True
        self._version = -1  # nothing looked at yet
        self.left_out = slim.left_out(opened.conn)
        """Layers whose rows are not in the file; such a file is opened only where that is said (`open`)."""
        self._srs = self._read_srs()
        self.warning = self.history_warning()

    @classmethod
    def create(cls, path: Path | str, project: Project) -> Self:
        """Make a new project file and open it. Raises Problem (taken name, no folder, degrees …)."""
        path = Path(path)
        creating.create(path, project)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | str, *, slim: bool = False) -> Self:
        """Open a project file, for reading only where writing is not possible (`read_only_why`).

        What a crash left half-written is rolled back. Raises Problem where it is no project, is
        damaged, comes from a newer version, or was handed over without its base's layers. With `slim`
        that last is no reason: such a file is then opened for reading only, and `left_out` is filled.
        """
        path = Path(path)
        opened = opening.connect(path)
        try:
            with told(path):
                opening.check_whole(opened, path, slim)
                if not opened.read_only_why:
                    repair.replaced(opened.conn, opened.replaced)
                return cls(path, opened)
        except BaseException:
            opened.conn.close()
            if opened.lock is not None:
                opened.lock.release()
            raise

    @property
    def read_only(self) -> bool:
        """Whether edits are refused; `read_only_why` says why."""
        return bool(self.read_only_why)

    def project(self) -> Project:
        """Name, boundary and settings."""
        row = self.get("project", PROJECT_ID)
        if row is None:
            raise damaged(self.path)
        found: Project = from_row("project", row)
        return found

    def read(self, kind: str, layer: str | None = None) -> Rows:
        """All things of a kind, or those of one layer, column by column. Raises KeyError for a kind."""
        with told(self.path):
            return rows.read(self._conn, kind, layer)

    def get(self, kind: str, id: str) -> Row | None:
        """The row of one thing, or None."""
        with told(self.path):
            return rows.get(self._conn, kind, id)

    def layers(self) -> list[Layer]:
        """All layers, in the order in which they were brought in."""
        return [Layer(**record) for record in self.read("layer").records()]

    def counts(self) -> dict[str, int]:
        """How many things of each kind there are."""
        with told(self.path):
            return {
                k: self._conn.execute(f"SELECT count(*) FROM {q(t)}").fetchone()[0] for k, t in TABLES.items()
            }

    # What edit.Ledger asks for.

    def begin(self) -> None:
        """Take the right to write. Raises Problem where the project is read-only or held elsewhere."""
        self._refuse_read_only()
        with told(self.path):
            # Only a read lets this connection notice that another program has changed to WAL.
            self._conn.execute(f"SELECT ours FROM {STATE}").fetchone()
            mode = self._conn.execute("PRAGMA journal_mode").fetchone()[0]
            if mode != "delete" and opening.leave_wal(self._conn):
                raise Problem(
                    "QGIS or another program has this project open for editing.",
                    "Two programs cannot write to one project at once.",
                    "Save and close it there, then try again.",
                )
            self._conn.execute("BEGIN IMMEDIATE")
            try:
                self._conn.execute(f"UPDATE {STATE} SET ours = 1")
            except BaseException:
                self.rollback()
                raise

    def commit(self) -> None:
        """Make all since `begin` lasting: on the disk when this returns."""
        if not self._conn.in_transaction:
            return
        with told(self.path):
            self._conn.execute(f"UPDATE {STATE} SET ours = 0")
            self._conn.execute("COMMIT")

    def rollback(self) -> None:
        """Forget all since `begin`."""
        if self._conn.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                self._conn.execute("ROLLBACK")

    def write(self, change: Change) -> Row | None:
        """Put a change's after-row in place, or remove the row; returns the row as kept."""
        with told(self.path):
            if change.bulk:
                shelf.write(self._conn, change, self._srs)
                return None
            if change.after is None:
                rows.delete(self._conn, change.kind, change.id)
                return None
            rows.put(self._conn, change.kind, change.after, self._srs)
            return rows.get(self._conn, change.kind, change.id)

    def add_bulk(self, change: Change, parts: Sequence[Rows]) -> Change:
        """Write many rows for one change; returns it with their digest."""
        with told(self.path):
            return shelf.add(self._conn, change, parts, self._srs)

    def digested(self, change: Change) -> Change:
        """A removal of many rows, with their digest."""
        with told(self.path):
            return shelf.digested(self._conn, change)

    def shelved(self, change: Change) -> list[Rows] | None:
        """The rows that the removal of a layer took off, as they were; None where they are not kept any more."""
        with told(self.path):
            return shelf.kept(self._conn, change)

    def discard(self, change: Change) -> None:
        """Let go of shelved rows."""
        with told(self.path):
            shelf.discard(self._conn, change)

    def append(self, entry: Entry) -> None:
        """Add to the history."""
        with told(self.path):
            history.append(self._conn, entry)

    def head(self) -> tuple[int, str]:
        """Number and hash of the last entry."""
        with told(self.path):
            return history.head(self._conn)

    def last_change_of(self, kind: str) -> str:
        """A word that changes whenever things of a kind may have changed; '' where there never was one."""
        with told(self.path):
            return history.last_of(self._conn, kind)

    def steps(self) -> list[Step]:
        """All entries without their changes."""
        with told(self.path):
            return history.steps(self._conn)

    def entry(self, seq: int) -> Entry:
        """One entry, with fields that came after it filled in, as undo needs it.

        Raises KeyError where there is none, Problem where it is unreadable.
        """
        with self._readable():
            for found in history.since(self._conn, seq - 1, seq):
                history.check_changes(found)
                return history.in_present_words(found)
        raise KeyError(seq)

    def read_since(self, seq: int) -> list[Entry]:
        """Entries after `seq`, oldest first."""
        with self._readable():
            return list(history.since(self._conn, seq))

    def told_since(self, seq: int) -> list[Entry]:
        """The same, checked and with later fields filled in, as `entry` gives one."""
        with self._readable():
            found = list(history.since(self._conn, seq))
            for entry in found:
                history.check_changes(entry)
            return [history.in_present_words(entry) for entry in found]

    def has_outside(self) -> bool:
        """Whether another program has changed rows; costs nothing while the file is untouched."""
        with told(self.path):
            version = self._data_version()
            if version == self._version:
                return False
            found = outside.any_outside(self._conn)
            if not found:
                self._version = version
            return found

    def pending_outside(self) -> tuple[Change, ...]:
        """What another program changed and nobody has adopted yet; reading only."""
        with told(self.path):
            return outside.pending(self._conn)

    def take_outside(self) -> tuple[Change, ...]:
        """The same, made good in the tables and taken off the log; within a transaction."""
        with told(self.path):
            return outside.take(self._conn, self._srs)

    # Beside the history.

    def verify_history(self) -> int | None:
        """Number of the first entry that was tampered with, or None where the chain holds."""
        with told(self.path):
            return history.first_broken(self._conn)

    def history_warning(self) -> str:
        """A sentence where the last links of the history do not hold; a quick look, done on opening."""
        with told(self.path):
            broken = history.first_broken(self._conn, last_only=True)
        if broken is None:
            return ""
        return (
            f"The history of this project was altered outside Placewell (from entry {broken} on), so it is"
            " no proof of who changed what. Compare it with a copy from before."
        )

    def cache_get(self, key: str) -> bytes | None:
        """A derived value put there before, or None. It is input: check it before relying on it."""
        with told(self.path):
            found = self._conn.execute(f"SELECT value FROM {CACHE} WHERE key = ?", (key,)).fetchone()
            return found[0] if found and isinstance(found[0], bytes) else None

    def cache_put(self, key: str, value: bytes) -> None:
        """Keep a derived value under a key, outside the history. Raises Problem as an edit would."""
        self.begin()
        try:
            with told(self.path):
                self._conn.execute(f"INSERT OR REPLACE INTO {CACHE} VALUES (?, ?)", (key, value))
            self.commit()
        except BaseException:
            self.rollback()
            raise

    def layer_digests(self, layers: Sequence[str]) -> dict[str, str]:
        """By layer: sha256 of its rows as they are now, as the history has it of when they came."""
        with told(self.path):
            return slim.digests_of(self._conn, layers)

    def save_slim(self, path: Path | str, layers: Sequence[Layer]) -> None:
        """Write a copy elsewhere without the rows of these layers, and say so in it. Raises Problem."""
        named = [(la.id, la.name, la.kind) for la in layers]
        self._copy(Path(path), None, lambda copy: slim.take_out(copy, named))

    def save_filled(self, path: Path | str, source: GeoPackage) -> list[slim.LeftOut]:
        """Write a whole copy of this slim file elsewhere, its layers taken from another project.

        Returns the layers that are not there, or not the same; then nothing is written. Raises Problem.
        """
        with self._readable(), told(source.path):
            wrong = slim.differing(source._conn, self.left_out)

            def fill(copy: sqlite3.Connection) -> bool:
                wrong.extend(slim.put_back(copy, source._conn, self.left_out))
                return bool(wrong)

            if not wrong:
                self._copy(Path(path), None, fill)
            return wrong

    def save_copy(self, path: Path | str, progress: Callable[[float], None] | None = None) -> None:
        """Write a whole copy elsewhere by SQLite's backup; `progress` hears shares from 0 to 1.

        Raises Problem where there is a file of that name, or it cannot be written.
        """
        self._copy(Path(path), progress, None)

    def _copy(
        self,
        target: Path,
        progress: Callable[[float], None] | None,
        then: Callable[[sqlite3.Connection], bool] | None,
    ) -> None:
        """A copy, changed by `then` before it has its name; nothing is left where that returns True."""
        creating.check_target(target)
        part = target.with_name(f".{target.name}.part")
        try:
            part.unlink(missing_ok=True)
            with told(target), contextlib.closing(sqlite3.connect(part, isolation_level=None)) as copy:
                self._conn.backup(copy, pages=1000, progress=_share(progress))
                copy.execute("PRAGMA journal_mode = DELETE")
                if then is not None:
                    _, strange = opening.check_schema(copy, self.path)
                    if strange:
                        raise Problem(strange)
                    opening.trust(copy)
                    if then(copy):
                        return
            part.rename(target)
        except OSError as fault:
            raise creating.cannot_write(target) from fault
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
                part.with_name(part.name + "-journal").unlink(missing_ok=True)

    def pack(self) -> None:
        """Write the file anew without the room that deleted rows have left."""
        with told(self.path):
            self._conn.execute("VACUUM")

    def close(self) -> None:
        """Let go of the file; a transaction that is open is forgotten."""
        if not self._open:
            return
        self._open = False
        self.rollback()
        self._conn.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _refuse_read_only(self) -> None:
        if self.read_only_why:
            raise Problem(
                f"'{self.path.name}' is open for reading only, so it cannot be changed here.",
                self.read_only_why,
            )

    @contextlib.contextmanager
    def _readable(self) -> Iterator[None]:
        with told(self.path):
            try:
                yield
            except (ValueError, TypeError) as fault:
                raise damaged(self.path) from fault

    def _data_version(self) -> int:
        return int(self._conn.execute("PRAGMA data_version").fetchone()[0])

    def _read_srs(self) -> int:
        found = self._conn.execute("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'project'")
        row = found.fetchone()
        if row is None or not isinstance(row[0], int):
            raise damaged(self.path)
        return row[0]


def _share(progress: Callable[[float], None] | None) -> Callable[[int, int, int], object] | None:
    if progress is None:
        return None
    return lambda _status, left, total: progress(1 - left / total if total else 1.0)
