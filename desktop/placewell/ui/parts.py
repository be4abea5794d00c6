"""Small parts that every panel is put together from, so that they all look alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str) -> W:
    """The widget under a name that the style sheet knows."""
    widget.setObjectName(name)
    return widget


def label(text: str, name: str = "", *, wrap: bool = False, select: bool = False) -> QLabel:
    """Plain text: names in a file are not ours and are never read as HTML."""
    made = named(QLabel(text), name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    if select:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def button(text: str, act: Callable[[], object] | None = None, name: str = "", tip: str = "") -> QPushButton:
    """A button that does one thing; its tip is also what a screen reader adds."""
    made = named(QPushButton(text), name)
    if act is not None:
        made.clicked.connect(lambda _=False: act())
    if tip:
        made.setToolTip(tip)
        made.setAccessibleDescription(tip)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def rule() -> QFrame:
    """A hairline."""
    return named(QFrame(), "rule")


def column(*, margin: int = 0, gap: int = 8) -> QVBoxLayout:
    """A layout downwards."""
    made = QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    return made


def row(*items: QWidget | int, gap: int = 8) -> QHBoxLayout:
    """Things side by side; a number is a stretch."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    for item in items:
        if isinstance(item, int):
            made.addStretch(item)
        else:
            made.addWidget(item)
    return made


def scrolled(body: QWidget) -> QScrollArea:
    """A body that scrolls up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(body)
    return area


def cleared(layout: QLayout) -> None:
    """Take everything out of a layout, at once as far as the eye sees."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            cleared(inner)


def day_words(iso: str) -> str:
    """'22 November 2026' for an ISO day or moment; the text itself where it is none."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day.day} {day:%B} {day.year}"
