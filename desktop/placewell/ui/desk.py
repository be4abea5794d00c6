"""The project on the desk: opened once, edited by transactions, watched by every panel."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from placewell.domain.errors import Problem
from placewell.domain.history import Entry
from placewell.ui.jobs import Jobs
from placewell.ui.settings import Kept
from placewell.work.opened import Opened, opened_project

T = TypeVar("T")


class Desk(QObject):
    """Holds one open project. Panels ask it to do things and hear what changed; they never hold the file."""

    arrived = Signal()
    """Another project is on the desk."""
    left = Signal()
    """The desk is empty again."""
    changed = Signal(object)
    """An entry was committed, undone or redone (`domain.history.Entry`)."""
    said = Signal(str, bool)
    """Words for the message line, and whether they tell of a problem."""

    def __init__(self, jobs: Jobs, kept: Kept, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.kept = kept
        self.opened: Opened | None = None
        self._stop: Callable[[], None] | None = None

    @property
    def path(self) -> Path | None:
        """Where the open project is."""
        return None if self.opened is None else self.opened.path

    def open(self, path: Path) -> bool:
        """Put a project on the desk; what lies there stays where that one cannot be opened. Whether it could."""
        try:
            opened = opened_project(path, who())
        except Problem as problem:
            self.said.emit(str(problem), True)
            return False
        self._take(opened)
        return True

    def reopen(self) -> bool:
        """Read the same project again, after work elsewhere wrote to it. It is let go of first: a project that
        is open already opens a second time for reading only."""
        assert self.opened is not None
        path = self.opened.path
        self._let_go()
        if self.open(path):
            return True
        self.left.emit()
        return False

    def close(self) -> None:
        """Let go of the project."""
        self._let_go()
        self.left.emit()

    def do(self, what: Callable[[Opened], T]) -> T | None:
        """Do something with the open project; a Problem is said and nothing is kept of it."""
        if self.opened is None:
            return None
        if not self.opened.path.exists():
            self.said.emit(_gone(self.opened.path), True)
            return None
        try:
            return what(self.opened)
        except Problem as problem:
            self.said.emit(str(problem), True)
            return None

    def undo(self) -> None:
        """Take back the last edit and say which."""
        self._step("Undone", lambda o: o.session.undo())

    def redo(self) -> None:
        """Bring back the last edit taken back and say which."""
        self._step("Redone", lambda o: o.session.redo())

    def _step(self, word: str, what: Callable[[Opened], Entry | None]) -> None:
        entry = self.do(what)
        if entry is not None:
            self.said.emit(f"{word}: {entry.label}.", False)

    def _take(self, opened: Opened) -> None:
        self._let_go()
        self.opened = opened
        self._stop = opened.session.subscribe(self.changed.emit)
        self.arrived.emit()

    def _let_go(self) -> None:
        if self._stop is not None:
            self._stop()
        if self.opened is not None:
            self.opened.close()
        self.opened = self._stop = None


def who() -> str:
    """The name under which edits are written down."""
    try:
        return os.environ.get("PLACEWELL_NAME") or getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _gone(path: Path) -> str:
    return str(
        Problem(
            f"{path.name} is no longer where it was opened.",
            "It was moved, renamed or deleted by another program, so nothing more can be kept in it.",
            "Put it back in its place, or save what is open as a copy from the menu.",
        )
    )
