"""What is assessed: a scheme with its parts, and what the case says round it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from placewell.assess.people_table import YieldTable
from placewell.domain.case import Case, Claim, Consultation, OfficialPtal
from placewell.domain.finding import Given, Mitigation
from placewell.domain.place import Commitment
from placewell.domain.scheme import (
    Block,
    Entrance,
    Floorspace,
    Homes,
    Link,
    Loss,
    Phase,
    Provision,
    Quantity,
    Scheme,
)


@dataclass(frozen=True)
class Proposal:
    """One option of a scheme with everything that belongs to it, and nothing of other schemes."""

    scheme: Scheme
    entrances: Sequence[Entrance] = ()
    blocks: Sequence[Block] = ()
    phases: Sequence[Phase] = ()
    homes: Sequence[Homes] = ()
    floorspace: Sequence[Floorspace] = ()
    quantities: Sequence[Quantity] = ()
    provision: Sequence[Provision] = ()
    losses: Sequence[Loss] = ()
    links: Sequence[Link] = ()

    @property
    def traced_m(self) -> float | None:
        """How far the red line, entrances and blocks may be off, where they were traced on a plan; metres."""
        own: tuple[Scheme | Entrance | Block, ...] = (self.scheme, *self.entrances, *self.blocks)
        return max((x.traced_m for x in own if x.traced_m is not None), default=None)


@dataclass(frozen=True)
class Allocation:
    """A site allocation under the red line: what share of the site it is, and its list (None: not brought in)."""

    label: str
    share_of_site: float
    requirements: Sequence[tuple[str, str]] | None = None
    """(must, should or may; what)."""


@dataclass(frozen=True)
class Setting:
    """What of the case, beside the scheme, findings rest on."""

    case: Case = field(default_factory=lambda: Case("case"))
    claims: Sequence[Claim] = ()
    consultations: Sequence[Consultation] = ()
    ptal: OfficialPtal | None = None
    ptal_style: tuple[float, str] | None = None
    """The computed index and its band; shown, never decides."""
    yields: YieldTable | None = None
    zone: str = ""
    commitments: Sequence[Commitment] = ()
    allocations: Sequence[Allocation] = ()
    answers: Mapping[str, Sequence[Given]] = field(default_factory=dict)
    """By criterion's id."""
    mitigation: Mapping[str, Sequence[Mitigation]] = field(default_factory=dict)
