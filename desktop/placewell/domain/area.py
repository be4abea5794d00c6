"""Boundary polygons of a level, and dated statistics about them."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

LEVELS = (
    "region",
    "borough",
    "ward",
    "LSOA 2021",
    "LSOA 2011",
    "MSOA 2021",
    "output area 2011",
    "output area 2021",
    "regeneration area",
    "site allocation",
    "town centre",
    "shopping frontage",
    "protected industrial land",
    "Central Activities Zone",
    "railway arches",
    "conservation area",
    "Article 4 direction",
    "tree preservation order",
    "charging zone",
    "other area",
)
"""Levels that known sources give. Statistical areas name their year: codes change between censuses."""


@dataclass(frozen=True)
class Area:
    """One boundary polygon. Geometry is a polygon or multipolygon in the project's coordinates."""

    id: str
    layer: str
    level: str
    code: str
    name: str
    geometry: BaseGeometry
    details: str = ""


@dataclass(frozen=True)
class Statistic:
    """One figure about the area of this level and code, as at a date.

    `value` is a number, or None where `text` carries it (a PTAL band); never both None and empty.
    """

    id: str
    layer: str
    level: str
    code: str
    dataset: str
    measure: str
    date: str
    value: float | None = None
    text: str = ""
