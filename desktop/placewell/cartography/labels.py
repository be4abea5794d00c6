"""Names on the map, only where they fit, those named first coming first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from placewell.cartography.furniture import haloed
from placewell.cartography.view import View


@dataclass(frozen=True)
class Label:
    """A name, where it belongs on the ground, and how wide (metres) the ground is that it may cover."""

    text: str
    x: float
    y: float
    room_m: float


def draw_labels(painter: QPainter, view: View, labels: Sequence[Label]) -> list[Label]:
    """Draw what fits over nothing else and within its own ground; returns what was drawn."""
    metrics, taken, drawn = QFontMetricsF(painter.font()), list[QRectF](), []
    place = view.transform()
    for label in labels:
        box = metrics.tightBoundingRect(label.text)
        if box.width() * view.m_px > label.room_m:
            continue
        box.moveCenter(place.map(QPointF(label.x, label.y)))
        if not QRectF(0, 0, view.width, view.height).contains(box) or any(box.intersects(t) for t in taken):
            continue
        taken.append(box.adjusted(-6, -4, 6, 4))
        haloed(painter, QPointF(box.left(), box.bottom()), label.text, painter.font())
        drawn.append(label)
    return drawn
