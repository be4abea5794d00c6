"""An applicant's plan, placed under the map by known points."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Plan:
    """One page or picture where it lies on the ground; `geometry` is the outline of the sheet.

    The page's lower left corner lies at `east`, `north`; its bottom edge is turned `turn_deg` from east,
    against the clock; a millimetre of paper is `m_per_mm` metres. `fit_m` is how far its points lie off
    (root mean square), None where two points leave nothing to check it by.
    """

    id: str
    name: str
    document: str
    geometry: BaseGeometry
    image: str = ""
    """Id of its `PlanImage`."""
    page: int = 1
    wide_mm: float = 0.0
    high_mm: float = 0.0
    m_per_mm: float = 0.0
    turn_deg: float = 0.0
    east: float = 0.0
    north: float = 0.0
    fit_m: float | None = None
    stated_scale: int | None = None
    """1250 for a sheet that says 1:1250."""
    points: str = ""
    """The known points as JSON: rows of page x, page y (mm), easting, northing (m)."""
    added: str = ""


@dataclass(frozen=True)
class PlanImage:
    """The picture of a page: a PNG as base64 text. Its id is the sha256 of the PNG, so it is kept once."""

    id: str
    png: str
    wide_px: int = 0
    high_px: int = 0
