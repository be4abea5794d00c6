"""Workbooks come back: rearranged, answered twice, spoilt; nothing is lost, nothing newer written over."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from book_making import Made
from edits import answered, head_of
from office import converted, office

from placewell.cli import main
from placewell.domain.errors import Problem
from placewell.exporting.report.blocks import Copy
from placewell.exporting.workbook.write import workbook_bytes
from placewell.work.answers import answer_criterion
from placewell.work.answers_back import Read, read_answers, told
from placewell.work.assess import assessed
from placewell.work.opened import Opened, open_project
from placewell.work.packs import shipped_packs
from placewell.work.progress import run
from placewell.work.submissions import nouns
from placewell.work.workbooks import Wanted, given_of, report_of

PACKS = (
    "healthy-streets",
    "building-for-a-healthy-life",
    "southwark-social-regeneration",
    "london-plan-2021",
)


@pytest.fixture
def packs() -> list[Any]:
    return [k.pack for k in shipped_packs() if k.pack.id in PACKS]


@pytest.fixture
def opened(made_case: Callable[[str], Made], tmp_path: Path) -> Iterator[Opened]:
    path = tmp_path / "case.gpkg"
    shutil.copy(made_case("almond-estate").path, path)
    with open_project(path, "A. Tester") as found:
        yield found


def book(opened: Opened, packs: list[Any], path: Path, copy: Copy = "working", team: str = "") -> Path:
    assessor, assessment = run(assessed(opened, packs, as_at="2026-11-22"))
    report = report_of(run(given_of(opened, assessor, assessment)), Wanted(copy, team), _plain())
    path.write_bytes(workbook_bytes(report))
    return path


def _plain() -> Any:
    from placewell.exporting.workbook.look import Look

    return Look()


def answers(opened: Opened) -> dict[str, tuple[str, str]]:
    return {
        a.question.removeprefix("criterion:") + (f"#{a.part}" if a.part else ""): (a.value, a.reason)
        for a in nouns(opened, "answer")
    }


def write(path: Path, criterion: str, sheet: str = "Findings", **cells: Any) -> None:
    """Put something into a row of the findings."""
    made = openpyxl.load_workbook(path)
    page = made[sheet]
    head, at = head_of(page, "Criterion" if sheet == "Findings" else "Ask key")
    for r in range(head + 1, page.max_row + 1):
        if page.cell(r, 1).value == criterion:
            for heading, value in cells.items():
                page.cell(r, at[heading.replace("_", " ").replace("view", "Officer's view")]).value = value
    made.save(path)


@pytest.mark.parametrize("seed", range(8))
def test_rearranged_copies_read_back_without_loss(
    opened: Opened, packs: list[Any], tmp_path: Path, seed: int
) -> None:
    path = book(opened, packs, tmp_path / "w.xlsx")
    draw = random.Random(seed)
    copy = tmp_path / "back.xlsx"
    written = answered(path, copy, draw)
    if office() is not None and seed % 4 == 0:
        copy = converted(copy, "xlsx", tmp_path)
    read = read_answers(opened, copy, packs)
    assert (read.conflicts, read.left) == ([], [])
    assert answers(opened) == written
    entry = opened.file.entry(opened.file.head()[0])
    assert entry.label == "Answers read from back.xlsx"
    again = read_answers(opened, copy, packs)
    assert (again.taken, again.conflicts, again.left) == ([], [], [])
    assert sorted(again.same) == sorted(written)


def test_two_peoples_copies_and_a_conflict(opened: Opened, packs: list[Any], tmp_path: Path) -> None:
    """The second copy's other answer is listed; deciding for it is a step of its own."""
    path = book(opened, packs, tmp_path / "w.xlsx")
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    shutil.copy(path, one)
    shutil.copy(path, two)
    write(one, "LP-D13", view="met", Reason="Drawing 12")
    write(two, "LP-D13", view="not met", Reason="Nothing shown")
    write(two, "LP-D14", view="yes but no")
    assert read_answers(opened, one, packs, by="Ada Officer").taken == ["LP-D13"]
    read = read_answers(opened, two, packs, by="Ben Officer")
    (conflict,) = read.conflicts
    assert (conflict.theirs, conflict.ours, conflict.by) == (
        "not met (Nothing shown)",
        "met (Drawing 12)",
        "Ada Officer",
    )
    assert answers(opened)["LP-D13"] == ("met", "Drawing 12")
    assert "Nothing was written over." in "\n".join(told(read))
    assert read_answers(opened, two, packs, take=["LP-D13"], by="Ben Officer").taken[0] == "LP-D13"
    assert answers(opened)["LP-D13"] == ("not met", "Nothing shown")


