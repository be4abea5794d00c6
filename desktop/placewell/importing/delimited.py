"""Text tables: CSV and its relatives, whatever separates their cells and however they are encoded."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

from placewell.domain.errors import Problem
from placewell.importing import says
from placewell.importing.headings import grid_of, table_of
from placewell.importing.raw import Cell, RawTable, ReadNote, trimmed_note
from placewell.importing.says import OLD_LETTERS

CUT = "The last line has too few cells and no end: the file may have been cut short."
_RULE = re.compile(r":?-{3,}:?$")
_SEPARATORS = ",\t;|"
_MAX_CELL = 20_000_000


def read_delimited(path: Path, name: str, part: str = "", cells: bool = False) -> RawTable:
    """A text table; every value stays text, blanks are None. Raises Problem where it is not a table.

    With `cells` it is given cell by cell (`headings.grid_of`).
    """
    notes: list[ReadNote] = []
    text = decode(path.read_bytes(), name, notes)
    csv.field_size_limit(_MAX_CELL)
    separator = _separator(text)
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = spare = 0
    try:
        for row in reader:
            trimmed = [v.strip() for v in row]
            spare += sum(1 for v, t in zip(row, trimmed, strict=True) if t and len(t) < len(v))
            rows.append([t or None for t in trimmed])
            numbers.append(line + 1)
            line = reader.line_num
    except csv.Error as fault:
        raise says.damaged(name, f"line {line + 1:,} has an opening quotation mark without an end") from fault
    table = (grid_of if cells else table_of)(name, part, "CSV", rows, numbers)
    if table is None:
        raise says.empty(name)
    if cells:
        return replace(table, notes=notes)
    if _is_prose(rows) or (len(table.columns) == 1 and not _plausible_list(table)):
        raise _not_a_table(name)
    if len(rows[-1]) < len(table.columns) and text[-1] not in "\r\n":
        notes.append(ReadNote(numbers[-1], "checked", CUT))
    if spare:
        notes.append(trimmed_note(spare))
    return replace(table, notes=[*notes, *table.notes])


def _is_prose(rows: list[list[Cell]]) -> bool:
    """Few lines of a text are split the same way; most lines of a table are."""
    widths = Counter(len(r) for r in rows[:2000] if any(v is not None for v in r))
    if any(len(r) > 1 and any(r) and all(v is None or _RULE.match(str(v)) for v in r) for r in rows):
        return True  # the ruled line below the headings of a table within a written page
    if set(widths) == {1}:
        return False
    return max(widths.values()) < 0.5 * widths.total() or widths[1] > 0.5 * widths.total()


def _plausible_list(table: RawTable) -> bool:
    """One column may be a list of codes or names; long lines are prose."""
    (values,) = table.columns.values()
    lengths = [len(str(v)) for v in [*table.columns, *values[:200]] if v is not None]
    return max(lengths, default=0) <= 80


def _not_a_table(name: str) -> Problem:
    return says.wanted(
        name,
        "plain text, not a table",
        "Save the table it belongs to as CSV or Excel, with one row for each place, and bring that in.",
    )


def decode(data: bytes, name: str, notes: list[ReadNote]) -> str:
    """Text from UTF-8, UTF-16 or, where it is neither, the Windows code page, with a note saying so."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as fault:
            raise says.damaged(name) from fault
    if b"\x00" in data:
        raise says.damaged(name, "it is text mixed with something else")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append(ReadNote(None, "checked", OLD_LETTERS))
        return data.decode("cp1252", "replace")


def _separator(text: str) -> str:
    """The separator under which most lines have the same number of cells, and more than one."""
    lines = list(islice(io.StringIO(text[:200_000], newline=""), 200))
    best, found = 0.0, ","
    for separator in _SEPARATORS:
        try:
            widths = [len(r) for r in csv.reader(lines, delimiter=separator) if r]
        except csv.Error:
            continue
        usual = Counter(w for w in widths if w > 1).most_common(1)
        if usual:
            width, count = usual[0]
            score = count / len(widths) + min(width, 50) / 100
            if score > best:
                best, found = score, separator
    return found
