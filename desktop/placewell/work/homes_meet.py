"""Homes that come to an option which has homes already: in their place, beside them, or only compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from placewell.domain.scheme import Homes, block_key
from placewell.importing.scheme_checks import Doubt, Item

_MANY = 10
"""So many rows of one home each are a schedule, not a summary of a small scheme."""


@dataclass(frozen=True)
class Meeting:
    """What of the new rows is taken, which of those that are there go, and what to tell."""

    fresh: list[Item]
    gone: list[Any]
    doubts: list[Doubt]


def meet(there: Sequence[Homes], fresh: Sequence[Item], carried: bool) -> Meeting:
    """New homes beside, or in the place of, those that are there; `carried` where these came with the
    submission before.

    Homes of some of the blocks take the place of those blocks alone. Homes of other blocks are added, but not
    to what was carried over: there they are the whole of a revised schedule. A summary is compared only.
    """
    table = fresh[0].table
    old, new = sum(h.homes for h in there), sum(int(i.row.values["homes"]) for i in fresh)

    def told(words: str) -> list[Doubt]:
        return [Doubt(table, None, "checked", words)]

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
        return Meeting([], [], told(words))
    had = {block_key(h.block) for h in there if h.block}
    come = {block_key(str(i.row.values["block"])) for i in fresh if i.row.values["block"]}
    if not (all(h.block for h in there) and all(i.row.values["block"] for i in fresh)) or had == come:
        return Meeting(list(fresh), list(there), [])
    kept = [h for h in there if block_key(h.block) not in come]
    gone = [h for h in there if block_key(h.block) in come]
    others = ", ".join(sorted({h.block for h in kept}))
    count = sum(h.homes for h in kept)
    if not had & come and carried:
        words = (
            f"None of its blocks are those that were there ({others}), so it is taken for a whole new schedule: their {count:,}"
            " homes go. To keep them as well, undo and bring it in with --add."
        )
        return Meeting(list(fresh), list(there), told(words))
    if not kept:
        return Meeting(list(fresh), gone, [])
    words = (
        f"Added to the {count:,} homes of other blocks ({others}) that are there; to have these alone, bring them in with --replace."
        if not gone
        else f"The {count:,} homes of other blocks ({others}) stay as they are; to have these alone, bring them in with --replace."
    )
    return Meeting(list(fresh), gone, told(words))
