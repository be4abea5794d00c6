"""Answers whose inputs have changed since they were given, marked so that an officer looks at them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from placewell.domain.case import Answer
from placewell.domain.history import Change
from placewell.domain.touched import SUBJECTS, inputs_of
from placewell.edit.transaction import Transaction
from placewell.work.opened import Opened

_NO_CONTENT = {"id", "scheme", "submission", "created"}
"""Fields in which a copy differs from what it is a copy of."""


def touched(changes: Iterable[Change]) -> list[str]:
    """The subjects that changes touch, in order. What was only written anew as it was does not count."""
    before: dict[str, Counter[Any]] = {}
    after: dict[str, Counter[Any]] = {}
    for change in changes:
        if change.kind in SUBJECTS:
            for row, side in ((change.before, before), (change.after, after)):
                if row is not None:
                    side.setdefault(change.kind, Counter())[_content(row)] += 1
    kinds = [k for k in SUBJECTS if before.get(k, Counter()) != after.get(k, Counter())]
    return list(dict.fromkeys(SUBJECTS[k] for k in kinds))


def _content(row: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted((k, v) for k, v in row.items() if k not in _NO_CONTENT))


def mark(opened: Opened, t: Transaction) -> list[Answer]:
    """Mark the answers that rest on what this transaction has changed so far; returns them as marked."""
    subjects = set(touched(t.changes))
    if not subjects:
        return []
    fresh = {c.id for c in t.changes if c.kind == "answer"}
    marked = []
    for record in opened.file.read("answer").records():
        answer = Answer(**record)
        hit = inputs_of(answer.inputs) & subjects
        if not hit or answer.id in fresh:
            continue
        since = (
            inputs_of(answer.look_again.partition(" changed")[0].replace(" and ", ","))
            if answer.look_again
            else set()
        )
        said = sorted(hit | since)
        words = " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))
        marked.append(replace(answer, look_again=f"{words} changed since it was given"))
        t.put("answer", marked[-1])
    return marked
