"""Placing a page by pointing: a place on the page, then the same place on the ground, two to four times."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from placewell.domain.errors import Problem
from placewell.domain.plan import Plan
from placewell.importing.fit import Fit, Pair, fit
from placewell.importing.page import Page, read_page
from placewell.importing.reader import Reader
from placewell.work.case import bring_placed
from placewell.work.case_reading import Asked
from placewell.work.drawing_page import DrawingPage, drawing_page
from placewell.work.opened import Opened
from placewell.work.placing import place_drawing
from placewell.work.plans import keep_plan
from placewell.work.progress import Progress, Work

MOST = 8


@dataclass
class PlanPoints:
    """A page with the points known so far. `pending` is a place on the page whose fellow is still to come."""

    page: Page
    pairs: list[Pair] = field(default_factory=list)
    pending: tuple[float, float] | None = None
    stated_scale: int | None = None
    drawing: DrawingPage | None = None
    """The drawing that the page is of; its points are kept in its own units."""

    def __post_init__(self) -> None:
        if self.page.sized and len(self.page.stated_scales) == 1:
            self.stated_scale = self.page.stated_scales[0]

    @property
    def full(self) -> bool:
        """Whether there are as many as anybody needs."""
        return len(self.pairs) >= MOST

    def on_page(self, x: float, y: float, near_mm: float = 0.0) -> None:
        """A place on the page (mm); pointing again moves it, as long as its fellow has not come.

        On a drawing it snaps to a corner that is as near as `near_mm`.
        """
        if not self.full:
            self.pending = (x, y) if self.drawing is None else self.drawing.snapped(x, y, near_mm)

    def places(self) -> list[tuple[float, float]]:
        """Where on the page (mm) the points of `pairs` are."""
        d = self.drawing
        if d is None:
            return [(p.x, p.y) for p in self.pairs]
        return [((p.x - d.west) * d.mm, (p.y - d.south) * d.mm) for p in self.pairs]

    def on_ground(self, east: float, north: float) -> bool:
        """The same place on the ground (m); whether there was one to go with it."""
        if self.pending is None:
            return False
        own = self.pending if self.drawing is None else self.drawing.own(*self.pending)
        self.pairs.append(Pair(*own, east, north))
        self.pending = None
        return True

    def take_out(self, n: int) -> None:
        """Leave out the point of this number, from 0."""
        del self.pairs[n]

    def fit(self) -> Fit | None:
        """How the page lies by the points; None with fewer than two. Raises Problem where they do not fit."""
        if len(self.pairs) < 2:
            return None
        return fit(self.pairs, stated_scale=self.stated_scale, paper=self.drawing is None)

    def words(self) -> list[str]:
        """What to do next, else how the page lies, and what to look at."""
        if self.pending is not None:
            return [
                f"Now click the same place on the map (point {len(self.pairs) + 1}). It snaps to corners near it; with Alt it does not."
            ]
        try:
            found = self.fit()
        except Problem as problem:
            return [str(problem)]
        if found is None:
            word = "a place" if not self.pairs else "another place, far from the first,"
            return [
                f"Click {word} on the plan that you can see on the map too: the corner of a building, a kerb."
            ]
        if self.drawing is not None:
            off = "" if found.rms_m is None else f" The points are off by {found.rms_m:.2f} m on average."
            return [f"The drawing lies turned {found.turn_deg:.1f}°.{off}", *found.remarks]
        scale = f"1:{found.m_per_mm * 1000:,.0f}" if self.page.sized else f"{found.m_per_mm:.3f} m a pixel"
        stated = f", stated 1:{self.stated_scale:,}" if self.stated_scale else ""
        turn = f", turned {found.turn_deg:.1f}°" if abs(found.turn_deg) >= 0.05 else ""
        off = "" if found.rms_m is None else f" The points are off by {found.rms_m:.2f} m on average."
        return [
            f"{scale}{stated}{turn}; ± {found.accuracy_m:.1f} m for a line traced on it.{off}",
            *found.remarks,
        ]

    def keep(self, opened: Opened) -> Plan:
        """Lay it under the map, or bring in a drawing's red line where it lies, as one edit. Raises Problem."""
        found = self.fit()
        if found is None:
            raise Problem(
                "The plan has too few points yet.",
                "Two are needed to say where it lies and how large it is; a third shows whether they are right.",
                "Click a place on the plan, then the same place on the map.",
            )
        if self.drawing is not None:
            on = place_drawing(opened, self.page.name, self.drawing.tables, self.pairs)
            bring_placed(opened, on, Asked(role="redline"))
            return on.plan
        return keep_plan(opened, self.page, self.pairs, found, self.stated_scale)


def read_plan(path: Path, page: int | None = None) -> Work[PlanPoints]:
    """Read a page for placing. Raises Problem."""
    yield Progress(f"Reading {path.name}", 0, 1)
    if path.suffix.casefold() == ".dxf":
        with Reader() as reader:
            drawn = drawing_page(path.name, reader.cells(path))
        return PlanPoints(drawn.page, drawing=drawn)
    return PlanPoints(read_page(path, page))
