"""What was compared with what: a row a test, a condition or a walk, each with its own result; from them the verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from placewell.assess.judge import STEP, Test
from placewell.assess.live.sums import (
    At,
    Cell,
    Column,
    Do,
    Here,
    Is,
    Of,
    Sum,
    Table,
    every,
    rounded,
    some,
    sum_of,
    total,
    when,
)

TESTS, VERDICTS = "Tests", "Verdicts"
NO, UNSURE = "does not apply", "not known yet"
"""Results of conditions, which come before what a measure finds."""
NOT_KNOWN, HOLDS = "not known", "holds"
OFFERED = "with what is offered"


@dataclass(frozen=True)
class Row:
    """One test. Empty `least` and `most`: what was found is not known. `result` where it is not the plain comparison."""

    part: str
    least: Sum | float | None
    most: Sum | float | None
    unit: str
    comparison: str = ""
    figure: Sum | float | None = None
    result: Sum | str | None = None
    how: str = "worked out"
    rank: Sum | None = None
    """What tells the row that decides from the others; else how far the figure must move."""
    offered: bool = False
    """Whether it counts what is only offered: it is shown beside and decides nothing by itself."""


@dataclass(frozen=True)
class Live:
    """One finding as sums. Without rows its verdict is given and not worked out."""

    criterion: str
    rows: tuple[Row, ...] = ()
    not_met: Sum | str = "not met"
    """What the verdict is where the figure is not reached."""
    figure: Sum | float | None = None
    """The figure where no test decides."""
    value: Sum | None = None
    """The value, where it is not that of its own deciding test."""
    beside: tuple[Live, ...] = ()
    """The same for each case that may hold, where it cannot be told which."""
    then: Sum | None = None
    """The verdict from the result of the tests (`Here('Tests')`), where an answer may take its place."""
    given: str = ""
    """The verdict where it is not worked out."""


@cache
def compared(comparison: str) -> Sum:
    """Met or not met where both ends of what was found agree, else it cannot be told; not known where empty."""
    low, high, figure = Here("Found, least"), Here("Found, most"), rounded(Here("Figure"), 9)
    hard, soft = (high, low) if comparison in ("at most", "less than") else (low, high)
    said = {"at most": "le", "at least": "ge", "less than": "lt", "more than": "gt"}[comparison]

    def holds(end: Sum) -> Sum:
        found: Sum = getattr(rounded(end, 9), said)(figure)
        return found

    return when(
        some(low.eq(""), high.eq("")),
        NOT_KNOWN,
        when(holds(hard), "met", when(holds(soft), "cannot tell", "not met")),
    )


def test_row(test: Test, figure: Sum | float | None = None, how: str = "measured") -> Row:
    """A test whose value was measured, not worked out here."""
    return Row(
        test.part,
        test.least,
        test.most,
        test.unit,
        test.comparison,
        test.figure if figure is None else figure,
        how=how,
    )


def condition(part: str, value: Sum | None, unit: str, result: Sum) -> Row:
    """Whether the criterion is for this scheme at all."""
    return Row(part, value, value, unit, result=result, how="condition")


def tests_table(lives: Sequence[Live]) -> Table:
    """Every row of every finding."""
    rows: list[tuple[Cell, ...]] = []
    for live in lives:
        rows += [_cells(x.criterion, row) for x in (live, *live.beside) for row in x.rows]
    columns = (
        Column("Criterion", width=12), Column("What was held against it", width=36), Column("Found, least", "number", 11),
        Column("Found, most", "number", 11), Column("Unit", width=12), Column("Comparison", width=11),
        Column("Figure", "number", 11), Column("Result", "verdict", 15), Column("How", width=12),
        Column("Shown", "number", 11, role="inside"), Column("Moves by", "number", 10, role="inside"), Column("Rank", "number", 10, role="inside"),
        Column("Decides", width=14, role="inside"),
    )  # fmt: skip
    about = (
        "How each verdict follows. 'Worked out' rows are formulas over homes, quantities and figures; 'measured' rows "
        "are distances and areas that Placewell measured on the map, and do not change here."
    )
    return Table(TESTS, "Tests", columns, tuple(rows), about, "Nothing was held against a figure.")


def _cells(criterion: str, row: Row) -> tuple[Cell, ...]:
    name = f"{criterion} {OFFERED}" if row.offered else criterion
    compare = bool(row.comparison) and row.figure is not None
    result: Cell = row.result
    if result is None:
        result = compared(row.comparison)
    shown: Cell = None
    moves: Cell = 0.0
    rank: Cell = 0.0
    decides: Cell = None
    if compare:
        shown = _shown(row.comparison)
        if row.rank is None:
            moves, rank = _moves(row.comparison), _rank()
        else:
            rank = row.rank
        decides = _decides()
    return (
        name, row.part or "the figure itself", row.least, row.most, row.unit or None, row.comparison or None, row.figure,
        result, row.how, shown, moves, rank, decides,
    )  # fmt: skip


@cache
def _shown(comparison: str) -> Sum:
    """The end of what was found that a finding shows: the better one where it is not met."""
    low, high = Here("Found, least"), Here("Found, most")
    worst, best = (high, low) if comparison in ("at most", "less than") else (low, high)
    return when(Here("Result").eq("not met"), best, worst)


@cache
def _decides() -> Sum:
    """The criterion, in the row that its verdict hangs on; else empty."""
    same = Of(TESTS, "Criterion").eq(Here("Criterion")) * Of(TESTS, "Result").eq(Here("Result"))
    first = total(same * Of(TESTS, "Rank").gt(Here("Rank"))).eq(0)
    mine = At(VERDICTS, "Tests", "Criterion", Here("Criterion"), Is(""))
    wanting = count(Here("Criterion"), UNSURE) + count(Here("Criterion"), NOT_KNOWN)
    judged = every(Here("Result").eq(mine), mine.ne("not applicable"), first, wanting.eq(0))
    return when(judged, Here("Criterion"), "")


@cache
def _place() -> Sum:
    """Which of those not met it is, by standing; 0 where it is not one."""
    before_it = Of(VERDICTS, "Verdict").eq("not met") * Of(VERDICTS, "Order").le(Here("Order"))
    return when(Here("Verdict").eq("not met"), total(before_it), 0)


@cache
def _raw() -> Sum:
    return when(Here("Tests").eq("not met"), Here("Where not met"), Here("Tests"))


@cache
def _moves(comparison: str) -> Sum:
    """How far the figure must move to turn the result round (`judge.Test.flip`)."""
    low, high, figure = Here("Found, least"), Here("Found, most"), Here("Figure")
    worst, best = (high, low) if comparison in ("at most", "less than") else (low, high)
    inclusive = comparison in ("at most", "at least")
    met = rounded(_off(figure, worst) + (STEP if inclusive else 0.0), 3)
    other = rounded(_off(figure, best) + (0.0 if inclusive else STEP), 3)

    def never_nothing(value: Sum) -> Sum:
        return when(value.eq(0), STEP, value)

    known = some(low.eq(""), high.eq(""))
    return when(known, 0, when(Here("Result").eq("met"), never_nothing(met), never_nothing(other)))


def _off(one: Sum, other: Sum) -> Sum:
    return Do("max", (one - other, other - one))


@cache
def _rank() -> Sum:
    """Larger for the test that decides: least to spare where met, else farthest off."""
    size = when(Here("Figure").eq(0), 1, Do("max", (Here("Figure"), 0 - Here("Figure"))))
    return when(Here("Result").eq("met"), (0 - Here("Moves by")) / size, Here("Moves by") / size)


def count(criterion: Sum, result: str) -> Sum:
    """How many rows of a criterion came to a result."""
    return total(Of(TESTS, "Criterion").eq(criterion) * Of(TESTS, "Result").eq(result))


@dataclass(frozen=True)
class Found:
    """What was found for a criterion, to tell what has been changed since: words, verdict, value, its place."""

    order: int
    standing: str
    verdict: str
    value: float | None
    words: str


def verdicts_table(lives: Sequence[Live], found: dict[str, Found]) -> Table:
    """One verdict a criterion; and, for what the scheme only offers, the verdict with it."""
    rows: list[tuple[Cell, ...]] = []
    for live in lives:
        f = found[live.criterion]
        row = _verdict(live, f.order, f.standing)
        rows.append((*row, f.verdict, f.value, f.words or None))
        names = [f"{live.criterion} {OFFERED}"] if any(r.offered for r in live.rows) else []
        for name in (*names, *(x.criterion for x in live.beside)):
            # Beside: what such rows come to is read by others, and is no verdict by itself.
            rows.append((name, "beside", together(), *(None,) * 10))
    columns = (
        Column("Criterion", width=30), Column("Standing", width=16), Column("Tests", "verdict", 15),
        Column("Where not met", "verdict", 15), Column("Verdict", "verdict", 16), Column("Value", "number", 12),
        Column("Figure", "number", 12), Column("Order", "whole", 8), Column("Not met, in order", "whole", 9),
        Column("How", width=12), Column("Verdict as found", "verdict", 14), Column("Value as found", "number", 11),
        Column("Words as found", width=44),
    )  # fmt: skip
    about = (
        "From tests to verdicts. A condition that does not hold comes first, then what is not known, then any test "
        "that is not met, then any that cannot be told. 'Where not met' is another verdict where the guidance "
        "itself names another route."
    )
    return Table(VERDICTS, "Verdicts", columns, tuple(rows), about)


@cache
def together() -> Sum:
    """The result of a criterion's tests, from most to least decisive."""
    mine = Here("Criterion")
    plain = when(
        count(mine, "not met").gt(0), "not met", when(count(mine, "cannot tell").gt(0), "cannot tell", "met")
    )
    measured = when(
        count(mine, "not applicable").gt(0),
        "not applicable",
        when(count(mine, NOT_KNOWN).gt(0), "cannot tell", plain),
    )
    return when(
        count(mine, NO).gt(0),
        "not applicable",
        when(count(mine, UNSURE).gt(0), "cannot tell", measured),
    )


def _verdict(live: Live, order: int, standing: str) -> tuple[Cell, ...]:
    place = _place()
    if not live.rows:
        given: Cell = live.then if live.then is not None else live.given
        how = "given" if live.then is None else "answered"
        return (
            live.criterion,
            standing,
            None,
            None,
            given,
            live.value,
            live.figure,
            float(order),
            place,
            how,
        )
    verdict: Cell = live.given if live.given else _raw() if live.then is None else live.then
    value: Cell = live.value
    figure: Cell = live.figure
    if live.value is None and any(r.comparison and r.figure is not None and not r.offered for r in live.rows):
        value = At(TESTS, "Shown", "Decides", Here("Criterion"), Is(""))
        figure = At(
            TESTS, "Figure", "Decides", Here("Criterion"), sum_of("" if live.figure is None else live.figure)
        )
    return (
        live.criterion, standing, together(), live.not_met,
        verdict, value, figure, float(order), place, "worked out",
    )  # fmt: skip
