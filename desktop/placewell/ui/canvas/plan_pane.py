"""A page of a plan to point at: turned by the wheel and dragged like the map."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from placewell.ui.canvas.point_tool import paint_mark

_STILL_PX = 4.0
_NEAREST, _FARTHEST = 16.0, 0.02
STEP_PX = 60.0
NEAR_PX = 8.0
_KEYS = {
    Qt.Key.Key_Left: QPointF(STEP_PX, 0),
    Qt.Key.Key_Right: QPointF(-STEP_PX, 0),
    Qt.Key.Key_Up: QPointF(0, STEP_PX),
    Qt.Key.Key_Down: QPointF(0, -STEP_PX),
}
XY = tuple[float, float]


class PlanPane(QWidget):
    """Click to point, drag or use the arrows to move, turn the wheel or press + and - to come nearer, Home for all.

    Enter points at the middle. Places are millimetres from the page's lower left corner.
    """

    pointed = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self._picture, self._scaled = QPixmap(), QPixmap()
        self._mm: XY = (1.0, 1.0)
        self._px_mm = 1.0
        self._at = QPointF(0, 0)
        """Where the page's upper left corner is."""
        self._marks: list[tuple[XY, str, bool]] = []
        self._held: QPointF | None = None
        self._from: QPointF | None = None
        self._whole = True
        self.setMinimumSize(240, 180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("The plan's page")
        self.setAccessibleDescription(
            "Arrow keys move the page, plus and minus change its size, Enter points at its middle."
        )

    def show_page(self, png: bytes, wide_mm: float, high_mm: float) -> None:
        """Another page, whole."""
        self._picture, self._scaled = QPixmap(), QPixmap()
        self._picture.loadFromData(png, "PNG")
        self._mm, self._marks = (wide_mm, high_mm), []
        self.show_all()

    def show_marks(self, marks: Sequence[tuple[XY, str, bool]]) -> None:
        """Places with their numbers, and whether each still waits for its fellow on the map."""
        self._marks = list(marks)
        self.update()

    def show_all(self) -> None:
        """The whole page."""
        self._whole = True
        self._px_mm = min((self.width() - 12) / self._mm[0], (self.height() - 12) / self._mm[1])
        self._at = QPointF(
            (self.width() - self._mm[0] * self._px_mm) / 2, (self.height() - self._mm[1] * self._px_mm) / 2
        )
        self.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Come nearer (over 1) or go farther, about a pixel or the middle."""
        at = at or QPointF(self.width() / 2, self.height() / 2)
        fresh = min(max(self._px_mm * factor, _FARTHEST), _NEAREST * 4)
        self._at = at + (self._at - at) * (fresh / self._px_mm)
        self._px_mm, self._whole = fresh, False
        self.update()

    @property
    def near_mm(self) -> float:
        """How near on the page a hand points."""
        return NEAR_PX / self._px_mm

    def place_of(self, x: float, y: float) -> QPointF:
        """Where a place of the page (mm) is in the widget."""
        return self._at + QPointF(x * self._px_mm, (self._mm[1] - y) * self._px_mm)

    def mm_at(self, at: QPointF) -> XY:
        """The place of the page (mm) under a pixel."""
        by = (at - self._at) / self._px_mm
        return by.x(), self._mm[1] - by.y()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#8A949E"))
        if not self._picture.isNull():
            size = self._mm[0] * self._px_mm, self._mm[1] * self._px_mm
            picture = self._small(round(size[0]))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(QRectF(self._at.x(), self._at.y(), *size), picture, QRectF(picture.rect()))
        for (x, y), word, pending in self._marks:
            paint_mark(painter, self.place_of(x, y), word, pending)
        if self.hasFocus():
            painter.setPen(QColor("#00657A"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _small(self, wide: int) -> QPixmap:
        """The picture, where it is shown smaller averaged: thin lines would fall between the pixels."""
        if wide >= self._picture.width():
            return self._picture
        if self._scaled.width() != wide:
            self._scaled = self._picture.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        return self._scaled

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._whole:
            self.show_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(2.0 ** (event.angleDelta().y() / 240), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._held = self._from = event.position()
            self.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None or self._from is None:
            return
        if (event.position() - self._from).manhattanLength() > _STILL_PX or not self._whole:
            self._at += event.position() - self._held
            self._whole = False
            self.update()
        self._held = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        start, self._held, self._from = self._from, None, None
        if start is None or event.button() != Qt.MouseButton.LeftButton or self._picture.isNull():
            return
        if (event.position() - start).manhattanLength() <= _STILL_PX:
            self._point(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            self._at += _KEYS[key]
            self._whole = False
            self.update()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(2**0.5)
        elif key == Qt.Key.Key_Minus:
            self.zoom(2**-0.5)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._point(QPointF(self.width() / 2, self.height() / 2))
        else:
            super().keyPressEvent(event)

    def _point(self, at: QPointF) -> None:
        x, y = self.mm_at(at)
        if 0 <= x <= self._mm[0] and 0 <= y <= self._mm[1]:
            self.pointed.emit(x, y)
