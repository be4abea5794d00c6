"""Places people use: themes, types, and the assets themselves."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

TYPES: dict[str, str] = {
    # type: theme
    "GP surgery": "health",
    "health centre": "health",
    "pharmacy": "health",
    "dentist": "health",
    "optician": "health",
    "hospital": "health",
    "clinic": "health",
    "care home": "health",
    "nursery": "education",
    "primary school": "education",
    "secondary school": "education",
    "all-through school": "education",
    "special school": "education",
    "independent school": "education",
    "school": "education",
    "college": "education",
    "university": "education",
    "leisure centre": "leisure and sport",
    "sports centre": "leisure and sport",
    "swimming pool": "leisure and sport",
    "sports hall": "leisure and sport",
    "gym": "leisure and sport",
    "pitch": "leisure and sport",
    "court": "leisure and sport",
    "skate park": "play",
    "playground": "play",
    "LAP": "play",
    "LEAP": "play",
    "NEAP": "play",
    "MUGA": "play",
    "park": "open space",
    "recreation ground": "open space",
    "playing field": "open space",
    "square": "open space",
    "common": "open space",
    "nature reserve": "open space",
    "allotment": "open space",
    "community garden": "open space",
    "cemetery": "open space",
    "woodland": "open space",
    "outdoor cultural space": "arts and culture",
    "community centre": "community space",
    "youth centre": "community space",
    "family hub": "community space",
    "tenants' hall": "community space",
    "advice centre": "community space",
    "pub": "community space",
    "public toilet": "community space",
    "library": "library",
    "arts centre": "arts and culture",
    "museum": "arts and culture",
    "theatre": "arts and culture",
    "cinema": "arts and culture",
    "music venue": "arts and culture",
    "supermarket": "food",
    "convenience shop": "food",
    "bakery": "food",
    "market": "food",
    "food bank": "food",
    "cafe": "food",
    "hot food takeaway": "food",
    "bank": "shops and services",
    "post office": "shops and services",
    "DIY shop": "shops and services",
    "shop": "shops and services",
    "bus stop": "transport",
    "station": "transport",
    "pier": "transport",
    "cycle hire": "transport",
    "job centre": "work and skills",
    "workspace": "work and skills",
    "training centre": "work and skills",
    "place of worship": "faith",
}
"""Every type an asset can have, with its theme. Sources and packs use these words only."""

THEMES: tuple[str, ...] = tuple(dict.fromkeys(TYPES.values()))
STATUSES = ("open", "planned", "closing", "closed")


def theme_of(type_: str) -> str:
    """The theme of a type; raises KeyError for a type that is not in `TYPES`."""
    return TYPES[type_]


@dataclass(frozen=True)
class Asset:
    """A place people use. Geometry in the project's coordinates; a point, line or polygon."""

    id: str
    layer: str
    theme: str
    type: str
    name: str
    geometry: BaseGeometry
    code: str = ""
    """The publisher's own id (UPRN, URN, practice code …), kept as text."""
    address: str = ""
    postcode: str = ""
    operator: str = ""
    owner: str = ""
    capacity: float | None = None
    capacity_unit: str = ""
    used: float | None = None
    """How much of the capacity is taken (patients registered, pupils on roll), in the same unit."""
    status: str = "open"
    opens: str = ""
    closes: str = ""
    step_free: str = ""
    price_band: str = ""
    valued: str = ""
    details: str = ""
    """What else the source says, as JSON text with the source's own field names."""


@dataclass(frozen=True)
class Activity:
    """What runs at an asset: for whom, when, at what cost, and by which partner.

    `asset` is the code that the asset's publisher gave it, as text; `place` the asset's name as the
    list has it, for lists that give no code. `sector` is the partner's: council, NHS, voluntary, private.
    """

    id: str
    layer: str
    name: str
    asset: str = ""
    place: str = ""
    audience: str = ""
    schedule: str = ""
    cost: str = ""
    partner: str = ""
    sector: str = ""
    details: str = ""


ROLES: dict[str, str] = {
    "primary school": "state school",
    "secondary school": "state school",
    "all-through school": "state school",
    "special school": "state school",
    "school": "state school",
}
"""Types that one register lists together. Lists of one role compete; other types are their own role."""


def role_of(type_: str) -> str:
    """What lists of this type are about, for telling whether two lists are of the same thing."""
    return ROLES.get(type_, type_)


def plural(word: str) -> str:
    """'GP surgery' as 'GP surgeries'; a trailing year stays at the end ('LSOAs 2021')."""
    head, _, tail = word.rpartition(" ")
    if tail.isdigit() and head:
        return f"{plural(head)} {tail}"
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    return word + "s"


_PLURALS = {
    word: word
    for word in (
        "roads",
        "paths",
        "railway arches",
        "protected industrial land",
        "water",
        "green",
        "rail",
        "population yields",
    )
} | {
    "place of worship": "places of worship",
    "Central Activities Zone": "Central Activities Zone",
    "cycle hire": "cycle hire stations",
}
