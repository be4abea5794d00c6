"""Railways and boats as `words/rail_lines.toml` has them: stations, lines and what calls how often."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import Point

from borough.ground import Ground

FILE = Path(__file__).resolve().parent / "words" / "rail_lines.toml"


@dataclass(frozen=True)
class Halt:
    """A station or pier, on the map or beyond it."""

    code: str
    name: str
    mode: str
    """'national-rail', 'tube' or 'river-bus'."""
    point: Point
    here: bool
    """Whether the ground has it."""


@dataclass(frozen=True)
class RailService:
    """What a timetable calls a route: the halts that it calls at, with minutes from the first."""

    code: str
    line: str
    mode: str
    agency: str
    calls: tuple[tuple[Halt, float], ...]
    per_hour: tuple[float, float]


@dataclass(frozen=True)
class Rail:
    """All of it; a halt that two operators serve is listed once for each."""

    halts: tuple[Halt, ...]
    services: tuple[RailService, ...]
    agencies: dict[str, str]


def rail_of(ground: Ground) -> Rail:
    """Read the lines; their stations lie where the ground has them. Raises KeyError for one it has not."""
    text = tomllib.loads(FILE.read_text(encoding="utf-8"))
    at = {s.name: s.point for s in ground.stations}
    halts: dict[tuple[str, str], Halt] = {}
    services = []
    for line in text["line"]:
        run = _run(line, at, halts)
        for service in line["service"]:
            calls = tuple(c for c in run if c[0].name not in service.get("skips", ()))
            start = calls[0][1]
            timed = tuple((halt, minutes - start) for halt, minutes in calls)
            there, back = service["per_hour"]
            services.append(
                RailService(
                    service["code"],
                    line["name"],
                    line["mode"],
                    line["agency"],
                    timed,
                    (float(there), float(back)),
                )
            )
    return Rail(tuple(halts[k] for k in sorted(halts)), tuple(services), dict(text["agencies"]))


def _run(
    line: dict[str, Any], at: dict[str, Point], halts: dict[tuple[str, str], Halt]
) -> list[tuple[Halt, float]]:
    """Every halt of a line in order, with minutes from the first."""
    places: list[tuple[str, Point, bool]] = []
    first, last = at[line["calls"][0]], at[line["calls"][-1]]
    for name, east, north in line["before"]:
        places.append((name, Point(first.x + east * 1000, first.y + north * 1000), False))
    places += [(name, at[name], True) for name in line["calls"]]
    for name, east, north in line["after"]:
        places.append((name, Point(last.x + east * 1000, last.y + north * 1000), False))
    out: list[tuple[Halt, float]] = []
    minutes = 0.0
    for i, (name, point, here) in enumerate(places):
        if i:
            minutes += max(round(point.distance(places[i - 1][1]) / 1000 * line["minutes_a_km"] + 0.7), 1)
        key = line["mode"], name
        if key not in halts:
            prefix = {"national-rail": "919G", "tube": "949GZZ", "river-bus": "939G"}[line["mode"]]
            code = prefix + "LK" + "".join(c for c in name.upper() if c.isalpha())[:5] + f"{len(halts):02d}"
            halts[key] = Halt(code, name, line["mode"], Point(round(point.x, 2), round(point.y, 2)), here)
        out.append((halts[key], minutes))
    return out
