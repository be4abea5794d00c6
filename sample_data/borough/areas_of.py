"""Wards and small areas put together from faces: their outlines, names and codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from borough.faces import Faces
from borough.ground import Ground
from borough.share_out import Evenness, Map, in_pieces, share_out

Outline: TypeAlias = Polygon | MultiPolygon
BOROUGH = ("E09990001", "Larkhithe")
WEST, EAST, SOUTH = ("E09990002", "Westmarket"), ("E09990003", "Marshend"), ("E09990004", "Harnett")
PER_WARD, PER_AREA, PER_MSOA = 15_000, 1_765, 4.4
"""People to a ward and to a small area, and small areas to a middle layer one, as London has them."""
MERGED = 2
"""So many areas of the borough were put together from two of 2011."""
LEAST = 900
"""Fewer people than this in a corner of a neighbour make no area of their own."""
OF_WARDS, OF_AREAS = Evenness(0.03, 40_000), Evenness(0.08, 30_000)
DETAIL_M = 1.2
"""How much outlines are smoothed inside a borough; between boroughs they stay as they are."""
WORDS = Path(__file__).with_name("words") / "wards.txt"


@dataclass(frozen=True)
class Ward:
    """A ward, put together from whole small areas; `borough` is its code and name."""

    code: str
    name: str
    borough: tuple[str, str]
    shape: Outline


@dataclass(frozen=True)
class Outlined:
    """A small area before anybody is counted in it."""

    code: str
    name: str
    msoa: tuple[str, str]
    ward: str
    borough: tuple[str, str]
    faces: tuple[int, ...]
    shape: Outline
    halves: tuple[Outline, ...]
    """The two areas that it was put together from after 2011; else itself alone."""


def areas_of(ground: Ground, faces: Faces, people: Map) -> tuple[list[Ward], list[Outlined]]:
    """All wards and small areas, the borough's own first, each level in the order of its codes."""
    names = _Names(WORDS)
    wards: list[Ward] = []
    areas: list[Outlined] = []
    for borough, within in _boroughs(ground, faces, people):
        parts = _merged(people, within)
        sets = [s for part in parts for s in _shared(people, part)]
        sets.sort(key=lambda s: -_middle(people, [f for a in s for f in a])[1])
        codes = [f"E0599{len(wards) + n + 1:04d}" for n in range(len(sets))]
        flat = [(code, area) for code, of in zip(codes, sets, strict=True) for area in of]
        halve = MERGED if borough == BOROUGH else 0
        parted = _outlines(people, faces, [area for _, area in flat], halve)
        shapes = [shapely.coverage_union_all(list(p)) for p in parted]
        for code, of in zip(codes, sets, strict=True):
            whole = shapely.coverage_union_all(
                [s for s, (w, _) in zip(shapes, flat, strict=True) if w == code]
            )
            wards.append(Ward(code, names.of([f for a in of for f in a], faces, people), borough, whole))
        areas += _numbered(people, flat, shapes, parted, borough, len(areas))
    return wards, areas


def _shared(people: Map, within: list[int]) -> list[list[list[int]]]:
    """Faces in one piece as wards of small areas."""
    wards = share_out(people, within, max(1, round(people.of(within) / PER_WARD)), OF_WARDS)
    return [share_out(people, w, max(1, round(people.of(w) / PER_AREA)), OF_AREAS) for w in wards]


def _merged(people: Map, within: list[int]) -> list[list[int]]:
    """A borough's pieces worth being areas of their own; small cut-off ones go with the first."""
    pieces = in_pieces(people, within)
    large = [p for p in pieces if people.of(p) >= LEAST] or pieces[:1]
    small = [f for p in pieces if p not in large for f in p]
    return [large[0] + small, *large[1:]]


