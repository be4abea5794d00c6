"""Which sections each kind of copy has, and what is left out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from placewell.assess.live.each import CRITERION, VIEW
from placewell.assess.live.sums import Cell, Column, Sum, Table
from placewell.assess.live.tables import WHAT_IF
from placewell.assess.live.worth import Worth
from placewell.exporting.report import asked, findings, record, scheme, summary
from placewell.exporting.report.blocks import Block, Copy, Report, Section, untyped, without
from placewell.exporting.report.given import Given
from placewell.exporting.sheet_text import date_words

TITLES = {
    "working": "Working copy", "file": "File copy", "publication": "Publication copy", "team": "Team copy",
    "applicant": "Request to the applicant",
}  # fmt: skip
INSIDE = ("Walks", "Figures", "Working", "Verdicts", "Key", "Changes")
"""Sections that a published copy leaves out: working for those who work on it."""
NAMED = ("Officer", "Prepared by", "Checked by", "Agreed by")
"""What a published copy does not say of a case."""
PRIVATE = {"Reason", "Why"}


def compose(given: Given, copy: Copy = "working", team: str = "", sheets: Sequence[str] = ()) -> Report:
    """The report of one kind. `sheets` names those wanted, where not all; the key always stays where there is one."""
    made = _all(given, copy)
    if copy == "working":
        chosen = made
    elif copy == "applicant":
        chosen = [s for s in made if s.title in ("Ask the applicant", "Key")]
    elif copy == "team":
        chosen = _team(_valued(made, given.model.worth), given, team)
    else:
        chosen = _valued(made, given.model.worth)
        if copy == "publication":
            chosen = [_public(s) for s in chosen if s.title not in INSIDE]
        chosen = [_still(s) for s in chosen]
    if sheets:
        chosen = [s for s in chosen if s.title in sheets or s.title in ("Key", "Method and limits")]
    a = given.assessment
    name = f"{a.scheme}{f', {a.option}' if a.option else ''}"
    if copy != "applicant":
        chosen = [_cover(given, copy, team, chosen), *chosen] if copy != "working" else chosen
    footer = f"{name}, as at {date_words(a.as_at)}"
    if given.council:
        footer = f"{given.council}: {footer}"
    return Report(
        f"Assessment of {name}",
        TITLES[copy],
        footer,
        tuple(chosen),
        copy,
        {"written": given.provenance.written},
        given.confidential,
        given.model.worth,
    )


Maker = Callable[[Given], Section]


def _all(given: Given, copy: Copy) -> list[Section]:
    parts = findings.parts_table(given)
    table = findings.findings_table(given)
    made = [summary.summary(given), Section("Findings", "Findings", table.about, (table,))]
    if parts is not None:
        made.append(Section("Answers by part", "Answers by part", parts.about, (parts,)))
    more: tuple[Maker, ...] = (
        asked.ask_the_applicant, asked.consultees, scheme.homes, scheme.counted, scheme.scheme, scheme.brought_and_lost, scheme.people, scheme.capacity,
        scheme.options, record.evidence, record.actions, record.sources, record.method, record.changes,
        scheme.figures, record.walks, scheme.working, scheme.verdicts,
    )  # fmt: skip
    made += [make(given) for make in more]
    made.append(record.key(given, asked.asks(given), copy))
    return made


def _valued(sections: Sequence[Section], known: Worth | None) -> list[Section]:
    """The same with every sum worked out: a record does not recalculate."""
    worth = Worth([t for s in sections for t in s.tables], known)
    return [replace(s, blocks=tuple(_values(b, worth) for b in s.blocks)) for s in sections]


def _values(block: Block, worth: Worth) -> Block:
    if not isinstance(block, Table):
        return block
    rows = []
    for n, row in enumerate(block.rows):
        cells = [worth.cell(block.name, n, m) if isinstance(c, Sum) else c for m, c in enumerate(row)]
        rows.append(tuple(None if c == "" else c for c in cells))
    # Rows that only keep room for what a change might add have nothing to say in a record.
    spare = block.name in ("NotMet", "AlteredFigures")
    kept = [r for r in rows if not spare or any(c is not None and c != "none" for c in r)]
    if block.name == "AlteredFigures":
        kept = [r for r in kept if r[0] not in ("none", None)]
    return replace(block, rows=tuple(kept))


CHANGING = re.compile(r"[^.]*\b(tint|tinted|[Tt]ype|typed|what if|What if|may be changed)\b[^.]*\.\s*")
"""Sentences about changing cells, which a record does not say."""


def _still(section: Section) -> Section:
    """As a record: nothing to type in, and no word of it."""
    blocks = tuple(
        _recorded(without(untyped(b), {WHAT_IF})) if isinstance(b, Table) else b for b in section.blocks
    )
    return replace(section, about=CHANGING.sub("", section.about).strip(), blocks=blocks)


def _recorded(table: Table) -> Table:
    table = replace(table, about=CHANGING.sub("", table.about).strip())
    if table.name != "Notes":
        return table
    rows = [(n, CHANGING.sub("", str(text)).strip()) for n, text in table.rows]
    return replace(
        table, rows=tuple((float(k), text) for k, (_, text) in enumerate([r for r in rows if r[1]], 1))
    )


def _public(section: Section) -> Section:
    """Without officers' names and notes, ids that only serve reading back, and columns of working."""
    blocks: list[Block] = []
    for b in section.blocks:
        if isinstance(b, Table):
            b = without(b, {c.name for c in b.columns if c.role == "inside"} | PRIVATE)
            if b.name == "About":
                b = replace(b, rows=tuple(r for r in b.rows if r[0] not in NAMED))
        blocks.append(b)
    return replace(section, blocks=tuple(blocks))


