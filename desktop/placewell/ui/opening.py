"""A project as the window shows it: read whole, then the file is let go of."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placewell.domain.layer import Layer
from placewell.domain.project import Project
from placewell.domain.rows import Rows

SHOWN = ("area", "asset", "backdrop", "block", "commitment", "scheme", "entrance", "site", "stop", "street")
"""Kinds that the map draws."""


@dataclass(frozen=True)
class Shown:
    """What was read: the project, its layers with their counts, what is drawn, and what is worth saying."""

    path: Path
    project: Project
    layers: tuple[tuple[Layer, int], ...]
    rows: Mapping[str, Rows]
    notices: tuple[str, ...]

    @property
    def credits(self) -> str:
        """Whose data it is, each named once, in the order of the layers."""
        said = (part.strip().rstrip(".") for layer, _ in self.layers for part in layer.attribution.split(";"))
        return " · ".join(dict.fromkeys(part for part in said if part))


def read_project(path: Path) -> Shown:
    """Read a project for showing. Raises Problem where it cannot be opened as one."""
    from placewell.work.opened import open_project
    from placewell.work.submissions import latest_scheme_rows
    from placewell.work.told import opening_lines

    with open_project(path, _who()) as opened:
        layers = tuple((layer, len(opened.file.read(layer.kind, layer.id))) for layer in opened.file.layers())
        read = {kind: opened.file.read(kind) for kind in SHOWN}
        rows = _first_options({**read, "scheme": latest_scheme_rows(opened)})
        return Shown(path, opened.project, layers, rows, tuple(opening_lines(opened)))


def _first_options(rows: dict[str, Rows]) -> dict[str, Rows]:
    """Of each scheme its first option alone: two on one site would be drawn over each other. `rows` hold
    the schemes of the latest submission."""
    schemes = rows["scheme"]
    first: dict[str, str] = {}
    for name, id in zip(schemes.column("name"), schemes.column("id"), strict=True):
        first.setdefault(str(name).casefold(), str(id))
    kept = set(first.values())
    for kind, field in (("scheme", "id"), ("block", "scheme"), ("entrance", "scheme")):
        rows[kind] = rows[kind].where(np.array([v in kept for v in rows[kind].column(field)], dtype=bool))
    return rows


def _who() -> str:
    try:
        return os.environ.get("PLACEWELL_NAME") or getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
