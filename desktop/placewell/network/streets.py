"""Streets as arrays, ready to be joined: what a network is built from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from placewell.domain.rows import Rows
from placewell.network.arrays import Bools, Floats, Ints, Numbers, Shapes
from placewell.network.model import NOT_KNOWN
from placewell.network.texts import Texts
from placewell.network.walkable import WayTags, way_tags

ROADS, PATHS = "roads", "paths"
"""The two bodies of streets: OS Open Roads' links, and OpenStreetMap's ways with their paths."""
BODIES = (PATHS, ROADS)


@dataclass(frozen=True, eq=False)
class Lines:
    """`p` single lines, each of a street. A line has at least two points and some length."""

    xy: Floats
    """(k, 2) vertices one line after another."""
    start: Ints
    """(p + 1,) where each line's vertices begin."""
    street: Numbers
    """(p,) position of its street."""
    code: Ints
    """(p, 2) node codes as numbers at its first and last point; -1 for none."""

    def __len__(self) -> int:
        return len(self.street)

    @property
    def shapes(self) -> Shapes:
        """(p,) as shapely lines."""
        made = shapely.linestrings(self.xy, indices=np.repeat(np.arange(len(self)), np.diff(self.start)))
        return np.asarray(made, dtype=object)

    @property
    def ends(self) -> Floats:
        """(p, 2, 2) first and last point of each."""
        return np.stack([self.xy[self.start[:-1]], self.xy[self.start[1:] - 1]], axis=1)

    @property
    def metres(self) -> Floats:
        """(p,) length of each as drawn."""
        step = np.zeros(len(self.xy))
        step[:-1] = np.hypot(*np.diff(self.xy, axis=0).T)
        step[self.start[1:] - 1] = 0.0
        metres: Floats = np.add.reduceat(step, self.start[:-1]) if len(self) else np.zeros(0)
        return metres

    def where(self, keep: Bools) -> Lines:
        """Some of the lines, in order."""
        counts = np.diff(self.start)[keep]
        vertices = np.repeat(keep, np.diff(self.start))
        start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return Lines(self.xy[vertices], start, self.street[keep], self.code[keep])


@dataclass(frozen=True, eq=False)
class Streets:
    """Lines with what is known of the streets they are of. `s` streets."""

    lines: Lines
    id: Texts
    name: Texts
    street_class: Texts
    body: Texts
    steps: Numbers
    surface: Texts
    lit: Texts
    closed: Shapes
    """Mapped paths that nobody may walk along: what runs there is known, and is no way."""
    left_out: int = 0

    def is_paths(self) -> Bools:
        """(s,) whether each is of the body that has paths."""
        return np.array([b == PATHS for b in self.body], dtype=bool)


def lines_of(shapes: Shapes, street: Numbers, code: Ints) -> Lines:
    """Lines from shapely lines, the street of each and the codes at its ends; those without length fall away."""
    good = shapely.length(shapes) > 0
    xy, line = shapely.get_coordinates(shapes[good], return_index=True)
    start = np.searchsorted(line, np.arange(int(good.sum()) + 1)).astype(np.int64)
    return Lines(np.asarray(xy, dtype=np.float64), start, street[good], code[good])


def streets_of(rows: Rows) -> Streets:
    """Rows of kind 'street' that may be walked along, in metres, as drawn; the rest are counted.

    A street in parts that touch is one line; parts that do not touch stay apart.
    """
    tags = way_tags(rows)
    shapes = rows.geometry if rows.geometry is not None else np.empty(0, dtype=object)
    walked = np.flatnonzero([t.walked for t in tags])
    barred = np.array(
        [not t.walked and n == PATHS for t, n in zip(tags, rows.column("network"), strict=True)], dtype=bool
    )
    closed = shapes[barred]
    shapes = np.asarray(shapely.force_2d(shapes[walked]), dtype=object)
    many = shapely.get_type_id(shapes) != shapely.GeometryType.LINESTRING
    shapes[many] = shapely.line_merge(shapes[many])
    parts, street = shapely.get_parts(shapes, return_index=True)
    single = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    parts, street = np.asarray(parts[single], dtype=object), street[single].astype(np.int32)
    picked = [tags[i] for i in walked]
    body = _picked(rows, "network", walked)
    return Streets(
        lines=lines_of(parts, street, _codes(rows, walked, body)[street]),
        id=Texts.of(_picked(rows, "id", walked)),
        name=Texts.of(_picked(rows, "name", walked)),
        street_class=Texts.of(_picked(rows, "street_class", walked)),
        body=Texts.of(body),
        steps=np.array([_steps(t, b) for t, b in zip(picked, body, strict=True)], dtype=np.int32),
        surface=Texts.of([t.surface for t in picked]),
        lit=Texts.of([t.lit for t in picked]),
        closed=np.asarray(closed[shapely.length(closed) > 0], dtype=object),
        left_out=len(rows) - len(walked),
    )


def _steps(tags: WayTags, body: str) -> int:
    # OS Open Roads draws roads for vehicles and does not say where there are steps beside them.
    return tags.steps if body == PATHS else NOT_KNOWN


def _picked(rows: Rows, name: str, walked: Sequence[int] | np.ndarray) -> list[str]:
    values = rows.column(name)
    return [str(values[int(i)] or "") for i in walked]


def _codes(rows: Rows, walked: np.ndarray, body: list[str]) -> Ints:
    """(s, 2) the node codes as numbers, -1 for none; the two bodies' codes are never taken for each other."""
    number: dict[tuple[str, str], int] = {}
    pairs = zip(body, _picked(rows, "start_node", walked), _picked(rows, "end_node", walked), strict=True)
    codes = [[number.setdefault((b, c), len(number)) if c else -1 for c in ends] for b, *ends in pairs]
    return np.array(codes, dtype=np.int64).reshape(-1, 2)
