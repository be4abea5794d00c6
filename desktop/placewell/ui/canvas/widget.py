"""The map in the window: tiles drawn elsewhere, names and overlays over them, and hands to move it with."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from placewell.cartography.furniture import credits_box, draw_bar, draw_credits
from placewell.cartography.looks import LIGHT, Look
from placewell.cartography.scene import Scene
from placewell.cartography.tiles import MARGIN_TILES, Kept, TileKey, TileThread, tiles_of
from placewell.cartography.view import Box, View
from placewell.ui.canvas.tool import Tool

STEP_PX = 80.0
REST_MS = 90
FURNITURE_PX = 72
"""The strip along the bottom that bar and credits take."""
PX_M = 96 / 0.0254
"""Pixels to the metre of a screen, as scales are reckoned."""
_KEYS = {
    Qt.Key.Key_Left: QPointF(STEP_PX, 0),
    Qt.Key.Key_Right: QPointF(-STEP_PX, 0),
    Qt.Key.Key_Up: QPointF(0, STEP_PX),
    Qt.Key.Key_Down: QPointF(0, -STEP_PX),
}
Paint = Callable[[QPainter, View], None]


class MapWidget(QWidget):
    """Drag or use the arrows to move, turn the wheel, pinch or press + and - to come nearer, Home for all of it.

    A tool, where one is in hand, hears of everything first; the middle button and the space bar always pan.
    """

    viewChanged = Signal(object)
    pointed = Signal(float, float)
    _drawn = Signal(object, object)
    _named = Signal(int, object, object)

    def __init__(self, scene: Scene, look: Look = LIGHT) -> None:
        super().__init__()
        self.scene = scene
        self.look = look
        self.kept = Kept()
        self._version = 1
        self._view: View | None = None
        self._names: tuple[View, QPixmap] | None = None
        self._furniture: tuple[tuple[float, int, int], QPixmap] | None = None
        self._overlays: list[tuple[int, Paint]] = []
        self._tool: Tool | None = None
        self._held_at: QPointF | None = None
        self._space = False
        self._paints = 0
        self._drawn.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._named.connect(self._take_names, Qt.ConnectionType.QueuedConnection)
        self._thread: TileThread | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._ask_names)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Map of the project")
        self.setAccessibleDescription(
            "Arrow keys move the map, plus and minus change its scale; the table lists the same things."
        )

    # -- what is shown

    @property
    def view(self) -> View:
        """What is shown; at first the whole project."""
        if self._view is None:
            self._view = _neat(View.of(self.scene.box, self.width(), self.height()))
        return self._view

    @property
    def scale(self) -> int:
        """The n of 1:n."""
        return round(self.view.m_px * PX_M)

    def set_scene(self, scene: Scene) -> None:
        """Show other layers; where the map is looked at stays."""
        self.scene = scene
        self._anew()

    def set_look(self, look: Look) -> None:
        """Other colours."""
        if look != self.look:
            self.look = look
            self._anew()

    def look_at(self, view: View) -> None:
        """Show this view."""
        self._look(view)

    def show_all(self) -> None:
        """The whole project."""
        self._look(View.of(self.scene.box, self.width(), self.height()))

    def show_box(self, box: Box, margin: float = 0.1) -> None:
        """A box whole, with a margin (a share of its size)."""
        self._look(View.of(box, self.width(), self.height(), margin))

    def centre_on(self, x: float, y: float, m_px: float | None = None) -> None:
        """A place in the middle, at a scale where one is given."""
        self._look(replace(self.view, x=x, y=y, m_px=m_px or self.view.m_px))

    def show_scale(self, n: float) -> None:
        """The same middle at 1:n."""
        self._look(replace(self.view, m_px=n / PX_M))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Come nearer (over 1) or go farther, about a pixel or the middle."""
        self._look(self.view.zoomed(factor, at or QPointF(self.width() / 2, self.height() / 2)))

    def add_overlay(self, paint: Paint, order: int) -> Callable[[], None]:
        """Something painted over the map at every turn, lower orders first; the result takes it off again."""
        item = (order, paint)
        self._overlays.append(item)
        self._overlays.sort(key=lambda o: o[0])

        def off() -> None:
            if item in self._overlays:
                self._overlays.remove(item)
                self.update()

        return off

    def set_tool(self, tool: Tool | None) -> None:
        """Take a tool in hand; None for moving the map alone."""
        self._tool = tool
        self.setCursor(Qt.CursorShape.OpenHandCursor if tool is None else tool.cursor)
        self.update()

    # -- drawing

    def settle(self, seconds: float = 60.0) -> None:
        """Wait until everything in sight is drawn, names too: for pictures and tests. Raises TimeoutError."""
        self.repaint()
        self._rest.stop()
        self._ask_names()
        end = time.monotonic() + seconds
        while not self._all_there():
            QCoreApplication.processEvents()
            time.sleep(0.002)
            if time.monotonic() > end:
                raise TimeoutError("the map was not drawn in time")
        self.repaint()

    def stop(self) -> None:
        """End the drawing thread."""
        self._rest.stop()
        if self._thread is not None:
            self._thread.stop()
            self._thread = None

    def _all_there(self) -> bool:
        keys = tiles_of(self.view, self._version)
        named = self._names is not None and self._names[0] == self.view
        return named and all(k in self.kept for k in keys)

    def _anew(self) -> None:
        # The tiles of before stand in until the new ones are drawn.
        self.kept.forget_before(self._version)
        self._version += 1
        self._names = self._furniture = None
        if self._thread is not None:
            self._thread.show(self.scene, self.look, self.devicePixelRatioF())
        self._ask()
        self.update()

    def _look(self, view: View) -> None:
        self._view = _neat(view)
        self._ask()
        self.viewChanged.emit(self._view)
        self.update()

    def _ask(self) -> None:
        if not self.isVisible():
            return
        if self._thread is None:
            self._thread = TileThread(self._drawn.emit, self._named.emit)
            self._thread.show(self.scene, self.look, self.devicePixelRatioF())
        near = tiles_of(self.view, self._version)
        round_them = [k for k in tiles_of(self.view, self._version, MARGIN_TILES) if k not in near]
        self._thread.want([k for k in (*near, *round_them) if k not in self.kept])
        self._rest.start(REST_MS)

    def _ask_names(self) -> None:
        self._ask_now = True
        if self._thread is None:
            self._ask()
        if self._thread is not None:
            wanted = [k for k in tiles_of(self.view, self._version) if k not in self.kept]
            self._thread.want(wanted, (self._version, self.view))

    @Slot(object, object)
    def _take(self, key: TileKey, picture: QImage) -> None:
        if key.version == self._version:
            self.kept.put(key, picture)
            if key.m_px == self.view.m_px:
                self.update(key.place(self.view).toAlignedRect())

    @Slot(int, object, object)
    def _take_names(self, version: int, view: View, picture: QImage) -> None:
        if version == self._version:
            self._names = view, QPixmap.fromImage(picture)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        view = self.view
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        self._tiles(painter, view)
        if self._names is not None:
            self._paint_names(painter, view)
        for _, paint in self._overlays:
            paint(painter, view)
        if self._tool is not None:
            self._tool.paint(painter, view)
        self._paint_furniture(painter, view)
        if self.hasFocus():
            painter.setPen(QPen(QColor("#00657A" if self.look.name in ("light", "print") else "#4FC3D9"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(1, 1, self.width() - 2, self.height() - 2))
        painter.end()

    def _tiles(self, painter: QPainter, view: View) -> None:
        keys = tiles_of(view, self._version)
        missing = [k for k in keys if k not in self.kept]
        if missing:
            painter.fillRect(QRectF(0, 0, view.width, view.height), QColor(self.look.land))
            room = QRectF(0, 0, view.width, view.height)
            for other in self.kept.others(keys[0]):
                place = other.place(view)
                if place.intersects(room):
                    picture = self.kept.get(other)
                    assert picture is not None
                    painter.drawImage(place, picture)
        for key in keys:
            picture = self.kept.get(key)
            if picture is not None:
                painter.drawImage(key.place(view).topLeft(), picture)

    def _paint_names(self, painter: QPainter, view: View) -> None:
        """Names go along while the map moves; at another scale they are out of place and wait."""
        assert self._names is not None
        then, picture = self._names
        if then.m_px != view.m_px:
            return
        x = (then.box[0] - view.box[0]) / view.m_px
        y = (view.box[3] - then.box[3]) / view.m_px
        painter.drawPixmap(QPointF(round(x), round(y)), picture)

    def _paint_furniture(self, painter: QPainter, view: View) -> None:
        """Bar and credits, kept as a picture: setting their lines afresh at every turn would cost more than the map."""
        wanted = (view.m_px, view.width, view.height)
        if self._furniture is None or self._furniture[0] != wanted:
            ratio = self.devicePixelRatioF()
            high = max(FURNITURE_PX, credits_box(self.font(), view, self.scene.credits).height() + 10)
            picture = QPixmap(round(view.width * ratio), round(high * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            made = QPainter(picture)
            made.setRenderHint(QPainter.RenderHint.Antialiasing)
            made.setFont(self.font())
            made.translate(0, high - view.height)
            inks = (self.look.label, self.look.halo)
            draw_credits(made, view, self.scene.credits, inks)
            draw_bar(made, view, inks)
            made.end()
            self._furniture = wanted, picture
        picture = self._furniture[1]
        painter.drawPixmap(QPointF(0, view.height - picture.deviceIndependentSize().height()), picture)

    # -- hands

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._view is not None:
            self._look(self._view.sized(self.width(), self.height()))

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._look(self.view.sized(self.width(), self.height()))

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom(max(1.0 + event.value(), 0.2), event.position())
            return True
        if event.type() in (QEvent.Type.ScreenChangeInternal, QEvent.Type.DevicePixelRatioChange):
            self._anew()  # Another screen may have other pixels.
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(2.0 ** (event.angleDelta().y() / 240), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if left and not self._space and self._tool is not None and self._tool.press(event, self._at(event)):
            self.update()
            return
        if left or event.button() == Qt.MouseButton.MiddleButton:
            self._held_at = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(*self._at(event))
        if self._held_at is not None:
            by = event.position() - self._held_at
            self._look(self.view.moved(by))
            self._held_at = event.position()
        elif self._tool is not None and self._tool.move(event, self._at(event)):
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held_at is None and self._tool is not None and event.button() == Qt.MouseButton.LeftButton:
            self._tool.release(event, self._at(event))
            self.update()
        self._held_at = None
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._tool is None else self._tool.cursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._tool is None or not self._tool.double(event, self._at(event)):
            self.zoom(2.0, event.position())
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._tool is not None and self._tool.key(event):
            self.update()
            return
        key = Qt.Key(event.key())
        if key in _KEYS:
            self._look(self.view.moved(_KEYS[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(2**0.5)
        elif key == Qt.Key.Key_Minus:
            self.zoom(2**-0.5)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        elif key == Qt.Key.Key_Space:
            self._space = True
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        super().focusOutEvent(event)
        self.update()

    def _at(self, event: QMouseEvent) -> tuple[float, float]:
        return self.view.ground(event.position())


def _neat(view: View) -> View:
    """The scale to six figures, so that going in and out again comes to the very same tiles."""
    return replace(view, m_px=float(f"{view.m_px:.6g}"))
