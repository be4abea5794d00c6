"""Text tables and workbooks: separators, letters, headings or none, titles, and cells as they stand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import files
import pytest

from placewell.domain.errors import Problem
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader


def table_of(reader: Reader, path: Path) -> RawTable:
    (table,) = reader.read(path)
    return table


def said(table: RawTable) -> str:
    return " | ".join(n.text for n in table.notes)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_separator_and_encoding(delimiter: str, encoding: str, tmp_path: Path, reader: Reader) -> None:
    table = table_of(reader, files.delimited(tmp_path / "places.txt", delimiter, encoding))
    assert table.format == "CSV" and table.headed and table.geometry is None and table.crs == ""
    assert list(table.columns) == ["name", "code", "people", "easting", "northing"]
    assert list(table.columns["name"]) == files.NAMES
    assert list(table.columns["code"]) == files.CODES
    assert list(table.columns["people"]) == ["5", "120", "7"]
    assert list(table.rows) == [2, 3, 4]
    assert ("Windows code page" in said(table)) == (encoding == "cp1252")


def test_blanks_are_none_and_na_is_text(tmp_path: Path, reader: Reader) -> None:
    path = files.text(tmp_path / "t.csv", "urn,name,age\n001,  Spaced  ,NA\n002, ,11-Mar\n,\xa0,-\n")
    columns = table_of(reader, path).columns
    assert columns == {
        "urn": ["001", "002", None],
        "name": ["Spaced", None, None],
        "age": ["NA", "11-Mar", "-"],
    }


def test_rows_are_lines_of_the_file_across_quoted_line_breaks(tmp_path: Path, reader: Reader) -> None:
    path = files.text(tmp_path / "t.csv", 'id,note\r\n1,"two\r\nlines"\r\n\r\n2,one\r\n')
    table = table_of(reader, path)
    assert list(table.rows) == [2, 5]
    assert list(table.columns["note"]) == ["two\r\nlines", "one"]


HEADLESS = {
    "postcodes": '"SE1 0AA",10,531869,179427,"E92000001"\n"SE1 0AB",10,532277,180064,"E92000001"\n'
    '"SE1 0AD",10,531910,179558,"E92000001"\n',
    "practices": '"A91071","WOOLWICH MEDICAL CENTRE","Y99","SE18 4AB","20101001",""\n'
    '"A91087","BAIRD MEDICAL CENTRE","Y99","SE1 7EH","20101001",""\n'
    '"A91091","THE SURGERY","Q99","SE5 9HH","20111001",""\n',
}


@pytest.mark.parametrize("which", HEADLESS)
def test_a_table_without_headings_keeps_its_first_row(which: str, tmp_path: Path, reader: Reader) -> None:
    table = table_of(reader, files.text(tmp_path / "t.csv", HEADLESS[which]))
    width = HEADLESS[which].split("\n")[0].count(",") + 1
    assert not table.headed
    assert list(table.columns) == [str(i + 1) for i in range(width)]
    assert len(table) == 3 and list(table.rows) == [1, 2, 3]
    assert table.columns["1"][0] in ("SE1 0AA", "A91071")
    assert "no row of headings" in said(table)


@pytest.mark.parametrize(
    "heading",
    [
        "code,name,total",
        "LSOA21CD,LSOA21NM,Total",
        "ward,2011,2021",
        "a,b,c",
        "E code,name,E total",
        "x1,x2,x3",
    ],
)
def test_headings_are_seen_as_such(heading: str, tmp_path: Path, reader: Reader) -> None:
    body = "E01000001,12,500\nE01000002,13,612\nE01000003,9,488\n"
    table = table_of(reader, files.text(tmp_path / "t.csv", f"{heading}\n{body}"))
    assert table.headed and list(table.columns) == heading.split(",") and len(table) == 3


def test_all_words_under_words_are_taken_as_headed(tmp_path: Path, reader: Reader) -> None:
    table = table_of(
        reader, files.text(tmp_path / "t.csv", "name,street\nThe Hall,High Street\nThe Hub,Low Road\n")
    )
    assert table.headed and list(table.columns) == ["name", "street"]


def test_one_row_of_headings_is_a_table_without_rows(tmp_path: Path, reader: Reader) -> None:
    table = table_of(reader, files.text(tmp_path / "t.csv", "Postcode,Eastings,Northings\n"))
    assert table.headed and list(table.columns) == ["Postcode", "Eastings", "Northings"] and len(table) == 0


def test_titles_above_the_headings_are_told_and_left_out(tmp_path: Path, reader: Reader) -> None:
    content = "Register of halls 2024\n\nCorrect at May,,\nref,name,people\n1,A,20\n2,B,30\n3,C,40\n"
    table = table_of(reader, files.text(tmp_path / "t.csv", content))
    assert list(table.columns) == ["ref", "name", "people"] and list(table.rows) == [5, 6, 7]
    assert "Register of halls 2024; Correct at May" in said(table)


def test_twin_headings_blank_ones_and_slipped_rows(tmp_path: Path, reader: Reader) -> None:
    content = "name,name,,people,,\nA,B,x,1,,\nC,D,,2,,\nE,F,,3,,,slipped\n"
    table = table_of(reader, files.text(tmp_path / "t.csv", content))
    assert list(table.columns) == ["name", "name (2)", "column 3", "people", "column 7"]
    assert list(table.columns["name (2)"]) == ["B", "D", "F"]
    assert "Two columns are called 'name'" in said(table)
    assert [n.row for n in table.notes if "slipped sideways" in n.text] == [4]


def test_text_that_is_no_table_is_refused(tmp_path: Path, reader: Reader) -> None:
    prose = (
        "# Notes\n\nThese are notes, about nothing in particular, and go on for a while here.\n\nThe end.\n"
        * 9
    )
    with pytest.raises(Problem, match=r"plain text, not a table.*one row for each place"):
        reader.read(files.text(tmp_path / "notes.md", prose))


def test_an_unclosed_quotation_is_named(tmp_path: Path, reader: Reader) -> None:
    content = 'a,b\n1,2\n3,"open\n' + "4,5\n" * 6_000_000
    with pytest.raises(Problem, match="line 3 has an opening quotation mark without an end"):
        reader.read(files.text(tmp_path / "t.csv", content))


def test_workbook_sheets_and_cells(tmp_path: Path, reader: Reader) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Cover"
    sheet = book.create_sheet("Homes & all")
    sheet["B3"] = "Schedule of homes"
    for row in [
        ("plot", "area", "sold", "wheelchair", "note", "share"),
        (1.0, 61.5, dt.date(2024, 3, 1), True, " x ", 0.25),
        (200003487512.0, 70.0, dt.datetime(2024, 3, 1, 9, 30), False, " ", 1),
    ]:
        sheet.append([None, *row])
    other = book.create_sheet("Other")
    other.append(["a", "b"])
    other.append(["007", 3])
    book.save(tmp_path / "homes.xlsx")
    homes, rest = reader.read(tmp_path / "homes.xlsx")
    assert (homes.part, rest.part) == ("Homes & all", "Other")
    assert homes.columns == {
        "plot": [1, 200003487512],
        "area": [61.5, 70],
        "sold": ["2024-03-01", "2024-03-01T09:30:00"],
        "wheelchair": [True, False],
        "note": ["x", None],
        "share": [0.25, 1],
    }
    assert [type(v) for v in homes.columns["plot"]] == [int, int]
    assert list(homes.rows) == [5, 6]
    assert "Nothing is in sheet 'Cover'" in said(homes) and "Schedule of homes" in said(homes)
    assert rest.columns == {"a": ["007"], "b": [3]}


def test_open_document_spreadsheet(tmp_path: Path, reader: Reader) -> None:
    table = table_of(reader, files.ods(tmp_path))
    assert (table.format, table.part) == ("OpenDocument spreadsheet", "")
    assert table.columns == {"name": files.NAMES, "code": files.CODES, "people": files.PEOPLE}


def test_a_workbook_with_a_password_says_so(tmp_path: Path, reader: Reader) -> None:
    container = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(900)
    )
    (tmp_path / "secret.xlsx").write_bytes(container)
    with pytest.raises(Problem, match=r"secret.xlsx is protected by a password.*save a copy without one"):
        reader.read(tmp_path / "secret.xlsx")


def test_a_workbook_of_empty_sheets_is_empty(tmp_path: Path, reader: Reader) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "none.xlsx")
    with pytest.raises(Problem, match=r"none.xlsx is empty"):
        reader.read(tmp_path / "none.xlsx")
