"""The frame: empty, with a project, looks and sizes, what is remembered, and what users do to it that hurts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from placewell.ui import theme
from placewell.ui.settings import Bookmark, Kept, Recent
from placewell.ui.window import Window

HEALTH = "#D55E00"
SURGERY = ("High Street Surgery", "health", "GP surgery", shapely.Point(530500, 180500))
Make = Callable[..., Path]


def texts(root: QWidget) -> list[str]:
    return [label.text() for label in root.findChildren(QLabel) if label.isVisible()]


def settled(window: Window) -> Window:
    window.jobs.wait()
    QCoreApplication.processEvents()
    if window.workspace is not None:
        window.workspace.canvas.settle()
    return window


def test_empty_it_is_the_start_page_and_nothing_else_can_be_pressed(window: Window) -> None:
    assert window.stack.currentWidget() is window.start
    assert [name for name, tab in window.tabs.items() if tab.isVisible()] == []
    assert not window.undo.isVisible() and not window.export.isVisible()


def test_a_base_shows_its_map_and_says_what_a_scheme_would_bring(window: Window, make_project: Make) -> None:
    assert window.open(make_project(assets=[SURGERY]))
    settled(window)
    assert window.windowTitle() == "Elmbridge Cross – Placewell"
    assert "Elmbridge Cross" in texts(window)
    assert any("There is no scheme yet." in t for t in texts(window))
    picture = window.workspace.canvas.grab().toImage()
    at = window.workspace.canvas.view.transform().map(530500.0, 180500.0)
    assert near(picture, HEALTH, round(at[0]), round(at[1]))


def near(picture: QImage, colour: str, x: int, y: int, radius: int = 8) -> bool:
    """Whether a colour is found within some pixels of a place."""
    around = range(-radius, radius + 1)
    return any(picture.pixelColor(x + i, y + j).name().upper() == colour for i in around for j in around)


def test_a_file_that_is_no_project_is_told_in_a_line_and_what_stood_there_stays(
    window: Window, make_project: Make, tmp_path: Path
) -> None:
    window.open(make_project())
    settled(window)
    held = window.workspace
    letter = tmp_path / "letter.gpkg"
    letter.write_text("Dear planner")
    assert not window.open(letter)
    assert "letter.gpkg" in window.message.words.text()
    assert window.message.isVisible()
    assert window.workspace is held and window.desk.path.name == "town.gpkg"


def test_a_name_is_never_read_as_markup(window: Window, make_project: Make) -> None:
    name = "<b>Old</b> <img src=x> Town"
    window.open(make_project(name))
    settled(window)
    assert name in texts(window)
    assert {x.textFormat() for x in window.findChildren(QLabel) if x.text() == name} == {
        Qt.TextFormat.PlainText
    }


def test_a_project_deleted_while_it_is_open_is_said_and_nothing_breaks(
    window: Window, make_project: Make
) -> None:
    path = make_project()
    window.open(path)
    settled(window)
    path.unlink()
    assert window.desk.do(lambda o: o.session.undo()) is None
    assert "is no longer where it was opened" in window.message.words.text()
    window.go_home()
    assert window.stack.currentWidget() is window.start


def test_a_layer_removed_while_its_table_is_open_is_said(window: Window, make_project: Make) -> None:
    window.open(make_project(assets=[SURGERY]))
    settled(window)
    explore = window.workspace.explore
    explore.open_table("places")
    assert explore.table.count.text() == "1 row"

    def remove(o: object) -> bool:
        with o.session.transaction("Took out surgeries") as t:  # type: ignore[attr-defined]
            t.remove("layer", "l1")
        return True

    assert window.desk.do(remove)
    settled(window)
    assert "is no longer in the project" in window.workspace.explore.table.count.text()
    assert window.workspace.explore.table.isVisible()
    window.desk.undo()
    settled(window)
    window.workspace.explore.open_table("places")
    assert window.workspace.explore.table.count.text() == "1 row"


def test_a_screen_unplugged_and_a_font_missing_only_draw_again(window: Window, make_project: Make) -> None:
    window.open(make_project(assets=[SURGERY]))
    settled(window)
    canvas = window.workspace.canvas
    before = canvas.grab().toImage()
    QCoreApplication.sendEvent(canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
    settled(window)
    assert canvas.grab().toImage() == before
    font = window.font()
    font.setFamily("No Such Font On Any Machine")
    window.setFont(font)
    settled(window)
    assert not canvas.grab().toImage().isNull()


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_each_look_colours_window_and_map_and_is_remembered(
    look: theme.LookName, qtbot: QtBot, make_project: Make, tmp_path: Path
) -> None:
    file = tmp_path / "settings" / "window.json"
    window = Window(Kept(file))
    qtbot.addWidget(window)
    window.show()
    window.open(make_project())
    settled(window)
    window.choose_look(look)
    window.resize_text(2)
    settled(window)
    panel = window.workspace.right.grab().toImage()
    assert (
        panel.pixelColor(panel.width() // 2, panel.height() - 12).name().upper() == theme.PALETTES[look].panel
    )
    canvas = window.workspace.canvas
    corner = (
        canvas.grab().toImage().pixelColor(canvas.width() // 2 - 60, canvas.height() // 2 + 60).name().upper()
    )
    assert corner == {"light": "#F5F3EE", "dark": "#23272C", "contrast": "#000000"}[look]
    window.close()
    again = Kept(file).now
    assert (again.look, again.text_pt) == (look, 12.0)
    assert [r.name for r in again.recent] == ["Elmbridge Cross"]
    assert again.geometry


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"look": 7, "text_pt": "huge"}', '{"recent": [{"x": 1}]}']
)
def test_damaged_settings_count_as_none(damage: str, tmp_path: Path) -> None:
    file = tmp_path / "window.json"
    file.write_text(damage)
    kept = Kept(file)
    assert kept.now.look == "light"
    kept.remember(Recent("/a", "A"))
    kept.change(bookmarks=(Bookmark("/a", "Market", 1.0, 2.0, 3.0),))
    assert json.loads(file.read_text())["recent"][0]["name"] == "A"
    assert Kept(file).now.bookmarks == (Bookmark("/a", "Market", 1.0, 2.0, 3.0),)


def test_opening_one_project_after_another_leaves_no_thread_and_no_widget(
    window: Window, make_project: Make
) -> None:
    import gc
    import threading

    path = make_project(assets=[SURGERY])
    counts = []
    for _ in range(4):
        window.open(path)
        settled(window)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        counts.append((threading.active_count(), len(window.findChildren(QWidget))))
    assert len(set(counts[1:])) == 1, counts
    window.go_home()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert all(t.name != "placewell map" for t in threading.enumerate())


def test_text_grows_and_shrinks_within_bounds(window: Window) -> None:
    for _ in range(30):
        window.resize_text(1)
    assert window.kept.now.text_pt == theme.MOST_PT
    for _ in range(30):
        window.resize_text(-1)
    assert window.kept.now.text_pt == theme.LEAST_PT
