"""The blocks that a report is made of. What a block says does not depend on where it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from placewell.assess.live.sums import Table
from placewell.assess.live.worth import Worth

Copy = Literal["working", "file", "publication", "team", "applicant"]


@dataclass(frozen=True)
class Paragraph:
    """Words in full sentences."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A picture with what it shows in words, for those who cannot see it."""

    png: bytes
    alt: str
    caption: str


@dataclass(frozen=True)
class Bars:
    """A bar chart of columns of a table on the same sheet; `alt` says in words what it shows."""

    title: str
    table: str
    labels: str
    values: tuple[str, ...]
    unit: str
    alt: str


Block = Paragraph | Picture | Bars | Table


@dataclass(frozen=True)
class Section:
    """One sheet, chapter or panel."""

    title: str
    heading: str
    about: str
    blocks: tuple[Block, ...]
    tinted: str = ""
    """'inside' for sheets that only carry the working."""

    @property
    def tables(self) -> list[Table]:
        """Its tables."""
        return [b for b in self.blocks if isinstance(b, Table)]


@dataclass(frozen=True)
class Report:
    """Everything that is said of one assessment, in order."""

    title: str
    subject: str
    footer: str
    sections: tuple[Section, ...]
    copy: Copy = "working"
    properties: dict[str, str] = field(default_factory=dict)
    confidential: str = ""
    """What every sheet says beside its title, and every page over it."""
    worth: Worth | None = None
    """What some of its sums are already known to come to."""

    @property
    def tables(self) -> list[Table]:
        """All tables."""
        return [t for s in self.sections for t in s.tables]


def without(table: Table, leave: set[str]) -> Table:
    """The table without some columns."""
    kept = [n for n, c in enumerate(table.columns) if c.name not in leave]
    return replace(
        table,
        columns=tuple(table.columns[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in table.rows),
    )


def untyped(table: Table) -> Table:
    """The table with nothing marked as to be typed in."""
    return replace(table, columns=tuple(replace(c, typed=False, choices=()) for c in table.columns))
