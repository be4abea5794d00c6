"""PySide6 6.12.0 drops a reference to None on every call that returns nothing, under Python 3.11: after
some thousand such calls the process ends. None cannot be lost from Python 3.12 on, but the pin stays."""

from __future__ import annotations

import sys
from collections.abc import Callable

import PySide6
import pytest

CALLS = 5000

mortal = pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on: its count stands still"
)


def lost(work: Callable[[], object], times: int = CALLS) -> int:
    """How many references to None are gone after so many calls."""
    before = sys.getrefcount(None)
    for _ in range(times):
        work()
    return before - sys.getrefcount(None)


@mortal
def test_calls_that_return_nothing_do_not_use_up_none(qapp: object) -> None:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtWidgets import QLabel

    thing, label, picture = QObject(), QLabel(), QImage(8, 8, QImage.Format.Format_ARGB32)
    painter, colour = QPainter(picture), QColor("red")
    # The fault loses one a call, 5,000 each; a few either way are the interpreter's own.
    assert abs(lost(lambda: thing.setObjectName("a"))) < CALLS // 10
    assert abs(lost(lambda: label.setText("b"))) < CALLS // 10
    assert abs(lost(lambda: painter.drawLine(0, 0, 4, 4))) < CALLS // 10
    assert abs(lost(lambda: picture.setPixelColor(0, 0, colour))) < CALLS // 10
    painter.end()


@mortal
def test_a_call_that_does_use_up_none_would_be_noticed() -> None:
    """The same measure over a stand-in for the fault: None's count is put down by one a call."""
    import ctypes

    none, one = ctypes.py_object(None), ctypes.pythonapi
    one.Py_IncRef.argtypes = one.Py_DecRef.argtypes = [ctypes.py_object]
    for _ in range(CALLS):  # Lent first, so that None never runs out.
        one.Py_IncRef(none)
    assert lost(lambda: one.Py_DecRef(none)) > CALLS * 9 // 10


def test_the_binding_is_6_11() -> None:
    assert PySide6.__version__.startswith("6.11."), "see installer/README.md for why"
