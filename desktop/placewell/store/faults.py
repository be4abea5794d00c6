"""What SQLite and the operating system refuse, told so that a planner can do something about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from placewell.domain.errors import Problem

UNCHANGED = "The project is as it was before this step."


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's refusals within the block into a Problem about the project at `path`."""
    try:
        yield
    except sqlite3.Error as fault:
        problem = as_problem(fault, path)
        if problem is None:
            raise
        raise problem from fault


def as_problem(fault: sqlite3.Error, path: Path) -> Problem | None:
    """The Problem that a refusal stands for; None where it is a fault of the program."""
    code = getattr(fault, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    name = path.name
    if primary == sqlite3.SQLITE_FULL:
        return Problem(
            f"The disk that holds '{name}' is full.",
            f"The last step could not be written. {UNCHANGED}",
            "Make room on that disk, or save a copy of the project on another one, and try again.",
        )
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Problem(
            f"Another program is using '{name}' at this moment.",
            f"Two programs cannot write to one project at once. {UNCHANGED}",
            "Finish or stop the work there (in QGIS: stop editing, or close the project), and try again.",
        )
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return Problem(
            f"'{name}' cannot be written where it is.",
            f"The file or its folder is read-only, or has gone. {UNCHANGED}",
            "Save a copy in a folder of your own and work on that.",
        )
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT):
        return damaged(path)
    if (primary == sqlite3.SQLITE_ERROR and "no such" in str(fault)) or "decode" in str(fault):
        return damaged(path)
    if primary in (sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH):
        return Problem(
            f"The tables of '{name}' have been altered in another program.",
            f"They refuse what Placewell writes. {UNCHANGED}",
            "Put them back in that program, or go back to a copy from before.",
        )
    if primary == sqlite3.SQLITE_AUTH:
        return Problem(
            f"Another program has put instructions of its own into '{name}'.",
            "The project was made by an older version of Placewell, and would have to run them to be brought up to date.",
            "Go back to a copy from before, or have them taken out in that program.",
        )
    if primary == sqlite3.SQLITE_IOERR:
        return Problem(
            f"The disk or network that holds '{name}' stopped answering.",
            f"Nothing could be read or written. {UNCHANGED}",
            "Check the connection or the drive, then open the project again.",
        )
    return None


def damaged(path: Path) -> Problem:
    """The file is not whole."""
    return Problem(
        f"The project file '{path.name}' is damaged.",
        "Parts of it cannot be read, so nothing in it can be relied on.",
        "Go back to a copy from before (a backup, or one made with 'Save a copy').",
    )


def not_a_project(path: Path, found: str) -> Problem:
    """The file is something else."""
    return Problem(
        f"'{path.name}' is not a Placewell project: {found}.",
        "Only a project file made by Placewell can be opened.",
        "Make a new project first, then import this file into it.",
    )
