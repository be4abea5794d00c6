"""What sums come to, as a spreadsheet works them out: an empty cell is 0 among numbers and '' among texts."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from placewell.assess.live.sums import At, Both, Do, Here, Is, Of, Scalar, Sum, Table

_BLANK = ""


class Fault(Exception):
    """What a spreadsheet shows as #VALUE!, #DIV/0! or #N/A: a sum that ought not to have been written."""


class Worth:
    """Works out the cells of some tables; each once. `known` has done so for those that are the very same."""

    def __init__(self, tables: Iterable[Table], known: Worth | None = None) -> None:
        self._tables = {t.name: t for t in tables}
        self._cells: dict[tuple[str, int, int], Scalar] = {}
        if known is not None:
            same = {name for name, t in self._tables.items() if known._tables.get(name) is t}
            self._cells = {place: value for place, value in known._cells.items() if place[0] in same}
        self._columns: dict[tuple[str, str], tuple[np.ndarray, np.ndarray]] = {}
        self._keys: dict[tuple[str, str], dict[Any, int]] = {}
        self._ready: dict[tuple[int, str], Callable[[int], Any]] = {}

    def cell(self, table: str, row: int, column: int) -> Scalar:
        """What a cell comes to. Raises Fault where a spreadsheet would show one."""
        held = self._tables[table].rows[row][column]
        if not isinstance(held, Sum):
            return held
        place = table, row, column
        if place not in self._cells:
            found = self._made(held, table)(row)
            if isinstance(found, np.ndarray):
                raise Fault(f"{table}, row {row + 1}: a column where one value belongs")
            if found is None:
                # Spreadsheets differ on whether that is 0 or nothing.
                raise Fault(
                    f"{table}, row {row + 1}, column {column + 1}: a formula that comes to an empty cell"
                )
            self._cells[place] = _plain(found)
        return self._cells[place]

    def look(self, table: str, column: str, by: str, key: Scalar) -> Scalar:
        """The cell of a column in the row of a key. Raises Fault where there is none."""
        held = self._tables[table]
        at = self._rows(table, by).get(_folded(key))
        if at is None:
            raise Fault(f"{table}[{by}] has no {key!r}")
        return self.cell(table, at, held.place(column))

    def _rows(self, table: str, by: str) -> dict[Any, int]:
        if (table, by) not in self._keys:
            held = self._tables[table]
            place = held.place(by)
            keys: dict[Any, int] = {}
            for n in range(len(held.rows)):
                keys.setdefault(_folded(self.cell(table, n, place)), n)
            self._keys[table, by] = keys
        return self._keys[table, by]

    def _column(self, table: str, column: str) -> tuple[np.ndarray, np.ndarray]:
        """A column as numbers (0 for empty, NaN for text) and as folded texts ('' for empty)."""
        if (table, column) not in self._columns:
            held = self._tables[table]
            place = held.place(column)
            cells = [self.cell(table, n, place) for n in range(len(held.rows))] or [None]
            numbers = np.array([math.nan if isinstance(c, str) else (c or 0.0) for c in cells], dtype=float)
            words = np.empty(len(cells), dtype=object)
            words[:] = [_BLANK if c is None else c.casefold() if isinstance(c, str) else c for c in cells]
            self._columns[table, column] = numbers, words
        return self._columns[table, column]

    def _made(self, held: Sum, table: str) -> Callable[[int], Any]:
        """The sum as a function of the row; the same sum stands in every row of a column, and is made ready once."""
        key = id(held), table
        if key not in self._ready:
            self._ready[key] = self._make(held, table)
        return self._ready[key]

    def _make(self, held: Sum, table: str) -> Callable[[int], Any]:
        match held:
            case Is(value):
                return lambda row: value
            case Here(column):
                place = self._tables[table].place(column)
                return lambda row: self.cell(table, row, place)
            case Of():
                return lambda row: held
            case At(name, column, by, key, otherwise):
                return self._looked(name, column, by, self._make(key, table), otherwise, table)
            case Both(sign, one, other):
                left, right = self._make(one, table), self._make(other, table)
                return lambda row: self._both(sign, left(row), right(row))
            case Do(does, parts):
                ready = [self._make(p, table) for p in parts]
                if does == "if":
                    test, then, rest = ready
                    return lambda row: then(row) if _true(test(row)) else rest(row)
                return lambda row: self._do(does, [r(row) for r in ready])
        raise TypeError(held)

    def _looked(
        self, name: str, column: str, by: str, key: Callable[[int], Any], otherwise: Sum | None, table: str
    ) -> Callable[[int], Any]:
        rest = None if otherwise is None else self._make(otherwise, table)

        def found(row: int) -> Any:
            try:
                return self.look(name, column, by, _plain(key(row)))
            except Fault:
                if rest is None:
                    raise
                return rest(row)

        return found

    def _both(self, sign: str, one: Any, other: Any) -> Any:
        if sign == "&":
            return _text(one) + _text(other)
        if sign in _COMPARE:
            return self._compare(sign, one, other)
        a, b = self._number(one), self._number(other)
        if sign == "/" and not isinstance(b, np.ndarray) and b == 0:
            raise Fault("division by nothing")
        with np.errstate(divide="ignore", invalid="ignore"):
            return _SUMS[sign](a, b)

    def _compare(self, sign: str, one: Any, other: Any) -> Any:
        wordy = isinstance(one, str) or isinstance(other, str)
        if isinstance(one, Of) or isinstance(other, Of):
            if wordy or (isinstance(one, Of) and isinstance(other, Of)):
                a, b = self._words(one), self._words(other)
                return (a == b) if sign == "=" else (a != b)
            return _COMPARE[sign](self._number(one), self._number(other))
        if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
            return _COMPARE[sign](self._number(one), self._number(other))
        if sign in ("=", "<>"):
            if one is None or other is None:
                rest = other if one is None else one
                same = rest is None or rest == "" or rest == 0
            else:
                same = isinstance(one, str) == isinstance(other, str) and _folded(one) == _folded(other)
            return same if sign == "=" else not same
        if wordy:
            # In a spreadsheet any text comes after any number.
            return _COMPARE[sign](isinstance(one, str), isinstance(other, str))
        return _COMPARE[sign](one or 0.0, other or 0.0)

    def _words(self, value: Any) -> Any:
        if isinstance(value, Of):
            return self._column(value.table, value.column)[1]
        return value.casefold() if isinstance(value, str) else _BLANK if value is None else value

    def _number(self, value: Any) -> Any:
        if isinstance(value, Of):
            found = self._column(value.table, value.column)[0]
            if np.isnan(found).any():
                raise Fault(f"text among the numbers of {value.table}[{value.column}]")
            return found
        if isinstance(value, np.ndarray):
            return value.astype(float)
        if isinstance(value, str):
            raise Fault(f"'{value}' where a number belongs")
        return float(value or 0.0)

    def _do(self, does: str, values: list[Any]) -> Any:
        if does == "number":
            value = values[0]
            if isinstance(value, Of):
                return np.array(
                    [isinstance(c, (int, float)) for c in self._column(value.table, value.column)[1]]
                )
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        if does in ("total", "largest", "smallest"):
            value = values[0]
            if isinstance(value, Of) and does != "total":
                # Texts among the numbers of a bare column are passed over.
                numbers = [
                    c for c in self._column(value.table, value.column)[1] if isinstance(c, (int, float))
                ]
                return (max if does == "largest" else min)(numbers, default=0.0)
            each = np.atleast_1d(self._number(value))
            if does == "total":
                return math.fsum(each)
            return float(each.max() if does == "largest" else each.min())
        if does == "and":
            return all(_true(v) for v in values)
        if does == "or":
            return any(_true(v) for v in values)
        if does == "not":
            return not _true(values[0]) if not isinstance(values[0], np.ndarray) else ~values[0].astype(bool)
        if does == "round":
            return _round(self._number(values[0]), int(values[1]))
        if does == "up":
            return float(math.ceil(self._number(values[0])))
        numbers = [self._number(v) for v in values]
        return max(numbers) if does == "max" else min(numbers)


_SUMS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def _round(value: Any, places: int) -> Any:
    # Spreadsheets round a half away from nothing, of the number as it is written.
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def _true(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        raise Fault("a column where one value belongs")
    return bool(value)


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else _BLANK if value is None else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{float(value):.15g}"


def _plain(value: Any) -> Scalar:
    if isinstance(value, (bool, np.bool_)):
        return 1.0 if value else 0.0
    if isinstance(value, (int, float, np.floating)):
        return float(value)
    return value if isinstance(value, str) else None
