"""The old core: blocks cut into deep uneven plots, built to the street, with small yards behind."""

from __future__ import annotations

import math
import random

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from borough.buildings_site import Site, opened


def plots(shape: BaseGeometry, area_m2: float, rng: random.Random, depth: int = 0) -> list[Polygon]:
    """A shape cut across its length again and again, until its pieces are about this large."""
    out: list[Polygon] = []
    for part in sorted(
        (p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"), key=lambda p: p.bounds
    ):
        if part.area < area_m2 * rng.uniform(0.9, 1.7) or depth > 9:
            out.append(part)
            continue
        corners = np.asarray(shapely.minimum_rotated_rectangle(part).exterior.coords)
        u, v = corners[1] - corners[0], corners[2] - corners[1]
        long = u if np.hypot(*u) >= np.hypot(*v) else v
        bearing = math.atan2(long[1], long[0]) + math.pi / 2 + rng.gauss(0, 0.05)
        far = float(np.hypot(*u) + np.hypot(*v))
        mid = corners[:4].mean(axis=0) + long * rng.uniform(-0.17, 0.17)
        reach = far * np.array([math.cos(bearing), math.sin(bearing)])
        pieces = split(part, LineString([mid - reach, mid + reach]))
        out.extend(p for piece in pieces.geoms for p in plots(piece, area_m2, rng, depth + 1))
    return out


def build_core(site: Site) -> None:
    """Every plot is built up along the street; behind, a wing here and a yard there."""
    rng = site.rng
    reach = rng.uniform(9.5, 14.0)
    frontage = shapely.union_all([r.band(0, r.length, 0, 0.5) for r in site.runs if r.street])
    front = shapely.buffer(frontage, reach, cap_style="flat", join_style="mitre")
    for plot in plots(site.inside, rng.choice((260, 380, 520, 700)), rng):
        own = shapely.buffer(plot, -0.16, join_style="mitre")
        street = shapely.intersection(own, front)
        behind = shapely.difference(own, front)
        built = street
        if behind.area > 40:
            built = shapely.union_all([street, *_wings(behind, rng)])
        use = rng.choices(("work", "shops", "homes", "civic"), (5, 4, 3, 1))[0]
        for piece in shapely.get_parts(
            shapely.buffer(shapely.buffer(built, 0.4, join_style="mitre"), -0.4, join_style="mitre")
        ):
            site.put(opened(shapely.intersection(piece, own)), use, rng.choice((3, 4, 4, 5, 6)), least=40)


def _wings(behind: BaseGeometry, rng: random.Random) -> list[BaseGeometry]:
    """What of the back of a plot was built over: all of it, a part, or none."""
    chance = rng.random()
    if chance < 0.18:
        return [behind]
    if chance < 0.45:
        return []
    pieces = plots(behind, behind.area * 0.42, rng)
    return [p for p in pieces if rng.random() < 0.55]
