"""Sums of the measures of homes (`assess.measures.homes`)."""

from __future__ import annotations

from collections.abc import Sequence

from placewell.assess.content import Content
from placewell.assess.figures import Figures
from placewell.assess.live.counts import Counts
from placewell.assess.live.figures_table import in_use
from placewell.assess.live.sums import (
    At,
    Here,
    Is,
    Of,
    Sum,
    every,
    is_number,
    largest,
    most,
    rounded,
    smallest,
    some,
    total,
    when,
)
from placewell.assess.live.tables import (
    FACTS,
    FEW,
    HOMES,
    KNOWN,
    LOSSES,
    MANY,
    any_of,
    counted_few,
    counted_many,
    floor_over,
    stated,
)
from placewell.assess.live.tests_table import HOLDS, NOT_KNOWN, Row
from placewell.domain.scheme import HOMES_LOST
from placewell.domain.tenure import ROOMS
from placewell.guidance.homes_rule import Rule, rule
from placewell.guidance.model import Criterion

WEIGHTS: dict[str, Sum | None] = {
    "homes": None,
    "habitable rooms": Of(HOMES, "Habitable rooms"),
    "floor area": Of(HOMES, "Floor area, m²"),
}
COLUMN = {
    "tenure": "Tenure",
    "bedrooms": "Bedrooms",
    "access": "Access",
    "aspect": "Aspect",
    "faces": "Faces",
}


def some_homes() -> Row:
    """There must be homes: none is 'not applicable', no schedule is 'not known'."""
    known = At(FACTS, "Found", "Fact", Is(KNOWN)).eq("yes")
    many = Here("Found, most")
    result = when(many.gt(0), HOLDS, when(known, "not applicable", NOT_KNOWN))
    return Row("homes in the scheme", counted_few(), counted_many(), "homes", result=result, how="condition")


def lacking(what: str, missing: Sum, decides: bool = True) -> Row:
    """What the schedule must say of every home. Not `decides`: a test that is not met comes before it."""
    result = when(Here("Found, most").gt(0), NOT_KNOWN if decides else "cannot tell", HOLDS)
    return Row(f"homes without {what}", missing, missing, "homes", result=result, how="condition")


def of_rules(rules: Sequence[Rule], table: str = HOMES) -> tuple[Sum, Sum]:
    """For each row: 1 where all lines hold, and 1 where one does not (neither: the row does not say)."""
    holds: Sum = Is(1)
    wrong: Sum = Is(0)
    for line in rules:
        column = COLUMN[line.field]
        if line.field == "bedrooms":
            said = is_number(Of(table, column)) * 1
            fits: Sum = Is(0)
            for value in line.values:
                figure = float(value.removesuffix("+"))
                here = Of(table, column)
                fits = fits + (here.ge(figure) if value.endswith("+") else here.eq(figure)) * said
            fits = fits.gt(0) * 1
        else:
            said = Of(table, column).ne("") * 1
            fits = any_of(table, column, line.values)
        holds = fits if holds == Is(1) else holds * fits
        wrong = wrong + said * (1 - fits)
    return holds, (wrong.gt(0) * 1 if rules else Is(0))


def share_of_homes(content: Content, criterion: Criterion, figures: Figures, counts: Counts) -> list[Row]:
    by = criterion.inputs["by"][0]
    weight = WEIGHTS[by]
    groups = {name: [rule(line) for line in lines] for name, lines in criterion.groups.items()}
    among = groups.get("among", [])
    rows = [some_homes()]
    missing: Sum = Is(0)
    if weight is not None:
        _, out = of_rules(among)
        bare = Of(HOMES, "Habitable rooms" if by == "habitable rooms" else "Floor area, m²")
        missing = total((1 - out) * (1 - is_number(bare) * 1) * Of(HOMES, MANY))
        rows.append(lacking(f"{by}", missing))
    for value in figures.parts:
        name = counts.of(value.of, groups[value.of], among, by, weight)
        part_few, part_many, rest_few, rest_many, unknown = (counts.look(name, c) for c in counts.COLUMNS)
        whole = part_many + rest_many + unknown
        none = Row(
            "homes that it is about",
            whole,
            whole,
            by,
            # Homes whose rooms nobody has given are not no homes.
            result=when(some(Here("Found, most").gt(0), missing.gt(0)), HOLDS, "not applicable"),
            how="condition",
        )
        if not any(r.part == none.part for r in rows):
            rows.append(none)
        if value.unit == "%":
            low_of, high_of = part_few + rest_many + unknown, part_many + unknown + rest_few
            low = rounded(when(low_of.eq(0), 0, 100 * part_few / low_of), 9)
            high = rounded(when(high_of.eq(0), 0, 100 * (part_many + unknown) / high_of), 9)
        else:
            low, high = rounded(part_few, 9), rounded(part_many + unknown, 9)
        rows.append(Row(value.of, low, high, value.unit, value.comparison, in_use(criterion.id, value.of)))
    return rows


