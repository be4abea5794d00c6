"""The figures of a criterion that hold for this scheme on this date: which case it is, part by part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from placewell.assess.content import plain
from placewell.assess.facts import Facts
from placewell.domain.finding import Waiting
from placewell.guidance.model import Criterion, Value

WHOLLY = 0.995
"""Lines drawn by two hands never quite meet: this share of a site inside is all of it."""


@dataclass(frozen=True)
class Figures:
    """Figures by part. Each has its comparison filled in."""

    values: tuple[Value, ...]
    case: str = ""

    @property
    def main(self) -> Value:
        """The figure itself."""
        return self.of("")

    def of(self, part: str) -> Value:
        """The figure of a part; raises KeyError where there is none."""
        for value in self.values:
            if value.of == part:
                return value
        raise KeyError(part)

    def number(self, part: str, otherwise: float = 0.0) -> float:
        """The number of a part, else what is given."""
        return next((v.number for v in self.values if v.of == part), otherwise)

    @property
    def parts(self) -> list[Value]:
        """All of them that have a name."""
        return [v for v in self.values if v.of]

    def moved(self, parts: Sequence[str], by: float) -> Figures:
        """The same with the figures of some parts moved, for seeing how firm a verdict is."""
        return replace(
            self,
            values=tuple(replace(v, number=v.number + by) if v.of in parts else v for v in self.values),
        )


def figures_of(facts: Facts, criterion: Criterion) -> tuple[list[Figures], tuple[Waiting, ...]]:
    """The figures to judge by. Several where it cannot be told which case it is, with what would tell it.

    Empty where no figure is in force on the date, or none is for this case.
    """
    held = [
        v if v.comparison else replace(v, comparison=criterion.comparison)
        for v in criterion.in_force(facts.as_at)
    ]
    cases = list(dict.fromkeys(v.case for v in held if v.case))
    if not cases:
        return ([Figures(tuple(held))] if held else []), ()
    known, waiting = _which(facts, cases)
    common = [v for v in held if not v.case]
    return [Figures((*common, *(v for v in held if v.case == case)), case) for case in known], waiting


def _which(facts: Facts, cases: Sequence[str]) -> tuple[list[str], tuple[Waiting, ...]]:
    """The cases that may hold, and what would tell them apart."""
    said = [c for c in cases if (q := facts.content.quantity((c,))) is not None and q[0] > 0]
    if said:
        return said[:1], ()
    if all(c.startswith("PTAL ") for c in cases):
        ptal = facts.setting.ptal
        if ptal is None:
            return list(cases), (Waiting("scheme input", PTAL_WANTED),)
        return [c for c in cases if band_within(ptal.band, c.removeprefix("PTAL "))], ()
    places = [c for c in cases if c.startswith("in ")]
    answers = {c: inside(facts, c.removeprefix("in ")) for c in places}
    yes = [c for c in places if answers[c] is True]
    if yes:
        return yes[:1], ()
    left = [c for c in cases if answers.get(c) is not False]
    if len(left) == 1:
        return left, ()
    whats = [f"Which of these holds: {', '.join(left)}."]
    return left, tuple(Waiting("scheme input", w) for w in whats)


PTAL_WANTED = "The official PTAL of the site, as TfL publishes it; a computed index never decides a policy."


def band_within(band: str, span: str) -> bool:
    """Whether an official band ('6a') is in a span of bands ('4-6', '0-1', '2', '6b')."""
    if band.casefold() == span.casefold():
        return True
    digits = re.findall(r"\d", span)
    if not digits or not re.fullmatch(r"\d(-\d)?", span):
        return False
    return int(digits[0]) <= int(band[:1]) <= int(digits[-1])


def inside(facts: Facts, place: str) -> bool | None:
    """Whether the site is in areas of a level ('Central Activities Zone', 'ward: Peckham'); None if partly or unknown."""
    share = share_inside(facts, place)
    if share is None:
        return None
    return True if share >= WHOLLY else False if share <= 1 - WHOLLY else None


def share_inside(facts: Facts, place: str) -> float | None:
    """Share of the site in such areas; None where the project holds no area of the level."""
    level, _, name = place.partition(":")
    held = facts.ground.levels.get(level.strip())
    if held is None:
        return None
    rows, tree = held
    assert rows.geometry is not None
    near = np.sort(tree.query(facts.site, predicate="intersects"))
    if name.strip():
        names = rows.column("name")
        wanted = plain(name)
        # A level can be there without the area that is asked about: then nothing is known of that one.
        if not any(plain(str(n)).startswith(wanted) for n in names):
            return None
        near = np.array([i for i in near if plain(str(names[i])).startswith(wanted)], dtype=np.int64)
    if not len(near):
        return 0.0
    shared = shapely.area(shapely.intersection(shapely.union_all(rows.geometry[near]), facts.site))
    return float(shared / facts.site.area) if facts.site.area else 0.0
