"""Finding a place by what one would call it: assets, areas, streets, stops, postcodes, grid references, the scheme."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from placewell.domain.crs import GREAT_BRITAIN_M, NATIONAL_GRID
from placewell.domain.rows import Rows
from placewell.work.case import schemes
from placewell.work.opened import Opened

MOST = 40
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_GRID = re.compile(r"^([A-HJ-Z]{2})\s*(\d{2,5})\s*(\d{2,5})$")
_PAIR = re.compile(r"^(\d{5,7}(?:\.\d+)?)[\s,]+(\d{5,7}(?:\.\d+)?)$")


@dataclass(frozen=True)
class Found:
    """One thing: what it is, its id there, what it is called, where, and a word that tells it from its like."""

    kind: str
    id: str
    name: str
    type: str
    geometry: BaseGeometry
    where: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Index:
    """Everything with a name, ready to be searched again and again."""

    folded: tuple[str, ...]
    kinds: tuple[tuple[str, Rows, int], ...]
    crs: str
    extra: tuple[Found, ...] = ()

    def find(self, text: str, most: int = MOST) -> list[Found]:
        """Best first: exactly so called, so beginning, a word beginning so, then anywhere. Nothing for no words."""
        wanted = folded(text)
        if not wanted:
            return []
        place = grid_place(text, self.crs)
        found = [place] if place is not None else []
        ranked: list[tuple[int, int, int]] = []
        spaced = f" {wanted}"
        for n, name in enumerate(self.folded):
            if wanted not in name:
                continue
            rank = 0 if name == wanted else 1 if name.startswith(wanted) else 2 if spaced in name else 3
            # The scheme is what everybody here is working on: of things so called it comes first.
            ranked.append(
                (0 if rank == 1 and n < len(self.extra) else rank, 0 if n < len(self.extra) else len(name), n)
            )
        ranked.sort()
        seen: set[tuple[str, str, str]] = set()
        for _, _, n in ranked:
            one = self._at(n)
            # A street is in many pieces: it is told once.
            key = (one.kind, one.name, one.type) if one.kind == "street" else (one.kind, one.id, "")
            if key in seen:
                continue
            seen.add(key)
            found.append(self._whole(one) if one.kind == "street" else one)
            if len(found) >= most:
                break
        return found

    def _at(self, n: int) -> Found:
        if n < len(self.extra):
            return self.extra[n]
        kind, rows, row = self.kinds[n - len(self.extra)]
        assert rows.geometry is not None
        name = str(rows.column("code" if kind == "postcode" else "name")[row])
        return Found(kind, str(rows.column("id")[row]), name, _type(kind, rows, row), rows.geometry[row])

    def _whole(self, one: Found) -> Found:
        rows = next(r for k, r, _ in self.kinds if k == "street")
        assert rows.geometry is not None
        mine = np.array([str(n) == one.name for n in rows.column("name")], dtype=bool)
        return Found(one.kind, one.id, one.name, one.type, shapely.union_all(rows.geometry[mine]))


def index_of(opened: Opened) -> Index:
    """Read every name of a project."""
    names: list[str] = []
    kinds: list[tuple[str, Rows, int]] = []
    extra = tuple(
        Found("scheme", s.id, f"{s.name}{f', {s.option}' if s.option else ''}", "scheme", s.geometry)
        for s in schemes(opened) if s.geometry is not None
    )  # fmt: skip
    names += [folded(f.name) for f in extra]
    for kind in ("asset", "stop", "area", "street", "postcode", "commitment"):
        rows = opened.file.read(kind)
        if rows.geometry is None or not len(rows):
            continue
        column = "code" if kind == "postcode" else "reference" if "name" not in rows.columns else "name"
        if column not in rows.columns:
            continue
        for n, (name, shape) in enumerate(zip(rows.column(column), rows.geometry, strict=True)):
            if name and shape is not None:
                names.append(folded(str(name)))
                kinds.append((kind, rows, n))
    return Index(tuple(names), tuple(kinds), opened.project.crs, extra)


def folded(text: str) -> str:
    """A name without accents, capitals, apostrophes, hyphens and double spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[-–]", " ", re.sub(r"['’`.]", "", bare.casefold())).split())


def grid_place(text: str, crs: str = NATIONAL_GRID) -> Found | None:
    """The place of 'TQ 334 783' or '533400 178300'; None for anything else. A short reference is its square's middle."""
    said = text.strip().upper()
    pair = _PAIR.match(said)
    if pair:
        x, y = float(pair[1]), float(pair[2])
        return Found("place", "", f"{x:,.0f}, {y:,.0f}", "easting and northing", shapely.Point(x, y))
    grid = _GRID.match(said)
    if grid is None or crs != NATIONAL_GRID or len(grid[2]) != len(grid[3]):
        return None
    first, second = (_LETTERS.index(c) for c in grid[1])
    # Squares of 500 km from S eastwards, then of 100 km, each five by five from the north-west.
    east = (first % 5 - 2) * 500_000 + second % 5 * 100_000
    north = (3 - first // 5) * 500_000 + (4 - second // 5) * 100_000
    side = 10 ** (5 - len(grid[2]))
    x, y = east + (int(grid[2]) + 0.5) * side, north + (int(grid[3]) + 0.5) * side
    x0, y0, x1, y1 = GREAT_BRITAIN_M
    if not (x0 <= x < x1 and y0 <= y < y1):
        return None
    return Found(
        "place",
        "",
        f"{grid[1]} {grid[2]} {grid[3]}",
        f"grid reference, {side:,} m square",
        shapely.Point(x, y),
    )


def _type(kind: str, rows: Rows, row: int) -> str:
    for column in ("type", "level", "street_class"):
        if column in rows.columns and rows.column(column)[row]:
            return str(rows.column(column)[row])
    return kind


def kinds_told(found: list[Found]) -> Iterator[str]:
    """Each result in a line, for a list and for screen readers."""
    for f in found:
        yield f"{f.name}  ·  {f.type}{f', {f.where}' if f.where else ''}"
