"""A still map drawn as vectors, the same on pixels, in SVG and in PDF; one unit is a ninety-sixth of an inch.

Everything is turned into page units before it is drawn: SVG keeps six figures of a number, and a line's width
in a PDF must not depend on the ground's scale.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QTransform

from placewell.cartography.content import Box, Drawn, MapContent
from placewell.cartography.draw import LAND, Sheet, sheets_of
from placewell.cartography.gui import font
from placewell.cartography.labels import Placed
from placewell.cartography.marks import mark
from placewell.cartography.naming import draw_names
from placewell.cartography.paths import shapes_of
from placewell.cartography.streets import street_sheets
from placewell.cartography.symbols import draw_symbol, draw_verdict
from placewell.cartography.view import View
from placewell.domain.rows import Rows
from placewell.domain.style import BLUE_LINE, SCHEMES, TEXT, WHITE, Style

NEAR_M_PX, FAR_M_PX = 1.0, 9.0
BADGE_PX, SHAPE_PX, LEAST_PX, EVIDENCE_PX = 15.0, 10.0, 5.0, 18.0
VERDICT_PX = 20.0


def symbol_px(m_px: float) -> float:
    """How large a place's symbol is: badges near, shapes that shrink farther out."""
    if m_px <= NEAR_M_PX:
        return BADGE_PX
    along = np.log(min(m_px, FAR_M_PX) / NEAR_M_PX) / np.log(FAR_M_PX / NEAR_M_PX)
    return float(SHAPE_PX - along * (SHAPE_PX - LEAST_PX))


def draw_still(
    painter: QPainter, view: View, content: MapContent, kept_free: Sequence[shapely.Geometry] = ()
) -> list[Placed]:
    """The map of a view, from the land up to its names, which it returns; none over the boxes kept free.

    Nothing outside the view is drawn but a few units' edge.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font(11))
    painter.fillRect(QRectF(0, 0, view.width, view.height), QColor(LAND))
    turn = view.transform()
    for drawn in content.under:
        _drawn(painter, view, drawn)
    if content.streets is not None:
        _group(painter, turn, street_sheets(near(content.streets, view), view))
    for drawn in content.over:
        _drawn(painter, view, drawn)
    size = symbol_px(view.m_px)
    for place in sorted((p for p in content.places if p.number is None), key=lambda p: p.state != "open"):
        if _within(place.x, place.y, view):
            draw_symbol(painter, turn.map(QPointF(place.x, place.y)), place.theme, size, place.state)
    _edge(painter, view, content.other_land, Style(line=BLUE_LINE, line_px=2.0, casing=WHITE, casing_px=3.5))
    _edge(painter, view, content.site, SCHEMES.plain)
    for route in content.routes:
        _edge(painter, view, route.line, Style(line=TEXT, line_px=2.5, casing=WHITE, casing_px=4.5))
    for place in content.places:
        if place.number is not None and _within(place.x, place.y, view):
            at = turn.map(QPointF(place.x, place.y))
            draw_symbol(painter, at, place.theme, EVIDENCE_PX, place.state, place.number)
    for each in content.verdicts:
        if _within(each.x, each.y, view):
            draw_verdict(painter, turn.map(QPointF(each.x, each.y)), each.verdict, VERDICT_PX)
    return draw_names(painter, view, content, size, kept_free)


def near(rows: Rows, view: View, edge_px: float = 12.0) -> Rows:
    """The rows that a view shows, cut to it: a picture is not to carry the whole borough."""
    if rows.geometry is None or not len(rows):
        return rows
    x0, y0, x1, y1 = grown(view.box, edge_px * view.m_px)
    bounds = shapely.bounds(rows.geometry)
    with np.errstate(invalid="ignore"):
        seen = (bounds[:, 0] <= x1) & (bounds[:, 2] >= x0) & (bounds[:, 1] <= y1) & (bounds[:, 3] >= y0)
    kept = rows.where(seen)
    assert kept.geometry is not None
    return Rows(kept.kind, kept.columns, _cut(kept.geometry, (x0, y0, x1, y1)))


def _cut(
    shapes: np.ndarray[tuple[int], np.dtype[np.object_]], box: Box
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    made = shapes.copy()
    for i, shape in enumerate(shapes):
        if shapely.get_type_id(shape) not in (0, 4) and not _inside(shapely.bounds(shape), box):
            # What cannot be cut is drawn whole: it is only longer than it need be.
            with contextlib.suppress(shapely.GEOSException):
                made[i] = shapely.clip_by_rect(shape, *box)
    return made


def _inside(bounds: np.ndarray[tuple[int], np.dtype[np.float64]], box: Box) -> bool:
    return bool(bounds[0] >= box[0] and bounds[1] >= box[1] and bounds[2] <= box[2] and bounds[3] <= box[3])


def grown(box: Box, by: float) -> Box:
    """A box with so much more on every side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _within(x: float, y: float, view: View) -> bool:
    x0, y0, x1, y1 = view.box
    return x0 <= x <= x1 and y0 <= y <= y1


def _drawn(painter: QPainter, view: View, drawn: Drawn) -> None:
    if view.m_px <= drawn.until_m_px:
        _group(painter, view.transform(), sheets_of(near(drawn.rows, view), drawn.styling))


def _edge(painter: QPainter, view: View, shape: shapely.Geometry | None, style: Style) -> None:
    if shape is not None:
        _group(painter, view.transform(), [Sheet(style, shapes_of(np.array([shape], dtype=object)))])


def _group(painter: QPainter, turn: QTransform, sheets: Sequence[Sheet]) -> None:
    """Sheets of one sort: fills, then all casings, then all lines, so that streets of all classes join."""
    fills = [(turn.map(b.path), s.style) for s in sheets for b in s.shapes.polygons]
    lines = [(turn.map(b.path), s.style) for s in sheets for b in (*s.shapes.polygons, *s.shapes.lines)]
    for path, style in fills:
        if style.fill and not style.shape:
            colour = QColor(style.fill)
            colour.setAlphaF(style.opacity)
            painter.fillPath(path, QBrush(colour))
    for path, style in lines:
        if style.casing:
            painter.strokePath(path, _pen(style.casing, style.casing_px))
    for path, style in lines:
        if style.line:
            painter.strokePath(path, _pen(style.line, style.line_px, style.dashed))
    for sheet in sheets:
        for x, y in sheet.shapes.points.tolist():
            draw_mark(painter, turn.map(QPointF(x, y)), sheet.style)


def draw_mark(painter: QPainter, at: QPointF, style: Style) -> None:
    """The mark of a style at a point of the page."""
    if not style.shape:
        return
    r = style.size_px / 2
    path: QPainterPath = QTransform(r, 0, 0, r, at.x(), at.y()).map(mark(style.shape))
    if style.fill:
        painter.fillPath(path, QBrush(QColor(style.fill)))
    if style.line:
        painter.strokePath(path, _pen(style.line, style.line_px))


def _pen(colour: str, px: float, dashed: bool = False) -> QPen:
    pen = QPen(QColor(colour), px)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dashed else Qt.PenCapStyle.RoundCap)
    if dashed:
        pen.setDashPattern([4.0, 3.0])
    return pen
