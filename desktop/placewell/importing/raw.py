"""What a reader hands over: a file's tables as they stand, before anybody says what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from placewell.domain.rows import Geometries

Cell = None | str | int | float | bool
"""What a field of a raw table can hold. Dates are ISO text, nested JSON values are JSON text."""


@dataclass(frozen=True)
class ReadNote:
    """Something the reader noticed; `sort` is one of domain.layer.NOTE_SORTS, `row` 1-based or None."""

    row: int | None
    sort: str
    text: str


def trimmed_note(cells: int) -> ReadNote:
    """That so many cells had spaces before or after their text."""
    return ReadNote(None, "checked", f"{cells:,} cells with spare spaces round their text: trimmed.")


Merge = tuple[int, int, int, int]
"""Cells shown as one: first and last row (as in `RawTable.rows`), first and last column from 0."""


@dataclass(frozen=True)
class RawTable:
    """One table of one file, unjudged: fields by name, places as written, and what was noticed.

    `part` is the layer, sheet or member of an archive ('' where there is only one). `crs` is
    'EPSG:27700' where it can be told, else WKT, '' where the file does not say. `headed` is False
    where the file has no heading row; its columns are then '1', '2' … `rows` are 1-based places in
    the file: the line of a text table (heading counted), the row of a sheet, else the position.
    """

    file: str
    part: str
    format: str
    columns: Mapping[str, Sequence[Cell]]
    geometry: Geometries | None = None
    crs: str = ""
    headed: bool = True
    rows: Sequence[int] = ()
    notes: Sequence[ReadNote] = field(default=())
    layer: str = ""
    """The layer's own name where the file itself carries one (GeoPackage, KML), even for a single layer."""
    merged: Sequence[Merge] | None = None
    """Of a sheet given cell by cell (`Reader.cells`), nothing being taken for a heading: which cells are
    one. None for any other table."""
    unit_m: float = 1.0
    """Metres for one unit of the file's own figures, where its places were brought to metres from them."""

    def __len__(self) -> int:
        """How many rows the table has."""
        return len(self.rows)
