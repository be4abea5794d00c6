"""Which services of a timetable feed run on an ordinary weekday: the busiest day that is no exception."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from placewell.importing.gtfs_text import records

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
WINDOW_DAYS = 366
"""How much of a feed is looked at: some say that they hold until the end of the century."""
ORDINARY = 0.1
"""A set of services that runs on fewer than this share of the weekdays is an exception to the rule."""
_ANY_MONDAY = date(2001, 1, 1)


@dataclass(frozen=True)
class Weekday:
    """The services (by id) of an ordinary weekday, and the sentence that says which day it is."""

    services: frozenset[str]
    said: str


@dataclass
class _Service:
    """When one service runs: its days of the week between two dates, then the exceptions."""

    days: tuple[bool, ...] = (False,) * 5
    starts: date | None = None
    ends: date | None = None
    added: set[date] = field(default_factory=set)
    removed: set[date] = field(default_factory=set)

    def runs(self, day: date) -> bool:
        if day in self.added or day in self.removed:
            return day in self.added
        return self.days[day.weekday()] and (self.starts or day) <= day <= (self.ends or day)


def ordinary_weekday(members: Mapping[str, Path], name: str, trips: Mapping[str, int]) -> Weekday:
    """The busiest ordinary weekday, by the number of trips (`trips` has each service's).

    Without a calendar every service is taken to run, and the sentence says so.
    """
    services = _services(members, name, trips.keys())
    if not services:
        return Weekday(
            frozenset(trips), "It does not say on which days its services run: all were taken to run on one."
        )
    patterns: dict[frozenset[str], list[date]] = defaultdict(list)
    days = _weekdays(services)
    for day in days:
        patterns[frozenset(s for s, when in services.items() if when.runs(day))].append(day)
    patterns.pop(frozenset(), None)
    if not patterns:
        return Weekday(frozenset(), "None of its services runs on a weekday.")
    enough = ORDINARY * len(days)
    most = max(map(len, patterns.values()))
    usual = [p for p, on in patterns.items() if len(on) >= min(enough, most)]
    best = max(usual, key=lambda p: (sum(trips[s] for s in p), len(patterns[p]), -patterns[p][0].toordinal()))
    on = patterns[best]
    if not any(s.starts or s.added for s in services.values()):
        return Weekday(best, f"Services are those of a {WEEKDAYS[on[0].weekday()].capitalize()}.")
    shown = f"{on[0].day} {on[0]:%B %Y}"
    return Weekday(
        best,
        f"Services are those of {WEEKDAYS[on[0].weekday()].capitalize()} {shown}, the busiest of its ordinary"
        f" weekdays; {len(on):,} of {len(days):,} weekdays looked at are like it.",
    )


def _services(members: Mapping[str, Path], name: str, known: Collection[str]) -> dict[str, _Service]:
    """Every service that has trips and of which the feed says when it runs."""
    services: dict[str, _Service] = {}
    if "calendar.txt" in members:
        for _, row in records(members["calendar.txt"], name):
            if (id := row.get("service_id")) in known:
                days = tuple(row.get(d) == "1" for d in WEEKDAYS)
                starts, ends = _date(row.get("start_date")), _date(row.get("end_date"))
                services[str(id)] = _Service(days, starts, ends)
    if "calendar_dates.txt" in members:
        for _, row in records(members["calendar_dates.txt"], name):
            day = _date(row.get("date"))
            if (id := row.get("service_id")) in known and day is not None:
                service = services.setdefault(str(id), _Service())
                {"1": service.added, "2": service.removed}.get(str(row.get("exception_type")), set()).add(day)
    return services


def _weekdays(services: Mapping[str, _Service]) -> list[date]:
    """The weekdays to look at: at most a year, from when half the services have begun."""
    begins = sorted(d for s in services.values() if (d := s.starts or min(s.added, default=None)))
    ends = [d for s in services.values() for d in (s.ends, max(s.added, default=None)) if d]
    if not begins:
        return [_ANY_MONDAY + timedelta(days=i) for i in range(5)]
    first, last = begins[0], max(ends, default=begins[0] + timedelta(days=WINDOW_DAYS))
    if (last - first).days >= WINDOW_DAYS:
        first = begins[len(begins) // 2]
        last = min(last, first + timedelta(days=WINDOW_DAYS - 1))
    every = (first + timedelta(days=i) for i in range((last - first).days + 1))
    return [day for day in every if day.weekday() < 5]


def _date(written: str | None) -> date | None:
    try:
        return date(int(str(written)[:4]), int(str(written)[4:6]), int(str(written)[6:8]))
    except ValueError:
        return None
