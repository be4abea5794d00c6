"""What a still map shows, as data: rows with their styles, the site, and what is told about it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shapely.geometry.base import BaseGeometry

from placewell.domain.finding import Verdict
from placewell.domain.rows import Rows
from placewell.domain.style import Styling

Box = tuple[float, float, float, float]
"""Least easting, least northing, greatest easting, greatest northing; metres."""

State = Literal["open", "planned", "lost"]


@dataclass(frozen=True)
class Drawn:
    """Rows in a style; with a `title` they have a line in the legend. Hidden where a pixel covers more
    than `until_m_px` metres."""

    rows: Rows
    styling: Styling
    title: str = ""
    until_m_px: float = float("inf")


@dataclass(frozen=True)
class Place:
    """A place that people use, as its theme's symbol; with a `number` it is evidence, larger and labelled."""

    x: float
    y: float
    theme: str
    name: str = ""
    state: State = "open"
    number: int | None = None


@dataclass(frozen=True)
class Route:
    """A walk on the ground, with its length in metres."""

    line: BaseGeometry
    length_m: float


@dataclass(frozen=True)
class VerdictMark:
    """A verdict at a place on the ground."""

    x: float
    y: float
    verdict: Verdict


@dataclass(frozen=True)
class Name:
    """A name and where it belongs; `sort` says how it is set, `importance` who comes first."""

    text: str
    x: float
    y: float
    sort: Literal["area", "park", "station", "asset"]
    importance: float = 0.0


@dataclass(frozen=True)
class MapContent:
    """Everything of one map, in the project's coordinates (metres); `under` lies under the streets, `over` over."""

    box: Box
    crs: str = "EPSG:27700"
    under: tuple[Drawn, ...] = ()
    streets: Rows | None = None
    over: tuple[Drawn, ...] = ()
    places: tuple[Place, ...] = ()
    other_land: BaseGeometry | None = None
    site: BaseGeometry | None = None
    site_name: str = ""
    routes: tuple[Route, ...] = ()
    verdicts: tuple[VerdictMark, ...] = ()
    names: tuple[Name, ...] = ()
    credits: tuple[str, ...] = ()
    alt: str = ""
    """The map in words, for those who cannot see it."""
