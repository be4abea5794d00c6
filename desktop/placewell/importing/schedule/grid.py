"""A sheet as a grid of cells, with what merging says: one text standing for all the cells it covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from placewell.importing.fields import number, text
from placewell.importing.raw import Cell, RawTable

_LONGEST = 300


@dataclass(frozen=True)
class Grid:
    """Cells by row and column from 0. `numbers` are the rows' numbers as the file counts them."""

    file: str
    part: str
    cells: Sequence[Sequence[Cell]]
    numbers: Sequence[int]
    covered: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """By a merged cell but the first: where its text stands."""

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.cells)

    @cached_property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(r) for r in self.cells), default=0)

    @cached_property
    def texts(self) -> list[list[str]]:
        """Every cell's own text; what is longer than any heading or figure is cut, since only notes are."""
        return [[text(v)[:_LONGEST] for v in row] for row in self.cells]

    @cached_property
    def _filled(self) -> list[list[int]]:
        return [[c for c, t in enumerate(row) if t] for row in self.texts]

    def own(self, row: int, column: int) -> str:
        """A cell's own text, '' where it has none."""
        texts = self.texts[row]
        return texts[column] if column < len(texts) else ""

    def seen(self, row: int, column: int) -> str:
        """What a reader sees in a cell: the text of the merged cell it is part of, else its own."""
        at = self.covered.get((row, column))
        return self.own(row, column) if at is None else self.own(*at)

    def filled(self, row: int) -> list[int]:
        """Columns of a row that have a text of their own."""
        return self._filled[row]


def grid_of_table(table: RawTable) -> Grid:
    """A table that was read cell by cell (`Reader.cells`)."""
    rows = [list(r) for r in zip(*table.columns.values(), strict=True)]
    at = {line: i for i, line in enumerate(table.rows)}
    covered = {}
    for top, bottom, left, right in table.merged or ():
        for line in range(top, min(bottom, top + len(rows)) + 1):
            for column in range(left, min(right, len(table.columns) - 1) + 1):
                if line in at and top in at and (line, column) != (top, left):
                    covered[(at[line], column)] = (at[top], left)
    return Grid(table.file, table.part, rows, list(table.rows), covered)


_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")


def figure(said: str) -> float | None:
    """The figure in a cell with its unit ('71.5 m²', '1,204'); None where it holds none, or several."""
    whole = number(said)
    if whole is not None:
        return whole
    bare = re.sub(r"m ?2\b|m²|ft ?2\b|ft²|\*+$", "", said).strip()
    if bare[:1].isdigit():
        bare = re.sub(r"\(.*\)$", "", bare)  # '70 (753 sq ft)'
    bare = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}\b)", "", bare.strip("()"))
    found = _FIGURE.findall(bare)
    return float(found[0].replace(",", "")) if len(found) == 1 else None
