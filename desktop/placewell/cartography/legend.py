"""The legend of a still map: a line for each thing that the view really shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from placewell.cartography.content import Drawn, MapContent, State
from placewell.cartography.gui import font
from placewell.cartography.still import draw_mark, symbol_px
from placewell.cartography.symbols import draw_symbol
from placewell.cartography.view import View
from placewell.domain.style import BLUE_LINE, RED_LINE, SECONDARY, TEXT, Style

ROW_PX, KEY_PX, COLUMN_PX = 17.0, 22.0, 190.0
Key = Callable[[QPainter, QPointF], None]
_STATES: tuple[tuple[State, str], ...] = (("planned", "Planned"), ("lost", "Closing, closed or lost"))


@dataclass(frozen=True)
class Entry:
    """One line: its words, and how its key is drawn round a point."""

    text: str
    key: Key


def entries(content: MapContent, view: View) -> list[Entry]:
    """What there is to explain, the site first; numbers count what lies within the view."""
    x0, y0, x1, y1 = view.box
    seen = [p for p in content.places if x0 <= p.x <= x1 and y0 <= p.y <= y1 and p.theme]
    size = max(symbol_px(view.m_px), 8.0)  # As large as on the map, so that the same sign stands in both.
    made = [Entry("Red line of the site", _line(RED_LINE, 2.5))] if content.site is not None else []
    if content.other_land is not None:
        made.append(Entry("Other land of the applicant", _line(BLUE_LINE, 2.0)))
    counts = Counter(p.theme for p in seen if p.state == "open")
    made += [Entry(f"{_said(t)} ({counts[t]:,})", _symbol(t, size, "open")) for t in sorted(counts)]
    for state, words in _STATES:
        some = [p for p in seen if p.state == state]
        if some:
            made.append(Entry(f"{words} ({len(some):,})", _symbol(some[0].theme, size, state)))
    for drawn in (*reversed(content.over), *content.under):
        if drawn.title and drawn.title not in {e.text for e in made} and _shows(drawn, view):
            made.append(Entry(drawn.title, _style(drawn.styling.plain)))
    return made


def _said(theme: str) -> str:
    return theme[:1].upper() + theme[1:]


def _shows(drawn: Drawn, view: View) -> bool:
    shapes = drawn.rows.geometry
    if shapes is None or view.m_px > drawn.until_m_px:
        return False
    return bool(shapely.intersects(shapes, shapely.box(*view.box)).any())


def _symbol(theme: str, size: float, state: State) -> Key:
    return lambda painter, at: draw_symbol(painter, at, theme, size, state)


def _line(colour: str, px: float, dashed: bool = False) -> Key:
    def key(painter: QPainter, at: QPointF) -> None:
        pen = QPen(QColor(colour), px)
        if dashed:
            pen.setDashPattern([2.5, 1.5])
        painter.setPen(pen)
        painter.drawLine(QPointF(at.x() - 7.5, at.y()), QPointF(at.x() + 7.5, at.y()))

    return key


def _style(style: Style) -> Key:
    if style.shape:
        return lambda painter, at: draw_mark(painter, at, style)
    if not style.fill:
        return _line(style.line, style.line_px, style.dashed)

    def key(painter: QPainter, at: QPointF) -> None:
        box = QRectF(at.x() - 7.5, at.y() - 5, 15, 10)
        colour = QColor(style.fill)
        colour.setAlphaF(style.opacity)
        painter.fillRect(box, colour)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(style.line or SECONDARY), style.line_px or 0.5))
        painter.drawRect(box)

    return key


def draw_legend(painter: QPainter, room: QRectF, made: Sequence[Entry]) -> int:
    """Draw lines down as many columns as there is room for; returns how many. What is left out is said to be."""
    columns = max(int(room.width() // COLUMN_PX), 1)
    rows = max(int((room.height() - 10) // ROW_PX), 1)
    fits = rows * columns
    shown = list(made) if len(made) <= fits else list(made[: fits - 1])
    painter.setPen(QColor(TEXT))
    painter.setFont(font(12, bold=True))
    painter.drawText(QPointF(room.x(), room.y() + 10), "Legend")
    set_in = font(11)
    wide = room.width() / columns
    metrics = QFontMetricsF(set_in)
    texts = [e.text for e in shown] + (
        [f"and {len(made) - len(shown)} more"] if len(shown) < len(made) else []
    )
    for n, text in enumerate(texts):
        column, row = divmod(n, rows)
        x, y = room.x() + column * wide, room.y() + 10 + (row + 1) * ROW_PX
        if n < len(shown):
            painter.save()
            shown[n].key(painter, QPointF(x + 7.5, y - 4))
            painter.restore()
        painter.setFont(set_in)
        painter.setPen(QColor(TEXT))
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide - KEY_PX)
        painter.drawText(QPointF(x + KEY_PX, y), short)
    return len(shown)
