"""What is still to come, and from whom: one list, each line in words that can be sent as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from placewell.domain.case import Case
from placewell.work.opened import Opened
from placewell.work.submissions import nouns

APPLICANT, COUNCIL, OFFICER = "the applicant", "the council", "the case officer"
RED_LINE = "The red line of the site, as a GIS or CAD file in National Grid coordinates."
Line = tuple[str, str]


def waiting_for(
    opened: Opened, case: Case, shown: Sequence[Mapping[str, Any]], asked: Sequence[Mapping[str, Any]]
) -> list[dict[str, str]]:
    """All that a case waits for, the applicant's first, as 'who' and 'what'."""
    lines = [
        *_of_applicant(opened, shown),
        *_of_queries(asked),
        *_of_consultees(opened),
        *_of_council(opened, shown),
        *_of_officer(opened, case),
    ]
    return [{"who": who, "what": what} for who, what in dict.fromkeys(lines)]


def as_letter(lines: Sequence[Mapping[str, str]]) -> list[str]:
    """The same, as paragraphs by who is asked."""
    said: list[str] = []
    for who in dict.fromkeys(line["who"] for line in lines):
        said += ["", f"From {who}:"]
        said += [f"{n}. {x['what']}" for n, x in enumerate((y for y in lines if y["who"] == who), 1)]
    return said[1:]


def _of_applicant(opened: Opened, shown: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    if not shown:
        yield APPLICANT, RED_LINE
        return
    asked: dict[str, list[str]] = {}
    for s in shown:
        for what in _missing(s):
            asked.setdefault(what, []).append(s["option"])
    for what, options in asked.items():
        # What every option lacks is asked for once.
        named = [o for o in options if o]
        some = named and len(options) < len(shown)
        of = f" of option{'s' if len(named) > 1 else ''} {' and '.join(named)}" if some else ""
        yield APPLICANT, what.format(of=of)
    if not any(c.document for c in nouns(opened, "claim")):
        yield APPLICANT, "The totals stated in the application form, to compare the schedule with."


def _missing(s: Mapping[str, Any]) -> Iterator[str]:
    if s["site_ha"] is None:
        yield RED_LINE
    if s["homes"] is None and not s["floorspace"]:
        yield "The accommodation schedule{of}, one row for each home, and any other floorspace by use class."
    if n := s["by_tenure"].get("not given"):
        yield f"The tenure of {_homes(n)}{{of}}."
    if n := s["by_bedrooms"].get("not given"):
        yield f"The number of bedrooms of {_homes(n)}{{of}}."
    if s["homes"] and s["habitable_rooms"] is None:
        yield "The number of habitable rooms of every home{of}."
    if s["homes"] and s["gia_m2"] is None:
        yield "The internal floor area (GIA) of every home{of}."
    if s["phases"] and (n := s["by_phase"].get("not given")):
        yield f"The phase in which {_homes(n)}{{of}} will be built."
    for p in s["phases"]:
        if not p["completes"]:
            yield f"When phase {p['number']}{{of}} starts and is finished."
    phases = {k for k in s["by_phase"] if k.isdigit()}
    if len(phases) > 1 and not s["phases"]:
        yield "When each phase{of} starts and is finished."
    for p in s["provision"]:
        if not p["certainty"]:
            yield f"How sure it is that {p['name']}{{of}} will come: offered, confirmed by who will run it, or secured."
    lost = [x for x in s["losses"] if x["what"] == "homes"]
    for field, words in (
        ("tenure", "The tenure of the homes that would be lost{of}."),
        ("bedrooms", "The number of bedrooms of the homes that would be lost{of}."),
        ("habitable_rooms", "The habitable rooms of the homes that would be lost{of}."),
        ("gia_m2", "The floor area (GIA) of the homes that would be lost{of}."),
        ("occupied", "Which of the homes that would be lost{of} are lived in."),
    ):
        if any(x[field] in (None, "") for x in lost):
            yield words
    if any(x["occupied"] != "empty" and not x["right_to_return"] for x in lost):
        yield "Whether all who live in the homes that would be lost{of} may return, and on what terms."


def _of_queries(asked: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    for q in asked:
        if q["answer"] and not q["look_again"]:
            continue
        where = q["document"] + (f", page {q['page']}" if q["page"] else "")
        of = f" (option {q['option']})" if q["option"] else ""
        unit = f" {q['unit']}" if q["unit"] and q["unit"] not in ("homes", "rooms") else ""
        yield (
            APPLICANT,
            f"{where} gives {q['what']} as {q['stated']:,.10g}{unit}; what was sent makes {q['read']:,.10g}{unit}{of}."
            " Which is right?",
        )


def _of_consultees(opened: Opened) -> Iterator[Line]:
    for c in nouns(opened, "consultation"):
        if c.received or c.outcome:
            continue
        about = f" on {c.about}" if c.about else ""
        asked = f", asked on {c.asked}" if c.asked else ""
        due = f", due by {c.due}" if c.due else ""
        yield c.body, f"Your view{about}{asked}{due}."


def _of_council(opened: Opened, shown: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    if any(s["homes"] for s in shown):
        for s in shown:
            for what in s.get("people_waiting_for", ()):
                yield COUNCIL, what
    if shown and not len(opened.file.read("official PTAL")):
        yield (
            COUNCIL,
            "The public transport access level (PTAL) that Transport for London publishes for the site.",
        )
    for s in shown:
        for a in s["allocations"]:
            if a["requirements"] is None:
                label = re.sub(r"^site allocation\s+", "", a["label"], flags=re.IGNORECASE)
                yield COUNCIL, f"What site allocation {label} must, should and may provide, as a list."


def _of_officer(opened: Opened, case: Case) -> Iterator[Line]:
    for name, words in (
        ("reference", "the case's reference"),
        ("type", "the type of application"),
        ("target", "the date on which a decision is due"),
    ):
        if not getattr(case, name):
            yield OFFICER, f"Enter {words}."
    for a in nouns(opened, "answer"):
        if a.look_again:
            yield OFFICER, f"Look again at the answer to '{a.question}': {a.look_again}."


def _homes(n: int) -> str:
    return "1 home" if n == 1 else f"{n:,} homes"
