"""Assessments that are kept, and made again from what they were made of.

Two ways were weighed: keeping a whole copy of the project beside each assessment, or taking a copy back to the
history entry of the time. The second was taken: the history holds every row before and after, so that nothing is
kept twice, and what is made again is made from the project itself.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from placewell import __version__
from placewell.domain.errors import Problem
from placewell.domain.judgement import SignOff, Snapshot
from placewell.work.opened import Opened, open_project
from placewell.work.packs import Known
from placewell.work.streets import forget
from placewell.work.submissions import fresh_ids, latest, nouns

Run = Callable[[Opened, Snapshot], str]
"""Makes the machine-readable findings of a project as they were kept."""


@dataclass(frozen=True)
class Replayed:
    """What came of making an assessment again: the same bytes, or where the first difference is."""

    same: bool
    words: str


def keep(opened: Opened, answer: str, packs: Sequence[Known], scheme: str, option: str, as_at: str, by: str = "") -> Snapshot:  # fmt: skip
    """Keep an assessment (its machine-readable findings) with the packs it was made from. Raises Problem."""
    entry, head = opened.file.head()
    now = latest(opened)
    texts = [{"id": k.pack.id, "edition": k.pack.edition, "text": k.text} for k in packs]
    made = Snapshot(
        fresh_ids(opened).next("assessment"),
        opened.clock(),
        scheme,
        option,
        as_at,
        __version__,
        entry,
        head,
        json.dumps(texts, ensure_ascii=False, sort_keys=True),
        answer,
        hashlib.sha256(answer.encode("utf-8")).hexdigest(),
        "" if now is None else now.id,
        by or opened.session.who,
    )
    with opened.session.transaction(f"Assessment of {scheme} as at {as_at}") as t:
        t.put("assessment", made)
    return made


def snapshot_of(opened: Opened, number: int | None = None) -> Snapshot:
    """A kept assessment by its place in the list from 1, else the last. Raises Problem where there is none."""
    held: list[Snapshot] = nouns(opened, "assessment")
    if not held:
        raise Problem(
            "No assessment of this project has been kept yet.",
            "Only a kept one can be signed off or made again.",
            "Keep one with: placewell assess PROJECT --keep.",
        )
    if number is None:
        return held[-1]
    if not 1 <= number <= len(held):
        raise Problem(
            f"There is no kept assessment {number}.", "Nothing was done.", f"There are {len(held)}."
        )
    return held[number - 1]


def replay(opened: Opened, snapshot: Snapshot, run: Run) -> Replayed:
    """Make a kept assessment again from a private copy taken back to its history entry. Raises Problem."""
    if hashlib.sha256(snapshot.answer.encode("utf-8")).hexdigest() != snapshot.sha256:
        return Replayed(False, "The kept findings are not those whose checksum was kept with them.")
    with tempfile.TemporaryDirectory(prefix="placewell-") as room:
        copy = Path(room) / "then.gpkg"
        opened.file.save_copy(copy)
        with open_project(copy, clock=opened.clock) as then:
            _take_back(then, snapshot)
            # The rows went back without entries of their own, so that nothing tells that the streets changed.
            forget(then)
            again = run(then, snapshot)
    if again == snapshot.answer:
        return Replayed(True, "Made again to the same bytes.")
    other = (
        f" It was made by Placewell {snapshot.placewell}; this is {__version__}."
        if snapshot.placewell != __version__
        else ""
    )
    was, now = snapshot.answer.splitlines(), again.splitlines()
    at = next((n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    old = was[at].strip() if at < len(was) else "nothing"
    new = now[at].strip() if at < len(now) else "nothing"
    return Replayed(False, f"Made again, line {at + 1} differs: it was {old}, it is {new}.{other}")


def _take_back(then: Opened, snapshot: Snapshot) -> None:
    """Undo everything that was entered after the snapshot's entry, newest first."""
    file = then.file
    entries = [e for e in file.read_since(snapshot.entry)]
    there = file.entry(snapshot.entry).hash if snapshot.entry else snapshot.head
    if there != snapshot.head:
        raise Problem(
            "The history of this project is not the one that the assessment was made from.",
            "It cannot be made again from here.",
            "Open the copy of the project that it was made in.",
        )
    file.begin()
    try:
        for entry in reversed(entries):
            for change in reversed(entry.changes):
                file.write(change.inverse())
        file.commit()
    except Problem:
        file.rollback()
        raise Problem(
            "A list that was brought in and taken back again since has not been kept.",
            "Without it the project cannot be taken back to that day.",
            "The findings themselves are kept, with their checksum.",
        ) from None
    except BaseException:
        file.rollback()
        raise


def snapshot_lines(opened: Opened) -> list[str]:
    """Every kept assessment, with who prepared, checked and agreed it."""
    held: list[Snapshot] = nouns(opened, "assessment")
    signed: list[SignOff] = nouns(opened, "sign-off")
    if not held:
        return ["No assessment has been kept yet. Keep one with: placewell assess PROJECT --keep"]
    lines = []
    for n, s in enumerate(held, 1):
        packs = ", ".join(p["id"] for p in json.loads(s.packs))
        option = f", {s.option}" if s.option else ""
        lines.append(
            f"{n}. {s.scheme}{option}, as at {s.as_at}, kept {s.made[:10]} by {s.by or 'nobody named'} ({packs})"
        )
        lines += [
            f"   {x.role.capitalize()} by {x.name}, {x.at[:10]}{f': {x.note}' if x.note else ''}"
            for x in signed
            if x.snapshot == s.id
        ]
    return lines
