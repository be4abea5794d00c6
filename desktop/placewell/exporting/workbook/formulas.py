"""Sums in a spreadsheet's words. Tables are named, so a formula reads like what it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from placewell.assess.live.sums import At, Both, Do, Here, Is, Of, Sum

LONGEST_TEXT = 255
"""A text within a formula can be no longer."""
LONGEST = 8_192
_ROW = "\0"
"""Stands for the row: no text in a cell can hold it."""
_LEVEL = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
_NAMES = {
    "if": "IF", "and": "AND", "or": "OR", "not": "NOT", "round": "ROUND", "up": "ROUNDUP", "max": "MAX", "min": "MIN",
    "number": "ISNUMBER",
}  # fmt: skip


@dataclass
class Writer:
    """Writes formulas; `letters` are the columns of every table on its sheet ('Homes', 'Tenure' -> 'H')."""

    letters: Mapping[tuple[str, str], str]
    _held: dict[tuple[int, str], str] = field(default_factory=dict)
    """The same sum stands in every row of a column: it is written once, with the row left open."""

    def formula(self, held: Sum, table: str, row: int) -> str:
        """The formula of a cell of a table in a row of its sheet, counted from 1. Raises ValueError if too long."""
        key = id(held), table
        if key not in self._held:
            self._held[key] = "=" + self._of(held, table, _ROW, 0)
        made = self._held[key].replace(_ROW, str(row))
        if len(made) > LONGEST:
            raise ValueError(f"a formula of {len(made)} characters in {table}")
        return made

    def _of(self, held: Sum, table: str, row: str, level: int) -> str:
        match held:
            case Is(value):
                return _text(value) if isinstance(value, str) else _number(value)
            case Here(column):
                return f"${self.letters[table, column]}{row}"
            case Of(name, column):
                return column_of(name, column)
            case At(name, column, by, key, otherwise):
                match_ = f"MATCH({self._of(key, table, row, 0)},{column_of(name, by)},0)"
                found = f"INDEX({column_of(name, column)},{match_})"
                return (
                    found if otherwise is None else f"IFERROR({found},{self._of(otherwise, table, row, 0)})"
                )
            case Both(sign, one, other):
                mine = _LEVEL[sign]
                left = self._of(one, table, row, mine)
                # The right side of - and / is set in brackets when it is of the same rank.
                right = self._of(other, table, row, mine + (sign in "-/" or mine == 1))
                made = f"{left}{sign}{right}"
                return f"({made})" if mine < level or (mine == 1 and level == 1) else made
            case Do(does, parts):
                return self._do(does, parts, table, row)
        raise TypeError(held)

    def _do(self, does: str, parts: tuple[Sum, ...], table: str, row: str) -> str:
        said = ",".join(self._of(p, table, row, 0) for p in parts)
        if does == "total":
            return f"SUMPRODUCT({said})"
        if does in ("largest", "smallest"):
            name = "MAX" if does == "largest" else "MIN"
            # Within SUMPRODUCT a sum over rows is worked out row by row; a bare column needs no such help.
            return f"{name}({said})" if isinstance(parts[0], Of) else f"SUMPRODUCT({name}({said}))"
        return f"{_NAMES[does]}({said})"


def column_of(table: str, column: str) -> str:
    """A whole column of a table."""
    escaped = "".join(f"'{c}" if c in "'#[]" else c for c in column)
    return f"{table}[{escaped}]"


def _text(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"a text of {len(value)} characters within a formula")
    return '"' + value.replace('"', '""') + '"'


def _number(value: float) -> str:
    return repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
