"""The figures of the guidance that findings were held against: as published, tried, in use, altered."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from placewell.assess.figures import Figures
from placewell.assess.live.sums import At, Cell, Column, Here, Is, Of, Sum, Table, total, when
from placewell.assess.live.tables import IF
from placewell.domain.finding import Finding
from placewell.guidance.model import Criterion, Value

FIGURES = "Figures"
IN_USE = "In use"
TYPED, TRIED = "Figure", "What if"


def key(criterion: str, part: str) -> str:
    """How a figure is looked up."""
    return f"{criterion}|{part}"


def in_use(criterion: str, part: str = "") -> Sum:
    """The figure of a part of a criterion, as it is in use."""
    return in_use_of(Is(key(criterion, part)))


def in_use_of(name: Sum, otherwise: Sum | None = None) -> Sum:
    """The figure whose key is this."""
    return At(FIGURES, IN_USE, "Key", name, otherwise)


def shown(value: float) -> str:
    """A figure as 'altered from' tells it."""
    return f"{value:,.10g}"


def figures_tables(
    held: Sequence[tuple[Criterion, Figures, Finding]], was: dict[str, float], used: Collection[Cell]
) -> tuple[Table, Table]:
    """The figures that sums look up (by key, in `used`) and the rest, which only Placewell can try.

    `was`, by key, are published figures that a council's own pack has changed.
    """
    rows: list[tuple[Cell, ...]] = []
    fixed: list[tuple[Cell, ...]] = []
    for criterion, figures, _ in held:
        for value in figures.values:
            name = key(criterion.id, value.of)
            if name in used:
                rows.append(_row(len(rows) + 1, criterion, figures.case, value, was))
            else:
                before = was.get(name)
                changed = f"altered from {shown(before)}" if before not in (None, value.number) else None
                fixed.append(
                    (
                        *_head(criterion, figures.case, value),
                        value.number,
                        value.unit,
                        *_tail(criterion, value),
                        changed,
                    )
                )
    front = (
        Column("Key", width=20, role="inside"), Column("Criterion", width=12), Column("Question", width=34),
        Column("Part", width=18), Column("Holds for", width=14),
    )  # fmt: skip
    columns = (
        *front, Column(TYPED, "number", 9, typed=True), Column(TRIED, "number", 9, typed=True),
        Column(IN_USE, "number", 9), Column("Unit", width=10), Column("Comparison", width=10),
        Column("Altered", width=18), Column("Source", width=34), Column("Source status", width=14),
        Column("Order", "whole", 7, role="inside"), Column("Altered, in order", "whole", 8, role="inside"),
    )  # fmt: skip
    rest = (
        *front, Column("Figure", "number", 9), Column("Unit", width=10), Column("Comparison", width=10),
        Column("Source", width=34), Column("Source status", width=14), Column("Altered", width=18),
    )  # fmt: skip
    about = (
        "Figures that a finding here was held against. Type under 'What if' to try another: findings follow, and "
        "'altered from' stands in the row, beside the finding and on the summary."
    )
    other = (
        "These decide what is looked for on the map, or wait for something else, so that another figure can be tried "
        "in Placewell only."
    )
    return (
        Table(FIGURES, "Figures of the guidance", columns, tuple(rows), about, "No figure was needed."),
        Table(
            "FixedFigures",
            "Figures that only Placewell can try",
            rest,
            tuple(fixed),
            other,
            "There are none.",
        ),
    )


def _head(criterion: Criterion, case: str, value: Value) -> tuple[Cell, ...]:
    return (
        key(criterion.id, value.of),
        criterion.id.partition(IF)[0],
        criterion.question,
        value.of or None,
        case or None,
    )


def _tail(criterion: Criterion, value: Value) -> tuple[Cell, ...]:
    status = {"verified": "verified", "secondary": "read at second hand"}.get(
        value.source_status, "to be checked"
    )
    return (value.comparison or criterion.comparison or None, str(value.citation), status)


def _row(n: int, criterion: Criterion, case: str, value: Value, was: dict[str, float]) -> tuple[Cell, ...]:
    name = key(criterion.id, value.of)
    before = was.get(name, value.number)
    same = when(Here(IN_USE).eq(before), "", f"altered from {shown(before)}")
    before_it = Of(FIGURES, "Order").le(Here("Order")) * Of(FIGURES, "Altered").ne("")
    order = when(Here("Altered").eq(""), 0, total(before_it))
    comparison, source, status = _tail(criterion, value)
    return (
        *_head(criterion, case, value), value.number, None, when(Here(TRIED).eq(""), Here(TYPED), Here(TRIED)), value.unit,
        comparison, same, source, status, float(n), order,
    )  # fmt: skip
