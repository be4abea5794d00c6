"""Finding out what is there: layers, table, search, card, selecting, measuring, and the map itself by hand and key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shapely
from hands import drag
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from placewell.cartography.view import View
from placewell.ui.canvas.afar import afar
from placewell.ui.window import Window

CASE = "gantry-wharf"
Open = Callable[[str], Window]


@pytest.fixture
def window(case_open: Open) -> Window:
    window = case_open(CASE)
    window.workspace.stage.show_site()
    window.workspace.canvas.settle()
    return window


def pixel(window: Window, at: shapely.Point) -> QPointF:
    return window.workspace.canvas.view.transform().map(QPointF(at.x, at.y))


def nearest_place(window: Window) -> tuple[int, shapely.Point]:
    """The place nearest to the middle that stands alone."""
    canvas = window.workspace.canvas
    rows = canvas.scene.layer("places").rows
    ground = shapely.box(*canvas.view.box).buffer(-40 * canvas.view.m_px)
    inside = [n for n, g in enumerate(rows.geometry) if shapely.intersects(g, ground)]
    tree = shapely.STRtree(rows.geometry)
    alone = [
        n
        for n in inside
        if len(tree.query(rows.geometry[n], predicate="dwithin", distance=30 * canvas.view.m_px)) == 1
    ]
    assert alone
    return alone[0], rows.geometry[alone[0]]


# -- the map


def test_dragging_moves_the_ground_exactly_with_the_hand(window: Window) -> None:
    canvas = window.workspace.canvas
    start, end = QPointF(200, 200), QPointF(263, 149)
    before = canvas.view.ground(start)
    drag(canvas, start, end)
    assert canvas.view.ground(end) == pytest.approx(before, abs=1e-6)


def test_the_wheel_keeps_the_ground_under_the_pointer_and_comes_back_to_the_same_tiles(
    window: Window,
) -> None:
    canvas = window.workspace.canvas
    at = QPointF(111, 222)
    before, scale = canvas.view.ground(at), canvas.view.m_px

    def turn(by: int) -> None:
        event = QWheelEvent(at, canvas.mapToGlobal(at), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QCoreApplication.sendEvent(canvas, event)

    turn(120)
    assert canvas.view.m_px == pytest.approx(scale / 2**0.5, rel=1e-5)
    assert canvas.view.ground(at) == pytest.approx(before, abs=canvas.view.m_px)
    turn(-120)
    assert canvas.view.m_px == scale


def test_keys_move_the_map_and_home_shows_all(window: Window, qtbot: QtBot) -> None:
    canvas = window.workspace.canvas
    canvas.setFocus()
    x = canvas.view.x
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.x > x
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    x0, y0, x1, y1 = window.desk.opened.project.geometry.bounds
    left, low, right, high = canvas.view.box
    assert left <= x0 and low <= y0 and right >= x1 and high >= y1


def test_the_middle_button_and_space_pan_whatever_tool_is_in_hand(window: Window) -> None:
    canvas, space = window.workspace.canvas, window.workspace
    space.stage.take("move")
    was, view = window.live.proposal, canvas.view
    QCoreApplication.sendEvent(
        canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    )
    at = pixel(window, was.scheme.geometry.representative_point())
    drag(canvas, at, at + QPointF(30, 10))
    assert canvas.view != view
    assert window.live.proposal is was


def test_the_scale_can_be_typed_and_nonsense_is_said(window: Window, qtbot: QtBot) -> None:
    space = window.workspace
    space.scale.setText("1:2,500")
    qtbot.keyClick(space.scale, Qt.Key.Key_Return)
    assert space.canvas.scale == 2500
    space.scale.setText("near")
    qtbot.keyClick(space.scale, Qt.Key.Key_Return)
    assert space.canvas.scale == 2500
    assert "Type the scale as one number" in window.message.words.text()


# -- pointing, selecting, measuring


def test_a_click_tells_what_is_there_and_the_table_shows_its_row(window: Window, qtbot: QtBot) -> None:
    space = window.workspace
    row, at = nearest_place(window)
    rows = space.canvas.scene.layer("places").rows
    space.explore.take("select")
    qtbot.mouseClick(space.canvas, Qt.MouseButton.LeftButton, pos=pixel(window, at).toPoint())
    card = space.explore.card
    assert card.isVisible() and card.card is not None
    assert card.card.title == (str(rows.column("name")[row]) or card.card.title)
    assert any(word == "On foot" or word == "From the scheme" for word, _ in card.card.lines)
    assert any(word == "Source" for word, _ in card.card.lines)
    id = str(rows.column("id")[row])
    assert space.explore.selected == ("places", (id,))
    card.wants_table.emit("places", id)
    assert space.drawer.isVisible()
    assert space.explore.table.selected == [id]
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_a_box_selects_what_it_touches_and_shift_adds(window: Window) -> None:
    space = window.workspace
    space.explore.take("select")
    canvas = space.canvas
    a, b = QPointF(60, 60), QPointF(canvas.width() - 60, canvas.height() - 90)
    drag(canvas, a, b)
    (x0, y1), (x1, y0) = canvas.view.ground(a), canvas.view.ground(b)
    rows = canvas.scene.layer("places").rows
    wanted = {str(i) for i, g in zip(rows.column("id"), rows.geometry, strict=True) if shapely.intersects(shapely.box(x0, y0, x1, y1), g)}  # fmt: skip
    key, ids = space.explore.selected
    assert key == "places"
    assert set(ids) == wanted and wanted
    assert "selected in" in window.message.words.text()


def test_measuring_tells_lengths_and_areas_and_copies_them(window: Window, qtbot: QtBot) -> None:
    space = window.workspace
    space.explore.take("measure")
    x, y = space.canvas.view.x, space.canvas.view.y
    measure = space.explore.measure
    space.canvas.repaint()
    for dx, dy in ((0, 0), (120, 0), (120, 50)):
        measure.press(None, (x + dx, y + dy))
    assert measure.words == "170 m"
    measure.press(None, (x, y))
    assert measure.words == "0.30 ha, 300 m round"
    qtbot.keyClick(space.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "0.30 ha, 300 m round"
    qtbot.keyClick(space.canvas, Qt.Key.Key_Escape)
    assert measure.words == ""


def test_an_arrow_points_to_a_site_that_is_out_of_sight() -> None:
    view = View(0, 0, 1.0, 400, 300)
    assert afar(view, "Mill Lane", shapely.box(10, 10, 20, 20)) is None
    arrow = afar(view, "Mill Lane", shapely.box(1000, -10, 1020, 10))
    assert arrow is not None and arrow.words == "Mill Lane, 1.0 km east"
    assert arrow.x == pytest.approx(400 - 22) and arrow.y == pytest.approx(150)


# -- layers, table, search


def test_layers_are_hidden_faded_ordered_and_filtered_without_touching_the_project(window: Window) -> None:
    space, head = window.workspace, window.desk.opened.file.head()
    panel, canvas = space.explore.layers, space.canvas
    names = [panel.list.item(n).data(Qt.ItemDataRole.UserRole) for n in range(panel.list.count())]
    panel.list.setCurrentRow(names.index("places"))
    panel.list.currentItem().setCheckState(Qt.CheckState.Unchecked)
    assert not canvas.scene.layer("places").visible
    panel.list.currentItem().setCheckState(Qt.CheckState.Checked)
    panel.opacity.setValue(40)
    assert canvas.scene.layer("places").opacity == 0.4
    order = [la.key for la in canvas.scene.layers]
    panel.shift(1)
    assert [la.key for la in canvas.scene.layers] != order
    whole = len(canvas.scene.layer("places").rows)
    theme = panel.filters["theme"]
    theme.setCurrentIndex(1)
    panel._filtered()
    few = canvas.scene.layer("places").rows
    assert 0 < len(few) < whole
    assert set(few.column("theme")) == {theme.currentText()}
    assert f" of {whole:,}" in panel.list.currentItem().text()
    assert window.desk.opened.file.head() == head


def test_areas_are_shaded_by_a_value_with_a_legend_that_counts_them(window: Window) -> None:
    panel = window.workspace.explore.layers
    title = next(s.title for s in panel.statistics() if s.level == "LSOA 2021")
    for how in ("quantiles", "equal steps", "natural breaks"):
        made = panel.shade_by(title, how)
        assert made is not None
        held = window.workspace.canvas.scene.layer("area LSOA 2021")
        assert held.classed is made and held.visible
        assert sum(made.counts) + made.no_data == len(held.rows)
    keys = [la.key for la in window.workspace.canvas.scene.layers]
    assert keys.index("area LSOA 2021") < keys.index("streets"), "streets stay in sight"
    panel.shade.setCurrentIndex(0)
    panel._shaded()
    assert all(la.classed is None for la in window.workspace.canvas.scene.layers)


def test_the_table_sorts_numbers_as_numbers_filters_and_copies(window: Window, qtbot: QtBot) -> None:
    space = window.workspace
    space.explore.open_table("places")
    table = space.explore.table
    heads = [c for c, _ in table.model.columns]
    assert {"Straight line from the site, m", "Direction"} <= set(heads)
    column = heads.index("Straight line from the site, m")
    table.model.sort(column, Qt.SortOrder.AscendingOrder)
    far = [table.model.columns[column][1][int(r)] for r in table.model.order]
    assert far == sorted(far)
    table.words.setText("library")
    assert 0 < len(table.model.order) < len(table.model.rows)
    assert table.count.text() == f"{len(table.model.order):,} of {len(table.model.rows):,} rows"
    table.view.selectRow(0)
    key, ids = space.explore.selected
    assert key == "places" and ids == tuple(table.model.ids([0]))
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == 2 and lines[0].split("\t") == heads


def test_search_goes_to_what_is_found(window: Window, qtbot: QtBot) -> None:
    box, canvas = window.workspace.explore.search, window.workspace.canvas
    box.setFocus()
    qtbot.keyClicks(box, "gantry")
    qtbot.waitUntil(lambda: box._index is not None or window.jobs.busy, timeout=5_000)
    window.jobs.wait()
    box.look()
    assert box.texts()[0].casefold().startswith("gantry")
    canvas.show_all()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert shapely.intersects(shapely.box(*canvas.view.box), window.live.proposal.scheme.geometry)
    assert canvas.view.m_px < 6
    box.setText("no such place at all")
    box.look()
    assert box.texts() == ["Nothing here is called 'no such place at all'. Try fewer letters."]
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == "" and not box.results.isVisible()


def test_the_health_of_the_data_is_told_faults_first_and_coverage_can_be_stated(
    window: Window, qtbot: QtBot
) -> None:
    health = window.workspace.explore.health
    health.fill()
    lines = health.texts()
    assert len(lines) > 20
    faults = ["faults" in x for x in lines]
    assert faults == sorted(faults, reverse=True)
    health.tree.setCurrentItem(health.tree.topLevelItem(0))
    id = health.tree.topLevelItem(0).data(0, Qt.ItemDataRole.UserRole)

    def stated() -> tuple[str, str]:
        return next((la.coverage, la.coverage_note) for la in window.desk.opened.file.layers() if la.id == id)

    health.coverage.setCurrentText("Partial")
    health.keep.click()
    window.jobs.wait()
    assert stated()[0] == "partial"
    # Complete it is only called with a word on how that is known.
    health.coverage.setCurrentText("Complete")
    health.keep.click()
    window.jobs.wait()
    assert stated()[0] == "partial"
    health.note.setText("Checked against the council's list on 3 May 2026")
    health.keep.click()
    window.jobs.wait()
    assert stated()[0] == "complete"
    assert stated()[1].startswith("Checked against the council's list on 3 May 2026 (stated by ")
    window.desk.undo()
    window.desk.undo()
    window.jobs.wait()
