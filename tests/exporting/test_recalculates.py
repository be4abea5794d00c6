"""LibreOffice works every formula out again: to the values that the workbook carries, and to Placewell's own."""

from __future__ import annotations

import json
import math
import random
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from book_making import Made
from office import converted, office
from openpyxl.worksheet.worksheet import Worksheet

from placewell.assess.engine import Assessor
from placewell.assess.live.each import word_of
from placewell.assess.live.model import answers_tables, model_of
from placewell.assess.live.sums import Sum
from placewell.assess.live.worth import Worth
from placewell.domain.scheme import Homes
from placewell.exporting.as_json import as_plain
from placewell.guidance.model import Criterion, Pack

pytestmark = pytest.mark.skipif(office() is None, reason="no LibreOffice on this machine to reckon with")
CASES = ("almond-estate", "coopers-yard-outline", "gantry-wharf")


def table(book: openpyxl.Workbook, name: str) -> tuple[Worksheet, list[str], list[int]]:
    """A table's sheet, its headings and the numbers of its rows."""
    for sheet in book.worksheets:
        if name in sheet.tables:
            first, last = sheet.tables[name].ref.split(":")
            cells = sheet[f"{first}:{last}"]
            return sheet, [str(c.value) for c in cells[0]], [row[0].row for row in cells[1:]]
    raise KeyError(name)


def told(path: Path, sheet: str, heading: str) -> dict[str, Any]:
    """A column below its heading, by the text of the first column; the first table of the sheet that has it."""
    held = {k[1:]: v for k, v in cells(path).items() if k[0] == sheet}
    head, at = min(k for k, v in held.items() if v == heading)
    found: dict[str, Any] = {}
    row = head + 1
    while (row, 0) in held:
        found[str(held[row, 0])] = held.get((row, at), "")
        row += 1
    return found


def same(one: Any, other: Any) -> bool:
    one, other = (None if x == "" else x for x in (one, other))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)


def recalculated(path: Path, out: Path) -> Path:
    return converted(path, "xlsx", out)


def cells(path: Path) -> dict[tuple[str, int, int], Any]:
    """Every cell that holds something, as stored: sheet, row and column from 0."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {
        (name, r, c): value
        for name in book.sheet_names
        for r, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for c, value in enumerate(row)
        if value not in ("", None)
    }


def formulas(path: Path) -> int:
    """How many cells hold a formula, counted in the file itself."""
    with zipfile.ZipFile(path) as parts:
        names = [n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
        return sum(parts.read(n).count(b"<f>") for n in names)


def differing(path: Path, out: Path) -> tuple[int, list[str]]:
    """How many formulas there are, and the cells that LibreOffice works out to something else."""
    was, now = cells(path), cells(converted(path, "xlsx", out))
    wrong = [
        f"{k}: {was.get(k)!r}, worked out {now.get(k)!r}"
        for k in sorted({*was, *now})
        if not same(was.get(k), now.get(k))
    ]
    return formulas(path), wrong


def test_the_reckoner_really_reckons(tmp_path: Path) -> None:
    """A planted wrong value is found: without that, every other test here would prove nothing."""
    import xlsxwriter

    path = tmp_path / "control.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_number(0, 0, 2)
        sheet.write_formula(1, 0, "=A1*3", None, 7)
    assert openpyxl.load_workbook(path, data_only=True).active["A2"].value == 7
    assert differing(path, tmp_path) == (1, ["('Sheet1', 1, 0): 7.0, worked out 6.0"])


@pytest.mark.parametrize("name", CASES)
def test_every_formula_comes_to_its_value_and_to_the_findings(
    made_case: Callable[[str], Made], name: str, tmp_path: Path
) -> None:
    made = made_case(name)
    assert made.given.model.differs == ()
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(made.book())
    count, wrong = differing(path, tmp_path)
    assert count > 3_000
    assert wrong == []
    again = cells(tmp_path / "xlsx" / f"{name}.xlsx")
    assert [
        k
        for k, v in again.items()
        if isinstance(v, str) and v.startswith("#") and v.endswith(("!", "?", "N/A"))
    ] == []
    agrees(tmp_path / "xlsx" / f"{name}.xlsx", made.assessment.findings)


def agrees(book: Path, findings: Iterable[Any]) -> None:
    """The sheet of findings says what Placewell's own answer says."""
    verdicts, found, figures = (told(book, "Findings", h) for h in ("Verdict", "Found", "Figure"))
    said = {f.criterion: f for f in findings}
    assert set(verdicts) == set(said)
    assert {c: v for c, v in verdicts.items() if v != word_of(said[c])} == {}
    assert [c for c, f in said.items() if f.value is not None and not same(found[c], f.value)] == []
    assert [c for c, f in said.items() if f.threshold is not None and not same(figures[c], f.threshold)] == []


