"""The three large applications: a full one with two options, an outline with ranges, an estate regeneration."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shapely import Polygon

from borough.cases_kit import Case, Home, Sheet, dxf, figures, plan_pdf, ring, totals, workbook
from borough.ground import Ground
from borough.scheme import PLOTS, Scheme, homes_rows
from borough.write import csv_file, gpkg, ods, xlsx

_SAID = {"social rent": "Social Rent", "shared ownership": "Shared Ownership", "market sale": "Private Sale"}
_TYPE = {"studio": "Studio"} | {
    f"{b}b{p}p": f"{b}B/{p}P" for b, p in ((1, 2), (2, 3), (2, 4), (3, 4), (3, 5), (4, 6), (5, 8))
}


def gantry_wharf(to: Path, ground: Ground, scheme: Scheme) -> Case:
    """1,200 homes in three phases, two options: a workbook an option, a sheet a block, a subtotal a level."""
    case = Case("gantry-wharf", "Gantry Wharf", "full", scheme.red_line)
    for option in (0, 1):
        homes = _gantry_homes(option)
        name = f"GW-PLA-SCH-{'AB'[option]} Accommodation Schedule P04.xlsx"
        workbook(to / name, _gantry_sheets(homes, "AB"[option]))
        case.files[name] = "homes"
        case.truth[f"option_{'ab'[option]}"] = totals(homes)
    red = ring(scheme.red_line)
    outlines = [(ring(scheme.outlines[p.name]), True) for p in PLOTS]
    west, south, east, north = (round(v) for v in scheme.red_line.bounds)
    grid = [([(x, south - 40), (x, north + 40)], False) for x in range(west, east, 60)]
    dxf(
        to / "GW-PLA-001 Site Location Plan.dxf",
        {"A-GRID": grid, "A-BLDG-OTLN": outlines, "A-SITE-REDL": [(red, True)]},
        texts=[("GANTRY WHARF", west, north + 45)],
        red="A-SITE-REDL",
    )
    case.files["GW-PLA-001 Site Location Plan.dxf"] = "redline"
    case.truth["plan"] = plan_pdf(
        to / "GW-PLA-001 Site Location Plan.pdf", ground, case, "Site location plan GW-PLA-001"
    )
    a = case.truth["option_a"]
    social = a["by_tenure"]["social rent"]
    ha = scheme.red_line.area / 1e4
    figures(
        to / "stated figures.csv",
        [
            ("Application form", "7", "homes", "Total residential units", a["homes"], "homes"),
            ("Application form", "7", "habitable rooms", "Total habitable rooms", a["habitable_rooms"], "rooms"),
            ("Application form", "2", "site area", "Site area", round(ha, 2), "ha"),
            ("Application form", "8", "social rent homes", "Social rented units", social + 6, "homes"),
            ("Planning statement", "34", "residential GIA", "Residential floorspace (GIA)", round(a["gia_m2"]) + 400, "m2"),
            ("Planning statement", "41", "affordable share by habitable room",
             "The scheme delivers 35% affordable housing by habitable room", 35, "%"),
        ],
    )  # fmt: skip
    case.files["stated figures.csv"] = "claims"
    case.truth["differ"] = [
        {"about": "social rent homes", "stated": social + 6, "read": social},
        {"about": "residential GIA", "stated": round(a["gia_m2"]) + 400, "read": a["gia_m2"]},
    ]
    return case


def _gantry_homes(option: int) -> list[Home]:
    """Today's summary, home by home: dealt out over the levels of each block."""
    rng = random.Random(f"gantry homes {option}")
    homes: list[Home] = []
    for plot in PLOTS:
        kinds: list[tuple[str, int, int, int, float]] = []
        for row in homes_rows(option):
            if row[2] == plot.name:
                kinds += [(row[4], row[7], row[8], row[9], row[10])] * row[6]
        rng.shuffle(kinds)
        per_level = math.ceil(len(kinds) / plot.storeys) if kinds else 1
        for n, (tenure, beds, people, rooms, gia) in enumerate(kinds):
            level, at = divmod(n, per_level)
            homes.append(
                Home(tenure, beds, people, rooms, gia, plot.name, level, f"{plot.name}.{level:02d}.{at + 1:02d}",
                     plot.phase, 5.0 + max(0, people - 2), "M4(3)" if n % 10 == 3 else "M4(2)", ("dual", "single")[n % 3 == 1])
            )  # fmt: skip
    return homes


