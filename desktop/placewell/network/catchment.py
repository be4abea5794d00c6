"""What can be reached within a limit: as stretches of street, and as ground that never passes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from placewell.network.arrays import Floats, Ints, Shapes
from placewell.network.model import Network
from placewell.network.search import Searched, check_limit

WIDTHS_M = (160.0, 80.0, 40.0, 20.0, 10.0, 5.0)
"""How far off a street ground is filled, from the inside of a catchment out to its tips."""
PIECE_M = 10.0
_APART_M = 0.01
"""Kept clear of the line half-way to a street that is not reached."""


@dataclass(frozen=True, eq=False)
class Catchment:
    """Stretches of street whose walk from the nearest of some origins is within `limit_m`, legs counted."""

    limit_m: float
    lines: shapely.MultiLineString
    street_m: float
    """Metres of street, a stretch that is reached from both ends once."""


@dataclass(frozen=True, eq=False)
class _Stretches:
    """Parts of edges, in order of edge and place along it; they do not overlap."""

    edge: Ints
    begin_m: Floats
    end_m: Floats


def catchment(searched: Searched, limit_m: float | None = None) -> Catchment:
    """The stretches of street within `limit_m` (which counts; else the search's own) of the nearest origin.

    Empty where no origin is attached. Raises ValueError for a limit below 0 or beyond the search's.
    """
    limit = _limit(searched, limit_m)
    found = _within(searched, limit)
    lines = _lines(searched.network, found)
    return Catchment(limit, shapely.multilinestrings(lines), float((found.end_m - found.begin_m).sum()))


def ground(searched: Searched, limit_m: float | None = None) -> shapely.MultiPolygon:
    """Ground from which the nearest street is walked to within `limit_m`, up to 160 m off a street.

    It never passes the limit: every point in it, attached to the network and walked to from the nearest
    origin, is within. It lacks some ground that is within: towards its tips, where little of the limit is
    left to walk off the street, and beside streets that are not reached. In real towns it holds about nine
    tenths of what is within, and comes within 15 m of the tips.
    """
    limit = _limit(searched, limit_m)
    # For each width w: a point within w of a street whose walk is at most the limit less w is within the
    # limit, if that street is its nearest. It is while the point is less than half-way to any other.
    shapes: list[shapely.Geometry] = []
    done, again = _within(searched, -1.0), np.empty(0, dtype=object)
    for width in WIDTHS_M:
        core = _within(searched, limit - width)
        fresh = _lines(searched.network, _rest(searched.network, done, core))
        pieces = np.concatenate([again, _pieces(fresh, max(width / 4, PIECE_M))])
        if len(pieces):
            room = _room(searched.network, core, pieces, width)
            full = room >= width
            again = pieces[~full]
            # One by one and united at the end: many at once take ten times as long.
            merged = shapely.get_parts([shapely.line_merge(shapely.multilinestrings(pieces[full]))])
            shapes += list(shapely.buffer(merged, width, quad_segs=4))
            some = room[~full] > _APART_M
            shapes += list(shapely.buffer(again[some], room[~full][some], quad_segs=4))
        done = core
    made = shapely.union_all(shapes)
    polygons = [p for p in shapely.get_parts([made]) if p.geom_type == "Polygon" and not p.is_empty]
    return shapely.MultiPolygon(polygons)


def _limit(searched: Searched, limit_m: float | None) -> float:
    limit = searched.limit_m if limit_m is None else limit_m
    check_limit(limit)
    if limit > searched.limit_m:
        raise ValueError(f"walks were followed for {searched.limit_m} metres, not for {limit}")
    return limit


def _within(searched: Searched, limit: float) -> _Stretches:
    """What of each edge is within the limit, walked into from either end, or begun from on it."""
    network, origins = searched.network, searched.origins
    node_m = searched.node_m.min(axis=0, initial=np.inf)
    whole = network.edge_m
    ahead = np.clip(limit - node_m[network.edge_from], 0.0, whole)
    back = np.clip(whole - (limit - node_m[network.edge_to]), 0.0, whole)
    parts = [(e, a, b) for e, a, b in _ends(ahead, back, whole)]
    begun: dict[int, list[tuple[float, float]]] = {}
    for o in np.flatnonzero(origins.ok & (origins.leg_m <= limit)).tolist():
        edge, room = int(origins.edge[o]), limit - float(origins.leg_m[o])
        at = float(origins.along_m[o])
        begun.setdefault(edge, []).append((max(at - room, 0.0), min(at + room, float(whole[edge]))))
    kept = [p for p in parts if p[0] not in begun]
    for edge, spans in begun.items():
        mine = [(a, b) for e, a, b in parts if e == edge]
        kept += [(edge, a, b) for a, b in _joined([*mine, *spans])]
    kept = sorted(p for p in kept if p[2] > p[1])
    edges, begins, ends = zip(*kept, strict=True) if kept else ((), (), ())
    return _Stretches(
        np.array(edges, dtype=np.int64), np.array(begins, dtype=float), np.array(ends, dtype=float)
    )


def _ends(ahead: Floats, back: Floats, whole: Floats) -> list[tuple[int, float, float]]:
    full = ahead >= back
    first, last = (ahead > 0) & ~full, (back < whole) & ~full
    found = [(int(e), 0.0, float(whole[e])) for e in np.flatnonzero(full)]
    found += [(int(e), 0.0, float(ahead[e])) for e in np.flatnonzero(first)]
    return found + [(int(e), float(back[e]), float(whole[e])) for e in np.flatnonzero(last)]


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    made: list[tuple[float, float]] = []
    for begin, end in sorted(spans):
        if made and begin <= made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], end)
        else:
            made.append((begin, end))
    return made


def _rest(network: Network, taken: _Stretches, of: _Stretches) -> _Stretches:
    """What some stretches leave of others."""
    spans: dict[int, list[tuple[float, float]]] = {}
    for e, a, b in zip(taken.edge.tolist(), taken.begin_m.tolist(), taken.end_m.tolist(), strict=True):
        spans.setdefault(e, []).append((a, b))
    left: list[tuple[int, float, float]] = []
    for e, at, last in zip(of.edge.tolist(), of.begin_m.tolist(), of.end_m.tolist(), strict=True):
        for begin, end in [*spans.get(e, ()), (last, last)]:
            if min(begin, last) > at:
                left.append((e, at, min(begin, last)))
            at = max(at, end)
    which, begins, ends = zip(*left, strict=True) if left else ((), (), ())
    return _Stretches(
        np.array(which, dtype=np.int64), np.array(begins, dtype=float), np.array(ends, dtype=float)
    )


def _lines(network: Network, found: _Stretches) -> Shapes:
    from shapely.ops import substring

    lines = network.lines[found.edge].copy()
    cut = (found.begin_m > 0) | (found.end_m < network.edge_m[found.edge])
    for i in np.flatnonzero(cut):
        lines[i] = substring(lines[i], found.begin_m[i], found.end_m[i])
    return np.asarray(lines, dtype=object)


def _room(network: Network, core: _Stretches, pieces: Shapes, width: float) -> Floats:
    """(pieces,) how far each piece of the core can be widened, up to `width`, without coming half-way to
    any street that is not of the core."""
    x0, y0, x1, y1 = shapely.total_bounds(pieces)
    wide = 2 * width
    near = np.sort(network.tree.query(shapely.box(x0 - wide, y0 - wide, x1 + wide, y1 + wide)))
    whole = _Stretches(near, np.zeros(len(near)), network.edge_m[near])
    others = _lines(network, _rest(network, core, whole))
    room = np.full(len(pieces), width)
    if len(others):
        (piece, _), metres = shapely.STRtree(others).query_nearest(
            pieces, max_distance=wide + 1.0, return_distance=True, all_matches=False
        )
        room[piece] = np.minimum(width, metres / 2 - _APART_M)
    return room


def _pieces(lines: Shapes, longest_m: float) -> Shapes:
    """Lines in straight pieces."""
    if not len(lines):
        return lines
    xy, line = shapely.get_coordinates(shapely.segmentize(lines, longest_m), return_index=True)
    goes_on = line[1:] == line[:-1]
    made = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1)[goes_on])
    return np.asarray(made, dtype=object)
