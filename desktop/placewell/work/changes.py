"""What changed between two submissions, option by option, each with what it touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import shapely

from placewell.domain.case import Claim
from placewell.domain.scheme import Scheme, block_key
from placewell.domain.touched import SUBJECTS
from placewell.work.case_totals import totals
from placewell.work.opened import Opened
from placewell.work.submissions import nouns, parts_of, schemes_of, submission_of

_MOVED_M2 = 1.0
_MOVED_M = 0.05
"""Less than this is rounding by whoever wrote the file."""
_FIGURES = {
    "homes": ("homes", "homes"),
    "rooms": ("homes", "rooms"),
    "bed_spaces": ("homes", "bed spaces"),
    "habitable_rooms": ("homes", "habitable rooms"),
    "gia_m2": ("homes", "GIA of homes, m²"),
    "lost_homes": ("losses", "homes lost"),
    "net_homes": ("homes", "net homes"),
}
_COUNTS = {
    "by_tenure": ("homes", "homes, {}"),
    "by_bedrooms": ("homes", "homes with {} bedrooms"),
    "by_phase": ("homes", "homes in phase {}"),
    "lost_by_tenure": ("losses", "homes lost, {}"),
}
_LISTS = {
    "phases": ("phase", ("number",)),
    "floorspace": ("floorspace", ("use", "state", "measure", "phase", "block", "what")),
    "quantities": ("quantity", ("what", "unit", "phase", "document")),
    "provision": ("provision", ("type", "name")),
    "losses": ("loss", ("what", "name", "tenure", "bedrooms", "phase", "occupied")),
}


def changes(opened: Opened, since: int | None = None, until: int | None = None) -> list[dict[str, Any]]:
    """What differs from the submission before the latest (or `since`) to the latest (or `until`).

    Each has 'scheme', 'option', 'touches' (as `domain.touched`), 'what', 'before' and 'after' (None where it
    was not, or is no more). Raises Problem for a submission that is not there.
    """
    later = submission_of(opened, until)
    if later is None or (since is None and later.number == 1):
        return []
    earlier = submission_of(opened, later.number - 1 if since is None else since)
    parts = parts_of(opened)
    before, after = ({_key(s): s for s in schemes_of(opened, n)} for n in (earlier, later))
    found = []
    for key in dict.fromkeys((*before, *after)):
        one, two = before.get(key), after.get(key)
        for touches, what, was, now in between(one, _own(one, parts), two, _own(two, parts)):
            either = two or one
            assert either is not None
            found.append(
                {
                    "scheme": either.name,
                    "option": either.option,
                    "touches": touches,
                    "what": what,
                    "before": was,
                    "after": now,
                }
            )
    if earlier is not None:
        sides = [[c for c in nouns(opened, "claim") if c.submission == n.id] for n in (earlier, later)]
        for touches, what, was, now in claims_between(*sides):
            found.append(
                {"scheme": "", "option": "", "touches": touches, "what": what, "before": was, "after": now}
            )
    return found


def _key(scheme: Scheme) -> tuple[str, str]:
    return scheme.name.casefold(), scheme.option.casefold()


Found = Iterator[tuple[str, str, Any, Any]]
Own = Mapping[str, Sequence[Any]]
"""What belongs to one scheme: nouns by kind."""


def _own(scheme: Scheme | None, parts: Mapping[str, Own]) -> Own:
    return {} if scheme is None else parts.get(scheme.id, {})


def claims_between(was: Iterable[Claim], now: Iterable[Claim]) -> Found:
    """What is stated that differs: what it touches, what it is, before and after."""
    bare = [
        [{k: v for k, v in vars(c).items() if k not in ("id", "submission")} for c in side]
        for side in (was, now)
    ]
    yield from _rows(bare[0], bare[1], "claim", ("document", "page", "about", "option"))


def between(one: Scheme | None, mine: Own, two: Scheme | None, theirs: Own) -> Found:
    """What differs between two states of a scheme option, each with its parts: what it touches, what it is,
    before and after. None stands for an option that is not there."""
    if one is None or two is None:
        yield "site", "the option", *(("not there", "there") if one is None else ("there", "withdrawn"))
        return
    was, now = totals(one, mine), totals(two, theirs)
    moved = 0.0
    if one.geometry is not None and two.geometry is not None:
        moved = float(shapely.area(shapely.symmetric_difference(one.geometry, two.geometry)))
    elif was["site_ha"] != now["site_ha"]:
        yield "site", "the red line, ha", was["site_ha"], now["site_ha"]
    if moved >= _MOVED_M2:
        yield "site", f"the red line (ha; {moved:,.0f} m² gained or given up)", was["site_ha"], now["site_ha"]
    if was["blue_line_ha"] != now["blue_line_ha"]:
        yield "site", "other land in the blue line, ha", was["blue_line_ha"], now["blue_line_ha"]
    for field, (touches, what) in _FIGURES.items():
        if was[field] != now[field]:
            yield touches, what, was[field], now[field]
    for field, (touches, what) in _COUNTS.items():
        for k in dict.fromkeys((*was[field], *now[field])):
            if was[field].get(k, 0) != now[field].get(k, 0):
                yield touches, what.format(k), was[field].get(k, 0), now[field].get(k, 0)
    for field, (kind, names) in _LISTS.items():
        yield from _rows(was[field], now[field], kind, names)
    for what, was_by, now_by in _kinds_of_home(mine.get("homes", ()), theirs.get("homes", ())):
        for k in dict.fromkeys((*was_by, *now_by)):
            if was_by.get(k, 0) != now_by.get(k, 0):
                yield "homes", what.format(k), was_by.get(k, 0), now_by.get(k, 0)
    yield from _shapes(mine, theirs)


def _kinds_of_home(
    was: Sequence[Any], now: Sequence[Any]
) -> Iterator[tuple[str, Counter[str], Counter[str]]]:
    """Homes by what sums hide: blocks, sizes within each tenure, access, aspect and type."""

    def by(homes: Sequence[Any], *names: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for h in homes:
            said = [str(v) for n in names if (v := getattr(h, n)) not in (None, "")]
            if len(said) == len(names):
                found[", ".join(said).removeprefix("Block ")] += h.homes
        return found

    for what, names in (
        ("homes in block {}", ("block",)),
        ("homes of {} bedrooms", ("tenure", "bedrooms")),
        ("homes built to {}", ("access",)),
        ("homes of {} aspect", ("aspect",)),
        ("homes of type {}", ("type",)),
    ):
        yield what, by(was, *names), by(now, *names)


def _rows(
    was: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]], kind: str, names: Sequence[str]
) -> Found:
    """Rows of a list by what tells them apart; several of one key stand together."""

    def by_key(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
        found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row in rows:
            key = tuple(str(row[n]) for n in names)
            found.setdefault(key, []).append(
                {k: v for k, v in row.items() if k not in names and v not in (None, "")}
            )
        return found

    a, b = by_key(was), by_key(now)
    for key in dict.fromkeys((*a, *b)):
        if a.get(key) != b.get(key):
            label = ", ".join(k for k in key if k not in ("", "None"))
            what = f"{kind} {label}"
            yield SUBJECTS[kind], what, _plain(a.get(key)), _plain(b.get(key))


def _plain(rows: list[dict[str, Any]] | None) -> str | None:
    if rows is None:
        return None
    said = "; ".join(", ".join(f"{k.replace('_', ' ')} {v}" for k, v in r.items()) for r in rows)
    return said or "there"


def _shapes(mine: Mapping[str, Sequence[Any]], theirs: Mapping[str, Sequence[Any]]) -> Found:
    """Blocks, entrances and links that came, went or moved."""
    for kind, names in (("block", ("name",)), ("entrance", ("name", "block")), ("link", ("name", "change"))):
        a, b = (
            {tuple(block_key(str(getattr(n, x))) for x in names): n for n in side.get(kind, ())}
            for side in (mine, theirs)
        )
        for key in dict.fromkeys((*a, *b)):
            one, two = a.get(key), b.get(key)
            label = f"{kind} {(two or one).name}"  # type: ignore[union-attr]
            if one is None or two is None:
                yield SUBJECTS[kind], label, *(("not there", "there") if one is None else ("there", "gone"))
                continue
            if not shapely.equals_exact(one.geometry, two.geometry, _MOVED_M, normalize=True):
                far = float(shapely.hausdorff_distance(one.geometry, two.geometry))
                yield SUBJECTS[kind], f"{label}: moved or drawn anew", "as it was", f"{far:,.1f} m at most"
            for field in ("phase", "storeys"):
                if getattr(one, field, None) != getattr(two, field, None):
                    yield SUBJECTS[kind], f"{label}: {field}", getattr(one, field), getattr(two, field)
