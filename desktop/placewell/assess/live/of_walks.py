"""Walks as sums: the distances were measured, the verdicts follow from them and the figure (`WayIn.verdict`)."""

from __future__ import annotations

from collections.abc import Sequence

from placewell.assess.explain import WALKING_M_PER_MIN
from placewell.assess.live.figures_table import in_use
from placewell.assess.live.sums import (
    Cell,
    Column,
    Here,
    Of,
    Sum,
    Table,
    every,
    is_number,
    largest,
    some,
    total,
    when,
)
from placewell.assess.live.tests_table import OFFERED, Row
from placewell.assess.measures.clear import LISTED_TO
from placewell.assess.measures.walking import IN_M
from placewell.domain.finding import Finding, WayIn

WALKS = "Walks"
FAR = 1e9
"""Stands for 'none' where the farthest is looked for."""


def walks_table(findings: Sequence[tuple[Finding, bool]]) -> Table:
    """Every walk from every way in; whether each finding's walks are held against its figure."""
    rows: list[tuple[Cell, ...]] = []
    for f, live in findings:
        for way in f.ways_in:
            rows.append(_row(f, way, live))
    columns = (
        Column("Criterion", width=22), Column("To the nearest", width=20), Column("Way in", width=28),
        Column("Attached", width=9), Column("Walk, m", "number", 10), Column("Minutes", "number", 9),
        Column("Straight line, m", "number", 10), Column("Listed to, m", "number", 10),
        Column("Mapped to, m", "number", 10), Column("List relied on", width=9), Column("Place", width=26),
        Column("Result", "verdict", 14),
    )  # fmt: skip
    about = (
        "Distances are measured on the map and do not change here; each result follows from them and the figure. "
        "'Listed to': how far round it the list is complete. 'Mapped to': how far round it all ways on foot are "
        "mapped and joined. What was not found beyond these may still be there."
    )
    return Table(WALKS, "Walks from each way in", columns, tuple(rows), about, "No walk was measured.")


def name_of(criterion: str, way: WayIn) -> str:
    """Under which name a walk is counted."""
    return f"{criterion} {OFFERED}" if way.offered else criterion


def _far(metres: float) -> float:
    return min(metres, FAR)


def _row(f: Finding, way: WayIn, live: bool) -> tuple[Cell, ...]:
    walk = Here("Walk, m")
    result: Cell = None
    if live:
        limit = limit_m(f)
        straight, listed, mapped = Here("Straight line, m"), Here("Listed to, m"), Here("Mapped to, m")
        inclusive = f.comparison != "less than"
        near = every(is_number(walk), walk.le(limit) if inclusive else walk.lt(limit))
        beyond = straight.gt(limit) if inclusive else straight.ge(limit)
        far = when(straight.eq(""), "not met", when(some(beyond, mapped.gt(limit)), "not met", "cannot tell"))
        result = when(
            Here("Attached").eq("no"), "cannot tell",
            when(near, when(Here("List relied on").eq("yes"), "met", "cannot tell"), when(listed.lt(limit), "cannot tell", far)),
        )  # fmt: skip
    return (
        name_of(f.criterion, way), way.kind or None, way.name, "yes" if way.attached else "no", way.walk_m,
        when(is_number(walk), walk / WALKING_M_PER_MIN, ""), way.straight_m, _far(way.listed_m), _far(way.mapped_m),
        "yes" if way.sure else "no", way.to or None, result,
    )  # fmt: skip


def limit_m(f: Finding) -> Sum:
    """The figure in metres."""
    figure = in_use(f.criterion)
    return figure if IN_M[f.unit] == 1 else figure * IN_M[f.unit]


def walk_rows(f: Finding) -> list[Row]:
    """A row for each kind of place: the farthest of its walks that gave the result."""
    kinds = list(dict.fromkeys((w.kind, w.offered) for w in f.ways_in))
    made = []
    for kind, offered in kinds:
        name = f"{f.criterion} {OFFERED}" if offered else f.criterion
        mine = Of(WALKS, "Criterion").eq(name)
        if kind:
            mine = mine * Of(WALKS, "To the nearest").eq(kind)

        def found(result: str, mine: Sum = mine) -> Sum:
            return total(mine * Of(WALKS, "Result").eq(result))

        result = when(
            found("not met").gt(0), "not met", when(found("cannot tell").gt(0), "cannot tell", "met")
        )
        here = mine * Of(WALKS, "Result").eq(Here("Result"))
        none = total(here * (1 - is_number(Of(WALKS, "Walk, m")) * 1)).gt(0)
        farthest = largest(here * Of(WALKS, "Walk, m"))
        per = IN_M[f.unit]
        walk = when(none, "", farthest if per == 1 else farthest / per)
        rank = when(Here("Found, most").eq(""), FAR, Here("Found, most"))
        part = f"the longest walk to the nearest {kind}" if kind else "the longest walk"
        made.append(
            Row(
                part, walk, walk, f.unit, f.comparison, in_use(f.criterion), result, "measured", rank, offered
            )
        )
    return made


def straight_rows(f: Finding) -> list[Row]:
    """A straight line to the nearest: not met only as far as the list is complete."""
    listed = next((x.value for x in f.facts if x.name == LISTED_TO), None)
    if listed is None or f.value is None:
        return []
    figure = Here("Figure")
    found = Here("Found, most")
    near = found.le(figure) if f.comparison != "less than" else found.lt(figure)
    complete = min(listed, FAR) / IN_M[f.unit]
    result = when(near, "met", when(figure.gt(complete), "cannot tell", "not met"))
    return [
        Row(
            "the straight line",
            f.value,
            f.value,
            f.unit,
            f.comparison,
            in_use(f.criterion),
            result,
            "measured",
        )
    ]
