"""The network as bytes and back, so that a project can keep it and not build it at every start."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import fields
from typing import Any

import numpy as np

from placewell.network.model import Network
from placewell.network.texts import Texts

VERSION = 2
"""Raise it whenever the same streets would build another network: kept ones are then built anew."""

_DAMAGED = (
    KeyError, OSError, EOFError, TypeError, RuntimeError, MemoryError, OverflowError,
    struct.error, zlib.error, zipfile.BadZipFile,
)  # fmt: skip
"""What numpy and zipfile raise over bytes that are not what they were."""
_NUMBERS = ("island", "edge_from", "edge_to", "edge_street", "street_steps", "mapped")
_INTEGERS = (*_NUMBERS, "line_start")
_FLOATS = ("node_xy", "edge_m", "line_xy")
_TEXTS = ("street_id", "street_name", "street_class", "street_body", "street_surface", "street_lit")
_COUNTS = ("left_out", "open_ends")
_PARTS = tuple(f.name for f in fields(Texts))


def to_bytes(network: Network) -> bytes:
    """The arrays as a compressed npz without pickle; the same network gives the same bytes."""
    out = io.BytesIO()
    arrays: dict[str, Any] = {"version": np.array(VERSION)}
    for name in (*_INTEGERS, *_FLOATS, *_COUNTS):
        arrays[name] = np.asarray(getattr(network, name))
    for name in _TEXTS:
        arrays |= {f"{name}.{part}": getattr(getattr(network, name), part) for part in _PARTS}
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def from_bytes(data: bytes) -> Network:
    """The network of `to_bytes`; raises ValueError where the bytes are not that, so that it is built anew.

    A project file comes from outside: nothing in it is believed before its shape and bounds are checked.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            if int(kept["version"]) != VERSION:
                raise ValueError("kept by another version")
            arrays: dict[str, Any] = {name: kept[name] for name in (*_INTEGERS, *_FLOATS)}
            texts: dict[str, Any] = {
                name: Texts(*(kept[f"{name}.{part}"] for part in _PARTS)) for name in _TEXTS
            }
            counts = {name: int(kept[name]) for name in _COUNTS}
            parts: dict[str, Any] = arrays | texts | counts
            network = Network(**parts)
    except _DAMAGED as fault:
        raise ValueError("not a kept network") from fault
    if not _sound(network):
        raise ValueError("not a kept network")
    return network


def _sound(n: Network) -> bool:
    kinds = ((_NUMBERS, np.int32), (("line_start",), np.int64), (_FLOATS, np.float64))
    if any(getattr(n, name).dtype != kind for names, kind in kinds for name in names):
        return False
    texts = [getattr(n, name) for name in _TEXTS]
    m, s, nodes = len(n.edge_m), len(n.street_id), len(n.node_xy)
    shaped = (
        m > 0
        and all(a.shape == (m,) for a in (n.edge_from, n.edge_to, n.edge_street, n.edge_m))
        and n.line_start.shape == (m + 1,)
        and n.node_xy.shape == (nodes, 2)
        and n.island.shape == (nodes,)
        and n.line_xy.shape == (len(n.line_xy), 2)
        and n.mapped.shape == (len(n.mapped), 2)
        and n.street_steps.shape == (s,)
        and all(t.sound and len(t) == s for t in texts)
    )
    if not shaped:
        return False
    return bool(
        all(a.min() >= 0 and a.max() < nodes for a in (n.edge_from, n.edge_to))
        and n.edge_street.min() >= 0
        and n.edge_street.max() < s
        and n.island.min() >= 0
        and n.island.max() < nodes
        and n.line_start[0] == 0
        and n.line_start[-1] == len(n.line_xy)
        and np.diff(n.line_start).min() >= 2
        and all(np.isfinite(a).all() for a in (n.node_xy, n.edge_m, n.line_xy))
        and n.edge_m.min() >= 0
    )
