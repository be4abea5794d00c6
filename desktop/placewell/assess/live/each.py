"""One finding as sums: rows of tests from which its verdict follows, or the verdict as it was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from placewell.assess.applies import applies
from placewell.assess.content import Content
from placewell.assess.engine import UNSCORED
from placewell.assess.facts import Facts
from placewell.assess.figures import Figures
from placewell.assess.judge import Test, together
from placewell.assess.live import conditions, of_homes, of_provision, of_quantities, of_walks
from placewell.assess.live.capacity import gp_rows
from placewell.assess.live.counts import Counts
from placewell.assess.live.figures_table import in_use
from placewell.assess.live.sums import (
    At,
    Here,
    Is,
    Of,
    Sum,
    every,
    sum_of,
    total,
    when,
)
from placewell.assess.live.tables import (
    IF,
)
from placewell.assess.live.tests_table import (
    HOLDS,
    NOT_KNOWN,
    OFFERED,
    TESTS,
    UNSURE,
    VERDICTS,
    Live,
    Row,
    count,
    test_row,
)
from placewell.domain.finding import Finding
from placewell.guidance.model import Criterion

FINDINGS, PARTS = "Findings", "Parts"
VIEW = "Officer's view"
CRITERION = "Criterion"
ANSWERED, FOR_INFORMATION = "answered", "for information"

Rows = Callable[[Content, Criterion, Figures, Counts], list[Row]]
SUMS: Mapping[str, Rows] = {
    "share of homes": of_homes.share_of_homes,
    "floor area of homes": of_homes.floor_area_of_homes,
    "private outdoor space": of_homes.private_outdoor_space,
    "communal outdoor space": of_homes.communal_outdoor_space,
    "homes per core": of_homes.homes_per_core,
    "replacement of homes": of_homes.replacement_of_homes,
    "stated quantity": of_quantities.stated_quantity,
    "stated share": of_quantities.stated_share,
    "spaces per home": of_quantities.spaces_per_home,
    "net quantity": of_quantities.net_quantity,
    "share of floorspace": of_quantities.share_of_floorspace,
    "cycle spaces": of_quantities.cycle_spaces,
    "visitor cycle spaces": of_quantities.visitor_cycle_spaces,
    "cycle spaces by floorspace": of_quantities.cycle_spaces_by_floorspace,
    "play space per child": of_provision.play_space_per_child,
    "size of places": of_provision.size_of_places,
    "net provision": of_provision.net_provision,
    "floor per place": of_provision.floor_per_place,
    "school floor area": of_provision.school_floor_area,
    "provision per 1,000 people": of_provision.provision_per_people,
}
"""Measures whose values follow from homes, quantities and provision alone."""
COMPARED = ("overlap", "statistic here", "separation")
"""Measures whose value was measured on the map, and that are nothing but a comparison with the figure."""
OF_HOMES = (
    "people for each GP",
    "play space per child",
    "provision per 1,000 people",
    "spaces per home",
    "cycle spaces",
    "visitor cycle spaces",
)
"""Measures that ask for homes before anything else."""
WALKED = ("walk to nearest", "walk to each", "minutes to nearest")


def word_of(f: Finding) -> str:
    """A finding's verdict as a cell shows it."""
    return f.verdict or (ANSWERED if f.answers else FOR_INFORMATION)


@dataclass(frozen=True)
class Held:
    criterion: Criterion
    finding: Finding
    options: tuple[Figures, ...]
    """The figures that hold; several where it cannot be told which case it is."""

    @property
    def figures(self) -> Figures:
        """The first of them, which a finding shows."""
        return self.options[0] if self.options else Figures(())

    @property
    def each(self) -> list[tuple[Criterion, Figures]]:
        """The criterion with its figures, once for each case that may hold, named after it."""
        if len(self.options) < 2:
            return [(self.criterion, self.figures)]
        return [(replace(self.criterion, id=f"{self.criterion.id}{IF}{x.case}"), x) for x in self.options]


