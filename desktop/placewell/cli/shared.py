"""What the commands share: who asks, progress, and the project that every one of them names."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from placewell.work.progress import Progress, Work


def add_project(parser: argparse.ArgumentParser) -> None:
    """The project file, which comes first in every command."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file (.gpkg)")


def who() -> str:
    """The name that history keeps: the one set for Placewell, else the one of this account."""
    import getpass

    try:
        return os.environ.get("PLACEWELL_NAME") or getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def tell_opened(opened: Any) -> None:
    """What the user should know of how the file was found, before anything else."""
    from placewell.work.confidential import sentence
    from placewell.work.told import opening_lines

    closed = sentence(opened)
    for line in (*opening_lines(opened), *([closed] if closed else [])):
        print(line, file=sys.stderr)


def drive(work: Work[Any]) -> Any:
    """Run a use case to its end, with its progress on a terminal."""
    from placewell.work.progress import run

    result = run(work, _progress if sys.stderr.isatty() else None)
    clear_line()
    return result


def _progress(step: Progress) -> None:
    share = f"{step.done}/{step.total} " if step.total else ""
    print(f"\r\x1b[K{share}{step.what}"[:110], end="", file=sys.stderr, flush=True)


def clear_line() -> None:
    """Take the progress off the terminal."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
