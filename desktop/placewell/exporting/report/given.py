"""What a report is made from; `work` gathers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from placewell.assess.live.model import Model
from placewell.assess.proposal import Proposal, Setting
from placewell.domain.assessment import Assessment
from placewell.domain.judgement import Action, SignOff
from placewell.exporting.report.blocks import Picture


@dataclass(frozen=True)
class Asked:
    """What a criterion's question is on, beside the finding: its scale, its parts, who answers, what to look for."""

    criterion: str
    scale: str
    choices: tuple[str, ...]
    parts: tuple[str, ...]
    who: str
    look: str = ""
    attach: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Held:
    """What is known of a place that is evidence: how much it holds, whose list it is in."""

    capacity: str
    source_row: str


@dataclass(frozen=True)
class Changed:
    """One entry of the history."""

    number: int
    at: str
    who: str
    what: str
    act: str


@dataclass(frozen=True)
class OptionFound:
    """One option's verdict and value on every criterion, in words."""

    name: str
    verdicts: Mapping[str, str]
    values: Mapping[str, str]


@dataclass(frozen=True)
class Provenance:
    """Where a report comes from, so that what comes back can be told: hashes and number of the history, times."""

    project: str
    entry: int
    head: str
    written: str
    submission: str
    issue: str = ""


@dataclass(frozen=True)
class Given:
    """Everything."""

    assessment: Assessment
    model: Model
    proposal: Proposal
    setting: Setting
    asked: Mapping[str, Asked]
    provenance: Provenance
    actions: Sequence[Action] = ()
    signed: Sequence[SignOff] = ()
    options: Sequence[OptionFound] = ()
    history: Sequence[Changed] = ()
    evidence: Mapping[tuple[str, str], Held] = field(default_factory=dict)
    maps: Sequence[Picture] = ()
    council: str = ""
    confidential: str = ""
    """'confidential until 3 March 2027', where the case is so on the day of writing."""
    left_out: Sequence[str] = ()
    """Themes that the case does not go into, each with its reason, in words."""
