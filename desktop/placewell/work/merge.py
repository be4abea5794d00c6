"""Two officers' copies of one file, joined from the last entry of the history that both have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from placewell.domain.case import CASE_ID
from placewell.domain.errors import Problem
from placewell.domain.history import START, Entry, changes_to_json
from placewell.domain.kinds import KINDS
from placewell.domain.layer import Layer
from placewell.domain.merging import Difference, TakenEntry
from placewell.domain.records import from_row
from placewell.domain.rows import Rows
from placewell.edit.session import Session
from placewell.edit.transaction import Transaction
from placewell.store.geopackage import GeoPackage
from placewell.store.private import private
from placewell.work.merge_after import tidy
from placewell.work.merge_news import TAKEN, is_merge, known, news, taken
from placewell.work.merge_rows import Outcome, Side, join
from placewell.work.merge_told import counted
from placewell.work.opened import Opened
from placewell.work.progress import Progress, Work


@dataclass(frozen=True)
class Merged:
    """What a merge did. `common` is the last entry of the other copy that ours knew of."""

    theirs: str
    common: Entry
    our_head: tuple[int, str]
    their_head: tuple[int, str]
    taken: tuple[str, ...]
    """'3 answers', '1 row of homes'; empty where there was nothing new."""
    entries: tuple[Entry, ...]
    differences: tuple[Difference, ...]
    remarks: tuple[str, ...] = ()
    changed: bool = True

    def plain(self) -> dict[str, Any]:
        """The machine-readable answer."""
        return {
            "theirs": self.theirs,
            "changed": self.changed,
            "common": {"entry": self.common.seq, "hash": self.common.hash, "at": self.common.at},
            "heads": {
                "mine": {"entry": self.our_head[0], "hash": self.our_head[1]},
                "theirs": {"entry": self.their_head[0], "hash": self.their_head[1]},
            },
            "taken": list(self.taken),
            "entries": [{"at": e.at, "who": e.who, "label": e.label, "hash": e.hash} for e in self.entries],
            "differences": [
                {"id": d.id, "what": d.what, "name": d.name, "first_by": d.first_by, "first_at": d.first_at,
                 "second_by": d.second_by, "second_at": d.second_at}
                for d in self.differences
            ],
            "remarks": list(self.remarks),
        }  # fmt: skip


def merge(opened: Opened, theirs: Path) -> Work[Merged]:
    """Take over what another copy of this file has that this one has not, as one entry of the history.

    Nothing in the other copy is changed. Raises Problem; nothing is written then.
    """
    opened.check_writable()
    if theirs.exists() and theirs.resolve() == opened.path.resolve():
        raise Problem(
            f"'{theirs.name}' is the file that is open here.",
            "A file holds its own changes already.",
            "Choose the other officer's copy.",
        )
    yield Progress(f"Reading {theirs.name}", 0, 3)
    with private(theirs) as file:
        # What was changed in their copy by another program belongs to it, as it would on opening.
        Session(file, "", opened.clock, read_only=file.read_only)
        opened.session.adopt_outside()
        yield Progress("Looking for the last common entry", 1, 3)
        common = _common(opened.file, file)
        _check_whole(opened.file, file)
        ours_known, theirs_known = known(opened.file), known(file)
        mine = Side(opened.file, news(opened.file, theirs_known))
        other = Side(file, news(file, ours_known))
        _check_there(other)
        outcome = join(mine, other)
        _check_filled(file, outcome)
        heads = opened.file.head(), file.head()
        fresh = [e for e in _entries_of(file) if e.hash not in ours_known]
        if outcome.empty:
            return Merged(theirs.name, common, *heads, (), (), (), changed=False)
        yield Progress("Joining the two", 2, 3)
        label = (
            f"Merged with {theirs.name}: their entry {heads[1][0]} ({heads[1][1][:12]}),"
            f" our entry {heads[0][0]} ({heads[0][1][:12]})"
        )
        with opened.session.transaction(label) as t:
            _apply(t, outcome, file)
            remarks = tidy(opened, t, mine, other, outcome.add_layers)
            for entry in fresh:
                t.put(TAKEN, _taken_row(entry))
    what = [k for k, _ in (*outcome.put, *outcome.remove)] + ["layer"] * len(outcome.add_layers)
    own = [k for k in what if k != "difference"]
    return Merged(
        theirs.name, common, *heads, tuple(counted(own)), tuple(fresh), tuple(outcome.differences), tuple(remarks)
    )  # fmt: skip


def _apply(t: Transaction, outcome: Outcome, theirs: GeoPackage) -> None:
    for id in outcome.add_layers:
        row = theirs.get("layer", id)
        if row is None:
            continue
        if t.get("layer", id) is not None:
            t.remove_layer(id)
        layer: Layer = from_row("layer", row)
        t.add_layer(layer, *_rows_of(theirs, id))
    for kind, id in outcome.remove:
        if t.get(kind, id) is not None:
            t.remove(kind, id)
    for (kind, _), row in outcome.put.items():
        t.put(kind, row)
    for difference in outcome.differences:
        t.put("difference", difference)


def _rows_of(file: GeoPackage, layer: str) -> list[Rows]:
    found = (file.read(k.name, layer=layer) for k in KINDS.values() if k.layered)
    return [rows for rows in found if len(rows)]


def _entries_of(file: GeoPackage) -> list[Entry]:
    """Every entry that the file holds, those that came with earlier merges among them."""
    return [*taken(file), *file.read_since(0)]


def _taken_row(entry: Entry) -> TakenEntry:
    return TakenEntry(
        entry.hash, entry.seq, entry.at, entry.who, entry.label, entry.act, entry.of,
        changes_to_json(()) if is_merge(entry) else changes_to_json(entry.changes), entry.prev,
    )  # fmt: skip


def _common(ours: GeoPackage, theirs: GeoPackage) -> Entry:
    mine, others = ours.project(), theirs.project()
    for project, name in ((mine, ours.path.name), (others, theirs.path.name)):
        if project.redacted:
            raise Problem(
                f"'{name}' is a copy without notes and names ({project.redacted}).",
                "It has no history, and merging it could not tell what was left out from what was deleted.",
                "Merge the full copy that it was made from.",
            )
    first, other = ours.read_since(0)[:1], theirs.read_since(0)[:1]
    if not first or not other or first[0].hash != other[0].hash:
        raise _strangers(ours, theirs)
    there = known(ours)
    entries = [e for e in theirs.read_since(0) if e.hash in there]
    return entries[-1] if entries else replace(first[0], hash=START)


def _strangers(ours: GeoPackage, theirs: GeoPackage) -> Problem:
    one, two = ours.get("case", CASE_ID), theirs.get("case", CASE_ID)
    refs = [str((row or {}).get("reference") or "") for row in (one, two)]
    bases = [p.base for p in (ours.project(), theirs.project())]
    if all(refs) and refs[0] != refs[1]:
        why = f"This file is of case {refs[0]}, the other of case {refs[1]}."
    elif bases[0] != bases[1]:
        named = [f"'{b}'" if b else "no base" for b in bases]
        why = f"This file was made from {named[0]}, the other from {named[1]}."
    else:
        why = "Each was made for itself, so what either has added or removed cannot be told."
    return Problem(
        f"'{theirs.path.name}' and '{ours.path.name}' are not two copies of one file: their histories have no entry in common.",
        why,
        "Merge copies made with 'Save a copy'; bring anything else in by importing it.",
    )


def _check_whole(ours: GeoPackage, theirs: GeoPackage) -> None:
    for file in (theirs, ours):
        broken = file.verify_history()
        if broken is not None:
            raise Problem(
                f"The history of '{file.path.name}' was altered outside Placewell, from entry {broken} on.",
                "A merge goes by the history, so what it took over could be false.",
                "Merge a copy from before that, or bring its changes in by hand.",
            )


def _check_there(theirs: Side) -> None:
    """What their history tells of a layer whose rows are not in the file cannot be followed."""
    out = {left.layer for left in theirs.file.left_out}
    if not out:
        return
    for key, before in theirs.news.before.items():
        if before is None or not KINDS[key[0]].layered or theirs.row(key) is not None:
            continue
        if not isinstance(before, dict) or before["layer"] in out:
            raise _slim(theirs.file)


def _check_filled(theirs: GeoPackage, outcome: Outcome) -> None:
    if {left.layer for left in theirs.left_out} & {*outcome.add_layers}:
        raise _slim(theirs)


def _slim(theirs: GeoPackage) -> Problem:
    name = theirs.path.name
    return Problem(
        f"'{name}' was handed over without layers of its base, and its history tells of edits in them.",
        "What those rows are now is not in the file, so joining it could remove them.",
        f"Fill it first: placewell take-up {name} --base BASE.gpkg -o CASE.gpkg, and merge that.",
    )


def told(merged: Merged) -> list[str]:
    """What a merge did, line by line."""
    if not merged.changed:
        return [f"{merged.theirs} has nothing that this file has not. Nothing was changed."]
    when = merged.common.at[:16].replace("T", " ")
    lines = [
        f"Merged {merged.theirs} from the last common entry: {merged.common.seq}, '{merged.common.label}', {when}."
    ]
    lines += [f"Taken over: {', '.join(merged.taken)}."] if merged.taken else []
    lines += _by_whom(merged.entries)
    if merged.differences:
        n = len(merged.differences)
        lines.append(
            f"{n} {'thing was' if n == 1 else 'things were'} changed in both copies. Both ways are kept; the later"
            " stands until you decide:"
        )
        lines += [
            f"  {d.id}  {d.name}: {_way(d.first_by, d.first_at)}; {_way(d.second_by, d.second_at)}"
            for d in merged.differences
        ]
    return [*lines, *merged.remarks]


def _by_whom(entries: Sequence[Entry]) -> list[str]:
    names = sorted({e.who or "someone who gave no name" for e in entries if not is_merge(e)})
    n = len(entries)
    return (
        [f"{n:,} {'entry' if n == 1 else 'entries'} of their history kept, by {', '.join(names)}."]
        if n
        else []
    )


def _way(by: str, at: str) -> str:
    return f"{by or 'someone'}, {at[:16].replace('T', ' ')}"
