"""Gantry Wharf: the sample's scheme, two options of about 1,200 homes in three phases, on the plan's site."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import Point, Polygon

from borough.book import Book
from borough.ground import Green, Ground
from borough.on_foot import OnFoot, Reach
from borough.write import geojson, xlsx

NAME = "Gantry Wharf"
SCHEDULE = "gantry_wharf_schedule.xlsx"
GATES = {
    "Dock Road gate": (0.42, 1.0),
    "Gantry Street gate": (0.0, 0.30),
    "Mast Lane gate": (1.0, 0.40),
    "Quay gate": (0.5, 0.0),
}
"""Gates by where they stand, as shares of the site from west to east and south to north."""


@dataclass(frozen=True)
class Plot:
    """A block: its ground in shares of the site, storeys, phase, homes by option and where its door stands."""

    name: str
    at: tuple[float, float, float, float]
    storeys: int
    phase: int
    homes: tuple[int, int]
    door: tuple[float, float]
    near: bool = False
    """Whether its homes are among those within the planted walk of the park."""


PLOTS = (
    Plot("A", (0.03, 0.80, 0.29, 0.965), 9, 1, (150, 150), (0.16, 0.965), True),
    Plot("B", (0.35, 0.80, 0.63, 0.965), 11, 1, (170, 180), (0.49, 0.965), True),
    Plot("C", (0.69, 0.80, 0.97, 0.965), 12, 2, (160, 170), (0.83, 0.965), True),
    Plot("D", (0.03, 0.46, 0.115, 0.74), 8, 1, (120, 120), (0.03, 0.475)),
    Plot("E", (0.03, 0.17, 0.115, 0.40), 8, 2, (110, 120), (0.03, 0.28)),
    Plot("F", (0.885, 0.68, 0.97, 0.785), 14, 2, (120, 130), (0.97, 0.784), True),
    Plot("G", (0.86, 0.20, 0.94, 0.60), 7, 3, (120, 0), (0.94, 0.4), True),
    Plot("H", (0.03, 0.03, 0.30, 0.115), 8, 3, (90, 100), (0.16, 0.03)),
    Plot("J", (0.37, 0.03, 0.62, 0.115), 16, 3, (80, 130), (0.5, 0.03)),
    Plot("K", (0.69, 0.03, 0.97, 0.115), 7, 3, (80, 100), (0.83, 0.03)),
)
EXACT = "G"
"""The block whose door stands exactly the planted walk from the park."""
TYPES = {
    # type: bedrooms, bed spaces, habitable rooms, GIA of this scheme in m2
    "1b2p": (1, 2, 2, 51.0), "2b3p": (2, 3, 3, 62.5), "2b4p": (2, 4, 3, 71.5), "3b5p": (3, 5, 4, 88.0), "4b6p": (4, 6, 5, 101.0),
}  # fmt: skip
MIX = {
    # tenure: share of homes, then of each type among them
    "social rent": (0.27, (0.16, 0.14, 0.30, 0.28, 0.12)),
    "shared ownership": (0.10, (0.38, 0.30, 0.24, 0.08, 0.0)),
    "market sale": (0.63, (0.36, 0.20, 0.30, 0.12, 0.02)),
}
PHASES = (
    (1, "Dock Road", "2028-04", "2031-03"),
    (2, "Mast Lane", "2030-09", "2034-02"),
    (3, "Gantry Quay", "2033-05", "2037-06"),
)


@dataclass(frozen=True)
class Door:
    """A gate (no block) or a block's door."""

    name: str
    point: Point
    block: str = ""


@dataclass(frozen=True)
class Scheme:
    """The scheme as it lies on the ground."""

    red_line: Polygon
    outlines: dict[str, Polygon]
    doors: tuple[Door, ...]
    park: Polygon

    def door(self, name: str) -> Door:
        """A gate or door by name."""
        return next(d for d in self.doors if d.name == name)


