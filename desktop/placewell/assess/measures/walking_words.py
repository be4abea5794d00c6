"""The words of a walking measure: its working, how firm it is, what it waits for, what would meet it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placewell.assess.explain import amount, either, gap, many, metres, sentence, walk
from placewell.assess.ground import SEARCH_M, Sort
from placewell.domain.finding import Verdict, Waiting, WayIn
from placewell.domain.scheme import Link
from placewell.network.snap import LEG_LIMIT_M

STREETS = {
    "roads": "Measured along roads; footpaths, park paths and estate walkways are not mapped.",
    "paths": "Measured along streets and paths.",
    "both": "Measured along streets and paths where they are mapped, along roads elsewhere.",
}
BEYOND = f"more than {metres(SEARCH_M)}"
NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Told:
    """What the words are made from. `decides` is the farthest way in of those that gave the verdict."""

    sort: Sort
    limit_m: float
    inclusive: bool
    verdict: Verdict
    ways: Sequence[WayIn]
    decides: WayIn
    nearest: WayIn
    adrift: bool
    restricted: Sequence[str]
    vintages: Sequence[str]
    body: str
    kinds: int = 1
    unsized: bool = False
    wanting: str = ""
    """Why the list cannot be relied on at all; '' where it can."""
    traced_m: float | None = None
    """How far the site's own lines may be off, where they were traced on a plan."""


def sized(sort: Sort) -> str:
    """' of at least 2 ha'; '' where any size counts."""
    least = f"at least {amount(sort.least_ha, 'ha')}" if sort.least_ha else ""
    most = f"under {amount(sort.most_ha, 'ha')}" if np.isfinite(sort.most_ha) else ""
    said = " and ".join(filter(None, (least, most)))
    return f" of {said}" if said else ""


def value_text(told: Told) -> str:
    """The deciding walk: '740 m', 'more than 10,000 m', 'not measured'."""
    if told.decides.walk_m is not None:
        return metres(told.decides.walk_m, told.limit_m)
    deciding = [w for w in told.ways if w.verdict(told.limit_m, told.inclusive) == told.verdict]
    return BEYOND if all(w.attached for w in deciding) else NOT_MEASURED


def working(told: Told) -> str:
    """How the figure was come by, from the farthest entrance, with the nearest beside it."""
    decides, nearest = told.decides, told.nearest
    parts = []
    if told.kinds > 1:
        parts.append(f"Of {told.kinds} kinds of place, {many(told.sort.types)} are the ones that decide.")
    if decides.walk_m is not None:
        count = len(told.ways)
        which = f" (of {count} ways in, the one that decides)" if count > 1 else ""
        parts.append(f"{walk(decides.walk_m, told.limit_m)}, from {decides.name}{which} to {decides.to}.")
    elif not decides.attached:
        parts.append(f"No walk can be measured from {decides.name}.")
    else:
        what = f"{either(told.sort.types)}{sized(told.sort)}"
        parts.append(f"No way to {what} within {metres(SEARCH_M)} on foot of {decides.name}.")
        if told.adrift:
            parts.append("The street there is not joined to the other mapped streets.")
    if nearest is not decides and nearest.walk_m is not None:
        said = metres(nearest.walk_m, told.limit_m)
        parts.append(f"Nearest way in: {said}, from {nearest.name} to {nearest.to}.")
    if told.restricted:
        parts.append(f"The way uses a restricted local access road ({', '.join(told.restricted)}).")
    if told.unsized:
        parts.append(
            "Some of these places are on the map as points, without their size; they were not counted."
        )
    if told.body in STREETS:
        parts.append(STREETS[told.body])
    return sentence(" ".join(parts))


def waiting(told: Told) -> tuple[Waiting, ...]:
    """What each way in that cannot be told waits for."""
    limit = metres(told.limit_m)
    types, size = told.sort.types, sized(told.sort)
    if told.wanting:
        walk = told.decides.walk_m
        found = "" if walk is None else f" The nearest in it is {metres(walk)} on foot."
        return (Waiting("layer", told.wanting + found),)
    asked: dict[Waiting, None] = {}
    for way in told.ways:
        if way.verdict(told.limit_m, told.inclusive) != "cannot tell":
            continue
        if not way.attached:
            what = f"Where {way.name} is: no mapped street is within {metres(LEG_LIMIT_M)} of it."
            asked[Waiting("scheme input", what)] = None
        elif told.unsized:
            what = f"The outlines of {many(types)}: some are points, and their size is not known."
            asked[Waiting("layer", what)] = None
        elif way.listed_m < told.limit_m:
            what = f"A list of {many(types)} that is complete within {limit} of the site."
            asked[Waiting("layer", what)] = None
        else:
            assert way.straight_m is not None
            what = (
                f"Paths not mapped near {way.name}: {either(types)}{size} is "
                f"{metres(way.straight_m, told.limit_m)} away in a straight line, and not all ways on foot here "
                "are mapped and joined."
            )
            asked[Waiting("layer", what)] = None
    return tuple(asked)


def firmness(told: Told) -> str:
    """How far the walk or the figure must move to change the verdict, and what it rests on."""
    limit, way = told.limit_m, told.decides
    if told.verdict == "met" and way.walk_m is not None:
        said = (
            f"{gap(limit - way.walk_m)} to spare: it would change if the walk were longer by more than that, "
            f"or the figure below {metres(way.walk_m, limit)}."
        )
    elif told.verdict == "not met":
        if way.walk_m is not None:
            said = (
                f"{gap(way.walk_m - limit)} over: it would change if the figure were "
                f"{metres(way.walk_m, limit)} or more, or every walk that much shorter."
            )
        else:
            said = f"No walk of under {metres(SEARCH_M)} is mapped."
        if way.straight_m is not None and way.straight_m > limit:
            said += (
                f" No new path alone would change it: the nearest is {metres(way.straight_m, limit)} away "
                "in a straight line."
            )
    else:
        return ""
    if told.vintages:
        said += f" Rests on a list of {many(told.sort.types)} as at {' and '.join(told.vintages)}."
    if told.traced_m is not None:
        said += f" The site was traced on a plan, to within {max(told.traced_m, 0.1):,.1f} m."
    return said


def would_meet(told: Told) -> str:
    """The nearest change that would meet it."""
    way = told.decides
    short = [w for w in told.ways if w.verdict(told.limit_m, told.inclusive) != "met"]
    said = f"{either(told.sort.types)}{sized(told.sort)} within {metres(told.limit_m)} on foot of "
    if len(short) > 1:
        said += f"the {len(short)} ways in that are farther now (the farthest is {way.name})"
    else:
        said += way.name
        if way.walk_m is not None and way.straight_m is not None and way.straight_m <= told.limit_m:
            said += f", or a link that makes the walk to {way.to} {gap(way.walk_m - told.limit_m)} shorter,"
    return sentence(said) + " would meet it."


def links(drawn: Sequence[Link]) -> str:
    """What is said of links that the scheme opens or closes, since walks follow the streets as they are."""
    if not drawn:
        return ""
    count = "1 link" if len(drawn) == 1 else f"{len(drawn)} links"
    return f"Walks follow the streets as they are today: {count} that the scheme opens or closes are not counted."
