"""The workbook as a file: text stays text, tables are tables, nothing is hidden, nothing is written over."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from book_making import Made

from placewell.cli import main
from placewell.domain.case import Consultation
from placewell.domain.errors import Problem
from placewell.exporting.report.blocks import Picture
from placewell.exporting.report.compose import INSIDE, compose
from placewell.exporting.report.given import Given, Held
from placewell.exporting.workbook.file import next_name, save
from placewell.exporting.workbook.look import Look, contrast, read_look
from placewell.exporting.workbook.write import workbook_bytes
from placewell.work.workbooks import Wanted, report_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://example.com")',
    "+44 20",
    "-3",
    "@SUM(A1)",
    "\t=2",
    "http://example.com",
    "123456789012345",
)


@pytest.fixture
def made(made_case: Callable[[str], Made]) -> Made:
    return made_case("almond-estate")


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {n: book.read(n) for n in book.namelist()}


def loaded(content: bytes, values: bool = True) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def spoilt(given: Given, text: str) -> Given:
    """The same with a text that looks like something else, wherever text comes from outside."""
    findings = list(given.assessment.findings)
    at = next(n for n, f in enumerate(findings) if f.evidence)
    f = findings[at]
    evidence = (replace(f.evidence[0], name=text, id="123456789012345", layer=text), *f.evidence[1:])
    findings[at] = replace(f, evidence=evidence, applicant_states=text)
    assessment = replace(given.assessment, findings=tuple(findings))
    consulted = Consultation("c", text, text, "2026-10-01", "2026-11-01", "", "", text)
    return replace(
        given,
        assessment=assessment,
        setting=replace(given.setting, consultations=[consulted]),
        evidence={(text, "123456789012345"): Held(text, text)},
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_stays_text(made: Made, text: str) -> None:
    content = workbook_bytes(compose(spoilt(made.given, text)))
    book = loaded(content, values=False)
    cells = [c for s in ("Evidence", "Consultees", "Findings") for row in book[s].iter_rows() for c in row]
    held = [c for c in cells if c.value == text]
    assert len(held) >= 5
    assert {c.data_type for c in held} == {"s"}
    assert all(c.hyperlink is None for c in held)
    ids = [c for c in cells if c.value == "123456789012345"]
    assert ids and {c.data_type for c in ids} == {"s"}


def test_dates_are_dates(made: Made) -> None:
    import datetime

    book = loaded(workbook_bytes(compose(spoilt(made.given, "NHS"))))
    sheet = book["Consultees"]
    found = [c for row in sheet.iter_rows() for c in row if c.is_date]
    assert [c.value for c in found] == [datetime.datetime(2026, 10, 1), datetime.datetime(2026, 11, 1)]
    assert {c.number_format for c in found} == {"d mmmm yyyy"}


def test_nothing_leads_out_and_nothing_is_hidden(made: Made) -> None:
    for copy in ("working", "file", "publication"):
        files = parts(made.book(copy))  # type: ignore[arg-type]
        assert not [
            n for n in files if re.search(r"externalLink|vbaProject|activeX|connections|oleObject", n)
        ]
        for name, data in files.items():
            if name.endswith(".rels"):
                assert b"TargetMode" not in data, name
            if name.startswith("xl/worksheets/sheet"):
                assert b'hidden="1"' not in data and b"mergeCell" not in data, name
        assert b'state="hidden"' not in files["xl/workbook.xml"]


def test_every_picture_and_chart_says_what_it_shows(made: Made) -> None:
    given = replace(made.given, maps=[Picture(PNG, "Map of the site and what is round it.", "The site")])
    drawings = [
        d
        for n, d in parts(workbook_bytes(compose(given))).items()
        if re.match(r"xl/drawings/drawing\d+\.xml", n)
    ]
    shown = [x for d in drawings for x in re.findall(rb"<xdr:cNvPr [^>]*>", d)]
    assert len(shown) == 2
    assert all(re.search(rb'descr="[^"]{20,}"', x) for x in shown), shown


def test_every_table_has_its_headings_marked_and_each_once(made: Made) -> None:
    book = loaded(made.book())
    names: list[str] = []
    for sheet in book.worksheets:
        assert sheet["A1"].value, sheet.title
        assert sheet.tables or sheet.title == "Options", sheet.title
        for table in sheet.tables.values():
            names.append(table.name)
            assert table.headerRowCount != 0
            headings = [c.value for c in sheet[table.ref][0]]
            assert all(headings) and len({str(h).casefold() for h in headings}) == len(headings), (
                sheet.title,
                headings,
            )
            assert sheet[table.ref][0][0].column == 1
    assert len(names) == len(set(names)) >= 25


def test_the_sheets_of_a_working_copy(made: Made) -> None:
    book = loaded(made.book())
    assert book.sheetnames == [
        "Summary", "Findings", "Answers by part", "Ask the applicant", "Consultees", "Homes", "Homes counted", "Scheme",
        "Brought and lost",
        "People", "Capacity", "Options", "Evidence", "Actions", "Sources", "Method and limits", "Changes", "Figures",
        "Walks", "Working", "Verdicts", "Key",
    ]  # fmt: skip
    assert book["Findings"].freeze_panes == "D6" or book["Findings"].freeze_panes.startswith("D")
    for sheet in book.worksheets:
        setup = sheet.page_setup
        assert (setup.orientation, str(setup.paperSize), setup.fitToHeight) == ("landscape", "9", 0), (
            sheet.title
        )
        if len(sheet.tables) == 1:
            assert sheet.print_title_rows, sheet.title
    assert book.properties.title == "Assessment of Almond estate" or book.properties.title.startswith(
        "Assessment of"
    )


def test_verdicts_are_never_added_up(made: Made) -> None:
    """No cell counts, averages or ranks verdicts, and no word of judgement is used of a scheme."""
    never = re.compile(
        r"\b(pass(es|ed)?|fail(s|ed)?|scor(e|es|ed)|compliant|compl(y|ies)|breach\w*|approv\w*|refus\w*)\b"
    )
    report = compose(made.given)
    texts = [s.heading + " " + s.about for s in report.sections]
    texts += [c.name for t in report.tables for c in t.columns] + [t.title + t.about for t in report.tables]
    assert [t for t in texts if never.search(t.casefold())] == []
    summary = loaded(made.book())["Summary"]
    said = [str(c.value) for row in summary.iter_rows() for c in row if c.value is not None]
    assert not [s for s in said if re.search(r"\d+ (met|not met|of \d+ met)|% (met|not met)", s)]


def test_the_same_input_gives_the_same_bytes(made: Made) -> None:
    assert made.book() == made.book()
    assert made.book("publication") == made.book("publication")


# -- kinds of copy ----------------------------------------------------------------------------------


def test_a_file_copy_is_locked_and_holds_no_formula(made: Made) -> None:
    given = replace(made.given, provenance=replace(made.given.provenance, issue="3"))
    content = workbook_bytes(compose(given, "file"))
    files = parts(content)
    sheets = [d for n, d in files.items() if n.startswith("xl/worksheets/sheet")]
    assert all(b"<f>" not in d and b"<sheetProtection" in d for d in sheets)
    cover = loaded(content)["Cover"]
    assert ("Issue", "3") in {(r[0].value, str(r[1].value)) for r in cover.iter_rows()}


def test_a_team_copy_holds_its_own_questions(made: Made) -> None:
    book = loaded(made.book("team", "public health"))
    whose = {c: a.who for c, a in made.given.asked.items()}
    sheet = book["Findings"]
    head = next(r for r in sheet.iter_rows() if r[0].value == "Criterion")[0].row
    ids = [sheet.cell(r, 1).value for r in range(head + 1, sheet.max_row + 1)]
    assert ids and {whose[str(i)] for i in ids} == {"public health"}
    key = book["Key"]
    told = [r for r in key.iter_rows(values_only=True) if r[1] in whose]
    assert told and {whose[str(r[1])] for r in told} == {"public health"}
    with pytest.raises(Problem, match="No question here is for 'gardening'"):
        report_of(made.given, Wanted("team", "gardening"), Look())


def test_a_request_to_the_applicant_holds_nothing_else(made: Made) -> None:
    content = made.book("applicant")
    assert loaded(content).sheetnames == ["Ask the applicant", "Key"]
    text = b"".join(parts(content).values())
    assert b"Officer" not in text and b"not met" not in text


def test_what_is_confidential_is_not_published(made: Made) -> None:
    case = replace(made.given.setting.case, confidential_until="2199-01-01")
    given = replace(made.given, setting=replace(made.given.setting, case=case))
    with pytest.raises(Problem, match="This case is confidential until 1 January 2199"):
        report_of(given, Wanted("publication"), Look())
    assert report_of(given, Wanted("working"), Look()).sections


def test_a_kind_of_copy_needs_its_file(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(made.path), "--copy", "file"]) == 1
    assert "Name a file or a folder with --xlsx." in capsys.readouterr().err


def test_a_published_copy_names_no_officer(made: Made) -> None:
    case = replace(made.given.setting.case, officer="Ada Officer")
    finding = made.given.assessment.findings[0]
    from placewell.domain.finding import Given as Answered

    answer = Answered("words", "As the plan shows", "A secret reason", "Ada Officer", "2026-11-22T10:00:00Z")
    findings = (replace(finding, answers=(answer,)), *made.given.assessment.findings[1:])
    given = replace(
        made.given,
        setting=replace(made.given.setting, case=case),
        assessment=replace(made.given.assessment, findings=findings),
    )
    working, published = (
        b"".join(parts(workbook_bytes(compose(given, c))).values()) for c in ("working", "publication")
    )
    assert b"Ada Officer" in working and b"A secret reason" in working
    assert b"Ada Officer" not in published and b"A secret reason" not in published
    assert b"As the plan shows" in published


def test_a_published_copy_keeps_the_basics_of_accessible_spreadsheets(
    made_case: Callable[[str], Made],
) -> None:
    """The Government Analysis Function's checklist, point by point, on the publication copy."""
    for name in ("almond-estate", "coopers-yard-outline"):
        content = made_case(name).book("publication")
        book, files = loaded(content), parts(content)
        said = [
            str(c.value) for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value
        ]
        assert not [x for x in said if re.search(r"\btint|What if|may be changed|Type ", x)], (
            "no word of changing cells"
        )
        assert book.sheetnames[0] == "Cover" and "Method and limits" in book.sheetnames
        assert not set(book.sheetnames) & set(INSIDE)
        listed = {r[0].value for r in book["Cover"].iter_rows()}
        assert set(book.sheetnames[1:]) <= listed, "a contents list of every sheet"
        assert any(r[0].value == "Empty cells" for r in book["Cover"].iter_rows()), "missing values explained"
        properties = book.properties
        assert properties.title and properties.subject and properties.creator and properties.keywords
        for sheet in book.worksheets:
            assert sheet["A1"].value, "a title in A1"
            assert not sheet.merged_cells.ranges
            assert sheet.freeze_panes is None and not sheet.auto_filter.ref
            assert all(t.autoFilter is None for t in sheet.tables.values())
            assert not any(
                d.hidden for d in (*sheet.column_dimensions.values(), *sheet.row_dimensions.values())
            )
            end = 0
            for table in sorted(sheet.tables.values(), key=lambda t: sheet[t.ref][0][0].row):
                cells = sheet[table.ref]
                assert cells[0][0].column == 1 and cells[0][0].row > end, "one under another, from column A"
                end = cells[-1][0].row
                headings = [c.value for c in cells[0]]
                assert all(headings) and len(set(headings)) == len(headings)
                assert all(any(c.value is not None for c in row) for row in cells[1:]), "no blank rows"
                for row in cells[1:]:
                    for c in row:
                        if isinstance(c.value, str) and len(c.value) > 30:
                            assert c.alignment.wrap_text, (
                                f"{sheet.title}!{c.coordinate}: text that is not wrapped"
                            )
                marks = [n for n, h in enumerate(headings) if h == "Mark"]
                words = [n for n, h in enumerate(headings) if h == "Verdict"]
                assert not marks or words, "a mark never stands without its word"
        assert not [n for n, d in files.items() if n.startswith("xl/worksheets/sheet") and b"<f>" in d]


