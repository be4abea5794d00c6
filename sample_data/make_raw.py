"""Make the raw files of the sample: a made-up town on a tidal river, the same bytes every time.

Run `python3 sample_data/make_raw.py` after changing anything here; the files in raw/ are kept beside it.
Coordinates are National Grid metres, out at sea, so that nobody takes the town for a real one.
"""

from __future__ import annotations

import csv
import json
import math
import random
from pathlib import Path

RAW = Path(__file__).resolve().parent / "raw"
SEED = 1887
ORIGIN = (641_000, 186_000)
COLUMNS, ROWS, BLOCK = 16, 11, 190.0
NAMES = (
    "Ropewalk", "Saltcote Street", "Marl Lane", "Tanyard Street", "Copperas Row", "Wharf Road", "Ferry Hill",
    "Limeburner Street", "Osier Road", "Gantry Way", "Kiln Street", "Mast Yard", "Hoymen's Row", "Weir Lane",
    "Chandler Street", "Eelpie Road", "Sluice Street", "Barley Quay", "Teasel Road", "Bargeman Street",
    "Quoin Street", "Withy Lane", "Granary Road", "Lantern Street", "Capstan Road", "Madder Row", "Pontoon Street",
)  # fmt: skip
WARDS = ("Saltcote", "Ferry Hill", "Old Wharf", "Osier Green")
SURGERIES = (
    ("Saltcote Surgery", 3, 2), ("Ferry Hill Medical Centre", 6, 8), ("The Osier Practice", 12, 8),
    ("Limeburner Street Surgery", 10, 4),
)  # fmt: skip
LIBRARIES = (("Old Wharf Library", 5, 3), ("Osier Green Library", 13, 7))


def point(rng: random.Random, i: int, j: int) -> tuple[float, float]:
    """Junction i along the river and j back from it: blocks bend with the bank and are not quite square."""
    bend = 120 * math.sin(i / COLUMNS * 2.6)
    wide = BLOCK * (1 + 0.02 * math.sin(j * 1.7))
    x = i * wide + 14 * math.sin(j * 2.1) + rng.uniform(-22, 22)
    y = j * BLOCK * 0.8 + bend + rng.uniform(-18, 18)
    return round(ORIGIN[0] + x, 2), round(ORIGIN[1] + y, 2)


def write_geojson(name: str, features: list[tuple[dict[str, object], dict[str, object]]]) -> None:
    """A GeoJSON file that says it is on the National Grid."""
    text = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
        "features": [{"type": "Feature", "properties": p, "geometry": g} for p, g in features],
    }
    (RAW / name).write_text(json.dumps(text, separators=(",", ":")) + "\n", encoding="utf-8")


def write_csv(name: str, rows: list[list[object]]) -> None:
    """A CSV file; lines end as on every system."""
    with (RAW / name).open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


def main() -> None:
    """Write every raw file."""
    rng = random.Random(SEED)
    RAW.mkdir(exist_ok=True)
    at = {(i, j): point(rng, i, j) for i in range(COLUMNS + 1) for j in range(ROWS + 1)}
    edge = (
        [at[i, 0] for i in range(COLUMNS + 1)]
        + [at[COLUMNS, j] for j in range(1, ROWS + 1)]
        + [at[i, ROWS] for i in range(COLUMNS - 1, -1, -1)]
        + [at[0, j] for j in range(ROWS - 1, -1, -1)]
    )
    write_geojson(
        "town_boundary.geojson",
        [({"name": "Saltmarsh Quays"}, {"type": "Polygon", "coordinates": [[list(p) for p in edge]]})],
    )
    write_streets(rng, at)
    write_areas(at)
    write_places(rng, at)
    site = [at[9, 1], at[10, 1], at[10, 3], at[9, 3], at[9, 1]]
    inset = [(round(x + (-9 if k in (1, 2) else 9), 2), y) for k, (x, y) in enumerate(site)]
    inset[-1] = inset[0]
    write_geojson(
        "gantry_wharf_red_line.geojson",
        [({"name": "Gantry Wharf"}, {"type": "Polygon", "coordinates": [[list(p) for p in inset]]})],
    )


def write_streets(rng: random.Random, at: dict[tuple[int, int], tuple[float, float]]) -> None:
    """Streets between junctions in the shape of OS Open Roads; some blocks are joined, some streets end."""
    features: list[tuple[dict[str, object], dict[str, object]]] = []
    for (i, j), here in sorted(at.items()):
        for di, dj in ((1, 0), (0, 1)):
            there = at.get((i + di, j + dj))
            main_road = (dj == 0 and j in (0, 5)) or (di == 0 and i in (4, 11))
            round_the_wharf = 8 <= i <= 12 and j <= 5  # its streets are all open
            if there is None or (not main_road and not round_the_wharf and rng.random() < 0.13):
                continue
            name = NAMES[(j * 2 if dj == 0 else i * 2 + 1) % len(NAMES)]
            bow = (rng.uniform(-12, 12), rng.uniform(-12, 12))
            middle = tuple(round((a + b) / 2 + c, 2) for a, b, c in zip(here, there, bow, strict=True))
            features.append(
                (
                    {
                        "id": f"SQ{i:02d}{j:02d}{di}{dj}", "startNode": f"SQN{i:02d}{j:02d}",
                        "endNode": f"SQN{i + di:02d}{j + dj:02d}", "name1": name,
                        "roadFunction": "A Road" if main_road else "Local Road", "formOfWay": "Single Carriageway",
                    },
                    {"type": "LineString", "coordinates": [list(here), list(middle), list(there)]},
                )
            )  # fmt: skip
    write_geojson("open_roads.geojson", features)


