"""Comparing an import report with the book of planted faults."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SORTS = frozenset({"rejected", "repaired", "duplicate", "checked", "left"})
"""Sorts of lines that the books hold; what was taken, lies elsewhere or is only in another list moves with the ground."""
KEYS = {"file", "part", "row", "rows", "sort", "what", "words", "lines"}


@dataclass(frozen=True)
class Line:
    """One line of an import report."""

    file: str
    part: str
    row: int | None
    sort: str
    text: str


def entries(folder: Path) -> list[dict[str, Any]]:
    """All entries of the books of a folder; fails where one has unknown or missing keys."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]:
            assert set(entry) <= KEYS, f"{path.name}: unknown keys in {entry}"
            assert {"file", "sort", "what", "words"} <= set(entry), f"{path.name}: keys missing in {entry}"
            assert entry["sort"] in SORTS, f"{path.name}: {entry['sort']} is not kept in the books"
            assert entry["words"].strip() and entry["what"].strip(), f"{path.name}: empty words in {entry}"
            found.append(entry)
    return found


def lines_of(file: Any) -> list[Line]:
    """The lines of a project's import report that a book must know."""
    return [
        Line(r["file"], r["part"] or "", r["row"], r["sort"], r["text"])
        for r in file.read("import note").records()
        if r["sort"] in SORTS
    ]


def meets(entry: Mapping[str, Any], line: Line) -> bool:
    """Whether a line tells of this entry's fault."""
    rows = entry.get("rows") or [entry.get("row")]
    return (
        entry["file"] == line.file
        and entry.get("part", line.part) == line.part
        and line.row in rows
        and entry["sort"] == line.sort
        and entry["words"] in line.text
    )


def differences(book: Sequence[Mapping[str, Any]], lines: Sequence[Line]) -> list[str]:
    """What the book has and the report lacks, and the other way round; each line answers to one entry."""
    wrong = []
    met = [[n for n, entry in enumerate(book) if meets(entry, line)] for line in lines]
    for line, found in zip(lines, met, strict=True):
        if len(found) != 1:
            how = "not in the book" if not found else f"in the book {len(found)} times"
            wrong.append(f"{how}: {line.file} | {line.part} | {line.row} | {line.sort} | {line.text}")
    for n, entry in enumerate(book):
        asked = entry.get("lines", len(entry.get("rows", [0])))
        got = sum(n in found for found in met)
        if got != asked:
            wrong.append(f"{got} lines instead of {asked}: {dict(entry)}")
    return wrong
