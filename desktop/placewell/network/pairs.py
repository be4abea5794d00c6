"""Which place reaches which asset and how strongly, kept so that either can be asked quickly for the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placewell.network.arrays import Bools, Floats, Ints, spread


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs sorted by place, then asset, with a second order by asset; weights are above 0."""

    place: Ints
    """(pairs,)"""
    asset: Ints
    weight: Floats
    place_start: Ints
    """(places + 1,) where each place's pairs begin."""
    asset_start: Ints
    """(assets + 1,) where each asset's pairs begin in `by_asset`."""
    by_asset: Ints
    """(pairs,) positions of pairs, sorted by asset, then place."""

    @property
    def places(self) -> int:
        """How many places."""
        return len(self.place_start) - 1

    @property
    def assets(self) -> int:
        """How many assets."""
        return len(self.asset_start) - 1

    def of_places(self, which: Ints) -> tuple[Ints, Ints]:
        """Positions of the pairs of some places one after another, and how many each has."""
        begins = self.place_start[which]
        counts = self.place_start[which + 1] - begins
        return spread(begins, counts), counts

    def of_assets(self, which: Ints) -> tuple[Ints, Ints]:
        """Positions of the pairs of some assets one after another, and how many each has."""
        begins = self.asset_start[which]
        counts = self.asset_start[which + 1] - begins
        return self.by_asset[spread(begins, counts)], counts

    def and_place(self, assets: Ints, weight: Floats) -> Pairs:
        """With one more place, the last, that reaches these assets."""
        assets, weight = _in_order(assets, weight, self.assets)
        before, more = len(self.place), len(assets)
        return Pairs(
            place=np.append(self.place, np.full(more, self.places)),
            asset=np.append(self.asset, assets),
            weight=np.append(self.weight, weight),
            place_start=np.append(self.place_start, before + more),
            asset_start=self.asset_start
            + np.append(0, np.cumsum(np.bincount(assets, minlength=self.assets))),
            by_asset=np.insert(self.by_asset, self.asset_start[assets + 1], before + np.arange(more)),
        )

    def and_asset(self, places: Ints, weight: Floats) -> Pairs:
        """With one more asset, the last, that these places reach."""
        places, weight = _in_order(places, weight, self.places)
        at = self.place_start[places + 1]
        moved = np.cumsum(np.bincount(at, minlength=len(self.place) + 1))[:-1]
        return Pairs(
            place=np.insert(self.place, at, places),
            asset=np.insert(self.asset, at, self.assets),
            weight=np.insert(self.weight, at, weight),
            place_start=self.place_start
            + np.append(0, np.cumsum(np.bincount(places, minlength=self.places))),
            asset_start=np.append(self.asset_start, len(self.place) + len(places)),
            by_asset=np.append(self.by_asset + moved[self.by_asset], at + np.arange(len(at))),
        )

    def without_asset(self, asset: int) -> Pairs:
        """Without one asset; those after it move up by one."""
        keep = self.asset != asset
        now = np.cumsum(keep) - 1
        first, after = self.asset_start[asset], self.asset_start[asset + 1]
        left = np.delete(self.by_asset, np.s_[first:after])
        rest = self.asset[keep]
        return Pairs(
            place=self.place[keep],
            asset=rest - (rest > asset),
            weight=self.weight[keep],
            place_start=np.append(0, np.cumsum(keep))[self.place_start],
            asset_start=np.append(
                self.asset_start[: asset + 1], self.asset_start[asset + 2 :] - (after - first)
            ),
            by_asset=now[left],
        )


def pairs(place: Ints, asset: Ints, weight: Floats, places: int, assets: int) -> Pairs:
    """Sort pairs into both orders; those of weight 0 are beyond reach and are left out.

    ValueError: a position that is not among the places or assets, or a pair given twice.
    """
    place, asset = np.asarray(place, dtype=np.int64), np.asarray(asset, dtype=np.int64)
    if not len(place) == len(asset) == len(weight):
        raise ValueError("each pair needs a place, an asset and a distance")
    _within(place, places)
    _within(asset, assets)
    key = place * max(assets, 1) + asset
    order = np.argsort(key, kind="stable")
    if (np.diff(key[order]) == 0).any():
        raise ValueError("a place and an asset are paired twice")
    order = order[weight[order] > 0]
    place, asset, weight = place[order], asset[order], weight[order]
    return Pairs(
        place=place,
        asset=asset,
        weight=weight,
        place_start=_starts(place, places),
        asset_start=_starts(asset, assets),
        by_asset=np.argsort(asset, kind="stable"),
    )


def sums(values: Floats, counts: Ints) -> Floats:
    """Sum of each run of values, runs one after another; an empty run has 0."""
    out = np.zeros(len(counts))
    some: Bools = counts > 0
    if some.any():
        out[some] = np.add.reduceat(values, (np.cumsum(counts) - counts)[some])
    return out


def _starts(which: Ints, count: int) -> Ints:
    return np.append(0, np.cumsum(np.bincount(which, minlength=count))).astype(np.int64)


def _within(which: Ints, count: int) -> None:
    if len(which) and not (which.min() >= 0 and which.max() < count):
        raise ValueError("a pair names a place or an asset that is not there")


def _in_order(which: Ints, weight: Floats, count: int) -> tuple[Ints, Floats]:
    """The far ends of one thing's pairs, sorted and checked as `pairs` does."""
    one = pairs(np.zeros(len(which), dtype=np.int64), which, weight, 1, count)
    return one.asset, one.weight
