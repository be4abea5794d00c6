"""How much an asset counts for people at a distance: in zones, or falling off by a curve."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from placewell.network.arrays import Floats


class Weighting(Protocol):
    """Turns distances (metres or minutes, as the caller's limits are) into weights of 0 or more."""

    def weights(self, far: Floats) -> Floats:
        """A weight for each distance; 0 where it is beyond reach."""


@dataclass(frozen=True)
class Zones:
    """A weight for each zone; `limits` are the far edges of the zones, nearest first (ACC-2SFCA, ACC-E2SFCA).

    A distance equal to a limit belongs to the nearer zone if `inclusive` (Luo and Wang), else to the next.
    ValueError: limits that do not rise, weights below 0, or not one weight for each limit.
    """

    limits: tuple[float, ...]
    each: tuple[float, ...] = (1.0,)
    inclusive: bool = True

    def __post_init__(self) -> None:
        """Refuse zones that mean nothing."""
        if not self.limits or len(self.limits) != len(self.each):
            raise ValueError("each zone needs one limit and one weight")
        if not all(math.isfinite(v) and v >= 0 for v in (*self.limits, *self.each)):
            raise ValueError("limits and weights of zones must be numbers of 0 or more")
        if any(near >= far for near, far in zip(self.limits, self.limits[1:], strict=False)):
            raise ValueError("the limits of zones must rise")

    def weights(self, far: Floats) -> Floats:
        """The weight of the zone that each distance is in; 0 beyond the last."""
        zone = np.searchsorted(
            np.array(self.limits), checked(far), side="left" if self.inclusive else "right"
        )
        return np.array((*self.each, 0.0))[zone]


@dataclass(frozen=True)
class Curve:
    """A weight that falls with distance and is 0 beyond `limit` (ACC-DECAY, ACC-GRAV); at the limit as `inclusive`.

    ValueError: a limit that is not above 0 where the curve divides by it.
    """

    shape: Callable[[Floats, float], Floats]
    limit: float
    inclusive: bool = True

    def __post_init__(self) -> None:
        """Refuse a limit that the curve cannot be drawn to."""
        least = 0.0 if self.shape in (dichotomy, per_cost) else math.nextafter(0.0, 1.0)
        if not (math.isfinite(self.limit) and self.limit >= least):
            raise ValueError("the limit of a curve must be a number above 0")

    def weights(self, far: Floats) -> Floats:
        """The curve at each distance; 0 beyond the limit."""
        far = checked(far)
        within = far <= self.limit if self.inclusive else far < self.limit
        out = np.zeros(far.shape)
        out[within] = self.shape(far[within], self.limit)
        return out


def dichotomy(far: Floats, limit: float) -> Floats:
    """1 wherever within the limit."""
    return np.ones_like(far)


def exponential(far: Floats, limit: float) -> Floats:
    """e^(-d/d0)."""
    return np.asarray(np.exp(-far / limit))


def gaussian(far: Floats, limit: float) -> Floats:
    """(e^(-half (d/d0) squared) - e^-half) / (1 - e^-half): 1 at the door, 0 at the limit."""
    floor = math.exp(-0.5)
    # Just short of the limit the difference may round to less than nothing.
    return np.maximum((np.exp(-0.5 * (far / limit) ** 2) - floor) / (1.0 - floor), 0.0)


def density(far: Floats, limit: float) -> Floats:
    """Three quarters of 1 - (d/d0) squared: 0.75 at the door, 0 at the limit."""
    return 0.75 * (1.0 - (far / limit) ** 2)


def per_cost(far: Floats, limit: float) -> Floats:
    """1/d (FCA-EX2, ACC-GRAV); ValueError at distance 0, where it has no value."""
    if (far == 0).any():
        raise ValueError("one over the distance has no value at a distance of 0")
    return np.asarray(1.0 / far)


def checked(far: Floats) -> Floats:
    """The distances, if they are all 0 or more; infinite is beyond reach. ValueError otherwise."""
    far = np.asarray(far, dtype=np.float64)
    if np.isnan(far).any() or (far < 0).any():
        raise ValueError("a distance must be a number of 0 or more")
    return far


SLOW = Zones((10.0, 20.0, 30.0), (1.0, 0.68, 0.22))
"""Minutes and weights of ACC-E2SFCA, slow decay: verified (secondary), Luo and Qi 2009."""
FAST = Zones((10.0, 20.0, 30.0), (1.0, 0.42, 0.09))
"""Minutes and weights of ACC-E2SFCA, fast decay: recalled, not verified; say so where it is used."""
