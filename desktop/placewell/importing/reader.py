"""The door for files: a path goes in, tables or a Problem come out, whatever the file tries."""

from __future__ import annotations

import contextlib
import json
import logging
import multiprocessing
import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from placewell.domain.errors import Problem
from placewell.importing import says, wire, worker
from placewell.importing.companions import gather, main_file
from placewell.importing.raw import RawTable

SECONDS = 8.0
SECONDS_A_MB = 4.0
_START = 60.0
_log = logging.getLogger(__name__)


def time_limit(size: int) -> float:
    """Seconds that a file of `size` bytes may take."""
    return SECONDS + SECONDS_A_MB * size / 1e6


class Reader:
    """Reads files in one child process, kept for many files and replaced when one of them breaks it.

    Used as a context manager. `limit` gives the seconds a file of so many bytes may take; `serve`
    is what the child runs. Not for several threads at once.
    """

    def __init__(
        self,
        limit: Callable[[int], float] = time_limit,
        serve: Callable[[Connection, str], None] = worker.serve,
    ) -> None:
        self._limit = limit
        self._serve = serve
        self._child: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._ready = False
        self._room: Path | None = None

    def __enter__(self) -> Reader:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child and remove every private copy."""
        self._stop()
        if self._room is not None:
            shutil.rmtree(self._room, ignore_errors=True)
            self._room = None

    def cells(self, path: Path) -> list[RawTable]:
        """As `read`, but sheets and text tables cell by cell, with nothing taken for a heading."""
        return self.read(path, cells=True)

    def page(self, path: Path, page: int | None = None) -> list[RawTable]:
        """One page of a PDF or a picture, as `page.page_of` takes it; `page` may be left out where there is one."""
        return self._read(path, {"page": page})

    def read(self, path: Path, *, cells: bool = False) -> list[RawTable]:
        """Every table of a file, or of a geodatabase folder; raises Problem where it cannot be read."""
        return self._read(path, {"cells": cells})

    def _read(self, path: Path, wanted: Mapping[str, object]) -> list[RawTable]:
        name, size = _look_at(path)
        self._start()
        assert self._room is not None
        place = Path(tempfile.mkdtemp(dir=self._room))
        try:
            copy = gather(path, place / "copy", name)
            (place / "work").mkdir()
            return self._ask(copy, name, place / "work", self._limit(size), wanted)
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def _ask(
        self, copy: Path, name: str, room: Path, seconds: float, wanted: Mapping[str, object]
    ) -> list[RawTable]:
        self._await_ready()
        pipe, child = self._pipe, self._child
        assert pipe is not None and child is not None
        request = {
            "path": str(copy),
            "name": name,
            "room": str(room),
            "seconds": int(seconds) + 1,
            **wanted,
        }
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        watch = threading.Timer(seconds, stop)
        watch.daemon = True
        watch.start()
        try:
            pipe.send_bytes(json.dumps(request).encode())
            return wire.receive(lambda: pipe.recv_bytes(wire.MAX_FRAME))
        except (EOFError, OSError) as fault:
            self._stop()
            raise (_too_slow(name, seconds) if late.is_set() else _crashed(name)) from fault
        except wire.Garbled as fault:
            _log.debug("answer for %s not understood: %s", name, fault)
            self._stop()
            raise _crashed(name) from fault
        except BaseException as fault:
            if not isinstance(fault, Problem):
                # Half an answer may be left in the pipe: the next file must not get it.
                self._stop()
            raise
        finally:
            watch.cancel()

    def _start(self) -> None:
        if self._child is not None and self._child.is_alive():
            return
        self._stop()
        if self._room is None:
            self._room = Path(tempfile.mkdtemp(prefix="placewell-"))
        scratch = tempfile.mkdtemp(dir=self._room)
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        child = context.Process(
            target=self._serve, args=(theirs, scratch), daemon=True, name="placewell-reader"
        )
        child.start()
        theirs.close()
        self._child, self._pipe, self._ready = child, ours, False

    def _await_ready(self) -> None:
        if self._ready:
            return
        assert self._pipe is not None
        with contextlib.suppress(EOFError, OSError):
            if self._pipe.poll(_START):
                hello = self._pipe.recv_bytes(1 << 16)
                if hello == b"ready":
                    self._ready = True
                    return
                self._stop()
                wire.receive(lambda: hello)
        self._stop()
        raise Problem(
            "The part of Placewell that reads files did not start.",
            "Files are read apart from the rest of the program, so that a broken one can do no harm.",
            "Close other programs and try again; if it happens again, restart the computer.",
        )

    def _stop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._child is not None:
            self._child.kill()
            self._child.join()
            self._child.close()
        self._child = self._pipe = None
        self._ready = False


def _look_at(path: Path) -> tuple[str, int]:
    """The bare name and size of what is to be read; raises Problem unless it is a plain file or a .gdb."""
    text = str(path)
    name = path.name or text
    if text.lower().startswith(("/vsi", "http:", "https:", "ftp:")) or "://" in text or "\x00" in text:
        raise Problem(
            f"{text} is not a file on this computer.",
            "Placewell never reads from the internet.",
            "Download it first, then give the file itself.",
        )
    try:
        found = path.stat()
    except FileNotFoundError as fault:
        raise Problem(
            f"{name} is not there.",
            "It may have been moved, renamed or deleted since it was chosen.",
            "Find the file and choose it again.",
        ) from fault
    except OSError as fault:
        raise _unreadable(name) from fault
    if stat.S_ISDIR(found.st_mode):
        if path.suffix.lower() != ".gdb":
            raise Problem(f"{name} is a folder.", "Files are read one by one.", "Choose the files in it.")
        return name, sum(p.stat().st_size for p in path.iterdir() if p.is_file())
    if not stat.S_ISREG(found.st_mode):
        raise Problem(
            f"{name} is not an ordinary file.",
            "It may never end, so it was not opened.",
            "Choose the file itself.",
        )
    main = main_file(path)
    if main is not None:
        raise Problem(
            f"{name} belongs to {main.name}.",
            "It is read together with that file and holds no layer by itself.",
            f"Bring in {main.name}.",
        )
    if not os.access(path, os.R_OK):
        raise _unreadable(name)
    return name, found.st_size


def _unreadable(name: str) -> Problem:
    return Problem(
        f"{name} cannot be opened.",
        "This computer does not let you read it.",
        "Ask its owner for leave to read it, or copy it to a folder of your own first.",
    )


def _too_slow(name: str, seconds: float) -> Problem:
    return Problem(
        f"{name} took longer than {seconds:,.0f} seconds to read and was stopped.",
        "It may be damaged, or far larger than it looks, so nothing of it was read.",
        "Open it where it came from, cut it to your area, save it as a GeoPackage and bring that in.",
    )


def _crashed(name: str) -> Problem:
    return says.damaged(name, "reading it broke off at once")