def test_the_machine_readable_answer_says_the_same(made_case: Callable[[str], Made], tmp_path: Path) -> None:
    made = made_case("almond-estate")
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.book())
    book = recalculated(path, tmp_path)
    verdicts, found = told(book, "Findings", "Verdict"), told(book, "Findings", "Found")
    plain = json.loads(json.dumps(as_plain(made.assessment)))["findings"]
    for f in plain:
        assert verdicts[f["criterion"]] == (
            f["verdict"] or ("answered" if f["answers"] else "for information")
        )
        if f["value"] is not None:
            assert same(found[f["criterion"]], f["value"])


# -- changes in the file ----------------------------------------------------------------------------


def changed_pack(packs: Iterable[Pack], changes: dict[tuple[str, str], float]) -> list[Pack]:
    """The packs with some figures changed, by criterion and part."""

    def change(c: Criterion) -> Criterion:
        values = tuple(replace(v, number=changes.get((c.id, v.of), v.number)) for v in c.values)
        return replace(c, values=values) if values != c.values else c

    return [replace(p, criteria=tuple(change(c) for c in p.criteria)) for p in packs]


@pytest.mark.parametrize("name", ["almond-estate", "gantry-wharf", "coopers-yard-outline"])
@pytest.mark.parametrize("seed", [1, 2])
def test_changes_in_the_file_come_to_what_placewell_finds_for_them(
    made_case: Callable[[str], Made], name: str, seed: int, tmp_path: Path
) -> None:
    """Homes, tenures, sizes and figures changed in the sheet, and the same changes made in Placewell."""
    made, draw = made_case(name), random.Random(seed)
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(made.book())
    book = openpyxl.load_workbook(path)
    homes = list(made.assessor.proposal.homes)
    sheet, headings, rows = table(book, "Homes")
    at = {h: n + 1 for n, h in enumerate(headings)}
    for n in draw.sample(range(len(homes)), min(8, len(homes))):
        homes[n] = _change_home(draw, homes[n], sheet, rows[n], at)
    figures, heads, lines = table(book, "Figures")
    head = {h: n + 1 for n, h in enumerate(heads)}
    moved: dict[tuple[str, str], float] = {}
    # A figure that holds in one case of several has its own name there; those stay as they are.
    plain = [line for line in lines if " if " not in str(figures.cell(line, head["Key"]).value)]
    for line in draw.sample(plain, 50):
        key = str(figures.cell(line, head["Key"]).value)
        criterion, _, part = key.partition("|")
        was = float(figures.cell(line, head["Figure"]).value)
        moved[criterion, part] = round(was * draw.choice([0.25, 0.5, 0.9, 1.1, 2, 4]), 3) or 1.0
        figures.cell(line, head["What if"]).value = moved[criterion, part]
    book.save(path)

    packs = changed_pack(made.assessor.packs, moved)
    known = {c.id: c for p in made.assessor.packs for c in p.criteria}
    proposal = replace(made.assessor.proposal, homes=homes)
    other = Assessor(made.assessor.ground, proposal, made.assessor.setting, packs, known)
    again = recalculated(path, tmp_path)
    verdicts = told(again, "Findings", "Verdict")
    found = {f.criterion: f for f in other.findings}
    changed = [
        c
        for c, v in verdicts.items()
        if v != word_of(next(f for f in made.assessment.findings if f.criterion == c))
    ]
    assert changed, "the changes ought to move some verdict"
    wrong = {c: (v, word_of(found[c])) for c, v in verdicts.items() if v != word_of(found[c])}
    assert wrong == {}
    altered = told(again, "Findings", "Altered")
    assert {c for c, v in altered.items() if v} == {c for c, _ in moved}
    summary = told(again, "Summary", "Altered")
    assert summary["in all"] == f"{len(moved)} altered"
    assert sum(str(v).startswith("altered from") for v in summary.values()) == 5


