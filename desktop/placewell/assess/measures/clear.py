"""Measures of what must not be near, and of straight lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from placewell.assess.explain import amount, many, metres, minutes_of, sentence
from placewell.assess.facts import Facts
from placewell.assess.figures import Figures
from placewell.assess.ground import SEARCH_M, Ground, Sort
from placewell.assess.judge import STEP, exact
from placewell.assess.measured import Measured, judged, resting_on, waits
from placewell.assess.measures.walking import IN_M, lacks
from placewell.assess.measures.walking_words import BEYOND, STREETS, sized
from placewell.assess.ways import evidence, leaves, metres_of, of_size, ways_to
from placewell.domain.finding import Evidence, Fact, Firmness, Verdict, Waiting, WouldMeet
from placewell.guidance.model import Criterion


def walk_clear_of(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Met where no place of these types is within the figure on foot of any entrance."""
    sort = Sort(criterion.inputs["types"])
    limit = figures.main
    per = IN_M[limit.unit]
    limit_m, near_counts = limit.number * per, limit.comparison == "more than"
    if lacking := lacks(facts, [sort]):
        return Measured("cannot tell", waiting_for=lacking, working=" ".join(w.what for w in lacking))
    ways = ways_to(facts, facts.gates, sort)

    near = ways.verdicts(limit_m, near_counts)
    verdict: Verdict = "not met" if "met" in near else "cannot tell" if "cannot tell" in near else "met"
    s = ways.nearest
    way = ways.ways[s]
    said = "No way" if way.walk_m is None else f"{metres(way.walk_m, limit_m)} on foot"
    to = (
        f"to any of the {many(sort.types)} on the map" if way.walk_m is None else f"to {way.to}, the nearest,"
    )
    working = sentence(f"{said} {to} from {way.name}. {STREETS.get(facts.ground.body, '')}")
    if verdict == "not met":
        moved = round(limit_m - metres_of(way) + (STEP if near_counts else 0.0), 3)
    else:
        moved = round(min(leaves(w, near_counts) for w in ways.ways) - limit_m, 3)
    return Measured(
        verdict,
        value=None if way.walk_m is None else round(way.walk_m / per, 6),
        value_text=metres(way.walk_m, limit_m) if way.walk_m is not None else BEYOND,
        unit=limit.unit,
        figure=limit.number,
        ways_in=ways.ways,
        evidence=tuple(filter(None, [evidence(facts, ways, s, minutes_of)])),
        waiting_for=_near_waiting(facts, sort, limit_m) if verdict == "cannot tell" else (),
        working=working.strip(),
        firmness=_firm(moved, per, limit.unit) if verdict != "cannot tell" else None,
        would_meet=WouldMeet(
            round((limit_m - metres_of(way)) / per + (0.001 if near_counts else 0.0), 6),
            limit.unit,
            "a longer walk",
            f"A place {amount((limit_m - metres_of(way)) / per, limit.unit)} farther on foot from {way.to} would meet it.",
        )
        if verdict == "not met"
        else None,
    )


def _firm(moved: float, per: float, unit: str) -> Firmness | None:
    if not np.isfinite(moved):
        return None
    return Firmness(
        round(moved / per, 6),
        unit,
        ("",),
        f"It would change if the figure moved by {amount(moved / per, unit)}.",
    )


def _near_waiting(facts: Facts, sort: Sort, limit_m: float) -> tuple[Waiting, ...]:
    if facts.ground.lists(sort.types).wanting:
        return (Waiting("layer", facts.ground.lists(sort.types).wanting),)
    what = (
        f"Paths not mapped near the site, or a list of {many(sort.types)} that is complete within {metres(limit_m)}:"
        " without them it cannot be told that none is near."
    )
    return (Waiting("layer", what),)


LISTED_TO = "the list is complete to"
"""How far round every start: beyond it nothing can be said of what is not there."""


