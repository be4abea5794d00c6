"""The window: empty, with a project, and where a file cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from placewell.ui import theme
from placewell.ui.models.layers import vintage_text
from placewell.ui.window import Window

HEALTH = "#D55E00"
SURGERY = ("High Street Surgery", "health", "GP surgery", shapely.Point(530500, 180500))


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


def texts(window: Window) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def near(picture: QImage, colour: str, at: QPoint, radius: int = 8) -> bool:
    """Whether a colour is found within some pixels of a place."""
    around = range(-radius, radius + 1)
    return any(
        picture.pixelColor(at.x() + i, at.y() + j).name().upper() == colour for i in around for j in around
    )


def test_empty_it_says_what_will_be_here_and_offers_one_action(window: Window) -> None:
    assert "No project is open" in texts(window)
    assert [b.text() for b in window.findChildren(QPushButton)] == ["Open a project …"]


def test_a_project_shows_its_name_layers_and_map(window: Window, make_project: Callable[..., Path]) -> None:
    assert window.open(make_project(assets=[SURGERY]))
    assert "Elmbridge Cross" in texts(window)
    assert "town.gpkg, a base: 1 layer, 1 entry" in texts(window)
    table = window.findChild(QTableView)
    assert table is not None
    model = table.model()
    assert [model.index(0, c).data() for c in range(4)] == ["GP surgeries", "1", "30 Apr 2026", "complete"]
    assert "NHS England" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert window.windowTitle() == "Elmbridge Cross – Placewell"


def test_a_surgery_is_drawn_where_it_is_and_stays_on_its_ground_when_the_map_moves(
    window: Window, make_project: Callable[..., Path]
) -> None:
    window.open(make_project(assets=[SURGERY]))
    canvas = window.map
    assert canvas is not None

    def place() -> QPoint:
        return canvas.view.transform().map(QPointF(530500, 180500)).toPoint()

    assert place() == QPoint(canvas.width() // 2, canvas.height() // 2)
    assert near(canvas.grab().toImage(), HEALTH, place())
    canvas.zoom(3.0, QPointF(100, 100))
    moved = place()
    assert moved != QPoint(canvas.width() // 2, canvas.height() // 2)
    canvas.zoom(0.5)
    assert near(canvas.grab().toImage(), HEALTH, place())
    canvas.show_all()
    assert place() == QPoint(canvas.width() // 2, canvas.height() // 2)


def test_dragging_moves_the_ground_with_the_mouse(
    window: Window, make_project: Callable[..., Path], qtbot: QtBot
) -> None:
    window.open(make_project())
    canvas = window.map
    assert canvas is not None
    grabbed = canvas.view.ground(QPointF(200, 200))
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    qtbot.mouseMove(canvas, QPoint(260, 170))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(260, 170))
    assert canvas.view.ground(QPointF(260, 170)) == pytest.approx(grabbed)


def test_a_project_without_layers_says_how_they_come_in(
    window: Window, make_project: Callable[..., Path]
) -> None:
    window.open(make_project())
    assert any(
        "Nothing has been brought in yet" in t and "placewell import town.gpkg" in t for t in texts(window)
    )


def test_a_file_that_is_no_project_is_told_in_a_line_and_what_stood_there_stays(
    window: Window, make_project: Callable[..., Path], tmp_path: Path
) -> None:
    window.open(make_project())
    other = tmp_path / "letter.gpkg"
    other.write_text("Dear Sir or Madam")
    assert not window.open(other)
    assert window.notice.isVisible() and "letter.gpkg" in window.notice.text()
    assert "Elmbridge Cross" in texts(window)
    assert window.open(tmp_path / "town.gpkg")
    assert not window.notice.isVisible()


def test_a_name_is_never_read_as_markup(window: Window, make_project: Callable[..., Path]) -> None:
    window.open(make_project(name="<b>Town</b> <img src='x'>"))
    assert "<b>Town</b> <img src='x'>" in texts(window)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in window.findChildren(QLabel))


def test_the_file_is_let_go_of_so_that_others_can_write(
    window: Window, make_project: Callable[..., Path]
) -> None:
    path = make_project(assets=[SURGERY])
    window.open(path)
    moved = path.rename(path.with_name("renamed.gpkg"))
    assert window.open(moved)


@pytest.mark.parametrize(
    ("vintage", "text"),
    [
        ("2022-11-27", "27 Nov 2022"),
        ("2022-11", "Nov 2022"),
        ("2022", "2022"),
        ("", "undated"),
        ("2022-13", "2022-13"),
    ],
)
def test_vintages_read_as_dates(vintage: str, text: str) -> None:
    assert vintage_text(vintage) == text


def test_what_went_wrong_is_really_drawn(
    window: Window, make_project: Callable[..., Path], tmp_path: Path
) -> None:
    window.open(make_project())
    window.open(tmp_path / "absent.gpkg")
    window.grab()  # Lays out anew, now that there is a notice.
    picture = window.grab(window.notice.rect()).toImage()
    colours = {
        picture.pixelColor(x, y).name().upper() for x in range(0, 600, 2) for y in range(picture.height())
    }
    assert {theme.NOTICE, theme.TEXT} <= colours