def _gantry_sheets(homes: Sequence[Home], option: str) -> list[Sheet]:
    blocks = list(dict.fromkeys(h.block for h in homes))
    front = Sheet("Summary", widths=(22, 12, 12, 12, 12, 12, 12))
    front.add("Gantry Wharf", bold=True)
    front.add(f"Accommodation schedule summary, Option {option}")
    front.add()
    kinds = ("1b2p", "2b3p", "2b4p", "3b5p", "4b6p")
    front.add("Tenure", *(_TYPE[k] for k in kinds), "Total", "%", bold=True)
    for tenure in _SAID:
        mine = Counter(h.type for h in homes if h.tenure == tenure)
        count = sum(mine.values())
        front.add(_SAID[tenure], *(mine[k] for k in kinds), count, f"{100 * count / len(homes):.1f}%")
    every = Counter(h.type for h in homes)
    front.add("Total", *(every[k] for k in kinds), len(homes), "100%", bold=True)
    return [front, *(_gantry_block([h for h in homes if h.block == b], b) for b in blocks)]


def _gantry_block(homes: Sequence[Home], block: str) -> Sheet:
    """Headings in rows nine and ten, levels merged downwards, a subtotal a level."""
    sheet = Sheet(f"Block {block}", widths=(9, 13, 10, 18, 10, 10, 10, 14, 10, 10))
    sheet.add("GANTRY WHARF", bold=True)
    sheet.add("Larkhithe")
    sheet.add()
    sheet.add(None, "Drawing title", f"Block {block} accommodation schedule")
    sheet.add(None, "Phase", homes[0].phase)
    sheet.add(None, "Revision", "P04")
    sheet.add(None, "Status", "For planning")
    sheet.add()
    top = sheet.add(
        "Level",
        "Unit",
        None,
        "Tenure",
        "Area",
        None,
        "Hab. rooms",
        "Private amenity",
        "Part M",
        "Aspect",
        bold=True,
    )
    sheet.add(None, "Ref", "Type", None, "GIA m²", "GIA sq ft", None, "m²", None, None, bold=True)
    sheet.merged += [(top, top, 1, 2), (top, top, 4, 5)] + [(top, top + 1, c, c) for c in (0, 3, 6, 8, 9)]
    for level in sorted({h.level for h in homes}):
        mine = [h for h in homes if h.level == level]
        first = len(sheet.rows)
        for h in mine:
            sheet.add(f"{level:02d}" if len(sheet.rows) == first else None, h.ref, _TYPE[h.type], _SAID[h.tenure], h.gia_m2,
                      round(h.gia_m2 * 10.7639), h.rooms, h.amenity_m2, h.access, h.aspect.title())  # fmt: skip
        if len(mine) > 1:
            sheet.merged.append((first, first + len(mine) - 1, 0, 0))
        sheet.add(f"Level {level:02d} subtotal", len(mine), None, None, round(sum(h.gia_m2 for h in mine), 1), None,
                  sum(h.rooms for h in mine), bold=True)  # fmt: skip
    sheet.add()
    sheet.add(
        f"BLOCK {block} TOTAL",
        f"{len(homes)} units",
        None,
        None,
        round(sum(h.gia_m2 for h in homes), 1),
        bold=True,
    )
    sheet.add()
    sheet.add("All areas are approximate and subject to survey and design development.")
    return sheet


