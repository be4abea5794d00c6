"""The shape of a point's mark, as a path around the origin one pixel in radius; as QGIS draws them too."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

_SIDES = {"triangle": 3, "square": 4, "pentagon": 5, "hexagon": 6, "octagon": 8}


@lru_cache(maxsize=64)
def mark(shape: str) -> QPainterPath:
    """The outline of a shape named in `domain.style.SHAPES`; a circle for any other name."""
    path = QPainterPath()
    if shape in _SIDES:
        _close(path, _ring(_SIDES[shape], 1.08, math.pi / 4 if shape == "square" else 0.0))
    elif shape == "diamond":
        _close(path, _ring(4, 1.15, 0.0))
    elif shape == "star":
        outer, inner = _ring(5, 1.2, 0.0), _ring(5, 0.55, math.pi / 5)
        _close(path, [p for pair in zip(outer, inner, strict=True) for p in pair])
    elif shape == "cross":
        a, b = 0.38, 1.05
        path.addRect(QRectF(-a, -b, 2 * a, 2 * b))
        bar = QPainterPath()
        bar.addRect(QRectF(-b, -a, 2 * b, 2 * a))
        path = path.united(bar)
    elif shape == "corner":
        _close(path, [QPointF(-0.95, -0.95), QPointF(0.95, 0.95), QPointF(-0.95, 0.95)])
    elif shape == "half square":
        path.addRect(QRectF(-0.5, -1.0, 1.0, 2.0))
    elif shape == "half circle":
        path.moveTo(1.0, 0.5)
        path.arcTo(QRectF(-1.0, -0.5, 2.0, 2.0), 0, 180)
        path.closeSubpath()
    elif shape == "quarter circle":
        path.moveTo(0.8, 0.8)
        path.arcTo(QRectF(-0.8, -0.8, 3.2, 3.2), 90, 90)
        path.closeSubpath()
    elif shape == "arrow":
        _close(path, [QPointF(0.95, 0.0), QPointF(-0.7, 0.95), QPointF(-0.7, -0.95)])
    else:
        path.addEllipse(QRectF(-1.0, -1.0, 2.0, 2.0))
    return path


def _ring(sides: int, radius: float, turn: float) -> list[QPointF]:
    angles = (turn - math.pi / 2 + 2 * math.pi * i / sides for i in range(sides))
    return [QPointF(radius * math.cos(a), radius * math.sin(a)) for a in angles]


def _close(path: QPainterPath, corners: list[QPointF]) -> None:
    path.addPolygon(QPolygonF(corners))
    path.closeSubpath()
