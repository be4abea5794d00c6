"""What a hand does on the map: press, move, let go."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget


def _send(canvas: QWidget, type: QEvent.Type, at: QPointF, buttons: Qt.MouseButton) -> None:
    button = Qt.MouseButton.NoButton if type == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    event = QMouseEvent(type, at, canvas.mapToGlobal(at), button, buttons, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(canvas, event)
    QCoreApplication.processEvents()


def drag(canvas: QWidget, start: QPointF, end: QPointF, steps: int = 12, let_go: bool = True) -> None:
    """Press, move in steps and, unless told otherwise, release, as a hand would."""
    _send(canvas, QEvent.Type.MouseButtonPress, start, Qt.MouseButton.LeftButton)
    for n in range(1, steps + 1):
        _send(canvas, QEvent.Type.MouseMove, start + (end - start) * (n / steps), Qt.MouseButton.LeftButton)
    if let_go:
        _send(canvas, QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton)


def let_go(canvas: QWidget, at: QPointF) -> None:
    """Release what a drag still holds."""
    _send(canvas, QEvent.Type.MouseButtonRelease, at, Qt.MouseButton.NoButton)
