"""The layers of a file, and within one the rows that say by label or colour that they are another line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from placewell.importing.place import Ground
from placewell.importing.raw import RawTable
from placewell.importing.site_metres import Drawn, in_metres
from placewell.importing.site_names import line_called

_LABELS = ("line", "name", "layer", "type", "description", "title", "boundary")
_COLOURS = {"redline": "red", "blueline": "blue"}


@dataclass
class Part:
    """A layer, or those of its rows that are one line; `whole` is the layer as the file has it.

    `role` is 'redline', 'blueline' or '', `sure` how plainly its name says so, `drawn` its lines in metres.
    """

    table: RawTable
    whole: RawTable
    role: str
    sure: int
    drawn: Drawn = field(init=False)

    @property
    def name(self) -> str:
        """What the user would call the layer."""
        return self.whole.part or self.whole.layer or "the one layer"


def placed_parts(tables: Sequence[RawTable], ground: Ground, crs: str) -> list[Part]:
    """The parts of one file's tables, in metres. Raises Problem for a drawing in coordinates of its own."""
    parts = parts_of(tables)
    for part, drawn in zip(parts, in_metres([p.table for p in parts], ground, crs), strict=True):
        part.drawn = drawn
    return parts


def parts_of(tables: Sequence[RawTable]) -> list[Part]:
    """Each table, taken apart where its rows say that they are different lines."""
    return [part for table in tables for part in _apart(table)]


def by_colour(part: Part, sort: str) -> Part | None:
    """What of a drawing's layer is drawn in the colour of this line; None where nothing is."""
    if part.table.format != "DXF":
        return None
    colours = part.table.columns["colour"]
    shown = [n for n, i in enumerate(part.drawn.at) if colours[i] == _COLOURS[sort]]
    if not shown:
        return None
    at = [part.drawn.at[n] for n in shown]
    made = Part(_rows(part.table, at), part.whole, sort, 0)
    shapes = [part.drawn.shapes[n] for n in shown]
    made.drawn = replace(part.drawn, table=made.table, shapes=shapes, at=list(range(len(at))))
    return made


def _apart(table: RawTable) -> list[Part]:
    role, sure = max(line_called(table.part), line_called(table.layer), key=lambda found: found[1])
    said = _coloured(table, role) if table.format == "DXF" else _labelled(table)
    if said is None:
        return [Part(table, table, role, sure)]
    if len(set(said)) == 1:
        return [Part(table, table, role or said[0], sure or 1)]
    return [
        Part(_rows(table, [i for i, s in enumerate(said) if s == each]), table, each, sure or 1)
        for each in dict.fromkeys(said)
    ]


def _labelled(table: RawTable) -> list[str] | None:
    """Which line each row says it is; None where none does, or all are of one layer anyway."""
    for name, cells in table.columns.items():
        if name.casefold() in _LABELS:
            said = [line_called(str(c))[0] if c is not None else "" for c in cells]
            if "blueline" in said or (said and set(said) == {"redline"}):
                return said
    return None


def _coloured(table: RawTable, role: str) -> list[str] | None:
    """Of a drawing's layer of boundaries, which things are blue; None where not both colours are on it."""
    if role != "redline" or table.geometry is None:
        return None
    lines = shapely.get_dimensions(table.geometry) > 0
    colours = [c if drawn else None for c, drawn in zip(table.columns["colour"], lines, strict=True)]
    if not {"red", "blue"} <= set(colours):
        return None
    return ["blueline" if c == "blue" else "redline" for c in colours]


def _rows(table: RawTable, at: Sequence[int]) -> RawTable:
    """Some rows of a table as a table of its own."""
    assert table.geometry is not None
    return replace(
        table,
        columns={n: [c[i] for i in at] for n, c in table.columns.items()},
        geometry=table.geometry[np.array(at, dtype=int)],
        rows=[table.rows[i] for i in at],
    )
