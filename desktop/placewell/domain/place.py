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
