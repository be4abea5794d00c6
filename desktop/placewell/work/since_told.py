"""The list of what changed as lines of text and as the machine-readable answer; also the words that the window shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from placewell.work.since import Moved, View
from placewell.work.verdicts import FindingMoved, Stood

NOTHING = {
    "submission": "Nothing differs from the submission before.",
    "looked": "Nothing has changed since you last looked.",
    "base": "Nothing that stands has changed since then.",
}
HOW = {
    "submission": "When amended plans come, begin the next: placewell case PROJECT submission. What differs is listed here.",
    "base": "Newer lists are taken over with: placewell renew CASE --base BASE.gpkg.",
}
"""What to do where there is nothing to list yet."""
_MOST = 12


def value_words(value: Any) -> str:
    """A figure or word as it is shown; 'not there' for None."""
    if value is None or value == "":
        return "not there"
    return value if isinstance(value, str) else f"{value:,.10g}"


def change_words(m: Moved) -> str:
    """'Homes in block A: 12 → 14; 3 gone (…)'. A figure that stayed, or that the words say already, is left out."""
    was, now = value_words(m.before), value_words(m.after)
    if was == now or m.what.endswith(f" {m.after}"):
        said = m.what.replace("(ha; ", "(")
    else:
        said = f"{m.what}: {was} → {now}"
    return f"{said}{f'; {m.detail}' if m.detail else ''}"


def finding_words(f: FindingMoved) -> str:
    """'LP-H6: Not met (20 %) → Met (30 %). Is each kind …?'."""
    return f"{': '.join(finding_parts(f))}. {f.question}"


def finding_parts(f: FindingMoved) -> tuple[str, str]:
    """The criterion, with the part or phase that moved; and from what to what."""
    at = f" after phase {f.phase}" if f.phase is not None else f", {f.part}" if f.part else ""
    return f"{f.criterion}{at}", _stood(f.was, f.now)


def _stood(was: Stood, now: Stood) -> str:
    if was.word == now.word:
        return f"{now.word}, {value_words(was.said)} → {value_words(now.said)}"
    return (
        f"{was.word}{f' ({was.said})' if was.said else ''} → {now.word}{f' ({now.said})' if now.said else ''}"
    )


def of_words(m: Moved) -> str:
    """The scheme and option that a change is of; '' for the case and its ground."""
    return f"{m.scheme}{f', option {m.option}' if m.option else ''}" if m.scheme else ""


def folded(m: Moved) -> list[tuple[FindingMoved, str]]:
    """Its findings, those that moved alike in several options once, each with the options where that is not said."""
    held: dict[tuple[Any, ...], list[FindingMoved]] = {}
    for f in m.findings:
        held.setdefault((f.criterion, f.part, f.phase, f.was, f.now), []).append(f)
    several = len({(f.scheme, f.option) for f in m.findings}) > 1

    def where(mine: list[FindingMoved]) -> str:
        names = list(dict.fromkeys(f.option or f.scheme for f in mine))
        said = " and ".join(x for x in (", ".join(names[:-1]), names[-1]) if x)
        return f"option{'s' if len(names) > 1 else ''} {said}"

    return [(mine[0], where(mine) if several and not m.option else "") for mine in held.values()]


def grouped(moved: Iterable[Moved]) -> list[tuple[Moved, ...]]:
    """Changes that stand together: of one option, made at once, touching one thing, so with the same findings."""

    def key(m: Moved) -> tuple[Any, ...]:
        return m.scheme, m.option, m.when, m.who, m.touches, m.words, tuple((f.scheme, f.option, f.criterion, f.part, f.phase) for f in m.findings)  # fmt: skip

    return [tuple(g) for _, g in groupby(moved, key)]


def heading_of(group: Sequence[Moved]) -> str:
    """Who, when, and of which option."""
    m = group[0]
    return ", ".join(x for x in (m.when[:10], m.who, of_words(m)) if x)


def count_words(view: View) -> str:
    """'5 changes since submission 1 moved 3 findings'."""
    n = len(view.moved)
    findings = {(f.scheme, f.option, f.criterion) for m in view.moved for f in m.findings}
    known = f" moved {len(findings):,} finding{'' if len(findings) == 1 else 's'}" if findings else ""
    return f"{n:,} change{'' if n == 1 else 's'} since {view.since}{known}"


def since_lines(view: View) -> list[str]:
    """The whole list: notes, then each group of changes with the findings it moved."""
    lines = list(view.notes)
    if not view.moved:
        lines += [HOW[view.which]] if view.notes and view.which in HOW else []
        if not view.notes or view.which == "looked":
            lines.append(NOTHING[view.which])
        return lines
    lines.append(f"{count_words(view)}.")
    told: set[tuple[str, ...]] = set()
    for group in grouped(view.moved):
        lines += ["", heading_of(group)] if heading_of(group) else [""]
        lines += [f"  {change_words(m)}" for m in group[:_MOST]]
        if len(group) > _MOST:
            lines.append(f"  and {len(group) - _MOST:,} more that follow from it (all with --json)")
        lines += [f"    {line}" for line in _findings(group[0], told)]
    return lines


def _findings(m: Moved, told: set[tuple[str, ...]]) -> list[str]:
    if not m.findings:
        return [m.words]
    said = [(f.criterion, finding_words(f) + (f" ({where})" if where else "")) for f, where in folded(m)]
    fresh = [words for _, words in said if (m.scheme, m.option, words) not in told]
    told.update((m.scheme, m.option, words) for words in fresh)
    lines = [f"moved {words}" for words in fresh[:_MOST]]
    if len(fresh) > _MOST:
        lines.append(f"and {len(fresh) - _MOST:,} more findings (all with --json)")
    again = [criterion for criterion, words in said if words not in fresh]
    if again:
        more = " …" if len(again) > _MOST else ""
        lines.append(f"had a part in {', '.join(again[:_MOST])}{more} too, told above")
    return lines


def since_json(view: View) -> dict[str, Any]:
    """The machine-readable answer."""
    return {
        "since": view.which,
        "point": view.since,
        "notes": list(view.notes),
        "changes": [
            {
                "when": m.when,
                "who": m.who,
                "scheme": m.scheme,
                "option": m.option,
                "what": m.what,
                "before": m.before,
                "after": m.after,
                "detail": m.detail,
                "touches": list(m.touches),
                "about": list(m.about),
                "findings": [_finding(f) for f in m.findings],
                "words": m.words,
            }
            for m in view.moved
        ],
    }


def _finding(f: FindingMoved) -> dict[str, Any]:
    return {
        "criterion": f.criterion,
        "question": f.question,
        "scheme": f.scheme,
        "option": f.option,
        "part": f.part,
        "phase": f.phase,
        "from": {"verdict": f.was.verdict, "word": f.was.word, "value": f.was.value, "said": f.was.said},
        "to": {"verdict": f.now.verdict, "word": f.now.word, "value": f.now.value, "said": f.now.said},
    }
