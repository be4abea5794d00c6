"""What a tool is to the map: it hears of presses, moves and keys before the map does, and paints over it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from placewell.cartography.view import View

XY = tuple[float, float]
"""A place on the ground: easting and northing."""


class Tool(Protocol):
    """Each method says whether it took the event; what it leaves, the map uses for panning."""

    @property
    def cursor(self) -> Qt.CursorShape:
        """The pointer's shape while the tool is in hand."""

    def press(self, event: QMouseEvent, xy: XY) -> bool:
        """The left button went down at a place."""

    def move(self, event: QMouseEvent, xy: XY) -> bool:
        """The pointer moved."""

    def release(self, event: QMouseEvent, xy: XY) -> bool:
        """The left button came up."""

    def double(self, event: QMouseEvent, xy: XY) -> bool:
        """A second press, soon after the first."""

    def key(self, event: QKeyEvent) -> bool:
        """A key went down."""

    def paint(self, painter: QPainter, view: View) -> None:
        """Whatever the tool shows over the map."""
