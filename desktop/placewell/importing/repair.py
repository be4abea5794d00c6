"""Mending shapes: crossed outlines made sound, parts of the wrong sort dropped, each one told."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from placewell.domain.rows import Geometries

MOST_CROSSINGS = 1000
"""Mending takes time with the square of these: a thousand are done in a moment, ten thousand in minutes."""
_POLYGON, _MULTIPOINT, _MULTILINE, _MULTIPOLYGON = 3, 4, 5, 6


@dataclass
class Mended:
    """Shapes ready for their kind; None where one could not be used. Positions are of the input."""

    shapes: Geometries
    repaired: list[tuple[int, str]] = field(default_factory=list)
    unusable: list[tuple[int, str]] = field(default_factory=list)


def mend(shapes: Geometries, wanted: str) -> Mended:
    """Sound shapes of the wanted GeoPackage type ('MULTIPOLYGON', 'MULTILINESTRING', 'POINT', 'GEOMETRY').

    Outlines that cross themselves are split with make_valid, keeping the parts of the wanted sort.
    """
    out = np.array(shapes, dtype=object)
    mended = Mended(out)
    if not len(out):
        return mended
    out[:] = shapely.force_2d(out)
    broken = np.flatnonzero(~shapely.is_valid(out) & ~shapely.is_missing(out))
    for i in broken:
        why = shapely.is_valid_reason(out[i])
        before = float(shapely.area(out[i]))
        if _crossings(out[i]) > MOST_CROSSINGS:
            out[i] = None
            words = f"This outline crosses itself more than {MOST_CROSSINGS:,} times, so it is no outline and cannot be used."
            mended.unusable.append((int(i), words))
            continue
        fixed = shapely.make_valid(out[i])
        if shapely.is_empty(fixed):
            out[i] = None
            mended.unusable.append(
                (int(i), "Nothing is left of this outline when it is mended, so it cannot be used.")
            )
            continue
        out[i] = _same_sort(fixed, int(shapely.get_dimensions(out[i])))
        change = abs(float(shapely.area(out[i])) - before)
        told = f"changed by {change:,.1f} m²" if change >= 0.05 else "stayed the same"
        mended.repaired.append((int(i), f"The outline was mended ({_plain_reason(why)}); its area {told}."))
    if wanted == "MULTIPOLYGON":
        _to_multi(mended, 2, _MULTIPOLYGON, shapely.multipolygons, "an area")
    elif wanted == "MULTILINESTRING":
        _to_multi(mended, 1, _MULTILINE, shapely.multilinestrings, "a line")
    elif wanted == "POINT":
        _to_points(mended)
    return mended


def _crossings(shape: shapely.Geometry) -> int:
    """How often the edges of a shape cross one another; a few in a slip of the hand, thousands in noise."""
    xy, part = shapely.get_coordinates(shapely.get_parts(shapely.get_rings(shape)), return_index=True)
    same = part[1:] == part[:-1]
    edges = shapely.linestrings(np.stack([xy[:-1][same], xy[1:][same]], axis=1))
    return len(shapely.STRtree(edges).query(edges, predicate="crosses")[0]) // 2


def _same_sort(shape: shapely.Geometry, dimension: int) -> shapely.Geometry:
    """The parts of a mended shape that have its former dimension, as one shape."""
    parts = [p for p in shapely.get_parts(shapely.GeometryCollection([shape])) for p in shapely.get_parts(p)]
    kept = [p for p in parts if shapely.get_dimensions(p) == dimension]
    if not kept:
        return shape
    return kept[0] if len(kept) == 1 else shapely.union_all(kept)


def _to_multi(mended: Mended, dimension: int, type_id: int, make: object, what: str) -> None:
    shapes = mended.shapes
    for i in np.flatnonzero(shapely.get_type_id(shapes) != type_id).tolist():
        shape = shapes[i]
        if shape is None:
            continue
        parts = [p for p in _flat(shape) if shapely.get_dimensions(p) == dimension]
        if not parts:
            shapes[i] = None
            mended.unusable.append(
                (int(i), f"This row is not {what}, which this layer needs, so it cannot be used.")
            )
            continue
        if len(parts) < len(_flat(shape)):
            mended.repaired.append((int(i), f"Parts of this row that are not {what} were left out."))
        shapes[i] = make(parts)  # type: ignore[operator]


def _flat(shape: shapely.Geometry) -> list[shapely.Geometry]:
    if shapely.get_type_id(shape) == 7:
        return [q for p in shapely.get_parts(shape) for q in _flat(p)]
    return list(shapely.get_parts(shape))


def _to_points(mended: Mended) -> None:
    shapes = mended.shapes
    for i in np.flatnonzero(shapely.get_type_id(shapes) != 0).tolist():
        if shapes[i] is None:
            continue
        # A platform or a building stands for one stop: an inside point is always on it.
        shapes[i] = shapely.point_on_surface(shapes[i])


def _plain_reason(reason: str) -> str:
    words = reason.casefold()
    if "self-intersection" in words or "self intersection" in words:
        return "it crossed or touched itself"
    if "hole" in words or "nested" in words or "shell" in words:
        return "a hole or part lay where it cannot"
    if "too few points" in words:
        return "it had too few corners"
    return "it was not a sound outline"
