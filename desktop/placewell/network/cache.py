"""The network as bytes and back, so that a project can keep it and not build it at every start."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from dataclasses import fields
from typing import Any

import numpy as np
import shapely

from placewell.domain.rows import Rows
from placewell.network.model import Network

VERSION = 1
"""Raise it whenever the same streets would build another network: kept ones are then built anew."""

_DAMAGED = (
    KeyError, OSError, EOFError, TypeError, RuntimeError, MemoryError, OverflowError,
    struct.error, zlib.error, zipfile.BadZipFile,
)  # fmt: skip
"""What numpy and zipfile raise over bytes that are not what they were."""
_INTEGERS = ("edge_from", "edge_to", "edge_street", "line_start")
_FLOATS = ("node_xy", "edge_m", "line_xy")
_TEXTS = ("street_id", "street_name", "street_class")


def cache_key(streets: Rows, body: str) -> str:
    """A digest of everything that a network is built from; another key means: build anew."""
    digest = hashlib.sha256(f"{VERSION} {body}".encode())
    for name in ("id", "network", "name", "street_class", "start_node", "end_node", "details"):
        digest.update(
            "\x1f".join(str(v or "") for v in streets.column(name)).encode("utf-8", "surrogatepass")
        )
        digest.update(b"\x1e")
    for blob in shapely.to_wkb(streets.geometry) if streets.geometry is not None else ():
        digest.update(blob or b"-")
    return digest.hexdigest()


def to_bytes(network: Network) -> bytes:
    """The arrays as a compressed npz without pickle; the same network gives the same bytes."""
    out = io.BytesIO()
    arrays: dict[str, Any] = {f.name: np.asarray(getattr(network, f.name)) for f in fields(Network)}
    np.savez_compressed(out, version=np.array(VERSION), **arrays)
    return out.getvalue()


def from_bytes(data: bytes) -> Network:
    """The network of `to_bytes`; raises ValueError where the bytes are not that, so that it is built anew.

    A project file comes from outside: nothing in it is believed before its shape and bounds are checked.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            if int(kept["version"]) != VERSION:
                raise ValueError("kept by another version")
            arrays = {name: kept[name] for name in (*_INTEGERS, *_FLOATS, *_TEXTS)}
            network = Network(body=str(kept["body"]), left_out=int(kept["left_out"]), **arrays)
    except _DAMAGED as fault:
        raise ValueError("not a kept network") from fault
    if not _sound(network):
        raise ValueError("not a kept network")
    return network


def _sound(n: Network) -> bool:
    kinds = ((_INTEGERS, "i"), (_FLOATS, "f"), (_TEXTS, "U"))
    if any(getattr(n, name).dtype.kind != kind for names, kind in kinds for name in names):
        return False
    m, s = len(n.edge_m), len(n.street_id)
    flat = (n.edge_from, n.edge_to, n.edge_street, n.edge_m)
    shaped = (
        m > 0
        and all(a.shape == (m,) for a in flat)
        and n.line_start.shape == (m + 1,)
        and n.node_xy.ndim == n.line_xy.ndim == 2
        and n.node_xy.shape[1] == n.line_xy.shape[1] == 2
        and n.street_name.shape == n.street_class.shape == (s,)
    )
    if not shaped:
        return False
    return bool(
        all(a.min() >= 0 and a.max() < len(n.node_xy) for a in (n.edge_from, n.edge_to))
        and n.edge_street.min() >= 0
        and n.edge_street.max() < s
        and n.line_start[0] == 0
        and n.line_start[-1] == len(n.line_xy)
        and np.diff(n.line_start).min() >= 2
        and all(np.isfinite(a).all() for a in (n.node_xy, n.edge_m, n.line_xy))
        and n.edge_m.min() >= 0
    )
