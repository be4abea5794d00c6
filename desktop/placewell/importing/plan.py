"""A whole import before it is committed: what would come in, what is left, and every reason."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely

from placewell.domain.errors import Problem
from placewell.domain.layer import ImportNote, Layer
from placewell.domain.rows import Rows
from placewell.importing.choose import alike, choose
from placewell.importing.draft import Draft, Left
from placewell.importing.fields import Remark
from placewell.importing.interpret import interpret, mapping_text
from placewell.importing.merge import unite
from placewell.importing.place import Ground
from placewell.importing.raw import RawTable
from placewell.importing.recognise import Recognised, Unrecognised, recognise
from placewell.importing.source import Source
from placewell.importing.statistics import interpret_links, interpret_statistics

_ORDER = {"postcode": 0, "area": 1}
_LATE = {"statistic", "code link"}
SAME_STATION_M = 400.0
POSTCODES_M = 30_000.0


@dataclass
class Plan:
    """What an import would do. Drafts are in the order they will be written."""

    drafts: list[Draft] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    joined: dict[str, dict[str, str]] = field(default_factory=dict)
    """Stations that the project has (by id) with the lists they now have: the other operator's added."""


@dataclass(frozen=True)
class Stated:
    """What the user said of the files: coordinates, source, and that every list be taken."""

    crs: str = ""
    source: Source | None = None
    keep_all: bool = False
    vintage: str = ""
    coverage: str = ""
    publisher: str = ""
    licence: str = ""
    replace: bool = False
    """Whether a better list may take the place of one that was edited by hand."""


NOTHING_STATED = Stated()


@dataclass(frozen=True)
class Held:
    """What the project has already: postcodes, area codes by level, and its layers as drafts."""

    postcodes: Mapping[str, shapely.Point] = field(default_factory=dict)
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    drafts: Sequence[Draft] = ()


def make_plan(
    tables: Sequence[RawTable],
    sources: Sequence[Source],
    ground: Ground,
    held: Held,
    stated: Stated = NOTHING_STATED,
) -> Iterator[tuple[str, Plan]]:
    """Steps towards a plan: yields what is being looked at, and the plan so far; the last is whole.

    Postcodes come first (lists are placed by them), then areas, then the rest, then figures by
    area code. Files that cannot be understood are among `left`, with the reason.
    """
    plan = Plan()
    known: list[Recognised] = []
    for table in tables:
        found = _told(table, stated) or recognise(table, sources)
        if isinstance(found, Unrecognised):
            plan.left.append(Left(table.file, table.part, found.reason, "left", _reader_notes(table)))
        else:
            known.append(found)
    known.sort(key=lambda k: _ORDER.get(k.source.kind, 2))
    drafts: list[Draft] = []
    postcodes = dict(held.postcodes)
    for one in known:
        if one.source.kind in _LATE:
            continue
        yield one.table.file, plan
        try:
            if one.source.kind == "postcode":
                postcodes.update(_all_postcodes(one, ground, stated))
            made = interpret(one, ground, postcodes, stated.crs)
        except Problem as problem:
            plan.left.append(
                Left(one.table.file, one.table.part, str(problem), "left", _reader_notes(one.table))
            )
            continue
        for item in made:
            if isinstance(item, Left):
                plan.left.append(item)
                continue
            drafts.append(item)
    drafts = [_as_stated(d, stated) for d in drafts]
    taken, left = (list(drafts), []) if stated.keep_all else choose(drafts, held.drafts, stated.replace)
    plan.left += left
    codes = _codes(taken, held.codes)
    figures: list[Draft] = []
    for one in known:
        if one.source.kind not in _LATE:
            continue
        yield one.table.file, plan
        read = interpret_statistics if one.source.kind == "statistic" else interpret_links
        made_one = read(one, codes)
        if isinstance(made_one, Draft):
            made_one = _as_stated(made_one, stated)
        if isinstance(made_one, Left):
            plan.left.append(made_one)
        else:
            figures.append(made_one)
    taken_figures, left = (figures, []) if stated.keep_all else choose(figures, held.drafts, stated.replace)
    plan.left += left
    plan.drafts = taken + taken_figures
    plan.joined = _join_stations(taken, held.drafts)
    plan.left.sort(key=lambda item: (item.sort, item.file, item.part))
    yield "", plan


