"""Spreadsheets (xlsx, xls, ods): each sheet with anything in it as a table, cells as stored."""

from __future__ import annotations

import datetime as dt
import math
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from placewell.importing import says
from placewell.importing.headings import grid_of, table_of
from placewell.importing.raw import Cell, Merge, RawTable, ReadNote

_MAX_CELLS = 30_000_000


Sheet = tuple[str, list[list[Any]], int, list[Merge]]
"""A sheet's name, its cells from the first that is filled, the row number before that, and merged cells."""


def read_sheets(path: Path, name: str, format: str, cells: bool = False) -> list[RawTable]:
    """The sheets of a workbook that hold anything; raises Problem where none does or it is locked.

    With `cells` they are given cell by cell (`headings.grid_of`).
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_path(str(path))
        found: list[Sheet] = []
        hidden: list[str] = []
        for meta in book.sheets_metadata:
            if not str(meta.typ).endswith("WorkSheet"):
                continue
            if cells and not str(meta.visible).endswith("Visible"):
                hidden.append(meta.name)
                continue
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.total_height * sheet.total_width > _MAX_CELLS:
                size = f"{sheet.total_height:,} rows and {sheet.total_width:,} columns"
                raise says.too_big(name, f"says that sheet '{meta.name}' has {size}")
            top, left = sheet.start or (0, 0)
            merged = [
                (a[0] + 1, b[0] + 1, a[1] - left, b[1] - left)
                for a, b in (sheet.merged_cell_ranges or () if cells else ())
                if a[1] >= left
            ]
            found.append((meta.name, sheet.to_python(skip_empty_area=True), top, merged))
    except PasswordError as fault:
        raise says.locked(name) from fault
    except (CalamineError, ValueError, OSError, zipfile.BadZipFile) as fault:
        raise says.damaged(name) from fault
    if hidden and not found:
        raise says.empty(name)
    tables = _tables(found, name, format, cells)
    if hidden:
        note = ReadNote(None, "left", f"Hidden sheets are not read: {', '.join(hidden)}.")
        tables[0] = replace(tables[0], notes=[note, *tables[0].notes])
    return tables


def _tables(found: list[Sheet], name: str, format: str, as_cells: bool) -> list[RawTable]:
    tables: list[RawTable] = []
    empty: list[str] = []
    for sheet, rows, start, merged in found:
        cells = [[_cell(v) for v in row] for row in rows]
        numbers = range(start + 1, start + 1 + len(rows))
        table = (
            grid_of(name, sheet, format, cells, numbers, merged)
            if as_cells
            else table_of(name, sheet, format, cells, numbers)
        )
        if table is None:
            empty.append(sheet)
        else:
            tables.append(table)
    if not tables:
        raise says.empty(name)
    if empty:
        text = (
            f"Nothing is in {'sheet' if len(empty) == 1 else 'sheets'} {', '.join(repr(s) for s in empty)}."
        )
        tables[0] = replace(tables[0], notes=[ReadNote(None, "checked", text), *tables[0].notes])
    if len(found) == 1 and not as_cells:
        tables[0] = replace(tables[0], part="")
    return tables


def _cell(value: Any) -> Cell:
    """A stored value as a plain one: whole numbers as int, dates as ISO text, blanks as None."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, dt.datetime) and value.time() == dt.time(0):
        return value.date().isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)
