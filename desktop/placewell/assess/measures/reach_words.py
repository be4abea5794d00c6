"""The words of a walking measure: its working, how firm it is, what it waits for, what would meet it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placewell.assess.explain import either, gap, many, metres, sentence, walk
from placewell.assess.facts import SEARCH_M
from placewell.domain.finding import Verdict, Waiting, WayIn
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

    types: Sequence[str]
    limit_m: float
    verdict: Verdict
    ways: Sequence[WayIn]
    decides: WayIn
    nearest: WayIn
    adrift: bool
    restricted: Sequence[str]
    vintages: Sequence[str]
    body: str


def value_text(told: Told) -> str:
    """The deciding walk: '740 m', 'more than 5,000 m', 'not measured'."""
    if told.decides.walk_m is not None:
        return metres(told.decides.walk_m, told.limit_m)
    deciding = [w for w in told.ways if w.verdict(told.limit_m) == told.verdict]
    return BEYOND if all(w.attached for w in deciding) else NOT_MEASURED


def working(told: Told) -> str:
    """How the figure was come by, from the farthest entrance, with the nearest beside it."""
    decides, nearest = told.decides, told.nearest
    parts = []
    if decides.walk_m is not None:
        count = len(told.ways)
        which = f" (of {count} ways in, the one that decides)" if count > 1 else ""
        parts.append(f"{walk(decides.walk_m, told.limit_m)}, from {decides.name}{which} to {decides.to}.")
    elif not decides.attached:
        parts.append(f"No walk can be measured from {decides.name}.")
    else:
        parts.append(f"No way to {either(told.types)} within {metres(SEARCH_M)} on foot of {decides.name}.")
        if told.adrift:
            parts.append("The street there is not joined to the other mapped streets.")
    if nearest is not decides and nearest.walk_m is not None:
        said = metres(nearest.walk_m, told.limit_m)
        parts.append(f"Nearest way in: {said}, from {nearest.name} to {nearest.to}.")
    if told.restricted:
        parts.append(f"The way uses a restricted local access road ({', '.join(told.restricted)}).")
    if told.body in STREETS:
        parts.append(STREETS[told.body])
    return sentence(" ".join(parts))


def waiting(told: Told) -> tuple[Waiting, ...]:
    """What each way in that cannot be told waits for."""
    limit = metres(told.limit_m)
    asked: dict[Waiting, None] = {}
    for way in told.ways:
        if way.verdict(told.limit_m) != "cannot tell":
            continue
        if not way.attached:
            what = f"Where {way.name} is: no mapped street is within {metres(LEG_LIMIT_M)} of it."
            asked[Waiting("scheme input", what)] = None
        elif way.listed_m < told.limit_m:
            what = f"A list of {many(told.types)} that is complete within {limit} of {way.name}."
            asked[Waiting("layer", what)] = None
        else:
            assert way.straight_m is not None
            what = (
                f"Paths near {way.name}: {either(told.types)} is {metres(way.straight_m, told.limit_m)} away "
                f"in a straight line, and not all ways on foot here are mapped and joined."
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
        said += f" Rests on a list of {many(told.types)} as at {' and '.join(told.vintages)}."
    return said


def would_meet(told: Told) -> str:
    """The nearest change that would meet it."""
    way = told.decides
    short = [w for w in told.ways if w.verdict(told.limit_m) != "met"]
    said = f"{either(told.types)} within {metres(told.limit_m)} on foot of "
    if len(short) > 1:
        said += f"the {len(short)} ways in that are farther now (the farthest is {way.name})"
    else:
        said += way.name
        if way.walk_m is not None and way.straight_m is not None and way.straight_m <= told.limit_m:
            said += f", or a link that makes the walk to {way.to} {gap(way.walk_m - told.limit_m)} shorter,"
    return sentence(said) + " would meet it."
