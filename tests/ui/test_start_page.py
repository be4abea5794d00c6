"""The start page: what can be done from it, what it lists, and what becomes of what is dropped on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from placewell.shipped import sample
from placewell.ui import theme
from placewell.ui.desk import Desk
from placewell.ui.jobs import Jobs
from placewell.ui.pages import start as page_of
from placewell.ui.pages.start import RecentLine, StartPage
from placewell.ui.settings import Kept, Recent
from placewell.work.dropped import is_project
from placewell.work.opened import open_project


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StartPage]:
    monkeypatch.setattr(page_of, "data_folder", lambda: tmp_path / "mine")
    jobs = Jobs()
    made = StartPage(Desk(jobs, Kept(tmp_path / "settings.json")))
    made.setStyleSheet(theme.sheet(theme.LIGHT))
    made.setMinimumSize(320, 240)  # else each new layout would ask for another
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    yield made
    jobs.stop()


def with_base(page: StartPage, sample_project: Path) -> None:
    page.desk.kept.remember(Recent(str(sample_project), "Larkhithe", opened="2026-11-20T10:00:00+00:00"))
    page.fill()


def texts(widget: QWidget) -> str:
    return "\n".join(x.text() for x in widget.findChildren(QLabel) if x.isVisibleTo(widget))


def settle(qtbot: QtBot, page: StartPage) -> None:
    page.desk.jobs.wait()
    qtbot.wait(10)


def test_the_first_time(page: StartPage) -> None:
    assert page.setup.isVisible()
    assert [v for v, b in page.verbs.items() if b.isEnabled()] == ["Assess a scheme"]
    assert "There is no page for workshops yet" in texts(page)
    assert "will be listed here" in texts(page)
    page.verbs["Assess a scheme"].click()
    assert "Set up your area first" in page.message.text()


def test_recent_ones_are_listed_and_one_that_is_gone_can_be_removed(
    qtbot: QtBot, page: StartPage, sample_project: Path
) -> None:
    with_base(page, sample_project)
    kept = page.desk.kept
    kept.remember(
        Recent(
            str(sample_project.parent / "none.gpkg"), "Gone", "25/AP/1", "Dock Road", "", "2026-10-01", True
        )
    )
    here = Path(shutil.copy(sample_project, sample_project.parent / "case one.gpkg"))
    kept.remember(
        Recent(str(here), "One", "26/AP/2", "<b>Quay</b>", "Waits for the red line", "2026-11-22T08:00", True)
    )
    page.fill()
    qtbot.wait(250)
    lines = [x for x in page.findChildren(RecentLine) if x.isVisible()]
    assert [x.here for x in lines] == [True, False, True]
    said = texts(page)
    assert "Waits for the red line · last open 22 November 2026" in said and "No longer at" in said
    opened = QSignalSpy(page.openProject)
    lines[0].open.click()
    assert opened.at(0)[0] == here
    lines[1].remove.click()
    assert [r.reference for r in kept.now.recent] == ["26/AP/2", ""]
    assert not page.setup.isVisible() and "Larkhithe" in page.area_line.text()
    here.unlink()


def test_a_case_is_made_asking_only_where(
    qtbot: QtBot, page: StartPage, sample_project: Path, tmp_path: Path
) -> None:
    with_base(page, sample_project)
    asked: list[Path] = []
    page.ask_where = lambda title, usual: (asked.append(usual), tmp_path / "Dock Road.gpkg")[1]  # type: ignore[method-assign]
    made = QSignalSpy(page.newCase)
    page.verbs["Assess a scheme"].click()
    settle(qtbot, page)
    assert made.at(0)[0] == tmp_path / "Dock Road.gpkg" and len(asked) == 1
    with open_project(tmp_path / "Dock Road.gpkg") as opened:
        assert opened.project.base.startswith("Larkhithe") and opened.project.name == "Dock Road"
    made = QSignalSpy(page.newCase)
    page.verbs["Assess a scheme"].click()  # the name is taken now
    settle(qtbot, page)
    assert made.count() == 0 and page.message.text()


def test_nothing_is_made_where_nobody_says_where(qtbot: QtBot, page: StartPage, sample_project: Path) -> None:
    with_base(page, sample_project)
    page.ask_where = lambda title, usual: None  # type: ignore[method-assign]
    page.assess()
    assert not page.desk.jobs.busy


def test_setting_up_an_area(qtbot: QtBot, page: StartPage, sample_project: Path, tmp_path: Path) -> None:
    page.ask_boundary = lambda: sample_project.parent / "raw" / "larkhithe_boundary.geojson"  # type: ignore[method-assign]
    page.ask_where = lambda title, usual: tmp_path / "area.gpkg"  # type: ignore[method-assign]
    opened = QSignalSpy(page.openProject)
    page.set_up()
    settle(qtbot, page)
    assert opened.at(0)[0] == tmp_path / "area.gpkg" and is_project(tmp_path / "area.gpkg")


def test_a_boundary_that_is_none(qtbot: QtBot, page: StartPage, tmp_path: Path) -> None:
    bad = tmp_path / "not a boundary.geojson"
    bad.write_text("Dear all", encoding="utf-8")
    page.ask_boundary = lambda: bad  # type: ignore[method-assign]
    page.ask_where = lambda title, usual: tmp_path / "area.gpkg"  # type: ignore[method-assign]
    page.set_up()
    settle(qtbot, page)
    assert "not a boundary.geojson" in page.message.text() and "--" not in page.message.text()
    assert not (tmp_path / "area.gpkg").exists()


def test_the_area_is_opened_on_the_map(page: StartPage, sample_project: Path) -> None:
    with_base(page, sample_project)
    opened, area = QSignalSpy(page.openProject), QSignalSpy(page.area)
    page.verbs["Write area guidance"].click()
    assert opened.at(0)[0] == sample_project and area.count() == 1


@pytest.mark.slow
def test_the_sample_is_made_once_and_then_opened(qtbot: QtBot, page: StartPage, tmp_path: Path) -> None:
    opened = QSignalSpy(page.openProject)
    page.sample.click()
    assert not page.sample.isEnabled() and "Making the sample" in page.message.text()
    settle(qtbot, page)
    assert opened.at(0)[0] == tmp_path / "mine" / "sample" / "sample.gpkg"
    assert page.sample.isEnabled() and page.message.text() == ""
    page.sample.click()
    settle(qtbot, page)
    assert opened.count() == 2 and opened.at(1)[0] == opened.at(0)[0]


def test_a_cancelled_sample_leaves_nothing(qtbot: QtBot, page: StartPage, tmp_path: Path) -> None:
    page.sample.click()
    page.desk.jobs.cancel()
    settle(qtbot, page)
    assert page.sample.isEnabled() and page.message.text() == ""
    assert not (tmp_path / "mine" / "sample" / "sample.gpkg").exists()


def test_a_project_that_is_dropped_is_opened(page: StartPage, sample_project: Path) -> None:
    opened = QSignalSpy(page.openProject)
    page.drop.take([sample_project])
    assert opened.at(0)[0] == sample_project


def test_applicants_files_make_a_case_and_come_into_it(
    qtbot: QtBot, page: StartPage, sample_project: Path, tmp_path: Path
) -> None:
    page.drop.take([tmp_path])
    assert "Set up your area first" in page.message.text()
    with_base(page, sample_project)
    page.ask_where = lambda title, usual: tmp_path / "mews.gpkg"  # type: ignore[method-assign]
    made, dropped = QSignalSpy(page.newCase), QSignalSpy(page.dropped)
    page.drop.take([sample("raw").parent / "cases" / "foundry-mews"])
    settle(qtbot, page)
    settle(qtbot, page)
    assert made.at(0)[0] == tmp_path / "mews.gpkg"
    assert "foundry_mews.geojson" in {p.name for p in dropped.at(0)[0]}


def test_downloads_go_to_the_area(qtbot: QtBot, page: StartPage, sample_project: Path) -> None:
    with_base(page, sample_project)
    opened, dropped = QSignalSpy(page.openProject), QSignalSpy(page.dropped)
    pubs = sample_project.parent / "raw" / "Pubs.csv"
    page.drop.take([pubs])
    settle(qtbot, page)
    assert opened.at(0)[0] == sample_project and dropped.at(0)[0] == [pubs]


def test_what_is_no_data_is_said(qtbot: QtBot, page: StartPage, sample_project: Path, tmp_path: Path) -> None:
    with_base(page, sample_project)
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.7 nothing")
    page.drop.take([tmp_path / "plan.pdf"])
    settle(qtbot, page)
    assert "plan.pdf" in page.message.text()


@pytest.mark.parametrize(("width", "height", "size"), [(1366, 768, 10.0), (1280, 720, 12.0)])
def test_everything_is_in_sight(qtbot: QtBot, page: StartPage, width: int, height: int, size: float) -> None:
    page.setStyleSheet(theme.sheet(theme.LIGHT, size))
    page.resize(width, height)
    qtbot.wait(250)
    for widget in (*page.verbs.values(), page.drop, page.sample):
        at = widget.mapTo(page, widget.rect().bottomRight())
        assert 0 < at.x() <= width and 0 < at.y() <= height, widget