def _change_home(draw: random.Random, home: Homes, sheet: Worksheet, row: int, at: dict[str, int]) -> Homes:
    """One home changed alike in the sheet and in Placewell."""
    what = draw.choice(["Tenure", "What if", "Bedrooms", "Habitable rooms"])
    if what == "Tenure":
        tenure = draw.choice(["social rent", "shared ownership", "market sale"])
        sheet.cell(row, at[what]).value = tenure
        return replace(home, tenure=tenure)
    if what == "What if":
        many = draw.randint(0, 60)
        sheet.cell(row, at[what]).value = many
        return replace(home, homes=many, homes_least=None)
    if what == "Bedrooms":
        beds = draw.randint(0, 4)
        sheet.cell(row, at[what]).value = beds
        return replace(home, bedrooms=beds)
    rooms = draw.randint(1, 6)
    sheet.cell(row, at[what]).value = rooms
    return replace(home, habitable_rooms=rooms)


def test_a_quantity_that_nobody_stated_can_be_typed(made_case: Callable[[str], Made], tmp_path: Path) -> None:
    """What waits for the applicant is answered in the sheet, and the finding follows."""
    made = made_case("almond-estate")
    path = tmp_path / "q.xlsx"
    path.write_bytes(made.book())
    book = openpyxl.load_workbook(path)
    assert told(path, "Findings", "Verdict")["LP-T5-long"] == "cannot tell"
    asked = told(path, "Findings", "Figure")["LP-T5-long"]
    sheet, headings, rows = table(book, "Quantities")
    (row,) = (r for r in rows if sheet.cell(r, 1).value == "long stay cycle spaces")
    sheet.cell(row, headings.index("What if") + 1).value = asked
    book.save(path)
    assert told(recalculated(path, tmp_path), "Findings", "Verdict")["LP-T5-long"] == "met"
    sheet.cell(row, headings.index("What if") + 1).value = asked - 1
    book.save(path)
    assert told(recalculated(path, tmp_path), "Findings", "Verdict")["LP-T5-long"] == "not met"


def test_an_officers_answer_is_the_verdict_where_nothing_is_computed(
    made_case: Callable[[str], Made], tmp_path: Path
) -> None:
    made = made_case("almond-estate")
    path = tmp_path / "v.xlsx"
    path.write_bytes(made.book())
    book = openpyxl.load_workbook(path)
    sheet, headings, rows = table(book, "Findings")
    view = headings.index("Officer's view") + 1
    places = {str(sheet.cell(r, 1).value): r for r in rows}
    sheet.cell(places["LP-D13"], view).value = "partly met"
    sheet.cell(places["LP-H6"], view).value = "met"
    book.save(path)
    verdicts = told(recalculated(path, tmp_path), "Findings", "Verdict")
    assert verdicts["LP-D13"] == "partly met"
    assert verdicts["LP-H6"] == "not met", "what is computed stands beside the officer's view"


