"""What an officer's answers make of a question that nothing computes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from placewell.assess.explain import listed
from placewell.domain.finding import Given, Verdict, Waiting
from placewell.guidance.model import Criterion

_VERDICTS = get_args(Verdict)


def verdict(criterion: Criterion, given: Sequence[Given]) -> tuple[Verdict | None, str, tuple[Waiting, ...]]:
    """The officer's own verdict where the scale is one; None on any other scale; what is still unanswered.

    Parts that are answered each are never put together into one verdict.
    """
    if criterion.answers_for:
        left = [p for p in criterion.answers_for if p not in {g.part for g in given}]
        if left:
            return "cannot tell", "", (Waiting("officer", f"Not yet answered: {listed(left)}."),)
        return None, "", ()
    answer = given[-1]
    if criterion.answer_scale == "met or not met" and answer.value in _VERDICTS:
        found: Verdict = answer.value  # type: ignore[assignment]
        return found, (answer.reason or "The officer's answer.") if found == "not applicable" else "", ()
    return None, "", ()