def _reader_notes(table: RawTable) -> tuple[Remark, ...]:
    return tuple(Remark(n.sort, n.text, n.row) for n in table.notes)


def _told(table: RawTable, stated: Stated) -> Recognised | None:
    if stated.source is None:
        return None
    from placewell.importing.recognise import column_index, fits_source

    return fits_source(table, stated.source) or Recognised(table, stated.source, column_index(table))


def _as_stated(draft: Draft, stated: Stated) -> Draft:
    if stated.vintage:
        draft = replace(draft, vintage=stated.vintage)
    if stated.publisher:
        # Another publisher's credit line would be untrue of it.
        source = replace(draft.source, publisher=stated.publisher, attribution="", licence="not stated")
        draft = replace(draft, source=source)
    if stated.licence:
        draft = replace(draft, source=replace(draft.source, licence=stated.licence))
    if stated.coverage:
        draft = replace(draft, coverage=stated.coverage, coverage_area="as stated when it was brought in")
    return draft


def _all_postcodes(known: Recognised, ground: Ground, stated: Stated) -> dict[str, shapely.Point]:
    """Every postcode within `POSTCODES_M` of the project: entries just outside are then known to be so."""
    far = replace(
        ground,
        reach=shapely.box(*_grown(ground.frame.box, POSTCODES_M)),
        frame=replace(ground.frame, box=_grown(ground.frame.box, POSTCODES_M)),
    )
    found: dict[str, shapely.Point] = {}
    for item in interpret(known, far, {}, stated.crs):
        if isinstance(item, Draft) and item.rows.geometry is not None:
            found.update(zip(item.rows.columns["code"], item.rows.geometry, strict=True))
    return found


