"""Map coordinates a project may use, in a planner's words."""

from __future__ import annotations

NATIONAL_GRID = "EPSG:27700"
WGS84 = "EPSG:4326"
WEB_MERCATOR = "EPSG:3857"

MARGIN_M = 2000.0
"""How far layers reach past a project's boundary unless it says otherwise: people cross borders."""

GREAT_BRITAIN_M = (0.0, 0.0, 700_000.0, 1_300_000.0)
"""Extent of the National Grid (least easting, least northing, greatest easting, greatest northing)."""
GREAT_BRITAIN_DEG = (-9.0, 49.7, 2.2, 61.0)
"""Extent of Great Britain in longitude and latitude, in the order of `GREAT_BRITAIN_M`."""

NAMES = {
    NATIONAL_GRID: "British National Grid (metres)",
    WGS84: "latitude and longitude (degrees)",
    WEB_MERCATOR: "Web Mercator (metres that are not true on the ground)",
}


def describe(crs: str) -> str:
    """A coordinate system as a planner would name it."""
    return NAMES.get(crs, crs or "coordinates that the file does not name")
