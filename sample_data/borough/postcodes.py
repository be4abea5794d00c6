"""Postcodes of the sample: about one to eighteen homes, numbered as a sorting office would, from the bridge out."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely import Point, Polygon

from borough.ground import Ground
from borough.homes import homes_of

DISTRICTS = 22
AREA = "ZQ"
"""No postcode begins with these letters."""
HOMES, PEOPLE_A_HOME = 18, 2.36
BUSINESSES_M2 = 9000.0
"""Ground of shops or works to one postcode of its own."""
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""What the last two letters of a postcode may be."""
A_SECTOR = len(LETTERS) ** 2


@dataclass(frozen=True)
class Postcodes:
    """Postcodes with their points, and the nearest of any place."""

    codes: tuple[str, ...]
    tree: shapely.STRtree

    def at(self, point: Point) -> str:
        """The postcode nearest to a place."""
        return self.codes[int(self.tree.nearest(point))]


def postcodes_of(ground: Ground) -> list[tuple[str, float, float]]:
    """Each postcode as 'ZQ1 2AB' with metres east and north, sorted; also of the neighbours' land as drawn."""
    rng = random.Random("larkhithe postcodes")
    spots = _spots(ground, rng)
    offices = _offices(ground)
    xy = np.array(spots)
    gaps = np.hypot(xy[:, :1] - offices[:, 0], xy[:, 1:] - offices[:, 1])
    nearest = gaps.argmin(axis=1)
    found = []
    for d in range(len(offices)):
        mine = [spots[i] for i in np.flatnonzero(nearest == d).tolist()]
        mine.sort(key=lambda p: (_along_the_round(p, ground), p))
        sectors = max(1, -(-len(mine) // A_SECTOR), min(9, len(mine) // 90))
        each = -(-len(mine) // sectors)
        for n, (x, y) in enumerate(mine):
            # Every fifth is kept for large users and for what may be built.
            unit = int((n % each) * min(1.25, A_SECTOR / each))
            inward = f"{n // each + 1}{LETTERS[unit // len(LETTERS)]}{LETTERS[unit % len(LETTERS)]}"
            found.append((f"{AREA}{d + 1} {inward}", x, y))
    return sorted(found)


def finder(rows: list[tuple[str, float, float]]) -> Postcodes:
    """Postcodes ready to be looked up by place."""
    return Postcodes(
        tuple(c for c, _, _ in rows), shapely.STRtree(shapely.points([(x, y) for _, x, y in rows]))
    )


def _spots(ground: Ground, rng: random.Random) -> list[tuple[float, float]]:
    """Middles of the runs of homes (or works) that share a postcode: just inside the fronts of blocks."""
    people = people_by_block(ground)
    taken: set[tuple[float, float]] = set()
    for block in sorted(ground.blocks, key=lambda b: b.id):
        homes = people.get(block.id, 0.0) / PEOPLE_A_HOME
        works = (
            block.shape.area / BUSINESSES_M2
            if block.style in ("high street", "industrial", "core", "quay")
            else 0.0
        )
        least = 1 if block.style in ("civic", "school") else 0
        whole = homes / HOMES + works
        n = max(least, int(whole) + (rng.random() < whole % 1))
        taken |= set(_fronts(block.shape, n, rng))
    return sorted(taken)


def people_by_block(ground: Ground) -> dict[str, float]:
    """How many live in each block, of 300,000 within the borough."""
    homes = homes_of(ground)
    inside = shapely.contains_xy(
        ground.boundary, *shapely.get_coordinates(shapely.point_on_surface(homes.shapes)).T
    )
    scale = 300_000 / max(float(homes.people[inside].sum()), 1.0) if ground.blocks else 0.0
    by_shape = {shape.wkb: float(n) * scale for shape, n in zip(homes.shapes, homes.people, strict=True)}
    return {b.id: by_shape.get(b.shape.wkb, 0.0) for b in ground.blocks}


def _fronts(shape: Polygon, n: int, rng: random.Random) -> list[tuple[float, float]]:
    if n == 0:
        return []
    inner = shape.buffer(-7.0)
    while inner.is_empty or inner.geom_type != "Polygon":
        if inner.geom_type == "MultiPolygon":
            inner = max(inner.geoms, key=lambda p: p.area)
        else:
            inner = shape.buffer(-0.5)
            if inner.geom_type != "Polygon" or inner.is_empty:
                p = shape.representative_point()
                return [(float(round(p.x)), float(round(p.y)))]
    ring = inner.exterior
    first = rng.random()
    points = [
        ring.interpolate((first + (i + rng.uniform(-0.2, 0.2)) / n) % 1, normalized=True) for i in range(n)
    ]
    return [(float(round(p.x)), float(round(p.y))) for p in points]


def _offices(ground: Ground) -> npt.NDArray[np.float64]:
    """Where the rounds of each district of postcodes start: spread over the ground, the first at its busiest spot."""
    centres = [d.shape.representative_point() for d in sorted(ground.districts, key=lambda d: d.name)]
    start = max(
        sorted(ground.districts, key=lambda d: d.name),
        key=lambda d: (d.style == "core", d.name == "Bridgefoot", d.name),
    )
    chosen = [start.shape.representative_point()]
    rest = [c for c in centres if c != chosen[0]]
    while rest and len(chosen) < DISTRICTS:
        far = max(rest, key=lambda c: (min(c.distance(o) for o in chosen), c.x))
        rest.remove(far)
        chosen.append(far)
    ordered = [chosen[0], *sorted(chosen[1:], key=lambda c: (c.distance(chosen[0]), c.x))]
    return np.array([(p.x, p.y) for p in ordered])


def _along_the_round(spot: tuple[float, float], ground: Ground) -> int:
    """How far along a curve that fills the ground: neighbours on it are neighbours in town."""
    west, south, east, north = ground.extent.bounds
    side = 256
    x = min(side - 1, max(0, int((spot[0] - west) / (east - west) * side)))
    y = min(side - 1, max(0, int((spot[1] - south) / (north - south) * side)))
    d, s = 0, side // 2
    while s > 0:
        rx, ry = int((x & s) > 0), int((y & s) > 0)
        d += s * s * ((3 * rx) ^ ry)
        if ry == 0:
            if rx == 1:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        s //= 2
    return d