def outline(to: Path, red_line: Polygon, blue_line: Polygon) -> Case:
    """An outline application: homes and floorspace as maxima and ranges, with parameter plans."""
    case = Case("coopers-yard-outline", "Coopers Yard", "outline", red_line)
    gpkg(
        to / "coopers_yard_boundaries.gpkg",
        {
            "site_boundary": [({"Title": "Application boundary"}, red_line)],
            "land_in_ownership": [({"Title": "Other land in ownership"}, blue_line)],
        },
        "EPSG:27700",
    )
    case.files["coopers_yard_boundaries.gpkg"] = ""
    homes = [
        ("Social rent", "1 bed", 20, 30), ("Social rent", "2 bed", 30, 45), ("Social rent", "3 bed", 25, 30),
        ("Shared ownership", "1 bed", 15, 20), ("Shared ownership", "2 bed", 15, 25),
        ("Market sale", "1 bed", 80, 100), ("Market sale", "2 bed", 90, 110), ("Market sale", "3 bed", 0, 50),
    ]  # fmt: skip
    sheet = Sheet("Development parameters", widths=(22, 14, 22))
    sheet.add("Coopers Yard: outline planning application", bold=True)
    sheet.add("Table 2: residential mix (all matters reserved)")
    sheet.add()
    sheet.add("Tenure", "Size", "Number of homes", bold=True)
    for tenure, size, low, high in homes:
        sheet.add(tenure, size, f"up to {high}" if not low else f"{low} - {high}")
    sheet.add("Total", None, f"up to {sum(h[3] for h in homes)}", bold=True)
    workbook(to / "CY-OPA Table 2 residential mix.xlsx", [sheet])
    case.files["CY-OPA Table 2 residential mix.xlsx"] = "homes"
    floor = [("E(a)", 1500.0), ("E(g)(i)", 6000.0), ("F2(b)", 450.0), ("sui generis", 300.0)]
    lost = [("B8", 5200.0), ("E(g)(iii)", 2400.0)]
    csv_file(
        to / "CY-OPA Table 3 floorspace.csv",
        [("Use class", "State", "Measure", "Floorspace m2", "Description"),
         *((u, "existing", "GIA", m, "as surveyed") for u, m in lost),
         *((u, "lost", "GIA", m, "all demolished") for u, m in lost),
         *((u, "proposed", "GIA", f"up to {m:,.0f}", "maximum") for u, m in floor)],
    )  # fmt: skip
    case.files["CY-OPA Table 3 floorspace.csv"] = ""
    csv_file(
        to / "CY-OPA parameter plans.csv",
        [("Parameter", "Value", "Unit", "Drawing"), ("building height above ground", "up to 72", "m", "CY-PP-04"),
         ("public open space", "6500-7200", "m2", "CY-PP-06"), ("play space", "1800-2400", "m2", "CY-PP-06"),
         ("cycle spaces", "up to 780", "spaces", "CY-PP-08"), ("car parking spaces", "up to 21", "spaces", "CY-PP-08")],
    )  # fmt: skip
    case.files["CY-OPA parameter plans.csv"] = ""
    low, high = sum(h[2] for h in homes), sum(h[3] for h in homes)
    ha = red_line.area / 1e4
    figures(
        to / "stated figures.csv",
        [("Application form", "5", "homes", "Up to this many homes", high, "homes"),
         ("Application form", "2", "site area", "Site area", round(ha * 1.06, 2), "ha"),
         ("Design and access statement", "12", "proposed E(g)(i) GIA", "Office floorspace", 6000, "m2")],
    )  # fmt: skip
    case.files["stated figures.csv"] = "claims"
    by_tenure = Counter[str]()
    for tenure, _, _, n in homes:
        by_tenure[tenure.lower()] += n
    by_bedrooms = Counter[str]()
    for _, size, _, n in homes:
        by_bedrooms[size[0]] += n
    case.truth |= {
        "homes": high,
        "homes_least": low,
        "blue_line_ha": round(blue_line.area / 1e4, 4),
        "by_tenure": dict(sorted(by_tenure.items())),
        "by_bedrooms": dict(sorted(by_bedrooms.items())),
        "floorspace": [
            *({"use": u, "state": s, "m2": m} for u, m in lost for s in ("existing", "lost")),
            *({"use": u, "state": "proposed", "m2": m, "m2_least": 0.0} for u, m in floor),
        ],
        "quantities": [
            {"what": "building height above ground", "least": 0.0, "most": 72.0, "document": "CY-PP-04"},
            {"what": "public open space", "least": 6500.0, "most": 7200.0, "document": "CY-PP-06"},
            {"what": "play space", "least": 1800.0, "most": 2400.0, "document": "CY-PP-06"},
            {"what": "cycle spaces", "least": 0.0, "most": 780.0, "document": "CY-PP-08"},
            {"what": "car parking spaces", "least": 0.0, "most": 21.0, "document": "CY-PP-08"},
        ],
        "differ": [{"about": "site area", "stated": round(ha * 1.06, 2), "read": round(ha, 4)}],
    }
    return case


_OLD = (("social rent", 1, 2, 46.0, 96), ("social rent", 2, 3, 63.0, 118), ("social rent", 3, 4, 78.0, 50),
        ("market sale", 2, 3, 63.0, 36))  # fmt: skip
"""Homes to be lost: tenure, bedrooms, habitable rooms, GIA, how many. 'market sale' are leaseholders' homes."""
_NEW = (("social rent", "1b2p", 2, 50.5, 110), ("social rent", "2b4p", 3, 70.5, 130), ("social rent", "3b5p", 4, 87.0, 60),
        ("shared ownership", "1b2p", 2, 50.5, 40), ("shared ownership", "2b3p", 3, 61.5, 40),
        ("market sale", "1b2p", 2, 50.5, 120), ("market sale", "2b4p", 3, 70.5, 110), ("market sale", "3b5p", 4, 87.0, 30))  # fmt: skip


