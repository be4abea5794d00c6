"""Homes that come to an option which has homes already: in their place, beside them, or only compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placewell.domain.scheme import Homes, block_key
from placewell.importing.scheme_checks import Doubt, Item

_MANY = 10
"""So many rows of one home each are a schedule, not a summary of a small scheme."""


@dataclass(frozen=True)
class Meeting:
    """What of the new rows is taken, whether beside those that are there, and what to tell."""

    fresh: list[Item]
    beside: bool
    doubts: list[Doubt]


def meet(there: Sequence[Homes], fresh: Sequence[Item]) -> Meeting:
    """Blocks that are not there yet are added; a summary of a schedule is compared; else the new is taken."""
    table = fresh[0].table
    old, new = sum(h.homes for h in there), sum(int(i.row.values["homes"]) for i in fresh)
    had = {block_key(h.block) for h in there if h.block}
    come = {block_key(str(i.row.values["block"])) for i in fresh if i.row.values["block"]}
    all_named = all(h.block for h in there) and all(i.row.values["block"] for i in fresh)
    if all_named and not had & come:
        words = (
            f"Added to the {old:,} homes of other blocks ({', '.join(sorted(h.upper() for h in had))}) that are there;"
            " to have these alone, bring them in with --replace."
        )
        return Meeting(list(fresh), True, [Doubt(table, None, "checked", words)])
    detailed = len(there) >= _MANY and all(h.homes == 1 for h in there)
    if detailed and any(int(i.row.values["homes"]) > 1 for i in fresh):
        same = (
            "the same number"
            if old == new
            else f"but the schedule that is there has {old:,}: which is right?"
        )
        words = (
            f"Only sums up homes ({new:,}, {same}); compared with the schedule home by home, which stays."
            " To have it instead, bring it in with --replace."
        )
        return Meeting([], False, [Doubt(table, None, "checked", words)])
    return Meeting(list(fresh), False, [])
