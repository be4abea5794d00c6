"""The rest of the map: streets, stops, sites on a register, postcodes, and the quiet background."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Street:
    """One street or path as its publisher draws it; a line in the project's coordinates.

    `network` says which body of streets it belongs to ('roads' from OS Open Roads, 'paths' from
    OpenStreetMap): pieces of one network join at equal `start_node` and `end_node`, or, where
    these are empty, at equal end points.
    """

    id: str
    layer: str
    network: str
    code: str
    name: str
    geometry: BaseGeometry
    street_class: str = ""
    form: str = ""
    start_node: str = ""
    end_node: str = ""
    details: str = ""


@dataclass(frozen=True)
class Stop:
    """A bus stop or station. `modes` and `routes` are comma-separated lists, sorted."""

    id: str
    layer: str
    type: str
    code: str
    name: str
    geometry: BaseGeometry
    modes: str = ""
    routes: str = ""
    details: str = ""


@dataclass(frozen=True)
class Service:
    """One route calling at one stop in one direction, with how often it does.

    `stop` is the stop's code. `per_hour` counts departures an hour in the weekday morning peak
    (08:15 to 09:15), the hour that public transport accessibility is measured in.
    """

    id: str
    layer: str
    stop: str
    route: str
    mode: str = ""
    direction: str = ""
    per_hour: float | None = None
    details: str = ""


@dataclass(frozen=True)
class PtalPoint:
    """A point with the public transport accessibility that TfL has published for it: index and band."""

    id: str
    layer: str
    code: str
    geometry: BaseGeometry
    index: float | None = None
    band: str = ""


@dataclass(frozen=True)
class Commitment:
    """Another scheme nearby: permitted, under way or allocated. A point or polygon.

    `provision` says in words what it brings; `year` when it is expected to be finished.
    """

    id: str
    layer: str
    code: str
    name: str
    geometry: BaseGeometry
    homes: float | None = None
    people: float | None = None
    provision: str = ""
    status: str = ""
    year: str = ""
    details: str = ""


@dataclass(frozen=True)
class Site:
    """An entry of a register of sites (brownfield land); a point or polygon."""

    id: str
    layer: str
    register: str
    code: str
    name: str
    geometry: BaseGeometry
    status: str = ""
    hectares: float | None = None
    homes_min: float | None = None
    homes_max: float | None = None
    start: str = ""
    end: str = ""
    details: str = ""


COVERS = ("building", "water", "green", "rail")


@dataclass(frozen=True)
class Backdrop:
    """Something drawn quietly behind: `cover` is one of `COVERS`."""

    id: str
    layer: str
    cover: str
    name: str
    geometry: BaseGeometry


@dataclass(frozen=True)
class Postcode:
    """Where a postcode is. `code` is upper case with one space before the last three characters."""

    id: str
    layer: str
    code: str
    geometry: BaseGeometry
    quality: int | None = None


@dataclass(frozen=True)
class CodeLink:
    """One line of a look-up between two vintages of area codes (LSOA 2011 to LSOA 2021)."""

    id: str
    layer: str
    from_level: str
    from_code: str
    to_level: str
    to_code: str
