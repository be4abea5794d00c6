"""The workbook: text stays text, verdicts are live, and another program works out the same."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from made_assessment import made
from placewell.domain.assessment import Assessment
from placewell.domain.errors import Problem
from placewell.domain.finding import Verdict
from placewell.exporting.workbook import workbook_bytes, write_workbook

SOFFICE = shutil.which("soffice")
UTF8_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"


def sheet(content: bytes, *, values: bool) -> Any:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)["Assessment"]


def table(content: bytes, name: str, *, values: bool = True) -> list[dict[str, Any]]:
    page = sheet(content, values=values)
    head, *body = page[page.tables[name].ref]
    return [{str(h.value): c.value for h, c in zip(head, row, strict=True)} for row in body]


MET = {"north gate": (700.0, 0.0), "south gate": (200.0, 0.0)}
NOT_MET = {"north gate": (1240.0, 0.0), "south gate": (200.0, 0.0)}
FAR = {"north gate": (11900.0, 0.0), "south gate": (200.0, 0.0)}
ASTRAY = {"north gate": (900.0, 400.0), "south gate": (200.0, 0.0)}


@pytest.mark.parametrize(
    ("gates", "verdict", "found", "spare"),
    [
        (MET, "met", 700, 100),
        (NOT_MET, "not met", 1240, -440),
        (FAR, "not met", "more than 10,000 m", ""),
        (ASTRAY, "cannot tell", "not measured", ""),
        # 900 m by the street, 742 m in a straight line: no 'over' beside 'cannot tell'.
        ({"yard": (720.0, 180.0)}, "cannot tell", 900, ""),
    ],
)
def test_values_are_in_the_cells_for_protected_view(gates: Any, verdict: str, found: Any, spare: Any) -> None:
    (row,) = table(workbook_bytes(made(gates)), "Findings")
    assert (row["Criterion"], row["Verdict"], row["Found"], row["Figure"]) == (
        "GP-800",
        verdict,
        found,
        800,
    )
    assert (row["To spare"] or "") == spare
    assert not row["Altered"]


def test_the_row_says_where_the_figure_comes_from_and_how_it_was_found() -> None:
    (row,) = table(workbook_bytes(made(MET)), "Findings")
    assert "A body" in row["Source"]
    assert "Good practice; verified." in row["Source"]
    assert "700 m on foot, 9 min at 80 m/min, from north gate" in row["How it was found"]
    assert "100 m to spare" in row["How firm, or what it waits for"]
    assert "Dr Grey, 700 m on foot (NHS practices, L2.0)" in row["Evidence"]


def test_verdicts_are_formulas() -> None:
    (row,) = table(workbook_bytes(made(MET)), "Findings", values=False)
    assert all(str(row[name]).startswith("=") for name in ("Verdict", "Found", "To spare", "Altered", "Mark"))
    ways = table(workbook_bytes(made(MET)), "Ways", values=False)
    assert [str(w["Verdict"])[:4] for w in ways] == ["=IF("] * 2


def test_what_lacks_a_layer_says_what_it_waits_for() -> None:
    (row,) = table(workbook_bytes(made(MET, listed=False)), "Findings")
    assert row["Verdict"] == "cannot tell"
    assert row["How firm, or what it waits for"].startswith("Waiting for layer: GP surgeries")


EVIL = (
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+1",
    "-1",
    "@SUM(A1)",
    "http://x.example/",
    "{=1}",
    "\x01\x0b",
    "&<>\"'",
    "￾",
)


@pytest.mark.parametrize("text", EVIL)
def test_text_from_outside_stays_text(text: str) -> None:
    content = workbook_bytes(made({f"{text} gate": (700, 0)}, {f"{text} surgery": (0, 0)}, scheme=text))
    page = sheet(content, values=False)
    formulas = [c.value for row in page.iter_rows() for c in row if c.data_type == "f"]
    assert not [f for f in formulas if "calc" in str(f) or str(f) in EVIL]
    assert not [c for row in page.iter_rows() for c in row if c.hyperlink]
    kept = "".join(c for c in text if ord(c) >= 32 and c != "￾")
    assert page["A1"].value == f"Assessment of {kept}"
    assert [w["Way in"] for w in table(content, "Ways")] == [f"{kept} gate"]


def test_a_name_longer_than_a_cell_is_cut_not_lost() -> None:
    (way,) = table(workbook_bytes(made({"g" * 40_000: (700, 0)})), "Ways")
    assert way["Way in"].startswith("ggg") and way["Way in"].endswith("…")


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assert workbook_bytes(made(MET)) == workbook_bytes(made(MET))


def test_it_prints_on_a4_landscape_one_page_wide() -> None:
    page = sheet(workbook_bytes(made(MET)), values=True)
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert page.page_margins.left == pytest.approx(18 / 25.4, abs=0.001)
    assert "22 November 2026" in str(page.oddFooter.left.text)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = write_workbook(made(MET), tmp_path / "a.xlsx")
    before = path.read_bytes()
    with pytest.raises(Problem, match=r"a\.xlsx is there already\. Nothing is written over.*another name"):
        write_workbook(made(NOT_MET), path)
    assert path.read_bytes() == before


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"could not be written .*findings are not lost.*folder is there"):
        write_workbook(made(MET), tmp_path / "none" / "a.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no user ids to drop to")
def test_a_folder_one_may_not_write_in_is_a_sentence(tmp_path: Path) -> None:
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from made_assessment import made\n"
        "from placewell.domain.errors import Problem\n"
        "from placewell.exporting.workbook import write_workbook, workbook_bytes\n"
        "a = made({'gate': (700, 0)}); workbook_bytes(a)\n"
        "if os.geteuid() == 0: os.seteuid(65534)\n"
        "try: write_workbook(a, Path(sys.argv[1]) / 'a.xlsx')\n"
        "except Problem as p: print(p)\n"
    )
    tmp_path.chmod(0o555)
    told = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True, text=True, timeout=60,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    tmp_path.chmod(0o755)
    assert "a.xlsx could not be written" in told.stdout, told.stderr
    assert told.stderr == ""


# -- another program works it out ----------------------------------------------------------------


def worked_out(content: bytes, figures: list[float], tmp_path: Path) -> list[list[list[str]]]:
    """The sheet as LibreOffice calculates it, for each figure typed into the figure's cell.

    openpyxl keeps no calculated values, so nothing of ours is there to be read back.
    """
    import openpyxl

    paths = []
    for i, figure in enumerate(figures):
        book = openpyxl.load_workbook(io.BytesIO(content))
        page = book["Assessment"]
        first = page[page.tables["Findings"].ref][1]
        first[6].value = figure
        paths.append(tmp_path / f"figure{i}.xlsx")
        book.save(paths[-1])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(SOFFICE), "--headless", profile, "--convert-to", UTF8_CSV, "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=150)
    texts = [p.with_suffix(".csv").read_text(encoding="utf-8") for p in paths]
    return [list(csv.reader(io.StringIO(text))) for text in texts]


def expected(assessment: Assessment, figure: float) -> Verdict:
    verdicts = [w.verdict(figure) for w in assessment.findings[0].ways_in]
    return "not met" if "not met" in verdicts else "cannot tell" if "cannot tell" in verdicts else "met"


@pytest.mark.slow
@pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed, so nothing else can work the sheet out"
)
@pytest.mark.parametrize(
    ("gates", "at"),
    [
        (NOT_MET, {"Dr Grey": (0.0, 0.0), "Dr Black": (12000.0, 240.0)}),
        (ASTRAY, {"Dr Grey": (0.0, 0.0)}),
        (FAR, {"Dr Grey": (0.0, 0.0)}),
        (FAR, {}),
        # 742 m away in a straight line, 900 m by the street, and paths are not mapped.
        ({"north gate": (720.0, 180.0), "south gate": (200.0, 0.0)}, {"Dr Grey": (0.0, 0.0)}),
    ],
    ids=["not met", "astray", "far", "none listed", "round"],
)
def test_another_program_works_out_the_same_at_any_figure(gates: Any, at: Any, tmp_path: Path) -> None:
    assessment = made(gates, at)
    figures = [800.0, 100.0, 250.0, 1239.0, 1240.0, 4000.0, 5950.0, 50_000.0]
    content = workbook_bytes(assessment)
    seen = set()
    for figure, lines in zip(figures, worked_out(content, figures, tmp_path), strict=True):
        row = next(line for line in lines if line[:1] == ["GP-800"])
        verdict = expected(assessment, figure)
        seen.add(verdict)
        assert row[3] == verdict, figure
        assert row[9] == ("" if figure == 800.0 else "altered from 800"), figure
        ways = [line for line in lines if line[1:2] and line[1] in gates]
        assert [line[3] for line in ways] == [w.verdict(figure) for w in assessment.findings[0].ways_in], (
            figure
        )
        if figure == 800.0:
            (cached,) = table(content, "Findings")
            found = (
                cached["Found"].replace(",", "")
                if isinstance(cached["Found"], str)
                else f"{cached['Found']:.0f}"
            )
            assert (row[4].replace(",", ""), row[2]) == (found, cached["Mark"])
    assert len(seen) > 1
