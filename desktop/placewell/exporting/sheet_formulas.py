"""The formulas that keep a workbook's verdicts live: the rules of `WayIn.verdict`, in Excel's words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WaysRange:
    """Where the rows of ways in stand (1-based, first to last), with the columns that formulas read."""

    first: int
    last: int
    criterion: str
    attached: str
    walk: str
    straight: str
    listed: str
    mapped: str
    verdict: str

    def column(self, letter: str) -> str:
        """A column of all rows as an absolute range."""
        return f"${letter}${self.first}:${letter}${self.last}"


def way_in_verdict(ways: WaysRange, row: int, limit: str) -> str:
    """The verdict of one way in against the figure in the cell `limit`."""
    walk, straight = f"${ways.walk}{row}", f"${ways.straight}{row}"
    listed, mapped = f"${ways.listed}{row}", f"${ways.mapped}{row}"
    return (
        f'=IF(${ways.attached}{row}="no","cannot tell",'
        f'IF(AND(ISNUMBER({walk}),{walk}<={limit}),IF({listed}>0,"met","cannot tell"),'
        f'IF({listed}<{limit},"cannot tell",'
        f'IF(NOT(ISNUMBER({straight})),"not met",'
        f'IF({straight}>{limit},"not met",IF({mapped}>{limit},"not met","cannot tell"))))))'
    )


def finding_verdict(ways: WaysRange, key: str) -> str:
    """The verdict of a criterion (its id in the cell `key`) from those of its ways in."""
    ids, verdicts = ways.column(ways.criterion), ways.column(ways.verdict)
    return (
        f'=IF(COUNTIFS({ids},{key},{verdicts},"not met")>0,"not met",'
        f'IF(COUNTIFS({ids},{key},{verdicts},"cannot tell")>0,"cannot tell","met"))'
    )


def finding_value(ways: WaysRange, key: str, verdict: str, beyond: str, not_measured: str) -> str:
    """The longest walk of the ways in that gave the verdict, or the words for why there is none."""
    chosen = f"({ways.column(ways.criterion)}={key})*({ways.column(ways.verdict)}={verdict})"
    walks, attached = ways.column(ways.walk), ways.column(ways.attached)
    return (
        f'=IF(SUMPRODUCT({chosen}*({walks}=""))=0,SUMPRODUCT(MAX({chosen}*{walks})),'
        f'IF(SUMPRODUCT({chosen}*({attached}="no"))>0,"{not_measured}","{beyond}"))'
    )


def mark(verdict: str, marks: dict[str, str]) -> str:
    """The sign of the verdict in a cell."""
    formula = '""'
    for word, sign in reversed(marks.items()):
        formula = f'IF({verdict}="{word}","{sign}",{formula})'
    return f"={formula}"


def altered(cell: str, was: float) -> str:
    """Says so where the figure was changed in the workbook."""
    return f'=IF({cell}={was!r},"","altered from {was:g}")'


def room(limit: str, value: str, verdict: str) -> str:
    """Metres to spare (negative: over); empty where there is no walk or nothing can be told from it."""
    return f'=IF(AND(ISNUMBER({value}),{verdict}<>"cannot tell"),{limit}-{value},"")'
