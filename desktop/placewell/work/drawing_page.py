"""A drawing in site coordinates as a page to point at: its lines drawn, and its corners to snap to."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from placewell.domain.errors import Problem
from placewell.importing.page import Page
from placewell.importing.raw import RawTable

LONG_MM, LONG_PX, EDGE = 400.0, 3200, 0.03
"""How large the page is made, and how much of it stays free round the drawing."""
_INK, _RED = (60, 70, 80), (211, 47, 47)


@dataclass(frozen=True)
class DrawingPage:
    """The page, and how it comes from the drawing: `west`, `south` lie at its corner, `mm` for each of its units."""

    page: Page
    tables: tuple[RawTable, ...]
    west: float
    south: float
    mm: float
    corners: Any
    """In millimetres of the page, shape (n, 2)."""

    def own(self, x: float, y: float) -> tuple[float, float]:
        """A place of the page in the drawing's units."""
        return self.west + x / self.mm, self.south + y / self.mm

    def snapped(self, x: float, y: float, within_mm: float) -> tuple[float, float]:
        """The drawing's corner that is nearest, where one is near; else the place itself."""
        off = np.hypot(*(self.corners - (x, y)).T)
        n = int(off.argmin())
        return (float(self.corners[n][0]), float(self.corners[n][1])) if off[n] <= within_mm else (x, y)


def drawing_page(name: str, tables: Sequence[RawTable]) -> DrawingPage:
    """Draw a drawing. Raises Problem where it holds no lines."""
    from PIL import Image, ImageDraw

    shapes = [
        (shapely.transform(s, lambda xy, unit=t.unit_m: xy / unit), _ink(t, n))
        for t in tables
        if t.geometry is not None
        for n, s in enumerate(t.geometry)
        if s is not None
    ]
    if not shapes:
        raise Problem(
            f"{name} holds no lines.",
            "There is nothing to point at.",
            "Choose the drawing that shows the site.",
        )
    west, south, east, north = shapely.total_bounds([s for s, _ in shapes])
    room = max(east - west, north - south, 1e-9) * EDGE
    west, south, wide, high = west - room, south - room, east - west + 2 * room, north - south + 2 * room
    mm = LONG_MM / max(wide, high)
    px = LONG_PX / max(wide, high)
    image = Image.new("RGB", (round(wide * px) + 1, round(high * px) + 1), "white")
    pen = ImageDraw.Draw(image)
    for shape, ink in shapes:
        for line in _lines(shape):
            at = [((x - west) * px, (south + high - y) * px) for x, y in line]
            pen.line(at, fill=ink, width=4) if len(at) > 1 else pen.ellipse([at[0][0] - 4, at[0][1] - 4, at[0][0] + 4, at[0][1] + 4], fill=ink)  # fmt: skip
    held = io.BytesIO()
    image.save(held, "PNG", optimize=True)
    corners = (shapely.get_coordinates([s for s, _ in shapes]) - (west, south)) * mm
    page = Page(name, held.getvalue(), image.width, image.height, wide * mm, high * mm, sized=False)
    return DrawingPage(page, tuple(tables), float(west), float(south), float(mm), corners)


def _lines(shape: Any) -> list[Any]:
    found = []
    for part in shapely.get_parts(shape):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        found += [shapely.get_coordinates(r) for r in rings]
    return found


def _ink(table: RawTable, row: int) -> tuple[int, int, int]:
    return _RED if str((table.columns.get("colour") or {row: ""})[row]) == "red" else _INK
