"""The map cut into tiles, drawn by one thread of its own and kept, so that moving the map never waits for drawing.

Two ways were weighed: tiles at powers of two, scaled in between, or tiles at the very scale that is shown. The
second was taken: what is at rest is always sharp, and while a scale is new the old one's tiles stand in, stretched.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from placewell.cartography.content import MapContent
from placewell.cartography.ground import draw_ground, symbol_px
from placewell.cartography.looks import LIGHT, Look
from placewell.cartography.naming import draw_names
from placewell.cartography.scene import Scene
from placewell.cartography.view import View

TILE_PX = 256
MARGIN_TILES = 1
"""So many tiles round what is seen are drawn ahead."""
PLACE_NAMES_M_PX = 1.5
"""Names of places stand beside badges only: farther out they would bury the streets."""
LEAST_BYTES = 96 * 2**20


@dataclass(frozen=True)
class TileKey:
    """Which tile: of which scene and look (`version`), at which scale, in which column and row of the ground."""

    version: int
    m_px: float
    column: int
    row: int

    @property
    def side_m(self) -> float:
        """How much ground it covers."""
        return TILE_PX * self.m_px

    @property
    def view(self) -> View:
        """The tile as a view of its own."""
        x, y = (self.column + 0.5) * self.side_m, (self.row + 0.5) * self.side_m
        return View(x, y, self.m_px, TILE_PX, TILE_PX)

    def place(self, view: View) -> QRectF:
        """Where it lies in a view, in pixels; whole ones at its own scale, so that it stays sharp."""
        x0, _, _, y1 = view.box
        left = (self.column * self.side_m - x0) / view.m_px
        top = (y1 - (self.row + 1) * self.side_m) / view.m_px
        side = self.side_m / view.m_px
        if self.m_px == view.m_px:
            left, top = round(left), round(top)
        return QRectF(left, top, side, side)


def tiles_of(view: View, version: int, margin: int = 0) -> list[TileKey]:
    """The tiles that a view shows (and `margin` more on every side), those nearest to its middle first."""
    side = TILE_PX * view.m_px
    x0, y0, x1, y1 = view.box
    columns = range(math.floor(x0 / side) - margin, math.floor(x1 / side) + margin + 1)
    rows = range(math.floor(y0 / side) - margin, math.floor(y1 / side) + margin + 1)
    found = [TileKey(version, view.m_px, c, r) for c in columns for r in rows]
    return sorted(
        found, key=lambda k: math.hypot((k.column + 0.5) * side - view.x, (k.row + 0.5) * side - view.y)
    )


def draw_tile(key: TileKey, scene: Scene, look: Look, ratio: float) -> QImage:
    """One tile. Things that reach over its edge are drawn in both, so that no seam shows."""
    side = round(TILE_PX * ratio)
    picture = QImage(side, side, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    draw_ground(painter, key.view, scene, look, ratio)
    painter.end()
    return picture


def draw_name_sheet(view: View, scene: Scene, look: Look, ratio: float) -> QImage:
    """All names of a view at once, on a clear ground: placed together, none collides or is cut at a tile's edge."""
    picture = QImage(
        round(view.width * ratio), round(view.height * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    streets = next((la.rows for la in scene.layers if la.sort == "streets" and la.shown(view.m_px)), None)
    content = MapContent(view.box, streets=streets, names=scene.names)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inks = None if look.name in ("light", "print") else (look.label, look.halo)
    draw_names(painter, view, content, symbol_px(view.m_px), inks=inks, places_until_m_px=PLACE_NAMES_M_PX)
    painter.end()
    return picture


class Kept:
    """Tiles that were drawn, the least lately used given up first once they take too much room."""

    def __init__(self, most_bytes: int = LEAST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._held: OrderedDict[TileKey, QImage] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, key: TileKey) -> bool:
        return key in self._held

    def get(self, key: TileKey) -> QImage | None:
        """A tile, counted as used now."""
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        return None

    def put(self, key: TileKey, picture: QImage) -> None:
        """Keep a tile."""
        if key in self._held:
            self.bytes -= self._held.pop(key).sizeInBytes()
        self._held[key] = picture
        self.bytes += picture.sizeInBytes()
        while self.bytes > self.most_bytes and len(self._held) > 1:
            _, old = self._held.popitem(last=False)
            self.bytes -= old.sizeInBytes()

    def others(self, key: TileKey) -> list[TileKey]:
        """Tiles of other scales (or of the version before), coarsest first: what stands in until the right ones are there."""
        held = [k for k in self._held if (k.version, k.m_px) != (key.version, key.m_px)]
        return sorted(held, key=lambda k: (k.version, -k.m_px))

    def forget_before(self, version: int) -> None:
        """Give up tiles older than a version."""
        for key in [k for k in self._held if k.version < version]:
            self.bytes -= self._held.pop(key).sizeInBytes()


Done = Callable[[TileKey, QImage], None]
Named = Callable[[int, View, QImage], None]


class TileThread:
    """Draws what is wanted, in the order wanted; a new wish takes the place of the old. Callbacks run in the thread."""

    def __init__(self, done: Done, named: Named) -> None:
        self._done, self._named = done, named
        self._wish = threading.Condition()
        self._todo: list[TileKey] = []
        self._names: tuple[int, View] | None = None
        self._scene: tuple[Scene, Look, float] | None = None
        self._going = True
        self._busy = False
        self._thread = threading.Thread(target=self._work, name="placewell map", daemon=True)
        self._thread.start()

    def show(self, scene: Scene, look: Look = LIGHT, ratio: float = 1.0) -> None:
        """Draw this from now on."""
        with self._wish:
            self._scene, self._todo, self._names = (scene, look, ratio), [], None

    def want(self, keys: Sequence[TileKey], names: tuple[int, View] | None = None) -> None:
        """Draw these, first to last, then the names of a view."""
        with self._wish:
            self._todo = list(keys)
            self._names = names or self._names
            self._wish.notify()

    @property
    def idle(self) -> bool:
        """Whether nothing is left to draw."""
        with self._wish:
            return not self._todo and self._names is None and not self._busy

    def stop(self) -> None:
        """End the thread; returns once it has ended."""
        with self._wish:
            self._going = False
            self._wish.notify()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._wish:
                self._busy = False
                while self._going and not self._todo and self._names is None:
                    self._wish.wait()
                if not self._going:
                    return
                assert self._scene is not None
                scene, look, ratio = self._scene
                key = self._todo.pop(0) if self._todo else None
                names = None
                if key is None:
                    names, self._names = self._names, None
                self._busy = True
            if key is not None:
                self._done(key, draw_tile(key, scene, look, ratio))
            elif names is not None:
                version, view = names
                self._named(version, view, draw_name_sheet(view, scene, look, ratio))
