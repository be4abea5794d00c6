"""Findings follow the hand: while dragging, after letting go, taken back, and as the file itself has them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import shapely
from hands import drag, let_go
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from placewell.ui.window import Window
from placewell.work.assess import as_json, assess_project
from placewell.work.opened import open_project
from placewell.work.progress import run
from placewell.work.scope import choose_packs

CASE = "almond-estate"


def middle(window: Window) -> QPointF:
    """The middle of the site, in pixels of the map."""
    assert window.workspace is not None
    assert window.live.proposal is not None
    at = window.live.proposal.scheme.geometry.representative_point()
    return window.workspace.canvas.view.transform().map(QPointF(at.x, at.y))


@pytest.fixture
def moving(case_open: Callable[[str], Window]) -> Window:
    """A case against all guidance, with the site in sight and the tool for moving in hand."""
    window = case_open(CASE)
    from placewell.work.packs import known_packs

    window.desk.do(lambda o: choose_packs(o, list(known_packs(o).by_id)))
    window.jobs.wait()
    assert window.workspace is not None
    window.workspace.stage.show_site()
    window.workspace.stage.take("move")
    return window


def test_every_automatic_finding_follows_and_the_file_agrees_byte_for_byte(moving: Window) -> None:
    window, canvas = moving, moving.workspace.canvas
    followed: list[tuple[object, ...]] = []
    window.live.followed.connect(followed.append)
    was, head = window.live.assessment, window.desk.opened.file.head()
    start = middle(window)
    drag(canvas, start, start + QPointF(170, -60), let_go=False)
    assert len(followed) == 12
    assert window.desk.opened.file.head() == head, "nothing is kept while the hand holds on"
    moved = [f for f, g in zip(followed[-1], was.findings, strict=True) if f.value != g.value]
    assert len(moved) > 10
    # What follows is what a whole assessment of that place would find, but for what officers are asked.
    proposal = window.workspace.stage.drag.now
    from dataclasses import replace

    from placewell.work.assess_inputs import setting_of

    there = replace(
        window.live.assessor,
        proposal=proposal,
        setting=setting_of(window.desk.opened, proposal.scheme, was.as_at),
    )
    measured = {c.id: c.measure for p in there.packs for c in p.criteria}
    for live, whole in zip(followed[-1], there.findings, strict=True):
        if measured[live.criterion] not in ("asked", "overlap"):
            assert (live.verdict, live.value) == (whole.verdict, whole.value), live.criterion
    let_go(canvas, start + QPointF(170, -60))
    window.jobs.wait()
    assert window.desk.opened.file.head() != head
    live = as_json(window.live.assessment)
    with open_project(window.desk.path) as own:
        assert as_json(run(assess_project(own))) == live
    assert window.workspace.findings.changes.title.text().startswith("Moved the red line: ")
    told = window.workspace.findings.changes.texts()
    differing = [
        f
        for f, g in zip(window.live.assessment.findings, was.findings, strict=True)
        if f.verdict != g.verdict
    ]
    assert len(told) == len(differing) > 0
    assert all(" → " in t and len(t.splitlines()) == 2 for t in told)


def test_escape_takes_the_hand_back(moving: Window, qtbot: QtBot) -> None:
    window, canvas = moving, moving.workspace.canvas
    head, at = window.desk.opened.file.head(), window.live.proposal.scheme.geometry
    start = middle(window)
    drag(canvas, start, start + QPointF(80, 40), let_go=False)
    assert window.workspace.stage.drag.now is not None
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert window.workspace.stage.drag.now is None
    let_go(canvas, start + QPointF(80, 40))
    window.jobs.wait()
    assert window.desk.opened.file.head() == head
    assert window.live.proposal.scheme.geometry == at
    shown = {i: x.data(0x0101).finding for i, x in window.workspace.findings.tree._lines.items()}
    assert all(f is shown[f.criterion] for f in window.live.assessment.findings if f.criterion in shown)


def test_arrow_keys_nudge_by_metres_and_enter_keeps(moving: Window, qtbot: QtBot) -> None:
    window, canvas = moving, moving.workspace.canvas
    was = window.live.proposal.scheme.geometry.bounds
    drag(canvas, middle(window), middle(window), steps=0)
    for _ in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    window.jobs.wait()
    now = window.live.proposal.scheme.geometry.bounds
    assert [b - a for a, b in zip(was, now, strict=True)] == pytest.approx([3.0, 10.0, 3.0, 10.0], abs=1e-6)


def test_numbers_typed_move_as_the_hand_does_and_undo_brings_it_back(moving: Window, qtbot: QtBot) -> None:
    window, bar = moving, moving.workspace.stage.bar
    was = window.live.proposal.scheme.geometry
    bar.east.setText("25")
    bar.north.setText("-7.5")
    qtbot.mouseClick(bar.act, Qt.MouseButton.LeftButton)
    window.jobs.wait()
    moved = shapely.transform(was, lambda xy: xy + np.array([25.0, -7.5]))
    assert shapely.equals_exact(window.live.proposal.scheme.geometry, moved, 1e-6)
    qtbot.mouseClick(window.undo, Qt.MouseButton.LeftButton)
    window.jobs.wait()
    assert shapely.equals_exact(window.live.proposal.scheme.geometry, was, 1e-9)
    assert "Undone: Moved the red line" in window.message.words.text()


def test_a_site_dragged_off_the_map_is_said_and_stays(moving: Window) -> None:
    window, bar = moving, moving.workspace.stage.bar
    was = window.live.proposal.scheme.geometry
    bar.east.setText("90000")
    bar.act.click()
    window.jobs.wait()
    assert "lies outside the area of" in window.message.words.text()
    assert window.live.proposal.scheme.geometry == was
    assert window.workspace.stage.drag.now is None


def test_a_line_that_crosses_itself_is_said_and_can_be_mended(moving: Window, qtbot: QtBot) -> None:
    window, stage = moving, moving.workspace.stage
    was = window.live.proposal.scheme.geometry
    x, y = was.representative_point().coords[0]
    stage.take("draw")
    stage.draw.begin()
    for dx, dy in ((0, 0), (60, 60), (60, 0), (0, 60)):
        stage.draw.add(x + dx, y + dy)
    qtbot.keyClick(window.workspace.canvas, Qt.Key.Key_Return)
    assert "crosses itself" in window.message.words.text()
    assert window.live.proposal.scheme.geometry == was
    assert len(stage.draw.corners) == 4, "what was drawn is still there to be mended"
    stage.draw.corners[1], stage.draw.corners[2] = stage.draw.corners[2], stage.draw.corners[1]
    stage.draw.corners[2], stage.draw.corners[3] = (x + 60, y + 60), (x, y + 60)
    qtbot.keyClick(window.workspace.canvas, Qt.Key.Key_Return)
    window.jobs.wait()
    assert window.live.proposal.scheme.geometry.area == pytest.approx(3600.0)


def test_the_first_option_is_assessed_until_another_is_chosen(case_open: Callable[[str], Window]) -> None:
    window = case_open("gantry-wharf")
    chosen = window.workspace.findings.option
    assert window.live.proposal.scheme.option == "A"
    assert [chosen.itemText(n) for n in range(chosen.count())] == ["A", "B"]
    one = window.live.assessment
    chosen.setCurrentIndex(1)
    chosen.activated.emit(1)
    window.jobs.wait()
    assert window.live.proposal.scheme.option == "B"
    assert window.live.assessment.findings != one.findings
    with open_project(window.desk.path) as own:
        assert as_json(run(assess_project(own, option="B"))) == as_json(window.live.assessment)
