"""Two officers' copies of a case, merged in the window, and what both changed decided with the mouse."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from merge_making import content
from placewell.ui.panels.merge import MergePanel
from placewell.ui.window import Window
from placewell.work.differences import differences
from placewell.work.opened import open_project

LEFT = Qt.MouseButton.LeftButton


def homes_by(path: Path, who: str, many: int) -> str:
    """One officer's number for the first row of homes."""
    with open_project(path, who) as opened:
        id = sorted(map(str, opened.file.read("homes").column("id")))[0]
        with opened.session.transaction("Homes") as t:
            t.put("homes", {**(opened.file.get("homes", id) or {}), "homes": many})
    return id


@pytest.fixture
def merged(
    window: Window,
    sample_case: Callable[[str], Path],
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Window, MergePanel, Path, str]:
    """The page after the merge by mouse: both changed one row of homes, the other also the committee's day."""
    mine, theirs = tmp_path / "mine.gpkg", tmp_path / "theirs.gpkg"
    for path in (mine, theirs):
        shutil.copy(sample_case("foundry-mews"), path)
    id = homes_by(mine, "Ann", 71)
    homes_by(theirs, "Ben", 72)
    with open_project(theirs, "Ben") as opened, opened.session.transaction("Committee") as t:
        case = opened.file.get("case", "case") or {"id": "case"}
        t.put("case", {**case, "committee": "2027-01-12"})
    assert window.open(mine)
    window.resize(1366, 768)
    window.show()
    rest(window)
    window.go("merge")
    assert window.workspace is not None
    page = window.workspace.merge
    assert "last entry that both copies have" in " ".join(page.about.text().split())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(theirs), ""))
    qtbot.mouseClick(page.begin_button, LEFT)
    rest(window)
    return window, page, theirs, id


def rest(window: Window) -> None:
    window.jobs.wait()
    for _ in range(3):
        QCoreApplication.processEvents()


def said(page: MergePanel) -> str:
    return "\n".join(w.text() for w in page.findChildren(QLabel) if w.isVisible())


def homes(window: Window, id: str) -> int:
    assert window.desk.opened is not None
    row = window.desk.opened.file.get("homes", id)
    assert row is not None
    return int(str(row["homes"]))


def test_both_ways_stand_side_by_side_and_one_is_kept_by_a_click(
    merged: tuple[Window, MergePanel, Path, str], qtbot: QtBot
) -> None:
    window, page, _, id = merged
    opened = window.desk.opened
    assert opened is not None
    (open_,) = differences(opened)
    words = said(page)
    for part in (
        "Ann",
        "Ben",
        "71",
        "72",
        "stands now",
        "Merged theirs.gpkg",
        "1 thing was changed in both copies",
    ):
        assert part in words, part
    assert (opened.file.get("case", "case") or {})["committee"] == "2027-01-12"
    assert homes(window, id) == 72
    qtbot.mouseClick(page.acts[open_.id, "first"], LEFT)
    rest(window)
    assert homes(window, id) == 71 and not differences(opened)
    assert "Decided" in said(page) and not page.acts
    qtbot.mouseClick(window.undo, LEFT)
    rest(window)
    assert homes(window, id) == 72 and (open_.id, "first") in page.acts
    qtbot.mouseClick(window.undo, LEFT)
    rest(window)
    assert homes(window, id) == 71 and not differences(opened) and not page.acts


def test_both_can_be_kept_and_merging_again_brings_nothing(
    merged: tuple[Window, MergePanel, Path, str], qtbot: QtBot
) -> None:
    window, page, _, _ = merged
    opened = window.desk.opened
    assert opened is not None
    (open_,) = differences(opened)
    many = len(opened.file.read("homes"))
    qtbot.mouseClick(page.acts[open_.id, "both"], LEFT)
    rest(window)
    assert len(opened.file.read("homes")) == many + 1
    assert sorted(n for n in opened.file.read("homes").column("homes") if n in (71, 72)) == [71, 72]
    before = content(opened.path)
    qtbot.mouseClick(page.begin_button, LEFT)
    rest(window)
    assert "has nothing that this file has not" in said(page)
    assert content(opened.path) == before


def test_what_cannot_be_merged_is_said_at_the_top(
    merged: tuple[Window, MergePanel, Path, str], sample_case: Callable[[str], Path], qtbot: QtBot
) -> None:
    window, page, _, _ = merged
    assert window.desk.opened is not None
    assert not page.take(window.desk.opened.path)
    assert "is the file that is open here" in window.message.words.text()
    assert not page.take(sample_case("lantern-tower"))
    assert "are not two copies of one file" in window.message.words.text()
