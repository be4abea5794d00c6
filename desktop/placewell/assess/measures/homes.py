"""Measures of homes: shares of them, their floor areas and outdoor space, how many share a core."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from placewell.assess.content import Span, plain
from placewell.assess.explain import amount, listed
from placewell.assess.facts import Facts
from placewell.assess.figures import Figures
from placewell.assess.judge import Test
from placewell.assess.measured import Measured, judged, not_applicable, resting_on, waits
from placewell.domain.finding import Waiting, WouldMeet
from placewell.domain.scheme import Homes
from placewell.domain.tenure import ROOMS
from placewell.guidance.homes_rule import Rule, holds, rule
from placewell.guidance.model import Criterion

NO_HOMES = "The schedule of accommodation: without it nothing can be said of homes."
WEIGHTS: dict[str, tuple[str, Callable[[Homes], float | None]]] = {
    "homes": ("homes", lambda h: 1.0),
    "habitable rooms": (
        "habitable rooms",
        lambda h: None if h.habitable_rooms is None else float(h.habitable_rooms),
    ),
    "floor area": ("floor area", lambda h: h.gia_m2),
}
"""By what is counted: its words, and how much of it one home has (None where the schedule does not say)."""


def no_homes(facts: Facts) -> Measured | None:
    """What is said where there are no homes to look at; None where there are some."""
    if not facts.content.homes_known:
        return waits("applicant", NO_HOMES)
    if facts.content.count[1] == 0:
        rooms = sum(h.homes for h in facts.proposal.homes if h.tenure in ROOMS)
        return not_applicable(
            f"The scheme has no homes: its {rooms:,} rooms are not homes."
            if rooms
            else "The scheme has no homes."
        )
    return None


@dataclass(frozen=True)
class Counted:
    """How much of a whole is of a group, between two ends, and what keeps it from being known."""

    part: Span
    rest: Span
    unknown: float
    """The most that may or may not be of the group."""

    @property
    def share(self) -> Span:
        """Per cent, least and most: each end taken with the other end of the rest, since they vary apart."""
        least = self.part[0] + self.rest[1] + self.unknown
        most = self.part[1] + self.unknown + self.rest[0]
        return (
            100 * self.part[0] / least if least else 0.0,
            100 * (self.part[1] + self.unknown) / most if most else 0.0,
        )


def counted(
    homes: Sequence[Homes],
    rules: Sequence[Rule],
    among: Sequence[Rule],
    weigh: Callable[[Homes], float | None],
) -> Counted | None:
    """How much of the homes `among` is of a group; None where some home's weight is not known."""
    part, rest, unknown = [0.0, 0.0], [0.0, 0.0], 0.0
    for h in homes:
        whole, mine = holds(among, h), holds(rules, h)
        if whole is False:
            continue
        one = weigh(h)
        if one is None:
            return None
        if whole is None or mine is None:
            unknown += one * h.homes
            continue
        side = part if mine else rest
        side[0] += one * h.least
        side[1] += one * h.homes
    return Counted((part[0], part[1]), (rest[0], rest[1]), unknown)


