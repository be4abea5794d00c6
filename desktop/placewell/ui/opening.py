"""What the map shows of an open project, read in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placewell.domain.project import Project
from placewell.domain.rows import Rows
from placewell.work.maps import compact, credits_of
from placewell.work.opened import Opened

SHOWN = ("area", "asset", "backdrop", "commitment", "stop", "street")
"""Kinds that the map draws; what is of a scheme lies over it and follows the hand."""


@dataclass(frozen=True)
class Shown:
    """The project, the rows that are drawn by kind, and whose data they are."""

    project: Project
    rows: Mapping[str, Rows]
    credits: str


def shown_of(opened: Opened) -> Shown:
    """Everything that the map draws."""
    said = compact(credits_of(layer.attribution for layer in opened.file.layers()))
    return Shown(opened.project, {kind: opened.file.read(kind) for kind in SHOWN}, " · ".join(said))
