"""Which routes call at which stops and how often, from a project's stops and services."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from placewell.domain.rows import Geometries, Rows
from placewell.network.model import Network
from placewell.network.reach import reach
from placewell.network.snap import Attached, attach
from placewell.network.transit import (
    ASSUMED,
    ELSEWHERE,
    MODES,
    TIMETABLE,
    WALK_LIMIT_M,
    Index,
    Served,
    index_of,
)

_MODE_OF = {
    "bus": "bus", "underground": "underground", "tube": "underground", "metro": "underground",
    "subway": "underground", "rail": "rail", "national-rail": "rail", "national rail": "rail", "train": "rail",
    "overground": "rail", "elizabeth-line": "rail", "elizabeth line": "rail", "dlr": "DLR", "tram": "tram",
}  # fmt: skip
"""The words that timetables use. Boats, coaches and cable cars are no part of the method."""
ALL = "all services"
"""The one route of a mode at a stop that names no routes."""


@dataclass(frozen=True)
class Call:
    """One route in one direction at one stop. `per_hour` is None where it is not known how often it calls."""

    mode: str
    route: str
    direction: str
    per_hour: float | None
    basis: str = TIMETABLE


@dataclass(frozen=True, eq=False)
class Stops:
    """Stops with what calls at each."""

    names: tuple[str, ...]
    shapes: Geometries
    calls: tuple[tuple[Call, ...], ...]
    other_modes: tuple[str, ...]
    """Words for modes that the method leaves out, as they are met."""
    silent: int
    """Stops at which nothing is said to call, in lists that say so of others: they add nothing."""


@dataclass(frozen=True)
class Told:
    """The index of one place, or why it cannot be told."""

    index: Index
    """Of the routes whose frequency is known: where `missing` names others, the whole is no less."""
    attached: bool
    adrift: bool
    """Whether the street there is not joined to the largest piece of the network, so that the index may be more."""
    missing: tuple[str, ...]
    """Routes within reach of which it is not known how often they call, as 'route 12 (bus) at Dock Road'."""


def stops_of(stops: Rows, services: Rows, assumed: Mapping[str, float] | None = None) -> Stops:
    """Stops and stations with their calls.

    A stop that a list of services names calls as often as it says; other routes that the stop names do
    not run in that hour. Where no service is listed for a stop, its own routes call as often as they do in
    their busier direction elsewhere, else as `assumed` for their mode, else it is not known. A stop that names none, of a mode whose other stops do, has none. Raises ValueError for assumptions that are no frequencies.
    """
    often = _checked(assumed or {})
    listed: dict[str, list[Call]] = {}
    other: dict[str, None] = {}
    columns = (services.columns[n] for n in ("stop", "mode", "route", "direction", "per_hour"))
    for stop, mode, route, direction, per_hour in zip(*columns, strict=True):
        known = _MODE_OF.get(str(mode or "").strip().casefold())
        if known is None:
            other[str(mode)] = None
        else:
            listed.setdefault(str(stop), []).append(
                Call(known, str(route), str(direction), _figure(per_hour))
            )
    busiest: dict[tuple[str, str], float] = {}
    for call in (c for mine in listed.values() for c in mine if c.per_hour is not None):
        route = call.mode, call.route
        busiest[route] = max(busiest.get(route, 0.0), call.per_hour or 0.0)
    for route in _named_only(stops, listed):
        busiest.setdefault(route, 0.0)
    with_routes = _modes_with_routes(stops) | {c.mode for calls in listed.values() for c in calls}
    calls: list[tuple[Call, ...]] = []
    silent = 0
    for code, words, routes in _stop_rows(stops):
        if code and code in listed:
            calls.append(tuple(listed[code]))
            continue
        other |= dict.fromkeys(w for w in words if w.casefold() not in _MODE_OF)
        modes = [m for w in words if (m := _MODE_OF.get(w.casefold()))]
        # A station of several modes does not say which of its routes is of which.
        named = routes if len(modes) == 1 else []
        asked = [m for m in dict.fromkeys(modes) if named or m not in with_routes]
        silent += bool(modes) and not asked
        calls.append(tuple(_unlisted(m, r, busiest, often) for m in asked for r in named or [ALL]))
    assert stops.geometry is not None
    return Stops(
        tuple(str(n or "") for n in stops.columns["name"]),
        stops.geometry,
        tuple(calls),
        tuple(sorted(other)),
        silent,
    )


def _named_only(stops: Rows, listed: Mapping[str, Sequence[Call]]) -> Iterator[tuple[str, str]]:
    """Routes that a stop names and its list of services does not: they do not run in that hour (night buses)."""
    for code, words, routes in _stop_rows(stops):
        modes = {m for w in words if (m := _MODE_OF.get(w.casefold()))}
        if code in listed and len(modes) == 1:
            (mode,) = modes
            running = {c.route for c in listed[code]}
            yield from ((mode, r) for r in routes if r not in running)


def _unlisted(
    mode: str, route: str, busiest: Mapping[tuple[str, str], float], often: Mapping[str, float]
) -> Call:
    """A route at a stop that no list of services names."""
    if (mode, route) in busiest:
        return Call(mode, route, "", busiest[mode, route], ELSEWHERE)
    return Call(mode, route, "", often.get(mode), ASSUMED)


def _stop_rows(stops: Rows) -> Iterator[tuple[str, list[str], list[str]]]:
    """Code, words for modes and routes of each stop."""
    for code, modes, routes in zip(*(stops.columns[n] for n in ("code", "modes", "routes")), strict=True):
        yield str(code or ""), _words(modes), _words(routes)


def _words(value: object) -> list[str]:
    return [w.strip() for w in str(value or "").split(",") if w.strip()]


def _modes_with_routes(stops: Rows) -> set[str]:
    """Modes of which some stop names its routes, so that one without any has none."""
    of_one = (words[0].casefold() for _, words, routes in _stop_rows(stops) if routes and len(words) == 1)
    return {_MODE_OF[w] for w in of_one if w in _MODE_OF}


def indices(network: Network, points: Attached, stops: Stops) -> list[Told]:
    """The PTAL-style index at each point, walking along the network to the nearest stop of each route."""
    there = attach(network, stops.shapes)
    told = []
    for begin in range(0, len(points), 256):
        some = points.take(np.arange(begin, min(begin + 256, len(points))))
        metres = reach(network, some, there, WALK_LIMIT_M)
        adrift = some.ok & (network.island[network.edge_from[some.edge]] != 0)
        rows = zip(metres, some.ok.tolist(), adrift.tolist(), strict=True)
        told += [_told(row, stops, ok, apart) for row, ok, apart in rows]
    return told


@dataclass
class _Route:
    """One route as found so far: its nearest stop, and its directions' nearest stops."""

    walk_m: float
    stop: str
    directions: dict[str, tuple[float, Call]]


