"""Departures of a timetable feed in the weekday morning peak, counted by stop, route and direction."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from placewell.importing.gtfs_text import cells

PEAK_S = (8 * 3600 + 15 * 60, 9 * 3600 + 15 * 60)
"""The hour that public transport accessibility is measured in, in seconds after midnight; the end is not in it."""
DAY_S = 24 * 3600
NO_TIME = -1
_Ints = npt.NDArray[np.integer]


@dataclass
class Calls:
    """Calls of the trips of one day, one entry a call; `time` is seconds after midnight or `NO_TIME`."""

    trip: array[int] = field(default_factory=lambda: array("i"))
    stop: array[int] = field(default_factory=lambda: array("i"))
    order: array[int] = field(default_factory=lambda: array("i"))
    time: array[int] = field(default_factory=lambda: array("i"))
    boards: array[int] = field(default_factory=lambda: array("b"))


@dataclass(frozen=True)
class Headway:
    """A line of frequencies.txt: from when to when a trip starts every so many seconds."""

    starts: int
    ends: int
    every: int
    exact: bool


@dataclass(frozen=True)
class Departures:
    """Departures in the peak by (stop, trip group), and what could not be counted."""

    counted: Mapping[tuple[int, int], float]
    untimed: int
    """Trips without any time, of which nothing can be said."""


def seconds(written: str) -> int:
    """'8:15:00' as seconds after midnight, beyond 24 hours too; `NO_TIME` where it cannot be read."""
    parts = written.split(":")
    try:
        hours, minutes, rest = (int(p) for p in parts)
    except ValueError:
        return NO_TIME
    sound = 0 <= hours < 10 * 24 and 0 <= minutes < 60 and 0 <= rest < 60
    return hours * 3600 + minutes * 60 + rest if sound else NO_TIME


def headways(
    members: Mapping[str, Path], name: str, trips: Mapping[str, int]
) -> tuple[dict[int, list[Headway]], int]:
    """The lines of frequencies.txt by trip (as `trips` numbers them), and how many were of no use."""
    found: dict[int, list[Headway]] = defaultdict(list)
    useless = 0
    if "frequencies.txt" in members:
        columns = ("trip_id", "start_time", "end_time", "headway_secs", "exact_times")
        for trip, start, end, every, exact in cells(members["frequencies.txt"], name, columns):
            begins, ends = seconds(start), seconds(end)
            every_s = int(every) if every.isdigit() and len(every) < 7 else 0
            if trip in trips and every_s and NO_TIME < begins < ends:
                found[trips[trip]].append(Headway(begins, ends, every_s, exact == "1"))
            else:
                useless += 1
    return found, useless


def count(calls: Calls, groups: Sequence[int], often: Mapping[int, Sequence[Headway]]) -> Departures:
    """Departures in the peak; `groups` has the route and direction of each trip, as a number.

    The last call of a trip is no departure, nor is one where nobody may board. Times between two stated
    ones are taken to lie evenly by the order of calls. What leaves after midnight belongs to the day
    before, which is taken to be like the day itself.
    """
    columns = (calls.trip, calls.stop, calls.order, calls.time, calls.boards)
    trip, stop, order, time, boards = (np.frombuffer(a, dtype=a.typecode) for a in columns)
    if not len(trip):
        return Departures({}, 0)
    by = np.lexsort((order, trip))
    trip, stop, time, boards = trip[by], stop[by], time[by], boards[by]
    begins = np.flatnonzero(np.diff(trip, prepend=trip[0] - 1))
    ends = np.append(begins[1:], len(trip))
    filled = _between(time, np.repeat(np.arange(len(begins)), ends - begins))
    last = np.zeros(len(trip), dtype=bool)
    last[ends - 1] = True
    leaves = (boards == 1) & ~last & (filled >= 0)
    counted: dict[tuple[int, int], float] = defaultdict(float)
    frequent = np.isin(trip, np.fromiter(often, dtype=np.int64, count=len(often)))
    inside = leaves & ~frequent & _in_peak(filled)
    group = np.asarray(groups, dtype=np.int32)[trip]
    for at, of in zip(stop[inside].tolist(), group[inside].tolist(), strict=True):
        counted[at, of] += 1
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if not frequent[begin]:
            continue
        timed = filled[begin:end]
        offsets = timed - timed[timed >= 0][:1].sum()
        for i in np.flatnonzero(leaves[begin:end]).tolist():
            times = sum(_by_headway(h, float(offsets[i])) for h in often[int(trip[begin])])
            if times:
                counted[int(stop[begin + i]), int(group[begin])] += times
    return Departures(counted, int((np.maximum.reduceat(filled, begins) < 0).sum()))


def _between(time: _Ints, run: _Ints) -> npt.NDArray[np.float64]:
    """Times with the gaps within each trip (`run`) filled evenly; NO_TIME before its first and after its last."""
    known = np.flatnonzero(time >= 0)
    filled = time.astype(float)
    gaps = np.flatnonzero(time < 0)
    if not len(gaps) or not len(known):
        return filled
    after = np.searchsorted(known, gaps)
    inner = (after > 0) & (after < len(known))
    gaps, after = gaps[inner], after[inner]
    low, high = known[after - 1], known[after]
    same = (run[low] == run[gaps]) & (run[high] == run[gaps])
    gaps, low, high = gaps[same], low[same], high[same]
    filled[gaps] = time[low] + (time[high] - time[low]) * (gaps - low) / (high - low)
    return filled


def _in_peak(time: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    of_day = np.mod(time, DAY_S)
    return np.asarray((of_day >= PEAK_S[0]) & (of_day < PEAK_S[1]), dtype=bool)


def _by_headway(one: Headway, offset: float) -> float:
    """Departures in the peak from a stop reached `offset` seconds after the start.

    Where the feed says no exact times, as many as the headway gives on average (8.6 an hour for 7 min).
    """
    total = 0.0
    for begin, end in _peaks(one.ends + offset):
        low, high = max(begin - offset, one.starts), min(end - offset, one.ends)
        if one.exact:
            past = math.ceil((low - one.starts) / one.every)
            total += max(0, math.ceil((high - one.starts) / one.every) - past)
        else:
            total += max(0.0, high - low) / one.every
    return total


def _peaks(until: float) -> Iterator[tuple[int, int]]:
    """The peak of each day up to a time: services that start before midnight may run into the next."""
    for day in range(int(until // DAY_S) + 1):
        yield PEAK_S[0] + day * DAY_S, PEAK_S[1] + day * DAY_S
