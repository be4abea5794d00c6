"""How many patients are registered where: by who lives near, so that lists are long where surgeries are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from borough.ground import Ground
from borough.people import People
from borough.postcodes import people_by_block

if TYPE_CHECKING:
    from borough.places import Place

REGISTERED = 1.06
"""Patients to each resident: people who moved away stay on lists."""
A_ROOM = 1750
"""Patients that one consulting room and its staff can look after."""
FADE_M = 650.0
LONG = 12_500.0
"""Patients above which a surgery turns some away."""


def with_patients(places: Sequence[Place], ground: Ground, people: People | None) -> list[Place]:
    """Surgeries with the patients who would go there, and room for them; what has numbers keeps them."""
    surgeries = [i for i, p in enumerate(places) if p.type == "GP surgery" and p.status != "planned"]
    out = list(places)
    if not surgeries:
        return out
    homes, counts = _homes(ground, people)
    at = np.array([(places[i].point.x, places[i].point.y) for i in surgeries])
    pull = np.exp(-np.hypot(homes[:, None, 0] - at[None, :, 0], homes[:, None, 1] - at[None, :, 1]) / FADE_M)
    size = np.array([0.7 + ((x * 0.37 + y * 0.73) % 1.0) * 0.9 for x, y in at])
    pull = pull * size + 1e-12
    for _ in range(8):
        registered = (pull / pull.sum(axis=1, keepdims=True) * counts[:, None]).sum(axis=0) * REGISTERED
        # The longest lists are closed to new patients now and then.
        pull = pull * np.minimum(1.0, LONG / np.maximum(registered, 1.0))
    for n, i in enumerate(surgeries):
        if out[i].capacity is None:
            patients = max(1850, round(float(registered[n])))
            rooms = max(2, round(patients / A_ROOM * (0.84 + ((at[n, 0] * 0.53) % 1.0) * 0.32)))
            out[i] = replace(out[i], capacity=rooms * A_ROOM, unit="patients", used=patients)
    return out


def _homes(ground: Ground, people: People | None) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    if people is not None:
        spots = [(a.shape.representative_point(), float(a.population)) for a in people.lsoas]
    else:
        held = people_by_block(ground)
        spots = [(b.shape.representative_point(), held.get(b.id, 0.0)) for b in ground.blocks]
    return np.array([(p.x, p.y) for p, _ in spots]), np.array([n for _, n in spots])
