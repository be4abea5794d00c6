"""Pupils and places of schools, and what kind of school each is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from borough.places import Place

SIZES = {
    "primary school": (210, 210, 315, 420, 420, 420, 630), "secondary school": (750, 900, 900, 1050, 1200, 1350),
    "all-through school": (1200, 1500), "special school": (60, 90, 120), "independent school": (120, 200, 340), "school": (40, 60),
    "college": (1200, 2400, 3600), "university": (4200, 16000),
}  # fmt: skip
FULL = {"primary school": (0.68, 1.0), "secondary school": (0.84, 1.02)}
"""How full schools are; primary schools stand emptier since fewer children are born."""


def with_pupils(places: Sequence[Place]) -> list[Place]:
    """Schools with their kind, places and pupils."""
    out = []
    for place in places:
        if place.type not in SIZES or place.capacity is not None:
            out.append(place)
            continue
        rng = random.Random(f"larkhithe pupils {place.name}")
        capacity = rng.choice(SIZES[place.type])
        low, high = FULL.get(place.type, (0.8, 1.0))
        kind, owner = _kind(place, rng)
        used = round(capacity * rng.uniform(low, high))
        out.append(replace(place, sort=kind, owner=owner, capacity=capacity, unit="places", used=used))
    return out


def _kind(place: Place, rng: random.Random) -> tuple[str, str]:
    """The establishment's type as the register has it, and who owns it."""
    name, t = place.name, place.type
    if t == "independent school":
        return "Other independent school", "private"
    if t == "college":
        return (
            ("Academy 16-19 converter", "academy trust")
            if "Sixth" in name
            else ("Further education", "voluntary")
        )
    if t == "university":
        return "Higher education institutions", "voluntary"
    if t == "special school":
        return rng.choice(
            (("Community special school", "council"), ("Academy special converter", "academy trust"))
        )
    if t == "school":
        return (
            ("Pupil referral unit", "council")
            if "Referral" in name
            else ("Academy alternative provision converter", "academy trust")
        )
    if "Church of England" in name or "Roman Catholic" in name:
        return "Voluntary aided school", "voluntary"
    if "Academy" in name or t == "all-through school":
        return rng.choice(
            (
                ("Academy sponsor led", "academy trust"),
                ("Academy converter", "academy trust"),
                ("Free schools", "academy trust"),
            )
        )
    if t == "secondary school":
        return rng.choice(
            (
                ("Community school", "council"),
                ("Foundation school", "council"),
                ("Academy converter", "academy trust"),
            )
        )
    return rng.choices(
        (("Community school", "council"), ("Academy converter", "academy trust")), (0.75, 0.25)
    )[0]
