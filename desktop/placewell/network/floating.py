"""Floating catchments: is there enough for the people who share it (guidance ACC-2SFCA, ACC-E2SFCA, ACC-3SFCA)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from placewell.network.arrays import Bools, Floats, Ints
from placewell.network.decay import Weighting
from placewell.network.pairs import Pairs, pairs, sums


@dataclass(frozen=True, eq=False)
class Catchments:
    """Supply shared among the people who reach it, asset by asset and place by place.

    An asset whose capacity, or the people of a place that reaches it, is not known has a ratio of NaN and gives
    nothing; a place that reaches one has `at_least` set, and an access of NaN if it reaches nothing else.
    """

    by: Weighting
    three_step: bool
    pairs: Pairs
    people: Floats
    """(places,) NaN: not known."""
    capacity: Floats
    """(assets,) NaN: not known."""
    weight: Floats
    """(pairs,) the weight of each pair; in three steps also times the share of people who choose that asset."""
    demand: Floats
    """(assets,) people within reach, weighted; NaN where those of a place are not known."""
    ratio: Floats
    """(assets,) R, supply per person: 0 where capacity is 0, NaN where it cannot be told or nobody reaches it."""
    access: Floats
    """(places,) A, supply per person: 0 where nothing is within reach, NaN where it cannot be told."""
    at_least: Bools
    """(places,) whether access may be more, as the ratio of something within reach cannot be told."""
    touched_assets: Ints
    """Whose demand the last change worked out again; all after `floating`."""
    touched_places: Ints
    """Whose access the last change worked out again; all after `floating`."""

    @property
    def unreached(self) -> Ints:
        """Assets that nobody reaches: their supply is in no place's access."""
        return np.flatnonzero(self.demand == 0)

    @property
    def not_told(self) -> Ints:
        """Assets reached whose ratio cannot be told, for want of a capacity or of people."""
        return np.flatnonzero(np.isnan(self.ratio) & (self.demand != 0))

    @property
    def unreached_supply(self) -> float:
        """The known capacity that nobody reaches."""
        return float(np.nansum(self.capacity[self.unreached]))

    @property
    def reachable_supply(self) -> float:
        """The capacity that is shared out: known, and reached by people who are known."""
        return float(self.capacity[~np.isnan(self.ratio) & (self.demand > 0)].sum())

    @property
    def not_told_supply(self) -> float:
        """The known capacity of assets whose people are not known."""
        return float(np.nansum(self.capacity[self.not_told]))

    @property
    def given(self) -> float:
        """Sum of people times access: equal to the reachable supply, as nothing is lost or made."""
        return float(np.nansum(self.people * self.access))

    @property
    def reaches_nothing(self) -> Ints:
        """Places with nothing within reach."""
        return np.flatnonzero(np.diff(self.pairs.place_start) == 0)

    @property
    def people_reaching_nothing(self) -> float:
        """People known to live where nothing is within reach; NaN only if those of every such place are not known."""
        there = self.people[self.reaches_nothing]
        return float("nan") if len(there) and np.isnan(there).all() else float(np.nansum(there))

    def with_people(self, place: int, people: float) -> Catchments:
        """As if a place had another number of people: what follows a scheme's homes as they are changed."""
        _there(place, self.pairs.places)
        now = self.people.copy()
        now[place] = people
        shared = self.pairs.asset[self.pairs.of_places(np.array([place]))[0]]
        return replace(self, people=_numbers(now, "people"))._settled(shared, _NONE)

    def with_capacity(self, asset: int, capacity: float | None) -> Catchments:
        """As if an asset had another capacity; None: not known."""
        _there(asset, self.pairs.assets)
        now = self.capacity.copy()
        now[asset] = np.nan if capacity is None else capacity
        return replace(self, capacity=_numbers(now, "capacity"))._settled(np.array([asset]), _NONE)

    def with_place(self, assets: Ints, far: Floats, people: float) -> Catchments:
        """With one more place, the last, at these distances from these assets: where a scheme's people would live."""
        more = self.pairs.and_place(_positions(assets), self.by.weights(far))
        place = np.array([more.places - 1])
        mine = more.of_places(place)[0]
        draft = replace(
            self,
            pairs=more,
            people=_numbers(np.append(self.people, people), "people"),
            weight=np.append(self.weight, _weights(more, place, self.three_step)),
            access=np.append(self.access, np.nan),
            at_least=np.append(self.at_least, False),
        )
        return draft._settled(more.asset[mine], place)

    def with_asset(self, places: Ints, far: Floats, capacity: float | None) -> Catchments:
        """With one more asset, the last, at these distances from these places; capacity None: not known."""
        more = self.pairs.and_asset(_positions(places), self.by.weights(far))
        fresh = more.asset == more.assets - 1
        weight = more.weight.copy()
        weight[~fresh] = self.weight
        draft = replace(
            self,
            pairs=more,
            capacity=_numbers(np.append(self.capacity, np.nan if capacity is None else capacity), "capacity"),
            weight=weight,
            demand=np.append(self.demand, np.nan),
            ratio=np.append(self.ratio, np.nan),
        )
        return draft._chosen_again(more.place[fresh], np.array([more.assets - 1]))

    def without_asset(self, asset: int) -> Catchments:
        """Without one asset; those after it move up by one."""
        _there(asset, self.pairs.assets)
        lost = self.pairs.asset == asset
        draft = replace(
            self,
            pairs=self.pairs.without_asset(asset),
            capacity=np.delete(self.capacity, asset),
            weight=self.weight[~lost],
            demand=np.delete(self.demand, asset),
            ratio=np.delete(self.ratio, asset),
        )
        return draft._chosen_again(self.pairs.place[lost], _NONE)

    def _chosen_again(self, places: Ints, assets: Ints) -> Catchments:
        """After the choice of some places has changed: in three steps they share themselves out anew."""
        if not self.three_step:
            return self._settled(assets, places)
        theirs = self.pairs.of_places(places)[0]
        weight = self.weight.copy()
        weight[theirs] = _weights(self.pairs, places, three_step=True)
        return replace(self, weight=weight)._settled(np.append(self.pairs.asset[theirs], assets), places)

    def _settled(self, assets: Ints, places: Ints) -> Catchments:
        """Work out these assets again, and the access of these places and of all that reach a ratio that changed.

        Sums are taken anew, not corrected by differences, so that no rounding builds up over many changes.
        """
        assets = _marked(assets, self.pairs.assets)
        theirs, counts = self.pairs.of_assets(assets)
        demand, ratio = self.demand.copy(), self.ratio.copy()
        demand[assets] = sums(self.weight[theirs] * self.people[self.pairs.place[theirs]], counts)
        ratio[assets] = _ratio(self.capacity[assets], demand[assets])
        was, now = self.ratio[assets], ratio[assets]
        changed = assets[~((was == now) | (np.isnan(was) & np.isnan(now)))]
        sharing = self.pairs.place[self.pairs.of_assets(changed)[0]]
        places = _marked(np.append(sharing, places), self.pairs.places)
        access, at_least = self.access.copy(), self.at_least.copy()
        access[places], at_least[places] = _access(self.pairs, self.weight, ratio, places)
        return replace(
            self,
            demand=_fixed(demand),
            ratio=_fixed(ratio),
            access=_fixed(access),
            at_least=_fixed(at_least),
            touched_assets=assets,
            touched_places=places,
        )


