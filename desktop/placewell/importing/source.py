"""Known sources: how a publisher's file is recognised and read, as data in `resources/sources/`.

One TOML file a source. Keys are closed: an unknown one is a fault, gathered with all others, so
that a council's own source file is told everything that is wrong with it at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from placewell.domain.asset import TYPES
from placewell.domain.errors import Problem
from placewell.domain.kinds import KINDS
from placewell.domain.layer import COVERAGE

AUTHORITIES = ("register", "official", "volunteered", "derived")
"""Whose list it is, best first: the responsible body's own, a public body's compilation,
volunteers', or somebody's copy or cut of another list."""

PLACES = frozenset({"easting", "northing", "longitude", "latitude", "wkt", "postcode"})
TRANSFORMS = frozenset({"date", "list", "number", "title"})
WITHOUT_LAYER = "left"
"""Kind of a source that is recognised but has no place in a project; its `reason` says why."""


@dataclass(frozen=True)
class ValueTest:
    """Share of filled cells of a column that a pattern must match (`at_least` to `at_most`)."""

    column: str
    pattern: re.Pattern[str]
    at_least: float = 0.0
    at_most: float = 1.0
    each_row: bool = False
    """For checks: a line for each row that matches, with {value} in its words, not one for the file."""


@dataclass(frozen=True)
class Recognise:
    """What a table must look like. Column names compare without case, spaces or punctuation."""

    columns: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    """All columns of the publisher's own file; others make it somebody's copy with columns added."""
    geometry: str = "any"
    formats: tuple[str, ...] = ()
    values: tuple[ValueTest, ...] = ()
    headless: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    """For a table without headings: the column names to give, each with what its cells look like."""
    hints: tuple[str, ...] = ()
    """Words in a file's name that break a tie between two readings of the same content."""


@dataclass(frozen=True)
class FieldRule:
    """How one of our fields is filled: from the first filled of `columns`, or with `value`."""

    columns: tuple[str, ...] = ()
    join: str | None = None
    value: str | float | None = None
    lookup: Mapping[str, str] = field(default_factory=dict)
    other: str | None = None
    """What a value that is not in `lookup` becomes; None leaves the row out, counted by value."""
    transform: str = ""
    pattern: re.Pattern[str] | None = None
    """Where given, its first group is taken out of the text."""
    blank: re.Pattern[str] | None = None
    blank_why: str = ""


@dataclass(frozen=True)
class DropRule:
    """Rows that are not what the layer lists, with the reason shown in the report."""

    column: str
    pattern: re.Pattern[str]
    reason: str
    keep: bool = False
    """True turns the rule round: rows that do not match are left out."""


