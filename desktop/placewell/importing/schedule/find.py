"""Where the headings of a schedule stand, and what each column below them means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from placewell.importing.schedule import words
from placewell.importing.schedule.grid import Grid, figure
from placewell.importing.schedule.kinds_of_home import KindOfHome, kind_of_home

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
        return bool(self.across) or "homes" in self.columns


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
        found.append(best)
        row = best.row + 1
    return found


def _weight(h: Headings) -> int:
    return 2 * len(h.columns) + 3 * len(h.across)


def _headings(grid: Grid, first: int, last: int) -> Headings | None:
    """The headings in these rows taken together, where they are headings of a schedule."""
    if not grid.filled(first) or (last > first and not grid.filled(last)):
        return None
    if any(_is_data(grid, r) for r in range(first, last + 1)):
        return None
    made = Headings(last, first)
    for column in range(grid.width):
        stack = list(dict.fromkeys(t for r in range(first, last + 1) if (t := grid.seen(r, column))))
        if stack:
            _take(made, column, stack)
    named = made.columns.keys()
    if len(made.across) >= 2:
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
    own, whole = stack[-1], " ".join(stack)
    kind = kind_of_home(own) if len(own) <= 40 else None
    tenure_in = next((t for t in reversed(stack) if words.is_tenure(t) and len(t) <= 60), "")
    meant = words.heading(own)
    if words.PERCENT.search(own):
        return
    if meant in ("type", "tenure", "bedrooms") and len(own.split()) > 1 and not (kind and own[:1].isdigit()):
        kind = None
    if kind is not None and meant not in ("habitable_rooms", "bed_spaces", "gia_m2", "gia_ft2"):
        tenure = words.tenure(tenure_in)
        made.across.append(Across(column, kind, tenure, "" if tenure or not tenure_in else tenure_in))
        return
    if tenure_in and own == tenure_in and meant in _VAGUE | {"home"} and not words.TOTAL.search(own):
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


def _is_data(grid: Grid, row: int) -> bool:
    """Whether a row holds figures, as rows of a table do and headings do not."""
    own = [grid.own(row, c) for c in grid.filled(row)]
    figures = sum(figure(t) is not None and kind_of_home(t) is None and len(t) < 12 for t in own)
    return figures >= 2 and figures * 3 >= len(own)


def titles_above(grid: Grid, top: int, bottom: int) -> Iterator[str]:
    """Texts of the rows between two tables, or above the first."""
    for row in range(top, bottom):
        for column in grid.filled(row):
            yield grid.own(row, column)
