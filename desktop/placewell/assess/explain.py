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
    return listed([a(n) for n in nouns], "or")


def many(nouns: Sequence[str]) -> str:
    """'GP surgeries, health centres and clinics'."""
    return listed([plural(n) for n in nouns])


def sentence(text: str) -> str:
    """With a capital at its start."""
    return text[:1].upper() + text[1:]


UNITS = {
    "m": "m", "km": "km", "miles": "miles", "m2": "m²", "ha": "ha", "%": "%", "min": "min",
    "homes": ("home", "homes"), "spaces": ("space", "spaces"), "index": "", "count": "", "years": ("year", "years"),
    "premises": "premises", "m2 per child": "m² per child", "m2 per place": "m² per place",
    "m2 per 1,000": "m² per 1,000 people", "ha per 1,000": "ha per 1,000 people",
    "m2 per 1,750": "m² per 1,750 people", "courts per 1,000": "courts per 1,000 people",
    "people per GP": "people for each GP", "per home": "for each home", "per bedroom": "for each bedroom",
    "decile": "", "band": "", "m2 per person": "m² per person", "parts": ("part", "parts"),
}  # fmt: skip
"""Units as they are said; a pair is for one and for several."""
COMPARED = {
    "at most": "at {} or less",
    "at least": "at {} or more",
    "less than": "below {}",
    "more than": "above {}",
}


def figure(value: float, decimals: int = 3) -> str:
    """'1,240', '0.8', '12.35': as few decimals as tell it, at most some."""
    said = f"{value:,.{decimals}f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def amount(value: float, unit: str, decimals: int | None = None) -> str:
    """'12 homes', '31.4 %', '740 m', '0.8 ha'."""
    if decimals is None:
        decimals = {"m": 0, "%": 1, "m2": 1, "ha": 2, "min": 1, "homes": 1}.get(unit, 2)
    said = figure(value, decimals)
    if float(said.replace(",", "")) == 0 and value:
        said = figure(value, 3)
    word = UNITS.get(unit, unit)
    if isinstance(word, tuple):
        word = word[0] if said == "1" else word[1]
    return f"{said} {word}".strip()


def compared(comparison: str, value: float, unit: str) -> str:
    """'at 400 m or less'."""
    return COMPARED[comparison].format(amount(value, unit))


def listed(names: Sequence[str], conjunction: str = "and") -> str:
    """'a, b and c'."""
    names = [n for n in names if n]
    return f" {conjunction} ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
