"""Up to where somebody has seen a case, and where it stood before its base was renewed: kept beside the history."""

from __future__ import annotations

from placewell.domain.errors import Problem
from placewell.domain.history import START, Step
from placewell.work.opened import Opened
from placewell.work.verdicts import Kept, Verdicts, as_bytes, from_bytes

TAKEN_OVER, RENEWED = "Taken over from ", "Base renewed: "
"""How the labels begin of the entries that made a case from a base and that renewed it."""
_LOOKED, _BASE = "seen by ", "verdicts before the base was renewed"


def last_seen(opened: Opened) -> Kept | None:
    """What this person marked as seen; None where nothing was, or it cannot be read."""
    return from_bytes(opened.file.cache_get(_LOOKED + opened.session.who))


def keep_seen(opened: Opened, now: Kept) -> str:
    """Note that this person has seen the project up to here; says so. Looking is no edit: the history has none of it.

    A file that can only be read keeps nothing, and that is said.
    """
    if opened.file.read_only:
        return "This file is open for reading only, so that it was not kept up to where you have seen it."
    value = as_bytes(now.verdicts, now.seq, now.head, now.at)
    try:
        opened.file.cache_put(_LOOKED + opened.session.who, value)
    except Problem as problem:
        return f"Up to where you have seen it was not kept. {problem}"
    return f"Noted: {opened.session.who or 'you'} saw everything up to here on {now.at[:10]}."


def still_there(opened: Opened, kept: Kept) -> bool:
    """Whether the history of this copy holds the entry that was the last then."""
    if kept.seq == 0:
        return kept.head == START
    try:
        return opened.file.entry(kept.seq).hash == kept.head
    except KeyError:
        return False


def beginning(opened: Opened) -> int:
    """The number of the entry with which the case begins: the one that took its base over, else none (0)."""
    first = next(iter(opened.file.steps()), None)
    return (
        first.seq if first is not None and first.label.startswith(TAKEN_OVER) and opened.project.base else 0
    )


def renewal(opened: Opened) -> Step | None:
    """The last renewal of the base that still stands."""
    standing: dict[int, Step] = {}
    held: dict[int, Step] = {}
    for step in opened.file.steps():
        if step.act == "edit" and step.label.startswith(RENEWED):
            held[step.seq] = standing[step.seq] = step
        elif step.act == "undo" and step.of is not None:
            standing.pop(step.of, None)
        elif step.act == "redo" and step.of in held:
            standing[step.of] = held[step.of]
    return standing[max(standing)] if standing else None


def keep_before_base(opened: Opened, verdicts: Verdicts, seq: int, head: str) -> None:
    """Keep the verdicts from before a renewal, which came after this entry. Raises Problem."""
    opened.file.cache_put(_BASE, as_bytes(verdicts, seq, head, opened.clock()))


def before_base(opened: Opened, at: Step) -> Kept | None:
    """The verdicts from before that renewal; None where they are not kept in this copy."""
    kept = from_bytes(opened.file.cache_get(_BASE))
    return kept if kept is not None and kept.head == opened.file.entry(at.seq).prev else None
