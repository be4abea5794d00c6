"""The people of the sample borough: who lives in each small area, and how well off it is."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiPoint, MultiPolygon, Polygon

from borough.areas_of import BOROUGH, Outlined, Ward, areas_of
from borough.census import Counts, Home, count, part
from borough.deprivation import nitrogen_dioxide
from borough.faces import Faces, faces_of
from borough.ground import Ground
from borough.old_areas import OldArea, old_areas
from borough.share_out import Map
from borough.smooth import Field

PEOPLE = 300_000


@dataclass(frozen=True)
class SmallArea:
    """A lower layer Super Output Area of 2021 and its people.

    `styles` is the share of people by style of block. `hardship` is its districts', from 0 to 1, and
    `score` how deprived it is (greater is worse). `tables` holds counts by Census table ('TS007B',
    'TS037' …) and heading; `air` nitrogen dioxide in micrograms per cubic metre ('mean', 'max' …).
    """

    code: str
    name: str
    msoa: tuple[str, str]
    ward: str
    borough: tuple[str, str]
    shape: Polygon | MultiPolygon
    population: int
    households: int
    styles: dict[str, float]
    hardship: float
    score: float
    tables: dict[str, Counts]
    air: dict[str, float]

    @property
    def ages(self) -> dict[str, int]:
        """People by the Census's eleven bands of age."""
        return {band: n for band, n in self.tables["TS007B"].items() if band != "Total"}


@dataclass(frozen=True)
class People:
    """Everything about areas and people; areas of the neighbours come after the borough's own."""

    wards: tuple[Ward, ...]
    lsoas: tuple[SmallArea, ...]
    old: tuple[OldArea, ...]

    @property
    def own(self) -> tuple[SmallArea, ...]:
        """The borough's own small areas."""
        return tuple(a for a in self.lsoas if a.borough == BOROUGH)


def people_of(ground: Ground, people: int = PEOPLE) -> People:
    """Areas along the ground's streets, railways and water, and people in them by district and style.

    `people` is how many live within the borough; the neighbours' land holds them as densely.
    """
    faces = faces_of(ground)
    points = shapely.point_on_surface(faces.shapes)
    scale = people / float(faces.people[faces.inside].sum())
    drawn = Map(faces.people * scale, shapely.get_x(points), shapely.get_y(points), faces.beside)
    wards, outlined = areas_of(ground, faces, drawn)
    old, new = old_areas(outlined, drawn)
    air = nitrogen_dioxide(ground, [a.shape for a in outlined])
    homes = _homes(outlined, faces, drawn, ground, people)
    made = [
        _filled(area, new.get(area.code, area.code), *home, air=figures)
        for area, home, figures in zip(outlined, homes, air, strict=True)
    ]
    return People(tuple(wards), tuple(sorted(made, key=lambda a: (a.borough, a.code))), tuple(old))


def _filled(area: Outlined, code: str, home: Home, score: float, air: dict[str, float]) -> SmallArea:
    tables = count(home, random.Random(f"larkhithe people {area.code}"))
    styles = {s: round(p, 4) for s, p in sorted(home.styles.items())}
    return SmallArea(
        code, area.name, area.msoa, area.ward, area.borough, area.shape, home.population,
        tables["TS003"]["Total"], styles, round(home.hardship, 4), round(score, 5), tables, air,
    )  # fmt: skip


def _homes(
    areas: list[Outlined], faces: Faces, people: Map, ground: Ground, total: int
) -> list[tuple[Home, float]]:
    """What each area is like, with its score of deprivation."""
    rng = random.Random("larkhithe hardship")
    held = [people.of(a.faces) for a in areas]
    x = np.array(
        [np.average(people.x[list(a.faces)], weights=people.people[list(a.faces)] + 0.01) for a in areas]
    )
    y = np.array(
        [np.average(people.y[list(a.faces)], weights=people.people[list(a.faces)] + 0.01) for a in areas]
    )
    drift = [
        Field(f"larkhithe {name}", reach).at(x, y)
        for name, reach in (("years", 900), ("one", 1500), ("two", 1300))
    ]
    luck = Field("larkhithe luck", 650).at(x, y)
    stations = MultiPoint([s.point for s in ground.stations if s.mode != "pier"])
    college = ground.places.get("college")
    own = [i for i, a in enumerate(areas) if a.borough == BOROUGH]
    counts = [round(n) for n in held]
    for i, n in zip(own, part(total, [held[i] for i in own], rng, 0.0), strict=True):
        counts[i] = n
    made = []
    for i, area in enumerate(areas):
        here = shapely.Point(x[i], y[i])
        of = list(area.faces)
        hardship = float(np.average(faces.hardship[of], weights=people.people[of] + 0.01))
        central = 0.4 if stations.is_empty else float(np.exp(-stations.distance(here) / 700))
        student = float(np.exp(-((college.distance(here) / 420) ** 2))) if college else 0.0
        near = (float(drift[0][i]), float(drift[1][i]), float(drift[2][i]))
        hardship = min(1.0, max(0.0, hardship + 0.08 * float(luck[i]) + rng.gauss(0, 0.08)))
        home = Home(counts[i], _styles(area, faces), hardship, central, student, near)
        made.append((home, hardship + 0.03 * near[1] + rng.gauss(0, 0.1)))
    return made


def _styles(area: Outlined, faces: Faces) -> dict[str, float]:
    held: dict[str, float] = {}
    for f in area.faces:
        for style, n in faces.style[f].items():
            held[style] = held.get(style, 0.0) + n
    total = sum(held.values())
    return {style: n / total for style, n in held.items()} if total else {"terrace": 1.0}
