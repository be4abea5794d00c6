"""What stands behind the findings: evidence, actions, sources, method, changes, and the key for reading back."""

from __future__ import annotations

import hashlib

from placewell.assess.explain import WALKING_M_PER_MIN
from placewell.assess.live.each import CRITERION
from placewell.assess.live.of_walks import WALKS
from placewell.assess.live.sums import Cell, Column, Here, Table, is_number, when
from placewell.domain.judgement import TESTS as OBLIGATION
from placewell.exporting import back
from placewell.exporting.report.blocks import Block, Section
from placewell.exporting.report.given import Given
from placewell.exporting.verdict_style import MEANING, VERDICT_STYLES


def evidence(given: Given) -> Section:
    """Each place that a finding rests on."""
    coverage = {
        la.name: " – ".join(p for p in (la.coverage, la.coverage_area) if p) for la in given.assessment.layers
    }
    # A place is used by many criteria: it stands once for each start and distance, with all of them.
    used: dict[tuple[str, str, str, float | None, float | None], tuple[str, list[str]]] = {}
    for f in given.assessment.findings:
        for e in (*f.evidence, *(x for fact in f.facts for x in fact.evidence)):
            place = e.layer, e.id, e.start, e.reach_m, e.straight_m
            _, criteria = used.setdefault(place, (e.name, []))
            if f.criterion not in criteria:
                criteria.append(f.criterion)
    rows: list[tuple[Cell, ...]] = []
    for (layer, id_, start, reach_m, straight_m), (name, criteria) in used.items():
        held = given.evidence.get((layer, id_))
        minutes = when(is_number(Here("Walk, m")), Here("Walk, m") / WALKING_M_PER_MIN, "")
        rows.append((
            name or "unnamed", start or None, reach_m, minutes, straight_m,
            held.capacity if held and held.capacity else None, layer, coverage.get(layer), id_,
            held.source_row if held and held.source_row else None, ", ".join(criteria),
        ))  # fmt: skip
    columns = (
        Column("Place", width=28), Column("From", width=26), Column("Walk, m", "number", 9), Column("Minutes", "number", 9),
        Column("Straight line, m", "number", 10), Column("Holds", width=16), Column("Layer", width=20),
        Column("How complete the list is", width=24), Column("Id in the layer", width=13),
        Column("Row at its source", width=16), Column("Criteria", width=36),
    )  # fmt: skip
    about = f"Distances were measured on the map along the walking network, both ends counted; minutes are at {WALKING_M_PER_MIN:g} m a minute."
    table = Table("Evidence", "Places used", columns, tuple(rows), about, "No place was used.")
    return Section("Evidence", "Evidence", about, (table,))


def walks(given: Given) -> Section:
    """Every walk."""
    table = given.model.table(WALKS)
    return Section("Walks", "Walks", table.about, (table,), "inside")


def actions(given: Given) -> Section:
    """Mitigation and promises."""
    rows: list[tuple[Cell, ...]] = [
        (
            a.criterion, a.what, a.mechanism or "not decided yet", a.trigger or None, a.owner or None, a.status,
            *((getattr(a, t) or "not yet said") if a.mechanism == "section 106" else "not asked" for t in OBLIGATION), a.reason or None,
        )
        for a in given.actions
    ]  # fmt: skip
    columns = (
        Column(CRITERION, width=12), Column("What is to be done", width=40), Column("By way of", width=14),
        Column("By when", width=16), Column("Whose", width=16), Column("Status", width=11), Column("Necessary", width=10),
        Column("Directly related", width=10), Column("Fair and reasonable", width=11), Column("Why", width=24),
    )  # fmt: skip
    about = "Mitigation noted for this scheme. The three tests are those of a planning obligation (Community Infrastructure Levy Regulations 2010, regulation 122)."
    table = Table("Actions", "Actions", columns, tuple(rows), about, "No mitigation has been noted yet.")
    return Section("Actions", "Actions", about, (table,))


def sources(given: Given) -> Section:
    """Layers and guidance."""
    layers: tuple[tuple[Cell, ...], ...] = tuple(
        (
            la.name, la.publisher or None, la.vintage or "undated", (la.imported or "")[:10] or None,
            " – ".join(p for p in (la.coverage, la.coverage_area) if p), la.coverage_note or None, la.licence or None,
            la.attribution or None, float(la.count),
        )
        for la in given.assessment.layers
    )  # fmt: skip
    columns = (
        Column("Layer", width=26), Column("Publisher", width=20), Column("As at", width=11), Column("Brought in", width=11),
        Column("How complete", width=18), Column("How that is known", width=30), Column("Licence", width=22),
        Column("Credit", width=34), Column("Rows", "whole", 8),
    )  # fmt: skip
    packs: tuple[tuple[Cell, ...], ...] = tuple(
        (p.title or p.id, p.id, p.edition) for p in given.assessment.packs
    )
    guidance = Table("Guidance", "Guidance", (Column("Guidance", width=26), Column("Id", width=20), Column("Edition", width=11)), packs)  # fmt: skip
    table = Table("Layers", "Data", columns, layers, "", "No list was used.")
    about = "What the findings rest on, how old and how complete it is, and whose. Each figure's own source stands beside it."
    return Section("Sources", "Sources", about, (guidance, table))


