"""A case with everything that a report says of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from placewell.assess.engine import Assessor
from placewell.domain.assessment import Assessment
from placewell.exporting.report.blocks import Copy
from placewell.exporting.report.given import Given
from placewell.exporting.workbook.look import Look
from placewell.exporting.workbook.write import workbook_bytes
from placewell.work.assess import assessed
from placewell.work.opened import Opened
from placewell.work.packs import shipped_packs
from placewell.work.progress import run
from placewell.work.workbooks import Wanted, given_of, report_of


@dataclass(frozen=True)
class Made:
    """One case with everything of it."""

    path: Path
    opened: Opened
    assessor: Assessor
    assessment: Assessment
    given: Given

    def book(self, copy: Copy = "working", team: str = "", look: Look | None = None) -> bytes:
        """The workbook of a kind."""
        return workbook_bytes(report_of(self.given, Wanted(copy, team), look or Look()), look)


def whole(opened: Opened, path: Path) -> Made:
    """Everything of an open case, as at a fixed day."""
    packs = [k.pack for k in shipped_packs()]
    assessor, assessment = run(assessed(opened, packs, as_at="2026-11-22"))
    return Made(path, opened, assessor, assessment, run(given_of(opened, assessor, assessment)))
