"""Sums of the measures of what a scheme brings and takes away (`assess.measures.provision`).

What is only offered is summed a second time, in rows marked 'offered', and decides only between 'not met' and
'cannot tell': whether it would be enough once it is secured.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from placewell.assess.content import Content
from placewell.assess.figures import Figures
from placewell.assess.live.counts import Counts
from placewell.assess.live.figures_table import in_use
from placewell.assess.live.of_homes import some_homes
from placewell.assess.live.people_table import living
from placewell.assess.live.sums import At, Here, Is, Of, Sum, every, is_number, rounded, some, total, when
from placewell.assess.live.tables import FEW, LOSSES, MANY, PROVISION, any_of
from placewell.assess.live.tests_table import HOLDS, NOT_KNOWN, Row
from placewell.assess.measures.provision import PER
from placewell.domain.scheme import Provision
from placewell.guidance.model import Criterion, Value

Ends = tuple[Sum, Sum]


def _brought(types: Sequence[str], offered: bool) -> tuple[Sum, Ends, Ends]:
    """Rows whose area is not given, and the area and the places of some types: certain, else all of them."""
    mine = any_of(PROVISION, "Type", list(types))
    if not offered:
        mine = mine * Of(PROVISION, "Certain")
    bare = total(mine * (1 - is_number(Of(PROVISION, "Area, most")) * 1))
    area = total(mine * Of(PROVISION, "m², fewest")), total(mine * Of(PROVISION, "m², most"))
    places = (
        total(mine * Of(PROVISION, "Places counted, fewest")),
        total(mine * Of(PROVISION, "Places counted, most")),
    )
    return bare, area, places


def _twice(judge: Callable[[bool], list[Row]]) -> list[Row]:
    from dataclasses import replace

    return [*judge(False), *(replace(r, offered=True) for r in judge(True))]


def lines() -> Sum:
    """How many lines of provision are stated."""
    return total(Of(PROVISION, "Type").ne("") * 1)


def nothing_stated() -> Row:
    """Nothing stated about provision is not nothing brought."""
    rows = lines()
    return Row("what the scheme brings, lines", rows, rows, "", result=when(Here("Found, most").gt(0), HOLDS, NOT_KNOWN), how="condition")  # fmt: skip


def play_space_per_child(
    content: Content, criterion: Criterion, figures: Figures, counts: Counts
) -> list[Row]:
    value = figures.main
    if content.people is None:
        return []
    few, many = living("children")

    def judge(offered: bool) -> list[Row]:
        bare, area, _ = _brought(criterion.inputs["types"], offered)
        none = some(bare.gt(0), many.eq(""), many.eq(0))
        low = when(none, "", area[0] / many)
        high = when(none, "", area[1] / when(few.eq(0), many, few))
        # What the scheme brings is asked first: nobody to play counts only where that is known.
        nobody_here = every(Here("Found, most").eq(0), Here("Found, most").ne(""), lines().gt(0), bare.eq(0))
        nobody = Row("children expected", many, many, "children", result=when(nobody_here, "not applicable", HOLDS), how="condition")  # fmt: skip
        test = Row("play space for each child", low, high, value.unit, value.comparison, in_use(criterion.id))
        return [nobody, test]

    return [some_homes(), nothing_stated(), *_twice(judge)]


def provision_per_people(
    content: Content, criterion: Criterion, figures: Figures, counts: Counts
) -> list[Row]:
    if content.people is None:
        return []
    few, many = living("people")
    types = criterion.inputs.get("types", ())

    def judge(offered: bool) -> list[Row]:
        return [_per(criterion, v, (v.of,) if v.of else types, offered, few, many) for v in figures.values]

    return [some_homes(), nothing_stated(), *_twice(judge)]


def _per(criterion: Criterion, value: Value, types: Sequence[str], offered: bool, few: Sum, many: Sum) -> Row:
    per, one, what = PER[value.unit]
    bare, area, places = _brought(types, offered)
    if what == "capacity":
        held = any_of(PROVISION, "Type", list(types)) * (1 if offered else Of(PROVISION, "Certain"))
        bare = total(held * (1 - is_number(Of(PROVISION, "Places, most")) * 1))
    low, high = places if what == "capacity" else (area[0] / one, area[1] / one) if one != 1 else area
    none = some(bare.gt(0), many.eq(""), many.eq(0))
    return Row(
        value.of, when(none, "", per * low / many), when(none, "", per * high / when(few.eq(0), many, few)), value.unit,
        value.comparison or criterion.comparison, in_use(criterion.id, value.of),
    )  # fmt: skip


def net_provision(content: Content, criterion: Criterion, figures: Figures, counts: Counts) -> list[Row]:
    types, value = criterion.inputs["types"], figures.main
    if not content.lost(types):
        return []
    per = 10_000.0 if value.unit == "ha" else 1.0
    mine = any_of(LOSSES, "What", types)
    hectares = Of(LOSSES, "Unit").eq("ha") * 9_999 + 1
    metres = (Of(LOSSES, "Unit").eq("ha") + Of(LOSSES, "Unit").eq("m2") + Of(LOSSES, "Unit").eq("m²")).gt(
        0
    ) * 1
    unknown = total(mine * (1 - Of(LOSSES, "Known") * metres))
    gone = [total(mine * hectares * Of(LOSSES, c)) / per for c in (FEW, MANY)]

    def judge(offered: bool) -> list[Row]:
        bare, area, _ = _brought(types, offered)
        none = some(bare.gt(0), unknown.gt(0))
        low, high = area[0] / per - gone[1], area[1] / per - gone[0]
        return [
            Row(
                "area brought less area lost",
                when(none, "", low),
                when(none, "", high),
                value.unit,
                value.comparison,
                in_use(criterion.id),
            )
        ]

    return [nothing_stated(), *_twice(judge)]


def _cells(p: Provision) -> tuple[Ends, Ends]:
    def cell(column: str) -> Sum:
        return At(PROVISION, column, "Row", Is(p.id))

    return (cell("m², fewest"), cell("m², most")), (
        cell("Places counted, fewest"),
        cell("Places counted, most"),
    )


def size_of_places(content: Content, criterion: Criterion, figures: Figures, counts: Counts) -> list[Row]:
    kinds = {v.of: v for v in figures.parts if v.of in criterion.inputs["types"]}
    rows = []
    for p in content.provided(kinds, certain=False):
        value = kinds[p.type]
        (low, high), _ = _cells(p)
        none = high.eq(0)
        part = f"{p.name or p.type} ({p.type})"
        rows.append(Row(part, when(none, "", low), when(none, "", high), value.unit, value.comparison, in_use(criterion.id, p.type)))  # fmt: skip
    return rows


def floor_per_place(content: Content, criterion: Criterion, figures: Figures, counts: Counts) -> list[Row]:
    rows, value = [], figures.main
    for p in content.provided(criterion.inputs["types"], certain=False):
        area, places = _cells(p)
        none = some(area[1].eq(0), places[1].eq(0))
        top = when(places[0].eq(0), places[1], places[0])
        rows.append(
            Row(p.name or p.type, when(none, "", area[0] / places[1]), when(none, "", area[1] / top), value.unit, value.comparison, in_use(criterion.id))
        )  # fmt: skip
    return rows


def school_floor_area(content: Content, criterion: Criterion, figures: Figures, counts: Counts) -> list[Row]:
    rows = []
    for p in content.provided(criterion.inputs["types"], certain=False):
        area, places = _cells(p)
        none = some(area[1].eq(0), places[1].eq(0))
        asked = rounded(in_use(criterion.id, "base") + in_use(criterion.id, "each pupil") * places[1], 3)
        comparison = figures.of("base").comparison or criterion.comparison
        rows.append(
            Row(p.name or p.type, when(none, "", area[0]), when(none, "", area[1]), "m2", comparison, asked)
        )
    return rows
