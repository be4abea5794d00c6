"""One change in a planner's words: what it is, before and after, what it touches and which criteria it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely

from placewell.assess.explain import amount
from placewell.domain.asset import STATUSES
from placewell.domain.history import BULK, Plain
from placewell.domain.kinds import KINDS
from placewell.domain.touched import SUBJECTS
from placewell.store.geopackage import GeoPackage
from placewell.work.assess_inputs import ASKED
from placewell.work.net import Net
from placewell.work.since_layers import differs, rows_between
from placewell.work.state import OF_CASE

_ROWS = 12
"""More edited rows of one layer than this are told as one."""
_UNTOLD = {"import note", "plan image", "difference", "taken entry", "claim"}
"""Kinds that are told elsewhere, or by what they belong to."""


@dataclass(frozen=True)
class Said:
    """A change in words, and what decides which findings it can have moved.

    `cause` is a subject of `domain.touched`, a kind of `state.OF_CASE`, 'layers', 'guidance', or '' for what
    moves none; of a layer `kind` and `types` say what it holds.
    """

    what: str
    before: Any
    after: Any
    touches: tuple[str, ...]
    who: str = ""
    at: str = ""
    scheme: str = ""
    option: str = ""
    detail: str = ""
    about: tuple[str, ...] = ()
    cause: str = ""
    kind: str = ""
    types: frozenset[str] = field(default=frozenset())


def said_of(found: Iterable[Net], file: GeoPackage) -> Iterator[Said]:
    """All but what belongs to a scheme, which is told from its totals; layers first."""
    held = [n for n in found if n.kind not in _UNTOLD]
    yield from _layers([n for n in held if n.kind == "layer"], file)
    rows: dict[str, list[Net]] = {}
    for n in held:
        if n.kind == "layer":
            continue
        if n.blind:
            touches = (SUBJECTS.get(n.kind, "layers" if _layered(n.kind) else n.kind),)
            what = f"The whole list of {n.kind} was replaced in another program"
            yield Said(what, None, None, touches, n.who, n.at, cause=touches[0], kind=n.kind)
        elif _layered(n.kind):
            rows.setdefault(str(_plain(n).get("layer")), []).append(n)
        elif n.kind not in SUBJECTS or n.kind == "official PTAL":
            yield from _of_case(n)
    for layer, mine in rows.items():
        yield from _rows(layer, mine, file)


def _layered(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].layered


# Layers.


def _layers(found: list[Net], file: GeoPackage) -> Iterator[Said]:
    gone = [n for n in found if n.after is None]
    for n in found:
        if n.after is None:
            continue
        old = (
            n if n.before is not None else next((g for g in gone if _like(g.before) == _like(n.after)), None)
        )
        if old is not None and old is not n:
            gone.remove(old)
        if old is n and not (BULK in (n.before or {}) and BULK in n.after):
            words = differs(n.before or {}, n.after)
            yield _layer(n, f"{_titled(n)}: {words or 'said otherwise'}", None, None, "", frozenset())
            continue
        rowed = rows_between(file, old, n)
        word = "brought in" if old is None else "renewed"
        what = f"{_titled(n)} {word}"
        yield _layer(n, what, rowed.before, rowed.after, rowed.detail, rowed.types)
    for n in gone:
        rowed = rows_between(file, n, None)
        what = f"{_titled(n)} taken out"
        yield _layer(n, what, rowed.before, None, rowed.detail, rowed.types)


def _like(row: Plain | None) -> tuple[Any, Any, Any]:
    row = row or {}
    return row.get("kind"), row.get("role"), row.get("name")


def _layer(n: Net, what: str, before: Any, after: Any, detail: str, types: frozenset[str]) -> Said:
    row = _plain(n)
    role = frozenset({str(row.get("role"))}) | types
    return Said(
        what, before, after, ("layers",), n.who, n.at, detail=detail, cause="layers",
        kind=str(row.get("kind", "")), types=role,
    )  # fmt: skip


def _rows(layer: str, found: list[Net], file: GeoPackage) -> Iterator[Said]:
    """Edits of single rows of a layer."""
    last = max(found, key=lambda n: n.at)
    types = frozenset(
        str(r["type"]) for n in found for r in (n.before, n.after) if r is not None and "type" in r
    )
    kind = found[0].kind
    if len(found) > _ROWS:
        row = file.get("layer", layer) or {}
        what = f'Layer "{row.get("name", layer)!s}": {len(found):,} rows edited'
        yield Said(what, None, None, ("layers",), last.who, last.at, cause="layers", kind=kind, types=types)
        return
    for n in found:
        what, before, after = _row(n)
        yield Said(what, before, after, ("layers",), n.who, n.at, cause="layers", kind=n.kind, types=types)


def _row(n: Net) -> tuple[str, Any, Any]:
    row = _plain(n)
    sort = str(row.get("type") or n.kind)
    name = f'{sort[:1].upper()}{sort[1:]} "{row.get("name") or row.get("code") or n.id}"'
    if n.before is None or n.after is None:
        return f"{name} {'added' if n.before is None else 'taken out'}", None, None
    was, now = n.before.get("status"), n.after.get("status")
    if was != now and now in STATUSES:
        return f"{name} {'reopened' if now == 'open' and was == 'closed' else now}", was, now
    words = differs(n.before, n.after)
    far = _moved_m(n.before.get("geometry"), n.after.get("geometry"))
    if far is not None:
        words = "; ".join(w for w in (f"moved {amount(far, 'm')}" if far else "redrawn", words) if w)
    return f"{name}: {words or 'said otherwise'}", None, None


def _moved_m(one: Any, two: Any) -> float | None:
    """Metres between two places, None where they are the same."""
    if one == two or one is None or two is None:
        return None
    return round(float(shapely.distance(*(shapely.centroid(shapely.from_wkb(x)) for x in (one, two)))), 1)


# The case.


def _of_case(n: Net) -> Iterator[Said]:
    row = _plain(n)
    cause = n.kind if n.kind in OF_CASE else "guidance" if n.kind == "pack" else ""
    touches: tuple[str, ...] = (SUBJECTS.get(n.kind, n.kind),)
    about: tuple[str, ...] = ()
    for what, before, after in _words(n, row):
        if n.kind == "answer":
            about = (_asked(row),) if str(row.get("question", "")).startswith(ASKED) else ()
        elif n.kind == "action":
            about = tuple(c for c in (str(row.get("criterion", "")),) if c)
        yield Said(
            what, before, after, touches, n.who, n.at, option=str(row.get("option") or ""),
            about=about, cause=cause, kind=n.kind,
        )  # fmt: skip


def _words(n: Net, row: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    was, now = n.before or {}, n.after or {}
    done = "given" if n.before is None else "taken back" if n.after is None else "changed"
    if n.kind == "answer":
        part = f" ({row['part']})" if row.get("part") else ""
        name = f"Answer to {_asked(row)}{part}"
        if n.before is not None and n.after is not None and was.get("value") == now.get("value"):
            if was.get("look_again") != now.get("look_again"):
                again = now.get("look_again")
                yield (
                    f"{name} {'is to be looked at again' if again else 'was looked at again'}",
                    None,
                    again or None,
                )
            else:
                yield f"{name}: {differs(was, now) or 'given again'}", None, None
            return
        yield f"{name} {done}", was.get("value"), now.get("value")
    elif n.kind in ("case", "project"):
        for name in KINDS[n.kind].fields[1:]:
            if name != "base_sum" and (was.get(name) or None) != (now.get(name) or None):
                words = _CASE.get(name, name.replace("_", " "))
                yield words[:1].upper() + words[1:], was.get(name) or None, now.get(name) or None
        if n.kind == "project" and was.get("geometry") != now.get("geometry"):
            yield "Boundary of the project", "as it was", "drawn anew"
    elif n.kind == "action":
        if n.before is not None and n.after is not None and was.get("status") != now.get("status"):
            yield f"Action: {row.get('what')}", was.get("status"), now.get("status")
        else:
            yield f"Action {_done(n)}: {row.get('what')}", None, None
    elif n.kind == "submission":
        yield f"Submission {row.get('number')} {'begun' if n.before is None else _done(n)}", None, None
    elif n.kind == "assessment":
        yield (
            f"Assessment {'kept' if n.before is None else _done(n)}: {row.get('scheme')} {row.get('option')}".rstrip(),
            None,
            None,
        )
    elif n.kind == "sign-off":
        yield f"{str(row.get('role')).capitalize()} by {row.get('name')}", None, None
    elif n.kind == "consultation":
        words = "asked" if n.before is None else differs(was, now) or _done(n)
        yield f"Consultation of {row.get('body')}: {words}", None, None
    elif n.kind == "official PTAL":
        yield "Official PTAL", was.get("band"), now.get("band")
    else:
        yield (
            f"{n.kind[:1].upper()}{n.kind[1:]} {_done(n)}: {row.get('name') or row.get('title') or row.get('number') or n.id}",
            None,
            None,
        )


_CASE = {
    "base": "base",
    "margin_m": "margin round the boundary, m",
    "target": "target date",
    "valid": "valid from",
}


def _titled(n: Net) -> str:
    return f'Layer "{_plain(n).get("name", n.id)}"'


def _plain(n: Net) -> Mapping[str, Any]:
    return n.after or n.before or {}


def _done(n: Net) -> str:
    return "added" if n.before is None else "taken out" if n.after is None else "changed"


def _asked(row: Mapping[str, Any]) -> str:
    question = str(row.get("question", ""))
    return question.partition(":")[2] or question
