"""Scenarios written as data, made into a project and a proposal."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from drawn_streets import rows, streets
from made_packs import criterion, pack_of
from placewell.assess.engine import Assessor
from placewell.assess.ground import Ground
from placewell.assess.people_table import YieldTable
from placewell.assess.proposal import Proposal, Setting
from placewell.domain.case import Claim, OfficialPtal, YieldRate
from placewell.domain.finding import Finding
from placewell.domain.layer import Layer
from placewell.domain.place import Commitment
from placewell.domain.project import Project
from placewell.domain.rows import Rows
from placewell.domain.scheme import Block, Entrance, Floorspace, Homes, Loss, Provision, Quantity, Scheme
from placewell.guidance.model import Pack
from placewell.network.build import build
from placewell.network.model import Network

FOLDER = Path(__file__).parent / "scenarios"
SITE = shapely.box(-20, -20, 20, 20)
TOWN = shapely.box(-12_000, -12_000, 12_000, 12_000)
ASKED = ("measure", "comparison", "inputs", "groups", "value", "triggers", "otherwise", "awaits")
SITUATION = (
    "gates", "places", "coverage", "partial", "blocks", "homes", "quantities", "floorspace", "provision", "losses",
    "yields", "ptal", "ptal_style", "areas", "statistics", "claims", "commitments",
)  # fmt: skip
EXPECTED = ("verdict", "value", "figure", "waiting", "words", "change")
KEYS = {"name", "expect", "mended", *ASKED, *SITUATION}


@dataclass(frozen=True)
class Scenario:
    """One scenario; `file` is the family it is in."""

    file: str
    told: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.told["name"])

    @property
    def measure(self) -> str:
        return str(self.told["measure"])

    @property
    def expect(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.told["expect"]
        return found

    @property
    def pack(self) -> Pack:
        asked = {k: self.told[k] for k in ASKED if k in self.told and k != "measure"}
        return pack_of(criterion(self.measure, **asked))

    def mended(self) -> Scenario:
        """The same after the change that would meet it."""
        return Scenario(self.file, {**self.told, **self.told["mended"]})

    def with_quantity(self, by: float) -> Scenario:
        """The same with what is stated moved."""
        (name,) = self.told["inputs"]["what"]
        held = {**self.told["quantities"]}
        held[name] += by
        return Scenario(self.file, {**self.told, "quantities": held})

    def finding(self, pack: Pack | None = None) -> Finding:
        """What the engine finds."""
        (found,) = Assessor(
            ground(self.told), proposal(self.told), setting(self.told), [pack or self.pack], {}
        ).findings
        return found


def scenarios() -> list[Scenario]:
    """All of them. A key that is none is a mistake in the file."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for told in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]:
            odd = (
                set(told) - KEYS
                | set(told["expect"]) - set(EXPECTED)
                | set(told.get("mended", ())) - set(SITUATION)
            )
            assert not odd, f"{path.name}, {told.get('name')}: {odd}"
            found.append(Scenario(path.stem, told))
    return found


@cache
def road() -> Network:
    """A straight road, with paths mapped far round it."""
    far = [shapely.box(-9000, -9000, 9000, 9000).exterior]
    made = streets([shapely.LineString([(-9000, 0), (9000, 0)]), *far], "paths", name="Long Lane")
    network = build(made, "paths")
    assert network is not None
    return network


def ground(told: Mapping[str, Any]) -> Ground:
    """The project. Every type of place has a list of its own."""
    held = told.get("places", [])
    types = list(dict.fromkeys(p["type"] for p in held))
    layers = [
        Layer(
            f"L-{t}", f"List of {t}", "asset", t,
            coverage="partial" if t in told.get("partial", ()) else told.get("coverage", "complete"), vintage="2026",
        )
        for t in types
    ]  # fmt: skip
    layers.append(Layer("L1", "Paths", "street", "paths"))
    columns: dict[str, list[Any]] = {
        "id": [f"A{i}" for i in range(len(held))],
        "layer": [f"L-{p['type']}" for p in held],
        "type": [p["type"] for p in held],
        "name": [p.get("name", f"the {p['type']}") for p in held],
        "status": ["open"] * len(held),
        "capacity": [p.get("capacity") for p in held],
        "capacity_unit": [p.get("unit", "") for p in held],
        "used": [p.get("used") for p in held],
    }
    shapes = [_place(p) for p in held]
    areas = told.get("areas", [])
    levels = list(dict.fromkeys(a["level"] for a in areas))
    layers += [Layer(f"LA-{x}", x if x != "other area" else "Designations", "area", x, coverage="complete", vintage="2024") for x in levels]  # fmt: skip
    figures = told.get("statistics", [])
    sets = list(dict.fromkeys(s["dataset"] for s in figures))
    layers += [Layer(f"LS-{x}", x, "statistic", x, coverage="complete", vintage="2024") for x in sets]
    return Ground(
        Project("project", "Town", TOWN),
        layers,
        rows("asset", shapes, columns),
        road(),
        "2026-11-22",
        areas=_areas(areas),
        statistics=_statistics(figures),
    )


