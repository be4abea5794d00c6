"""What one import brought in, how far it can be relied on, and what was noticed on the way."""

from __future__ import annotations

from dataclasses import dataclass

COVERAGE = ("complete", "partial", "unknown")
"""complete: the responsible body's whole register for `coverage_area`; partial: known to miss some;
unknown: nobody has said. Absence may be read from a layer only where it is complete."""

INSIDE_ONLY = "inside the project's boundary"
"""A layer whose `coverage_area` begins so is complete within the boundary, not in the margin."""


@dataclass(frozen=True)
class Layer:
    """One import of one kind of thing, with its provenance.

    `kind` is a name of `domain.kinds.KINDS`; `role` what it serves where a kind has several
    ('LSOA 2021', 'GP surgery', 'paths'). `file` is a bare file name, never a path. `vintage` is a
    year, month or date ('2022', '2022-11', '2022-11-27'), empty where nobody has said. `mapping`
    is JSON text: which of the file's fields filled which of ours.
    """

    id: str
    name: str
    kind: str
    role: str = ""
    source: str = ""
    variant: str = ""
    authority: str = ""
    """Whose list it is: 'register', 'official', 'volunteered' or 'derived'; '' where nobody has said."""
    parts: str = ""
    """What of its role it covers, where lists complete each other: a JSON list of names."""
    publisher: str = ""
    licence: str = ""
    attribution: str = ""
    vintage: str = ""
    imported: str = ""
    file: str = ""
    crs: str = ""
    mapping: str = ""
    coverage: str = "unknown"
    coverage_area: str = ""
    """Where that coverage holds, in plain words ('the borough and 2 km round it')."""
    coverage_note: str = ""
    covers: float = 0.0
    """Share of the project's extent, margin included, that the extent of the whole file covered."""
    count: int = 0
    repaired: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class ImportNote:
    """One line of an import report: something read, mended, left out or decided, and why.

    `sort` is one of `NOTE_SORTS`; `row` is the 1-based row in the file, None where the note is about
    more than one row; `layer` is empty where nothing was brought in.
    """

    id: str
    layer: str
    file: str
    part: str
    row: int | None
    sort: str
    text: str


NOTE_SORTS = ("taken", "left", "elsewhere", "repaired", "rejected", "duplicate", "checked", "only here")
"""taken: what became a layer; left: known but not brought in, with the reason; elsewhere: outside the
project and its margin; repaired, rejected, duplicate: single rows; checked: something to know about
the file; only here: what a list that was left has and the one that was taken lacks."""