def scheme_of(ground: Ground, net: OnFoot, planted: dict[str, Any]) -> Scheme:
    """Lay the scheme out; one door is moved along its front until the planted walk to the park is exact."""
    land = shapely.union_all(
        [b.shape.buffer(0.4, join_style="mitre") for b in ground.blocks if b.district == NAME]
    )
    red = shapely.set_precision(shapely.simplify(land.buffer(-0.6, join_style="mitre"), 0.3), 0.01)
    if not isinstance(red, Polygon):
        raise ValueError("the site is not one piece of land")
    place = _Shares(red)
    outlines = {p.name: place.box(*p.at) for p in PLOTS}
    park: Green = next(g for g in ground.greens if g.name == planted["park"]["name"])
    walks = [net.from_(e) for e in park.entrances]
    doors = [Door(n, _onto(red, place(u, v))) for n, (u, v) in GATES.items()]
    for plot in PLOTS:
        at = _onto(outlines[plot.name], place(*plot.door))
        doors.append(Door(f"{plot.name} door", at, plot.name))
    target = float(planted["park"]["walk_m"])
    # The farthest of the near homes: its door is moved along its front until the walk is exact.
    last = next(p for p in PLOTS if p.name == EXACT)
    east, south, north = last.at[2], last.at[1], last.at[3]
    exact = _slid(outlines[EXACT], place(east, south + 0.004), place(east, north - 0.004), walks, target)
    doors = [replace(x, point=exact) if x.name == f"{EXACT} door" else x for x in doors]
    made = Scheme(red, outlines, tuple(doors), place.box(0.33, 0.30, 0.69, 0.62))
    for plot in PLOTS:
        far = _walk(made.door(f"{plot.name} door").point, walks)
        if (plot.near and far > target + 0.005) or (not plot.near and far <= 400):
            raise ValueError(
                f"block {plot.name} is {far:.2f} m from {park.name}: the planted share does not hold"
            )
    return made


def _walk(point: Point, walks: Sequence[Reach]) -> float:
    return min(w.to(point) for w in walks)


def _slid(outline: Polygon, a: Point, b: Point, walks: Sequence[Reach], target: float) -> Point:
    """The point on an outline between two of its points from which the walk is as long as it should be."""
    lo, hi = _onto(outline, a), _onto(outline, b)
    ring = outline.exterior
    s, t = ring.project(lo), ring.project(hi)
    if not _walk(lo, walks) > target > _walk(hi, walks):
        raise ValueError(
            f"no door between {_walk(lo, walks):.1f} and {_walk(hi, walks):.1f} m gives {target} m"
        )
    for _ in range(40):
        mid = ring.interpolate((s + t) / 2)
        if _walk(mid, walks) > target:
            s = (s + t) / 2
        else:
            t = (s + t) / 2
    # Walks get shorter towards t: its side is never over the target by more than rounding.
    return Point(round(ring.interpolate(t).x, 3), round(ring.interpolate(t).y, 3))


def _onto(shape: Polygon, point: Point) -> Point:
    foot = shape.exterior.interpolate(shape.exterior.project(point))
    return Point(round(foot.x, 3), round(foot.y, 3))


class _Shares:
    """Spots of a four-sided site by shares of it, from west to east and south to north."""

    def __init__(self, red: Polygon) -> None:
        c = np.asarray(red.exterior.coords)
        self.sw, self.se, self.ne, self.nw = (
            c[int(np.argmin(c @ np.array(d)))] for d in ((1, 1), (-1, 1), (-1, -1), (1, -1))
        )

    def __call__(self, u: float, v: float) -> Point:
        x, y = (1 - u) * (1 - v) * self.sw + u * (1 - v) * self.se + u * v * self.ne + (1 - u) * v * self.nw
        return Point(round(float(x), 2), round(float(y), 2))

    def box(self, u0: float, v0: float, u1: float, v1: float) -> Polygon:
        corners = [self(u0, v0), self(u1, v0), self(u1, v1), self(u0, v1)]
        return Polygon([(p.x, p.y) for p in corners])


def homes_rows(option: int) -> list[list[Any]]:
    """The summary of homes of an option: whole homes that add up to each block's number."""
    out: list[list[Any]] = []
    for plot in PLOTS:
        total = plot.homes[option]
        wanted = {
            (t, k): total * share * part
            for t, (share, parts) in MIX.items()
            for k, part in zip(TYPES, parts, strict=True)
        }
        for (tenure, kind), n in _whole(wanted, total).items():
            if n:
                beds, spaces, rooms, gia = TYPES[kind]
                out.append(
                    [NAME, "AB"[option], plot.name, plot.phase, tenure, kind, n, beds, spaces, rooms, gia]
                )
    return out


def _whole(wanted: dict[tuple[str, str], float], total: int) -> dict[tuple[str, str], int]:
    """Shares as whole numbers with the right sum: the largest remainders are rounded up."""
    out = {k: math.floor(v) for k, v in wanted.items()}
    by_rest = sorted(wanted, key=lambda k: (out[k] - wanted[k], k))
    for k in by_rest[: total - sum(out.values())]:
        out[k] += 1
    return out


