"""Measures of what the scheme brings and takes away: play, open space, halls, schools, surgeries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from placewell.assess.content import CERTAIN, Span, area_of
from placewell.assess.explain import amount, listed, many, metres
from placewell.assess.facts import Facts
from placewell.assess.figures import Figures
from placewell.assess.ground import Sort
from placewell.assess.judge import Test
from placewell.assess.measured import Measured, judged, not_applicable, resting_on, unless_secured, waits
from placewell.assess.measures.walking import lacks
from placewell.assess.ways import ways_to
from placewell.domain.finding import Evidence, Fact, Otherwise, WouldMeet
from placewell.domain.scheme import Provision
from placewell.guidance.model import Criterion, Value

Judge = Callable[[Sequence[Provision]], Measured]


def certain_first(facts: Facts, types: Iterable[str], judge: Judge) -> Measured:
    """The verdict with what is certain; beside it what it would be with all that is offered."""
    kinds = list(types)
    if not facts.proposal.provision:
        # Nothing said of what it brings is not the same as bringing nothing.
        return waits(
            "applicant",
            f"What the scheme brings of these: {listed([many([t]) for t in kinds])}; nothing is stated.",
        )
    sure, offered = facts.content.provided(kinds), facts.content.provided(kinds, certain=False)
    without = judge(sure)
    if len(sure) == len(offered):
        return without
    names = listed([_name(p) for p in offered if p.certainty not in CERTAIN])
    return unless_secured(without, judge(offered), names)


def _name(p: Provision) -> str:
    return f"{p.name or p.type} ({p.certainty or 'certainty not given'})"


def total_area(provision: Sequence[Provision]) -> Span | None:
    """Square metres of some provision; None where one has none."""
    areas = [area_of(p) for p in provision]
    if any(a is None for a in areas):
        return None
    return sum(a[0] for a in areas if a), sum(a[1] for a in areas if a)


def people_wanted(facts: Facts, children: bool = False) -> tuple[Span | None, Measured | None]:
    """People (or children) of the scheme, or what is said where they cannot be told."""
    found = facts.content.people
    if not facts.content.homes_known:
        return None, waits(
            "applicant", "The schedule of accommodation: without it people cannot be worked out."
        )
    if facts.content.count[1] == 0:
        return None, not_applicable("The scheme has no homes, so nobody is worked out to live there.")
    if found is None:
        what = "The council's table of people for each home (population yields): none has been loaded."
        return None, waits("officer", what)
    span = found.children if children else found.total
    if span is None:
        whys = dict.fromkeys(m.why for m in found.missing)
        what = f"{'Children' if children else 'People'} by {found.table}: {listed(list(whys)) or 'its ages do not part children from adults'}."
        return None, waits("officer", what[:1].upper() + what[1:])
    return span, None


def illustrative(facts: Facts) -> str:
    """What every result made from an illustrative table says."""
    found = facts.content.people
    return (
        " Made with an illustrative table: not for use." if found is not None and found.illustrative else ""
    )


def play_space_per_child(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Play space brought for each child that the homes are expected to have."""
    children, lacking = people_wanted(facts, children=True)
    if children is None:
        assert lacking is not None
        return lacking
    value = figures.main

    def judge(brought: Sequence[Provision]) -> Measured:
        area = total_area(brought)
        if area is None:
            return waits("applicant", "The area of each play space that the scheme brings.")
        if children[1] == 0:
            return not_applicable("No children are expected.")
        test = Test(
            area[0] / children[1],
            area[1] / (children[0] or children[1]),
            value.number,
            value.comparison,
            value.unit,
        )
        short = max(value.number * children[1] - area[0], 0.0)
        said = (
            f"{_m2(area)} of play space for {_count(children)} children (under 18): "
            f"{amount(test.worst, value.unit)}, {amount(value.number, value.unit)} asked.{illustrative(facts)}"
        )
        change = WouldMeet(
            round(short, 3), "m2", "play space", f"{amount(short, 'm2')} more play space would meet it."
        )
        return judged([test], said, would_meet=change)

    return certain_first(facts, criterion.inputs["types"], judge)


