"""What a case has of its base: which lists it took over, what was edited of them since, and putting that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from placewell.domain.history import BULK, Plain
from placewell.domain.kinds import KINDS
from placewell.domain.layer import Layer
from placewell.domain.rows import Rows
from placewell.edit.transaction import Transaction
from placewell.work.net import Net, entries_since
from placewell.work.opened import Opened
from placewell.work.seen import RENEWED, TAKEN_OVER


@dataclass(frozen=True)
class Taken:
    """A layer as it came from the base: the entry that brought it, the digest of its rows, what was said of it."""

    seq: int
    digest: str
    row: Plain


@dataclass(frozen=True)
class Edits:
    """Of one layer: rows that are not as they were taken over, and whether other things are said of it here."""

    rows: tuple[Net, ...]
    stated: bool


def taken_over(opened: Opened) -> dict[str, Taken]:
    """Layers that came from the base, by id, as they last came."""
    steps = opened.file.steps()
    undone: set[int] = set()
    for step in steps:
        if step.of is not None and step.act in ("undo", "redo"):
            (undone.add if step.act == "undo" else undone.discard)(step.of)
    found: dict[str, Taken] = {}
    for step in steps:
        from_base = step.label.startswith(RENEWED) or (step.seq == 1 and step.label.startswith(TAKEN_OVER))
        if step.act != "edit" or not from_base or step.seq in undone:
            continue
        for c in opened.file.entry(step.seq).changes:
            if c.kind != "layer":
                continue
            if c.after is None:
                found.pop(c.id, None)
            elif BULK in c.after:
                found[c.id] = Taken(step.seq, str(c.after[BULK]), _bare(c.after))
            elif c.id in found:
                found[c.id] = replace(found[c.id], row=c.after)
    return found


def edits_of(opened: Opened, taken: Mapping[str, Taken]) -> dict[str, Edits]:
    """By layer, what the case edited since the entry that brought it. Layers that it has not edited are not there."""
    first = min((t.seq for t in taken.values()), default=1)
    sums: dict[tuple[str, str], Net] = {}
    # The entry itself counts too: what it put back on top of a renewed list is this case's own.
    for entry in entries_since(opened, first - 1):
        for c in entry.changes:
            row = c.after or c.before or {}
            layer = str(row.get("layer"))
            if c.kind == "import note" or c.kind not in KINDS or not KINDS[c.kind].layered:
                continue
            if layer not in taken or entry.seq < taken[layer].seq:
                continue
            held = sums.get((c.kind, c.id))
            before = c.before if held is None else held.before
            sums[c.kind, c.id] = Net(c.kind, c.id, before, c.after, entry.who, entry.at)
    rows: dict[str, list[Net]] = {}
    for n in sums.values():
        if n.before != n.after:
            rows.setdefault(str((n.after or n.before or {}).get("layer")), []).append(n)
    now = {la.id: vars(la) for la in opened.file.layers()}
    found = {}
    for id, t in taken.items():
        stated = id in now and any(now[id].get(k) != v for k, v in t.row.items())
        if rows.get(id) or stated:
            found[id] = Edits(tuple(rows.get(id, ())), stated)
    return found


def put_back(t: Transaction, edits: Edits | None, theirs: Layer, rows: Sequence[Rows]) -> list[str]:
    """Put what the case edited on top of the base's newer rows; says what, and what could not be."""
    if edits is None:
        return []
    said: list[str] = []
    held = {r.kind: {_code(x): str(x["id"]) for x in r.records()} for r in rows}
    done = 0
    for n in edits.rows:
        at = held.get(n.kind, {}).get(_code(n.before or n.after or {}))
        if n.before is None and n.after is not None:
            if at is None:
                t.put(n.kind, {**n.after, "layer": theirs.id})
                done += 1
        elif at is None:
            if n.after is not None:
                said.append(
                    f"{theirs.name}: '{_name(n.after)}' was edited in this case and is no longer in the base, so it is gone."
                )
        elif n.after is None:
            t.remove(n.kind, at)
            done += 1
        else:
            # Only what the case changed: the rest is as the base has it now.
            was = n.before or {}
            own = {k: v for k, v in n.after.items() if was.get(k) != v and k not in ("id", "layer")}
            t.put(n.kind, {**(t.get(n.kind, at) or {}), **own})
            done += 1
    if edits.stated:
        said.append(
            f"{theirs.name}: what was said in this case of how complete or old it is was of the earlier list, so the base's word holds."
        )
    if done:
        words = "1 edit made in this case was" if done == 1 else f"{done:,} edits made in this case were"
        said.append(f"{theirs.name}: {words} kept on top of the newer list.")
    return said


def _bare(row: Plain) -> Plain:
    return {k: v for k, v in row.items() if k != BULK}


def _code(row: Mapping[str, Any]) -> str:
    """The publisher's own code, else the name, else the id: what names a thing in two editions of a list."""
    return str(row.get("code") or row.get("name") or row.get("id"))


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or row.get("code") or row.get("id"))
