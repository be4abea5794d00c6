"""The one offscreen QGuiApplication for still pictures: drawing text without one ends the process."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication

_KEPT: list[QCoreApplication] = []
"""Qt forgets an application that Python lets go of."""


def ensure_gui() -> None:
    """Make the application where none is there yet; on no screen at all."""
    if QCoreApplication.instance() is None:
        _KEPT.append(QGuiApplication(["placewell", "-platform", "offscreen"]))


def font(px: float, *, bold: bool = False, italic: bool = False) -> QFont:
    """The fonts of maps: sized in page units, without hinting, so that text is as long in a PDF as measured."""
    made = QFont(QFontInfo(QFont()).family())
    made.setPixelSize(max(round(px), 5))
    made.setBold(bold)
    made.setItalic(italic)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    return made
