"""Data of the area, shown before it comes in: nothing is written until somebody says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QComboBox, QLabel, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from placewell.ui import theme
from placewell.ui.desk import Desk
from placewell.ui.jobs import Jobs
from placewell.ui.panels.incoming import IncomingPanel
from placewell.ui.settings import Kept
from placewell.work.new import new_base
from placewell.work.progress import run


@pytest.fixture
def raw(sample_project: Path) -> Path:
    return sample_project.parent / "raw"


@pytest.fixture
def panel(qtbot: QtBot, raw: Path, tmp_path: Path) -> Iterator[IncomingPanel]:
    run(new_base(tmp_path / "base.gpkg", raw / "larkhithe_boundary.geojson", margin_m=400))
    jobs = Jobs()
    desk = Desk(jobs, Kept(None))
    assert desk.open(tmp_path / "base.gpkg")
    made = IncomingPanel(desk)
    made.setStyleSheet(theme.sheet(theme.LIGHT))
    made.setMinimumSize(320, 240)  # else each new layout would ask for another
    made.resize(400, 700)
    qtbot.addWidget(made)
    made.show()
    yield made
    jobs.stop()
    desk.close()


def planned(panel: IncomingPanel, *paths: Path) -> None:
    panel.plan(list(paths))
    panel.desk.jobs.wait()


def held(panel: IncomingPanel) -> list[str]:
    assert panel.desk.opened is not None
    return [layer.name for layer in panel.desk.opened.file.layers()]


def branch(panel: IncomingPanel, title: str) -> QTreeWidgetItem:
    found = [panel.tree.topLevelItem(n) for n in range(panel.tree.topLevelItemCount())]
    return next(b for b in found if b is not None and b.text(0).startswith(title))


def texts(panel: IncomingPanel) -> str:
    return "\n".join(
        x.text().replace("\u200b", "") for x in panel.findChildren(QLabel) if x.isVisibleTo(panel)
    )


def test_a_plan_is_shown_and_nothing_is_written(qtbot: QtBot, panel: IncomingPanel, raw: Path) -> None:
    assert panel.preview() == [] and not panel.bring.isVisible()
    changed = QSignalSpy(panel.previewChanged)
    planned(panel, raw / "Pubs.csv", raw / "Skate_Parks.csv", raw / "WD_DEC_2022_UK_BFC.zip")
    assert held(panel) == []
    assert "Nothing is written yet" in panel.told.text()
    assert panel.bring.text() == "Bring in 3 layers" and changed.count()
    wards = next(
        branch(panel, "Comes in").child(i)
        for i in range(3)
        if branch(panel, "Comes in").child(i).text(0) == "Wards"
    )
    panel.tree.setCurrentItem(wards)
    assert len(panel.preview()) == int(wards.text(1))
    qtbot.wait(250)
    said = texts(panel)
    assert "WD_DEC_2022_UK_BFC.zip" in said and "Licence" in said and "Map coordinates" in said


def test_what_is_ticked_comes_in_as_one_edit(panel: IncomingPanel, raw: Path) -> None:
    planned(panel, raw / "Pubs.csv", raw / "Skate_Parks.csv")
    first = branch(panel, "Comes in").child(0)
    assert first.text(0) == "Pubs"
    first.setCheckState(0, Qt.CheckState.Unchecked)
    assert panel.bring.text() == "Bring in 1 layer"
    done = QSignalSpy(panel.broughtIn)
    panel.bring.click()
    assert done.count() == 1 and held(panel) == ["Skate parks"]
    assert panel.told.text().startswith("1 layer brought in.")
    panel.desk.undo()
    assert held(panel) == []


def test_leaving_it(panel: IncomingPanel, raw: Path) -> None:
    planned(panel, raw / "Pubs.csv")
    left = QSignalSpy(panel.leftAlone)
    panel.leave.click()
    assert left.count() == 1 and held(panel) == [] and panel.preview() == []
    assert panel.drop.isVisible()


def test_a_list_that_nobody_knows_is_said(panel: IncomingPanel, raw: Path, tmp_path: Path) -> None:
    mine = tmp_path / "halls.csv"
    mine.write_text("name,easting,northing\nHall,641900,184400\nHut,642000,184500\n", encoding="utf-8")
    planned(panel, mine, raw / "Pubs.csv")
    panel.tree.setCurrentItem(branch(panel, "Not known").child(0))
    assert panel.preview() == [] and "--" not in texts(panel)
    box = next(b for b in panel.findChildren(QComboBox) if "halls.csv" in b.accessibleName())
    box.setCurrentText("Places: Community centres")
    box.activated.emit(box.currentIndex())
    panel.desk.jobs.wait()
    names = [branch(panel, "Comes in").child(i).text(0) for i in range(2)]
    assert names == ["Community centres", "Pubs"]
    panel.bring.click()
    assert sorted(held(panel)) == ["Community centres", "Pubs"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"%PDF-1.7", b"Dear officer,\nall our plans.\n"])
def test_a_file_that_is_not_data(panel: IncomingPanel, tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "<i>x</i>".replace("/", "") / "bad.csv"
    bad.parent.mkdir()
    bad.write_bytes(content)
    planned(panel, bad)
    assert held(panel) == [] and not panel.bring.isEnabled()
    assert "bad.csv" in branch(panel, "Left" if branch_there(panel, "Left") else "Not known").child(0).text(0)


def branch_there(panel: IncomingPanel, title: str) -> bool:
    items = [panel.tree.topLevelItem(n) for n in range(panel.tree.topLevelItemCount())]
    return any(i is not None and i.text(0).startswith(title) for i in items)


def test_a_folder_that_is_not_there(panel: IncomingPanel, tmp_path: Path) -> None:
    planned(panel, tmp_path / "none")
    assert "There is no file or folder" in panel.told.text()


def test_the_lines_that_were_left_are_saved(panel: IncomingPanel, raw: Path, tmp_path: Path) -> None:
    planned(panel, raw / "oproad_gpkg_larkhithe.zip", raw / "Pubs.csv")
    panel.ask_where = lambda: tmp_path / "left.csv"  # type: ignore[method-assign]
    panel.save.click()
    text = (tmp_path / "left.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("layer,file,part,row,sort,text") and "road_node" in text
    said = QSignalSpy(panel.desk.said)
    panel.save.click()
    assert "there already" in said.at(0)[0]
    panel.bring.click()
    panel.ask_where = lambda: tmp_path / "after.csv"  # type: ignore[method-assign]
    panel.save.click()
    assert (tmp_path / "after.csv").exists()


def test_layers_that_changed_meanwhile_are_looked_at_anew(panel: IncomingPanel, raw: Path) -> None:
    planned(panel, raw / "Pubs.csv")
    other = IncomingPanel(panel.desk)
    planned(other, raw / "Pubs.csv")
    other.bring_in()
    other.deleteLater()
    assert held(panel) == ["Pubs"]
    panel.bring_in()
    panel.desk.jobs.wait()
    assert held(panel) == ["Pubs"] and "0 layers" in panel.told.text()


def test_a_whole_folder_fits_the_panel(qtbot: QtBot, panel: IncomingPanel, raw: Path) -> None:
    planned(panel, raw)
    qtbot.wait(250)
    assert int(branch(panel, "Comes in").text(1)) > 90
    assert panel.tree.horizontalScrollBar().maximum() == 0
    assert panel.minimumSizeHint().width() <= 400
    panel.bring.click()
    assert len(held(panel)) > 90
