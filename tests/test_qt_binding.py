"""PySide6 6.12.0 drops a reference to None on every call that returns nothing, under Python 3.11: after
some thousand such calls the process ends. None cannot be lost from Python 3.12 on, but the pin stays."""

from __future__ import annotations

import sys

import PySide6
import pytest

CALLS = 5000


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on: its count stands still")
def test_calls_that_return_nothing_do_not_use_up_none(qapp: object) -> None:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtWidgets import QLabel

    thing, label, picture = QObject(), QLabel(), QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    colour = QColor("red")
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("a")
        label.setText("b")
        painter.drawLine(0, 0, 4, 4)
        picture.setPixelColor(0, 0, colour)
    after = sys.getrefcount(None)
    painter.end()
    # The fault loses one a call: 20,000 here. A few either way are the interpreter's own.
    assert abs(after - before) < CALLS // 10, f"None lost {before - after} references in {4 * CALLS} calls"


def test_the_binding_is_6_11() -> None:
    assert PySide6.__version__.startswith("6.11."), "see installer/requirements.txt for why"
