"""A project of somebody else's, read through a copy of one's own: what is read is never written to."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from placewell.store.faults import told
from placewell.store.geopackage import GeoPackage
from placewell.store.opening import check_file, read_connection


@contextlib.contextmanager
def private(path: Path) -> Iterator[GeoPackage]:
    """A copy of a project, brought up to date and open to write; gone at the end. Raises Problem.

    A file without its base's layers is read as it is (`left_out`), and only read.
    """
    check_file(path)
    with TemporaryDirectory(prefix="placewell-", ignore_cleanup_errors=True) as folder:
        target = Path(folder) / path.name
        with (
            told(path),
            contextlib.closing(read_connection(path)) as theirs,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            theirs.backup(copy, pages=4000)
            copy.execute("PRAGMA journal_mode = DELETE")
        with contextlib.closing(GeoPackage.open(target, slim=True)) as file:
            yield file
