"""Colour, mark and word of each verdict on paper; never colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from placewell.domain.finding import Verdict


@dataclass(frozen=True)
class VerdictStyle:
    """`text` is the colour of words, `mark` a sign in one character."""

    mark: str
    text: str


VERDICT_STYLES: dict[Verdict, VerdictStyle] = {
    "met": VerdictStyle("✔", "#00695C"),
    "partly met": VerdictStyle("◐", "#8A5A00"),
    "not met": VerdictStyle("✖", "#B3261E"),
    "cannot tell": VerdictStyle("?", "#6A4FB3"),
    "not applicable": VerdictStyle("–", "#5F6B76"),
}

MEANING = (
    "'Not met' means that the figure in the cited document is not reached on the inputs shown. It does not "
    "mean conflict with the policy or with the plan as a whole: that judgement is the officer's and the "
    "decision-maker's."
)
