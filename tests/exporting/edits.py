"""What people do to a workbook before they send it back: sort, insert, rename, answer."""

from __future__ import annotations

import random
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

SCALES = {
    "met or not met": ("met", "partly met", "not met"),
    "impact": ("positive", "negative", "neutral", "uncertain"),
    "traffic light": ("green", "amber", "red"),
    "equality": ("positive", "negative", "neutral"),
    "1 to 7": tuple("1234567"),
    "yes or no": ("yes", "no"),
}


def head_of(sheet: Worksheet, heading: str) -> tuple[int, dict[str, int]]:
    """The row of headings that has this one, and where each stands."""
    for row in sheet.iter_rows():
        said = {str(c.value): c.column for c in row if c.value is not None}
        if heading in said:
            return row[0].row, said
    raise KeyError(heading)


def answered(
    path: Path, out: Path, draw: random.Random, count: int = 12, tidy: bool = False
) -> dict[str, tuple[Any, ...]]:
    """A copy with answers written into it and, unless `tidy`, rearranged; returns what was written by criterion."""
    book = openpyxl.load_workbook(path)
    sheet = book["Findings"]
    head, at = head_of(sheet, "Officer's view")
    rows = [r for r in range(head + 1, sheet.max_row + 1) if sheet.cell(r, at["Criterion"]).value]
    free = [r for r in rows if sheet.cell(r, at["Answered on"]).value in SCALES]
    written: dict[str, tuple[Any, ...]] = {}
    for r in draw.sample(free, min(count, len(free))):
        scale = str(sheet.cell(r, at["Answered on"]).value)
        view = draw.choice(SCALES[scale])
        reason = draw.choice(
            ["Seen on site.", "=see plan 4", "+ by email", "Fläche geprüft – in Ordnung", "@officer"]
        )
        shown: Any = (
            int(view)
            if view.isdecimal() and draw.random() < 0.5
            else draw.choice([view, view.upper(), f" {view} "])
        )
        sheet.cell(r, at["Officer's view"]).value = shown
        cell = sheet.cell(r, at["Reason"])
        cell.value = reason
        cell.data_type = "s"
        written[str(sheet.cell(r, at["Criterion"]).value)] = (view, reason)
    if "Answers by part" in book.sheetnames:
        parts = book["Answers by part"]
        top, on = head_of(parts, "Officer's view")
        lines = [
            r for r in range(top + 1, parts.max_row + 1) if parts.cell(r, on["Answered on"]).value in SCALES
        ]
        for r in draw.sample(lines, min(4, len(lines))):
            view = draw.choice(SCALES[str(parts.cell(r, on["Answered on"]).value)])
            parts.cell(r, on["Officer's view"]).value = view
            parts.cell(r, on["Reason"]).value = "As the plan shows"
            key = f"{parts.cell(r, on['Criterion']).value}#{parts.cell(r, on['Part']).value}"
            written[key] = (view, "As the plan shows")
    if not tidy:
        _rearranged(book, sheet, head, rows, draw)
    book.save(out)
    return written


def _rearranged(
    book: openpyxl.Workbook, sheet: Worksheet, head: int, rows: list[int], draw: random.Random
) -> None:
    for name in list(sheet.tables):
        # A table cannot stand over columns that are not its own; Excel would stretch it.
        del sheet.tables[name]
    width = sheet.max_column
    held = [
        [(copy(sheet.cell(r, c).value), sheet.cell(r, c).data_type) for c in range(1, width + 1)]
        for r in rows
    ]
    draw.shuffle(held)
    for r, cells in zip(rows, held, strict=True):
        for c, (value, kind) in enumerate(cells, 1):
            cell = sheet.cell(r, c)
            cell.value = value
            if kind == "s":
                cell.data_type = "s"
    if draw.random() < 0.6:
        sheet.insert_cols(draw.randint(1, width), draw.randint(1, 2))
    if draw.random() < 0.5:
        sheet.insert_rows(draw.randint(1, head), draw.randint(1, 3))
    if draw.random() < 0.3:
        sheet.insert_rows(rows[len(rows) // 2] + 3)
    if draw.random() < 0.7:
        sheet.title = draw.choice(["Our answers", "Findings (2)", "Übersicht"])
    if draw.random() < 0.5:
        book["Key"].title = "Do not touch"
    if draw.random() < 0.5:
        book.move_sheet(sheet, draw.randint(-2, 3))
    if draw.random() < 0.3:
        sheet.auto_filter.ref = f"A{head}:C{rows[-1]}"
