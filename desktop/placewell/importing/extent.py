"""How completely a list covers the project: claimed only as far as its own rows bear it out."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.asset import TYPES, role_of
from placewell.domain.layer import INSIDE_ONLY
from placewell.importing.draft import Draft
from placewell.importing.fields import Filled, Remark
from placewell.importing.place import Placed

COMPLETE = 0.98
"""A list whose box covers this share of the project's reaches all of it, near enough."""
COUNCIL_SPREAD = 0.5
"""A council's own list that spreads over less of its area than this may be a cut of it."""


@dataclass
class Unplaced:
    """Entries placed by postcode whose postcode is not known: how many may lie here, and the lines of it."""

    here: int = 0
    """Of a district in which the project knows other postcodes, or of none that is said."""
    rejected: int = 0
    """These and, where the list of postcodes does not reach all of the project, the others too."""
    remarks: list[Remark] = field(default_factory=list)


def tell_unplaced(
    filled: Filled, placed: Placed, mine: npt.NDArray[np.bool_], rows: Sequence[int]
) -> Unplaced:
    """Name entries whose district lies in or near the project; count the others by postcode area."""
    names = filled.columns.get("name") or [""] * len(filled.keep)
    told = Unplaced()
    others = []
    for i, code in placed.without_postcode:
        if not mine[i]:
            continue
        if not code:
            # It is of no district, so nothing says that it lies elsewhere.
            told.here += 1
            words = f"{names[i] or 'A row without a name'}: it has neither coordinates nor a postcode, so it could not be placed."
            told.remarks.append(Remark("rejected", words, rows[i]))
            continue
        if code.split(" ")[0] not in placed.districts:
            others.append(code)
            continue
        told.here += 1
        words = f"{names[i]}: its postcode {code} is not in the list of postcodes, so it could not be placed; others of that district lie in or near the project."
        told.remarks.append(Remark("rejected", words, rows[i]))
    told.rejected = told.here
    # Where the postcodes reach all of the project, one of a district they do not know lies elsewhere.
    if others and placed.postcodes_cover < COMPLETE:
        told.rejected += len(others)
        areas = Counter(_postal_area(c) for c in others)
        shown = ", ".join(f"{a} ({n})" for a, n in sorted(areas.items(), key=lambda p: (-p[1], p[0])))
        words = f"{len(others):,} entries could not be placed: the list of postcodes does not reach all of the project, and does not hold theirs. By postcode area: {shown}."
        told.remarks.append(Remark("rejected", words))
    return told


def _postal_area(code: str) -> str:
    letters = "".join(ch for ch in code[:2] if ch.isalpha())
    return letters or "none"


def may_be(strange: Mapping[str, int], role: str) -> int:
    """How many rows without a type, or of a type that is no word of ours, may be of this role.

    A misspelt word is of the role it is like; a blank may be of any.
    """
    words = {t.casefold(): role_of(t) for t in TYPES}
    count = 0
    for said, n in strange.items():
        close = difflib.get_close_matches(said.casefold(), words, 3, 0.8)
        if not said or role in {words[w] for w in close}:
            count += n
    return count


def set_coverage(
    draft: Draft,
    boundary: shapely.Geometry,
    unplaced: Unplaced,
    listed: npt.NDArray[np.object_],
    lost: int = 0,
) -> None:
    """What may be read from absence in this layer: its source's word, as far as its rows bear it out.

    `listed` is where all things of the file lie, of other types too: three libraries lie in a part of a
    borough without being a cut of its list. `lost` counts rows of this layer that could not be used and
    may lie here; those that surely lie elsewhere are not among them.
    """
    source = draft.source
    draft.coverage, draft.coverage_note = source.coverage, source.coverage_note
    if source.coverage == "unknown":
        return
    if source.extent == "council":
        _set_council_coverage(draft, boundary, listed)
    elif draft.covers >= COMPLETE:
        draft.coverage_area = "the project and its margin"
    else:
        draft.coverage_area = (
            f"the part that the file covers (about {draft.covers:.0%} of the project and its margin)"
        )
        if source.coverage == "complete":
            _lower(draft, "The file stops short of the project's margin.")
    if unplaced.rejected and draft.coverage == "complete":
        whose = (
            f"{unplaced.here} of them of a district that lies here"
            if unplaced.here
            else "none of a district known to lie here"
        )
        _lower(
            draft, f"{unplaced.rejected:,} entries could not be placed for want of their postcode, {whose}."
        )
    if lost and draft.coverage == "complete":
        rows = "1 row" if lost == 1 else f"{lost:,} rows"
        _lower(draft, f"{rows} could not be used.")


def _set_council_coverage(draft: Draft, boundary: shapely.Geometry, listed: npt.NDArray[np.object_]) -> None:
    """A council's own list is whole within its own area: the project's, where it lies and spreads there."""
    assert draft.rows.geometry is not None
    if draft.source.parts_column:
        draft.coverage_area = "this part alone; others come in files of their own"
        _lower(draft, "")
        return
    # The whole list says whose it is: a type of which there are few may lie in the margin alone.
    if shapely.intersects(boundary, listed).mean() < 0.5:
        draft.coverage_area = "a neighbouring council's area"
        _lower(draft, "")
        return
    draft.coverage_area = f"{INSIDE_ONLY}; the margin belongs to other councils"
    whole = shapely.box(*shapely.bounds(boundary))
    spread = shapely.box(*shapely.total_bounds(listed))
    if shapely.area(shapely.intersection(whole, spread)) < COUNCIL_SPREAD * shapely.area(whole):
        _lower(draft, "Its entries lie in one part of the project, so it may be a cut of the council's list.")


def _lower(draft: Draft, why: str) -> None:
    if draft.coverage == "complete":
        draft.coverage = "partial"
    draft.coverage_note = f"{why} {draft.coverage_note}".strip()
