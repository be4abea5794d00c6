"""What two copies bring about together that neither had alone: two submissions of one number, two schemes
of one name, answers given in one copy on what the other was changing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from placewell.domain.case import Answer
from placewell.domain.history import Change
from placewell.domain.touched import SUBJECTS, inputs_of
from placewell.edit.transaction import Transaction
from placewell.work.look_again import touched
from placewell.work.merge_news import News
from placewell.work.merge_rows import Side, both_reasons, same_layer
from placewell.work.opened import Opened
from placewell.work.submissions import nouns


def tidy(opened: Opened, t: Transaction, mine: Side, theirs: Side, whole: Collection[str]) -> list[str]:
    """Mend what the join left double, the same way whoever merges; returns what there is to tell.

    `whole` are the layers that were taken over with all their rows.
    """
    said = [*_numbers(opened, t), *_names(opened, t)]
    for given, subjects in (
        (mine.news, _changed_for_us(t, whole)),
        (theirs.news, _changed_for_them(t, mine, theirs)),
    ):
        _look_again(opened, t, given, subjects)
    return [*said, *_twice(opened, mine.news.bulk | theirs.news.bulk)]


def _numbers(opened: Opened, t: Transaction) -> list[str]:
    every = sorted(nouns(opened, "submission"), key=lambda s: (s.number, s.received, s.id))
    used: set[int] = set()
    said = []
    for each in every:
        number = each.number
        if number in used:
            number = max(used | {s.number for s in every}) + 1
            t.put("submission", replace(each, number=number))
            said.append(
                f"Both copies began a submission {each.number}; the one received"
                f" {each.received or 'on no stated day'} is now submission {number}."
            )
        used.add(number)
    return said


def _names(opened: Opened, t: Transaction) -> list[str]:
    used: set[tuple[str, str, str]] = set()
    said = []
    for each in sorted(nouns(opened, "scheme"), key=lambda s: (s.created, len(s.id), s.id)):
        name, n = each.name, 1
        while (each.submission, name, each.option) in used:
            n += 1
            name = f"{each.name} ({n})"
        if name != each.name:
            t.put("scheme", replace(each, name=name))
            said.append(f"Both copies began a scheme called '{each.name}'; the later is now '{name}'.")
        used.add((each.submission, name, each.option))
    return said


def _look_again(opened: Opened, t: Transaction, given: News, subjects: set[str]) -> None:
    """Answers given in one copy, that rest on what in that copy was not as it is now that both are joined."""
    for id in sorted(id for kind, id in given.before if kind == "answer"):
        row = t.get("answer", id)
        if row is None:
            continue
        answer = Answer(**row)
        was = given.before["answer", id]
        anew = not isinstance(was, dict) or (was["value"], was["at"]) != (answer.value, answer.at)
        hit = sorted(inputs_of(answer.inputs) & subjects)
        if not anew or not hit:
            continue
        words = both_reasons(answer.look_again, f"{' and '.join(hit)} changed in the other copy")
        t.put("answer", replace(answer, look_again=words))


def _changed_for_us(t: Transaction, whole: Collection[str]) -> set[str]:
    """What is otherwise than it was here; `whole` are layers that were taken over with all their rows."""
    return set(touched(_net(t.changes))) | ({SUBJECTS["layer"]} if whole else set())


def _changed_for_them(t: Transaction, mine: Side, theirs: Side) -> set[str]:
    """What is otherwise than it is in the other copy."""
    keys = {*mine.news.before, *theirs.news.before}
    rows = [(k, theirs.file.get(*k), t.get(*k)) for k in sorted(keys) if k[0] in SUBJECTS]
    found = set(touched(Change(*k, there, here) for k, there, here in rows if there != here))
    other = [id for id in mine.news.bulk if not same_layer(mine, theirs, id)]
    return found | ({SUBJECTS["layer"]} if other else set())


def _net(changes: Iterable[Change]) -> list[Change]:
    """First before and last after of each thing."""
    found: dict[tuple[str, str], Change] = {}
    for c in changes:
        key = (c.kind, c.id)
        found[key] = Change(*key, found[key].before if key in found else c.before, c.after)
    return [c for c in found.values() if c.before != c.after]


def _twice(opened: Opened, fresh: set[str]) -> list[str]:
    found: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for layer in opened.file.layers():
        found[layer.name, layer.kind, layer.vintage].append(layer)
    return [
        f"The layer '{name}' is here {len(layers)} times; where both copies brought in the same file, remove one,"
        " or its places count twice."
        for (name, _, _), layers in found.items()
        if len(layers) > 1 and any(layer.id in fresh for layer in layers)
    ]
