"""A whole import before it is committed: what would come in, what is left, and every reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import shapely

from placewell.domain.errors import Problem
from placewell.importing.choose import choose
from placewell.importing.draft import Draft, Left
from placewell.importing.fields import Remark
from placewell.importing.interpret import interpret
from placewell.importing.place import Ground
from placewell.importing.raw import RawTable
from placewell.importing.recognise import Recognised, Unrecognised, recognise
from placewell.importing.requirements import interpret_requirements
from placewell.importing.runs_at import interpret_activities
from placewell.importing.services import interpret_services
from placewell.importing.source import Source
from placewell.importing.stations import join_stations
from placewell.importing.statistics import interpret_links, interpret_statistics
from placewell.importing.yields import interpret_yields

_ORDER = {"postcode": 0, "area": 1}
_LATE = {"statistic", "code link", "activity", "service", "yield rate", "requirement"}
"""Kinds without a place of their own: they are about areas, assets and stops, which must be known first."""
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
    columns: tuple[str, ...] = ()
    """Columns of the file that the user named, which must be there."""
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
    # Before services are looked at, which call at stations as they are in the end.
    plan.joined = join_stations(taken, held.drafts)
    if not plan.joined:
        taken, left = _with_stations_of_their_own(taken)
        plan.left += left
    codes = _codes(taken, held.codes)
    there = _there(taken, held.drafts)
    figures: list[Draft] = []
    for one in known:
        if one.source.kind not in _LATE:
            continue
        yield one.table.file, plan
        try:
            made_one = _late(one, codes, there, ground, stated.crs)
        except Problem as problem:
            made_one = Left(one.table.file, one.table.part, str(problem), "left", _reader_notes(one.table))
        if isinstance(made_one, Draft):
            made_one = _as_stated(made_one, stated)
        if isinstance(made_one, Left):
            plan.left.append(made_one)
        else:
            figures.append(made_one)
    taken_figures, left = (figures, []) if stated.keep_all else choose(figures, held.drafts, stated.replace)
    plan.left += left
    plan.drafts = taken + taken_figures
    plan.left.sort(key=lambda item: (item.sort, item.file, item.part))
    yield "", plan


def _with_stations_of_their_own(taken: Sequence[Draft]) -> tuple[list[Draft], list[Left]]:
    """A list whose every station is on lists brought in with it is no layer: what it says has gone to theirs."""
    kept, left = [], []
    for draft in taken:
        if draft.kind == "stop" and draft.role == "station" and not len(draft.rows) and not draft.replaces:
            reason = f"{draft.source.title}: every station on it is on another list too, and was joined there"
            left.append(Left(draft.file, draft.part, reason, "left", tuple(draft.remarks)))
        else:
            kept.append(draft)
    return kept, left


def _late(
    one: Recognised, codes: Mapping[str, frozenset[str]], there: Sequence[Draft], ground: Ground, crs: str
) -> Draft | Left:
    """What a table of something without a place becomes, told by its kind."""
    if one.source.kind == "activity":
        return interpret_activities(one, there)
    if one.source.kind == "service":
        return interpret_services(one, there, ground, crs)
    if one.source.kind == "yield rate":
        return interpret_yields(one)
    if one.source.kind == "requirement":
        return interpret_requirements(one, there)
    return (interpret_statistics if one.source.kind == "statistic" else interpret_links)(one, codes)


def _there(taken: Sequence[Draft], held: Sequence[Draft]) -> list[Draft]:
    """Every layer that the project will have: those brought in now, and those that stay."""
    gone = {old.held_as for draft in taken for old in draft.replaces}
    return [*taken, *(draft for draft in held if draft.held_as not in gone)]


def _reader_notes(table: RawTable) -> tuple[Remark, ...]:
    return tuple(Remark(n.sort, n.text, n.row) for n in table.notes)


def _told(table: RawTable, stated: Stated) -> Recognised | Unrecognised | None:
    if stated.source is None:
        return None
    from placewell.importing.recognise import column_index, fits_source, plain

    index = column_index(table)
    missing = [c for c in stated.columns if plain(c) not in index]
    if missing:
        there = ", ".join(list(table.columns)[:20])
        return Unrecognised(
            table, f"There is no column '{missing[0]}' in this table; its columns are: {there}."
        )
    return fits_source(table, stated.source) or Recognised(table, stated.source, index)


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
