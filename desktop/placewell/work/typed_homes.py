"""Homes typed as a summary, for a scheme of which there is no schedule yet: kept as a schedule's rows would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placewell.domain.errors import Problem
from placewell.domain.scheme import Homes
from placewell.importing.scheme_tables import SchemeTable, TidyRow
from placewell.work.case import CaseBrought
from placewell.work.case_edits import option_of
from placewell.work.case_plan import How
from placewell.work.case_reading import CaseFiles
from placewell.work.opened import Opened
from placewell.work.scheme_in import keep_scheme

SIZES: dict[str, int] = {"Studio": 0, "1 bed": 1, "2 bed": 2, "3 bed": 3, "4 bed": 4, "5 bed": 5}
FILE = "typed by hand"


@dataclass(frozen=True)
class Typed:
    """So many homes of one size and tenure; None and '' where that is not known."""

    homes: int
    bedrooms: int | None
    tenure: str


def keep_typed(opened: Opened, typed: Sequence[Typed], option: str = "") -> CaseBrought:
    """Keep a summary in the place of the homes that are there. Raises Problem where nothing was typed.

    A schedule that comes later takes its place in turn.
    """
    lines = [t for t in typed if t.homes > 0]
    if not lines:
        raise Problem(
            "No homes were typed.", "Nothing was kept.", "Write how many there are in at least one line."
        )
    option = option_of(opened, option)
    rows = [TidyRow(n, "", option, _values(t)) for n, t in enumerate(lines, 1)]
    table = SchemeTable("homes", "lines of homes", FILE, "", len(rows), rows)
    return keep_scheme(opened, CaseFiles([table], [], [FILE]), option=option, how=How(insist=True))


def _values(t: Typed) -> dict[str, object]:
    """Every field that a schedule's row has, for the checks that all of them go through."""
    row = Homes("", "", t.homes, bedrooms=t.bedrooms, tenure=t.tenure)
    return {k: v for k, v in vars(row).items() if k not in ("id", "scheme")}
