"""The questions that an officer answers, in the order in which they are gone through, and when a reason is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placewell.domain.case import Answer
from placewell.domain.finding import Finding
from placewell.guidance.model import ANSWER_SCALES, Criterion, Pack
from placewell.work.answers import answer_criterion, same_questions
from placewell.work.opened import Opened

ADVERSE = {"not met", "negative", "red", "no", "1", "2", "3"}
"""Answers that count against a scheme on their own scale: their reason is asked for."""


@dataclass(frozen=True)
class Question:
    """One question on one card, or one part of it."""

    criterion: Criterion
    finding: Finding
    part: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers of its scale; none where it is answered in words or by a figure."""
        return ANSWER_SCALES[self.criterion.answer_scale]

    @property
    def given(self) -> str:
        """What has been answered; '' where nothing has."""
        return next((g.value for g in self.finding.answers if g.part == self.part), "")

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other."""
        return self.criterion.id, self.part

    def needs_reason(self, value: str) -> bool:
        """Whether this answer must stand with a reason: adverse, overriding, or not applicable."""
        said = value.casefold()
        overrides = self.criterion.measure != "asked" and not self.criterion.then_asked
        return overrides or said == "not applicable" or said in ADVERSE


def questions(
    findings: Sequence[Finding], packs: Sequence[Pack], *, answered: bool = False, team: str = ""
) -> list[Question]:
    """All that wait for an officer (with `answered` also those that have been), in the packs' order."""
    known = {c.id: c for p in packs for c in p.criteria}
    found = []
    for f in findings:
        c = known.get(f.criterion)
        if c is None or (team and (f.who_answers or "planning") != team):
            continue
        waits = any(w.kind == "officer" for w in f.waiting_for)
        for part in c.answers_for or ("",):
            one = Question(c, f, part)
            if (waits and not one.given) or (answered and one.given):
                found.append(one)
    return found


def question_of(criterion: str, findings: Sequence[Finding], packs: Sequence[Pack]) -> list[Question]:
    """One criterion's questions, whatever was found: for answering a finding that is open."""
    known = {c.id: c for p in packs for c in p.criteria}
    f = next(x for x in findings if x.criterion == criterion)
    c = known[criterion]
    return [Question(c, f, part) for part in c.answers_for or ("",)]


def alike(question: Question, packs: Sequence[Pack]) -> list[Criterion]:
    """Other criteria that put the same question on the same scale: one answer may be kept for all."""
    if question.part:
        return []
    return [
        c for c in same_questions(question.criterion, packs)
        if c.answer_scale == question.criterion.answer_scale and not c.answers_for and c.measure == "asked"
    ]  # fmt: skip


def keep_answer(
    opened: Opened,
    question: Question,
    value: str,
    reason: str,
    evidence: str,
    also: Sequence[Criterion] = (),
    option: str = "",
) -> list[Answer]:
    """Keep an answer; `evidence` is a document with its revision and page as it is typed. Raises Problem."""
    document, _, rest = evidence.partition(",")
    revision, page = "", ""
    for bit in (b.strip() for b in rest.split(",")):
        word, _, value_of = bit.partition(" ")
        if word.casefold() in ("revision", "rev", "rev."):
            revision = value_of.strip()
        elif word.casefold() in ("page", "p", "p.", "pp.", "pages"):
            page = value_of.strip()
        elif bit:
            document = f"{document}, {bit}"
    return answer_criterion(
        opened, question.criterion, value, reason=reason, part=question.part, document=document.strip(),
        revision=revision, page=page, option=option, also=also,
    )  # fmt: skip
