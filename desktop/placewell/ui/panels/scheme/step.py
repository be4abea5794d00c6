"""One step as a card: a heading with its mark and count, which opens what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from placewell.ui.desk import Desk
from placewell.ui.panels.scheme.drop import DropArea
from placewell.ui.parts import button, cleared, column, label, named
from placewell.ui.theme import PALETTES, Palette
from placewell.work.plain_words import in_window
from placewell.work.scheme_steps import TITLES, Key, SchemeState, State, Step

WORDS: dict[State, str] = {
    "nothing yet": "nothing yet",
    "some missing": "some missing",
    "complete": "complete",
    "to answer": "to answer",
}
_MOST = 6


class Mark(QWidget):
    """How far a step has come, by shape: an empty ring, a half, a full disc with a tick, or a question."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.state: State = "nothing yet"
        self.setFixedSize(18, 18)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_state(self, state: State) -> None:
        """Another state."""
        self.state = state
        self.setToolTip(WORDS[state])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        p: Palette = PALETTES[self._desk.kept.now.look]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(2, 2, 14, 14)
        ink = QColor(p.secondary if self.state == "nothing yet" else p.accent)
        painter.setPen(QPen(ink, 1.6))
        if self.state == "complete":
            painter.setBrush(ink)
            painter.drawEllipse(disc)
            painter.setPen(QPen(QColor(p.on_accent), 1.8))
            painter.drawPolyline(QPolygonF([disc.center() + d for d in _TICK]))
        elif self.state == "to answer":
            painter.drawEllipse(disc)
            font = painter.font()
            font.setPixelSize(11)
            font.setBold(True)
            painter.setFont(font)
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, "?")
        else:
            painter.drawEllipse(disc)
            if self.state == "some missing":
                painter.setBrush(ink)
                painter.drawPie(disc, 90 * 16, 180 * 16)
        painter.end()


_TICK = (QPointF(-3.4, 0.2), QPointF(-1.0, 2.6), QPointF(3.4, -2.4))


class Head(QPushButton):
    """The heading of a step: mark, title, count. Pressing it opens and closes the step."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        named(self, "flat")
        self.setCheckable(True)
        self.mark = Mark(desk)
        self.title = label(title, "heading")
        self.told = label("", "quiet")
        self.told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # A long count gives way before the title does.
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self.mark)
        line.addWidget(self.title)
        line.addWidget(self.told, 1)
        for part in (self.title, self.told):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """As high as its words."""
        return QSize(200, max(40, self.title.sizeHint().height() + 18))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def tell(self, step: Step) -> None:
        """Say how far it has come."""
        self.mark.set_state(step.state)
        self.told.setText(step.told or WORDS[step.state])
        self.told.setToolTip(step.told)
        self.setAccessibleName(f"{step.title}: {WORDS[step.state]}. {step.told}".strip())
        self.setToolTip(f"{step.title}: {WORDS[step.state]}")


class StepCard(QFrame):
    """A step with what came, what is missing and where to put more. Subclasses fill `body` in `show_state`."""

    came = Signal(list, str)
    """Files that were dropped on this step or chosen for it, and what they are (a role, '' for any)."""
    pasted = Signal(str)
    """The role of what is to be read from the clipboard."""
    opened = Signal(str)

    key: Key
    role = ""
    drop_words = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        named(self, "card")
        self.desk = desk
        self.head = Head(desk, TITLES[self.key])
        self.head.toggled.connect(self._toggled)
        self.inside = QWidget()
        self.body = column(gap=8)
        self.files = column(gap=2)
        whole = QVBoxLayout(self.inside)
        whole.setContentsMargins(12, 8, 12, 12)
        whole.setSpacing(10)
        whole.addLayout(self.body)
        whole.addLayout(self.files)
        self.drop: DropArea | None = None
        if self.drop_words:
            self.drop = DropArea(self.drop_words, "Choose a file …")
            self.drop.dropped.connect(self._came)
            paste = button("Paste", lambda: self.pasted.emit(self.role), "", "Cells copied from a spreadsheet, with their headings")  # fmt: skip
            self.drop.put(paste)
            whole.addWidget(self.drop)
        self.inside.hide()
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.head)
        line.addWidget(self.inside)

    def show_state(self, state: SchemeState) -> None:
        """Say how far it has come; the files and what is missing are the same in every step."""
        step = state.step(self.key)
        self.head.tell(step)
        cleared(self.files)
        for name in step.files:
            self.files.addWidget(label(f"From {breakable(name)}", "quiet", wrap=True))
        for line in step.missing:
            self.files.addWidget(bullet(line))
        if step.remarks:
            self.files.addWidget(Fold(f"Noted in reading ({len(step.remarks)})", step.remarks))

    def open_it(self, on: bool = True) -> None:
        """Open or close it."""
        self.head.setChecked(on)

    def _toggled(self, on: bool) -> None:
        self.inside.setVisible(on)
        if on:
            self.opened.emit(self.key)

    def _came(self, paths: list[Path]) -> None:
        self.came.emit(paths, self.role)


class Fold(QWidget):
    """Lines that are there when asked for."""

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.button = button(f"▸ {title}", self._turn, "link")
        self._title, self._lines = title, list(lines)
        self._column = column(gap=4)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.inside: QWidget | None = None
        self.setLayout(self._column)

    def _turn(self) -> None:
        if self.inside is None:
            self.inside = QWidget()
            inner = column(gap=4)
            for line in self._lines:
                inner.addWidget(label(in_window(line), "quiet", wrap=True, select=True))
            self.inside.setLayout(inner)
            self._column.addWidget(self.inside)
        else:
            self.inside.setVisible(self.inside.isHidden())
        self.button.setText(f"{'▸' if self.inside.isHidden() else '▾'} {self._title}")


def narrow(box: QComboBox) -> None:
    """Let a list of words be narrower than the longest of them."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(9)


def breakable(name: str) -> str:
    """A file's name that may go on in the next line after its signs, which Qt would not do by itself."""
    return re.sub(r"([_.-])", "\\1\u200b", name)


def bullet(text: str) -> QWidget:
    """A line of what is missing, with a sign before it."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(6)
    sign = label("○", "quiet")
    sign.setAccessibleName("Missing")
    line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label(in_window(text), wrap=True, select=True), 1)
    return made


def figure(text: str) -> QLabel:
    """A number, to the right."""
    made = label(text)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def link(text: str, act: Callable[[], object], tip: str = "") -> QPushButton:
    """A quiet action."""
    return button(text, act, "link", tip)
