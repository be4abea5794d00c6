"""Points at one place are found, whatever their order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewell.network.same import places

coordinates = st.sampled_from([0.0, -0.0, 1.0, -1.0, 530000.25, 1e-300])


@given(st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=20))
def test_it_is_what_a_dictionary_says(points: list[tuple[float, float]]) -> None:
    first, at = places(np.array(points))
    met: dict[tuple[float, float], int] = {}
    for i, p in enumerate(points):
        met.setdefault(p, i)
    assert first[at].tolist() == [met[p] for p in points]


def test_places_that_share_the_number_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    real = np.unique

    def clashing(values: np.ndarray, **more: object) -> object:
        return real(values if values.ndim > 1 else np.zeros_like(values), **more)  # type: ignore[call-overload]

    monkeypatch.setattr(np, "unique", clashing)
    first, at = places(np.array([(1.0, 2.0), (3.0, 4.0), (1.0, 2.0)]))
    assert first[at].tolist() == [0, 1, 0]
