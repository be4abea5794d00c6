"""On real streets the network says what an oracle says that shares nothing with it."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from oracle import Street, Walks, both, open_roads, osm

from placewell.cli import main
from placewell.domain.rows import Rows
from placewell.network.build import build
from placewell.network.model import Network
from placewell.network.reach import reach
from placewell.network.snap import attach
from placewell.work.opened import open_project

ORIGINS, TARGETS = 42, 40
"""Of each of three networks: 5,040 pairs."""


@pytest.fixture(scope="session")
def streets(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Both files as a project holds them."""
    project = tmp_path_factory.mktemp("streets") / "southwark.gpkg"
    network = real_data / "network"
    files = [network / "southwark_os_open_roads_2022.gpkg", network / "osm_north_southwark_2024.gpkg"]
    assert (
        main(["new", str(project), "--boundary", str(real_data / "boundaries" / "southwark_boundary.gpkg")])
        == 0
    )
    assert main(["import", str(project), *map(str, files)]) == 0
    with open_project(project) as opened:
        return opened.file.read("street")


def some_points(lines: np.ndarray, rng: np.random.Generator, count: int) -> list[shapely.Point]:
    """Points at random on and off streets: near, far, beyond the leg, several on one street, on ends, doubled."""
    made: list[shapely.Point] = []
    x0, y0, x1, y1 = shapely.total_bounds(lines)
    one = lines[int(rng.integers(len(lines)))]
    while len(made) < count:
        line = lines[int(rng.integers(len(lines)))]
        on = line.interpolate(float(rng.uniform(0, line.length)))
        kind = len(made) % 7
        if kind == 0:
            made.append(on)
        elif kind in (1, 2):
            made.append(shapely.Point(on.x + rng.normal(0, 25), on.y + rng.normal(0, 25)))
        elif kind == 3:
            made.append(shapely.Point(on.x + rng.normal(0, 150), on.y + rng.normal(0, 150)))
        elif kind == 4:
            made.append(one.interpolate(float(rng.uniform(0, one.length))))
        elif kind == 5:
            made.append(shapely.Point(line.coords[0]))
        else:
            made.append(shapely.Point(float(rng.uniform(x0, x1)), float(rng.uniform(y0, y1))))
    return made


MADE: dict[str, Callable[[Path], list[Street]]] = {
    "roads": open_roads,
    "paths": osm,
    "": lambda folder: both(open_roads(folder), osm(folder)),
}


@pytest.mark.parametrize("body", MADE)
def test_real_walks_equal_the_oracle(streets: Rows, real_data: Path, body: str) -> None:
    network = build(streets, body)
    assert network is not None
    theirs = MADE[body](real_data)
    rng = np.random.default_rng(20261123)
    points = some_points(np.array([s.line for s in theirs], dtype=object), rng, ORIGINS + TARGETS)
    walks = Walks(theirs, points)
    here = attach(network, np.array(points, dtype=object))
    assert [bool(ok) for ok in here.ok] == [bool(near) for near in walks.near]
    found = reach(
        network, here.take(np.arange(ORIGINS)), here.take(np.arange(ORIGINS, len(points))), math.inf
    )
    worst, reached, unreached = 0.0, 0, 0
    for o in range(ORIGINS):
        tables = walks.from_point(o)
        for t in range(TARGETS):
            meant = walks.all_to(tables, ORIGINS + t) or [math.inf]
            got = float(found[o, t])
            if math.isinf(got):
                assert any(math.isinf(m) for m in meant), (o, t)
                unreached += 1
            else:
                apart = min(abs(got - m) for m in meant)
                assert apart <= 0.01, (o, t, got, meant)
                worst, reached = max(worst, apart), reached + 1
    # The pairs are of all sorts: most reached, some not.
    assert reached > 800
    assert unreached > 20


@pytest.fixture(scope="session")
def joined(streets: Rows) -> tuple[Network, Network, Network]:
    """Both, paths alone, roads alone."""
    networks = [build(streets, body) for body in ("", "paths", "roads")]
    assert all(n is not None for n in networks)
    return tuple(networks)  # type: ignore[return-value]


def test_the_seam_is_where_the_oracle_draws_it(joined: tuple[Network, ...], real_data: Path) -> None:
    network = joined[0]
    of = np.array(list(network.street_body), dtype=object)[network.edge_street]
    theirs = both(open_roads(real_data), osm(real_data))
    for body in ("paths", "roads", "seam"):
        metres = sum(s.line.length for s in theirs if s.of == body)
        assert float(network.edge_m[of == body].sum()) == pytest.approx(metres, abs=0.01), body
    assert int((of == "seam").sum()) == sum(s.of == "seam" for s in theirs)


def test_joining_only_ever_adds_ways(joined: tuple[Network, ...]) -> None:
    network, paths, _ = joined
    rng = np.random.default_rng(5)
    points = np.array(some_points(paths.lines, rng, 60), dtype=object)
    walks = []
    for one in (network, paths):
        here = attach(one, points)
        walks.append((here, reach(one, here, here, math.inf)))
    # Points that attach to the same mapped street in both: no walk got longer, nor shorter than a straight line.
    same = np.abs(walks[0][0].leg_m - walks[1][0].leg_m) < 1e-9
    both_m, paths_m = (m[np.ix_(same, same)] for _, m in walks)
    assert same.sum() > 30
    assert (both_m <= paths_m + 1e-6).all()
    xy = walks[0][0].xy[same]
    assert (both_m >= np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)) - 1e-6).all()


def test_the_largest_piece_reaches_across_the_seam(joined: tuple[Network, ...]) -> None:
    network = joined[0]
    main_edges = network.island[network.edge_from] == 0
    of = np.array(list(network.street_body), dtype=object)[network.edge_street]
    for body in ("paths", "roads"):
        share = network.edge_m[main_edges & (of == body)].sum() / network.edge_m[of == body].sum()
        assert share > 0.9, body