@dataclass(frozen=True)
class Source:
    """One known source, or one variant of it."""

    id: str
    title: str
    publisher: str
    licence: str
    kind: str
    attribution: str = ""
    authority: str = "official"
    variant: str = ""
    role: str = ""
    name: str = ""
    vintage: str = ""
    vintage_column: str = ""
    reason: str = ""
    coverage: str = "unknown"
    coverage_note: str = ""
    recognise: Recognise = Recognise()
    fields: Mapping[str, FieldRule] = field(default_factory=dict)
    place: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drops: tuple[DropRule, ...] = ()
    only_newest: str = ""
    """Column with the date of each return of a register: rows of older returns are left."""
    group_by: str = ""
    """Field whose equal values are one thing written on several rows."""
    merge_within_m: float = 0.0
    """Things of one name (of a station's) within this distance are one thing."""
    parts: tuple[str, ...] = ()
    """What of its role the list covers, where lists complete each other ('TfL', 'National Rail')."""
    parts_column: str = ""
    """Column whose values are the parts of a role that a file covers (kinds of one sort of order);
    '@layer' where the publisher says so only in the name of the layer."""
    extent: str = ""
    """'council' where a list is complete for the council that keeps it, and silent about others."""
    measures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Each measure with its column, or the columns that add up to it."""
    dataset: str = ""
    level: str = ""
    date: str = ""
    details: tuple[str, ...] = ()
    checks: tuple[ValueTest, ...] = ()
    check_texts: tuple[str, ...] = ()


def load_sources(folder: Path) -> list[Source]:
    """Every source (and variant) of a folder of TOML files, sorted by id.

    Raises Problem listing all faults of all files.
    """
    faults: list[str] = []
    sources: list[Source] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            faults.append(f"{path.name}: cannot be read as TOML: {fault}")
            continue
        sources.extend(_sources_of(data, path.name, faults))
    if faults:
        raise Problem(
            "A description of a known source has faults: " + "; ".join(faults) + ".",
            "Files of that source cannot be recognised safely until they are put right.",
            "Correct the named keys in the folder of sources, or put back the file that came with Placewell.",
        )
    return sorted(sources, key=lambda s: (s.id, s.variant))


_TOP = {"source", "recognise", "fields", "place", "drop", "variant", "check"}
_SOURCE = {
    "id", "title", "publisher", "licence", "attribution", "authority", "kind", "role", "name", "vintage",
    "vintage_column", "reason", "coverage", "coverage_note", "only_newest", "group_by", "merge_within_m",
    "parts", "parts_column", "extent", "dataset", "level", "date", "details", "measures",
}  # fmt: skip
_RECOGNISE = {"columns", "absent", "known", "geometry", "formats", "values", "headless", "hints"}
_FIELD = {"columns", "join", "value", "lookup", "other", "transform", "pattern", "blank", "blank_why"}
_VALUE = {"column", "pattern", "at_least", "at_most", "text", "each_row"}
_VARIANT = {"id", "recognise", "fields", "check", "drop"} | (_SOURCE - {"id"})


class _Faults:
    """Collects what is wrong under a running 'file, key' heading."""

    def __init__(self, file: str, faults: list[str]) -> None:
        self.file, self.faults = file, faults

    def keys(self, data: Mapping[str, Any], allowed: set[str], where: str) -> None:
        for key in sorted(set(data) - allowed):
            self.add(where, f"the key '{key}' is not known here")

    def add(self, where: str, text: str) -> None:
        self.faults.append(f"{self.file}, {where}: {text}")

    def regex(self, text: object, where: str) -> re.Pattern[str]:
        try:
            return re.compile(str(text), re.IGNORECASE)
        except re.error as fault:
            self.add(where, f"'{text}' is not a usable pattern ({fault})")
            return re.compile("$^")


def _sources_of(data: dict[str, Any], file: str, faults: list[str]) -> list[Source]:
    told = _Faults(file, faults)
    told.keys(data, _TOP, "top level")
    head = dict(data.get("source", {}))
    told.keys(head, _SOURCE, "source")
    missing = [k for k in ("id", "title", "publisher", "licence", "kind") if not head.get(k)]
    for key in missing:
        told.add("source", f"'{key}' is missing")
    if missing:
        return []
    base = _with(Source(id="", title="", publisher="", licence="", kind=""), head, data, told, "source")
    variants = data.get("variant", [])
    found = [
        _with(base, {"variant": v.get("id", ""), **v}, v, told, f"variant {v.get('id')}") for v in variants
    ]
    for v in variants:
        told.keys(v, _VARIANT, f"variant {v.get('id')}")
    for source in found or [base]:
        _check(source, told)
    return found or [base]


def _with(
    base: Source, head: Mapping[str, Any], data: Mapping[str, Any], told: _Faults, where: str
) -> Source:
    """`base` with the keys of one table laid over it."""
    plain = {k: v for k, v in head.items() if k in _SOURCE | {"variant"}}
    if where != "source":
        plain.pop("id", None)
    for key in ("parts", "details"):
        if key in plain:
            plain[key] = tuple(plain[key])
    if "measures" in plain:
        plain["measures"] = {
            str(name): (column,) if isinstance(column, str) else tuple(column)
            for name, column in plain["measures"].items()
        }
    recognise = _recognise(base.recognise, data.get("recognise", {}), told, where)
    fields = {**base.fields, **{n: _field(n, r, told, where) for n, r in data.get("fields", {}).items()}}
    place = dict(base.place)
    for key, value in data.get("place", {}).items():
        if key not in PLACES:
            told.add(where, f"the key '{key}' is not known in place")
        place[key] = (value,) if isinstance(value, str) else tuple(value)
    drops = base.drops + tuple(_drop(d, told, where) for d in data.get("drop", []))
    checks = tuple(_value(c, told, where) for c in data.get("check", []))
    texts = tuple(str(c.get("text", "")) for c in data.get("check", []))
    return replace(
        base,
        **plain,
        recognise=recognise,
        fields=fields,
        place=place,
        drops=drops,
        checks=base.checks + checks,
        check_texts=base.check_texts + texts,
    )


def _recognise(base: Recognise, data: Mapping[str, Any], told: _Faults, where: str) -> Recognise:
    told.keys(data, _RECOGNISE, f"{where}, recognise")
    plain: dict[str, Any] = {
        k: tuple(data[k]) for k in ("columns", "absent", "known", "formats", "hints") if k in data
    }
    if "geometry" in data:
        plain["geometry"] = data["geometry"]
    if "values" in data:
        plain["values"] = base.values + tuple(_value(v, told, where) for v in data["values"])
    if "headless" in data:
        plain["headless"] = {k: told.regex(v, where) for k, v in data["headless"].items()}
    return replace(base, **plain)


def _value(data: Mapping[str, Any], told: _Faults, where: str) -> ValueTest:
    told.keys(data, _VALUE, f"{where}, values")
    return ValueTest(
        str(data.get("column", "")),
        told.regex(data.get("pattern", ""), where),
        float(data.get("at_least", 0.0)),
        float(data.get("at_most", 1.0)),
        bool(data.get("each_row", False)),
    )


def _drop(data: Mapping[str, Any], told: _Faults, where: str) -> DropRule:
    told.keys(data, {"column", "pattern", "reason", "keep"}, f"{where}, drop")
    if not data.get("reason"):
        told.add(f"{where}, drop", "'reason' is missing: nothing is left out without one")
    return DropRule(
        str(data.get("column", "")),
        told.regex(data.get("pattern", ""), where),
        str(data.get("reason", "")),
        bool(data.get("keep", False)),
    )


def _field(name: str, data: Any, told: _Faults, where: str) -> FieldRule:
    if isinstance(data, str):
        return FieldRule(columns=(data,))
    if isinstance(data, list):
        return FieldRule(columns=tuple(data))
    told.keys(data, _FIELD, f"{where}, fields.{name}")
    columns = data.get("columns", ())
    transform = data.get("transform", "")
    if transform and transform not in TRANSFORMS:
        told.add(f"{where}, fields.{name}", f"the transform '{transform}' is not known")
    return FieldRule(
        columns=(columns,) if isinstance(columns, str) else tuple(columns),
        join=data.get("join"),
        value=data.get("value"),
        lookup={str(k).casefold(): str(v) for k, v in data.get("lookup", {}).items()},
        other=data.get("other"),
        transform=transform,
        pattern=told.regex(data["pattern"], where) if "pattern" in data else None,
        blank=told.regex(data["blank"], where) if "blank" in data else None,
        blank_why=str(data.get("blank_why", "")),
    )


def _check(source: Source, told: _Faults) -> None:
    where = f"source {source.id}" + (f", variant {source.variant}" if source.variant else "")
    if source.authority not in AUTHORITIES:
        told.add(where, f"authority '{source.authority}' is none of {', '.join(AUTHORITIES)}")
    if source.coverage not in COVERAGE:
        told.add(where, f"coverage '{source.coverage}' is none of {', '.join(COVERAGE)}")
    if source.kind == WITHOUT_LAYER:
        if not source.reason:
            told.add(where, "'reason' is missing: it says why the file is not brought in")
        return
    if source.kind not in KINDS:
        told.add(where, f"kind '{source.kind}' is not one Placewell keeps")
        return
    unknown = set(source.fields) - set(KINDS[source.kind].fields) - {"key"}
    for name in sorted(unknown):
        told.add(where, f"'{name}' is not a field of kind '{source.kind}'")
    rule = source.fields.get("type")
    if source.kind == "asset" and rule is not None:
        named = [
            *rule.lookup.values(),
            *([str(rule.value)] if rule.value else []),
            *([rule.other] if rule.other else []),
        ]
        for type_ in sorted(set(named) - set(TYPES)):
            told.add(where, f"'{type_}' is not a type of asset")
