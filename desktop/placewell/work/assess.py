"""Assessing a scheme: what the project holds, judged against the packs that are asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from placewell import __version__
from placewell.assess.engine import Assessor, assessment_of
from placewell.domain.assessment import Assessment
from placewell.domain.errors import Problem
from placewell.domain.judgement import Snapshot
from placewell.exporting.as_json import assessment_json
from placewell.guidance.load import parse_pack
from placewell.guidance.model import Pack
from placewell.work.assess_inputs import ground_of, proposal_of, setting_of
from placewell.work.case import find_scheme
from placewell.work.case_shown import case_of
from placewell.work.opened import Opened
from placewell.work.packs import published
from placewell.work.packs import wanted as wanted_packs
from placewell.work.progress import Progress, Work, run


def day_of(opened: Opened, as_at: str = "") -> str:
    """The date an assessment is made as at: the one given, else the case's target date, else today."""
    day = as_at or case_of(opened).target or opened.clock()[:10]
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise Problem(
            f"'{day}' is not a date.",
            "Which guidance is in force depends on it.",
            "Write it as year, month and day, for example 2026-11-22.",
        ) from None


def assess_project(
    opened: Opened, scheme: str = "", wanted: Sequence[str] = (), as_at: str = "", option: str = ""
) -> Work[Assessment]:
    """Findings for a scheme and option (the latest submission's first where none is named). Raises Problem."""
    return assess_with(opened, [k.pack for k in wanted_packs(wanted, opened)], scheme, as_at, option)


def assess_with(
    opened: Opened,
    chosen: Sequence[Pack],
    scheme: str = "",
    as_at: str = "",
    option: str = "",
    history: str = "",
) -> Work[Assessment]:
    """Findings against these packs; `history` is the project's hash then, now where none is given. Raises Problem."""
    _, assessment = yield from assessed(opened, chosen, scheme, as_at, option, history)
    return assessment


def assessed(
    opened: Opened,
    chosen: Sequence[Pack],
    scheme: str = "",
    as_at: str = "",
    option: str = "",
    history: str = "",
) -> Work[tuple[Assessor, Assessment]]:
    """The same, with what it was made from."""
    assessor, _ = yield from assessor_of(opened, chosen, scheme, as_at, option)
    yield Progress(f"Assessing {assessor.proposal.scheme.name}", 1, 2)
    versions = {"placewell": __version__, "history": history or opened.file.head()[1]}
    return assessor, assessment_of(assessor, versions)


def assessor_of(
    opened: Opened, chosen: Sequence[Pack], scheme: str = "", as_at: str = "", option: str = ""
) -> Work[tuple[Assessor, str]]:
    """Everything read and ready, for assessing once or again and again as the scheme is moved. Raises Problem."""
    found = find_scheme(opened, scheme, option)
    if found.geometry is None:
        raise Problem(
            f"The red line of {found.name} has not come yet.",
            "Nothing can be measured from a site that is nowhere.",
            "Bring it in first: placewell case PROJECT import FILE.",
        )
    day = day_of(opened, as_at)
    _check_packs(chosen, day)
    yield Progress("Joining the streets", 0, 2)
    ground = ground_of(opened, day)
    proposal, setting = proposal_of(opened, found), setting_of(opened, found, day)
    return Assessor(ground, proposal, setting, chosen, published()), day


def _check_packs(chosen: Sequence[Pack], day: str) -> None:
    if not chosen:
        raise Problem(
            "No guidance pack was chosen.",
            "There is nothing to hold the scheme against.",
            "Name at least one with --pack, or use --pack all.",
        )
    starts = [(s, p) for p in chosen for c in p.criteria for s in (c.citation.date,) if s]
    if starts and all(s > day[: len(s)] for s, _ in starts):
        first, pack = min(starts, key=lambda x: x[0])
        raise Problem(
            f"None of the chosen guidance is in force on {day}.",
            f"The earliest of it, in {pack.title}, is of {first}.",
            "Choose a later date with --as-at, or other packs.",
        )


def again(then: Opened, snapshot: Snapshot) -> str:
    """The machine-readable findings of a project as they were kept, from the packs that were kept with them."""
    packs = [parse_pack(p["text"], f"{p['id']}.toml") for p in json.loads(snapshot.packs)]
    made = run(assess_with(then, packs, snapshot.scheme, snapshot.as_at, snapshot.option, snapshot.head))
    return as_json(made)


def as_json(assessment: Assessment, confidential_until: str | None = None) -> str:
    """The machine-readable findings as text; those that leave the project say until when they are confidential."""
    return assessment_json(assessment, confidential_until)


def write_json(assessment: Assessment, path: Path, confidential_until: str = "") -> Path:
    """Write the machine-readable findings. Raises Problem where the file is there or cannot be made."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(as_json(assessment, confidential_until) + "\n")
    except FileExistsError:
        raise Problem(
            f"{path.name} is there already.",
            "Nothing is written over.",
            "Choose another name or move that file.",
        ) from None
    except OSError as fault:
        raise Problem(
            f"{path.name} could not be written ({fault.strerror}).",
            "The findings are not lost: they can be made again from the project.",
            "Choose a folder that you may write to.",
        ) from None
    return path
