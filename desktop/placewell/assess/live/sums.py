"""Sums as data: numbers, columns of tables, look-ups by key, and what is done with them.

One tree is worked out here (`worth`) and written as a spreadsheet's formula (`exporting`), so that a cell and its
stored value can only come from the same sum. Whole columns and look-ups by key are the only ways to reach other
rows: nothing points at a row by its position, so that tables may be sorted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Scalar = float | str | None
"""A cell's content; None is an empty cell."""


class Sum:
    """Any expression. Operators build larger ones; comparisons are methods, since frozen values keep `==`."""

    def __add__(self, other: Sum | float) -> Sum:
        return Both("+", self, sum_of(other))

    def __sub__(self, other: Sum | float) -> Sum:
        return Both("-", self, sum_of(other))

    def __mul__(self, other: Sum | float) -> Sum:
        return Both("*", self, sum_of(other))

    def __truediv__(self, other: Sum | float) -> Sum:
        return Both("/", self, sum_of(other))

    def __radd__(self, other: float) -> Sum:
        return Both("+", sum_of(other), self)

    def __rsub__(self, other: float) -> Sum:
        return Both("-", sum_of(other), self)

    def __rmul__(self, other: float) -> Sum:
        return Both("*", sum_of(other), self)

    def __and__(self, other: Sum | float | str) -> Sum:
        """Texts joined."""
        return Both("&", self, sum_of(other))

    def eq(self, other: Sum | float | str) -> Sum:
        """Whether it is the same; texts whatever their case, as spreadsheets compare."""
        return Both("=", self, sum_of(other))

    def ne(self, other: Sum | float | str) -> Sum:
        """Whether it is another."""
        return Both("<>", self, sum_of(other))

    def le(self, other: Sum | float) -> Sum:
        """At most."""
        return Both("<=", self, sum_of(other))

    def ge(self, other: Sum | float) -> Sum:
        """At least."""
        return Both(">=", self, sum_of(other))

    def lt(self, other: Sum | float) -> Sum:
        """Less than."""
        return Both("<", self, sum_of(other))

    def gt(self, other: Sum | float) -> Sum:
        """More than."""
        return Both(">", self, sum_of(other))


@dataclass(frozen=True)
class Is(Sum):
    """A number or a text itself."""

    value: float | str


@dataclass(frozen=True)
class Of(Sum):
    """A whole column of a table."""

    table: str
    column: str


@dataclass(frozen=True)
class Here(Sum):
    """A column of the table that the cell stands in, in the cell's own row."""

    column: str


@dataclass(frozen=True)
class At(Sum):
    """What a table has in a column, in the first row whose `by` column holds the key; `otherwise` where none does."""

    table: str
    column: str
    by: str
    key: Sum
    otherwise: Sum | None = None


@dataclass(frozen=True)
class Both(Sum):
    """Two put together: + - * / & or a comparison."""

    sign: str
    one: Sum
    other: Sum


Does = Literal[
    "total", "largest", "smallest", "if", "and", "or", "not", "round", "up", "max", "min", "number"
]


@dataclass(frozen=True)
class Do(Sum):
    """A function. 'total', 'largest' and 'smallest' are of a column's worth; 'number' asks whether it is one."""

    does: Does
    parts: tuple[Sum, ...]


def parts_of(whole: Sum) -> Iterator[Sum]:
    """An expression and all that it is built of."""
    yield whole
    match whole:
        case At(_, _, _, key, otherwise):
            yield from parts_of(key)
            if otherwise is not None:
                yield from parts_of(otherwise)
        case Both(_, one, other):
            yield from parts_of(one)
            yield from parts_of(other)
        case Do(_, parts):
            for part in parts:
                yield from parts_of(part)


def sum_of(value: Sum | float | str) -> Sum:
    """A plain value as an expression."""
    return value if isinstance(value, Sum) else Is(value)


def total(each: Sum) -> Sum:
    """The sum over rows."""
    return Do("total", (each,))


def largest(each: Sum) -> Sum:
    """The largest over rows."""
    return Do("largest", (each,))


def smallest(each: Sum) -> Sum:
    """The smallest over rows."""
    return Do("smallest", (each,))


def when(test: Sum, then: Sum | float | str, otherwise: Sum | float | str) -> Sum:
    """One or the other."""
    return Do("if", (test, sum_of(then), sum_of(otherwise)))


def every(*tests: Sum) -> Sum:
    """Whether all hold."""
    return tests[0] if len(tests) == 1 else Do("and", tests)


def some(*tests: Sum) -> Sum:
    """Whether any holds."""
    return tests[0] if len(tests) == 1 else Do("or", tests)


def rounded(value: Sum, places: int) -> Sum:
    """To so many places."""
    return Do("round", (value, Is(places)))


def up(value: Sum) -> Sum:
    """To the next whole number; sums of shares are told apart to a millionth first."""
    return Do("up", (rounded(value, 6), Is(0)))


def most(*values: Sum | float) -> Sum:
    """The largest of some values."""
    return Do("max", tuple(sum_of(v) for v in values))


def least(*values: Sum | float) -> Sum:
    """The smallest of some values."""
    return Do("min", tuple(sum_of(v) for v in values))


def is_number(value: Sum) -> Sum:
    """Whether it is a number (and no empty cell)."""
    return Do("number", (value,))


Cell = Scalar | Sum
Kind = Literal["text", "number", "date", "verdict", "whole", "percent", "mark"]


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, what its cells hold, how wide it is (in characters), whether it is typed in.

    `choices` are all that may be typed; `role` says who it is for ('officer', 'applicant', 'inside', '').
    """

    name: str
    kind: Kind = "text"
    width: float = 12.0
    typed: bool = False
    choices: tuple[str, ...] = ()
    role: str = ""
    choices_by: str = ""
    """The column that names the scale whose answers may be typed here."""


@dataclass(frozen=True)
class Table:
    """A named table. A row has one cell a column; cells are values or sums. No rows: it holds one empty row."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: str = ""
    empty: str = ""
    """What stands in place of rows where there are none."""

    def place(self, column: str) -> int:
        """Which column it is, from 0. Raises KeyError."""
        for n, c in enumerate(self.columns):
            if c.name == column:
                return n
        raise KeyError(f"{self.name}[{column}]")
