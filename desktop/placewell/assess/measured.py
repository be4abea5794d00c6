"""What a measure hands to the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from placewell.assess.judge import Test, deciding, firmness, together
from placewell.domain.finding import (
    ByPhase,
    Evidence,
    Fact,
    Firmness,
    Otherwise,
    Part,
    Verdict,
    Waiting,
    WaitingKind,
    WayIn,
    WouldMeet,
)


@dataclass(frozen=True)
class Measured:
    """A verdict with its value, evidence and words; the engine adds what the criterion says.

    `figure` is set where what is required was worked out from the scheme; `reason` where the criterion
    turns out not to apply.
    """

    verdict: Verdict | None
    """None where there is nothing to judge: the fact is shown as context."""
    value: float | None = None
    value_least: float | None = None
    value_text: str = ""
    unit: str = ""
    figure: float | None = None
    parts: tuple[Part, ...] = ()
    facts: tuple[Fact, ...] = ()
    ways_in: tuple[WayIn, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    waiting_for: tuple[Waiting, ...] = ()
    working: str = ""
    firmness: Firmness | None = None
    would_meet: WouldMeet | None = None
    by_phase: tuple[ByPhase, ...] = ()
    otherwise: tuple[Otherwise, ...] = ()
    reason: str = ""


def judged(tests: Sequence[Test], working: str, **more: Any) -> Measured:
    """What some tests come to. A range that straddles its figure waits for a later stage unless told otherwise.

    `more` are fields of Measured; `waiting_for` is used only where it cannot be told.
    """
    verdict = together(tests)
    at = deciding(tests)
    waiting = more.pop("waiting_for", ())
    met = more.pop("would_meet", None)
    if verdict == "cannot tell" and not waiting:
        waiting = (Waiting("later stage", depends(at)),)
    value = at.best if verdict == "not met" else at.worst
    other = at.least if value == at.most else at.most
    return Measured(
        verdict=verdict,
        value=value,
        value_least=None if other == value else other,
        unit=at.unit,
        parts=tuple(t.shown for t in tests),
        waiting_for=tuple(waiting) if verdict == "cannot tell" else (),
        working=working,
        firmness=firmness(tests),
        would_meet=met if verdict == "not met" else None,
        **{"figure": at.figure, **more},
    )


def depends(test: Test) -> str:
    """What a straddling range says: 'Depends: met at 40 % or more; the range is 31 % to 44 %.'"""
    from placewell.assess.explain import amount, compared

    of = f" for {test.part}" if test.part else ""
    return (
        f"Depends{of}: met {compared(test.comparison, test.figure, test.unit)}; what is proposed runs from "
        f"{amount(test.least, test.unit)} to {amount(test.most, test.unit)}."
    )


def waits(kind: WaitingKind, *whats: str, working: str = "", **more: Any) -> Measured:
    """Cannot be told, and what each part of it waits for."""
    return Measured(
        "cannot tell",
        waiting_for=tuple(Waiting(kind, what) for what in dict.fromkeys(whats)),
        working=working or " ".join(dict.fromkeys(whats)),
        **more,
    )


def not_applicable(reason: str, **more: Any) -> Measured:
    """Does not apply, and why."""
    return Measured("not applicable", reason=reason, working=more.pop("working", reason), **more)


def with_facts(measured: Measured, facts: Sequence[Fact]) -> Measured:
    """The same with more facts."""
    return replace(measured, facts=(*measured.facts, *facts))


def resting_on(measured: Measured, *parts: str) -> Measured:
    """The same, with firmness told of these parts of the criterion's figures."""
    firm = measured.firmness
    return measured if firm is None else replace(measured, firmness=replace(firm, parts=parts))


def unless_secured(without: Measured, with_it: Measured, names: str) -> Measured:
    """The verdict without what is only offered; where it would be another with it, it hangs on securing it."""
    assert with_it.verdict is not None
    word = "it would still be" if with_it.verdict == without.verdict else "it would be"
    beside = Otherwise(
        names, with_it.verdict, with_it.value, f"Not counted: {names}. With it {word} {with_it.verdict}."
    )
    found = replace(
        without,
        otherwise=(*without.otherwise, beside),
        working=f"{without.working} {beside.words}".strip(),
    )
    if without.verdict != "not met" or with_it.verdict == "not met":
        return found
    return replace(
        found,
        verdict="cannot tell",
        firmness=None,
        would_meet=None,
        waiting_for=(
            Waiting("applicant", f"What secures {names}: it is offered, and counts once it is secured."),
        ),
    )
