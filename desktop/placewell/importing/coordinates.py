"""Which map coordinates a file uses, and from there to the project's: recognised, never assumed.

What a file states is believed when its things then lie in Great Britain. Otherwise, and where it
states nothing, each likely reading is tried, and one is taken only if it alone puts the things
in or near the project; if none or several do, the user is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.crs import (
    GREAT_BRITAIN_DEG,
    GREAT_BRITAIN_M,
    NATIONAL_GRID,
    WEB_MERCATOR,
    WGS84,
    describe,
)
from placewell.domain.errors import Problem

Floats = npt.NDArray[np.float64]
RIVAL = 0.2
"""Another reading is a rival where it puts more than this share of what the best one puts in the project."""
LIKELY = (NATIONAL_GRID, WGS84, WEB_MERCATOR)


@dataclass(frozen=True)
class Frame:
    """Where a project is: its coordinates and the box of its boundary and margin in them."""

    crs: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Reading:
    """A file's coordinates as understood: their system, whether x and y are swapped, and a remark."""

    crs: str
    swapped: bool = False
    remark: str = ""


def identify(crs: str) -> str:
    """An 'EPSG:n' name for a stated system where it has one, else as given; '' where it is none.

    A publisher's National Grid often comes as an unnamed projection with the right figures.
    """
    if not crs or crs in LIKELY:
        return crs
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        parsed = CRS.from_user_input(crs)
    except CRSError:
        return ""
    code = parsed.to_epsg(min_confidence=70)
    if code is not None:
        return f"EPSG:{code}"
    if _is_national_grid(parsed):
        return NATIONAL_GRID
    return crs


_GRID = {
    "latitude of natural origin": (49.0, 1e-6),
    "longitude of natural origin": (-2.0, 1e-6),
    "scale factor at natural origin": (0.9996012717, 1e-8),
    "false easting": (400_000.0, 0.01),
    "false northing": (-100_000.0, 0.01),
}
"""What makes a Transverse Mercator the National Grid, and how close a file's figures must come."""


def _is_national_grid(crs: Any) -> bool:
    operation = crs.coordinate_operation
    if operation is None or "Transverse Mercator" not in operation.method_name:
        return False
    got = {p.name.casefold(): float(p.value) for p in operation.params}
    return all(abs(got.get(name, 0.0) - value) <= slack for name, (value, slack) in _GRID.items())


def read_coordinates(x: Floats, y: Floats, stated: str, frame: Frame) -> Reading:
    """How the coordinates of a file (finite values only, in the file's order) are to be read.

    Raises Problem where they fit no reading, or several.
    """
    named = identify(stated)
    if not len(x):
        return Reading(named or frame.crs)
    if named and _plausible(x, y, named) > 0.5:
        turned = Reading(named, swapped=True)
        if _near(x, y, named, frame) == 0 and _near(y, x, named, frame) > 0.9:
            # Great Britain is big enough for a swapped place to lie in it, but not for all to lie here.
            return Reading(named, True, _how(stated, turned))
        return Reading(named)
    shares = {
        Reading(crs, swapped): _near(*((y, x) if swapped else (x, y)), crs, frame)
        for crs in dict.fromkeys((frame.crs, *LIKELY))
        for swapped in (False, True)
    }
    best = max(shares.values())
    # A few rows of another kind do not make the file one; they are told one by one later.
    fits = [reading for reading, share in shares.items() if share > RIVAL * best]
    straight = [f for f in fits if not f.swapped] or fits
    if len(straight) == 1 or (straight and len({f.crs for f in straight}) == 1):
        found = straight[0]
        return Reading(found.crs, found.swapped, _how(named or stated, found))
    if fits:
        raise Problem(
            "This file does not say which map coordinates it uses, and "
            + " and ".join(describe(f.crs) for f in straight)
            + " would both put it in the project.",
            "Read with the wrong ones, everything in it would lie in the wrong place.",
            "Ask whoever sent it, and bring it in again with --crs, for example --crs EPSG:27700.",
        )
    for crs in LIKELY:
        for swapped in (False, True):
            if _plausible(*((y, x) if swapped else (x, y)), crs) > 0.5:
                found = Reading(crs, swapped)
                return Reading(crs, swapped, _how(named or stated, found))
    if named and named not in LIKELY:
        return Reading(named)
    raise Problem(
        "The places in this file lie outside Great Britain in every kind of map coordinates that was tried"
        + (f" (it says it uses {describe(named)})." if named else "; it does not say which it uses."),
        "They cannot be put on the map where they belong.",
        "Ask the sender which coordinates it uses and bring it in again with --crs, or check that east and north are in the right columns.",
    )


