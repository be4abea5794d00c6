"""The scheme over the map: its red line, blocks, ways, entrances and what it brings; always true to the hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from shapely.geometry.base import BaseGeometry

from placewell.assess.proposal import Proposal
from placewell.cartography.furniture import haloed
from placewell.cartography.marks import mark
from placewell.cartography.paths import path_of
from placewell.cartography.symbols import draw_symbol, draw_verdict
from placewell.cartography.view import View
from placewell.domain import style
from placewell.domain.asset import TYPES
from placewell.domain.finding import Verdict
from placewell.work.on_map import OnMap
from placewell.work.scheme_edits import Handle

HANDLE_PX = 9.0
LIFTED = style.Style(line=style.ACCENT, line_px=3.0, casing=style.WHITE, casing_px=6.0)
PREVIEW = style.Style(style.ACCENT, 0.08, line=style.ACCENT, line_px=1.2)


def paint_scheme(painter: QPainter, view: View, proposal: Proposal, held: Handle | None = None) -> None:
    """A scheme in its place. What is held is lifted by a casing, not by a glow."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for block in proposal.blocks:
        _shape(painter, view, block.geometry, style.BLOCKS.plain, held == Handle("block", block.id))
    for link in proposal.links:
        how = style.LINKS.each.get(link.change, style.LINKS.plain)
        _shape(painter, view, link.geometry, how, held == Handle("link", link.id))
    if proposal.scheme.geometry is not None:
        _shape(
            painter,
            view,
            proposal.scheme.geometry,
            style.SCHEMES.plain,
            held == Handle("scheme", proposal.scheme.id),
        )
    far = view.m_px > 4
    for entrance in () if far else proposal.entrances:
        px = 6.0 if entrance.block else 10.0
        _entrance(painter, _at(view, entrance.geometry), px, held == Handle("entrance", entrance.id))
    for brought in proposal.provision:
        if brought.geometry is not None and not far:
            at = _at(view, shapely.point_on_surface(brought.geometry))
            if held == Handle("provision", brought.id):
                _ring(painter, at, 13)
            sure = brought.certainty in ("secured", "open")
            draw_symbol(painter, at, TYPES.get(brought.type, ""), 16.0, "open" if sure else "planned")
    painter.restore()


def paint_found(painter: QPainter, view: View, found: OnMap, verdict: Verdict | None) -> None:
    """What a finding rests on: each route with its gate and its length, each place with its number."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    taken: list[QRectF] = []
    route = style.Style(line=style.TEXT, line_px=2.5, casing=style.WHITE, casing_px=5.0)
    for walk in found.walks:
        _shape(painter, view, walk.line, route, False)
    for walk in found.walks:
        start, middle = shapely.Point(walk.line.coords[0]), walk.line.interpolate(0.5, normalized=True)
        _ring(painter, _at(view, start), 5)
        _written(painter, view, _at(view, middle), walk.words, taken, bold=True)
        _written(painter, view, _at(view, start) + QPointF(8, 14), walk.gate, taken)
    for spot in reversed(found.spots):
        draw_symbol(painter, _xy(view, spot.x, spot.y), spot.theme, 20.0, number=spot.number)
    if verdict is not None and found.spots:
        first = found.spots[0]
        draw_verdict(painter, _xy(view, first.x, first.y) + QPointF(17, -13), verdict, 18.0)
    for spot in found.spots:
        _written(painter, view, _xy(view, spot.x, spot.y) + QPointF(14, 5), spot.name, taken)
    painter.restore()


def paint_drawing(
    painter: QPainter, view: View, corners: Sequence[tuple[float, float]], closed: bool
) -> None:
    """A line being drawn: its corners to take hold of, and its sides."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    points = [_xy(view, x, y) for x, y in corners]
    path = QPainterPath()
    for n, p in enumerate(points):
        path.lineTo(p) if n else path.moveTo(p)
    if closed:
        path.closeSubpath()
    for colour, px in ((style.WHITE, 5.0), (style.RED_LINE, 2.5)):
        painter.strokePath(path, QPen(QColor(colour), px))
    half = HANDLE_PX / 2
    for p in points:
        painter.setPen(QPen(QColor(style.RED_LINE), 1.5))
        painter.setBrush(QBrush(QColor(style.WHITE)))
        painter.drawRect(QRectF(p.x() - half, p.y() - half, HANDLE_PX, HANDLE_PX))
    painter.restore()


