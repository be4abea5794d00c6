"""The card of what was pointed at: name, type, owner, capacity, source and age, and how far it is from the scheme."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from placewell.cartography.scene import Hit, Scene
from placewell.ui.live import Live
from placewell.ui.parts import button, cleared, label, named, row
from placewell.work.identify import Card, card_of

WIDE_PX = 320


class CardPanel(QFrame):
    """Lies over the map's corner; Esc puts it away."""

    shown = Signal(object)
    """The hit that the card tells of (None: none)."""
    wants_table = Signal(str, str)

    def __init__(self, live: Live) -> None:
        super().__init__()
        named(self, "card")
        self._live = live
        self._hits: list[Hit] = []
        self._scene: Scene | None = None
        self._at = 0
        self.card: Card | None = None
        self.setFixedWidth(WIDE_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("What is here")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 10, 12, 10)
        self.body.setSpacing(4)
        self.hide()

    def show_hits(self, scene: Scene, hits: Sequence[Hit]) -> None:
        """Tell of these, one at a time, the nearest first; nothing puts the card away."""
        self._scene, self._hits, self._at = scene, list(hits), 0
        if not hits:
            self.put_away()
            return
        self._fill()
        self.show()
        self.raise_()

    def next(self) -> None:
        """The next thing at the same place."""
        self._at = (self._at + 1) % max(len(self._hits), 1)
        self._fill()

    def put_away(self) -> None:
        """Hide it."""
        self.card = None
        self.hide()
        self.shown.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            return
        super().keyPressEvent(event)

    def _fill(self) -> None:
        assert self._scene is not None
        hit = self._hits[self._at]
        layer = self._scene.layer(hit.key)
        opened = self._live.desk.opened
        sources = {la.id: la for la in opened.file.layers()} if opened is not None else {}
        as_at = opened.clock() if opened is not None else ""
        self.card = card_of(layer.rows, hit.row, sources, self._live.assessor, as_at)
        cleared(self.body)
        put = self.body.addWidget
        put(label(f"{layer.title} · {self.card.type}", "quiet", wrap=True))
        put(label(self.card.title, "heading", wrap=True, select=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for n, (word, value) in enumerate(self.card.lines):
            grid.addWidget(label(word, "quiet"), n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value, wrap=True, select=True), n, 1)
        self.body.addLayout(grid)
        many = len(self._hits)
        nexts = [button(f"Next ({self._at + 1} of {many})", self.next, "flat")] if many > 1 else []
        ids = layer.rows.columns.get("id")
        table = button("Row", lambda: self.wants_table.emit(hit.key, str(ids[hit.row]) if ids is not None else ""), "flat", "Show it in the table")  # fmt: skip
        self.body.addLayout(
            row(*nexts, table, 1, button("Close", self.put_away, "flat", "Put the card away (Esc)"))
        )
        self.resize(WIDE_PX, self.body.heightForWidth(WIDE_PX))
        self.shown.emit(hit)
