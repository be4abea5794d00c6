"""Finding out what is there: layers, table, search, card and measuring, each linked with the map both ways."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from placewell.cartography.scene import Hit, Scene
from placewell.cartography.view import View
from placewell.ui.canvas.afar import afar, paint_afar
from placewell.ui.canvas.look_tools import NEAR_PX, MeasureTool, SelectTool
from placewell.ui.canvas.scheme import paint_lifted
from placewell.ui.canvas.widget import MapWidget
from placewell.ui.live import Live
from placewell.ui.panels.card import CardPanel
from placewell.ui.panels.health import HealthPanel
from placewell.ui.panels.layers import LayersPanel
from placewell.ui.panels.search import SearchBox
from placewell.ui.panels.table import TablePanel
from placewell.ui.parts import named, row
from placewell.ui.settings import Bookmark
from placewell.ui.stage import Stage
from placewell.work.search import Found

LIFTED_ORDER, AFAR_ORDER = 30, 40
NEAR_M_PX = 1.2
QUIET = ("outside", "boundary", "streets", "water and green", "buildings")
"""Layers that a click does not ask about where anything else is."""


class Explore(QObject):
    """Owns what is selected; panels and map show it."""

    said = Signal(str)
    table_wanted = Signal(bool)

    def __init__(self, canvas: MapWidget, stage: Stage, live: Live) -> None:
        super().__init__(canvas)
        self._canvas, self._stage, self._live = canvas, stage, live
        self.selected: tuple[str, tuple[str, ...]] = ("", ())
        self._lifted: list[shapely.Geometry] = []
        self.layers = LayersPanel(live.desk, canvas.scene)
        self.health = HealthPanel(live.desk)
        self.table = TablePanel()
        self.card = CardPanel(live)
        self.card.setParent(canvas)
        self.search = SearchBox(live.desk)
        self.select = SelectTool(self)
        self.measure = MeasureTool(self)
        self.left = self._left()
        self.marks = QMenu()
        self.marks.aboutToShow.connect(self._list_marks)
        self.layers.sceneChanged.connect(self._scene)
        self.layers.zoomTo.connect(self._zoom_layer)
        self.layers.tableFor.connect(self.open_table)
        self.table.selectionChanged.connect(self._from_table)
        self.table.zoomTo.connect(self._zoom_rows)
        self.table.closed.connect(self._close_table)
        self.table.said.connect(self.said)
        self.card.wants_table.connect(self._row)
        self.search.found.connect(self._found)
        self.select.pointed.connect(self._pointed)
        self.select.grounded.connect(self._grounded)
        self.select.cleared.connect(self.clear)
        self.measure.told.connect(self.said)
        self.measure.left.connect(self._put_down)
        canvas.add_overlay(self._paint, LIFTED_ORDER)
        canvas.add_overlay(self._paint_afar, AFAR_ORDER)
        canvas.viewChanged.connect(self._place_card)
        live.assessed.connect(self._fresh)
        self.table.set_scene(canvas.scene, self._site())

    def take(self, word: str) -> None:
        """Take the tool for pointing ('select') or measuring ('measure')."""
        self._stage.use(word, self.select if word == "select" else self.measure)
        self._canvas.setFocus()
        if word == "measure":
            self.said.emit("Click along a way; back at the first corner it is an area. Esc clears.")

    def open_table(self, key: str) -> None:
        """List a layer under the map."""
        self.table.show_layer(key)
        self.table_wanted.emit(True)

    def clear(self) -> None:
        """Nothing is selected."""
        self.card.put_away()
        self._pick("", ())

    def scene_changed(self, scene: Scene) -> None:
        """The project's layers are others now."""
        self._pick("", ())
        shown = self.layers.set_scene(scene)
        self._canvas.set_scene(shown)
        self.table.set_scene(shown, self._site())

    def _left(self) -> QWidget:
        body = named(QWidget(), "left")
        pages = QStackedWidget()
        group = QButtonGroup(body)
        tabs = []
        for n, (word, page) in enumerate((("Layers", self.layers), ("Data health", self.health))):
            pages.addWidget(page)
            tab = named(QPushButton(word), "tab")
            tab.setCheckable(True)
            tab.setChecked(n == 0)
            group.addButton(tab, n)
            tabs.append(tab)
        group.idClicked.connect(pages.setCurrentIndex)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row(*tabs, 1, gap=0))
        column.addWidget(pages, 1)
        return body

    # -- selecting

    def _pick(self, key: str, ids: Sequence[str]) -> None:
        self.selected = key, tuple(ids)
        self._lifted = []
        if key:
            rows = self._canvas.scene.layer(key).rows
            wanted = set(ids)
            self._lifted = [rows.geometry[n] for n, i in enumerate(rows.column("id")) if str(i) in wanted]  # type: ignore[index]
        self._canvas.update()

    def _hits(self, hits: list[Hit], adds: bool) -> None:
        loud = [h for h in hits if h.key not in QUIET and not h.key.startswith("area ")] or [h for h in hits if h.key not in ("outside", "boundary")]  # fmt: skip
        if not loud:
            if not adds:
                self.clear()
            return
        key = loud[0].key
        rows = self._canvas.scene.layer(key).rows
        ids = [str(rows.column("id")[h.row]) for h in loud if h.key == key]
        before = list(self.selected[1]) if adds and self.selected[0] == key else []
        self._pick(key, list(dict.fromkeys([*before, *ids])))
        if self.table.isVisible():
            self.table.select(key, self.selected[1])

    def _pointed(self, x: float, y: float, adds: bool) -> None:
        view = self._canvas.view
        hits = self._canvas.scene.at(x, y, NEAR_PX * view.m_px, view.m_px)
        loud = [h for h in hits if h.key not in QUIET and not h.key.startswith("area ")] or [h for h in hits if h.key not in ("outside", "boundary")]  # fmt: skip
        self._hits(loud[:1], adds)
        if not adds:
            self.card.show_hits(self._canvas.scene, loud[:12])
            self._place_card()

    def _grounded(self, ground: shapely.Geometry, adds: bool) -> None:
        view = self._canvas.view
        hits = [h for h in self._canvas.scene.within(ground, view.m_px) if h.key not in QUIET]
        points = [h for h in hits if not h.key.startswith("area ")] or hits
        self.card.put_away()
        self._hits(points, adds)
        many = len(self.selected[1])
        if many:
            title = self._canvas.scene.layer(self.selected[0]).title
            self.said.emit(f"{many:,} selected in {title}. The table lists them.")

    def _from_table(self, key: str, ids: Sequence[str]) -> None:
        self._pick(key, ids)

    def _row(self, key: str, id: str) -> None:
        self.open_table(key)
        self.table.select(key, [id])
        self._pick(key, [id])

    # -- going there

    def _found(self, found: Found) -> None:
        x0, y0, x1, y1 = found.geometry.bounds
        if max(x1 - x0, y1 - y0) < 60:
            self._canvas.centre_on((x0 + x1) / 2, (y0 + y1) / 2, NEAR_M_PX)
        else:
            self._canvas.show_box((x0, y0, x1, y1), 0.15)
        self._lifted = [found.geometry]
        self._canvas.setFocus()
        self.said.emit(f"{found.name}, {found.type}.")

    def _zoom_layer(self, key: str) -> None:
        rows = self._canvas.scene.layer(key).rows
        if rows.geometry is not None and len(rows):
            self._canvas.show_box(tuple(shapely.total_bounds(rows.geometry).tolist()), 0.05)

    def _zoom_rows(self, key: str, ids: Sequence[str]) -> None:
        self._pick(key, ids)
        if self._lifted:
            x0, y0, x1, y1 = shapely.total_bounds(np.array(self._lifted, dtype=object)).tolist()
            if max(x1 - x0, y1 - y0) < 60:
                self._canvas.centre_on((x0 + x1) / 2, (y0 + y1) / 2, NEAR_M_PX)
            else:
                self._canvas.show_box((x0, y0, x1, y1), 0.2)

    def _list_marks(self) -> None:
        kept, path, view = self._live.desk.kept, str(self._live.desk.path), self._canvas.view
        self.marks.clear()
        mine = [b for b in kept.now.bookmarks if b.path == path]
        for b in mine:
            action = QAction(b.name, self.marks)
            action.triggered.connect(lambda _=False, b=b: self._canvas.centre_on(b.x, b.y, b.m_px))
            self.marks.addAction(action)
        if mine:
            self.marks.addSeparator()
        name = f"View {len(mine) + 1}, 1:{self._canvas.scale:,}"
        fresh = Bookmark(path, name, view.x, view.y, view.m_px)
        self.marks.addAction("Keep this view").triggered.connect(
            lambda: kept.change(bookmarks=(*kept.now.bookmarks, fresh))
        )
        if mine:
            self.marks.addAction("Forget the views of this project").triggered.connect(
                lambda: kept.change(bookmarks=tuple(b for b in kept.now.bookmarks if b.path != path))
            )

    # -- painting and housekeeping

    def _site(self) -> shapely.Geometry | None:
        now = self._live.proposal
        return None if now is None else now.scheme.geometry

    def _scene(self, scene: Scene) -> None:
        self._canvas.set_scene(scene)
        self.table.set_scene(scene, self._site())

    def _fresh(self) -> None:
        self.table.set_scene(self._canvas.scene, self._site())

    def _close_table(self) -> None:
        self.table_wanted.emit(False)

    def _put_down(self) -> None:
        self._stage.take("")

    def _place_card(self, *_: object) -> None:
        self.card.move(12, 12)

    def _paint(self, painter: QPainter, view: View) -> None:
        for shape in self._lifted:
            paint_lifted(painter, view, shape)

    def _paint_afar(self, painter: QPainter, view: View) -> None:
        site, now = self._site(), self._live.proposal
        if site is None or now is None:
            return
        arrow = afar(view, now.scheme.name, site)
        if arrow is not None:
            paint_afar(painter, view, arrow)
