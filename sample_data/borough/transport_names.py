"""What bus stops are called: a station, a landmark, a park or the side street; with codes and letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from shapely import Point

from borough.ground import Ground
from borough.transport_net import Streets
from borough.transport_routes import Plotted

if TYPE_CHECKING:
    from borough.transport_calls import Stop

LANDMARKS = {
    "town hall": "Larkhithe Town Hall",
    "hospital": "Larkhithe Hospital",
    "market": "Saltcote Market",
    "college": "Larkhithe College",
    "magistrates": "Tenter Ground Courts",
}
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class Namer:
    """Names groups of stops; neighbours on one street get different names where there is a choice."""

    def __init__(self, ground: Ground, streets: Streets, plotted: Plotted) -> None:
        self._ground = ground
        self._streets = streets
        self._labels = plotted.labels
        self._taken: dict[str, list[Point]] = defaultdict(list)

    def name(self, stops: Sequence[Stop], junctions: Mapping[int, int]) -> None:
        """Give every stop its name, code and letter."""
        groups: dict[int, list[Stop]] = defaultdict(list)
        for stop in stops:
            groups[stop.group].append(stop)
        nodes = {group: node for node, group in junctions.items()}
        order = sorted(groups, key=lambda g: (g not in nodes, min((s.point.x, s.point.y) for s in groups[g])))
        for number, group in enumerate(order, 1):
            members = groups[group]
            name = self._choose(members, nodes.get(group))
            used: dict[str, int] = defaultdict(int)
            members.sort(key=lambda s: (s.bearing, s.street, s.point.x, s.point.y))
            for i, stop in enumerate(members):
                used[stop.bearing] += 1
                again = str(used[stop.bearing]) if used[stop.bearing] > 1 else ""
                stop.group = number
                stop.name = name
                stop.code = f"499{number:06d}{stop.bearing}{again}"
                # Pairs alone on a street have no letters on their flags.
                stop.letter = LETTERS[i % len(LETTERS)] if len(members) > 2 else ""

    def _choose(self, members: Sequence[Stop], node: int | None) -> str:
        x = sum(s.point.x for s in members) / len(members)
        y = sum(s.point.y for s in members) / len(members)
        middle = Point(x, y)
        for name in self._candidates(middle, members, node):
            if all(middle.distance(p) > 900 for p in self._taken[name]):
                self._taken[name].append(middle)
                return name
        return members[0].street

    def _candidates(self, middle: Point, members: Sequence[Stop], node: int | None) -> list[str]:
        out = []
        for station in self._ground.stations:
            if station.mode != "pier" and station.point.distance(middle) < 150:
                out.append(f"{station.name} Station")
        if node is not None and node in self._labels:
            out.insert(0 if not out else 1, self._labels[node])
        for place, point in self._ground.places.items():
            if point.distance(middle) < 140:
                out.append(LANDMARKS.get(place, place.title()))
        sides: dict[str, float] = {}
        own = {s.street for s in members}
        for stop in members:
            way = self._streets.ways[stop.spot.way]
            for end in self._streets.ends[stop.spot.way]:
                for i in self._streets.joins[end]:
                    other = self._streets.ways[i]
                    if other.name and other.name not in own:
                        away = Point(self._streets.xy[end]).distance(stop.point)
                        sides[other.name] = min(sides.get(other.name, 1e9), away)
            own.add(way.name)
        streets = sorted(sides, key=lambda n: (sides[n], n))
        greens = [
            (g.shape.distance(middle), g.name)
            for g in self._ground.greens
            if g.name and g.shape.area > 6000 and g.shape.distance(middle) < 60
        ]
        parks = [name for _, name in sorted(greens)]
        return out + (parks + streets if _parks_first(middle) else streets + parks)


def _parks_first(point: Point) -> bool:
    """Whether a stop by a park is called after it: one in three, and which depends on the place alone."""
    return int(abs(point.x) * 7 + abs(point.y) * 13) % 3 == 0
