"""Bus routes as `words/bus_routes.toml` has them, traced along the streets."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from shapely import Point

from borough.ground import Ground
from borough.transport_net import Leg, Streets

FILE = Path(__file__).resolve().parent / "words" / "bus_routes.toml"
MAIN = ("A Road", "B Road", "Minor Road")
SIDE = "Local Road"


@dataclass(frozen=True)
class Trace:
    """A bus route on the ground; `legs` is the way there, and the way back is the same turned round."""

    number: str
    legs: tuple[Leg, ...]
    ends: tuple[str, str]
    per_hour: tuple[float, float]
    """Buses an hour there and back, weekdays 08:15 to 09:15; of a night route in the small hours."""
    night: bool = False
    express: bool = False
    first: int = -1
    last: int = -1
    """The junctions that it begins and ends at."""

    def run(self, back: bool) -> tuple[Leg, ...]:
        """Its legs in the order of travel."""
        if not back:
            return self.legs
        return tuple((way, not forward) for way, forward in reversed(self.legs))


@dataclass(frozen=True)
class Plotted:
    """All routes, and what the junctions that they pass are called at stops."""

    traces: tuple[Trace, ...]
    labels: dict[int, str]
    turns: frozenset[int]
    """Junctions at stations and landmarks where routes begin and end."""
    exits: frozenset[int]
    """Where roads leave the map."""
    unmet: tuple[str, ...] = ()
    """Junctions of the text that the ground has not; routes go on past them."""


def plot(ground: Ground, streets: Streets) -> Plotted:
    """Trace every route. Raises ValueError or KeyError for a street, station or district that the ground has not."""
    text = tomllib.loads(FILE.read_text(encoding="utf-8"))
    labels: dict[int, str] = {}
    turns: set[int] = set()
    exits: set[int] = set()
    known: dict[str, tuple[int, str]] = {}
    unmet: list[str] = []
    for key, entry in text["junctions"].items():
        try:
            node = streets.meeting(entry["streets"], entry.get("not", ()))
        except ValueError:
            unmet.append(key)
            continue
        known[key] = node, entry["name"]
        labels[node] = entry["name"]
    for key, entry in text["exits"].items():
        node = streets.farthest(entry["street"], entry["towards"])
        known[key] = node, entry["name"]
        exits.add(node)
    named: dict[str, tuple[Point, str]] = {s.name: (s.point, s.name) for s in ground.stations}
    named |= {name: (point, name.title()) for name, point in ground.places.items()}
    middles = {d.name: d.shape.representative_point() for d in ground.districts}
    for route in text["route"]:
        for key in route["by"]:
            if key[0] == "@" and key not in known:
                point, name = named[key[1:]]
                known[key] = streets.nearest(point, (*MAIN, SIDE)), name
            elif key[0] == "~" and key not in known:
                known[key] = streets.nearest(middles[key[1:]], (SIDE,)), key[1:]
        route["by"] = [key for key in route["by"] if key in known]
        turns |= {known[key][0] for key in (route["by"][0], route["by"][-1]) if key[0] == "@"}
    traces = tuple(_trace(route, known, streets) for route in text["route"])
    return Plotted(traces, labels, frozenset(turns), frozenset(exits), tuple(unmet))


def _trace(route: Mapping[str, Any], known: Mapping[str, tuple[int, str]], streets: Streets) -> Trace:
    nodes = [known[key][0] for key in route["by"]]
    legs: list[Leg] = []
    for a, b in pairwise(nodes):
        for way, forward in streets.drive(a, b, route.get("small", False)) if a != b else []:
            if legs and legs[-1] == (way, not forward):
                # The plan's spot lies a little up a side street: no bus goes there and back.
                legs.pop()
            else:
                legs.append((way, forward))
    there, back = route["per_hour"]
    return Trace(
        route["number"],
        tuple(legs),
        (known[route["by"][0]][1], known[route["by"][-1]][1]),
        (float(there), float(back)),
        route.get("night", False),
        route.get("express", False),
        nodes[0],
        nodes[-1],
    )
