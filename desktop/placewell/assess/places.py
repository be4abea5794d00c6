"""All assets as places that are walked to: their access points on the network, worked out once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placewell.domain.rows import Rows
from placewell.network.access import access_points
from placewell.network.arrays import Bools, Ints
from placewell.network.model import Network
from placewell.network.snap import Attached, attach


@dataclass(frozen=True, eq=False)
class Places:
    """Assets and how they are walked into. They stay while schemes are moved about."""

    assets: Rows
    targets: Attached
    """Every access point of every asset, attached to the network."""
    of_asset: Ints
    """Which asset each access point is of, in rising order."""

    @classmethod
    def on(cls, network: Network, assets: Rows) -> Places:
        """Assets on a network."""
        shapes = assets.geometry if assets.geometry is not None else np.empty(0, dtype=object)
        points, of_asset = access_points(network, shapes)
        return cls(assets, attach(network, points), of_asset)

    def where(self, mask: Bools) -> Places:
        """Some of the assets, in order."""
        rank = np.cumsum(mask) - 1
        keep = np.flatnonzero(mask[self.of_asset])
        return Places(self.assets.where(mask), self.targets.take(keep), rank[self.of_asset[keep]])
