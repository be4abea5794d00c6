"""Small areas as they were in 2011: most the same as in 2021, a few since split and a few merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from borough.areas_of import BOROUGH, Outline, Outlined
from borough.share_out import Map

SPLIT = 4


@dataclass(frozen=True)
class OldArea:
    """A small area of 2011 with the areas of 2021 that it became, or was part of."""

    code: str
    name: str
    msoa: tuple[str, str]
    borough: tuple[str, str]
    shape: Outline
    became: tuple[str, ...]


def old_areas(areas: Sequence[Outlined], people: Map) -> tuple[list[OldArea], dict[str, str]]:
    """The areas of 2011 in the order of their codes, and the new codes of 2021 areas that changed.

    Areas that did not change keep their code, as in the real look-up.
    """
    own = [a for a in areas if a.borough == BOROUGH and len(a.halves) == 1]
    split = _pairs(own, people)
    new: dict[str, str] = {}
    made: list[OldArea] = []
    spare = 901
    gone = {b.code for _, b in split}
    for area in areas:
        if area.code in gone:
            continue
        pair = next((p for p in split if p[0].code == area.code), None)
        if pair:
            shape: Outline = shapely.coverage_union_all([p.shape for p in pair])
            new |= {p.code: f"E0199{spare + n:04d}" for n, p in enumerate(pair)}
            became = tuple(new[p.code] for p in pair)
            spare += len(pair)
            made.append(OldArea(area.code, area.name, area.msoa, area.borough, shape, became))
        elif len(area.halves) > 1:
            new[area.code] = f"E0199{spare:04d}"
            spare += 1
            made += _halves(area, new[area.code])
        else:
            made.append(OldArea(area.code, area.name, area.msoa, area.borough, area.shape, (area.code,)))
    return sorted(made, key=lambda o: o.code), new


def _pairs(own: Sequence[Outlined], people: Map) -> list[tuple[Outlined, Outlined]]:
    """Neighbours of one middle layer area that hold the fewest people between them: they were one in 2011."""
    found = []
    for n, one in enumerate(own):
        for two in own[n + 1 :]:
            if one.msoa == two.msoa and shapely.intersection(one.shape, two.shape).length > 150:
                found.append((round(people.of(one.faces) + people.of(two.faces)), one, two))
    chosen: list[tuple[Outlined, Outlined]] = []
    for _, one, two in sorted(found, key=lambda f: (f[0], f[1].code)):
        if len(chosen) < SPLIT and all(one.msoa != c.msoa for c, _ in chosen):
            chosen.append((one, two))
    return chosen


def _halves(area: Outlined, new: str) -> list[OldArea]:
    """The two areas of 2011 that became one; the second takes a code that no area of 2021 has."""
    one, two = area.halves
    second = f"E0199{int(area.code[-4:]) + 4000:04d}"
    return [
        OldArea(area.code, area.name, area.msoa, area.borough, one, (new,)),
        OldArea(second, area.name[:-1] + "H", area.msoa, area.borough, two, (new,)),
    ]