PROVISION = (
    ("park", "Crane Gardens", 1, None, "", 0.0, "secured"),
    ("community centre", "Winding House", 1, 180, "people", 460, "secured"),
    ("nursery", "Gantry Wharf nursery", 2, 64, "places", 420, "operator confirmed"),
    ("health centre", "Gantry Wharf health centre", 2, 12, "consulting rooms", 1250, "offered"),
    ("LEAP", "Crane Gardens play area", 1, None, "", 420, "secured"),
    ("LAP", "Block E doorstep play", 2, None, "", 110, "secured"),
    ("MUGA", "Quay court", 3, None, "", 620, "offered"),
    ("workspace", "Gantry Works", 3, 260, "desks", 3400, "offered"),
    ("public toilet", "Quay toilets", 3, None, "", 40, "offered"),
)
LOSSES = (
    (
        "workspace",
        "Gantry Works and yards",
        "",
        "",
        6200,
        "m2",
        1,
        "warehouses and yards, about half of them empty",
    ),
    ("homes", "Lock Cottages", "", "social rent", 16, "homes", 2, "all occupied; right to return"),
    (
        "youth centre",
        "Gantry Yard youth club",
        "",
        "",
        210,
        "m2",
        1,
        "moves to the community centre when that opens",
    ),
)


def write_scheme(scheme: Scheme, folder: Path, book: Book) -> None:
    """The files that an applicant's tidy submission has: outlines as GeoJSON, tables as a workbook."""
    head = {"Scheme": NAME, "Option": ""}
    geojson(
        folder / "gantry_wharf_red_line.geojson",
        [({"Scheme": NAME, "Option": "", "Reference": "LH/26/0417/FUL"}, scheme.red_line)],
        "EPSG:27700",
    )
    blocks = [
        (
            {"Scheme": NAME, "Option": "AB"[o], "Block": p.name, "Phase": p.phase, "Storeys": p.storeys},
            scheme.outlines[p.name],
        )
        for o in (0, 1)
        for p in PLOTS
        if p.homes[o]
    ]
    geojson(folder / "gantry_wharf_blocks.geojson", blocks, "EPSG:27700")
    rows = []
    for d in scheme.doors:
        wanted = [""] if not d.block or all(next(p for p in PLOTS if p.name == d.block).homes) else ["A"]
        rows += [({**head, "Option": o, "Entrance": d.name, "Block": d.block}, d.point) for o in wanted]
    geojson(folder / "gantry_wharf_entrances.geojson", rows, "EPSG:27700")
    phases: list[list[Any]] = [[NAME, "", *p] for p in PHASES]
    losses: list[list[Any]] = [[NAME, "", *x] for x in LOSSES]
    park = scheme.park.area
    provision = [
        [
            NAME,
            "",
            kind,
            name,
            phase,
            capacity,
            unit,
            round(park) if kind == "park" else area,
            certainty,
            *_where(kind, scheme),
        ]
        for kind, name, phase, capacity, unit, area, certainty in PROVISION
    ]
    provision.append(
        [
            NAME,
            "B",
            "primary school",
            "Gantry Wharf primary school",
            3,
            210,
            "places",
            2300,
            "offered",
            None,
            None,
        ]
    )
    book.add(
        SCHEDULE,
        "checked",
        "does not say which map coordinates it uses",
        "Eastings and northings in a table, as applicants send them.",
        part="Provision",
    )
    xlsx(
        folder / SCHEDULE,
        {
            "Phases": [
                ["Scheme", "Option", "Phase", "Phase name", "Starts", "Completes"],
                *phases,
            ],
            "Homes": [
                [
                    "Scheme",
                    "Option",
                    "Block",
                    "Phase",
                    "Tenure",
                    "Type",
                    "Homes",
                    "Bedrooms",
                    "Bed spaces",
                    "Habitable rooms",
                    "GIA m2",
                ],
                *homes_rows(0),
                *homes_rows(1),
            ],
            "Provision": [
                [
                    "Scheme",
                    "Option",
                    "Provision",
                    "Name",
                    "Phase",
                    "Capacity",
                    "Capacity unit",
                    "Area m2",
                    "Certainty",
                    "Easting",
                    "Northing",
                ],
                *provision,
            ],
            "Losses": [
                [
                    "Scheme",
                    "Option",
                    "Loss",
                    "Name",
                    "Asset code",
                    "Tenure",
                    "Amount",
                    "Unit",
                    "Phase",
                    "Details",
                ],
                *losses,
            ],
        },
    )


def _where(kind: str, scheme: Scheme) -> tuple[float | None, float | None]:
    """What stands in the new park is placed; the rest is somewhere on the site."""
    c = scheme.park.centroid
    spots = {"park": (0.0, 0.0), "LEAP": (22.0, -14.0), "community centre": (-41.0, 18.0)}
    return (round(c.x + spots[kind][0], 1), round(c.y + spots[kind][1], 1)) if kind in spots else (None, None)
