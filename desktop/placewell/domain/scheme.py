"""What a submission proposes: sites, blocks, entrances, phases, homes, provision and losses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

CERTAINTIES = ("offered", "operator confirmed", "secured", "open")
"""How sure it is that something a scheme brings will come, least first."""


@dataclass(frozen=True)
class Scheme:
    """A proposed development, or one option of it. `geometry` is the red line, in the project's coordinates;
    None until it has come, since a schedule may come first."""

    id: str
    name: str
    geometry: BaseGeometry | None
    option: str = ""
    reference: str = ""
    created: str = ""
    submission: str = ""
    """The id of its submission; '' in projects that were made before there were any: the first."""
    traced_m: float | None = None
    """How far off it may be, where it was traced on a plan; None where it came in coordinates."""
    plan: str = ""
    """Id of that plan."""


@dataclass(frozen=True)
class BlueLine:
    """Other land that the applicant holds beside the site; a polygon."""

    id: str
    scheme: str
    name: str
    geometry: BaseGeometry
    traced_m: float | None = None
    plan: str = ""


@dataclass(frozen=True)
class Link:
    """A way for walking that a scheme opens or closes, in a phase; a line in the project's coordinates."""

    id: str
    scheme: str
    name: str
    geometry: BaseGeometry
    change: str = "new"
    """'new' or 'closed'."""
    phase: int | None = None
    details: str = ""
    traced_m: float | None = None
    plan: str = ""


@dataclass(frozen=True)
class Entrance:
    """Where people walk in and out; a point. With a `block` it is a door of it, else a gate of the site."""

    id: str
    scheme: str
    name: str
    geometry: BaseGeometry
    block: str = ""
    traced_m: float | None = None
    plan: str = ""


@dataclass(frozen=True)
class Block:
    """One building of a scheme by its outline; `phase` is a phase's number."""

    id: str
    scheme: str
    name: str
    geometry: BaseGeometry
    phase: int | None = None
    storeys: int | None = None
    traced_m: float | None = None
    plan: str = ""


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
    """A row of the schedule: one home, or so many alike where only a summary is given.

    `type` is as applicants write it ('2b4p'); bed spaces, habitable rooms and areas are of one home.
    `homes_least` is None where `homes` is the number itself; else they are the two ends of a range
    (0 for 'up to'). `derived` names the fields that Placewell worked out, joined by commas.
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
    homes_least: int | None = None
    core: str = ""
    level: str = ""
    home: str = ""
    """Its number or name on the plans."""
    amenity_m2: float | None = None
    """Private outdoor space: balcony, terrace or garden."""
    access: str = ""
    """'M4(1)', 'M4(2)' or 'M4(3)'; '' where it is not said."""
    aspect: str = ""
    """'single', 'dual' or 'triple'; '' where it is not said."""
    faces: str = ""
    stated_tenure: str = ""
    """The applicant's own word, where it is none that Placewell knows ('intermediate')."""
    derived: str = ""

    @property
    def least(self) -> int:
        """The fewest homes this row can be."""
        return self.homes if self.homes_least is None else self.homes_least


@dataclass(frozen=True)
class Floorspace:
    """Floorspace other than homes: so much of a use class, as it stands, goes or is proposed.

    `state` is one of `FLOORSPACE_STATES`, `measure` 'GIA', 'NIA' or 'GEA'. `m2_least` as in `Homes`.
    """

    id: str
    scheme: str
    use: str
    state: str
    measure: str
    m2: float
    m2_least: float | None = None
    phase: int | None = None
    block: str = ""
    what: str = ""


FLOORSPACE_STATES = ("existing", "lost", "proposed")


@dataclass(frozen=True)
class Quantity:
    """Any other quantity that a scheme states: cycle spaces, trees, play space. `value_least` as in `Homes`.

    `document` is the drawing or page that fixes it (a parameter plan's number).
    """

    id: str
    scheme: str
    what: str
    value: float
    unit: str = ""
    value_least: float | None = None
    phase: int | None = None
    document: str = ""


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
    capacity_least: float | None = None
    area_least_m2: float | None = None


@dataclass(frozen=True)
class Loss:
    """What a scheme takes away: an asset (by type and, where known, code) or homes of a kind.

    `amount` is in `unit` ('m2', 'homes', 'places'); `phase` is the phase in which it goes. Of homes:
    bedrooms, habitable rooms and floor area of one, whether they are lived in ('occupied', 'empty'),
    whether those who live there may come back ('yes', 'no'), and the phase that they move into.
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
    amount_least: float | None = None
    tenure: str = ""
    bedrooms: int | None = None
    habitable_rooms: int | None = None
    gia_m2: float | None = None
    occupied: str = ""
    right_to_return: str = ""
    decant_phase: int | None = None


HOMES_LOST = "homes"
"""What a loss is of when it is homes, not a place that people use."""
