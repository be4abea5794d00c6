"""A confidential case says so wherever it is shown, until its day is over, and is not published before."""

from __future__ import annotations

import json
from pathlib import Path

import case_making as making
import openpyxl
import pytest
from work_making import Command, feature_collection

from placewell.work import confidential
from placewell.work.case_edits import set_case
from placewell.work.opened import open_project

SAID = "confidential until 3 March 2199"
BEGINS = "Confidential until 3 March 2199"


@pytest.fixture
def case(placewell: Command, project: Path, tmp_path: Path) -> Path:
    """A case with a red line and homes, confidential for long."""
    path = tmp_path / "case.gpkg"
    assert placewell("new", path, "--from", project, "--name", "Cooper Yard")[0] == 0
    (tmp_path / "line.geojson").write_text(feature_collection([making.SITE]))
    homes = making.table(tmp_path / "homes.csv", making.HOMES)
    assert placewell("case", path, "import", tmp_path / "line.geojson", homes)[0] == 0
    assert placewell("case", path, "set", "--confidential-until", "2199-03-03")[0] == 0
    return path


@pytest.mark.parametrize(
    ("today", "is_so"),
    [
        ("2027-03-02T23:59:59+00:00", True),
        ("2027-03-03T00:00:00+00:00", True),
        ("2027-03-03T23:59:59+00:00", True),
        ("2027-03-04T00:00:00+00:00", False),
    ],
)
def test_the_day_itself_is_the_last(case: Path, today: str, is_so: bool) -> None:
    with open_project(case, "A. Tester", lambda: today) as opened:
        set_case(opened, {"confidential_until": "2027-03-03"})
        assert confidential.words(opened) == ("confidential until 3 March 2027" if is_so else "")
        assert confidential.until(opened) == ("2027-03-03" if is_so else "")


def test_every_machine_readable_answer_says_until_when(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    commands = (
        ("assess", case, "--json", "-"),
        ("case", case, "show", "--json"),
        ("compare", case, "--option", "One", "--option", "Two", "--json"),
    )
    for words in commands:
        status, said, problem = placewell(*words)
        assert status == 0, problem
        assert json.loads(said)["confidential_until"] == "2199-03-03"
    assert placewell("assess", case, "--json", tmp_path / "f.json")[0] == 0
    assert json.loads((tmp_path / "f.json").read_text())["confidential_until"] == "2199-03-03"
    placewell("case", case, "set", "--confidential-until", "2020-01-01")
    for words in commands:
        assert json.loads(placewell(*words)[1])["confidential_until"] == ""


def test_every_answer_in_words_says_so_first(case: Path, placewell: Command) -> None:
    for words in (
        ("assess", case), ("assess", case, "--brief"), ("case", case, "show"),
        ("compare", case, "--option", "One", "--option", "Two"),
    ):  # fmt: skip
        assert placewell(*words)[1].splitlines()[0] == f"This case is {SAID}."
    assert SAID in placewell("info", case)[2]


def test_a_table_that_cannot_carry_it_is_told_beside_it(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    (tmp_path / "from.csv").write_text("id,easting,northing\n1,531000,181000\n")
    _, _, told = placewell("ptal", case, "--from", tmp_path / "from.csv", "--csv", tmp_path / "t.csv")
    assert f"This case is {SAID}." in told


def test_a_kept_assessment_is_made_again_to_the_same_bytes_once_it_is_over(
    case: Path, placewell: Command
) -> None:
    assert placewell("assess", case, "--keep", "--brief")[0] == 0
    assert placewell("case", case, "set", "--confidential-until", "2020-01-01")[0] == 0
    status, said, _ = placewell("assess", case, "--replay")
    assert status == 0 and "same bytes" in said


def test_every_sheet_and_every_page_of_the_workbook_says_so(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    for copy in ("working", "file", "applicant"):
        out = tmp_path / f"{copy}.xlsx"
        status, _, problem = placewell("assess", case, "--brief", "--xlsx", out, "--copy", copy)
        assert status == 0, problem
        for sheet in openpyxl.load_workbook(out):
            assert SAID in str(sheet["A1"].value), sheet.title
            assert BEGINS in str(sheet.oddHeader.left.text), sheet.title


def test_no_copy_is_published_while_it_is_confidential(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    out = tmp_path / "p.xlsx"
    status, _, problem = placewell("assess", case, "--xlsx", out, "--copy", "publication")
    assert status == 1 and SAID in problem and not out.exists()
    with open_project(case, "A. Tester") as opened:
        set_case(opened, {"confidential_until": opened.clock()[:10]})
    assert placewell("assess", case, "--xlsx", out, "--copy", "publication")[0] == 1
    placewell("case", case, "set", "--confidential-until", "2020-01-01")
    assert placewell("assess", case, "--xlsx", out, "--copy", "publication")[0] == 0
    assert all("onfidential" not in str(s["A1"].value) for s in openpyxl.load_workbook(out))


def test_maps_say_so_in_what_is_drawn_and_in_their_title(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    sizes = {}
    for ending in ("svg", "pdf", "png"):
        assert placewell("map", case, "-o", tmp_path / f"a.{ending}")[0] == 0
        sizes[ending] = (tmp_path / f"a.{ending}").read_bytes()
    drawn = sizes["svg"].decode()
    assert f"({SAID})</title>" in drawn and f"{BEGINS}." in drawn
    assert f"({SAID})".encode("utf-16-be") in sizes["pdf"] or f"({SAID})".encode() in sizes["pdf"]
    placewell("case", case, "set", "--confidential-until", "2020-01-01")
    for ending, marked in sizes.items():
        assert placewell("map", case, "-o", tmp_path / f"b.{ending}")[0] == 0
        plain = (tmp_path / f"b.{ending}").read_bytes()
        assert plain != marked and b"onfidential" not in plain
