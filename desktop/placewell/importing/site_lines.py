"""The red line (and blue line) out of what applicants send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placewell.importing.place import Ground
from placewell.importing.raw import RawTable


@dataclass
class SiteLines:
    """Tables that are lines of a site, with their role; and the rest."""

    lines: list[tuple[str, RawTable]]
    rest: list[RawTable]


def site_lines(
    tables: Sequence[RawTable], ground: Ground, layer: str = "", role: str = "", crs: str = ""
) -> SiteLines:
    """Nothing is taken yet."""
    return SiteLines([], list(tables))
