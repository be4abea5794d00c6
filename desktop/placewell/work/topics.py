"""Findings as a planner goes through them: what needs somebody first, then topics, each with its sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from placewell.assess.explain import amount, compared
from placewell.assess.needs import FRAGILE, ORDER, needs, topics
from placewell.domain.assessment import Assessment
from placewell.domain.finding import Finding, Verdict
from placewell.work.assess_told import STATUS, word

NEEDS_YOU, ALL = "Needs you", "All"
FOLDED: tuple[str, ...] = ("met", "not applicable", "for information")
"""Groups that start folded: nobody has to do anything about them."""
PRESSING: dict[str, int] = {
    "not met": 0,
    "partly met": 1,
    "cannot tell": 2,
    "met": 3,
    "not applicable": 4,
    "": 5,
}
WHYS: tuple[str, ...] = tuple(why for why, _ in ORDER)
_RESTS: tuple[str, ...] = ("not met", "partly met", "cannot tell", "met", "not applicable", "for information")


@dataclass(frozen=True)
class Line:
    """One finding in one line: what is asked, what was found against which figure, and how sure it is."""

    finding: Finding
    mark: Verdict | None
    word: str
    question: str
    against: str
    """'740 m; within 800 m'."""
    standing: str
    firm: str
    """'firm', 'fragile' or '' where it does not arise."""
    source: str
    why: str = ""
    """Why it needs somebody; '' where it does not."""
    teams: str = ""


@dataclass(frozen=True)
class Heading:
    """A topic: its most pressing verdict first, and its lines in the packs' order."""

    title: str
    theme: str
    lines: tuple[Line, ...]
    why: str = ""

    @property
    def mark(self) -> Verdict | None:
        """The verdict that most calls for attention; verdicts are never added up."""
        return min((x.mark for x in self.lines), key=lambda v: PRESSING[v or ""])


@dataclass(frozen=True)
class Chosen:
    """What of the findings is shown; empty means every one."""

    themes: frozenset[str] = frozenset()
    standings: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    packs: frozenset[str] = frozenset()
    phase: int | None = None
    """Only what is told by phase, as it is at the end of this one."""
    words: str = ""
    without: frozenset[str] = frozenset()
    """Themes that the case does not go into."""

    def holds(self, f: Finding) -> bool:
        """Whether a finding is among them."""
        wanted = self.words.casefold().split()
        text = f"{f.criterion} {f.question} {f.topic} {f.theme} {f.citation} {f.working}".casefold()
        return (
            f.theme not in self.without
            and (not self.themes or f.theme in self.themes)
            and (self.phase is None or any(p.phase == self.phase for p in f.by_phase))
            and (not self.standings or f.standing in self.standings)
            and (not self.teams or (f.who_answers or "planning") in self.teams)
            and (not self.packs or f.pack in self.packs)
            and all(w in text for w in wanted)
        )


@dataclass(frozen=True)
class Listed:
    """The findings as they are listed: groups in order, each with its headings and how many lines it has."""

    groups: tuple[tuple[str, tuple[Heading, ...]], ...]
    counts: dict[str, int] = field(default_factory=dict)


def firm_of(f: Finding) -> str:
    """'fragile' where a small move of the figure would turn the verdict round, else 'firm' where it is known."""
    if f.firmness is None or not f.threshold or f.verdict not in ("met", "not met"):
        return ""
    return "fragile" if f.firmness.number <= FRAGILE * abs(f.threshold) else "firm"


def against_of(f: Finding) -> str:
    """What was found and what is asked, as short as it can be said."""
    found = f.value_text
    if not found and f.value is not None:
        found = amount(f.value, f.unit)
        if f.value_least is not None and f.value_least != f.value:
            found = f"{amount(f.value_least, f.unit)} to {found}"
    asked = compared(f.comparison, f.threshold, f.unit) if f.threshold is not None and f.comparison else ""
    return "; ".join(x for x in (found, asked) if x)


def line_of(f: Finding, why: str = "", chosen: Chosen | None = None) -> Line:
    """A finding's line; where a phase is chosen, as it is at the end of that phase."""
    team = f.who_answers or "planning"
    if chosen is not None and chosen.phase is not None:
        then = next((p for p in f.by_phase if p.phase == chosen.phase), None)
        if then is not None:
            said = f"after phase {then.phase}: {then.words}"
            return Line(
                f,
                then.verdict,
                then.verdict.capitalize(),
                f.question,
                said,
                f.standing,
                "",
                f.pack,
                why,
                team,
            )
    return Line(f, f.verdict, word(f), f.question, against_of(f), f.standing, firm_of(f), f.pack, why, team)


def listed(findings: Sequence[Finding], chosen: Chosen | None = None) -> Listed:
    """Topics in groups: what needs somebody first, in the order of pressing, then the rest by verdict.

    A topic stands once, with all its sources, under what most presses in it.
    """
    held = [f for f in findings if chosen is None or chosen.holds(f)]
    why_of = {n.criterion: n.why for n in needs(held)}
    groups: dict[str, list[Heading]] = {name: [] for name in (*WHYS, *_RESTS)}
    for topic in topics(held):
        lines = tuple(line_of(f, why_of.get(f.criterion, ""), chosen) for f in topic.findings)
        whys = {x.why for x in lines if x.why}
        first = next((why for why in WHYS if why in whys), "")
        heading = Heading(topic.title, topic.theme, lines, first)
        groups[first or (heading.mark or "for information")].append(heading)
    shown = {name: tuple(headings) for name, headings in groups.items() if headings}
    counts = {name: sum(len(h.lines) for h in headings) for name, headings in shown.items()}
    return Listed(tuple(shown.items()), counts)


def cited(f: Finding, assessment: Assessment | None = None) -> str:
    """A sentence with its citation, ready to be pasted into a report."""
    said = f.working or " ".join(w.what for w in f.waiting_for) or f.reason
    status = STATUS[f.source_status].removeprefix("; ")
    as_at = f", assessed as at {assessment.as_at}" if assessment is not None else ""
    more = f" [{status}]" if status else ""
    return f"{f.question} {word(f)}. {said} ({f.citation}{as_at}).{more}".replace("..", ".")


@dataclass(frozen=True)
class Changed:
    """A verdict that became another, and why."""

    criterion: str
    question: str
    was: str
    now: str
    why: str


def changed(was: Sequence[Finding], now: Sequence[Finding]) -> tuple[Changed, ...]:
    """Which verdicts differ between two sets of findings on the same criteria, the most pressing first."""
    before = {f.criterion: f for f in was}
    found = [
        Changed(f.criterion, f.question, word(before[f.criterion]), word(f), f.working or f.reason)
        for f in now
        if f.criterion in before and before[f.criterion].verdict != f.verdict
    ]
    order = {f.criterion: PRESSING[f.verdict or ""] for f in now}
    return tuple(sorted(found, key=lambda c: order[c.criterion]))
