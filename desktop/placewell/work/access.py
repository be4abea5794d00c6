"""How far it is on foot from many places to many, as a table."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from placewell.domain.errors import Problem
from placewell.network.access import access_points
from placewell.network.arrays import Floats, Ints
from placewell.network.model import Network
from placewell.network.profile import PROFILES, Profile
from placewell.network.reach import per_group, reach
from placewell.network.snap import LEG_LIMIT_M, Attached, attach
from placewell.work.new_file import as_text, writing
from placewell.work.opened import Opened
from placewell.work.points import Places, inside_points, places_of
from placewell.work.progress import Progress, Work
from placewell.work.streets import network_of

LIMIT_M = 5_000.0
"""How far walks are followed where the user does not say."""
FIELDS = ("from_id", "to_id", "to_name", "reach_m", "minutes", "leg_from_m", "leg_to_m", "status")
REACHED, BEYOND, NOT_ATTACHED = "reached", "beyond reach", "not attached"
_PAIRS_AT_ONCE = 200_000


@dataclass(frozen=True)
class AccessTable:
    """What was written, for the summary."""

    path: Path
    origins: str
    targets: str
    limit_m: float
    profile: Profile
    body: str
    counts: dict[str, int]
    """Pairs by status."""
    adrift_from: tuple[str, ...]
    adrift_to: tuple[str, ...]
    """Names of what is not attached."""
    apart: tuple[str, ...]
    """Names of origins whose street is not joined to the largest piece of the network."""
    remarks: tuple[str, ...]


def walkers(name: str, speed: float | None) -> Profile:
    """The profile of that name, at a stated speed. Raises Problem for a name or speed that is none."""
    if name not in PROFILES:
        raise Problem(
            f"There is no walker called '{name}'.",
            "Speed and what stops them depend on who walks.",
            "Use one of: " + ", ".join(PROFILES) + ".",
        )
    if speed is None:
        return PROFILES[name]
    try:
        return PROFILES[name].at(speed)
    except ValueError:
        raise Problem(
            f"{speed:g} metres a minute is not a walking speed.",
            "Minutes are worked out from it.",
            "Use a figure above 0; the usual one is 80.",
        ) from None


def checked_limit(limit_m: float) -> float:
    """The limit, if it is 0 or more and finite. Raises Problem otherwise."""
    if not (limit_m >= 0 and math.isfinite(limit_m)):
        raise Problem(
            f"Walks cannot be followed for {limit_m:g} metres.",
            "The limit says how far to look.",
            "Use a limit of 0 or more, for example 800.",
        )
    return limit_m


def walked_network(opened: Opened, profile: Profile) -> Network:
    """The project's network for a walker. Raises Problem where there are no streets."""
    network = network_of(opened)
    if network is None:
        raise Problem(
            "The project holds no streets that can be walked.",
            "Without them no distance on foot can be told.",
            "Bring in OS Open Roads or OpenStreetMap for the area: placewell import PROJECT FILE.",
        )
    return network.for_profile(profile)


