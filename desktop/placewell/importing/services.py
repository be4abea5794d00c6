"""Services: how often a route calls at a stop. Their place is that of the stop in the project's own list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.kinds import KINDS
from placewell.domain.rows import Geometries, Rows
from placewell.importing.choose import alike
from placewell.importing.draft import Draft, Left
from placewell.importing.fields import Columns, Filled, Remark, fill
from placewell.importing.place import Ground, Placed, place
from placewell.importing.recognise import Recognised
from placewell.importing.remarks import blank_columns, source_checks
from placewell.importing.runs_at import once
from placewell.importing.stations import SAME_STATION_M

SAME_STOP_M = 15.0
"""Two entries of one name this close are one stop; the stop across the road has the same name."""


@dataclass(frozen=True)
class _Stops:
    """The stops that the project will have, from all its layers."""

    codes: frozenset[str]
    listed: list[tuple[str, str, str]]
    """Code, name and type of each that has a code, in the order of `shapes`."""
    shapes: Geometries


def interpret_services(
    known: Recognised, there: Sequence[Draft], ground: Ground, stated_crs: str = ""
) -> Draft | Left:
    """A table of services as a draft. `there` are the project's layers, whose stops they call at.

    Where the table says where its stops are, services in reach of the project are kept, and those at a
    stop of another code but the same place and name are given the project's. Else those at its stops.
    """
    source, table = known.source, known.table
    columns = Columns(table, known.columns)
    filled = fill(columns, source, len(table))
    remarks = [Remark(n.sort, n.text, n.row) for n in table.notes]
    remarks += source_checks(known, filled.keep) + blank_columns(known) + filled.remarks
    remarks += _unusable(filled, table.rows)
    stops = _stops_of(there)
    if not len(stops.shapes):
        reason = f"{source.title}: the project has no stops yet for its services to call at; bring in a list of stops first, or together with it."
        return Left(table.file, table.part, reason, "left", tuple(remarks))
    total = int(filled.keep.sum())
    placed = _placed(columns, filled, known, ground, stated_crs)
    if placed is None:
        near = filled.keep & np.array([s in stops.codes for s in filled.columns["stop"]], dtype=bool)
    else:
        remarks += placed.remarks
        near = filled.keep & placed.held
        remarks += _given_our_codes(filled.columns["stop"], columns, near, placed, stops)
    fields = [f for f in KINDS["service"].fields if f not in {"id", "layer"}]
    made = {f: list(filled.columns.get(f) or [None if f == "per_hour" else ""] * len(table)) for f in fields}
    rows = Rows("service", made, None, list(table.rows)).where(near)
    found = len(rows)
    if placed is None:
        rows, doubles = once(rows)
        rows, disagreeing = _one_figure(rows)
        remarks += doubles + disagreeing
    else:
        rows, unknown = _added_up(rows)
        remarks += unknown
    rejected = sum(1 for r in remarks if r.sort == "rejected")
    if not len(rows):
        reason = f"{source.title}: none of its {total:,} services calls at a stop in or near the project."
        return Left(table.file, table.part, reason, "elsewhere", tuple(remarks))
    remarks += _stopless(rows, stops)
    return Draft(
        source=source,
        file=table.file,
        part=table.part,
        kind="service",
        role=source.role or "service",
        name=source.name or "Services",
        rows=rows,
        total=total,
        vintage=source.vintage,
        coverage=source.coverage,
        coverage_area="the stops and routes that it names" if source.coverage != "unknown" else "",
        coverage_note=source.coverage_note,
        authority="derived" if known.added else source.authority,
        covers=len(stops.codes & set(rows.columns["stop"])) / len(stops.codes) if stops.codes else 0.0,
        mapping=filled.mapping,
        parts=frozenset({source.role or "service"}),
        elsewhere=total - found - (placed.rejected if placed else 0),
        rejected=rejected,
        remarks=remarks,
    )


def _unusable(filled: Filled, rows: Sequence[int]) -> list[Remark]:
    """Rows that name no stop or no route, or say that a route calls less than never."""
    told = []
    for i in np.flatnonzero(filled.keep).tolist():
        stop, route, per_hour = (
            filled.columns.get(n, [None] * (i + 1))[i] for n in ("stop", "route", "per_hour")
        )
        missing = "stop" if not stop else "route" if not route else ""
        if missing:
            told.append(Remark("rejected", f"This row names no {missing}.", rows[i]))
        elif isinstance(per_hour, float) and per_hour < 0:
            told.append(Remark("rejected", f"Route {route} cannot call {per_hour:g} times an hour.", rows[i]))
        else:
            continue
        filled.keep[i] = False
    return told


def _stops_of(there: Sequence[Draft]) -> _Stops:
    listed: list[tuple[str, str, str]] = []
    shapes: list[object] = []
    for draft in there:
        if draft.kind != "stop" or draft.rows.geometry is None:
            continue
        cells = (draft.rows.columns[n] for n in ("code", "name", "type"))
        for (code, name, type_), shape in zip(zip(*cells, strict=True), draft.rows.geometry, strict=True):
            if code and shape is not None:
                listed.append((str(code), str(name), str(type_)))
                shapes.append(shape)
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    return _Stops(frozenset(code for code, _, _ in listed), listed, array)


def _placed(
    columns: Columns, filled: Filled, known: Recognised, ground: Ground, stated_crs: str
) -> Placed | None:
    """Where the table's own stops are; None where it does not say."""
    wanted = known.source.place
    if not wanted or not all(any(columns.get(c) is not None for c in names) for names in wanted.values()):
        return None
    return place(columns, known.source, filled.keep, ground, {}, stated_crs, "POINT")


