"""Tools that change nothing: point at things, mark many of them, measure."""

from __future__ import annotations

import math
from itertools import pairwise

import shapely
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
)

from placewell.cartography.furniture import haloed
from placewell.cartography.view import View
from placewell.domain import style
from placewell.ui.canvas.tool import XY

CLICK_PX = 4.0
NEAR_PX = 9.0


class SelectTool(QObject):
    """Click for one thing, drag for a box, with Ctrl click corners for a polygon (double click closes); Shift adds."""

    pointed = Signal(float, float, bool)
    """A click, and whether it adds to what is selected."""
    grounded = Signal(object, bool)
    """A box or polygon, and whether it adds."""
    cleared = Signal()
    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._from: XY | None = None
        self._to: XY | None = None
        self._begun = QPointF()
        self.corners: list[XY] = []
        self._middle: XY = (0.0, 0.0)

    def press(self, event: QMouseEvent, xy: XY) -> bool:
        """Begin a click, a box or a corner."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.corners.append(xy)
            return True
        self._from = self._to = xy
        self._begun = event.position()
        return True

    def move(self, event: QMouseEvent, xy: XY) -> bool:
        """The box grows."""
        if self._from is None:
            return False
        self._to = xy
        return True

    def release(self, event: QMouseEvent, xy: XY) -> bool:
        """A click or a box."""
        if self._from is None:
            return False
        start, self._from = self._from, None
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        far = event.position() - self._begun
        if math.hypot(far.x(), far.y()) < CLICK_PX:
            self.pointed.emit(*xy, adds)
        else:
            self.grounded.emit(shapely.box(min(start[0], xy[0]), min(start[1], xy[1]), max(start[0], xy[0]), max(start[1], xy[1])), adds)  # fmt: skip
        return True

    def double(self, event: QMouseEvent, xy: XY) -> bool:
        """Close the polygon."""
        return self._close(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def key(self, event: QKeyEvent) -> bool:
        """Enter points at the middle of the map or closes the polygon, Esc clears."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._close(False):
                self.pointed.emit(*self._middle, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.corners = []
            self.cleared.emit()
            return True
        return False

    def paint(self, painter: QPainter, view: View) -> None:
        """The box or polygon so far."""
        self._middle = view.x, view.y
        painter.setPen(QPen(QColor(style.ACCENT), 1.5, Qt.PenStyle.DashLine))
        colour = QColor(style.ACCENT)
        colour.setAlpha(24)
        painter.setBrush(colour)
        turn = view.transform()
        if self._from is not None and self._to is not None:
            painter.drawRect(
                QRectF(turn.map(QPointF(*self._from)), turn.map(QPointF(*self._to))).normalized()
            )
        if self.corners:
            painter.drawPolygon([turn.map(QPointF(*c)) for c in self.corners])

    def _close(self, adds: bool) -> bool:
        corners, self.corners = list(dict.fromkeys(self.corners)), []
        if len(corners) < 3:
            return False
        self.grounded.emit(shapely.make_valid(shapely.Polygon(corners)), adds)
        return True


class MeasureTool(QObject):
    """Click along a way: each stretch and the whole are written; back at the first corner it is an area."""

    told = Signal(str)
    left = Signal()
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.corners: list[XY] = []
        self.closed = False
        self._now: XY | None = None
        self._view: View | None = None

    @property
    def words(self) -> str:
        """'1,234 m', or '0.42 ha, 280 m round'."""
        if len(self.corners) < 2:
            return ""
        if self.closed:
            ring = shapely.Polygon(self.corners)
            return f"{ring.area / 10_000:,.2f} ha, {ring.length:,.0f} m round"
        return f"{shapely.LineString(self.corners).length:,.0f} m"

    def press(self, event: QMouseEvent | None, xy: XY) -> bool:
        """One more corner; after a closed area a new measure begins."""
        if self.closed:
            self.corners, self.closed = [], False
        near = NEAR_PX * (self._view.m_px if self._view else 1.0)
        if len(self.corners) > 2 and math.dist(self.corners[0], xy) <= near:
            self.closed = True
        else:
            self.corners.append(xy)
        self._now = None
        if self.words:
            self.told.emit(f"{self.words}. Ctrl+C copies it, Esc clears.")
        return True

    def move(self, event: QMouseEvent, xy: XY) -> bool:
        """The stretch to the pointer."""
        self._now = xy if self.corners and not self.closed else None
        return self._now is not None

    def release(self, event: QMouseEvent, xy: XY) -> bool:
        """Nothing is held."""
        return True

    def double(self, event: QMouseEvent, xy: XY) -> bool:
        """The measure ends here."""
        self._now = None
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Enter puts a corner at the middle of the map, Ctrl+C copies, Backspace takes back, Esc clears and then leaves."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.words:
            QGuiApplication.clipboard().setText(self.words)
            self.told.emit(f"Copied: {self.words}")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._view is not None:
            self.press(None, (self._view.x, self._view.y))
        elif event.key() == Qt.Key.Key_Backspace and self.corners:
            self.corners.pop()
            self.closed = False
        elif event.key() == Qt.Key.Key_Escape:
            if not self.corners:
                self.left.emit()
            self.corners, self.closed, self._now = [], False, None
        else:
            return False
        return True

    def paint(self, painter: QPainter, view: View) -> None:
        """The way with its lengths."""
        self._view = view
        turn = view.transform()
        corners = self.corners + ([self._now] if self._now is not None else [])
        points = [turn.map(QPointF(*c)) for c in corners]
        if not points:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath(points[0])
        for p in points[1:]:
            path.lineTo(p)
        if self.closed:
            path.closeSubpath()
        for colour, px in ((style.WHITE, 5.0), (style.TEXT, 2.0)):
            painter.strokePath(path, QPen(QColor(colour), px))
        for (a, b), (p, q) in zip(pairwise(corners), pairwise(points), strict=True):
            if math.hypot(q.x() - p.x(), q.y() - p.y()) > 60:
                haloed(painter, (p + q) / 2 + QPointF(4, -4), f"{math.dist(a, b):,.0f} m", painter.font())
        whole = self.words if self._now is None else f"{shapely.LineString(corners).length:,.0f} m"
        if whole:
            font = painter.font()
            font.setBold(True)
            haloed(painter, points[-1] + QPointF(8, 16), whole, font)