def paint_lifted(painter: QPainter, view: View, shape: BaseGeometry) -> None:
    """A thing that is selected: a casing in the accent, so that it stands out without hiding anything."""
    if shape is None or shape.is_empty:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if shapely.get_dimensions(shape) == 0:
        for part in shapely.get_parts(shape):
            for colour, px in ((style.WHITE, 5.0), (style.ACCENT, 2.5)):
                painter.setPen(QPen(QColor(colour), px))
                painter.drawEllipse(_at(view, part), 12.0, 12.0)
    else:
        _shape(painter, view, shape, LIFTED, False)
    painter.restore()


def paint_preview(painter: QPainter, view: View, shapes: Sequence[BaseGeometry]) -> None:
    """What would come, edged in the accent; nothing of it is kept yet."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in shapes:
        if shape is None or shape.is_empty:
            continue
        if shapely.get_dimensions(shape) == 0:
            for part in shapely.get_parts(shape):
                painter.setPen(QPen(QColor(style.WHITE), 1.0))
                painter.setBrush(QBrush(QColor(style.ACCENT)))
                painter.drawEllipse(_at(view, part), 3.0, 3.0)
        else:
            _shape(painter, view, shape, PREVIEW, False)
    painter.restore()


def _at(view: View, point: BaseGeometry) -> QPointF:
    return _xy(view, point.x, point.y)


def _xy(view: View, x: float, y: float) -> QPointF:
    return view.transform().map(QPointF(x, y))


def _shape(painter: QPainter, view: View, shape: BaseGeometry, how: style.Style, lifted: bool) -> None:
    parts = shapely.get_parts(shape)
    rings = shapely.get_rings(parts) if shapely.get_dimensions(shape) == 2 else parts
    path = view.transform().map(path_of(np.asarray(rings, dtype=object)))
    if how.fill:
        colour = QColor(how.fill)
        colour.setAlphaF(how.opacity)
        painter.fillPath(path, QBrush(colour))
    casing = how.casing_px or how.line_px + 2.5
    if lifted:
        painter.strokePath(path, _pen(style.ACCENT, casing + 5))
    if how.casing or lifted:
        painter.strokePath(path, _pen(how.casing or style.WHITE, casing))
    painter.strokePath(path, _pen(how.line, how.line_px, how.dashed))


def _pen(colour: str, px: float, dashed: bool = False) -> QPen:
    pen = QPen(QColor(colour), px)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashed:
        pen.setDashPattern([4.0, 3.0])
    return pen


def _entrance(painter: QPainter, at: QPointF, px: float, lifted: bool) -> None:
    if lifted:
        _ring(painter, at, px)
    painter.save()
    painter.translate(at)
    painter.scale(px / 2, px / 2)
    pen = QPen(QColor(style.TEXT), 1.8)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(QBrush(QColor(style.WHITE)))
    painter.drawPath(mark("triangle"))
    painter.restore()


def _ring(painter: QPainter, at: QPointF, radius: float) -> None:
    painter.setBrush(QBrush(QColor(style.WHITE)))
    painter.setPen(QPen(QColor(style.TEXT if radius < 7 else style.ACCENT), 2.0))
    painter.drawEllipse(at, radius, radius)


def _written(
    painter: QPainter, view: View, at: QPointF, text: str, taken: list[QRectF], bold: bool = False
) -> None:
    """Words at a place, where nothing else is written yet, whole within the map."""
    font = painter.font()
    font.setBold(bold)
    metrics = QFontMetricsF(font)
    at = QPointF(max(min(at.x(), view.width - metrics.horizontalAdvance(text) - 8), 6.0), at.y())
    box = metrics.boundingRect(text).translated(at).adjusted(-3, -1, 3, 1)
    for down in (0.0, metrics.height(), -metrics.height(), 2 * metrics.height()):
        moved = box.translated(0, down)
        if not any(moved.intersects(t) for t in taken):
            taken.append(moved)
            haloed(painter, at + QPointF(0, down), text, font)
            return
