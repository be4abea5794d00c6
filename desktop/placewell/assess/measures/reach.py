"""Measures of walking: how far from the scheme's entrances to the nearest asset of a type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placewell.assess.coverage import complete_around, paths_mapped_around
from placewell.assess.explain import either, many, metres, minutes_of, sentence
from placewell.assess.facts import Facts, Start, Walks
from placewell.assess.measured import Measured
from placewell.assess.measures import reach_words as words
from placewell.domain.finding import Evidence, Fact, Verdict, Waiting
from placewell.guidance.model import Criterion, Value


@dataclass(frozen=True)
class Reading:
    """One start judged on its own. `asset` is the nearest on foot, -1 where none is within the search."""

    start: int
    verdict: Verdict
    reach_m: float
    asset: int
    straight_m: float
    """To the nearest asset in a straight line; infinity where there is none."""
    waiting: tuple[Waiting, ...] = ()


def walk_to_nearest(facts: Facts, criterion: Criterion, value: Value) -> Measured:
    """Met where the walk from every entrance to the nearest asset in use is at most the figure.

    The farthest entrance decides. Nothing found reads as not met only where nothing was missed.
    """
    types = criterion.inputs["types"]
    lacking = _lacking(facts, types)
    if lacking:
        return Measured("cannot tell", waiting_for=lacking, working=lacking[0].what)
    walks = facts.walks(types)
    readings = [_read(facts, walks, types, s, value.number) for s in range(len(facts.starts))]
    verdict = _all_of([r.verdict for r in readings])
    decides = max((r for r in readings if r.verdict == verdict), key=lambda r: r.reach_m)
    nearest = min(readings, key=lambda r: r.reach_m)
    evidence = tuple(
        _evidence(facts, walks, r)
        for r in dict.fromkeys((decides, nearest))
        if r.asset >= 0
    )
    known = decides.asset >= 0 and bool(np.isfinite(decides.reach_m))
    shown = decides.reach_m if known else None
    told = words.Told(
        types=types,
        limit_m=value.number,
        starts=facts.starts,
        decides=decides,
        nearest=nearest,
        names=[str(n) for n in walks.assets.column("name")],
        restricted=_restricted(facts, walks, decides) if known else (),
        vintages=sorted({la.vintage for la in facts.layers_of(types) if la.vintage}),
        body=facts.network.body if facts.network else "",
    )
    return Measured(
        verdict=verdict,
        value=shown,
        value_text=words.value_text(told),
        facts=(
            Fact("farthest entrance", shown, "m", evidence[:1] if known else ()),
            Fact("nearest entrance", nearest.reach_m if nearest.asset >= 0 else None, "m", evidence[-1:]),
        ),
        evidence=evidence,
        waiting_for=_waiting(readings) if verdict == "cannot tell" else (),
        working=words.working(told, len(readings)),
        firmness=words.firmness(told, verdict),
        would_meet=words.would_meet(told) if verdict == "not met" else "",
    )


def _lacking(facts: Facts, types: Sequence[str]) -> tuple[Waiting, ...]:
    """What must be there before any walk can be measured."""
    if facts.network is None:
        return (Waiting("layer", "Streets: the project holds none that can be walked."),)
    if not facts.layers_of(types):
        return (Waiting("layer", sentence(f"{many(types)}: the project holds no list of them.")),)
    if not facts.starts:
        what = "Entrances: none are given, and no mapped street crosses the red line."
        return (Waiting("scheme input", what),)
    return ()


def _read(facts: Facts, walks: Walks, types: Sequence[str], s: int, limit_m: float) -> Reading:
    assert facts.network is not None
    start: Start = facts.starts[s]
    row, straight = walks.reach_m[s], walks.straight_m[s]
    asset = int(np.argmin(row)) if len(row) and np.isfinite(row).any() else -1
    reach_m = float(row[asset]) if asset >= 0 else float("inf")
    straight_m = float(straight.min()) if len(straight) else float("inf")

    def reading(verdict: Verdict, *waiting: Waiting) -> Reading:
        return Reading(s, verdict, reach_m, asset, straight_m, waiting)

    if not facts.attached.ok[s]:
        what = f"Where {start.name} is: no mapped street is within 250 m of it."
        return reading("cannot tell", Waiting("scheme input", what))
    if reach_m <= limit_m:
        return reading("met")
    if not complete_around(facts.layers_of(types), facts.project, start.point, limit_m):
        what = f"A list that is complete within {metres(limit_m)} of {start.name}: {many(types)}."
        return reading("cannot tell", Waiting("layer", what))
    close = straight <= limit_m
    if not close.any():
        # No walk is shorter than the straight line, whatever the streets.
        return reading("not met")
    if paths_mapped_around(facts.network, start.point, limit_m) and walks.joined[s][close].all():
        return reading("not met")
    what = (
        f"Paths near {start.name}: {either(types)} is {metres(straight_m)} away in a straight line, but the "
        f"mapped way is longer than {metres(limit_m)}, and not all paths here are mapped or joined."
    )
    return reading("cannot tell", Waiting("layer", what))


def _all_of(verdicts: Sequence[Verdict]) -> Verdict:
    """One start beyond the figure decides; without one, one that cannot be told leaves it open."""
    for verdict in ("not met", "cannot tell"):
        if verdict in verdicts:
            return verdict  # type: ignore[return-value]
    return "met"


def _waiting(readings: Sequence[Reading]) -> tuple[Waiting, ...]:
    return tuple(dict.fromkeys(w for r in readings for w in r.waiting))


def _evidence(facts: Facts, walks: Walks, reading: Reading) -> Evidence:
    names = {la.id: la.name for la in facts.layers}
    layer = str(walks.assets.column("layer")[reading.asset])
    line, _ = facts.way(walks, reading.start, reading.asset)
    return Evidence(
        layer=names.get(layer, layer),
        id=str(walks.assets.column("id")[reading.asset]),
        name=str(walks.assets.column("name")[reading.asset]),
        reach_m=reading.reach_m,
        minutes=minutes_of(reading.reach_m),
        start=facts.starts[reading.start].name,
        straight_m=float(walks.straight_m[reading.start, reading.asset]),
        route=line,
    )


def _restricted(facts: Facts, walks: Walks, reading: Reading) -> tuple[str, ...]:
    """Names of the streets on the way that are marked as restricted local access roads."""
    assert facts.network is not None
    _, streets = facts.way(walks, reading.start, reading.asset)
    network = facts.network
    marked = [s for s in streets if str(network.street_class[s]).casefold().startswith("restricted")]
    return tuple(dict.fromkeys(str(network.street_name[s]) or "an unnamed road" for s in marked))
