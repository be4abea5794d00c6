"""What is proposed and what follows from it: homes, quantities, people, capacity, options."""

from __future__ import annotations

from placewell.assess.live.capacity import CAPACITY, SURGERIES
from placewell.assess.live.counts import COUNTS
from placewell.assess.live.each import CRITERION
from placewell.assess.live.figures_table import FIGURES
from placewell.assess.live.people_table import PEOPLE, PEOPLE_FACTS, PHASES
from placewell.assess.live.sums import Cell, Column, Table
from placewell.assess.live.tables import FACTS, FLOORSPACE, HOMES, LOSSES, PROVISION, QUANTITIES, TENURE_TABLE
from placewell.assess.live.tests_table import TESTS, VERDICTS
from placewell.exporting.report.blocks import Bars, Block, Paragraph, Section
from placewell.exporting.report.given import Given

NO_RATES = (
    "No table of people for each home (population yields) has been loaded, so people and children cannot be told, "
    "and nothing that hangs on them. The council's own table can be brought into the project."
)


def homes(given: Given) -> Section:
    """The schedule."""
    table = given.model.table(HOMES)
    return Section("Homes", "Homes", table.about, (table,))


def counted(given: Given) -> Section:
    """Homes by tenure, and of each group that the guidance asks about."""
    tenures = given.model.table(TENURE_TABLE)
    bars = Bars(
        "Homes by tenure", TENURE_TABLE, "Tenure", ("Homes, most",), "homes",
        "Horizontal bars of the number of homes of each tenure; the numbers are in the table above.",
    )  # fmt: skip
    blocks: tuple[Block, ...] = (tenures, *((bars,) if tenures.rows else ()), given.model.table(COUNTS))
    return Section("Homes counted", "Homes counted", "What the schedule comes to, by formula.", blocks)


def scheme(given: Given) -> Section:
    """Everything else that is proposed."""
    about = "What the scheme proposes beside homes. Tinted cells may be changed, and findings follow."
    return Section(
        "Scheme", "Scheme", about, tuple(given.model.table(n) for n in (FACTS, QUANTITIES, FLOORSPACE))
    )


def brought_and_lost(given: Given) -> Section:
    """What it brings and takes away."""
    about = "Places that the scheme brings, and places and homes that it takes away."
    tables = tuple(given.model.table(n) for n in (PROVISION, LOSSES))
    return Section("Brought and lost", "Brought and lost", about, tables)


def people(given: Given) -> Section:
    """People and children."""
    phases = given.model.table(PHASES)
    if given.setting.yields is None:
        return Section("People", "People", NO_RATES, (phases,))
    table, living = given.model.table(PEOPLE), given.model.table(PEOPLE_FACTS)
    return Section("People", "People", table.about, (living, phases, table))


def capacity(given: Given) -> Section:
    """Supply, demand and balance."""
    if given.setting.yields is None:
        return Section(
            "Capacity", "Capacity", NO_RATES, (Paragraph("Nothing can be compared without people."),)
        )
    table = given.model.table(CAPACITY)
    blocks: list[Block] = [table, given.model.table(SURGERIES)]
    blocks.append(_commitments(given))
    return Section("Capacity", "Capacity", table.about, tuple(blocks))


def _commitments(given: Given) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (c.code or None, c.name, c.homes, c.people, c.provision or None, c.status or None, c.year or None)
        for c in given.setting.commitments
    ]
    columns = (
        Column("Reference", width=13), Column("Other scheme nearby", width=26), Column("Its homes", "whole", 12),
        Column("Its people", "number", 9), Column("It brings", width=13), Column("Status", width=9), Column("Year", width=10),
    )  # fmt: skip
    return Table(
        "Commitments", "Other schemes nearby", columns, tuple(rows), "", "No other scheme has been entered."
    )


def options(given: Given) -> Section:
    """Every option beside the others, where they differ."""
    about = (
        "Where the options of this scheme differ. Each was assessed by itself; nothing here is worked out."
    )
    others = given.options
    if len(others) < 2:
        return Section(
            "Options",
            "Options",
            about,
            (Paragraph("The submission has one option, so there is nothing to compare."),),
        )
    rows: list[tuple[Cell, ...]] = []
    for f in given.assessment.findings:
        said = [(o.verdicts.get(f.criterion, ""), o.values.get(f.criterion, "")) for o in others]
        if len(set(said)) > 1:
            rows.append((f.criterion, f.question, *(x for pair in said for x in pair)))
    columns = [Column(CRITERION, width=13), Column("Question", width=40)]
    for o in others:
        columns += [Column(f"{o.name}: verdict", "verdict", 16), Column(f"{o.name}: found", width=20)]
    table = Table(
        "Options",
        "Options side by side",
        tuple(columns),
        tuple(rows),
        "",
        "The options come to the same on every criterion.",
    )
    return Section("Options", "Options", about, (table,))


def figures(given: Given) -> Section:
    """The figures of the guidance."""
    table = given.model.table(FIGURES)
    return Section(
        "Figures", "Figures of the guidance", table.about, (table, given.model.table("FixedFigures"))
    )


def working(given: Given) -> Section:
    """What was held against which figure."""
    table = given.model.table(TESTS)
    return Section("Working", "Working", table.about, (table,), "inside")


def verdicts(given: Given) -> Section:
    """How verdicts follow from the working."""
    table = given.model.table(VERDICTS)
    return Section("Verdicts", "Verdicts", table.about, (table,), "inside")
