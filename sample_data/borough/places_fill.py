"""What is known of a place beside where it is: owner, room, price, steps, standing."""

from __future__ import annotations

import random
from dataclasses import dataclass

OWNERS: dict[str, tuple[tuple[str, float], ...]] = {
    "GP surgery": (("NHS", 0.35), ("private", 0.65)),
    "health centre": (("NHS", 1.0),), "hospital": (("NHS", 1.0),), "clinic": (("NHS", 0.8), ("voluntary", 0.2)),
    "pharmacy": (("private", 1.0),), "dentist": (("private", 1.0),), "optician": (("private", 1.0),),
    "care home": (("council", 0.2), ("voluntary", 0.3), ("private", 0.5)),
    "nursery": (("council", 0.12), ("voluntary", 0.3), ("private", 0.58)),
    "leisure centre": (("council", 1.0),), "sports centre": (("council", 0.4), ("voluntary", 0.6)),
    "gym": (("private", 0.85), ("voluntary", 0.15)), "pitch": (("council", 0.9), ("voluntary", 0.1)), "court": (("council", 1.0),),
    "community centre": (("council", 0.5), ("voluntary", 0.5)), "youth centre": (("council", 0.4), ("voluntary", 0.6)),
    "family hub": (("council", 1.0),), "tenants' hall": (("council", 0.9), ("voluntary", 0.1)),
    "advice centre": (("council", 0.25), ("voluntary", 0.75)), "pub": (("private", 0.97), ("voluntary", 0.03)),
    "library": (("council", 1.0),), "arts centre": (("council", 0.4), ("voluntary", 0.6)), "museum": (("council", 0.4), ("voluntary", 0.6)),
    "theatre": (("voluntary", 0.8), ("private", 0.2)), "market": (("council", 0.7), ("private", 0.3)), "food bank": (("voluntary", 1.0),),
    "place of worship": (("voluntary", 1.0),), "job centre": (("government", 1.0),), "training centre": (("council", 0.4), ("voluntary", 0.6)),
    "workspace": (("private", 0.75), ("council", 0.2), ("voluntary", 0.05)), "cycle hire": (("transport authority", 1.0),),
    "public toilet": (("council", 1.0),),
    "playground": (("council", 1.0),), "LAP": (("council", 0.85), ("housing association", 0.15)), "LEAP": (("council", 0.85), ("housing association", 0.15)),
    "NEAP": (("council", 1.0),), "MUGA": (("council", 0.9), ("housing association", 0.1)), "skate park": (("council", 1.0),),
    "outdoor cultural space": (("council", 1.0),),
}  # fmt: skip
"""Owners of each type with their shares; all other types are private."""

ROOM: dict[str, tuple[str, tuple[int, ...]]] = {
    "health centre": ("consulting rooms", (12, 16, 18, 22)), "clinic": ("consulting rooms", (4, 6, 8)),
    "care home": ("beds", (24, 32, 40, 48, 60)), "nursery": ("places", (24, 30, 36, 42, 48, 54, 60, 72)),
    "community centre": ("people", (60, 80, 100, 120, 150, 200)), "youth centre": ("people", (40, 60, 80, 100)),
    "family hub": ("people", (60, 80)), "tenants' hall": ("people", (30, 40, 50, 60, 80)), "advice centre": ("interview rooms", (3, 4, 6)),
    "library": ("study seats", (24, 32, 40, 56, 80)), "leisure centre": ("visits a day", (1400, 1800, 2200, 2600)),
    "sports centre": ("visits a day", (400, 600, 800)), "theatre": ("seats", (90, 150, 220, 400)), "cinema": ("seats", (180, 320, 640)),
    "arts centre": ("people", (120, 200)), "place of worship": ("people", (40, 60, 80, 120, 150, 200, 250, 300)),
    "food bank": ("parcels a week", (40, 60, 80, 120)), "market": ("stalls", (18, 24, 40, 90)), "workspace": ("desks", (12, 20, 30, 45, 60, 90)),
    "training centre": ("learners", (40, 60, 90)), "cycle hire": ("docks", (16, 18, 20, 22, 24, 27, 30, 36)),
    "playground": ("m²", (420, 560, 700, 900)), "LAP": ("m²", (100, 110, 130, 160)), "LEAP": ("m²", (400, 420, 480, 600)),
    "NEAP": ("m²", (1000, 1050, 1200, 1500)), "MUGA": ("m²", (450, 600, 684, 800)), "skate park": ("m²", (300, 520)),
}  # fmt: skip
"""How much of what a place of each type can hold, where its lists say so."""

