"""The machine-readable answer of `case show`: the case, its submission, its schemes, queries and what is to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from placewell.domain.case import CASE_ID, Case
from placewell.domain.records import from_row
from placewell.domain.scheme import Scheme
from placewell.work.allocations import overlaps
from placewell.work.case import find_scheme, schemes
from placewell.work.case_people import people_of, tables_of
from placewell.work.case_totals import totals
from placewell.work.nearby import commitments_near
from placewell.work.opened import Opened
from placewell.work.plans import told_plans, traced_of
from placewell.work.queries import queries
from placewell.work.submissions import nouns, parts_of, submission_of, submissions
from placewell.work.waiting import waiting_for


def case_of(opened: Opened) -> Case:
    """The case of this file; one without any words where nothing has been said of it yet."""
    row = opened.file.get("case", CASE_ID)
    found: Case = Case(CASE_ID) if row is None else from_row("case", row)
    return found


def case_shown(opened: Opened, name: str = "", option: str = "", number: int | None = None) -> dict[str, Any]:
    """Everything of the case as at a submission (the latest where none is named). Raises Problem.

    `name` and `option` choose schemes; else every one is there, in order of creation.
    """
    submission = submission_of(opened, number)
    chosen = schemes(opened, submission)
    if name or option:
        first = find_scheme(opened, name, option, submission)
        chosen = [s for s in chosen if s.name.casefold() == first.name.casefold()]
        chosen = [first] if option else chosen
    parts = parts_of(opened)
    tables = tables_of(opened)
    shown = [_scheme(opened, s, parts.get(s.id, {}), tables) for s in chosen]
    case = case_of(opened)
    of_submission = "" if submission is None else submission.id
    claims = [c for c in nouns(opened, "claim") if c.submission == of_submission]
    asked = queries(shown, claims, nouns(opened, "answer"))
    return {
        "case": {k: v for k, v in vars(case).items() if k != "id"},
        "submission": None
        if submission is None
        else {k: v for k, v in vars(submission).items() if k != "id"},
        "submissions": len(submissions(opened)),
        "schemes": shown,
        "plans": told_plans(opened),
        "claims": [_plain(c) for c in claims],
        "drawings": [_plain(d) for d in nouns(opened, "drawing") if d.submission == of_submission],
        "consultations": [_plain(c) for c in nouns(opened, "consultation")],
        "official_ptal": [_plain(p) for p in nouns(opened, "official PTAL")],
        "answers": [_plain(a) for a in nouns(opened, "answer")],
        "queries": asked,
        "waiting_for": waiting_for(opened, case, shown, asked),
    }


def _scheme(
    opened: Opened, scheme: Scheme, parts: Mapping[str, Sequence[Any]], tables: Sequence[Any]
) -> dict[str, Any]:
    made = totals(scheme, parts)
    return {
        **made,
        "traced": traced_of(opened, scheme, parts),
        **people_of(opened, parts, tables, scheme.geometry),
        "allocations": overlaps(opened, scheme.geometry),
        "commitments": commitments_near(opened, scheme.geometry),
    }


def _plain(noun: Any) -> dict[str, Any]:
    return {k: v for k, v in vars(noun).items() if k not in ("id", "submission", "geometry")}
