"""From packs and facts to findings. Pure: the same input gives the same assessment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from placewell.assess import answered
from placewell.assess.applies import applies
from placewell.assess.content import Content, plain
from placewell.assess.facts import Facts
from placewell.assess.figures import Figures, figures_of
from placewell.assess.ground import Ground
from placewell.assess.measured import Measured, not_applicable, waits
from placewell.assess.measures import (
    clear,
    fairness,
    homes,
    judgement,
    overlay,
    provision,
    quantities,
    transport,
    walking,
)
from placewell.assess.proposal import Proposal, Setting
from placewell.domain.assessment import Assessment, LayerUsed, PackUsed
from placewell.domain.finding import Altered, Finding, Verdict, Waiting
from placewell.domain.layer import Layer
from placewell.guidance.measures import MEASURES as FORMS
from placewell.guidance.model import Criterion, Pack

Measure = Callable[[Facts, Criterion, Figures], Measured]

MEASURES: Mapping[str, Measure] = {
    "walk to nearest": walking.walk_to_nearest,
    "walk to each": walking.walk_to_each,
    "minutes to nearest": walking.walk_to_nearest,
    "walk clear of": clear.walk_clear_of,
    "straight line to nearest": clear.straight_to_nearest,
    "straight line clear of": clear.straight_clear_of,
    "separation": clear.separation,
    "overlap": overlay.overlap,
    "statistic here": overlay.statistic_here,
    "share of homes": homes.share_of_homes,
    "floor area of homes": homes.floor_area_of_homes,
    "private outdoor space": homes.private_outdoor_space,
    "communal outdoor space": homes.communal_outdoor_space,
    "homes per core": homes.homes_per_core,
    "replacement of homes": homes.replacement_of_homes,
    "stated quantity": quantities.stated_quantity,
    "stated share": quantities.stated_share,
    "spaces per home": quantities.spaces_per_home,
    "net quantity": quantities.net_quantity,
    "share of floorspace": quantities.share_of_floorspace,
    "cycle spaces": quantities.cycle_spaces,
    "visitor cycle spaces": quantities.visitor_cycle_spaces,
    "cycle spaces by floorspace": quantities.cycle_spaces_by_floorspace,
    "owed where near": transport.owed_where_near,
    "play space per child": provision.play_space_per_child,
    "size of places": provision.size_of_places,
    "net provision": provision.net_provision,
    "floor per place": provision.floor_per_place,
    "school floor area": provision.school_floor_area,
    "provision per 1,000 people": provision.provision_per_people,
    "people for each GP": provision.people_for_each_gp,
    "record complete": judgement.record_complete,
    "asked": judgement.asked,
    "official PTAL": transport.official_ptal,
    "PTAL or walk": transport.ptal_or_walk,
    "fairness of access": fairness.fairness_of_access,
    "floating catchment": fairness.floating_catchment,
}
"""The code of each measure that `guidance.measures` declares."""

UNSCORED = ("emerging", "context")
"""Standings that are shown beside, without a verdict."""

BODIES = {
    "roads": "roads only",
    "paths": "streets and paths",
    "both": "streets and paths where they are mapped, roads elsewhere",
}


@dataclass(frozen=True, eq=False)
class Assessor:
    """One proposal held against some packs. `published` are criteria by id, for telling altered figures."""

    ground: Ground
    proposal: Proposal
    setting: Setting
    packs: Sequence[Pack]
    published: Mapping[str, Criterion]

    @cached_property
    def content(self) -> Content:
        """What does not depend on where the scheme is."""
        return Content(self.proposal, self.setting)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All of them, in the packs' order."""
        facts = Facts(self.ground, self.proposal, self.setting, self.content)
        return tuple(self._finding(facts, pack, c) for pack in self.packs for c in pack.criteria)

    def moved(self, proposal: Proposal, *, asked: bool = True) -> tuple[Finding, ...]:
        """The findings with the scheme somewhere else; what does not depend on that is kept as it was.

        Without `asked`, neither is what only stands beside a question: no verdict changes by it, and while a
        red line is dragged it can wait until it is let go.
        """
        # The same homes, people and quantities, wherever it stands.
        facts = Facts(self.ground, proposal, self.setting, self.content, routes=False)
        return tuple(
            self._finding(facts, pack, c) if moving and (asked or c.measure != "asked") else found
            for (pack, c, moving), found in zip(self._criteria, self.findings, strict=True)
        )

    @cached_property
    def _criteria(self) -> tuple[tuple[Pack, Criterion, bool], ...]:
        return tuple((pack, c, moves(c)) for pack in self.packs for c in pack.criteria)

    def _finding(self, facts: Facts, pack: Pack, criterion: Criterion) -> Finding:
        scored = criterion.addressee == "proposal" and criterion.standing not in UNSCORED
        measured, figures = judged(facts, pack, criterion)
        given = tuple(facts.setting.answers.get(criterion.id, ()))
        verdict: Verdict | None = measured.verdict if scored else None
        reason, waiting = measured.reason, measured.waiting_for
        asked = criterion.measure == "asked" or bool(criterion.then_asked)
        if asked and verdict == "cannot tell" and given:
            verdict, reason, waiting = answered.verdict(criterion, given)
        main = next((v for v in figures.values if not v.of), None) or next(iter(figures.values), None)
        figure = measured.figure if measured.figure is not None or main is None else main.number
        return Finding(
            criterion=criterion.id,
            pack=pack.id,
            question=criterion.question,
            topic=criterion.topic,
            theme=criterion.theme,
            standing=criterion.standing,
            addressee=criterion.addressee,
            verdict=verdict,
            value=measured.value,
            value_least=measured.value_least,
            value_text=measured.value_text,
            unit=measured.unit or (main.unit if main else ""),
            comparison=(main.comparison if main else "") or criterion.comparison,
            threshold=figure,
            citation=str(main.citation if main else criterion.citation),
            source_status=main.source_status if main else criterion.source_status,
            parts=measured.parts,
            firmness=measured.firmness
            if verdict in ("met", "not met", "partly met", "not applicable")
            else None,
            waiting_for=waiting if verdict == "cannot tell" else (),
            evidence=measured.evidence,
            facts=measured.facts,
            ways_in=measured.ways_in,
            working=measured.working,
            would_meet=measured.would_meet if verdict in ("not met", "not applicable") else None,
            by_phase=measured.by_phase,
            otherwise=measured.otherwise,
            altered=self._altered(facts, criterion),
            stage=criterion.stage,
            answer_scale=criterion.answer_scale,
            answers_for=criterion.answers_for,
            who_answers=criterion.who_answers,
            reason=reason if verdict == "not applicable" else "",
            note=criterion.note,
            applicant_states=_states(facts, criterion),
            answers=given,
            mitigation=tuple(facts.setting.mitigation.get(criterion.id, ())),
        )

    def _altered(self, facts: Facts, criterion: Criterion) -> tuple[Altered, ...]:
        first = self.published.get(criterion.id)
        if first is None or first is criterion:
            return ()
        was = {(v.of, v.case): v for v in first.in_force(facts.as_at)}
        return tuple(
            Altered(v.of, was[v.of, v.case].number, v.number, v.unit)
            for v in criterion.in_force(facts.as_at)
            if (v.of, v.case) in was and was[v.of, v.case].number != v.number
        )


