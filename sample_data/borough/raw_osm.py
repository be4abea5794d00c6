"""The streets and paths as volunteers map them: one extract of all, an older one of a part."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from borough.book import Book
from borough.ground import Ground, Way
from borough.write import Node, OsmWay, osm_pbf, osm_xml

FILE = "larkhithe-2025-09-01.osm.pbf"
OLDER = "regeneration-area-2023-06-13.osm"
FIRST_NODE, FIRST_WAY = 99_000_000_001, 9_900_000_001
LONGEST = 12
"""Links in one way at most: volunteers cut a street where its name, surface or bridge changes."""
GATED = 0.2
"""Share of the private closes (dead ends) that are marked so."""
HIGHWAY = {
    "A Road": "primary", "B Road": "secondary", "Minor Road": "tertiary", "Local Road": "residential",
    "Restricted Local Access Road": "service",
}  # fmt: skip
RELATIONS = "Routes and other groupings of streets (relations) are not read; their streets are."
Osm = tuple[list[Node], list[OsmWay], dict[str, int]]
"""Nodes, ways, and the way that each link of the ground is in."""


def osm_of(ground: Ground, apart: Collection[str] = (), keep_open: BaseGeometry | None = None) -> Osm:
    """The whole network as nodes and ways. Links in `apart` are ways of their own.

    Some private closes are marked access=private, but none that touches `keep_open`.
    """
    private = _private(ground, keep_open)
    at: dict[tuple[float, float], int] = {}
    ways: list[OsmWay] = []
    of: dict[str, int] = {}
    for chain in _chains(ground.ways, private, frozenset(apart)):
        places: list[tuple[float, float]] = []
        for way, forwards in chain:
            corners = [(round(x, 2), round(y, 2)) for x, y in way.line.coords]
            places += corners if forwards else corners[::-1]
        refs = [at.setdefault(place, FIRST_NODE + len(at)) for place in places]
        refs = [ref for i, ref in enumerate(refs) if not i or ref != refs[i - 1]]
        number = FIRST_WAY + len(ways)
        ways.append(OsmWay(number, tuple(refs), _tags(chain[0][0], private)))
        of |= {way.id: number for way, _ in chain}
    gates = {(round(p.x, 2), round(p.y, 2)) for green in ground.greens for p in green.entrances}
    nodes = [Node(n, *place, {"barrier": "gate"} if place in gates else {}) for place, n in at.items()]
    return nodes, ways, of


def write_osm(osm: Osm, folder: Path, book: Book) -> None:
    """Write the extract of everything."""
    nodes, ways, _ = osm
    osm_pbf(folder / FILE, nodes, ways, "2025-09-01")
    book.add(FILE, "checked", RELATIONS, "Bus routes and the like, which such extracts hold.", part="lines")
    _tell_gates(FILE, nodes, book)


def _tell_gates(file: str, nodes: Collection[Node], book: Book) -> None:
    gates = sum(bool(n.tags) for n in nodes)
    if gates:
        for sort, words in (
            ("left", "none of its rows are of use here"),
            ("left", f"{gates:,} row{'' if gates == 1 else 's'} left out: no type that Placewell keeps"),
            ("checked", "1 column is empty throughout: name"),
        ):
            book.add(file, sort, words, "Gates of parks, mapped as points without a name.", part="points")


def write_older_osm(osm: Osm, folder: Path, area: BaseGeometry, missing: str, book: Book) -> None:
    """Write the older extract: what touches `area`, but for the link `missing`, which was mapped later.

    The link must have been kept apart in `osm_of`.
    """
    nodes, ways, of = osm
    gone = of[missing]
    if sum(number == gone for number in of.values()) != 1:
        raise ValueError(f"{missing} is part of a longer way: name it in osm_of's `apart`")
    places = {n.id: (n.x, n.y) for n in nodes}
    lines = shapely.linestrings([places[r] for w in ways for r in w.nodes], indices=[i for i, w in enumerate(ways) for _ in w.nodes])  # fmt: skip
    shapely.prepare(area)
    kept = [w for w, near in zip(ways, shapely.intersects(area, lines), strict=True) if near and w.id != gone]
    used = {ref for w in kept for ref in w.nodes}
    older = [n for n in nodes if n.id in used]
    osm_xml(folder / OLDER, older, kept, "2023-06-13")
    _tell_gates(OLDER, older, book)
    what = "An older extract of a part, in which one footpath is missing."
    book.add(OLDER, "left", "Not brought in for paths", what, part="lines")
    book.add(OLDER, "checked", RELATIONS, "Bus routes and the like, which such extracts hold.", part="lines")


def _tags(way: Way, private: Collection[str]) -> dict[str, str]:
    tags = {"highway": HIGHWAY.get(way.sort, way.sort)}
    if way.name:
        tags["name"] = way.name
    if way.surface:
        tags["surface"] = way.surface
    tags["lit"] = "yes" if way.lit else "no"
    if way.over:
        tags |= {way.over: "yes", "layer": "1" if way.over == "bridge" else "-1"}
    if way.id in private:
        tags["access"] = "private"
    return tags


def _private(ground: Ground, keep_open: BaseGeometry | None) -> set[str]:
    """Closes of an estate that only those who live there may enter: dead ends, so that no way is cut."""
    ends: dict[str, int] = defaultdict(int)
    for way in ground.ways:
        ends[way.a] += 1
        ends[way.b] += 1
    closes = [
        w.id
        for w in ground.ways
        if w.sort == "Restricted Local Access Road" and 1 in (ends[w.a], ends[w.b])
        and (keep_open is None or not keep_open.intersects(w.line))
    ]  # fmt: skip
    return set(random.Random("larkhithe private").sample(closes, round(len(closes) * GATED)))


def _chains(
    ways: Collection[Way], private: Collection[str], apart: Collection[str]
) -> list[list[tuple[Way, bool]]]:
    """Links of one character strung together end to end, each with whether it runs forwards."""

    def character(way: Way) -> tuple[object, ...]:
        single = way.id if way.id in apart or way.id in private else ""
        return way.name, way.sort, way.over, way.surface, way.lit, single

    at: dict[tuple[object, ...], list[Way]] = defaultdict(list)
    for way in ways:
        for node in {way.a, way.b}:
            at[(node, *character(way))].append(way)
    done: set[str] = set()
    chains = []
    for first in ways:
        if first.id in done:
            continue
        done.add(first.id)
        chain, node = [(first, True)], first.b
        # A square that closes on itself would be read as an area: a ring of links stops short of that.
        while len(chain) < LONGEST and first.name and node != first.a:
            further = [w for w in at[(node, *character(first))] if w.id not in done]
            if len(further) != 1 or first.a in (further[0].a, further[0].b):
                break
            (way,) = further
            done.add(way.id)
            chain.append((way, way.a == node))
            node = way.b if way.a == node else way.a
        chains.append(chain)
    return chains