def test_colours_of_verdicts_can_be_read_on_every_ground() -> None:
    from placewell.exporting.verdict_style import VERDICT_STYLES
    from placewell.exporting.workbook.look import ANSWER, PANEL, SECONDARY, TEXT, TYPED

    for ground in ("#FFFFFF", PANEL):
        for style in VERDICT_STYLES.values():
            assert contrast(style.text, ground) >= 4.5, (style, ground)
    for ground in (TYPED, ANSWER, PANEL):
        assert contrast(TEXT, ground) >= 7
        assert contrast(SECONDARY, ground) >= 4.5


# -- the council's own look ---------------------------------------------------------------------------


def test_a_councils_own_look(made: Made, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    settings = tmp_path / "look.toml"
    settings.write_text(
        'council = "Larkhithe Council"\naccent = "#5B2A86"\nlogo = "logo.png"\nsheets = ["Summary", "Findings"]\n'
    )
    look = read_look(settings)
    report = report_of(replace(made.given, council=look.council), Wanted("file"), look)
    content = workbook_bytes(report, look)
    assert loaded(content).sheetnames == ["Cover", "Summary", "Findings", "Method and limits", "Key"]
    files = parts(content)
    assert PNG in files.values()
    assert b"FF5B2A86" in files["xl/styles.xml"]
    assert b"Larkhithe Council" in files["xl/worksheets/sheet1.xml"] + files["docProps/core.xml"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("council = 5", "gives 'council' as something other than words"),
        ('colour = "#000000"', "has settings that are not known: colour"),
        ('accent = "teal"', "gives the colour 'teal', which is not like #00657A"),
        ('accent = "#FFEE00"', "too light to be read on white"),
        ('logo = "../secret.png"', "names a logo that does not lie beside it"),
        ('logo = "none.png"', "names the logo none.png, which could not be read"),
        ("council = [", "is not a settings file"),
        ('sheets = "Summary"', "gives 'sheets' as something other than a list of names"),
    ],
)
def test_settings_that_cannot_be_used_are_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "look.toml"
    path.write_text(text)
    with pytest.raises(Problem) as problem:
        read_look(path)
    assert said in str(problem.value)


