"""How deprived each small area is beside England's others, and how much nitrogen dioxide its air holds."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from borough.ground import Ground

ENGLAND_2025, ENGLAND_2019 = 33_755, 32_844
SPREAD = (
    (0.0, 0.035), (0.04, 0.1), (0.2, 0.2), (0.43, 0.3), (0.62, 0.4), (0.75, 0.5), (0.85, 0.6), (0.92, 0.7),
    (0.97, 0.8), (1.0, 0.895),
)  # fmt: skip
"""Share of the borough's areas that are worse, with the share of England's that then are, as in inner London."""
STEP_M = 25.0


def ranks(
    own: Sequence[float], others: Sequence[float], england: int, name: str
) -> tuple[list[int], list[int]]:
    """Ranks in England from scores (greater is worse); 1 is the most deprived and no two are alike."""
    rng = random.Random(name)
    order = np.sort(-np.array(own))
    taken: set[int] = set()

    def rank(score: float) -> int:
        worse = float(np.interp(-score, order, np.linspace(0, 1, len(order))))
        place = float(np.interp(worse, [s for s, _ in SPREAD], [s for _, s in SPREAD])) * england
        found = min(england, max(1, round(place + rng.gauss(0, 70))))
        while found in taken:
            found += 1
        taken.add(found)
        return found

    return [rank(s) for s in own], [rank(s) for s in others]


def decile(rank: int, england: int) -> int:
    """1 for the most deprived tenth of England's areas."""
    return min(10, (rank - 1) * 10 // england + 1)


def nitrogen_dioxide(ground: Ground, areas: Sequence[BaseGeometry]) -> list[dict[str, float]]:
    """Annual mean in micrograms per cubic metre over a grid in each area: less with distance from main roads."""
    x0, y0, x1, y1 = ground.extent.bounds
    xs, ys = np.meshgrid(np.arange(x0 + STEP_M / 2, x1, STEP_M), np.arange(y0 + STEP_M / 2, y1, STEP_M))
    points = shapely.points(xs.ravel(), ys.ravel())
    at, of = shapely.STRtree(list(areas)).query(points, predicate="within")
    middle = next((p for name, p in ground.places.items() if name == "town hall"), ground.boundary.centroid)
    level = 25.5 + 6.5 * np.exp(-shapely.distance(points[at], middle) / 2600)
    for sort, near, far in (("A Road", 13.0, 3.2), ("B Road", 5.0, 1.2)):
        lines = [w.line for w in ground.ways if w.sort == sort]
        if lines:
            metres = _distance(points[at], lines)
            level += near * np.exp(-metres / 22) + far * np.exp(-metres / 150)
    found = []
    for i, area in enumerate(areas):
        here = level[of == i]
        if not len(here):
            here = level[[int(np.argmin(shapely.distance(points[at], area)))]]
        figures = {
            "min": here.min(),
            "max": here.max(),
            "mean": here.mean(),
            "std": here.std(),
            "median": np.median(here),
        }
        found.append({name: round(float(value), 3) for name, value in figures.items()})
    return found


def _distance(points: npt.NDArray[np.object_], lines: Sequence[BaseGeometry]) -> npt.NDArray[np.float64]:
    tree = shapely.STRtree(list(lines))
    (at, _), metres = tree.query_nearest(points, all_matches=False, return_distance=True)
    out = np.zeros(len(points))
    out[at] = metres
    return out
