"""Sums of the measures of quantities and floorspace (`assess.measures.quantities`)."""

from __future__ import annotations

from collections.abc import Sequence

from placewell.assess.content import Content, measured_m2, plain
from placewell.assess.figures import Figures
from placewell.assess.live.counts import Counts
from placewell.assess.live.figures_table import in_use
from placewell.assess.live.of_homes import lacking, some_homes
from placewell.assess.live.sums import Here, Is, Of, Sum, is_number, most, some, total, up, when
from placewell.assess.live.sums import least as smaller
from placewell.assess.live.tables import (
    FEW,
    FLOORSPACE,
    HOMES,
    MANY,
    any_of,
    counted_few,
    counted_many,
    stated,
)
from placewell.assess.live.tests_table import HOLDS, Row
from placewell.domain.scheme import Floorspace
from placewell.guidance.model import Criterion

Ends = tuple[Sum, Sum]


def or_blank(unknown: Sum, value: Sum) -> Sum:
    """The value, empty where something it needs is not known."""
    return when(unknown, "", value)


def never(part: str, none: Sum, unit: str) -> Row:
    """A condition of the measure: nothing of it, and the question falls away."""
    return Row(
        part,
        none,
        none,
        unit,
        result=when(Here("Found, most").gt(0), HOLDS, "not applicable"),
        how="condition",
    )


def stated_quantity(content: Content, criterion: Criterion, figures: Figures, counts: Counts) -> list[Row]:
    known, few, many = stated(criterion.inputs["what"])
    value = figures.main
    none = known.eq(0)
    return [Row(criterion.inputs["what"][0], or_blank(none, few), or_blank(none, many), value.unit, value.comparison, in_use(criterion.id))]  # fmt: skip


def _share(
    part: Ends, whole: Ends, unknown: Sum, criterion: Criterion, figures: Figures, name: str, times: float
) -> Row:
    """The least share is the least part of the most whole."""
    value = figures.main
    none = some(unknown, whole[1].eq(0))
    top = when(whole[0].eq(0), whole[1], whole[0])
    low, high = (times * part[0], times * part[1]) if times != 1 else part
    return Row(
        name,
        or_blank(none, low / whole[1]),
        or_blank(none, high / top),
        value.unit,
        value.comparison,
        in_use(criterion.id),
    )


def stated_share(content: Content, criterion: Criterion, figures: Figures, counts: Counts) -> list[Row]:
    part_known, *part = stated(criterion.inputs["part"])
    name = criterion.inputs["part"][0]
    if "homes" in criterion.inputs["whole"]:
        whole: Ends = counted_few(), counted_many()
        return [
            some_homes(),
            _share((part[0], part[1]), whole, part_known.eq(0), criterion, figures, name, 100),
        ]
    whole_known, few, many = stated(criterion.inputs["whole"])
    unknown = some(part_known.eq(0), whole_known.eq(0))
    nothing = when(some(unknown, many.gt(0)), 1, 0)
    return [
        never(criterion.inputs["whole"][0], nothing, ""),
        _share((part[0], part[1]), (few, many), unknown, criterion, figures, name, 100),
    ]


def spaces_per_home(content: Content, criterion: Criterion, figures: Figures, counts: Counts) -> list[Row]:
    known, few, many = stated(criterion.inputs["what"])
    whole: Ends = counted_few(), counted_many()
    name = f"{criterion.inputs['what'][0]} for each home"
    return [some_homes(), _share((few, many), whole, known.eq(0), criterion, figures, name, 1)]


def net_quantity(content: Content, criterion: Criterion, figures: Figures, counts: Counts) -> list[Row]:
    gained, lost = stated(criterion.inputs["gained"]), stated(criterion.inputs["lost"])
    none = some(gained[0].eq(0), lost[0].eq(0))
    value = figures.main
    name = f"{criterion.inputs['gained'][0]} less {criterion.inputs['lost'][0]}"
    low, high = or_blank(none, gained[1] - lost[2]), or_blank(none, gained[2] - lost[1])
    return [Row(name, low, high, value.unit, value.comparison, in_use(criterion.id))]


def floor_of(rows: Sequence[Floorspace]) -> tuple[Sum, Ends]:
    """How many of these rows are known, and their square metres: of those like them in use, state and words."""
    measure = next(m for m in ("GIA", "GEA", "NIA") if any(f.measure == m for f in rows))
    mine = [f for f in rows if f.measure == measure]
    here = Of(FLOORSPACE, "State").eq(mine[0].state) * Of(FLOORSPACE, "Measured as").eq(measure)
    here = here * any_of(FLOORSPACE, "Use class", list(dict.fromkeys(f.use for f in mine)))
    here = here * any_of(FLOORSPACE, "Described as", list(dict.fromkeys(f.what for f in mine)))
    return total(here * Of(FLOORSPACE, "Known")), (
        total(here * Of(FLOORSPACE, FEW)),
        total(here * Of(FLOORSPACE, MANY)),
    )


