"""What a merge of two copies leaves on record: what both had changed, and the other copy's own history."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """One thing that two officers changed, each in their own way; both ways are kept until it is decided.

    `first` and `second` are the two rows as JSON ('null' for removed), in an order that does not depend
    on who merged. `stands` says which of the two is in the project: until the decision, the later.
    """

    id: str
    what: str
    """Its kind, as in `domain.kinds`."""
    of: str
    """The thing's id."""
    name: str
    first: str
    second: str
    first_by: str = ""
    first_at: str = ""
    second_by: str = ""
    second_at: str = ""
    decided: str = ""
    """'' while open; then 'first', 'second', 'both' or 'as it stands'."""
    decided_by: str = ""
    decided_at: str = ""


@dataclass(frozen=True)
class TakenEntry:
    """An entry of the other copy's history, kept as it was written there; its id is its hash."""

    id: str
    seq: int
    at: str
    who: str
    label: str
    act: str
    of: int | None
    changes: str
    prev: str
