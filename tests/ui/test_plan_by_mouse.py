"""A location plan laid under the map by pointing, and its red line traced, with the mouse alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from placewell.ui.panels.plans import PlansPanel
from placewell.ui.window import Window
from placewell.work.case import find_scheme
from placewell.work.plans import placement, plans
from plan_making import copies_of, locked_pdf
from plan_truth import CASES, Sheet, sheet_of, truth

LEFT, NO, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
PX_MM = 12.0
"""How near the page is looked at for pointing: a pixel is a tenth of a metre on the ground at 1:1250."""


@pytest.fixture
def window_open(case_open: Callable[[str], Window], qtbot: QtBot) -> Window:
    window = case_open("lantern-tower")
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    return window


def panel(window: Window) -> PlansPanel:
    assert window.workspace is not None
    return window.workspace.plans


def rest(window: Window) -> None:
    window.jobs.wait()
    for _ in range(3):
        QCoreApplication.processEvents()


def choose(window: Window, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the menu's page and the file dialog."""
    window.go("plans")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(panel(window).begin_button, LEFT)
    rest(window)


def click_page(window: Window, qtbot: QtBot, x: float, y: float) -> None:
    """On the page, looked at closely."""
    pane = panel(window).pane
    pane.show_all()
    pane.zoom(PX_MM / pane._px_mm, pane.place_of(x, y))
    qtbot.mousePress(pane, LEFT, NO, pane.place_of(x, y).toPoint())
    qtbot.mouseRelease(pane, LEFT, NO, pane.place_of(x, y).toPoint())


def click_map(
    window: Window, qtbot: QtBot, x: float, y: float, keys: Qt.KeyboardModifier = ALT, m_px: float = 0.05
) -> None:
    """On the map, at a scale at which a pixel is small."""
    assert window.workspace is not None
    canvas = window.workspace.canvas
    canvas.centre_on(x, y, m_px)
    qtbot.mouseClick(canvas, LEFT, keys, QPoint(round(canvas.width() / 2), round(canvas.height() / 2)))


def point(window: Window, qtbot: QtBot, sheet: Sheet, count: int = 3) -> None:
    for x, y, east, north in sheet.points()[:count]:
        click_page(window, qtbot, x, y)
        click_map(window, qtbot, east, north)


