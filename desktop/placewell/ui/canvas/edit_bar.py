"""What a tool is doing, with numbers for whoever would rather type than point: one line over the map."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from placewell.assess.proposal import Proposal
from placewell.ui.parts import button, label, named
from placewell.work.scheme_edits import WORDS, Handle, handles


class EditBar(QWidget):
    """Shown while something is moved or drawn."""

    moved = Signal(float, float)
    """By so many metres east and north."""
    corner = Signal(float, float)
    finished = Signal()
    left = Signal()
    held = Signal(object)
    removed = Signal()
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        named(self, "bar")
        self.what = QComboBox()
        self.what.setAccessibleName("What is moved")
        self.what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.what.activated.connect(self._hold)
        self.words = label("")
        self.east, self.north = _metres("East, m"), _metres("North, m")
        for box in (self.east, self.north):
            box.returnPressed.connect(self._act)
        self.act = button("Move", self._act, "", "Move by these metres and keep it")
        self.done = button("Keep the line", self.finished.emit, "main", "Close the line and keep it (Enter)")
        self.drop = button("Take out", self.removed.emit, "flat", "Take this out of the scheme (Delete)")
        self.leave = button("Leave", self.left.emit, "flat", "Leave all as it was (Esc)")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 4, 8, 4)
        line.setSpacing(6)
        for part in (self.words, self.what, self.east, self.north, self.act, self.drop):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.done)
        line.addWidget(self.leave)
        self._handles: list[Handle] = []
        self._tool = ""
        self.hide()

    def show_tool(self, tool: str, proposal: Proposal | None) -> None:
        """Fit the line to the tool in hand; nothing for the others."""
        self._tool = tool
        self.setVisible(tool in ("move", "draw", "entrance", "provision"))
        move, draw = tool == "move", tool == "draw"
        self.what.setVisible(move)
        self.drop.setVisible(move)
        self.done.setVisible(draw)
        self.words.setText(
            {"move": "Move", "draw": "Corner at", "entrance": "Entrance at", "provision": "Provided at"}.get(
                tool, ""
            )
        )
        self.act.setText("Move" if move else "Put there")
        self.act.setToolTip(
            "Move by these metres and keep it" if move else "Put it at this easting and northing"
        )
        for box, near, far in ((self.east, "east", "Easting"), (self.north, "north", "Northing")):
            box.setPlaceholderText(f"m {near}" if move else far)
            box.setAccessibleName(f"Metres {near}" if move else far)
            box.setToolTip(f"Metres to the {near}; minus for the other way" if move else f"{far}, in metres")
            box.clear()
        if move:
            self.list(proposal)

    def list(self, proposal: Proposal | None) -> None:
        """Everything that can be moved, the red line first."""
        found = [] if proposal is None else list(handles(proposal))
        found.sort(key=lambda h: h[0].sort != "scheme")
        self._handles = [h for h, *_ in found]
        self.what.clear()
        for handle, name, _ in found:
            word = WORDS[handle.sort]
            self.what.addItem(word.capitalize() if handle.sort == "scheme" else f"{word} {name}")

    def show_held(self, handle: Handle | None) -> None:
        """The one that the mouse took hold of."""
        if handle in self._handles:
            self.what.setCurrentIndex(self._handles.index(handle))

    @property
    def handle(self) -> Handle | None:
        """The one that numbers would move."""
        at = self.what.currentIndex()
        return self._handles[at] if 0 <= at < len(self._handles) else None

    def _hold(self) -> None:
        self.held.emit(self.handle)

    def _act(self) -> None:
        x, y = _number(self.east.text()), _number(self.north.text())
        move = self._tool == "move"
        if move:
            self.held.emit(self.handle)
            self.moved.emit(x or 0.0, y or 0.0)
            for box in (self.east, self.north):
                box.setText("")  # Not 'clear': Undo is to take back the move, not the number.
        elif x is not None and y is not None:
            self.corner.emit(x, y)
        else:
            self.said.emit("Both an easting and a northing are needed, in metres: 533400 and 178300.")


def _number(text: str) -> float | None:
    """The metres that were typed; commas and spaces between thousands are read over."""
    try:
        value = float(text.replace(",", "").replace(" ", "").replace("−", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _metres(name: str) -> QLineEdit:
    box = QLineEdit()
    box.setAccessibleName(name)
    box.setFixedWidth(92)
    return box
