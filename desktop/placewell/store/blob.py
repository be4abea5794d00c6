"""GeoPackage geometry blobs: a header with coordinates' code and envelope, then WKB.

Envelopes are always written, so that the spatial index triggers read 32 bytes instead of parsing.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
import shapely

from placewell.domain.rows import Geometries

HEAD = np.dtype([("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("envelope", "<f8", 4)])
WITH_ENVELOPE = 0b0000_0011  # little-endian, envelope of x and y
USUAL = b"GP\x00\x03"
EMPTY = 0b0001_0001
ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
PLAIN_HEAD = 40


def encode(shapes: Geometries, srs: int, kind: str = "") -> list[bytes | None]:
    """Blobs of geometries in two dimensions; single parts become multi where `kind` (the column's
    GeoPackage type) is MULTIPOLYGON or MULTILINESTRING."""
    shapes = _as_kind(shapely.force_2d(shapes), kind)
    bounds = shapely.bounds(shapes)
    heads = np.zeros(len(shapes), HEAD)
    heads["magic"] = b"GP"
    heads["flags"] = WITH_ENVELOPE
    heads["srs"] = srs
    heads["envelope"] = bounds[:, [0, 2, 1, 3]] if len(bounds) else bounds
    raw = heads.tobytes()
    wkb = shapely.to_wkb(shapes, output_dimension=2, byte_order=1)
    blobs: list[bytes | None] = [
        None if body is None else raw[at : at + PLAIN_HEAD] + body
        for body, at in zip(wkb.tolist(), range(0, len(raw), PLAIN_HEAD), strict=True)
    ]
    bare = struct.pack("<2sBBi", b"GP", 0, EMPTY, srs)
    for i in np.flatnonzero(np.isnan(bounds[:, 0])) if len(bounds) else ():
        if wkb[i] is not None:
            blobs[i] = bare + wkb[i]
    return blobs


def encode_one(wkb: bytes | None, srs: int, kind: str = "") -> bytes | None:
    """The blob of one WKB value; raises shapely.errors.GEOSException where it is not WKB."""
    if wkb is None:
        return None
    return encode(np.array([shapely.from_wkb(wkb)], dtype=object), srs, kind)[0]


def wkb_of(blob: object) -> bytes | None:
    """The WKB inside a blob; None for anything that is not a GeoPackage blob."""
    if not isinstance(blob, bytes) or len(blob) < 13 or blob[:2] != b"GP":
        return None
    size = ENVELOPE_BYTES.get(blob[3] >> 1 & 7)
    return None if size is None else blob[8 + size :]


def decode(blobs: Sequence[object]) -> Geometries:
    """Geometries of blobs; None where there is none or it cannot be read."""
    if all(type(b) is bytes and len(b) > PLAIN_HEAD and b[:4] == USUAL for b in blobs):
        bodies: list[bytes | None] = [b[PLAIN_HEAD:] for b in blobs]  # type: ignore[index]
    else:
        bodies = [wkb_of(b) for b in blobs]
    return geometries(bodies)


def geometries(wkb: Sequence[bytes | None]) -> Geometries:
    """Geometries of WKB values; None where there is none or it cannot be read."""
    made: Geometries = np.empty(len(wkb), dtype=object)
    if len(wkb):
        made[:] = wkb
    try:
        return np.asarray(shapely.from_wkb(made), dtype=object)
    except shapely.errors.GEOSException:
        return np.asarray(shapely.from_wkb(made, on_invalid="ignore"), dtype=object)


def envelope(blob: object) -> tuple[float, float, float, float] | None:
    """(min x, max x, min y, max y) of a blob, None where it is empty or cannot be read."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        return None
    flags = blob[3]
    if flags & 0b0001_0000:
        return None
    if flags >> 1 & 7 and len(blob) >= PLAIN_HEAD:
        found = struct.unpack_from("<4d" if flags & 1 else ">4d", blob, 8)
        return found if found[0] == found[0] else None
    body = wkb_of(blob)
    if body is None:
        return None
    bounds = shapely.bounds(shapely.from_wkb(body, on_invalid="ignore"))
    if np.isnan(bounds).any():
        return None
    return float(bounds[0]), float(bounds[2]), float(bounds[1]), float(bounds[3])


def is_empty(blob: object) -> int:
    """ST_IsEmpty for SQL: 1 where there is nothing to index."""
    return int(envelope(blob) is None)


def min_x(blob: object) -> float | None:
    """ST_MinX for SQL."""
    found = envelope(blob)
    return found and found[0]


def max_x(blob: object) -> float | None:
    """ST_MaxX for SQL."""
    found = envelope(blob)
    return found and found[1]


def min_y(blob: object) -> float | None:
    """ST_MinY for SQL."""
    found = envelope(blob)
    return found and found[2]


def max_y(blob: object) -> float | None:
    """ST_MaxY for SQL."""
    found = envelope(blob)
    return found and found[3]


SQL_FUNCTIONS = {
    "ST_IsEmpty": is_empty,
    "ST_MinX": min_x,
    "ST_MaxX": max_x,
    "ST_MinY": min_y,
    "ST_MaxY": max_y,
}


def _as_kind(shapes: Geometries, kind: str) -> Geometries:
    single, join = {
        "MULTIPOLYGON": (3, shapely.multipolygons),
        "MULTILINESTRING": (1, shapely.multilinestrings),
    }.get(kind, (None, None))
    if single is None or join is None:
        return shapes
    at = np.flatnonzero(shapely.get_type_id(shapes) == single)
    if len(at):
        shapes = shapes.copy()
        empty = shapely.is_empty(shapes[at])
        full = at[~empty]
        if len(full):
            shapes[full] = join(shapes[full], indices=np.arange(len(full)))
        if empty.any():
            shapes[at[empty]] = shapely.from_wkt(f"{kind} EMPTY")
    return shapes
