"""The text tables of a timetable feed, read line by line: the largest have tens of millions of lines."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from placewell.importing import says

_BLOCK = 1 << 20


def records(path: Path, name: str) -> Iterator[tuple[int, dict[str, str | None]]]:
    """Line number and fields of every line; blanks are None. Raises Problem where it is no table."""
    rows = _rows(path, name)
    _, heading = next(rows, (0, []))
    for line, row in rows:
        yield line, dict(zip(heading, (v.strip() or None for v in row), strict=False))


def cells(path: Path, name: str, columns: Sequence[str]) -> Iterator[list[str]]:
    """These cells of every line, in this order; '' for a blank and for a column that is not there."""
    rows = _rows(path, name)
    _, heading = next(rows, (0, []))
    places = [heading.index(c) if c in heading else -1 for c in columns]
    for _, row in rows:
        width = len(row)
        yield [row[at].strip() if 0 <= at < width else "" for at in places]


def _rows(path: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    """Every line that is not blank with its number, the heading first."""
    with path.open(encoding=_encoding(path, name), errors="replace", newline="") as text:
        reader = csv.reader(text)
        try:
            yield 1, [h.strip() for h in next(reader, [])]
            for row in reader:
                if row:
                    yield reader.line_num, row
        except csv.Error as fault:
            raise says.damaged(f"{name}, {path.name},", f"line {reader.line_num:,}") from fault


def _encoding(path: Path, name: str) -> str:
    """What the whole file can be read as: UTF-8, UTF-16 by its mark, else the Windows code page."""
    utf8 = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        block = file.read(_BLOCK)
        if block.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        sound = True
        while block:
            if b"\x00" in block:
                raise says.damaged(f"{name}, {path.name},", "it is text mixed with something else")
            if sound:
                try:
                    utf8.decode(block)
                except UnicodeDecodeError:
                    sound = False
            block = file.read(_BLOCK)
    return "utf-8-sig" if sound else "cp1252"