def write_areas(at: dict[tuple[int, int], tuple[float, float]]) -> None:
    """Four wards of three small areas each, with people by age."""
    wards, cells, census = [], [], []
    ages = ("4 years and under", "5 to 9 years", "10 to 15 years", "16 to 19 years", "20 to 24 years", "25 to 34 years",
            "35 to 49 years", "50 to 64 years", "65 to 74 years", "75 to 84 years", "85 years and over")  # fmt: skip
    shares = (0.055, 0.05, 0.06, 0.045, 0.09, 0.22, 0.22, 0.15, 0.06, 0.035, 0.015)
    for w, name in enumerate(WARDS):
        i0, i1 = w * 4, w * 4 + 4
        wards.append(
            (
                {"NAME": name, "GSS_CODE": f"E0599000{w + 1}", "DISTRICT": "Saltmarsh Quays", "LAGSSCODE": "E09990001"},
                polygon(at, i0, 0, i1, ROWS),
            )
        )
        for k, (j0, j1) in enumerate(((0, 4), (4, 8), (8, ROWS))):
            code = f"E0199{w}{k}01"
            cells.append(({"LSOA21CD": code, "LSOA21NM": f"Saltmarsh Quays 00{w + 1}{'ABC'[k]}"}, polygon(at, i0, j0, i1, j1)))
            people = [round((1400 + 130 * ((w * 3 + k * 5) % 7)) * s) for s in shares]
            census.append([code, f"Saltmarsh Quays 00{w + 1}{'ABC'[k]}", sum(people), *people])
    write_geojson("wards.geojson", wards)
    write_geojson("lsoa_2021.geojson", cells)
    write_csv("census_age.csv", [["LSOA21CD", "LSOA21NM", "Total", *(f"Aged {a}" for a in ages)], *census])


def polygon(at: dict[tuple[int, int], tuple[float, float]], i0: int, j0: int, i1: int, j1: int) -> dict[str, object]:
    """The outline that follows the junctions round a block of blocks."""
    ring = (
        [at[i, j0] for i in range(i0, i1 + 1)] + [at[i1, j] for j in range(j0 + 1, j1 + 1)]
        + [at[i, j1] for i in range(i1 - 1, i0 - 1, -1)] + [at[i0, j] for j in range(j1 - 1, j0 - 1, -1)]
    )  # fmt: skip
    return {"type": "Polygon", "coordinates": [[list(p) for p in ring]]}


def write_places(rng: random.Random, at: dict[tuple[int, int], tuple[float, float]]) -> None:
    """Surgeries by postcode in the NHS's shape, the postcodes, and libraries; with faults to practise on."""
    codes, practices = [], []
    for n, (i, j) in enumerate(sorted(at)):
        x, y = at[i, j]
        code = f"ZQ{1 + n // 90} {1 + n % 9}{'ABDEFGHJLN'[n // 9 % 10]}{'PQRSTUWX'[n % 8]}"
        codes.append([code, 10, round(x + rng.uniform(8, 30)), round(y + rng.uniform(8, 30)), "E92000001", "", "", "", "E09990001", ""])
    for n, (name, i, j) in enumerate(SURGERIES):
        k = sorted(at).index((i, j))
        row = [f"Q9900{n}", name.upper(), "Y99", "Q99", "1 " + NAMES[n].upper(), "", "", "", "", codes[k][0], "20010401", "", "A", "B", "", ""]
        practices.append([*row, *[""] * 9, 4])
    practices.append(["Q99008", "QUAYSIDE SURGERY", "Y99", "Q99", "2 WEIR LANE", "", "", "", "", codes[40][0], "19990401", "20190331", "C", "B", "", "", *[""] * 9, 4])
    write_csv("postcodes.csv", codes)
    write_csv("gp_practices.csv", practices)
    head = ["name", "address1", "address2", "address3", "borough_name", "website", "os_addressbase_uprn", "borough_code", "ward_2018_name", "ward_2018_code", "easting", "northing", "runtime"]
    rows: list[list[object]] = [
        [f"{name} ", f"1 {NAMES[n + 5]}", "NA", "", "Saltmarsh Quays", "", 0, "E09990001", WARDS[i // 4], "", *at[i, j], "11/27/2022"]
        for n, (name, i, j) in enumerate(LIBRARIES)
    ]
    write_csv("libraries.csv", [head, *rows])


if __name__ == "__main__":
    main()
