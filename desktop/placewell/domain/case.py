"""The case itself: its submissions, what the applicant states, who was asked, and what officers answered."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

CASE_ID = "case"
CASE_TYPES = (
    "pre-application",
    "full",
    "outline",
    "hybrid",
    "reserved matters",
    "section 73",
    "council's own",
)


@dataclass(frozen=True)
class Case:
    """One case, of which a file holds one. Dates are ISO days; '' where nobody has said.

    `type` is one of `CASE_TYPES`; `target` is when a decision is due, which assessments are made as at.
    """

    id: str
    reference: str = ""
    address: str = ""
    type: str = ""
    stage: str = ""
    proposal: str = ""
    applicant: str = ""
    agent: str = ""
    officer: str = ""
    valid: str = ""
    target: str = ""
    committee: str = ""
    confidential_until: str = ""


@dataclass(frozen=True)
class Submission:
    """A dated revision of what is proposed. Schemes belong to one; the latest is the one assessed."""

    id: str
    number: int
    received: str = ""
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class Drawing:
    """A line of a submission's drawing list, as titles, revisions and dates stand on it."""

    id: str
    submission: str
    number: str
    title: str = ""
    revision: str = ""
    date: str = ""
    scale: str = ""


@dataclass(frozen=True)
class Claim:
    """What the applicant states: where, in which words, and, where there is one, the figure.

    `about` is what it is a statement of; where that is a total that Placewell reads (`work.queries`),
    the two are compared. `option` is empty where it is of every option.
    """

    id: str
    submission: str
    document: str
    page: str = ""
    about: str = ""
    words: str = ""
    value: float | None = None
    unit: str = ""
    option: str = ""


@dataclass(frozen=True)
class Consultation:
    """A body that was asked for its view: when, until when, and what came."""

    id: str
    body: str
    about: str = ""
    asked: str = ""
    due: str = ""
    received: str = ""
    outcome: str = ""
    summary: str = ""


@dataclass(frozen=True)
class OfficialPtal:
    """The band that TfL publishes for the site: typed, or read from an export of its own site (WebCAT).

    `year` is the forecast or base year it is for; the point is where it was asked for.
    """

    id: str
    band: str
    index: float | None = None
    year: str = ""
    source: str = ""
    geometry: BaseGeometry | None = None


@dataclass(frozen=True)
class Answer:
    """An officer's answer to one question of the case, kept from submission to submission.

    `question` is a stable key; `inputs` are the things it rests on (words of `domain.touched`), joined by
    commas. `look_again` says what has changed under it since, '' where nothing has.
    """

    id: str
    question: str
    value: str
    reason: str = ""
    option: str = ""
    scale: str = ""
    by: str = ""
    at: str = ""
    submission: str = ""
    inputs: str = ""
    look_again: str = ""
    part: str = ""
    """One of a criterion's parts that are answered each; '' for the whole of it."""
    mark: str = ""
    """'override' where a computed verdict stands beside it."""
    document: str = ""
    """The evidence, with its revision and page."""
    revision: str = ""
    page: str = ""


@dataclass(frozen=True)
class Requirement:
    """One line of a site allocation's list: what its redevelopment must, should or may provide."""

    id: str
    layer: str
    allocation: str
    """The allocation's own reference, by which it is found among the areas."""
    duty: str
    text: str
    source: str = ""


DUTIES = ("must", "should", "may")


@dataclass(frozen=True)
class YieldRate:
    """How many people of an age live in one home of a kind, as a table that the council loaded has it.

    `tenure` is one of `domain.tenure.TENURES` or one of `TENURE_GROUPS`; `bedrooms` is '2', or '4+' for
    that and more. `ptal` is a band or span of bands ('5-6'), `zone` a place's name; '' where the table
    makes no difference. Ages are whole years, both ends within; `age_to` None is open.
    """

    id: str
    layer: str
    tenure: str
    bedrooms: str
    people: float
    age_from: int = 0
    age_to: int | None = None
    ptal: str = ""
    zone: str = ""
    illustrative: str = ""
    """'yes' where the table only shows how the sums are done; every result made from it says so."""
