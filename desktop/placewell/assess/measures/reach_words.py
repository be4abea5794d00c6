"""The words of a walking measure: its working, how firm it is, and what would meet it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from placewell.assess.explain import either, gap, many, metres, sentence, walk
from placewell.assess.facts import SEARCH_M, Start
from placewell.domain.finding import Verdict

if TYPE_CHECKING:
    from placewell.assess.measures.reach import Reading

STREETS = {
    "roads": "Measured along roads; footpaths, park paths and estate walkways are not mapped.",
    "paths": "Measured along streets and paths.",
}


@dataclass(frozen=True)
class Told:
    """What the words are made from."""

    types: Sequence[str]
    limit_m: float
    starts: Sequence[Start]
    decides: Reading
    nearest: Reading
    names: Sequence[str]
    restricted: Sequence[str]
    vintages: Sequence[str]
    body: str

    def start(self, reading: Reading) -> str:
        """The start's name."""
        return self.starts[reading.start].name

    def place(self, reading: Reading) -> str:
        """The asset's name, or what it is where nobody named it."""
        return self.names[reading.asset] or f"an unnamed {self.types[0]}"


def value_text(told: Told) -> str:
    """The deciding walk: '740 m', 'more than 5,000 m', 'not measured'."""
    if told.decides.asset >= 0:
        return metres(told.decides.reach_m, told.limit_m)
    if any("no mapped street" in w.what for w in told.decides.waiting):
        return "not measured"
    return f"more than {metres(SEARCH_M)}"


def working(told: Told, starts: int) -> str:
    """How the figure was come by, from the farthest entrance, with the nearest beside it."""
    decides, nearest = told.decides, told.nearest
    parts = []
    if decides.asset >= 0:
        which = "" if starts == 1 else f", the farthest of {starts} ways in"
        parts.append(
            f"{walk(decides.reach_m, told.limit_m)}, from {told.start(decides)}{which}, to {told.place(decides)}."
        )
    elif value_text(told) == "not measured":
        parts.append(f"No walk can be measured from {told.start(decides)}.")
    else:
        parts.append(f"No way to {either(told.types)} within {metres(SEARCH_M)} on foot of {told.start(decides)}.")
    if nearest.start != decides.start and nearest.asset >= 0:
        parts.append(
            f"Nearest way in: {metres(nearest.reach_m, told.limit_m)}, from {told.start(nearest)} to "
            f"{told.place(nearest)}."
        )
    if told.restricted:
        parts.append(f"The way uses a restricted local access road ({', '.join(told.restricted)}).")
    if told.body in STREETS:
        parts.append(STREETS[told.body])
    return sentence(" ".join(parts))


def firmness(told: Told, verdict: Verdict) -> str:
    """How far the walk or the figure must move to change the verdict, and what it rests on."""
    limit, reading = told.limit_m, told.decides
    if verdict == "met":
        spare = limit - reading.reach_m
        said = (
            f"{gap(spare)} to spare: it would change if the walk were longer by more than that, "
            f"or the figure below {metres(reading.reach_m, limit)}."
        )
    elif verdict == "not met":
        if reading.asset >= 0:
            over = reading.reach_m - limit
            said = (
                f"{gap(over)} over: it would change if the walk were shorter by that, "
                f"or the figure {metres(reading.reach_m, limit)} or more."
            )
        else:
            said = f"No walk within {metres(SEARCH_M)}."
        if limit < reading.straight_m < float("inf"):
            said += (
                f" No new path alone would change it: the nearest is {metres(reading.straight_m, limit)} away "
                "in a straight line."
            )
    else:
        return ""
    if told.vintages:
        said += f" Rests on a list of {many(told.types)} as at {' and '.join(told.vintages)}."
    return said


def would_meet(told: Told) -> str:
    """The nearest change that would meet it."""
    reading = told.decides
    said = f"{either(told.types)} within {metres(told.limit_m)} on foot of {told.start(reading)}"
    if reading.asset >= 0 and reading.straight_m <= told.limit_m:
        over = reading.reach_m - told.limit_m
        said += f", or a link that makes the walk to {told.place(reading)} {gap(over)} shorter"
    return sentence(said) + ", would meet it."
