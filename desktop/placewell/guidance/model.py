"""A pack of dated, cited criteria, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMAT = 2
"""The pack format written here. A file of a newer one is refused, an older one is read."""

STANDINGS = (
    "statute",
    "development plan",
    "guidance",
    "national policy",
    "emerging",
    "council corporate",
    "good practice",
    "context",
)
ADDRESSEES = ("proposal", "plan-making", "decision-maker", "borough")
COMPARISONS = ("at most", "at least", "less than", "more than")
"""'At most' and 'at least' include the figure itself: 'within 400 m' includes 400. The others do not."""
SOURCE_STATUSES = ("verified", "secondary", "to be checked")
ANSWER_SCALES: Mapping[str, tuple[str, ...]] = {
    "met or not met": ("met", "partly met", "not met", "not applicable"),
    "impact": ("positive", "negative", "neutral", "uncertain", "not applicable"),
    "traffic light": ("green", "amber", "red"),
    "equality": ("positive", "negative", "neutral"),
    "1 to 7": ("1", "2", "3", "4", "5", "6", "7"),
    "yes or no": ("yes", "no", "not applicable"),
    "percent": (),
    "words": (),
}
"""What an officer may answer on each scale; empty where any words or figure will do. 'impact' is the rapid
health impact assessment's, 'traffic light' Building for a Healthy Life's, '1 to 7' the Place Standard's."""
WHO_ANSWERS = (
    "planning",
    "public health",
    "education",
    "housing",
    "transport",
    "parks",
    "NHS",
    "environmental health",
    "culture",
    "economy",
    "equalities",
    "regeneration",
)


@dataclass(frozen=True)
class Citation:
    """Where a figure is printed. `date` is a year, month or day."""

    publisher: str
    document: str
    paragraph: str = ""
    date: str = ""
    url: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.publisher, self.document, self.paragraph, self.date) if part)


@dataclass(frozen=True)
class Value:
    """A figure with its unit, in force from and to these dates (a year, month or day, both included; '' is open).

    `of` names the part of the test that it is for ('social rented'), '' where there is one figure only;
    `case` the circumstance in which it holds ('PTAL 4-6'), '' for always. `comparison` is the criterion's
    unless the figure has its own.
    """

    number: float
    unit: str
    source_status: str
    citation: Citation
    starts: str = ""
    ends: str = ""
    of: str = ""
    case: str = ""
    comparison: str = ""

    def in_force(self, as_at: str) -> bool:
        """Whether it holds at an ISO date."""
        begun = not self.starts or self.starts <= as_at
        return begun and (not self.ends or as_at[: len(self.ends)] <= self.ends)


@dataclass(frozen=True)
class Triggers:
    """Which cases a criterion is for; empty or zero means all. Every one that is given must hold."""

    case_types: tuple[str, ...] = ()
    least_homes: int = 0
    most_homes: int = 0
    major: bool = False
    """10 homes or 1,000 m² and more."""
    least_floorspace_m2: int = 0
    """Of proposed floorspace other than homes; with `uses`, of these use classes only."""
    uses: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    """Asset types, of which the scheme brings at least one."""
    loses: tuple[str, ...] = ()
    """Asset types, or 'homes', or 'social homes', of which the scheme takes away at least one."""
    areas: tuple[str, ...] = ()
    """Names of areas ('regeneration area: Old Kent Road'), of which the red line overlaps at least one."""
    ptal: tuple[str, ...] = ()
    """Official PTAL bands."""
    phases: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    """Quantities that the applicant states, each more than nothing ('GLA funding')."""
    unless_loses: tuple[str, ...] = ()
    """As `loses`, of which it takes none away."""
    unless_stated: tuple[str, ...] = ()
    """As `stated`, none of which is more than nothing."""


@dataclass(frozen=True)
class Serves:
    """What of the social regeneration framework a criterion serves; labels, never a judgement."""

    objective: str = ""
    feature: str = ""
    outcome: str = ""
    way_to_wellbeing: str = ""


Conditions = tuple[str, ...]
"""Lines such as 'tenure: social rent, shared ownership' that must all hold of a home (`guidance.homes_rule`)."""


@dataclass(frozen=True)
class Criterion:
    """One thing that guidance asks. `inputs` and `groups` are those its measure declares."""

    id: str
    theme: str
    topic: str
    question: str
    standing: str
    addressee: str
    answer_scale: str
    measure: str
    source_status: str
    citation: Citation
    comparison: str = ""
    values: tuple[Value, ...] = ()
    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, Conditions] = field(default_factory=dict)
    """Named groups of homes that a measure of shares counts."""
    triggers: Triggers = Triggers()
    serves: Serves = Serves()
    tags: tuple[str, ...] = ()
    """Labels of other frameworks (`guidance.labels`)."""
    answers_for: tuple[str, ...] = ()
    """Parts that are each answered on the scale; empty where there is one answer."""
    awaits: str = ""
    """The council's own table or figure that this asks for where the guidance gives none."""
    otherwise: str = ""
    """What follows where the figure is not reached, when that is another route and not 'not met'."""
    then_asked: str = ""
    """What an officer is asked where the figure is not reached, when that alone does not answer the question."""
    stage: str = ""
    """How far an emerging document has come."""
    attach: str = ""
    look: str = ""
    who_answers: str = ""
    usually_meets: str = ""
    same_as: tuple[str, ...] = ()
    note: str = ""

    def in_force(self, as_at: str) -> tuple[Value, ...]:
        """The figures in force at an ISO date: of each part and case the one that started last."""
        found: dict[tuple[str, str], Value] = {}
        for value in sorted(self.values, key=lambda v: v.starts):
            if value.in_force(as_at):
                found[value.of, value.case] = value
        return tuple(v for v in self.values if v in found.values())


@dataclass(frozen=True)
class Pack:
    """A published set of criteria. `fork_of` is the id of the pack that a council changed to make it."""

    id: str
    title: str
    publisher: str
    edition: str
    in_force: str
    licence: str
    criteria: tuple[Criterion, ...]
    fork_of: str = ""
    about: str = ""