def test_what_cannot_be_taken_is_told(opened: Opened, packs: list[Any], tmp_path: Path) -> None:
    criteria = {c.id: c for p in packs for c in p.criteria}
    answer_criterion(opened, criteria["LP-D13"], "met", by="A", reason="Plan 3")
    path = book(opened, packs, tmp_path / "w.xlsx")
    write(path, "LP-D13", view=None, Reason=None)
    write(path, "LP-SI1", view="perhaps")
    write(path, "LP-T2", Reason="no answer to it")
    write(path, "LP-H6", view="met")
    made = openpyxl.load_workbook(path)
    page = made["Findings"]
    head, at = head_of(page, "Criterion")
    row = next(r for r in range(head + 1, page.max_row + 1) if page.cell(r, 1).value == "LP-D14")
    page.cell(row, at["Officer's view"]).value = "one thing"
    page.append(
        [
            page.cell(row, c).value if c != at["Officer's view"] else "another"
            for c in range(1, page.max_column + 1)
        ]
    )
    page.append(["NEW-1"] + [None] * (at["Officer's view"] - 2) + ["met"])
    made.save(path)
    read = read_answers(opened, path, packs)
    why = {x.what: x.why for x in read.left}
    assert read.taken == []
    assert answers(opened) == {"LP-D13": ("met", "Plan 3")}
    assert why["LP-D13"] == "the answer was taken out; what the project has is left as it is"
    assert "Use one of: met, partly met, not met, not applicable." in why["LP-SI1"]
    assert why["LP-T2"] == "it has a reason but no answer"
    assert "another answer beside it needs its reason" in why["LP-H6"]
    assert why["LP-D14"] == "it stands here more than once, with different answers"
    assert why["NEW-1"] == "this workbook was not written with that question"
    assert all(x.row > 3 and x.sheet == "Findings" for x in read.left)


def test_mitigation_becomes_actions(opened: Opened, packs: list[Any], tmp_path: Path) -> None:
    path = book(opened, packs, tmp_path / "w.xlsx")
    write(path, "LP-H6", Mitigation="More shared ownership\nLate review")
    read = read_answers(opened, path, packs)
    assert read.taken == ["LP-H6: More shared ownership", "LP-H6: Late review"]
    assert [(a.criterion, a.what, a.mechanism, a.status) for a in nouns(opened, "action")] == [
        ("LP-H6", "More shared ownership", "", "proposed"), ("LP-H6", "Late review", "", "proposed"),
    ]  # fmt: skip
    again = book(opened, packs, tmp_path / "w2.xlsx")
    write(again, "LP-H6", Mitigation="Late review")
    (left,) = read_answers(opened, again, packs).left
    assert left.why == "'More shared ownership' was taken out; nothing is deleted by reading a workbook"


def test_an_applicants_copy_touches_no_answer(opened: Opened, packs: list[Any], tmp_path: Path) -> None:
    path = book(opened, packs, tmp_path / "a.xlsx", "applicant")
    made = openpyxl.load_workbook(path)
    page = made["Ask the applicant"]
    head, at = head_of(page, "Ask key")
    page.cell(head + 1, at["Applicant states"]).value = "1,200 spaces"
    page.cell(head + 1, at["Document"]).value = "Transport Statement"
    page.cell(head + 1, at["Page"]).value = 7
    page.cell(head + 1, at["What is asked"]).value = "nothing at all"
    extra = made.create_sheet("Findings")
    extra.append(["Criterion", "Officer's view", "Reason", "Mitigation"])
    extra.append(["LP-D13", "met", "we think so", "none"])
    made.save(path)
    read = read_answers(opened, path, packs)
    assert answers(opened) == {} and nouns(opened, "action") == []
    (claim,) = [c for c in nouns(opened, "claim") if c.words == "1,200 spaces"]
    assert (claim.document, claim.page) == ("Transport Statement", "7")
    assert [x.why for x in read.left] == ["only 'Applicant states' is read from an applicant's copy"]


