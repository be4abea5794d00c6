"""Bringing files in: read and understood first, shown, then written in one transaction."""

from __future__ import annotations

import csv
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import shapely

from placewell.domain.errors import Problem
from placewell.domain.kinds import KINDS
from placewell.domain.layer import Layer
from placewell.importing.coordinates import file_crs
from placewell.importing.draft import Draft, Left
from placewell.importing.listing import files_to_read
from placewell.importing.plan import NOTHING_STATED, Held, Plan, Stated, make_plan, to_layers
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader
from placewell.importing.source import FieldRule, Source, load_sources
from placewell.shipped import resource
from placewell.work.opened import Opened
from placewell.work.progress import Progress, Work

REPORT_FIELDS = ("layer", "file", "part", "row", "sort", "text")


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
    _refuse_itself(opened, files)
    tables: list[RawTable] = []
    unread: list[Left] = []
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
    if not plan.drafts and len(files) == 1:
        raise Problem(
            f"Nothing of '{files[0].name}' was brought in. "
            + " ".join(dict.fromkeys(item.reason for item in plan.left)),
            "The project is as it was.",
            "If it should have been, say what it is with --as and which columns matter with --map.",
        )
    return plan


def apply_plan(opened: Opened, plan: Plan, label: str) -> Brought:
    """Write a plan's layers and report in one transaction. Raises Problem; nothing is written then."""
    today = opened.clock()[:10]
    numbers = itertools.count(1)
    prefix = opened.file.head()[0] + 1
    layers, left = to_layers(plan, lambda: f"L{prefix}_{next(numbers)}", today)
    with opened.session.transaction(label) as t:
        for draft in plan.drafts:
            for old in draft.replaces:
                t.remove_layer(old.held_as)
        for layer, rows in layers:
            t.add_layer(layer, *(r for r in rows if len(r)))
        if len(left):
            t.add_rows(left)
    counts: dict[str, int] = defaultdict(int)
    for notes in (*(rows[-1] for _, rows in layers), left):
        for sort in notes.columns["sort"]:
            counts[str(sort)] += 1
    return Brought(tuple(layer for layer, _ in layers), dict(counts))


def _refuse_itself(opened: Opened, files: Sequence[Path]) -> None:
    for path in files:
        if path.exists() and path.samefile(opened.path):
            raise Problem(
                f"'{path.name}' is the project that is open.",
                "Bringing it into itself would double everything in it.",
                "Name another file, or leave the project's own folder out.",
            )


def held_by(opened: Opened) -> Held:
    """What the project has already, for new files to be placed by and compared with."""
    known = {s.id: s for s in sources()}
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
    drafts = [_as_draft(opened, layer, known, layer.id in edited) for layer in opened.file.layers()]
    return Held(postcodes, {level: frozenset(c) for level, c in codes.items()}, drafts)


def _edited_layers(opened: Opened) -> set[str]:
    """Layers of which single rows have been edited since they came in."""
    return {
        str(row["layer"])
        for entry in opened.file.read_since(0)
        for change in entry.changes
        if not change.bulk and (row := change.after or change.before) and row.get("layer")
    }


def _as_draft(opened: Opened, layer: Layer, known: Mapping[str, Source], edited: bool) -> Draft:
    source = known.get(layer.source) or Source(
        layer.source, layer.name, layer.publisher, layer.licence, layer.kind
    )
    rows = opened.file.read(layer.kind, layer=layer.id)
    columns = {n: v for n, v in rows.columns.items() if n not in {"id", "layer"}}
    parts = frozenset(source.parts) or frozenset({layer.role})
    if ": " in layer.name and source.parts_column:
        parts = frozenset({layer.name})
    return Draft(
        source=source,
        file=layer.file,
        part="",
        kind=layer.kind,
        role=layer.role,
        name=layer.name,
        rows=replace(rows, columns=columns),
        total=layer.count,
        vintage=layer.vintage,
        coverage=layer.coverage,
        authority=source.authority,
        covers=layer.covers,
        parts=parts,
        held_as=layer.id,
        edited=edited,
    )


def write_report(opened: Opened, path: Path) -> int:
    """The whole import report of a project as CSV; returns its lines. Raises Problem."""
    rows = opened.file.read("import note")
    names = {layer.id: layer.name for layer in opened.file.layers()}
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(REPORT_FIELDS)
            for record in rows.records():
                record["layer"] = names.get(str(record["layer"]), "")
                writer.writerow([_cell(record[name]) for name in REPORT_FIELDS])
    except OSError as fault:
        raise Problem(
            f"The report could not be written to '{path}' ({fault.strerror}).",
            "The import itself is in the project, and so is its report.",
            "Name another place with --report.",
        ) from None
    return len(rows)


