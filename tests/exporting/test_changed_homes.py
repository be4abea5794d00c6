"""Homes changed in the workbook's tables, and in Placewell: every verdict comes to the same, without exception."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from book_making import Made

from placewell.assess.engine import Assessor
from placewell.assess.live.each import word_of
from placewell.assess.live.model import answers_tables
from placewell.assess.live.tests_table import VERDICTS
from placewell.assess.live.worth import Worth
from placewell.domain.scheme import Homes

CASES = ("coopers-yard-outline", "pier-house-students")
Cells = dict[str, float | str]


def _any(draw: random.Random, home: Homes, at: int) -> tuple[Homes, Cells]:
    match draw.choice(["Tenure", "What if", "Bedrooms", "Habitable rooms"]):
        case "Tenure":
            tenure = draw.choice(["social rent", "shared ownership", "market sale"])
            return replace(home, tenure=tenure), {"Tenure": tenure}
        case "What if":
            return _as_many(home, draw.randint(0, 60))
        case "Bedrooms":
            beds = draw.randint(0, 4)
            return replace(home, bedrooms=beds), {"Bedrooms": float(beds)}
    rooms = draw.randint(1, 6)
    return replace(home, habitable_rooms=rooms), {"Habitable rooms": float(rooms)}


def _as_many(home: Homes, many: int) -> tuple[Homes, Cells]:
    return replace(home, homes=many, homes_least=None), {"What if": float(many)}


def _none(draw: random.Random, home: Homes, at: int) -> tuple[Homes, Cells]:
    return _as_many(home, 0)


def _three(draw: random.Random, home: Homes, at: int) -> tuple[Homes, Cells]:
    return _as_many(home, 0 if at else 3)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(
    ("change", "seed"), [(_any, 1), (_any, 2), (_none, 0), (_three, 0)], ids=["any", "other", "none", "three"]
)
def test_every_verdict_is_placewells_for_the_same_homes(
    made_case: Callable[[str], Made],
    name: str,
    change: Callable[[random.Random, Homes, int], tuple[Homes, Cells]],
    seed: int,
) -> None:
    made, draw = made_case(name), random.Random(seed)
    model, proposal = made.given.model, made.assessor.proposal
    homes, table = list(proposal.homes), model.table("Homes")
    rows = [list(row) for row in table.rows]
    chosen = range(len(homes)) if change is not _any else draw.sample(range(len(homes)), min(8, len(homes)))
    for n in chosen:
        homes[n], cells = change(draw, homes[n], n)
        for column, value in cells.items():
            rows[n][table.place(column)] = value
    changed = replace(table, rows=tuple(map(tuple, rows)))
    known = {c.id: c for p in made.assessor.packs for c in p.criteria}
    answers = answers_tables([(known[f.criterion], f) for f in made.assessment.findings])
    worth = Worth([*(changed if t is table else t for t in model.tables), *answers])
    verdicts = model.table(VERDICTS)
    place = {str(row[0]): n for n, row in enumerate(verdicts.rows)}
    other = Assessor(
        made.assessor.ground,
        replace(proposal, homes=homes),
        made.assessor.setting,
        made.assessor.packs,
        known,
    )
    said = {
        f.criterion: (worth.cell(VERDICTS, place[f.criterion], verdicts.place("Verdict")), word_of(f))
        for f in other.findings
    }
    assert {c: both for c, both in said.items() if both[0] != both[1]} == {}
    was = {f.criterion: word_of(f) for f in made.assessment.findings}
    if change is not _any:  # A few homes of many need not move one.
        assert any(was[c] != now for c, (_, now) in said.items())
