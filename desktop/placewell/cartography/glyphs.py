"""A small picture for each theme, as a path within one unit of the origin; y runs down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QPolygonF


@lru_cache(maxsize=32)
def glyph(theme: str) -> QPainterPath:
    """The picture of a theme; a dot for a theme that has none."""
    draw = _GLYPHS.get(theme)
    if draw is None:
        path = QPainterPath()
        path.addEllipse(QPointF(0, 0), 0.5, 0.5)
        return path
    return draw().simplified()


def _poly(*corners: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    return path


def _box(x: float, y: float, wide: float, high: float, round_: float = 0.0) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(x, y, wide, high), round_, round_)
    return path


def _disc(x: float, y: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), radius, radius)
    return path


def _stroke(points: Sequence[tuple[float, float]], width: float) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for x, y in points[1:]:
        path.lineTo(x, y)
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    return stroker.createStroke(path)


def _all(*paths: QPainterPath) -> QPainterPath:
    whole = QPainterPath()
    for path in paths:
        whole = whole.united(path)
    return whole


def _health() -> QPainterPath:
    return _all(_box(-0.3, -0.9, 0.6, 1.8), _box(-0.9, -0.3, 1.8, 0.6))


def _education() -> QPainterPath:
    board = _poly((0, -0.8), (1.0, -0.3), (0, 0.2), (-1.0, -0.3))
    cap = _poly((-0.55, 0.1), (0, 0.38), (0.55, 0.1), (0.55, 0.55), (0, 0.8), (-0.55, 0.55))
    return _all(board, cap, _stroke([(0.9, -0.3), (0.9, 0.5)], 0.16))


def _sport() -> QPainterPath:
    ends = [
        _box(x, -h, 0.26, 2 * h, 0.08) for x, h in ((-0.98, 0.42), (-0.66, 0.7), (0.40, 0.7), (0.72, 0.42))
    ]
    return _all(_box(-0.6, -0.14, 1.2, 0.28), *ends)


def _play() -> QPainterPath:
    # A swing: two legs, a beam, a seat on its ropes.
    frame = _all(_stroke([(-0.85, 0.85), (-0.5, -0.75), (0.5, -0.75), (0.85, 0.85)], 0.24))
    return _all(frame, _stroke([(-0.15, -0.7), (-0.15, 0.3)], 0.12), _stroke([(0.15, -0.7), (0.15, 0.3)], 0.12),
                _box(-0.35, 0.22, 0.7, 0.24))  # fmt: skip


def _open_space() -> QPainterPath:
    return _all(
        _disc(0, -0.3, 0.62), _disc(-0.35, -0.02, 0.4), _disc(0.35, -0.02, 0.4), _box(-0.13, 0.1, 0.26, 0.82)
    )


def _arts() -> QPainterPath:
    # Two notes under one beam.
    return _all(_disc(-0.55, 0.6, 0.3), _disc(0.5, 0.42, 0.3), _box(-0.43, -0.75, 0.18, 1.35),
                _box(0.62, -0.93, 0.18, 1.35), _poly((-0.43, -0.78), (0.8, -0.98), (0.8, -0.6), (-0.43, -0.4)))  # fmt: skip


def _community() -> QPainterPath:
    def person(x: float, scale: float) -> QPainterPath:
        body = QPainterPath()
        body.moveTo(x - 0.42 * scale, 0.75)
        body.arcTo(QRectF(x - 0.42 * scale, -0.1, 0.84 * scale, 1.2), 180, -180)
        body.closeSubpath()
        return _all(_disc(x, -0.42, 0.27 * scale), body)

    return _all(person(-0.5, 1.0), person(0.5, 1.0))


def _library() -> QPainterPath:
    left = _poly((-0.95, -0.6), (-0.1, -0.4), (-0.1, 0.72), (-0.95, 0.52))
    right = _poly((0.95, -0.6), (0.1, -0.4), (0.1, 0.72), (0.95, 0.52))
    return _all(left, right)


def _food() -> QPainterPath:
    fork = _all(*[_stroke([(x, -0.85), (x, -0.35)], 0.14) for x in (-0.65, -0.4, -0.15)],
                _stroke([(-0.65, -0.3), (-0.4, -0.12), (-0.15, -0.3)], 0.14), _stroke([(-0.4, -0.1), (-0.4, 0.85)], 0.2))  # fmt: skip
    return _all(fork, _poly((0.3, -0.9), (0.62, -0.6), (0.66, 0.05), (0.5, 0.1), (0.5, 0.9), (0.3, 0.9)))


def _shops() -> QPainterPath:
    bag = _poly((-0.72, -0.25), (0.72, -0.25), (0.85, 0.85), (-0.85, 0.85))
    return _all(bag, _stroke([(-0.35, -0.1), (-0.3, -0.7), (0.3, -0.7), (0.35, -0.1)], 0.18))


def _transport() -> QPainterPath:
    bus = _box(-0.68, -0.85, 1.36, 1.5, 0.22).subtracted(_box(-0.5, -0.6, 1.0, 0.6))
    bus = bus.subtracted(_disc(-0.38, 0.33, 0.13)).subtracted(_disc(0.38, 0.33, 0.13))
    return _all(bus, _box(-0.55, 0.6, 0.3, 0.3), _box(0.25, 0.6, 0.3, 0.3))


def _work() -> QPainterPath:
    case = (
        _box(-0.9, -0.4, 1.8, 1.15, 0.12)
        .subtracted(_box(-0.9, 0.08, 0.7, 0.13))
        .subtracted(_box(0.2, 0.08, 0.7, 0.13))
    )
    return _all(case, _stroke([(-0.32, -0.4), (-0.32, -0.7), (0.32, -0.7), (0.32, -0.4)], 0.18))


def _faith() -> QPainterPath:
    dome = QPainterPath(QPointF(-0.6, 0.1))
    dome.cubicTo(-0.6, -0.4, -0.15, -0.4, 0, -0.8)
    dome.cubicTo(0.15, -0.4, 0.6, -0.4, 0.6, 0.1)
    dome.closeSubpath()
    hall = _box(-0.75, 0.15, 1.5, 0.7).subtracted(_box(-0.17, 0.4, 0.34, 0.45))
    return _all(dome, hall)


_GLYPHS: dict[str, Callable[[], QPainterPath]] = {
    "health": _health,
    "education": _education,
    "leisure and sport": _sport,
    "play": _play,
    "open space": _open_space,
    "arts and culture": _arts,
    "community space": _community,
    "library": _library,
    "food": _food,
    "shops and services": _shops,
    "transport": _transport,
    "work and skills": _work,
    "faith": _faith,
}