def test_sorted_tables_come_to_the_same(made_case: Callable[[str], Made], tmp_path: Path) -> None:
    """Rows of homes and figures in another order: nothing is looked up by its place."""
    made = made_case("almond-estate")
    path = tmp_path / "s.xlsx"
    path.write_bytes(made.book())
    book = openpyxl.load_workbook(path)
    for name in ("Homes", "Figures", "Quantities"):
        sheet, headings, rows = table(book, name)
        moved = rows[:]
        random.Random(3).shuffle(moved)
        held = [[sheet.cell(r, c + 1).value for c in range(len(headings))] for r in rows]
        for cells, old, new in zip(held, rows, moved, strict=True):
            for c, value in enumerate(cells):
                if isinstance(value, str) and value.startswith("="):
                    value = (
                        value.replace(f"{old}", f"{new}")
                        if f"${'A'}{old}" in value
                        else _moved(value, old, new)
                    )
                sheet.cell(new, c + 1).value = value
    book.save(path)
    verdicts = told(recalculated(path, tmp_path), "Findings", "Verdict")
    assert {f.criterion: word_of(f) for f in made.assessment.findings} == verdicts


def _moved(formula: str, old: int, new: int) -> str:
    """A formula as Excel writes it when its row is sorted elsewhere: its own row's cells go with it."""
    import re

    return re.sub(rf"(\$[A-Z]{{1,2}}){old}\b", rf"\g<1>{new}", formula)


# -- what formulas there are ------------------------------------------------------------------------


def test_no_cell_points_at_a_row_by_its_position(made_case: Callable[[str], Made], tmp_path: Path) -> None:
    """Formulas name whole columns, look up by key, or read their own row."""
    import re

    path = tmp_path / "p.xlsx"
    path.write_bytes(made_case("almond-estate").book())
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    bare = re.sub(r'"[^"]*"', '""', re.sub(r"\[[^\]]*\]", "[]", str(cell.value)))
                    rows = {int(n) for n in re.findall(r"\$?[A-Z]{1,3}\$?(\d+)\b", bare)}
                    assert rows <= {cell.row}, f"{sheet.title}!{cell.coordinate}: {cell.value}"


BESIDE = ("Storeys", "Registered patients", "Whole-time GPs")
"""Like the lower end of a range, these say something only beside another cell that is filled."""


@pytest.mark.parametrize("name", ["almond-estate", "coopers-yard-outline"])
def test_a_cell_that_may_be_typed_in_moves_something_else(
    made_case: Callable[[str], Made], name: str
) -> None:
    """One cell of every such column changed at a time: something in another column comes to something else."""
    tables = list(model_of(made_case(name).assessor).tables)
    tables += answers_tables([(c, f) for (c, f) in _asked(made_case(name))])
    before = _worth_of(tables)
    tried = 0
    for at, t in enumerate(tables):
        for m, c in enumerate(t.columns):
            if not c.typed or not t.rows or "ewest" in c.name or c.name in BESIDE:
                continue
            tried += 1
            rows = [list(r) for r in t.rows]
            for row in rows[:40]:
                row[m] = _another(c, row[m])
            changed = [*tables[:at], replace(t, rows=tuple(tuple(r) for r in rows)), *tables[at + 1 :]]
            after = _worth_of(changed)
            assert any(before[k] != after[k] for k in before if k[::2] != (t.name, m)), f"{t.name}[{c.name}]"
    assert tried > 10


def _asked(made: Made) -> list[tuple[Criterion, Any]]:
    criteria = [c for p in made.assessor.packs for c in p.criteria]
    return list(zip(criteria, made.assessment.findings, strict=True))


def _another(column: Any, value: Any) -> Any:
    if column.choices:
        return next(c for c in reversed(column.choices) if c != value)
    return 3.0 if value is None else value + 7.0 if isinstance(value, (int, float)) else "other"


def _worth_of(tables: list[Any]) -> dict[tuple[str, int, int], Any]:
    worth = Worth(tables)
    return {
        (t.name, n, m): worth.cell(t.name, n, m)
        for t in tables
        for n, row in enumerate(t.rows)
        for m, c in enumerate(row)
        if isinstance(c, Sum)
    }