def moves(criterion: Criterion) -> bool:
    """Whether a criterion's answer depends on where the scheme is."""
    asked = criterion.triggers
    if criterion.measure == "asked":
        # Most of what is shown beside a question is of the scheme, wherever it is.
        near = bool(criterion.inputs.get("types")) or "deprivation" in criterion.inputs.get("facts", ())
        return near or bool(asked.areas)
    return (
        FORMS[criterion.measure].moves
        or bool(asked.areas)
        or any(v.case.startswith("in ") for v in criterion.values)
    )


def assess(
    ground: Ground,
    proposal: Proposal,
    setting: Setting,
    packs: Sequence[Pack],
    versions: Mapping[str, str],
    published: Mapping[str, Criterion] | None = None,
) -> Assessment:
    """All criteria of the packs for one scheme; `versions` holds at least 'placewell'."""
    return assessment_of(Assessor(ground, proposal, setting, packs, published or {}), versions)


def assessment_of(assessor: Assessor, versions: Mapping[str, str]) -> Assessment:
    """The same of an assessor that is there."""
    ground, proposal, packs = assessor.ground, assessor.proposal, assessor.packs
    types = sorted(
        {
            t
            for pack in packs
            for c in pack.criteria
            for name in ("types", "kinds")
            for text in c.inputs.get(name, ())
            for t in text.split(" | ")
        }
    )
    network = ground.network
    return Assessment(
        project=ground.project.name,
        scheme=proposal.scheme.name,
        option=proposal.scheme.option,
        as_at=ground.as_at,
        findings=assessor.findings,
        packs=tuple(PackUsed(p.id, p.edition, p.title) for p in packs),
        layers=tuple(_used(la) for la in (*ground.layers_of(types), *ground.street_layers)),
        streets=BODIES.get(network.body, network.body) if network else "",
        versions=dict(versions),
    )


