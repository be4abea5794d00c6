"""Measures of public transport accessibility, and of what is owed where something is near."""

from __future__ import annotations

from placewell.assess.explain import amount, either, listed, many, metres
from placewell.assess.facts import Facts
from placewell.assess.figures import PTAL_WANTED, Figures
from placewell.assess.ground import Sort
from placewell.assess.judge import Test
from placewell.assess.measured import Measured, judged, not_applicable, waits
from placewell.assess.measures.walking import IN_M, lacks
from placewell.assess.ways import metres_of, ways_to
from placewell.domain.finding import Fact, WouldMeet
from placewell.guidance.model import Criterion


def official_ptal(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """The band that TfL publishes, with the computed index beside it. Nothing is judged."""
    ptal, style = facts.setting.ptal, facts.setting.ptal_style
    shown = []
    if style is not None:
        shown.append(Fact("PTAL-style index", style[0], "index"))
    beside = (
        f" PTAL-style index: {style[0]:.2f} (as band {style[1]}), shown beside it; it decides nothing."
        if style
        else ""
    )
    if ptal is None:
        return waits("scheme input", PTAL_WANTED, facts=tuple(shown), working=PTAL_WANTED + beside)
    year = f", {ptal.year}" if ptal.year else ""
    source = f" ({ptal.source})" if ptal.source else ""
    return Measured(
        None, ptal.index, value_text=ptal.band, facts=tuple(shown),
        working=f"Official PTAL {ptal.band}{year}{source}.{beside}",
    )  # fmt: skip


def ptal_or_walk(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Met where the official band is at least the figure's, or such a place is near enough."""
    near = figures.of("near")
    per = IN_M[near.unit]
    ptal = facts.setting.ptal
    sort = Sort(criterion.inputs["types"])
    said = []
    by_band = None if ptal is None else int(ptal.band[:1]) >= figures.of("band").number
    if ptal is not None:
        said.append(f"Official PTAL {ptal.band}.")
    by_walk: bool | None = None
    value = None
    if not lacks(facts, [sort]):
        ways = ways_to(facts, facts.gates, sort)
        verdict = ways.verdict(near.number * per)
        by_walk = None if verdict == "cannot tell" else verdict == "met"
        way = ways.ways[ways.decides(near.number * per)]
        value = way.walk_m
        if way.walk_m is not None:
            said.append(f"{metres(way.walk_m, near.number * per)} on foot from {way.name} to {way.to}.")
    if by_band or by_walk:
        return Measured("met", value, unit=near.unit, figure=near.number, working=" ".join(said))
    if by_band is None or by_walk is None:
        whats = [PTAL_WANTED] if by_band is None else []
        whats += [f"The walk to {either(sort.types)}."] if by_walk is None else []
        return waits("scheme input", *whats, working=" ".join([*said, *whats]))
    return Measured("not met", value, unit=near.unit, figure=near.number, working=" ".join(said))


def owed_where_near(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Where such a place is near, what is owed must be stated; where none is near, nothing is owed.

    The document does not say how the distance is measured: where the walk and the straight line do not
    agree, it cannot be told.
    """
    near, owed = figures.of("near"), figures.main
    sort = Sort(criterion.inputs["types"])
    if missing := lacks(facts, [sort]):
        return Measured("cannot tell", waiting_for=missing, working=missing[0].what)
    ways = ways_to(facts, facts.gates, sort)
    way = ways.ways[ways.nearest]
    if facts.ground.lists(sort.types).wanting:
        return waits("layer", facts.ground.lists(sort.types).wanting)
    walk, straight = (
        metres_of(way),
        min((w.straight_m for w in ways.ways if w.straight_m is not None), default=float("inf")),
    )
    limit = near.number
    if straight > limit:
        if min(w.listed_m for w in ways.ways) < limit:
            return waits(
                "layer", f"A list of {many(sort.types)} that is complete within {metres(limit)} of the site."
            )
        return not_applicable(f"No {listed(list(sort.types), 'or')} is within {metres(limit)} of the site.")
    where = f"{way.to or either(sort.types)} is {metres(straight, limit)} away in a straight line"
    where += f", {metres(walk, limit)} on foot" if way.walk_m is not None else ""
    if walk > limit:
        return waits(
            "officer",
            f"Whether the distance is walked or straight, which the document does not say: {where}.",
        )
    names = criterion.inputs["what"]
    found = facts.content.quantity(names)
    if found is None:
        return waits(
            "applicant",
            f"{names[0][:1].upper()}{names[0][1:]}: {where}, so {amount(owed.number, owed.unit)} is asked.",
        )
    test = Test(*found, owed.number, owed.comparison, owed.unit)
    return judged(
        [test], f"{where[:1].upper()}{where[1:]}. {amount(found[1], owed.unit)} of {names[0]} stated.",
        would_meet=WouldMeet(test.flip, owed.unit, names[0], f"{amount(test.flip, owed.unit)} more would meet it."),
    )  # fmt: skip
