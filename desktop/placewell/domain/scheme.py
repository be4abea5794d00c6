"""What a submission proposes, as far as walking needs it."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Scheme:
    """A proposed development. `geometry` is the red line, a polygon in the project's coordinates."""

    id: str
    name: str
    geometry: BaseGeometry
    option: str = ""
    reference: str = ""
    created: str = ""


@dataclass(frozen=True)
class Entrance:
    """Where people walk in and out of a scheme's site; a point in the project's coordinates."""

    id: str
    scheme: str
    name: str
    geometry: BaseGeometry
