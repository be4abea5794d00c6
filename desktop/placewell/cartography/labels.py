"""Names on the map, only where they fit, those named first coming first."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import shapely


@dataclass(frozen=True)
class Spot:
    """Where a text could stand: its middle and its turn (degrees, clockwise), in page units."""

    x: float
    y: float
    turn: float = 0.0


@dataclass(frozen=True)
class Wanted:
    """A text of a size in page units with its spots, best first; `sort` says how it is set.

    `over_marks`: it may lie over small symbols, though never over another text.
    """

    text: str
    sort: str
    width: float
    height: float
    spots: tuple[Spot, ...]
    over_marks: bool = False


@dataclass(frozen=True)
class Placed:
    """A text and the spot that it got."""

    want: Wanted
    spot: Spot

    @property
    def box(self) -> shapely.Geometry:
        """The ground of the page that the text takes."""
        return _box(self.spot, self.want.width, self.want.height)


@dataclass
class Taken:
    """What stands on the map already: boxes that no text may touch."""

    shapes: list[shapely.Geometry] = field(default_factory=list)
    bounds: list[tuple[float, float, float, float]] = field(default_factory=list)

    def add(self, shape: shapely.Geometry) -> None:
        """Take this much."""
        self.shapes.append(shape)
        self.bounds.append(tuple(shapely.bounds(shape).tolist()))

    def free(self, shape: shapely.Geometry) -> bool:
        """Whether nothing stands there."""
        if not self.shapes:
            return True
        x0, y0, x1, y1 = shapely.bounds(shape).tolist()
        b = np.array(self.bounds)
        near = np.flatnonzero((b[:, 0] < x1) & (b[:, 2] > x0) & (b[:, 1] < y1) & (b[:, 3] > y0))
        return not any(shapely.intersects(self.shapes[i], shape) for i in near)


def place_labels(
    wanted: Iterable[Wanted],
    width: float,
    height: float,
    marks: Iterable[shapely.Geometry] = (),
    lines: Iterable[shapely.Geometry] = (),
    kept_free: Iterable[shapely.Geometry] = (),
    edge: float = 4.0,
    apart: float = 3.0,
) -> list[Placed]:
    """Give each text, in the order of their importance, its first free spot; those without one are left out.

    `marks` are symbols, `lines` what no text but the first sort ('site') may cross (the red line),
    `kept_free` what no text at all may lie over (the bar, the credits).
    """  # fmt: skip
    texts, symbols, drawn = Taken(), Taken(), Taken()
    for box in kept_free:
        texts.add(box)
    for mark in marks:
        symbols.add(mark)
    for line in lines:
        drawn.add(line)
    page = shapely.box(edge, edge, width - edge, height - edge)
    placed, said = [], set[tuple[str, str]]()
    for want in wanted:
        if (want.text, want.sort) in said:
            continue
        for spot in want.spots:
            box = _box(spot, want.width, want.height)
            if not shapely.contains_properly(page, box) or not texts.free(box):
                continue
            if want.sort != "site" and not drawn.free(box):
                continue
            if not want.over_marks and not symbols.free(box):
                continue
            placed.append(Placed(want, spot))
            texts.add(_box(spot, want.width + 2 * apart, want.height + 2 * apart))
            said.add((want.text, want.sort))
            break
    return placed


def _box(spot: Spot, width: float, height: float) -> shapely.Geometry:
    if not spot.turn:
        return shapely.box(spot.x - width / 2, spot.y - height / 2, spot.x + width / 2, spot.y + height / 2)
    c, s = math.cos(math.radians(spot.turn)), math.sin(math.radians(spot.turn))
    corners = [(sx * width / 2, sy * height / 2) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    return shapely.Polygon([(spot.x + c * x - s * y, spot.y + s * x + c * y) for x, y in corners])


def beside(x: float, y: float, width: float, height: float, off: float) -> tuple[Spot, ...]:
    """Spots round a symbol of radius `off`: right, left, above, below, then aslant."""
    dx, dy, slant = off + width / 2 + 1, off + height / 2 + 1, off * 0.7
    return (
        Spot(x + dx, y), Spot(x - dx, y), Spot(x, y - dy), Spot(x, y + dy),
        Spot(x + slant + width / 2, y - slant - height / 2), Spot(x + slant + width / 2, y + slant + height / 2),
        Spot(x - slant - width / 2, y - slant - height / 2), Spot(x - slant - width / 2, y + slant + height / 2),
    )  # fmt: skip
