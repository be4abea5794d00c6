"""Bringing files in: read and understood first, shown, then written in one transaction."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from placewell.domain.errors import Problem
from placewell.domain.layer import Layer
from placewell.importing.as_layers import to_layers
from placewell.importing.by_hand import source_by_hand
from placewell.importing.coordinates import file_crs
from placewell.importing.draft import Draft, Left
from placewell.importing.fields import date
from placewell.importing.listing import files_to_read
from placewell.importing.plan import NOTHING_STATED, Held, Plan, Stated, make_plan
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader
from placewell.importing.source import Source, load_sources
from placewell.shipped import resource
from placewell.work.opened import Opened
from placewell.work.progress import Progress, Work
from placewell.work.submissions import fresh_ids


@dataclass(frozen=True)
class Brought:
    """What an import did: its layers, and how many lines its report has of each sort."""

    layers: tuple[Layer, ...]
    notes: Mapping[str, int]


def sources() -> list[Source]:
    """All known sources that came with Placewell."""
    return load_sources(resource("sources"))


def plan_import(opened: Opened, paths: Sequence[Path], stated: Stated = NOTHING_STATED) -> Work[Plan]:
    """Read files and folders and say what they would become; changes nothing.

    A file that cannot be read is among the plan's `left`, with the reason; where it was the only
    one named, its Problem is raised.
    """
    files = files_to_read(paths)
    tables: list[RawTable] = []
    unread: list[Left] = []
    if itself := _itself(opened, files, paths):
        files.remove(itself)
        unread.append(
            Left(itself.name, "", "This is the project that is open; it is not brought into itself.")
        )
    with Reader() as reader:
        for i, path in enumerate(files):
            yield Progress(f"Reading {path.name}", i, len(files))
            try:
                tables += reader.read(path)
            except Problem as problem:
                if len(files) == 1:
                    raise
                unread.append(Left(path.name, "", str(problem)))
    plan = Plan()
    steps = make_plan(tables, sources(), opened.ground(), held_by(opened), stated)
    for i, (file, so_far) in enumerate(steps):
        plan = so_far
        if file:
            yield Progress(f"Understanding {file}", i, len(tables))
    plan.left = sorted([*plan.left, *unread], key=lambda item: (item.sort, item.file, item.part))
    if not plan.drafts and len(files) == 1 and list(paths) == files:
        raise _nothing(files[0], plan)
    return plan


def _nothing(path: Path, plan: Plan) -> Problem:
    """Why nothing came of the only file: its reasons, and the first few lines about its rows."""
    reasons = dict.fromkeys(item.reason for item in plan.left)
    rows = dict.fromkeys(r.text for item in plan.left for r in item.remarks if r.sort in {"left", "rejected"})
    return Problem(
        f"Nothing of '{path.name}' was brought in. " + " ".join([*reasons, *list(rows)[:3]]),
        "The project is as it was.",
        "If it should have been, say what it is with --as and which columns matter with --map.",
    )


def apply_plan(opened: Opened, plan: Plan) -> Brought:
    """Write a plan's layers and report in one transaction. Raises Problem; nothing is written then.

    A plan without layers writes nothing: what was left is told, and the project is as it was.
    """
    if not plan.drafts:
        return Brought((), {})
    today = opened.clock()[:10]
    numbers = itertools.count(1)
    fresh = fresh_ids(opened)
    prefix = f"{fresh.entry}{fresh.copy}"
    layers, left = to_layers(plan, lambda: f"L{prefix}_{next(numbers)}", today)
    with opened.session.transaction(_label([layer.name for layer, _ in layers])) as t:
        for draft in plan.drafts:
            for old in draft.replaces:
                t.remove_layer(old.held_as)
        for layer, rows in layers:
            t.add_layer(layer, *(r for r in rows if len(r)))
        for id, lists in plan.joined.items():
            row = t.get("stop", id)
            if row is not None:
                t.put("stop", {**row, **lists})
        if len(left):
            t.add_rows(left)
    counts: dict[str, int] = defaultdict(int)
    for notes in (*(rows[-1] for _, rows in layers), left):
        for sort in notes.columns["sort"]:
            counts[str(sort)] += 1
    return Brought(tuple(layer for layer, _ in layers), dict(counts))


def _label(names: Sequence[str]) -> str:
    """What an import did, for the history: 'Brought in Wards, Libraries and 3 more'."""
    shown = ", ".join(names[:3])
    return f"Brought in {shown}" + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _itself(opened: Opened, files: Sequence[Path], named: Sequence[Path]) -> Path | None:
    """The open project among the files of a folder; raises Problem where it was named itself."""
    for path in files:
        if not path.samefile(opened.path):
            continue
        if path in named:
            raise Problem(
                f"'{path.name}' is the project that is open.",
                "Bringing it into itself would double everything in it.",
                "Name another file.",
            )
        return path
    return None


def held_by(opened: Opened) -> Held:
    """What the project has already, for new files to be placed by and compared with."""
    known = {(s.id, s.variant): s for s in sources()}
    postcodes: dict[str, shapely.Point] = {}
    rows = opened.file.read("postcode")
    if rows.geometry is not None:
        postcodes = dict(zip((str(c) for c in rows.columns["code"]), rows.geometry, strict=True))
    areas = opened.file.read("area")
    codes: dict[str, set[str]] = defaultdict(set)
    for level, code in zip(areas.columns["level"], areas.columns["code"], strict=True):
        if code:
            codes[str(level)].add(str(code))
    edited = _edited_layers(opened)
    drafts = [_as_draft(opened, layer, known, edited) for layer in opened.file.layers()]
    return Held(postcodes, {level: frozenset(c) for level, c in codes.items()}, drafts)


def _edited_layers(opened: Opened) -> set[str]:
    """Layers of which single rows have been edited here, by edits that stand (were not undone)."""
    of: dict[int, set[str]] = {}
    standing: dict[int, set[str]] = {}
    for entry in opened.file.read_since(0):
        if entry.act in ("undo", "redo") and entry.of is not None:
            if entry.act == "undo":
                standing.pop(entry.of, None)
            else:
                standing[entry.of] = of.get(entry.of, set())
            continue
        rows = (c.after or c.before for c in entry.changes if not c.bulk)
        of[entry.seq] = standing[entry.seq] = {str(r["layer"]) for r in rows if r and r.get("layer")}
    return set().union(*standing.values())


def _as_draft(
    opened: Opened, layer: Layer, known: Mapping[tuple[str, str], Source], edited: set[str]
) -> Draft:
    source = known.get((layer.source, layer.variant)) or Source(
        layer.source, layer.name, layer.publisher, layer.licence, layer.kind
    )
    rows = opened.file.read(layer.kind, layer=layer.id)
    return Draft(
        source=source,
        file=layer.file,
        part="",
        kind=layer.kind,
        role=layer.role,
        name=layer.name,
        rows=rows,
        total=layer.count,
        vintage=layer.vintage,
        coverage=layer.coverage,
        authority=layer.authority or source.authority,
        covers=layer.covers,
        parts=frozenset(json.loads(layer.parts or "[]")) or frozenset({layer.role}),
        held_as=layer.id,
        kept="it has been edited by hand here" if layer.id in edited else "",
    )


def as_stated(
    source: str = "",
    mapping: Mapping[str, str] | None = None,
    crs: str = "",
    keep_all: bool = False,
    vintage: str = "",
    coverage: str = "",
    replace: bool = False,
    publisher: str = "",
    licence: str = "",
) -> Stated:
    """What the user says of the files, checked. Raises Problem for words that Placewell does not know."""
    if mapping and not source:
        raise Problem(
            "--map says which columns to use, but not what the rows are.",
            "The same column can mean different things in different lists.",
            "Add --as, for example --as asset:library.",
        )
    meant = source_by_hand(source, mapping or {}, sources()) if source else None
    if vintage and date(vintage) != vintage:
        raise Problem(
            f"'{vintage}' is not a date that a list can be as at.",
            "Newer lists take the place of older ones by it.",
            "Write it as 2026, 2026-04 or 2026-04-30.",
        )
    placed = file_crs(crs) if crs else ""
    return Stated(
        placed,
        meant,
        keep_all,
        vintage,
        coverage,
        tuple((mapping or {}).values()),
        publisher,
        licence,
        replace,
    )
