"""What one edit changed, and the chain of entries that remembers every edit of a project."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from placewell.domain.rows import Value

ACTS = ("edit", "undo", "redo", "elsewhere")
"""elsewhere: found in the file, made by another program."""

START = "0" * 64
"""What the first entry names as the hash before it."""

BULK = "digest"
"""A change whose row has this field stands for many rows; they are told apart by this sha256."""

UNKNOWN = 0
"""What an entry 'elsewhere' is about (`Entry.of`) where a whole table was replaced by another program:
what the table held before is not on record, so undo does not reach past that entry."""

MANY = "rows"
"""Kind of a change that stands for many rows without a layer; its row says of which kind."""

Plain = Mapping[str, Value]


@dataclass(frozen=True)
class Change:
    """One thing before and after; None where it was not there. Rows are as in `domain.records`."""

    kind: str
    id: str
    before: Plain | None
    after: Plain | None

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.kind, self.id, self.after, self.before)

    @property
    def blind(self) -> bool:
        """Whether it stands for a whole table replaced elsewhere, with neither before nor after."""
        return self.before is None and self.after is None

    @property
    def bulk(self) -> bool:
        """Whether it brings or removes many rows at once (a whole layer)."""
        return BULK in (self.before or {}) or BULK in (self.after or {})


@dataclass(frozen=True)
class Step:
    """An entry without its changes: enough to know what can be undone."""

    seq: int
    act: str
    of: int | None
    label: str


@dataclass(frozen=True)
class Entry:
    """One committed edit. `of` is the entry that an undo or redo is about; `prev` the hash before."""

    seq: int
    at: str
    who: str
    label: str
    act: str
    of: int | None
    changes: tuple[Change, ...]
    prev: str
    hash: str = ""

    def sealed(self) -> Entry:
        """The same entry with its hash: sha256 over its canonical JSON and the hash before it."""
        return replace(self, hash=self.expected_hash())

    def expected_hash(self) -> str:
        """The hash that its content calls for; differs from `hash` where it was tampered with."""
        names = ("seq", "at", "who", "label", "act", "of")
        body = {name: getattr(self, name) for name in names}
        text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        whole = f"{text}\n{changes_to_json(self.changes)}\n{self.prev}"
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def changes_to_json(changes: tuple[Change, ...]) -> str:
    """Canonical JSON: sorted keys, bytes as {"hex": …}. Raises ValueError for NaN and infinity."""
    plain = [[c.kind, c.id, _outward(c.before), _outward(c.after)] for c in changes]
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def changes_from_json(text: str) -> tuple[Change, ...]:
    """The changes of `changes_to_json`; raises ValueError where the text is not that."""
    try:
        found = json.loads(text)
        if not isinstance(found, list):
            raise ValueError("not a list of changes")
        return tuple(Change(str(k), str(i), _inward(b), _inward(a)) for k, i, b, a in found)
    except (TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise ValueError("not a list of changes") from fault


def row_to_json(row: Plain | None) -> str:
    """One row as canonical JSON; 'null' for none. Raises ValueError for NaN and infinity."""
    return json.dumps(
        _outward(row), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def row_from_json(text: str) -> Plain | None:
    """The row of `row_to_json`; raises ValueError where the text is not that."""
    try:
        found = json.loads(text)
        if found is not None and not isinstance(found, dict):
            raise ValueError("not a row")
        return _inward(found)
    except (TypeError, KeyError, RecursionError) as fault:
        raise ValueError("not a row") from fault


def _outward(row: Plain | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {name: {"hex": v.hex()} if isinstance(v, bytes) else v for name, v in row.items()}


def _inward(row: dict[str, Any] | None) -> Plain | None:
    if row is None:
        return None
    return {name: bytes.fromhex(v["hex"]) if isinstance(v, dict) else v for name, v in row.items()}
