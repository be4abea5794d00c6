"""The book of planted faults: what was made wrong in which file, and the words it must be met with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SORTS = ("rejected", "repaired", "duplicate", "checked", "left")
"""Sorts of lines in an import report that must all be in a book."""


@dataclass
class Book:
    """Faults of one part of the sample, in the order in which they were planted."""

    part: str
    entries: list[dict[str, object]] = field(default_factory=list)

    def add(
        self,
        file: str,
        sort: str,
        words: str,
        what: str,
        *,
        part: str = "",
        row: int | None = None,
        rows: Sequence[int] = (),
        lines: int = 1,
    ) -> None:
        """One fault, and the piece of text by which the import report tells of it."""
        if sort not in SORTS:
            raise ValueError(f"{sort} is not a sort of line that is kept in a book")
        entry: dict[str, object] = {"file": file}
        if part:
            entry["part"] = part
        if row is not None:
            entry["row"] = row
        if rows:
            entry["rows"] = sorted(rows)
        entry |= {"sort": sort, "what": what, "words": words}
        if lines != 1:
            entry["lines"] = lines
        self.entries.append(entry)

    def save(self, folder: Path) -> Path:
        """Write the book as `<part>.toml`; the same entries give the same bytes."""
        text = f"# Faults planted in the sample's raw files: {self.part}. Written by sample_data/make.py.\n"
        for entry in self.entries:
            # A JSON string, number or list of numbers is also a TOML one.
            lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items())
            text += "\n[[fault]]\n" + "\n".join(lines) + "\n"
        path = folder / f"{self.part}.toml"
        path.write_text(text, encoding="utf-8", newline="\n")
        return path
