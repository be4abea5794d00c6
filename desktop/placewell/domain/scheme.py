"""What a submission proposes: sites, blocks, entrances, phases, homes, provision and losses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

CERTAINTIES = ("offered", "operator confirmed", "secured", "open")
"""How sure it is that something a scheme brings will come, least first."""


@dataclass(frozen=True)
class Scheme:
    """A proposed development, or one option of it. `geometry` is the red line, in the project's coordinates."""

    id: str
    name: str
    geometry: BaseGeometry
    option: str = ""
    reference: str = ""
    created: str = ""


@dataclass(frozen=True)
class Entrance:
    """Where people walk in and out; a point. With a `block` it is a door of it, else a gate of the site."""

    id: str
    scheme: str
    name: str
    geometry: BaseGeometry
    block: str = ""


@dataclass(frozen=True)
class Block:
    """One building of a scheme by its outline; `phase` is a phase's number."""

    id: str
    scheme: str
    name: str
    geometry: BaseGeometry
    phase: int | None = None
    storeys: int | None = None


def block_key(name: str) -> str:
    """A block's name for comparing: 'Block A', 'A' and 'a' are one; '1/1' and '11', 'A+' and 'A-' are two.

    Any signs between words and figures, but for '+', count as one separator. '' for no name.
    """
    bare = re.sub(r"^(block|building)(?![^\W_])[\W_]*?(?=[^\W_]|\+|$)", "", name.strip(), flags=re.IGNORECASE)
    return re.sub(r"[^\w+]+|_+", "-", (bare or name.strip()).casefold())


@dataclass(frozen=True)
class Phase:
    """A stage of building, with the years in which it starts and is finished."""

    id: str
    scheme: str
    number: int
    name: str = ""
    starts: str = ""
    completes: str = ""


@dataclass(frozen=True)
class Homes:
    """A line of the summary table of homes: so many of one type and tenure in one block.

    `type` is as applicants write it ('2b4p'); bed spaces and habitable rooms are of one home.
    """

    id: str
    scheme: str
    homes: int
    block: str = ""
    phase: int | None = None
    tenure: str = ""
    type: str = ""
    bedrooms: int | None = None
    bed_spaces: int | None = None
    habitable_rooms: int | None = None
    gia_m2: float | None = None


@dataclass(frozen=True)
class Provision:
    """An asset that a scheme brings; `type` is a type of asset, `certainty` one of `CERTAINTIES`.

    Without a geometry it is somewhere within the red line. `area_m2` is its floor or ground.
    """

    id: str
    scheme: str
    type: str
    name: str
    geometry: BaseGeometry | None = None
    phase: int | None = None
    capacity: float | None = None
    capacity_unit: str = ""
    area_m2: float | None = None
    certainty: str = ""


@dataclass(frozen=True)
class Loss:
    """What a scheme takes away: an asset (by type and, where known, code) or homes of a tenure.

    `amount` is in `unit` ('m2', 'homes', 'places'); `phase` is the phase in which it goes.
    """

    id: str
    scheme: str
    what: str
    name: str = ""
    asset: str = ""
    amount: float | None = None
    unit: str = ""
    phase: int | None = None
    details: str = ""
