"""The streets as Ordnance Survey's Open Roads gives them: roads only, with the oddities of the real file."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from borough.book import Book
from borough.ground import Ground, Way
from borough.write import Records, gpkg, zipped

FILE = "oproad_gpkg_larkhithe.zip"
STUB_M = 0.6
"""Length of the shortest link: the real file has some under a metre."""
MULTI = 4
"""Links in two parts."""
UNNAMED = 25
"""Local roads that have lost their name, besides those that never had one."""
CLASSES = {"A Road": "A Road", "B Road": "B Road", "Minor Road": "Classified Unnumbered"}
NODES = {"A Road": "A99", "B Road": "B99"}


def write_open_roads(ground: Ground, folder: Path, book: Book) -> None:
    """Write the zipped GeoPackage with its layers road_link and road_node.

    Links in two parts, under a metre or without name need no line in an import report: nothing of them
    is changed or left out.
    """
    links = _with_faults(
        run_on([w for w in ground.ways if w.is_street]), random.Random("larkhithe open roads")
    )
    numbers = _numbers([way for way, _ in links])
    ends = Counter(node for way, _ in links for node in (way.a, way.b))
    nodes = sorted(ends)
    at = {node: f"99000000-0000-4000-8000-{i:012d}" for i, node in enumerate(nodes, 1)}
    rows: Records = [
        (_columns(way, shape, number, at, numbers), shape) for number, (way, shape) in enumerate(links, 1)
    ]
    points = {}
    for way, shape in links:
        parts = list(getattr(shape, "geoms", [shape]))
        points[way.a] = parts[0].interpolate(0)
        points[way.b] = parts[-1].interpolate(1, normalized=True)
    forms = {1: "road end", 2: "pseudo node"}
    places: Records = [
        ({"id": at[n], "form_of_road_node": forms.get(ends[n], "junction")}, points[n]) for n in nodes
    ]
    book.add(
        FILE, "checked", "5 columns are empty throughout", "Columns for languages, second names and numbers of numbers.",
        part="road_link",
    )  # fmt: skip
    book.add(
        FILE, "left", "Junctions of OS Open Roads", "The junctions, which the links name.", part="road_node"
    )
    made = folder / "oproad_gb.gpkg"
    gpkg(made, {"road_link": rows, "road_node": places}, title="OS Open Roads")
    zipped(folder / FILE, {"Data/oproad_gb.gpkg": made.read_bytes()})
    made.unlink()


def run_on(streets: list[Way]) -> list[Way]:
    """Streets joined where only a footpath meets them: the map of roads has no junction there."""
    at: dict[str, list[str]] = defaultdict(list)
    for w in streets:
        at[w.a].append(w.id)
        at[w.b].append(w.id)
    alive = {w.id: w for w in streets}
    for node in sorted(at):
        if len(at[node]) != 2 or at[node][0] == at[node][1]:
            continue
        one, two = (alive[i] for i in at[node])
        if (one.name, one.sort, one.over) != (two.name, two.sort, two.over) or {one.a, one.b} == {
            two.a,
            two.b,
        }:
            continue
        first = one.line if one.b == node else one.line.reverse()
        second = two.line if two.a == node else two.line.reverse()
        a, b = one.a if one.b == node else one.b, two.b if two.a == node else two.a
        line = LineString([*first.coords, *second.coords[1:]])
        alive[one.id] = replace(one, line=line, a=a, b=b)
        del alive[two.id]
        at[b] = [one.id if i == two.id else i for i in at[b]]
    return list(alive.values())


def _with_faults(streets: list[Way], rng: random.Random) -> list[tuple[Way, BaseGeometry]]:
    """The streets as links: one cut just before its end, a few in two parts, some without name."""
    plain = [w for w in streets if w.sort == "Local Road" and not w.over]
    long = [w for w in plain if w.line.length > 60]
    (stub, *split) = rng.sample(long, 1 + MULTI)
    parts = {w.id for w in split}
    nameless = {w.id for w in rng.sample([w for w in plain if w.name], UNNAMED)}
    links: list[tuple[Way, BaseGeometry]] = []
    for way in streets:
        if way.id in nameless:
            way = replace(way, name="")
        if way.id == stub.id:
            links += _cut_short(way)
        elif way.id in parts:
            half = way.line.length / 2
            two = [substring(way.line, 0, half), substring(way.line, half, way.line.length)]
            links.append((way, MultiLineString(two)))
        else:
            links.append((way, way.line))
    return links


def _cut_short(way: Way) -> list[tuple[Way, BaseGeometry]]:
    """A street as a long link and one of `STUB_M`, with a junction of its own between them."""
    length = way.line.length
    between = f"{way.b} before"
    long: LineString = substring(way.line, 0, length - STUB_M)
    short: LineString = substring(way.line, length - STUB_M, length)
    return [(replace(way, b=between), long), (replace(way, id=f"{way.id} end", a=between), short)]


def _numbers(streets: list[Way]) -> dict[tuple[str, str], str]:
    """Road numbers that no real road has, one for each A and B road of a name."""
    found: dict[tuple[str, str], str] = {}
    for sort, letters in NODES.items():
        names = sorted({w.name for w in streets if w.sort == sort and w.name})
        found |= {(sort, name): f"{letters}{i:02d}" for i, name in enumerate(names, 1)}
    return found


def _columns(
    way: Way, shape: BaseGeometry, number: int, at: dict[str, str], numbers: dict[tuple[str, str], str]
) -> dict[str, object]:
    """The publisher's columns, in its order."""
    local = way.sort not in CLASSES
    return {
        "id": f"99000000-0000-4000-9000-{number:012d}",
        "fictitious": 0,
        "road_classification": "Unclassified" if local and way.sort == "Local Road" else CLASSES.get(way.sort, "Not Classified"),
        "road_function": way.sort,
        "form_of_way": "Single Carriageway",
        "road_classification_number": numbers.get((way.sort, way.name)),
        "name_1": way.name or None,
        "name_1_lang": None,
        "name_2": None,
        "name_2_lang": None,
        "road_structure": {"bridge": "Road On Bridge", "tunnel": "Road In Tunnel"}.get(way.over),
        "length": round(shape.length),
        "length_uom": "m",
        "loop": int(way.a == way.b),
        "primary_route": 0,
        "trunk_road": 0,
        "start_node": at[way.a],
        "end_node": at[way.b],
        "road_number_toid": None,
        "road_name_toid": None,
    }  # fmt: skip
