"""What the made-up local plan designates: the regeneration area, site allocations, town centres, industrial land."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import shapely
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from borough.book import Book
from borough.faulty import bow_tie
from borough.ground import Ground
from borough.plan import read_plan
from borough.scheme import Scheme
from borough.shapes import parts
from borough.write import geojson, gpkg

FILE = "Local Plan designations.gpkg"
CONSERVATION = "conservation_areas.geojson"
WORDS = Path(__file__).resolve().parent / "words" / "allocations.toml"
TOWN_CENTRES = {
    "Broadway and Saltcote Road": [4700, 3150],
    "Larkhithe Cross": [3040, 2890],
    "Pellmead": [3900, 5250],
    "Lammas Green": [4420, 4600],
    "Orchard Rise": [2520, 5600],
}
Row = tuple[dict[str, object], Polygon]


def write_plan_areas(ground: Ground, scheme: Scheme, folder: Path, book: Book) -> None:
    """The plan's designations as one GeoPackage in Web Mercator, and its conservation areas as GeoJSON."""
    rng = random.Random("larkhithe plan")
    rows: list[Row] = [
        (_row("RA1", "Gantry Dock Regeneration Area", "regeneration_area"), ground.regeneration)
    ]
    rows += _allocations(ground, scheme)
    rows += _town_centres(ground)
    rows += _industry(ground)
    # As council layers often have it: an outline that crosses itself, and a second row for one reference.
    last = len(rows)
    crossed = bow_tie(Polygon(rows[-1][1].exterior))
    if crossed is None:
        raise ValueError("the last outline cannot be made to cross itself")
    rows[-1] = (rows[-1][0], crossed)
    gpkg(folder / FILE, {"Local Plan designations": rows}, "EPSG:3857")
    book.add(
        FILE,
        "repaired",
        "The outline was mended",
        "An outline that crosses itself, as one in a council's layer often does.",
        row=last,
    )
    shapes = _conservation(ground, rng)
    geojson(folder / CONSERVATION, shapes, "EPSG:27700")
    book.add(
        CONSERVATION,
        "checked",
        "1 column is empty throughout: More_information",
        "A column that nobody filled.",
    )


def _row(reference: str, name: str, designation: str, **lists: list[str]) -> dict[str, object]:
    return {
        "reference": reference,
        "name": name,
        "designation": designation,
        **{k: "; ".join(lists.get(k, [])) for k in ("must", "should", "may")},
    }


def _allocations(ground: Ground, scheme: Scheme) -> list[Row]:
    origin = read_plan().data["origin"]
    out: list[Row] = []
    taken: list[BaseGeometry] = [scheme.red_line]
    for a in tomllib.loads(WORDS.read_text(encoding="utf-8"))["allocation"]:
        if a.get("site"):
            beside = [
                b.shape
                for b in ground.blocks
                if b.style == "industrial"
                and 0 < b.shape.distance(scheme.red_line) < 30
                and b.shape.centroid.x < scheme.red_line.centroid.x
            ]
            shape = _joined(
                [scheme.red_line, *sorted(beside, key=lambda s: s.centroid.distance(scheme.red_line))[:2]]
            )
        else:
            at = Point(a["near"][0] + origin[0], a["near"][1] + origin[1])
            free = [
                b.shape
                for b in ground.blocks
                if b.style in ("industrial", "quay", "docks") and all(b.shape.distance(t) > 40 for t in taken)
            ]
            near = sorted(free, key=lambda s: s.distance(at))[:3]
            shape = _joined(near[:1] + [s for s in near[1:] if s.distance(near[0]) < 20])
        taken.append(shape)
        out.append(
            (
                _row(
                    a["reference"],
                    a["name"],
                    "site_allocation",
                    must=a["must"],
                    should=a["should"],
                    may=a["may"],
                ),
                shape,
            )
        )
    return out


def _joined(shapes: list[BaseGeometry]) -> Polygon:
    """One outline round neighbouring land, across the streets between."""
    whole = shapely.union_all([s.buffer(9, join_style="mitre") for s in shapes]).buffer(
        -9, join_style="mitre"
    )
    largest: Polygon = max(parts(whole, "Polygon"), key=lambda p: p.area)
    return Polygon(shapely.set_precision(Polygon(largest.exterior), 0.01).exterior)


def _town_centres(ground: Ground) -> list[Row]:
    origin = read_plan().data["origin"]
    shops = shapely.union_all([b.shape.buffer(10) for b in ground.blocks if b.style == "high street"])
    out: list[Row] = []
    for n, (name, at) in enumerate(sorted(TOWN_CENTRES.items()), 1):
        here = Point(at[0] + origin[0], at[1] + origin[1]).buffer(430)
        found = parts(shops.intersection(here), "Polygon", 4000)
        if found:
            shape = shapely.set_precision(max(found, key=lambda p: p.area), 0.01)
            if all(shape.intersection(other).area < 2000 for _, other in out):
                out.append((_row(f"TC{n}", name, "town_centre"), shape))
    return out


def _industry(ground: Ground) -> list[Row]:
    out: list[Row] = []
    for n, district in enumerate(("Wick", "Copperas"), 1):
        own = [
            b.shape.buffer(8, join_style="mitre")
            for b in ground.blocks
            if b.style == "industrial" and b.district == district
        ]
        if own:
            shape = max(
                parts(shapely.union_all(own).buffer(-8, join_style="mitre"), "Polygon"), key=lambda p: p.area
            )
            out.append(
                (
                    _row(f"SIL{n}", f"{district} industrial area", "strategic_protected_industrial_land"),
                    shapely.set_precision(Polygon(shape.exterior), 0.01),
                )
            )
    return out


def _conservation(ground: Ground, rng: random.Random) -> list[Row]:
    """Georgian squares and the old core: the blocks round each, with the square."""
    out: list[Row] = []
    squares = [g for g in ground.greens if g.sort == "square" and ground.boundary.contains(g.shape)]
    for n, g in enumerate(squares, 1):
        near = [
            b.shape
            for b in ground.blocks
            if b.style in ("georgian", "core") and b.shape.distance(g.shape) < rng.uniform(20, 60)
        ]
        if near:
            out.append(
                (
                    {"Conservation_area": g.name, "Conservation_area_number": n, "More_information": ""},
                    _joined([g.shape, *near]),
                )
            )
    return out
