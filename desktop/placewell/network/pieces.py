"""Streets as single lines, cut where their publisher means them to join."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.rows import Geometries
from placewell.network.model import Floats, Ints


@dataclass(frozen=True, eq=False)
class Pieces:
    """Single lines, each with the row of the street it is of. No line is shorter than two points."""

    lines: npt.NDArray[np.object_]
    row: Ints


def single_lines(shapes: Geometries) -> Pieces:
    """Every street as one line, or as its parts where they do not touch; empty ones fall away."""
    merged = shapely.line_merge(shapely.force_2d(shapes))
    parts, row = shapely.get_parts(merged, return_index=True)
    good = (shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & (shapely.length(parts) > 0)
    return Pieces(np.asarray(parts[good], dtype=object), np.asarray(row[good], dtype=np.int64))


def cut_at_shared_points(pieces: Pieces, cut: npt.NDArray[np.bool_]) -> Pieces:
    """Cut the lines marked in `cut` at every vertex that two of them, or one twice, pass through.

    So OpenStreetMap says that ways join: by sharing a point. A bridge shares none with what is below.
    """
    if not cut.any():
        return pieces
    lines = shapely.remove_repeated_points(pieces.lines[cut])
    xy, line = shapely.get_coordinates(lines, return_index=True)
    _, inverse, counts = np.unique(xy, axis=0, return_inverse=True, return_counts=True)
    shared = counts[inverse.reshape(-1)] > 1
    first = np.ones(len(line), dtype=bool)
    first[1:] = line[1:] != line[:-1]
    last = np.roll(first, -1)
    inner = shared & ~first & ~last
    # A point where a line is cut ends one piece and begins the next, so it is there twice.
    index = np.repeat(np.arange(len(line)), 1 + inner)
    begins = np.zeros(len(index), dtype=bool)
    begins[1:] = index[1:] == index[:-1]
    begins |= first[index]
    made = shapely.linestrings(xy[index], indices=np.cumsum(begins) - 1)
    rows = pieces.row[cut][line[index[begins]]]
    both = np.concatenate([pieces.lines[~cut], np.asarray(made, dtype=object)])
    row = np.concatenate([pieces.row[~cut], rows])
    order = np.argsort(row, kind="stable")
    return Pieces(both[order], row[order])


def ends(lines: npt.NDArray[np.object_]) -> Floats:
    """(m, 2, 2): first and last point of each line."""
    first = shapely.get_coordinates(shapely.get_point(lines, 0))
    last = shapely.get_coordinates(shapely.get_point(lines, -1))
    return np.stack([first, last], axis=1)