def live_of(facts: Facts, h: Held, counts: Counts, skip: bool) -> Live:
    c, f = h.criterion, h.finding
    main = next((v for v in h.figures.values if not v.of), None) or next(iter(h.figures.values), None)
    figure: Sum | float | None = None if main is None else in_use(c.id, main.of)
    if f.threshold is not None and (main is None or f.threshold != main.number):
        figure = f.threshold
    bare = Live(c.id, figure=f.threshold, given=word_of(f))
    scored = c.addressee == "proposal" and c.standing not in UNSCORED
    if skip:
        return bare
    holds = conditions.fixed(facts, c)
    begun = not (not c.values and c.citation.date and c.citation.date > facts.as_at[: len(c.citation.date)])
    if holds is False or not begun or (c.values and not h.figures.values):
        return bare
    if c.measure == "asked":
        return _asked_of(facts, c, bare, scored, holds)
    if c.awaits and not c.values:
        return _as_found(facts, h, bare, scored, homes=False)
    if holds is None:
        # One trigger that says no is enough; else what is not known of the case stays so, whatever is changed here.
        unknown = Row("what is not known of the case", None, None, "", result=UNSURE, how="condition")
        made = replace(
            bare,
            rows=(*conditions.conditions(facts.content, c), unknown),
            given="" if scored else FOR_INFORMATION,
        )
        return replace(made, then=_then(c)) if c.then_asked and scored else made
    if len(h.options) > 1 and c.measure in SUMS:
        return _of_cases(facts, h, counts, bare, scored)
    rows = _rows(facts.content, h, counts) if len(h.options) < 2 else []
    if not rows:
        return _as_found(facts, h, bare, scored)
    made = Live(c.id, (*conditions.conditions(facts.content, c), *rows), figure=figure)
    not_met: Sum | str = _where_not_met(c)
    if any(r.offered for r in rows):
        with_it = At(VERDICTS, "Tests", CRITERION, Is(f"{c.id} {OFFERED}"))
        not_met = when(with_it.eq("not met"), not_met, "cannot tell")
    made = replace(made, not_met=not_met)
    if not scored:
        return replace(made, given=FOR_INFORMATION)
    if c.then_asked:
        made = replace(made, then=_then(c))
    if c.measure in ("cycle spaces", "visitor cycle spaces", "cycle spaces by floorspace"):
        # What is asked can be told once nothing of the homes is wanting, though nobody has stated the spaces.
        asked = next(r.figure for r in rows if r.comparison)
        ready = count(Is(c.id), HOLDS).eq(sum(r.how == "condition" for r in made.rows))
        made = replace(
            made, figure=when(ready, sum_of(asked or 0.0), sum_of("" if figure is None else figure))
        )
    return made


def _where_not_met(c: Criterion) -> str:
    return "not applicable" if c.otherwise else "cannot tell" if c.then_asked else "not met"


def _then(c: Criterion) -> Sum:
    """The verdict of the tests, and the officer's answer where they cannot tell."""
    raw = when(Here("Tests").eq("not met"), Here("Where not met"), Here("Tests"))
    return when(raw.eq("cannot tell"), _answer(c), raw)


def _as_found(facts: Facts, h: Held, bare: Live, scored: bool, homes: bool = True) -> Live:
    """What has no sums of its own: its verdict as found, as long as the conditions that can change still hold."""
    c, f = h.criterion, h.finding
    asked = conditions.conditions(facts.content, c)
    if homes and c.measure in OF_HOMES:
        asked.append(of_homes.some_homes())
    answered = bool(c.then_asked) and scored
    if not asked:
        return replace(bare, then=_answer(c)) if answered and f.verdict == "cannot tell" else bare
    # What it would be were it asked at all was not found where it does not apply.
    was: str = f.verdict if f.verdict in ("met", "not met") and not c.then_asked else NOT_KNOWN
    if f.verdict == "not applicable" and applies(facts, c)[0] and facts.content.count[1]:
        was = "not applicable"
    found = Row("what Placewell found", None, None, "", result=was, how="measured")
    made = replace(bare, rows=(*asked, found), value=sum_of("" if f.value is None else f.value), given="")
    if not scored:
        return replace(made, given=FOR_INFORMATION)
    return replace(made, then=_then(c)) if answered else made


