"""Who walks: at what speed, and whether steps stop them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Profile:
    """One kind of walker. Metres are told for all; minutes only where a speed is stated."""

    name: str
    m_per_min: float | None
    """Metres a minute; None where no source gives one and the council has not stated its own."""
    steps: bool
    """Whether ways that are known to be steps can be used."""
    source: str
    """Where the speed comes from."""

    def minutes(self, reach_m: float) -> float | None:
        """Minutes for a walk, to a hundredth; None without a speed. Raises ValueError below 0 or for NaN."""
        if not reach_m >= 0:
            raise ValueError(f"a walk of {reach_m} metres")
        return None if self.m_per_min is None else round(reach_m / self.m_per_min, 2)

    def at(self, m_per_min: float, source: str = "as stated by the user") -> Profile:
        """The same walker at a stated speed. Raises ValueError unless it is above 0 and finite."""
        if not 0 < m_per_min < float("inf"):
            raise ValueError(f"a speed of {m_per_min} metres a minute")
        return replace(self, m_per_min=m_per_min, source=source)


STANDARD_M_PER_MIN = 80.0
"""4.8 km/h: TfL, Assessing transport connectivity in London, 2015, section 2 (PTAL-WALK)."""

STANDARD = Profile(
    "standard", STANDARD_M_PER_MIN, True, "TfL, Assessing transport connectivity in London, 2015, section 2"
)

NOT_STATED = "no speed is stated: the council's own figure is needed"

PROFILES: Mapping[str, Profile] = {
    p.name: p
    for p in (
        STANDARD,
        Profile("older person", None, True, NOT_STATED),
        Profile("pushchair", None, False, NOT_STATED),
        Profile("wheelchair", None, False, NOT_STATED),
    )
}
"""By name. The guidance gives a speed for the standard walker alone."""
