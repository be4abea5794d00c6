"""The latest submission as it was at some time: its options with their parts, and what the case says round them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from placewell.assess.proposal import Proposal, Setting
from placewell.domain.case import CASE_ID, Case, Claim, Submission
from placewell.domain.scheme import Scheme
from placewell.work.actions import mitigation_of
from placewell.work.assess_inputs import answers_of, official_ptal
from placewell.work.net import Nouns
from placewell.work.submissions import PARTS
from placewell.work.verdicts import Option

FIELDS = {
    "entrance": "entrances", "block": "blocks", "phase": "phases", "homes": "homes", "floorspace": "floorspace",
    "quantity": "quantities", "provision": "provision", "loss": "losses", "link": "links",
}  # fmt: skip
"""The field of a proposal that holds the parts of a kind."""
OF_CASE = ("claim", "consultation", "official PTAL", "answer", "action", "case")
"""Kinds that findings rest on beside the scheme itself."""


@dataclass(frozen=True)
class State:
    """Options of one submission by name and option in lower case, and the parts of each by kind."""

    submission: Submission | None
    schemes: Mapping[Option, Scheme]
    parts: Mapping[str, Mapping[str, Sequence[Any]]]
    nouns: Nouns

    def own(self, scheme: Scheme | None) -> Mapping[str, Sequence[Any]]:
        """What belongs to an option, by kind."""
        return {} if scheme is None else self.parts.get(scheme.id, {})

    def claims(self) -> list[Claim]:
        """What the applicant stated with this submission."""
        of = ("", self.submission.id) if self.submission is not None else ("",)
        return [c for c in self.nouns("claim") if c.submission in of]

    def proposal(self, scheme: Scheme) -> Proposal:
        """An option as it is assessed."""
        own = self.own(scheme)
        return Proposal(scheme=scheme, **{name: own.get(kind, ()) for kind, name in FIELDS.items()})

    def setting(self, setting: Setting, kind: str, scheme: Scheme, as_at: str) -> Setting:
        """A setting with what it holds of one kind (of `OF_CASE`) as in this state."""
        if kind == "claim":
            mine = [c for c in self.claims() if c.option.casefold() in ("", scheme.option.casefold())]
            return replace(setting, claims=mine)
        if kind == "consultation":
            return replace(setting, consultations=self.nouns(kind))
        if kind == "official PTAL":
            return replace(setting, ptal=official_ptal(self.nouns(kind), as_at))
        if kind == "answer":
            return replace(setting, answers=answers_of(self.nouns(kind), scheme.option))
        if kind == "action":
            return replace(setting, mitigation=mitigation_of(self.nouns(kind), scheme.option))
        case = next((c for c in self.nouns("case") if c.id == CASE_ID), Case(CASE_ID))
        return replace(setting, case=case)


def state_of(nouns: Nouns, number: int | None = None) -> State:
    """The latest submission (or that of a number), as these things were."""
    held: list[Submission] = sorted(nouns("submission"), key=lambda s: s.number)
    schemes: list[Scheme] = nouns("scheme")
    if not held and schemes:
        held = [Submission("", 1)]
    submission = next((s for s in reversed(held) if number in (None, s.number)), None)
    mine = {"", submission.id} if submission is not None and submission.number == 1 else set()
    mine |= {submission.id} if submission is not None else set()
    own = {(s.name.casefold(), s.option.casefold()): s for s in schemes if s.submission in mine}
    parts: dict[str, dict[str, list[Any]]] = {}
    for kind in PARTS:
        for noun in nouns(kind):
            parts.setdefault(noun.scheme, {}).setdefault(kind, []).append(noun)
    return State(submission, own, parts, nouns)
