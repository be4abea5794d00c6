"""The first page: what case it is, what is not met, what waits and for whom, what has been altered."""

from __future__ import annotations

from collections.abc import Mapping

from placewell.assess.live.each import CRITERION, FINDINGS
from placewell.assess.live.figures_table import FIGURES
from placewell.assess.live.sums import At, Cell, Column, Here, Is, Of, Sum, Table, total, when
from placewell.assess.live.tables import FACTS
from placewell.assess.live.tests_table import VERDICTS
from placewell.assess.needs import topics
from placewell.domain.finding import Finding
from placewell.exporting.report.blocks import Block, Paragraph, Section
from placewell.exporting.report.given import Asked, Given
from placewell.exporting.sheet_text import date_words
from placewell.exporting.verdict_style import MEANING

SPARE = 4
"""Rows that the list of what is not met keeps free: a change in a workbook can add to it."""
LISTED_ALTERED = 5


def summary(given: Given) -> Section:
    """The section."""
    blocks: list[Block] = [Paragraph(MEANING), _about(given), *given.maps]
    blocks += [_not_met(given), _waits(given), _altered()]
    a = given.assessment
    title = f"Assessment of {a.scheme}"
    return Section("Summary", title, f"As at {date_words(a.as_at)}", tuple(blocks))


def _about(given: Given) -> Table:
    a, case = given.assessment, given.setting.case
    lines: list[tuple[str, Cell]] = [
        ("Council", given.council), ("Case", case.reference), ("Address", case.address), ("Proposal", case.proposal),
        ("Type and stage", ", ".join(filter(None, (case.type, case.stage)))), ("Applicant", case.applicant),
        ("Officer", case.officer), ("Scheme", a.scheme), ("Option", a.option),
        ("Homes, most", At(FACTS, "Found", "Fact", Is("Homes, most"))),
        ("Floor area of homes, m²", At(FACTS, "Found", "Fact", Is("Floor area of homes"))),
        ("Committee", _day(case.committee)), ("Target date", _day(case.target)),
        ("Guidance", f"{'; '.join(p.title or p.id for p in a.packs)} (editions: see Sources)"),
        ("Streets walked", a.streets), ("Made with", f"Placewell {a.versions['placewell']}"),
        *((f"{s.role.capitalize()} by", f"{s.name}, {_day(s.at[:10])}") for s in given.signed),
    ]  # fmt: skip
    rows = tuple((label, said) for label, said in lines if said)
    columns = (Column("About", width=17), Column("What is assessed", width=64))
    return Table("About", "What is assessed", columns, rows)


def _day(iso: str) -> str:
    try:
        return date_words(iso) if iso else ""
    except ValueError:
        return iso


def _not_met(given: Given) -> Table:
    now = sum(f.verdict == "not met" for f in given.assessment.findings)
    rows: list[tuple[Cell, ...]] = []
    for n in range(1, now + SPARE + 1):
        criterion = At(VERDICTS, CRITERION, "Not met, in order", Is(float(n)), Is(""))

        def of(column: str) -> Sum:
            return when(Here(CRITERION).eq(""), "", At(FINDINGS, column, CRITERION, Here(CRITERION), Is("")))

        rows.append(
            (criterion, of("Question"), of("Standing"), of("Found"), of("Unit"), of("Figure"), of("Source"))
        )
    beyond = At(VERDICTS, CRITERION, "Not met, in order", Is(float(now + SPARE + 1)), Is(""))
    rows.append((when(beyond.eq(""), "", "more: see Findings"), *[None] * 6))
    columns = (
        Column(CRITERION, width=17), Column("Question", width=64), Column("Standing", width=17),
        Column("Found", "number", 12), Column("Unit", width=12), Column("Figure", "number", 12), Column("Source", width=36),
    )  # fmt: skip
    about = "In the order of standing: statute and the development plan first. 'Not met' is no judgement on the plan as a whole."
    return Table("NotMet", "Not met", columns, tuple(rows), about, "Nothing is not met on the inputs shown.")


LISTED = 8
"""How many things of one kind the first page names before it points to where they all stand."""
WHOSE = {
    "applicant": "the applicant", "scheme input": "whoever enters the scheme", "consultee": "a consultee",
    "later stage": "a later stage", "layer": "a list or map that is complete", "officer": "planning",
}  # fmt: skip


def waiting(findings: tuple[Finding, ...], asked: Mapping[str, Asked]) -> list[tuple[str, str, str]]:
    """For whom, what, and which criteria. What many questions wait for alike is one line."""
    found: dict[str, dict[str, list[str]]] = {}
    officers: dict[str, list[str]] = {}
    for topic in topics(findings):
        for f in topic.findings:
            for w in f.waiting_for:
                if w.kind == "officer" and asked[f.criterion].measure == "asked":
                    officers.setdefault(asked[f.criterion].who, []).append(f.criterion)
                else:
                    found.setdefault(w.kind, {}).setdefault(w.what, []).append(f.criterion)
    lines: list[tuple[str, str, str]] = []
    if mine := found.pop("applicant", None):
        first = next(iter(mine))
        lines.append(
            (
                WHOSE["applicant"],
                f"{len(mine)} things, each on the sheet Ask the applicant. The first: {first}",
                _few(mine[first]),
            )
        )
    for kind in ("scheme input", "consultee", "later stage", "layer", "officer"):
        held = list(found.get(kind, {}).items())
        lines += [(WHOSE[kind], what, _few(ids)) for what, ids in held[:LISTED]]
        if len(held) > LISTED:
            rest = [c for _, ids in held[LISTED:] for c in ids]
            lines.append(
                (
                    WHOSE[kind],
                    f"{len(held) - LISTED} more, each beside its question on the sheet Findings",
                    _few(rest),
                )
            )
    for team, ids in sorted(officers.items()):
        lines.append((team, f"Questions not yet answered, on the sheet Findings: {len(ids)}", _few(ids, 3)))
    return lines


def _few(ids: list[str], most: int = 4) -> str:
    ids = list(dict.fromkeys(ids))
    return ", ".join(ids) if len(ids) <= most else f"{', '.join(ids[:most])} and {len(ids) - most} more"


def _waits(given: Given) -> Table:
    rows = tuple(waiting(given.assessment.findings, given.asked))
    columns = (
        Column("For whom", width=17),
        Column("What it waits for", width=64),
        Column("Criteria", width=17),
    )
    about = "What could not be told when this was written, and who can tell it."
    return Table("Waiting", "What waits, and for whom", columns, rows, about, "Nothing waits for anybody.")


def _altered() -> Table:
    rows: list[tuple[Cell, ...]] = []
    for n in range(1, LISTED_ALTERED + 1):
        key = At(FIGURES, "Key", "Altered, in order", Is(float(n)), Is("none" if n == 1 else ""))

        def of(column: str) -> Sum:
            return At(FIGURES, column, "Key", Here("Figure of"), Is(""))

        rows.append((key, of("Question"), of("Altered"), of("In use")))
    columns = (
        Column("Figure of", width=17), Column("Question asked", width=64), Column("Altered", width=17), Column("Now in use", "number", 12)
    )  # fmt: skip
    count = total(Of(FIGURES, "Altered").ne("") * 1)
    rows.append(("in all", "", when(count.eq(0), "none altered", count & " altered"), None))
    about = "Figures of the guidance that were changed: findings that rest on them are not those of the published guidance."
    return Table("AlteredFigures", "Altered figures", columns, tuple(rows), about)
