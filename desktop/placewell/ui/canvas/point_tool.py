"""Pointing at one place on the map, snapped to what is near: for the known points of a plan."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPen

from placewell.cartography.view import View
from placewell.ui.canvas.edit_tools import SNAP_PX, XY, PlaceTool

MARK_PX = 9.0
INK, PAPER = "#7A1FA2", "#FFFFFF"
"""Of no other mark on the map."""


class PointTool(PlaceTool):
    """As putting a thing down, but what is pointed at snaps to what is near; Alt keeps it from that."""

    def __init__(self, view: Callable[[], View], snap: Callable[[XY, float], XY], parent: QObject) -> None:
        super().__init__(view, parent)
        self._snap = snap

    def press(self, event: QMouseEvent, xy: XY) -> bool:
        """Here."""
        if not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            xy = self._snap(xy, SNAP_PX * self._view().m_px)
        return super().press(event, xy)


def paint_mark(painter: QPainter, at: QPointF, word: str, pending: bool = False) -> None:
    """A numbered mark with a white edge; hollow while its fellow on the other side is still to come."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, px in ((PAPER, 4.0), (INK, 1.6)):
        painter.setPen(QPen(QColor(colour), px))
        painter.drawLine(QPointF(at.x() - MARK_PX, at.y()), QPointF(at.x() + MARK_PX, at.y()))
        painter.drawLine(QPointF(at.x(), at.y() - MARK_PX), QPointF(at.x(), at.y() + MARK_PX))
    box = QRectF(at.x() + 5, at.y() - 21, 17, 17)
    painter.setPen(QPen(QColor(INK), 1.6))
    painter.setBrush(QColor(PAPER if pending else INK))
    painter.drawEllipse(box)
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(11)
    painter.setFont(font)
    painter.setPen(QColor(INK if pending else PAPER))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
    painter.restore()