def judged(facts: Facts, pack: Pack, criterion: Criterion) -> tuple[Measured, Figures]:
    """What the measure says, with the figures it was held against."""
    nothing = Figures(())
    begins = criterion.citation.date
    if not criterion.values and begins and begins > facts.as_at[: len(begins)]:
        return not_applicable(f"This guidance is of {begins}, later than {facts.as_at}."), nothing
    applied, why, waiting = applies(facts, criterion)
    if applied is False:
        return not_applicable(why), nothing
    if criterion.awaits and not criterion.values and criterion.measure != "asked":
        return waits("officer", criterion.awaits), nothing
    options, unsure = figures_of(facts, criterion)
    if criterion.values and not options:
        first = min((v.starts for v in criterion.values if v.starts), default="")
        since = f" The first is of {first}." if first > facts.as_at else ""
        return not_applicable(f"No figure of this guidance is in force on {facts.as_at}.{since}"), nothing
    if applied is None:
        return (
            Measured("cannot tell", waiting_for=waiting, working=" ".join(w.what for w in waiting)),
            (options or [nothing])[0],
        )
    if len(options) <= 1:
        figures = options[0] if options else nothing
        measured = _measured(facts, criterion, figures)
    else:
        measured, figures = _of_cases(facts, criterion, options, unsure)
    if measured.verdict == "not met" and criterion.otherwise:
        said = f"{criterion.otherwise} {measured.working}"
        measured = replace(measured, verdict="not applicable", reason=criterion.otherwise, working=said)
    if measured.verdict == "not met" and criterion.then_asked:
        asked = (Waiting("officer", criterion.then_asked),)
        measured = replace(measured, verdict="cannot tell", waiting_for=asked, firmness=None, would_meet=None)
    return measured, figures


def _measured(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """What the measure says; of what does not depend on the position, once for each set of figures."""
    measure = MEASURES[criterion.measure]
    if FORMS[criterion.measure].moves:
        return measure(facts, criterion, figures)
    key = id(criterion), figures
    if key not in facts.content.counted:
        facts.content.counted[key] = measure(facts, criterion, figures)
    found: Measured = facts.content.counted[key]
    return found


def _of_cases(
    facts: Facts,
    criterion: Criterion,
    options: Sequence[Figures],
    unsure: Sequence[Waiting],
) -> tuple[Measured, Figures]:
    """Where it cannot be told which case it is: the verdict if all agree, else what would tell."""
    found = [_measured(facts, criterion, figures) for figures in options]
    cases = ", ".join(f"'{f.case}'" for f in options)
    if len({m.verdict for m in found}) == 1:
        return replace(found[0], working=f"{found[0].working} The same for each of: {cases}."), options[0]
    each = "; ".join(f"{f.case}: {m.verdict}" for f, m in zip(options, found, strict=True))
    waiting = tuple(unsure) or (Waiting("scheme input", f"Which of these it is: {cases}."),)
    return (
        replace(
            found[0], verdict="cannot tell", waiting_for=waiting, firmness=None, would_meet=None,
            working=f"It depends on the case ({each}). {found[0].working}",
        ),
        options[0],
    )  # fmt: skip


def _states(facts: Facts, criterion: Criterion) -> str | None:
    """What the applicant states of this criterion, its topic or its quantity, with where."""
    about = {plain(criterion.id), plain(criterion.topic)}
    about |= {plain(t) for name in ("what", "part", "gained") for t in criterion.inputs.get(name, ())}
    for claim in facts.setting.claims:
        if plain(claim.about) in about:
            value = "" if claim.value is None else f"{claim.value:g} {claim.unit}".strip()
            said = claim.words or value
            where = ", ".join(filter(None, (claim.document, f"page {claim.page}" if claim.page else "")))
            return f"{said} ({where})" if where else said
    return None


def _used(layer: Layer) -> LayerUsed:
    names = LayerUsed.__dataclass_fields__
    return LayerUsed(**{name: getattr(layer, name) for name in names})
