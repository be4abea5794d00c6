"""A network kept in a project file comes back the same, and nothing else is believed."""

from __future__ import annotations

import io
from dataclasses import fields

import numpy as np
import pytest

from drawn_streets import drawn, points
from placewell.network.build import build
from placewell.network.cache import from_bytes, to_bytes
from placewell.network.model import Network
from placewell.network.reach import reach
from placewell.network.snap import attach
from placewell.network.texts import Texts

TOWN = """
A---------B---------C
|         |
D---------E    F----G
"""


@pytest.fixture
def network() -> Network:
    made = build(drawn(TOWN, name="Long Lane"), "roads")
    assert made is not None
    return made


def test_it_comes_back_the_same(network: Network) -> None:
    back = from_bytes(to_bytes(network))
    for f in fields(Network):
        one, other = getattr(back, f.name), getattr(network, f.name)
        same = list(one) == list(other) if isinstance(one, Texts) else np.array_equal(one, other)
        assert same, f.name
    a, b = points((5, 30)), points((150, 60))
    walks = [reach(n, attach(n, a), attach(n, b), 1e6)[0, 0] for n in (network, back)]
    assert walks[0] == walks[1] < np.inf


def test_the_same_network_gives_the_same_bytes(network: Network) -> None:
    assert to_bytes(network) == to_bytes(from_bytes(to_bytes(network)))


def arrays(network: Network) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(to_bytes(network)), allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}


def packed(content: dict[str, np.ndarray]) -> bytes:
    out = io.BytesIO()
    np.savez_compressed(out, **content)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", np.array(999)),
        ("edge_to", np.array([99, 0, 0, 0, 0, 0], dtype=np.int32)),
        ("edge_from", np.array([-1, 0, 0, 0, 0, 0], dtype=np.int32)),
        ("edge_street", np.array([0], dtype=np.int32)),
        ("edge_m", np.array([1, 1, 1, 1, 1, np.nan])),
        ("edge_m", np.array([-1.0, 1, 1, 1, 1, 1])),
        ("edge_m", np.array(["a"] * 6)),
        ("line_start", np.array([0, 2, 4, 6, 8, 10, 9_999])),
        ("line_start", np.array([0, 2, 1, 6, 8, 10, 12])),
        ("node_xy", np.zeros(14)),
        ("street_name.code", np.array([0], dtype=np.int32)),
        ("street_name.code", np.array([9] * 6, dtype=np.int32)),
        ("street_name.start", np.array([0, 999])),
        ("street_name.letters", np.array(["x"])),
        ("island", np.array([0, 0, 0, 0, 0, 1, 99], dtype=np.int32)),
        ("mapped", np.zeros(4, dtype=np.int32)),
    ],
)
def test_what_was_tampered_with_is_refused(network: Network, name: str, value: np.ndarray) -> None:
    content = arrays(network)
    assert from_bytes(packed(content)).stats() == network.stats()
    content[name] = value
    with pytest.raises(ValueError, match="kept"):
        from_bytes(packed(content))


def test_pickled_objects_are_never_read(network: Network) -> None:
    content = arrays(network)
    content["street_name.code"] = np.array([{"a": 1}] * len(network.street_name), dtype=object)
    with pytest.raises(ValueError):
        from_bytes(packed(content))


def test_any_cut_or_turned_byte_is_refused_or_harmless(network: Network) -> None:
    data = to_bytes(network)
    seen = 0
    for i in range(0, len(data), 7):
        for bad in (data[:i], data[:i] + bytes([data[i] ^ 0xFF]) + data[i + 1 :]):
            try:
                from_bytes(bad).stats()
            except ValueError:
                seen += 1
    assert seen > len(data) / 7
