"""What part of the ground a picture shows, and how large."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTransform

Box = tuple[float, float, float, float]
"""Least easting, least northing, greatest easting, greatest northing; metres."""

CLOSEST_M_PX, FARTHEST_M_PX = 0.05, 2000.0


@dataclass(frozen=True)
class View:
    """Centre on the ground (metres), metres a pixel, and the picture's size in pixels."""

    x: float
    y: float
    m_px: float
    width: int
    height: int

    @classmethod
    def of(cls, box: Box, width: int, height: int, margin: float = 0.04) -> View:
        """The view that holds a box whole, with a margin (a share of its size)."""
        x0, y0, x1, y1 = box
        m_px = max((x1 - x0) / max(width, 1), (y1 - y0) / max(height, 1)) * (1 + 2 * margin)
        return cls((x0 + x1) / 2, (y0 + y1) / 2, _held(m_px or 1.0), width, height)

    @property
    def box(self) -> Box:
        """The ground that the picture shows."""
        half_w, half_h = self.width * self.m_px / 2, self.height * self.m_px / 2
        return self.x - half_w, self.y - half_h, self.x + half_w, self.y + half_h

    def transform(self) -> QTransform:
        """Ground to pixels; north is up."""
        s = 1 / self.m_px
        return QTransform(s, 0, 0, -s, self.width / 2 - self.x * s, self.height / 2 + self.y * s)

    def ground(self, at: QPointF) -> tuple[float, float]:
        """Where on the ground a pixel is."""
        return (
            self.x + (at.x() - self.width / 2) * self.m_px,
            self.y - (at.y() - self.height / 2) * self.m_px,
        )

    def zoomed(self, factor: float, at: QPointF) -> View:
        """Nearer (factor over 1) or farther, with the ground under `at` staying where it is."""
        m_px = _held(self.m_px / factor)
        gx, gy = self.ground(at)
        x = gx - (at.x() - self.width / 2) * m_px
        y = gy + (at.y() - self.height / 2) * m_px
        return replace(self, x=x, y=y, m_px=m_px)

    def moved(self, by: QPointF) -> View:
        """The map dragged by so many pixels."""
        return replace(self, x=self.x - by.x() * self.m_px, y=self.y + by.y() * self.m_px)

    def sized(self, width: int, height: int) -> View:
        """The same centre and scale in a picture of another size."""
        return replace(self, width=width, height=height)


def _held(m_px: float) -> float:
    return min(max(m_px, CLOSEST_M_PX), FARTHEST_M_PX)
