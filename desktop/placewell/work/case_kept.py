"""Rows that belong to the case or a submission, kept: what came before under the same key is replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from placewell.domain.case import Submission
from placewell.domain.kinds import KINDS
from placewell.edit.transaction import Transaction
from placewell.importing.fields import Remark
from placewell.importing.scheme_tables import SchemeTable
from placewell.work.opened import Opened
from placewell.work.submissions import OF_SUBMISSION, Ids, nouns

Key = Callable[[Any], tuple[str, ...]]

KEYS: Mapping[str, Key] = {
    "claim": lambda c: (_fold(c.document), _fold(c.about or c.words), _fold(c.option)),
    "drawing": lambda d: (_fold(d.number),),
    "consultation": lambda c: (_fold(c.body), _fold(c.about)),
    "official PTAL": lambda p: (_fold(p.year),),
}
"""By kind: what makes two rows the same statement, drawing, request or figure."""


def keep_tables(
    opened: Opened, t: Transaction, tables: Sequence[SchemeTable], submission: Submission, ids: Ids
) -> None:
    """Write the rows of tables of the case; how many took the place of others is told in their remarks."""
    for table in tables:
        replaced = sum(
            keep(opened, t, table.kind, r.values | _place(table, r), submission, ids) for r in table.rows
        )
        if replaced:
            words = f"{replaced:,} of them took the place of what was there for the same."
            table.remarks.append(Remark("checked", words))


def keep(
    opened: Opened, t: Transaction, kind: str, values: Mapping[str, Any], submission: Submission, ids: Ids
) -> bool:
    """Write one thing; returns whether it took the place of another."""
    own = {"submission": submission.id} if kind in OF_SUBMISSION else {}
    made = KINDS[kind].noun(id=ids.next(kind), **{**values, **own})
    for noun in nouns(opened, kind):
        if own and noun.submission != submission.id:
            continue
        if KEYS[kind](noun) == KEYS[kind](made):
            t.put(kind, KINDS[kind].noun(**{**vars(made), "id": noun.id}))
            return True
    t.put(kind, made)
    return False


def _place(table: SchemeTable, row: Any) -> dict[str, Any]:
    return {"geometry": row.geometry} if KINDS[table.kind].geometry else {}


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
