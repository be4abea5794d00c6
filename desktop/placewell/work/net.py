"""What a stretch of the history comes to: each thing before and after, and the project as it was before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from placewell.domain.history import BULK, MANY, Change, Entry, Plain
from placewell.domain.kinds import KINDS
from placewell.domain.records import from_row
from placewell.work.opened import Opened
from placewell.work.submissions import nouns


@dataclass(frozen=True)
class Net:
    """One thing that is not as it was; None where it was not there. Who and when are of its last change.

    `blind`: its whole list was replaced by another program, so that only this is known.
    """

    kind: str
    id: str
    before: Plain | None
    after: Plain | None
    who: str
    at: str
    blind: bool = False


Key = tuple[str, str]
Get = Callable[[str, str], Plain | None]


def entries_since(opened: Opened, seq: int) -> list[Entry]:
    """Entries after a number, oldest first, in the fields that things have now. Raises Problem."""
    return [opened.file.entry(s.seq) for s in opened.file.steps() if s.seq > seq]


def net(entries: Iterable[Entry], get: Get) -> list[Net]:
    """What they come to: what was changed and changed back, or undone, is not in it. `get` reads a row as it is.

    A layer that was put in anew is told as a whole, and so are edits of its rows from then on.
    """
    sums = _Sums()
    for entry in entries:
        for change in entry.changes:
            if change.kind != MANY:
                sums.take(change, entry)
    return sums.told(get)


@dataclass
class _Sums:
    found: dict[Key, Net] = field(default_factory=dict)
    late: dict[str, dict[Key, Net]] = field(default_factory=dict)
    """By layer, edits of its rows since it was last put in as a whole."""

    def take(self, c: Change, entry: Entry) -> None:
        if c.kind == "layer" and c.bulk:
            self.late[c.id] = {}
        of = _layer_of(c.kind, c.after or c.before)
        into = self.found
        if of in self.late and (c.kind, c.id) not in self.found:
            into = self.late[of]
        key = c.kind, c.id
        first = into.pop(key, None)  # Put in anew, so that it stands where it was last touched.
        before = c.before if first is None else first.before
        blind = c.blind or (first is not None and first.blind)
        into[key] = Net(*key, before, c.after, entry.who, entry.at, blind)

    def told(self, get: Get) -> list[Net]:
        whole = {n.id for n in self.found.values() if n.kind == "layer" and not _same(n) and _bulk(n)}
        made = []
        for n in self.found.values():
            of = _layer_of(n.kind, n.after or n.before)
            if of in self.late and (of not in whole or n.after is not None):
                now = get(n.kind, n.id)
                if now is None and of in whole:
                    continue  # It went with its layer, which is told.
                n = replace(n, after=now)
            made.append(n)
        made += [n for of, late in self.late.items() if of not in whole for n in late.values()]
        return [n for n in made if n.blind or not _same(n)]


def _layer_of(kind: str, row: Plain | None) -> str:
    if row is None or kind not in KINDS or not KINDS[kind].layered:
        return ""
    return str(row.get("layer") or "")


def _bulk(n: Net) -> bool:
    return any(row is not None and BULK in row for row in (n.before, n.after))


def _same(n: Net) -> bool:
    if n.before is None or n.after is None:
        return n.before is n.after
    # Only whole batches have a digest: without one on either side the rest decides.
    left = set() if BULK in n.before and BULK in n.after else {BULK}
    return all(n.before.get(k) == n.after.get(k) for k in (n.before.keys() | n.after.keys()) - left)


Nouns = Callable[[str], list[Any]]
"""All things of a kind at some time."""


def as_now(opened: Opened) -> Nouns:
    """As they are."""
    return lambda kind: nouns(opened, kind)


def as_then(opened: Opened, changed: Iterable[Net]) -> Nouns:
    """As they were before these; not for kinds that come in layers."""
    by_kind: dict[str, list[Net]] = {}
    for n in changed:
        by_kind.setdefault(n.kind, []).append(n)
    held: dict[str, list[Any]] = {}

    def read(kind: str) -> list[Any]:
        if kind not in held:
            things = {t.id: t for t in nouns(opened, kind)}
            for n in by_kind.get(kind, ()):
                things.pop(n.id, None)
                if n.before is not None:
                    things[n.id] = from_row(kind, _bare(n.before))
            held[kind] = list(things.values())
        return held[kind]

    return read


def _bare(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if k != BULK}
