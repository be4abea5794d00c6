"""The thread through every layer: sample, scheme, findings as JSON and as a workbook."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from work_making import Command, feature_collection

from placewell.work.assess import assessed, write_json
from placewell.work.opened import open_project
from placewell.work.packs import wanted
from placewell.work.progress import run
from placewell.work.sample import make_sample
from placewell.work.workbooks import write_workbook


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    return run(make_sample(folder / "here"))


def test_findings_leave_as_json_and_workbook(placewell: Command, made: Path, tmp_path: Path) -> None:
    words = ("--as-at", "2026-11-22", "--json", tmp_path / "a.json", "--xlsx", tmp_path / "a.xlsx")
    status, out, err = placewell("assess", made, *words)
    assert status == 0, err
    findings = json.loads((tmp_path / "a.json").read_text())["findings"]
    (finding,) = (f for f in findings if f["criterion"] == "LP-H6")
    assert finding["verdict"] in ("met", "not met")
    assert f"{finding['verdict'].capitalize()}: {finding['question']}" in out
    cells = {
        str(c.value)
        for row in openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["Findings"]
        for c in row
    }
    assert {"LP-H6", finding["verdict"]} <= cells


def test_the_same_project_date_and_clock_give_the_same_bytes(made: Path, tmp_path: Path) -> None:
    """A workbook says when it was written; all else follows from the project and the date."""
    for name in ("a", "b"):
        with open_project(made, "A. Tester", clock=lambda: "2026-11-22T10:00:00Z") as opened:
            packs = [k.pack for k in wanted([], opened)]
            assessor, assessment = run(assessed(opened, packs, as_at="2026-11-22"))
            write_json(assessment, tmp_path / f"{name}.json")
            run(write_workbook(opened, assessor, assessment, tmp_path / f"{name}.xlsx"))
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_stopped_sample_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    work = make_sample(tmp_path / "s")
    for _ in range(4):
        next(work)
    work.close()
    assert list((tmp_path / "s").iterdir()) == []
    assert run(make_sample(tmp_path / "s")).is_file()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--as-at", "2026-02-31"], "'2026-02-31' is not a date"),
        (["--scheme", "Nowhere Wharf"], "The project has: Gantry Wharf"),
        (["--pack", "nonsense"], "no guidance pack called 'nonsense'"),
    ],
)
def test_what_cannot_be_assessed_says_why(
    placewell: Command, made: Path, words: list[str], expected: str
) -> None:
    status, _, err = placewell("assess", made, *words)
    assert status == 1
    assert expected in err


def test_a_project_without_scheme_or_with_a_red_line_elsewhere(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    import shapely

    assert "has no scheme yet" in placewell("assess", project)[2]
    (tmp_path / "far.geojson").write_text(
        feature_collection([shapely.box(400_000, 400_000, 400_100, 400_100)])
    )
    assert "lies outside Testborough" in placewell("case", project, "import", tmp_path / "far.geojson")[2]
    (tmp_path / "here.geojson").write_text(
        feature_collection([shapely.box(531_000, 181_000, 531_100, 181_100)])
    )
    assert placewell("case", project, "import", tmp_path / "here.geojson", "--name", "Site A")[0] == 0
    again = placewell("case", project, "import", tmp_path / "here.geojson", "--name", "site a")
    assert (again[0], "(1.00 ha; now 1.00 ha, 0 m² gained or given up)" in again[1]) == (0, True)
    assert placewell("case", project, "list")[1] == "Site A: a site of 1.00 ha.\n"
    status, out, err = placewell("assess", project)
    assert status == 0, err
    assert "Data wanted: " in out and "Not yet answered: " in out
