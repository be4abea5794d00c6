"""What a scheme says of itself wherever it is: homes, people, floorspace, quantities, provision and losses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from placewell.assess.people import People, people
from placewell.assess.proposal import Proposal, Setting
from placewell.domain.scheme import HOMES_LOST, Floorspace, Homes, Loss, Provision, Quantity, block_key
from placewell.domain.tenure import ROOMS

Span = tuple[float, float]
"""The least and the most."""
CERTAIN = ("secured", "open")
"""Provision that counts: what is only offered, or that an operator has confirmed but nothing secures, is shown beside."""


def plain(words: str) -> str:
    """A name for comparing: 'Cycle spaces (long-stay)' and 'cycle spaces long stay' are one."""
    kept = "".join(c if c.isalnum() else " " for c in words.casefold().replace("²", "2"))
    return " ".join(kept.split())


@dataclass(frozen=True, eq=False)
class Content:
    """One proposal, counted once."""

    proposal: Proposal
    setting: Setting
    counted: dict[Any, Any] = field(default_factory=dict)
    """Shares of homes that have been counted, by what was asked (`assess.measures.homes`)."""

    @cached_property
    def homes(self) -> tuple[Homes, ...]:
        """Rows of homes; rooms of students, shared living and care are none."""
        return tuple(h for h in self.proposal.homes if h.tenure not in ROOMS)

    @cached_property
    def homes_known(self) -> bool:
        """Whether it is known how many homes there are: from the schedule, or because somebody says none."""
        if self.proposal.homes:
            return True
        none = [c for c in self.setting.claims if plain(c.about) == "homes" and c.value == 0]
        return bool(none) or self.quantity(("homes",)) == (0, 0)

    @cached_property
    def count(self) -> Span:
        """How many homes."""
        return float(sum(h.least for h in self.homes)), float(sum(h.homes for h in self.homes))

    @cached_property
    def people(self) -> People | None:
        """People by the council's table; None where no table has been loaded."""
        table = self.setting.yields
        if table is None:
            return None
        band = self.setting.ptal.band if self.setting.ptal else ""
        return people(self.proposal.homes, table, band, self.setting.zone)

    def quantity(self, names: Sequence[str]) -> Span | None:
        """A stated quantity by any of its names, summed over phases; None where nobody states it."""
        found = self.quantities_of(names)
        if not found:
            return None
        return (
            sum(q.value if q.value_least is None else q.value_least for q in found),
            sum(q.value for q in found),
        )

    def quantities_of(self, names: Sequence[str]) -> list[Quantity]:
        """The rows that state it."""
        wanted = {plain(n) for n in names}
        return [q for q in self.proposal.quantities if plain(q.what) in wanted]

    def provided(self, types: Iterable[str], certain: bool = True) -> list[Provision]:
        """What the scheme brings of these types, as far as it is certain; else all of it."""
        wanted = set(types)
        return [
            p for p in self.proposal.provision
            if p.type in wanted and (not certain or p.certainty in CERTAIN)
        ]  # fmt: skip

    def lost(self, types: Iterable[str]) -> list[Loss]:
        """What it takes away of these types."""
        wanted = set(types)
        return [x for x in self.proposal.losses if x.what in wanted]

    @cached_property
    def homes_lost(self) -> list[Loss]:
        """Homes that would be demolished or given up; rooms are none."""
        return [x for x in self.proposal.losses if x.what == HOMES_LOST and x.tenure not in ROOMS]

    def floorspace(self, uses: Sequence[str] = (), state: str = "proposed") -> list[Floorspace]:
        """Floorspace other than homes in a state, of use classes that begin with one of these (all: none named)."""
        wanted = tuple(u.casefold() for u in uses)
        return [
            f for f in self.proposal.floorspace
            if f.state == state and (not wanted or any(_of_class(f.use, u) for u in wanted))
        ]  # fmt: skip

    @cached_property
    def homes_by_block(self) -> dict[str, int]:
        """Most homes of each block. It may be written 'A' in one table and 'Block A' in another."""
        found: dict[str, int] = {}
        for line in self.homes:
            key = block_key(line.block)
            found[key] = found.get(key, 0) + line.homes
        return found

    @cached_property
    def phases(self) -> list[int | None]:
        """Phases in order, what has none last; empty where everything is in one."""
        numbers = {h.phase for h in self.homes} | {p.number for p in self.proposal.phases}
        known = sorted(n for n in numbers if n is not None)
        return [*known, *([None] if None in numbers else [])] if len(numbers) > 1 else []

    def homes_by(self, phase: int | None) -> int:
        """Most homes that are there at a phase's end; None is the end of all."""
        return sum(h.homes for h in self.homes if phase is None or (h.phase is not None and h.phase <= phase))


def _of_class(use: str, wanted: str) -> bool:
    """'E(g)(i)' is of 'E(g)' and of 'E'; 'F1' is not of 'F'."""
    said = use.casefold().replace(" ", "").removeprefix("class")
    wanted = wanted.replace(" ", "")
    return said == wanted or (said.startswith(wanted) and said[len(wanted)] == "(")


def measured_m2(rows: Sequence[Floorspace]) -> Span | None:
    """Square metres of floorspace, gross internal where that is given; None where there is none."""
    for measure in ("GIA", "GEA", "NIA"):
        mine = [f for f in rows if f.measure == measure]
        if mine:
            return sum(f.m2 if f.m2_least is None else f.m2_least for f in mine), sum(f.m2 for f in mine)
    return None


def area_of(provision: Provision) -> Span | None:
    """Square metres that a provision takes: as stated, else of its outline; None where neither is given."""
    if provision.area_m2 is not None:
        least = provision.area_m2 if provision.area_least_m2 is None else provision.area_least_m2
        return least, provision.area_m2
    shape = provision.geometry
    return (shape.area, shape.area) if shape is not None and shape.area > 0 else None
