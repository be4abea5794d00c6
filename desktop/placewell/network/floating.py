"""Floating catchments: is there enough for the people who share it (guidance ACC-2SFCA, ACC-E2SFCA, ACC-3SFCA)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
        return float(np.nansum(self.capacity[self.not_told & ~0 if False else self.not_told]))

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
        dirty = self.pairs.asset[self.pairs.of_places(np.array([place]))[0]]
        return self._again(self.pairs, _numbers(now, "people"), self.capacity, self.weight, dirty, _none())

    def with_capacity(self, asset: int, capacity: float | None) -> Catchments:
        """As if an asset had another capacity; None: not known."""
        _there(asset, self.pairs.assets)
        now = self.capacity.copy()
        now[asset] = np.nan if capacity is None else capacity
        return self._again(
            self.pairs, self.people, _numbers(now, "capacity"), self.weight, np.array([asset]), _none()
        )

    def with_place(self, assets: Ints, far: Floats, people: float) -> Catchments:
        """With one more place, the last, at these distances from these assets: where a scheme's people would live."""
        more = self.pairs.and_place(_positions(assets), self.by.weights(far))
        place = np.array([more.places - 1])
        mine = more.of_places(place)[0]
        weight = np.append(self.weight, _weights(more, mine, self.three_step))
        return self._again(
            more, _numbers(np.append(self.people, people), "people"), self.capacity, weight, more.asset[mine], place
        )

    def with_asset(self, places: Ints, far: Floats, capacity: float | None) -> Catchments:
        """With one more asset, the last, at these distances from these places; capacity None: not known."""
        more = self.pairs.and_asset(_positions(places), self.by.weights(far))
        kept = more.asset != more.assets - 1
        size = np.nan if capacity is None else capacity
        return self._other_assets(more, kept, self.weight, _numbers(np.append(self.capacity, size), "capacity"))

    def without_asset(self, asset: int) -> Catchments:
        """Without one asset; those after it move up by one."""
        _there(asset, self.pairs.assets)
        stay = self.pairs.asset != asset
        less = self.pairs.without_asset(asset)
        old = np.delete(np.arange(self.pairs.assets), asset)
        lost = self.pairs.place[~stay]
        kept = np.ones(len(less.place), dtype=bool)
        cut = self._named(old)
        return cut._other_assets(less, kept, self.weight[stay], self.capacity[old], lost)

    def _named(self, old: Ints) -> Catchments:
        """The same with the figures of assets in another order or fewer."""
        from dataclasses import replace

        return replace(self, demand=self.demand[old], ratio=self.ratio[old])
