"""Walks from some starts to the nearest of a type, with all that a verdict on each follows from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from placewell.assess.coverage import listed_m, mapped_m
from placewell.assess.facts import Facts, Walks
from placewell.domain.finding import Verdict, WayIn
from placewell.domain.rows import Geometries
from placewell.network.snap import Attached


def ways_in(
    facts: Facts,
    walks: Walks,
    types: Sequence[str],
    names: Sequence[str],
    points: Geometries,
    attached: Attached,
) -> tuple[WayIn, ...]:
    """One for each start of `walks`; `names`, `points` and `attached` are the starts. Needs a network."""
    assert facts.network is not None
    listed = listed_m(facts.layers_of(types), facts.project, points)
    mapped = mapped_m(facts.network, points)
    ways = []
    for s, name in enumerate(names):
        straight, found = walks.straight_m[s], walks.found(s)
        # Something near that the streets do not lead to, as far as they are mapped, may well be walked to.
        unjoined = float(straight[~walks.joined[s]].min(initial=np.inf))
        way = WayIn(
            name=name,
            attached=bool(attached.ok[s]),
            walk_m=float(walks.reach_m[s, walks.nearest(s)]) if found else None,
            to=_name(walks, types, walks.nearest(s)) if found else "",
            straight_m=float(straight.min()) if len(straight) else None,
            listed_m=float(listed[s]),
            mapped_m=min(float(mapped[s]), unjoined),
        )
        ways.append(way)
    return tuple(ways)


def all_of(verdicts: Sequence[Verdict]) -> Verdict:
    """One start beyond the figure decides; without one, one that cannot be told leaves it open."""
    if "not met" in verdicts:
        return "not met"
    return "cannot tell" if "cannot tell" in verdicts else "met"


def _name(walks: Walks, types: Sequence[str], asset: int) -> str:
    return str(walks.assets.column("name")[asset]) or f"an unnamed {types[0]}"
