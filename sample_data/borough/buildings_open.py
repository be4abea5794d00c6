"""Buildings in open ground: estates, flats on quays, churches, and what comes to stand behind the rows."""

from __future__ import annotations

import math

import shapely

from borough.buildings_shapes import Rect, block, church, largest_rect, stepped
from borough.buildings_site import Site


def bearing_of(site: Site) -> float:
    """Of the block's longest run that faces a street, or of its longest."""
    runs = [r for r in site.runs if r.street] or site.runs
    return runs[0].bearing if runs else 0.0


def fill(
    site: Site,
    bearing: float,
    clear: float,
    long: tuple[float, float],
    wide: tuple[float, float],
    most: int,
    use: str,
    storeys: int,
) -> None:
    """Plain buildings, each in the largest rectangle of ground that is still free, while it is large enough."""
    rng = site.rng
    free = site.free(clear) if most else site.inside
    for _ in range(most):
        # Most blocks have no such room: a quick look spares the search.
        if shapely.buffer(free, -wide[0] / 2.2).is_empty:
            return
        size = rng.uniform(*long), rng.uniform(*wide)
        for turn in (0.0, math.pi / 2):
            rect = largest_rect(free, bearing + turn, *size)
            if rect is not None and rect.length >= long[0] and rect.width >= wide[0]:
                break
        else:
            return
        roomy = rect.width > 14 and rng.random() < 0.5
        plan = stepped(rect.length, rect.width, rng) if roomy else block(rect.length, rect.width)
        placed = rect.place(plan)
        site.put(placed, use, storeys, 3.0)
        free = shapely.difference(free, shapely.buffer(placed, clear, quad_segs=2))


def add_church(site: Site) -> None:
    """A church at a corner of the block, before the houses come."""
    rng = site.rng
    long = rng.uniform(30, 42)
    run = next((r for r in site.runs if r.street and r.length > long + 14), None)
    if run is None:
        return
    deep = long * 0.46
    at = rng.choice((4.0 + long / 2, run.length - 4.0 - long / 2))
    x, y = run.xy(at, 5.0 + deep / 2)[0]
    rect = Rect(float(x), float(y), long, deep, run.bearing + rng.choice((0.0, math.pi)))
    plan = rect.place(church(long, deep))
    if shapely.covers(site.inside, shapely.buffer(plan, 2.0)):
        site.put(plan, "civic", 2, 9.0)


def build_backland(site: Site) -> None:
    """Behind the rows, where a block is deep: workshops, halls and small flats in their yards."""
    rng, area = site.rng, site.inside.area
    if area > 14000:
        # Room for flats of their own, put up where a works or a big house had been.
        fill(
            site, bearing_of(site), 13.0, (30, 58), (10, 13), int(area / 3500), "homes", rng.choice((4, 5, 6))
        )
    fill(
        site,
        bearing_of(site),
        9.0,
        (16, 44),
        (9, 18),
        rng.choice((0, 0, 1, 2)),
        rng.choice(("work", "homes")),
        2,
    )


def build_estate(site: Site) -> None:
    """The flats as laid out, then low garages and a hall in what ground is left over."""
    for slab in site.block.slabs:
        tower = slab.area < 700 and slab.length**2 / slab.area < 17.5
        site.put_as_given(
            slab, "homes", site.rng.choice((14, 18, 21)) if tower else site.rng.choice((4, 4, 5, 6))
        )
    bearing = 0.0
    if site.block.slabs:
        corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(site.block.slabs[0]))
        edge = max((corners[1] - corners[0], corners[2] - corners[1]), key=lambda e: float(e @ e))
        bearing = math.atan2(edge[1], edge[0])
    short = 0.17 * site.inside.area - sum(b.shape.area for b in site.built)
    if short > 400:
        fill(
            site,
            bearing,
            13.0,
            (30, 60),
            (10, 12.5),
            int(short / 500) + 1,
            "homes",
            site.rng.choice((3, 4, 5)),
        )
    fill(site, bearing, 8.0, (13, 22), (10, 14), 1, "civic", 1)
    fill(site, bearing, 6.5, (14, 34), (5.0, 5.8), 2, "work", 1)
    fill(site, bearing + math.pi / 2, 6.5, (14, 30), (5.0, 5.8), 2, "work", 1)


def build_basin(site: Site) -> None:
    """Docks: U-shaped flats open to the water, where a quay is long enough."""
    rng = site.rng
    for run in (r for r in site.runs if r.sort == "water" and r.length > 40):
        for a, b in site.spans(run, (0.0, run.length), 3.0, 26.0, 4.0, 34.0):
            at = a + 3
            while b - at > 30:
                long, deep = min(rng.uniform(34, 52), b - 2 - at), rng.uniform(20, 25)
                arm, low = rng.uniform(9.5, 12), 3.5 + rng.uniform(0, 2)
                u = [
                    (at, low),
                    (at + arm, low),
                    (at + arm, low + deep - arm),
                    (at + long - arm, low + deep - arm),
                ]
                u += [(at + long - arm, low), (at + long, low), (at + long, low + deep), (at, low + deep)]
                site.put(run.polygon(u), "homes", rng.choice((4, 5, 5, 6)), 6.0)
                at += long + rng.uniform(6, 14)