def access_table(
    opened: Opened,
    origins: str,
    targets: str,
    path: Path,
    limit_m: float = LIMIT_M,
    profile: str = "standard",
    speed: float | None = None,
    crs: str = "",
) -> Work[AccessTable]:
    """Write one row for each pair of an origin and a target; areas begin at a point inside, ground is
    reached at its access points. Raises Problem; leaves no half file."""
    limit_m, walker = checked_limit(limit_m), walkers(profile, speed)
    with writing(path) as out:
        yield Progress("Joining the streets")
        network = walked_network(opened, walker)
        start, end = places_of(opened, origins, crs), places_of(opened, targets, crs)
        begun = inside_points(start)
        here = attach(network, begun.shapes)
        points, of = access_points(network, end.shapes)
        there = attach(network, points)
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(FIELDS)
        counts = dict.fromkeys((REACHED, BEYOND, NOT_ATTACHED), 0)
        size = max(1, _PAIRS_AT_ONCE // max(len(of), 1))
        for begin in range(0, len(start), size):
            yield Progress("Walking", begin, len(start))
            some = np.arange(begin, min(begin + size, len(start)))
            metres = reach(network, here.take(some), there, limit_m)
            text = io.StringIO(newline="")
            for row in _rows(begun, end, some, here, there, of, metres, walker):
                counts[row[-1]] += 1
                csv.writer(text, lineterminator="\r\n").writerow(row)
            out.write(text.getvalue())
    attached_to = np.zeros(len(end), dtype=bool)
    attached_to[of[there.ok]] = True
    remarks = [*start.remarks, *end.remarks]
    wide = shapely.get_dimensions(start.shapes[~shapely.is_missing(start.shapes)])
    if (wide == 2).any():
        remarks.append(f"Walks from {start.what} begin at a point inside each.")
    return AccessTable(
        path, start.what, end.what, limit_m, walker, network.body if len(network.edge_m) else "", counts,
        _named(start, ~here.ok), _named(end, ~attached_to), _named(start, _apart(network, here)),
        tuple(dict.fromkeys(remarks)),
    )  # fmt: skip


def _rows(
    start: Places,
    end: Places,
    some: Ints,
    here: Attached,
    there: Attached,
    of: Ints,
    metres: Floats,
    walker: Profile,
) -> Iterator[tuple[str, ...]]:
    metres = np.round(metres, 3)
    nearest = per_group(metres, of, len(end))
    # The leg of the access point that is used; of several equally near ones the shortest.
    used = np.where(metres == nearest[:, of], there.leg_m, np.inf)
    legs = np.where(
        np.isfinite(nearest), per_group(used, of, len(end)), per_group(there.leg_m[None], of, len(end))
    )
    for row, o in enumerate(some):
        from_leg = f"{here.leg_m[o]:.3f}" if here.ok[o] else ""
        for t in range(len(end)):
            reach_m, leg = float(nearest[row, t]), float(legs[row, t])
            if not here.ok[o] or not math.isfinite(leg):
                status, told, minutes = NOT_ATTACHED, "", ""
            elif math.isfinite(reach_m):
                taken = walker.minutes(reach_m)
                status, told, minutes = REACHED, f"{reach_m:.3f}", "" if taken is None else f"{taken:.2f}"
            else:
                status, told, minutes = BEYOND, "", ""
            to_leg = f"{leg:.3f}" if math.isfinite(leg) else ""
            yield (
                as_text(start.ids[o]),
                as_text(end.ids[t]),
                as_text(end.names[t]),
                told,
                minutes,
                from_leg,
                to_leg,
                status,
            )


def _apart(network: Network, points: Attached) -> np.ndarray:
    """Which points are attached to a piece of the network that is not its largest."""
    return (
        points.ok & (network.island[network.edge_from[points.edge]] != 0)
        if len(network.edge_m)
        else points.ok
    )


def _named(places: Places, which: np.ndarray) -> tuple[str, ...]:
    return tuple(places.names[int(i)] or places.ids[int(i)] for i in np.flatnonzero(which))


BODIES = {
    "roads": "along roads only: footpaths, park paths and estate walkways are not mapped",
    "paths": "along streets and paths",
    "both": "along streets and paths where they are mapped, along roads elsewhere",
}


def access_lines(table: AccessTable) -> list[str]:
    """The summary, line by line."""
    pairs = sum(table.counts.values())
    lines = [
        f"{table.origins} to {table.targets}: {pairs:,} pairs, followed for {table.limit_m:,.0f} m "
        f"{BODIES.get(table.body, 'with no street that this walker can use')}.",
        "  ".join(f"{status}: {n:,}" for status, n in table.counts.items()),
    ]
    for names, which in ((table.adrift_from, "From"), (table.adrift_to, "To")):
        if names:
            shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
            lines.append(
                f"{which}: {len(names):,} not attached (no street within {LEG_LIMIT_M:,.0f} m, or no place): {shown}"
            )
    if table.apart:
        shown = ", ".join(table.apart[:5]) + (" …" if len(table.apart) > 5 else "")
        lines.append(
            f"From: {len(table.apart):,} on streets that are not joined to the rest, so that little is in reach: {shown}"
        )
    if table.profile.m_per_min is None:
        lines.append(
            f"Minutes are left empty: no source gives a speed for '{table.profile.name}'. State the council's with --speed."
        )
    else:
        lines.append(f"Minutes at {table.profile.m_per_min:g} m/min ({table.profile.name}).")
    if not table.profile.steps:
        lines.append(
            "Ways that are known to be steps are not used; where a source does not say, they may be steps."
        )
    return [*lines, *table.remarks, f"Written to {table.path}."]
