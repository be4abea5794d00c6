"""Walks from some starts to the nearest of a sort, with all that a verdict on each follows from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from placewell.assess.content import area_of
from placewell.assess.facts import Facts, Starts
from placewell.assess.fields import Field
from placewell.assess.ground import Sort
from placewell.assess.judge import STEP
from placewell.domain.finding import Evidence, Verdict, WayIn
from placewell.domain.scheme import Provision
from placewell.network.arrays import Floats, Ints
from placewell.network.reach import reach
from placewell.network.route import Route, route_of
from placewell.network.search import search
from placewell.network.snap import attach


@dataclass(frozen=True, eq=False)
class Ways:
    """One way in for each start, and which place each walk leads to (-1: none, or one that the scheme brings)."""

    starts: Starts
    sort: Sort
    ways: tuple[WayIn, ...]
    places: Ints
    straight_m: Floats

    told: dict[tuple[float, bool], list[Verdict]] = field(default_factory=dict)

    def verdicts(self, limit_m: float, inclusive: bool = True) -> list[Verdict]:
        """The verdict on each."""
        key = limit_m, inclusive
        if key not in self.told:
            self.told[key] = [w.verdict(limit_m, inclusive) for w in self.ways]
        return self.told[key]

    def verdict(self, limit_m: float, inclusive: bool = True) -> Verdict:
        """The farthest decides."""
        return all_of(self.verdicts(limit_m, inclusive))

    def decides(self, limit_m: float, inclusive: bool = True) -> int:
        """The farthest start of those that gave the verdict."""
        found = self.verdicts(limit_m, inclusive)
        verdict = all_of(found)
        return max((s for s, v in enumerate(found) if v == verdict), key=lambda s: metres_of(self.ways[s]))

    @property
    def nearest(self) -> int:
        """The start with the shortest walk."""
        return min(range(len(self.ways)), key=lambda s: metres_of(self.ways[s]))


def ways_to(facts: Facts, starts: Starts, sort: Sort, brought: Sequence[Provision] = ()) -> Ways:
    """Walks from each start to the nearest of a sort, counting what the scheme brings. Needs a network."""
    held = starts.found
    if sort not in held:
        held[sort] = _walked(facts, starts, sort)
    ways: Ways = held[sort]
    for provision in brought:
        if of_size(provision, sort):
            ways = _with(facts, ways, provision)
    return ways


def _walked(facts: Facts, starts: Starts, sort: Sort) -> Ways:
    sure = facts.ground.lists(sort.types).sure
    if not sure or len(sure) == len(sort.types):
        return _of_sort(facts, starts, sort, bool(sure))
    # What is in a list that can be relied on counts, even where something nearer is in one that cannot.
    known = _of_sort(facts, starts, replace(sort, types=sure), True)
    every = _of_sort(facts, starts, sort, False)
    chosen = [k if k.walk_m is not None else e for k, e in zip(known.ways, every.ways, strict=True)]
    ways = tuple(
        replace(c, straight_m=e.straight_m, listed_m=0.0, mapped_m=e.mapped_m)
        for c, e in zip(chosen, every.ways, strict=True)
    )
    places = np.array(
        [
            k if w.walk_m is not None else e
            for k, w, e in zip(known.places, known.ways, every.places, strict=True)
        ]
    )
    return Ways(starts, sort, ways, places, every.straight_m)


def _of_sort(facts: Facts, starts: Starts, sort: Sort, sure: bool) -> Ways:
    field = facts.ground.field(sort)
    reach_m, target = field.from_points(starts.attached)
    places = _places(field, target)
    straight_m, _ = field.straight(starts.points)
    mapped = np.minimum(starts.mapped, field.unjoined(starts.islands, starts.points))
    listed = np.zeros(len(starts)) if facts.ground.unsized(sort) else starts.listed(sort.types)
    index = facts.ground.in_use(sort)
    names = facts.ground.places.column("name")
    made = []
    columns = (reach_m, starts.attached.ok, straight_m, listed, mapped, places)
    for start, walk, ok, straight, room, known, place in zip(
        starts.starts, *(c.tolist() for c in columns), strict=True
    ):
        found = walk != np.inf
        name = (str(names[index[place]]) or f"an unnamed {sort.types[0]}") if found else ""
        away = straight if straight != np.inf else None
        made.append(WayIn(start.name, ok, walk if found else None, name, away, room, known, sure))
    at = np.where(places >= 0, index[places] if len(index) else -1, -1)
    return Ways(starts, sort, tuple(made), at, straight_m)


def _places(field: Field, target: Ints) -> Ints:
    return np.where(target >= 0, field.of_place[target] if len(field.of_place) else -1, -1)


def of_size(provision: Provision, sort: Sort) -> bool:
    """Whether what the scheme brings is of the size that counts."""
    if not sort.least_ha and not np.isfinite(sort.most_ha):
        return True
    area = area_of(provision)
    return area is not None and sort.least_ha <= area[0] / 10_000 < sort.most_ha


def _with(facts: Facts, ways: Ways, provision: Provision) -> Ways:
    """The same with what the scheme brings, where it is nearer.

    Nobody knows yet how the site will be walked. Where it is not said where on the site something will be,
    it is taken to be as far as the farthest corner.
    """
    points = ways.starts.points
    name = provision.name or f"the {provision.type} that the scheme brings"
    if provision.geometry is not None and facts.network is not None:
        target = attach(facts.network, np.array([shapely.point_on_surface(provision.geometry)], dtype=object))
        walks = np.round(reach(facts.network, ways.starts.attached, target, 3000.0)[:, 0], 3)
        straight = np.round(shapely.distance(points, provision.geometry), 3)
    else:
        corners = shapely.points(shapely.get_coordinates(facts.site))
        walks = np.round(shapely.distance(points[:, None], corners[None, :]).max(axis=1), 3)
        straight = np.zeros(len(points))
    made = list(ways.ways)
    places = ways.places.copy()
    for s, way in enumerate(made):
        if np.isfinite(walks[s]) and (way.walk_m is None or walks[s] < way.walk_m):
            near = float(straight[s]) if way.straight_m is None else min(way.straight_m, float(straight[s]))
            # What the scheme brings is known of, whatever the lists are.
            made[s] = replace(way, attached=True, walk_m=float(walks[s]), to=name, straight_m=near, sure=True)
            places[s] = -1
    return replace(ways, ways=tuple(made), places=places, told={})


def all_of(verdicts: Sequence[Verdict]) -> Verdict:
    """One start beyond the figure decides; without one, one that cannot be told leaves it open."""
    if "not met" in verdicts:
        return "not met"
    return "cannot tell" if "cannot tell" in verdicts else "met"


def metres_of(way: WayIn) -> float:
    """The walk; infinity where there is none."""
    return way.walk_m if way.walk_m is not None else float("inf")


def evidence(facts: Facts, ways: Ways, s: int, minutes: Callable[[float], float]) -> Evidence | None:
    """The place that a walk leads to, as evidence; None where there is none in the project."""
    at = int(ways.places[s])
    way = ways.ways[s]
    if at < 0 or way.walk_m is None:
        return None
    places = facts.ground.places
    layer = str(places.column("layer")[at])
    away = float(shapely.distance(ways.starts.points[s], facts.ground.shapes[at]))
    found = route(facts, ways, s) if facts.routes else None
    return Evidence(
        layer=facts.ground.layer_names.get(layer, layer),
        id=str(places.column("id")[at]),
        name=str(places.column("name")[at]),
        reach_m=way.walk_m,
        minutes=minutes(way.walk_m),
        start=way.name,
        straight_m=round(away, 3),
        route=found.line if found is not None else None,
    )


def route(facts: Facts, ways: Ways, s: int) -> Route | None:
    """The way that a walk takes, as a line with the streets it uses; None for what the scheme brings."""
    if ways.places[s] < 0 or facts.network is None:
        return None
    field = facts.ground.field(ways.sort)
    start = ways.starts.attached.take(np.array([s]))
    _, target = field.from_points(start)
    walk = ways.ways[s].walk_m
    if target[0] < 0 or walk is None:
        return None
    return route_of(search(facts.network, start, walk + 1.0), 0, field.targets, int(target[0]))


def restricted(facts: Facts, ways: Ways, s: int) -> tuple[str, ...]:
    """Names of the streets on the way that are marked as restricted local access roads."""
    found = route(facts, ways, s) if facts.routes else None
    if found is None or facts.network is None:
        return ()
    network = facts.network
    marked = [i for i in found.streets if str(network.street_class[i]).casefold().startswith("restricted")]
    return tuple(dict.fromkeys(str(network.street_name[i]) or "an unnamed road" for i in marked))


def flip(verdict: Verdict, limit_m: float, ways: Sequence[WayIn], inclusive: bool = True) -> float | None:
    """How far the limit must move to change what these ways together say; None where no move does.

    What is met stops being so below the longest walk; what is not met when the last way that is beyond
    the limit is no longer known to be.
    """
    if verdict == "met":
        longest = max(metres_of(w) for w in ways)
        return round(limit_m - longest + (STEP if inclusive else 0.0), 3)
    off = [leaves(w, inclusive) for w in ways if w.verdict(limit_m, inclusive) == "not met"]
    at = max(off, default=np.inf)
    return round(at - limit_m, 3) if np.isfinite(at) else None


def leaves(way: WayIn, inclusive: bool = True) -> float:
    """The least limit at which a way that is beyond it is no longer known to be."""
    step = 0.0 if inclusive else STEP
    near = np.inf if way.straight_m is None else max(way.straight_m + step, way.mapped_m)
    return float(min(metres_of(way) + step, way.listed_m + STEP, near))
