"""An officer's own word on how complete a list is and what date it is as at."""

from __future__ import annotations

from dataclasses import replace

from placewell.domain.errors import Problem
from placewell.domain.layer import COVERAGE, Layer
from placewell.importing.fields import date
from placewell.work.opened import Opened


def state(
    opened: Opened, name: str, coverage: str = "", vintage: str = "", note: str = "", id: str = ""
) -> list[Layer]:
    """Change what is said of all layers of a name, or of one (`id`); who said so and when stands with it.

    Raises Problem.

    Verdicts rest on lists that are complete and not too old: an officer who has checked one says so here.
    """
    wanted = name.strip().casefold()
    mine = [la for la in opened.file.layers() if (la.id == id if id else la.name.casefold() == wanted)]
    if not mine:
        known = ", ".join(sorted({la.name for la in opened.file.layers()}))
        raise Problem(
            f"The project has no layer called '{name}'.",
            "Nothing was changed.",
            f"It has: {known or 'none yet'}.",
        )
    if coverage and coverage not in COVERAGE:
        raise Problem(
            f"'{coverage}' does not say how complete a list is.",
            "Nothing was changed.",
            f"Use one of: {', '.join(COVERAGE)}.",
        )
    if vintage and not _dated(vintage):
        raise Problem(
            f"'{vintage}' is not a date.",
            "A list is too old to be relied on five years after it.",
            "Write a year, a month or a day: 2026, 2026-04 or 2026-04-30.",
        )
    if coverage == "complete" and not note.strip():
        raise Problem(
            f"'{mine[0].name}' can only be called complete with a word on how that is known.",
            "Findings say that something is there, or is not, because a list is complete.",
            "Add a note (--note), for example: checked against the NHS service search on 3 May 2026.",
        )
    who = opened.session.who or "someone who gave no name"
    said = f"{note.strip()} (stated by {who}, {opened.clock()[:10]})" if note.strip() else ""
    changed = [
        replace(
            la,
            coverage=coverage or la.coverage,
            vintage=vintage or la.vintage,
            coverage_note=said or la.coverage_note,
        )
        for la in mine
    ]
    with opened.session.transaction(f"What is known of {mine[0].name}") as t:
        for layer in changed:
            t.put("layer", layer)
    return changed


def _dated(text: str) -> bool:
    parts = text.split("-")
    whole = "-".join([*parts, *["01"] * (3 - len(parts))])
    return len(parts) <= 3 and len(parts[0]) == 4 and date(whole) == whole
