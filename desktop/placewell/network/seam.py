"""Two publishers' streets made one: paths where they are mapped, roads elsewhere, joined at the seam.

Two ways were weighed. Cutting both at the edge of the mapped ground leaves ends that face each other
across it and must be paired, and pairs badly where a street runs along that edge. So each road is
looked at instead: what has a mapped street or path beside it is given up for it; what is left over begins, by construction, within a few metres of a mapped street.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
import shapely

from placewell.network.arrays import Bools, Floats, Ints, Numbers
from placewell.network.junctions import join
from placewell.network.mapped import beside, samples
from placewell.network.model import NOT_KNOWN, SEAM
from placewell.network.streets import Lines, Streets, lines_of
from placewell.network.texts import Texts

JOIN_M = 25.0
"""How far a cut road may be from the street of the other publisher that continues it."""
SHORT_M = 40.0
"""A road beside a mapped street for less than this only crosses or meets it; less left over is no road."""
AT_END_M = 1.5
"""A join this near the end of a line is made at its end."""


@dataclass(frozen=True, eq=False)
class Joined:
    """The streets to walk on, each stretch once."""

    streets: Streets
    open_ends: int
    """Cut roads with no street to join within `JOIN_M`."""


def joined(streets: Streets) -> Joined:
    """Ways of the mapped body whole, roads where they are all there is, and a link at each place between.

    A link joins the end of each road that lost its continuation to the nearest mapped street, one of
    its own name first; it is a street of body 'seam', and its metres count.
    """
    of_paths = streets.is_paths()[streets.lines.street]
    ways, roads = streets.lines.where(of_paths), streets.lines.where(~of_paths)
    kept = _kept(roads, _given_up(roads, ways, streets))
    cut, links, open_ends = _linked(ways, kept, streets.name)
    added = len(links.lines)
    lines = _together(cut, kept.lines, replace(links.lines, street=links.lines.street + len(streets.id)))
    return Joined(
        replace(
            streets,
            lines=lines,
            id=streets.id + Texts.same("", added),
            name=streets.name + streets.name.take(links.road),
            street_class=streets.street_class + Texts.same("", added),
            body=streets.body + Texts.same(SEAM, added),
            steps=np.concatenate([streets.steps, np.full(added, NOT_KNOWN, dtype=np.int32)]),
            surface=streets.surface + Texts.same("", added),
            lit=streets.lit + Texts.same("", added),
        ),
        open_ends,
    )


@dataclass(frozen=True, eq=False)
class _Kept:
    """What is left of the roads, and which of its ends lost what they went on to."""

    lines: Lines
    node: Ints
    """(p, 2) number of the place of each end, one for all roads that meet there; -1 where it was cut."""
    lost: Bools
    """(p, 2)"""


def _given_up(roads: Lines, ways: Lines, streets: Streets) -> list[tuple[Floats, Bools]]:
    """For each road, places along it in metres, and whether each is left to the mapped streets."""
    looked = samples(roads, roads.shapes)
    # What nobody may walk along is given up too: the road is that very way.
    gone = beside(looked.xy, np.concatenate([ways.shapes, streets.closed]))
    begins = np.searchsorted(looked.line, np.arange(len(roads) + 1))
    return [(looked.along_m[a:b], gone[a:b]) for a, b in itertools.pairwise(begins)]


def _kept(roads: Lines, looked: list[tuple[Floats, Bools]]) -> _Kept:
    shapes = roads.shapes
    _, met = join(roads.ends, roads.code)
    parts: list[shapely.LineString] = []
    of: list[int] = []
    cut: list[tuple[bool, bool]] = []
    for i, (along, gone) in enumerate(looked):
        for begin, end in stretches(along, gone):
            parts.append(_stretch(shapes[i], begin, end))
            of.append(i)
            cut.append((begin > 0, end < float(along[-1])))
    made = np.empty(len(parts), dtype=object)
    made[:] = parts
    is_cut = np.array(cut, dtype=bool).reshape(-1, 2)
    whose = np.array(of, dtype=np.int64)
    code = np.where(is_cut, -1, roads.code[whose])
    node = np.where(is_cut, -1, met[whose])
    # An end of a road that is not an end of what is left of it was given up, and what met it there has lost it.
    stays = np.zeros((len(roads), 2), dtype=bool)
    for side in (0, 1):
        stays[whose[~is_cut[:, side]], side] = True
    lost = is_cut | np.isin(node, met[~stays])
    return _Kept(lines_of(made, roads.street[whose], code), node, lost)


def stretches(along: Floats, gone: Bools) -> list[tuple[float, float]]:
    """From and to, in metres, of what is kept of a road, given places along it and which are given up.

    Being given up for less than `SHORT_M` does not count unless it is all of the road: the road only
    crosses or meets a mapped street. Nor does being kept between two that are given up.
    """
    if gone.all():
        return []
    turns = np.flatnonzero(gone[1:] != gone[:-1]) + 1
    bounds = [0.0, *((along[turns - 1] + along[turns]) / 2).tolist(), float(along[-1])]
    runs = [
        [bool(gone[at]), b, e] for at, b, e in zip([0, *turns.tolist()], bounds, bounds[1:], strict=False)
    ]
    for wanted, everywhere in ((True, True), (False, False)):
        for i, (is_gone, begin, end) in enumerate(runs):
            between = 0 < i < len(runs) - 1
            if is_gone == wanted and end - begin < SHORT_M and (everywhere or between):
                runs[i][0] = not wanted
        runs = _merged(runs)
    return [(begin, end) for is_gone, begin, end in runs if not is_gone]


def _merged(runs: list[list[float | bool]]) -> list[list[float | bool]]:
    found: list[list[float | bool]] = []
    for run in runs:
        if found and found[-1][0] == run[0]:
            found[-1][2] = run[2]
        else:
            found.append(list(run))
    return found


@dataclass(frozen=True, eq=False)
class _Links:
    lines: Lines
    road: Numbers
    """The street that each goes on from."""


def _linked(ways: Lines, kept: _Kept, name: Texts) -> tuple[Lines, _Links, int]:
    """The ways, cut where links meet them; the links; and how many ends found nothing to join."""
    which, side = np.nonzero(kept.lost)
    from_xy, code = kept.lines.ends[which, side], kept.lines.code[which, side]
    # One link a place, however many roads lost their continuation there.
    node = kept.node[which, side]
    _, once = np.unique(np.where(node >= 0, node, -1 - np.arange(len(node))), return_index=True)
    which, from_xy, code = which[once], from_xy[once], code[once]
    shapes = ways.shapes
    target = _continuation(shapes, ways, from_xy, kept.lines.street[which], name)
    open_ends = int((target < 0).sum())
    found = target >= 0
    which, from_xy, code, target = which[found], from_xy[found], code[found], target[found]
    at = shapely.line_locate_point(shapes[target], shapely.points(from_xy))
    whole = shapely.length(shapes[target])
    at = np.where(at < AT_END_M, 0.0, np.where(at > whole - AT_END_M, whole, at))
    to_xy = shapely.get_coordinates(shapely.line_interpolate_point(shapes[target], at))
    # The last point as interpolated may be off by a hair; the end itself is what others join.
    begins, closes = at <= 0, at >= whole
    to_xy[begins], to_xy[closes] = ways.ends[target[begins], 0], ways.ends[target[closes], 1]
    to_code = np.where(begins, ways.code[target, 0], np.where(closes, ways.code[target, 1], -1))
    cut = _cut_at(ways, shapes, target[~begins & ~closes], at[~begins & ~closes], to_xy[~begins & ~closes])
    # A road that ends on the very line needs no link: they share the point.
    apart = np.hypot(*(to_xy - from_xy).T) > 0
    made = shapely.linestrings(np.stack([from_xy, to_xy], axis=1)[apart])
    lines = lines_of(
        np.asarray(made, dtype=object).reshape(-1),
        np.arange(int(apart.sum()), dtype=np.int32),
        np.stack([code, to_code], axis=1)[apart],
    )
    return cut, _Links(lines, kept.lines.street[which][apart]), open_ends


def _continuation(
    shapes: np.ndarray, ways: Lines, xy: Floats, street: Numbers, name: Texts
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """The way that goes on from each place: the nearest of its street's name, else the nearest; -1 for none."""
    tree = shapely.STRtree(shapes)
    points = shapely.points(xy)
    best = np.full(len(xy), -1, dtype=np.int64)
    place, way = tree.query(points, predicate="dwithin", distance=JOIN_M)
    if not len(place):
        return best
    metres = shapely.distance(points[place], shapes[way])
    mine = np.array([name[int(s)].casefold() for s in street])[place]
    theirs = np.array([name[int(s)].casefold() for s in ways.street[way]])
    other = ~((mine == theirs) & (mine != ""))
    order = np.lexsort((way, metres, other, place))
    place, first = np.unique(place[order], return_index=True)
    best[place] = way[order][first]
    return best


