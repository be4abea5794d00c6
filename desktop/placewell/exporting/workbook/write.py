"""Writes a report as a workbook: one sheet a section, named tables one under another from column A."""

from __future__ import annotations

import datetime
import gc
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from placewell.assess.live.sums import Cell, Column, Scalar, Sum, Table
from placewell.assess.live.worth import Worth
from placewell.exporting.back import CONTROL_TOTAL, control_total
from placewell.exporting.report.blocks import Bars, Paragraph, Picture, Report, Section
from placewell.exporting.report.record import SCALES
from placewell.exporting.sheet_text import LINE_PT, fit_height, plain_text, wrapped
from placewell.exporting.workbook.formats import Formats, number_format
from placewell.exporting.workbook.formulas import Writer
from placewell.exporting.workbook.look import Look

MARGIN_IN = 18 / 25.4
PX_A_CHARACTER, PX_A_LINE = 7.0, 18.0
UNITS = ("Unit", "Counted in")
"""Columns of units: square metres are written as they are read."""
NUMBERS = ("number", "whole", "percent")
WIDEST_PICTURE_PX = 690
FROZEN = {"Findings": 3, "Homes": 1, "Evidence": 1}
"""How many columns stay in sight on a sheet."""
OPTIONS = {
    "in_memory": True,
    # Text from outside stays text, whatever it looks like.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook_bytes(report: Report, look: Look | None = None) -> bytes:
    """The workbook as a file's content; the same report gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    # Cells are made by the hundred thousand and go when their count falls to nothing: looking through all that a
    # large project holds for rings among them takes longer than writing.
    collecting = gc.isenabled()
    gc.disable()
    try:
        with xlsxwriter.Workbook(out, OPTIONS) as book:
            _Book(book, report, look or Look()).write()
    finally:
        if collecting:
            gc.enable()
    return out.getvalue()


@dataclass
class _Spot:
    """Where a table stands on its sheet, from 0: its head, and how many rows of cells it has."""

    sheet: str
    head: int
    rows: int


@dataclass
class _Book:
    book: Any
    report: Report
    look: Look
    spots: dict[str, _Spot] = field(default_factory=dict)
    written: list[tuple[int, int, int, object]] = field(default_factory=list)
    total_at: tuple[Any, int, int, Any] | None = None

    def write(self) -> None:
        report = self.report
        self.formats = Formats(self.book, self.look, report.copy == "file")
        tables = report.tables
        self.worth = Worth(tables, report.worth)
        self.writer = Writer({(t.name, c.name): _letter(n) for t in tables for n, c in enumerate(t.columns)})
        written = report.properties.get("written", "")
        self.book.set_properties(
            {
                "title": report.title,
                "subject": report.subject,
                "author": self.look.council or "Placewell",
                "category": "Planning assessment",
                "keywords": "planning, health, wellbeing, assessment",
                "comments": f"{report.footer} ({report.confidential})"
                if report.confidential
                else report.footer,
                "created": datetime.datetime.fromisoformat(written)
                if written
                else datetime.datetime(2026, 1, 1),
            }
        )
        for n, section in enumerate(report.sections):
            _Sheet(self, section, n).write()
        self._scales()
        self.book.worksheets()[0].activate()
        if self.total_at is not None:
            sheet, row, column, form = self.total_at
            names = [s.title for s in report.sections]
            cells = sorted(self.written, key=lambda c: c[:3])
            found = control_total((names[s], r, c, v) for s, r, c, v in cells)
            sheet.write_string(row, column, found, form)

    def _scales(self) -> None:
        """Names for the answers of each scale, which drop-downs look up by the scale in their row."""
        spot = self.spots.get(SCALES)
        table = next((t for t in self.report.tables if t.name == SCALES), None)
        if spot is None or table is None:
            return
        names = [str(r[0]) for r in table.rows]
        for name in dict.fromkeys(names):
            first = spot.head + 1 + names.index(name)
            last = first + names.count(name) - 1
            self.book.define_name(scale_name(name), f"='{spot.sheet}'!$B${first + 1}:$B${last + 1}")


def scale_name(scale: str) -> str:
    """The workbook's name for the answers of a scale."""
    return "scale_" + re.sub(r"\W+", "_", scale)


class _Sheet:
    """Writes one section."""

    def __init__(self, book: _Book, section: Section, number: int) -> None:
        self.book, self.section, self.number = book, section, number
        self.sheet = book.book.add_worksheet(section.title)
        # Formulas here use no function that needs a prefix; looking for those takes half of all the time.
        self.sheet._prepare_formula = _as_it_is
        self.formats, self.row = book.formats, 0
        self.widths = _widths(section.tables)

    def write(self) -> None:
        sheet, section = self.sheet, self.section
        self._page()
        marked = self.book.report.confidential
        self._put(0, 0, f"{section.heading} ({marked})" if marked else section.heading, self.formats.title())
        sheet.set_row(0, 24)
        self.row = 1
        room = max(60, int(sum(self.widths) * 1.1))
        for line in wrapped(section.about, room):
            self._put(self.row, 0, line, self.formats.about())
            self.row += 1
        alone = len(section.tables) == 1
        for n, block in enumerate(section.blocks):
            self.row += 1
            if isinstance(block, Table):
                self._table(
                    block,
                    titled=not alone or block.title != section.heading,
                    told=not alone or n > 0,
                    room=room,
                )
                if alone:
                    self._single(block)
            elif isinstance(block, Paragraph):
                for line in wrapped(block.text, room):
                    self._put(self.row, 0, line, self.formats.of())
                    self.row += 1
            elif isinstance(block, Picture):
                self._picture(block)
            else:
                self._bars(block)
        last = max(len(self.widths) - 1, 0)
        sheet.print_area(0, 0, max(self.row - 1, 1), last)

    def _page(self) -> None:
        sheet, report = self.sheet, self.book.report
        for n, width in enumerate(self.widths):
            sheet.set_column(n, n, width)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(MARGIN_IN, MARGIN_IN, MARGIN_IN, MARGIN_IN)
        name = plain_text(report.footer).replace("&", "&&")[:120]
        sheet.set_footer(f"&L&8{name}&C&8{self.section.title}&R&8Page &P of &N")
        over = f"&L&9&B{marked[:1].upper()}{marked[1:]}" if (marked := report.confidential) else ""
        if self.number == 0 and self.book.look.logo:
            sheet.set_header(f"{over}&R&G", {"image_right": io.BytesIO(self.book.look.logo)})
        elif over:
            sheet.set_header(over)
        if self.section.tinted:
            sheet.set_tab_color("#A9B4BF")
        if report.copy == "file":
            sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})

    def _single(self, table: Table) -> None:
        """What suits a sheet of one table: its head on every page and always in sight."""
        head = self.book.spots[table.name].head
        self.sheet.repeat_rows(head)
        if self.book.report.copy in ("working", "team", "applicant"):
            self.sheet.freeze_panes(head + 1, FROZEN.get(self.section.title, 0))

    def _table(self, table: Table, *, titled: bool, told: bool, room: int) -> None:
        sheet, formats = self.sheet, self.formats
        if titled:
            self.sheet.set_row(self.row, 20)
            self._put(self.row, 0, table.title, formats.section())
            self.row += 1
        if told and table.about != self.section.about:
            for line in wrapped(table.about, room):
                self._put(self.row, 0, line, formats.about())
                self.row += 1
        head, rows = self.row, table.rows
        count = max(len(rows), 1)
        self.book.spots[table.name] = _Spot(self.section.title, head, count)
        live = self.book.report.copy in ("working", "team", "applicant")
        columns = [
            {"header": c.name, "header_format": formats.head(c.kind in NUMBERS, _after(table, n))}
            for n, c in enumerate(table.columns)
        ]
        options = {
            "name": table.name,
            "columns": columns,
            "style": None,
            "autofilter": live and len(self.section.tables) == 1,
        }
        sheet.add_table(head, 0, head + count, len(table.columns) - 1, options)
        for n, c in enumerate(table.columns):
            self.book.written.append((self.number, head, n, c.name))
        sheet.set_row(
            head, fit_height([(c.name, w * 0.7) for c, w in zip(table.columns, self.widths, strict=False)])
        )
        if not rows:
            self._put(
                head + 1, 0, table.empty or "Nothing.", formats.of(font_color="#52606D", text_wrap=True)
            )
        unit = next((n for n, c in enumerate(table.columns) if c.name == "Unit"), -1)
        for n, row in enumerate(rows):
            self._row(table, n, head + 1 + n, row, str(row[unit] or "") if unit >= 0 else "")
        self._marked(table, head, count)
        self.row = head + count + 1

    def _row(self, table: Table, n: int, at: int, row: Sequence[Cell], unit: str) -> None:
        said: list[tuple[str, float]] = []
        for m, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            value = self.book.worth.cell(table.name, n, m) if isinstance(cell, Sum) else cell
            self._cell(table, at, m, cell, value, column, unit)
            if isinstance(value, str):
                said.append((value, self.widths[m] * (0.92 if column.kind == "verdict" else 1.0)))
        height = fit_height(said)
        if height > LINE_PT + 3:
            self.sheet.set_row(at, height)

    def _cell(
        self, table: Table, at: int, m: int, cell: Cell, value: Scalar, column: Column, unit: str
    ) -> None:
        sheet, formats = self.sheet, self.formats
        answer = column.role in ("officer", "applicant")
        numeric = isinstance(value, (int, float))
        number = ""
        if numeric or (column.kind in NUMBERS and not isinstance(value, str)):
            number = number_format(unit, value if isinstance(value, (int, float)) else None, column.kind)
        after = _after(table, m)
        form = formats.cell(column.kind, typed=column.typed, answer=answer, number=number, after=after)
        if isinstance(cell, Sum):
            formula = self.book.writer.formula(cell, table.name, at + 1)
            sheet.write_formula(at, m, formula, form, "" if value is None else value)
            return
        if value is None:
            sheet.write_blank(at, m, None, form)
            return
        if isinstance(value, (int, float)):
            if not math.isfinite(value):
                raise ValueError(f"{table.name}[{column.name}] holds {value}")
            sheet.write_number(at, m, value, form)
            self._note(at, m, value)
            return
        day = _day(value) if column.kind == "date" else None
        if day is not None:
            sheet.write_datetime(at, m, day, form)
            self._note(at, m, day)
            return
        if (
            table.name == "KeyFacts"
            and m == 1
            and self.book.report.copy == "file"
            and self._is_total(table, at)
        ):
            self.book.total_at = (sheet, at, m, form)
            return
        text = plain_text(value.replace("m2", "m²") if column.name in UNITS else value)
        sheet.write_string(at, m, text, form)
        self._note(at, m, text)

    def _is_total(self, table: Table, at: int) -> bool:
        return table.rows[at - self.book.spots[table.name].head - 1][0] == CONTROL_TOTAL

    def _note(self, row: int, column: int, value: object) -> None:
        if self.book.report.copy == "file":
            self.book.written.append((self.number, row, column, value))

    def _put(self, row: int, column: int, text: str, form: Any) -> None:
        text = plain_text(text)
        if text:
            self.sheet.write_string(row, column, text, form)
            self._note(row, column, text)

    def _marked(self, table: Table, head: int, count: int) -> None:
        """Colours of verdicts, loud alterations, and drop-downs."""
        first, last = head + 1, head + count
        sheet, formats = self.sheet, self.formats
        for m, c in enumerate(table.columns):
            if c.kind in ("verdict", "mark"):
                word = (
                    next((n for n, x in enumerate(table.columns) if x.kind == "verdict"), m)
                    if c.kind == "mark"
                    else m
                )
                for verdict, form in formats.verdicts.items():
                    criteria = f'=${_letter(word)}{first + 1}="{verdict}"'
                    sheet.conditional_format(
                        first, m, last, m, {"type": "formula", "criteria": criteria, "format": form}
                    )
            if c.name == "Altered":
                criteria = f'=LEFT(${_letter(m)}{first + 1},7)="altered"'
                sheet.conditional_format(
                    first, m, last, m, {"type": "formula", "criteria": criteria, "format": formats.loud}
                )
            if not c.typed:
                continue
            said = {"ignore_blank": True, "error_type": "warning", "error_title": "Not one of the choices"}
            if c.choices:
                sheet.data_validation(
                    first, m, last, m, said | {"validate": "list", "source": list(c.choices)}
                )
            elif c.choices_by and SCALES in {t.name for t in self.book.report.tables}:
                scale = _letter(table.place(c.choices_by))
                source = f'=INDIRECT("scale_"&SUBSTITUTE(${scale}{first + 1}," ","_"))'
                sheet.data_validation(first, m, last, m, said | {"validate": "list", "source": source})

    def _picture(self, picture: Picture) -> None:
        width, height = _png_size(picture.png)
        room = min(WIDEST_PICTURE_PX, sum(self.widths) * PX_A_CHARACTER)
        scale = min(1.0, room / width)
        self._put(self.row, 0, picture.caption, self.formats.about())
        where = {
            "image_data": io.BytesIO(picture.png), "description": picture.alt, "x_scale": scale, "y_scale": scale,
            "object_position": 2,
        }  # fmt: skip
        self.sheet.insert_image(self.row + 1, 0, "map.png", where)
        # Rows under a picture keep the usual height, so that it covers just these.
        self.row += 2 + math.ceil(height * scale / 20.0)

    def _bars(self, bars: Bars) -> None:
        spot = self.book.spots[bars.table]
        table = next(t for t in self.section.tables if t.name == bars.table)
        first, last = spot.head + 1, spot.head + spot.rows
        chart = self.book.book.add_chart({"type": "bar"})
        labels = table.place(bars.labels)
        for name in bars.values:
            at = table.place(name)
            chart.add_series(
                {
                    "name": [spot.sheet, spot.head, at],
                    "categories": [spot.sheet, first, labels, last, labels],
                    "values": [spot.sheet, first, at, last, at],
                    "fill": {"color": self.book.look.accent},
                    "data_labels": {"value": True, "font": {"name": self.book.look.font, "size": 9}},
                    "gap": 60,
                }
            )
        font = {"name": self.book.look.font, "size": 9}
        chart.set_title(
            {"name": bars.title, "name_font": {"name": self.book.look.font, "size": 11, "bold": True}}
        )
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "num_font": font, "line": {"color": "#D8DCE0"}})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "name": bars.unit})
        rows = max(6, 2 * spot.rows + 3)
        chart.set_size({"width": 720, "height": int(rows * 20)})
        self.sheet.insert_chart(self.row, 0, chart, {"description": bars.alt, "object_position": 2})
        self.row += rows + 1


def _widths(tables: Iterable[Table]) -> list[float]:
    found: list[float] = []
    for t in tables:
        for n, c in enumerate(t.columns):
            if n == len(found):
                found.append(c.width)
            found[n] = max(found[n], c.width)
    return found or [110.0]


def _as_it_is(formula: str, expand_future_functions: bool = False) -> str:
    return formula.removeprefix("=")


def _after(table: Table, column: int) -> bool:
    """Whether a column stands to the right of one of figures."""
    return column > 0 and table.columns[column - 1].kind in NUMBERS


def _letter(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _day(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.combine(datetime.date.fromisoformat(text), datetime.time())
    except ValueError:
        return None


def _png_size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
