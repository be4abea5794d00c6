"""People and children of a scheme: homes times the rates of a table that the council has loaded (CAP-YIELD).

No rate is built in: without a table, or for homes that it does not have, the answer is that it cannot be told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from placewell.domain.case import YieldRate
from placewell.domain.scheme import HOMES_LOST, Homes, Loss
from placewell.domain.tenure import ROOMS, TENURE_GROUPS

Band = tuple[int, int | None]
"""Whole years, both ends within; None for 'and over'."""
Span = tuple[float, float]
"""The least and the most."""
CHILD_TO = 17
"""The last year of age that counts as a child; outputs say so."""


@dataclass(frozen=True)
class YieldTable:
    """The rates of one table. `illustrative` where it only shows how the sums are done."""

    name: str
    rates: tuple[YieldRate, ...]
    illustrative: bool = False

    @property
    def by_ptal(self) -> bool:
        """Whether it makes a difference by PTAL."""
        return any(r.ptal for r in self.rates)

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones it makes a difference by; empty where it makes none."""
        return tuple(dict.fromkeys(r.zone for r in self.rates if r.zone))

    def rates_of(self, tenure: str, bedrooms: int, ptal: str, zone: str) -> dict[Band, float]:
        """People in one home by age band; empty where the table does not have such a home.

        A tenure's own rows come before those of its group, a number of bedrooms before 'that and more'.
        """
        fitting = [
            r
            for r in self.rates
            if _in_span(ptal, r.ptal) and (not r.zone or r.zone.casefold() == zone.casefold())
        ]
        groups = (tenure, *(g for g, of in TENURE_GROUPS.items() if tenure in of))
        for name in groups:
            mine = [r for r in fitting if r.tenure == name]
            for beds in (str(bedrooms), *(f"{n}+" for n in range(bedrooms, -1, -1))):
                found = {(r.age_from, r.age_to): r.people for r in mine if r.bedrooms == beds}
                if found:
                    return found
        return {}


@dataclass(frozen=True)
class Missing:
    """Homes that nothing can be worked out for, and why."""

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

    @property
    def total(self) -> Span | None:
        """All people, or None."""
        return None if self.missing else self.known

    @property
    def children(self) -> Span | None:
        """People under eighteen, or None."""
        if self.missing or self.straddles:
            return None
        young = [v for (_, end), v in self.by_age.items() if end is not None and end <= CHILD_TO]
        return (sum(v[0] for v in young), sum(v[1] for v in young))


def people(homes: Sequence[Homes], table: YieldTable, ptal: str = "", zone: str = "") -> People:
    """The people of these homes, at both ends of ranges, with the working a line a kind of home."""
    found = People(table.name, table.illustrative)
    counts: Counter[tuple[str, int | None]] = Counter()
    least: Counter[tuple[str, int | None]] = Counter()
    for h in homes:
        if h.tenure in ROOMS:
            found.rooms += h.homes
            continue
        counts[h.tenure, h.bedrooms] += h.homes
        least[h.tenure, h.bedrooms] += h.least
    for (tenure, bedrooms), most in counts.items():
        why = _why_not(tenure, bedrooms, table, ptal, zone)
        rates = {} if why or bedrooms is None else table.rates_of(tenure, bedrooms, ptal, zone)
        if not rates:
            found.missing.append(Missing(most, tenure, bedrooms, why or "the table has no such home"))
            continue
        few = least[tenure, bedrooms]
        for band, rate in rates.items():
            low, high = found.by_age.get(band, (0.0, 0.0))
            found.by_age[band] = (low + few * rate, high + most * rate)
        each = sum(rates.values())
        found.known = (found.known[0] + few * each, found.known[1] + most * each)
        number = f"{most:,}" if few == most else f"{few:,} to {most:,}"
        sums = f"{most * each:,.1f}" if few == most else f"{few * each:,.1f} to {most * each:,.1f}"
        size = "studio" if bedrooms == 0 else f"{bedrooms}-bed"
        found.working.append(f"{number} × {size} {tenure} × {each:g} people a home = {sums} people")
    found.straddles = [b for b in found.by_age if b[0] <= CHILD_TO and (b[1] is None or b[1] > CHILD_TO)]
    found.by_age = dict(sorted(found.by_age.items()))
    return found