def _grown(box: tuple[float, float, float, float], by: float) -> tuple[float, float, float, float]:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _codes(drafts: Sequence[Draft], held: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    codes = {level: set(values) for level, values in held.items()}
    for draft in drafts:
        if draft.kind == "area":
            for level, code in zip(draft.rows.columns["level"], draft.rows.columns["code"], strict=True):
                if code:
                    codes.setdefault(level, set()).add(code)
    return {level: frozenset(values) for level, values in codes.items()}


def _join_stations(drafts: Sequence[Draft], held: Sequence[Draft]) -> dict[str, dict[str, str]]:
    """A station on two operators' lists is one station: the first list keeps it, with all its modes.

    Returns the lists of stations that the project has already and that gained some.
    """
    gone = {old.held_as for d in drafts for old in d.replaces}
    have = [d for d in held if d.kind == "stop" and d.role == "station" and d.held_as not in gone]
    new = [d for d in drafts if d.kind == "stop" and d.role == "station"]
    joined: dict[str, dict[str, str]] = {}
    for i, later in enumerate(new):
        for earlier in (*have, *new[:i]):
            for at in _give_up_shared(earlier, later):
                if earlier.held_as:
                    joined[earlier.rows.columns["id"][at]] = {n: earlier.rows.columns[n][at] for n in _LISTS}
    return joined


_LISTS = ("modes", "routes")


def _give_up_shared(earlier: Draft, later: Draft) -> list[int]:
    """Take out of `later` what `earlier` has, adding its lists there; positions of `earlier` that gained."""
    assert earlier.rows.geometry is not None and later.rows.geometry is not None
    keep = np.ones(len(later.rows), dtype=bool)
    columns: dict[str, Any] = {n: list(v) for n, v in earlier.rows.columns.items()}
    gained = []
    tree = shapely.STRtree(earlier.rows.geometry)
    pairs = tree.query(later.rows.geometry, predicate="dwithin", distance=SAME_STATION_M)
    for i, j in zip(*(p.tolist() for p in pairs), strict=True):
        names = str(later.rows.columns["name"][i]), str(columns["name"][j])
        if not keep[i] or not alike(*names):
            continue
        keep[i] = False
        gained.append(j)
        for name in _LISTS:
            columns[name][j] = unite([columns[name][j], later.rows.columns[name][i]])
        later.remarks.append(
            Remark(
                "duplicate",
                f"{names[0]} is also {names[1]} on {earlier.source.title}: one station, with the modes of both.",
                later.rows.source_row[i],
            )
        )
    earlier.rows = replace(earlier.rows, columns=columns)
    later.rows = later.rows.where(keep)
    return gained


def to_layers(
    plan: Plan, number: Callable[[], str], today: str
) -> tuple[list[tuple[Layer, list[Rows]]], Rows]:
    """The plan's drafts as layers with their rows and notes, and the notes about what was left.

    `number` gives the next layer id ('L7'); rows become 'L7.1', 'L7.2' …, notes 'L7.n1' ….
    """
    layers = []
    for draft in plan.drafts:
        layer_id = number()
        count = len(draft.rows)
        columns = {"id": [f"{layer_id}.{i}" for i in range(1, count + 1)], "layer": [layer_id] * count}
        rows = replace(draft.rows, columns={**columns, **draft.rows.columns})
        layers.append((_layer(draft, layer_id, today), [rows, _notes(layer_id, draft)]))
    return layers, _left_notes(plan, number())


def _layer(draft: Draft, layer_id: str, today: str) -> Layer:
    source = draft.source
    return Layer(
        id=layer_id,
        name=draft.name,
        kind=draft.kind,
        role=draft.role,
        source=source.id,
        variant=source.variant,
        authority=draft.authority,
        parts=json.dumps(sorted(draft.parts), ensure_ascii=False),
        publisher=source.publisher,
        licence=source.licence,
        attribution=source.attribution,
        vintage=draft.vintage,
        imported=today,
        file=draft.file,
        crs=draft.crs,
        mapping=mapping_text(draft.mapping),
        coverage=draft.coverage,
        coverage_area=draft.coverage_area,
        coverage_note=draft.coverage_note,
        covers=round(draft.covers, 3),
        count=len(draft.rows),
        repaired=draft.repaired,
        rejected=draft.rejected,
    )


def _notes(layer_id: str, draft: Draft) -> Rows:
    said = [ImportNote("", layer_id, draft.file, draft.part, None, "taken", _taken_text(draft))]
    if draft.elsewhere:
        said.append(
            ImportNote(
                "",
                layer_id,
                draft.file,
                draft.part,
                None,
                "elsewhere",
                f"{draft.elsewhere:,} of {draft.total:,} entries lie outside the project and its margin.",
            )
        )
    said += [ImportNote("", layer_id, draft.file, draft.part, r.row, r.sort, r.text) for r in draft.remarks]
    said += [
        ImportNote("", layer_id, draft.file, draft.part, None, "checked", _replaced_text(old))
        for old in draft.replaces
    ]
    return notes_as_rows(said, layer_id)


def _replaced_text(old: Draft) -> str:
    dated = old.vintage or "undated"
    return f"Takes the place of {old.name} ({old.source.title}, {dated}), which the project had; undoing brings that back."


def _taken_text(draft: Draft) -> str:
    dated = f", {draft.vintage}" if draft.vintage else ", undated"
    return f"{len(draft.rows):,} brought in as {draft.name} ({draft.source.title}{dated})."


def _left_notes(plan: Plan, prefix: str) -> Rows:
    said = []
    for item in plan.left:
        said.append(ImportNote("", "", item.file, item.part, None, item.sort, item.reason))
        said += [ImportNote("", "", item.file, item.part, r.row, r.sort, r.text) for r in item.remarks]
    return notes_as_rows(said, prefix)


def notes_as_rows(said: Sequence[ImportNote], prefix: str) -> Rows:
    """Notes as rows, numbered within their layer (or, for what was left, their import)."""
    names = ("layer", "file", "part", "row", "sort", "text")
    columns: dict[str, list[Any]] = {"id": [f"{prefix}.n{i}" for i in range(1, len(said) + 1)]}
    columns.update({n: [getattr(s, n) for s in said] for n in names})
    return Rows("import note", columns)
