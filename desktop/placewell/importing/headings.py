"""Rows of cells into a table: where the heading is, whether there is one, and which columns count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from placewell.importing import says
from placewell.importing.raw import Cell, Merge, RawTable, ReadNote

Row = Sequence[Cell]
MAX_COLUMNS = 16_384
"""As many as a worksheet can have; more is no table that anybody made."""
_SAMPLE = 400
_NUMBER = re.compile(r"[-+]?[£$€]?\d[\d,]*(\.\d+)?([eE][-+]?\d+)?%?$|[-+]?\.\d+$")


def table_of(
    file: str, part: str, format: str, rows: Sequence[Row], numbers: Sequence[int]
) -> RawTable | None:
    """Cells (blank ones None) with their rows' numbers as a table; None where every cell is blank."""
    kept = [(n, r) for n, r in zip(numbers, rows, strict=True) if any(v is not None for v in r)]
    if not kept:
        return None
    if max(len(r) for _, r in kept) > MAX_COLUMNS:
        raise says.too_big(file, f"has more than {MAX_COLUMNS:,} columns")
    notes: list[ReadNote] = []
    at = _first_row(kept)
    if at:
        titles = "; ".join(str(v) for _, r in kept[:at] for v in r if v is not None)
        notes.append(
            ReadNote(None, "checked", f"Lines above the headings are not part of the table: {titles[:300]}")
        )
    kept = kept[at:]
    headed = _is_heading(kept[0][1], [r for _, r in kept[1 : _SAMPLE + 1]])
    heading = kept[0][1] if headed else ()
    body = kept[1:] if headed else kept
    names = _names(heading, body, notes)
    columns = {name: [r[i] if i < len(r) else None for _, r in body] for i, name in names.items()}
    if not headed:
        columns = {str(i + 1): values for i, values in enumerate(columns.values())}
        notes.append(
            ReadNote(None, "checked", "The file has no row of headings; its columns are counted from 1.")
        )
    _tell_ragged(heading if headed else kept[0][1], body, notes)
    return RawTable(file, part, format, columns, None, "", headed, [n for n, _ in body], notes)


def grid_of(
    file: str,
    part: str,
    format: str,
    rows: Sequence[Row],
    numbers: Sequence[int],
    merged: Sequence[Merge] = (),
) -> RawTable | None:
    """Cells as they stand, nothing taken for a heading, columns '1', '2' …; None where every cell is blank."""
    width = max((len(r) for r in rows), default=0)
    if width > MAX_COLUMNS:
        raise says.too_big(file, f"has more than {MAX_COLUMNS:,} columns")
    if not any(v is not None for r in rows for v in r):
        return None
    columns = {str(i + 1): [r[i] if i < len(r) else None for r in rows] for i in range(width)}
    return RawTable(file, part, format, columns, None, "", False, list(numbers), (), merged=list(merged))


def headed(grid: RawTable) -> RawTable | None:
    """The table that a sheet of `grid_of` is by its headings, as it would have been read by itself."""
    rows = [list(r) for r in zip(*grid.columns.values(), strict=True)]
    return table_of(grid.file, grid.part, grid.format, rows, grid.rows)


def _first_row(rows: Sequence[tuple[int, Row]]) -> int:
    """Position of the first row of the table proper: titles above it fill far fewer cells."""
    filled = [sum(v is not None for v in r) for _, r in rows[:_SAMPLE]]
    usual = Counter(filled[len(filled) // 4 :]).most_common(1)[0][0]
    if usual < 3:
        return 0
    for i, count in enumerate(filled[:40]):
        if count > max(2, usual // 2):
            return i
    return 0


def _is_heading(first: Row, body: Sequence[Row]) -> bool:
    """Whether the first row names the columns, by how it differs from those below it, column by column."""
    if not body:
        return not any(_kind(v) == "number" for v in first)
    for_heading = for_data = 0
    years = _are_years(first)
    for i, value in enumerate(first):
        below = [r[i] for r in body if i < len(r) and r[i] is not None]
        if value is None or not below:
            continue
        kinds = Counter(map(_kind, below))
        usual, count = kinds.most_common(1)[0]
        mine = _kind(value)
        if mine == "number":
            for_data += usual == "number" and not years
        elif usual == "number" and count >= 0.8 * len(below):
            for_heading += 1
        elif len(below) > 1 and value in below:
            for_data += 1
        elif len(below) > 1 and count >= 0.8 * len(below) and usual != "words":
            for_data += mine == usual
            for_heading += mine != usual
    return for_heading >= for_data


def _are_years(row: Row) -> bool:
    """Numbers in a heading are years or ages in order, such as 2011, 2012 or 0, 1, 2; data seldom is."""
    found = [float(str(v)) for v in row if v is not None and re.fullmatch(r"\d{1,4}", str(v))]
    return len(found) > 1 and all(b - a == found[1] - found[0] != 0 for a, b in pairwise(found))


def _kind(value: Cell) -> str:
    """'number', 'words', or the pattern of a code or date ('A9 9A' for a postcode, 'A9' for E09000028)."""
    if isinstance(value, (bool, int, float)):
        return "number"
    text = str(value).strip()
    if _NUMBER.match(text):
        return "number"
    if len(text) > 40 or not any(c.isdigit() for c in text):
        return "words"
    return re.sub(r"[A-Za-z]+", "A", re.sub(r"\d+", "9", text))


def _names(heading: Row, body: Sequence[tuple[int, Row]], notes: list[ReadNote]) -> dict[int, str]:
    """Column positions to names: unique; blank ones by position, or left out where empty."""
    width = max([len(heading), *(len(r) for _, r in body)], default=0)
    used = (
        {i for _, r in body for i, v in enumerate(r) if v is not None}
        if len(heading) < width or None in heading
        else set()
    )
    names: dict[int, str] = {}
    taken: dict[str, int] = {}
    for i in range(width):
        named = heading[i] if i < len(heading) else None
        if named is None and heading and i not in used:
            continue
        base = " ".join(str(named).split()) if named is not None else f"column {i + 1}"
        name = base
        while name in taken:
            taken[base] += 1
            name = f"{base} ({taken[base]})"
        taken[name] = 1
        if name != base:
            notes.append(
                ReadNote(
                    None,
                    "checked",
                    f"Two columns are called '{base}'; the later one is called '{name}' here.",
                )
            )
        names[i] = name
    return names


def _tell_ragged(heading: Row, body: Sequence[tuple[int, Row]], notes: list[ReadNote]) -> None:
    wide = [n for n, r in body if len(r) > len(heading) and any(v is not None for v in r[len(heading) :])]
    for n in wide[:20]:
        notes.append(
            ReadNote(
                n, "checked", "It has more cells than the row of headings; they may have slipped sideways."
            )
        )
    if len(wide) > 20:
        notes.append(
            ReadNote(
                None, "checked", f"{len(wide) - 20:,} more rows have more cells than the row of headings."
            )
        )
