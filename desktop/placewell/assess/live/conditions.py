"""Whether a criterion is for this scheme, as sums: the triggers that hang on homes, floorspace and quantities.

The others (where the site is, what kind of application it is) cannot change in a spreadsheet and are asked of
`applies` itself.
"""

from __future__ import annotations

from dataclasses import replace

from placewell.assess.applies import MAJOR_HOMES, MAJOR_M2, applies
from placewell.assess.content import Content, measured_m2
from placewell.assess.facts import Facts
from placewell.assess.live.of_quantities import floor_of
from placewell.assess.live.sums import At, Here, Is, Sum, every, some, when
from placewell.assess.live.tables import FACTS, KNOWN, counted_few, counted_many, stated
from placewell.assess.live.tests_table import HOLDS, NO, UNSURE, Row
from placewell.guidance.model import Criterion


def fixed(facts: Facts, criterion: Criterion) -> bool | None:
    """Whether the triggers that cannot change here hold; None where that is not known."""
    asked = replace(criterion.triggers, least_homes=0, most_homes=0, major=False, stated=(), unless_stated=())
    if not _static_floor(facts.content, criterion):
        asked = replace(asked, least_floorspace_m2=0, uses=())
    return applies(facts, replace(criterion, triggers=asked))[0]


def _static_floor(content: Content, criterion: Criterion) -> bool:
    return measured_m2(content.floorspace(criterion.triggers.uses)) is None


def conditions(content: Content, criterion: Criterion) -> list[Row]:
    """A row for each trigger that can change."""
    asked = criterion.triggers
    rows = []
    if asked.least_homes:
        rows.append(_homes(asked.least_homes, at_least=True))
    if asked.most_homes:
        rows.append(_homes(asked.most_homes, at_least=False))
    if asked.major:
        rows.append(_major(content))
    if (asked.least_floorspace_m2 or asked.uses) and not _static_floor(content, criterion):
        rows.append(_floor(content, criterion))
    rows += [_stated(what, yes=True) for what in asked.stated]
    rows += [_stated(what, yes=False) for what in asked.unless_stated]
    return rows


def _known() -> Sum:
    return At(FACTS, "Found", "Fact", Is(KNOWN)).eq("yes")


def _homes(figure: int, *, at_least: bool) -> Row:
    few, many = Here("Found, least"), Here("Found, most")
    if at_least:
        held, perhaps = few.ge(figure), many.ge(figure)
    else:
        held = every(few.gt(0), many.le(figure))
        perhaps = some(every(few.gt(0), few.le(figure)), every(many.gt(0), many.le(figure)))
    result = when(every(many.eq(0), _known().eq(0)), UNSURE, when(held, HOLDS, when(perhaps, UNSURE, NO)))
    word = "or more" if at_least else "or fewer"
    return Row(
        f"for {figure:,} homes {word}", counted_few(), counted_many(), "homes", result=result, how="condition"
    )


def _major(content: Content) -> Row:
    rows = content.floorspace()
    floor: Sum = Is(0)
    if measured_m2(rows) is not None:
        floor = floor_of(rows)[1][1]
    rooms = At(FACTS, "Found", "Fact", Is("Rooms that are no homes"))
    large = some(Here("Found, most").ge(MAJOR_HOMES), floor.ge(MAJOR_M2), rooms.ge(MAJOR_HOMES))
    stated_none = NO if content.proposal.floorspace == () or not content.proposal.floorspace else UNSURE
    if measured_m2(rows) is not None:
        stated_none = NO
    result = when(large, HOLDS, when(_known(), stated_none, UNSURE))
    return Row(
        f"for {MAJOR_HOMES} homes or {MAJOR_M2:,} m² and more",
        counted_few(),
        counted_many(),
        "homes",
        result=result,
        how="condition",
    )


def _floor(content: Content, criterion: Criterion) -> Row:
    asked = criterion.triggers
    _, (few, many) = floor_of(content.floorspace(asked.uses))
    figure = max(asked.least_floorspace_m2, 1)
    result = when(Here("Found, least").ge(figure), HOLDS, when(Here("Found, most").ge(figure), UNSURE, NO))
    return Row(f"for {figure:,} m² or more", few, many, "m2", result=result, how="condition")


def _stated(what: str, *, yes: bool) -> Row:
    known, few, many = stated((what,))
    there, absent = (HOLDS, NO) if yes else (NO, HOLDS)
    result = when(known.eq(0), UNSURE, when(Here("Found, most").gt(0), there, absent))
    word = "for" if yes else "not for"
    return Row(f"{word} schemes with {what}", few, many, "", result=result, how="condition")
