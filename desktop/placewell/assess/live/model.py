"""Everything that a spreadsheet needs to work the findings out again, checked against the findings themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from placewell.assess.content import Content
from placewell.assess.engine import UNSCORED, Assessor
from placewell.assess.facts import Facts
from placewell.assess.figures import Figures, figures_of
from placewell.assess.judge import Test, together
from placewell.assess.live import conditions, of_homes, of_provision, of_quantities, of_walks
from placewell.assess.live.capacity import capacity_table, gp_rows, surgeries_table
from placewell.assess.live.counts import Counts
from placewell.assess.live.figures_table import FIGURES, figures_tables, in_use, key
from placewell.assess.live.people_table import living_table, people_in_row, people_table, phases_table
from placewell.assess.live.sums import (
    At,
    Cell,
    Column,
    Here,
    Is,
    Of,
    Sum,
    Table,
    parts_of,
    sum_of,
    total,
    when,
)
from placewell.assess.live.tables import (
    facts_table,
    floorspace_table,
    homes_table,
    losses_table,
    provision_table,
    quantities_table,
    tenures_table,
)
from placewell.assess.live.tests_table import (
    HOLDS,
    NOT_KNOWN,
    OFFERED,
    VERDICTS,
    Found,
    Live,
    Row,
    count,
    test_row,
    tests_table,
    verdicts_table,
)
from placewell.assess.live.worth import Fault, Worth
from placewell.domain.finding import Finding
from placewell.guidance.model import Criterion

FINDINGS, PARTS = "Findings", "Parts"
VIEW = "Officer's view"
CRITERION = "Criterion"
ANSWERED, FOR_INFORMATION = "answered", "for information"

Rows = Callable[[Content, Criterion, Figures, Counts], list[Row]]
SUMS: Mapping[str, Rows] = {
    "share of homes": of_homes.share_of_homes,
    "floor area of homes": of_homes.floor_area_of_homes,
    "private outdoor space": of_homes.private_outdoor_space,
    "communal outdoor space": of_homes.communal_outdoor_space,
    "homes per core": of_homes.homes_per_core,
    "replacement of homes": of_homes.replacement_of_homes,
    "stated quantity": of_quantities.stated_quantity,
    "stated share": of_quantities.stated_share,
    "spaces per home": of_quantities.spaces_per_home,
    "net quantity": of_quantities.net_quantity,
    "share of floorspace": of_quantities.share_of_floorspace,
    "cycle spaces": of_quantities.cycle_spaces,
    "visitor cycle spaces": of_quantities.visitor_cycle_spaces,
    "cycle spaces by floorspace": of_quantities.cycle_spaces_by_floorspace,
    "play space per child": of_provision.play_space_per_child,
    "size of places": of_provision.size_of_places,
    "net provision": of_provision.net_provision,
    "floor per place": of_provision.floor_per_place,
    "school floor area": of_provision.school_floor_area,
    "provision per 1,000 people": of_provision.provision_per_people,
}
"""Measures whose values follow from homes, quantities and provision alone."""
COMPARED = ("overlap", "statistic here", "separation")
"""Measures whose value was measured on the map, and that are nothing but a comparison with the figure."""
WALKED = ("walk to nearest", "walk to each", "minutes to nearest")


@dataclass(frozen=True)
class Model:
    """The tables, each once, and which findings they work out."""

    tables: tuple[Table, ...]
    lives: tuple[Live, ...]
    differs: tuple[tuple[str, str], ...]
    """Findings whose sums came to something else, with what: they are given as found. There ought to be none."""
    worth: Worth | None = None
    """What the cells came to when they were held against the findings."""

    def table(self, name: str) -> Table:
        """A table by name. Raises KeyError."""
        for t in self.tables:
            if t.name == name:
                return t
        raise KeyError(name)


def word_of(f: Finding) -> str:
    """A finding's verdict as a cell shows it."""
    return f.verdict or (ANSWERED if f.answers else FOR_INFORMATION)


@dataclass(frozen=True)
class _Held:
    criterion: Criterion
    finding: Finding
    figures: Figures
    one_case: bool


def model_of(assessor: Assessor) -> Model:
    """The sums of an assessment. Those that do not come to the finding are left out and named in `differs`."""
    facts = Facts(assessor.ground, assessor.proposal, assessor.setting, assessor.content, routes=False)
    criteria = [c for p in assessor.packs for c in p.criteria]
    held = [_hold(facts, c, f) for c, f in zip(criteria, assessor.findings, strict=True)]
    skip: dict[str, str] = {}
    # A second round only where the first found a difference.
    for _ in range(2):
        model = _build(assessor, facts, held, skip)
        worth = Worth([*model.tables, *answers_tables([(h.criterion, h.finding) for h in held])])
        wrong = _check(model, held, worth)
        if not wrong:
            break
        skip |= wrong
    return replace(model, differs=tuple(skip.items()), worth=worth)


