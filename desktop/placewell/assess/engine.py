"""From packs and facts to findings. Pure: the same input gives the same assessment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from placewell.assess.facts import Facts
from placewell.assess.measured import Measured
from placewell.assess.measures.reach import walk_to_nearest
from placewell.domain.assessment import Assessment, LayerUsed, PackUsed
from placewell.domain.finding import Finding, Verdict, Waiting
from placewell.domain.layer import Layer
from placewell.domain.project import Project
from placewell.domain.rows import Rows
from placewell.domain.scheme import Entrance, Homes, Scheme
from placewell.guidance.model import Criterion, Pack, Value
from placewell.network.model import Network

Measure = Callable[[Facts, Criterion, Value], Measured]

MEASURES: Mapping[str, Measure] = {"walk to nearest": walk_to_nearest}
"""The code of each measure that `guidance.measures` declares."""

UNSCORED = ("emerging", "context")
"""Standings that are shown beside, without a verdict."""

BODIES = {
    "roads": "roads only",
    "paths": "streets and paths",
    "both": "streets and paths where they are mapped, roads elsewhere",
}


def assess(
    project: Project,
    scheme: Scheme,
    entrances: Sequence[Entrance],
    layers: Sequence[Layer],
    assets_rows: Rows,
    network: Network | None,
    packs: Sequence[Pack],
    as_at: str,
    versions: Mapping[str, str],
    homes: Sequence[Homes] = (),
) -> Assessment:
    """All criteria of the packs for one scheme, as at an ISO date.

    `entrances` and `homes` may be those of other schemes too; `versions` holds at least 'placewell'.
    """
    facts = Facts(project, scheme, entrances, layers, assets_rows, network, as_at, homes)
    findings = tuple(_finding(facts, pack, c) for pack in packs for c in pack.criteria)
    types = sorted({t for pack in packs for c in pack.criteria for t in c.inputs.get("types", ())})
    return Assessment(
        project=project.name,
        scheme=scheme.name,
        option=scheme.option,
        as_at=as_at,
        findings=findings,
        packs=tuple(PackUsed(p.id, p.edition, p.title) for p in packs),
        layers=tuple(_used(la) for la in (*facts.layers_of(types), *facts.street_layers)),
        streets=BODIES.get(network.body, network.body) if network else "",
        versions=dict(versions),
    )


def _finding(facts: Facts, pack: Pack, criterion: Criterion) -> Finding:
    value = criterion.value_at(facts.as_at)
    measured, reason = _judged(facts, criterion, value)
    scored = criterion.addressee == "proposal" and criterion.standing not in UNSCORED
    verdict: Verdict | None = measured.verdict if scored else None
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
        value_text=measured.value_text,
        unit=value.unit if value else "",
        comparison=criterion.comparison,
        threshold=value.number if value else None,
        citation=str((value or criterion.values[0]).citation),
        source_status=(value or criterion.values[0]).source_status,
        firmness=measured.firmness,
        waiting_for=measured.waiting_for if verdict == "cannot tell" else (),
        evidence=measured.evidence,
        facts=measured.facts,
        ways_in=measured.ways_in,
        working=measured.working,
        would_meet=measured.would_meet,
        reason=reason,
        note=criterion.note,
    )


def _judged(facts: Facts, criterion: Criterion, value: Value | None) -> tuple[Measured, str]:
    """What the measure says, and why the criterion does not apply where it does not."""
    if value is None:
        reason = f"No figure of this guidance is in force on {facts.as_at}."
        return Measured("not applicable", working=reason), reason
    triggers = criterion.triggers
    if triggers.case_types or triggers.least_homes or triggers.phases:
        what = "Case type, homes and phases: this guidance is for some schemes only, and they are not given."
        return Measured("cannot tell", waiting_for=(Waiting("scheme input", what),), working=what), ""
    return MEASURES[criterion.measure](facts, criterion, value), ""


def _used(layer: Layer) -> LayerUsed:
    names = LayerUsed.__dataclass_fields__
    return LayerUsed(**{name: getattr(layer, name) for name in names})
