"""What an applicant sends, in two steps: read apart from the project, then written to it at once.

Reading takes seconds and may be done anywhere; writing takes none, and is done where the project is held.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import shapely

from placewell.domain.errors import Problem
from placewell.importing.scheme_tables import SchemeTable
from placewell.work.bring_in import sources
from placewell.work.case import CaseBrought, keep_read
from placewell.work.case_plan import How
from placewell.work.case_reading import OTHER, Asked, CaseFiles, read_files
from placewell.work.opened import Opened
from placewell.work.progress import Progress, Work

SAME = 0.98
"""Share of both red lines that two drawings of one site have in common at least."""
NOT_A_TABLE = "It holds no red line and no table of a scheme."


@dataclass(frozen=True)
class Unclear:
    """What only a person can say of files that came together: which, and about what ('homes' or 'scheme')."""

    about: str
    files: tuple[str, ...]


def read_scheme(opened: Opened, paths: Sequence[Path], asked: Asked | None = None) -> Work[CaseFiles]:
    """Read an applicant's files; one that cannot be read is among what was left, and stops no other."""
    asked = asked or Asked()
    ground, known = opened.ground(), sources()
    try:
        made = yield from read_files(paths, ground, asked, known)
        return _tidied(made)
    except Problem as problem:
        if len(paths) == 1:
            return CaseFiles(left=[(paths[0].name, str(problem))], files=[paths[0].name])
    # Something in one of them cannot be understood; each by itself tells which.
    made = CaseFiles()
    for i, path in enumerate(paths):
        yield Progress(f"Reading {path.name}", i, len(paths))
        try:
            one = yield from read_files([path], ground, asked, known)
        except Problem as problem:
            one = CaseFiles(left=[(path.name, str(problem))], files=[path.name])
        made.tables += one.tables
        made.left += one.left
        made.files += one.files
    return _tidied(made)


def _tidied(files: CaseFiles) -> CaseFiles:
    """Without tables of which no row is any use, and without a second drawing of one red line."""
    for table in [t for t in files.tables if not t.rows and not any(r.sort == "rejected" for r in t.remarks)]:
        files.tables.remove(table)
        files.left.append((table.where, NOT_A_TABLE))
    files.left = [(where, NOT_A_TABLE if why == OTHER else why) for where, why in files.left]
    taken: list[SchemeTable] = []
    for table in [t for t in files.tables if t.kind == "scheme"]:
        twin = next((t for t in taken if t.file != table.file and _one_line(t, table)), None)
        if twin is None:
            taken.append(table)
            continue
        files.tables.remove(table)
        files.left.append((table.where, f"It shows the same red line as '{twin.file}', which was taken."))
    return files


def _one_line(one: SchemeTable, other: SchemeTable) -> bool:
    if len(one.rows) != 1 or len(other.rows) != 1 or one.rows[0].option != other.rows[0].option:
        return False
    a, b = one.rows[0].geometry, other.rows[0].geometry
    if a is None or b is None or not a.is_valid or not b.is_valid:
        return False
    union = shapely.area(shapely.union(a, b))
    return bool(union and shapely.area(shapely.intersection(a, b)) / union >= SAME)


def unclear(files: CaseFiles, settled: Collection[str] = ()) -> Unclear | None:
    """What to ask before these are written: two schedules of homes, or two red lines, that name no option.

    `settled` is what has been asked already.
    """
    for kind in ("scheme", "homes"):
        if kind in settled:
            continue
        came = dict.fromkeys(
            t.file for t in files.tables if t.kind == kind and any(not r.option for r in t.rows)
        )
        if len(came) > 1:
            return Unclear(kind, tuple(came))
    return None


def as_options(files: CaseFiles, names: Sequence[str]) -> CaseFiles:
    """The files with the rows of each of the named ones as an option of its own."""
    called = dict(zip(names, option_names(names), strict=True))
    kinds = ("homes", "scheme")
    tables = [
        replace(t, rows=[replace(r, option=r.option or called[t.file]) for r in t.rows])
        if t.file in called and t.kind in kinds
        else t
        for t in files.tables
    ]
    return CaseFiles(tables, list(files.left), list(files.files))


def option_names(names: Sequence[str]) -> list[str]:
    """What tells files apart by name ('SCH-A', 'SCH-B' are A and B), else letters in order."""
    words = [re.findall(r"[A-Za-z0-9]+", PurePath(n).stem) for n in names]
    if len({len(w) for w in words}) == 1:
        apart = [i for i in range(len(words[0])) if len({w[i].casefold() for w in words}) == len(words)]
        if apart:
            return [w[apart[0]] for w in words]
    return [chr(ord("A") + i) for i in range(len(names))]


def only(files: CaseFiles, kind: str, keep: str) -> CaseFiles:
    """The files without the tables of a kind of all but one of them."""
    gone = [t for t in files.tables if t.kind == kind and t.file != keep]
    left = [(t.where, f"'{keep}' was taken in its place.") for t in gone]
    tables = [t for t in files.tables if all(t is not g for g in gone)]
    return CaseFiles(tables, [*files.left, *left], list(files.files))


def keep_scheme(
    opened: Opened, files: CaseFiles, name: str = "", option: str = "", how: How | None = None
) -> CaseBrought:
    """Write what was read, as one edit of the latest submission. Raises Problem; nothing is written then."""
    if not files.tables:
        said = " ".join(f"{where}: {why}" for where, why in files.left)
        raise Problem(said or "Nothing came.", "Nothing was brought in.")
    what = ", ".join(dict.fromkeys(t.what for t in files.tables if t.rows))
    return keep_read(opened, files, name, option, how or How(), opened.project.name, what)