def _hold(facts: Facts, c: Criterion, f: Finding) -> _Held:
    options, _ = figures_of(facts, c)
    return _Held(c, f, options[0] if options else Figures(()), len(options) == 1 or not c.values)


def _build(assessor: Assessor, facts: Facts, held: Sequence[_Held], skip: Mapping[str, str]) -> Model:
    content = assessor.content
    counts = Counts()
    lives = [_live(facts, h, counts, h.criterion.id in skip) for h in held]
    floor = next((h.criterion.id for h in held if h.criterion.measure == "floor area of homes"), "")
    outdoor = next((h.criterion.id for h in held if h.criterion.measure == "private outdoor space"), "")
    floors = any(h.criterion.measure == "homes per core" for h in held)
    people = people_table(content)
    in_row = people_in_row() if people is not None else None
    judged = [(h.criterion, h.figures, h.finding) for h in held]
    walked = [
        (h.finding, bool(live.rows))
        for h, live in zip(held, lives, strict=True)
        if h.criterion.measure in WALKED
    ]
    tables = [
        homes_table(content, floor, of_homes.outdoor_asked(outdoor) if outdoor else None, floors, in_row),
        facts_table(content),
        tenures_table(content),
        quantities_table(content, _asked(held)),
        floorspace_table(content),
        provision_table(content),
        losses_table(content),
        *((people, living_table()) if people is not None else ()),
        phases_table(content),
        *((capacity_table(content, judged), surgeries_table(judged)) if people is not None else ()),
        counts.table,
        of_walks.walks_table(walked),
        tests_table(lives),
        verdicts_table(lives, _found(held)),
    ]
    # The table of floor areas is looked up by names made from each home's own size.
    used = looked_up(tables) | {
        key(floor, v.of) for h in held if h.criterion.id == floor for v in h.figures.values
    }
    tables += figures_tables(judged, _was(held), used)
    read = columns_read(tables)
    return Model(tuple(_typed_where_read(t, read) for t in tables), tuple(lives), ())


def columns_read(tables: Sequence[Table]) -> set[tuple[str, str]]:
    """Every column that some sum reads, by table and name."""
    found: set[tuple[str, str]] = set()
    for t in tables:
        sums = {id(c): c for row in t.rows for c in row if isinstance(c, Sum)}
        for part in (p for c in sums.values() for p in parts_of(c)):
            if isinstance(part, Here):
                found.add((t.name, part.column))
            elif isinstance(part, Of):
                found.add((part.table, part.column))
            elif isinstance(part, At):
                found |= {(part.table, part.column), (part.table, part.by)}
    return found


def _typed_where_read(table: Table, read: set[tuple[str, str]]) -> Table:
    """The table with nothing marked as to be typed in that moves nothing: a scheme without phases needs none."""
    columns = tuple(replace(c, typed=c.typed and (table.name, c.name) in read) for c in table.columns)
    return table if columns == table.columns else replace(table, columns=columns)


def looked_up(tables: Sequence[Table]) -> set[Cell]:
    """The keys of all figures that some sum looks up."""
    sums = {id(c): c for t in tables for row in t.rows for c in row if isinstance(c, Sum)}
    found = (s for c in sums.values() for s in parts_of(c) if isinstance(s, At) and s.table == FIGURES)
    return {s.key.value for s in found if isinstance(s.key, Is)}


def _was(held: Sequence[_Held]) -> dict[str, float]:
    return {key(h.criterion.id, a.part): a.was for h in held for a in h.finding.altered}


STANDINGS = (
    "statute", "development plan", "guidance", "national policy", "emerging", "council corporate", "good practice", "context",
)  # fmt: skip


def standing_order(standing: str) -> int:
    """Where a standing comes in lists; one that is not known comes last."""
    return STANDINGS.index(standing) if standing in STANDINGS else len(STANDINGS)


def _found(held: Sequence[_Held]) -> dict[str, Found]:
    """What was found, listed by standing, within it as the packs have them."""
    ordered = sorted(held, key=lambda h: standing_order(h.finding.standing))
    return {
        h.criterion.id: Found(
            n + 1, h.finding.standing, word_of(h.finding), h.finding.value, said_of(h.finding)
        )
        for n, h in enumerate(ordered)
    }


