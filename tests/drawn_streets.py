"""Streets drawn as text, so that a person can check every answer: a column is 10 m, a row is 50 m.

Letters and '+' are junctions, '-' and '|' the streets between them. The left end of the last line
is at (0, 0).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from placewell.domain.kinds import KINDS
from placewell.domain.rows import Rows

COLUMN_M, ROW_M = 10.0, 50.0


def place(drawing: str, mark: str) -> tuple[float, float]:
    """Where a letter is."""
    lines = _lines(drawing)
    for r, line in enumerate(lines):
        if mark in line:
            return line.index(mark) * COLUMN_M, (len(lines) - 1 - r) * ROW_M
    raise KeyError(mark)


def drawn(drawing: str, network: str = "roads", **columns: Any) -> Rows:
    """One street for each stretch between two junctions, without node codes."""
    lines = _lines(drawing)
    width = max(map(len, lines))
    grid = [line.ljust(width) for line in lines]
    shapes = []
    for r, line in enumerate(grid):
        y = (len(grid) - 1 - r) * ROW_M
        shapes += [[(a * COLUMN_M, y), (b * COLUMN_M, y)] for a, b in _runs(line, "-")]
    for c in range(width):
        column = "".join(line[c] for line in grid)
        last = len(grid) - 1
        shapes += [
            [(c * COLUMN_M, (last - a) * ROW_M), (c * COLUMN_M, (last - b) * ROW_M)]
            for a, b in _runs(column, "|")
        ]
    return streets([shapely.LineString(s) for s in shapes], network, **columns)


def streets(shapes: Sequence[shapely.Geometry], network: str = "roads", **columns: Any) -> Rows:
    """Rows of kind 'street'; a column is given as a list or as one value for all."""
    given = {"layer": "L1", "network": network, "id": [f"L1.{i}" for i in range(len(shapes))]} | columns
    return rows("street", shapes, given)


def surgeries(points: Mapping[str, tuple[float, float]], **columns: Any) -> Rows:
    """GP surgeries, open, in layer L2, by name."""
    shapes = [shapely.Point(p) for p in points.values()]
    return rows(
        "asset",
        shapes,
        {
            "id": [f"L2.{i}" for i in range(len(shapes))],
            "layer": "L2",
            "theme": "health",
            "type": "GP surgery",
            "name": list(points),
            "status": "open",
        }
        | columns,
    )


def rows(kind: str, shapes: Sequence[shapely.Geometry], given: Mapping[str, Any]) -> Rows:
    """Rows of a kind; a column is given as a list or as one value for all, the rest are ''."""
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = list(shapes)
    columns = {name: given.get(name, "") for name in KINDS[kind].fields}
    return Rows(
        kind, {n: v if isinstance(v, list) else [v] * len(shapes) for n, v in columns.items()}, geometry
    )


def points(*xy: tuple[float, float]) -> np.ndarray[Any, np.dtype[np.object_]]:
    """An array of points."""
    made = np.empty(len(xy), dtype=object)
    made[:] = [shapely.Point(p) for p in xy]
    return made


def _lines(drawing: str) -> list[str]:
    lines = [line.rstrip() for line in drawing.strip("\n").split("\n")]
    lines = [line for line in lines if line]
    indent = min(len(line) - len(line.lstrip()) for line in lines)
    return [line[indent:] for line in lines]


def _runs(line: str, street: str) -> list[tuple[int, int]]:
    """Pairs of junctions with nothing but street between them."""
    junctions = [i for i, c in enumerate(line) if c.isalpha() or c == "+"]
    return [
        (a, b) for a, b in itertools.pairwise(junctions) if b > a + 1 and set(line[a + 1 : b]) == {street}
    ]
