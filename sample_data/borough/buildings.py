"""Footprints of all buildings of the sample borough, block by block, each in the manner of its style."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from borough.buildings_core import build_core
from borough.buildings_large import build_civic, build_quay, build_school, build_sheds
from borough.buildings_open import add_church, build_backland, build_basin, build_estate
from borough.buildings_parade import build_parade
from borough.buildings_rows import build_mews, build_rows
from borough.buildings_runs import Run
from borough.buildings_site import Building, Site
from borough.ground import Block, Ground, Way

__all__ = ["Building", "buildings_of"]


def buildings_of(ground: Ground, beyond_m: float = 300.0) -> list[Building]:
    """Every building of the blocks up to `beyond_m` outside the borough, in the order of the blocks.

    Coordinates are rounded to 0.1 m; no building overlaps another or leaves its block.
    """
    streets = [w for w in ground.ways if w.is_street and w.over != "tunnel"]
    street_tree = shapely.STRtree([w.line for w in streets])
    paths = [w for w in ground.ways if w.over != "tunnel"]
    path_tree = shapely.STRtree([w.line for w in paths])
    water = shapely.union_all([shapely.buffer(w, 12.0, quad_segs=2) for w in ground.water.values()])
    shapely.prepare(water)
    near = shapely.buffer(ground.boundary, beyond_m)
    shapely.prepare(near)
    out: list[Building] = []
    for block in ground.blocks:
        if not shapely.intersects(near, block.shape):
            continue
        crossing = sorted(path_tree.query(block.shape, predicate="intersects").tolist())
        site = Site(block, block.shape, _paths([paths[i] for i in crossing]))
        if site.is_empty:
            continue
        _face(site.runs, streets, street_tree, water)
        build(site)
        out.extend(site.built)
    return out


def _paths(ways: list[Way]) -> BaseGeometry | None:
    """The ground of the footways that run through a block."""
    if not ways:
        return None
    return shapely.union_all([shapely.buffer(w.line, w.width_m / 2 + 0.4, quad_segs=2) for w in ways])


def _face(runs: list[Run], streets: list[Way], tree: shapely.STRtree, water: BaseGeometry) -> None:
    """Which street, or water, each run faces: what lies just outside it at three places of its length."""
    for run in runs:
        places = shapely.points(run.xy(run.length * np.array([0.2, 0.5, 0.8]), 0.0))
        for n, place in zip(tree.nearest(places).tolist(), places, strict=True) if len(streets) else []:
            way = streets[n]
            if shapely.distance(way.line, place) < way.width_m / 2 + 3.5:
                run.street, run.sort = way.name or way.id, way.sort
                break
        else:
            run.sort = "water" if shapely.intersects(water, places).sum() >= 2 else ""


def build(site: Site) -> None:
    """All buildings of one block."""
    style = site.block.style
    if style == "core":
        build_core(site)
    elif style == "high street":
        build_parade(site)
    elif style == "estate":
        build_estate(site)
    elif style == "industrial":
        build_sheds(site)
    elif style == "rail":
        build_sheds(site, (5000, 9000))
    elif style == "school":
        build_school(site)
    elif style == "civic":
        build_civic(site)
    elif style == "quay":
        build_quay(site)
    else:
        _build_homes(site, style)


def _build_homes(site: Site, style: str) -> None:
    """Streets of houses; now and then a church, and whatever came to stand behind them."""
    if site.inside.area > 5000 and site.rng.random() < 0.05:
        add_church(site)
    if style == "docks":
        build_basin(site)
    build_rows(site, style)
    if style == "georgian":
        build_mews(site)
    build_backland(site)


def built_share(blocks: tuple[Block, ...], buildings: list[Building]) -> dict[str, float]:
    """By style, the share of the land of its blocks that is built on."""
    of = {b.id: b.style for b in blocks}
    land: dict[str, float] = dict.fromkeys(sorted(set(of.values())), 0.0)
    built = dict(land)
    for b in blocks:
        land[b.style] += b.shape.area
    for made in buildings:
        built[of[made.block]] += made.shape.area
    return {style: built[style] / area for style, area in land.items()}