def test_placed_by_mouse_it_lies_where_it_was_planted_and_is_traced(
    window_open: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, sheet = window_open, sheet_of("lantern-tower")
    space = window.workspace
    assert space is not None
    choose(window, qtbot, sheet.path, monkeypatch)
    side = panel(window)
    assert not side.place_button.isEnabled()
    point(window, qtbot, sheet)
    assert side.place_button.isEnabled()
    assert "1:1,25" in side.words.text() or "1:1,24" in side.words.text()
    qtbot.mouseClick(side.place_button, LEFT)
    rest(window)
    opened = window.desk.opened
    assert opened is not None
    (plan,) = plans(opened)
    corners = np.array([(0.0, 0.0), (420.0, 0.0), (420.0, 297.0), (0.0, 297.0)])
    true = corners * sheet.m_per_mm + np.array([sheet.east, sheet.north])
    off = np.hypot(*(placement(plan).place(corners) - true).T).max()
    assert off < placement(plan).accuracy_m < 1.0, off
    # Traced on it, corner by corner.
    qtbot.mouseClick(side.trace_buttons["red line"], LEFT)
    for x, y in shapely.get_coordinates(sheet.site)[:-1]:
        click_map(window, qtbot, float(x), float(y))
    qtbot.keyClick(space.canvas, Qt.Key.Key_Return)
    rest(window)
    scheme = find_scheme(opened)
    assert scheme.geometry is not None
    assert shapely.hausdorff_distance(scheme.geometry, sheet.site) <= placement(plan).accuracy_m
    assert (scheme.plan, scheme.traced_m) == (plan.id, placement(plan).accuracy_m)
    assert f"traced, ± {scheme.traced_m:.1f} m" in "\n".join(told(window))
    # Moved by hand without the plan, it is traced no more; taken back, it is.
    side.trace("")
    qtbot.mouseClick(space.tools["draw"], LEFT)
    assert space.stage.draw.closed
    x, y = (float(v) for v in shapely.get_coordinates(scheme.geometry)[0])
    space.canvas.centre_on(x, y, 0.5)
    middle = QPoint(round(space.canvas.width() / 2), round(space.canvas.height() / 2))
    qtbot.mousePress(space.canvas, LEFT, ALT, middle)
    qtbot.mouseMove(space.canvas, middle + QPoint(-12, 6))
    qtbot.mouseRelease(space.canvas, LEFT, ALT, middle + QPoint(-12, 6))
    qtbot.keyClick(space.canvas, Qt.Key.Key_Return)
    rest(window)
    assert (find_scheme(opened).traced_m, find_scheme(opened).plan) == (None, "")
    qtbot.mouseClick(window.undo, LEFT)
    rest(window)
    assert find_scheme(opened).plan == plan.id
    # Undone to before it was placed, the plan is gone from the case and from the map.
    qtbot.mouseClick(window.undo, LEFT)
    qtbot.mouseClick(window.undo, LEFT)
    rest(window)
    assert not plans(opened) and not side.under.plans


def told(window: Window) -> list[str]:
    from placewell.work.case_shown import case_shown

    assert window.desk.opened is not None
    return [words for s in case_shown(window.desk.opened)["schemes"] for words in s["traced"]]


def test_blocks_and_ways_are_traced_the_opacity_shows_and_a_corner_snaps_to_the_map(
    window_open: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, sheet = window_open, sheet_of("lantern-tower")
    space, opened = window.workspace, window.desk.opened
    assert space is not None and opened is not None
    choose(window, qtbot, sheet.path, monkeypatch)
    point(window, qtbot, sheet)
    side = panel(window)
    qtbot.mouseClick(side.place_button, LEFT)
    rest(window)
    (plan,) = plans(opened)
    middle = sheet.site.centroid
    corners = [(middle.x - 8, middle.y - 6), (middle.x + 8, middle.y - 6), (middle.x + 8, middle.y + 6), (middle.x - 8, middle.y + 6)]  # fmt: skip
    blocks = {str(r["id"]) for r in opened.file.read("block").records()}
    for word, kind, places in (("block", "block", corners), ("link", "link", corners[:2])):
        qtbot.mouseClick(side.trace_buttons[word], LEFT)
        for x, y in places:
            click_map(window, qtbot, x, y)
        qtbot.keyClick(space.canvas, Qt.Key.Key_Return)
        rest(window)
        (made,) = [r for r in opened.file.read(kind).records() if r["plan"] == plan.id]
        assert made["traced_m"] == placement(plan).accuracy_m and made["id"] not in blocks
        shape = shapely.from_wkb((opened.file.get(kind, str(made["id"])) or {})["geometry"])
        true = shapely.Polygon(places) if kind == "block" else shapely.LineString(places)
        assert shapely.hausdorff_distance(shape, true) < 0.1
    # A building of the base map near the site: pointed at a metre off, the corner is that of the building.
    rows = opened.file.read("backdrop")
    assert rows.geometry is not None
    near = [g for g in rows.geometry if g.geom_type == "Polygon" and 30 < g.distance(middle) < 80]
    x, y = shapely.get_coordinates(near[0])[0]
    space.stage.take("draw", "block")
    click_map(window, qtbot, float(x) + 0.7, float(y) + 0.5, NO, 0.2)
    corner = np.array(space.stage.draw.corners[-1])
    corner_of = shapely.get_coordinates(shapely.MultiPolygon(near))
    assert np.hypot(*(corner_of - corner).T).min() < 1e-6
    qtbot.keyClick(space.canvas, Qt.Key.Key_Escape)
    space.stage.show_site()
    side.strength.setValue(0)
    rest(window)
    space.canvas.settle()
    bare = space.canvas.grab().toImage()
    side.strength.setValue(100)
    rest(window)
    full = space.canvas.grab().toImage()
    assert bare != full and window.kept.now.plan_percent == 100
    qtbot.mouseClick(side.findChildren(QCheckBox)[0], LEFT, pos=QPoint(8, 8))
    rest(window)
    hidden = space.canvas.grab().toImage()
    assert not side.under.plans and hidden != full
    side.strength.setValue(0)
    rest(window)
    assert space.canvas.grab().toImage() == hidden
    assert side.tracing() is None and "is hidden; show it to trace on it" in side.trace_words.text()


def test_what_spoils_a_plan_is_said_where_it_is_placed(
    window_open: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window, sheet = window_open, sheet_of("lantern-tower")
    side = panel(window)
    choose(window, qtbot, locked_pdf(tmp_path / "locked.pdf"), monkeypatch)
    assert "locked.pdf is protected by a password" in window.message.words.text()
    assert side.points is None and side.list_side.isVisible()
    choose(window, qtbot, copies_of(sheet.path, tmp_path / "three.pdf", pages=3), monkeypatch)
    assert side.which.isVisible() and side.which.maximum() == 3
    side.which.setValue(2)
    rest(window)
    assert side.points is not None and side.points.page.page == 2
    (x, y, east, north), two, three, four = sheet.points()
    # On the map first: nothing to go with it.
    click_map(window, qtbot, east, north)
    assert not side.points.pairs and "Click the place on the plan first" in window.message.words.text()
    for px, py, e, n in ((x, y, east, north), two, three, (four[0], four[1], four[2] + 100, four[3])):
        click_page(window, qtbot, px, py)
        click_map(window, qtbot, e, n)
    assert not side.place_button.isEnabled()
    assert "Check point 4 first" in side.words.text()
    # Its line is taken out again, and three points are enough.
    away = next(b for b in side.findChildren(QPushButton) if b.accessibleName() == "Leave out point 4")
    qtbot.mouseClick(away, LEFT)
    assert side.place_button.isEnabled()
    qtbot.keyClick(window.workspace.canvas, Qt.Key.Key_Escape)  # type: ignore[union-attr]
    assert side.points is None and not plans(window.desk.opened)  # type: ignore[arg-type]


def test_a_drawing_in_site_coordinates_is_placed_by_mouse(
    case_open: Callable[[str], Window], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = case_open("lantern-tower")
    window.resize(1366, 768)
    window.show()
    folder = CASES / "lantern-tower"
    choose(window, qtbot, folder / "LT-A-0101 ground floor (site grid).dxf", monkeypatch)
    side, opened = panel(window), window.desk.opened
    assert side.points is not None and side.points.drawing is not None and opened is not None
    drawn = side.points.drawing
    lines = (folder / "LT-A-0101 points.csv").read_text(encoding="utf-8").splitlines()[1:]
    for x, y, east, north in ([float(v) for v in line.split(",")] for line in lines):
        click_page(window, qtbot, (x - drawn.west) * drawn.mm, (y - drawn.south) * drawn.mm)
        click_map(window, qtbot, east, north)
    # What was pointed at on the drawing snapped to its very corners.
    assert [(p.x, p.y) for p in side.points.pairs] == [
        pytest.approx([float(v) for v in line.split(",")[:2]], abs=1.0) for line in lines
    ]
    assert "turned 23.5°" in side.words.text()
    qtbot.mouseClick(side.place_button, LEFT)
    rest(window)
    (plan,) = plans(opened)
    told = truth("lantern-tower")["own_coordinates"]
    assert plan.turn_deg == pytest.approx(told["turned_degrees"], abs=0.1)
    site, scheme = sheet_of("lantern-tower").site, find_scheme(opened)
    assert scheme.geometry is not None and scheme.plan == plan.id
    assert shapely.hausdorff_distance(scheme.geometry, site) < 0.1
    assert side.tracing() is None and "a drawing placed by 4 points" in "\n".join(
        w.text() for w in side.findChildren(QLabel)
    )
