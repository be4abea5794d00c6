"""What applicants send, brought in: the red line of a site, and tidy tables of what is proposed on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from placewell.domain.errors import Problem
from placewell.domain.kinds import KINDS
from placewell.domain.layer import ImportNote
from placewell.domain.scheme import Scheme
from placewell.importing.as_layers import notes_as_rows
from placewell.importing.coordinates import file_crs
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader
from placewell.importing.scheme_columns import ROLES, not_told, tell
from placewell.importing.scheme_tables import ELSEWHERE, SchemeTable, read_tidy
from placewell.work.case_options import name_rows
from placewell.work.case_plan import PARTS, CasePlan, plan_case
from placewell.work.opened import Opened
from placewell.work.progress import Progress, Work


@dataclass(frozen=True)
class CaseBrought:
    """What an import did: the options it made, the tables with their remarks, and what was not read."""

    made: tuple[Scheme, ...]
    tables: tuple[SchemeTable, ...]
    left: tuple[tuple[str, str], ...]
    """Tables that are none of a scheme's: where, and why."""


def schemes(opened: Opened) -> list[Scheme]:
    """All schemes and options, in order of creation."""
    return [Scheme(**record) for record in opened.file.read("scheme").records()]


def find_scheme(opened: Opened, name: str = "", option: str = "") -> Scheme:
    """The scheme and option asked for; else the first scheme's first option. Raises Problem."""
    found = schemes(opened)
    if not found:
        raise Problem(
            f"{opened.project.name} has no scheme yet.",
            "There is nothing to show or assess.",
            "Bring in its red line first: placewell case PROJECT import FILE.",
        )
    named = [s for s in found if s.name.casefold() == (name or found[0].name).casefold()]
    if not named:
        raise Problem(
            f"There is no scheme called '{name}'.",
            "It may be called something else here.",
            f"The project has: {', '.join(dict.fromkeys(s.name for s in found))}.",
        )
    for scheme in named:
        if not option or scheme.option.casefold() == option.casefold():
            return scheme
    ways = [s.option for s in named if s.option]
    raise Problem(
        f"{named[0].name} has no option called '{option}'.",
        "It may be called something else here.",
        f"It has: {', '.join(ways)}." if ways else "It has no options; leave out --option.",
    )


def parts_of(opened: Opened) -> dict[str, dict[str, list[Any]]]:
    """Everything that belongs to schemes, by scheme id and kind, in the order in which it was written."""
    found: dict[str, dict[str, list[Any]]] = {}
    for kind in PARTS:
        for record in opened.file.read(kind).records():
            mine = found.setdefault(str(record["scheme"]), {})
            mine.setdefault(kind, []).append(KINDS[kind].noun(**record))
    return found


def import_case(
    opened: Opened, paths: Sequence[Path], name: str = "", option: str = "", role: str = "", crs: str = ""
) -> Work[CaseBrought]:
    """Bring in red lines and tables of schemes, in any order, in one transaction.

    `name` and `option` are for rows that do not say theirs, `role` (one of `scheme_columns.ROLES`) says what the
    tables are. A table takes the place of the one of its sort that an option has. Raises Problem;
    changes nothing then.
    """
    if role and role not in ROLES:
        raise Problem(
            f"'{role}' is nothing that a file of a scheme can be.",
            "Nothing was brought in.",
            f"After --as, write one of: {', '.join(ROLES)}.",
        )
    opened.check_writable()
    raw: list[RawTable] = []
    with Reader() as reader:
        for i, path in enumerate(paths):
            yield Progress(f"Reading {path.name}", i, len(paths) + 1)
            raw += reader.read(path)
    tables, left = _understood(opened, raw, role, crs)
    if not tables:
        raise not_told(list(dict.fromkeys(t.file for t in raw)), role)
    _check_red_lines(opened, tables)
    tables = name_rows(tables, name, option, schemes(opened))
    if not any(t.rows for t in tables):
        raise _nothing(tables)
    yield Progress("Writing the scheme", len(paths), len(paths) + 1)
    number = opened.file.head()[0] + 1
    plan = plan_case(tables, schemes(opened), parts_of(opened), number, opened.clock())
    _write(opened, plan, tables, left, number)
    return CaseBrought(tuple(plan.made), tuple(tables), tuple(left))


def _understood(
    opened: Opened, raw: Sequence[RawTable], role: str, crs: str
) -> tuple[list[SchemeTable], list[tuple[str, str]]]:
    """The tables of schemes, red lines first, and what is none."""
    ground, stated = opened.ground(), file_crs(crs) if crs else ""
    tables, left = [], []
    for table in raw:
        tidy = tell(table, role)
        if tidy is None:
            where = f"{table.file}, {table.part}" if table.part else table.file
            left.append((where, "Its headings are not those of any table of a scheme."))
        else:
            tables.append(read_tidy(table, tidy, ground, stated))
    return sorted(tables, key=lambda t: ("scheme", *PARTS).index(t.kind)), left


def _check_red_lines(opened: Opened, tables: Sequence[SchemeTable]) -> None:
    """A red line that cannot be used stops the import, since everything else of a scheme hangs on it."""
    for table in tables:
        if table.kind != "scheme":
            continue
        for remark in table.remarks:
            if remark.sort == "rejected":
                row = f", row {remark.row}," if table.total > 1 else ""
                raise _unusable(f"The red line in '{table.where}'{row}", remark.text, opened.project.name)
        for row_ in table.rows:
            if not shapely.intersects(row_.geometry, opened.project.geometry):
                raise _unusable(f"The red line in '{table.where}'", ELSEWHERE, opened.project.name)


def _unusable(what: str, why: str, project: str) -> Problem:
    if why == ELSEWHERE:
        return Problem(
            f"{what} lies outside {project}.",
            "What is near it is not in this project, so nothing could be said of it.",
            "Check that it is the right file and the right map coordinates (--crs), or open the project it belongs to.",
        )
    return Problem(
        f"{what} cannot be used. {why}",
        "Everything else of a scheme hangs on it.",
        "Draw it again as one closed outline, and try that file.",
    )


def _nothing(tables: Sequence[SchemeTable]) -> Problem:
    """That no row could be used, with the first few reasons."""
    why = dict.fromkeys(f"Row {r.row}: {r.text}" for t in tables for r in t.remarks if r.sort == "rejected")
    return Problem(
        f"Nothing of {', '.join(t.where for t in tables)} could be used. {' '.join(list(why)[:3])}".strip(),
        "The project is as it was.",
        "Mend these rows where they came from, and try again.",
    )


def _write(
    opened: Opened,
    plan: CasePlan,
    tables: Sequence[SchemeTable],
    left: Sequence[tuple[str, str]],
    number: int,
) -> None:
    names = ", ".join(dict.fromkeys(s.name for s in plan.schemes))
    with opened.session.transaction(f"Brought in {names}") as t:
        for kind, id in plan.removed:
            t.remove(kind, id)
        for kind, noun in plan.puts:
            t.put(kind, noun)
        t.add_rows(notes_as_rows(_report(tables, left), f"C{number}"))


def _report(tables: Sequence[SchemeTable], left: Sequence[tuple[str, str]]) -> list[ImportNote]:
    said = []
    for table in tables:
        taken = f"{len(table.rows):,} of {table.total:,} rows brought in as {table.what}."
        said.append(ImportNote("", "", table.file, table.part, None, "taken", taken))
        said += [ImportNote("", "", table.file, table.part, r.row, r.sort, r.text) for r in table.remarks]
    said += [ImportNote("", "", where, "", None, "left", why) for where, why in left]
    return said
