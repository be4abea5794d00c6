"""Answers whose inputs have changed since they were given, marked so that an officer looks at them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from typing import Any

from placewell.domain.case import Answer
from placewell.domain.history import Change
from placewell.domain.touched import SUBJECTS, inputs_of
from placewell.edit.transaction import Transaction
from placewell.work.opened import Opened

_NO_CONTENT = {"id", "scheme", "submission", "created", "name", "option"}
"""Fields in which a copy differs from what it is a copy of; of schemes also what they are called."""


def touched(changes: Iterable[Change], schemes: Container[str] | None = None) -> list[str]:
    """The subjects that changes touch, in order. What was only written anew as it was does not count.

    With `schemes` (ids), only what is of these, or of no scheme.
    """
    before: dict[str, Counter[Any]] = {}
    after: dict[str, Counter[Any]] = {}
    for change in changes:
        if change.kind not in SUBJECTS:
            continue
        for row, side in ((change.before, before), (change.after, after)):
            of = None if row is None else row.get("id") if change.kind == "scheme" else row.get("scheme")
            if row is not None and (schemes is None or of is None or of in schemes):
                side.setdefault(change.kind, Counter())[_content(change.kind, row)] += 1
    kinds = [k for k in SUBJECTS if before.get(k, Counter()) != after.get(k, Counter())]
    return list(dict.fromkeys(SUBJECTS[k] for k in kinds))


def _content(kind: str, row: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    left = _NO_CONTENT if kind == "scheme" else _NO_CONTENT - {"name", "option"}
    return tuple(sorted((k, v) for k, v in row.items() if k not in left))


def mark(opened: Opened, t: Transaction, of_layers: Container[str] = ()) -> list[Answer]:
    """Mark the answers that rest on what this transaction has changed so far; returns them as marked.

    `of_layers` are questions whose answers rest on layers that it changed.
    """
    if not touched(t.changes):
        return []
    named = [(str(r["id"]), str(r["option"]).casefold()) for r in opened.file.read("scheme").records()]
    fresh = {c.id for c in t.changes if c.kind == "answer"}
    marked = []
    for record in opened.file.read("answer").records():
        answer = Answer(**record)
        own = {id for id, option in named if option == answer.option.casefold()} if answer.option else None
        # An answer for every option is not about one that has only now been made.
        new = {c.id for c in t.changes if c.kind == "scheme" and c.before is None}
        old = {id for id, _ in named if id not in new} if own is None and len(named) > len(new) else own
        changed = set(touched(t.changes, old))
        hit = inputs_of(answer.inputs) & changed
        if answer.question in of_layers:
            hit |= {"layers"} & changed
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
