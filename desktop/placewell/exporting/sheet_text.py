"""Text for cells: dates in words, what a cell can hold, how high a row must be."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence

from placewell.domain.assessment import Assessment

MOST = 32_000
"""Excel holds 32,767 characters in a cell."""
LINE_PT = 13.5


def plain_text(text: str) -> str:
    """The text without what no workbook can hold (control characters, halves of characters)."""
    kept = "".join(c for c in text if c in "\n\t" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF))
    kept = kept.replace("\ufffe", "").replace("\uffff", "")
    return kept if len(kept) <= MOST else kept[:MOST] + " …"


def date_words(iso: str) -> str:
    """'2026-11-22' as '22 November 2026'."""
    day = datetime.date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def title_lines(a: Assessment) -> list[tuple[str, str]]:
    """What the reader must know first: label and text."""
    lines = [
        ("Project", a.project),
        ("Option", a.option),
        ("As at", date_words(a.as_at)),
        ("Guidance", "; ".join(f"{p.title or p.id}, edition {p.edition}" for p in a.packs)),
        ("Streets", a.streets or "none"),
        ("Made with", "Placewell " + a.versions["placewell"]),
    ]
    return [(label, said) for label, said in lines if said]


def fit_height(cells: Sequence[tuple[str, float]]) -> float:
    """Points of height that wrapped cells of these widths (in characters) need; at least one line."""
    lines = max((sum(_lines(part, width) for part in text.split("\n")) for text, width in cells), default=1)
    return min(LINE_PT * lines + 3, 409)


def _lines(text: str, width: float) -> int:
    return max(1, math.ceil(len(text) / (1.15 * width)))
