"""Two copies of one file joined thing by thing: what to take, what to leave, what somebody must decide.

Whoever merges whom, the outcome is the same: every rule here treats the two sides alike.

Two ways were weighed for what stands until a decision: what there was before either officer, or one of
the two. The later of the two was taken: an officer's own work does not vanish from the case meanwhile, and the other way is kept
beside it. What one removed and the other worked on stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from placewell.domain.errors import Problem
from placewell.domain.history import Change, row_from_json, row_to_json
from placewell.domain.kinds import KINDS
from placewell.domain.merging import Difference
from placewell.store.geopackage import GeoPackage
from placewell.work.merge_news import (
    TAKEN,
    UNKNOWN,
    Key,
    News,
    Row,
    Touch,
    _Unknown,
    about,
    sort_of,
    touches,
)
from placewell.work.merge_told import title

SHEETS = ("project", "case", "submission", "layer", "answer", "action", "consultation")
"""Kinds whose fields say things that do not hang together: two officers may each change another."""

PARENT: Mapping[str, tuple[str, str]] = {
    **{k.name: ("layer", "layer") for k in KINDS.values() if k.layered},
    **{
        k.name: ("scheme", "scheme")
        for k in KINDS.values()
        if "scheme" in k.fields and k.name != "assessment"
    },
    **{name: ("submission", "submission") for name in ("scheme", "drawing", "claim")},
}
"""Of kinds that are part of something: the field that names it, and its kind."""

DIFFERENCE = "difference"


@dataclass(frozen=True)
class Side:
    """One copy and what it has changed that the other does not know."""

    file: GeoPackage
    news: News

    def row(self, key: Key) -> Row | None:
        """The thing as it stands."""
        found = self.file.get(*key)
        return None if found is None else dict(found)


@dataclass
class Outcome:
    """What a merge does to our copy."""

    put: dict[Key, Row] = field(default_factory=dict)
    remove: list[Key] = field(default_factory=list)
    add_layers: list[str] = field(default_factory=list)
    """Ids of layers to take whole from the other copy, in place of our own of that id."""
    differences: list[Difference] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.put or self.remove or self.add_layers or self.differences)


def join(mine: Side, theirs: Side) -> Outcome:
    """What to take over from `theirs`. Changes nothing. Raises Problem where both replaced a whole layer."""
    return _Join(mine, theirs).done()


class _Join:
    def __init__(self, mine: Side, theirs: Side) -> None:
        self.mine, self.theirs, self.out = mine, theirs, Outcome()
        self.clashes: list[tuple[Key, Row | None, Key, Row | None]] = []
        """Key and row of ours, key and row of theirs, where somebody has to decide."""
        self.left: set[Key] = set()
        """What has been dealt with together with the thing that it is part of."""
        self.by_about = {kind: _by_about(mine.file, kind) for kind in ("answer", "pack")}

    def done(self) -> Outcome:
        self._removed_but_worked_on()
        self._kept_by_them()
        self._layers()
        for key in sorted(self.theirs.news.before, key=sort_of):
            if key[0] != TAKEN and key not in self.left:
                self._thing(key)
        self._decide()
        return self.out

    # What one removed with all its parts while the other worked on a part.

    def _removed_but_worked_on(self) -> None:
        for remover, worker in ((self.mine, self.theirs), (self.theirs, self.mine)):
            for key in sorted(remover.news.before, key=sort_of):
                if key[0] not in ("layer", "scheme", "submission") or remover.row(key) is not None:
                    continue
                row = worker.row(key)
                if row is None or not _worked_on(worker, key):
                    continue
                parts = [] if key[0] == "layer" else _parts(worker.file, key)
                self.left |= {key, *(k for k, _ in parts)}
                self.clashes.append((key, self.mine.row(key), key, self.theirs.row(key)))
                if worker is self.theirs:
                    self._take_whole(key, parts)

    def _kept_by_them(self) -> None:
        """What we removed and they, knowing that, kept for a decision."""
        for key in [k for k in self.theirs.news.before if k[0] == DIFFERENCE]:
            row = self.theirs.row(key)
            if row is None or row["what"] not in ("layer", "scheme", "submission"):
                continue
            of = (str(row["what"]), str(row["of"]))
            if of in self.left or self.theirs.row(of) is None or self.mine.row(of) is not None:
                continue
            if of not in self.mine.news.before:
                self._take_whole(of, [] if of[0] == "layer" else _parts(self.theirs.file, of))
                self.left.add(of)

    def _take_whole(self, key: Key, parts: Iterable[tuple[Key, Row]]) -> None:
        if key[0] == "layer":
            self.out.add_layers.append(key[1])
            return
        for each, row in parts:
            if not _same(self.mine.row(each), row):
                self.out.put[each] = row

    # Layers that came whole.

    def _layers(self) -> None:
        for id in sorted(self.theirs.news.bulk):
            key = ("layer", id)
            t, m = self.theirs.row(key), self.mine.row(key)
            if t is None or key in self.left:
                continue
            if same_layer(self.mine, self.theirs, id):
                continue
            if m is not None and (key in self.mine.news.before or _worked_on(self.mine, key)):
                raise Problem(
                    f"Both copies have a new version of the layer '{t['name']}'.",
                    "Rows of the two cannot be told apart, so joining them could mix old and new.",
                    "Take one of the two back (undo), merge, and bring it in again.",
                )
            if m is None and key in self.mine.news.before:
                self.clashes.append((key, m, key, t))
            self.out.add_layers.append(id)
            self.left.add(key)

    # One thing.

    def _thing(self, key: Key) -> None:
        t, m, at = self.theirs.row(key), self.mine.row(key), key
        if t is not None and KINDS[key[0]].layered and t["layer"] in self.out.add_layers:
            return
        if m is None and t is not None and key[0] in self.by_about:
            m = self.by_about[key[0]].get(about(key[0], t) or ())
            at = (key[0], str(m["id"])) if m else key
        if _same(m, t):
            return
        before = self.theirs.news.before[key]
        if not (key in self.mine.news.before or at in self.mine.news.before) or _same(m, before):
            self._take(key, t, at, m)
            return
        ours = self.mine.news.before.get(at, self.mine.news.before.get(key))
        if _same(t, ours):
            return
        if key[0] == DIFFERENCE and m is not None and t is not None:
            if _decided(t) > _decided(m):
                self._take(key, t, at, m)
            return
        if m is not None and t is not None and key[0] in SHEETS and at == key and _same(before, ours):
            joined, clash = _field_by_field(before, m, t)
            if not clash:
                self._take(key, joined, at, m)
                return
            self.clashes.append((at, {**joined, **_only(m, clash)}, key, {**joined, **_only(t, clash)}))
            return
        self.clashes.append((at, m, key, t))

    def _take(self, key: Key, row: Row | None, at: Key, held: Row | None) -> None:
        if _same(row, held):
            return
        if held is not None and (row is None or at != key):
            self.out.remove.append(at)
        if row is not None:
            self.out.put[key] = row

    # What both changed.

    def _decide(self) -> None:
        if not self.clashes:
            return
        ours = touches(self.mine.file, {at for at, *_ in self.clashes})
        others = touches(self.theirs.file, {key for _, _, key, _ in self.clashes})
        for at, m, key, t in self.clashes:
            one = (m is not None, ours[at], row_to_json(m), m, at)
            two = (t is not None, others[key], row_to_json(t), t, key)
            first, second = sorted((one, two), key=lambda v: v[:3])
            made = _difference(first, second)
            held = [
                Difference(**row)
                for side in (self.mine, self.theirs)
                if (row := side.row((DIFFERENCE, made.id))) is not None
            ]
            said = max(held, key=lambda d: (d.decided_at, d.decided), default=None)
            stands = first if said is not None and said.decided == "first" else second
            if stands is two:
                if key[0] != "layer" or m is not None:  # else it is taken whole
                    self._take(key, t, at, self.mine.row(at))
            elif not _same(m, self.mine.row(at)):
                self._take(at, m, at, self.mine.row(at))
            if not held:
                self.out.differences.append(made)


Version = tuple[bool, Touch, str, Row | None, Key]


def _difference(first: Version, second: Version) -> Difference:
    row, key = (first[3] or second[3] or {}), min(first[4], second[4])
    id = hashlib.sha256("\n".join((key[0], first[2], second[2])).encode("utf-8", "replace")).hexdigest()
    return Difference(
        id[:16], key[0], key[1], title(key[0], row), first[2], second[2],
        first[1].who, first[1].at, second[1].who, second[1].at,
    )  # fmt: skip


def _decided(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row["decided_at"]), str(row["decided"])


def _by_about(file: GeoPackage, kind: str) -> dict[tuple[str, ...], Row]:
    rows = (file.get(kind, str(id)) for id in file.read(kind).column("id"))
    return {about(kind, r) or (): dict(r) for r in rows if r is not None}


def _same(one: Row | _Unknown | None, two: Row | _Unknown | None) -> bool:
    if one is UNKNOWN or two is UNKNOWN:
        return False
    return one == two


def _only(row: Row, names: Iterable[str]) -> Row:
    return {name: row[name] for name in names}


def _field_by_field(before: Row | _Unknown | None, m: Row, t: Row) -> tuple[Row, list[str]]:
    """Each field as whoever changed it has it, and the fields that both changed."""
    was = before if isinstance(before, dict) else {}
    joined, clash = dict(m), []
    for name in m:
        # What is empty where there was nothing before was not written by anybody.
        old = was[name] if name in was else t[name] if t[name] in (None, "") else None
        if m[name] == t[name] or t[name] == old:
            continue
        if m[name] == old or (name not in was and m[name] in (None, "")):
            joined[name] = t[name]
        elif name == "look_again":
            joined[name] = both_reasons(str(m[name]), str(t[name]))
        else:
            clash.append(name)
    return joined, clash


def both_reasons(one: str, two: str) -> str:
    """Why an answer should be looked at again, where both copies have a reason."""
    return "; ".join(sorted({p for text in (one, two) for p in text.split("; ") if p}))


def _worked_on(side: Side, key: Key) -> bool:
    """Whether this side has changed the thing or a part of it, other than by removing that."""
    for each in side.news.before:
        row = side.row(each)
        if row is not None and key in _above(side.file, each, row):
            return True
    return False


def _above(file: GeoPackage, key: Key, row: Mapping[str, Any]) -> list[Key]:
    """The thing itself and all that it is part of."""
    found = [key]
    while key[0] in PARENT:
        field_name, kind = PARENT[key[0]]
        key = (kind, str(row[field_name]))
        found.append(key)
        above = file.get(*key)
        if above is None:
            break
        row = above
    return found


def _parts(file: GeoPackage, key: Key) -> list[tuple[Key, Row]]:
    """The thing and everything that is part of it, itself first."""
    own = file.get(*key)
    found = [] if own is None else [(key, dict(own))]
    for kind, (field_name, of) in PARENT.items():
        if of != key[0]:
            continue
        rows = file.read(kind, layer=key[1]) if field_name == "layer" else file.read(kind)
        for id, parent in zip(rows.column("id"), rows.column(field_name), strict=True):
            if parent == key[1]:
                found += _parts(file, (kind, str(id)))
    return found


def parts_of_thing(file: GeoPackage, key: Key) -> list[Key]:
    """The keys of a thing and of everything that is part of it, itself first."""
    return [k for k, _ in _parts(file, key)]


def same_layer(mine: Side, theirs: Side, id: str) -> bool:
    """Whether both copies have this layer, with the same rows."""
    m, t = (side.row(("layer", id)) for side in (mine, theirs))
    return m is not None and t is not None and _digest(mine.file, id, m) == _digest(theirs.file, id, t)


def _digest(file: GeoPackage, id: str, row: Row) -> str:
    removed = file.digested(Change("layer", id, row, None)).before or {}
    return str(removed["digest"])


def version_row(text: str) -> Row | None:
    """A row as a difference keeps it."""
    found = row_from_json(text)
    return None if found is None else dict(found)
