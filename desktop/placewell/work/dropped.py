"""What was dropped on the window: a project, what an applicant sends, data of the area, or no data at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import shapely

from placewell.domain.errors import Problem
from placewell.importing.listing import files_to_read
from placewell.importing.reader import Reader
from placewell.importing.recognise import Unrecognised, recognise
from placewell.importing.scheme_tables import SchemeTable
from placewell.work.bring_in import sources
from placewell.work.case_reading import Asked, CaseFiles
from placewell.work.opened import Opened, open_project
from placewell.work.pasted import with_pasted
from placewell.work.progress import Progress, Work
from placewell.work.scheme_in import NOT_A_TABLE, read_scheme

MOST_FILES = 400
_MARK, _HEAD = b"placewell_state", 1 << 20
_SITES, _WHOLE = 6, 0.9
"""An applicant's file has a site, or one for each option; a layer of more outlines is a map of the area."""


@dataclass
class Dropped:
    """What came, sorted by what is in it. `files` is what was read of the applicant's, ready to be written."""

    projects: list[Path] = field(default_factory=list)
    scheme: list[Path] = field(default_factory=list)
    layers: list[Path] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    files: CaseFiles = field(default_factory=CaseFiles)


def is_project(path: Path) -> bool:
    """Whether a file is a Placewell project, by what is in it and not by its name; it is not opened for that."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\x00" and _MARK in file.read(_HEAD)
    except OSError:
        return False


def sort_at(project: Path, paths: Sequence[Path], role: str = "") -> Work[Dropped]:
    """As `sort_dropped`, for a thread that does not hold the project."""
    with open_project(project) as opened:
        return (yield from sort_dropped(opened, paths, role))


def sort_pasted(project: Path, text: str, role: str = "") -> Work[Dropped]:
    """As `sort_at`, of cells copied from a spreadsheet. Raises Problem where there are none."""
    with with_pasted([Path("-")], StringIO(text)) as files:
        return (yield from sort_at(project, files, role))


def sort_dropped(opened: Opened, paths: Sequence[Path], role: str = "") -> Work[Dropped]:
    """Tell files and folders apart by their content. Nothing that came is passed over: what is no data is among
    `left`, with the reason. `role` is what they are where nothing in them says it. Changes nothing."""
    made = Dropped()
    todo = _listed(paths, made)
    if len(todo) > MOST_FILES:
        # So many are downloads; the import itself tells of each what it is.
        made.layers = todo
        return made
    known, unknown = sources(), []
    with Reader() as reader:
        for i, path in enumerate(todo):
            yield Progress(f"Looking at {path.name}", i, len(todo))
            try:
                found = [recognise(table, known) for table in reader.read(path)]
            except Problem as problem:
                made.left.append((path.name, str(problem)))
                continue
            if any(not isinstance(each, Unrecognised) for each in found):
                made.layers.append(path)
            else:
                unknown.append(path)
    if unknown:
        yield from _of_a_scheme(opened, unknown, made, role)
    made.left.sort()
    return made


def _of_a_scheme(opened: Opened, unknown: Sequence[Path], made: Dropped, role: str) -> Work[None]:
    """What no known list is: an applicant's, a map whose rows somebody must name, or neither."""
    read = yield from read_scheme(opened, unknown)
    if role and not read.tables:
        read = yield from read_scheme(opened, unknown, Asked(role))
    maps = {t.file for t in read.tables if t.kind == "scheme" and len(t.rows) > _SITES}
    edges = {t.file for t in read.tables if t.kind == "scheme" and _is_boundary(opened, t)} - maps
    told = {t.file for t in read.tables} - maps - edges
    said = dict(_by_file(read.left, [p.name for p in unknown]))
    said.update(dict.fromkeys(edges, f"It is the boundary of {opened.project.name}, which is here already."))
    for path in unknown:
        if path.name in told:
            made.scheme.append(path)
        elif path.name in maps:
            made.layers.append(path)
        else:
            made.left.append((path.name, said.get(path.name, NOT_A_TABLE)))
    read.tables = [t for t in read.tables if t.file in told]
    read.left = [(w, why) for w, why in read.left if any(_of(w, f) for f in told)]
    made.files = read


def _listed(paths: Sequence[Path], made: Dropped) -> list[Path]:
    """The files to look at, with those of folders; projects, links and what is not there are told at once."""
    found: list[Path] = []
    for path in dict.fromkeys(paths):
        if path.is_symlink():
            made.left.append((path.name, "It only leads to a file elsewhere. Choose that file itself."))
            continue
        try:
            inside = files_to_read([path])
        except (Problem, OSError) as fault:
            made.left.append((path.name or str(path), _why(fault)))
            continue
        for each in inside:
            if is_project(each):
                made.projects.append(each)
            else:
                found.append(each)
    return list(dict.fromkeys(found))


def _why(fault: Exception) -> str:
    if isinstance(fault, Problem):
        return str(fault)
    return "It cannot be looked at: its name or place is of no use to this computer."


def _is_boundary(opened: Opened, table: SchemeTable) -> bool:
    """Whether a red line is none, but the outline of the whole project."""
    whole, row = opened.project.geometry, table.rows[0] if len(table.rows) == 1 else None
    if row is None or row.geometry is None or not row.geometry.is_valid:
        return False
    shared = shapely.area(shapely.intersection(whole, row.geometry))
    return bool(shared > _WHOLE * max(whole.area, row.geometry.area))


def _by_file(left: Iterable[tuple[str, str]], names: Sequence[str]) -> Iterable[tuple[str, str]]:
    for where, why in left:
        yield next((n for n in names if _of(where, n)), where), why


def _of(where: str, name: str) -> bool:
    return where == name or where.startswith(f"{name}, ")


def read_at(project: Path, paths: Sequence[Path], asked: Asked) -> Work[Dropped]:
    """Files of which somebody has said what they are, read for a thread that does not hold the project."""
    with open_project(project) as opened:
        made = Dropped()
        todo = _listed(paths, made)
        made.files = yield from read_scheme(opened, todo, asked)
        made.scheme = todo
        if not made.files.tables:
            made.left += made.files.left
        return made