def share_of_homes(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Each group's share (or, for a figure in homes, its count) against the figure of that name."""
    if lacking := no_homes(facts):
        return lacking
    by = criterion.inputs["by"][0]
    noun, weigh = WEIGHTS[by]
    groups = {name: [rule(line) for line in lines] for name, lines in criterion.groups.items()}
    among = groups.get("among", [])
    tests, said, lacking_whats = [], [], []
    homes = facts.content.homes
    for value in figures.parts:
        key = (tuple(groups[value.of]), tuple(among), by)
        if key not in facts.content.counted:
            facts.content.counted[key] = counted(homes, groups[value.of], among, weigh)
        found: Counted | None = facts.content.counted[key]
        if found is None:
            return waits("applicant", f"The {noun} of every home: the schedule does not say for all of them.")
        if not found.part[1] + found.rest[1] + found.unknown:
            return not_applicable(
                f"None of the homes is one of those that this is about ({_among(criterion)})."
            )
        share = value.unit == "%"
        span = found.share if share else (found.part[0], found.part[1] + found.unknown)
        test = Test(
            round(span[0], 9), round(span[1], 9), value.number, value.comparison, value.unit, value.of
        )
        tests.append(test)
        whole = found.part[1] + found.rest[1] + found.unknown
        many = f"{found.part[1]:,.0f} of {whole:,.0f} {noun}" + (" (m²)" if by == "floor area" else "")
        shown = f" ({_span(test)})" if share else ""
        said.append(f"{value.of}: {many}{shown}, {amount(value.number, value.unit)} asked.")
        if found.unknown and test.verdict == "cannot tell":
            lacking_whats.append(
                f"{_fields([*groups[value.of], *among])} of {found.unknown:,.0f} {noun}, which the schedule leaves open."
            )
    beside = _among(criterion)
    working = " ".join([*said, f"Counted among: {beside}." if beside else "", _rooms(facts)]).strip()
    return judged(
        tests,
        working,
        waiting_for=tuple(Waiting("applicant", w) for w in dict.fromkeys(lacking_whats)),
        would_meet=_more(facts, tests, groups, among, weigh, noun),
    )


def _span(test: Test) -> str:
    if test.least == test.most:
        return amount(test.most, test.unit)
    return f"{amount(test.least, test.unit)} to {amount(test.most, test.unit)}"


def _among(criterion: Criterion) -> str:
    return "; ".join(criterion.groups.get("among", ()))


def _rooms(facts: Facts) -> str:
    rooms = sum(h.homes for h in facts.proposal.homes if h.tenure in ROOMS)
    return (
        f"{rooms:,} rooms of students, shared living or care are not homes and are not counted."
        if rooms
        else ""
    )


def _fields(rules: Sequence[Rule]) -> str:
    return listed(list(dict.fromkeys(r.field for r in rules))).capitalize()


def _more(
    facts: Facts,
    tests: Sequence[Test],
    groups: dict[str, list[Rule]],
    among: Sequence[Rule],
    weigh: Callable[[Homes], float | None],
    noun: str,
) -> WouldMeet | None:
    """How much of the same whole would have to be of each group that is off its figure."""
    changes: list[tuple[str, float]] = []
    said: list[str] = []
    for test in (t for t in tests if t.verdict == "not met"):
        up = test.comparison in ("at least", "more than")
        if test.unit == "%":
            found = counted(facts.content.homes, groups[test.part], among, weigh)
            assert found is not None
            change, whole = _change(test, found, up)
        else:
            change, whole = float(_ceil(test.flip)), facts.content.count[1]
        changes.append((test.part, change))
        word = "more" if up else "fewer"
        said.append(f"{change:,.0f} {noun} {word} of '{test.part}' out of the same {whole:,.0f}")
    if not changes:
        return None
    most = max(changes, key=lambda c: c[1])
    return WouldMeet(most[1], noun, most[0], f"{listed(said)} would meet it.", tuple(changes))


def _change(test: Test, found: Counted, up: bool) -> tuple[float, float]:
    """How many would change group, the whole staying as it is, and the whole; whole homes or rooms only."""
    whole = found.part[1] + found.rest[1] + found.unknown
    held = found.part[1] + found.unknown if up else found.part[0]
    exactly = whole * test.figure / 100
    step = 0.0 if test.comparison in ("at most", "at least") else 1e-6
    return float(_ceil(exactly - held + step) if up else _ceil(held - exactly + step)), whole


def _ceil(value: float) -> int:
    import math

    return math.ceil(round(value, 6))


# -- floor areas and outdoor space ----------------------------------------------------------------


def storeys_of(home: Homes) -> int:
    """Storeys within a home: from its type or levels ('duplex', '1-2'), else one."""
    said = plain(f"{home.type} {home.level}")
    for word, storeys in (("triplex", 3), ("duplex", 2), ("maisonette", 2), ("house", 2)):
        if word in said:
            return storeys
    levels = re.fullmatch(r"\s*(g|gf|\d+)\s*[-+/&]\s*(\d+)\s*", home.level.casefold())
    if levels:
        first = 0 if levels[1].startswith("g") else int(levels[1])
        return min(max(int(levels[2]) - first + 1, 1), 3)
    return 1


@dataclass(frozen=True)
class Each:
    """One row of homes against its own figure; `of` is the part of the criterion that the figure is made from."""

    test: Test
    homes: int
    of: str


def floor_area_of_homes(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Each home's floor area against the table's figure for its bedrooms, bed spaces and storeys."""
    if lacking := no_homes(facts):
        return lacking
    table = {v.of: v for v in figures.parts}
    rows: list[Each] = []
    unknown = untabled = 0
    for h in facts.content.homes:
        if h.bedrooms is None or h.bed_spaces is None or h.gia_m2 is None:
            unknown += h.homes
            continue
        beds, storeys = max(h.bedrooms, 1), storeys_of(h)
        key = f"{beds}b{h.bed_spaces}p, {storeys} {'storey' if storeys == 1 else 'storeys'}"
        value = table.get(key)
        if value is None:
            untabled += h.homes
            continue
        name = f"{key} ({h.home or h.type or h.id})"
        test = Test(h.gia_m2, h.gia_m2, value.number, value.comparison, value.unit, name)
        rows.append(Each(test, h.homes, key))
    whats = []
    if unknown:
        whats.append(f"The bedrooms, bed spaces and floor area of {unknown:,} homes.")
    if untabled:
        whats.append(f"Which row of the table {untabled:,} homes are: it has none for their type.")
    return _each_home(
        rows, whats, "floor area", "Taken to be on one floor unless the schedule says otherwise."
    )


def _each_home(rows: Sequence[Each], whats: Sequence[str], noun: str, note: str) -> Measured:
    """Every home must reach its own figure; one known to be short decides, else one that is not known."""
    off = [r for r in rows if r.test.verdict == "not met"]
    if not rows or (whats and not off):
        return (
            waits("applicant", *whats) if whats else not_applicable("The table is about none of these homes.")
        )
    whole, short = sum(r.homes for r in rows), sum(r.homes for r in off)
    closest = min(rows, key=lambda r: r.test.least - r.test.figure)
    margin = closest.test
    over = round(margin.least - margin.figure, 3)
    test = Test(over, over, 0.0, "at least", "m2", margin.part)
    working = (
        f"{whole - short:,} of {whole:,} homes have the {noun} asked. The closest is {margin.part}: "
        f"{amount(margin.least, 'm2')} against {amount(margin.figure, 'm2')}, {amount(abs(over), 'm2')} "
        f"{'over' if over >= 0 else 'under'}. {note}"
    )
    if whats:
        working += " Not known: " + " ".join(whats)
    said = f"{short:,} homes larger, the farthest short by {amount(test.flip, 'm2')}, would meet it."
    made = judged([test], working.strip(), would_meet=WouldMeet(test.flip, "m2", noun, said))
    moved = tuple(dict.fromkeys(r.of for r in off)) or (closest.of,)
    firm = None if made.firmness is None else replace(made.firmness, parts=moved)
    shown = f"{amount(margin.least, 'm2')} against {amount(margin.figure, 'm2')}"
    return replace(made, firmness=firm, value_text=shown)


def private_outdoor_space(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Each home's balcony, terrace or garden against what its bed spaces ask."""
    if lacking := no_homes(facts):
        return lacking
    first, extra = figures.of("first"), figures.of("each extra")
    rows: list[Each] = []
    unknown = 0
    for h in facts.content.homes:
        if h.bed_spaces is None or h.amenity_m2 is None:
            unknown += h.homes
            continue
        asked = first.number + extra.number * max(h.bed_spaces - 2, 0)
        test = Test(h.amenity_m2, h.amenity_m2, asked, first.comparison, "m2", h.home or h.type or h.id)
        rows.append(Each(test, h.homes, "first"))
    whats = [f"The bed spaces and private outdoor space of {unknown:,} homes."] if unknown else []
    note = "Depth and width are not in the schedule and are to be read from the drawings."
    return _each_home(rows, whats, "private outdoor space", note)


def communal_outdoor_space(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Communal space against the scheme's own share and what large homes lack of private space."""
    if lacking := no_homes(facts):
        return lacking
    base, private = figures.of("communal"), figures.of("private")
    large = [h for h in facts.content.homes if h.bedrooms is not None and h.bedrooms >= 3]
    unknown = sum(h.homes for h in facts.content.homes if h.bedrooms is None) + sum(
        h.homes for h in large if h.amenity_m2 is None
    )
    if unknown:
        return waits("applicant", f"The bedrooms and private outdoor space of {unknown:,} homes.")
    lacks = [sum(max(private.number - (h.amenity_m2 or 0.0), 0.0) * n for h, n in pairs) for pairs in (
        [(h, h.least) for h in large], [(h, h.homes) for h in large]
    )]  # fmt: skip
    given = facts.content.quantity(("communal amenity space", "communal outdoor space", "communal amenity"))
    if given is None:
        return waits("applicant", "The area of communal outdoor space.")
    asked = base.number + lacks[1]
    test = Test(given[0] - lacks[1], given[1] - lacks[0], base.number, base.comparison, "m2")
    said = (
        f"{amount(given[1], 'm2')} of communal outdoor space; {amount(asked, 'm2')} asked: {amount(base.number, 'm2')} "
        f"for the scheme and {amount(lacks[1], 'm2')} that {sum(h.homes for h in large):,} homes with 3 or more "
        f"bedrooms lack of {amount(private.number, 'm2')} each."
    )
    made = judged(
        [test], said, value_text=amount(given[1], "m2"),
        would_meet=WouldMeet(test.flip, "m2", "communal outdoor space", f"{amount(test.flip, 'm2')} more would meet it."),
    )  # fmt: skip
    return resting_on(made, "communal")


def homes_per_core(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """The most homes that one core serves on one floor."""
    if lacking := no_homes(facts):
        return lacking
    unknown = sum(h.homes for h in facts.content.homes if not h.level or not h.core)
    floors: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for h in facts.content.homes:
        if h.level and h.core:
            floors[h.block, h.core, h.level][0] += h.least
            floors[h.block, h.core, h.level][1] += h.homes
    value = figures.main
    most = max(floors.items(), key=lambda f: f[1][1], default=None)
    what = f"The core and level of {unknown:,} homes."
    if most is None:
        return waits("applicant", what)
    (block, core, level), (_, many) = most
    least = max(span[0] for span in floors.values())
    test = Test(least, many, value.number, value.comparison, value.unit)
    if unknown and test.verdict != "not met":
        return waits("applicant", what)
    where = listed([f"block {block}" if block else "", f"core {core}", f"level {level}"]).replace(
        " and ", ", "
    )
    return judged(
        [test],
        f"At most {amount(many, 'homes')} share a core on one floor ({where}).",
        would_meet=WouldMeet(
            test.flip, "homes", "fewer on that floor", f"{amount(test.flip, 'homes')} fewer would meet it."
        ),
    )


def replacement_of_homes(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Residential floorspace built less lost, of all homes and of affordable ones."""
    lost = facts.content.homes_lost
    if not lost:
        return not_applicable("No homes are stated to be lost.")
    if lacking := no_homes(facts):
        return lacking
    groups = {name: [rule(line) for line in lines] for name, lines in criterion.groups.items()}
    tests, said = [], []
    for value in figures.parts:
        rules = groups.get(value.of, [])
        built = _built(facts.content.homes, rules)
        gone = _gone(lost, rules)
        if built is None:
            return waits("applicant", f"The tenure and floor area of every home proposed ({value.of}).")
        if gone is None:
            return waits(
                "applicant",
                f"How many homes would be lost, with the tenure and floor area of each ({value.of}).",
            )
        tests.append(
            Test(built[0] - gone[1], built[1] - gone[0], value.number, value.comparison, value.unit, value.of)
        )
        said.append(f"{value.of}: {amount(built[1], 'm2')} built, {amount(gone[1], 'm2')} lost.")
    short = max((t.flip for t in tests if t.verdict == "not met"), default=0.0)
    return judged(
        tests, " ".join(said),
        would_meet=WouldMeet(short, "m2", "floor area of homes", f"{amount(short, 'm2')} more would meet it."),
    )  # fmt: skip


def _built(homes: Sequence[Homes], rules: Sequence[Rule]) -> Span | None:
    least = most = 0.0
    for h in homes:
        mine = holds(rules, h)
        if mine is False:
            continue
        if mine is None or h.gia_m2 is None:
            return None
        least += h.gia_m2 * h.least
        most += h.gia_m2 * h.homes
    return least, most


def _gone(lost: Sequence[object], rules: Sequence[Rule]) -> Span | None:
    least = most = 0.0
    from placewell.domain.scheme import Loss

    for x in lost:
        assert isinstance(x, Loss)
        as_home = Homes("", "", 1, tenure=x.tenure, bedrooms=x.bedrooms, habitable_rooms=x.habitable_rooms)
        mine = holds(rules, as_home)
        if mine is False:
            continue
        if mine is None or x.amount is None or x.gia_m2 is None:
            return None
        least += (x.amount if x.amount_least is None else x.amount_least) * x.gia_m2
        most += x.amount * x.gia_m2
    return least, most
