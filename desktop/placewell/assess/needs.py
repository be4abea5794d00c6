"""What needs somebody, in the order in which an officer takes it up; and findings folded into their topics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from placewell.domain.finding import Finding

FRAGILE = 0.05
"""A verdict is fragile where its figure need move by no more than this share of itself: Placewell's own rule."""


@dataclass(frozen=True)
class Need:
    """One finding that somebody must take up, and why."""

    why: str
    criterion: str
    pack: str


@dataclass(frozen=True)
class Topic:
    """Findings on one matter from several sources, in the packs' order."""

    topic: str
    theme: str
    findings: tuple[Finding, ...]

    @property
    def title(self) -> str:
        """'Play for under-fives, 3 sources'."""
        packs = len({f.pack for f in self.findings})
        return f"{self.topic}, {packs} {'source' if packs == 1 else 'sources'}"


def _unmet(f: Finding) -> bool:
    # An action that was dropped mitigates nothing.
    open_actions = [m for m in f.mitigation if m.status != "dropped"]
    return f.standing == "development plan" and f.verdict == "not met" and not open_actions


def _waits(kind: str) -> Callable[[Finding], bool]:
    return lambda f: any(w.kind == kind for w in f.waiting_for)


def _fragile(f: Finding) -> bool:
    if f.firmness is None or not f.threshold or f.verdict not in ("met", "not met"):
        return False
    return f.firmness.number <= FRAGILE * abs(f.threshold)


ORDER: Sequence[tuple[str, Callable[[Finding], bool]]] = (
    ("development plan, not met, without mitigation", _unmet),
    ("ask the applicant", _waits("applicant")),
    ("not yet answered", _waits("officer")),
    ("with a consultee", _waits("consultee")),
    ("fragile", _fragile),
)
"""Why a finding needs somebody, most pressing first; each finding stands once, under the first that holds."""


def needs(findings: Sequence[Finding]) -> tuple[Need, ...]:
    """The findings that need somebody, in `ORDER`, within it as the packs have them."""
    found: list[tuple[int, Need]] = []
    for f in findings:
        for rank, (why, holds) in enumerate(ORDER):
            if holds(f):
                found.append((rank, Need(why, f.criterion, f.pack)))
                break
    return tuple(need for _, need in sorted(found, key=lambda x: x[0]))


def topics(findings: Sequence[Finding]) -> tuple[Topic, ...]:
    """Findings by topic, topics in the order in which they first come."""
    held: dict[str, list[Finding]] = {}
    for f in findings:
        held.setdefault(f.topic, []).append(f)
    return tuple(Topic(name, mine[0].theme, tuple(mine)) for name, mine in held.items())
