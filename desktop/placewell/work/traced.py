"""Which lines of a scheme were taken from a plan placed by points, and how far they may be off for that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from placewell.edit.transaction import Transaction

TRACED: Mapping[str, str] = {
    "scheme": "the red line",
    "blue line": "the blue line",
    "block": "block",
    "link": "way",
    "entrance": "entrance",
}
"""Kinds that can be traced, and what one is called."""


@dataclass(frozen=True)
class Traced:
    """The plan that lines are being taken from, and how far they may be off by it, in metres."""

    plan: str
    accuracy_m: float


def note_traced(t: Transaction, by: Traced | None) -> None:
    """Mark what this transaction has drawn so far as taken from a plan; with None, as no longer taken from one.

    A copy of something traced comes with its mark, and keeps it.
    """
    first: dict[tuple[str, str], Mapping[str, Any] | None] = {}
    for c in t.changes:
        if c.kind in TRACED:
            first.setdefault((c.kind, c.id), c.before)
    for (kind, id), before in first.items():
        row = t.get(kind, id)
        if row is None or (before is not None and before["geometry"] == row["geometry"]):
            continue
        if before is None and row["plan"]:
            continue
        mark = (by.accuracy_m, by.plan) if by is not None and row["geometry"] is not None else (None, "")
        if (row["traced_m"], row["plan"]) != mark:
            t.put(kind, {**row, "traced_m": mark[0], "plan": mark[1]})


def traced_words(traced_m: float | None) -> str:
    """'traced, ± 0.6 m'; '' for what was not."""
    if traced_m is None:
        return ""
    return f"traced, ± {traced_m:.1f} m" if traced_m >= 0.05 else "placed by points, ± less than 0.1 m"
