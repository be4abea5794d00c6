"""People and children of the scheme, by kinds of homes and the council's rates."""

from __future__ import annotations

from placewell.assess.content import Content
from placewell.assess.live.sums import At, Cell, Column, Here, Is, Of, Sum, Table, is_number, total, when
from placewell.assess.live.tables import FEW, HOMES, LOSSES, MANY
from placewell.assess.people_table import CHILD_TO, CHILDREN_ONLY
from placewell.domain.scheme import HOMES_LOST
from placewell.domain.tenure import ROOMS, TENURES

PEOPLE, PEOPLE_FACTS, PHASES = "People", "Living", "Phases"


def people_table(content: Content) -> Table | None:
    """A row for each kind of home that the council's table has or the scheme holds; None without a table."""
    table = content.setting.yields
    if table is None:
        return None
    band = content.setting.ptal.band if content.setting.ptal else ""
    held = {(h.tenure, h.bedrooms) for h in content.homes if h.tenure and h.bedrooms is not None}
    sizes = sorted({0, 1, 2, 3, 4, 5, 6} | {b for _, b in held if b is not None})
    rows: list[tuple[Cell, ...]] = []
    for tenure in (t for t in TENURES if t not in ROOMS):
        for beds in sizes:
            cell = table.cell(tenure, beds, band, content.setting.zone)
            if not cell.rates and (tenure, beds) not in held:
                continue
            people: float | None = sum(cell.rates.values()) if cell.rates else None
            straddle = any(a <= CHILD_TO and (b is None or b > CHILD_TO) for a, b in cell.rates)
            young = [r for (_, end), r in cell.rates.items() if end is not None and end <= CHILD_TO]
            children = (
                None if not cell.rates or straddle or (cell.why and cell.why != CHILDREN_ONLY) else sum(young)
            )
            if cell.why:
                people = None
            rows.append(_row(tenure, beds, people, children, cell.why))
    columns = (
        Column("Kind", width=30, role="inside"), Column("Tenure", width=22), Column("Bedrooms", "whole", 9), Column("Homes, fewest", "whole", 10),
        Column("Homes, most", "whole", 10), Column("People a home", "number", 10, typed=True),
        Column("Children a home", "number", 10, typed=True), Column("People, fewest", "number", 11),
        Column("People, most", "number", 11), Column("Children, fewest", "number", 11),
        Column("Children, most", "number", 11), Column("Note", width=34),
    )  # fmt: skip
    said = " The table is illustrative: not for use." if table.illustrative else ""
    about = f"Homes by tenure and size, times the rates of '{table.name}'. Children are under {CHILD_TO + 1}.{said}"
    return Table(PEOPLE, "People of the scheme", columns, tuple(rows), about, "The table has no rates.")


def _row(tenure: str, beds: int, people: float | None, children: float | None, why: str) -> tuple[Cell, ...]:
    mine = Of(HOMES, "Tenure").eq(Here("Tenure")) * (
        Of(HOMES, "Bedrooms").eq(Here("Bedrooms")) * is_number(Of(HOMES, "Bedrooms"))
    )

    def times(homes: str, rate: str) -> Sum:
        return when(Here(rate).eq(""), 0, Here(homes) * Here(rate))

    return (
        f"{tenure}|{beds}", tenure, float(beds), total(mine * Of(HOMES, FEW)), total(mine * Of(HOMES, MANY)), people, children,
        times("Homes, fewest", "People a home"), times("Homes, most", "People a home"),
        times("Homes, fewest", "Children a home"), times("Homes, most", "Children a home"), why or None,
    )  # fmt: skip


def people_in_row() -> Sum:
    """The people of one line of homes, 0 where the table has no rate for them."""
    kind = Here("Tenure") & "|" & Here("Bedrooms")
    rate = At(PEOPLE, "People a home", "Kind", kind, Is(0))
    return when(rate.eq(""), 0, rate * Here(MANY))


def phases_table(content: Content) -> Table:
    """Homes and people that are there at the end of each phase."""
    years = {p.number: p.completes for p in content.proposal.phases}
    phases = content.phases or [None]
    rows: list[tuple[Cell, ...]] = []
    known = content.setting.yields is not None
    for phase in phases:
        built: Sum = Is(1) if phase is None else by_phase(HOMES, phase)
        gone: Sum = Is(1) if phase is None else by_phase(LOSSES, phase)
        homes = total(built * Of(HOMES, MANY))
        lost = total(gone * Of(LOSSES, "What").eq(HOMES_LOST) * Of(LOSSES, MANY))
        people: Cell = None
        if known:
            wanting = At(PEOPLE_FACTS, "Homes without a rate", "Who", Is("people"))
            people = when(wanting.gt(0), "", total(built * Of(HOMES, "People in the row")))
        name = "in all" if phase is None else f"phase {phase}"
        rows.append(
            (
                name,
                years.get(phase) if phase is not None else None,
                homes,
                lost,
                Here("Homes built") - Here("Homes lost"),
                people,
            )
        )
    columns = (
        Column("By the end of", width=14), Column("Completes", width=12), Column("Homes built", "whole", 10),
        Column("Homes lost", "whole", 10), Column("Net homes", "whole", 10), Column("People in new homes", "number", 12),
    )  # fmt: skip
    about = "Cumulative, at the most of any range. People of homes that are lost are not taken off."
    return Table(PHASES, "Homes and people by phase", columns, tuple(rows), about)


def by_phase(table: str, phase: int) -> Sum:
    """1 in each row that is there by the end of a phase."""
    column = Of(table, "Phase")
    return column.le(phase) * is_number(column)


def living_table() -> Table:
    """The totals, with how many homes they cannot be told for."""

    def unknown(rate: str) -> Sum:
        told = total(Of(PEOPLE, "Homes, most") * is_number(Of(PEOPLE, rate)))
        return total(Of(HOMES, MANY)) - told

    def span(rate: str, column: str) -> Sum:
        return when(unknown(rate).gt(0), "", total(Of(PEOPLE, column)))

    rows: tuple[tuple[Cell, ...], ...] = (
        ("people", span("People a home", "People, fewest"), span("People a home", "People, most"), unknown("People a home")),
        ("children", span("Children a home", "Children, fewest"), span("Children a home", "Children, most"), unknown("Children a home")),
    )  # fmt: skip
    columns = (
        Column("Who", width=22), Column("Fewest", "number", 11), Column("Most", "number", 11),
        Column("Homes without a rate", "whole", 11),
    )  # fmt: skip
    about = "Empty where some homes have no rate: a part of the people is no figure for the whole."
    return Table(PEOPLE_FACTS, "People in all", columns, rows, about)


def living(who: str) -> tuple[Sum, Sum]:
    """Fewest and most people or children of the scheme ('' where not known)."""
    few, many = (At(PEOPLE_FACTS, c, "Who", Is(who)) for c in ("Fewest", "Most"))
    return few, many
