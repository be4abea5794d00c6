"""One thing as a plain row and back: the form in which changes are written, compared and undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import shapely

from placewell.domain.kinds import KINDS
from placewell.domain.rows import Value

Row = dict[str, Value]
"""Field names to plain values; 'geometry' holds WKB bytes where the kind has a place."""


def as_row(kind: str, thing: Any) -> Row:
    """The row of a noun; raises KeyError for an unknown kind."""
    row: Row = {name: getattr(thing, name) for name in KINDS[kind].fields}
    if KINDS[kind].geometry:
        geometry = thing.geometry
        row["geometry"] = None if geometry is None else shapely.to_wkb(geometry, output_dimension=2)
    return row


def from_row(kind: str, row: Mapping[str, Value]) -> Any:
    """The noun of a row; raises KeyError for an unknown kind, TypeError for an unknown field."""
    values: dict[str, Any] = dict(row)
    blob = values.pop("geometry", None)
    if KINDS[kind].geometry:
        values["geometry"] = None if blob is None else shapely.from_wkb(blob)
    return KINDS[kind].noun(**values)
