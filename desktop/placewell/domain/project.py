"""The project itself: its name, its boundary, and the settings that everything else follows."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from placewell.domain.crs import MARGIN_M, NATIONAL_GRID

PROJECT_ID = "project"


@dataclass(frozen=True)
class Project:
    """One project file. `geometry` is its boundary; `margin_m` how far layers reach past it."""

    id: str
    name: str
    geometry: BaseGeometry
    crs: str = NATIONAL_GRID
    margin_m: float = MARGIN_M
    created: str = ""
    base: str = ""
    """Name and date of the base this case file was made from; empty for a base."""
    base_sum: str = ""
    """Checksum of that base's layers as they were taken over; '' where it was not yet written down."""
    redacted: str = ""
    """When notes and names were taken out of this copy; '' where nothing was."""
