"""A network built from the streets of a project, against the same taken from where the project keeps it.

Leaves every network in the room for the parts that follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from _nets import real_streets, scattered, town
from _report import Report, seconds, took

from placewell.domain.rows import Rows
from placewell.network.build import build, build_from
from placewell.network.cache import from_bytes, to_bytes
from placewell.network.model import Network
from placewell.network.reach import reach
from placewell.network.snap import attach
from placewell.network.streets import Streets

SIZES = {"made-up, 40,000 junctions": 200, "made-up, 1,000,000 junctions": 1000}
"""Junctions a side."""


def networks(room: Path) -> Iterator[tuple[str, Network]]:
    """The networks left in the room, with their names."""
    for path in sorted(room.glob("*.network")):
        yield path.stem.split("-", 1)[1], from_bytes(path.read_bytes())


def measure(report: Report, room: Path, large: bool) -> None:
    """Build, keep and take again."""
    report.title("Building a network, against taking the kept one from the project")
    given: list[tuple[str, Rows | Streets]] = []
    try:
        given += real_streets(room)
    except FileNotFoundError:
        report.say(
            "The real networks are left out, because there is no folder of real data beside the checkout."
        )
    given += [(name, town(side)) for name, side in SIZES.items() if large or side <= 200]
    rows = []
    for at, (name, streets) in enumerate(given):
        made: list[Network] = []
        built_s = seconds(lambda: made.append(_built(streets)))  # noqa: B023 (called at once)
        data = to_bytes(made[0])
        room.joinpath(f"{at}-{name}.network").write_bytes(data)
        taken: list[Network] = []
        taken_s = seconds(lambda: taken.append(from_bytes(data)))  # noqa: B023
        n = made[0]
        first_s = seconds(lambda: _first(taken[0]))  # noqa: B023
        rows.append(
            [
                name,
                f"{len(n.node_xy):,}",
                f"{len(n.edge_m):,}",
                took(built_s),
                took(taken_s),
                took(first_s),
                f"{len(data) / 1e6:.1f} MB",
            ]
        )
        report.keep(
            network=name,
            nodes=len(n.node_xy),
            edges=len(n.edge_m),
            built_s=built_s,
            taken_s=taken_s,
            first_s=first_s,
            kept_bytes=len(data),
        )
    report.table(("network", "junctions", "links", "built", "taken", "first search then", "kept"), rows)


def _first(network: Network) -> None:
    """What is made at the first question and then held: the spatial index and the form that is searched."""
    points = attach(network, scattered(network.node_xy, 10, 1))
    reach(network, points.take(np.array([0])), points, 1200.0)


def _built(streets: Rows | Streets) -> Network:
    network = build(streets) if isinstance(streets, Rows) else build_from(streets)
    assert network is not None
    return network
