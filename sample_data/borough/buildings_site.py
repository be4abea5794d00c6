"""A block while it is built on: what land is left, what stands already, and what it faces."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from borough.buildings_runs import Coordinates, Run, runs_of
from borough.ground import Block

PARTY_M = 0.3
"""Between buildings that touch: drawn as a party wall, and rounding cannot make them overlap."""

Span = tuple[float, float]
"""From where to where along a run, in metres."""


@dataclass(frozen=True)
class Building:
    """A footprint in National Grid metres. `use`: 'homes', 'shops', 'work', 'school' or 'civic'."""

    shape: Polygon
    block: str
    use: str
    storeys: int


class Site:
    """One block, its edges and its buildings so far."""

    def __init__(self, block: Block, land: Polygon, shut: BaseGeometry | None) -> None:
        land = _plain(land)
        self.block = block
        self.rng = random.Random(f"larkhithe buildings {block.id}")
        self.inside: BaseGeometry = shapely.buffer(land, -0.3, join_style="mitre")
        if shut is not None:
            self.inside = shapely.difference(self.inside, shut)
        shapely.prepare(self.inside)
        self.runs = runs_of(land)
        self.built: list[Building] = []
        self._kept: list[tuple[BaseGeometry, Coordinates]] = []
        self._walls: list[tuple[BaseGeometry, Coordinates]] = []

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to build on."""
        return bool(self.inside.is_empty)

    def keep_clear(self, zone: BaseGeometry) -> None:
        """No row is begun here: gardens, churchyards."""
        shapely.prepare(zone)
        self._kept.append((zone, shapely.bounds(zone)))

    def _unkept(self, points: Coordinates) -> npt.NDArray[np.bool_]:
        ok = np.ones(len(points), dtype=bool)
        bounds = np.concatenate([points.min(axis=0), points.max(axis=0)])
        for zone, box in self._kept:
            if _near(box, bounds):
                ok &= ~shapely.contains_xy(zone, points)
        return ok

    def is_free(self, points: Coordinates) -> npt.NDArray[np.bool_]:
        """Which points lie on the block, off its paths and outside what is kept clear."""
        ok = np.asarray(shapely.contains_xy(self.inside, points))
        return ok & self._unkept(points) if ok.any() else ok

    def spans(
        self, run: Run, part: Span, front: float, back: float, garden: float, least: float
    ) -> list[Span]:
        """Stretches of a part of a run, at least `least` metres long, where a row this deep with its garden fits."""
        s = np.arange(part[0], part[1] + 0.01, 1.0)
        count = len(s)
        if count < 2:
            return []
        depths = np.repeat([front + 0.2, (front + back) / 2, back + garden, back + 0.5], count)
        points = run.xy(np.tile(s, 4), depths)
        open_ = self._unkept(points)
        if not open_.any():
            return []
        inside = np.asarray(shapely.contains_xy(self.inside, points[: 3 * count]))
        # By a corner the flank may be cut on the skew, and the garden lies round it.
        near_end = (s < back) | (s > run.length - back)
        free = (inside & open_[: 3 * count]).reshape(3, count)
        ok = free[0] & free[1] & (free[2] | (near_end & open_[3 * count :]))
        edges = np.flatnonzero(np.diff(np.concatenate([[0], ok.astype(np.int8), [0]])))
        return [(float(s[a]), float(s[b - 1])) for a, b in edges.reshape(-1, 2) if s[b - 1] - s[a] >= least]

    def depth(self, run: Run, s: float, limit: float) -> float:
        """How deep the land is free behind a place on a run, up to `limit` metres."""
        d = np.arange(1.0, limit + 0.1, 1.5)
        taken = np.flatnonzero(~self.is_free(run.xy(np.full(len(d), s), d)))
        return float(d[taken[0]] - 1.5) if len(taken) else limit

    def free(self, clearance_m: float) -> BaseGeometry:
        """The land this far from every building and edge."""
        near = shapely.buffer([b.shape for b in self.built], clearance_m, quad_segs=1)
        return shapely.difference(
            shapely.buffer(self.inside, -min(clearance_m, 3.0)), shapely.union_all(near)
        )

    def put(
        self, shape: BaseGeometry, use: str, storeys: int, garden: float = 0.0, least: float = 24.0
    ) -> bool:
        """Build a shape as far as the land goes; `garden` metres round it are then kept clear of rows."""
        whole = bool(shapely.covers(self.inside, shape))
        left = shape if whole else shapely.intersection(shape, self.inside)
        bounds = shapely.bounds(shape)
        for wall, box in self._walls:
            if _near(box, bounds) and shapely.intersects(wall, left):
                left, whole = shapely.difference(left, wall), False
        pieces = shapely.get_parts(left if whole else opened(left)).tolist()
        before = len(self.built)
        for piece in sorted((p for p in pieces if p.area >= least), key=lambda p: p.bounds):
            self._keep(piece, use, storeys, garden)
        return len(self.built) > before

    def put_as_given(self, shape: Polygon, use: str, storeys: int) -> None:
        """Build what the layout has fixed, paths or no paths, less spurs thinner than 2 m.

        Where two such overlap, the first has the ground.
        """
        left = opened(_plain(shape), 1.0)
        for wall, _ in self._walls:
            if shapely.intersects(wall, left):
                left = shapely.difference(left, wall)
        pieces = shapely.get_parts(left).tolist()
        if pieces:
            self._keep(max(pieces, key=lambda p: p.area), use, storeys, 0.0)

    def _keep(self, piece: BaseGeometry, use: str, storeys: int, garden: float) -> None:
        rounded = _plain(shapely.set_precision(piece, 0.1))
        if any(
            _near(box, shapely.bounds(rounded)) and shapely.intersects(b.shape, rounded)
            for b, (_, box) in zip(self.built, self._walls, strict=True)
        ):
            # Rounding at an acute corner can reach across the party wall.
            rounded = _plain(shapely.set_precision(shapely.buffer(piece, -0.2, join_style="mitre"), 0.1))
        if rounded.geom_type != "Polygon" or rounded.is_empty:
            return
        self.built.append(Building(rounded, self.block.id, use, storeys))
        wall = shapely.buffer(rounded, PARTY_M, join_style="mitre")
        shapely.prepare(wall)
        self._walls.append((wall, shapely.bounds(wall)))
        if garden:
            self.keep_clear(shapely.buffer(rounded, garden, quad_segs=1))


def _near(a: Coordinates, b: Coordinates) -> bool:
    """Whether two boxes meet."""
    return bool(a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1])


def _plain(shape: BaseGeometry) -> BaseGeometry:
    """The same without a grid of its own: GEOS buffers a shape that has one to nothing, now and then."""
    return shapely.set_precision(shape, 0)


def opened(shape: BaseGeometry, m: float = 1.3) -> BaseGeometry:
    """A shape less what is thinner than 2.6 m: cutting at skew corners leaves slivers."""
    thick = shapely.buffer(shapely.buffer(shape, -m, join_style="mitre"), m, join_style="mitre")
    if not (shapely.is_valid(thick) and shapely.is_valid(shape)):
        # Edges that all but touch cross by a hair; what is left of the shape after mending it is the same.
        thick, shape = shapely.make_valid(thick), shapely.make_valid(shape)
    both = shapely.intersection(thick, shape)
    return shapely.union_all([g for g in shapely.get_parts(both) if shapely.get_dimensions(g) == 2])
