"""Where the headings of a schedule stand, and what each column below them means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from placewell.importing.schedule import words
from placewell.importing.schedule.grid import Grid
from placewell.importing.schedule.kinds_of_home import KindOfHome, kind_of_home

_BARE = re.compile(r"[-+£]?\d[\d,]*(\.\d+)?%?")
_DEPTH = 3
"""Headings stand in up to so many rows, one above the other."""
_VAGUE = frozenset({"", "number", "ignored"})
SIZES = frozenset({"type", "bedrooms"})
_LIST = frozenset(
    {"home", "homes", "gia_m2", "gia_ft2", "tenure", "level", "block", "habitable_rooms", "bed_spaces"}
)


@dataclass(frozen=True)
class Across:
    """A column whose cells count homes of one kind: a type, a tenure, or both."""

    column: int
    kind: KindOfHome | None
    tenure: str
    stated_tenure: str = ""
    place: tuple[str, str] | None = None
    """A field and its value, where columns are of blocks or phases."""


@dataclass
class Headings:
    """One table of a sheet: its last row of headings, and what its columns mean."""

    row: int
    first: int
    """The first row of its headings."""
    columns: dict[str, list[int]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    across: list[Across] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    """Columns of sums, beside columns that count."""

    @property
    def counts_only(self) -> bool:
        """Whether its rows count homes instead of being one each."""
        return (bool(self.across) and "home" not in self.columns) or "homes" in self.columns


def headings_of(grid: Grid) -> list[Headings]:
    """The tables of a sheet, from the top down, each by its headings."""
    found: list[Headings] = []
    row = 0
    while row < grid.height:
        best: Headings | None = None
        for last in range(row, min(row + _DEPTH, grid.height)):
            # As few rows as say it: what stands above them is a title.
            for first in range(last, row - 1, -1):
                made = _headings(grid, first, last)
                if made is not None and (best is None or _weight(made) > _weight(best)):
                    best = made
        if best is None:
            row += 1
            continue
        for last in range(best.row + 1, min(best.first + _DEPTH, grid.height)):
            # The row below may say more ('BTR' above, '1b2p' below), unless it is data already.
            made = _headings(grid, best.first, last)
            if made is not None and _weight(made) > _weight(best):
                best = made
        found.append(best)
        row = best.row + 1
    return found


def _weight(h: Headings) -> int:
    return 2 * len(h.columns) + 3 * len(h.across) + sum(bool(a.tenure and a.kind) for a in h.across)


def _headings(grid: Grid, first: int, last: int) -> Headings | None:
    """The headings in these rows taken together, where they are headings of a schedule."""
    if not grid.filled(first) or (last > first and not grid.filled(last)):
        return None
    if any(_is_data(grid, r) for r in range(first, last + 1)):
        return None
    made = Headings(last, first)
    for column in range(grid.width):
        stack = list(dict.fromkeys(t for r in range(first, last + 1) if (t := _over(grid, r, column, last))))
        if stack:
            _take(made, column, stack)
    named = made.columns.keys()
    kinds = [a.kind for a in made.across if a.kind is not None]
    tenures = {a.tenure or a.stated_tenure for a in made.across if a.kind is None and a.place is None}
    if len(kinds) >= 2 or len(tenures) >= 2:
        made.across = [a for a in made.across if a.place is None]
        return made
    places = [a.place for a in made.across if a.place is not None]
    if (
        len(set(places)) >= 2
        and len({name for name, _ in places}) == 1
        and named & {"type", "tenure", "bedrooms"}
    ):
        made.across = [a for a in made.across if a.place is not None]
        return made
    made.across.clear()
    if named & SIZES and len(named & _LIST) >= 1 and len(named) >= 3:
        return made
    if named >= {"tenure", "homes"} or (named & SIZES and "homes" in named):
        return made
    if named & SIZES and made.totals and len(named) >= 2:
        # 'Type | Tenure | No.': the only column of figures counts.
        made.columns["homes"] = [made.totals[0]]
        made.totals.clear()
        return made
    return None


def _take(made: Headings, column: int, stack: list[str]) -> None:
    place = _place(stack[-1])
    stack = [t for t in stack if not words.names_place(t)]
    if not stack:
        if place is not None:
            made.across.append(Across(column, None, "", place=place))
        return
    own, whole = stack[-1], " ".join(stack)
    kind = kind_of_home(own) if len(own) <= 40 else None
    tenure_in = next((t for t in reversed(stack) if words.is_tenure(t) and len(t) <= 60), "")
    meant = words.heading(own)
    if "%" in own or "per cent" in own.lower():
        return
    if meant in ("type", "tenure", "bedrooms") and len(own.split()) > 1 and not (kind and own[:1].isdigit()):
        kind = None
    if kind is not None and kind.people is not None and own[:1].isdigit():
        meant = ""
    if kind is not None and meant not in ("habitable_rooms", "bed_spaces", "gia_m2", "gia_ft2"):
        tenure = words.tenure(tenure_in)
        made.across.append(Across(column, kind, tenure, "" if tenure or not tenure_in else tenure_in))
        return
    if (
        tenure_in
        and own == tenure_in
        and (meant in _VAGUE | {"home"} or words.tenure(own))
        and not words.TOTAL.search(own)
    ):
        tenure = words.tenure(own)
        made.across.append(Across(column, None, tenure, "" if tenure else own))
        return
    if meant in _VAGUE and len(stack) > 1:
        wider = words.heading(whole) or words.heading(stack[-2])
        meant = wider if wider not in _VAGUE else meant
    if meant == "number" or (words.TOTAL.search(own) and meant in _VAGUE | {"homes"} and made.across):
        made.totals.append(column)
        return
    if meant and meant != "ignored":
        made.columns.setdefault(meant, []).append(column)
        made.texts[column] = whole


def _place(text: str) -> tuple[str, str] | None:
    """A block or phase that a heading of counts names."""
    for name, find in (("block", words.block), ("phase", words.phase)):
        if (found := find(text)) and len(text) < 20:
            return name, found
    return None


def by_content(grid: Grid, heads: Headings, end: int) -> None:
    """Columns whose cells say more than their headings: sizes under 'Name', references under 'Number'."""
    rows = [r for r in range(heads.row + 1, end) if len(grid.filled(r)) > 2][:40]
    if not rows or heads.across:
        return
    if "type" not in heads.columns:
        for column in list(heads.columns.get("home", ())):
            sizes = sum(kind_of_home(grid.own(r, column)) is not None for r in rows)
            if sizes * 10 >= 6 * len(rows):
                heads.columns["home"].remove(column)
                heads.columns["type"] = [column]
    if not heads.columns.get("home"):
        heads.columns.pop("home", None)
        for column in heads.totals:
            said = [t for r in rows if (t := grid.own(r, column))]
            if said and len(set(said)) == len(said) and not any(_BARE.fullmatch(t) for t in said):
                heads.columns["home"] = [column]
                heads.texts[column] = "unit number"


def _is_data(grid: Grid, row: int) -> bool:
    """Whether a row holds figures, as rows of a table do and headings do not."""
    return any(_BARE.fullmatch(grid.own(row, c)) for c in grid.filled(row))


def _over(grid: Grid, row: int, column: int, last: int) -> str:
    """What stands over a column: its own cell, or the tenure that a group of columns to its left begins with."""
    said = grid.seen(row, column)
    if said or row == last or not grid.seen(last, column):
        return said
    left = next((t for c in range(column - 1, -1, -1) if (t := grid.own(row, c))), "")
    return left if left and words.is_tenure(left) else ""


def titles_above(grid: Grid, top: int, bottom: int) -> Iterator[str]:
    """Texts of the rows between two tables, or above the first."""
    for row in range(top, bottom):
        texts = [grid.own(row, c) for c in grid.filled(row)]
        yield from texts
        if len(texts) == 2:
            yield " ".join(texts)  # 'Phase' and '1' in cells of their own