METHOD = (
    MEANING,
    "Met: the figure in the cited document is reached on the inputs shown. Partly met: used only where the guidance itself has two bands.",
    "Cannot tell: something is missing, partial or too old to rely on. It never counts as met, nor as not met; what it waits for stands beside it.",
    "Not applicable: the guidance is for another kind of scheme or place, or itself names another route; the reason stands beside it.",
    "For information and answered: no verdict is given. Some guidance is context; some questions are answered on a scale of their own, which is never turned into a verdict.",
    "Verdicts are never added up, averaged or ranked: one matter can be asked about by several documents.",
    "Walks are measured along streets and paths from the farthest entrance of the scheme, both ends counted. Lists count only where they are complete and not more than five years old.",
    "What the scheme brings counts where it is secured or open. What is only offered is shown beside.",
    "Cells with a blue tint may be changed: homes, quantities, figures. Cells with a yellow tint are for answers. Everything else is worked out or was measured on the map. Distances cannot be worked out in a spreadsheet; moving the scheme is done in Placewell.",
    "A figure typed under 'What if' is tried in place of the one given, which stays on record. 'Altered from' tells that a figure is not the published one.",
    "This is information for officers' judgement. It decides nothing.",
)


def method(given: Given) -> Section:
    """What a verdict means, and limits."""
    notes = [
        *METHOD,
        *(
            f"The homes' yield table, {t.name}, is illustrative: not for use."
            for t in [given.setting.yields]
            if t is not None and t.illustrative
        ),
        *given.left_out,
    ]
    rows: tuple[tuple[Cell, ...], ...] = tuple((float(n), text) for n, text in enumerate(notes, 1))
    marks: tuple[tuple[Cell, ...], ...] = tuple((s.mark, word) for word, s in VERDICT_STYLES.items())
    blocks: tuple[Block, ...] = (
        Table("Notes", "Notes", (Column("Note", "whole", 8), Column("What it means", width=120)), rows),
        Table("Marks", "Marks", (Column("Mark", "mark", 8), Column("Verdict", "verdict", 120)), marks),
    )
    return Section(
        "Method and limits",
        "Method and limits",
        "How findings are come by, and what they do not say.",
        blocks,
    )


def changes(given: Given) -> Section:
    """The audit trail."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (float(c.number), c.at[:16].replace("T", " "), c.who or None, c.what, c.act) for c in given.history
    )
    columns = (
        Column("Entry", "whole", 8), Column("When (UTC)", width=17), Column("Who", width=20), Column("What", width=80), Column("How", width=12)
    )  # fmt: skip
    table = Table("Changes", "Changes", columns, rows, "", "Nothing has been changed yet.")
    about = f"Every entry of the project's history, newest first. Its last seal is {given.provenance.head[:16] or 'none'}."
    return Section("Changes", "Changes", about, (table,))


SCALES = "Scales"


def ask_key(what: str) -> str:
    """The stable key of something asked of the applicant."""
    return "ask:" + hashlib.sha256(what.encode("utf-8")).hexdigest()[:10]


def key(given: Given, asks: list[tuple[str, str, str, str]], copy: str) -> Section:
    """Ids and what stood in each answer when this was written, so that answers can be read back."""
    p, a = given.provenance, given.assessment
    items: list[tuple[Cell, ...]] = [
        ("Format", back.FORMAT), ("Copy", copy), ("Project", p.project or None), ("Entry", str(p.entry)), ("Head", p.head or None),
        ("Scheme", a.scheme), ("Option", a.option or None), ("Submission", p.submission or None), ("As at", a.as_at),
        ("Written", p.written), ("Issue", p.issue or None),
    ]  # fmt: skip
    if copy == "file":
        items.append(("Control total", "to be filled"))
    answers: list[tuple[Cell, ...]] = []
    for f in a.findings:
        asked = given.asked[f.criterion]
        said = {g.part: g for g in f.answers}
        mitigation = "\n".join(m.what for m in f.mitigation) or None
        for part in asked.parts or ("",):
            g = said.get(part)
            name = f"{f.criterion}#{part}" if part else f.criterion
            answers.append((
                name, f.criterion, part or None, asked.scale or None, g.value if g else None,
                (g.reason or None) if g else None, mitigation if not part else None, (g.at or None) if g else None,
                f.applicant_states if not part else None,
            ))  # fmt: skip
        if asked.parts:
            answers.append(
                (f.criterion, f.criterion, None, None, None, None, mitigation, None, f.applicant_states)
            )
    headings = back.ANSWER_HEADINGS
    widths = (22, 14, 22, 16, 16, 28, 28, 24, 28)
    facts = Table(
        "KeyFacts",
        "This workbook",
        (Column(back.FACT_HEADINGS[0], width=22), Column(back.FACT_HEADINGS[1], width=66)),
        tuple(items),
    )
    answer_table = Table(
        "KeyAnswers",
        "Answers as written",
        tuple(Column(h, width=w) for h, w in zip(headings, widths, strict=True)),
        tuple(answers),
    )
    ask_rows: tuple[tuple[Cell, ...], ...] = tuple((k, c, w, s or None) for k, c, w, s in asks)
    ask_table = Table(
        "KeyAsked",
        "Asked as written",
        tuple(Column(h, width=w) for h, w in zip(back.ASK_HEADINGS, widths, strict=False)),
        ask_rows,
    )
    scales = {a.scale: a.choices for a in given.asked.values() if a.choices}
    scale_rows: list[tuple[Cell, ...]] = [
        (name, choice) for name in sorted(scales) for choice in scales[name]
    ]
    scale_table = Table(
        SCALES, "Scales", (Column("Scale", width=22), Column("Answer", width=14)), tuple(scale_rows)
    )
    about = "What Placewell needs to read answers back. Please leave this sheet as it is."
    blocks: list[Block] = [facts]
    if copy != "applicant":
        blocks += [answer_table, scale_table]
    if ask_rows:
        blocks.append(ask_table)
    return Section("Key", "Key", about, tuple(blocks), "inside")
