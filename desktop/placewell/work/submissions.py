"""Submissions: dated revisions of what is proposed. The latest is the one that imports go to and that is assessed.

Two ways were weighed: each submission keeping only what changed, or a whole copy of the schemes. Copies were
taken: every submission reads, assesses and exports by itself, and a difference is between two things that
are both there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import numpy as np

from placewell.domain.case import Submission
from placewell.domain.errors import Problem
from placewell.domain.kinds import KINDS
from placewell.domain.rows import Rows
from placewell.domain.scheme import Scheme
from placewell.importing.fields import date
from placewell.work.opened import Opened

PARTS = (
    "phase",
    "block",
    "entrance",
    "homes",
    "floorspace",
    "quantity",
    "provision",
    "loss",
    "link",
    "blue line",
)
"""Kinds that belong to a scheme, in the order in which they are written."""
OF_SUBMISSION = ("claim", "drawing")
"""Kinds that belong to a submission as a whole and carry over to the next."""

Parts = Mapping[str, Mapping[str, Sequence[Any]]]
"""Nouns by scheme id and kind."""


def submissions(opened: Opened) -> list[Submission]:
    """All submissions, oldest first. A project from before there were any has one, which is not kept."""
    kept = [Submission(**r) for r in opened.file.read("submission").records()]
    if not kept and len(opened.file.read("scheme")):
        return [Submission("", 1)]
    return sorted(kept, key=lambda s: s.number)


def latest(opened: Opened) -> Submission | None:
    """The submission that imports go to, or None before the first."""
    return next(reversed(submissions(opened)), None)


def submission_of(opened: Opened, number: int | None) -> Submission | None:
    """The submission of a number, else the latest. Raises Problem where there is none of that number."""
    if number is None:
        return latest(opened)
    found = submissions(opened)
    for each in found:
        if each.number == number:
            return each
    have = ", ".join(str(s.number) for s in found) or "none yet"
    raise Problem(
        f"There is no submission {number}.",
        "Nothing can be shown of it.",
        f"{opened.project.name} has: {have}.",
    )


def schemes_of(opened: Opened, submission: Submission | None) -> list[Scheme]:
    """The schemes and options of a submission, in order of creation."""
    if submission is None:
        return []
    mine = ("", submission.id) if submission.number == 1 else (submission.id,)
    found = [s for s in (Scheme(**r) for r in opened.file.read("scheme").records()) if s.submission in mine]
    # Not as they lie in the file: two copies that were merged either way show the same one first.
    return sorted(found, key=lambda s: (s.created, len(s.id), s.id))


def latest_scheme_rows(opened: Opened) -> Rows:
    """The rows of the latest submission's schemes, as the map and walks need them."""
    rows = opened.file.read("scheme")
    kept = {s.id for s in schemes_of(opened, latest(opened))}
    return rows.where(np.array([str(id) in kept for id in rows.column("id")], dtype=bool))


def parts_of(opened: Opened) -> dict[str, dict[str, list[Any]]]:
    """Everything that belongs to schemes, by scheme id and kind, in the order in which it was written."""
    found: dict[str, dict[str, list[Any]]] = {}
    for kind in PARTS:
        for record in opened.file.read(kind).records():
            mine = found.setdefault(str(record["scheme"]), {})
            mine.setdefault(kind, []).append(KINDS[kind].noun(**record))
    return found


def nouns(opened: Opened, kind: str) -> list[Any]:
    """All things of a kind, in the order in which they were written."""
    return [KINDS[kind].noun(**r) for r in opened.file.read(kind).records()]


@dataclass
class Ids:
    """Fresh ids of one entry of the history, told apart by kind.

    Two copies of a file go on from one entry, so a number alone would name two things: `copy` tells by
    whom and when the entry is made, and the same hands at the same second make the same ids again.
    """

    entry: int
    copy: str = ""
    numbers: dict[str, Iterator[int]] = field(default_factory=dict)

    def next(self, kind: str) -> str:
        """The next id of a kind: 'homes.12-3fa9c1.3'."""
        n = next(self.numbers.setdefault(kind, count(1)))
        return f"{kind.replace(' ', '-')}.{self.entry}{self.copy}.{n}"


def fresh_ids(opened: Opened) -> Ids:
    """Ids for what the next entry adds."""
    seq, before = opened.file.head()
    said = f"{before}\n{opened.session.who}\n{opened.clock()}"
    return Ids(seq + 1, "-" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:6])


def new_submission(opened: Opened, received: str = "", name: str = "", note: str = "") -> Submission:
    """Begin a submission that starts as a copy of the last; answers stay as they are. Raises Problem.

    What is brought in from now on changes the new one only.
    """
    day = date_of(received, "the submission was received")
    before = latest(opened)
    if before is None:
        raise Problem(
            f"{opened.project.name} has no submission yet.",
            "A new one starts as a copy of the last.",
            "Bring in the first with its red line: placewell case PROJECT import FILE.",
        )
    if day and before.received and day < before.received:
        raise Problem(
            f"The last submission came on {before.received}, after {day}.",
            "Submissions are kept in the order in which they came, the latest being the one assessed.",
            "Check the date.",
        )
    ids = fresh_ids(opened)
    made = Submission(ids.next("submission"), before.number + 1, day, name, note)
    parts = parts_of(opened)
    with opened.session.transaction(f"Submission {made.number} begun") as t:
        if not before.id:
            first = Submission(ids.next("submission"), 1)
            t.put("submission", first)
            for scheme in schemes_of(opened, before):
                t.put("scheme", replace(scheme, submission=first.id))
        t.put("submission", made)
        for scheme in schemes_of(opened, before):
            copy = replace(scheme, id=ids.next("scheme"), submission=made.id, created=opened.clock())
            t.put("scheme", copy)
            for kind in PARTS:
                for noun in parts.get(scheme.id, {}).get(kind, ()):
                    t.put(kind, replace(noun, id=ids.next(kind), scheme=copy.id))
        for kind in OF_SUBMISSION:
            for noun in nouns(opened, kind):
                if noun.submission == before.id:
                    t.put(kind, replace(noun, id=ids.next(kind), submission=made.id))
    return made


def date_of(said: str, what: str) -> str:
    """A day as ISO text, '' for none. Raises Problem; `what` as in 'when …'."""
    found = date(said)
    if said and not found:
        raise Problem(
            f"'{said}' cannot be read as the day when {what}.",
            "Nothing was kept.",
            "Write it as 2026-03-31.",
        )
    return found
