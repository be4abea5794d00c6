"""Whether a criterion is for this case: its triggers, held against what is known of the scheme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from placewell.assess.content import measured_m2
from placewell.assess.explain import amount, listed
from placewell.assess.facts import Facts
from placewell.assess.figures import PTAL_WANTED, share_inside
from placewell.domain.finding import Waiting
from placewell.guidance.model import Criterion

MAJOR_HOMES, MAJOR_M2 = 10, 1_000
SOCIAL = ("social rent", "London Affordable Rent", "affordable rent")
TOUCHES = 0.005
"""A smaller share of the site is lines drawn by two hands, not an overlap."""


@dataclass(frozen=True)
class Held:
    """One trigger held against the scheme: yes, no or not known, with the words for no or for what is wanted."""

    holds: bool | None
    why: str = ""
    waiting: Waiting | None = None


def applies(facts: Facts, criterion: Criterion) -> tuple[bool | None, str, tuple[Waiting, ...]]:
    """Whether it applies (None: cannot be told), why not, and what would tell. One clear no is enough."""
    held = list(_held(facts, criterion))
    for each in held:
        if each.holds is False:
            return False, each.why, ()
    waiting = tuple(h.waiting for h in held if h.holds is None and h.waiting is not None)
    return (None, "", waiting) if waiting else (True, "", ())


def _held(facts: Facts, criterion: Criterion) -> Iterator[Held]:
    asked = criterion.triggers
    if asked.case_types:
        yield _case_type(facts, asked.case_types)
    if asked.least_homes:
        yield _homes(facts, asked.least_homes, at_least=True)
    if asked.most_homes:
        yield _homes(facts, asked.most_homes, at_least=False)
    if asked.major:
        yield _major(facts)
    if asked.least_floorspace_m2 or asked.uses:
        yield _floorspace(facts, asked.uses, asked.least_floorspace_m2)
    if asked.brings:
        yield _brings(facts, asked.brings)
    if asked.loses:
        yield _loses(facts, asked.loses)
    if asked.areas:
        yield _areas(facts, asked.areas)
    if asked.ptal:
        yield _ptal(facts, asked.ptal)
    for what in asked.stated:
        yield _stated(facts, what)
    if asked.unless_loses:
        lost = _loses(facts, asked.unless_loses)
        why = f"It is not for schemes that take away {listed(list(asked.unless_loses), 'or')}."
        yield replace(lost, holds=None if lost.holds is None else not lost.holds, why=why)
    for what in asked.unless_stated:
        said = _stated(facts, what)
        yield replace(
            said, holds=None if said.holds is None else not said.holds, why=f"It is not for {what}."
        )
    if asked.phases:
        yield _phases(facts, asked.phases)


def _unknown(what: str, kind: str = "scheme input") -> Held:
    return Held(None, waiting=Waiting(kind, what))  # type: ignore[arg-type]


def _case_type(facts: Facts, types: tuple[str, ...]) -> Held:
    mine = facts.setting.case.type
    if not mine:
        return _unknown(f"The type of application: this is for {listed(list(types), 'or')} only.")
    return Held(mine in types, f"It is for {listed(list(types), 'or')} only; this is {mine}.")


def _homes(facts: Facts, figure: int, *, at_least: bool) -> Held:
    word = "more" if at_least else "fewer"
    rule = f"It is for {figure:,} homes or {word}"
    if not facts.content.homes_known:
        return _unknown(f"The number of homes: {rule[0].lower()}{rule[1:]}.")
    few, many = facts.content.count
    ends = [(n >= figure) if at_least else (0 < n <= figure) for n in (few, many)]
    if all(ends):
        return Held(True)
    said = f"{many:,.0f}" if few == many else f"{few:,.0f} to {many:,.0f}"
    if any(ends):
        return _unknown(
            f"How many homes of the range ({said}) are built: {rule[0].lower()}{rule[1:]}.", "later stage"
        )
    return Held(False, f"{rule}; this has {said}.")


def _major(facts: Facts) -> Held:
    rule = f"It is for major schemes: {MAJOR_HOMES} homes or {amount(MAJOR_M2, 'm2')} and more"
    floor = measured_m2(facts.content.floorspace())
    rooms = sum(h.homes for h in facts.proposal.homes) - sum(h.homes for h in facts.content.homes)
    if (
        facts.content.count[1] >= MAJOR_HOMES
        or (floor is not None and floor[1] >= MAJOR_M2)
        or rooms >= MAJOR_HOMES
    ):
        return Held(True)
    if not facts.content.homes_known or floor is None:
        if facts.content.homes_known and not facts.proposal.floorspace:
            return Held(
                False, f"{rule}; this has {facts.content.count[1]:,.0f} homes and states no other floorspace."
            )
        return _unknown(f"The number of homes and the floorspace: {rule[0].lower()}{rule[1:]}.")
    return Held(False, f"{rule}.")


def _floorspace(facts: Facts, uses: tuple[str, ...], least: int) -> Held:
    of = f" of class {listed(list(uses), 'or')}" if uses else " other than homes"
    rule = f"It is for {amount(least, 'm2')} or more{of}" if least else f"It is for floorspace{of}"
    found = measured_m2(facts.content.floorspace(uses))
    if found is None:
        if not facts.proposal.floorspace:
            return _unknown(f"Floorspace by use class: {rule[0].lower()}{rule[1:]}.", "applicant")
        return Held(False, f"{rule}; none is proposed.")
    ends = [m >= max(least, 1) for m in found]
    if ends[0] != ends[1]:
        return _unknown(
            f"How much of the range of floorspace is built: {rule[0].lower()}{rule[1:]}.", "later stage"
        )
    return Held(ends[0], f"{rule}; this proposes {amount(found[1], 'm2')}.")


def _brings(facts: Facts, types: tuple[str, ...]) -> Held:
    if facts.content.provided(types, certain=False):
        return Held(True)
    # A takeaway may stand in the floorspace alone.
    words = [t.casefold() for t in types]
    if any(any(w in f.what.casefold() for w in words) for f in facts.content.floorspace()):
        return Held(True)
    return Held(False, f"The scheme does not state that it brings any {listed(list(types), 'or')}.")


def _loses(facts: Facts, what: tuple[str, ...]) -> Held:
    types = [w for w in what if w not in ("homes", "social homes")]
    lost = facts.content.lost(types)
    if "homes" in what and facts.content.homes_lost:
        return Held(True)
    if "social homes" in what:
        mine = facts.content.homes_lost
        if any(x.tenure in SOCIAL for x in mine):
            return Held(True)
        if any(not x.tenure for x in mine):
            return _unknown("The tenure of the homes that would be lost.", "applicant")
    return Held(True) if lost else Held(False, f"No loss of {listed(list(what), 'or')} is stated.")


def _areas(facts: Facts, areas: tuple[str, ...]) -> Held:
    shares = [share_inside(facts, a) for a in areas]
    names = listed([a.partition(":")[2].strip() or a for a in areas], "or")
    if any(s is not None and s > TOUCHES for s in shares):
        return Held(True)
    if any(s is None for s in shares):
        return _unknown(f"The outline of {names}: it is for sites there only.", "layer")
    return Held(False, f"The site is not in {names}.")


def _ptal(facts: Facts, bands: tuple[str, ...]) -> Held:
    ptal = facts.setting.ptal
    if ptal is None:
        return _unknown(PTAL_WANTED)
    return Held(
        ptal.band in bands, f"It is for PTAL {listed(list(bands), 'or')}; the official PTAL is {ptal.band}."
    )


def _stated(facts: Facts, what: str) -> Held:
    found = facts.content.quantity((what,))
    if found is None:
        return _unknown(
            f"{what[:1].upper()}{what[1:]}: whether it is part of the scheme has not been stated.",
            "applicant",
        )
    return Held(found[1] > 0, f"{what[:1].upper()}{what[1:]}: the applicant states none.")


def _phases(facts: Facts, phases: tuple[str, ...]) -> Held:
    names = {p.name.casefold() for p in facts.proposal.phases} | {
        str(p.number) for p in facts.proposal.phases
    }
    return Held(any(p.casefold() in names for p in phases), f"It is for {listed(list(phases), 'or')} only.")
