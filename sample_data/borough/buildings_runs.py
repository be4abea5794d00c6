"""Edges of a block as straight or gently bent runs: what a row of houses is set out along."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from shapely import Polygon

Coordinates = npt.NDArray[np.float64]

CORNER_DEGREES = 16.0
"""A sharper turn than this ends a run: rows bend with their street, and stop at its corners."""


@dataclass(eq=False)
class Run:
    """One edge of a block; the land lies on its left. Places on it are (s, d): metres along, metres in."""

    line: Coordinates
    hole: bool = False
    street: str = ""
    """What it faces: the name (or id) of a street, or ''."""
    sort: str = ""
    """The street's sort, or 'water', or ''."""
    along: Coordinates = field(init=False)
    inward: Coordinates = field(init=False)

    def __post_init__(self) -> None:
        steps = np.diff(self.line, axis=0)
        long = np.hypot(steps[:, 0], steps[:, 1])
        self.along = np.concatenate([[0.0], np.cumsum(long)])
        left = np.column_stack([-steps[:, 1], steps[:, 0]]) / long[:, None]
        mid = left[:-1] + left[1:]
        # At a bend the offset follows the bisector, so that parallels stay parallel.
        mid = 2 * mid / np.sum(mid * mid, axis=1)[:, None]
        self.inward = np.vstack([left[:1], mid, left[-1:]])

    @property
    def length(self) -> float:
        """Metres."""
        return float(self.along[-1])

    @property
    def bearing(self) -> float:
        """Of the chord, in radians anticlockwise from east."""
        dx, dy = self.line[-1] - self.line[0]
        return math.atan2(dy, dx)

    def xy(self, s: npt.ArrayLike, d: npt.ArrayLike) -> Coordinates:
        """Points on the ground, one a row."""
        flat = np.atleast_1d(np.asarray(s, float))
        deep = np.broadcast_to(np.asarray(d, float), flat.shape)[:, None]
        n = np.clip(np.searchsorted(self.along, flat, side="right") - 1, 0, len(self.along) - 2)
        t = ((flat - self.along[n]) / (self.along[n + 1] - self.along[n]))[:, None]
        foot = self.line[n] + t * (self.line[n + 1] - self.line[n])
        return np.asarray(foot + deep * (self.inward[n] + t * (self.inward[n + 1] - self.inward[n])))

    def polygon(self, corners: Sequence[tuple[float, float]]) -> Polygon:
        """A shape given in (s, d), bent as the run bends."""
        out: list[tuple[float, float]] = []
        for (s0, d0), (s1, d1) in zip(corners, [*corners[1:], corners[0]], strict=True):
            out.append((s0, d0))
            between = self.along[(self.along > min(s0, s1) + 0.5) & (self.along < max(s0, s1) - 0.5)]
            for s in between if s1 > s0 else between[::-1]:
                out.append((float(s), d0 + (d1 - d0) * (float(s) - s0) / (s1 - s0)))
        sd = np.asarray(out)
        return Polygon(self.xy(sd[:, 0], sd[:, 1]))

    def band(self, s0: float, s1: float, d0: float, d1: float) -> Polygon:
        """A plain strip."""
        return self.polygon([(s0, d0), (s1, d0), (s1, d1), (s0, d1)])


def runs_of(block: Polygon, least_m: float = 9.0) -> list[Run]:
    """The runs of a block's outline and of its holes, longest first; short splays at corners are left out."""
    out: list[Run] = []
    turned = shapely.orient_polygons(shapely.simplify(block, 0.4))
    for hole, ring in [(False, turned.exterior), *((True, r) for r in turned.interiors)]:
        out.extend(Run(line, hole) for line in _cut(np.asarray(ring.coords)) if _length(line) >= least_m)
    return sorted(out, key=lambda r: (-r.length, *r.line[0]))


def _length(line: Coordinates) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _cut(ring: Coordinates) -> list[Coordinates]:
    """A closed ring cut at its corners."""
    steps = np.diff(ring, axis=0)
    steps = steps[np.hypot(steps[:, 0], steps[:, 1]) > 0.05]
    if len(steps) < 3:
        return []
    points = np.vstack([ring[:1], ring[:1] + np.cumsum(steps, axis=0)])[:-1]
    heading = np.arctan2(steps[:, 1], steps[:, 0])
    turn = np.degrees((heading - np.roll(heading, 1) + np.pi) % (2 * np.pi) - np.pi)
    corners = np.flatnonzero(np.abs(turn) > CORNER_DEGREES)
    if len(corners) == 0:
        return [np.vstack([points, points[:1]])]
    count = len(points)
    out = []
    for a, b in zip(corners, [*corners[1:], corners[0] + count], strict=True):
        out.append(points[np.arange(a, b + 1) % count])
    return out