def estate(to: Path, red_line: Polygon) -> Case:
    """300 homes demolished over three phases and 640 built over four."""
    case = Case("almond-estate", "Almond Estate", "full", red_line)
    rng = random.Random("almond estate")
    old = [(t, b, r, g) for t, b, r, g, n in _OLD for _ in range(n)]
    rng.shuffle(old)
    rows: list[list[Any]] = [["Almond Estate: homes to be demolished"], ["Housing management extract"], [],
                             ["Block", "Flat No", "Tenure", "Bedrooms", "Habitable rooms", "GIA (sqm)", "Demolition phase",
                              "Occupied", "Right to return", "Decant phase"]]  # fmt: skip
    lost = Counter[str]()
    by_phase = Counter[str]()
    empty = 0
    for n, (tenure, beds, rooms, gia) in enumerate(old):
        phase = 1 + (n >= 90) + (n >= 210)
        vacant = n % 17 == 5
        empty += vacant
        lost[tenure] += 1
        by_phase[str(phase)] += 1
        said = "Council tenant" if tenure == "social rent" else "Leaseholder"
        rows.append(["Almond House" if phase == 1 else "Hazel House" if phase == 2 else "Walnut House", f"{n + 1}",
                     {"Council tenant": "Social rent", "Leaseholder": "Private"}[said], beds, rooms, gia, phase,
                     "Vacant" if vacant else "Occupied", None if vacant else "Yes", None if vacant else phase])  # fmt: skip
    rows.append(["Total", len(old)])
    ods(to / "AE existing homes.ods", {"Existing homes": rows})
    case.files["AE existing homes.ods"] = "losses"
    homes: list[Home] = []
    for tenure, kind, rooms, gia, n in _NEW:
        for k in range(n):
            phase = 1 + 4 * k // n
            homes.append(
                Home(
                    tenure, int(kind[0]), int(kind[2]), rooms, gia, f"{'NPQR'[phase - 1]}1", k % 8, "", phase
                )
            )
    head = [
        "Phase",
        "Building",
        "Tenure",
        "Unit type",
        "No. of units",
        "GIA per unit (m²)",
        "Habitable rooms per unit",
    ]
    table: list[list[Any]] = [["Almond Estate"], ["Proposed accommodation by phase"], [], head]
    for phase in (1, 2, 3, 4):
        mine = Counter((h.block, h.tenure, h.type, h.gia_m2, h.rooms) for h in homes if h.phase == phase)
        for at, ((block, tenure, kind, gia, rooms), n) in enumerate(mine.items()):
            beds, people = kind[0], kind[2]
            table.append([f"Phase {phase}" if at == 0 else None, block if at == 0 else None, tenure.title(),
                          f"{beds} bed {people} person", n, gia, rooms])  # fmt: skip
        table.append([f"Sub-total phase {phase}", None, None, None, sum(mine.values())])
    table.append(["Grand total", None, None, None, len(homes)])
    xlsx(to / "AE proposed homes.xlsx", {"Proposed": table})
    case.files["AE proposed homes.xlsx"] = "homes"
    csv_file(
        to / "AE phasing.csv",
        [("Phase", "Phase name", "Starts", "Completes"), (1, "Almond", "2027-04", "2029-09"), (2, "Hazel", "2029-10", "2032-03"),
         (3, "Walnut", "2032-04", "2034-09"), (4, "Green", "2034-01", "2036-06")],
    )  # fmt: skip
    case.files["AE phasing.csv"] = ""
    red = ring(red_line)
    half = len(red) // 2
    dxf(to / "AE-100 red line (mm).dxf",
        {"RED LINE BOUNDARY": [(red, True)], "EXISTING": [(red[:half], False)]}, unit=4, scale=1000.0)  # fmt: skip
    case.files["AE-100 red line (mm).dxf"] = "redline"
    figures(
        to / "stated figures.csv",
        [("Application form", "6", "homes", "Proposed dwellings", len(homes), "homes"),
         ("Application form", "6", "homes lost", "Existing dwellings to be demolished", 306, "homes"),
         ("Planning statement", "22", "net homes", "Net additional homes", len(homes) - 300, "homes")],
    )  # fmt: skip
    case.files["stated figures.csv"] = "claims"
    csv_file(
        to / "consultations.csv",
        [("Body", "About", "Asked", "Due", "Received", "Outcome"),
         ("Residents' steering group", "phasing and the right to return", "2026-02-02", "2026-03-02", "2026-02-27", "support with conditions"),
         ("Integrated care board", "surgery capacity", "2026-02-02", "2026-02-23", "", "")],
    )  # fmt: skip
    case.files["consultations.csv"] = ""
    net = {}
    done = 0
    for phase in (1, 2, 3, 4):
        built = sum(h.phase == phase for h in homes)
        gone = by_phase[str(phase)]
        net[str(phase)] = [built, gone, done - gone, done + built - gone]
        done += built - gone
    case.truth |= totals(homes) | {
        "lost_homes": 300,
        "lost_by_tenure": dict(sorted(lost.items())),
        "lost_empty": empty,
        "net_homes": len(homes) - 300,
        "phases_built_lost_lowest_after": net,
        "differ": [{"about": "homes lost", "stated": 306, "read": 300}],
    }
    return case
