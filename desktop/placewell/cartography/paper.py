"""Pages and scales in millimetres, before anything is drawn. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from placewell.cartography.content import Box

SIZES_MM = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
SCALES = (200, 500, 1000, 1250, 2000, 2500, 5000, 7500, 10_000, 12_500, 15_000, 20_000, 25_000, 50_000, 75_000, 100_000,
          200_000, 250_000, 500_000, 1_000_000)  # fmt: skip
"""Scales that rulers and planners know."""
PX_MM = 96 / 25.4
"""Everything is drawn in units of a ninety-sixth of an inch: so many to a millimetre."""

MARGIN_MM, GAP_MM = 18.0, 4.0
TITLE_MM, CREDITS_MM = 14.0, 13.0
COLUMN_MM, BAND_MM = 56.0, 46.0
"""The legend stands beside the map on landscape pages, below it on portrait ones."""


@dataclass(frozen=True)
class Frame:
    """A rectangle on the page; millimetres from its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Paper:
    """A page: 'A4' or 'A3', standing or lying."""

    size: str = "A4"
    portrait: bool = False

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height."""
        short, long = SIZES_MM[self.size]
        return (short, long) if self.portrait else (long, short)

    @property
    def said(self) -> str:
        """'A4 landscape'."""
        return f"{self.size} {'portrait' if self.portrait else 'landscape'}"

    @property
    def map(self) -> Frame:
        """Where the map is."""
        wide, high = self.size_mm
        beside, below = (0.0, BAND_MM + GAP_MM) if self.portrait else (COLUMN_MM + GAP_MM, 0.0)
        return Frame(
            MARGIN_MM,
            MARGIN_MM + TITLE_MM,
            wide - 2 * MARGIN_MM - beside,
            high - 2 * MARGIN_MM - TITLE_MM - CREDITS_MM - below,
        )

    @property
    def legend(self) -> Frame:
        """Where the legend is."""
        wide, _ = self.size_mm
        at = self.map
        if self.portrait:
            return Frame(MARGIN_MM, at.y + at.height + GAP_MM, wide - 2 * MARGIN_MM, BAND_MM)
        return Frame(at.x + at.width + GAP_MM, at.y, COLUMN_MM, at.height)

    @property
    def credits(self) -> Frame:
        """Where sources and the date are: along the foot."""
        wide, high = self.size_mm
        return Frame(MARGIN_MM, high - MARGIN_MM - CREDITS_MM + 2, wide - 2 * MARGIN_MM, CREDITS_MM - 2)

    def ground_m(self, scale: float) -> tuple[float, float]:
        """Width and height of the ground that the map shows at 1 to `scale`."""
        return self.map.width * scale / 1000, self.map.height * scale / 1000

    def fitting(self, box: Box) -> int:
        """The nearest scale at which a box of ground fits; the last of `SCALES` where none does."""
        return next((s for s in SCALES if self.holds(box, s)), SCALES[-1])

    def holds(self, box: Box, scale: float) -> bool:
        """Whether a box of ground fits at 1 to `scale`."""
        wide, high = self.ground_m(scale)
        return box[2] - box[0] <= wide + 1e-6 and box[3] - box[1] <= high + 1e-6


def box_round(box: Box, wide_m: float, high_m: float) -> Box:
    """The box of this size round the middle of another."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return x - wide_m / 2, y - high_m / 2, x + wide_m / 2, y + high_m / 2
