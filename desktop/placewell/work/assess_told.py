"""An assessment told in lines: what needs somebody, topic by topic, or every finding in full."""

from __future__ import annotations

from collections.abc import Sequence

from placewell.assess.live.model import standing_order
from placewell.assess.needs import needs, topics
from placewell.domain.assessment import Assessment
from placewell.domain.finding import Finding

ASKED_IN = {
    "applicant": "Ask the applicant",
    "officer": "Not yet answered",
    "consultee": "With a consultee",
    "later stage": "Reserved for a later stage",
    "layer": "Data wanted",
    "scheme input": "Not yet given",
}
"""What 'cannot tell' is called, by what it waits for."""
STATUS = {"verified": "", "secondary": "; figure read at second hand", "to be checked": "; check source"}


def finding_lines(assessment: Assessment, *, whole: bool = False) -> list[str]:
    """The topics with each finding's line; with `whole`, everything that each finding says."""
    option = f", {assessment.option}" if assessment.option else ""
    lines = [f"{assessment.scheme}{option}: as at {assessment.as_at}"]
    for topic in topics(assessment.findings):
        lines += ["", topic.title]
        for f in topic.findings:
            lines += _whole(f) if whole else [_line(f)]
    pressing = needs(assessment.findings)
    if pressing:
        lines += ["", "Needs you:"]
        for why in dict.fromkeys(n.why for n in pressing):
            mine = [n.criterion for n in pressing if n.why == why]
            lines.append(f"  {why[:1].upper()}{why[1:]}: {', '.join(mine)}")
    return lines


BRIEF = 8


def brief_lines(assessment: Assessment) -> list[str]:
    """What was found in a few lines: what is not met, by standing, and what waits for whom."""
    option = f", {assessment.option}" if assessment.option else ""
    lines = [
        f"{assessment.scheme}{option}, as at {assessment.as_at}: {len(assessment.findings):,} questions asked."
    ]
    unmet = sorted(
        (f for f in assessment.findings if f.verdict == "not met"),
        key=lambda f: standing_order(f.standing),
    )
    lines.append(
        "Not met, by the standing of the guidance:" if unmet else "Nothing is not met on these inputs."
    )
    lines += [f"  {f.question} {_short(f.working, 70)} ({f.criterion}, {f.standing})" for f in unmet[:BRIEF]]
    if len(unmet) > BRIEF:
        lines.append(f"  and {len(unmet) - BRIEF} more")
    waits: dict[str, list[str]] = {}
    for f in assessment.findings:
        if f.waiting_for:
            waits.setdefault(f.waiting_for[0].kind, []).append(f.criterion)
    said = [
        f"{ASKED_IN[kind].lower()}: {', '.join(ids[:3])}{' …' if len(ids) > 3 else ''}"
        for kind, ids in waits.items()
    ]
    if said:
        lines.append(f"Cannot be told yet ({'; '.join(said)}).")
    return lines


def word(f: Finding) -> str:
    """The verdict as it is said: 'Met', 'Ask the applicant', 'For information'."""
    if f.verdict == "cannot tell":
        return next((ASKED_IN[w.kind] for w in f.waiting_for), "Cannot tell")
    return (f.verdict or ("answered" if f.answers else "for information")).capitalize()


def _line(f: Finding) -> str:
    # Of a question that nothing computes, what the project knows says more than that it is asked.
    asked = f.verdict != "cannot tell" or any(w.what.endswith(f.question) for w in f.waiting_for)
    said = f.working if asked else " ".join(w.what for w in f.waiting_for)
    return f"  {word(f)}: {f.question} {_short(said)} ({f.criterion}, {f.standing}{STATUS[f.source_status]})"


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _whole(f: Finding) -> list[str]:
    lines = [f"  {word(f)}: {f.question} ({f.criterion})"]
    more: Sequence[str] = (
        f.working,
        f"Applicant states: {f.applicant_states}" if f.applicant_states else "",
        f.firmness.words if f.firmness else "",
        *(f"Waiting for {w.kind}: {w.what}" for w in f.waiting_for),
        f.would_meet.words if f.would_meet else "",
        *(
            f"Altered from {a.was:g} to {a.now:g} {a.unit}{f' ({a.part})' if a.part else ''}."
            for a in f.altered
        ),
        *(
            f"Officer's view{f' on {g.part}' if g.part else ''}: {g.value}. {g.reason} ({g.by}, {g.at[:10]})"
            for g in f.answers
        ),
        f"Not applicable: {f.reason}" if f.reason else "",
        f"{f.citation} ({f.standing}{STATUS[f.source_status]})",
    )
    return lines + [f"    {said}" for said in more if said]