def _boroughs(ground: Ground, faces: Faces, people: Map) -> list[tuple[tuple[str, str], list[int]]]:
    """The borough and its neighbours with the faces of each; over the river is the southern one."""
    river = max((w for w in ground.water.values()), key=lambda w: float(w.area))
    middle = ground.boundary.centroid
    line = ground.boundary.exterior.intersection(river.buffer(1.0))
    found: dict[tuple[str, str], list[int]] = {BOROUGH: [], WEST: [], EAST: [], SOUTH: []}
    points = shapely.points(people.x, people.y)
    near = shapely.shortest_line(points, line)
    crosses = shapely.distance(points, ground.boundary) >= shapely.length(near) - 2.0
    for i, point in enumerate(points.tolist()):
        if faces.inside[i]:
            found[BOROUGH].append(i)
        elif crosses[i]:
            found[SOUTH].append(i)
        else:
            found[EAST if point.x > middle.x + 900 else WEST].append(i)
    return [(borough, of) for borough, of in found.items() if people.of(of) >= LEAST]


def _outlines(
    people: Map, faces: Faces, areas: Sequence[Sequence[int]], halve: int
) -> list[tuple[Outline, ...]]:
    """Outlines that share every bend with their neighbours, a little smoothed inside the borough.

    The `halve` areas with most people come as two parts, as they were before they were merged.
    """
    large = sorted(range(len(areas)), key=lambda n: (-people.of(areas[n]), n))[:halve]
    parts = [share_out(people, a, 2, OF_AREAS) if n in large else [list(a)] for n, a in enumerate(areas)]
    whole = [shapely.coverage_union_all([faces.shapes[f] for f in part]) for of in parts for part in of]
    smooth = iter(shapely.coverage_simplify(np.array(whole, dtype=object), DETAIL_M, simplify_boundary=False))
    return [tuple(next(smooth) for _ in of) for of in parts]


def _numbered(
    people: Map,
    flat: list[tuple[str, list[int]]],
    shapes: list[Outline],
    parted: list[tuple[Outline, ...]],
    borough: tuple[str, str],
    start: int,
) -> list[Outlined]:
    """Small areas with codes and names: middle layer areas are numbered from the north, theirs lettered."""
    groups: list[list[int]] = []
    for ward in dict.fromkeys(w for w, _ in flat):
        of = [i for i, (w, _) in enumerate(flat) if w == ward]
        of.sort(key=lambda i: (-_middle(people, flat[i][1])[1], flat[i][1]))
        parts = max(1, round(len(of) / PER_MSOA))
        groups += [list(g) for g in np.array_split(of, parts)]
    groups.sort(key=lambda g: -_middle(people, [f for i in g for f in flat[i][1]])[1])
    made: list[Outlined] = []
    for n, group in enumerate(groups, 1):
        msoa = (f"E0299{int(borough[0][-1]) * 100 + n:04d}", f"{borough[1]} {n:03d}")
        for letter, i in zip("ABCDEFGHJK", group, strict=False):
            code = f"E0199{start + len(made) + 1:04d}"
            made.append(
                Outlined(
                    code, msoa[1] + letter, msoa, flat[i][0], borough, tuple(flat[i][1]), shapes[i], parted[i]
                )
            )
    return made


def _middle(people: Map, of: Sequence[int]) -> tuple[float, float]:
    weights = people.people[list(of)] + 0.01
    return float(np.average(people.x[list(of)], weights=weights)), float(
        np.average(people.y[list(of)], weights=weights)
    )


class _Names:
    """Ward names: a district's own for the first ward that is mostly in it, others from a list."""

    def __init__(self, words: Path) -> None:
        self._spare: dict[str, list[str]] = {}
        for line in words.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                district, _, names = line.partition(":")
                self._spare[district.strip()] = [n.strip() for n in names.split(";")]
        self._taken: set[str] = set()

    def of(self, faces_in: Sequence[int], faces: Faces, people: Map) -> str:
        """A name nobody has yet, by the districts most people of these faces live in."""
        held: Counter[str] = Counter()
        for f in faces_in:
            held[faces.district[f]] += round(float(people.people[f]) * 1000) + 1
        ranked = sorted(held, key=lambda d: (-held[d], d))
        large = [d for d in ranked if held[d] > 0.25 * sum(held.values())]
        names = [*large, *(n for d in large for n in self._spare.get(d, [])), *ranked, *self._spare["*"]]
        names += [f"{ranked[0]} {end}" for end in ("North", "South", "East", "West", "Central")]
        name = next(n for n in names if n not in self._taken)
        self._taken.add(name)
        return name
