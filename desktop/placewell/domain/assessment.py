"""A dated, reproducible set of findings for one scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from placewell.domain.finding import Finding


@dataclass(frozen=True)
class PackUsed:
    """A guidance pack as it was used."""

    id: str
    edition: str
    title: str = ""


@dataclass(frozen=True)
class LayerUsed:
    """A layer that findings rest on, with what a reader needs to judge it."""

    id: str
    name: str
    publisher: str
    licence: str
    attribution: str
    vintage: str
    imported: str
    coverage: str
    coverage_area: str
    coverage_note: str
    count: int


@dataclass(frozen=True)
class Assessment:
    """Findings for one scheme and option, made as at a date (ISO), with all that it was made from.

    `versions` names the program and what else decides the figures; always holds 'placewell'.
    """

    project: str
    scheme: str
    option: str
    as_at: str
    findings: tuple[Finding, ...]
    packs: tuple[PackUsed, ...]
    layers: tuple[LayerUsed, ...] = ()
    streets: str = ""
    """Which body of streets was walked, in words."""
    versions: Mapping[str, str] = field(default_factory=dict)