def _place(p: Mapping[str, Any]) -> shapely.Geometry:
    x, y = p["at"]
    half = p.get("side", 0) / 2
    return shapely.box(x - half, y - half, x + half, y + half) if half else shapely.Point(x, y)


def _areas(areas: list[dict[str, Any]]) -> Rows:
    columns = {
        "id": [f"R{i}" for i in range(len(areas))],
        "layer": [f"LA-{a['level']}" for a in areas],
        "level": [a["level"] for a in areas],
        "code": [a.get("code", "") for a in areas],
        "name": [a["name"] for a in areas],
        "details": [""] * len(areas),
    }
    shapes = np.empty(len(areas), dtype=object)
    shapes[:] = [shapely.box(*a["box"]) for a in areas]
    return Rows("area", columns, shapes)


def _statistics(figures: list[dict[str, Any]]) -> Rows:
    names = ("level", "code", "dataset", "measure", "date", "value")
    columns: dict[str, list[Any]] = {n: [f[n] for f in figures] for n in names}
    columns |= {
        "id": [f"S{i}" for i in range(len(figures))],
        "layer": [f"LS-{f['dataset']}" for f in figures],
        "text": [""] * len(figures),
    }
    return Rows("statistic", columns)


def proposal(told: Mapping[str, Any]) -> Proposal:
    """The scheme."""
    gates = told.get("gates", [[0, 0]])
    return Proposal(
        scheme=Scheme("S", "The yard", SITE),
        entrances=[Entrance(f"E{i}", "S", f"gate {i + 1}", shapely.Point(p)) for i, p in enumerate(gates)],
        blocks=[Block(f"B{i}", "S", f"block {i + 1}", shapely.box(*b)) for i, b in enumerate(told.get("blocks", []))],
        homes=[_homes(i, h) for i, h in enumerate(told.get("homes", []))],
        floorspace=[
            Floorspace(f"F{i}", "S", f["use"], f.get("state", "proposed"), "GIA", f["m2"], what=f.get("what", ""))
            for i, f in enumerate(told.get("floorspace", []))
        ],
        quantities=[Quantity(f"Q{i}", "S", k, float(v)) for i, (k, v) in enumerate(told.get("quantities", {}).items())],
        provision=[_provision(i, p) for i, p in enumerate(told.get("provision", []))],
        losses=[
            Loss(
                f"L{i}", "S", x["what"], x.get("name", ""), amount=x.get("amount"), unit=x.get("unit", "homes"),
                tenure=x.get("tenure", ""), gia_m2=x.get("m2"),
            )
            for i, x in enumerate(told.get("losses", []))
        ],
    )  # fmt: skip


def _homes(i: int, h: Mapping[str, Any]) -> Homes:
    return Homes(
        f"H{i}", "S", h["homes"], h.get("block", ""), h.get("phase"), h.get("tenure", ""), h.get("type", ""),
        h.get("bedrooms"), h.get("people"), h.get("rooms"), h.get("m2"), h.get("least"), h.get("core", ""),
        h.get("level", ""), "", h.get("amenity_m2"), h.get("access", ""), h.get("aspect", ""), h.get("faces", ""),
    )  # fmt: skip


def _provision(i: int, p: Mapping[str, Any]) -> Provision:
    where = shapely.Point(p["at"]) if "at" in p else None
    return Provision(
        f"P{i}",
        "S",
        p["type"],
        p["name"],
        where,
        p.get("phase"),
        p.get("places"),
        "places",
        p.get("m2"),
        p["certainty"],
    )


def setting(told: Mapping[str, Any]) -> Setting:
    """What the case says round it."""
    rates = [
        YieldRate(f"Y{i}{age}", "LY", y["tenure"], y["bedrooms"], y[age], *span)
        for i, y in enumerate(told.get("yields", []))
        for age, span in (("children", (0, 17)), ("adults", (18, None)))
    ]
    style = told.get("ptal_style")
    return Setting(
        claims=[
            Claim(f"K{i}", "", "Statement", "3", c["about"], c["words"])
            for i, c in enumerate(told.get("claims", []))
        ],
        ptal=OfficialPtal("o", told["ptal"]) if "ptal" in told else None,
        ptal_style=(style[0], style[1]) if style else None,
        yields=YieldTable("the yields", tuple(rates)) if rates else None,
        commitments=[
            Commitment(f"C{i}", "LC", f"C{i}", "Next door", shapely.Point(50, 50), people=c["people"])
            for i, c in enumerate(told.get("commitments", []))
        ],
    )
