"""Saying figures and findings as a planner would."""

from __future__ import annotations

from collections.abc import Sequence

from placewell.domain.asset import plural
from placewell.network.profile import STANDARD_M_PER_MIN

WALKING_M_PER_MIN = STANDARD_M_PER_MIN
"""The usual conversion, 4.8 km/h; profiles for other walkers bring their own."""


def metres(value: float, against: float | None = None) -> str:
    """Whole metres ('1,240 m'), with as many decimals as it takes to stand on its side of `against`."""
    for decimals in range(4):
        said = round(value, decimals)
        if against is None or (said > against) == (value > against):
            return f"{said:,.{decimals}f} m"
    return f"{value:,.3f} m"


def gap(value: float) -> str:
    """A difference in metres: whole, but never '0 m' for what is not nothing."""
    for decimals in range(4):
        if round(value, decimals) > 0:
            return f"{value:,.{decimals}f} m"
    return "0 m"


def minutes_of(value_m: float) -> float:
    """Minutes on foot, to a hundredth."""
    return round(value_m / WALKING_M_PER_MIN, 2)


def minutes(value_m: float) -> str:
    """'9 min'; 'under 1 min' where it rounds to nothing."""
    whole = round(value_m / WALKING_M_PER_MIN)
    return f"{whole} min" if whole else "under 1 min"


def walk(value_m: float, against: float | None = None) -> str:
    """'740 m on foot, 9 min at 80 m/min'."""
    return f"{metres(value_m, against)} on foot, {minutes(value_m)} at {WALKING_M_PER_MIN:.0f} m/min"


def a(noun: str) -> str:
    """The noun with its article."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def either(nouns: Sequence[str]) -> str:
    """'a GP surgery or a clinic'."""
    return " or ".join(a(n) for n in nouns)


def many(nouns: Sequence[str]) -> str:
    """'GP surgeries and clinics'."""
    return " and ".join(plural(n) for n in nouns)


def sentence(text: str) -> str:
    """With a capital at its start."""
    return text[:1].upper() + text[1:]
