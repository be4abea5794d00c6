"""The reading process: fenced in, one request after another, answering in plain bytes."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import warnings
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from placewell.domain.errors import Problem
from placewell.importing import gdal, says, wire
from placewell.importing.unplug import unplug

MEMORY = 4 << 30
"""Most address space, in bytes; a file that needs more is refused rather than the laptop stalled."""
FILE = 2 << 30


def serve(pipe: Connection, room: str) -> None:
    """Answer requests until the pipe closes. `room` is a private folder that the caller removes."""
    _fence(Path(room))
    try:
        gdal.lighten()
        gdal.fence(Path(room))
    except Problem as problem:
        _send(pipe, list(wire.problem_frames(problem)))
        return
    _send(pipe, [b"ready"])
    while True:
        try:
            request = json.loads(pipe.recv_bytes())
        except (EOFError, OSError):
            return
        _limit_cpu(int(request["seconds"]))
        try:
            _answer(pipe, request)
        except (BrokenPipeError, OSError):
            return


def _answer(pipe: Connection, request: dict[str, Any]) -> None:
    from placewell.importing.formats import read_path
    from placewell.importing.page_pixels import read_page_of

    name = request["name"]
    try:
        path = Path(request["path"])
        if "page" in request:
            tables = [read_page_of(path, name, request["page"])]
        else:
            tables = read_path(path, name, Path(request["room"]), cells=request["cells"] is True)
        frames = list(wire.table_frames(tables))
        if max(map(len, frames)) > wire.MAX_FRAME:
            raise MemoryError
    except Problem as problem:
        frames = list(wire.problem_frames(problem))
    except MemoryError:
        frames = list(
            wire.problem_frames(says.too_big(name, "is larger than this computer can hold at once"))
        )
    except Exception as fault:
        # Hostile files find faults in libraries that nobody has listed; here each is the file's.
        frames = [*wire.problem_frames(says.damaged(name)), f"{type(fault).__name__}: {fault}".encode()][:1]
    _send(pipe, frames)


def _send(pipe: Connection, frames: list[bytes]) -> None:
    for frame in frames:
        pipe.send_bytes(frame)


def _fence(room: Path) -> None:
    """What the operating system can hold back: memory, file size, the network, signals, chatter."""
    warnings.simplefilter("ignore")
    for name in [n for n in os.environ if n.lower().endswith("_proxy")]:
        del os.environ[name]
    os.environ["TMPDIR"] = os.environ["TEMP"] = os.environ["TMP"] = str(room)
    os.chdir(room)
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(quiet, stream)
    os.close(quiet)
    if sys.platform == "linux":
        _fence_linux()


def _fence_linux() -> None:
    import resource

    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))
    with contextlib.suppress(OSError, AttributeError):
        unplug()


def _limit_cpu(seconds: int) -> None:
    """End this process by itself should it outlive the one that watches it."""
    if sys.platform == "linux":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + 4 * seconds + 2
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