def _each(criterion: Criterion, column: str, noun: str, missing: Sum) -> list[Row]:
    """Every home against its own figure: one that is short decides, else one that is not known."""
    over = Of(HOMES, column)
    held = total(is_number(over) * 1)
    closest = rounded(smallest(over), 3)
    known = when(held.eq(0), "", when(every(closest.ge(0), missing.gt(0)), "", closest))
    result = when(
        every(held.gt(0), closest.lt(0)),
        "not met",
        when(missing.gt(0), NOT_KNOWN, when(held.eq(0), "not applicable", "met")),
    )
    return [
        some_homes(),
        Row(f"the home with least {noun} over what is asked", known, known, "m2", "at least", 0.0, result),
    ]


def floor_area_of_homes(
    content: Content, criterion: Criterion, figures: Figures, counts: Counts
) -> list[Row]:
    over = floor_over(criterion.id)
    missing = total((1 - is_number(Of(HOMES, over)) * 1) * Of(HOMES, MANY))
    return _each(criterion, over, "floor area", missing)


def private_outdoor_space(
    content: Content, criterion: Criterion, figures: Figures, counts: Counts
) -> list[Row]:
    missing = total((1 - is_number(Of(HOMES, "Outdoor space over, m²")) * 1) * Of(HOMES, MANY))
    return _each(criterion, "Outdoor space over, m²", "outdoor space", missing)


def outdoor_asked(criterion: str) -> Sum:
    """What one home asks, in its own row."""
    return in_use(criterion, "first") + in_use(criterion, "each extra") * most(Here("Bed spaces") - 2, 0)


COMMUNAL = ("communal amenity space", "communal outdoor space", "communal amenity")


def communal_outdoor_space(
    content: Content, criterion: Criterion, figures: Figures, counts: Counts
) -> list[Row]:
    base = figures.of("communal")
    private = in_use(criterion.id, "private")
    beds, space = Of(HOMES, "Bedrooms"), Of(HOMES, "Outdoor space, m²")
    large = beds.ge(3) * 1
    missing = total((1 - is_number(beds) * 1) * Of(HOMES, MANY)) + total(
        large * (1 - is_number(space) * 1) * Of(HOMES, MANY)
    )
    short = private - space
    lack_few, lack_many = (total(large * (short.gt(0) * short) * Of(HOMES, c)) for c in (FEW, MANY))
    known, few, many = stated(COMMUNAL)
    low, high = when(known.eq(0), "", few - lack_many), when(known.eq(0), "", many - lack_few)
    return [
        some_homes(),
        lacking("bedrooms or outdoor space", missing),
        Row(
            "communal outdoor space, less what large homes lack",
            low,
            high,
            "m2",
            base.comparison,
            in_use(criterion.id, "communal"),
        ),
    ]


def homes_per_core(content: Content, criterion: Criterion, figures: Figures, counts: Counts) -> list[Row]:
    value = figures.main
    missing = total(some_blank("Level", "Core") * Of(HOMES, MANY))
    few, many = largest(Of(HOMES, "On its floor, fewest")), largest(Of(HOMES, "On its floor, most"))
    low, high = (when(every(missing.gt(0), x.le(in_use(criterion.id))), "", x) for x in (few, many))
    part = "homes that share a core on one floor"
    return [some_homes(), Row(part, low, high, value.unit, value.comparison, in_use(criterion.id))]


def some_blank(*columns: str) -> Sum:
    """1 in each row of homes where one of these is empty."""
    found: Sum = Is(0)
    for column in columns:
        found = found + Of(HOMES, column).eq("")
    return found.gt(0) * 1


def replacement_of_homes(
    content: Content, criterion: Criterion, figures: Figures, counts: Counts
) -> list[Row]:
    groups = {name: [rule(line) for line in lines] for name, lines in criterion.groups.items()}
    rows = [some_homes()]
    for value in figures.parts:
        rules = groups.get(value.of, [])
        holds, wrong = of_rules(rules)
        area = Of(HOMES, "Floor area, m²")
        missing = total((1 - wrong) * (1 - holds * is_number(area)) * Of(HOMES, MANY))
        built = [total(holds * area * Of(HOMES, c)) for c in (FEW, MANY)]
        homes = Of(LOSSES, "What").eq(HOMES_LOST) * (1 - any_of(LOSSES, "Tenure", ROOMS))
        lost, other = of_rules(rules, LOSSES)
        one = Of(LOSSES, "Floor area of one, m²")
        gone_missing = total(homes * (1 - other) * (1 - lost * is_number(one) * Of(LOSSES, "Known")))
        gone = [total(homes * lost * one * Of(LOSSES, c)) for c in (FEW, MANY)]
        unknown = some(missing.gt(0), gone_missing.gt(0))
        low, high = when(unknown, "", built[0] - gone[1]), when(unknown, "", built[1] - gone[0])
        rows.append(Row(value.of, low, high, value.unit, value.comparison, in_use(criterion.id, value.of)))
    return rows
