"""The PTAL-style index at many places, as a table, with its working beside it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from placewell.assess.coverage import listed_m
from placewell.domain.errors import Problem
from placewell.network.calls import Stops, Told, indices, stops_of
from placewell.network.profile import STANDARD
from placewell.network.snap import attach
from placewell.network.transit import ASSUMED, ELSEWHERE, MODES, WALK_LIMIT_M
from placewell.work.access import walked_network
from placewell.work.new_file import as_text, writing
from placewell.work.opened import Opened
from placewell.work.points import inside_points, places_of
from placewell.work.progress import Progress, Work

NAME = "PTAL-style index"
FIELDS = ("id", "ai", "band", *MODES, "name", "note")
WORKING = (
    "id", "mode", "route", "stop", "direction", "walk_m", "per_hour", "basis", "walk_min",
    "scheduled_wait_min", "average_wait_min", "access_min", "edf", "weight",
)  # fmt: skip
NOT_COMPLETE = "at least this: the list of stops is not known to be complete within 960 m"
_AT_ONCE = 500


@dataclass(frozen=True)
class PtalTable:
    """What was written, for the summary."""

    path: Path
    what: str
    told: int
    not_told: int
    bands: Mapping[str, int]
    assumed: Mapping[str, float]
    other_modes: Sequence[str]
    silent_stops: int
    remarks: Sequence[str]
    working: Path | None


def assumptions(words: Sequence[str]) -> dict[str, float]:
    """Departures an hour by mode from 'bus=6'. Raises Problem for what is neither."""
    found: dict[str, float] = {}
    modes = {m.casefold(): m for m in MODES}
    for word in words:
        mode, _, figure = word.partition("=")
        try:
            per_hour = float(figure)
        except ValueError:
            per_hour = 0.0
        if mode.strip().casefold() not in modes or not 0 < per_hour <= 3600:
            raise Problem(
                f"'{word}' does not say how often a mode calls.",
                "An assumption stands beside every figure made from it.",
                f"Write mode=departures an hour, for example bus=6; modes: {', '.join(MODES)}.",
            )
        found[modes[mode.strip().casefold()]] = per_hour
    return found


def ptal_table(
    opened: Opened,
    origins: str,
    path: Path,
    assume: Sequence[str] = (),
    working: Path | None = None,
    crs: str = "",
) -> Work[PtalTable]:
    """Write the index of each place (areas at a point inside), and the working of each route if asked.

    Where it cannot be told the cell is empty and the note says why. Raises Problem; leaves no half file.
    """
    assumed = assumptions(assume)
    with ExitStack() as stack:
        out = csv.writer(stack.enter_context(writing(path)))
        steps = csv.writer(stack.enter_context(writing(working))) if working else None
        yield Progress("Joining the streets")
        network = walked_network(opened, STANDARD)
        places = inside_points(places_of(opened, origins, crs))
        stops = _stops(opened, assumed)
        layers = [la for la in opened.file.layers() if la.kind == "stop" and la.role != "pier"]
        out.writerow(FIELDS)
        if steps:
            steps.writerow(WORKING)
        bands: dict[str, int] = {}
        for begin in range(0, len(places), _AT_ONCE):
            yield Progress(f"Working out the {NAME}", begin, len(places))
            shapes = places.shapes[begin : begin + _AT_ONCE]
            held = np.where(shapely.is_missing(shapes), shapely.Point(), shapes)
            room = np.array([listed_m([la], opened.project, held, opened.clock()[:10]) for la in layers]).min(
                axis=0
            )
            found = indices(network, attach(network, shapes), stops)
            for i, told in enumerate(found, begin):
                row = _row(told, bool(room[i - begin] >= WALK_LIMIT_M))
                bands[row[1]] = bands.get(row[1], 0) + 1
                out.writerow([as_text(places.ids[i]), *row[:-1], as_text(places.names[i]), row[-1]])
                if steps:
                    steps.writerows([as_text(c) for c in (places.ids[i], *line)] for line in _working(told))
    not_told = bands.pop("", 0)
    return PtalTable(
        path, places.what, len(places) - not_told, not_told, dict(sorted(bands.items())), assumed,
        stops.other_modes, stops.silent, places.remarks, working,
    )  # fmt: skip


def _stops(opened: Opened, assumed: Mapping[str, float]) -> Stops:
    rows = opened.file.read("stop")
    if not len(rows):
        raise Problem(
            "The project holds no stops or stations.",
            f"The {NAME} is worked out from them and from how often services call.",
            "Bring in a list of stops, and a timetable feed (GTFS) or a list of services.",
        )
    return stops_of(rows, opened.file.read("service"), assumed)


def _row(told: Told, complete: bool) -> tuple[str, ...]:
    """Index, band, one cell a mode, and the note."""
    index = told.index
    blank = ("", "", *("" for _ in MODES))
    if not told.attached:
        return (*blank, "not attached: no street within 250 m")
    if told.adrift:
        return (*blank, "cannot tell: the street there is not joined to the other mapped streets")
    if told.missing:
        shown = "; ".join(told.missing[:3]) + ("; …" if len(told.missing) > 3 else "")
        known = f" (of the others: {index.value:.2f})" if index.steps else ""
        return (*blank, f"cannot tell: how often these call is not known{known}: {shown}")
    if not index.steps and not complete:
        return (
            *blank,
            "cannot tell: no stop is listed within reach, and the list is not known to be complete here",
        )
    by_mode = tuple(f"{index.by_mode.get(mode, 0.0):.2f}" for mode in MODES)
    bases = {s.served.basis for s in index.steps}
    notes = [] if complete else [NOT_COMPLETE]
    notes += ["frequencies assumed"] if ASSUMED in bases else []
    notes += ["some frequencies are those of the route at other stops"] if ELSEWHERE in bases else []
    return (f"{index.value:.2f}", index.band, *by_mode, "; ".join(notes))


def _working(told: Told) -> list[tuple[str, ...]]:
    if not told.attached:
        return []
    return [
        (
            s.served.mode, s.served.route, s.served.stop, s.served.direction, f"{s.served.walk_m:.3f}",
            f"{s.served.per_hour:g}", s.served.basis, f"{s.walk_min:.3f}",
            f"{s.scheduled_wait_min:.3f}", f"{s.average_wait_min:.3f}", f"{s.access_min:.3f}", f"{s.edf:.3f}",
            f"{s.weight:g}",
        )
        for s in told.index.steps
    ]  # fmt: skip


def ptal_lines(table: PtalTable) -> list[str]:
    """The summary, line by line."""
    lines = [
        f"{NAME} of {table.what}: told for {table.told:,}, cannot be told for {table.not_told:,}.",
        "It is not TfL's published PTAL, which policies use; it is worked out here from stops, services and streets.",
    ]
    if table.bands:
        lines.append("Bands: " + ", ".join(f"{band}: {n:,}" for band, n in table.bands.items()))
    if table.assumed:
        said = ", ".join(f"{mode} {n:g} an hour" for mode, n in table.assumed.items())
        lines.append(f"Assumed where no timetable says how often a route calls: {said}.")
    if table.other_modes:
        lines.append(f"No part of the method, and left out: {', '.join(table.other_modes)}.")
    if table.silent_stops:
        lines.append(
            f"Stops at which nothing is said to call, and which add nothing: {table.silent_stops:,}."
        )
    lines.append("Not checked: whether each rail service has two stops in London, as the method asks.")
    lines += table.remarks
    lines.append(f"Written to {table.path}.")
    return [*lines, *([f"Working written to {table.working}."] if table.working else [])]
