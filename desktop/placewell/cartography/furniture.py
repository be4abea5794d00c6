"""What stands on every map: a bar of length and the credits, legible and never large."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from placewell.cartography.view import View

INK, HALO = "#3C4043", "#FFFFFF"
_EDGE = 12.0


def bar_length_m(m_px: float, most_px: float = 120.0) -> float:
    """The roundest length (1, 2 or 5 times a power of ten, metres) that fits in so many pixels."""
    most = m_px * most_px
    power = 10.0 ** math.floor(math.log10(most))
    return float(max(step * power for step in (1, 2, 5) if step * power <= most * (1 + 1e-9)))


def distance_text(metres: float) -> str:
    """'500 m', '2 km'."""
    return f"{metres / 1000:,.0f} km" if metres >= 1000 else f"{metres:,g} m"


def draw_bar(painter: QPainter, view: View, inks: tuple[str, str] = (INK, HALO)) -> None:
    """The bar, at the bottom left; `inks` are its colour and that of its edge."""
    ink, halo = inks
    length = bar_length_m(view.m_px)
    x, y, wide = _EDGE, view.height - _EDGE, length / view.m_px
    for colour, px in ((halo, 5.0), (ink, 2.0)):
        painter.setPen(QPen(QColor(colour), px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawPolyline(
            [QPointF(x, y - 6), QPointF(x, y), QPointF(x + wide, y), QPointF(x + wide, y - 6)]
        )
    haloed(painter, QPointF(x + 4, y - 6), distance_text(length), painter.font(), inks)


def draw_credits(painter: QPainter, view: View, text: str, inks: tuple[str, str] = (INK, HALO)) -> None:
    """Whose data is drawn, on as many lines as it takes, at the bottom right."""
    if not text:
        return
    font, box, how = _credits_at(painter.font(), view, text)
    painter.setFont(font)
    painter.fillRect(box.adjusted(-4, -2, 4, 2), _ground(inks[1]))
    painter.setPen(QColor(inks[0]))
    painter.drawText(box, how, text)


def credits_box(font: QFont, view: View, text: str) -> QRectF:
    """What `draw_credits` will cover; empty where there is nothing to say."""
    return _credits_at(font, view, text)[1].adjusted(-4, -2, 4, 2) if text else QRectF()


def _credits_at(usual: QFont, view: View, text: str) -> tuple[QFont, QRectF, int]:
    font = QFont(usual)
    font.setPointSizeF(max(font.pointSizeF() - 2.5, 7.0))
    room = QRectF(0, 0, max(view.width - 190.0, 120.0), view.height)
    how = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap)
    box = QFontMetricsF(font).boundingRect(room, how, text)
    box.moveBottomRight(QPointF(view.width - 6.0, view.height - 4.0))
    return font, box, how


def _ground(colour: str) -> QColor:
    made = QColor(colour)
    made.setAlpha(205)
    return made


def haloed(
    painter: QPainter, at: QPointF, text: str, font: QFont, inks: tuple[str, str] = (INK, HALO)
) -> None:
    """Text with an edge, its baseline starting at a point."""
    path = QPainterPath()
    path.addText(at, font, text)
    painter.setPen(
        QPen(QColor(inks[1]), 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPath(path)
    painter.fillPath(path, QColor(inks[0]))
