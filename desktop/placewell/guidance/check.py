"""Rules that hold between the parts of a pack, beyond the form of each."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from placewell.domain.asset import TYPES
from placewell.guidance.faults import Faults
from placewell.guidance.measures import MEASURES
from placewell.guidance.model import Criterion, Pack

MOST_WORDS = 16
"""A question is read aloud in a meeting: twelve words where possible, never many more."""


def check(pack: Pack, faults: Faults) -> None:
    """Add every broken rule to `faults`."""
    for name, count in Counter(c.id for c in pack.criteria if c.id).items():
        if count > 1:
            faults.add(f"criterion {name}", "id", f"is given to {count} criteria")
    for criterion in pack.criteria:
        _check(criterion, faults)


def _check(criterion: Criterion, faults: Faults) -> None:
    where = f"criterion {criterion.id}"
    form = MEASURES.get(criterion.measure)
    if len(criterion.question.split()) > MOST_WORDS:
        faults.add(where, "question", f"has more than {MOST_WORDS} words")
    if form is not None and criterion.comparison and criterion.comparison not in form.comparisons:
        able = ", ".join(form.comparisons)
        faults.add(where, "comparison", f"'{criterion.comparison}' is not one this measure judges ({able})")
    for kind in criterion.inputs.get("types", ()):
        if kind not in TYPES:
            faults.add(where, "inputs, types", f"'{kind}' is not a type of asset")
    for n, value in enumerate(criterion.values, 1):
        if form is not None and value.unit and value.unit != form.unit:
            faults.add(
                where, f"value {n}, unit", f"'{value.unit}' is not what this measure gives ({form.unit})"
            )
        if value.unit == "m" and value.number <= 0:
            faults.add(where, f"value {n}, number", "is to be more than 0")
        if value.starts and value.ends and value.ends < value.starts:
            faults.add(where, f"value {n}, ends", "is before the day it starts")
    spans = sorted((v.starts, v.ends or "9999") for v in criterion.values)
    for (_, ends), (starts, _) in pairwise(spans):
        if starts <= ends:
            faults.add(where, "value", "two figures are in force on the same day")
