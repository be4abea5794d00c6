"""A small project and things to put in it, made from nothing, for the tests of the project file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from placewell.domain.area import Area
from placewell.domain.asset import Activity, Asset
from placewell.domain.case import (
    CASE_ID,
    Answer,
    Case,
    Claim,
    Consultation,
    Drawing,
    OfficialPtal,
    Requirement,
    Submission,
    YieldRate,
)
from placewell.domain.judgement import Action, PackText, SignOff, Snapshot
from placewell.domain.kinds import KINDS
from placewell.domain.layer import Layer
from placewell.domain.merging import Difference, TakenEntry
from placewell.domain.place import Backdrop, Commitment, PtalPoint, Service, Stop, Street
from placewell.domain.plan import Plan, PlanImage
from placewell.domain.project import PROJECT_ID, Project
from placewell.domain.rows import Rows
from placewell.domain.scheme import (
    Block,
    BlueLine,
    Entrance,
    Floorspace,
    Homes,
    Link,
    Loss,
    Phase,
    Provision,
    Quantity,
    Scheme,
)
from placewell.edit import Session
from placewell.store import GeoPackage

CLOCK = "2026-11-22T09:30:00+00:00"
BOUNDARY = shapely.box(530000, 178000, 534000, 182000)


def new_project(path: Path) -> GeoPackage:
    return GeoPackage.create(path, Project(PROJECT_ID, "Test town", BOUNDARY))


def session_of(project: GeoPackage) -> Session:
    return Session(project, "A. Planner", clock=lambda: CLOCK, read_only=project.read_only)


def rows_of(kind: str, things: list[Any]) -> Rows:
    columns = {name: [getattr(t, name) for t in things] for name in KINDS[kind].fields}
    if not KINDS[kind].geometry:
        return Rows(kind, columns)
    shapes = np.empty(len(things), dtype=object)
    shapes[:] = [t.geometry for t in things]
    return Rows(kind, columns, shapes)


def surgery(
    id: str = "A1", name: str = "Bridge surgery", x: float = 531000, y: float = 180000, layer: str = ""
) -> Asset:
    return Asset(id, layer, "health", "GP surgery", name, shapely.Point(x, y), capacity=4.5, code="007")


def stop_rows(layer: str, count: int) -> Rows:
    return rows_of(
        "stop",
        [
            Stop(f"{layer}.{i}", layer, "bus stop", f"490{i}", f"Stop {i}", shapely.Point(530500 + i, 180500))
            for i in range(count)
        ],
    )


def fill(session: Session) -> None:
    """Something of every kind that has a place, enough to draw."""
    areas = [
        Area(
            f"L1.{i}",
            "L1",
            "ward",
            f"W{i}",
            f"Ward {i}",
            shapely.box(530000 + 1000 * i, 178000, 531000 + 1000 * i, 182000),
        )
        for i in range(4)
    ]
    streets = [
        Street(f"L2.{i}", "L2", "roads", "", f"Street {i}", shapely.LineString([(530000, y), (534000, y)]))
        for i, y in enumerate(range(178200, 182000, 400))
    ]
    parts = [
        Backdrop("L3.1", "L3", "water", "River", shapely.box(530000, 181200, 534000, 181600)),
        Backdrop("L3.2", "L3", "building", "Hall", shapely.box(532000, 179000, 532300, 179200)),
    ]
    park = Asset("L5.1", "L5", "open space", "park", "Green", shapely.box(533000, 180000, 533500, 180700))
    with session.transaction("Bring in the layers") as t:
        t.add_layer(Layer("L1", "Wards", "area", count=4), rows_of("area", areas))
        t.add_layer(Layer("L2", "Roads", "street", count=len(streets)), rows_of("street", streets))
        t.add_layer(Layer("L3", "Backdrop", "backdrop", count=2), rows_of("backdrop", parts))
        t.add_layer(Layer("L4", "Stops", "stop", count=30), stop_rows("L4", 30))
        t.add_layer(Layer("L5", "Parks", "asset", count=1), rows_of("asset", [park]))
    with session.transaction("Draw the scheme") as t:
        t.put("asset", surgery())
        t.put("asset", Asset("A2", "", "library", "library", "Library", shapely.Point(532500, 179500)))
        t.put("scheme", Scheme("S1", "Yard", shapely.box(531300, 179300, 531700, 179700)))
        t.put("entrance", Entrance("E1", "S1", "North gate", shapely.Point(531500, 179700)))


def fill_version_2(session: Session) -> None:
    """Something of every kind and column that version 2 added."""
    yoga = Activity(
        "L6.1", "L6", "Chair yoga", "007", "Bridge surgery", "over 60", "Tue 10:00", "free", "", "NHS"
    )
    service = Service("L7.1", "L7", "4901", "42", "bus", "outbound", 7.5)
    point = PtalPoint("L8.1", "L8", "P1", shapely.Point(531000, 180000), 17.4, "4")
    near = Commitment(
        "L9.1", "L9", "26/AP/1", "Gasworks", shapely.Point(533000, 179000), 240.0, status="permitted"
    )
    yard = shapely.box(532000, 178500, 532100, 178600)
    far = Commitment("L9.2", "L9", "26/AP/2", "Coal yard", yard, 80.0, 176.0, "nursery", "under way", "2029")
    with session.transaction("Bring in what runs there") as t:
        t.add_layer(Layer("L6", "Activities", "activity", count=1), rows_of("activity", [yoga]))
        t.add_layer(Layer("L7", "Services", "service", count=1), rows_of("service", [service]))
        t.add_layer(Layer("L8", "PTAL", "PTAL point", count=1), rows_of("PTAL point", [point]))
        t.add_layer(Layer("L9", "Commitments", "commitment", count=2), rows_of("commitment", [near, far]))
    with session.transaction("Say what the scheme brings") as t:
        t.put("asset", replace(surgery(), used=4.0))
        t.put("phase", Phase("H1", "S1", 1, "First", "2027", "2029"))
        t.put("block", Block("B1", "S1", "A", shapely.box(531350, 179350, 531400, 179380), 1, 8))
        t.put("entrance", Entrance("E2", "S1", "Door of A", shapely.Point(531375, 179350), "B1"))
        t.put("homes", Homes("M1", "S1", 40, "B1", 1, "social rent", "2b4p", 2, 4, 3, 70.0))
        hall = shapely.Point(531600, 179600)
        t.put("provision", Provision("P1", "S1", "community centre", "Hall", hall, 1, 60.0, "people", 180.0))
        t.put("provision", Provision("P2", "S1", "nursery", "Somewhere on the site", certainty="secured"))
        t.put("loss", Loss("Q1", "S1", "homes", "Yard cottages", amount=6.0, unit="homes", phase=1))


def fill_version_3(session: Session) -> None:
    """Something of every kind and column that version 3 added."""
    rates = [
        YieldRate("L10.1", "L10", "social", "2", 1.5, 0, 17, illustrative="yes"),
        YieldRate("L10.2", "L10", "social", "4+", 2.5, 18, None, "5-6", "east"),
    ]
    duty = Requirement("L11.1", "L11", "AL1", "must", "Provide homes", "Local plan, AL1")
    with session.transaction("Bring in the council's tables") as t:
        t.add_layer(Layer("L10", "Yields", "yield rate", count=2), rows_of("yield rate", rates))
        t.add_layer(Layer("L11", "Lists", "requirement", count=1), rows_of("requirement", [duty]))
    with session.transaction("Take up the case") as t:
        t.put(
            "case", Case(CASE_ID, "26/AP/0007", "Yard Lane", "full", officer="A. Planner", valid="2026-03-02")
        )
        t.put("submission", Submission("N1", 1, "2026-02-20", "As first sent", "by e-mail"))
        t.put("drawing", Drawing("D1", "N1", "001", "Location plan", "B", "2026-02-01", "1:1250"))
        t.put("claim", Claim("C1", "N1", "Application form", "4", "homes", "46 homes", 46.0, "homes", "A"))
        t.put("consultation", Consultation("K1", "NHS", "surgeries", "2026-03-03", "2026-03-24"))
        t.put("official PTAL", OfficialPtal("T1", "6a", 27.5, "2021", "typed", shapely.Point(531500, 179500)))
        t.put(
            "answer",
            Answer("A1", "query:homes", "settled", "the form is older", by="A. Planner", inputs="homes"),
        )
        t.put("scheme", {**(t.get("scheme", "S1") or {}), "submission": "N1"})
        t.put("blue line", BlueLine("U1", "S1", "Yard", shapely.box(531700, 179300, 531800, 179400)))
        way = shapely.LineString([(531300, 179500), (531700, 179500)])
        t.put("link", Link("W1", "S1", "Yard Walk", way, "new", 1, "steps"))
        t.put(
            "floorspace",
            Floorspace("F1", "S1", "E(g)(i)", "proposed", "GIA", 1200.0, 900.0, 1, "A", "offices"),
        )
        t.put("quantity", Quantity("G1", "S1", "play space", 460.0, "m2", 400.0, 1, "PP-07"))
        t.put(
            "homes",
            Homes("M2", "S1", 1, "B1", 1, "", "2b4p", 2, 4, 3, 70.5, 0, "1", "03", "A0304", 7.0, "M4(3)", "dual", "SE",
                  "intermediate", "habitable_rooms"),
        )  # fmt: skip
        t.put(
            "provision",
            Provision("P3", "S1", "gym", "Gym", capacity=90.0, capacity_least=60.0, area_least_m2=0.0),
        )
        t.put(
            "loss",
            Loss(
                "Q2",
                "S1",
                "homes",
                "",
                "",
                6.0,
                "homes",
                1,
                "",
                4.0,
                "social rent",
                2,
                3,
                66.0,
                "occupied",
                "yes",
                2,
            ),
        )


def fill_version_4(session: Session) -> None:
    """Something of every kind and column that version 4 added."""
    with session.transaction("Judge the scheme") as t:
        t.put(
            "answer",
            Answer(
                "A2", "criterion:BHL-12", "green", "as drawn", "A", "traffic light", "A. Planner", "2026-04-01", "N1",
                "site,links", "", "natural connections", "", "Design statement", "B", "12",
            ),
        )  # fmt: skip
        t.put(
            "action",
            Action("X1", "LP-S4", "A play area", "section 106", "first occupation", "council", "agreed", "yes", "yes",
                   "no", "too large", "A. Planner", "2026-04-01", "N1", "A"),
        )  # fmt: skip
        t.put(
            "assessment",
            Snapshot(
                "Y1",
                "2026-04-01",
                "Yard",
                "A",
                "2026-04-01",
                "0.1",
                7,
                "ab" * 32,
                "[]",
                "{}",
                "cd" * 32,
                "N1",
            ),
        )
        t.put("sign-off", SignOff("Z1", "prepared", "A. Planner", "2026-04-02", "Y1", "first draft"))
        t.put("pack", PackText("W1", "own-plan", "[pack]", "2026-04-01"))


def fill_version_5(session: Session) -> None:
    """Something of every kind and column that version 5 added."""
    sheet = shapely.box(0, 0, 500, 350)
    with session.transaction("Place a plan and trace it") as t:
        t.put("plan image", PlanImage("ab" * 32, "iVBORw0KGgo=", 1, 1))
        t.put(
            "plan",
            Plan("P1", "Location plan", "LP-001.pdf", sheet, "ab" * 32, 2, 420.0, 297.0, 1.25, -2.5, 530000.0,
                 180000.0, 0.4, 1250, "[[0,0,530000,180000]]", "2026-11-24"),
        )  # fmt: skip
        t.put("block", Block("K2", "S1", "Traced", shapely.box(10, 10, 20, 20), None, 4, 0.4, "P1"))
    with session.transaction("Merge a copy") as t:
        t.put(
            "difference",
            Difference("D1", "homes", "M1", "Homes", "{}", "null", "One", "2026-11-01", "Two", "2026-11-02",
                       "first", "One", "2026-11-03"),
        )  # fmt: skip
        t.put(
            "taken entry",
            TakenEntry("cd" * 32, 3, "2026-11-02", "Two", "Edit", "edit", None, "[]", "ef" * 32),
        )
        row = t.get("project", PROJECT_ID)
        t.put("project", {**(row or {}), "base_sum": "12" * 32})


def snapshot(project: GeoPackage) -> dict[str, dict[str, dict[str, Any]]]:
    """Everything in the project, kind by kind and by id, shapes as WKB."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for kind in KINDS:
        found[kind] = {}
        for record in project.read(kind).records():
            if "geometry" in record:
                record["geometry"] = (
                    None if record["geometry"] is None else shapely.to_wkb(record["geometry"])
                )
            found[kind][record["id"]] = record
    return found