def _cell(value: object) -> object:
    """A cell that a spreadsheet will show as text, even where it looks like a formula."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t"}:
        return "'" + value
    return "" if value is None else value


def as_stated(
    source: str = "",
    mapping: Mapping[str, str] | None = None,
    crs: str = "",
    keep_all: bool = False,
    vintage: str = "",
    coverage: str = "",
    replace: bool = False,
) -> Stated:
    """What the user says of the files, checked. Raises Problem for words that Placewell does not know."""
    if mapping and not source:
        raise Problem(
            "--map says which columns to use, but not what the rows are.",
            "The same column can mean different things in different lists.",
            "Add --as, for example --as asset:library.",
        )
    meant = made_up_source(source, mapping or {}) if source else None
    return Stated(file_crs(crs) if crs else "", meant, keep_all, vintage, coverage, replace)


def made_up_source(kind_and_role: str, mapping: Mapping[str, str]) -> Source:
    """A source as the user says it: 'asset:library', 'area:ward' or a known source's id.

    Raises Problem where it names no kind, type or field that Placewell has.
    """
    from placewell.domain.asset import TYPES

    known = {s.id: s for s in sources() if not s.variant}
    if kind_and_role in known:
        return with_mapping(known[kind_and_role], mapping)
    kind, _, role = kind_and_role.partition(":")
    if kind == "statistic":
        return _made_up_figures(role, mapping)
    if kind not in KINDS or not KINDS[kind].layered or kind in {"import note", "statistic", "code link"}:
        raise Problem(
            f"'{kind_and_role}' is neither a known source nor a kind of thing.",
            "Placewell would not know what the rows are.",
            "Use a source's name (placewell sources lists them), or asset:TYPE, area:LEVEL, street, stop, site, postcode or statistic:WHAT; for example asset:library or area:ward.",
        )
    if kind == "asset" and role not in TYPES:
        raise Problem(
            f"'{role or 'nothing'}' is not a type of asset.",
            "What is assessed depends on its type.",
            "Use one of: " + ", ".join(sorted(TYPES)) + ".",
        )
    fixed = {"asset": "type", "area": "level", "stop": "type", "street": "network", "backdrop": "cover"}.get(
        kind
    )
    fields = {n: FieldRule(columns=names) for n, names in _USUAL.items() if n in KINDS[kind].fields}
    if fixed:
        fields[fixed] = FieldRule(
            value=role or {"stop": "bus stop", "street": "paths", "area": "other area"}.get(kind, kind)
        )
    source = Source(
        id=f"as stated: {kind_and_role}", title="a file that was described by hand", publisher="not stated",
        licence="not stated", kind=kind, role="" if fixed else (role or kind), fields=fields, place=_PLACES,
        coverage="unknown",
    )  # fmt: skip
    return with_mapping(source, mapping)


def _made_up_figures(dataset: str, mapping: Mapping[str, str]) -> Source:
    """A council's own table of figures by area code: 'statistic:childcare places'."""
    wrong = sorted(set(mapping) - {"key"})
    if not dataset or wrong:
        raise Problem(
            f"'{wrong[0]}' cannot be said of a table of figures."
            if wrong
            else "It was not said what the figures are.",
            "Figures are kept by what they are about and by the code of their area.",
            "Write --as 'statistic:childcare places', and --map key=COLUMN where the column of area codes is not found by itself.",
        )
    fields = {"key": FieldRule((mapping["key"],))} if "key" in mapping else {}
    return Source(
        id=f"as stated: statistic:{dataset}", title=dataset, publisher="not stated", licence="not stated",
        kind="statistic", dataset=dataset, fields=fields, name=dataset[:1].upper() + dataset[1:],
    )  # fmt: skip


_USUAL = {
    "name": ("name", "title", "site name", "asset name", "label"),
    "code": ("id", "code", "ref", "reference", "uprn", "urn", "gss_code"),
    "address": ("address", "address1", "street"),
    "postcode": ("postcode", "post code", "pcd", "pcds"),
    "operator": ("operator",),
    "owner": ("owner", "ownership"),
}
_PLACES = {
    "easting": ("easting", "eastings", "x", "geox", "e"),
    "northing": ("northing", "northings", "y", "geoy", "n"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "latitude": ("latitude", "lat"),
    "wkt": ("wkt", "wkt_geom", "geometry", "geom"),
    "postcode": ("postcode", "post code", "pcd", "pcds"),
}


def with_mapping(source: Source, mapping: Mapping[str, str]) -> Source:
    """A source with the user's own words on which column fills which field or place."""
    fields, place = dict(source.fields), dict(source.place)
    for field, column in mapping.items():
        if field in _PLACES:
            place[field] = (column,)
            if field == "postcode" and "postcode" in KINDS[source.kind].fields:
                fields[field] = FieldRule(columns=(column,))
        elif field in KINDS[source.kind].fields and field not in {"id", "layer"}:
            fields[field] = FieldRule(columns=(column,))
        else:
            choices = sorted((set(KINDS[source.kind].fields) | set(_PLACES)) - {"id", "layer"})
            raise Problem(
                f"'{field}' is not something that can be filled for a {source.kind}.",
                f"The column '{column}' would be lost.",
                "Use one of: " + ", ".join(choices) + ".",
            )
    return replace(source, fields=fields, place=place)
