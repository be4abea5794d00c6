"""A layer as it would be brought in, before it is decided whether it will be."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np
import shapely

from placewell.domain.rows import Rows
from placewell.importing.fields import Remark
from placewell.importing.source import Source


@dataclass
class Draft:
    """One kind of thing out of one table. `rows` have every field but 'id' and 'layer'."""

    source: Source
    file: str
    part: str
    kind: str
    role: str
    name: str
    rows: Rows
    total: int
    """Rows of this role in the whole file, before anything was left out for lying elsewhere."""
    vintage: str = ""
    coverage: str = "unknown"
    coverage_area: str = ""
    coverage_note: str = ""
    authority: str = "official"
    covers: float = 0.0
    crs: str = ""
    named_crs: bool = True
    mapping: dict[str, str] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()
    elsewhere: int = 0
    rejected: int = 0
    repaired: int = 0
    remarks: list[Remark] = field(default_factory=list)
    held_as: str = ""
    """Id of the layer, where the project has it already."""
    kept: str = ""
    """Why it stays whatever comes in, as the end of 'because …'; '' where it need not."""
    replaces: list[Draft] = field(default_factory=list)
    """Layers that the project has and that this one takes the place of."""

    @property
    def where(self) -> str:
        """File and part, as a user would find it."""
        return f"{self.file}, {self.part}" if self.part else self.file

    def digest(self) -> str:
        """Of the content alone, whatever the file's name, column order or row order."""
        h = hashlib.sha256()
        names = sorted(set(self.rows.columns) - {"details", "id", "layer"})
        shapes = (
            []
            if self.rows.geometry is None
            else [b or b"" for b in shapely.to_wkb(np.asarray(self.rows.geometry))]
        )
        lines = [
            "\x1f".join(str(self.rows.columns[n][i]) for n in names).encode() + (shapes[i] if shapes else b"")
            for i in range(len(self.rows))
        ]
        for line in sorted(lines):
            h.update(line)
        return h.hexdigest()


@dataclass(frozen=True)
class Left:
    """A table, or a role of one, that is not brought in, and why. `sort` is 'left' or 'elsewhere'."""

    file: str
    part: str
    reason: str
    sort: str = "left"
    remarks: tuple[Remark, ...] = ()