def _cut_at(ways: Lines, shapes: np.ndarray, way: Ints, at: Floats, xy: Floats) -> Lines:
    """The ways cut at places along them; the pieces meet in exactly the points given."""
    untouched = np.ones(len(ways), dtype=bool)
    untouched[way] = False
    parts: list[shapely.LineString] = []
    of: list[int] = []
    codes: list[tuple[int, int]] = []
    for w in np.unique(way):
        here = np.flatnonzero(way == w)
        here = here[np.argsort(at[here], kind="stable")]
        places = [(float(a), (float(x), float(y))) for a, (x, y) in zip(at[here], xy[here], strict=True)]
        pieces = _pieces(np.asarray(shapes[w].coords), places)
        first, last = (int(c) for c in ways.code[w])
        for i, piece in enumerate(pieces):
            parts.append(piece)
            of.append(int(w))
            codes.append((first if i == 0 else -1, last if i == len(pieces) - 1 else -1))
    made = np.empty(len(parts), dtype=object)
    made[:] = parts
    cut = lines_of(made, ways.street[of], np.array(codes, dtype=np.int64).reshape(-1, 2))
    return _together(ways.where(untouched), cut)


def _pieces(xy: Floats, places: list[tuple[float, tuple[float, float]]]) -> list[shapely.LineString]:
    """A line cut at places (metres along it, the point there), in order along it."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])
    made = []
    begin, opening = 0.0, tuple(xy[0])
    for end, closing in [*places, (float(along[-1]), tuple(xy[-1]))]:
        inner = xy[(along > begin) & (along < end)]
        made.append(shapely.LineString([opening, *map(tuple, inner), closing]))
        begin, opening = end, closing
    return made


def _stretch(line: shapely.LineString, begin: float, end: float) -> shapely.LineString:
    from shapely.ops import substring

    whole: shapely.LineString = line if begin <= 0 and end >= line.length else substring(line, begin, end)
    return whole


def _together(*several: Lines) -> Lines:
    offsets = np.cumsum([0, *(len(s.xy) for s in several[:-1])])
    starts = [s.start[:-1] + o for s, o in zip(several, offsets, strict=True)]
    return Lines(
        np.concatenate([s.xy for s in several]),
        np.concatenate([*starts, [sum(len(s.xy) for s in several)]]).astype(np.int64),
        np.concatenate([s.street for s in several]),
        np.concatenate([s.code for s in several]),
    )