def _told(metres: np.ndarray, stops: Stops, attached: bool, adrift: bool) -> Told:
    found: dict[tuple[str, str], _Route] = {}
    for s in np.flatnonzero(np.isfinite(metres)):
        walk = float(metres[s])
        for call in stops.calls[s]:
            if walk > MODES[call.mode].walk_limit_m:
                continue
            # Services without a route's name are of their own stop alone.
            key = call.mode, call.route if call.route != ALL else f"{ALL} at {stops.names[s]}"
            route = found.setdefault(key, _Route(math.inf, "", {}))
            if walk < route.walk_m:
                route.walk_m, route.stop = walk, stops.names[s]
            known = route.directions.get(call.direction)
            if known is None or walk < known[0]:
                route.directions[call.direction] = walk, call
    served: list[Served] = []
    missing: list[str] = []
    for (mode, name), route in sorted(found.items()):
        figures = [call for _, call in route.directions.values()]
        if any(c.per_hour is None for c in figures):
            missing.append(
                f"{'route ' if not name.startswith(ALL) else ''}{name} ({mode}), nearest at {route.stop}"
            )
            continue
        busier = max(figures, key=lambda c: (c.per_hour or 0.0, c.direction))
        served.append(
            Served(
                mode, name, route.stop, route.walk_m, busier.per_hour or 0.0, busier.direction, busier.basis
            )
        )
    return Told(index_of(served), attached, adrift, tuple(missing))


def _figure(per_hour: object) -> float | None:
    """Departures an hour; None where it is blank or no frequency at all."""
    if isinstance(per_hour, int | float) and not isinstance(per_hour, bool):
        return float(per_hour) if per_hour >= 0 and math.isfinite(per_hour) else None
    return None


def _checked(assumed: Mapping[str, float]) -> Mapping[str, float]:
    for mode, per_hour in assumed.items():
        if mode not in MODES:
            raise ValueError(f"'{mode}' is no mode of the index")
        if not (per_hour > 0 and math.isfinite(per_hour)):
            raise ValueError(f"{per_hour} departures an hour")
    return assumed
