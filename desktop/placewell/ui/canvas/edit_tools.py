"""Tools that change the scheme: take hold and drag, draw its red line, put down entrances and what it brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from shapely.geometry.base import BaseGeometry

from placewell.assess.proposal import Proposal
from placewell.cartography.view import View
from placewell.ui.canvas.scheme import paint_drawing
from placewell.ui.live import Live
from placewell.work.scheme_edits import Handle, handles, moved, without

GRAB_PX = 8.0
SNAP_PX = 10.0
NUDGE_M, FAR_NUDGE_M = 1.0, 10.0
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
XY = tuple[float, float]


class DragTool(QObject):
    """Take hold of the scheme, a block, an entrance or what it brings, and move it: findings follow the hand.

    Releasing keeps the move, Esc takes it back. Arrow keys nudge what was last taken hold of by a metre, with
    Shift by ten; Enter keeps the nudges.
    """

    shown = Signal(object)
    """The proposal as it would be (None: as it is kept)."""
    told = Signal(str)
    took = Signal(object)
    """What was taken hold of (a `Handle`)."""

    def __init__(self, live: Live, view: Callable[[], View], parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._view = live, view
        self.held: Handle | None = None
        self.now: Proposal | None = None
        self._from: XY | None = None
        self._by: XY = (0.0, 0.0)
        live.assessed.connect(self._fresh)

    cursor = Qt.CursorShape.OpenHandCursor

    def handle_at(self, xy: XY) -> Handle | None:
        """What lies under a place on the ground, points before grounds."""
        proposal = self._live.proposal
        if proposal is None:
            return None
        at, near = shapely.Point(xy), GRAB_PX * self._view().m_px
        for handle, _, shape in handles(proposal):
            if shapely.dwithin(shape, at, near):
                return handle
        return None

    def press(self, event: QMouseEvent, xy: XY) -> bool:
        """Take hold of what is there; where nothing is, the map is panned instead."""
        self.cancel()
        self.held = self.handle_at(xy)
        self._from = xy if self.held is not None else None
        if self.held is not None:
            self.took.emit(self.held)
            self.shown.emit(None)
        return self.held is not None

    def move(self, event: QMouseEvent, xy: XY) -> bool:
        """Findings follow."""
        if self._from is None or self.held is None:
            return False
        self._to(xy[0] - self._from[0], xy[1] - self._from[1])
        return True

    def release(self, event: QMouseEvent, xy: XY) -> bool:
        """Keep it where it is now."""
        if self._from is None:
            return False
        self._from = None
        self._keep()
        return True

    def double(self, event: QMouseEvent, xy: XY) -> bool:
        """Nothing more than a click."""
        return False

    def key(self, event: QKeyEvent) -> bool:
        """Arrows nudge, Enter keeps, Esc takes back."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.now is not None:
            self.cancel()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.now is not None:
            self._keep()
            return True
        if key == Qt.Key.Key_Delete and self.held is not None:
            self.take_out()
            return True
        if key in _ARROWS and self.held is not None:
            far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step = FAR_NUDGE_M if far else NUDGE_M
            dx, dy = _ARROWS[key]
            self._to(self._by[0] + dx * step, self._by[1] + dy * step)
            return True
        return False

    def hold(self, handle: Handle) -> None:
        """Take hold without a mouse."""
        self.cancel()
        self.held = handle
        self.shown.emit(None)

    def shift(self, by_x_m: float, by_y_m: float) -> None:
        """Move what is held by so many metres and keep it: numbers typed."""
        if self.held is not None:
            self._to(by_x_m, by_y_m)
            self._keep()

    def take_out(self) -> None:
        """Take what is held out of the scheme."""
        now, held = self._live.proposal, self.held
        if now is None or held is None:
            return
        self.cancel()
        fresh = self._live.desk.do(lambda _: without(now, held))
        if fresh is not None:
            self.held = None
            self._live.let_go(fresh)

    def cancel(self) -> None:
        """Back to where it was."""
        was, self.now, self._by, self._from = self.now, None, (0.0, 0.0), None
        if was is not None:
            self.shown.emit(None)
            self._live.let_go(None)
            self.told.emit("Left where it was.")

    def paint(self, painter: QPainter, view: View) -> None:
        """The scheme is painted by the overlay."""

    def _to(self, dx: float, dy: float) -> None:
        if self.held is None or self._live.proposal is None:
            return
        self._by = dx, dy
        self.now = moved(self._live.proposal, self.held, dx, dy)
        self.shown.emit(self.now)
        self._live.follow_to(self.now)

    def _keep(self) -> None:
        now, self.now, self._by = self.now, None, (0.0, 0.0)
        if now is not None:
            self._live.let_go(now)
            self.shown.emit(None)

    def _fresh(self) -> None:
        self.now, self._by = None, (0.0, 0.0)
        self.shown.emit(None)


