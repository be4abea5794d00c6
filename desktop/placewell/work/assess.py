"""Assessing a scheme: what the project holds, judged against the packs that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from placewell import __version__
from placewell.assess.engine import assess
from placewell.domain.assessment import Assessment
from placewell.domain.errors import Problem
from placewell.exporting.as_json import assessment_json
from placewell.exporting.workbook import write_workbook
from placewell.guidance.load import load_packs
from placewell.guidance.model import Pack
from placewell.shipped import resource
from placewell.work.case import find_scheme
from placewell.work.opened import Opened
from placewell.work.progress import Progress, Work
from placewell.work.streets import network_of
from placewell.work.submissions import parts_of


def packs(wanted: Sequence[str] = ()) -> list[Pack]:
    """The shipped packs with these ids; all of them for none or 'all'. Raises Problem for an unknown id."""
    known = load_packs(resource("packs"))
    if not wanted or "all" in wanted:
        return list(known)
    missing = [w for w in wanted if w not in {p.id for p in known}]
    if missing:
        raise Problem(
            f"There is no guidance pack called '{missing[0]}'.",
            "Nothing was assessed.",
            "Use one of: " + ", ".join(p.id for p in known) + ", or all.",
        )
    return [p for p in known if p.id in wanted]


def assess_project(
    opened: Opened, scheme: str = "", wanted: Sequence[str] = (), as_at: str = "", option: str = ""
) -> Work[Assessment]:
    """Findings for a scheme and option (the first where none is named). Raises Problem; changes nothing."""
    chosen = find_scheme(opened, scheme, option)
    if chosen.geometry is None:
        raise Problem(
            f"The red line of {chosen.name} has not come yet.",
            "Nothing can be measured from a site that is nowhere.",
            "Bring it in first: placewell case PROJECT import FILE.",
        )
    day = as_at or opened.clock()[:10]
    try:
        day = date.fromisoformat(day).isoformat()
    except ValueError:
        raise Problem(
            f"'{day}' is not a date.",
            "Which guidance is in force depends on it.",
            "Write it as year, month and day, for example 2026-11-22.",
        ) from None
    yield Progress("Joining the streets", 0, 2)
    network = network_of(opened)
    yield Progress(f"Assessing {chosen.name}", 1, 2)
    parts = parts_of(opened).get(chosen.id, {})
    return assess(
        opened.project,
        chosen,
        parts.get("entrance", []),
        opened.file.layers(),
        opened.file.read("asset"),
        network,
        packs(wanted),
        day,
        {"placewell": __version__, "history": opened.file.head()[1]},
        parts.get("homes", []),
    )


def as_json(assessment: Assessment) -> str:
    """The machine-readable findings as text."""
    return assessment_json(assessment)


def write_json(assessment: Assessment, path: Path) -> Path:
    """Write the machine-readable findings. Raises Problem where the file is there or cannot be made."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(as_json(assessment) + "\n")
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


def write_xlsx(assessment: Assessment, path: Path) -> Path:
    """Write the workbook. Raises Problem where the file is there or cannot be made."""
    return write_workbook(assessment, path)
