"""The findings, a row a criterion, and the parts of questions that are answered by themselves."""

from __future__ import annotations

from placewell.assess.live.each import CRITERION, FINDINGS, PARTS, VIEW, word_of
from placewell.assess.live.figures_table import FIGURES
from placewell.assess.live.model import standing_order
from placewell.assess.live.sums import At, Cell, Column, Do, Here, Is, Of, Sum, Table, every, total, when
from placewell.assess.live.tests_table import VERDICTS
from placewell.domain.finding import VERDICTS as WORDS
from placewell.domain.finding import Finding
from placewell.exporting.report.given import Asked, Given
from placewell.exporting.verdict_style import VERDICT_STYLES

SCALE_WORDS = {"words": "in words", "percent": "per cent"}
VERDICT, MARK, ALTERED, SCALE = "Verdict", "Mark", "Altered", "Answered on"


def findings_table(given: Given) -> Table:
    """Every finding. Found, figure, mark, verdict and altered are worked out; the officer's columns are typed in."""
    order = {t[0]: n for n, t in enumerate(given.model.table(FIGURES).rows)}
    # Statute and the development plan first; within a standing as the packs have them.
    by_standing = sorted(given.assessment.findings, key=lambda f: standing_order(f.standing))
    rows = [_row(f, given, order) for f in by_standing]
    columns = (
        Column(CRITERION, width=11), Column("Topic", width=13), Column("Question", width=27), Column("Found", "number", 10),
        Column("Unit", width=8), Column("Comparison", width=10), Column("Figure", "number", 8), Column(ALTERED, width=9),
        Column(MARK, "mark", 5), Column(VERDICT, "verdict", 11), Column("Standing", width=11),
        Column("How firm, or what it waits for", width=30), Column("Source", width=22),
        Column("Applicant states", width=15, typed=True, role="applicant"),
        Column(SCALE, width=9), Column(VIEW, width=11, typed=True, role="officer", choices_by=SCALE),
        Column("Reason", width=16, typed=True, role="officer"),
        Column("Mitigation", width=17, typed=True, role="officer"),
    )  # fmt: skip
    about = (
        "One row for each question of the guidance. What an officer thinks stands beside what Placewell finds and is "
        "never translated into it; where nothing is computed, the officer's answer is the verdict."
    )
    return Table(FINDINGS, "Findings", columns, tuple(rows), about, "No guidance was chosen.")


def _row(f: Finding, given: Given, figures: dict[Cell, int]) -> tuple[Cell, ...]:
    live = next(x for x in given.model.lives if x.criterion == f.criterion)
    value = At(VERDICTS, "Value", CRITERION, Is(f.criterion))
    found: Cell = f.value if f.value is not None else f.value_text or None
    if any(r.comparison and not r.offered for r in live.rows):
        found = when(value.eq(""), f.value_text[:200] if f.value is None else "", value)
    figure: Cell = None
    if f.threshold is not None:
        figure = At(VERDICTS, "Figure", CRITERION, Is(f.criterion))
    mine = [r for r in given.model.table(FIGURES).rows if r[1] == f.criterion]
    altered: Cell = None
    if len(mine) == 1:
        altered = At(FIGURES, ALTERED, "Key", Is(str(mine[0][0])))
    elif not mine and f.altered:
        altered = "; ".join(f"altered from {a.was:,.10g}" for a in f.altered)
    elif mine:
        changed = total(Of(FIGURES, CRITERION).eq(f.criterion) * Of(FIGURES, ALTERED).ne(""))
        altered = when(changed.gt(0), "altered: see Figures", "")
    verdict = At(VERDICTS, "Verdict", CRITERION, Is(f.criterion))
    mark: Sum = Is("")
    for word in reversed(WORDS):
        mark = when(Here(VERDICT).eq(word), VERDICT_STYLES[word].mark, mark)
    whole = [g for g in f.answers if not g.part]
    answer = whole[-1] if whole else None
    return (
        f.criterion, f.topic, f.question, found, f.unit or None, f.comparison or None, figure, altered, mark, verdict,
        f.standing, _firm(f), _source(f), f.applicant_states, _scale(given.asked[f.criterion]), answer.value if answer else None,
        (answer.reason or None) if answer else None, "\n".join(m.what for m in f.mitigation) or None,
    )  # fmt: skip


def _firm(f: Finding) -> Cell:
    """The words as found, as long as nothing has been changed under them."""
    here = Is(f.criterion)
    verdict, value = At(VERDICTS, "Verdict", CRITERION, here), At(VERDICTS, "Value", CRITERION, here)
    words = At(VERDICTS, "Words as found", CRITERION, here)
    was: Sum = verdict.eq(word_of(f))
    if f.value is not None:
        # Compared as numbers only where there is one.
        was = every(was, when(value.eq(""), 1, _near(value, f.value)))
    if f.threshold is not None:
        was = every(was, when(Here("Figure").eq(""), 1, _near(Here("Figure"), f.threshold)))
    changed = f"Changed in this workbook; as found it was: {word_of(f)}."
    return when(was, words, changed)


def _scale(asked: Asked) -> str | None:
    return "part by part" if asked.parts else SCALE_WORDS.get(asked.scale, asked.scale) or None


def _near(one: Sum, number: float) -> Sum:
    return Do("max", (one - number, number - one)).lt(1e-6)


def _source(f: Finding) -> str:
    status = {"verified": "verified", "secondary": "read at second hand"}.get(
        f.source_status, "source to be checked"
    )
    return f"{f.citation} ({status})"


def parts_table(given: Given) -> Table | None:
    """Questions that are answered part by part; None where there are none."""
    rows: list[tuple[Cell, ...]] = []
    for f in given.assessment.findings:
        said = {g.part: g for g in f.answers if g.part}
        for part in given.asked[f.criterion].parts:
            g = said.get(part)
            rows.append(
                (
                    f.criterion,
                    f.question,
                    part,
                    given.asked[f.criterion].scale or None,
                    g.value if g else None,
                    (g.reason or None) if g else None,
                )
            )
    if not rows:
        return None
    columns = (
        Column(CRITERION, width=12), Column("Question", width=48), Column("Part", width=38),
        Column(SCALE, width=14), Column(VIEW, width=16, typed=True, role="officer", choices_by=SCALE),
        Column("Reason", width=40, typed=True, role="officer"),
    )  # fmt: skip
    about = (
        "Some questions are answered for several groups or places each; their answers are never put together."
    )
    return Table(PARTS, "Answers by part", columns, tuple(rows), about)
