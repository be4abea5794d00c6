"""A ground of a few streets, to try the writers of the sample's raw files on."""

from __future__ import annotations

from dataclasses import replace

from borough.ground import Green, Ground, Way
from shapely import LineString, MultiPolygon, Point, Polygon, box

X0, Y0, STEP, SIDE = 640_000.0, 185_000.0, 100.0, 7
"""Least corner, and a square of so many junctions each way."""
BRIDGE = "W900"
PATH = "W901"
CLOSES = ("W910", "W911", "W912", "W913", "W914")


def at(i: float, j: float) -> tuple[float, float]:
    """A junction's place."""
    return X0 + i * STEP, Y0 + j * STEP


def ground() -> Ground:
    """Named streets in a grid, a footbridge over it, a path across a square, five closes, two greens."""
    ways = []
    for i in range(SIDE):
        for j in range(SIDE):
            if i + 1 < SIDE:
                ways.append(
                    _street(f"W{i}{j}e", f"Row {j}", (i, j), (i + 1, j), "A Road" if j == 3 else "Local Road")
                )
            if j + 1 < SIDE:
                ways.append(
                    _street(
                        f"W{i}{j}n", f"Street {i}", (i, j), (i, j + 1), "B Road" if i == 3 else "Local Road"
                    )
                )
    ways[0] = replace(ways[0], over="bridge")
    # From one corner of the second row to a corner three rows on, over three streets without meeting them.
    bridge = LineString([at(1, 0), at(1.5, 0.5), at(1.5, 2.5), at(1, 3)])
    ways.append(Way(BRIDGE, "", "footway", bridge, "1,0", "1,3", 3.0, "bridge", "paving_stones"))
    ways.append(
        Way(
            PATH,
            "Garden Walk",
            "footway",
            LineString([at(4, 4), at(5, 5)]),
            "4,4",
            "5,5",
            3.0,
            "",
            "compacted",
            False,
        )
    )
    for n, name in enumerate(CLOSES):
        x, y = at(n, 0)
        line = LineString([(x, y), (x, y - 60.25)])
        ways.append(Way(name, "", "Restricted Local Access Road", line, f"{n},0", f"end {n}"))
    x, y = at(4, 4)
    garden = Polygon(
        [
            (x + 20, y + 20),
            (x + 50, y + 15),
            (x + 80, y + 20),
            (x + 85, y + 50),
            (x + 80, y + 80),
            (x + 20, y + 80),
        ]
    )
    wood = Point(at(2.5, 2.5)).buffer(30)
    greens = (
        Green("G1", "Saltcote Garden", "square", garden, (Point(at(4.2, 4.2)), Point(at(4.8, 4.8)))),
        Green("G2", "Marl Wood", "woodland", wood, ()),
    )
    edge = box(X0 - 150, Y0 - 150, X0 + 800, Y0 + 800)
    return Ground(
        boundary=edge,
        extent=edge.buffer(100),
        water={"River Thole": MultiPolygon([box(X0 - 150, Y0 - 150, X0 + 800, Y0 - 100)]), "Gantry Dock": MultiPolygon([box(X0 + 620, Y0 + 20, X0 + 680, Y0 + 80)])},
        rails={"Kestrel line": LineString([at(-1, 6.5), at(7, 6.5)])},
        viaducts=MultiPolygon(),
        ways=tuple(ways),
        blocks=(),
        greens=greens,
        stations=(),
        districts=(),
    )  # fmt: skip


def _street(id: str, name: str, a: tuple[int, int], b: tuple[int, int], sort: str) -> Way:
    line = LineString([at(*a), at(*b)])
    return Way(id, name, sort, line, f"{a[0]},{a[1]}", f"{b[0]},{b[1]}")
