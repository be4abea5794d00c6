"""Small networks of every awkward kind agree with brute force, and the answers agree with each other."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_streets import points, streets
from placewell.network.build import build
from placewell.network.model import Network
from placewell.network.profile import PROFILES
from placewell.network.reach import least, nearest, node_walks, reach, route, within
from placewell.network.snap import Attached, attach

XY = tuple[float, float]
HAIR_M = 1e-6
FAR_M = 300.0


@dataclass(frozen=True)
class Drawing:
    """Lines as lists of places, of one body of streets, and which of them are steps."""

    body: str
    ways: tuple[tuple[XY, ...], ...]
    steps: tuple[bool, ...]

    def network(self) -> Network | None:
        # The lines of a file are of one class or another; only paths say which are steps.
        details = [json.dumps({"tags": json.dumps({"highway": "footway"})})] * len(self.ways)
        classes = ["steps" if s else "footway" for s in self.steps] if self.body == "paths" else "Local Road"
        shapes = [shapely.LineString(w) for w in self.ways]
        return build(streets(shapes, self.body, street_class=classes, details=details), self.body)


class BruteForce:
    """Every vertex is a node, every segment a link; all distances by trying every node as a stop on the way.

    Nothing is projected, cut or searched as the network does it: where paths share a vertex they are at
    one node because it has one place, and roads' inner vertices are nodes of their own.
    """

    def __init__(self, drawing: Drawing, use: Sequence[bool] | None = None) -> None:
        self.at: dict[Hashable, int] = {}
        self.segments: list[tuple[int, int, int, XY, XY, float]] = []
        """Street, node, node, place, place, metres along the street at its start."""
        for i, way in enumerate(drawing.ways):
            if use is not None and not use[i]:
                continue
            if len(set(way)) < 2:
                continue
            nodes = [
                self._node(xy if drawing.body == "paths" or k in (0, len(way) - 1) else (i, k))
                for k, xy in enumerate(way)
            ]
            along = 0.0
            for (a, p), (b, q) in itertools.pairwise(zip(nodes, way, strict=True)):
                self.segments.append((i, a, b, p, q, along))
                along += math.dist(p, q)
        n = len(self.at)
        self.metres = np.full((n, n), np.inf)
        self.metres[np.arange(n), np.arange(n)] = 0.0
        for _, a, b, p, q, _ in self.segments:
            self.metres[a, b] = self.metres[b, a] = min(self.metres[a, b], math.dist(p, q))
        for k in range(n):
            self.metres = np.minimum(self.metres, self.metres[:, k : k + 1] + self.metres[k])

    def _node(self, key: Hashable) -> int:
        return self.at.setdefault(key, len(self.at))

    def feet(self, xy: XY) -> list[tuple[int, int, float, XY, float]]:
        """Where a point may be said to meet the streets: segment, street, metres into the segment, place, leg."""
        found = []
        for s, (street, _, _, p, q, _) in enumerate(self.segments):
            whole = math.dist(p, q)
            if whole == 0:
                continue
            share = ((xy[0] - p[0]) * (q[0] - p[0]) + (xy[1] - p[1]) * (q[1] - p[1])) / whole**2
            share = min(max(share, 0.0), 1.0)
            on = (p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1]))
            found.append((s, street, share * whole, on, math.dist(xy, on)))
        least_m = min((f[4] for f in found), default=math.inf)
        return [f for f in found if f[4] <= least_m + HAIR_M]

    def ways_out(self, foot: tuple[int, int, float, XY, float]) -> list[tuple[int, float]]:
        s, _, into, _, _ = foot
        _, a, b, p, q, _ = self.segments[s]
        return [(a, into), (b, math.dist(p, q) - into)]

    def between(
        self, one: tuple[int, int, float, XY, float], other: tuple[int, int, float, XY, float]
    ) -> float:
        """Metres between two feet, with both legs."""
        found = [
            m + float(self.metres[a, b]) + n for a, m in self.ways_out(one) for b, n in self.ways_out(other)
        ]
        if one[0] == other[0]:
            found.append(abs(one[2] - other[2]))
        return min(found) + one[4] + other[4]

    def to_node(self, foot: tuple[int, int, float, XY, float], node: int) -> float:
        return min(m + float(self.metres[a, node]) for a, m in self.ways_out(foot)) + foot[4]


def feet_taken(
    force: BruteForce, network: Network, here: Attached, k: int, limit: float
) -> list[tuple[int, int, float, XY, float]]:
    """Of the nearest places on streets those that the network says it took: several only at a crossing of a
    street with itself. Fails where it took another street or place than a nearest one."""
    xy = (float(here.xy[k][0]), float(here.xy[k][1]))
    feet = force.feet(xy)
    if not here.ok[k]:
        assert not feet or feet[0][4] > limit - HAIR_M
        return []
    street = int(network.street_id[int(network.edge_street[here.edge[k]])].removeprefix("L1."))
    on = tuple(here.on_xy[k])
    mine = [f for f in feet if f[1] == street and math.dist(f[3], on) <= 1e-5]
    assert mine, (xy, street, on, feet)
    assert abs(float(here.leg_m[k]) - mine[0][4]) <= HAIR_M
    return mine


# -- drawings ---------------------------------------------------------------------------------------

whole = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda p: (p[0] * 40.0, p[1] * 40.0))
anywhere = st.tuples(st.integers(0, 200), st.integers(0, 200)).map(lambda p: (float(p[0]), float(p[1])))


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    """Up to 12 junctions; streets straight or bent, loops, nothing at all, crossing themselves, drawn twice."""
    body = draw(st.sampled_from(["roads", "paths"]))
    nodes = draw(st.lists(st.one_of(whole, anywhere), min_size=2, max_size=12, unique=True))
    ways: list[tuple[XY, ...]] = []
    for _ in range(draw(st.integers(1, 12))):
        begin, end = draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes))
        bends = draw(st.lists(st.one_of(st.sampled_from(nodes), anywhere), max_size=3))
        ways.append((begin, *bends, end))
    for i in draw(st.lists(st.integers(0, len(ways) - 1), max_size=2)):
        ways.append(ways[i] if draw(st.booleans()) else ways[i][::-1])
    steps = tuple(draw(st.lists(st.booleans(), min_size=len(ways), max_size=len(ways))))
    return Drawing(body, tuple(ways), steps)


spots = st.lists(
    st.one_of(
        whole,
        st.tuples(st.floats(-60, 260), st.floats(-60, 260)).map(lambda p: (round(p[0], 3), round(p[1], 3))),
    ),
    min_size=2,
    max_size=5,
)


def attached(drawing: Drawing, network: Network, at: list[XY]) -> tuple[BruteForce, Attached, list[Any]]:
    force, here = BruteForce(drawing), attach(network, points(*at), FAR_M)
    return force, here, [feet_taken(force, network, here, k, FAR_M) for k in range(len(at))]


def same(got: float, meant: list[float]) -> bool:
    """Whether it is one of those that may be meant; unreached and not attached are infinity."""
    return any(got == m or abs(got - m) <= 1e-5 for m in meant or [math.inf])


@settings(max_examples=250)
@given(drawing=drawings(), at=spots)
def test_every_walk_is_that_of_brute_force(drawing: Drawing, at: list[XY]) -> None:
    network = drawing.network()
    assert (network is None) == (not BruteForce(drawing).segments)
    if network is None:
        return
    force, here, feet = attached(drawing, network, at)
    walks = reach(network, here, here, math.inf)
    for i, j in itertools.product(range(len(at)), repeat=2):
        assert same(float(walks[i, j]), [force.between(a, b) for a in feet[i] for b in feet[j]]), (i, j)
    assert np.array_equal(np.isinf(walks), np.isinf(walks.T))
    assert np.allclose(walks, walks.T, atol=1e-9)
    # Equal places are one place: only the two legs lie between them.
    for i, j in itertools.combinations(range(len(at)), 2):
        if at[i] == at[j] and here.ok[i]:
            assert walks[i, j] == pytest.approx(2 * here.leg_m[i])


@settings(max_examples=150)
@given(drawing=drawings(), at=spots, pick=st.integers(0, 24), more=st.integers(1, 6))
def test_every_way_of_asking_gives_the_same_answer(
    drawing: Drawing, at: list[XY], pick: int, more: int
) -> None:
    network = drawing.network()
    if network is None:
        return
    force, here, feet = attached(drawing, network, at)
    walks = reach(network, here, here, math.inf)
    # A limit that is exactly the length of one of the walks, if there is any.
    known = walks[np.isfinite(walks)]
    limit = float(known[pick % len(known)]) if len(known) else 100.0
    expected = np.where(walks <= limit + HAIR_M, walks, np.inf)
    assert np.array_equal(reach(network, here, here, limit), expected)
    if limit > 1e-3:
        shorter = reach(network, here, here, limit - 1e-3)
        assert not (np.abs(shorter[np.isfinite(shorter)] - limit) < 5e-4).any()
    index, metres = nearest(network, here, here, more, limit)
    for row, taken, m in zip(expected, index, metres, strict=True):
        finite = [int(t) for t in taken if t >= 0]
        in_order = sorted(range(len(at)), key=lambda t: (row[t], t))
        assert finite == [t for t in in_order if np.isfinite(row[t])][:more]
        assert np.array_equal(m[: len(finite)], row[finite])
        assert np.isinf(m[len(finite) :]).all()
    worth = np.arange(1.0, len(at) + 1)
    count, total = within(network, here, here, limit, worth)
    assert count.tolist() == np.isfinite(expected).sum(axis=1).tolist()
    assert total == pytest.approx(np.where(np.isfinite(expected), worth, 0).sum(axis=1))
    # To the junctions: as brute force says, and cut at the limit like all walks.
    by_node = node_walks(network, here, math.inf)
    nodes = [force.at[(float(x), float(y))] for x, y in network.node_xy]
    for i, k in itertools.product(range(len(at)), range(len(nodes))):
        assert same(float(by_node[i, k]), [force.to_node(f, nodes[k]) for f in feet[i]])
    cut = node_walks(network, here, limit)
    near = np.isfinite(cut)
    assert np.allclose(cut[near], by_node[near])
    assert (by_node[~near] > limit - HAIR_M).all()
    # The least from every junction is the least of the walks to it, and by any junction it is no shorter.
    assert np.allclose(least(network, here), by_node.min(axis=0))
    for k in range(len(nodes)):
        round_by = by_node[:, k : k + 1] + by_node[:, k]
        assert (walks <= round_by + HAIR_M).all()


@settings(max_examples=150)
@given(drawing=drawings(), at=spots)
def test_a_route_is_as_long_as_the_walk_and_keeps_to_its_streets(drawing: Drawing, at: list[XY]) -> None:
    network = drawing.network()
    if network is None:
        return
    here = attach(network, points(*at), FAR_M)
    walks = reach(network, here, here, math.inf)
    for i, j in itertools.permutations(range(len(at)), 2):
        way = route(network, here, i, here, j)
        assert (way is None) == math.isinf(walks[i, j])
        if way is None:
            continue
        assert way.reach_m == pytest.approx(float(walks[i, j]), abs=HAIR_M)
        assert way.line.length == pytest.approx(way.reach_m, abs=1e-5)
        assert (way.line.coords[0], way.line.coords[-1]) == (at[i], at[j])
        # Between its legs it is on the streets that it names, each of them somewhere.
        named = [
            shapely.LineString(drawing.ways[int(network.street_id[s].removeprefix("L1."))])
            for s in way.streets
        ]
        begin, end = float(here.leg_m[i]), way.line.length - float(here.leg_m[j])
        on = [way.line.interpolate(m) for m in np.linspace(begin, max(begin, end), 23)]
        assert all(min(street.distance(p) for street in named) < 1e-5 for p in on)
        for street in named:
            assert street.distance(way.line) < 1e-5
        # Within its own length, and not within less.
        assert route(network, here, i, here, j, way.reach_m) is not None
        if way.reach_m > 1e-3:
            assert route(network, here, i, here, j, way.reach_m - 1e-3) is None


@settings(max_examples=150)
@given(drawing=drawings(), more=drawings())
def test_another_street_never_makes_a_walk_longer(drawing: Drawing, more: Drawing) -> None:
    wider = Drawing(drawing.body, drawing.ways + more.ways[:1], drawing.steps + more.steps[:1])
    before, after = drawing.network(), wider.network()
    if before is None:
        return
    assert after is not None
    from scipy.sparse.csgraph import dijkstra

    # From junction to junction, so that nothing hangs on which street a point is put on.
    place = {(float(x), float(y)): k for k, (x, y) in enumerate(after.node_xy)}
    kept = [place[(float(x), float(y))] for x, y in before.node_xy]
    old, new = dijkstra(before.graph), dijkstra(after.graph)[np.ix_(kept, kept)]
    assert (new <= old + HAIR_M).all()
    pieces = (network.island for network in (before, after))
    one, other = (np.asarray(p)[:, None] == np.asarray(p) for p in pieces)
    # What was one piece stays one, and a piece is what can be walked between.
    assert (other[np.ix_(kept, kept)] >= one).all()
    assert np.array_equal(one, np.isfinite(old))


@settings(max_examples=100)
@given(drawing=drawings(), at=spots)
def test_without_steps_it_is_the_network_of_the_other_streets(drawing: Drawing, at: list[XY]) -> None:
    network = drawing.network()
    if network is None:
        return
    flat = network.for_profile(PROFILES["wheelchair"])
    force = BruteForce(drawing, [drawing.body == "roads" or not s for s in drawing.steps])
    here = attach(flat, points(*at), FAR_M)
    feet = [feet_taken(force, flat, here, k, FAR_M) for k in range(len(at))]
    walks = reach(flat, here, here, math.inf)
    for i, j in itertools.product(range(len(at)), repeat=2):
        assert same(float(walks[i, j]), [force.between(a, b) for a in feet[i] for b in feet[j]]), (i, j)


@settings(max_examples=100)
@given(drawing=drawings(), order=st.randoms(use_true_random=False))
def test_the_order_and_direction_of_streets_in_a_file_do_not_matter(drawing: Drawing, order: Any) -> None:
    network = drawing.network()
    if network is None:
        return
    ways = [w if order.random() < 0.5 else w[::-1] for w in drawing.ways]
    order.shuffle(ways)
    other = Drawing(drawing.body, tuple(ways), (False,) * len(ways)).network()
    assert other is not None
    from scipy.sparse.csgraph import dijkstra

    place = {(float(x), float(y)): k for k, (x, y) in enumerate(other.node_xy)}
    moved = [place[(float(x), float(y))] for x, y in network.node_xy]
    assert len(place) == len(moved)
    assert np.allclose(dijkstra(network.graph), dijkstra(other.graph)[np.ix_(moved, moved)])
    assert network.stats()["islands"] == other.stats()["islands"]
    assert float(network.edge_m.sum()) == pytest.approx(float(other.edge_m.sum()))


# -- ends that node codes bring together ------------------------------------------------------------


@settings(max_examples=150)
@given(data=st.data())
def test_ends_a_hair_apart_are_one_junction_by_their_code_and_lines_keep_their_length(
    data: st.DataObject,
) -> None:
    stands = data.draw(st.lists(whole, min_size=2, max_size=8, unique=True))
    off = st.tuples(st.integers(-3, 3), st.integers(-3, 3)).map(lambda p: (p[0] / 10, p[1] / 10))
    links = data.draw(
        st.lists(
            st.tuples(*[st.integers(0, len(stands) - 1)] * 2).filter(lambda ab: ab[0] != ab[1]),
            min_size=1,
            max_size=12,
        )
    )
    shapes, metres = [], np.full((len(stands), len(stands)), np.inf)
    metres[np.diag_indices(len(stands))] = 0.0
    for a, b in links:
        (ax, ay), (bx, by) = data.draw(off), data.draw(off)
        # Within 0.85 m of each other, as the ends of links in different tiles are.
        line = shapely.LineString(
            [(stands[a][0] + ax, stands[a][1] + ay), (stands[b][0] + bx, stands[b][1] + by)]
        )
        shapes.append(line)
        metres[a, b] = metres[b, a] = min(metres[a, b], line.length)
    for k in range(len(stands)):
        metres = np.minimum(metres, metres[:, k : k + 1] + metres[k])
    network = build(
        streets(shapes, start_node=[f"n{a}" for a, _ in links], end_node=[f"n{b}" for _, b in links])
    )
    assert network is not None
    from scipy.sparse.csgraph import dijkstra

    used = sorted({n for link in links for n in link})
    node = [int(np.hypot(*(network.node_xy - stands[n]).T).argmin()) for n in used]
    assert len(network.node_xy) == len(set(node)) == len(used)
    assert np.allclose(dijkstra(network.graph)[np.ix_(node, node)], metres[np.ix_(used, used)])


# -- what a person can check ------------------------------------------------------------------------


def walk(network: Network, a: XY, b: XY) -> float:
    return float(reach(network, attach(network, points(a)), attach(network, points(b)), math.inf)[0, 0])


def made(*ways: Sequence[XY], body: str = "roads") -> Network:
    network = build(streets([shapely.LineString(w) for w in ways], body))
    assert network is not None
    return network


@pytest.mark.parametrize("body", ["roads", "paths"])
@pytest.mark.parametrize("turned", [False, True])
def test_points_on_a_street_that_is_drawn_twice_are_on_one_of_the_two(body: str, turned: bool) -> None:
    way = [(0.0, 0.0), (60.0, 0.0), (200.0, 0.0)]
    network = made(way, way[::-1] if turned else way, body=body)
    # On different copies it would be 20 + 50 by their end, or 10 + 180 by the other.
    assert walk(network, (20, 3), (50, -4)) == pytest.approx(30 + 3 + 4)
    assert walk(network, (190, 0), (20, 0)) == pytest.approx(170)


def test_a_street_that_crosses_itself_is_walked_through_unless_it_is_a_path_with_a_point_there() -> None:
    crossing = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (50.0, 100.0), (50.0, -100.0)]
    tied = [
        (0.0, 0.0), (50.0, 0.0), (100.0, 0.0), (100.0, 100.0), (50.0, 100.0), (50.0, 0.0), (50.0, -100.0)
    ]  # fmt: skip
    round_it = 100 + 100 + 50 + 200
    for way, body, metres in (
        (crossing, "roads", round_it),
        (crossing, "paths", round_it),
        (tied, "roads", round_it),
        (tied, "paths", 50 + 100),
    ):
        assert walk(made(way, body=body), (0, 0), (50, -100)) == pytest.approx(metres), (way, body)


def test_a_street_without_length_joins_nothing_that_is_apart() -> None:
    apart = [[(0.0, 0.0), (100.0, 0.0)], [(100.5, 0.0), (200.0, 0.0)]]
    assert math.isinf(walk(made(*apart, [(100.0, 0.0), (100.0, 0.0)]), (0, 0), (200, 0)))
    # Nor does it take anything away where it stands.
    whole_way = [[(0.0, 0.0), (100.0, 0.0)], [(100.0, 0.0), (200.0, 0.0)]]
    assert walk(made(*whole_way, [(100.0, 0.0), (100.0, 0.0)]), (0, 0), (200, 0)) == 200
