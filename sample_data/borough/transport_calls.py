"""Which stops a bus route calls at, in what order, and which of them stand too close together to keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shapely import Point

from borough.transport_net import Leg, Spot, Streets
from borough.transport_routes import Plotted, Trace

LEAST_APART_M = 185.0
SHARED_BY = 7
"""From so many routes on, a stop at a main junction is two, and the routes are shared between them."""


@dataclass
class Stop:
    """A place where buses going one way call."""

    code: str
    name: str
    group: int
    letter: str
    bearing: str
    street: str
    point: Point
    spot: Spot
    forward: bool
    """Whether its buses take the way from its `a` to its `b`."""
    routes: list[str] = field(default_factory=list)
    main: bool = False
    """Whether it stands at a main junction, where express buses call too."""


def calls(trace: Trace, back: bool, stops: Sequence[Stop]) -> list[Stop]:
    """The stops that a route calls at one way, in order. Express buses call at junctions only.

    A stop without routes yet serves any that pass.
    """
    by_way: dict[Leg, list[Stop]] = defaultdict(list)
    for stop in stops:
        by_way[stop.spot.way, stop.forward].append(stop)
    out: list[Stop] = []
    for leg in trace.run(back):
        here = sorted(by_way.get(leg, ()), key=lambda s: s.spot.along_m, reverse=not leg[1])
        out += [
            s for s in here if (trace.number in s.routes or not s.routes) and (s.main or not trace.express)
        ]
    return out


def travelled(trace: Trace, back: bool, served: Sequence[Stop], streets: Streets) -> list[float]:
    """Metres from the beginning of the route to each of its stops."""
    wanted = iter(served)
    stop = next(wanted, None)
    out: list[float] = []
    gone = 0.0
    for way, forward in trace.run(back):
        size = float(streets.length[way])
        while stop is not None and (stop.spot.way, stop.forward) == (way, forward):
            along = stop.spot.along_m if forward else size - stop.spot.along_m
            out.append(gone + along)
            stop = next(wanted, None)
        gone += size
    return out


def thinned(stops: list[Stop], plotted: Plotted, streets: Streets) -> list[Stop]:
    """Leave out stops that every one of their routes would reach right after another."""
    gone: set[int] = set()
    for _ in range(2):
        apart: dict[int, float] = defaultdict(float)
        kept = [s for s in stops if id(s) not in gone]
        for trace in plotted.traces:
            if trace.night or trace.express:
                continue
            for back in (False, True):
                run = calls(trace, back, kept)
                metres = travelled(trace, back, run, streets)
                last = -1e9
                for stop, at in zip(run, metres, strict=True):
                    apart[id(stop)] = max(apart[id(stop)], at - last)
                    if at - last >= LEAST_APART_M:
                        last = at
        gone |= {key for key, most in apart.items() if most < LEAST_APART_M}
    return [s for s in stops if id(s) not in gone]


def with_routes(stops: Sequence[Stop], plotted: Plotted, streets: Streets) -> list[Stop]:
    """Stops with the routes that call; the busiest at main junctions become two, one behind the other."""
    found: dict[int, list[str]] = defaultdict(list)
    for trace in plotted.traces:
        for back in (False, True):
            for stop in calls(trace, back, stops):
                if trace.number not in found[id(stop)]:
                    found[id(stop)].append(trace.number)
    out = []
    for stop in stops:
        routes = found[id(stop)]
        if not routes:
            continue
        second = _behind(stop, streets) if stop.main and len(routes) >= SHARED_BY else None
        if second is not None:
            second.routes = routes[1::2]
            out.append(second)
        stop.routes = routes if second is None else routes[::2]
        out.append(stop)
    return out


def _behind(stop: Stop, streets: Streets) -> Stop | None:
    """Another stop a bus's length or two up the street, on the same link; none where it has no room."""
    length = float(streets.length[stop.spot.way])
    for away in (31.0, -31.0, 22.0, -22.0):
        along = stop.spot.along_m + away
        if 12 < along < length - 12:
            spot = Spot(stop.spot.way, along)
            point, _ = streets.kerb(spot, stop.forward)
            return replace(stop, point=point, spot=spot, routes=[])
    return None
