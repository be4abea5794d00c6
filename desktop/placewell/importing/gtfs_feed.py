"""What a timetable feed says of its stops, routes and trips, before its calls are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from placewell.importing.gtfs_text import cells, records

_ROADS = ("2", "7", "8")
"""Hundreds of the extended route types that run on roads: coaches, buses, trolleybuses."""
_DIRECTIONS = {"0": "outbound", "1": "inbound"}
"""As the feed's own standard explains them."""


@dataclass(frozen=True, order=True)
class Route:
    """A route's short name (else long name, else id) and its type's number."""

    name: str
    type: str

    @property
    def on_roads(self) -> bool:
        """Whether its stops are at kerbs: those of one name lie on either side, and stay two."""
        return self.type in ("3", "11") or (len(self.type) == 3 and self.type.startswith(_ROADS))


@dataclass(frozen=True)
class Group:
    """Trips of one route in one direction: by the feed's `id` of it, else by the destination `sign`.

    `route_id` tells routes of one name apart, whose directions 0 may run to different places.
    """

    route: Route
    id: str
    sign: str = ""
    route_id: str = ""


@dataclass
class Feed:
    """A feed's stops in order, and its trips by number."""

    rows: list[dict[str, str | None]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    stops: dict[str, int] = field(default_factory=dict)
    """Position in `rows` by id."""
    stations: dict[str, int] = field(default_factory=dict)
    """Position of the station that a platform (by id) is part of."""
    trips: dict[str, int] = field(default_factory=dict)
    """A number for each trip that has a route; the lists below go by it."""
    routes: list[Route] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    ways: list[int] = field(default_factory=list)
    """Position in `groups` of each trip's route and direction."""
    groups: list[Group] = field(default_factory=list)
    signs: list[Counter[str]] = field(default_factory=list)
    """How often each destination is shown, of each group."""

    def towards(self) -> list[str]:
        """The direction of each group in words: where most of its trips go, else the feed's own way of
        saying it. Two directions of a route that show one destination (a loop) keep the latter too."""
        shown = [s.most_common(1)[0][0] if s else "" for s in self.signs]
        # The same way under two ids of one route is no other direction.
        ways = {(g.route, sign, g.id) for g, sign in zip(self.groups, shown, strict=True)}
        alike = Counter((route, sign) for route, sign, _ in ways)
        made = []
        for group, sign in zip(self.groups, shown, strict=True):
            own = _DIRECTIONS.get(group.id, group.id)
            made.append(sign if sign and alike[group.route, sign] == 1 else f"{sign} {own}".strip())
        return made


def read_feed(members: Mapping[str, Path], name: str) -> Feed:
    """Stops, routes and trips. Raises Problem where a file is damaged."""
    feed = Feed()
    for line, row in records(members["stops.txt"], name):
        feed.stops.setdefault(row.get("stop_id") or "", len(feed.rows))
        feed.lines.append(line)
        feed.rows.append(row)
    feed.stops.pop("", None)
    for stop, at in feed.stops.items():
        parent = feed.stops.get(feed.rows[at].get("parent_station") or "")
        if parent is not None:
            feed.stations[stop] = parent
    routes = {
        str(id): Route(
            r.get("route_short_name") or r.get("route_long_name") or str(id), r.get("route_type") or ""
        )
        for _, r in records(members["routes.txt"], name)
        if (id := r.get("route_id"))
    }
    known: dict[Group, int] = {}
    columns = ("trip_id", "route_id", "service_id", "direction_id", "trip_headsign")
    for trip, route, service, direction, sign in cells(members["trips.txt"], name, columns):
        if route not in routes or not trip or trip in feed.trips:
            continue
        feed.trips[trip] = len(feed.routes)
        feed.routes.append(routes[route])
        feed.services.append(service)
        group = Group(routes[route], direction, "" if direction else sign, route)
        way = known.setdefault(group, len(known))
        if way == len(feed.groups):
            feed.groups.append(group)
            feed.signs.append(Counter())
        feed.ways.append(way)
        if sign:
            feed.signs[way][sign] += 1
    return feed
