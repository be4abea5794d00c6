"""What two officers changed each in their own way: listed, and decided."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from placewell.domain.errors import Problem
from placewell.domain.layer import Layer
from placewell.domain.merging import Difference
from placewell.edit.transaction import Transaction
from placewell.work.merge_news import Row
from placewell.work.merge_rows import parts_of_thing, version_row
from placewell.work.opened import Opened
from placewell.work.submissions import fresh_ids, nouns

CHOICES = ("first", "second", "both", "as it stands")
BESIDE = (
    "homes", "floorspace", "quantity", "provision", "loss", "phase", "block", "entrance", "link", "blue line", "claim",
    "drawing", "action", "consultation", "asset",
)  # fmt: skip
"""Kinds of which a second may stand beside the first, where both versions should be kept for good."""
_UNTOLD = ("id", "geometry", "look_again")


def differences(opened: Opened, *, decided: bool = False) -> list[Difference]:
    """What is still to be decided, in the order in which it came; with `decided`, what has been."""
    return [d for d in nouns(opened, "difference") if bool(d.decided) == decided]


def sides(difference: Difference) -> tuple[Row | None, Row | None]:
    """The two rows; None for removed."""
    return version_row(difference.first), version_row(difference.second)


def fields_that_differ(difference: Difference) -> list[tuple[str, Any, Any]]:
    """Field by field what the first has and what the second has; one 'removed' line where one took it away."""
    one, two = sides(difference)
    if one is None or two is None:
        return [("there", "removed" if one is None else "kept", "removed" if two is None else "kept")]
    told = [(k, one[k], two[k]) for k in one if k not in _UNTOLD and one[k] != two.get(k)]
    if one.get("geometry") != two.get("geometry"):
        told.append(("place", "as first drawn", "as second drawn"))
    return told


def choices(difference: Difference) -> tuple[str, ...]:
    """How it can be decided."""
    one, two = sides(difference)
    beside = difference.what in BESIDE and one is not None and two is not None
    return CHOICES if beside else ("first", "second", "as it stands")


def stands(opened: Opened, difference: Difference) -> str:
    """'first' or 'second', whichever is in the project now; '' where it has been changed since."""
    for word, row in zip(("first", "second"), sides(difference), strict=True):
        if _now(opened, difference, row) == row:
            return word
    return ""


def decide(opened: Opened, id: str, choice: str) -> Difference:
    """Decide one difference; the version not chosen stays on record with it. Raises Problem."""
    found: Difference | None = next((d for d in nouns(opened, "difference") if d.id == id), None)
    if found is None:
        open_ids = ", ".join(d.id for d in differences(opened)) or "none"
        raise Problem(
            f"There is no difference '{id}' in this file.",
            "Nothing was decided.",
            f"Those still open: {open_ids}.",
        )
    if found.decided:
        raise Problem(
            f"'{found.name}' was decided by {found.decided_by or 'someone'} on {found.decided_at[:10]}.",
            "A decision stays on record as it was made.",
            "Change the thing itself, or undo the decision.",
        )
    if choice not in choices(found):
        raise Problem(
            f"'{choice}' is no way to decide '{found.name}'.",
            "Nothing was decided.",
            f"Use one of: {', '.join(choices(found))}.",
        )
    made: Difference = replace(
        found, decided=choice, decided_by=opened.session.who, decided_at=opened.clock()
    )
    one, two = sides(found)
    with opened.session.transaction(f"Decided: {found.name} ({choice})") as t:
        t.put("difference", made)
        if choice in ("first", "second"):
            _settle(opened, t, found, one if choice == "first" else two, two if choice == "first" else one)
        elif choice == "both":
            _beside(opened, t, found, one, two)
    return made


def _now(opened: Opened, difference: Difference, row: Row | None) -> Row | None:
    held = opened.file.get(difference.what, str(row["id"]) if row else difference.of)
    return None if held is None else dict(held)


def _settle(
    opened: Opened, t: Transaction, difference: Difference, kept: Row | None, other: Row | None
) -> None:
    kind = difference.what
    if kept is None:
        # Parts first: what belongs to a thing goes with it.
        for part_kind, id in reversed(parts_of_thing(opened.file, (kind, difference.of))):
            if t.get(part_kind, id) is not None:
                t.remove(part_kind, id)
        return
    if other is not None and other["id"] != kept["id"] and t.get(kind, str(other["id"])) is not None:
        t.remove(kind, str(other["id"]))
    if kind == "layer" and t.get(kind, str(kept["id"])) is None:
        raise Problem(
            f"The layer '{Layer(**kept).name}' is no longer in this file.",
            "A difference keeps what is said of a layer, not its rows.",
            "Undo what removed it, then decide.",
        )
    t.put(kind, kept)


def _beside(opened: Opened, t: Transaction, difference: Difference, one: Row | None, two: Row | None) -> None:
    """Both for good: whichever is not there comes in under an id of its own."""
    assert one is not None and two is not None
    kind = difference.what
    at = _now(opened, difference, one)
    other = two if at == one else one
    if at is None:
        t.put(kind, two)
    taken = t.get(kind, str(other["id"])) is not None
    t.put(kind, {**other, "id": fresh_ids(opened).next(kind)} if taken else other)
