"""How many of a scheme's homes are within a walk: beside the verdict, which the ways in decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placewell.assess.explain import metres
from placewell.assess.facts import Facts
from placewell.assess.ground import Sort
from placewell.assess.ways import all_of, ways_to
from placewell.domain.finding import Fact, Verdict, WayIn
from placewell.domain.scheme import Provision, block_key


@dataclass(frozen=True)
class HomesWithin:
    """The figures as facts, and the same in words."""

    facts: tuple[Fact, ...]
    words: str


def homes_within(
    facts: Facts, sort: Sort, limit_m: float, inclusive: bool = True, brought: Sequence[Provision] = ()
) -> HomesWithin | None:
    """Homes within `limit_m` on foot of the nearest place of a sort; None without homes or doors.

    All homes of a block are taken to be behind the farthest of its doors, so that the share is never
    told too great. Homes of blocks without a door, or whose walk is not known, are told apart.
    """
    homes = facts.content.homes_by_block
    total = sum(homes.values())
    doors: dict[str, list[WayIn]] = {}
    if len(facts.doors) and total:
        found = ways_to(facts, facts.doors, sort, brought)
        for door, way in zip(facts.door_list, found.ways, strict=True):
            if homes.get(block_key(door.block)):
                doors.setdefault(block_key(door.block), []).append(way)
    if not doors:
        return None
    counts: dict[Verdict, int] = {"met": 0, "not met": 0, "cannot tell": 0}
    for block, n in homes.items():
        of = [_within(way, limit_m, inclusive) for way in doors.get(block, ())]
        counts[all_of(of) if of else "cannot tell"] += n
    reached = [max(ms) for ms in (_metres(of) for of in doors.values()) if ms]
    figures = (
        Fact("homes", float(total), "homes"),
        Fact("homes within", float(counts["met"]), "homes"),
        Fact("homes whose walk is not known", float(counts["cannot tell"]), "homes"),
        Fact("nearest home", min(reached, default=None), "m"),
        Fact("farthest home", max(reached, default=None), "m"),
    )
    return HomesWithin(figures, _words(counts["met"], total, counts["cannot tell"], limit_m))


def share(part: int, whole: int) -> str:
    """'60 %', with as many decimals as it takes not to say none or all of what is neither."""
    for decimals in range(6):
        said = f"{100 * part / whole:.{decimals}f}"
        if (float(said) == 0) == (part == 0) and (float(said) == 100) == (part == whole):
            break
    return f"{said} %"


def _within(way: WayIn, limit_m: float, inclusive: bool) -> Verdict:
    """Counting what is found in any list: a fact, not a verdict. Beyond only where the list says so."""
    walk = way.walk_m
    if way.attached and walk is not None and (walk <= limit_m if inclusive else walk < limit_m):
        return "met"
    return way.verdict(limit_m, inclusive)


def _metres(doors: Sequence[WayIn]) -> list[float]:
    """Walks from a block's doors; none where one of them has none."""
    walks = [way.walk_m for way in doors if way.walk_m is not None]
    return walks if len(walks) == len(doors) else []


def _words(within: int, total: int, unknown: int, limit_m: float) -> str:
    said = f"{within:,} of {total:,} homes ({share(within, total)}) within {metres(limit_m)} on foot"
    if unknown:
        said += f", and {unknown:,} of which it cannot be told from the doors and paths on the map"
    return f"{said}; each block is measured from the farthest of its doors."
