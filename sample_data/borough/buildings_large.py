"""Larger single buildings: sheds, schools, institutions, towers."""

from __future__ import annotations

import math

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from borough.buildings_core import plots
from borough.buildings_open import bearing_of, fill
from borough.buildings_shapes import Rect, block, comb, court, largest_rect, stepped
from borough.buildings_site import Site


def build_sheds(site: Site, plot_m2: tuple[float, float] = (2600, 6500)) -> None:
    """Works: a shed a yard, 25 to 60 m deep, with its offices in front and small stores about."""
    rng = site.rng
    bearing = bearing_of(site)
    for plot in plots(shapely.buffer(site.inside, -1.0), rng.uniform(*plot_m2), rng):
        rect = _roomiest(
            shapely.buffer(plot, -rng.uniform(0.6, 2.4)), bearing, rng.uniform(60, 120), rng.uniform(30, 60)
        )
        if rect is None or rect.length * rect.width < 90:
            continue
        long, wide = rect.length * rng.uniform(0.92, 1.0), rect.width * rng.uniform(0.88, 1.0)
        plan: BaseGeometry = block(long, wide)
        style = rng.random()
        if style < 0.3 and long > 30:
            plan = stepped(long, wide, rng)
        elif style < 0.5 and long > 34:
            # Bays of unlike length side by side, as works grow.
            bays = rng.randint(2, 4)
            plan = shapely.union_all(
                [
                    affinity.translate(
                        block(long / bays + 0.1, wide * rng.uniform(0.62, 1.0)),
                        (n - (bays - 1) / 2) * long / bays,
                        0,
                    )
                    for n in range(bays)
                ]
            )
        site.put(rect.place(plan), "work", rng.choice((1, 2, 2)), 5.0)
    fill(site, bearing, 4.5, (8, 30), (6, 14), 3, "work", 1)


def _roomiest(plot: BaseGeometry, bearing: float, longest: float, widest: float) -> Rect | None:
    """Along the street, or along the plot where that gives clearly more room."""
    first = largest_rect(plot, bearing, longest, widest)
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(plot))
    if first is None or len(corners) < 4:
        return first
    edge = max((corners[1] - corners[0], corners[2] - corners[1]), key=lambda e: float(e @ e))
    second = largest_rect(plot, math.atan2(edge[1], edge[0]), longest, widest)
    better = second is not None and second.length * second.width > 1.2 * first.length * first.width
    return second if better else first


def build_school(site: Site) -> None:
    """One composed building in the middle of its grounds, with a hall and huts."""
    rng = site.rng
    bearing = bearing_of(site) + rng.choice((0.0, math.pi / 2))
    rect = largest_rect(shapely.buffer(site.inside, -6), bearing, 140, 90)
    if rect is None:
        return
    # Larger grounds are a secondary school's: a larger building and more about it.
    scale = min(1.5, max(1.0, math.sqrt(site.inside.area) / 125))
    long, wide = min(rect.length, scale * rng.uniform(70, 100)), min(rect.width, scale * rng.uniform(42, 62))
    deep = scale * rng.uniform(12, 15)
    if min(long, wide) < 24:
        plan: BaseGeometry = block(long * 0.8, min(wide, 18))
    else:
        plan = rng.choice(
            (
                lambda: comb(long, wide, deep, 3),
                lambda: comb(long, wide, deep, 2, both=True),
                lambda: comb(long, wide, deep, 2),
                lambda: court(long, wide, deep),
                lambda: stepped(long * 0.7, wide * 0.6, rng),
            )
        )()
        # A hall built on at one side.
        hall = block(rng.uniform(18, 28), rng.uniform(13, 18))
        plan = shapely.union(
            plan, affinity.translate(hall, rng.uniform(-0.4, 0.4) * long, -wide / 2 - rng.uniform(1, 5))
        )
        plan = max(shapely.get_parts(plan).tolist(), key=lambda p: p.area)
    site.put(rect.place(plan), "school", rng.choice((2, 2, 3, 3)), 8.0)
    fill(site, bearing, 9.0, (24, 52), (16, 26), 1 + int(site.inside.area / 13000), "school", 2)
    fill(site, bearing, 7.0, (9, 18), (7, 10), 3, "school", 1)


def build_civic(site: Site) -> None:
    """An institution: large composed blocks, the main one towards the street."""
    rng = site.rng
    bearing = bearing_of(site)
    for size in (120, 90, 70, 60, 45, 35, 30):
        free = site.free(11.0) if site.built else shapely.buffer(site.inside, -4)
        rect = largest_rect(free, bearing, size, size * 0.72)
        if rect is None or min(rect.length, rect.width) < 14:
            break
        long, wide = rect.length, rect.width
        deep = rng.uniform(13, 17)
        if min(long, wide) < 34:
            plan: BaseGeometry = stepped(long, wide, rng) if long > 24 else block(long, wide)
        else:
            wings = 3 if long > 75 else 2
            plan = rng.choice(
                (
                    comb(long, wide, deep, wings, both=True),
                    court(long, wide, deep),
                    comb(long, wide, deep, wings),
                )
            )
        site.put(rect.place(plan), "civic", rng.choice((3, 4, 5)), 8.0)


def build_quay(site: Site) -> None:
    """New quays: broad podiums of flats and offices over shops, slim towers between them."""
    rng = site.rng
    bearing = bearing_of(site)
    for plot in plots(shapely.buffer(site.inside, -2), rng.uniform(2200, 4200), rng):
        rect = _roomiest(shapely.buffer(plot, -2.5), bearing, 66, 52)
        if rect is None or min(rect.length, rect.width) < 13:
            continue
        long, wide = rect.length, rect.width
        chance = rng.random()
        if chance < 0.3 and min(long, wide) > 30:
            site.put(rect.place(court(long, wide, rng.uniform(13, 16))), "homes", rng.randint(8, 12), 6)
        elif chance < 0.5 and min(long, wide) > 30:
            site.put(rect.place(comb(long, wide, rng.uniform(13, 16), 2)), "homes", rng.randint(7, 14), 6)
        elif chance < 0.8:
            site.put(
                rect.place(stepped(long * 0.9, wide * 0.86, rng)),
                rng.choice(("work", "homes", "shops")),
                rng.randint(8, 30),
                6,
            )
        else:
            side = min(long, wide, rng.uniform(22, 30))
            site.put(rect.place(block(side, side * rng.uniform(0.8, 1.0))), "homes", rng.randint(18, 42), 6)
    fill(site, bearing, 9.0, (20, 34), (14, 24), 2, "homes", 12)