def straight_to_nearest(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Met where the straight line from every door, gate or corner of the red line is within the figure."""
    sort = Sort(criterion.inputs["types"], figures.number("least size"), figures.number("most size", np.inf))
    limit = figures.main
    per = IN_M[limit.unit]
    limit_m = limit.number * per
    ground = facts.ground
    lists = ground.lists(sort.types)
    brought = [p for p in facts.content.provided(sort.types) if of_size(p, sort)]
    if not lists.layers and not brought:
        return waits("layer", sentence(f"{many(sort.types)}: the project holds no list of them."))
    # Only what is in a list that can be relied on, where there is one.
    known = replace(sort, types=lists.sure) if lists.sure else sort
    index = ground.in_use(known)
    starts = facts.corners
    away, which = _straight(ground, known, starts.points)
    names = ground.places.column("name")
    to = [str(names[index[w]]) or f"an unnamed {sort.types[0]}" if w >= 0 else "" for w in which]
    proof = [int(index[w]) if w >= 0 else -1 for w in which]
    sure = [bool(lists.sure)] * len(away)
    for p in brought:
        shape = facts.site if p.geometry is None else p.geometry
        # Where on the site is not said: as far as its farthest point.
        near = (shapely.hausdorff_distance if p.geometry is None else shapely.distance)(starts.points, shape)
        for at in np.flatnonzero(near < away).tolist():
            away[at], to[at], proof[at], sure[at] = round(float(near[at]), 3), p.name or p.type, -1, True
    s = int(np.argmax(away)) if len(away) else 0
    farthest = float(away[s]) if len(away) else np.inf
    within = farthest < limit_m or (farthest == limit_m and limit.comparison == "at most")
    if within and not all(sure):
        return waits("layer", f"{lists.wanting} The nearest in it is {metres(farthest)} away.")
    if not within:
        listed = starts.listed(sort.types)
        if lists.wanting:
            found = f" The nearest in them is {metres(farthest)} away." if np.isfinite(farthest) else ""
            return waits("layer", lists.wanting + found)
        if ground.unsized(sort):
            return waits(
                "layer", f"The outlines of {many(sort.types)}: some are points, and their size is not known."
            )
        if float(listed[away > limit_m].min(initial=np.inf)) < limit_m:
            return waits(
                "layer",
                f"A list of {many(sort.types)} that is complete within {metres(limit_m)} of the site.",
            )
    where = starts.starts[s].name
    if not np.isfinite(farthest):
        working = f"None of the {many(sort.types)}{sized(sort)} on the map."
        return Measured(
            "not met", unit=limit.unit, figure=limit.number, working=working, value_text="none listed"
        )
    test = exact(round(farthest / per, 6), limit.number, limit.comparison, limit.unit)
    return judged(
        [test],
        sentence(f"{metres(farthest, limit_m)} in a straight line from {where} to {to[s]}{sized(sort)}."),
        value_text=metres(farthest, limit_m),
        facts=(Fact(LISTED_TO, 0.0 if lists.wanting else float(starts.listed(sort.types).min()), "m"),),
        evidence=(_evidence(ground, proof[s], farthest, where),) if proof[s] >= 0 else (),
        would_meet=WouldMeet(
            test.flip, limit.unit, "a nearer place",
            f"One of the {many(sort.types)}{sized(sort)} {amount(test.flip, limit.unit)} nearer in a straight line would meet it.",
        ),
    )  # fmt: skip


def _straight(ground: Ground, sort: Sort, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(p,) metres to the nearest place of a sort and which, without needing streets."""
    if ground.network is not None:
        return ground.field(sort).straight(points)
    shapes = ground.shapes[ground.in_use(sort)]
    if not len(shapes):
        return np.full(len(points), np.inf), np.full(len(points), -1)
    all_m = np.round(shapely.distance(points[:, None], shapes[None, :]), 3)
    return all_m.min(axis=1), all_m.argmin(axis=1)


def _evidence(ground: Ground, at: int, straight_m: float, start: str) -> Evidence:
    layer = str(ground.places.column("layer")[at])
    return Evidence(
        layer=ground.layer_names.get(layer, layer),
        id=str(ground.places.column("id")[at]),
        name=str(ground.places.column("name")[at]),
        start=start,
        straight_m=straight_m,
    )


def straight_clear_of(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Met where no boundary of such a place is within the figure of the red line, in a straight line."""
    sort = Sort(criterion.inputs["types"])
    limit = figures.main
    per = IN_M[limit.unit]
    limit_m = limit.number * per
    ground = facts.ground
    layers = ground.layers_of(sort.types)
    if not layers:
        return waits("layer", sentence(f"{many(sort.types)}: the project holds no list of them."))
    lists = ground.lists(sort.types)
    index = ground.in_use(replace(sort, types=lists.sure) if lists.sure else sort)
    shapes = ground.shapes[index]
    away = np.round(shapely.distance(shapes, facts.site), 3)
    if not len(away):
        away = np.array([SEARCH_M])
    s = int(np.argmin(away))
    near = float(away[s])
    inside = limit.comparison == "more than"
    clear = near > limit_m if inside else near >= limit_m
    if not lists.sure or (clear and lists.wanting):
        return waits("layer", lists.wanting)
    room = float(facts.outline.listed(sort.types).min())
    if clear and room < limit_m:
        return waits(
            "layer", f"A list of {many(sort.types)} that is complete within {metres(limit_m)} of the site."
        )
    flat = shapely.get_dimensions(shapes) == 2 if len(shapes) else np.array([True])
    if clear and not flat.all():
        nearest = float(away[~flat].min())
        what = (
            f"The boundaries of {many(sort.types)}: {int((~flat).sum())} on the map as points, the nearest "
            f"{metres(nearest)} from the red line, and its grounds may come nearer."
        )
        return waits("layer", what)
    value = round(near / per, 6)
    test = exact(value, limit.number, limit.comparison, limit.unit)
    name = str(ground.places.column("name")[index[s]]) if len(index) else "any"
    kind = "its boundary" if bool(flat[s]) else "its point on the map; its boundary is nearer still"
    found = (_evidence(ground, int(index[s]), near, "the red line"),) if len(index) else ()
    return judged(
        [test],
        f"{metres(near, limit_m)} in a straight line from the red line to {name} ({kind}).",
        evidence=found,
        would_meet=WouldMeet(
            test.flip, limit.unit, "farther from it",
            f"A site {amount(test.flip, limit.unit)} farther from {name} would meet it.",
        ),
    )  # fmt: skip


def separation(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Met where each play space that the scheme brings is as far from its blocks as its type asks."""
    kinds = {v.of: v for v in figures.parts}
    brought = facts.content.provided(kinds, certain=False)
    if not brought:
        from placewell.assess.measured import not_applicable

        return not_applicable("The scheme brings no play space of these types.")
    nowhere = [p for p in brought if p.geometry is None]
    if nowhere or not facts.proposal.blocks:
        what = "Where each play space and each block is: drawings of both, to measure between them."
        return waits("applicant", what)
    tests = []
    blocks = np.array([b.geometry for b in facts.proposal.blocks], dtype=object)
    for p in brought:
        away = round(float(shapely.distance(blocks, p.geometry).min()), 3)
        value = kinds[p.type]
        tests.append(exact(away, value.number, value.comparison, value.unit, p.name or p.type))
    said = "; ".join(
        f"{t.part} {metres(t.least, t.figure)} from the nearest block, {metres(t.figure)} asked"
        for t in tests
    )
    short = max((t.flip for t in tests if t.verdict == "not met"), default=0.0)
    made = judged(
        tests,
        f"{said}. Measured in a straight line to the outlines of blocks.",
        would_meet=WouldMeet(
            short, "m", "farther apart", f"{amount(short, 'm')} more between them would meet it."
        ),
    )
    kinds_of = {p.name or p.type: p.type for p in brought}
    rests = made.firmness.parts if made.firmness is not None else ()
    return resting_on(made, *dict.fromkeys(kinds_of[r] for r in rests))
