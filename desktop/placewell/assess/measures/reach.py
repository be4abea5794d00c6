"""Measures of walking: how far from the scheme's entrances to the nearest asset of a type."""

from __future__ import annotations

from collections.abc import Sequence

from placewell.assess.explain import many, metres, minutes_of, sentence
from placewell.assess.facts import Facts, Walks
from placewell.assess.measured import Measured
from placewell.assess.measures import reach_words as words
from placewell.assess.measures.homes import homes_within
from placewell.assess.measures.ways import all_of, ways_in
from placewell.domain.finding import Evidence, Fact, Waiting, WayIn
from placewell.guidance.model import Criterion, Value
from placewell.network.access import BESIDE_M


def walk_to_nearest(facts: Facts, criterion: Criterion, value: Value) -> Measured:
    """Met where the walk from every entrance to the nearest asset in use is at most the figure.

    The farthest entrance decides. Nothing found reads as not met only where nothing was missed.
    """
    types: Sequence[str] = criterion.inputs["types"]
    limit_m = value.number
    lacking = _lacking(facts, types)
    if lacking:
        return Measured("cannot tell", waiting_for=lacking, working=lacking[0].what)
    walks = facts.walks(types)
    names = [s.name for s in facts.starts]
    ways = ways_in(facts, walks, types, names, facts.start_points, facts.attached)
    verdicts = [w.verdict(limit_m) for w in ways]
    verdict = all_of(verdicts)
    decides = max((s for s, v in enumerate(verdicts) if v == verdict), key=lambda s: _metres(ways[s]))
    nearest = min(range(len(ways)), key=lambda s: _metres(ways[s]))
    told = words.Told(
        types=types,
        limit_m=limit_m,
        verdict=verdict,
        ways=ways,
        decides=ways[decides],
        nearest=ways[nearest],
        adrift=_adrift(facts, decides),
        restricted=_restricted(facts, walks, decides),
        vintages=tuple(sorted({la.vintage for la in facts.layers_of(types) if la.vintage})),
        body=facts.network.body if facts.network else "",
    )
    homes = homes_within(facts, types, limit_m)
    rests_on = tuple(_evidence(facts, walks, s) for s in dict.fromkeys((decides, nearest)) if walks.found(s))
    return Measured(
        verdict=verdict,
        value=ways[decides].walk_m,
        value_text=words.value_text(told),
        facts=(
            Fact(
                "farthest entrance", ways[decides].walk_m, "m", rests_on[:1] if walks.found(decides) else ()
            ),
            Fact("nearest entrance", ways[nearest].walk_m, "m", rests_on[-1:]),
            *(homes.facts if homes else ()),
        ),
        ways_in=ways,
        evidence=rests_on,
        waiting_for=words.waiting(told) if verdict == "cannot tell" else (),
        working=" ".join([words.working(told), *([homes.words] if homes else [])]),
        firmness=words.firmness(told),
        would_meet=words.would_meet(told) if verdict == "not met" else "",
    )


def _lacking(facts: Facts, types: Sequence[str]) -> tuple[Waiting, ...]:
    """What must be there before any walk can be measured."""
    if facts.network is None:
        return (Waiting("layer", "Streets: the project holds none that can be walked."),)
    if not facts.layers_of(types):
        return (Waiting("layer", sentence(f"{many(types)}: the project holds no list of them.")),)
    if not facts.starts:
        what = f"Entrances: none are given, and no mapped street comes within {metres(BESIDE_M)} of the red line."
        return (Waiting("scheme input", what),)
    return ()


def _metres(way: WayIn) -> float:
    return way.walk_m if way.walk_m is not None else float("inf")


def _evidence(facts: Facts, walks: Walks, s: int) -> Evidence:
    asset = walks.nearest(s)
    names = {la.id: la.name for la in facts.layers}
    layer = str(walks.assets.column("layer")[asset])
    line, _ = facts.way(walks, s, asset)
    reach_m = float(walks.reach_m[s, asset])
    return Evidence(
        layer=names.get(layer, layer),
        id=str(walks.assets.column("id")[asset]),
        name=str(walks.assets.column("name")[asset]),
        reach_m=reach_m,
        minutes=minutes_of(reach_m),
        start=facts.starts[s].name,
        straight_m=float(walks.straight_m[s, asset]),
        route=line,
    )


def _restricted(facts: Facts, walks: Walks, s: int) -> tuple[str, ...]:
    """Names of the streets on the way that are marked as restricted local access roads."""
    network = facts.network
    if network is None or not walks.found(s):
        return ()
    _, streets = facts.way(walks, s, walks.nearest(s))
    marked = [i for i in streets if str(network.street_class[i]).casefold().startswith("restricted")]
    return tuple(dict.fromkeys(str(network.street_name[i]) or "an unnamed road" for i in marked))


def _adrift(facts: Facts, s: int) -> bool:
    """Whether the streets at this start are a piece that the map does not join to the rest."""
    assert facts.network is not None
    edge = int(facts.attached.edge[s])
    return edge >= 0 and int(facts.network.islands[facts.network.edge_from[edge]]) != 0
