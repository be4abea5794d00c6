"""An assessment made by the real engine on drawn streets, for tests of what leaves the program."""

from __future__ import annotations

import shapely

from drawn_streets import drawn, surgeries
from made_packs import pack_of, walk
from placewell.assess.engine import assess
from placewell.assess.ground import Ground
from placewell.assess.proposal import Proposal, Setting
from placewell.domain.assessment import Assessment
from placewell.domain.layer import Layer
from placewell.domain.project import Project
from placewell.domain.scheme import Entrance, Scheme
from placewell.network.build import build

PACKS = (pack_of(walk(["GP surgery"], 800, id="GP-800", source_status="verified")),)
ROAD = "A" + "-" * 1199 + "B"
"""12,000 m from (0, 0) to the east: at the far end the surgery is beyond the search."""


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
    ground = Ground(
        Project("project", "Town", shapely.box(-15000, -15000, 15000, 15000)),
        layers,
        surgeries({"Dr Grey": (0.0, 0.0)} if at is None else at),
        build(drawn(ROAD, name="Long Lane"), "roads"),
        "2026-11-22",
    )
    entrances = [Entrance(f"E{i}", "S1", name, shapely.Point(p)) for i, (name, p) in enumerate(gates.items())]
    proposal = Proposal(Scheme("S1", scheme, shapely.box(-5, -5, 5, 5)), entrances)
    return assess(ground, proposal, Setting(), PACKS, {"placewell": "1.2.3"})
