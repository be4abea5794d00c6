"""Small geometry that several parts of the layout share."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

Coordinates = npt.NDArray[np.float64]


def smooth(points: Sequence[Sequence[float]] | Coordinates, step_m: float = 28.0) -> LineString:
    """A curve through all the points (centripetal Catmull-Rom), sampled about every `step_m`."""
    p = np.asarray(points, dtype=float)
    if len(p) == 2:
        return LineString(p)
    ends = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    out = [p[0]]
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        t1 = math.sqrt(float(np.hypot(*(b - a))))
        t2 = t1 + math.sqrt(float(np.hypot(*(c - b))))
        t3 = t2 + math.sqrt(float(np.hypot(*(d - c))))
        for t in np.linspace(t1, t2, max(2, round(float(np.hypot(*(c - b))) / step_m) + 1))[1:]:
            a1 = (t1 - t) / t1 * a + t / t1 * b
            a2 = (t2 - t) / (t2 - t1) * b + (t - t1) / (t2 - t1) * c
            a3 = (t3 - t) / (t3 - t2) * c + (t - t2) / (t3 - t2) * d
            b1 = (t2 - t) / t2 * a1 + t / t2 * a2
            b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
            out.append((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2)
        out[-1] = c
    return LineString(np.array(out))


def warp(seed: int) -> Warp:
    """The bend that is laid over the whole plan."""
    return Warp(np.random.default_rng(seed))


class Warp:
    """A smooth displacement of the plane by sums of waves: it bends every line a little and joins stay joined."""

    def __init__(self, rng: np.random.Generator) -> None:
        waves = []
        for length, height, count in ((2100, 58, 5), (800, 5.5, 7), (300, 0.8, 6)):
            for _ in range(count):
                angle, phase, turn = rng.uniform(0, 2 * math.pi, 3)
                k = 2 * math.pi / (length * rng.uniform(0.75, 1.3))
                size = height / math.sqrt(count) * 1.4
                waves.append(
                    (
                        k * math.cos(angle),
                        k * math.sin(angle),
                        phase,
                        size * math.cos(turn),
                        size * math.sin(turn),
                    )
                )
        self.waves = waves

    def __call__(self, xy: Coordinates) -> Coordinates:
        out = xy.copy()
        for kx, ky, phase, dx, dy in self.waves:
            s = np.sin(kx * xy[:, 0] + ky * xy[:, 1] + phase)
            out[:, 0] += dx * s
            out[:, 1] += dy * s
        return out


def parts(shape: BaseGeometry, kind: str, least: float = 0.0) -> list[BaseGeometry]:
    """The single pieces of one kind ('Polygon', 'LineString') that are larger or longer than `least`."""
    size = shapely.area if kind == "Polygon" else shapely.length
    found = [g for g in _flat(shape) if g.geom_type == kind and float(size(g)) > least]
    return sorted(found, key=lambda g: g.bounds)


def _flat(shape: BaseGeometry) -> list[BaseGeometry]:
    """Pieces of collections within collections too."""
    out: list[BaseGeometry] = []
    for g in shapely.get_parts(shape).tolist():
        out.extend(_flat(g) if g.geom_type.startswith(("Multi", "GeometryCollection")) else [g])
    return out


def long_axis(shape: BaseGeometry) -> tuple[float, float, float]:
    """Bearing (radians), length and width of the smallest rectangle round a shape."""
    box = shapely.minimum_rotated_rectangle(shape)
    if box.geom_type != "Polygon":
        return 0.0, 1.0, 1.0
    c = np.asarray(box.exterior.coords)
    u, v = c[1] - c[0], c[2] - c[1]
    lu, lv = float(np.hypot(*u)), float(np.hypot(*v))
    if lu < lv:
        u, lu, lv = v, lv, lu
    return math.atan2(u[1], u[0]), lu, lv


class Frame:
    """Coordinates turned so that x runs along a bearing, with the origin at a point."""

    def __init__(self, origin: Point, bearing: float) -> None:
        self.o = (origin.x, origin.y)
        self.c, self.s = math.cos(bearing), math.sin(bearing)

    def into(self, shape: BaseGeometry) -> BaseGeometry:
        """From the plan's coordinates."""

        def turned(xy: Coordinates) -> Coordinates:
            d = xy - self.o
            return np.column_stack(
                [d[:, 0] * self.c + d[:, 1] * self.s, -d[:, 0] * self.s + d[:, 1] * self.c]
            )

        return shapely.transform(shape, turned)

    def out(self, shape: BaseGeometry) -> BaseGeometry:
        """Back to the plan's coordinates."""

        def turned(xy: Coordinates) -> Coordinates:
            back = np.column_stack(
                [xy[:, 0] * self.c - xy[:, 1] * self.s, xy[:, 0] * self.s + xy[:, 1] * self.c]
            )
            moved: Coordinates = back + self.o
            return moved

        return shapely.transform(shape, turned)


def box(x0: float, y0: float, x1: float, y1: float) -> Polygon:
    """A rectangle."""
    return shapely.box(x0, y0, x1, y1)