def _of_cases(facts: Facts, h: Held, counts: Counts, bare: Live, scored: bool) -> Live:
    """Where it cannot be told which case it is: the verdict if all of them agree, else it cannot be told."""
    c = h.criterion
    beside = []
    for case, figures in h.each:
        rows = _rows(facts.content, replace(h, criterion=case, options=(figures,)), counts)
        if not rows or any(r.offered for r in rows):
            return _as_found(facts, h, bare, scored)
        beside.append(Live(case.id, tuple(rows)))
    first, *others = (At(VERDICTS, "Tests", CRITERION, Is(x.criterion)) for x in beside)
    same_in_all = every(*(x.eq(first) for x in others))
    agreed = when(same_in_all, first, "cannot tell")
    verdict = when(agreed.eq("not met"), _where_not_met(c), agreed)
    asked = conditions.conditions(facts.content, c)
    if asked:
        # Of conditions alone: 'met' where all of them hold.
        verdict = when(Here("Tests").eq("met"), verdict, Here("Tests"))
    if c.then_asked:
        verdict = when(verdict.eq("cannot tell"), _answer(c), verdict)
    name = Is(beside[0].criterion)
    value: Sum = At(TESTS, "Shown", "Decides", name, Is(""))
    other: Sum = sum_of("" if bare.figure is None else bare.figure)
    figure: Sum = At(TESTS, "Figure", "Decides", name, other)
    if asked:
        holds = Here("Tests").eq("met")
        value, figure = when(holds, value, ""), when(holds, figure, other)
    return replace(
        bare, rows=tuple(asked), beside=tuple(beside), given="" if scored else FOR_INFORMATION,
        then=verdict if scored else None, value=value, figure=figure,
    )  # fmt: skip


def _answer(c: Criterion) -> Sum:
    """The verdict that an officer's answer gives."""
    if c.answers_for:
        blank = Of(PARTS, CRITERION).eq(c.id) * Of(PARTS, VIEW).eq("")
        return when(total(blank).gt(0), "cannot tell", ANSWERED)
    view = At(FINDINGS, VIEW, CRITERION, Is(c.id))
    return when(view.eq(""), "cannot tell", view if c.answer_scale == "met or not met" else ANSWERED)


def _asked_of(facts: Facts, c: Criterion, bare: Live, scored: bool, holds: bool | None) -> Live:
    if not scored:
        return bare
    rows = conditions.conditions(facts.content, c) if holds else []
    if not rows:
        return replace(bare, given="", then=_answer(c))
    # The question itself stands among the rows, so that without an answer nothing is told.
    asked = Row("the officer's answer", None, None, "", result=NOT_KNOWN, how="answered")
    then = when(Here("Tests").eq("cannot tell"), _answer(c), Here("Tests"))
    return Live(c.id, (*rows, asked), then=then, figure=bare.figure)


def _rows(content: Content, h: Held, counts: Counts) -> list[Row]:
    c, f = h.criterion, h.finding
    if c.measure in SUMS:
        return SUMS[c.measure](content, c, h.figures, counts)
    if c.measure == "owed where near" and f.parts:
        return of_quantities.owed_where_near(content, c, h.figures, counts)
    if c.measure == "people for each GP" and content.people is not None:
        return [of_homes.some_homes(), *gp_rows(c, f)] if f.evidence else []
    if c.measure in WALKED:
        return of_walks.walk_rows(f) if f.ways_in else []
    if c.measure == "straight line to nearest":
        return of_walks.straight_rows(f)
    return _measured(h) if c.measure in COMPARED else []


def _measured(h: Held) -> list[Row]:
    """Tests whose values were measured: only the figure can change."""
    f = h.finding
    tests = [
        Test(p.least, p.most, p.figure, p.comparison, p.unit, p.name)
        for p in f.parts
        if p.least is not None and p.most is not None
    ]
    if not tests or len(tests) != len(f.parts) or [t.verdict for t in tests] != [p.verdict for p in f.parts]:
        return []
    if (
        f.verdict is not None
        and together(tests) != f.verdict
        and f.verdict not in ("cannot tell", "not applicable")
    ):
        return []
    rows = []
    for t in tests:
        named = next((v for v in h.figures.values if v.of == t.part), None)
        named = named or (h.figures.values[0] if len(h.figures.values) == 1 else None)
        same = named is not None and named.number == t.figure and named.unit == t.unit
        rows.append(test_row(t, in_use(h.criterion.id, named.of) if same and named else None))
    return rows


# -- against the findings ---------------------------------------------------------------------------
