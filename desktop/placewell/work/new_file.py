"""A file that is written whole or not at all, and never over another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from placewell.domain.errors import Problem


def as_text(value: str) -> str:
    """A cell that a spreadsheet shows as text, even where it looks like a formula; numbers stay as they are."""
    if value[:1] not in {"=", "+", "-", "@", "\t"}:
        return value
    try:
        float(value)
    except ValueError:
        return "'" + value
    return value


@contextmanager
def writing(path: Path) -> Iterator[TextIO]:
    """A text file for writing that has its name only once it is finished. Raises Problem.

    Where the work stops half-way (a problem, Ctrl-C), nothing is left.
    """
    if path.exists():
        raise _taken(path)
    part = path.with_name(f".{path.name}.part")
    try:
        try:
            out = part.open("w", encoding="utf-8", newline="")
        except OSError as fault:
            raise _cannot(path, fault) from None
        with out:
            yield out
        if path.exists():
            raise _taken(path)
        try:
            part.rename(path)
        except OSError as fault:
            raise _cannot(path, fault) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _taken(path: Path) -> Problem:
    return Problem(
        f"{path.name} is there already.", "Nothing is written over.", "Choose another name or move that file."
    )


def _cannot(path: Path, fault: OSError) -> Problem:
    return Problem(
        f"{path.name} could not be written ({fault.strerror}).",
        "The project is as it was; the table can be made again from it.",
        "Choose a folder that you may write to.",
    )
