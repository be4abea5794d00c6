"""The panel by which a scheme comes in, driven with real files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from placewell.shipped import sample
from placewell.ui import theme
from placewell.ui.desk import Desk
from placewell.ui.jobs import Jobs
from placewell.ui.panels.scheme import SchemePanel
from placewell.ui.panels.scheme.check import FORM
from placewell.ui.panels.scheme.drop import DropArea
from placewell.ui.settings import Kept
from placewell.work.case_shown import case_shown
from placewell.work.new import new_case
from placewell.work.progress import run
from placewell.work.scheme_edits import draw_red_line

Shown = tuple[Desk, SchemePanel]


def cases() -> Path:
    return sample("raw").parent / "cases"


@pytest.fixture(scope="module")
def blank(sample_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(new_case(tmp_path_factory.mktemp("blank") / "blank.gpkg", sample_project, "Dock Road"))


@pytest.fixture
def shown(qtbot: QtBot, blank: Path, tmp_path: Path) -> Iterator[Shown]:
    path = Path(shutil.copy(blank, tmp_path / "case.gpkg"))
    jobs = Jobs()
    desk = Desk(jobs, Kept(None))
    assert desk.open(path)
    panel = SchemePanel(desk)
    panel.setStyleSheet(theme.sheet(theme.LIGHT))
    panel.setMinimumSize(320, 240)  # else each new layout would ask for another
    panel.resize(400, 700)
    qtbot.addWidget(panel)
    panel.show()
    yield desk, panel
    jobs.stop()
    if desk.opened is not None:
        desk.close()


def bring(qtbot: QtBot, shown: Shown, *paths: Path, role: str = "") -> None:
    shown[1].bring(list(paths), role)
    settle(qtbot, shown)


def settle(qtbot: QtBot, shown: Shown) -> None:
    shown[0].jobs.wait()
    qtbot.wait(250)


def told(panel: SchemePanel) -> list[str]:
    return [step.head.told.text() for step in panel.steps]


def texts(widget: QWidget) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(
        x.text().replace("\u200b", "") for x in widget.findChildren(QLabel) if x.isVisibleTo(widget)
    )


def test_nothing_has_come_yet(shown: Shown) -> None:
    _, panel = shown
    assert told(panel) == ["nothing yet"] * 6
    assert panel.red_line.inside.isVisibleTo(panel) and not panel.homes.inside.isVisibleTo(panel)
    assert "A first answer appears" in texts(panel.red_line)


def test_a_folder_dropped_on_the_panel(qtbot: QtBot, shown: Shown) -> None:
    desk, panel = shown
    came = QSignalSpy(panel.siteCame)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(cases() / "lantern-tower"))])
    where, button, key = QPoint(100, 60), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where, Qt.DropAction.CopyAction, mime, button, key)
    panel.dragEnterEvent(enter)
    assert enter.isAccepted()
    panel.dropEvent(QDropEvent(QPointF(where), Qt.DropAction.CopyAction, mime, button, key))
    settle(qtbot, shown)
    assert came.count() == 1
    assert told(panel) == ["nothing yet", "0.60 ha", "280 homes", "3 uses", "nothing yet", "1 differs"]
    lines = "\n".join(panel.report.lines)
    assert "LT unit mix rev06.xlsx: 176 lines of homes" in lines
    assert "Not brought in" in lines and "site grid" in lines and "truth.toml" in lines
    assert desk.opened is not None
    notes = [r["file"] for r in desk.opened.file.read("import note").records() if r["sort"] == "left"]
    assert "truth.toml" in notes  # told in the project's own report as well
    desk.undo()
    qtbot.wait(250)
    assert told(panel) == ["nothing yet"] * 6


def test_two_schedules_are_asked_about_before_anything_is_written(qtbot: QtBot, shown: Shown) -> None:
    desk, panel = shown
    bring(qtbot, shown, cases() / "gantry-wharf")
    assert panel.question is not None and panel.question.isVisible()
    assert told(panel)[1] == "nothing yet"
    panel.question.first.click()
    qtbot.wait(250)
    assert desk.opened is not None
    assert [(s["option"], s["homes"]) for s in case_shown(desk.opened)["schemes"]] == [
        ("A", 1200),
        ("B", 1200),
    ]
    panel.homes.open_it()
    assert "Option A" in texts(panel.homes) and "Option B" in texts(panel.homes)
    assert len(panel.check.rows) == 7


def test_the_question_can_be_answered_otherwise(qtbot: QtBot, shown: Shown) -> None:
    _, panel = shown
    bring(qtbot, shown, cases() / "gantry-wharf")
    assert panel.question is not None
    only_b = next(b for b in panel.question.findChildren(QAbstractButton) if b.text() == "Only B")
    only_b.click()
    qtbot.wait(250)
    assert told(panel)[2] == "1,200 homes"
    assert "GW-PLA-SCH-A" in "\n".join(panel.report.lines)


def test_any_order_and_each_step_by_itself(qtbot: QtBot, shown: Shown) -> None:
    _, panel = shown
    came = QSignalSpy(panel.siteCame)
    folder = cases() / "almond-estate"
    for at, name, words in (
        (2, "AE proposed homes.xlsx", "640 homes"),
        (5, "stated figures.csv", "1 differs"),
        (3, "AE existing homes.ods", "300 homes lost"),
        (1, "AE-100 red line (mm).dxf", "3.00 ha"),
        (0, "consultations.csv", "2 consultations"),
    ):
        panel.steps[at].came.emit([folder / name], panel.steps[at].role)
        settle(qtbot, shown)
        assert told(panel)[at] == words, name
        assert name in texts(panel.steps[at]) or not panel.steps[at].head.isChecked()
    assert told(panel)[5] == "1 differs"
    assert came.count() == 1


def test_a_statement_is_answered_and_can_be_changed(qtbot: QtBot, shown: Shown) -> None:
    desk, panel = shown
    bring(qtbot, shown, cases() / "lantern-tower")
    panel.check.open_it()
    (row,) = panel.check.rows
    assert "56 homes" in texts(row) and "52 homes" in texts(row) and "page 18" in texts(row)
    row.reason.setText("confirmed by e-mail")
    row.answers[FORM].click()
    qtbot.wait(250)
    (row,) = panel.check.rows
    assert "Answered: the form is right. confirmed by e-mail" in texts(row)
    assert not row.form.isVisibleTo(row)
    assert panel.check.head.mark.state == "complete"
    assert desk.opened is not None and case_shown(desk.opened)["answers"][0]["value"] == FORM


def test_what_is_still_to_come_is_copied(qtbot: QtBot, shown: Shown) -> None:
    desk, panel = shown
    bring(qtbot, shown, cases() / "lantern-tower")
    panel.check.open_it()
    said = QSignalSpy(desk.said)
    next(b for b in panel.check.findChildren(QAbstractButton) if b.text().startswith("Copy")).click()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("From the applicant:") and "internal floor area" in text
    assert said.count() == 1


def test_the_application_is_kept_field_by_field(qtbot: QtBot, shown: Shown) -> None:
    desk, panel = shown
    step = panel.application
    step.open_it()
    step.edits["reference"].setText("26/AP/0417")
    step.edits["reference"].editingFinished.emit()
    step.edits["target"].setText("22/11/2026")
    step.edits["target"].editingFinished.emit()
    step.type.setCurrentText("outline")
    step.type.activated.emit(step.type.currentIndex())
    step.ptal.setCurrentText("6a")
    step.ptal.activated.emit(step.ptal.currentIndex())
    qtbot.wait(250)
    assert desk.opened is not None
    found = case_shown(desk.opened)
    assert (found["case"]["reference"], found["case"]["target"], found["case"]["type"]) == (
        "26/AP/0417",
        "2026-11-22",
        "outline",
    )
    assert found["official_ptal"][0]["band"] == "6a"
    assert step.edits["target"].text() == "22 November 2026"
    assert told(panel)[0] == "26/AP/0417"
    head = desk.opened.file.head()
    step.edits["reference"].editingFinished.emit()  # left again without a change: nothing is written
    assert desk.opened.file.head() == head


def test_a_date_that_cannot_be_read_is_said_and_stays(qtbot: QtBot, shown: Shown) -> None:
    desk, panel = shown
    said = QSignalSpy(desk.said)
    panel.application.edits["valid"].setText("next Tuesday")
    panel.application.edits["valid"].editingFinished.emit()
    qtbot.wait(250)
    assert "cannot be read as the day" in said.at(0)[0]
    assert panel.application.edits["valid"].text() == "next Tuesday"


def test_a_consultation_is_noted(qtbot: QtBot, shown: Shown) -> None:
    _, panel = shown
    step = panel.application
    step.open_it()
    step.add.click()
    step.consult["body"].setText("Thames Water")
    step.consult["asked"].setText("1 June 2026")
    next(b for b in step.form.findChildren(QAbstractButton) if b.text() == "Keep").click()
    qtbot.waitUntil(lambda: "Thames Water: asked 1 June 2026" in texts(step), timeout=5_000)
    assert step.form.isHidden()


def test_a_summary_is_typed(qtbot: QtBot, shown: Shown) -> None:
    _, panel = shown
    step = panel.homes
    step.open_it()
    step.type_in.click()
    assert len(step.lines) == 3
    step.lines[0].homes.setValue(12)
    step.lines[0].size.setCurrentText("2 bed")
    step.lines[0].tenure.setCurrentText("social rent")
    step.lines[1].homes.setValue(4)
    next(b for b in step.form.findChildren(QAbstractButton) if b.text() == "Keep these homes").click()
    qtbot.wait(250)
    assert told(panel)[2] == "16 homes"
    assert "Social rent" in texts(step) and "typed by hand" in texts(step)
    bring(qtbot, shown, cases() / "foundry-mews" / "schedule pasted from e-mail.txt")
    assert "homes" in told(panel)[2]


def test_pasting(qtbot: QtBot, shown: Shown) -> None:
    _, panel = shown
    QGuiApplication.clipboard().setText("Tenure\tBedrooms\tHomes\nSocial rent\t2\t10\n")
    panel.homes.pasted.emit("homes")
    settle(qtbot, shown)
    assert told(panel)[2] == "10 homes"
    QGuiApplication.clipboard().clear()
    panel.paste()
    assert "no text to paste" in panel.report.lines[0]


def test_data_of_the_area_and_projects_are_handed_on(
    qtbot: QtBot, shown: Shown, sample_project: Path, tmp_path: Path
) -> None:
    _, panel = shown
    layers, projects = QSignalSpy(panel.layersCame), QSignalSpy(panel.projectsCame)
    pubs = sample_project.parent / "raw" / "Pubs.csv"
    bring(qtbot, shown, pubs, sample_project)
    assert layers.at(0)[0] == [pubs] and projects.at(0)[0] == [sample_project]
    assert "Nothing of a scheme" in panel.report.lines[0]
    assert any("Pubs.csv" in line for line in panel.report.lines)


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\x03", b"PK\x03\x04nothing", b"Dear officer,\nall our plans.\n"]
)
def test_a_file_that_is_not_data(qtbot: QtBot, shown: Shown, tmp_path: Path, content: bytes) -> None:
    desk, panel = shown
    path = tmp_path / "plans.csv"
    path.write_bytes(content)
    assert desk.opened is not None
    head = desk.opened.file.head()
    bring(qtbot, shown, path)
    assert desk.opened.file.head() == head
    assert "plans.csv" in "\n".join(panel.report.lines)
    assert panel.report.isVisible()


def test_a_red_line_elsewhere_is_refused_in_words(qtbot: QtBot, shown: Shown, tmp_path: Path) -> None:
    _, panel = shown
    path = tmp_path / "site.geojson"
    ring = "[[-3.0,51.0],[-3.0,51.001],[-2.999,51.001],[-2.999,51.0],[-3.0,51.0]]"
    path.write_text(
        f'{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}]}}',
        encoding="utf-8",
    )
    bring(qtbot, shown, path, role="redline")
    said = "\n".join(panel.report.lines)
    assert "outside" in said and "--" not in said and told(panel)[1] == "nothing yet"


def test_a_line_drawn_on_the_map_is_heard_of(qtbot: QtBot, shown: Shown) -> None:
    desk, panel = shown
    came, edit = QSignalSpy(panel.siteCame), QSignalSpy(panel.editRedLine)
    panel.red_line.draw.click()
    assert edit.count() == 1
    assert desk.opened is not None
    middle = shapely.point_on_surface(desk.opened.project.geometry)
    desk.do(lambda o: draw_red_line(o, shapely.box(middle.x, middle.y, middle.x + 100, middle.y + 50)))
    qtbot.wait(250)
    assert came.count() == 1 and told(panel)[1] == "0.50 ha"


def test_buttons_for_the_map(shown: Shown) -> None:
    _, panel = shown
    entrance, place = QSignalSpy(panel.addEntrance), QSignalSpy(panel.addProvision)
    panel.provision.enter.click()
    panel.provision.types.setCurrentText("nursery")
    panel.provision.put.click()
    assert entrance.count() == 1 and place.at(0)[0] == "nursery"


def test_files_are_asked_for_by_one_method(qtbot: QtBot, shown: Shown) -> None:
    _, panel = shown
    drop = panel.homes.drop
    assert drop is not None
    drop.ask_files = lambda: [cases() / "foundry-mews" / "schedule pasted from e-mail.txt"]  # type: ignore[method-assign]
    panel.homes.open_it()
    drop.choose.click()
    settle(qtbot, shown)
    assert told(panel)[2] == "9 homes"


def test_another_project_takes_its_place(qtbot: QtBot, shown: Shown, blank: Path, tmp_path: Path) -> None:
    desk, panel = shown
    bring(qtbot, shown, cases() / "foundry-mews")
    other = Path(shutil.copy(blank, tmp_path / "other.gpkg"))
    came = QSignalSpy(panel.siteCame)
    assert desk.open(other)
    qtbot.wait(250)
    assert told(panel) == ["nothing yet"] * 6 and came.count() == 0
    assert panel.report.isHidden()


def test_a_cancelled_reading_leaves_everything(qtbot: QtBot, shown: Shown) -> None:
    desk, panel = shown
    panel.bring([cases() / "gantry-wharf"])
    desk.jobs.cancel()
    settle(qtbot, shown)
    assert told(panel) == ["nothing yet"] * 6


def test_everything_has_a_name_and_the_keyboard_reaches_it(qtbot: QtBot, shown: Shown) -> None:
    _, panel = shown
    bring(qtbot, shown, cases() / "lantern-tower")
    for step in panel.steps:
        step.open_it()
        for widget in step.findChildren(QWidget):
            if isinstance(widget, QAbstractButton | QComboBox | QLineEdit) and widget.isVisible():
                inner = isinstance(widget.parent(), QSpinBox | QComboBox)
                assert inner or widget.accessibleName() or getattr(widget, "text", str)(), widget
                assert inner or widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_it_fits_the_panel(qtbot: QtBot, shown: Shown) -> None:
    _, panel = shown
    bring(qtbot, shown, cases() / "almond-estate")
    panel.report.clear()
    for step in panel.steps:
        step.open_it()
        qtbot.wait(5)
        assert panel.area.horizontalScrollBar().maximum() == 0, step.key


def test_a_drop_area_shows_that_it_would_take_files(qtbot: QtBot, tmp_path: Path) -> None:
    area = DropArea("Drop files here")
    qtbot.addWidget(area)
    mime = QMimeData()
    mime.setText("no file")
    no = QDragEnterEvent(
        QPoint(1, 1),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    no.ignore()
    area.dragEnterEvent(no)
    assert not no.isAccepted()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/a.csv")])
    yes = QDragEnterEvent(
        QPoint(1, 1),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    area.dragEnterEvent(yes)
    assert yes.isAccepted() and area.property("over") is True
    dropped = QSignalSpy(area.dropped)
    area.dropEvent(
        QDropEvent(
            QPointF(1, 1),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert dropped.at(0)[0] == [tmp_path] and area.property("over") is False


def test_out_of_sight_it_hears_of_a_red_line_and_reads_the_rest_when_seen(qtbot: QtBot, shown: Shown) -> None:
    desk, panel = shown
    panel.hide()
    came = QSignalSpy(panel.siteCame)
    assert desk.opened is not None
    middle = shapely.point_on_surface(desk.opened.project.geometry)
    desk.do(lambda o: draw_red_line(o, shapely.box(middle.x, middle.y, middle.x + 100, middle.y + 50)))
    qtbot.wait(250)
    assert came.count() == 1 and told(panel)[1] == "nothing yet"
    panel.show()
    assert told(panel)[1] == "0.50 ha"