def lost_people(losses: Sequence[Loss], table: YieldTable, ptal: str = "", zone: str = "") -> People:
    """The people of homes that would be lost, by the same table; homes known to be empty hold nobody."""
    return people([_as_homes(x) for x in _lost(losses) if x.occupied != "empty"], table, ptal, zone)


@dataclass(frozen=True)
class PhaseRow:
    """One phase: homes built, lost and net, cumulative, and people likewise (None where not known).

    `lowest` are cumulative net homes once what the phase takes away has gone and before what it
    brings is there.
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


def by_phase(
    homes: Sequence[Homes], losses: Sequence[Loss], table: YieldTable | None, ptal: str = "", zone: str = ""
) -> list[PhaseRow]:
    """Gross, lost and net by phase, in order, what has no phase last (CAP-NET: each phase cumulatively)."""
    own = [h for h in homes if h.tenure not in ROOMS]
    lost = _lost(losses)
    phases = {h.phase for h in own} | {x.phase for x in lost}
    order = sorted(p for p in phases if p is not None) + ([None] if None in phases else [])
    rows: list[PhaseRow] = []
    done = 0
    ever: float | None = 0.0 if table is not None else None
    for phase in order:
        mine = [h for h in own if h.phase == phase]
        gone = [x for x in lost if x.phase == phase]
        gross, away = sum(h.homes for h in mine), int(sum(x.amount or 0 for x in gone))
        come = leave = None
        if table is not None:
            arriving, leaving = (
                people(mine, table, ptal, zone).total,
                lost_people(gone, table, ptal, zone).total,
            )
            come = None if arriving is None else arriving[1]
            leave = None if leaving is None else leaving[1]
        ever = None if ever is None or come is None or leave is None else ever + come - leave
        rows.append(
            PhaseRow(phase, gross, away, gross - away, done + gross - away, done - away, come, leave, ever)
        )
        done += gross - away
    return rows


def dip(rows: Sequence[PhaseRow]) -> PhaseRow | None:
    """The phase in which there are fewest homes, where that is fewer than today; else None."""
    lowest = min(rows, key=lambda r: r.lowest, default=None)
    return lowest if lowest is not None and lowest.lowest < 0 else None


def label(band: Band) -> str:
    """'5-11', '65+'."""
    start, end = band
    return f"{start}+" if end is None else str(start) if start == end else f"{start}-{end}"


def _lost(losses: Sequence[Loss]) -> list[Loss]:
    return [x for x in losses if x.what == HOMES_LOST and x.amount and x.tenure not in ROOMS]


def _as_homes(lost: Loss) -> Homes:
    least = None if lost.amount_least is None else int(lost.amount_least)
    return Homes(
        lost.id, lost.scheme, int(lost.amount or 0), phase=lost.phase, tenure=lost.tenure, bedrooms=lost.bedrooms, homes_least=least
    )  # fmt: skip


def _why_not(tenure: str, bedrooms: int | None, table: YieldTable, ptal: str, zone: str) -> str:
    """What keeps a home's rate from being found, '' where nothing does but the table itself."""
    if not tenure:
        return "their tenure is not given"
    if bedrooms is None:
        return "their number of bedrooms is not given"
    if table.by_ptal and not ptal:
        return "the table goes by PTAL, and the official PTAL of the site is not entered"
    if table.zones and not zone:
        return f"the table goes by zone ({', '.join(table.zones)}), and the site is in none of them"
    return ""


def _in_span(ptal: str, span: str) -> bool:
    """Whether a band lies in a span of them: '6a' in '5-6'; a rate without a span is for all."""
    if not span:
        return True
    ends = [w for w in re.split(r"\s*(?:-|–|to)\s*", span) if w]
    if len(ends) == 1:
        return ptal == ends[0] or (ends[0].isdigit() and ptal.rstrip("ab") == ends[0])
    if not ptal:
        return False
    return _rank(ends[0], 0) <= _rank(ptal, 0) and _rank(ptal, 0) <= _rank(ends[1], 1)


def _rank(band: str, last: int) -> float:
    """Bands in order; a bare '6' stands for 6a at the start of a span and for 6b at its end."""
    half: Mapping[str, float] = {"a": 0.0, "b": 0.5}
    return float(band[0]) + (half[band[1]] if len(band) > 1 else 0.5 * last)