def floating(
    place: Ints,
    asset: Ints,
    far: Floats,
    people: Floats,
    capacity: Iterable[float | None],
    by: Weighting,
    *,
    three_step: bool = False,
) -> Catchments:
    """Floating catchments of pairs (place, asset, distance); what a pair's distance is in is what `by` is in.

    Two steps (ACC-2SFCA with one zone, ACC-E2SFCA with several), or three (ACC-3SFCA): people then choose among what
    they reach, in proportion to its weight. `people` may hold NaN and `capacity` NaN or None: not known.
    ValueError: distances, people or capacities below 0 or not finite, a pair given twice or of what is not there.
    """
    many = _numbers(np.asarray(people, dtype=np.float64), "people")
    size = _numbers(np.array([np.nan if c is None else c for c in capacity], dtype=np.float64), "capacity")
    held = pairs(_positions(place), _positions(asset), by.weights(far), len(many), len(size))
    all_places, all_assets = np.arange(held.places), np.arange(held.assets)
    blank = Catchments(
        by=by,
        three_step=three_step,
        pairs=held,
        people=many,
        capacity=size,
        weight=_weights(held, all_places, three_step),
        demand=np.full(held.assets, np.nan),
        ratio=np.full(held.assets, np.nan),
        access=np.full(held.places, np.nan),
        at_least=np.zeros(held.places, dtype=bool),
        touched_assets=all_assets,
        touched_places=all_places,
    )
    return blank._settled(all_assets, all_places)


_Array = TypeVar("_Array", Floats, Bools)
_NONE: Ints = np.zeros(0, dtype=np.int64)


def _weights(held: Pairs, places: Ints, three_step: bool) -> Floats:
    """Weights of the pairs of some places; in three steps G times W, with G = W over the place's sum of W."""
    theirs, counts = held.of_places(places)
    weight = held.weight[theirs]
    if not three_step:
        return weight
    return weight * (weight / np.repeat(sums(weight, counts), counts))


def _ratio(capacity: Floats, demand: Floats) -> Floats:
    """R: capacity over demand; NaN where either is not known or there is no demand, but 0 of anything is 0."""
    out = np.full(len(capacity), np.nan)
    known = ~np.isnan(capacity) & (demand > 0)
    out[known] = capacity[known] / demand[known]
    out[capacity == 0] = 0.0
    return out


def _access(held: Pairs, weight: Floats, ratio: Floats, places: Ints) -> tuple[Floats, Bools]:
    """A of some places, and whether it may be more."""
    theirs, counts = held.of_places(places)
    each = ratio[held.asset[theirs]]
    told = ~np.isnan(each)
    access = sums(np.where(told, each * weight[theirs], 0.0), counts)
    missing = sums((~told).astype(np.float64), counts)
    access[(counts > 0) & (missing == counts)] = np.nan
    return access, missing > 0


def _marked(which: Ints, count: int) -> Ints:
    """The positions once each, in order: quicker than sorting."""
    mark = np.zeros(count, dtype=bool)
    mark[which] = True
    return np.flatnonzero(mark)


def _numbers(values: Floats, what: str) -> Floats:
    if (values < 0).any() or np.isinf(values).any():
        raise ValueError(f"{what} must be 0 or more and finite, or not known")
    return _fixed(values.copy())


def _positions(which: Ints) -> Ints:
    return np.asarray(which, dtype=np.int64)


def _there(which: int, count: int) -> None:
    if not 0 <= which < count:
        raise ValueError("that place or asset is not there")


def _fixed(values: _Array) -> _Array:
    values.flags.writeable = False
    return values