class DrawTool(QObject):
    """Draw a line round something or along a way, or move the corners of the red line that is there.

    A click puts a corner down, a double click or Enter closes the line, Backspace takes the last corner back,
    Esc leaves all as it was. Corners snap to what is near; with Alt they do not.
    """

    done = Signal(object)
    """What was drawn: a polygon, or a line for a way."""
    left = Signal()
    told = Signal(str)
    changed = Signal()

    def __init__(
        self, view: Callable[[], View], snap: Callable[[XY, float], XY | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._view, self._snap = view, snap
        self.corners: list[XY] = []
        self.closed = self.along = False
        self._held: int | None = None

    cursor = Qt.CursorShape.CrossCursor

    def begin(self, shape: BaseGeometry | None = None, along: bool = False) -> None:
        """Start afresh, or with the corners of a line that is there; `along` draws a way, which does not close."""
        self.corners, self.closed, self._held, self.along = [], False, None, along
        if shape is not None and shape.geom_type in ("Polygon", "MultiPolygon"):
            outer = max(shapely.get_parts(shape), key=lambda p: p.area)
            self.corners = [(float(x), float(y)) for x, y in outer.exterior.coords[:-1]]
            self.closed = True
        self.changed.emit()

    def press(self, event: QMouseEvent, xy: XY) -> bool:
        """A new corner, or hold of one that is there."""
        near = GRAB_PX * self._view().m_px
        for n, corner in enumerate(self.corners):
            if np.hypot(corner[0] - xy[0], corner[1] - xy[1]) <= near:
                if n == 0 and not self.closed and not self.along and len(self.corners) > 2:
                    self.finish()
                    return True
                self._held = n
                return True
        if self.closed:
            return False
        self.add(*self._snapped(event, xy))
        return True

    def move(self, event: QMouseEvent, xy: XY) -> bool:
        """Move the corner that is held."""
        if self._held is None:
            return False
        self.corners[self._held] = self._snapped(event, xy)
        self.changed.emit()
        return True

    def release(self, event: QMouseEvent, xy: XY) -> bool:
        """Let go of the corner."""
        was, self._held = self._held, None
        return was is not None

    def double(self, event: QMouseEvent, xy: XY) -> bool:
        """Close the line."""
        self.finish()
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Enter closes, Backspace takes back, Esc leaves."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif key == Qt.Key.Key_Backspace and self.corners and not self.closed:
            self.corners.pop()
            self.changed.emit()
        elif key == Qt.Key.Key_Escape:
            self.begin()
            self.left.emit()
        else:
            return False
        return True

    def add(self, x: float, y: float) -> None:
        """One more corner, by mouse or typed."""
        self.corners.append((x, y))
        self.told.emit(
            f"{len(self.corners)} corner{'s' if len(self.corners) > 1 else ''}."
            f" Enter {'ends the way' if self.along else 'closes the line'}."
        )
        self.changed.emit()

    def finish(self) -> None:
        """Close the line and hand it over; a line that encloses nothing is said."""
        corners = list(dict.fromkeys(self.corners))
        if len(corners) < (2 if self.along else 3):
            self.told.emit(
                "A way needs at least two points."
                if self.along
                else "An outline needs at least three corners."
            )
            return
        if self.along:
            self.done.emit(shapely.LineString(corners))
            return
        self.done.emit(shapely.Polygon(corners))

    def paint(self, painter: QPainter, view: View) -> None:
        """The line so far."""
        if self.corners:
            paint_drawing(painter, view, self.corners, self.closed)

    def _snapped(self, event: QMouseEvent, xy: XY) -> XY:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return xy
        return self._snap(xy, SNAP_PX * self._view().m_px) or xy


class PlaceTool(QObject):
    """Put one thing down with a click, or at the middle of the map with Enter."""

    placed = Signal(float, float)
    left = Signal()

    def __init__(self, view: Callable[[], View], parent: QObject) -> None:
        super().__init__(parent)
        self._view = view

    cursor = Qt.CursorShape.CrossCursor

    def press(self, event: QMouseEvent, xy: XY) -> bool:
        """Here."""
        self.placed.emit(*xy)
        return True

    def move(self, event: QMouseEvent, xy: XY) -> bool:
        """Nothing is held."""
        return False

    def release(self, event: QMouseEvent, xy: XY) -> bool:
        """Nothing was held."""
        return True

    def double(self, event: QMouseEvent, xy: XY) -> bool:
        """Nothing more than a click."""
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Enter puts it at the middle of the map, Esc leaves."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            view = self._view()
            self.placed.emit(view.x, view.y)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def paint(self, painter: QPainter, view: View) -> None:
        """A cross at the middle, where Enter puts it."""
        x, y = view.width / 2, view.height / 2
        painter.drawLine(int(x - 8), int(y), int(x + 8), int(y))
        painter.drawLine(int(x), int(y - 8), int(x), int(y + 8))


class Snapper:
    """The nearest corner, else the nearest side, of some shapes."""

    def __init__(self, shapes: Sequence[BaseGeometry]) -> None:
        self._tree = shapely.STRtree(np.asarray(shapes, dtype=object))

    def __call__(self, xy: XY, within_m: float) -> XY | None:
        """Where a place snaps to, or None where nothing is near."""
        at = shapely.Point(xy)
        near = self._tree.query(at, predicate="dwithin", distance=within_m)
        if not len(near):
            return None
        shapes = self._tree.geometries[near]
        corners = shapely.get_coordinates(shapes)
        far = np.hypot(*(corners - xy).T)
        if far.min() <= within_m:
            x, y = corners[far.argmin()]
            return float(x), float(y)
        edges = shapely.boundary(shapes) if shapely.get_dimensions(shapes[0]) == 2 else shapes
        edge = edges[shapely.distance(edges, at).argmin()]
        if shapely.distance(edge, at) > within_m:
            return None
        met = edge.interpolate(edge.project(at))
        return float(met.x), float(met.y)
