"""The walking network of a project: built once, kept in the file, and built again when streets change."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from placewell.domain.errors import Problem
from placewell.network.build import build
from placewell.network.cache import VERSION, from_bytes, to_bytes

if TYPE_CHECKING:
    from placewell.network.model import Network
    from placewell.work.opened import Opened

_KEY = "walking network"


def network_of(opened: Opened) -> Network | None:
    """The network of the project's streets, from the file's cache where that still fits; None for no streets.

    It fits while the history has no newer entry about streets, which is known without reading them.
    """
    file = opened.file
    # Edits made elsewhere that this copy may not take into its history: nothing kept can be relied on.
    if file.has_outside():
        return build(file.read("street").in_order())
    # One place in the file, whatever the streets: what was made from earlier ones is written over.
    made_from = f"{VERSION} {file.last_change_of('street')}\n".encode()
    kept = file.cache_get(_KEY)
    if kept is not None and kept.startswith(made_from):
        # Damaged, or of another version: what it was made from is at hand.
        with suppress(ValueError):
            return from_bytes(kept[len(made_from) :])
    network = build(file.read("street").in_order())
    if network is not None and not file.read_only:
        # No room, or held by another program: it is built again next time.
        with suppress(Problem):
            file.cache_put(_KEY, made_from + to_bytes(network))
    return network


def forget(opened: Opened) -> None:
    """Give up what is kept: for a file whose streets were changed without an entry in its history."""
    opened.file.cache_put(_KEY, b"")
