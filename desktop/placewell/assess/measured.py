"""What a measure hands to the engine."""

from __future__ import annotations

from dataclasses import dataclass

from placewell.domain.finding import Evidence, Fact, Verdict, Waiting, WayIn


@dataclass(frozen=True)
class Measured:
    """A verdict with its value, evidence and words; the engine adds what the criterion says."""

    verdict: Verdict
    value: float | None = None
    value_text: str = ""
    facts: tuple[Fact, ...] = ()
    ways_in: tuple[WayIn, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    waiting_for: tuple[Waiting, ...] = ()
    working: str = ""
    firmness: str = ""
    would_meet: str = ""
