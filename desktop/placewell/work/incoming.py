"""Data of the area before it comes in: what each file would become, what is left and why, and what to say of one."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import shapely

from placewell.domain.asset import TYPES, plural
from placewell.domain.crs import describe
from placewell.domain.errors import Problem
from placewell.importing.draft import Draft, Left
from placewell.importing.interpret import CLOSED
from placewell.importing.listing import files_to_read
from placewell.importing.plan import Plan as Plan
from placewell.work.bring_in import Brought, as_stated, plan_import
from placewell.work.new_file import as_text, writing
from placewell.work.opened import Opened, open_project
from placewell.work.plain_words import day_words, in_window, listed, month_words
from placewell.work.progress import Work
from placewell.work.report import REPORT_FIELDS

MOST_SHOWN = 5_000
"""Things drawn in a preview; more would show no more."""
_OTHER = {
    "Streets and paths": "street:paths",
    "Roads": "street:roads",
    "Bus stops": "stop:bus stop",
    "Stations": "stop:station",
    "Other schemes (commitments)": "commitment",
    "PTAL points": "PTAL point",
    "Postcodes": "postcode",
}
_COVERAGE = {
    "complete": "a complete list",
    "partial": "known to miss some",
    "unknown": "nobody has said whether it is complete",
}


@dataclass(frozen=True)
class Incoming:
    """One layer as it would come: facts in words, and its lines about single rows."""

    at: int
    """Its place among the plan's drafts."""
    file: str
    name: str
    rows: int
    as_at: str
    facts: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """What would not come, and why."""

    file: str
    name: str
    reason: str
    notes: tuple[str, ...]
    unknown: bool
    """Whether nobody knows what it is: then it can be said."""


def plan_at(project: Path, paths: Sequence[Path], said: Mapping[str, str]) -> Work[Plan]:
    """Plan an import for a thread that does not hold the project. `said` is what single files are, by name, in
    the words of `choices`."""
    with open_project(project) as opened:
        return (yield from plan_incoming(opened, paths, said))


def plan_incoming(opened: Opened, paths: Sequence[Path], said: Mapping[str, str]) -> Work[Plan]:
    """As `plan_import`, where what single files are may be said; one that cannot be used stops no other."""
    files = [p for p in files_to_read(paths) if p.name not in said]
    told = [p for p in files_to_read(paths) if p.name in said]
    plan = Plan()
    if files:
        try:
            plan = yield from plan_import(opened, files)
        except Problem as problem:
            plan.left.append(Left(files[0].name, "", str(problem)))
    for path in told:
        try:
            one = yield from plan_import(opened, [path], as_stated(said[path.name]))
        except Problem as problem:
            plan.left.append(Left(path.name, "", str(problem)))
            continue
        gone = {old.held_as for d in plan.drafts for old in d.replaces}
        for draft in one.drafts:
            # A layer can make way only once.
            draft.replaces = [old for old in draft.replaces if old.held_as not in gone]
        plan.drafts += one.drafts
        plan.left += one.left
        plan.joined.update(one.joined)
    return plan


def layer_ids(opened: Opened) -> tuple[str, ...]:
    """The layers that a plan was made against; where they have changed, it no longer holds."""
    return tuple(layer.id for layer in opened.file.layers())


def without(plan: Plan, leave: Collection[int]) -> Plan:
    """The plan without some of its drafts."""
    return replace(plan, drafts=[d for i, d in enumerate(plan.drafts) if i not in leave])


def incoming(plan: Plan) -> list[Incoming]:
    """Every layer that would come, by file."""
    return sorted(
        (
            Incoming(i, d.file, d.name, len(d.rows), month_words(d.vintage) or "undated", tuple(_facts(d)), tuple(_notes(d)))
            for i, d in enumerate(plan.drafts)
        ),
        key=lambda x: (x.file.casefold(), x.at),
    )  # fmt: skip


