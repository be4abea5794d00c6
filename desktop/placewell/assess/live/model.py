"""Everything that a spreadsheet needs to work the findings out again, checked against the findings themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from placewell.assess.engine import Assessor
from placewell.assess.facts import Facts
from placewell.assess.figures import figures_of
from placewell.assess.live import of_homes, of_walks
from placewell.assess.live.capacity import capacity_table, surgeries_table
from placewell.assess.live.counts import Counts
from placewell.assess.live.each import CRITERION, FINDINGS, PARTS, SUMS, VIEW, WALKED, Held, live_of, word_of
from placewell.assess.live.figures_table import FIGURES, figures_tables, key
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
    VERDICTS,
    Found,
    Live,
    tests_table,
    verdicts_table,
)
from placewell.assess.live.worth import Fault, Worth
from placewell.domain.finding import Finding
from placewell.guidance.model import Criterion


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


def _hold(facts: Facts, c: Criterion, f: Finding) -> Held:
    options, _ = figures_of(facts, c)
    return Held(c, f, tuple(options))


def _build(assessor: Assessor, facts: Facts, held: Sequence[Held], skip: Mapping[str, str]) -> Model:
    content = assessor.content
    counts = Counts()
    lives = [live_of(facts, h, counts, h.criterion.id in skip) for h in held]
    floors_of = next((h.each for h in held if h.criterion.measure == "floor area of homes"), [])
    outdoor = next((h.criterion.id for h in held if h.criterion.measure == "private outdoor space"), "")
    floors = any(h.criterion.measure == "homes per core" for h in held)
    people = people_table(content)
    in_row = people_in_row() if people is not None else None
    judged = [(c, figures, h.finding) for h in held for c, figures in h.each]
    walked = [
        (h.finding, bool(live.rows))
        for h, live in zip(held, lives, strict=True)
        if h.criterion.measure in WALKED
    ]
    tables = [
        homes_table(
            content,
            [c.id for c, _ in floors_of],
            of_homes.outdoor_asked(outdoor) if outdoor else None,
            floors,
            in_row,
        ),
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
    used = looked_up(tables) | {key(c.id, v.of) for c, figures in floors_of for v in figures.values}
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


def _was(held: Sequence[Held]) -> dict[str, float]:
    return {key(h.criterion.id, a.part): a.was for h in held for a in h.finding.altered}


STANDINGS = (
    "statute", "development plan", "guidance", "national policy", "emerging", "council corporate", "good practice", "context",
)  # fmt: skip


def standing_order(standing: str) -> int:
    """Where a standing comes in lists; one that is not known comes last."""
    return STANDINGS.index(standing) if standing in STANDINGS else len(STANDINGS)


def _found(held: Sequence[Held]) -> dict[str, Found]:
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


def _asked(held: Sequence[Held]) -> list[tuple[str, str]]:
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


def _check(model: Model, held: Sequence[Held], worth: Worth) -> dict[str, str]:
    """Findings whose sums come to something else than was found."""
    verdicts = model.table(VERDICTS)
    at = {row[0]: n for n, row in enumerate(verdicts.rows)}
    wrong: dict[str, str] = {}
    for h, live in zip(held, model.lives, strict=True):
        n = at[h.criterion.id]
        try:
            said = worth.cell(VERDICTS, n, verdicts.place("Verdict"))
            value = worth.cell(VERDICTS, n, verdicts.place("Value")) or None
            figure = worth.cell(VERDICTS, n, verdicts.place("Figure"))
        except Fault as fault:
            wrong[h.criterion.id] = str(fault)
            continue
        f = h.finding
        if said != word_of(f):
            wrong[h.criterion.id] = f"verdict {said}, found {word_of(f)}"
        elif (live.rows or live.beside) and not same(value, f.value):
            wrong[h.criterion.id] = f"value {value}, found {f.value}"
        elif live.rows and f.threshold is not None and not same(figure or None, f.threshold):
            wrong[h.criterion.id] = f"figure {figure}, found {f.threshold}"
    return wrong


def same(one: Cell, other: float | None) -> bool:
    """Equal to a billionth; an empty cell and nothing are one, and 0 with them."""
    if not isinstance(one, (int, float)):
        return not other
    return abs(one - (other or 0.0)) <= 1e-9 * max(1.0, abs(one))
