"""Where a point is, as planners write it: letters of the National Grid, or plain easting and northing."""

from __future__ import annotations

from placewell.domain.crs import GREAT_BRITAIN_M, NATIONAL_GRID

_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
"""The letters of the grid's squares; there is no I."""


def grid_reference(x: float, y: float, crs: str = NATIONAL_GRID) -> str:
    """A place to the metre: 'TQ 33961 77638'; elsewhere than in Great Britain 'E 533961 N 177638'."""
    x0, y0, x1, y1 = GREAT_BRITAIN_M
    if crs != NATIONAL_GRID or not (x0 <= x < x1 and y0 <= y < y1):
        return f"E {x:.0f} N {y:.0f}"
    east, north = int(x), int(y)
    # Squares of 500 km, then of 100 km, each five by five from the north-west; the grid's origin is in S.
    major = _LETTERS[(3 - north // 500_000) * 5 + east // 500_000 + 2]
    minor = _LETTERS[(4 - north % 500_000 // 100_000) * 5 + east % 500_000 // 100_000]
    return f"{major}{minor} {east % 100_000:05d} {north % 100_000:05d}"
