"""Networks to measure on: made-up towns of any size, the same on every run, and the real ones beside the checkout."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely

from placewell.domain.rows import Rows
from placewell.network.model import Network
from placewell.network.streets import ROADS, Lines, Streets
from placewell.network.texts import Texts

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
"""The folder of real data beside the checkout, where there is one."""
FILES = (
    ("network", "southwark_os_open_roads_2022.gpkg"),
    ("network", "osm_north_southwark_2024.gpkg"),
    ("assets", "assets_southwark_2km.gpkg"),
    ("assets", "osm_recreation_grounds_southwark_2km.gpkg"),
    ("boundaries", "lsoa_2021_southwark_2km.gpkg"),
)
PROJECT = "real.gpkg"
CORNER = np.array([400_000.0, 200_000.0])
"""Where made-up towns begin, in metres."""
BLOCK_M, MISSING = 70.0, 0.3
"""Side of a block, and the share of its streets that are not there."""


def town(side: int, seed: int = 4) -> Streets:
    """`side` squared junctions of a jittered grid: some streets missing, each of 3 to 6 points along a bow."""
    chance = np.random.default_rng(seed)
    node = np.arange(side * side, dtype=np.int32).reshape(side, side)
    xy = np.stack([node.ravel() % side, node.ravel() // side], axis=1) * BLOCK_M
    xy += CORNER + chance.normal(0, BLOCK_M / 6, xy.shape)
    begins = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    ends = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    there = np.flatnonzero(chance.random(len(begins)) >= MISSING)
    # A file is in no order that helps.
    there = chance.permutation(there)
    begins, ends = begins[there], ends[there]
    count = len(begins)
    points = chance.integers(3, 7, count)
    start = np.concatenate([[0], np.cumsum(points)]).astype(np.int64)
    line = np.repeat(np.arange(count, dtype=np.int32), points)
    along = (np.arange(start[-1]) - start[line]) / (points[line] - 1)
    bow = chance.normal(0, BLOCK_M / 10, count)[line] * np.sin(np.pi * along)
    across = (xy[ends] - xy[begins])[line]
    drawn = xy[begins][line] + along[:, None] * across
    drawn += np.stack([-across[:, 1], across[:, 0]], axis=1) * (bow / np.hypot(*across.T))[:, None]
    drawn[start[:-1]], drawn[start[1:] - 1] = xy[begins], xy[ends]
    lines = Lines(
        xy=drawn,
        start=start,
        street=np.arange(count, dtype=np.int32),
        code=np.stack([begins, ends], axis=1).astype(np.int64),
    )
    return Streets(
        lines=lines,
        id=_ids(count, chance),
        name=_names(count, chance),
        street_class=Texts.same("Local Road", count),
        body=Texts.same(ROADS, count),
        steps=np.full(count, -1, dtype=np.int32),
        surface=Texts.same("", count),
        lit=Texts.same("", count),
        closed=np.empty(0, dtype=object),
    )


def _ids(count: int, chance: np.random.Generator) -> Texts:
    """As many different texts of 36 letters, as long as the ones that publishers give."""
    letters = np.frombuffer(b"0123456789ABCDEF", dtype=np.uint8)[
        chance.integers(0, 16, 36 * count, dtype=np.uint8)
    ]
    return Texts(np.arange(count, dtype=np.int32), letters, np.arange(count + 1, dtype=np.int64) * 36)


def _names(count: int, chance: np.random.Generator) -> Texts:
    """About twenty streets to a name."""
    words = [f"Street {i}" for i in range(max(count // 20, 1))]
    known = Texts.of(words)
    return Texts(chance.integers(0, len(words), count, dtype=np.int32), known.letters, known.start)


def real_streets(room: Path) -> list[tuple[str, Rows]]:
    """Streets of a real borough as a project holds them, by their publisher. Raises FileNotFoundError.

    Leaves the project in the room, with some assets and small areas.
    """
    from placewell.work.bring_in import apply_plan, plan_import
    from placewell.work.new import new_base
    from placewell.work.opened import open_project
    from placewell.work.progress import run

    boundary = REAL / "boundaries" / "southwark_boundary.gpkg"
    if not boundary.is_file():
        raise FileNotFoundError(boundary)
    project = room / PROJECT
    run(new_base(project, boundary))
    with open_project(project) as opened:
        apply_plan(opened, run(plan_import(opened, [REAL / folder / name for folder, name in FILES])))
        rows = opened.file.read("street")
    body = np.array(rows.column("network"), dtype=object)
    return [
        ("real, roads", rows.where(body == "roads")),
        ("real, paths", rows.where(body == "paths")),
        ("real, both joined", rows),
    ]


def scattered(node_xy: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Points some 25 m from junctions, the same on every run."""
    chance = np.random.default_rng(seed)
    xy = node_xy[chance.integers(0, len(node_xy), count)]
    made: np.ndarray = shapely.points(xy + chance.normal(0, 25, xy.shape))
    return made


def along_streets(network: Network, count: int, seed: int) -> np.ndarray:
    """Points beside streets, some 12 m from them, spread by length; the same on every run."""
    chance = np.random.default_rng(seed)
    edge = chance.choice(len(network.edge_m), count, p=network.edge_m / network.edge_m.sum())
    on = shapely.line_interpolate_point(network.lines[edge], chance.random(count), normalized=True)
    made: np.ndarray = shapely.points(shapely.get_coordinates(on) + chance.normal(0, 10, (count, 2)))
    return made
