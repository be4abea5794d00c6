"""A yield table as the sums use it: which rates are of a home, and why it may have none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from placewell.domain.case import YieldRate
from placewell.domain.tenure import TENURE_GROUPS

Band = tuple[int, int | None]
"""Whole years, both ends within; None for 'and over'."""
CHILD_TO = 17
"""The last year of age that counts as a child; outputs say so."""
EVERYBODY = 99
"""A last band that ends here or later stands for 'and over'."""
NO_SUCH_HOME = "the table has no such home"
CHILDREN_ONLY = "the table has children of such homes, but no adults"


@dataclass(frozen=True)
class Cell:
    """The rates of one home by age, and what keeps them from being the whole of its people ('' for nothing).

    With `rates` and `why`, the rates are some of its people; with `why` alone none are known.
    """

    rates: dict[Band, float]
    why: str = ""


@dataclass(frozen=True)
class YieldTable:
    """The rates of one table. `illustrative` where it only shows how the sums are done."""

    name: str
    rates: tuple[YieldRate, ...]
    illustrative: bool = False

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones it makes a difference by; empty where it makes none."""
        return tuple(dict.fromkeys(r.zone for r in self.rates if r.zone))

    def cell(self, tenure: str, bedrooms: int | None, ptal: str = "", zone: str = "") -> Cell:
        """What the table has for a home of this tenure and size, at this PTAL and in this zone.

        A tenure's own rows come before those of its group, a number of bedrooms before 'that and more'.
        """
        if not tenure:
            return Cell({}, "their tenure is not given")
        if bedrooms is None:
            return Cell({}, "their number of bedrooms is not given")
        why = ""
        for name in (tenure, *(g for g, of in TENURE_GROUPS.items() if tenure in of)):
            mine = [r for r in self.rates if r.tenure == name]
            for beds in (str(bedrooms), *(f"{n}+" for n in range(bedrooms, -1, -1))):
                found = _here([r for r in mine if r.bedrooms == beds], ptal, zone)
                if isinstance(found, str):
                    # What would tell which rates are meant is not known: others would be a guess.
                    return Cell({}, found)
                if found:
                    return _whole(found)
                if any(r.bedrooms == beds for r in mine):
                    why = why or f"the table has none of such homes for {_place(ptal, zone)}"
        return Cell({}, why or NO_SUCH_HOME)


def label(band: Band) -> str:
    """'5-11', '65+'."""
    start, end = band
    return f"{start}+" if end is None else str(start) if start == end else f"{start}-{end}"


def in_order(band: Band) -> tuple[int, float]:
    """By first age; of two that begin together the shorter first."""
    return band[0], float("inf") if band[1] is None else band[1]


def _here(rates: Sequence[YieldRate], ptal: str, zone: str) -> list[YieldRate] | str:
    """Those of one kind of home that hold here, the narrowest made; words where that cannot be told."""
    if not ptal and any(r.ptal for r in rates):
        return "the table goes by PTAL, and the official PTAL of the site is not entered"
    zones = dict.fromkeys(r.zone for r in rates if r.zone)
    if not zone and zones:
        return f"the table goes by zone ({', '.join(zones)}), and the site is in none of them"
    groups: dict[tuple[str, str], list[YieldRate]] = {}
    for r in rates:
        if in_span(ptal, r.ptal) and (not r.zone or r.zone.casefold() == zone.casefold()):
            groups.setdefault((r.ptal, r.zone), []).append(r)
    if not groups:
        return []
    most = max(bool(p) + bool(z) for p, z in groups)
    narrow = [g for (p, z), g in groups.items() if bool(p) + bool(z) == most]
    if len(narrow) > 1:
        return f"the table has such homes more than once for {_place(ptal, zone)}"
    return narrow[0]


def _whole(rates: Sequence[YieldRate]) -> Cell:
    """The rates of one home by age, if every age is in one band and in no other."""
    bands = sorted(((r.age_from, r.age_to) for r in rates), key=in_order)
    found = {(r.age_from, r.age_to): r.people for r in rates}
    gaps = [(0, bands[0][0] - 1)] if bands[0][0] > 0 else []
    for before, after in itertools.pairwise(bands):
        if before[1] is None or after[0] <= before[1]:
            return Cell({}, f"its ages overlap in the table ({label(before)} and {label(after)})")
        if after[0] > before[1] + 1:
            gaps.append((before[1] + 1, after[0] - 1))
    last = bands[-1][1]
    if not gaps and last == CHILD_TO:
        return Cell(found, CHILDREN_ONLY)
    missing: list[Band] = [*gaps]
    if last is not None and last < EVERYBODY:
        missing.append((last + 1, None))
    if missing:
        return Cell(found, f"the table leaves out ages {', '.join(label(b) for b in missing)} of such homes")
    return Cell(found)


def _place(ptal: str, zone: str) -> str:
    return " and ".join(w for w in (f"PTAL {ptal}" if ptal else "", f"zone {zone}" if zone else "") if w)


def in_span(ptal: str, span: str) -> bool:
    """Whether a band lies in a span of them: '6a' in '5-6'; a rate without a span is for all."""
    if not span:
        return True
    if not ptal:
        return False
    ends = [w for w in re.split(r"\s*(?:-|–|to)\s*", span) if w]
    if len(ends) == 1:
        return ptal == ends[0] or (ends[0].isdigit() and ptal.rstrip("ab") == ends[0])
    return _rank(ends[0], last=False) <= _rank(ptal, last=False) <= _rank(ends[1], last=True)


def _rank(band: str, *, last: bool) -> float:
    """Bands in order; a bare '6' stands for 6a at the start of a span and for 6b at its end."""
    half = 0.5 if (band[1:] == "b" or (not band[1:] and last)) else 0.0
    return float(band[0]) + half