def _how(stated: str, found: Reading) -> str:
    if stated and identify(stated) == found.crs:
        said = f"The file says {describe(found.crs)}"
    elif stated:
        said = f"The file says {describe(identify(stated) or 'something unreadable')}, which its figures cannot be; read as {describe(found.crs)}"
    else:
        said = f"The file does not say which map coordinates it uses; read as {describe(found.crs)}, which alone puts it in or near the project"
    return said + ("; east and north were swapped and have been put right." if found.swapped else ".")


def _plausible(x: Floats, y: Floats, crs: str) -> float:
    """Share of places that lie in Great Britain when read so (1 for a system we have no box for)."""
    if crs not in LIKELY and not _is_degrees(crs):
        return 1.0
    # Degrees also lie inside the grid's box, a few metres off its origin in the sea.
    if crs == NATIONAL_GRID and float(np.abs(x).max()) <= 360 and float(np.abs(y).max()) <= 360:
        return 0.0
    x0, y0, x1, y1 = _extent(crs)
    return float(((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)).mean())


def _extent(crs: str) -> tuple[float, float, float, float]:
    """Great Britain's extent in a likely system, or in any degrees."""
    if crs == NATIONAL_GRID:
        return GREAT_BRITAIN_M
    if crs == WEB_MERCATOR:
        return -1_002_000.0, 6_380_000.0, 245_000.0, 8_660_000.0
    return GREAT_BRITAIN_DEG


def _near(x: Floats, y: Floats, crs: str, frame: Frame) -> float:
    box = _box_in(frame, crs)
    if box is None or _plausible(x, y, crs) == 0:
        return 0.0
    return float(((x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])).mean())


@lru_cache(maxsize=64)
def _box_in(frame: Frame, crs: str) -> tuple[float, float, float, float] | None:
    """The project's box in another system, a kilometre wider, to look for things near it."""
    from pyproj import Transformer

    x0, y0, x1, y1 = frame.box
    pad = 0.0 if crs == frame.crs else 1000.0
    edge = np.linspace(0, 1, 9)
    xs = np.concatenate([x0 - pad + edge * (x1 - x0 + 2 * pad)] * 2)
    ys = np.concatenate([np.full(9, y0 - pad), np.full(9, y1 + pad)])
    if crs == frame.crs:
        return x0, y0, x1, y1
    tx, ty = Transformer.from_crs(frame.crs, crs, always_xy=True).transform(xs, ys)
    if not np.isfinite(tx).all():
        return None
    return float(tx.min()), float(ty.min()), float(tx.max()), float(ty.max())


def impossible(x: Floats, y: Floats, reading: Reading, frame: Frame) -> npt.NDArray[np.bool_]:
    """Rows that cannot be what the file as a whole is: outside Great Britain in its coordinates, or in
    the project only with east and north swapped. (x and y as read, that is after any swap.)"""
    if reading.crs not in LIKELY:
        return np.zeros(len(x), dtype=bool)
    x0, y0, x1, y1 = _extent(reading.crs)
    out = ~((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))
    box = _box_in(frame, reading.crs)
    if box is not None:
        here = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
        turned = (y >= box[0]) & (y <= box[2]) & (x >= box[1]) & (x <= box[3])
        out |= ~here & turned
    return out


def near_frame(boxes: Floats, crs: str, frame: Frame) -> npt.NDArray[np.bool_]:
    """Which boxes (n × 4 in `crs`: least x, least y, greatest x, greatest y) touch the project's; so that a national list is not all transformed."""
    box = _box_in(frame, crs)
    if box is None:
        return np.ones(len(boxes), dtype=bool)
    x0, y0, x1, y1 = boxes.T
    near: npt.NDArray[np.bool_] = (x1 >= box[0]) & (x0 <= box[2]) & (y1 >= box[1]) & (y0 <= box[3])
    return near


