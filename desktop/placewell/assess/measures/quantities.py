"""Measures of what the applicant states: quantities, shares of them, spaces, floorspace."""

from __future__ import annotations

from collections.abc import Sequence

from placewell.assess.content import Span, measured_m2, plain
from placewell.assess.explain import amount, listed
from placewell.assess.facts import Facts
from placewell.assess.figures import Figures
from placewell.assess.judge import Test
from placewell.assess.measured import Measured, judged, not_applicable, waits
from placewell.assess.measures.homes import no_homes
from placewell.domain.finding import WouldMeet
from placewell.guidance.model import Criterion

HOMES = "homes"


def stated_quantity(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """A stated quantity against the figure."""
    names = criterion.inputs["what"]
    found = facts.content.quantity(names)
    if found is None:
        return waits("applicant", f"The applicant's figure for {listed(list(names), 'or')}.")
    value = figures.main
    test = Test(*found, value.number, value.comparison, value.unit)
    said = f"{names[0].capitalize()}: {_span(found, value.unit)}, as the applicant states{_documents(facts, names)}."
    return judged([test], said, would_meet=_change(test, names[0]))


def stated_share(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """One stated quantity as a share of another, or of the homes."""
    part_names, whole_names = criterion.inputs["part"], criterion.inputs["whole"]
    value = figures.main
    if HOMES in whole_names:
        if lacking := no_homes(facts):
            return lacking
        whole: Span | None = facts.content.count
    else:
        whole = facts.content.quantity(whole_names)
    part = facts.content.quantity(part_names)
    missing = [listed(list(n), "or") for n, q in ((part_names, part), (whole_names, whole)) if q is None]
    if part is None or whole is None:
        return waits("applicant", f"The applicant's figures for {listed(missing)}.")
    if whole[1] == 0:
        return not_applicable(f"There are no {whole_names[0]}.")
    # The least share is the least part of the most whole.
    test = Test(
        100 * part[0] / whole[1], 100 * part[1] / (whole[0] or whole[1]), value.number, value.comparison, "%"
    )
    said = f"{_number(part)} {part_names[0]} of {_number(whole)} {whole_names[0]}: {_shown(test)}."
    change = abs(test.figure * whole[1] / 100 - part[0])
    up = test.comparison in ("at least", "more than")
    return judged(
        [test],
        said,
        would_meet=WouldMeet(
            round(change, 3), "count", part_names[0],
            f"{amount(change, 'count')} {'more' if up else 'fewer'} would meet it.",
        ),
    )  # fmt: skip


def spaces_per_home(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Stated spaces for each home."""
    if lacking := no_homes(facts):
        return lacking
    names = criterion.inputs["what"]
    spaces = facts.content.quantity(names)
    if spaces is None:
        return waits("applicant", f"The number of {names[0]}.")
    homes = facts.content.count
    value = figures.main
    test = Test(
        spaces[0] / homes[1], spaces[1] / (homes[0] or homes[1]), value.number, value.comparison, value.unit
    )
    said = f"{_number(spaces)} {names[0]} for {_number(homes)} homes: {_shown(test)}."
    up = test.comparison in ("at least", "more than")
    change = round(abs(value.number * homes[0 if not up else 1] - spaces[1 if not up else 0]), 3)
    more = f"{amount(change, 'spaces')} {'more' if up else 'fewer'} would meet it."
    return judged([test], said, would_meet=WouldMeet(change, "spaces", names[0], more))


def net_quantity(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """What is gained less what is lost."""
    gained, lost = (facts.content.quantity(criterion.inputs[k]) for k in ("gained", "lost"))
    if lost is None or gained is None:
        missing = [criterion.inputs[k][0] for k, q in (("gained", gained), ("lost", lost)) if q is None]
        return waits("applicant", f"The applicant's figures for {listed(missing)}.")
    value = figures.main
    test = Test(gained[0] - lost[1], gained[1] - lost[0], value.number, value.comparison, value.unit)
    said = (
        f"{_number(gained)} {criterion.inputs['gained'][0]}, {_number(lost)} {criterion.inputs['lost'][0]}."
    )
    return judged([test], said, would_meet=_change(test, criterion.inputs["gained"][0]))


def share_of_floorspace(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Floorspace described by some words as a share of floorspace of some use classes."""
    uses, words = criterion.inputs["uses"], criterion.inputs["words"]
    rows = facts.content.floorspace(uses)
    whole = measured_m2(rows)
    if whole is None:
        if not facts.proposal.floorspace:
            return waits(
                "applicant", f"Floorspace by use class: how much of {listed(list(uses), 'or')} is proposed."
            )
        return not_applicable(f"No floorspace of class {listed(list(uses), 'or')} is proposed.")
    if whole[1] == 0:
        return not_applicable(f"No floorspace of class {listed(list(uses), 'or')} is proposed.")
    part = measured_m2([f for f in rows if any(plain(w) in plain(f.what) for w in words)])
    if part is None:
        part = facts.content.quantity(words)
    if part is None:
        return waits("applicant", f"How much of it is {listed(list(words), 'or')}.")
    value = figures.main
    test = Test(
        100 * part[0] / whole[1], 100 * part[1] / (whole[0] or whole[1]), value.number, value.comparison, "%"
    )
    said = f"{_number(part)} m² {words[0]} of {_number(whole)} m² of class {listed(list(uses), 'or')}: {_shown(test)}."
    change = round(max(test.figure * whole[1] / 100 - part[0], 0.0), 3)
    return judged(
        [test],
        said,
        would_meet=WouldMeet(change, "m2", words[0], f"{amount(change, 'm2')} more of it would meet it."),
    )


# -- cycle spaces -----------------------------------------------------------------------------------


def cycle_spaces(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Stated spaces against what the homes ask, each home by its size."""
    if lacking := no_homes(facts):
        return lacking
    rates = {v.of: v.number for v in figures.parts}
    unknown = sum(h.homes for h in facts.content.homes if h.bedrooms is None)
    if unknown:
        return waits("applicant", f"The bedrooms of {unknown:,} homes.")
    asked = [0.0, 0.0]
    doubtful = 0
    for h in facts.content.homes:
        beds = h.bedrooms or 0
        low, high = _rate(rates, beds, h.bed_spaces)
        doubtful += h.homes if low != high else 0
        asked[0] += low * h.least
        asked[1] += high * h.homes
    if doubtful:
        return waits(
            "applicant", f"The bed spaces of {doubtful:,} one-bedroom homes: they ask more for two people."
        )
    return _spaces(facts, criterion.inputs["what"], (asked[0], asked[1]), "for the homes")


def _rate(rates: dict[str, float], beds: int, people: int | None) -> tuple[float, float]:
    """Spaces that one home asks, between two ends where its bed spaces are not known."""
    each = rates.get("each home", 0.0) + rates.get("each bedroom", 0.0) * beds
    if "each home" in rates or "each bedroom" in rates:
        return each, each
    if "1 bed" in rates:
        rate = rates["1 bed"] if beds <= 1 else rates.get("2+ bed", 0.0)
        return rate, rate
    if beds > 1:
        return rates.get("other", 0.0), rates.get("other", 0.0)
    small, two = rates.get("studio or 1b1p", 0.0), rates.get("1b2p", 0.0)
    if beds == 0 or people == 1:
        return small, small
    return (two, two) if people is not None else (small, two)


def visitor_cycle_spaces(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Stated spaces for visitors against the number of homes."""
    if lacking := no_homes(facts):
        return lacking
    each, start = figures.number("homes each"), figures.number("from")
    least, up_to = figures.number("least"), figures.number("up to")

    def asked(homes: float) -> float:
        if homes < start:
            return 0.0
        return least if homes <= up_to else max(least, _ceil(homes / each))

    few, many = facts.content.count
    if asked(many) == 0:
        return not_applicable(f"No visitors' spaces are asked below {amount(start, 'homes')}.")
    return _spaces(facts, criterion.inputs["what"], (asked(few), asked(many)), "for visitors")


def cycle_spaces_by_floorspace(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Stated spaces against floorspace of some uses."""
    uses, words = criterion.inputs["uses"], criterion.inputs["words"]
    rows = [f for f in facts.content.floorspace(uses) if any(plain(w) in plain(f.what) for w in words)]
    found = measured_m2(rows)
    if found is None:
        if not facts.proposal.floorspace:
            return waits("applicant", f"Floorspace by use class, with what is {words[0]}.")
        return not_applicable(f"No floorspace is described as {listed(list(words), 'or')}.")
    each, up_to = figures.number("m2 each"), figures.number("up to", float("inf"))
    beyond, start = figures.number("m2 each beyond", each), figures.number("from")

    def asked(m2: float) -> float:
        if m2 < start:
            return 0.0
        return _ceil(min(m2, up_to) / each + max(m2 - up_to, 0.0) / beyond)

    if asked(found[1]) == 0:
        return not_applicable(f"No spaces are asked below {amount(start, 'm2')}.")
    return _spaces(
        facts,
        criterion.inputs["what"],
        (asked(found[0]), asked(found[1])),
        f"for {_number(found)} m² {words[0]}",
    )


def _spaces(facts: Facts, names: Sequence[str], asked: Span, why: str) -> Measured:
    """Stated spaces against those asked. The least stated is held against the most asked."""
    found = facts.content.quantity(names)
    if found is None:
        said = f"The number of {names[0]}; {_number(asked)} are asked {why}."
        return waits("applicant", said, figure=asked[1], unit="spaces")
    # A range of homes asks a range of spaces: the figure is what the most homes ask.
    test = Test(
        found[0] - asked[1] + asked[1], found[1] - asked[0] + asked[1], asked[1], "at least", "spaces"
    )
    said = f"{_number(found)} {names[0]} stated, {_number(asked)} asked {why}."
    return judged([test], said, would_meet=_change(test, names[0]))


def _ceil(value: float) -> float:
    import math

    return float(math.ceil(round(value, 6)))


def _number(span: Span) -> str:
    return amount(span[1], "") if span[0] == span[1] else f"{amount(span[0], '')} to {amount(span[1], '')}"


def _span(span: Span, unit: str) -> str:
    return (
        amount(span[1], unit) if span[0] == span[1] else f"{amount(span[0], unit)} to {amount(span[1], unit)}"
    )


def _shown(test: Test) -> str:
    return _span((test.least, test.most), test.unit)


def _documents(facts: Facts, names: Sequence[str]) -> str:
    found = list(dict.fromkeys(q.document for q in facts.content.quantities_of(names) if q.document))
    return f" ({listed(found)})" if found else ""


def _change(test: Test, what: str) -> WouldMeet:
    word = "more" if test.comparison in ("at least", "more than") else "less"
    return WouldMeet(test.flip, test.unit, what, f"{amount(test.flip, test.unit)} {word} would meet it.")
