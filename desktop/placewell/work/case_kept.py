"""Rows that belong to the case or a submission, kept: what came before under the same key is replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import shapely

from placewell.domain.case import Submission
from placewell.domain.errors import Problem
from placewell.domain.kinds import KINDS
from placewell.edit.transaction import Transaction
from placewell.importing.fields import Remark
from placewell.importing.scheme_tables import SchemeTable
from placewell.work.opened import Opened
from placewell.work.submissions import OF_SUBMISSION, Ids, fresh_ids, latest, nouns, schemes_of

Key = Callable[[Any], tuple[str, ...]]

KEYS: Mapping[str, Key] = {
    "claim": lambda c: (_fold(c.document), _fold(c.page), _fold(c.about or c.words), _fold(c.option)),
    "drawing": lambda d: (_fold(d.number),),
    "consultation": lambda c: (_fold(c.body), _fold(c.about), c.asked),
    "official PTAL": lambda p: (_fold(p.year),),
}
"""By kind: what makes two rows the same statement, drawing, request or figure."""


def keep_tables(
    opened: Opened, t: Transaction, tables: Sequence[SchemeTable], submission: Submission, ids: Ids
) -> None:
    """Write the rows of tables of the case; how many took the place of others is told in their remarks."""
    for table in tables:
        if table.kind == "official PTAL":
            _nearest_only(opened, table)
        there = _held(opened, table.kind, submission)
        replaced = sum(
            keep(t, table.kind, r.values | _place(table, r), submission, ids, there) for r in table.rows
        )
        if replaced:
            words = f"{replaced:,} of them took the place of what was there for the same."
            table.remarks.append(Remark("checked", words))


def _nearest_only(opened: Opened, table: SchemeTable) -> None:
    """Of points with their places, the one nearest to the site: an export may hold a whole grid."""
    placed = [r for r in table.rows if r.geometry is not None]
    if len(placed) < 2:
        return
    site = next((s.geometry for s in schemes_of(opened, latest(opened)) if s.geometry is not None), None)
    if site is None:
        raise Problem(
            f"'{table.where}' gives the PTAL of {len(placed):,} points, and the site's red line has not come yet.",
            "Which of them is the site's cannot be told.",
            "Bring in the red line first, or type the band: placewell case PROJECT ptal BAND.",
        )
    inside = shapely.point_on_surface(site)
    best: dict[str, Any] = {}
    for row in placed:
        away = float(shapely.distance(row.geometry, inside))
        year = str(row.values["year"])
        if year not in best or away < best[year][0]:
            best[year] = (away, row)
    table.rows = [row for _, row in best.values()]
    farthest = max(away for away, _ in best.values())
    words = (
        f"Of {len(placed):,} points the nearest to the middle of the site is taken, {farthest:,.0f} m away."
    )
    table.remarks.append(Remark("checked", words))


def keep(
    t: Transaction,
    kind: str,
    values: Mapping[str, Any],
    submission: Submission,
    ids: Ids,
    there: dict[tuple[str, ...], str],
) -> bool:
    """Write one thing; returns whether it took the place of another. `there` are ids by key, kept up."""
    own = {"submission": submission.id} if kind in OF_SUBMISSION else {}
    made = KINDS[kind].noun(id=ids.next(kind), **{**values, **own})
    key = KEYS[kind](made)
    before = there.get(key)
    t.put(kind, made if before is None else KINDS[kind].noun(**{**vars(made), "id": before}))
    there.setdefault(key, made.id)
    return before is not None


def _held(opened: Opened, kind: str, submission: Submission) -> dict[tuple[str, ...], str]:
    """What there is already, by its key."""
    mine = nouns(opened, kind)
    if kind in OF_SUBMISSION:
        mine = [n for n in mine if n.submission == submission.id]
    return {KEYS[kind](n): n.id for n in mine}


def keep_one(opened: Opened, t: Transaction, kind: str, values: Mapping[str, Any]) -> None:
    """Write one thing that was entered by hand."""
    now, ids = latest(opened) or Submission("", 1), fresh_ids(opened)
    keep(t, kind, values, now, ids, _held(opened, kind, now))


def _place(table: SchemeTable, row: Any) -> dict[str, Any]:
    return {"geometry": row.geometry} if KINDS[table.kind].geometry else {}


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
