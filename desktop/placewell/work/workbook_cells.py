"""What stands in a workbook that comes back: its tables found by their headings, wherever they have got to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from placewell.domain.errors import Problem
from placewell.exporting import back
from placewell.importing.raw import Cell, RawTable
from placewell.importing.reader import Reader

FINDINGS = (back.CRITERION, back.VIEW, back.REASON, back.MITIGATION)
PARTS = (back.CRITERION, back.PART, back.VIEW, back.REASON)
ASKED = (back.ASK_HEADINGS[0], back.STATES, back.DOCUMENT, back.PAGE)


@dataclass(frozen=True)
class Line:
    """One row below a heading: what is in its columns, as text."""

    sheet: str
    row: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


@dataclass(frozen=True)
class Returned:
    """A workbook's tables."""

    facts: Mapping[str, str]
    answers: Sequence[Line]
    asked: Sequence[Line]
    findings: Sequence[Line]
    parts: Sequence[Line]
    states: Sequence[Line]
    total: str
    """Its control total, worked out from what is in it now."""


def read_back(path: Path) -> Returned:
    """The tables of a workbook that Placewell wrote. Raises Problem for anything else."""
    with Reader() as reader:
        sheets = reader.cells(path)
    facts = {
        line[back.FACT_HEADINGS[0]]: line[back.FACT_HEADINGS[1]] for line in below(sheets, back.FACT_HEADINGS)
    }
    if "Format" not in facts:
        raise Problem(
            f"{path.name} is not a workbook that Placewell wrote, or its sheet 'Key' was taken out.",
            "Without it nobody can tell which answer belongs to which question, nor to which project.",
            "Choose the working copy or a team's copy that was sent out (a publication copy holds no room for answers); "
            "copy the answers into it if they were moved elsewhere.",
        )
    if facts["Format"] != back.FORMAT:
        raise Problem(
            f"{path.name} was written in another form ({facts['Format']}) than this Placewell reads ({back.FORMAT}).",
            "Its answers might be put under the wrong questions.",
            "Read it with the version that wrote it, or write the workbook again and copy the answers over.",
        )
    findings = below(sheets, FINDINGS)
    # The answers by part have all their headings but one in common with the findings.
    parts = [x for x in below(sheets, PARTS) if back.MITIGATION not in x.cells]
    return Returned(
        facts, below(sheets, back.ANSWER_HEADINGS), below(sheets, back.ASK_HEADINGS), findings, parts,
        below(sheets, ASKED), _total(sheets),
    )  # fmt: skip


def below(sheets: Sequence[RawTable], headings: Sequence[str]) -> list[Line]:
    """Every row below a row that has all of these headings, in any order; up to the next such row."""
    found: list[Line] = []
    for sheet in sheets:
        columns = list(sheet.columns.values())
        places: dict[str, int] = {}
        for n, number in enumerate(sheet.rows):
            said = {
                str(c[n]).strip(): m for m, c in reversed(list(enumerate(columns))) if isinstance(c[n], str)
            }
            if set(headings) <= set(said):
                places = said
                continue
            if not places:
                continue
            if sum(h in said for h in places) >= 3:
                # Another table's headings.
                places = {}
                continue
            cells = {h: text_of(columns[m][n]) for h, m in places.items()}
            if any(cells.values()):
                found.append(Line(sheet.part, number, cells))
            elif not any(c[n] is not None for c in columns):
                # Below an empty row another table may stand, with columns of its own.
                places = places if _goes_on(sheet, n, headings, places) else {}
    return found


def _goes_on(sheet: RawTable, row: int, headings: Sequence[str], places: Mapping[str, int]) -> bool:
    """Whether rows of the same table follow an empty row: somebody put it in."""
    columns = list(sheet.columns.values())
    for n in range(row + 1, len(sheet.rows)):
        filled = [m for m, c in enumerate(columns) if c[n] is not None]
        if filled:
            return len(filled) > 2 and columns[places[headings[0]]][n] is not None
    return False


def text_of(cell: Cell) -> str:
    """A cell as text: a typed 5 is '5'."""
    return "" if cell is None else back.cell_text(cell).strip()


def _total(sheets: Sequence[RawTable]) -> str:
    def cells() -> list[tuple[str, int, int, object]]:
        found: list[tuple[str, int, int, object]] = []
        for sheet in sheets:
            columns = list(sheet.columns.values())
            for n, number in enumerate(sheet.rows):
                total = any(c[n] == back.CONTROL_TOTAL for c in columns)
                for m, c in enumerate(columns):
                    if c[n] is not None and not (total and m == 1):
                        found.append((sheet.part, number - 1, m, c[n]))
        return found

    return back.control_total(cells())
