"""The map in the window: drag to move, turn the wheel to come nearer; arrows, + and - do the same."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from placewell.cartography.draw import draw
from placewell.cartography.furniture import draw_bar, draw_credits
from placewell.cartography.labels import draw_labels
from placewell.cartography.view import View
from placewell.ui.canvas.content import Content

STEP_PX = 80.0
_KEYS = {
    Qt.Key.Key_Left: QPointF(STEP_PX, 0),
    Qt.Key.Key_Right: QPointF(-STEP_PX, 0),
    Qt.Key.Key_Up: QPointF(0, STEP_PX),
    Qt.Key.Key_Down: QPointF(0, -STEP_PX),
}


class MapWidget(QWidget):
    """Draws one project's content. What was drawn is kept, so that uncovering the window costs nothing."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.content = content
        self._view: View | None = None
        self._kept: QPixmap | None = None
        self._held_at: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName("Map of the project")

    @property
    def view(self) -> View:
        """What is shown; at first the whole project."""
        if self._view is None:
            self._view = View.of(self.content.box, self.width(), self.height())
        return self._view

    def show_all(self) -> None:
        """Back to the whole project."""
        self._look(View.of(self.content.box, self.width(), self.height()))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Come nearer (over 1) or go farther, about a pixel or the middle."""
        self._look(self.view.zoomed(factor, at or QPointF(self.width() / 2, self.height() / 2)))

    def _look(self, view: View) -> None:
        self._view, self._kept = view, None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._kept is None:
            ratio = self.devicePixelRatioF()
            self._kept = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            self._kept.setDevicePixelRatio(ratio)
            painter = QPainter(self._kept)
            painter.setFont(self.font())
            draw(painter, self.view, self.content.sheets, ratio)
            draw_labels(painter, self.view, self.content.labels)
            draw_bar(painter, self.view)
            draw_credits(painter, self.view, self.content.credits)
            painter.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._kept)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._view is not None:
            self._view = self._view.sized(self.width(), self.height())
        self._kept = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(2.0 ** (event.angleDelta().y() / 240), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held_at = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held_at is not None:
            self._look(self.view.moved(event.position() - self._held_at))
            self._held_at = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held_at = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            self._look(self.view.moved(_KEYS[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1.5)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / 1.5)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        else:
            super().keyPressEvent(event)
