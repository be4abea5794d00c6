"""Drawing one window's map, against one path a shape: 20,000 streets and 5,000 places of a made-up town.

python tests/bench/drawing.py
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))

import numpy as np
import shapely
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath, QPen

from placewell.cartography.draw import Sheet, draw
from placewell.cartography.paths import shapes_of
from placewell.cartography.view import View
from placewell.domain.style import ASSETS, STREETS

WIDE, HIGH, SIDE_M, ROUNDS = 966, 768, 9000.0, 5


def town() -> tuple[np.ndarray, np.ndarray]:
    """Streets of five points each, and places; the same on every run."""
    chance = np.random.default_rng(11)
    starts = chance.uniform(0, SIDE_M, (20_000, 1, 2))
    bends = np.cumsum(chance.normal(0, 25, (20_000, 5, 2)), axis=1)
    return shapely.linestrings(starts + bends), shapely.points(chance.uniform(0, SIDE_M, (5_000, 2)))


def one_by_one(painter: QPainter, view: View, streets: np.ndarray) -> None:
    """What drawing costs without batches: a path built and stroked for each street."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(view.transform())
    pen = QPen(QColor(STREETS.plain.casing), 1.0)
    pen.setCosmetic(True)
    painter.setPen(pen)
    for street in streets:
        path = QPainterPath()
        (x, y), *rest = street.coords
        path.moveTo(x, y)
        for x, y in rest:
            path.lineTo(x, y)
        painter.drawPath(path)


def timed(view: View, what: Callable[[QPainter], None]) -> float:
    """Median of some rounds, in milliseconds."""
    took = []
    for _ in range(ROUNDS):
        picture = QImage(view.width, view.height, QImage.Format.Format_RGB32)
        begun = time.perf_counter()
        painter = QPainter(picture)
        what(painter)
        painter.end()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def main() -> int:
    """Print what was measured."""
    app = QGuiApplication([])
    streets, places = town()
    begun = time.perf_counter()
    mark = next(iter(ASSETS.each.values()))
    sheets = [Sheet(STREETS.plain, shapes_of(streets)), Sheet(mark, shapes_of(places))]
    print(f"made ready, once: {(time.perf_counter() - begun) * 1000:.0f} ms")
    whole = View.of((0, 0, SIDE_M, SIDE_M), WIDE, HIGH)
    for title, view in (
        ("whole town", whole),
        ("close in (2 m a pixel)", View(SIDE_M / 2, SIDE_M / 2, 2.0, WIDE, HIGH)),
    ):
        print(f"{title}: {timed(view, lambda p, v=view: draw(p, v, sheets)):.0f} ms")
    bare = timed(whole, lambda p: one_by_one(p, whole, streets))
    print(f"whole town's streets alone as hairlines, a path each: {bare:.0f} ms")
    app.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
