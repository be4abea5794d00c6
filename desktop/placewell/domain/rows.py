"""Many things of one kind, column by column: how a layer of 60,000 streets stays quick to hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Value = None | bool | int | float | str | bytes
"""What a field can hold. Geometry travels as WKB bytes wherever a row stands alone."""

Geometries = npt.NDArray[np.object_]
"""A one-dimensional array of shapely geometries; None where a thing has no place."""


@dataclass(frozen=True)
class Rows:
    """Things of one `kind` (a name of `domain.kinds.KINDS`), as equally long columns.

    `columns` holds every field but geometry, in the order of the kind's fields; `geometry` is
    None for kinds without a place. `source_row` is the 1-based row of each thing in the file it
    came from, for the evidence.
    """

    kind: str
    columns: Mapping[str, Sequence[Any]]
    geometry: Geometries | None = None
    source_row: Sequence[int] = field(default=())

    def __len__(self) -> int:
        if self.geometry is not None:
            return len(self.geometry)
        return len(next(iter(self.columns.values()), ()))

    def column(self, name: str) -> Sequence[Any]:
        """One field of all rows; raises KeyError where the kind has no such field."""
        return self.columns[name]

    def where(self, mask: npt.NDArray[np.bool_]) -> Rows:
        """The rows where `mask` (one bool a row) is true, order kept."""
        keep = np.flatnonzero(mask)
        return self.take(keep)

    def take(self, index: npt.NDArray[np.intp]) -> Rows:
        """The rows at these positions, in this order."""
        at = [int(i) for i in index]
        return Rows(
            self.kind,
            {name: [values[i] for i in at] for name, values in self.columns.items()},
            None if self.geometry is None else self.geometry[index],
            [self.source_row[i] for i in at] if self.source_row else (),
        )

    def in_order(self) -> Rows:
        """The rows in the order of their ids, whatever order a file gives them in: shorter ids first."""
        keys = [(len(i), i) for i in map(str, self.columns["id"])]
        if all(a <= b for a, b in itertools.pairwise(keys)):
            return self
        return self.take(np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.intp))

    def records(self) -> Iterator[dict[str, Any]]:
        """Row by row as mappings, geometry (a shapely value) under 'geometry' where there is one."""
        names = list(self.columns)
        for i, values in enumerate(zip(*self.columns.values(), strict=True)):
            record = dict(zip(names, values, strict=True))
            if self.geometry is not None:
                record["geometry"] = self.geometry[i]
            yield record
