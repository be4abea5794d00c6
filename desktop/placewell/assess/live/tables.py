"""The tables that sums rest on: homes, quantities, floorspace, provision, losses, people, figures.

Names of tables and columns are used by every sum; they stand here once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from placewell.assess.content import CERTAIN, Content, area_of, plain
from placewell.assess.live.sums import (
    Cell,
    Column,
    Here,
    Is,
    Of,
    Sum,
    Table,
    every,
    is_number,
    most,
    some,
    total,
    when,
)
from placewell.assess.measures.homes import storeys_of
from placewell.domain.scheme import CERTAINTIES
from placewell.domain.tenure import ROOMS, TENURES
from placewell.guidance.homes_rule import CHOICES

HOMES, QUANTITIES, FLOORSPACE, PROVISION, LOSSES = "Homes", "Quantities", "Floorspace", "Provision", "Losses"
FACTS, TENURE_TABLE = "Facts", "Tenures"
FEW, MANY = "Counted, fewest", "Counted, most"
WHAT_IF = "What if"
KNOWN = "Homes are known"


def counted_few() -> Sum:
    """The fewest homes there are."""
    return total(Of(HOMES, FEW))


def counted_many() -> Sum:
    """The most homes there are."""
    return total(Of(HOMES, MANY))


def no_what_if(then: Sum) -> Sum:
    """The what-if where one is typed, else what was given."""
    return when(Here(WHAT_IF).eq(""), then, Here(WHAT_IF))


def _n(value: float | None) -> Cell:
    return None if value is None else float(value)


def _t(value: object) -> Cell:
    return str(value) if value not in (None, "") else None


def homes_table(
    content: Content,
    floor_figures: Sequence[str] = (),
    outdoor: Sum | None = None,
    floors: bool = False,
    people: Sum | None = None,
) -> Table:
    """The schedule, a row as it came. `floor_figures`: the criteria whose tables of floor areas are looked up."""
    room = some(*(Here("Tenure").eq(t) for t in ROOMS))
    given_few = when(Here("Homes, fewest").eq(""), Here("Homes, most"), Here("Homes, fewest"))
    columns = [
        Column("Row", width=7), Column("Block", width=6), Column("Core", width=5), Column("Level", width=5),
        Column("Home", width=7), Column("Phase", "whole", 6, typed=True), Column("Type", width=8),
        Column("Tenure", width=16, typed=True, choices=TENURES), Column("Bedrooms", "whole", 9, typed=True),
        Column("Bed spaces", "whole", 7, typed=True), Column("Habitable rooms", "whole", 9, typed=True),
        Column("Floor area, m²", "number", 7, typed=True), Column("Outdoor space, m²", "number", 7, typed=True),
        Column("Access", width=7, typed=True, choices=CHOICES["access"]),
        Column("Aspect", width=8, typed=True, choices=CHOICES["aspect"]),
        Column("Faces", width=8, typed=True, choices=CHOICES["faces"]), Column("Storeys", "whole", 7, typed=True),
        Column("Homes, fewest", "whole", 7, typed=True), Column("Homes, most", "whole", 7, typed=True),
        Column(WHAT_IF, "whole", 7, typed=True), Column(FEW, "whole", 7), Column(MANY, "whole", 7),
    ]  # fmt: skip
    made: list[Sum] = [
        when(room, 0, no_what_if(given_few)),
        when(room, 0, no_what_if(Here("Homes, most"))),
    ]
    for criterion in floor_figures:
        asked, over = f"Floor area asked, m²{case_of(criterion)}", floor_over(criterion)
        columns += [Column(asked, "number", 7), Column(over, "number", 7)]
        made += [_floor_asked(criterion), _over("Floor area, m²", asked)]
    if outdoor is not None:
        columns += [
            Column("Outdoor space asked, m²", "number", 7),
            Column("Outdoor space over, m²", "number", 7),
        ]
        made += [
            when(every(is_number(Here("Bed spaces")), Here(MANY).gt(0)), outdoor, ""),
            _over("Outdoor space, m²", "Outdoor space asked, m²"),
        ]
    if floors:
        columns += [Column("On its floor, fewest", "whole", 7), Column("On its floor, most", "whole", 7)]
        same = Of(HOMES, "Block").eq(Here("Block")) * Of(HOMES, "Core").eq(Here("Core"))
        same = same * Of(HOMES, "Level").eq(Here("Level"))
        told = every(Here("Core").ne(""), Here("Level").ne(""))
        made += [when(told, total(same * Of(HOMES, c)), 0) for c in (FEW, MANY)]
    if people is not None:
        columns.append(Column("People in the row", "number", 7))
        made.append(people)
    rows = [
        (
            _t(h.id), _t(h.block), _t(h.core), _t(h.level), _t(h.home), _n(h.phase), _t(h.type), _t(h.tenure),
            _n(h.bedrooms), _n(h.bed_spaces), _n(h.habitable_rooms), _n(h.gia_m2), _n(h.amenity_m2), _t(h.access),
            _t(h.aspect), _t(h.faces), float(storeys_of(h)), _n(h.homes_least), float(h.homes), None, *made,
        )
        for h in content.proposal.homes
    ]  # fmt: skip
    about = (
        "One row for each line of the applicant's schedule. Cells with a tinted ground may be changed; a number in "
        "'What if' is counted in place of the homes given, which stay on the record. Rooms of students, shared "
        "living and care are no homes and count as none."
    )
    return Table(HOMES, "Homes", tuple(columns), tuple(rows), about, "No schedule of homes has come yet.")


IF = " if "
"""Between a criterion and the case that it is taken to be in, where it cannot be told which."""


def case_of(criterion: str) -> str:
    """' (shower room)' for 'LP-D6-GIA if shower room', else nothing."""
    case = criterion.partition(IF)[2]
    return f" ({case})" if case else ""


def floor_over(criterion: str) -> str:
    """The column that says how much each home has over what a criterion asks."""
    return f"Floor area over, m²{case_of(criterion)}"


def _floor_asked(criterion: str) -> Sum:
    from placewell.assess.live.figures_table import in_use_of

    beds, storeys = most(Here("Bedrooms"), 1), Here("Storeys")
    name = (
        Is(f"{criterion}|") & beds & "b" & Here("Bed spaces") & "p, " & storeys
        & when(storeys.eq(1), " storey", " storeys")
    )  # fmt: skip
    known = every(is_number(Here("Bedrooms")), is_number(Here("Bed spaces")), Here(MANY).gt(0))
    return when(known, in_use_of(name, Is("")), "")


def _over(has: str, asked: str) -> Sum:
    return when(every(is_number(Here(has)), is_number(Here(asked))), Here(has) - Here(asked), "")


AMOUNTS = (
    Column("Fewest", "number", 10, typed=True), Column("Most", "number", 10, typed=True),
    Column(WHAT_IF, "number", 10, typed=True),
)  # fmt: skip
COUNTED = (Column("Known", "whole", 8), Column(FEW, "number", 10), Column(MANY, "number", 10))


def _amounts(few: float | None, many: float | None) -> tuple[Cell, ...]:
    """The cells of `AMOUNTS` and `COUNTED`."""
    few_given = when(Here("Fewest").eq(""), Here("Most"), Here("Fewest"))
    known = when(every(Here("Most").eq(""), Here(WHAT_IF).eq("")), 0, 1)
    return (
        _n(None if few == many else few), _n(many), None, known,
        when(Here("Known").eq(0), 0, no_what_if(few_given)),
        when(Here("Known").eq(0), 0, no_what_if(Here("Most"))),
    )  # fmt: skip


def tenures_table(content: Content) -> Table:
    """Homes and habitable rooms of each tenure that the schedule has, and their shares."""
    held = [t for t in TENURES if t not in ROOMS and any(h.tenure == t for h in content.homes)]
    rows: list[tuple[Cell, ...]] = []
    for tenure in held:
        mine = Of(HOMES, "Tenure").eq(tenure)
        homes = total(mine * Of(HOMES, MANY))
        rooms = total(mine * Of(HOMES, "Habitable rooms") * Of(HOMES, MANY))
        whole = total(Of(HOMES, "Habitable rooms") * Of(HOMES, MANY))
        share = when(whole.eq(0), "", 100 * Here("Habitable rooms") / whole)
        by_homes = when(counted_many().eq(0), "", 100 * Here("Homes, most") / counted_many())
        rows.append((tenure, homes, by_homes, rooms, share))
    columns = (
        Column("Tenure", width=22), Column("Homes, most", "whole", 12), Column("Share of homes, %", "percent", 14),
        Column("Habitable rooms", "whole", 12), Column("Share of habitable rooms, %", "percent", 14),
    )  # fmt: skip
    about = "At the most of any range. Which tenures a policy counts as affordable is said by each policy."
    return Table(TENURE_TABLE, "Homes by tenure", columns, tuple(rows), about, "No tenure is given.")


def quantities_table(content: Content, asked: Iterable[tuple[str, str]]) -> Table:
    """Everything that is stated or asked for as a quantity: (name, unit) of what criteria ask."""
    rows: list[tuple[Cell, ...]] = []
    held = set()
    for q in content.proposal.quantities:
        held.add(plain(q.what))
        few = q.value if q.value_least is None else q.value_least
        rows.append((plain(q.what), q.what, *_amounts(few, q.value), _t(q.unit), _n(q.phase), _t(q.document)))
    for name, unit in dict(asked).items():
        if plain(name) not in held:
            held.add(plain(name))
            rows.append((plain(name), name, *_amounts(None, None), _t(unit), None, None))
    columns = (
        Column("Quantity", width=26, role="inside"), Column("As stated", width=26), *AMOUNTS, *COUNTED,
        Column("Unit", width=9), Column("Phase", "whole", 7), Column("Document", width=18),
    )  # fmt: skip
    about = (
        "What the applicant states, and what the guidance asks for that nobody has stated yet (empty). Type a number "
        "under 'Most' (and 'Fewest' for a range), or under 'What if' to try one: the findings follow."
    )
    return Table(QUANTITIES, "Quantities", columns, tuple(rows), about, "Nothing is stated or asked for.")


def stated(names: Sequence[str]) -> tuple[Sum, Sum, Sum]:
    """How many rows state a quantity by any of these names, and its least and most."""
    mine = any_of(QUANTITIES, "Quantity", list(dict.fromkeys(plain(n) for n in names)))
    return (
        total(mine * Of(QUANTITIES, "Known")),
        total(mine * Of(QUANTITIES, FEW)),
        total(mine * Of(QUANTITIES, MANY)),
    )


def any_of(table: str, column: str, values: Sequence[str]) -> Sum:
    """1 in each row whose column is one of these texts, else 0."""
    found: Sum = Of(table, column).eq(values[0]) * 1
    for value in values[1:]:
        found = found + Of(table, column).eq(value)
    return found


def floorspace_table(content: Content) -> Table:
    """Floorspace other than homes."""
    rows = [
        (
            _t(f.use), f.state, f.measure, _t(f.what), *_amounts(f.m2 if f.m2_least is None else f.m2_least, f.m2),
            _n(f.phase), _t(f.block),
        )
        for f in content.proposal.floorspace
    ]  # fmt: skip
    columns = (
        Column("Use class", width=11), Column("State", width=10), Column("Measured as", width=9),
        Column("Described as", width=26), *AMOUNTS, *COUNTED, Column("Phase", "whole", 7), Column("Block", width=8),
    )  # fmt: skip
    return Table(FLOORSPACE, "Floorspace", columns, tuple(rows), "Square metres.", "No floorspace is stated.")


def provision_table(content: Content) -> Table:
    """What the scheme brings."""
    rows = []
    for p in content.proposal.provision:
        area = area_of(p)
        few = p.capacity if p.capacity_least is None else p.capacity_least
        rows.append((
            p.id, p.type, _t(p.name), _n(p.phase), _t(p.certainty),
            _n(None if area is None or area[0] == area[1] else area[0]), _n(None if area is None else area[1]),
            _n(None if few == p.capacity else few), _n(p.capacity), _t(p.capacity_unit),
            when(some(*(Here("Certainty").eq(c) for c in CERTAIN)), 1, 0),
            when(Here("Area, most").eq(""), 0, when(Here("Area, fewest").eq(""), Here("Area, most"), Here("Area, fewest"))),
            when(Here("Area, most").eq(""), 0, Here("Area, most")),
            when(Here("Places, most").eq(""), 0, when(Here("Places, fewest").eq(""), Here("Places, most"), Here("Places, fewest"))),
            when(Here("Places, most").eq(""), 0, Here("Places, most")),
        ))  # fmt: skip
    columns = (
        Column("Row", width=11), Column("Type", width=18), Column("Name", width=20), Column("Phase", "whole", 7, typed=True),
        Column("Certainty", width=16, typed=True, choices=CERTAINTIES), Column("Area, fewest", "number", 9, typed=True),
        Column("Area, most", "number", 9, typed=True), Column("Places, fewest", "number", 9, typed=True),
        Column("Places, most", "number", 9, typed=True), Column("Places are", width=12), Column("Certain", "whole", 8),
        Column("m², fewest", "number", 9), Column("m², most", "number", 9), Column("Places counted, fewest", "number", 9),
        Column("Places counted, most", "number", 9),
    )  # fmt: skip
    about = (
        "What the scheme brings. It counts where it is secured or open; what is only offered is shown beside."
    )
    return Table(PROVISION, "Provision", columns, tuple(rows), about, "Nothing is stated to be brought.")


def losses_table(content: Content) -> Table:
    """What the scheme takes away."""
    rows = [
        (
            x.id, x.what, _t(x.name), *_amounts(x.amount if x.amount_least is None else x.amount_least, x.amount),
            _t(x.unit), _t(x.tenure), _n(x.bedrooms), _n(x.gia_m2), _n(x.phase), _t(x.occupied), _t(x.right_to_return),
        )
        for x in content.proposal.losses
    ]  # fmt: skip
    columns = (
        Column("Row", width=11), Column("What", width=18), Column("Name", width=20), *AMOUNTS, *COUNTED,
        Column("Unit", width=8), Column("Tenure", width=16, typed=True, choices=TENURES),
        Column("Bedrooms", "whole", 9, typed=True), Column("Floor area of one, m²", "number", 10, typed=True),
        Column("Phase", "whole", 7), Column("Lived in", width=10), Column("Right to return", width=10),
    )  # fmt: skip
    return Table(LOSSES, "Losses", columns, tuple(rows), "What the scheme takes away.", "No loss is stated.")


def _given(column: str, found: Sum) -> Sum:
    """A total, where any home gives what it is of: nothing given is not nothing."""
    return when(total(is_number(Of(HOMES, column)) * Of(HOMES, MANY)).eq(0), "not given", found)


def facts_table(content: Content, more: Sequence[tuple[str, Cell, str]] = ()) -> Table:
    """The scheme in a few figures, each worked out from the other tables."""
    rooms = any_of(HOMES, "Tenure", ROOMS)
    weight = Of(HOMES, "Habitable rooms") * Of(HOMES, MANY)
    supposed = is_number(Of(HOMES, WHAT_IF))
    rooms_most = supposed * Of(HOMES, WHAT_IF) + (1 - supposed) * Of(HOMES, "Homes, most")
    rows: list[tuple[Cell, ...]] = [
        (KNOWN, "yes" if content.homes_known else "no", "'no' until a schedule has come or somebody states that there are none"),
        ("Homes, fewest", counted_few(), "homes"),
        ("Homes, most", counted_many(), "homes"),
        ("Habitable rooms", _given("Habitable rooms", total(weight)), "rooms, of the homes that give theirs"),
        ("Floor area of homes", _given("Floor area, m²", total(Of(HOMES, "Floor area, m²") * Of(HOMES, MANY))), "m² GIA, of the homes that give theirs"),
        ("Rooms that are no homes", total(rooms * rooms_most), "students, shared living, care"),
        *more,
    ]  # fmt: skip
    columns = (Column("Fact", width=26), Column("Found", "number", 12), Column("Of what", width=40))
    return Table(FACTS, "The scheme in figures", columns, tuple(rows))
