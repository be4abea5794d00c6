"""A schedule of existing homes as losses: one row a home that would go."""

from __future__ import annotations

from dataclasses import replace

from placewell.domain.scheme import HOMES_LOST
from placewell.importing.raw import Cell, RawTable, ReadNote

_KEPT = {
    "Scheme": "Scheme",
    "Option": "Option",
    "Tenure": "Tenure",
    "Homes": "Amount",
    "Phase": "Phase",
    "Bedrooms": "Bedrooms",
    "Habitable rooms": "Habitable rooms",
    "GIA m2": "GIA m2",
    "Occupied": "Occupied",
    "Right to return": "Right to return",
    "Decant phase": "Decant phase",
}
_PLACE = ("Block", "Home")


def as_losses(table: RawTable) -> RawTable:
    """The table with the headings of losses; a home's block and number become its name."""
    columns: dict[str, list[Cell]] = {
        to: list(table.columns[own]) for own, to in _KEPT.items() if own in table.columns
    }
    count = len(table)
    columns["Loss"] = [HOMES_LOST] * count
    columns["Unit"] = ["homes"] * count
    places = [table.columns[p] for p in _PLACE if p in table.columns]
    columns["Name"] = [" ".join(str(p[i]) for p in places if p[i]) or None for i in range(count)]
    note = ReadNote(None, "checked", "Read as homes that would be lost.")
    return replace(table, columns=columns, notes=[*table.notes, note])
