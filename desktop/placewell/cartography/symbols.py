"""Symbols as vectors: a theme's shape when small, shape and glyph when there is room, and the marks of verdicts."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QTransform

from placewell.cartography.content import State
from placewell.cartography.glyphs import glyph
from placewell.cartography.marks import mark
from placewell.domain.finding import Verdict
from placewell.domain.style import SECONDARY, SIZES_PX, TEXT, THEME_MARKS, VERDICT_MARKS, WHITE

GLYPH_FROM_PX = 13.0
"""Smaller symbols are the bare shape: a glyph in them could not be told."""
OUTDOORS = ("open space", "play", "leisure and sport", "food")
"""Badges of these are round, the others square: a second sign beside glyph and hue."""
USUAL_PX = 11.0
_NO_PEN = Qt.PenStyle.NoPen


def draw_symbol(
    painter: QPainter,
    at: QPointF,
    theme: str,
    size_px: float,
    state: State = "open",
    number: int | None = None,
) -> None:
    """The symbol of a theme: solid, hollow where planned, crossed out where lost.

    With a number it is a plain dark disc that carries the number: evidence that a text refers to.
    """
    if number is not None:
        _numbered(painter, at, theme, size_px, number)
    elif size_px >= GLYPH_FROM_PX:
        _badge(painter, at, theme, size_px, state)
    else:
        _shape(painter, at, theme, size_px, state)
    if state == "lost":
        _crossed(painter, at, size_px)


def hue(theme: str) -> str:
    """A theme's colour."""
    return THEME_MARKS.get(theme, (SECONDARY, "circle"))[0]


def _placed(path: QPainterPath, at: QPointF, radius: float) -> QPainterPath:
    return QTransform(radius, 0, 0, radius, at.x(), at.y()).map(path)


def _pen(colour: str, px: float) -> QPen:
    return QPen(QColor(colour), px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _shape(painter: QPainter, at: QPointF, theme: str, size_px: float, state: State) -> None:
    colour, shape = THEME_MARKS.get(theme, (SECONDARY, "circle"))
    # Shapes that fill less of their square are drawn larger, in the proportion of the usual sizes.
    path = _placed(mark(shape), at, size_px / 2 * SIZES_PX.get(shape, USUAL_PX) / USUAL_PX)
    if state == "planned":
        painter.strokePath(path, _pen(WHITE, 3.4))
        painter.fillPath(path, QBrush(QColor(WHITE)))
        painter.strokePath(path, _pen(_seen(colour), 1.5))
        return
    # White round a pale hue would leave it too faint to find.
    painter.strokePath(path, _pen(WHITE if _is_dark(colour) else TEXT, 1.6))
    painter.fillPath(path, QBrush(QColor(colour)))


def _badge(painter: QPainter, at: QPointF, theme: str, size_px: float, state: State) -> None:
    colour = hue(theme)
    r = size_px / 2
    ground = QRectF(at.x() - r, at.y() - r, size_px, size_px)
    path = QPainterPath()
    if theme in OUTDOORS:
        path.addEllipse(ground)
    else:
        path.addRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), r * 0.35, r * 0.35)
    painter.strokePath(path, _pen(WHITE, 2.4))
    picture = _placed(glyph(theme), at, r * 0.64)
    if state == "planned":
        inner = QColor(WHITE)
        painter.fillPath(path, QBrush(inner))
        painter.strokePath(path, _pen(_seen(colour), 1.4))
        painter.fillPath(picture, QBrush(QColor(_seen(colour))))
        return
    painter.fillPath(path, QBrush(QColor(colour)))
    painter.fillPath(picture, QBrush(QColor(WHITE if _is_dark(colour) else TEXT)))


def _numbered(painter: QPainter, at: QPointF, theme: str, size_px: float, number: int) -> None:
    path = QPainterPath()
    path.addEllipse(at, size_px / 2, size_px / 2)
    painter.strokePath(path, _pen(WHITE, 4.5))
    painter.fillPath(path, QBrush(QColor(TEXT)))
    painter.strokePath(path, _pen(hue(theme), 1.8))
    font = painter.font()
    font.setBold(True)
    font.setPixelSize(max(round(size_px * (0.58 if number < 10 else 0.5)), 6))
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor(WHITE))
    box = QRectF(at.x() - size_px, at.y() - size_px, 2 * size_px, 2 * size_px)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(number))
    painter.restore()


