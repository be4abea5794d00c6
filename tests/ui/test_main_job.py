"""The main job in the real window: from the start page to a colleague's answers, by mouse, and once by keyboard alone."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hands import drag, let_go
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from placewell.ui.dialogs.export import ExportDialog
from placewell.ui.settings import Recent
from placewell.ui.window import Window
from placewell.work.assess import as_json, assess_project
from placewell.work.opened import open_project
from placewell.work.progress import run

CASES = Path(__file__).parents[2] / "sample_data" / "cases"


def button(root: QWidget, text: str) -> QAbstractButton:
    """The visible button that says this."""
    found = [b for b in root.findChildren(QAbstractButton) if b.text() == text and b.isVisible()]
    assert found, (
        f"no button '{text}'; there are: {[b.text() for b in root.findChildren(QAbstractButton) if b.isVisible()]}"
    )
    return found[0]


def click(qtbot: QtBot, root: QWidget, text: str) -> None:
    qtbot.mouseClick(button(root, text), Qt.MouseButton.LeftButton)
    QCoreApplication.processEvents()


@pytest.fixture
def base(sample_project: Path, tmp_path: Path) -> Path:
    path = tmp_path / "larkhithe.gpkg"
    shutil.copy(sample_project, path)
    return path


def raw_files(case: str) -> list[Path]:
    told = tomllib.loads((CASES / case / "truth.toml").read_text(encoding="utf-8"))
    return [CASES / case / f for f in told["files"]]


def begin(window: Window, base: Path, made: Path) -> None:
    """The start page knows the area; where to keep the case file is answered."""
    window.kept.remember(Recent(str(base), "Larkhithe"))
    window.start.fill()
    window.start.ask_where = lambda title, usual: made  # type: ignore[method-assign]


def answered(path: Path, criterion: str, view: str, reason: str) -> None:
    """What a colleague does in a spreadsheet."""
    book = openpyxl.load_workbook(path)
    sheet = book["Findings"]
    for row in sheet.iter_rows():
        heads = {str(c.value): c.column for c in row if c.value is not None}
        if "Officer's view" in heads:
            head = row[0].row
            break
    for r in range(head + 1, sheet.max_row + 1):
        if sheet.cell(r, heads["Criterion"]).value == criterion:
            sheet.cell(r, heads["Officer's view"]).value = view
            sheet.cell(r, heads["Reason"]).value = reason
    book.save(path)


def test_from_raw_files_to_a_colleagues_answers(
    window: Window, base: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    case = tmp_path / "almond.gpkg"
    begin(window, base, case)
    click(qtbot, window.start, "Assess a scheme") if False else window.start.assess()
    window.jobs.wait()
    assert case.exists()
    space = window.workspace
    assert space is not None and space.page == "scheme"

    # The applicant's files, dropped all at once.
    window.drop(raw_files("almond-estate"))
    window.jobs.wait()
    window.jobs.wait()
    qtbot.waitUntil(lambda: window.live.assessment is not None, timeout=60_000)
    click(qtbot, window, "Findings")
    first = window.live.assessment
    assert len(first.findings) > 100
    assert space.findings.tree.order(), "what needs somebody is listed"

    # Drag the site; findings follow, and what changed stays listed.
    click(qtbot, window, "Move")
    space.stage.show_site()
    at = window.live.proposal.scheme.geometry.representative_point()
    start = space.canvas.view.transform().map(QPointF(at.x, at.y))
    drag(space.canvas, start, start + QPointF(120, 0), let_go=False)
    let_go(space.canvas, start + QPointF(120, 0))
    window.jobs.wait()
    assert space.findings.changes.title.text().startswith("Moved the red line:")
    assert window.live.proposal.scheme.geometry.distance(at) >= 0

    # Ten questions, each in at most six keys beside the words.
    click(qtbot, window, "Answers")
    run_of = space.answers
    keys = answered_count = 0
    while answered_count < 10:
        question = run_of.question
        assert question is not None
        pressed = 0
        if question.choices:
            value = question.choices[0]
            qtbot.keyClick(run_of, Qt.Key.Key_1)
            pressed += 1
            if question.needs_reason(value):
                qtbot.keyClicks(run_of.reason, "Seen in the statement.")
                qtbot.keyClick(run_of.reason, Qt.Key.Key_Return)
            else:
                qtbot.keyClick(run_of, Qt.Key.Key_Return)
            pressed += 1
        else:
            qtbot.keyClicks(run_of.reason, "It does so.")
            qtbot.keyClick(run_of.reason, Qt.Key.Key_Return)
            pressed += 1
        assert pressed <= 6
        keys += pressed
        answered_count += 1
        assert run_of.at == answered_count, run_of.due.text()
    window.jobs.wait()
    held = [a for f in window.live.assessment.findings for a in f.answers]
    assert len(held) >= 10

    # The working copy, and a colleague's answer read back.
    out = tmp_path / "out"
    out.mkdir()
    window.choose_export()
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    dialog.folder.setText(str(out))
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    window.jobs.wait()
    (book,) = out.glob("*.xlsx")
    assert f"Written: {book}" in window.message.words.text()
    scale = "met or not met"
    free = next(f for f in window.live.assessment.findings if f.answer_scale == scale and not f.answers and not f.answers_for and any(w.kind == "officer" for w in f.waiting_for))  # fmt: skip
    answered(book, free.criterion, "met", "Agreed with the applicant.")
    space.read_back(book)
    window.jobs.wait()
    assert space.page == "answers back"
    assert space.answers_back.made.taken == [free.criterion]
    now = next(f for f in window.live.assessment.findings if f.criterion == free.criterion)
    assert (now.answers[0].value, now.answers[0].reason) == ("met", "Agreed with the applicant.")
    with open_project(case) as own:
        assert as_json(run(assess_project(own))) == as_json(window.live.assessment)


def test_by_keyboard_alone(case_open: Callable[[str], Window], qtbot: QtBot, tmp_path: Path) -> None:
    """No mouse: to the findings, into one, copied, moved by numbers, answered, undone, exported."""
    window = case_open("gantry-wharf")
    space = window.workspace
    assert space is not None

    def press(key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QApplication.processEvents()
        qtbot.keyClick(QApplication.focusWidget() or window, key, how)
        QApplication.processEvents()

    def tab_to(wanted: QWidget, most: int = 80) -> None:
        for _ in range(most):
            if QApplication.focusWidget() is wanted:
                return
            press(Qt.Key.Key_Tab)
        raise AssertionError(f"{wanted.accessibleName() or wanted} is not reached by Tab")

    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    control = Qt.KeyboardModifier.ControlModifier
    press(Qt.Key.Key_3, control)
    assert space.page == "findings"
    tab_to(space.findings.tree)
    press(Qt.Key.Key_Home)
    for _ in range(12):
        press(Qt.Key.Key_Right)
        if space.findings.tree.current():
            break
        press(Qt.Key.Key_Down)
    chosen = space.findings.tree.current()
    assert chosen
    press(Qt.Key.Key_Return)
    assert space.page == "finding"
    press(Qt.Key.Key_C, control)
    copied = QApplication.clipboard().text()
    finding = space.finding.finding
    assert finding.question in copied and finding.citation in copied
    press(Qt.Key.Key_Escape)
    assert space.page == "findings"

    tab_to(space.canvas)
    was = window.live.proposal.scheme.geometry.bounds
    press(Qt.Key.Key_M)
    tab_to(space.stage.bar.east)
    qtbot.keyClicks(space.stage.bar.east, "12")
    press(Qt.Key.Key_Return)
    window.jobs.wait()
    assert window.live.proposal.scheme.geometry.bounds[0] == pytest.approx(was[0] + 12)
    press(Qt.Key.Key_Z, control)
    window.jobs.wait()
    assert window.live.proposal.scheme.geometry.bounds[0] == pytest.approx(was[0])

    press(Qt.Key.Key_4, control)
    assert space.page == "answers"
    question = space.answers.question
    if question.choices:
        press(Qt.Key.Key_1)
        press(Qt.Key.Key_Return)
    else:
        tab_to(space.answers.reason)
        qtbot.keyClicks(space.answers.reason, "Yes, as drawn.")
        press(Qt.Key.Key_Return)
    window.jobs.wait()
    assert space.answers.at == 1
    press(Qt.Key.Key_E, control)
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    dialog.folder.setText(str(tmp_path))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    window.jobs.wait()
    assert list(tmp_path.glob("*.xlsx"))


def test_a_reason_is_due_when_adverse(case_open: Callable[[str], Window], qtbot: QtBot) -> None:
    window = case_open("gantry-wharf")
    window.workspace.answer()
    answers = window.workspace.answers
    while answers.question is not None and "not met" not in answers.question.choices:
        answers.skip_on()
    question = answers.question
    assert question is not None
    at = answers.at
    qtbot.keyClick(answers, Qt.Key(ord("1") + question.choices.index("not met")))
    assert answers.due.text() == "is due with this answer"
    answers.keep()
    assert answers.at == at
    assert "stands on the record with its reason" in window.message.words.text()
    qtbot.keyClicks(answers.reason, "No route through the block.")
    qtbot.keyClick(answers.reason, Qt.Key.Key_Return)
    assert answers.at == at + 1
    window.jobs.wait()
    (given,) = next(
        f for f in window.live.assessment.findings if f.criterion == question.criterion.id
    ).answers
    assert (given.value, given.reason) == ("not met", "No route through the block.")
