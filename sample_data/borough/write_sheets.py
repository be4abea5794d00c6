"""Workbooks and OpenDocument sheets, made on one fixed day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Cell = None | str | int | float | datetime.date
Sheets = Mapping[str, Sequence[Sequence[Cell]]]
"""Rows by sheet, with title lines and headings as the publisher has them; None leaves a cell empty."""

MADE = datetime.datetime(2025, 9, 1)


def xlsx(path: Path, sheets: Sheets) -> None:
    """An Excel workbook. Text stays text ('007', '=a'); dates are dates."""
    import xlsxwriter

    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": MADE})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, datetime.date):
                        sheet.write_datetime(at, column, _moment(value), day)
                    elif value is not None:
                        sheet.write(at, column, value)


def _moment(value: datetime.date) -> datetime.datetime:
    return datetime.datetime(value.year, value.month, value.day)


def ods(path: Path, sheets: Sheets) -> None:
    """An OpenDocument spreadsheet, as LibreOffice opens it."""
    import zipfile

    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>\n"
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    tables = "".join(_table(name, rows) for name, rows in sheets.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {names} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>\n"
    )
    # The kind comes first and unpacked, so that it can be told from the first bytes.
    members = (
        ("mimetype", kind, zipfile.ZIP_STORED),
        ("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED),
        ("content.xml", content, zipfile.ZIP_DEFLATED),
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, text, how in members:
            member = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            member.compress_type, member.create_system = how, 3
            archive.writestr(member, text)


def _table(name: str, rows: Sequence[Sequence[Cell]]) -> str:
    lines = "".join(
        "<table:table-row>" + "".join(_cell(value) for value in row) + "</table:table-row>" for row in rows
    )
    return f"<table:table table:name={quoteattr(name)}>{lines}</table:table>"


def _cell(value: Cell) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, datetime.date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()[:10]}"'
    elif isinstance(value, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"
