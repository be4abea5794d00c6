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
    round it the lists are complete (0 where one is partial or too old to be relied on); `mapped_m`: how far round it every way on foot is mapped and joined.
    """

    name: str
    attached: bool
    walk_m: float | None
    to: str
    straight_m: float | None
    listed_m: float
    mapped_m: float
    sure: bool = True
    """Whether the list that the place is in can be relied on."""
    kind: str = ""
    """What the walk is to, where a criterion asks for several kinds of places."""
    offered: bool = False
    """Whether what the scheme only offers is counted too; such walks decide nothing by themselves."""

    def verdict(self, limit_m: float, inclusive: bool = True) -> Verdict:
        """Whether it is within `limit_m` on foot; what was not mapped or listed is never read as absent."""
        if not self.attached:
            return "cannot tell"
        if self.walk_m is not None and (self.walk_m <= limit_m if inclusive else self.walk_m < limit_m):
            return "met" if self.sure else "cannot tell"
        if self.listed_m < limit_m:
            return "cannot tell"
        # No walk is shorter than the straight line, whatever the streets.
        near = self.straight_m is not None
        if not near or self.straight_m > limit_m or (self.straight_m == limit_m and not inclusive):  # type: ignore[operator]
            return "not met"
        return "not met" if self.mapped_m > limit_m else "cannot tell"


@dataclass(frozen=True)
class Firmness:
    """How far the figure of these parts must move, towards what was found, to turn the verdict round.

    `number` is in `unit`, to a thousandth: moved by it the verdict flips, by a hundredth less it does not.
    `parts` are the parts of the test whose figures move ('' for the figure itself).
    """

    number: float
    unit: str
    parts: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class WouldMeet:
    """The nearest change of what is proposed or there that would meet it: `number` in `unit` of `what`.

    Where several parts of a test must change, `parts` says how much of each; `number` is the most of them.
    """

    number: float | None
    unit: str
    what: str
    words: str
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Part:
    """One part of a test: what was found (both ends of a range), against which figure."""

    name: str
    least: float | None
    most: float | None
    unit: str
    comparison: str
    figure: float
    verdict: Verdict


@dataclass(frozen=True)
class ByPhase:
    """The same at the end of a phase (None for what has no phase): the verdict, the value and how many homes."""

    phase: int | None
    verdict: Verdict
    value: float | None
    homes: int
    words: str


@dataclass(frozen=True)
class Otherwise:
    """What it would be with something counted that the verdict leaves out, and what that is."""

    what: str
    verdict: Verdict
    value: float | None
    words: str


@dataclass(frozen=True)
class Altered:
    """A figure that a council changed from the published one."""

    part: str
    was: float
    now: float
    unit: str


@dataclass(frozen=True)
class Given:
    """An officer's answer on the criterion's own scale; beside the verdict, never translated into it.

    `part` is one of the parts that are answered by themselves; `override` where a computed verdict stands
    beside it; `look_again` what has changed under it since.
    """

    scale: str
    value: str
    reason: str
    by: str
    at: str
    part: str = ""
    override: bool = False
    document: str = ""
    revision: str = ""
    page: str = ""
    look_again: str = ""


@dataclass(frozen=True)
class Mitigation:
    """An action linked to a criterion, as a finding shows it."""

    what: str
    mechanism: str
    trigger: str
    owner: str
    status: str
    note: str = ""


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
    value_least: float | None = None
    """The lower end where the value is a range; the value itself is the end that decides."""
    value_text: str = ""
    """The value in words where a number alone would not tell it ('more than 5,000 m')."""
    parts: tuple[Part, ...] = ()
    firmness: Firmness | None = None
    waiting_for: tuple[Waiting, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Fact, ...] = ()
    ways_in: tuple[WayIn, ...] = ()
    """For measures of walking: every start, in order, of every kind of place; the verdict follows from them and
    the threshold. Where something is only offered, the same again with it."""
    working: str = ""
    would_meet: WouldMeet | None = None
    by_phase: tuple[ByPhase, ...] = ()
    otherwise: tuple[Otherwise, ...] = ()
    altered: tuple[Altered, ...] = ()
    stage: str = ""
    """How far an emerging document has come."""
    answer_scale: str = ""
    answers_for: tuple[str, ...] = ()
    who_answers: str = ""
    reason: str = ""
    note: str = ""
    """What the reader should know of the guidance itself."""
    applicant_states: str | None = None
    answers: tuple[Given, ...] = ()
    mitigation: tuple[Mitigation, ...] = ()

    def __post_init__(self) -> None:
        if (self.verdict == "cannot tell") != bool(self.waiting_for):
            raise ValueError(f"{self.criterion}: 'cannot tell' and what it waits for belong together")
        if self.verdict == "not applicable" and not self.reason:
            raise ValueError(f"{self.criterion}: 'not applicable' needs its reason")
