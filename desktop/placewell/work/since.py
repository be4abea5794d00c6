"""What changed since the last submission, since somebody last looked, and since the base was renewed: one list of changes, each with the findings it moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from placewell.assess.engine import Assessor
from placewell.domain.errors import Problem
from placewell.domain.history import Entry
from placewell.domain.scheme import Scheme
from placewell.domain.touched import SUBJECTS
from placewell.work.assess_inputs import setting_of
from placewell.work.causes import by_subject, may_rest_on, uses_layer
from placewell.work.changes import between, claims_between
from placewell.work.net import as_now, as_then, entries_since, net
from placewell.work.opened import Opened
from placewell.work.progress import Progress, Work
from placewell.work.seen import before_base, beginning, last_seen, renewal, still_there
from placewell.work.since_words import Said, said_of
from placewell.work.state import State, state_of
from placewell.work.verdicts import (
    FindingMoved,
    Kept,
    Option,
    Verdicts,
    assessors_of,
    moved,
    verdicts_of,
)

WHICH = ("submission", "looked", "base")
NO_FINDING = "moved no finding"
NOT_KNOWN = "which findings it moved is not known"


@dataclass(frozen=True)
class Moved:
    """One change: when and by whom it was last made, what it is, before and after (None where it was not there).

    `touches` are words of `domain.touched` where it touches what those name. `words` says of the findings what a list
    cannot where it is empty; `about` are criteria that it speaks of, whether or not their findings moved.
    """

    when: str
    who: str
    what: str
    before: Any
    after: Any
    touches: tuple[str, ...]
    findings: tuple[FindingMoved, ...] = ()
    scheme: str = ""
    option: str = ""
    detail: str = ""
    about: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class View:
    """The list, since what it is, what else is to be said of it, and where the project stands now."""

    which: str
    since: str
    notes: tuple[str, ...]
    moved: tuple[Moved, ...]
    now: Kept


def since(opened: Opened, which: str = "submission") -> Work[View]:
    """One of `WHICH`. Raises Problem."""
    if which not in WHICH:
        raise Problem(
            f"'{which}' is no point in time that changes can be listed since.",
            "Nothing was listed.",
            f"Use one of: {', '.join(WHICH)}.",
        )
    seq, head = opened.file.head()
    assessors = yield from assessors_of(opened)
    now = Kept(seq, head, opened.clock(), verdicts_of(assessors))
    yield Progress("Reading the history")
    if which == "submission":
        return (yield from _of_submissions(opened, assessors, now))
    return (yield from _of_history(opened, assessors, now, which))


def _of_submissions(opened: Opened, assessors: Sequence[Assessor], now: Kept) -> Work[View]:
    things = as_now(opened)
    later = state_of(things)
    if later.submission is None or later.submission.number == 1:
        what = (
            "Nothing has come from the applicant yet."
            if later.submission is None
            else "There is one submission so far."
        )
        return View("submission", "the last submission", (what,), (), now)
    earlier = state_of(things, later.submission.number - 1)
    was: list[Assessor] = []
    for n, one in enumerate(assessors):
        scheme = earlier.schemes.get(_option(one.proposal.scheme))
        if scheme is not None and scheme.geometry is not None:
            yield Progress(f"Assessing submission {earlier.submission.number}", n, len(assessors))  # type: ignore[union-attr]
            setting = setting_of(opened, scheme, one.ground.as_at)
            was.append(replace(one, proposal=earlier.proposal(scheme), setting=setting))
            _ = was[-1].findings
    entries = _from_begun(opened, later)
    stamps = _stamps(entries, (later.submission.received, ""))
    said = list(_between(earlier, later, stamps))
    found = moved(verdicts_of(was), now.verdicts)
    lines = yield from _joined(opened, said, found, assessors, earlier)
    title = f"submission {earlier.submission.number}" if earlier.submission is not None else "the one before"
    return View("submission", title, (), tuple(lines), now)


def _from_begun(opened: Opened, state: State) -> list[Entry]:
    """Entries from the one with which a submission began."""
    entries = entries_since(opened, 0)
    for n, e in enumerate(entries):
        if any(
            c.kind == "submission" and state.submission and c.id == state.submission.id for c in e.changes
        ):
            return entries[n:]
    return []


def _of_history(opened: Opened, assessors: Sequence[Assessor], now: Kept, which: str) -> Work[View]:
    notes: list[str] = []
    kept: Kept | None
    if which == "base":
        at = renewal(opened)
        base = opened.project.base
        if at is None:
            what = (
                f"This case still has its base as it was taken over: {base}."
                if base
                else "This project was not made from a base."
            )
            return View(which, "the base was renewed", (what,), (), now)
        start, title = at.seq - 1, f"the base was renewed ({base})"
        kept = before_base(opened, at)
        if kept is None:
            notes.append(
                "The findings from before were not kept in this copy, so that those that moved are not known."
            )
    else:
        kept = last_seen(opened)
        title = "you last looked"
        if kept is not None and not still_there(opened, kept):
            notes.append("You last looked at another copy of this case: the point up to which you had seen it is not in this one. All that was done is listed.")  # fmt: skip
            kept = None
        elif kept is None:
            notes.append("You have not said yet up to where you have seen this case, so all that was done is listed. Mark it with 'Seen up to here' (--seen).")  # fmt: skip
        start = beginning(opened) if kept is None else kept.seq
    entries = entries_since(opened, start)
    nets = net(entries, opened.file.get)
    then, later = state_of(as_then(opened, nets)), state_of(as_now(opened))
    said = [*said_of(nets, opened.file), *_between(then, later, _stamps(entries))]
    if kept is None:
        lines = [_line(s, (), NOT_KNOWN) for s in said]
        return View(which, title, tuple(notes), _ordered(lines), now)
    said += _beside(kept.verdicts, now.verdicts)
    found = moved(kept.verdicts, now.verdicts)
    lines = yield from _joined(opened, said, found, assessors, then)
    if kept.at and which == "looked":
        title = f"you last looked ({_day(kept.at)})"
    return View(which, title, tuple(notes), _ordered(lines), now)


def _day(at: str) -> str:
    day = date.fromisoformat(at[:10])
    return f"{day.day} {day:%B} {day.year}"


def _ordered(lines: Iterable[Moved]) -> tuple[Moved, ...]:
    """The latest first; what was done at once keeps its order."""
    return tuple(sorted(lines, key=lambda m: m.when, reverse=True))


def _option(scheme: Scheme) -> Option:
    return scheme.name.casefold(), scheme.option.casefold()


Stamps = dict[tuple[str, str], tuple[str, str]]
"""When and by whom a scheme (by id) was last touched, by subject; at ('', '') for all else."""


def _stamps(entries: Iterable[Entry], usual: tuple[str, str] = ("", "")) -> Stamps:
    found: Stamps = {("", ""): usual}
    for e in entries:
        for c in e.changes:
            row = c.after or c.before or {}
            if c.kind in SUBJECTS:
                of = str((row.get("id") if c.kind == "scheme" else row.get("scheme")) or "")
                found[of, SUBJECTS[c.kind]] = found["", SUBJECTS[c.kind]] = e.at, e.who
                found["", ""] = e.at, e.who
    return found


def _between(then: State, now: State, stamps: Stamps) -> Iterator[Said]:
    """What differs of each option and of what is stated."""
    for key in dict.fromkeys((*then.schemes, *now.schemes)):
        one, two = then.schemes.get(key), now.schemes.get(key)
        either = two or one
        assert either is not None
        for touches, what, before, after in between(one, then.own(one), two, now.own(two)):
            at, who = stamps.get((either.id, touches)) or stamps.get(("", touches)) or stamps["", ""]
            words = what[:1].upper() + what[1:]
            yield Said(words, before, after, (touches,), who, at, either.name, either.option, cause=touches)
    for touches, what, before, after in claims_between(then.claims(), now.claims()):
        at, who = stamps.get(("", touches)) or stamps["", ""]
        yield Said(
            f"Stated: {what.removeprefix('claim ')}", before, after, (touches,), who, at, cause="claim"
        )


def _beside(was: Verdicts, now: Verdicts) -> Iterator[Said]:
    """What decides findings and is no edit: the day, the packs, the program."""
    for what, before, after in (
        ("The day that findings are as at", was.as_at, now.as_at),
        ("Guidance packs", ", ".join(p for p in was.packs if p not in now.packs), ", ".join(p for p in now.packs if p not in was.packs)),
        ("Placewell itself", was.placewell, now.placewell),
    ):  # fmt: skip
        if before != after and was.of:
            yield Said(what, before or None, after or None, (), cause="guidance")


def _joined(
    opened: Opened,
    said: Sequence[Said],
    found: Sequence[FindingMoved],
    assessors: Sequence[Assessor],
    then: State,
) -> Work[list[Moved]]:
    """Each change with the findings that it moved."""
    mine: list[list[FindingMoved]] = [[] for _ in said]
    for n, one in enumerate(assessors):
        option = _option(one.proposal.scheme)
        here = [f for f in found if (f.scheme.casefold(), f.option.casefold()) == option]
        if not here:
            continue
        yield Progress("Seeing what moved which finding", n, len(assessors))
        of = [i for i, s in enumerate(said) if _is_of(s, option)]
        subjects = dict.fromkeys(said[i].cause for i in of if said[i].cause not in ("", "layers", "guidance"))

        def setting(scheme: Scheme, as_at: str = one.ground.as_at) -> Any:
            return setting_of(opened, scheme, as_at)

        by = by_subject(one, then, subjects, setting)
        criteria = {c.id: c for p in one.packs for c in p.criteria}
        for f in here:
            criterion = criteria.get(f.criterion)
            hit = [i for i in of if _did(said[i], f.criterion, by)]
            if criterion is not None:
                hit += [
                    i
                    for i in of
                    if said[i].cause == "layers" and uses_layer(criterion, said[i].kind, said[i].types)
                ]
            # Where only several together move it, each of them has a part in it.
            if not hit and criterion is not None:
                hit = [i for i in of if said[i].cause in by and may_rest_on(criterion, said[i].cause)]
            hit = hit or [i for i in of if said[i].cause == "guidance"]
            for i in (
                hit or [i for i in of if said[i].cause and said[i].cause not in ("answer", "action")] or of
            ):
                mine[i].append(f)
    return [_line(s, m) for s, m in zip(said, mine, strict=True)]


def _is_of(s: Said, option: Option) -> bool:
    return s.scheme.casefold() in ("", option[0]) and s.option.casefold() in ("", option[1])


def _did(s: Said, criterion: str, by: dict[str, set[str]]) -> bool:
    if s.about:
        return criterion in s.about
    return criterion in by.get(s.cause, ())


def _line(s: Said, findings: Sequence[FindingMoved], words: str = "") -> Moved:
    if not findings and not words:
        words = NO_FINDING
        if s.what == "The option":
            words = "all its findings are new" if s.after == "there" else "its findings are no longer listed"
    return Moved(
        s.at, s.who, s.what, s.before, s.after, s.touches, tuple(findings), s.scheme, s.option, s.detail,
        s.about, "" if findings else words,
    )  # fmt: skip