def _crossed(painter: QPainter, at: QPointF, size_px: float) -> None:
    reach = size_px * 0.62
    path = QPainterPath()
    for side in (-1, 1):
        path.moveTo(at.x() - reach, at.y() - side * reach)
        path.lineTo(at.x() + reach, at.y() + side * reach)
    painter.strokePath(path, _pen(WHITE, 4.0))
    painter.strokePath(path, _pen(TEXT, 2.0))


def draw_verdict(painter: QPainter, at: QPointF, verdict: Verdict, size_px: float = 18.0) -> None:
    """A verdict's mark on a white disc, with a shape of its own beside its colour."""
    disc = QPainterPath()
    disc.addEllipse(at, size_px / 2, size_px / 2)
    painter.fillPath(disc, QBrush(QColor(WHITE)))
    painter.strokePath(disc, _pen(SECONDARY, 0.6))
    draw_mark_of(painter, at, verdict, size_px / 2 * 0.68, VERDICT_MARKS[verdict], WHITE)


def draw_mark_of(painter: QPainter, at: QPointF, verdict: Verdict, r: float, ink: str, ground: str) -> None:
    """The bare mark in a colour, for any ground: what is cut out of it shows that ground."""
    colour = QColor(ink)
    body = QPainterPath()
    if verdict == "met":
        body.addEllipse(at, r, r)
        painter.fillPath(body, QBrush(colour))
        _lines(painter, at, r, [(-0.45, 0.05), (-0.12, 0.4), (0.5, -0.35)], ground)
    elif verdict == "not met":
        body.addRect(QRectF(at.x() - r * 0.9, at.y() - r * 0.9, r * 1.8, r * 1.8))
        painter.fillPath(body, QBrush(colour))
        _lines(painter, at, r, [(-0.42, -0.42), (0.42, 0.42)], ground)
        _lines(painter, at, r, [(-0.42, 0.42), (0.42, -0.42)], ground)
    elif verdict == "partly met":
        body.addEllipse(at, r * 0.9, r * 0.9)
        half = QPainterPath(QPointF(at.x(), at.y() - r * 0.9))
        half.arcTo(QRectF(at.x() - r * 0.9, at.y() - r * 0.9, r * 1.8, r * 1.8), 90, 180)
        half.closeSubpath()
        painter.fillPath(half, QBrush(colour))
        painter.strokePath(body, _pen(colour.name(), r * 0.26))
    elif verdict == "cannot tell":
        body.addEllipse(at, r * 0.9, r * 0.9)
        painter.strokePath(body, _pen(colour.name(), r * 0.26))
        hook = QPainterPath(QPointF(at.x() - 0.3 * r, at.y() - 0.18 * r))
        hook.arcTo(QRectF(at.x() - 0.3 * r, at.y() - 0.5 * r, 0.6 * r, 0.6 * r), 180, -230)
        hook.lineTo(at.x(), at.y() + 0.25 * r)
        painter.strokePath(hook, _pen(colour.name(), r * 0.2))
        dot = QPainterPath()
        dot.addEllipse(QPointF(at.x(), at.y() + 0.52 * r), r * 0.13, r * 0.13)
        painter.fillPath(dot, QBrush(colour))
    else:
        _lines(painter, at, r, [(-0.6, 0), (0.6, 0)], colour.name(), 0.4)


def _lines(
    painter: QPainter,
    at: QPointF,
    r: float,
    points: list[tuple[float, float]],
    colour: str,
    width: float = 0.28,
) -> None:
    path = QPainterPath(QPointF(at.x() + points[0][0] * r, at.y() + points[0][1] * r))
    for x, y in points[1:]:
        path.lineTo(at.x() + x * r, at.y() + y * r)
    painter.strokePath(path, _pen(colour, width * r))


def _is_dark(colour: str) -> bool:
    return _light(colour) < 0.33


def _seen(colour: str) -> str:
    """The hue where it stands out from white, else dark ink: yellow lines on white are lost."""
    return colour if _light(colour) < 0.55 else TEXT


def _light(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2)."""
    c = QColor(colour)
    r, g, b = (
        v / 12.92 if v <= 0.04045 else math.pow((v + 0.055) / 1.055, 2.4)
        for v in (c.redF(), c.greenF(), c.blueF())
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
