"""The three smaller applications: student rooms, a mixed-use tower built to rent, and an infill of nine homes."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from pathlib import Path
from typing import Any

from shapely import Polygon

from borough.cases_kit import Case, Home, Sheet, dxf, figures, plan_pdf, ring, totals, workbook
from borough.ground import Ground
from borough.write import csv_file, geojson, kml, ods


def student(to: Path, red_line: Polygon) -> Case:
    """412 student rooms in clusters and studios, a third of them affordable."""
    case = Case("pier-house-students", "Pier House", "full", red_line)
    rooms: list[Home] = []
    rows: list[tuple[object, ...]] = [
        ("Room Ref", "Floor", "Cluster", "Room Type", "Tenure", "Room Area (sqm)", "Wheelchair")
    ]
    affordable = 0
    for level in range(12):
        for n in range(35 if level < 4 else 34):
            lone = n >= 30
            cheap = (level + n) % 3 == 0
            affordable += cheap
            rooms.append(Home("student", None, 1, 0, 18.5 if lone else 13.0, "", level))
            rows.append((f"PH-{level:02d}-{n + 1:02d}", f"{level:02d}", "" if lone else f"C{level:02d}{'ABCDEF'[n // 5]}",
                         "Studio" if lone else "Cluster en-suite", "Affordable student" if cheap else "Student",
                         18.5 if lone else 13.0, "Y" if n == 7 else ""))  # fmt: skip
    csv_file(
        to / "PH room schedule.csv",
        [("Pier House purpose-built student accommodation",), ("Room schedule rev C",), (), *rows],
    )
    case.files["PH room schedule.csv"] = "homes"
    kml(to / "pier house red line.kml", [({"name": "Red line"}, red_line)], folder="Pier House")
    case.files["pier house red line.kml"] = "redline"
    csv_file(
        to / "PH floorspace.csv",
        [("Use Class", "Existing GIA (sqm)", "Lost GIA (sqm)", "Proposed GIA (sqm)", "Net change (sqm)"),
         ("E(g)(i)", 1850, 1850, 0, -1850), ("E(b)", 0, 0, 240, 240), ("Total", 1850, 1850, 240, -1610)],
    )  # fmt: skip
    case.files["PH floorspace.csv"] = ""
    figures(
        to / "stated figures.csv",
        [("Application form", "4", "student rooms", "Student bedrooms", len(rooms), "rooms"),
         ("Application form", "4", "homes", "Dwellings (C3)", 0, "homes")],
    )  # fmt: skip
    case.files["stated figures.csv"] = "claims"
    case.truth |= totals(rooms) | {
        "affordable_student": affordable,
        "floorspace": [
            {"use": "E(g)(i)", "state": "existing", "m2": 1850.0},
            {"use": "E(g)(i)", "state": "lost", "m2": 1850.0},
            {"use": "E(b)", "state": "proposed", "m2": 240.0},
        ],
        "differ": [],
    }
    return case


_KINDS = (("studio", 0, 1, 1), ("1b2p", 1, 2, 2), ("2b3p", 2, 3, 3), ("2b4p", 2, 4, 3), ("3b5p", 3, 5, 4))


def tower(to: Path, ground: Ground, red_line: Polygon) -> Case:
    """280 homes to rent over 30 levels, counted by type and level under each tenure; offices and shops below."""
    case = Case("lantern-tower", "Lantern Tower", "full", red_line)
    rng = random.Random("lantern tower")
    tenures = ("build to rent", "discount market rent", "London Living Rent")
    said = {"build to rent": "BTR", "discount market rent": "DMR", "London Living Rent": "LLR"}
    homes: list[Home] = []
    counts: dict[int, Counter[tuple[str, str]]] = {}
    left = 280
    for level in range(3, 31):
        counts[level] = Counter()
        for _ in range(10):
            kind = rng.choices(_KINDS, (12, 34, 18, 26, 10))[0]
            tenure = rng.choices(tenures, (70, 18, 12))[0]
            counts[level][tenure, kind[0]] += 1
            homes.append(Home(tenure, kind[1], kind[2], kind[3], 0.0, "", level))
            left -= 1
    assert left == 0
    sheet = Sheet("Unit mix", widths=(9, *[8] * 17))
    sheet.add("LANTERN TOWER", bold=True)
    sheet.add("Unit mix by level, rev 06")
    sheet.add()
    top = sheet.add(
        "Level", *(w for t in tenures for w in (said[t], *[None] * (len(_KINDS) - 1))), "Total", bold=True
    )
    sheet.add(
        None,
        *(k[0].upper() if k[0] != "studio" else "Studio" for _ in tenures for k in _KINDS),
        None,
        bold=True,
    )
    sheet.merged += [(top, top + 1, 0, 0), (top, top + 1, 16, 16)]
    sheet.merged += [(top, top, 1 + 5 * i, 5 + 5 * i) for i in range(3)]
    for level in sorted(counts, reverse=True):
        cells = [counts[level][t, k[0]] or None for t in tenures for k in _KINDS]
        sheet.add(f"L{level:02d}", *cells, sum(c or 0 for c in cells))
    every = Counter((h.tenure, h.type) for h in homes)
    sheet.add("Total", *(every[t, k[0]] for t in tenures for k in _KINDS), len(homes), bold=True)
    workbook(to / "LT unit mix rev06.xlsx", [sheet])
    case.files["LT unit mix rev06.xlsx"] = "homes"
    floor = [
        ("E(g)(i)", 3200, 2700, 3200, 2700, 5400, 4500),
        ("E(a)", 400, 330, 400, 330, 950, 800),
        ("F1(e)", 0, 0, 0, 0, 310, 260),
    ]
    table: list[list[Any]] = [["Lantern Tower: non-residential floorspace"], [],
                              ["Use class", "Existing GIA", "Existing NIA", "Lost GIA", "Lost NIA", "Proposed GIA", "Proposed NIA"]]  # fmt: skip
    table += [list(row) for row in floor]
    ods(to / "LT floorspace.ods", {"Floorspace": table})
    case.files["LT floorspace.ods"] = ""
    red = ring(red_line)
    cuts = [0, len(red) // 3, 2 * len(red) // 3, len(red)]
    closed = [*red, red[0]]
    pieces = [(closed[a : b + 1], False) for a, b in itertools.pairwise(cuts)]
    pieces = [pieces[1], (pieces[0][0][::-1], False), pieces[2]]
    dxf(
        to / "LT-A-0100 location plan.dxf",
        {"SITE BOUNDARY": pieces, "CORE": [(_core(red_line), True)]},
        red="SITE BOUNDARY",
    )
    case.files["LT-A-0100 location plan.dxf"] = "redline"
    case.truth["own_coordinates"] = _in_own_coordinates(to, red_line)
    case.truth["plan"] = plan_pdf(to / "LT-A-0100 location plan.pdf", ground, case, "Location plan LT-A-0100")
    figures(
        to / "stated figures.csv",
        [("Application form", "5", "homes", "Residential units (all build to rent)", 280, "homes"),
         ("Planning statement", "18", "discount market rent homes", "Discount market rent", every_of(homes, tenures[1]) - 4, "homes"),
         ("Planning statement", "20", "proposed E(g)(i) GIA", "Offices", 5400, "m2")],
    )  # fmt: skip
    case.files["stated figures.csv"] = "claims"
    made = totals(homes)
    del made["gia_m2"]
    states = ("existing", "lost", "proposed")
    case.truth |= made | {
        "floorspace": [
            {"use": row[0], "state": s, "measure": m, "m2": float(row[1 + 2 * i + j])}
            for row in floor
            for i, s in enumerate(states)
            for j, m in enumerate(("GIA", "NIA"))
            if row[1 + 2 * i + j]
        ],
        "differ": [
            {
                "about": "discount market rent homes",
                "stated": every_of(homes, tenures[1]) - 4,
                "read": every_of(homes, tenures[1]),
            }
        ],
    }
    return case


def every_of(homes: list[Home], tenure: str) -> int:
    """How many homes are of a tenure."""
    return sum(h.tenure == tenure for h in homes)


def _core(red_line: Polygon) -> list[tuple[float, float]]:
    c = red_line.centroid
    return [(round(c.x + dx, 3), round(c.y + dy, 3)) for dx, dy in ((-8, -8), (8, -8), (8, 8), (-8, 8))]


def _in_own_coordinates(to: Path, red_line: Polygon) -> dict[str, float]:
    """The same drawing as the architect drew it: turned, from an origin of its own, in millimetres; and four
    points known in both systems."""
    turn, e0, n0 = math.radians(23.5), round(red_line.bounds[0], 1), round(red_line.bounds[1], 1)

    def own(x: float, y: float) -> tuple[float, float]:
        dx, dy = x - e0, y - n0
        return (
            round((dx * math.cos(turn) + dy * math.sin(turn)) * 1000),
            round((dy * math.cos(turn) - dx * math.sin(turn)) * 1000),
        )

    dxf(to / "LT-A-0101 ground floor (site grid).dxf",
        {"SITE BOUNDARY": [([own(x, y) for x, y in ring(red_line)], True)], "CORE": [([own(x, y) for x, y in _core(red_line)], True)]},
        unit=4, red="SITE BOUNDARY")  # fmt: skip
    known = [ring(red_line)[0], ring(red_line)[len(ring(red_line)) // 2], *_core(red_line)[:2]]
    csv_file(
        to / "LT-A-0101 points.csv",
        [("page_x", "page_y", "easting", "northing"), *((*own(x, y), x, y) for x, y in known)],
    )
    return {"turned_degrees": 23.5, "easting_m": e0, "northing_m": n0, "units_per_m": 1000.0}


def infill(to: Path, ground: Ground, red_line: Polygon) -> Case:
    """Nine homes on a back yard: a table pasted from an e-mail, floor areas in square feet."""
    case = Case("foundry-mews", "Foundry Mews", "full", red_line)
    kinds = [("3b5p", 3, 5, 4, 1001)] * 3 + [("2b4p", 2, 4, 3, 861)] * 4 + [("1b2p", 1, 2, 2, 603)] * 2
    homes = [
        Home("market sale", b, p, r, round(ft * 0.09290304, 2), "", 0, str(n + 1))
        for n, (_, b, p, r, ft) in enumerate(kinds)
    ]
    lines = ["Plot\tHouse type\tBeds\tPersons\tTenure\tArea (sq ft)"]
    lines += [
        f"{n + 1}\t{'Mews house' if b == 3 else 'Flat'}\t{b}\t{p}\tPrivate\t{ft:,}"
        for n, (_, b, p, _, ft) in enumerate(kinds)
    ]
    (to / "schedule pasted from e-mail.txt").write_text(
        "\n".join(lines) + "\n", encoding="utf-8", newline="\n"
    )
    case.files["schedule pasted from e-mail.txt"] = "homes"
    geojson(to / "foundry_mews.geojson", [({"name": "Site boundary"}, red_line)], "EPSG:27700")
    case.files["foundry_mews.geojson"] = "redline"
    case.truth["plan"] = plan_pdf(to / "FM-001 location plan.pdf", ground, case, "Location plan FM-001")
    figures(
        to / "stated figures.csv", [("Application form", "3", "homes", "Number of dwellings", 9, "homes")]
    )
    case.files["stated figures.csv"] = "claims"
    case.truth |= totals(homes) | {"differ": []}
    return case
