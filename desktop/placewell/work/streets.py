"""The walking network of a project: built once, kept in the file, and built again when streets change."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from placewell.domain.errors import Problem
from placewell.network.cache import cache_key, from_bytes, to_bytes
from placewell.network.choose import build_network, choose

if TYPE_CHECKING:
    from placewell.network.model import Network
    from placewell.work.opened import Opened

_KEY = "walking network"


def network_of(opened: Opened) -> Network | None:
    """The network of the project's streets, from the file's cache where that still fits; None for no streets."""
    streets = opened.file.read("street")
    if not len(streets):
        return None
    body, _ = choose(streets, opened.project.geometry)
    # One place in the file, whatever the streets: what was made from earlier ones is written over.
    made_from = cache_key(streets, body).encode()
    kept = opened.file.cache_get(_KEY)
    if kept is not None and kept.startswith(made_from):
        # Damaged, or of another version: what it was made from is at hand.
        with suppress(ValueError):
            return from_bytes(kept[len(made_from) :])
    network = build_network(streets, opened.project.geometry)
    if network is not None and not opened.file.read_only:
        # No room, or held by another program: it is built again next time.
        with suppress(Problem):
            opened.file.cache_put(_KEY, made_from + to_bytes(network))
    return network
