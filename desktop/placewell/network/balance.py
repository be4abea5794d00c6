"""Supply against a given need per head (guidance ACC-UNA): who has less than they should."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placewell.network.arrays import Floats
from placewell.network.floating import Catchments


@dataclass(frozen=True, eq=False)
class Balance:
    """Access against need, for each place and for people."""

    demand: Floats
    """(places,) people times the need per head; NaN where people are not known."""
    per_head: Floats
    """(places,) access less the need; NaN where it cannot be told."""
    of_place: Floats
    """(places,) the balance per head times the people; NaN where either is not known."""
    under_supplied: float
    """People whose access is known to be below the need."""
    supplied: float
    """People whose access, or what is known of it, meets the need."""
    not_told: float
    """People whose access may or may not meet the need."""


def balance(shared: Catchments, need_per_head: float) -> Balance:
    """Demand, balance and under-supplied people for a need per head that a policy sets, in the units of capacity.

    InVEST's rule for assets shared by less than one person is not applied: it would lose supply. ValueError: a need
    below 0 or not finite.
    """
    if not (np.isfinite(need_per_head) and need_per_head >= 0):
        raise ValueError("the need per head must be 0 or more")
    # A bound that already meets the need settles it; one below it settles nothing.
    per_head = shared.access - need_per_head
    met = per_head >= 0
    short = (per_head < 0) & ~shared.at_least
    # A bound of a balance is not a balance.
    per_head = np.where(shared.at_least, np.nan, per_head)
    return Balance(
        demand=shared.people * need_per_head,
        per_head=per_head,
        of_place=per_head * shared.people,
        under_supplied=float(np.nansum(shared.people[short])),
        supplied=float(np.nansum(shared.people[met])),
        not_told=float(np.nansum(shared.people[~met & ~short])),
    )