def said_of(f: Finding) -> str:
    """How firm a finding is, or what it waits for, in words."""
    if f.verdict == "cannot tell":
        return "\n".join(f"Waiting for {w.kind}: {w.what}" for w in f.waiting_for)
    said = (f.firmness.words if f.firmness else "", f.would_meet.words if f.would_meet else "", f.reason)
    bare = (
        "Shown for information: it decides nothing."
        if f.verdict is None
        else "No figure says how firm it is."
    )
    return "\n".join(p for p in said if p) or (
        "Answered on its own scale." if f.answers and not f.verdict else bare
    )


def _asked(held: Sequence[_Held]) -> list[tuple[str, str]]:
    """Quantities that criteria ask for, with their units."""
    found: list[tuple[str, str]] = []
    for h in held:
        inputs, triggers = h.criterion.inputs, h.criterion.triggers
        unit = next((v.unit for v in h.figures.values), "")
        if h.criterion.measure in SUMS or h.criterion.measure == "owed where near":
            for name in ("what", "part", "whole", "gained", "lost"):
                texts = inputs.get(name, ())
                if texts and "homes" not in texts:
                    found.append(
                        (
                            texts[0],
                            unit if name == "what" and unit in ("m2", "m", "%", "spaces", "count") else "",
                        )
                    )
        if h.criterion.measure == "communal outdoor space":
            found.append((of_homes.COMMUNAL[0], "m2"))
        found += [(what, "") for what in (*triggers.stated, *triggers.unless_stated)]
    return list(dict(reversed(found)).items())[::-1]


# -- one finding ------------------------------------------------------------------------------------


def _live(facts: Facts, h: _Held, counts: Counts, skip: bool) -> Live:
    c, f = h.criterion, h.finding
    main = next((v for v in h.figures.values if not v.of), None) or next(iter(h.figures.values), None)
    figure: Sum | float | None = None if main is None else in_use(c.id, main.of)
    if f.threshold is not None and (main is None or f.threshold != main.number):
        figure = f.threshold
    bare = Live(c.id, figure=f.threshold, given=word_of(f))
    scored = c.addressee == "proposal" and c.standing not in UNSCORED
    if skip:
        return bare
    holds = conditions.fixed(facts, c)
    begun = not (not c.values and c.citation.date and c.citation.date > facts.as_at[: len(c.citation.date)])
    if holds is False or not begun or (c.values and not h.figures.values):
        return bare
    if c.measure == "asked":
        return _asked_of(facts, c, bare, scored, holds)
    if holds is None or not h.one_case or (c.awaits and not c.values):
        return (
            replace(bare, then=_answer(c)) if c.then_asked and scored and f.verdict == "cannot tell" else bare
        )
    rows = _rows(facts.content, h, counts)
    if not rows:
        return bare
    made = Live(c.id, (*conditions.conditions(facts.content, c), *rows), figure=figure)
    not_met: Sum | str = "not applicable" if c.otherwise else "cannot tell" if c.then_asked else "not met"
    if any(r.offered for r in rows):
        with_it = At(VERDICTS, "Tests", CRITERION, Is(f"{c.id} {OFFERED}"))
        not_met = when(with_it.eq("not met"), not_met, "cannot tell")
    made = replace(made, not_met=not_met)
    if not scored:
        return replace(made, given=FOR_INFORMATION)
    if c.then_asked:
        raw = when(Here("Tests").eq("not met"), Here("Where not met"), Here("Tests"))
        made = replace(made, then=when(raw.eq("cannot tell"), _answer(c), raw))
    if c.measure in ("cycle spaces", "visitor cycle spaces", "cycle spaces by floorspace"):
        # What is asked can be told once nothing of the homes is wanting, though nobody has stated the spaces.
        asked = next(r.figure for r in rows if r.comparison)
        ready = count(Is(c.id), HOLDS).eq(sum(r.how == "condition" for r in made.rows))
        made = replace(
            made, figure=when(ready, sum_of(asked or 0.0), sum_of("" if figure is None else figure))
        )
    return made


def _answer(c: Criterion) -> Sum:
    """The verdict that an officer's answer gives."""
    if c.answers_for:
        blank = Of(PARTS, CRITERION).eq(c.id) * Of(PARTS, VIEW).eq("")
        return when(total(blank).gt(0), "cannot tell", ANSWERED)
    view = At(FINDINGS, VIEW, CRITERION, Is(c.id))
    return when(view.eq(""), "cannot tell", view if c.answer_scale == "met or not met" else ANSWERED)


