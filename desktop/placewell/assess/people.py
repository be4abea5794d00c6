"""People and children of a scheme: homes times the rates of a table that the council has loaded (CAP-YIELD).

No rate is built in: without a table, or for homes that it does not have, the answer is that it cannot be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from placewell.assess.people_table import CHILD_TO, CHILDREN_ONLY, Band, Cell, YieldTable, in_order, label
from placewell.domain.scheme import HOMES_LOST, Homes, Loss, Phase
from placewell.domain.tenure import ROOMS

__all__ = ["CHILD_TO", "Band", "Missing", "People", "PhaseRow", "Span", "YieldTable", "by_phase", "dip", "label", "lost_people", "people"]  # fmt: skip

Span = tuple[float, float]
"""The least and the most."""


@dataclass(frozen=True)
class Missing:
    """Homes whose people cannot be told, or not all of them, and why."""

    homes: int
    tenure: str
    bedrooms: int | None
    why: str


@dataclass
class People:
    """People of some homes. Totals are None where anything is missing; `known` is then 'at least'."""

    table: str = ""
    illustrative: bool = False
    by_age: dict[Band, Span] = field(default_factory=dict)
    known: Span = (0.0, 0.0)
    rooms: int = 0
    """Rooms of students, shared living and care: no homes, and without a family yield."""
    missing: list[Missing] = field(default_factory=list)
    working: list[str] = field(default_factory=list)
    straddles: list[Band] = field(default_factory=list)
    """Bands partly of children and partly of adults, so that children cannot be told apart."""
    rooms_least: int = 0
    room_bed_spaces: int | None = None
    """Bed spaces of the rooms, at the most; None where there are no rooms or not all say."""

    @property
    def total(self) -> Span | None:
        """All people, or None."""
        return None if self.missing else self.known

    @property
    def children(self) -> Span | None:
        """People under eighteen, or None."""
        if self.straddles or any(m.why != CHILDREN_ONLY for m in self.missing):
            return None
        young = [v for (_, end), v in self.by_age.items() if end is not None and end <= CHILD_TO]
        return (sum(v[0] for v in young), sum(v[1] for v in young))


def people(homes: Sequence[Homes], table: YieldTable, ptal: str = "", zone: str = "") -> People:
    """The people of these homes, at both ends of ranges, with the working a line a kind of home."""
    found = People(table.name, table.illustrative)
    kinds: dict[tuple[str, int | None], tuple[int, int]] = {}
    for h in homes:
        if h.tenure not in ROOMS:
            few, most = kinds.get((h.tenure, h.bedrooms), (0, 0))
            kinds[h.tenure, h.bedrooms] = few + h.least, most + h.homes
    for (tenure, bedrooms), (few, most) in kinds.items():
        if most:
            _add(found, tenure, bedrooms, few, most, table.cell(tenure, bedrooms, ptal, zone))
    _add_rooms(found, [h for h in homes if h.tenure in ROOMS])
    found.straddles = [b for b in found.by_age if b[0] <= CHILD_TO and (b[1] is None or b[1] > CHILD_TO)]
    found.by_age = {b: found.by_age[b] for b in sorted(found.by_age, key=in_order)}
    return found


def lost_people(losses: Sequence[Loss], table: YieldTable, ptal: str = "", zone: str = "") -> People:
    """The people of homes that would be lost, by the same table; homes known to be empty hold nobody."""
    lived_in = [x for x in losses if x.what == HOMES_LOST and x.occupied != "empty"]
    found = people([_as_homes(x) for x in lived_in if x.amount is not None], table, ptal, zone)
    found.missing += [
        Missing(0, x.tenure, x.bedrooms, "how many of them are lost is not given")
        for x in lived_in
        if x.amount is None
    ]
    return found


@dataclass(frozen=True)
class PhaseRow:
    """One phase: homes built, lost and net, cumulative, and people likewise (None where not known).

    `lowest` are cumulative net homes once what the phase takes away has gone and before what it
    brings is there. Single figures are of the most homes built and lost; the spans run from fewest
    built with most lost to most built with fewest lost.
    """

    phase: int | None
    gross: int
    lost: int
    net: int
    cumulative: int
    lowest: int
    people: float | None
    people_lost: float | None
    people_cumulative: float | None
    cumulative_span: Span
    lowest_span: Span
    people_span: Span | None
    """Cumulative change of people by the phase's end."""
    people_lowest: Span | None
    """Cumulative change of people before what the phase brings is there."""
    uncounted: int = 0
    """Losses of homes that do not say how many; they are in no figure of homes here."""


