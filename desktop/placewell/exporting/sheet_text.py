"""Text for cells: dates in words, what a cell can hold, how high a row must be."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence

MOST = 32_000
"""Excel holds 32,767 characters in a cell."""
LINE_PT = 13.5


_BAD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def plain_text(text: str) -> str:
    """The text without what no workbook can hold (control characters, halves of characters)."""
    kept = _BAD.sub("", text)
    return kept if len(kept) <= MOST else kept[:MOST] + " …"


def date_words(iso: str) -> str:
    """'2026-11-22' as '22 November 2026'."""
    day = datetime.date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def fit_height(cells: Sequence[tuple[str, float]]) -> float:
    """Points of height that wrapped cells of these widths (in characters) need; at least one line."""
    lines = max((sum(_lines(part, width) for part in text.split("\n")) for text, width in cells), default=1)
    return min(LINE_PT * lines + 3, 409)


def _lines(text: str, width: float) -> int:
    # In narrow columns words break early, so that a line holds less than the column's width says.
    return max(1, math.ceil(len(text) / ((1.15 if width >= 24 else 1.05) * width)))


def wrapped(text: str, room: int) -> list[str]:
    """The text in lines of at most so many characters, broken at spaces; none for no text."""
    import textwrap

    return [line for part in text.split("\n") for line in textwrap.wrap(part, room)]
