"""The page of changes: three points to begin from, findings that open, and 'Seen up to here'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from pytestqt.qtbot import QtBot

from placewell.ui.panels.since import SincePanel
from placewell.ui.window import Window
from placewell.work.case import find_scheme
from placewell.work.seen import last_seen
from placewell.work.submissions import parts_of

CASE = "gantry-wharf"


@pytest.fixture
def page(case_open: Callable[[str], Window], qtbot: QtBot) -> tuple[Window, SincePanel]:
    window = case_open(CASE)
    qtbot.mouseClick(window.tabs["changes"], Qt.MouseButton.LeftButton)
    assert window.workspace is not None
    rest(window)
    return window, window.workspace.since


def rest(window: Window) -> None:
    """Let the page ask, and wait for what it asked for."""
    for _ in range(2):
        loop = QEventLoop()
        QTimer.singleShot(400, loop.quit)
        loop.exec()
        window.jobs.wait()


def sell(window: Window, option: str) -> None:
    def act(opened: object) -> None:
        scheme = find_scheme(opened, "", option)  # type: ignore[arg-type]
        mine = [h for h in parts_of(opened)[scheme.id]["homes"] if h.tenure == "social rent"][:40]  # type: ignore[arg-type]
        with opened.session.transaction("Schedule amended") as t:  # type: ignore[attr-defined]
            for h in mine:
                t.put("homes", replace(h, tenure="market sale"))

    window.desk.do(act)


def choose(window: Window, page: SincePanel, which: str) -> None:
    page.choices[which].click()
    rest(window)


def test_each_point_says_what_will_be_there_while_there_is_nothing(page: tuple[Window, SincePanel]) -> None:
    window, panel = page
    assert "There is one submission so far." in panel.text()
    assert "next submission is begun" in panel.text()
    choose(window, panel, "base")
    assert "still has its base as it was taken over" in panel.text()
    choose(window, panel, "looked")
    assert "not said yet up to where" in panel.text()
    assert panel.seen.isEnabled()


def test_marked_as_seen_then_an_edit_is_listed_and_its_finding_opens(page: tuple[Window, SincePanel]) -> None:
    window, panel = page
    choose(window, panel, "looked")
    head = window.desk.opened.file.head()
    panel.seen.click()
    rest(window)
    assert window.desk.opened.file.head() == head, "looking is no edit"
    assert last_seen(window.desk.opened) is not None
    assert "Nothing has changed since you last looked." in panel.text()
    sell(window, "A")
    rest(window)
    assert "Homes, social rent: 323 → 283" in panel.text()
    link = next(b for b in panel.links() if b.property("criterion") == "SWK-P1-10")
    link.click()
    rest(window)
    assert window.workspace.page == "finding"
    assert window.workspace.finding.finding.criterion == "SWK-P1-10"
    window.workspace.finding.left.emit()
    assert window.workspace.findings.tree.current() == "SWK-P1-10"


def test_a_finding_of_another_option_is_assessed_and_opened(page: tuple[Window, SincePanel]) -> None:
    window, panel = page
    choose(window, panel, "looked")
    panel.seen.click()
    sell(window, "B")
    rest(window)
    assert window.live.assessment.option == "A"
    next(b for b in panel.links() if b.property("criterion") == "SWK-P1-10").click()
    rest(window)
    assert window.live.assessment.option == "B"
    assert window.workspace.finding.finding.criterion == "SWK-P1-10"


def test_undo_takes_it_off_the_list(page: tuple[Window, SincePanel]) -> None:
    window, panel = page
    choose(window, panel, "looked")
    panel.seen.click()
    sell(window, "A")
    rest(window)
    assert panel.links()
    window.desk.undo()
    rest(window)
    assert not panel.links()
    assert "Nothing has changed" in panel.text()


def test_the_window_stays_alive_while_it_reads(page: tuple[Window, SincePanel]) -> None:
    window, panel = page
    beats: list[int] = []
    clock = QTimer()
    clock.timeout.connect(lambda: beats.append(1))
    clock.start(10)
    panel.choices["looked"].click()
    window.jobs.wait()
    clock.stop()
    assert len(beats) > 5, "the event loop turned while the worker read"


def test_what_is_long_is_folded_and_unfolds(page: tuple[Window, SincePanel]) -> None:
    window, panel = page
    choose(window, panel, "looked")
    panel.seen.click()
    sell(window, "A")
    rest(window)
    fold = next(b for b in panel.findChildren(type(panel.seen)) if b.text().startswith("Show"))
    lines = len(panel.text().splitlines())
    fold.click()
    assert len(panel.text().splitlines()) > lines