def _given_our_codes(
    codes: list[str], columns: Columns, near: npt.NDArray[np.bool_], placed: Placed, stops: _Stops
) -> list[Remark]:
    """Put the project's code of a stop where the table has another; a line says how many."""
    names = columns.get("stop_name")
    at = [i for i in np.flatnonzero(near).tolist() if codes[i] not in stops.codes]
    if names is None or not at:
        return []
    tree = shapely.STRtree(stops.shapes)
    ours: dict[str, str] = {}
    for i in at:
        if codes[i] in ours:
            continue
        found = tree.query(placed.shape[i], predicate="dwithin", distance=SAME_STATION_M)
        by_distance = sorted((shapely.distance(placed.shape[i], stops.shapes[j]), int(j)) for j in found)
        for metres, j in by_distance:
            code, name, type_ = stops.listed[j]
            if metres <= (SAME_STATION_M if type_ == "station" else SAME_STOP_M) and alike(
                str(names[i]), name
            ):
                ours[codes[i]] = code
                break
    for i in at:
        codes[i] = ours.get(codes[i], codes[i])
    if not ours:
        return []
    words = f"{len(ours):,} stops have another code here than in the project's list of stops; they were known by their place and name."
    return [Remark("checked", words)]


_KEY = ("stop", "route", "mode", "direction")


def _one_figure(rows: Rows) -> tuple[Rows, list[Remark]]:
    """One figure for a stop, route and direction of a list: the first, where two rows disagree."""
    first: dict[tuple[object, ...], int] = {}
    keep = np.ones(len(rows), dtype=bool)
    told = []
    for i, key in enumerate(zip(*(rows.columns[n] for n in _KEY), strict=True)):
        j = first.setdefault(key, i)
        if j != i:
            keep[i] = False
            words = f"Route {key[1]} at stop {key[0]} stands in row {rows.source_row[j]} already, with other figures: those were taken."
            told.append(Remark("rejected", words, rows.source_row[i]))
    return rows.where(keep), told


def _added_up(rows: Rows) -> tuple[Rows, list[Remark]]:
    """Services of a timetable feed at two of its stops (platforms) that are one stop here: their sum.

    Where one of them has no figure, the sum is not known: it is left blank, and told.
    """
    first: dict[tuple[object, ...], int] = {}
    keep = np.ones(len(rows), dtype=bool)
    times = list(rows.columns["per_hour"])
    told: dict[int, Remark] = {}
    for i, key in enumerate(zip(*(rows.columns[n] for n in _KEY), strict=True)):
        j = first.setdefault(key, i)
        if j == i:
            continue
        keep[i] = False
        if times[i] is not None and times[j] is not None:
            times[j] += times[i]
            continue
        if j not in told and (times[i] is not None or times[j] is not None):
            words = f"Route {key[1]} at stop {key[0]} is in several rows, one of them without a figure, so how often it calls is not known; kept without one."
            told[j] = Remark("checked", words, rows.source_row[j])
        times[j] = None
    return replace(rows, columns={**rows.columns, "per_hour": times}).where(keep), list(told.values())


def _stopless(rows: Rows, stops: _Stops) -> list[Remark]:
    lost = Counter(str(s) for s in rows.columns["stop"] if s not in stops.codes)
    if not lost:
        return []
    shown = ", ".join(sorted(lost)[:6]) + (" …" if len(lost) > 6 else "")
    words = f"{lost.total():,} services call at {len(lost):,} stops that the project's lists of stops have not ({shown}); kept, but they cannot be walked to."
    return [Remark("checked", words)]