def _team(sections: Sequence[Section], given: Given, team: str) -> list[Section]:
    """One team's questions, with room for its answers."""
    wanted = team.casefold()

    def mine(criterion: Cell) -> bool:
        return given.asked[str(criterion)].who.casefold() == wanted

    made = []
    for s in sections:
        if s.title in ("Findings", "Answers by part", "Evidence"):
            blocks = []
            for b in s.blocks:
                assert isinstance(b, Table)
                # A place may be evidence for several criteria, named one after another.
                at = b.place("Criteria" if s.title == "Evidence" else CRITERION)
                rows = tuple(r for r in b.rows if any(mine(c) for c in str(r[at]).split(", ")))
                columns = tuple(
                    c if c.name in (VIEW, "Reason", "Mitigation") else replace(c, typed=False)
                    for c in b.columns
                )
                blocks.append(replace(b, rows=rows, columns=columns))
            if s.title != "Answers by part" or any(b.rows for b in blocks):
                made.append(replace(s, blocks=tuple(blocks)))
        elif s.title in (
            "Homes",
            "Homes counted",
            "Scheme",
            "Brought and lost",
            "People",
            "Sources",
            "Method and limits",
            "Key",
        ):
            made.append(_key_of(s, mine) if s.title == "Key" else _still(s))
    return made


def _key_of(section: Section, mine: Callable[[Cell], bool]) -> Section:
    """The key without other teams' answers."""
    blocks: list[Block] = []
    for b in section.blocks:
        if isinstance(b, Table) and b.name in ("KeyAnswers", "KeyAsked"):
            at = b.place(CRITERION)
            b = replace(b, rows=tuple(r for r in b.rows if mine(r[at])))
        blocks.append(b)
    return replace(section, blocks=tuple(blocks))


def teams(given: Given) -> list[str]:
    """Who answers questions of this assessment."""
    return sorted({a.who for a in given.asked.values() if a.who})


def _cover(given: Given, copy: Copy, team: str, sections: Sequence[Section]) -> Section:
    """What this workbook is, and a list of its sheets."""
    a, p = given.assessment, given.provenance
    said: list[tuple[Cell, ...]] = [
        ("What this is", f"{TITLES[copy]} of the assessment of {a.scheme}{f', {a.option}' if a.option else ''}"),
        ("As at", date_words(a.as_at)), ("Written", date_words(p.written[:10])),
    ]  # fmt: skip
    if given.council:
        said.append(("Published by" if copy == "publication" else "Council", given.council))
    if given.setting.case.reference:
        said.append(("Case", given.setting.case.reference))
    if team:
        said.append(("For", team))
    if p.issue:
        said.append(("Issue", p.issue))
    if copy == "file":
        said.append(
            ("How to check it", "Read it with 'placewell answers': it tells whether anything was altered.")
        )
    said.append(
        (
            "Empty cells",
            "Nothing is known, or nothing applies; where a finding cannot be told, what it waits for stands beside it.",
        )
    )
    listed: tuple[tuple[Cell, ...], ...] = tuple((s.title, s.about) for s in sections)
    blocks = (
        Table(
            "Cover",
            "About this workbook",
            (Column("About", width=22), Column("What it is", width=100)),
            tuple(said),
        ),
        Table(
            "Contents", "Contents", (Column("Sheet", width=22), Column("What is on it", width=100)), listed
        ),
    )
    return Section("Cover", f"Assessment of {a.scheme}", TITLES[copy], blocks)
