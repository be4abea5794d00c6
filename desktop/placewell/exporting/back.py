"""What a workbook and its reading back agree on: headings, the format's name, the control total of a file copy."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable

FORMAT = "placewell-workbook 1"
FACT_HEADINGS = ("Item", "Content")
ANSWER_HEADINGS = (
    "Answer key", "Criterion", "Part", "Scale", "View as written", "Reason as written", "Mitigation as written",
    "Answered as written", "States as written",
)  # fmt: skip
ASK_HEADINGS = ("Ask key", "Criterion", "What", "States as written")
CONTROL_TOTAL = "Control total"
CRITERION, PART, VIEW, REASON, MITIGATION = "Criterion", "Part", "Officer's view", "Reason", "Mitigation"
STATES, DOCUMENT, PAGE = "Applicant states", "Document", "Page"


def cell_text(value: object) -> str:
    """A cell as the control total sees it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return format(value, ".12g")
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).strip()


def control_total(cells: Iterable[tuple[str, int, int, object]]) -> str:
    """The sha256 of all cells that hold something: (sheet, row, column from 0, value), in order."""
    digest = hashlib.sha256()
    for sheet, row, column, value in cells:
        if value is not None and cell_text(value):
            digest.update(f"{sheet}!{row},{column}={cell_text(value)}\n".encode())
    return digest.hexdigest()