def _facts(d: Draft) -> Iterator[str]:
    yield f"{d.source.title}, as {plural(d.role)}" if d.role else d.source.title
    out = f"; {d.elsewhere:,} of {d.total:,} lie elsewhere" if d.elsewhere else ""
    yield f"{len(d.rows):,} entries{out}"
    yield f"As at {day_words(d.vintage)}" if d.vintage else "Undated: the file does not say how old it is"
    yield f"{d.source.publisher or 'Publisher not stated'}. Licence: {d.source.licence or 'not stated'}"
    if d.crs:
        named = "" if d.named_crs else ", which the file does not say itself"
        yield f"Map coordinates: {describe(d.crs)}{named}"
    if d.rows.geometry is not None:
        yield f"Covers {d.covers:.0%} of the area and its margin; {_COVERAGE[d.coverage]}"
    counts = Counter(r.sort for r in d.remarks)
    for sort, word in (
        ("rejected", "could not be used"),
        ("duplicate", "doubles"),
        ("repaired", "outlines mended"),
    ):
        if counts[sort]:
            yield f"{counts[sort]:,} {word}"
    for old in d.replaces:
        yield f"Takes the place of {old.name} ({day_words(old.vintage) or 'undated'})"


def _notes(d: Draft) -> Iterator[str]:
    for r in d.remarks:
        yield in_window((f"row {r.row}: " if r.row is not None else "") + r.text)


def left_out(plan: Plan) -> list[LeftOut]:
    """Everything that would not come: what nobody knows first, then by file."""
    found = []
    for item in plan.left:
        notes = tuple(
            in_window((f"row {r.row}: " if r.row is not None else "") + r.text) for r in item.remarks
        )
        unknown = "--as" in item.reason
        name = item.part if item.part and item.part != item.file else ""
        found.append(LeftOut(item.file, name, in_window(item.reason), notes, unknown))
    return sorted(found, key=lambda x: (not x.unknown, x.file.casefold(), x.name))


def preview_of(plan: Plan, at: Collection[int] | None = None) -> list[shapely.Geometry]:
    """What the layers at these places (or all of them) would put on the map, at most `MOST_SHOWN` things."""
    found: list[shapely.Geometry] = []
    for i, draft in enumerate(plan.drafts):
        if (at is None or i in at) and draft.rows.geometry is not None:
            found += [g for g in draft.rows.geometry if g is not None][: MOST_SHOWN - len(found)]
    return found


@cache
def choices() -> dict[str, str]:
    """What a file can be said to be: words for a list, and the same in the words of an import."""
    made = dict(_OTHER)
    for level in sorted(CLOSED.get("area", ("", frozenset[str]()))[1], key=str.casefold):
        made[f"Areas: {plural(level)}"] = f"area:{level}"
    for type in sorted(TYPES, key=str.casefold):
        word = plural(type)
        made.setdefault(f"Places: {word[:1].upper()}{word[1:]}", f"asset:{type}")
    return made


def brought_words(brought: Brought) -> str:
    """What an import did, in sentences: '102 layers brought in. 23 doubles were left out.'"""
    n, notes = len(brought.layers), brought.notes
    if not n:
        return "Nothing new was brought in; the project is as it was."
    said = [
        f"{notes[sort]:,} {one if notes[sort] == 1 else many}"
        for sort, one, many in (
            ("rejected", "row could not be used", "rows could not be used"),
            ("duplicate", "row was a double", "rows were doubles"),
            ("repaired", "outline was mended", "outlines were mended"),
        )
        if notes.get(sort)
    ]
    told = f"{n:,} layer{'' if n == 1 else 's'} brought in. "
    return told + (f"{listed(said)}. " if said else "") + "Every line about it is kept in the project."


def write_left(plan: Plan, path: Path) -> int:
    """Everything that would not come, and every line about a row, as CSV; returns the lines. Raises Problem."""
    lines: list[tuple[object, ...]] = []
    for item in plan.left:
        lines.append(("", item.file, item.part, "", item.sort, in_window(item.reason)))
        lines += [("", item.file, item.part, r.row or "", r.sort, in_window(r.text)) for r in item.remarks]
    for d in plan.drafts:
        lines += [(d.name, d.file, d.part, r.row or "", r.sort, in_window(r.text)) for r in d.remarks]
    with writing(path) as out:
        out.write("\ufeff")
        table = csv.writer(out)
        table.writerow(REPORT_FIELDS)
        table.writerows([[as_text(c) if isinstance(c, str) else c for c in line] for line in lines])
    return len(lines)
