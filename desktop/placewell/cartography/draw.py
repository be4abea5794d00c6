"""Rows turned into sheets: shapes ready to draw, one for each style."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placewell.cartography.paths import Shapes, shapes_of
from placewell.domain.rows import Rows
from placewell.domain.style import Style, Styling

LAND = "#F5F3EE"


@dataclass(frozen=True)
class Sheet:
    """Shapes drawn in one style; hidden where a pixel covers more than `until_m_px` metres."""

    style: Style
    shapes: Shapes
    until_m_px: float = float("inf")


def sheets_of(rows: Rows, styling: Styling, until_m_px: float = float("inf")) -> list[Sheet]:
    """One sheet for each value that the styling tells apart, in its order."""
    if rows.geometry is None or not len(rows):
        return []
    if not styling.by:
        return [Sheet(styling.plain, shapes_of(rows.geometry), until_m_px)]
    values = np.array([str(v) for v in rows.column(styling.by)], dtype=object)
    sheets = []
    for value in [v for v in styling.each if v in set(values)] + sorted(set(values) - set(styling.each)):
        style = styling.each.get(value, styling.plain)
        sheets.append(Sheet(style, shapes_of(rows.geometry[values == value]), until_m_px))
    return sheets
