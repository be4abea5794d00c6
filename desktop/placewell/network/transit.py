"""The PTAL-style index: how well a place is served by public transport, with all of its working.

The method is that of TfL, Assessing transport connectivity in London, 2015, section 2 (guidance PTAL-WALK
to PTAL-BAND). What comes out is never TfL's own published value, which policies use.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from placewell.network.profile import STANDARD_M_PER_MIN

BEST, OTHERS = 1.0, 0.5
"""What the best service of a mode counts, and what each of its others does (PTAL-AI)."""
BANDS: Sequence[tuple[str, float]] = (
    ("0", 0.0), ("1a", 2.5), ("1b", 5.0), ("2", 10.0), ("3", 15.0), ("4", 20.0), ("5", 25.0), ("6a", 40.0),
    ("6b", math.inf),
)  # fmt: skip
"""Bands with the highest index of each (PTAL-BAND)."""


@dataclass(frozen=True)
class Mode:
    """One way of travelling: how far people are taken to walk to it, and how reliable it is."""

    name: str
    walk_limit_m: float
    reliability_min: float


MODES: Mapping[str, Mode] = {
    m.name: m
    for m in (
        Mode("bus", 640.0, 2.0),
        Mode("underground", 960.0, 0.75),
        Mode("rail", 960.0, 0.75),
        Mode("DLR", 960.0, 0.75),
        Mode("tram", 960.0, 0.75),
    )
}
"""Walks of 8 minutes to a bus and 12 to the others (PTAL-WALK), and what is added to the wait (PTAL-AWT)."""
TIMETABLE, ELSEWHERE, ASSUMED = "timetable", "the route at other stops", "assumed"
BASES = (TIMETABLE, ELSEWHERE, ASSUMED)
WALK_LIMIT_M = max(m.walk_limit_m for m in MODES.values())


@dataclass(frozen=True)
class Served:
    """One route within reach: the walk to its nearest stop, and how often it calls in its busier direction."""

    mode: str
    route: str
    stop: str
    walk_m: float
    per_hour: float
    direction: str = ""
    basis: str = TIMETABLE
    """Where `per_hour` comes from: one of `BASES`."""


@dataclass(frozen=True)
class Step:
    """The working of one route, in minutes; `edf` is its equivalent doorstep frequency in half an hour."""

    served: Served
    walk_min: float
    scheduled_wait_min: float
    average_wait_min: float
    access_min: float
    edf: float
    weight: float
    """What its EDF counts in the index of its mode."""


@dataclass(frozen=True)
class Index:
    """The PTAL-style index with its working: steps by mode, best first."""

    value: float
    band: str
    by_mode: Mapping[str, float]
    steps: tuple[Step, ...]
    out_of_reach: tuple[Served, ...] = ()
    """Routes that were given but are farther than people are taken to walk, or do not run."""


def index_of(routes: Sequence[Served]) -> Index:
    """The index of one place from the routes near it, each named once with its nearest stop.

    A route beyond its mode's walk (the limit counts as within) or without departures adds nothing and is
    listed apart. Raises ValueError for a mode that is none of `MODES`, and for walks or frequencies that
    are below 0 or no numbers.
    """
    steps: dict[str, list[Step]] = {}
    beyond: list[Served] = []
    for route in routes:
        mode = _checked(route)
        if route.walk_m > mode.walk_limit_m or route.per_hour == 0:
            beyond.append(route)
        else:
            steps.setdefault(mode.name, []).append(_step(route, mode))
    by_mode: dict[str, float] = {}
    counted: list[Step] = []
    for name in MODES:
        # Of equally good services it does not matter which counts whole; the first by name does.
        best_first = sorted(steps.get(name, ()), key=lambda s: (-s.edf, s.served.route, s.served.stop))
        weighed = [_weighed(s, BEST if i == 0 else OTHERS) for i, s in enumerate(best_first)]
        if weighed:
            by_mode[name] = math.fsum(s.weight * s.edf for s in weighed)
        counted += weighed
    value = math.fsum(by_mode.values())
    return Index(value, band(value), by_mode, tuple(counted), tuple(beyond))


def band(value: float) -> str:
    """The band of an index, told by the value rounded to two decimals, as bands are published."""
    if not value >= 0:
        raise ValueError(f"an index of {value}")
    return next(name for name, most in BANDS if round(value, 2) <= most)


def _checked(route: Served) -> Mode:
    if route.mode not in MODES:
        raise ValueError(f"'{route.mode}' is no mode of the index")
    for what, figure in (("a walk", route.walk_m), ("departures an hour", route.per_hour)):
        if not (figure >= 0 and math.isfinite(figure)):
            raise ValueError(f"{what} of {figure}")
    return MODES[route.mode]


def _step(route: Served, mode: Mode) -> Step:
    walk = route.walk_m / STANDARD_M_PER_MIN
    scheduled = 0.5 * 60 / route.per_hour
    average = scheduled + mode.reliability_min
    access = walk + average
    return Step(route, walk, scheduled, average, access, 0.5 * 60 / access, 0.0)


def _weighed(step: Step, weight: float) -> Step:
    return Step(
        step.served,
        step.walk_min,
        step.scheduled_wait_min,
        step.average_wait_min,
        step.access_min,
        step.edf,
        weight,
    )