BUSY: dict[str, tuple[float, float]] = {
    "nursery": (0.66, 1.0),
    "care home": (0.82, 1.0),
    "community centre": (0.35, 0.95),
    "tenants' hall": (0.08, 0.6),
    "youth centre": (0.4, 1.0),
    "library": (0.3, 0.9),
    "leisure centre": (0.55, 0.98),
    "sports centre": (0.4, 0.9),
    "food bank": (0.7, 1.1),
    "training centre": (0.5, 0.95),
    "market": (0.6, 1.0),
    "workspace": (0.6, 1.0),
}
"""How much of its room is used, for types of which that is counted."""

FREE = frozenset(("library", "playground", "LAP", "LEAP", "NEAP", "MUGA", "skate park", "advice centre", "family hub", "food bank", "public toilet", "job centre", "place of worship", "outdoor cultural space"))  # fmt: skip
PRICED: dict[str, tuple[str, ...]] = {
    "leisure centre": ("medium",), "sports centre": ("low", "medium"), "gym": ("low", "medium", "medium", "high"), "pitch": ("free", "low"), "court": ("free", "low", "low"),
    "community centre": ("free", "low", "low", "medium"), "youth centre": ("free", "free", "low"), "tenants' hall": ("low", "low", "free"),
    "museum": ("free", "free", "medium"), "arts centre": ("low", "medium"), "theatre": ("medium", "high"), "cinema": ("medium", "high"),
    "music venue": ("medium",), "nursery": ("medium", "high", "high"), "care home": ("high",), "workspace": ("low", "medium", "medium", "high"),
    "training centre": ("free", "low"), "cycle hire": ("low",), "cafe": ("low", "low", "medium"), "pub": ("medium",),
}  # fmt: skip
VALUED = frozenset(("library", "community centre", "youth centre", "tenants' hall", "leisure centre", "market", "pub", "museum", "theatre", "advice centre", "place of worship", "playground", "family hub", "cinema"))  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What is known of a place; `capacity` and `used` in `unit`, dates as ISO text."""

    owner: str
    capacity: int | None = None
    unit: str = ""
    used: int | None = None
    price_band: str = ""
    step_free: str = ""
    status: str = "open"
    opens: str = ""
    closes: str = ""
    valued: str = ""


def known_of(type_: str, style: str, rng: random.Random) -> Known:
    """Likely facts of a place of a type in a block of a style."""
    owner = _one(OWNERS.get(type_, (("private", 1.0),)), rng)
    capacity, unit, used = None, "", None
    if type_ in ROOM:
        unit, sizes = ROOM[type_]
        capacity = rng.choice(sizes)
        if type_ in BUSY:
            low, high = BUSY[type_]
            used = min(round(capacity * rng.uniform(low, high)), round(capacity * 1.1))
    price = "free" if type_ in FREE else rng.choice(PRICED[type_]) if type_ in PRICED else ""
    status, opens, closes = _standing(type_, rng)
    valued = (
        f"{rng.randint(6, 74)} mentions, residents' survey 2024"
        if type_ in VALUED and rng.random() < 0.22
        else ""
    )
    return Known(
        owner,
        capacity,
        unit,
        used if status != "planned" else None,
        price,
        _steps(type_, style, rng),
        status,
        opens,
        closes,
        valued,
    )


def _steps(type_: str, style: str, rng: random.Random) -> str:
    """New quays are step-free, old terraces and pubs often are not; for some nobody has looked."""
    if type_ in (
        "leisure centre",
        "library",
        "health centre",
        "hospital",
        "family hub",
        "LAP",
        "LEAP",
        "NEAP",
        "cycle hire",
        "job centre",
    ):
        return "yes" if rng.random() < 0.9 else "partly"
    yes = {"quay": 0.9, "docks": 0.7, "estate": 0.62, "high street": 0.6, "georgian": 0.3, "core": 0.35}.get(
        style, 0.48
    )
    luck = rng.random()
    return "" if luck > 0.94 else "yes" if luck < yes else "partly" if luck < yes + 0.25 else "no"


CHANGING = frozenset(("nursery", "community centre", "youth centre", "tenants' hall", "GP surgery", "playground", "LEAP", "MUGA", "workspace", "care home", "food bank"))  # fmt: skip


def _standing(type_: str, rng: random.Random) -> tuple[str, str, str]:
    luck = rng.random()
    if type_ not in CHANGING or luck > 0.065:
        return "open", "", ""
    if luck < 0.025:
        return "planned", f"{rng.choice((2026, 2027, 2028))}-0{rng.choice((1, 4, 9))}-01", ""
    if luck < 0.045:
        return "closing", "", f"{rng.choice((2026, 2027))}-{rng.choice(('03', '06', '09', '12'))}-30"
    return "closed", "", f"202{rng.choice((3, 4, 5))}-0{rng.choice((3, 6, 7))}-30"


def _one(shares: tuple[tuple[str, float], ...], rng: random.Random) -> str:
    luck = rng.random() * sum(s for _, s in shares)
    for name, share in shares:
        luck -= share
        if luck <= 0:
            return name
    return shares[-1][0]
