"""Shapes as a reader found them, made two-dimensional and finite, with a note for what that cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from placewell.importing.raw import ReadNote

_FULL = 50
"""How many rows without a place are named one by one; the rest are counted."""


def shapes_of(wkb: Any, notes: list[ReadNote], told: set[int] | None = None) -> Any:
    """Shapes from an array of WKB (None allowed); adds a note for each row that loses something.

    `told` holds positions that already have a note. Outlines that do not close are closed; heights,
    and places that are not numbers, are dropped.
    """
    import shapely

    told = set(told or ())
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    for i in np.flatnonzero(shapely.is_missing(shapes)).tolist():
        if wkb[i] is not None:
            shapes[i] = _closed(wkb[i])
            told.add(i)
            notes.append(
                ReadNote(i + 1, "rejected", "Its outline is damaged and cannot be read.")
                if shapes[i] is None
                else ReadNote(i + 1, "repaired", "Its outline did not close and was closed.")
            )
    high = shapely.has_z(shapes)
    if high.any():
        notes.append(
            ReadNote(None, "checked", f"{int(high.sum()):,} rows also give heights, which are not used.")
        )
        shapes = shapely.force_2d(shapes)
    hollow = shapely.is_empty(shapes)
    shapes[hollow] = None
    endless = ~(np.isfinite(shapely.bounds(shapes)).all(axis=1) | shapely.is_missing(shapes))
    for i in np.flatnonzero(endless).tolist():
        shapes[i] = None
        told.add(i)
        notes.append(ReadNote(i + 1, "rejected", "Its place is not made of ordinary numbers."))
    tell_missing(shapes, told, notes)
    return shapes


def _closed(wkb: bytes) -> Any:
    """A shape whose outlines were left open, closed; None where that leaves nothing with an extent."""
    import shapely

    shape = shapely.from_wkb(wkb, on_invalid="fix")
    return None if shape is None or (shapely.get_dimensions(shape) == 2 and shape.area == 0) else shape


def tell_missing(
    shapes: Any, told: set[int], notes: list[ReadNote], rows: Sequence[int] | None = None
) -> None:
    """A note for each row without a place that has none yet, or one for all where there are many."""
    import shapely

    missing = [i for i in np.flatnonzero(shapely.is_missing(shapes)).tolist() if i not in told]
    if len(missing) == len(shapes) > 1:
        notes.append(ReadNote(None, "checked", "No row has a place on the map."))
        return
    for i in missing[:_FULL]:
        notes.append(ReadNote(rows[i] if rows else i + 1, "checked", "It has no place on the map."))
    if len(missing) > _FULL:
        notes.append(
            ReadNote(None, "checked", f"{len(missing) - _FULL:,} more rows have no place on the map.")
        )
