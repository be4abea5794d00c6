"""A town of 24 by 18 blocks to put places in: a high street, estates, docks, schools, works, a park."""

from __future__ import annotations

from borough.ground import Block, District, Green, Ground, Way
from shapely import LineString, MultiPolygon, Point, Polygon, box

X, Y, STEP = 638_000.0, 183_000.0, 100.0
COLUMNS, ROWS = 24, 18
HIGH = (5, 13)
"""The rows of junctions along which the high streets run."""
POOR = range(18, 24)
"""Columns of the district that has too little."""


def style_of(i: int, j: int) -> str:
    """How the block in a column and row is laid out."""
    if i == 0 and j < 4:
        return "civic"
    if (j in HIGH or j + 1 in HIGH) and 2 <= i < 18:
        return "high street"
    if (i * 5 + j * 3) % 7 == 0:
        return "school"
    if i >= 21:
        return "industrial"
    if i in POOR or (i + j) % 6 == 0:
        return "estate"
    return "core" if i < 3 else "georgian" if j > 14 else "villa" if j < 3 else "terrace"


def district_of(i: int) -> str:
    """The district of a column: 'Cut Side' is one that the plan of places names for its gaps."""
    return "Cut Side" if i in POOR else "Bridgefoot" if i < 8 else "Saltcote"


def town() -> Ground:
    """The ground of it. The borough is all but the lowest two rows."""
    ways, blocks, greens = [], [], []
    for i in range(COLUMNS + 1):
        for j in range(ROWS + 1):
            for di, dj in ((1, 0), (0, 1)):
                if i + di <= COLUMNS and j + dj <= ROWS:
                    ways.append(_street(i, j, di, dj))
    for i in range(COLUMNS):
        for j in range(ROWS):
            land = box(X + STEP * i + 8, Y + STEP * j + 8, X + STEP * (i + 1) - 8, Y + STEP * (j + 1) - 8)
            name, sort = _green(i, j)
            if sort:
                greens.append(Green(f"G{i}-{j}", name, sort, land, ()))
                continue
            style = style_of(i, j)
            estate = f"Row {j} Estate" if style == "estate" else ""
            x, y = land.bounds[:2]
            slabs = (
                tuple(box(x + 10, y + 12 + 30 * k, x + 60, y + 22 + 30 * k) for k in range(2))
                if estate
                else ()
            )
            blocks.append(Block(f"B{i:02d}{j:02d}", land, style, district_of(i), estate, slabs))
    east, north = X + STEP * COLUMNS, Y + STEP * ROWS
    line = LineString([(X - 200, Y + 8.5 * STEP), (east, Y + 8.5 * STEP)])
    return Ground(
        boundary=box(X - 5, Y + 2 * STEP, east + 5, north + 5),
        extent=box(X - 50, Y - 50, east + 50, north + 50),
        water={"River Thole": MultiPolygon([box(X - 50, north + 6, east, north + 50)])},
        rails={"Kestrel line": line},
        viaducts=MultiPolygon([line.buffer(6)]),
        ways=tuple(ways),
        blocks=tuple(blocks),
        greens=tuple(greens),
        stations=(),
        districts=tuple(
            District(name, _columns(columns), style, hard, people)
            for name, columns, style, hard, people in (
                ("Bridgefoot", range(8), "core", 0.4, 150.0),
                ("Saltcote", range(8, 18), "terrace", 0.5, 160.0),
                ("Cut Side", POOR, "estate", 0.8, 180.0),
            )
        ),
        places={
            "college": Point(X + 50, Y + 250),
            "hospital": Point(X + 50, Y + 350),
            "market": Point(X + 900, Y + 510),
        },
    )


def _columns(columns: range) -> Polygon:
    return box(X + STEP * columns[0], Y, X + STEP * (columns[-1] + 1), Y + STEP * ROWS)


def _green(i: int, j: int) -> tuple[str, str]:
    kinds = (
        "park",
        "square",
        "common",
        "playing field",
        "allotment",
        "cemetery",
        "nature reserve",
        "community garden",
        "woodland",
        "park",
    )
    if i % 5 == 2 and j % 6 == 2:
        sort = kinds[(i // 5 * 3 + j // 6) % len(kinds)]
        return (
            f"Stone {i} Recreation Ground" if sort == "park" and i > 10 else f"{sort.title()} {i}-{j}"
        ), sort
    return "", ""


def _street(i: int, j: int, di: int, dj: int) -> Way:
    a, b = (X + STEP * i, Y + STEP * j), (X + STEP * (i + di), Y + STEP * (j + dj))
    name = f"{'Row' if di else 'Cross'} {j if di else i} {'Road' if di else 'Street'}"
    sort = (
        "A Road"
        if di and j in HIGH
        else "B Road"
        if dj and i == 10
        else "Minor Road"
        if di and j % 6 == 3
        else "Local Road"
    )
    return Way(f"W{i}-{j}-{di}", name, sort, LineString([a, b]), f"{i},{j}", f"{i + di},{j + dj}", 14.0)
