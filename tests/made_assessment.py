"""An assessment made by the real engine on drawn streets, for tests of what leaves the program."""

from __future__ import annotations

from pathlib import Path

import shapely

from drawn_streets import drawn, surgeries
from placewell.assess.engine import assess
from placewell.domain.assessment import Assessment
from placewell.domain.layer import Layer
from placewell.domain.project import Project
from placewell.domain.scheme import Entrance, Scheme
from placewell.guidance.load import load_packs
from placewell.network.build import build

PACKS = load_packs(Path(__file__).parents[1] / "resources" / "packs")
ROAD = "A" + "-" * 599 + "B"
"""6,000 m from (0, 0) to the east: at the far end the surgery is beyond the search."""


def made(
    gates: dict[str, tuple[float, float]],
    at: dict[str, tuple[float, float]] | None = None,
    *,
    scheme: str = "The yard",
    coverage: str = "complete",
    listed: bool = True,
) -> Assessment:
    """Gates along a straight road with a surgery at 0 m (unless told otherwise)."""
    layer = Layer(
        "L2", "NHS practices", "asset", "GP surgery", publisher="NHS", licence="OGL", vintage="2026-06",
        coverage=coverage, attribution="Contains NHS data",
    )  # fmt: skip
    layers = [
        Layer("L1", "Roads", "street", "roads", publisher="Ordnance Survey"),
        *([layer] if listed else []),
    ]
    return assess(
        Project("project", "Town", shapely.box(-9000, -9000, 9000, 9000)),
        Scheme("S1", scheme, shapely.box(-5, -5, 5, 5)),
        [Entrance(f"E{i}", "S1", name, shapely.Point(p)) for i, (name, p) in enumerate(gates.items())],
        layers,
        surgeries({"Dr Grey": (0.0, 0.0)} if at is None else at),
        build(drawn(ROAD, name="Long Lane"), "roads"),
        PACKS,
        "2026-11-22",
        {"placewell": "1.2.3"},
    )