def test_a_sheet_that_there_is_not_is_told(made: Made) -> None:
    with pytest.raises(Problem, match="name sheets that there are none of: Scores"):
        report_of(made.given, Wanted(), Look(sheets=("Summary", "Scores")))


# -- on the disk --------------------------------------------------------------------------------------


def problem_of(doing: Callable[[], Any]) -> str:
    with pytest.raises(Problem) as problem:
        doing()
    return str(problem.value)


def test_nothing_is_written_over_and_names_count_on(tmp_path: Path) -> None:
    path = save(b"one", tmp_path / "a.xlsx")
    assert "a.xlsx is there already. Nothing is written over" in problem_of(lambda: save(b"two", path))
    assert path.read_bytes() == b"one"
    assert "There is no folder" in problem_of(lambda: save(b"", tmp_path / "none" / "a.xlsx"))
    first = next_name(tmp_path, "26/AP/0012", "pre-application", "2026-11-22", "working")
    assert first.name == "26-AP-0012_pre-application_2026-11-22_v1.xlsx"
    first.touch()
    assert next_name(tmp_path, "26/AP/0012", "pre-application", "2026-11-22", "working").name.endswith(
        "_v2.xlsx"
    )
    assert next_name(tmp_path, "", "", "2026-11-22", "file").name == "assessment_2026-11-22_file_v1.xlsx"


def test_a_target_that_another_program_holds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", held)
    said = problem_of(lambda: save(b"", tmp_path / "a.xlsx"))
    assert "another program has the file open" in said and "Close it in Excel" in said