def by_phase(
    homes: Sequence[Homes],
    losses: Sequence[Loss],
    table: YieldTable | None,
    ptal: str = "",
    zone: str = "",
    phases: Sequence[Phase] = (),
) -> list[PhaseRow]:
    """Gross, lost and net by phase, in order, what has no phase last (CAP-NET: each phase cumulatively).

    `phases` have a row even if no home is built or lost in them. Rooms, built or lost, are no homes.
    """
    own = [h for h in homes if h.tenure not in ROOMS]
    lost = [x for x in losses if x.what == HOMES_LOST and x.tenure not in ROOMS]
    numbers = {h.phase for h in own} | {x.phase for x in lost} | {p.number for p in phases}
    order = sorted(p for p in numbers if p is not None) + ([None] if None in numbers else [])
    rows: list[PhaseRow] = []
    done = 0
    span: Span = (0, 0)
    ever: Span | None = (0.0, 0.0)
    net_people: float | None = 0.0
    for phase in order:
        mine = [h for h in own if h.phase == phase]
        gone = [x for x in lost if x.phase == phase]
        taken = [_as_homes(x) for x in gone if x.amount is not None]
        built, away = _ends(mine), _ends(taken)
        come = None if table is None else people(mine, table, ptal, zone).total
        leave = None if table is None else lost_people(gone, table, ptal, zone).total
        low = span[0] - away[1], span[1] - away[0]
        span = low[0] + built[0], low[1] + built[1]
        ever_low = _less(ever, leave)
        ever = _more(ever_low, come)
        if net_people is not None:
            net_people = None if come is None or leave is None else net_people + come[1] - leave[1]
        rows.append(
            PhaseRow(
                phase, built[1], away[1], built[1] - away[1], done + built[1] - away[1], done - away[1],
                None if come is None else come[1], None if leave is None else leave[1], net_people,
                span, low, ever, ever_low, len(gone) - len(taken),
            )
        )  # fmt: skip
        done += built[1] - away[1]
    return rows


def dip(rows: Sequence[PhaseRow]) -> PhaseRow | None:
    """The phase in which there are fewest homes, where that is fewer than today; else None.

    What has no phase has no place in the order, so that it makes no dip.
    """
    lowest = min((r for r in rows if r.phase is not None), key=lambda r: r.lowest, default=None)
    return lowest if lowest is not None and lowest.lowest < 0 else None


def dip_of_people(rows: Sequence[PhaseRow]) -> Span | None:
    """The lowest that the change of people gets to by the phases, 0 where never below today.

    None where it cannot be told for some phase.
    """
    phased = [r.people_lowest for r in rows if r.phase is not None]
    known = [p for p in phased if p is not None]
    if len(known) < len(phased) or not known:
        return None
    return min(0.0, *(p[0] for p in known)), min(0.0, *(p[1] for p in known))


def _add(found: People, tenure: str, bedrooms: int | None, few: int, most: int, cell: Cell) -> None:
    """Homes of one kind, by their cell of the table."""
    if cell.why:
        found.missing.append(Missing(most, tenure, bedrooms, cell.why))
    if not cell.rates:
        return
    for band, rate in cell.rates.items():
        low, high = found.by_age.get(band, (0.0, 0.0))
        found.by_age[band] = (low + few * rate, high + most * rate)
    each = sum(cell.rates.values())
    found.known = (found.known[0] + few * each, found.known[1] + most * each)
    number = f"{most:,}" if few == most else f"{few:,} to {most:,}"
    sums = f"{most * each:,.1f}" if few == most else f"{few * each:,.1f} to {most * each:,.1f}"
    size = "studio" if bedrooms == 0 else f"{bedrooms}-bed"
    some = " of some ages only" if cell.why else ""
    found.working.append(f"{number} × {size} {tenure} × {each:g} people a home = {sums} people{some}")


def _add_rooms(found: People, rooms: Sequence[Homes]) -> None:
    found.rooms = sum(h.homes for h in rooms)
    found.rooms_least = sum(h.least for h in rooms)
    beds = [h.homes * h.bed_spaces for h in rooms if h.bed_spaces is not None]
    found.room_bed_spaces = sum(beds) if rooms and len(beds) == len(rooms) else None


def _less(span: Span | None, by: Span | None) -> Span | None:
    return None if span is None or by is None else (span[0] - by[1], span[1] - by[0])


def _more(span: Span | None, by: Span | None) -> Span | None:
    return None if span is None or by is None else (span[0] + by[0], span[1] + by[1])


def _ends(homes: Sequence[Homes]) -> tuple[int, int]:
    return sum(h.least for h in homes), sum(h.homes for h in homes)


def _as_homes(lost: Loss) -> Homes:
    least = None if lost.amount_least is None else int(lost.amount_least)
    return Homes(
        lost.id, lost.scheme, int(lost.amount or 0), phase=lost.phase, tenure=lost.tenure, bedrooms=lost.bedrooms, homes_least=least
    )  # fmt: skip