def test_a_file_copy_tells_whether_it_was_altered(opened: Opened, packs: list[Any], tmp_path: Path) -> None:
    path = book(opened, packs, tmp_path / "f.xlsx", "file")
    assert read_answers(opened, path, packs).unaltered is True
    kept = tmp_path / "kept.xlsx"
    openpyxl.load_workbook(path).save(kept)
    assert read_answers(opened, kept, packs).unaltered is True, "saving it again alters nothing"
    if office() is not None:
        assert read_answers(opened, converted(path, "xlsx", tmp_path), packs).unaltered is True
    made = openpyxl.load_workbook(path)
    page = made["Findings"]
    head, at = head_of(page, "Verdict")
    row = next(r for r in range(head + 1, page.max_row) if page.cell(r, at["Verdict"]).value == "not met")
    page.cell(row, at["Verdict"]).value = "met"
    made.save(kept)
    read = read_answers(opened, kept, packs)
    assert read.unaltered is False
    assert "Something in this copy was altered since it was issued" in "\n".join(told(read))


def refused(opened: Opened, path: Path, packs: list[Any]) -> str:
    with pytest.raises(Problem) as problem:
        read_answers(opened, path, packs)
    return str(problem.value)


def test_what_is_no_workbook_of_this_project_is_refused(
    opened: Opened, packs: list[Any], tmp_path: Path, sample_project: Path
) -> None:
    before = opened.file.head()
    good = book(opened, packs, tmp_path / "w.xlsx")
    bad = tmp_path / "bad.xlsx"

    made = openpyxl.Workbook()
    made.active.append(["Criterion", "Officer's view", "Reason", "Mitigation"])
    made.active.append(["LP-D13", "met", "", ""])
    made.save(bad)
    assert "not a workbook that Placewell wrote" in refused(opened, bad, packs)

    bad.write_bytes(good.read_bytes()[:4_000])
    assert "bad.xlsx is damaged or was cut short." in refused(opened, bad, packs)
    bad.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4_000)
    )
    assert "bad.xlsx is protected by a password." in refused(opened, bad, packs)
    bad.write_text("met")
    assert "bad.xlsx is not a workbook that Placewell wrote" in refused(opened, bad, packs)
    bad.unlink()
    assert "is not there" in refused(opened, bad, packs)

    made = openpyxl.load_workbook(good)
    page = made["Key"]
    head, _ = head_of(page, "Content")
    page.cell(head + 1, 2).value = "placewell-workbook 0"
    made.save(bad)
    assert "was written in another form (placewell-workbook 0)" in refused(opened, bad, packs)
    made = openpyxl.load_workbook(good)
    made["Key"].cell(head + 3, 2).value = "ab" * 32
    made.save(bad)
    assert "was written from another project" in refused(opened, bad, packs)
    made = openpyxl.load_workbook(good)
    made["Key"].cell(head + 6, 2).value = "Somewhere else"
    made.save(bad)
    assert "There is no scheme called 'Somewhere else'." in refused(opened, bad, packs)
    assert opened.file.head() == before


def test_a_sheet_of_two_million_rows_is_refused_in_time(
    opened: Opened, packs: list[Any], tmp_path: Path
) -> None:
    """A workbook that says it is enormous: read apart, with limits, and refused in words."""
    import zipfile

    good = book(opened, packs, tmp_path / "w.xlsx", "applicant")
    bad = tmp_path / "huge.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                rows = b"".join(
                    b'<row r="%d"><c r="A%d"><v>1</v></c><c r="ZZ%d"><v>1</v></c></row>' % (n, n, n)
                    for n in range(1, 1_000_001)
                )
                data = (
                    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                    + rows
                    + b"</sheetData></worksheet>"
                )
            new.writestr(name, data)
    assert "huge.xlsx is damaged or was cut short (reading it broke off" in refused(opened, bad, packs)


def test_the_command_reads_two_workbooks(
    made_case: Callable[[str], Made], packs: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.gpkg"
    shutil.copy(made_case("almond-estate").path, path)
    with open_project(path, "A. Tester") as opened:
        one = book(opened, packs, tmp_path / "one.xlsx")
    two = tmp_path / "two.xlsx"
    shutil.copy(one, two)
    write(one, "LP-D13", view="met")
    write(two, "LP-D14", view="some words")
    assert main(["answers", str(path), str(one), str(two), "--by", "Ada Officer"]) == 0
    said = capsys.readouterr().out
    assert "one.xlsx (working copy)\nTaken: LP-D13." in said
    assert "two.xlsx (working copy)\nTaken: LP-D14." in said
    with open_project(path) as opened:
        assert {a.by for a in nouns(opened, "answer")} == {"Ada Officer"}
    assert main(["answers", str(path), str(tmp_path / "none.xlsx")]) == 1


def test_reading_gives_the_reader_something_to_say() -> None:
    """An empty reading says that nothing was taken."""
    assert told(Read("a.xlsx", "working")) == ["a.xlsx (working copy)", "Nothing new was taken."]