def transform(x: Floats, y: Floats, crs: str, target: str) -> tuple[Floats, Floats]:
    """Coordinates from one system to another; OSTN15 between WGS 84 (and kin) and the National Grid.

    Without OSTN15 the difference is metres. Places off its grid (far at sea) fall back to the
    seven-parameter shift, which only has to tell that they are elsewhere.
    """
    if crs == target:
        return x, y
    if target == NATIONAL_GRID and not _is_osgb36(crs):
        from convertbng import cutil

        # ETRS89 and WGS 84 agree to under a metre in Great Britain; OSTN15 is defined on ETRS89.
        lon, lat = (x, y) if crs == WGS84 else _general(x, y, crs, WGS84)
        e, n = cutil.convert_bng(np.ascontiguousarray(lon), np.ascontiguousarray(lat))
        lost = ~(np.isfinite(e) & np.isfinite(n))
        if lost.any():
            e, n = np.array(e), np.array(n)
            e[lost], n[lost] = _general(lon[lost], lat[lost], WGS84, target)
        return e, n
    return _general(x, y, crs, target)


@lru_cache(maxsize=16)
def _is_osgb36(crs: str) -> bool:
    """Whether a system is on the National Grid's own datum, so that projecting is all there is to do."""
    from pyproj import CRS

    geodetic = CRS.from_user_input(crs).geodetic_crs
    return (
        geodetic is not None
        and "OSGB" in str(geodetic.datum.name if geodetic.datum else geodetic.name).upper()
    )


@lru_cache(maxsize=16)
def _is_degrees(crs: str) -> bool:
    from pyproj import CRS

    return bool(crs) and bool(CRS.from_user_input(crs).is_geographic)


@lru_cache(maxsize=32)
def _transformer(crs: str, target: str) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(crs, target, always_xy=True)


def _general(x: Floats, y: Floats, crs: str, target: str) -> tuple[Floats, Floats]:
    out = _transformer(crs, target).transform(x, y)
    return np.asarray(out[0], dtype=float), np.asarray(out[1], dtype=float)


def project_crs(crs: str) -> str:
    """A usable project system; raises Problem for latitude and longitude, or one that is not known."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        parsed = CRS.from_user_input(crs)
    except CRSError:
        raise Problem(
            f"'{crs}' is not a system of map coordinates that Placewell knows.",
            "Every distance in the project is measured in it.",
            "Use EPSG:27700, the British National Grid, or another metric system by its EPSG number.",
        ) from None
    operation = parsed.coordinate_operation
    if operation is not None and re.search(r"(?<!Transverse )Mercator", operation.method_name):
        raise Problem(
            "A project cannot use Web Mercator: its metres are not true on the ground.",
            "In Great Britain every distance in it is about one and a half times too long.",
            "Use EPSG:27700, the British National Grid; files in Web Mercator can still be brought in.",
        )
    if parsed.is_geographic or any(a.unit_name not in {"metre", "meter"} for a in parsed.axis_info[:2]):
        raise Problem(
            "A project cannot use latitude and longitude, or any coordinates that are not in metres.",
            "A degree is not a distance: walks and areas would be wrong.",
            "Use EPSG:27700, the British National Grid; files in latitude and longitude can still be brought in.",
        )
    code = parsed.to_epsg()
    return f"EPSG:{code}" if code else crs


def transform_shapes(
    shapes: npt.NDArray[np.object_], reading: Reading, target: str
) -> npt.NDArray[np.object_]:
    """Shapes in the project's coordinates."""
    if reading.crs == target and not reading.swapped:
        return shapes

    def each(xy: Floats) -> Floats:
        x, y = (xy[:, 1], xy[:, 0]) if reading.swapped else (xy[:, 0], xy[:, 1])
        return np.column_stack(transform(x, y, reading.crs, target))

    out: npt.NDArray[np.object_] = shapely.transform(shapes, each)
    return out


def file_crs(crs: str) -> str:
    """A system as the user names it for a file; raises Problem where it is not known."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        code = CRS.from_user_input(crs).to_epsg()
    except CRSError:
        raise Problem(
            f"'{crs}' is not a system of map coordinates that Placewell knows.",
            "The file cannot be placed with it.",
            "Use an EPSG number, for example EPSG:27700 for the British National Grid or EPSG:4326 for latitude and longitude.",
        ) from None
    return f"EPSG:{code}" if code else crs
