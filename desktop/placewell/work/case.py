"""What applicants send, brought in: red lines, schedules and tables of what is proposed, statements and lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import shapely

from placewell.domain.case import Submission
from placewell.domain.errors import Problem
from placewell.domain.layer import ImportNote
from placewell.domain.scheme import Scheme
from placewell.importing.as_layers import notes_as_rows
from placewell.importing.scheme_columns import ROLES, not_told
from placewell.importing.scheme_tables import ELSEWHERE, SchemeTable
from placewell.importing.site_lines import check_area
from placewell.work.bring_in import sources
from placewell.work.case_kept import keep_tables
from placewell.work.case_options import name_rows
from placewell.work.case_plan import AS_IT_COMES, CasePlan, How, plan_case
from placewell.work.case_reading import OTHER, Asked, CaseFiles, read_files, understand
from placewell.work.look_again import mark
from placewell.work.opened import Opened
from placewell.work.placing import OnGround, Placing, place
from placewell.work.plans import put_plan
from placewell.work.progress import Progress, Work
from placewell.work.submissions import PARTS, Ids, fresh_ids, latest, parts_of, schemes_of
from placewell.work.traced import note_traced


@dataclass(frozen=True)
class CaseBrought:
    """What an import did: the options it made, the tables with their remarks, and what was not read."""

    made: tuple[Scheme, ...]
    tables: tuple[SchemeTable, ...]
    left: tuple[tuple[str, str], ...]
    """Tables that are none of a scheme's: where, and why."""
    placed: OnGround | None = None
    """The plan that was placed by points."""


def schemes(opened: Opened, submission: Submission | None = None) -> list[Scheme]:
    """The schemes and options of a submission, else of the latest, in order of creation."""
    return schemes_of(opened, submission or latest(opened))


def find_scheme(
    opened: Opened, name: str = "", option: str = "", submission: Submission | None = None
) -> Scheme:
    """The scheme and option asked for, of the latest submission where none is given; else the first
    scheme's first option. Raises Problem."""
    found = schemes(opened, submission)
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


def import_case(
    opened: Opened,
    paths: Sequence[Path],
    name: str = "",
    option: str = "",
    role: str = "",
    crs: str = "",
    layer: str = "",
    sheets: Sequence[str] = (),
    insist: bool = False,
    add: bool = False,
    placing: Placing | None = None,
) -> Work[CaseBrought]:
    """Bring in what applicants send, in any order, in one transaction, to the latest submission.

    `name` and `option` are for rows that do not say theirs, `role` (one of `scheme_columns.ROLES`) says what the
    tables are, `layer` and `sheets` choose within a file. A table takes the place of the one of its sort
    that an option has; with `insist` of everything of its sort, with `add` of nothing. Raises Problem; changes
    nothing then.
    """
    if role and role not in ROLES:
        raise Problem(
            f"'{role}' is nothing that a file of a scheme can be.",
            "Nothing was brought in.",
            f"After --as, write one of: {', '.join(ROLES)}.",
        )
    opened.check_writable()
    asked = Asked(role, crs, layer, tuple(sheets))
    if placing is None:
        files = yield from read_files(paths, opened.ground(), asked, sources())
    else:
        yield Progress(f"Placing {paths[0].name}", 0, len(paths) + 1)
        on = place(opened, paths, placing)
        if not on.tables:
            with opened.session.transaction(f"Placed the plan {on.plan.name}") as t:
                put_plan(t, on.plan, on.image)
            return CaseBrought((), (), (), on)
        yield Progress("Writing the scheme", len(paths), len(paths) + 1)
        return bring_placed(opened, on, asked, name, option, How(insist, add))
    _check_told(files, role)
    yield Progress("Writing the scheme", len(paths), len(paths) + 1)
    usual = opened.project.name if opened.project.base else ""
    return keep_read(opened, files, name, option, How(insist, add), usual)


def bring_placed(
    opened: Opened, on: OnGround, asked: Asked, name: str = "", option: str = "", how: How = AS_IT_COMES
) -> CaseBrought:
    """Bring in the lines of a plan that has been placed, as one edit. Raises Problem; changes nothing then."""
    files = understand(on.tables, opened.ground(), asked, sources())
    _check_told(files, asked.role)
    usual = opened.project.name if opened.project.base else ""
    return keep_read(opened, files, name, option, how, usual, on=on)


