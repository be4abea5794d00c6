"""What is found for one criterion: the verdict, the figure, the evidence, and how it was come by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from shapely.geometry.base import BaseGeometry

Verdict = Literal["met", "partly met", "not met", "not applicable", "cannot tell"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

WaitingKind = Literal["layer", "scheme input", "applicant", "officer", "consultee", "later stage"]
WAITING_KINDS: tuple[WaitingKind, ...] = get_args(WaitingKind)


@dataclass(frozen=True)
class Waiting:
    """Whom or what an answer waits for, and what exactly is missing, as a sentence."""

    kind: WaitingKind
    what: str


@dataclass(frozen=True)
class Evidence:
    """One thing that a fact rests on: a row of a layer, how far it is, and the way to it.

    Metres are on foot, both legs counted, to the millimetre; `straight_m` as the crow flies.
    """

    layer: str
    id: str
    name: str
    reach_m: float | None = None
    minutes: float | None = None
    start: str = ""
    """Where the walk begins ('the north gate')."""
    straight_m: float | None = None
    route: BaseGeometry | None = None


@dataclass(frozen=True)
class Fact:
    """One computed value with its unit and evidence; None where it could not be computed."""

    name: str
    value: float | None
    unit: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class WayIn:
    """One place where walks from the scheme begin, with all that its verdict follows from, in metres.

    `walk_m` is None beyond the search; `straight_m` None where nothing is listed. `listed_m`: how far
    round it the list is complete; `mapped_m`: how far round it every way on foot is mapped and joined.
    """

    name: str
    attached: bool
    walk_m: float | None
    to: str
    straight_m: float | None
    listed_m: float
    mapped_m: float

    def verdict(self, limit_m: float) -> Verdict:
        """Whether it is within `limit_m` on foot; what was not mapped or listed is never read as absent."""
        if not self.attached:
            return "cannot tell"
        if self.walk_m is not None and self.walk_m <= limit_m:
            return "met"
        if self.listed_m < limit_m:
            return "cannot tell"
        # No walk is shorter than the straight line, whatever the streets.
        if self.straight_m is None or self.straight_m > limit_m:
            return "not met"
        return "not met" if self.mapped_m > limit_m else "cannot tell"


@dataclass(frozen=True)
class Answer:
    """An officer's answer on the criterion's own scale; beside the verdict, never translated into it."""

    scale: str
    value: str
    reason: str
    by: str
    at: str


@dataclass(frozen=True)
class Finding:
    """One criterion, judged on the inputs shown.

    `verdict` is None for a criterion that is context only. `waiting_for` is filled exactly when the
    verdict is 'cannot tell'; `reason` whenever it is 'not applicable'. Raises ValueError otherwise.
    """

    criterion: str
    pack: str
    question: str
    topic: str
    theme: str
    standing: str
    addressee: str
    verdict: Verdict | None
    value: float | None
    unit: str
    comparison: str
    threshold: float | None
    citation: str
    source_status: str
    phase: str = ""
    value_text: str = ""
    """The value in words where a number alone would not tell it ('more than 5,000 m')."""
    firmness: str = ""
    waiting_for: tuple[Waiting, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Fact, ...] = ()
    ways_in: tuple[WayIn, ...] = ()
    """For measures of walking: every start, in order; the verdict follows from them and the threshold."""
    working: str = ""
    would_meet: str = ""
    reason: str = ""
    note: str = ""
    """What the reader should know of the guidance itself."""
    applicant_states: str | None = None
    answer: Answer | None = None

    def __post_init__(self) -> None:
        if (self.verdict == "cannot tell") != bool(self.waiting_for):
            raise ValueError(f"{self.criterion}: 'cannot tell' and what it waits for belong together")
        if self.verdict == "not applicable" and not self.reason:
            raise ValueError(f"{self.criterion}: 'not applicable' needs its reason")
