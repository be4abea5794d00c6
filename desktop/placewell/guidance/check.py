"""Rules that hold between the parts of a pack, beyond the form of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise

from placewell.domain.area import LEVELS
from placewell.domain.asset import TYPES
from placewell.domain.case import CASE_TYPES
from placewell.guidance.faults import Faults
from placewell.guidance.homes_rule import rule
from placewell.guidance.labels import TAGS
from placewell.guidance.measures import COUNTED_BY, FACTS, MEASURES, MeasureForm
from placewell.guidance.model import Criterion, Pack, Value

MOST_WORDS = 16
"""A question is read aloud in a meeting: twelve words where possible, never many more."""
LOSSES = ("homes", "social homes")
ANSWERED = "asked"
LAST = "9999"


def check(pack: Pack, faults: Faults) -> None:
    """Add every broken rule to `faults`."""
    for name, count in Counter(c.id for c in pack.criteria if c.id).items():
        if count > 1:
            faults.add(f"criterion {name}", "id", f"is given to {count} criteria")
    for criterion in pack.criteria:
        where = f"criterion {criterion.id}"
        for key, what in _faults_of(criterion):
            faults.add(where, key, what)


def _faults_of(criterion: Criterion) -> Iterable[tuple[str, str]]:
    form = MEASURES.get(criterion.measure)
    if len(criterion.question.split()) > MOST_WORDS:
        yield "question", f"has more than {MOST_WORDS} words"
    for tag in criterion.tags:
        if tag not in TAGS:
            yield "tags", f"'{tag}' is not a label that Placewell knows"
    if criterion.standing == "emerging" and not criterion.stage:
        yield "stage", "is missing: an emerging document says how far it has come"
    yield from _triggers(criterion)
    if form is not None:
        yield from _inputs(criterion, form)
        yield from _groups(criterion, form)
        yield from _parts(criterion, form)
    yield from _spans(criterion)
    for n, value in enumerate(criterion.values, 1):
        for key, what in _value(value, criterion, form):
            yield f"value {n}, {key}", what


def _triggers(criterion: Criterion) -> Iterable[tuple[str, str]]:
    asked = criterion.triggers
    for kind in asked.case_types:
        if kind not in CASE_TYPES:
            yield "triggers, case_types", f"'{kind}' is none of: {', '.join(CASE_TYPES)}"
    lost = (*asked.loses, *asked.unless_loses)
    for kind in (*asked.brings, *(k for k in lost if k not in LOSSES)):
        if kind not in TYPES:
            yield "triggers", f"'{kind}' is not a type of asset"
    for name in asked.areas:
        if name.partition(":")[0] not in LEVELS:
            yield "triggers, areas", f"'{name}' does not begin with a level of area, like 'ward: Peckham'"
    if asked.most_homes and asked.most_homes < asked.least_homes:
        yield "triggers, most_homes", "is less than least_homes"


def _one_of(known: Iterable[str], what: str) -> Callable[[str], str]:
    held = set(known)
    return lambda text: "" if text in held else f"'{text}' is not {what}"


def _kinds(text: str) -> str:
    wrong = [t for t in text.split(" | ") if t not in TYPES]
    return f"'{wrong[0]}' is not a type of asset" if wrong else ""


_WRONG: dict[str, Callable[[str], str]] = {
    "asset types": _one_of(TYPES, "a type of asset"),
    "kinds": _kinds,
    "area levels": _one_of(LEVELS, "a level of area"),
    "facts": _one_of(FACTS, f"one of: {', '.join(FACTS)}"),
    "counted by": _one_of(COUNTED_BY, f"one of: {', '.join(COUNTED_BY)}"),
    "texts": lambda text: "",
}
"""By kind of input: what is wrong with one of its texts, '' for nothing."""


def _inputs(criterion: Criterion, form: MeasureForm) -> Iterable[tuple[str, str]]:
    for name, texts in criterion.inputs.items():
        for text in texts:
            if wrong := _WRONG[form.inputs[name].kind](text):
                yield f"inputs, {name}", wrong


def _groups(criterion: Criterion, form: MeasureForm) -> Iterable[tuple[str, str]]:
    if criterion.groups and not form.groups:
        yield "groups", "is not a key for this measure, which counts no homes by kind"
    for name, lines in criterion.groups.items():
        for line in lines:
            try:
                rule(line)
            except ValueError as fault:
                yield f"groups, {name}", str(fault)
    if form.groups:
        for part in {v.of for v in criterion.values} - {"all"} - set(criterion.groups):
            yield "groups", f"does not say which homes '{part}' are"


def _parts(criterion: Criterion, form: MeasureForm) -> Iterable[tuple[str, str]]:
    """Whether there are the figures that the measure needs."""
    if not form.units:
        if criterion.values:
            yield "value", "cannot stand here: this measure compares nothing with a figure"
        if criterion.comparison:
            yield "comparison", "cannot stand here: this measure compares nothing with a figure"
        if criterion.awaits and criterion.measure != ANSWERED:
            yield "awaits", "cannot stand here: this measure needs no figure of the council's"
        return
    if criterion.values and form.comparisons:
        if not criterion.comparison:
            yield "comparison", f"is missing (one of: {', '.join(form.comparisons)})"
        elif criterion.comparison not in form.comparisons:
            able = ", ".join(form.comparisons)
            yield "comparison", f"'{criterion.comparison}' is not one this measure judges ({able})"
    if not criterion.values:
        if form.needed and not criterion.awaits:
            yield "value", "is missing: a figure, or 'awaits' with the council's own figure that it waits for"
        return
    given = {v.of for v in criterion.values}
    for part in form.needed:
        if part != "*" and part not in given:
            yield "value", f"has none of '{part}'" if part else "has no figure without 'of'"


def _spans(criterion: Criterion) -> Iterable[tuple[str, str]]:
    spans: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for value in criterion.values:
        spans[value.of, value.case].append((value.starts, value.ends or LAST))
    for (part, case), held in spans.items():
        for (_, ends), (starts, _) in pairwise(sorted(held)):
            if starts <= ends:
                of = f" of '{part}'" if part else ""
                when = f" for '{case}'" if case else ""
                yield "value", f"two figures{of}{when} are in force on the same day"


def _value(value: Value, criterion: Criterion, form: MeasureForm | None) -> Iterable[tuple[str, str]]:
    if value.starts and value.ends and value.ends < value.starts:
        yield "ends", "is before the day it starts"
    if not (value.starts or value.citation.date):
        yield "starts", "is missing: from when the figure holds, here or as the date of the citation"
    if form is None or not form.units:
        return
    if value.unit and value.unit not in form.units:
        yield "unit", f"'{value.unit}' is not what this measure gives ({', '.join(form.units)})"
    if value.unit in ("m", "km", "miles", "min") and value.number <= 0:
        yield "number", "is to be more than 0"
    if value.number < 0:
        yield "number", "is to be at least 0"
    if value.of not in form.parts and "*" not in form.parts:
        known = ", ".join(f"'{p}'" for p in form.parts if p)
        yield "of", f"'{value.of}' is not a part of this measure ({known or 'it has none'})"
    if value.comparison and value.comparison not in form.comparisons:
        yield "comparison", f"'{value.comparison}' is not one this measure judges"
