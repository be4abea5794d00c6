"""A layer that was put in anew, told by its rows: which are gone, new, or another than they were."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from placewell.domain.history import Change
from placewell.domain.rows import Rows
from placewell.store.geopackage import GeoPackage
from placewell.work.net import Net

_NAMED = ("asset", "area", "stop", "commitment", "site")
"""Kinds whose rows a planner knows by name; of others only how many there are is told."""
_MOST = 3
_MOVED_M = 1.0
_STRUCK = {"id", "layer", "details", "geometry"}


@dataclass(frozen=True)
class Rowed:
    """How many rows a layer had and has, in words what became of them, and which types of places it has."""

    before: int | None
    after: int | None
    detail: str
    types: frozenset[str]


def rows_between(file: GeoPackage, gone: Net | None, come: Net | None) -> Rowed:
    """The rows of a layer that was taken out against those of the one that came (the same one put in anew)."""
    old = (
        None
        if gone is None or gone.before is None
        else file.shelved(Change("layer", gone.id, gone.before, None))
    )
    row = (come and come.after) or (gone and gone.before) or {}
    kind = str(row.get("kind", ""))
    new = file.read(kind, layer=come.id) if come is not None and come.after is not None else None
    held = None if old is None else next((r for r in old if r.kind == kind), None)
    before = _count(gone.before if gone else None, held)
    after = _count(come.after if come else None, new)
    types = frozenset(
        str(t) for r in (held, new) if r is not None and kind == "asset" for t in r.column("type")
    )
    detail = told(held, new) if held is not None and new is not None and kind in _NAMED else ""
    return Rowed(before, after, detail, types)


def _count(row: Mapping[str, Any] | None, rows: Rows | None) -> int | None:
    if row is None:
        return None
    return len(rows) if rows is not None else int(row.get("count") or 0)


def told(old: Rows, new: Rows) -> str:
    """'3 gone (Dove Lane …), 5 new, 1 moved (Northgate, 320 m)'; '' where nothing of it differs."""
    was, now = _by_key(old), _by_key(new)
    gone = [r for k, r in was.items() if k not in now]
    come = [r for k, r in now.items() if k not in was]
    moved, other = [], []
    for key, one in was.items():
        two = now.get(key)
        if two is None:
            continue
        far = _apart(one.get("geometry"), two.get("geometry"))
        if far >= _MOVED_M:
            moved.append(f"{_name(two)}, {far:,.0f} m")
        elif words := differs(one, two):
            other.append(f"{_name(two)}: {words}")
    parts = [
        _listed("gone", [_name(r) for r in gone]),
        _listed("new", [_name(r) for r in come]),
        _listed("moved", moved),
        _listed("changed", other),
    ]
    return ", ".join(p for p in parts if p)


def _listed(word: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    more = " …" if len(names) > _MOST else ""
    return f"{len(names):,} {word} ({'; '.join(names[:_MOST])}{more})"


def _by_key(rows: Rows) -> dict[tuple[str, int], dict[str, Any]]:
    """By the publisher's own code, else by name; where several share it, by their order."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    seen: dict[str, int] = {}
    for record in rows.records():
        key = str(record.get("code") or record.get("name") or record["id"])
        seen[key] = seen.get(key, 0) + 1
        found[key, seen[key]] = record
    return found


def _apart(one: Any, two: Any) -> float:
    if one is None or two is None:
        return 0.0
    far = float(shapely.distance(shapely.centroid(one), shapely.centroid(two)))
    return 0.0 if math.isnan(far) else far


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or row.get("code") or row.get("type") or "one without a name")


def differs(one: Mapping[str, Any], two: Mapping[str, Any]) -> str:
    """What of a row is another: 'status open → closed'."""
    names = [n for n in two if n not in _STRUCK and (one.get(n) or "") != (two.get(n) or "")]
    return "; ".join(
        f"{n.replace('_', ' ')} {_cell(one.get(n))} → {_cell(two.get(n))}" for n in names[:_MOST]
    )


def _cell(value: Any) -> str:
    if value in (None, ""):
        return "not given"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
