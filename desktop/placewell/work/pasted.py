"""A table pasted from a spreadsheet, as a file for as long as it is read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from placewell.domain.errors import Problem

NAME = "pasted table.txt"
_MOST = 50_000_000


@contextmanager
def with_pasted(files: Sequence[Path], stream: TextIO) -> Iterator[list[Path]]:
    """The files with '-' replaced by what `stream` holds. Raises Problem where that is nothing."""
    if Path("-") not in files:
        yield list(files)
        return
    text = stream.read(_MOST + 1)
    if not text.strip() or len(text) > _MOST:
        raise Problem(
            "Nothing was pasted in." if not text.strip() else "What was pasted in is too much for a table.",
            "A '-' in place of a file means that the table comes through standard input.",
            "Paste the cells with their headings, or give the file itself.",
        )
    with tempfile.TemporaryDirectory(prefix="placewell-") as folder:
        path = Path(folder) / NAME
        path.write_text(text, encoding="utf-8", newline="")
        yield [path if f == Path("-") else f for f in files]
