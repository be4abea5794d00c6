"""What the window says of a confidential case, and of a file that was handed over without its base's layers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from placewell.cli import main
from placewell.ui.window import Window
from placewell.work.case_edits import set_case

SURGERY = ("High Street Surgery", "health", "GP surgery", shapely.Point(530500, 180500))
Make = Callable[..., Path]


def test_a_confidential_case_is_marked_as_long_as_it_is_so(window: Window, make_project: Make) -> None:
    assert window.open(make_project(assets=[SURGERY]))
    assert not window.closed.isVisible()
    window.desk.do(lambda o: set_case(o, {"confidential_until": "2199-03-03"}))
    QCoreApplication.processEvents()
    assert window.closed.isVisible()
    assert window.closed.text() == "This case is confidential until 3 March 2199."
    assert "(confidential until 3 March 2199)" in window.windowTitle()
    # Beside everything else, over nothing.
    below = window.closed.mapTo(window, window.closed.rect().bottomLeft()).y()
    assert window.stack.mapTo(window, window.stack.rect().topLeft()).y() > below
    window.desk.undo()
    assert not window.closed.isVisible() and "confidential" not in window.windowTitle()
    window.desk.redo()
    window.go_home()
    assert not window.closed.isVisible()


def test_a_file_without_its_base_is_not_opened_and_the_way_on_is_said(
    window: Window, make_project: Make, tmp_path: Path
) -> None:
    base, case, slim = make_project(assets=[SURGERY]), tmp_path / "case.gpkg", tmp_path / "slim.gpkg"
    assert main(["new", str(case), "--from", str(base)]) == 0
    assert main(["hand-over", str(case), str(slim), "--leave-out-base"]) == 0
    said: list[str] = []
    window.desk.said.connect(lambda words, _: said.append(words))
    assert not window.open(slim)
    assert "handed over without a layer of its base" in said[-1] and "take-up" in said[-1]
    assert window.stack.currentWidget() is window.start


def test_a_copy_is_written_by_mouse_in_each_way_and_the_slim_one_filled_again(
    case_open: Callable[[str], Window],
    qtbot: QtBot,
    sample_project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = case_open("foundry-mews")
    window.show()
    window.go("hand over")
    assert window.workspace is not None
    page = window.workspace.hand_over
    sizes = {}
    for way, words in (("whole", "Written to"), ("slim", "of the base left out"), ("bare", "taken out")):
        path = tmp_path / f"{way}.gpkg"
        qtbot.mouseClick(page.ways[way], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, p=path: (str(p), ""))
        qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
        window.jobs.wait()
        QCoreApplication.processEvents()
        sizes[way] = path.stat().st_size
        said = "\n".join(w.text() for w in page.findChildren(QLabel) if w.isVisible())
        assert words in said and "--" not in said, said
    assert sizes["slim"] < sizes["whole"] / 4
    assert not window.open(tmp_path / "slim.gpkg")
    assert "'Fill a copy handed over without its base' in the menu" in window.message.words.text()
    answers = iter([tmp_path / "slim.gpkg", sample_project])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(next(answers)), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "again.gpkg"), ""))
    (fill,) = [a for a in window.menu.menu().actions() if a.text().startswith("Fill a copy")]
    fill.trigger()
    window.jobs.wait()
    assert window.desk.path == tmp_path / "again.gpkg"
