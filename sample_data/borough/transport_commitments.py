"""Schemes permitted, under way or allocated in and around the borough, as a council lists them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import shapely
from shapely import Point, Polygon

from borough.book import Book
from borough.ground import Ground
from borough.transport_net import Streets
from borough.write import csv_file

WORDS = Path(__file__).resolve().parent / "words"
PLAN = WORDS.parent.parent / "plan.toml"
COMMITMENTS = "commitments.csv"
NEAR_M = 450.0
ACROSS_M = 18.0
"""How wide a street may be that a site goes across."""


def write_commitments(ground: Ground, streets: Streets, folder: Path, book: Book) -> None:
    """A list of schemes as a council keeps one, with points for some and outlines for others."""
    text = tomllib.loads((WORDS / "commitments.toml").read_text(encoding="utf-8"))
    origin = tomllib.loads(PLAN.read_text(encoding="utf-8"))["origin"]
    tree = shapely.STRtree([b.shape for b in ground.blocks])
    rows: list[list[object]] = [
        [
            "Reference",
            "Name",
            "Address",
            "Homes",
            "People",
            "Provision",
            "Status",
            "Year",
            "Easting",
            "Northing",
            "WKT",
        ]
    ]
    for scheme in text["scheme"]:
        at = Point(scheme["at"][0] + origin[0], scheme["at"][1] + origin[1])
        block = ground.blocks[int(tree.nearest(at))].shape
        if not block.contains(at):
            at = block.representative_point()
        outline = _outline(at, scheme["ha"], ground) if "ha" in scheme else None
        middle = at if outline is None else outline.representative_point()
        rows.append(
            [
                scheme["ref"],
                scheme["name"],
                streets.street_near(middle),
                scheme["homes"],
                scheme["people"],
                scheme["provision"],
                scheme["status"],
                scheme["year"],
                round(middle.x),
                round(middle.y),
                "" if outline is None else outline.wkt,
            ]
        )
    csv_file(folder / COMMITMENTS, rows)
    book.add(
        COMMITMENTS,
        "left",
        "2 rows left out: refused, withdrawn, lapsed",
        "Schemes that were refused, or not begun in time.",
    )
    unsaid = "The file does not say which map coordinates it uses"
    book.add(COMMITMENTS, "checked", unsaid, "Eastings and northings and outlines, without a word.", lines=2)


def _outline(at: Point, hectares: float, ground: Ground) -> Polygon:
    """Whole blocks round a point that no main road parts, with the streets between, cut straight to size."""
    wanted = hectares * 1e4
    main = [w.line for w in ground.ways if w.sort in ("A Road", "B Road", "Minor Road")]
    roads = shapely.union_all([line for line in main if line.distance(at) < NEAR_M])
    near = sorted(
        (b.shape for b in ground.blocks if b.shape.distance(at) < NEAR_M and b.style != "school"),
        key=lambda s: s.distance(at),
    )
    site = near.pop(0)
    while site.area < wanted and near:
        reachable = [
            (shapely.distance(site, s), n)
            for n, s in enumerate(near)
            if not roads.intersects(shapely.shortest_line(site, s))
        ]
        if not reachable or min(reachable)[0] > ACROSS_M:
            break
        site = shapely.union_all([site, near.pop(min(reachable)[1])]).buffer(ACROSS_M / 2, join_style="mitre")
        site = site.buffer(-ACROSS_M / 2, join_style="mitre")
    whole = max(shapely.get_parts(site).tolist(), key=lambda p: p.area)
    return shapely.set_precision(Polygon(shapely.simplify(_cut(whole, wanted), 0.8).exterior), 0.1)


def _cut(shape: Polygon, wanted_m2: float) -> Polygon:
    """The part of a shape, of about so much area, on one side of a line across its length."""
    corners = list(shape.minimum_rotated_rectangle.exterior.coords)
    first, second = (np.subtract(corners[1], corners[0]), np.subtract(corners[2], corners[1]))
    along = first if np.hypot(*first) > np.hypot(*second) else second
    start = np.array(corners[0] if along is first else corners[1])
    across = second if along is first else -first
    low, high = 0.0, 1.0
    for _ in range(30):
        share = (low + high) / 2
        end = start + share * along
        part = shape.intersection(Polygon([start, end, end + across, start + across]))
        low, high = (low, share) if part.area > wanted_m2 else (share, high)
    return max(shapely.get_parts(part).tolist(), key=lambda p: p.area)
