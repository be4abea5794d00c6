"""Supply and demand: what each thousand people ask, what is brought, by phase; and the patients of the nearest practice."""

from __future__ import annotations

from collections.abc import Sequence

from placewell.assess.content import Content
from placewell.assess.explain import many
from placewell.assess.figures import Figures
from placewell.assess.live.figures_table import in_use
from placewell.assess.live.people_table import PHASES, by_phase, living
from placewell.assess.live.sums import At, Cell, Column, Here, Is, Of, Sum, Table, total, when
from placewell.assess.live.tables import PROVISION, any_of
from placewell.assess.live.tests_table import Row
from placewell.assess.measures.provision import GP_UNITS, PATIENTS, PER
from placewell.domain.finding import Finding
from placewell.guidance.model import Criterion

CAPACITY, SURGERIES = "Capacity", "Surgeries"
Judged = Sequence[tuple[Criterion, Figures, Finding]]


def capacity_table(content: Content, held: Judged) -> Table:
    """A row for each service, its figure and each phase."""
    rows: list[tuple[Cell, ...]] = []
    phases = content.phases or [None]
    for criterion, figures, finding in held:
        if criterion.measure != "provision per 1,000 people" or finding.verdict == "not applicable":
            continue
        for value in figures.values:
            types = (value.of,) if value.of else criterion.inputs.get("types", ())
            for phase in phases:
                rows.append(_row(criterion, value.of, value.unit, types, phase))
    columns = (
        Column("Criterion", width=13), Column("Service", width=26), Column("By the end of", width=12),
        Column("Figure", "number", 9), Column("Unit", width=13), Column("People", "number", 9),
        Column("Needed", "number", 10), Column("Brought, certain", "number", 10),
        Column("Brought, with what is offered", "number", 11), Column("Balance", "number", 10),
        Column("Balance, with what is offered", "number", 11), Column("Counted in", width=9),
    )  # fmt: skip
    about = (
        "What the people of the new homes ask of the guidance's figures, and what the scheme itself brings. Before "
        "the scheme its land has none of these people. Places beyond the red line, and how much room they have, are "
        "under Evidence: no list says how much of them is taken up, so they are not counted as room."
    )
    return Table(
        CAPACITY, "Needed and brought", columns, tuple(rows), about, "No figure for people was asked for."
    )


def _row(c: Criterion, part: str, unit: str, types: Sequence[str], phase: int | None) -> tuple[Cell, ...]:
    per, one, what = PER[unit]
    when_there: Sum = Is(1) if phase is None else by_phase(PROVISION, phase)
    mine = any_of(PROVISION, "Type", list(types)) * when_there
    column = "Places counted, most" if what == "capacity" else "m², most"
    brought = total(mine * Of(PROVISION, "Certain") * Of(PROVISION, column))
    every = total(mine * Of(PROVISION, column))
    people = At(
        PHASES, "People in new homes", "By the end of", Is("in all" if phase is None else f"phase {phase}")
    )
    blank = Here("People").eq("")
    return (
        c.id, many(types), "in all" if phase is None else f"phase {phase}", in_use(c.id, part), unit, people,
        when(blank, "", Here("Figure") * Here("People") / per), brought if one == 1 else brought / one,
        every if one == 1 else every / one, when(blank, "", Here("Brought, certain") - Here("Needed")),
        when(blank, "", Here("Brought, with what is offered") - Here("Needed")), unit.partition(" ")[0],
    )  # fmt: skip


def surgeries_table(held: Judged) -> Table:
    """The practice that the people of the scheme would walk to, before and after; empty cells wait for the NHS."""
    rows: list[tuple[Cell, ...]] = []
    for criterion, _, finding in held:
        if criterion.measure == "people for each GP" and finding.evidence:
            facts = {f.name: f.value for f in finding.facts}
            few, most = living("people")
            gps, patients = Here("Whole-time GPs"), Here("Registered patients")
            nothing = when(gps.eq(""), 1, when(patients.eq(""), 1, when(gps.eq(0), 1, 0)))
            proof = finding.evidence[0]
            rows.append((
                criterion.id, proof.name, proof.reach_m, facts.get(PATIENTS[1]), facts.get(GP_UNITS[2]), few, most,
                when(nothing.eq(1), "", patients / gps),
                when(nothing.eq(1), "", when(Here("New people, fewest").eq(""), "", (patients + Here("New people, fewest")) / gps)),
                when(nothing.eq(1), "", when(Here("New people, most").eq(""), "", (patients + Here("New people, most")) / gps)),
                in_use(criterion.id),
            ))  # fmt: skip
    columns = (
        Column("Criterion", width=13), Column("Practice", width=26), Column("Walk, m", "number", 12),
        Column("Registered patients", "whole", 10, typed=True), Column("Whole-time GPs", "number", 13, typed=True),
        Column("New people, fewest", "number", 9), Column("New people, most", "number", 10),
        Column("Patients for each GP, before", "number", 10), Column("After, fewest", "number", 11),
        Column("After, most", "number", 10), Column("Figure", "number", 11),
    )  # fmt: skip
    about = "The nearest practice on foot. Patients and whole-time GPs are the NHS's to give where they are empty."
    return Table(SURGERIES, "General practice", columns, tuple(rows), about, "No practice was measured.")


def gp_rows(criterion: Criterion, finding: Finding) -> list[Row]:
    """The test of patients for each GP, where a practice was found."""
    if not finding.evidence:
        return []
    low, high = (At(SURGERIES, c, "Criterion", Is(criterion.id)) for c in ("After, fewest", "After, most"))
    return [
        Row(
            "patients for each whole-time GP",
            low,
            high,
            "people per GP",
            criterion.comparison,
            in_use(criterion.id),
        )
    ]
