"""What is asked of others: the applicant, in words that can be sent, and consultees."""

from __future__ import annotations

from placewell.assess.live.sums import Cell, Column, Table
from placewell.exporting import back
from placewell.exporting.report.blocks import Section
from placewell.exporting.report.given import Given
from placewell.exporting.report.record import ask_key


def asks(given: Given) -> list[tuple[str, str, str, str]]:
    """(key, first criterion, what, what was stated) of everything that waits for the applicant, each once."""
    found: dict[str, tuple[str, str, str, str]] = {}
    for f in given.assessment.findings:
        for w in f.waiting_for:
            if w.kind == "applicant":
                found.setdefault(w.what, (ask_key(w.what), f.criterion, w.what, f.applicant_states or ""))
    return list(found.values())


def ask_the_applicant(given: Given) -> Section:
    """All that waits for the applicant."""
    asked = asks(given)
    questions = {f.criterion: f for f in given.assessment.findings}
    rows: list[tuple[Cell, ...]] = []
    for key, criterion, what, states in asked:
        f = questions[criterion]
        why = [x.criterion for x in given.assessment.findings if any(w.what == what for w in x.waiting_for)]
        rows.append(
            (
                key,
                what,
                f.question,
                ", ".join(why),
                f.citation,
                given.asked[criterion].attach or None,
                states or None,
                None,
                None,
            )
        )
    columns = (
        Column(back.ASK_HEADINGS[0], width=15, role="inside"), Column("What is asked", width=34), Column("Why: the question it answers", width=28),
        Column("Criteria", width=16), Column("Source", width=24), Column("Usually shown by", width=22),
        Column("Applicant states", width=24, typed=True, role="applicant"), Column("Document", width=16, typed=True, role="applicant"),
        Column("Page", width=7, typed=True, role="applicant"),
    )  # fmt: skip
    about = (
        "Please write your answer under 'Applicant states' and name the document and page that shows it. Nothing else "
        "in this workbook is read when it comes back."
    )
    table = Table(
        "AskApplicant",
        "Asked of the applicant",
        columns,
        tuple(rows),
        about,
        "Nothing is asked of the applicant.",
    )
    return Section("Ask the applicant", "Ask the applicant", about, (table,))


def consultees(given: Given) -> Section:
    """Who was asked and what is still awaited."""
    rows: list[tuple[Cell, ...]] = [
        (
            c.body,
            c.about or None,
            _day(c.asked),
            _day(c.due),
            _day(c.received) or "not yet",
            c.outcome or None,
            c.summary or None,
        )
        for c in given.setting.consultations
    ]
    columns = (
        Column("Consultee", width=26), Column("About", width=22), Column("Asked", "date", 16), Column("Due", "date", 16),
        Column("Received", "date", 16), Column("Outcome", width=18), Column("Summary", width=44),
    )  # fmt: skip
    waits: list[tuple[Cell, ...]] = [
        (f.criterion, w.what)
        for f in given.assessment.findings
        for w in f.waiting_for
        if w.kind == "consultee"
    ]
    wanted = Table("Awaited", "Awaited of consultees", (Column("Criterion", width=26), Column("What is awaited", width=22)), tuple(waits), "", "Nothing is awaited of a consultee.")  # fmt: skip
    table = Table("Consultees", "Consultations", columns, tuple(rows), "", "Nobody has been consulted yet.")
    return Section("Consultees", "Consultees", "Who was asked, and what is still awaited.", (table, wanted))


def _day(iso: str) -> Cell:
    return iso or None
