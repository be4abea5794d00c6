"""What one copy of a file has changed since an entry that the other copy knows of, thing by thing.

A thing is known by its kind and id; an answer or a pack also by what it is about, since two officers who
answer the same question at the same time make two rows of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from placewell.domain.errors import Problem
from placewell.domain.history import BULK, MANY, Change, Entry, changes_from_json
from placewell.domain.kinds import KINDS
from placewell.store.geopackage import GeoPackage

Key = tuple[str, str]
"""Kind and id."""

Row = dict[str, Any]

TAKEN = "taken entry"

ABOUT: Mapping[str, tuple[str, ...]] = {"answer": ("question", "part", "option"), "pack": ("pack",)}
"""Kinds of which a project has one for each of what these fields say."""


class _Unknown:
    """Stands for a row that was there before and is on record only by its digest; equal to nothing."""


UNKNOWN = _Unknown()


@dataclass(frozen=True, order=True)
class Touch:
    """When, in which entry and by whom something was last changed. The later is the greater."""

    at: str = ""
    hash: str = ""
    who: str = ""


@dataclass
class News:
    """What was changed since an entry: for each thing how it was then."""

    before: dict[Key, Row | _Unknown | None] = field(default_factory=dict)
    bulk: set[str] = field(default_factory=set)
    """Layers that came or went whole."""
    changes: list[Change] = field(default_factory=list)


def chain(file: GeoPackage) -> dict[str, int]:
    """The file's own entries by hash, with their numbers."""
    return {e.hash: e.seq for e in file.read_since(0)}


def known(file: GeoPackage) -> set[str]:
    """Hashes of all entries whose edits the file holds: its own, and those it took from other copies."""
    return {*chain(file), *map(str, file.read(TAKEN).column("id"))}


def news(file: GeoPackage, known_there: set[str]) -> News:
    """All that the file's entries changed which the other copy does not know of (`known_there`: hashes).

    What a merge only took over is news of whoever wrote it, not of the merge; what it made itself (marks,
    new numbers, differences) is. Taking a merge back says that one copy does without the other's edits for
    now, not that they should go, so it is no news. Raises Problem where a whole table was replaced elsewhere.
    """
    found = News()
    for entry in file.told_since(0):
        if entry.hash in known_there or (is_merge(entry) and entry.act == "undo"):
            continue
        came = _came_with(entry) if is_merge(entry) else []
        source = _last_after(came)
        fresh = {key for e in came if e.hash not in known_there for c in e.changes for key in _keys(c)}
        for change in entry.changes:
            if change.kind == TAKEN:
                continue
            if change.bulk and change.kind == "layer" and (not came or ("layer", change.id) in fresh):
                found.bulk.add(change.id)
            for key, before in _told(change, file):
                if key in source and key not in fresh:
                    if _plain(change.after) == source[key]:
                        continue
                    before = source[key]
                found.before.setdefault(key, before)
                found.changes.append(change)
    return found


def _came_with(entry: Entry) -> list[Entry]:
    """The entries of the other copy that a merge brought in."""
    rows = [dict(c.after) for c in entry.changes if c.kind == TAKEN and c.after is not None]
    return sorted((_entry(r) for r in rows), key=lambda e: (e.at, e.seq))


def _last_after(entries: Iterable[Entry]) -> dict[Key, Row | _Unknown | None]:
    """How each thing was after these entries; a thing of many counts as it is, whatever that was."""
    found: dict[Key, Row | _Unknown | None] = {}
    for entry in entries:
        for change in entry.changes:
            for key in _keys(change):
                found[key] = _plain(change.after)
    return found


def _plain(row: Mapping[str, Any] | None) -> Row | None:
    return None if row is None else {k: v for k, v in row.items() if k != BULK}


def touches(file: GeoPackage, keys: Iterable[Key]) -> dict[Key, Touch]:
    """When each thing was last changed by somebody, here or in a copy that was merged; merging is no change."""
    wanted, found = set(keys), {key: Touch() for key in keys}
    for entry in (*_own_edits(file), *taken(file)):
        at = Touch(entry.at, entry.hash, entry.who)
        for key in (k for c in entry.changes for k in _keys(c)):
            if key in wanted:
                found[key] = max(found[key], at)
    return found


def taken(file: GeoPackage) -> list[Entry]:
    """The entries that came with merges."""
    return [_entry(r) for r in file.read(TAKEN).records()]


def _entry(row: Mapping[str, Any]) -> Entry:
    rest = {k: v for k, v in row.items() if k not in ("id", "changes")}
    return Entry(**rest, changes=changes_from_json(str(row["changes"])), hash=str(row["id"]))


def is_merge(entry: Entry) -> bool:
    """Whether an entry brought in another copy, or took that back."""
    return any(c.kind == TAKEN for c in entry.changes)


def about(kind: str, row: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What a thing is about, for kinds of which there is one for each; else None."""
    return tuple(str(row[f] or "") for f in ABOUT[kind]) if kind in ABOUT else None


def _own_edits(file: GeoPackage) -> Iterable[Entry]:
    return (e for e in file.read_since(0) if not is_merge(e))


def _told(change: Change, file: GeoPackage) -> Iterable[tuple[Key, Row | _Unknown | None]]:
    if change.blind:
        raise Problem(
            f"In '{file.path.name}' a whole table was replaced in another program.",
            "What it held before is not on record, so what was changed in it cannot be told.",
            "Bring the changes into the other copy by hand, or merge a copy from before that.",
        )
    for key in _keys(change):
        if change.kind == MANY:
            yield key, None if change.before is None else UNKNOWN
        else:
            before = None if change.before is None else {**change.before}
            if before is not None:
                before.pop(BULK, None)
            yield key, before


def _keys(change: Change) -> list[Key]:
    if change.kind != MANY:
        return [(change.kind, change.id)]
    row = change.after or change.before or {}
    return [(str(row["kind"]), str(id)) for id in json.loads(str(row["ids"]))]


def sort_of(key: Key) -> tuple[int, str]:
    """Kinds in the order of `KINDS`, for sorted listings."""
    return (list(KINDS).index(key[0]), key[1])
