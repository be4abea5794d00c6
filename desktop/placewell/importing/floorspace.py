"""Floorspace as applicants head it (a row a use class, columns Existing, Lost, Proposed) as one row a figure."""

from __future__ import annotations

import re
from typing import Any

from placewell.importing.fields import text
from placewell.importing.raw import RawTable, ReadNote
from placewell.importing.recognise import plain
from placewell.importing.schedule.words import TOTAL

_USE = ("useclass", "use", "class", "landuse", "useclasses")
_STATES = (
    ("existing", r"\bexisting\b"),
    ("lost", r"\b(lost|loss|demolish\w*|removed)\b"),
    ("proposed", r"\b(proposed|total new|new)\b"),
)
_DERIVED = re.compile(r"\b(net|change|difference|uplift|gain|additional)\b", re.IGNORECASE)
_MEASURES = ("GIA", "NIA", "GEA")
_BESIDE = {
    "phase": "Phase",
    "block": "Block",
    "description": "What",
    "what": "What",
    "scheme": "Scheme",
    "option": "Option",
}


def as_rows(table: RawTable) -> RawTable | None:
    """The table in long form; None where its headings are not those of such a table.

    The measure is read from a heading ('Proposed GIA (m²)'), a column 'Measure', or a title above. What is
    worked out from the others (net change) is not read.
    """
    own = {plain(n): n for n in table.columns}
    use = next((own[w] for w in _USE if w in own), None)
    figures = [(name, *found) for name in table.columns if (found := _told(name))]
    if use is None or len({state for _, state, _ in figures}) < 2:
        return None
    stated = own.get("measure") or own.get("basis")
    titles = " ".join(n.text for n in table.notes)
    usual = next((m for m in _MEASURES if re.search(rf"\b{m}\b", titles)), "")
    beside = {to: own[w] for w, to in _BESIDE.items() if w in own}
    made: dict[str, list[Any]] = {h: [] for h in ("Use class", "State", "Measure", "m2", *beside)}
    rows, notes = [], list(table.notes)
    for at, number in enumerate(table.rows):
        if TOTAL.search(text(table.columns[use][at])):
            notes.append(ReadNote(number, "left", "A line of totals: what it sums up is read already."))
            continue
        for name, state, measure in figures:
            said = text(table.columns[name][at])
            if said in ("", "-", "–", "0", "n/a"):
                continue
            made["Use class"].append(table.columns[use][at])
            made["State"].append(state)
            made["Measure"].append(measure or (text(table.columns[stated][at]) if stated else usual) or None)
            made["m2"].append(_number(said))
            for to, name_of in beside.items():
                made[to].append(table.columns[name_of][at])
            rows.append(number)
    left = [n for n in table.columns if _DERIVED.search(n)]
    if left:
        notes.append(
            ReadNote(None, "left", f"Worked out from the other columns, so not read: {', '.join(left)}.")
        )
    return RawTable(table.file, table.part, table.format, made, None, "", True, rows, notes)


def _told(name: str) -> tuple[str, str] | None:
    """The state and measure that a heading gives ('Existing GIA'); None where it is of neither."""
    if _DERIVED.search(name):
        return None
    state = next((s for s, pattern in _STATES if re.search(pattern, name, re.IGNORECASE)), None)
    if state is None:
        return None
    return state, next((m for m in _MEASURES if re.search(rf"\b{m}\b", name, re.IGNORECASE)), "")


def _number(said: str) -> str:
    return re.sub(r"\s*(m2|m²|sq\.? ?m)$", "", said)
