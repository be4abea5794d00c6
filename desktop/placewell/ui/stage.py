"""The map with what lies over it: the scheme, the finding that is open, and the tool in hand."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter

from placewell.assess.proposal import Proposal
from placewell.cartography.view import View
from placewell.domain.finding import Verdict
from placewell.ui.canvas.edit_bar import EditBar
from placewell.ui.canvas.edit_tools import DragTool, DrawTool, PlaceTool, Snapper
from placewell.ui.canvas.scheme import paint_found, paint_scheme
from placewell.ui.canvas.tool import Tool
from placewell.ui.canvas.widget import MapWidget
from placewell.ui.live import Live
from placewell.work.on_map import OnMap
from placewell.work.opened import Opened
from placewell.work.scheme_edits import (
    draw_red_line,
    keep,
    with_block,
    with_entrance,
    with_link,
    with_provision,
)
from placewell.work.traced import Traced

SCHEME_ORDER, FOUND_ORDER = 10, 20
_HOW = {
    "": "Click each corner of the site; Enter or a double click closes the line, Esc leaves.",
    "block": "Click each corner of the block; Enter or a double click closes it, Esc leaves.",
    "link": "Click along the way; Enter or a double click ends it, Esc leaves.",
}
ROUND_SITE = 0.6
"""How much of its own size is shown round a site at first."""


class Stage(QObject):
    """Puts overlays and editing tools on one map widget; one tool is in hand at a time."""

    tool_changed = Signal(str)
    """'', 'move', 'draw', 'entrance', 'provision' or another's own word."""
    told = Signal(str)

    def __init__(self, canvas: MapWidget, live: Live) -> None:
        super().__init__(canvas)
        self.canvas, self._live = canvas, live
        self._proposal: Proposal | None = None
        self._found: OnMap | None = None
        self._verdict: Verdict | None = None
        self._type = ""
        self.tool = ""
        self.drag = DragTool(live, lambda: canvas.view, self)
        self.draw = DrawTool(lambda: canvas.view, self._snap, self)
        self.place = PlaceTool(lambda: canvas.view, self)
        self._snapper: Snapper | None = None
        self.drag.shown.connect(self._dragged)
        self.drag.told.connect(self.told)
        self.draw.done.connect(self._drawn)
        self.tracing: Callable[[], Traced | None] = lambda: None
        """The plan that lines are being taken from, where one is."""
        self.draw.left.connect(lambda: self.take(""))
        self.draw.told.connect(self.told)
        self.draw.changed.connect(canvas.update)
        self.bar = EditBar()
        self.drag.took.connect(self.bar.show_held)
        self.bar.held.connect(self.drag.hold)
        self.bar.moved.connect(self._shift)
        self.bar.removed.connect(self.drag.take_out)
        self.bar.corner.connect(self._typed)
        self.bar.said.connect(self.told)
        self.bar.finished.connect(self.draw.finish)
        self.bar.left.connect(lambda: self.take(""))
        live.assessed.connect(self._listed)
        self.place.placed.connect(self._placed)
        self.place.left.connect(lambda: self.take(""))
        canvas.add_overlay(self._paint_scheme, SCHEME_ORDER)
        canvas.add_overlay(self._paint_found, FOUND_ORDER)
        live.assessed.connect(canvas.update)
        live.desk.changed.connect(self._edited)

    def take(self, tool: str, type: str = "") -> None:
        """Take a tool in hand; '' pans and looks."""
        if tool == self.tool and tool not in ("draw", "provision"):
            return
        self.drag.cancel()
        self.tool, self._type = tool, type
        hands: dict[str, Tool] = {
            "move": self.drag,
            "draw": self.draw,
            "entrance": self.place,
            "provision": self.place,
        }
        if tool == "draw":
            now = self._live.proposal
            if type and now is None:
                self.told.emit("A scheme begins with its red line: draw that first.")
                return self.take("")
            site = now.scheme.geometry if now is not None and not type and self.tracing() is None else None
            self.draw.begin(site, along=type == "link")
            self._snapper = None
            self.told.emit(
                "Drag a corner to move it; Enter keeps the line, Esc leaves it." if self.draw.closed
                else _HOW.get(type, _HOW[""])
            )  # fmt: skip
        self.canvas.set_tool(hands.get(tool))
        self.bar.show_tool(tool, self._live.proposal)
        self.canvas.setFocus()
        self.tool_changed.emit(tool)

    def use(self, word: str, hand: Tool) -> None:
        """Take a tool that is not one of the stage's own."""
        self.drag.cancel()
        self.tool, self._snapper = word, None
        self.canvas.set_tool(hand)
        self.bar.show_tool("", None)
        self.tool_changed.emit(word)

    def show_found(self, found: OnMap | None, verdict: Verdict | None) -> None:
        """Draw what a finding rests on, and bring it into sight where none of it is."""
        self._found, self._verdict = found, verdict
        if found is not None and found.box is not None and not _within(found.box, self.canvas.view.box):
            self.canvas.show_box(_with(found.box, self._site_box()), 0.15)
        self.canvas.update()

    def show_site(self) -> None:
        """The site with its surroundings."""
        box = self._site_box()
        if box is not None:
            self.canvas.show_box(box, ROUND_SITE)

    def _site_box(self) -> tuple[float, float, float, float] | None:
        now = self._live.proposal
        if now is None or now.scheme.geometry is None:
            return None
        x0, y0, x1, y1 = now.scheme.geometry.bounds
        return x0, y0, x1, y1

    def _paint_scheme(self, painter: QPainter, view: View) -> None:
        shown = self._proposal or self._live.proposal
        if shown is not None:
            paint_scheme(painter, view, shown, self.drag.held if self.tool == "move" else None)

    def _paint_found(self, painter: QPainter, view: View) -> None:
        if self._found is not None:
            paint_found(painter, view, self._found, self._verdict)

    def _dragged(self, proposal: Proposal | None) -> None:
        self._proposal = proposal
        self.canvas.update()

    def _edited(self, entry: object) -> None:
        self._snapper = None
        self.canvas.update()

    def _drawn(self, shape: shapely.Geometry) -> None:
        if self._live.desk.opened is None:
            return
        now, was, by = self._live.option, self._live.proposal, self.tracing()
        if self._type and was is not None:
            made = with_link if self._type == "link" else with_block
            word = "a way" if self._type == "link" else "a block"
            kept = self._live.desk.do(lambda o: keep(o, was, made(o, was, shape), f"Drew {word}", by))
            if kept:
                self.take("")
        elif self._live.desk.do(lambda o: draw_red_line(o, shape, now[0], by)) is not None:
            self.take("")

    def _placed(self, x: float, y: float) -> None:
        was = self._live.proposal
        if was is None:
            return

        def act(o: Opened) -> bool:
            made = (
                with_entrance(o, was, x, y)
                if self.tool == "entrance"
                else with_provision(o, was, self._type, x, y)
            )
            what = "an entrance" if self.tool == "entrance" else f"a {self._type}"
            return keep(o, was, made, f"Put down {what}", self.tracing())

        if self._live.desk.do(act):
            self.take("move")

    def _shift(self, by_x_m: float, by_y_m: float) -> None:
        self.drag.shift(by_x_m, by_y_m)
        self.canvas.setFocus()

    def _typed(self, x: float, y: float) -> None:
        if self.tool == "draw":
            self.draw.add(x, y)
        else:
            self._placed(x, y)

    def _listed(self) -> None:
        if self.tool == "move":
            self.bar.list(self._live.proposal)
            self.bar.show_held(self.drag.held)

    def snap(self, xy: tuple[float, float], within_m: float) -> tuple[float, float]:
        """A place on the map, or the corner or side near it that it snaps to."""
        return self._snap(xy, within_m) or xy

    def _snap(self, xy: tuple[float, float], within_m: float) -> tuple[float, float] | None:
        if self._snapper is None:
            self._snapper = Snapper(self._near())
        return self._snapper(xy, within_m)

    def _near(self) -> list[shapely.Geometry]:
        """Edges that a red line commonly follows: buildings, streets, parks and allocations in sight."""
        opened = self._live.desk.opened
        if opened is None:
            return []
        ground = shapely.box(*self.canvas.view.box)
        found: list[shapely.Geometry] = []
        for kind in ("backdrop", "street", "area", "asset"):
            rows = opened.file.read(kind)
            if rows.geometry is not None and len(rows):
                held = rows.geometry[shapely.intersects(rows.geometry, ground)]
                found += list(held[shapely.get_dimensions(held) > 0])
        return found


def _within(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] >= b[0] and a[1] >= b[1] and a[2] <= b[2] and a[3] <= b[3]


def _with(
    a: tuple[float, float, float, float], b: tuple[float, float, float, float] | None
) -> tuple[float, float, float, float]:
    if b is None:
        return a
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
