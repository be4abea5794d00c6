"""Who gains and who loses between two states, in people, and in which decile of deprivation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placewell.network.arrays import Bools, Floats, Ints
from placewell.network.equity import checked_deciles, checked_people, groups


@dataclass(frozen=True)
class Side:
    """People whose value changed one way; `by` is the mean over them, None if there are none."""

    people: float
    by: float | None


@dataclass(frozen=True)
class Gains:
    """What became of the people of a group; every one of them is in just one of these."""

    decile: int | None
    """None: of all, or of places whose decile is not known."""
    up: Side
    down: Side
    same: float
    """People whose value did not change by more than the tolerance."""
    not_told: float
    """People whose value is not known before or after."""
    places_not_told: int
    """Places whose number of people is not known."""


def gains(before: Floats, after: Floats, people: Floats, tolerance: float = 0.0) -> Gains:
    """People whose value rises, falls or stays; a change of at most the tolerance is none.

    Infinite (beyond reach) to infinite is no change; infinite on one side only has no amount, and such people make
    the mean None. ValueError: a tolerance below 0.
    """
    before, people, after = checked_people(before, people, after)
    if not tolerance >= 0:
        raise ValueError("the tolerance must be 0 or more")
    told = ~(np.isnan(before) | np.isnan(after))
    change = np.zeros(len(before))
    moved = told & (before != after)
    change[moved] = after[moved] - before[moved]
    up, down = change > tolerance, change < -tolerance
    return Gains(
        None,
        _side(change, people, up),
        _side(change, people, down),
        float(np.nansum(people[told & ~up & ~down])),
        float(np.nansum(people[~told])),
        int(np.isnan(people).sum()),
    )


def gains_by_decile(
    before: Floats, after: Floats, people: Floats, decile: Ints, tolerance: float = 0.0
) -> tuple[Gains, ...]:
    """`gains` in each decile 1 (most deprived) to 10, then, with None, where the decile is not known (given as 0)."""
    before, people, after = checked_people(before, people, after)
    decile = checked_deciles(decile, len(before))
    found = []
    for number in groups(decile):
        here = decile == number
        one = gains(before[here], after[here], people[here], tolerance)
        found.append(Gains(number or None, one.up, one.down, one.same, one.not_told, one.places_not_told))
    return tuple(found)


def _side(change: Floats, people: Floats, which: Bools) -> Side:
    which = which & (people > 0)
    count = float(people[which].sum())
    if not count or np.isinf(change[which]).any():
        return Side(count, None)
    return Side(count, float((change[which] * people[which]).sum() / count))