def _asked_of(facts: Facts, c: Criterion, bare: Live, scored: bool, holds: bool | None) -> Live:
    if not scored:
        return bare
    rows = conditions.conditions(facts.content, c) if holds else []
    if not rows:
        return replace(bare, given="", then=_answer(c))
    # The question itself stands among the rows, so that without an answer nothing is told.
    asked = Row("the officer's answer", None, None, "", result=NOT_KNOWN, how="answered")
    then = when(Here("Tests").eq("cannot tell"), _answer(c), Here("Tests"))
    return Live(c.id, (*rows, asked), then=then, figure=bare.figure)


def _rows(content: Content, h: _Held, counts: Counts) -> list[Row]:
    c, f = h.criterion, h.finding
    if c.measure in SUMS:
        return SUMS[c.measure](content, c, h.figures, counts)
    if c.measure == "owed where near" and f.parts:
        return of_quantities.owed_where_near(content, c, h.figures, counts)
    if c.measure == "people for each GP" and content.people is not None:
        return [of_homes.some_homes(), *gp_rows(c, f)] if f.evidence else []
    if c.measure in WALKED:
        return of_walks.walk_rows(f) if f.ways_in else []
    if c.measure == "straight line to nearest":
        return of_walks.straight_rows(f)
    return _measured(h) if c.measure in COMPARED else []


def _measured(h: _Held) -> list[Row]:
    """Tests whose values were measured: only the figure can change."""
    f = h.finding
    tests = [
        Test(p.least, p.most, p.figure, p.comparison, p.unit, p.name)
        for p in f.parts
        if p.least is not None and p.most is not None
    ]
    if not tests or len(tests) != len(f.parts) or [t.verdict for t in tests] != [p.verdict for p in f.parts]:
        return []
    if (
        f.verdict is not None
        and together(tests) != f.verdict
        and f.verdict not in ("cannot tell", "not applicable")
    ):
        return []
    rows = []
    for t in tests:
        named = next((v for v in h.figures.values if v.of == t.part), None)
        named = named or (h.figures.values[0] if len(h.figures.values) == 1 else None)
        same = named is not None and named.number == t.figure and named.unit == t.unit
        rows.append(test_row(t, in_use(h.criterion.id, named.of) if same and named else None))
    return rows


# -- against the findings ---------------------------------------------------------------------------


def answers_tables(held: Sequence[tuple[Criterion, Finding]]) -> tuple[Table, Table]:
    """The findings and the parts that are answered by themselves, as far as sums look at them."""
    views: list[tuple[Cell, ...]] = []
    parts: list[tuple[Cell, ...]] = []
    for c, f in held:
        whole = [g for g in f.answers if not g.part]
        views.append((c.id, whole[-1].value if whole else None))
        said = {g.part: g.value for g in f.answers if g.part}
        parts += [(c.id, part, said.get(part)) for part in c.answers_for]
    return (
        Table(FINDINGS, "", (Column(CRITERION), Column(VIEW)), tuple(views)),
        Table(PARTS, "", (Column(CRITERION), Column("Part"), Column(VIEW)), tuple(parts)),
    )


def _check(model: Model, held: Sequence[_Held], worth: Worth) -> dict[str, str]:
    """Findings whose sums come to something else than was found."""
    verdicts = model.table(VERDICTS)
    at = {row[0]: n for n, row in enumerate(verdicts.rows)}
    wrong: dict[str, str] = {}
    for h in held:
        n = at[h.criterion.id]
        try:
            said = worth.cell(VERDICTS, n, verdicts.place("Verdict"))
            value = worth.cell(VERDICTS, n, verdicts.place("Value")) or None
            figure = worth.cell(VERDICTS, n, verdicts.place("Figure"))
        except Fault as fault:
            wrong[h.criterion.id] = str(fault)
            continue
        f = h.finding
        live = next(x for x in model.lives if x.criterion == h.criterion.id)
        if said != word_of(f):
            wrong[h.criterion.id] = f"verdict {said}, found {word_of(f)}"
        elif live.rows and not same(value, f.value):
            wrong[h.criterion.id] = f"value {value}, found {f.value}"
        elif live.rows and f.threshold is not None and not same(figure or None, f.threshold):
            wrong[h.criterion.id] = f"figure {figure}, found {f.threshold}"
    return wrong


def same(one: Cell, other: float | None) -> bool:
    """Equal to a billionth; an empty cell and nothing are one, and 0 with them."""
    if not isinstance(one, (int, float)):
        return not other
    return abs(one - (other or 0.0)) <= 1e-9 * max(1.0, abs(one))
