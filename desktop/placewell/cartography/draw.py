"""Drawing: sheets of styled shapes, one over the other, through a view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from placewell.cartography.marks import stamp
from placewell.cartography.paths import Batch, Shapes, shapes_of
from placewell.cartography.view import Box, View
from placewell.domain.rows import Rows
from placewell.domain.style import Style, Styling

LAND = "#F5F3EE"
FULL_SIZE_M_PX, FAR_M_PX, FAR_SCALE = 4.0, 14.0, 0.36
"""Marks have their full size near, and shrink to a share of it far out."""
ROUND_M_PX, THIN_M_PX = 2.0, 6.0
"""Cased lines have round joints near; far out they are one hairline, which Qt strokes 25 times as fast."""


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


def draw(painter: QPainter, view: View, sheets: Sequence[Sheet], ratio: float = 1.0) -> None:
    """Draw the ground of a view: land, then each sheet over those before it.

    Within a sheet all casings come before all lines, so that streets join instead of crossing.
    """
    painter.fillRect(QRectF(0, 0, view.width, view.height), QColor(LAND))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for sheet in sheets:
        if view.m_px > sheet.until_m_px:
            continue
        painter.save()
        painter.setTransform(view.transform(), True)
        _polygons(painter, view, sheet)
        _lines(painter, view, sheet)
        painter.restore()
        _points(painter, view, sheet, ratio)


def _seen(batches: Iterable[Batch], box: Box) -> list[Batch]:
    x0, y0, x1, y1 = box
    return [b for b in batches if b.box[0] <= x1 and b.box[2] >= x0 and b.box[1] <= y1 and b.box[3] >= y0]


def _pen(colour: str, px: float, dashed: bool = False, rounded: bool = True) -> QPen:
    pen = QPen(QColor(colour), px)
    pen.setCosmetic(True)  # Widths are pixels, whatever the scale.
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin if rounded else Qt.PenJoinStyle.BevelJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if rounded and not dashed else Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setDashPattern([4.0, 3.0])
    return pen


def _edges(style: Style, rounded: bool = True) -> list[QPen]:
    pens = [_pen(style.casing, style.casing_px, rounded=rounded)] if style.casing else []
    return [*pens, _pen(style.line, style.line_px, style.dashed, rounded)] if style.line else pens


def _polygons(painter: QPainter, view: View, sheet: Sheet) -> None:
    seen = _seen(sheet.shapes.polygons, view.box)
    if sheet.style.fill and not sheet.style.shape:
        colour = QColor(sheet.style.fill)
        colour.setAlphaF(sheet.style.opacity)
        for batch in seen:
            painter.fillPath(batch.path, QBrush(colour))
    _strokes(painter, seen, _edges(sheet.style))


def _lines(painter: QPainter, view: View, sheet: Sheet) -> None:
    style = sheet.style
    thin = style.casing and view.m_px > THIN_M_PX
    pens = [_pen(style.casing, 1.0)] if thin else _edges(style, view.m_px <= ROUND_M_PX)
    _strokes(painter, _seen(sheet.shapes.lines, view.box), pens)


def _strokes(painter: QPainter, batches: list[Batch], pens: list[QPen]) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in pens if batches else []:
        painter.setPen(pen)
        for batch in batches:
            painter.drawPath(batch.path)


def _points(painter: QPainter, view: View, sheet: Sheet, ratio: float) -> None:
    points, style = sheet.shapes.points, sheet.style
    if not len(points) or not style.shape:
        return
    x0, y0, x1, y1 = view.box
    near = 20 * view.m_px
    seen = points[
        (points[:, 0] > x0 - near)
        & (points[:, 0] < x1 + near)
        & (points[:, 1] > y0 - near)
        & (points[:, 1] < y1 + near)
    ]
    picture = stamp(style, _mark_scale(view.m_px), ratio)
    half = picture.width() / ratio / 2
    xs = (seen[:, 0] - x0) / view.m_px - half
    ys = (y1 - seen[:, 1]) / view.m_px - half
    for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
        painter.drawPixmap(QPointF(x, y), picture)


def _mark_scale(m_px: float) -> float:
    if m_px <= FULL_SIZE_M_PX:
        return 1.0
    along = np.log(min(m_px, FAR_M_PX) / FULL_SIZE_M_PX) / np.log(FAR_M_PX / FULL_SIZE_M_PX)
    return float(1.0 - along * (1.0 - FAR_SCALE))
