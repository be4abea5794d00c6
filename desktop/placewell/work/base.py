"""What a case file has from its base: which layers came over, and a checksum over them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from placewell.domain.history import BULK, Change
from placewell.domain.layer import Layer
from placewell.work.opened import Opened
from placewell.work.renew_edits import taken_over

SHOWN = 12
"""So many characters of a checksum tell one base from another for whoever reads it out."""


def digests(changes: Iterable[Change]) -> dict[str, str]:
    """Layers that came with these changes: their ids, with the sha256 of their rows."""
    return {c.id: str(c.after[BULK]) for c in changes if c.kind == "layer" and c.after and BULK in c.after}


def sum_of(came: Mapping[str, str]) -> str:
    """sha256 over the layers that came from a base: a line each of id and digest, sorted."""
    lines = "".join(f"{id} {digest}\n" for id, digest in sorted(came.items()))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def as_they_came(opened: Opened) -> dict[str, str]:
    """The base's layers by id, with the sha256 of their rows as they last came, a renewal counted."""
    return {id: taken.digest for id, taken in taken_over(opened).items()} if opened.project.base else {}


def unchanged(opened: Opened) -> list[Layer]:
    """The layers whose rows are still exactly those that came from the base."""
    came = as_they_came(opened)
    held = [la for la in opened.file.layers() if la.id in came]
    now = opened.file.layer_digests([la.id for la in held])
    return [la for la in held if now[la.id] == came[la.id]]


def base_sum(opened: Opened) -> str:
    """The checksum of the base's layers as they came; worked out where the file is of a time before it was kept."""
    if opened.project.base_sum:
        return opened.project.base_sum
    came = as_they_came(opened)
    return sum_of(came) if came else ""
