"""A value that drifts gently over the ground, as prices and fortunes do: the same for the same name."""

from __future__ import annotations

import random

import numpy as np
import numpy.typing as npt

WAVES = 48


class Field:
    """A smooth random field of mean 0 and deviation about 1; places `reach_m` apart are hardly alike."""

    def __init__(self, name: str, reach_m: float) -> None:
        rng = random.Random(name)
        self._waves = np.array(
            [[rng.gauss(0, 1.6 / reach_m), rng.gauss(0, 1.6 / reach_m)] for _ in range(WAVES)]
        )
        self._phase = np.array([rng.uniform(0, 2 * np.pi) for _ in range(WAVES)])

    def at(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """The field's value at places in metres."""
        xy = np.stack([np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float))])
        waves = np.cos(self._waves @ xy + self._phase[:, None])
        return np.asarray(waves.sum(axis=0) * np.sqrt(2 / WAVES))