def size_of_places(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Each place brought against the least size of its type."""
    kinds = {v.of: v for v in figures.parts if v.of in criterion.inputs["types"]}
    brought = facts.content.provided(kinds, certain=False)
    if not brought:
        return not_applicable(f"The scheme does not state that it brings any {listed(list(kinds), 'or')}.")
    tests = []
    for p in brought:
        area, value = area_of(p), kinds[p.type]
        if area is None:
            return waits("applicant", f"The area of {p.name or p.type}.")
        tests.append(
            Test(*area, value.number, value.comparison, value.unit, f"{p.name or p.type} ({p.type})")
        )
    said = "; ".join(f"{t.part} {amount(t.most, t.unit)}, {amount(t.figure, t.unit)} asked" for t in tests)
    short = max((t.flip for t in tests if t.verdict == "not met"), default=0.0)
    made = judged(
        tests,
        f"{said}.",
        would_meet=WouldMeet(short, "m2", "larger", f"{amount(short, 'm2')} larger would meet it."),
    )
    kinds_of = {f"{p.name or p.type} ({p.type})": p.type for p in brought}
    rests = made.firmness.parts if made.firmness is not None else ()
    return resting_on(made, *dict.fromkeys(kinds_of[r] for r in rests))


def net_provision(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Area brought less area lost, of places of these types."""
    types = criterion.inputs["types"]
    lost = facts.content.lost(types)
    if not lost:
        return not_applicable(f"None of these is stated to be lost: {listed([many([t]) for t in types])}.")
    if any(x.amount is None or x.unit not in ("m2", "m²", "ha") for x in lost):
        return waits(
            "applicant",
            f"The area of {listed([x.name or x.what for x in lost if x.amount is None]) or 'each loss'}.",
        )
    value = figures.main
    per = 10_000.0 if value.unit == "ha" else 1.0

    def m2(amount_: float | None, unit: str) -> float:
        return (amount_ or 0.0) * (10_000.0 if unit == "ha" else 1.0)

    gone = (
        sum(m2(x.amount if x.amount_least is None else x.amount_least, x.unit) for x in lost) / per,
        sum(m2(x.amount, x.unit) for x in lost) / per,
    )

    def judge(brought: Sequence[Provision]) -> Measured:
        area = total_area(brought)
        if area is None:
            return waits("applicant", "The area of each place that the scheme brings.")
        test = Test(
            area[0] / per - gone[1], area[1] / per - gone[0], value.number, value.comparison, value.unit
        )
        said = f"{_of((area[0] / per, area[1] / per), value.unit)} brought, {_of(gone, value.unit)} lost ({listed([x.name or x.what for x in lost])})."
        change = WouldMeet(
            test.flip, value.unit, "more area", f"{amount(test.flip, value.unit)} more would meet it."
        )
        return judged([test], said, would_meet=change)

    return certain_first(facts, types, judge)


def floor_per_place(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Floor area of what is brought for each place of its capacity."""
    types = criterion.inputs["types"]
    brought = facts.content.provided(types, certain=False)
    if not brought:
        return not_applicable(f"The scheme does not state that it brings any {listed(list(types), 'or')}.")
    tests = []
    value = figures.main
    for p in brought:
        area = area_of(p)
        if area is None or not p.capacity:
            return waits("applicant", f"The floor area and the number of places of {p.name or p.type}.")
        least = p.capacity if p.capacity_least is None else p.capacity_least
        test = Test(
            area[0] / p.capacity,
            area[1] / (least or p.capacity),
            value.number,
            value.comparison,
            value.unit,
            p.name or p.type,
        )
        tests.append(test)
    said = "; ".join(f"{t.part}: {amount(t.worst, t.unit)}, {amount(t.figure, t.unit)} asked" for t in tests)
    worst = max(tests, key=lambda t: t.flip if t.verdict == "not met" else 0)
    p = next(x for x in brought if (x.name or x.type) == worst.part)
    short = round(max(value.number * (p.capacity or 0.0) - (area_of(p) or (0, 0))[0], 0.0), 3)
    made = judged(
        tests, f"{said}.",
        would_meet=WouldMeet(short, "m2", worst.part, f"{amount(short, 'm2')} more floor in {worst.part} would meet it."),
    )  # fmt: skip
    return resting_on(made, "")


def school_floor_area(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Floor area of each school brought against a base and so much for each pupil."""
    types = criterion.inputs["types"]
    brought = facts.content.provided(types, certain=False)
    if not brought:
        return not_applicable(f"The scheme does not state that it brings any {listed(list(types), 'or')}.")
    tests = []
    for p in brought:
        area = area_of(p)
        if area is None or not p.capacity:
            return waits("applicant", f"The floor area and the number of pupils of {p.name or p.type}.")
        asked = figures.number("base") + figures.number("each pupil") * p.capacity
        tests.append(Test(*area, round(asked, 3), figures.of("base").comparison, "m2", p.name or p.type))
    said = "; ".join(f"{t.part}: {amount(t.worst, 'm2')}, {amount(t.figure, 'm2')} asked" for t in tests)
    short = max((t.flip for t in tests if t.verdict == "not met"), default=0.0)
    made = judged(
        tests,
        f"{said}.",
        would_meet=WouldMeet(short, "m2", "floor area", f"{amount(short, 'm2')} more would meet it."),
    )
    return resting_on(made, "base")


PER: dict[str, tuple[float, float, str]] = {
    "ha per 1,000": (1000.0, 10_000.0, "area"),
    "m2 per 1,000": (1000.0, 1.0, "area"),
    "m2 per 1,750": (1750.0, 1.0, "area"),
    "courts per 1,000": (1000.0, 1.0, "capacity"),
}
"""By unit: for how many people, how many square metres make one, and what of a provision is counted."""


def provision_per_people(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """What the scheme brings for its own people; what is there already is shown with the walks to it."""
    people, lacking = people_wanted(facts)
    if people is None:
        assert lacking is not None
        return lacking
    types = criterion.inputs.get("types", ())

    def judge(brought: Sequence[Provision]) -> Measured:
        tests, said = [], []
        for value in figures.values:
            kinds = (value.of,) if value.of else types
            mine = [p for p in brought if p.type in kinds]
            found = _provided(mine, value)
            if found is None:
                what = "number of courts" if PER[value.unit][2] == "capacity" else "area"
                return waits(
                    "applicant", f"The {what} of each of these: {listed([p.name or p.type for p in mine])}."
                )
            per, _, _ = PER[value.unit]
            test = Test(
                per * found[0] / people[1], per * found[1] / (people[0] or people[1]),
                value.number, value.comparison, value.unit, value.of,
            )  # fmt: skip
            tests.append(test)
            need = value.number * people[1] / per
            of = f"{value.of}: " if value.of else ""
            said.append(
                f"{of}{amount(test.worst, value.unit)} for {_count(people)} people, {amount(value.number, value.unit)} asked ({amount(need, value.unit.partition(' ')[0])} in all)."
            )
        worst = max(tests, key=lambda t: t.flip)
        unit = worst.unit.partition(" ")[0]
        short = worst.flip * people[1] / PER[worst.unit][0]
        change = WouldMeet(
            round(short, 3),
            unit,
            worst.part or "provision",
            f"{amount(short, unit)} more on the site would meet it.",
        )
        note = (
            "Counted on the site; places beyond the red line are shown with their walks under other criteria."
        )
        return judged(tests, f"{' '.join(said)} {note}{illustrative(facts)}", would_meet=change)

    wanted = [*types, *(v.of for v in figures.values if v.of)]
    return certain_first(facts, wanted, judge)


def _provided(provision: Sequence[Provision], value: Value) -> Span | None:
    _, one, what = PER[value.unit]
    if what == "capacity":
        if any(p.capacity is None for p in provision):
            return None
        most = sum(p.capacity or 0.0 for p in provision)
        return sum(
            (p.capacity if p.capacity_least is None else p.capacity_least) or 0.0 for p in provision
        ), most
    area = total_area(provision)
    return None if area is None else (area[0] / one, area[1] / one)


GP_UNITS = ("gp", "gps", "wte gp", "wte gps", "whole time equivalent gps", "fte gps", "fte gp")
PATIENTS = ("patients", "patients registered", "registered patients")


def people_for_each_gp(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Patients on the nearest practice's list and the scheme's people, for each of its whole-time GPs.

    The guidance sets no catchment, so the nearest practice on foot is taken. A list names GPs as capacity
    in whole-time equivalents and patients as used.
    """
    people, lacking = people_wanted(facts)
    if people is None:
        assert lacking is not None
        return lacking
    sort = Sort(criterion.inputs["types"])
    missing = lacks(facts, [sort])
    if missing:
        return Measured("cannot tell", waiting_for=missing, working=missing[0].what)
    ways = ways_to(facts, facts.gates, sort)
    at = int(ways.places[ways.nearest])
    if at < 0:
        return waits("layer", f"{many(sort.types)[:1].upper()}{many(sort.types)[1:]} that can be walked to.")
    places = facts.ground.places
    name = str(places.column("name")[at]) or sort.types[0]
    walk = ways.ways[ways.nearest].walk_m or 0.0
    if facts.ground.lists(sort.types).wanting:
        return waits("layer", facts.ground.lists(sort.types).wanting)
    unit = str(places.column("capacity_unit")[at]).casefold()
    capacity, used = places.column("capacity")[at], places.column("used")[at]
    layer = str(places.column("layer")[at])
    proof = Evidence(facts.ground.layer_names.get(layer, layer), str(places.column("id")[at]), name, walk)
    if not capacity or used is None or unit not in GP_UNITS:
        return waits(
            "consultee",
            f"The NHS: whole-time GPs and registered patients at {name}, {metres(walk)} on foot.",
            evidence=(proof,),
        )
    value = figures.main
    base = float(used)
    nearby = [c for c in facts.setting.commitments if c.people]
    test = Test(
        (base + people[0]) / capacity,
        (base + people[1]) / capacity,
        value.number,
        value.comparison,
        value.unit,
    )
    said = (
        f"{name}, the nearest practice ({metres(walk)} on foot): {amount(base, '')} patients and {_count(people)} new people "
        f"for {amount(float(capacity), '')} whole-time GPs, {amount(test.worst, value.unit)}; now {amount(base / capacity, value.unit)}."
        f"{illustrative(facts)}"
    )
    short = (base + people[1]) / value.number - capacity
    made = judged(
        [test], said, evidence=(proof,),
        facts=(Fact(PATIENTS[1], base, "patients", (proof,)), Fact(GP_UNITS[2], float(capacity), "GPs", (proof,))),
        would_meet=WouldMeet(round(short + 0.0005, 3), "GPs", "more whole-time GPs", f"{amount(short, 'GPs')} more whole-time GPs would meet it."),
    )  # fmt: skip
    if not nearby:
        return made
    others = sum(float(c.people or 0.0) for c in nearby)
    with_them = Test(
        test.least + others / capacity,
        test.most + others / capacity,
        value.number,
        value.comparison,
        value.unit,
    )
    words = f"With {len(nearby)} commitments nearby ({amount(others, '')} people) it would be {with_them.verdict}: {amount(with_them.worst, value.unit)}."
    return replace(
        made,
        otherwise=(
            *made.otherwise,
            Otherwise("commitments nearby", with_them.verdict, with_them.worst, words),
        ),
        working=f"{made.working} {words}",
    )


def _m2(span: Span) -> str:
    return _of(span, "m2")


def _of(span: Span, unit: str) -> str:
    return (
        amount(span[1], unit) if span[0] == span[1] else f"{amount(span[0], unit)} to {amount(span[1], unit)}"
    )


def _count(span: Span) -> str:
    return f"{span[1]:,.0f}" if span[0] == span[1] else f"{span[0]:,.0f} to {span[1]:,.0f}"