def _check_told(files: CaseFiles, role: str) -> None:
    if not files.tables:
        own = [why for _, why in files.left if why != OTHER]
        raise not_told(files.files, role) if not own else _not_of_a_case(files)


def keep_read(
    opened: Opened,
    files: CaseFiles,
    name: str,
    option: str,
    how: How,
    usual: str,
    label: str = "",
    on: OnGround | None = None,
) -> CaseBrought:
    """Write what was read of an applicant's files, as one edit of the latest submission.

    `usual` names a scheme that does not say its name; `on` is the plan that its lines are of. Raises Problem; nothing is written then.
    """
    of_case = [t for t in files.tables if t.of == "case"]
    of_scheme = _in_order([t for t in files.tables if t.of == "scheme"])
    _check_red_lines(opened, of_scheme)
    held = schemes(opened)
    of_scheme = name_rows(of_scheme, name, option, held, usual)
    tables = [*of_scheme, *of_case]
    if not any(t.rows for t in tables):
        raise _nothing(tables)
    ids = fresh_ids(opened)
    now, first = latest(opened), None
    if now is None:
        now = first = Submission(ids.next("submission"), 1)
    how = replace(how, option=option, carried=now.number > 1 and _as_carried(opened, now))
    plan = plan_case(of_scheme, held, parts_of(opened), f"{ids.entry}{ids.copy}", opened.clock(), now.id, how)
    _write(opened, plan, files, tables, (now, first), ids, label, on)
    return CaseBrought(tuple(plan.made), tuple(tables), tuple(files.left), on)


def _not_of_a_case(files: CaseFiles) -> Problem:
    said = " ".join(f"{where}: {why}" for where, why in files.left)
    return Problem(said, "Nothing was brought in.", "A case holds what the applicant sends.")


def _as_carried(opened: Opened, now: Submission) -> bool:
    """Whether the homes of this submission are still those that it began with, as a copy."""
    begun = now.id.split(".")[1]
    mine = {s.id for s in schemes_of(opened, now)}
    homes = [r for r in opened.file.read("homes").records() if r["scheme"] in mine]
    return all(str(r["id"]).startswith(f"homes.{begun}.") for r in homes)


def _in_order(tables: Sequence[SchemeTable]) -> list[SchemeTable]:
    """Red lines first, then in the order in which the parts of a scheme are written."""
    return sorted(tables, key=lambda t: ("scheme", *PARTS).index(t.kind))


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
            check_area(row_.geometry, f"'{table.where}'")
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
    files: CaseFiles,
    tables: Sequence[SchemeTable],
    submission: tuple[Submission, Submission | None],
    ids: Ids,
    label: str,
    on: OnGround | None,
) -> None:
    now, first = submission
    names = (
        label
        or ", ".join(dict.fromkeys(s.name for s in plan.schemes))
        or ", ".join(dict.fromkeys(t.what for t in tables))
    )
    with opened.session.transaction(f"Brought in {names}") as t:
        if first is not None:
            t.put("submission", first)
        for kind, id in plan.removed:
            t.remove(kind, id)
        for kind, noun in plan.puts:
            t.put(kind, noun)
        if on is not None:
            put_plan(t, on.plan, on.image)
        note_traced(t, on.traced if on is not None else None)
        keep_tables(opened, t, [x for x in tables if x.of == "case"], now, ids)
        t.add_rows(notes_as_rows(_report(tables, files.left), f"C{ids.entry}"))
        mark(opened, t)


def _report(tables: Sequence[SchemeTable], left: Sequence[tuple[str, str]]) -> list[ImportNote]:
    said = []
    for table in tables:
        taken = f"{len(table.rows):,} of {table.total:,} rows brought in as {table.what}."
        said.append(ImportNote("", "", table.file, table.part, None, "taken", taken))
        said += [ImportNote("", "", table.file, table.part, r.row, r.sort, r.text) for r in table.remarks]
    said += [ImportNote("", "", where, "", None, "left", why) for where, why in left]
    return said
