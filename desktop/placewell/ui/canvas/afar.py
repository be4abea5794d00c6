"""Where the scheme is when it is out of sight: an arrow at the map's edge with its distance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from placewell.cartography.furniture import haloed
from placewell.cartography.view import View
from placewell.domain import style
from placewell.work.identify import POINTS

EDGE_PX = 22.0


@dataclass(frozen=True)
class Afar:
    """An arrow: where it stands in the view, which way it points (radians, clockwise from north), and its words."""

    x: float
    y: float
    turn: float
    words: str


def afar(view: View, name: str, shape: shapely.Geometry) -> Afar | None:
    """The arrow to a thing; None where any of it is in sight."""
    if shapely.intersects(shapely.box(*view.box), shape):
        return None
    at = shapely.point_on_surface(shape)
    dx, dy = at.x - view.x, at.y - view.y
    turn = math.atan2(dx, dy)
    half_w, half_h = view.width / 2 - EDGE_PX, view.height / 2 - EDGE_PX
    share = min(half_w / abs(dx) if dx else math.inf, half_h / abs(dy) if dy else math.inf)
    far = float(shapely.distance(shapely.Point(view.x, view.y), shape))
    said = f"{far / 1000:,.1f} km" if far >= 1000 else f"{far:,.0f} m"
    where = POINTS[round(math.degrees(turn) / 45) % 8]
    return Afar(view.width / 2 + dx * share, view.height / 2 - dy * share, turn, f"{name}, {said} {where}")


def paint_afar(painter: QPainter, view: View, arrow: Afar) -> None:
    """The arrow in the red of the red line, and its words within the map."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(arrow.x, arrow.y)
    painter.rotate(math.degrees(arrow.turn))
    path = QPainterPath(QPointF(0, -11))
    for x, y in ((7, 6), (0, 2), (-7, 6)):
        path.lineTo(x, y)
    path.closeSubpath()
    painter.strokePath(path, QPen(QColor(style.WHITE), 3))
    painter.fillPath(path, QColor(style.RED_LINE))
    painter.restore()
    wide = painter.fontMetrics().horizontalAdvance(arrow.words)
    left = min(max(arrow.x - wide / 2, 12), view.width - wide - 12)
    top = arrow.y - 16 if arrow.y > view.height / 2 else arrow.y + 28
    haloed(painter, QPointF(left, top), arrow.words, painter.font())
