"""The guidance reference read as tables: what each entry says, for holding the shipped packs against it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).parents[3] / "shared" / "guidance.md"
COLUMNS = ("id", "title", "measured", "threshold", "unit", "distance", "source", "mode", "status")


@dataclass(frozen=True)
class Entry:
    """One row of a nine-column table."""

    id: str
    title: str
    measured: str
    threshold: str
    unit: str
    distance: str
    source: str
    mode: str
    status: str
    section: str

    @property
    def source_status(self) -> str:
        """As packs say it."""
        if self.status.startswith("verified (secondary)"):
            return "secondary"
        return "verified" if self.status.startswith("verified") else "to be checked"

    @property
    def figures(self) -> set[float]:
        """Every number in the cells that may hold a figure."""
        said = " ".join((self.measured, self.threshold, self.unit, self.status)).replace(",", "")
        return {float(n) for n in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", said)}


def entries(text: str) -> dict[str, Entry]:
    """Entries by id."""
    found: dict[str, Entry] = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("## "):
            section = line[3:4]
        cells = [c.strip() for c in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if len(cells) == len(COLUMNS) and re.fullmatch(r"[A-Z][A-Z0-9]+(-[\w.-]+)?", cells[0]):
            found[cells[0]] = Entry(*cells, section)
    return found


def floor_areas(text: str) -> dict[str, float]:
    """Table B.1 by type and storeys, as packs name its parts."""
    found = {}
    for line in text.splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        if len(cells) == 5 and re.fullmatch(r"\d+b\d+p", cells[0]):
            for storeys, cell in enumerate(cells[1:4], 1):
                if number := re.match(r"\d+", cell):
                    word = "storey" if storeys == 1 else "storeys"
                    found[f"{cells[0]}, {storeys} {word}"] = float(number[0])
    return found
