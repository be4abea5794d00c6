"""Schedules with faults, by command line: what can be kept is kept, and each fault has its words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import case_making as making
import pytest
import shapely
import xlsxwriter
from work_making import Command, feature_collection

HEAD = ("Block", "Unit No.", "Type", "Tenure", "GIA (m²)")


@pytest.fixture
def case(placewell: Command, project: Path, tmp_path: Path) -> Path:
    path = tmp_path / "case.gpkg"
    assert placewell("new", path, "--from", project, "--name", "Cooper Yard")[0] == 0
    (tmp_path / "line.geojson").write_text(feature_collection([making.SITE]))
    assert placewell("case", path, "import", tmp_path / "line.geojson")[0] == 0
    return path


def shown(placewell: Command, path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(placewell("case", path, "show", "--json")[1])
    return found


def workbook(path: Path, **sheets: list[tuple[Any, ...]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


@pytest.mark.parametrize(
    ("rows", "homes", "words"),
    [
        ([HEAD, ("A", "A1", "2b4p", "Oak", 70)], 1, "row 2: 'Oak' is not a tenure that Placewell knows; 1 home is kept without one."),
        ([HEAD, ("A", "A1", "2b4p", "Intermediate", 70)], 1, "'Intermediate' may be any of several tenures: which is meant for 1 homes?"),
        ([HEAD, ("A", "A1", "2b4p", "SR", "tbc")], 1, "row 2: 'tbc' cannot be read as the floor area of a home (GIA, in m²); kept without it."),
        ([HEAD, ("A", "A1", "2b4p", "SR", -70)], 1, "row 2: '-70' cannot be the floor area of a home (GIA, in m²): it is below 0; kept without it."),
        ([("Block", "Type", "Tenure", "No. of units"), ("A", "2b4p", "SR", 3), ("A", "1b2p", "SR", -3)], 3, "row 3: '-3' cannot be a number of homes"),
        ([("Block", "Type", "Tenure", "No. of units"), ("A", "2b4p", "SR", 3), ("A", "1b2p", "SR", 2.5)], 3, "row 3: '2.5' cannot be a number of homes"),
        ([("Block", "Type", "Tenure", "No. of units"), ("A", "2b4p", "SR", 3), ("A", "1b2p", "SR", "few")], 3, "row 3: 'few' is no number of homes"),
        ([("Tenure", "1b2p", "2b4p"), ("SR", 3, "some"), ("Private", 1, 2)], 6, "row 2: 'some' is no number of homes"),
        ([("Tenure", "1b2p", "2b4p", "Total"), ("SR", 3, 4, 8), ("Private", 1, 2, 3)], 10, "row 2: The schedule says 8 homes in this row's own total; its rows make 7."),
        ([HEAD, ("A", "A1", "2b4p", "SR", 70), ("Total", 2, "", "", 70)], 1, "row 3: The schedule says 2 homes in 'Total'; its rows make 1."),
        ([("Block", "Unit No.", "Type", "Bedrooms", "Tenure"), ("A", "A1", "2b4p", 3, "SR")], 1, "row 2: Its type '2b4p' says 2 bedrooms, its own column 3: which is right?"),
        ([HEAD, ("A", "A1", "2b4p", "SR", 70), ("A", "A1", "2b4p", "SR", 70)], 2, "The same as row 2 in everything; both are counted."),
    ],
)  # fmt: skip
def test_faults_in_cells(
    placewell: Command, case: Path, tmp_path: Path, rows: list[tuple[Any, ...]], homes: int, words: str
) -> None:
    status, out, err = placewell("case", case, "import", workbook(tmp_path / "s.xlsx", Schedule=rows))
    assert (status, words in out) == (0, True), out + err
    assert shown(placewell, case)["schemes"][0]["homes"] == homes


def test_two_sheets_for_one_block(placewell: Command, case: Path, tmp_path: Path) -> None:
    head = HEAD[1:]
    book = workbook(
        tmp_path / "s.xlsx",
        Block_A=[head, ("A1", "2b4p", "SR", 70)],
        Block_A_old=[head, ("A1", "2b4p", "SR", 71)],
    )
    status, _, err = placewell("case", case, "import", book)
    assert (status, "Sheets 'Block A' and 'Block A old' both list home A1" in err) == (1, True)
    assert shown(placewell, case)["schemes"][0]["homes"] is None
    assert placewell("case", case, "import", book, "--sheet", "Block A")[0] == 0
    assert shown(placewell, case)["schemes"][0]["gia_m2"] == 70


def test_phases_out_of_order(placewell: Command, case: Path, tmp_path: Path) -> None:
    rows = [("Phase", "Starts", "Completes"), (2, "2027", "2029"), (1, "2028", "2031"), (3, "2034", "2033")]
    status, out, _ = placewell("case", case, "import", making.table(tmp_path / "p.csv", rows))
    assert status == 0
    assert "row 2: Phase 2 starts (2027) before phase 1 (2028)." in out
    assert "row 4: Phase 3 is finished (2033) before it starts (2034)." in out
    assert [p["number"] for p in shown(placewell, case)["schemes"][0]["phases"]] == [1, 2, 3]


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (shapely.box(531_000, 181_000, 531_001.4, 181_001.4), "encloses 2.0 m², and no site is so small"),
        (shapely.box(529_000, 179_000, 533_500, 183_500), "encloses 20.2 km², and no site is so large"),
        (shapely.box(400_000, 400_000, 400_100, 400_100), "lies outside Cooper Yard"),
    ],
)
def test_red_lines_that_cannot_be(
    placewell: Command, case: Path, tmp_path: Path, shape: shapely.Geometry, words: str
) -> None:
    (tmp_path / "other.geojson").write_text(feature_collection([shape]))
    status, _, err = placewell("case", case, "import", tmp_path / "other.geojson")
    assert (status, words in err) == (1, True), err
    assert shown(placewell, case)["schemes"][0]["site_ha"] == 4.0


def test_a_yield_table_that_lacks_a_tenure(placewell: Command, case: Path, tmp_path: Path) -> None:
    rows = [
        ("Table", "Tenure", "Bedrooms", "Age from", "Age to", "People per home"),
        ("Borough", "social", "2", 0, "", 2.4),
    ]
    assert placewell("import", case, making.table(tmp_path / "y.csv", rows))[0] == 0
    book = workbook(
        tmp_path / "s.xlsx",
        Schedule=[HEAD, ("A", "A1", "2b4p", "SR", 70), ("A", "A2", "2b4p", "Private", 70)],
    )
    assert placewell("case", case, "import", book)[0] == 0
    found = shown(placewell, case)
    (scheme,) = found["schemes"]
    assert (scheme["people"], scheme["children"], scheme["people_known"]) == (None, None, 2.4)
    asked = [w["what"] for w in found["waiting_for"] if w["who"] == "the council"]
    assert "The yield of 2-bed homes for market sale, which Borough does not have." in asked
    said = placewell("case", case, "show")[1]
    assert (
        "People and children: cannot tell (1 home, the table has no such home). At least 2, by Borough"
        in said
    )


def test_without_any_yield_table_nothing_is_worked_out(
    placewell: Command, case: Path, tmp_path: Path
) -> None:
    book = workbook(tmp_path / "s.xlsx", Schedule=[HEAD, ("A", "A1", "2b4p", "SR", 70)])
    assert placewell("case", case, "import", book)[0] == 0
    (scheme,) = shown(placewell, case)["schemes"]
    assert (scheme["people"], scheme["yield_table"]) == (None, None)
    assert "population yields" in placewell("case", case, "todo")[1]


def test_a_council_s_list_is_no_schedule(placewell: Command, case: Path, tmp_path: Path) -> None:
    """A yield table has tenures and bedrooms too; homes that are there must not make way for it."""
    book = workbook(tmp_path / "s.xlsx", Schedule=[HEAD, ("A", "A1", "2b4p", "SR", 70)])
    assert placewell("case", case, "import", book)[0] == 0
    for n, rows in enumerate((
        [("Tenure", "Bedrooms", "Age from", "Age to", "People per home"), ("social", 2, 0, 17, 0.4), ("social", 2, 18, "", 1.4)],
        [("Tenure", "Bedrooms", "0-17", "18+"), ("social", 2, 0.4, 1.4), ("market", 2, 0.4, 1.4)],
        [("Allocation", "Duty", "Requirement"), ("AL1", "must", "Provide homes")],
    )):  # fmt: skip
        status, _, err = placewell("case", case, "import", making.table(tmp_path / f"{n}.csv", rows))
        assert (status, "It is a list of its own" in err, "placewell import PROJECT FILE" in err) == (
            1,
            True,
            True,
        ), err
    assert shown(placewell, case)["schemes"][0]["homes"] == 1
    # The same two columns in a schedule are one.
    rows = [("Tenure", "Bedrooms", "Number of homes"), ("Social rent", 2, 4), ("Market sale", 1, 3)]
    status, out, err = placewell("case", case, "import", making.table(tmp_path / "mix.csv", rows))
    assert (status, "2 of 2 rows brought in as lines of homes" in out) == (0, True), err


def test_of_a_grid_of_ptal_points_the_nearest_is_taken(
    placewell: Command, case: Path, tmp_path: Path
) -> None:
    rows = [
        ("ID", "X", "Y", "AI2015", "PTAL2015"),
        (1, 531_900, 181_100, 12.3, "3"),
        (2, 531_110, 181_090, 44.0, "6b"),
        (3, 530_500, 181_000, 2, "1a"),
    ]
    status, out, err = placewell("case", case, "import", making.table(tmp_path / "grid.csv", rows))
    # From 531,100, 181,100 it is 10 m east and 10 m south.
    assert (status, "Of 3 points the nearest to the middle of the site is taken, 14 m away." in out) == (
        0,
        True,
    ), err
    assert [(p["band"], p["index"]) for p in shown(placewell, case)["official_ptal"]] == [("6b", 44.0)]
