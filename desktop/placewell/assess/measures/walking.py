"""Measures of walking to something: the nearest of a type, each of several kinds, in metres or minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from placewell.assess.explain import WALKING_M_PER_MIN, either, listed, many, metres, minutes_of, sentence
from placewell.assess.facts import Facts
from placewell.assess.figures import Figures
from placewell.assess.ground import Sort
from placewell.assess.measured import Measured, unless_secured
from placewell.assess.measures import walking_words as words
from placewell.assess.measures.homes_within import homes_within
from placewell.assess.ways import Ways, all_of, evidence, flip, metres_of, restricted, ways_to
from placewell.domain.finding import ByPhase, Fact, Firmness, Part, Waiting, WayIn, WouldMeet
from placewell.domain.scheme import Provision
from placewell.guidance.model import Criterion
from placewell.network.access import BESIDE_M

IN_M = {"m": 1.0, "km": 1000.0, "miles": 1609.344, "min": WALKING_M_PER_MIN}


def walk_to_nearest(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Met where the walk from every entrance to the nearest place in use is within the figure."""
    sort = Sort(criterion.inputs["types"], figures.number("least size"), figures.number("most size", np.inf))
    return _judge(facts, [sort], figures)


def walk_to_each(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Met where each kind of place is within the figure; the farthest of them decides."""
    sorts = [Sort(tuple(kind.split(" | "))) for kind in criterion.inputs["kinds"]]
    return _judge(facts, sorts, figures)


def _judge(facts: Facts, sorts: Sequence[Sort], figures: Figures) -> Measured:
    limit = figures.main
    per = IN_M[limit.unit]
    limit_m, inclusive = limit.number * per, limit.comparison != "less than"
    if lacking := lacks(facts, [s for s in sorts]):
        return Measured("cannot tell", waiting_for=lacking, working=" ".join(w.what for w in lacking))
    types = tuple(dict.fromkeys(t for s in sorts for t in s.types))
    certain = facts.content.provided(types)
    found = [_ways(facts, s, certain) for s in sorts]

    verdict = all_of([w.verdict(limit_m, inclusive) for w in found])
    which = _which(found, limit_m, inclusive)
    ways = found[which]
    at, near = ways.decides(limit_m, inclusive), ways.nearest
    told = words.Told(
        sort=ways.sort,
        limit_m=limit_m,
        inclusive=inclusive,
        verdict=verdict,
        ways=ways.ways,
        decides=ways.ways[at],
        nearest=ways.ways[near],
        adrift=_adrift(facts, ways, at),
        restricted=restricted(facts, ways, at),
        vintages=tuple(sorted({la.vintage for la in facts.ground.layers_of(types) if la.vintage})),
        body=facts.ground.body,
        kinds=len(sorts),
        unsized=facts.ground.unsized(ways.sort),
        wanting=facts.ground.lists(ways.sort.types).wanting,
        traced_m=facts.proposal.traced_m,
    )
    value = ways.ways[at].walk_m
    moved = flip(verdict, limit_m, [w for x in found for w in x.ways], inclusive)
    firm = None
    if verdict != "cannot tell" and moved is not None:
        firm = Firmness(round(moved / per, 6), limit.unit, ("",), words.firmness(told))
    rests = [e for s in dict.fromkeys((at, near)) if (e := evidence(facts, ways, s, minutes_of))]
    rests += [
        e for n, x in enumerate(found) if n != which
        if (e := evidence(facts, x, x.decides(limit_m, inclusive), minutes_of))
    ]  # fmt: skip
    within = homes_within(facts, ways.sort, limit_m, inclusive, certain)
    later = _by_phase(facts, sorts, certain, limit_m, inclusive, per)
    shown = [("farthest entrance", at), ("nearest entrance", near)]
    made = Measured(
        verdict=verdict,
        value=None if value is None else round(value / per, 9),
        value_text=words.value_text(told),
        unit=limit.unit,
        figure=limit.number,
        parts=_parts(found, limit_m, inclusive, limit.comparison) if len(found) > 1 else (),
        facts=(
            *(Fact(name, ways.ways[s].walk_m, "m", tuple(rests[:1])) for name, s in shown),
            *(within.facts if within else ()),
        ),
        ways_in=_all_ways(found),
        evidence=tuple(rests),
        waiting_for=_waiting(facts, found, told, limit_m, inclusive) if verdict == "cannot tell" else (),
        working=_told(
            words.working(told),
            within.words if within else "",
            *(p.words for p in later),
            words.links(facts.proposal.links),
        ),
        firmness=firm,
        would_meet=_would_meet(told, per, limit.unit) if verdict == "not met" else None,
        by_phase=later,
    )
    offered = facts.content.provided(types, certain=False)
    if len(offered) == len(certain):
        return made
    with_it = [_ways(facts, s, offered) for s in sorts]
    more = with_it[_which(with_it, limit_m, inclusive)]
    value = more.ways[more.decides(limit_m, inclusive)].walk_m
    names = listed(
        [f"{p.name or p.type} ({p.certainty or 'certainty not given'})" for p in offered if p not in certain]
    )
    secured = unless_secured(
        made,
        Measured(
            all_of([w.verdict(limit_m, inclusive) for w in with_it]), None if value is None else value / per
        ),
        names,
    )
    return replace(secured, ways_in=(*made.ways_in, *_all_ways(with_it, offered=True)))


def _all_ways(found: Sequence[Ways], offered: bool = False) -> tuple[WayIn, ...]:
    """Every walk to every kind of place; the kind is named where there are several."""
    if len(found) == 1 and not offered:
        return found[0].ways
    return tuple(
        replace(w, kind=" or ".join(x.sort.types) if len(found) > 1 else "", offered=offered)
        for x in found
        for w in x.ways
    )


def _told(*said: str) -> str:
    return sentence(" ".join(filter(None, said)))


def lacks(facts: Facts, sorts: Sequence[Sort]) -> tuple[Waiting, ...]:
    """What must be there before any walk can be measured."""
    if facts.network is None:
        return (Waiting("layer", "Streets: the project holds none that can be walked."),)
    if not len(facts.gates):
        what = f"Entrances: none are given, and no mapped street comes within {metres(BESIDE_M)} of the red line."
        return (Waiting("scheme input", what),)
    missing = [
        s for s in sorts if not facts.ground.layers_of(s.types) and not facts.content.provided(s.types)
    ]
    return tuple(
        Waiting("layer", sentence(f"{many(s.types)}: the project holds no list of them.")) for s in missing
    )


def _ways(facts: Facts, sort: Sort, brought: Sequence[Provision]) -> Ways:
    return ways_to(facts, facts.gates, sort, [p for p in brought if p.type in sort.types])


def _which(found: Sequence[Ways], limit_m: float, inclusive: bool) -> int:
    """The kind that decides: of those that gave the verdict the one farthest off."""
    if len(found) == 1:
        return 0
    verdicts = [w.verdict(limit_m, inclusive) for w in found]
    verdict = all_of(verdicts)

    def far(n: int) -> float:
        return metres_of(found[n].ways[found[n].decides(limit_m, inclusive)])

    return max((n for n, v in enumerate(verdicts) if v == verdict), key=far)


def _parts(found: Sequence[Ways], limit_m: float, inclusive: bool, comparison: str) -> tuple[Part, ...]:
    made = []
    for x in found:
        value = x.ways[x.decides(limit_m, inclusive)].walk_m
        verdict = x.verdict(limit_m, inclusive)
        made.append(Part(" or ".join(x.sort.types), value, value, "m", comparison, limit_m, verdict))
    return tuple(made)


def _waiting(
    facts: Facts, found: Sequence[Ways], told: words.Told, limit_m: float, inclusive: bool
) -> tuple[Waiting, ...]:
    asked: dict[Waiting, None] = {}
    for x in found:
        if x.verdict(limit_m, inclusive) == "cannot tell":
            at = x.decides(limit_m, inclusive)
            of = replace(
                told,
                ways=x.ways,
                sort=x.sort,
                wanting=facts.ground.lists(x.sort.types).wanting,
                decides=x.ways[at],
            )
            asked |= dict.fromkeys(words.waiting(of))
    return tuple(asked)


def _would_meet(told: words.Told, per: float, unit: str) -> WouldMeet:
    walk = told.decides.walk_m
    short = None if walk is None else round((walk - told.limit_m) / per + (0 if told.inclusive else 0.001), 6)
    return WouldMeet(short, unit, f"a shorter walk to {either(told.sort.types)}", words.would_meet(told))


def _by_phase(
    facts: Facts,
    sorts: Sequence[Sort],
    certain: Sequence[Provision],
    limit_m: float,
    inclusive: bool,
    per: float,
) -> tuple[ByPhase, ...]:
    """Where what the scheme brings comes in phases: how it is at the end of each."""
    phases = [p for p in facts.content.phases if p is not None]
    if len(phases) < 2 or not any(p.phase is not None for p in certain):
        return ()
    made = []
    for phase in phases:
        there = [p for p in certain if p.phase is not None and p.phase <= phase]
        found = [_ways(facts, s, there) for s in sorts]
        ways = found[_which(found, limit_m, inclusive)]
        value = ways.ways[ways.decides(limit_m, inclusive)].walk_m
        made.append((phase, all_of([w.verdict(limit_m, inclusive) for w in found]), value))
    if len({v for _, v, _ in made}) == 1:
        return ()
    rows = []
    for phase, verdict, value in made:
        homes = facts.content.homes_by(phase)
        within = "within" if verdict == "met" else "not within" if verdict == "not met" else "perhaps within"
        said = f"At the end of phase {phase}, {homes:,} homes are {within} {metres(limit_m)} on foot."
        rows.append(ByPhase(phase, verdict, None if value is None else round(value / per, 9), homes, said))
    return tuple(rows)


def _adrift(facts: Facts, ways: Ways, s: int) -> bool:
    """Whether the streets at this start are a piece that the map does not join to the rest."""
    assert facts.network is not None
    edge = int(ways.starts.attached.edge[s])
    return edge >= 0 and int(facts.network.islands[facts.network.edge_from[edge]]) != 0