def share_of_floorspace(
    content: Content, criterion: Criterion, figures: Figures, counts: Counts
) -> list[Row]:
    uses, words = criterion.inputs["uses"], criterion.inputs["words"]
    rows = content.floorspace(uses)
    if not rows or measured_m2(rows) is None:
        return []
    _, whole = floor_of(rows)
    mine = [f for f in rows if any(plain(w) in plain(f.what) for w in words)]
    if mine:
        _, part = floor_of(mine)
        unknown: Sum = Is(0).gt(0)
    else:
        known, few, many = stated(words)
        part, unknown = (few, many), known.eq(0)
    return [
        never("floorspace of these uses", whole[1], "m2"),
        _share(part, whole, unknown, criterion, figures, words[0], 100),
    ]


# -- cycle spaces -----------------------------------------------------------------------------------


def cycle_spaces(content: Content, criterion: Criterion, figures: Figures, counts: Counts) -> list[Row]:
    rates = {v.of for v in figures.parts}
    beds, people = Of(HOMES, "Bedrooms"), Of(HOMES, "Bed spaces")

    def rate(part: str) -> Sum:
        return in_use(criterion.id, part) if part in rates else Is(0)

    missing = total((1 - is_number(beds) * 1) * Of(HOMES, MANY))
    rows = [some_homes(), lacking("bedrooms", missing)]
    if rates & {"each home", "each bedroom"}:
        each: Sum = rate("each home") + rate("each bedroom") * beds
    elif "1 bed" in rates:
        each = rate("1 bed") * beds.le(1) + rate("2+ bed") * beds.gt(1)
    else:
        # An empty cell of bedrooms would count as a studio here; such homes are told above.
        small = (beds.eq(0) + beds.eq(1) * people.eq(1)).gt(0)
        two = beds.eq(1) * people.gt(1)
        each = rate("studio or 1b1p") * small + rate("1b2p") * two + rate("other") * beds.gt(1)
        either = total(beds.eq(1) * (1 - is_number(people) * 1) * Of(HOMES, MANY))
        rows.append(lacking("bed spaces, of one bedroom", either * rate("studio or 1b1p").ne(rate("1b2p"))))
    asked = total(each * Of(HOMES, FEW)), total(each * Of(HOMES, MANY))
    return [*rows, _spaces(criterion.inputs["what"], asked)]


def _spaces(names: Sequence[str], asked: Ends) -> Row:
    """Stated spaces against those asked. The least stated is held against the most asked."""
    known, few, many = stated(names)
    none = known.eq(0)
    low, high = or_blank(none, few - asked[1] + asked[1]), or_blank(none, many - asked[0] + asked[1])
    return Row(names[0], low, high, "spaces", "at least", asked[1])


def visitor_cycle_spaces(
    content: Content, criterion: Criterion, figures: Figures, counts: Counts
) -> list[Row]:
    parts = {v.of for v in figures.values}

    def figure(part: str) -> Sum:
        return in_use(criterion.id, part) if part in parts else Is(0)

    def asked(homes: Sum) -> Sum:
        many = most(figure("least"), up(homes / figure("homes each")))
        return when(homes.lt(figure("from")), 0, when(homes.le(figure("up to")), figure("least"), many))

    few, many = asked(counted_few()), asked(counted_many())
    nobody = Row("spaces asked for visitors", many, many, "spaces", result=when(Here("Found, most").gt(0), HOLDS, "not applicable"), how="condition")  # fmt: skip
    return [some_homes(), nobody, _spaces(criterion.inputs["what"], (few, many))]


def cycle_spaces_by_floorspace(
    content: Content, criterion: Criterion, figures: Figures, counts: Counts
) -> list[Row]:
    uses, words = criterion.inputs["uses"], criterion.inputs["words"]
    held = [f for f in content.floorspace(uses) if any(plain(w) in plain(f.what) for w in words)]
    if measured_m2(held) is None:
        return []
    parts = {v.of for v in figures.values}
    _, floor = floor_of(held)
    each = in_use(criterion.id, "m2 each")
    beyond = in_use(criterion.id, "m2 each beyond") if "m2 each beyond" in parts else each

    def asked(m2: Sum) -> Sum:
        if "up to" in parts:
            limit = in_use(criterion.id, "up to")
            spaces = up(smaller(m2, limit) / each + most(m2 - limit, 0) / beyond)
        else:
            spaces = up(m2 / each)
        return when(m2.lt(in_use(criterion.id, "from")), 0, spaces) if "from" in parts else spaces

    few, many = asked(floor[0]), asked(floor[1])
    return [never("spaces asked", many, "spaces"), _spaces(criterion.inputs["what"], (few, many))]


def owed_where_near(content: Content, criterion: Criterion, figures: Figures, counts: Counts) -> list[Row]:
    """Only the quantity: whether the place is near was measured."""
    owed = figures.of("")
    known, few, many = stated(criterion.inputs["what"])
    none = known.eq(0)
    return [
        Row(
            criterion.inputs["what"][0],
            or_blank(none, few),
            or_blank(none, many),
            owed.unit,
            owed.comparison,
            in_use(criterion.id),
        )
    ]
