"""What the ground of the sample borough is made of, before anybody lives or builds on it.

All coordinates are National Grid metres (the borough lies out at sea, so that nobody takes it for a
real one), rounded to the centimetre.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from shapely import LineString, MultiPolygon, Point, Polygon


@dataclass(frozen=True)
class Way:
    """One link of the network between two junctions, street or path.

    `a` and `b` are the ids of its junctions; its ends lie exactly on them. `sort` is 'A Road', 'B Road',
    'Minor Road', 'Local Road' or 'Restricted Local Access Road' for a street, and 'footway', 'path',
    'steps', 'pedestrian' or 'cycleway' for what only people on foot (and cycles) use. `over` is
    'bridge', 'tunnel' or '' and `width_m` the width from front fence to front fence.
    """

    id: str
    name: str
    sort: str
    line: LineString
    a: str
    b: str
    width_m: float = 12.0
    over: str = ""
    surface: str = "asphalt"
    lit: bool = True

    @property
    def is_street(self) -> bool:
        """Whether vehicles use it."""
        return self.sort[0].isupper()


@dataclass(frozen=True)
class Block:
    """Land bounded by streets, water, railway or parks: what is built on, less the streets' own width.

    `style` is how it was laid out: 'core' (old, small, mixed use), 'georgian', 'terrace' (Victorian),
    'villa' (Edwardian and later suburb), 'estate' (post-war slabs and towers in open ground), 'docks'
    (1980s closes round basins), 'quay' (new towers), 'industrial', 'civic' (hospital, town hall,
    college grounds), 'school' (a school's site), 'high street' (shops below homes), 'rail' (railway
    land, no homes). `estate` is an estate's name, where it is part of one. `slabs` are building
    outlines that the layout has fixed already (estates), which buildings must use as they are.
    """

    id: str
    shape: Polygon
    style: str
    district: str
    estate: str = ""
    slabs: tuple[Polygon, ...] = ()


@dataclass(frozen=True)
class Green:
    """An open space with its entrances (points on its edge where a way comes in).

    `sort` is a type of asset: 'park', 'square', 'common', 'playing field', 'allotment', 'cemetery',
    'nature reserve', 'community garden', 'woodland'.
    """

    id: str
    name: str
    sort: str
    shape: Polygon
    entrances: tuple[Point, ...]


@dataclass(frozen=True)
class Station:
    """A station with its entrance; `lines` names what calls there."""

    id: str
    name: str
    mode: str
    """'rail', 'metro' (underground or light railway) or 'pier'."""
    point: Point
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class District:
    """A part of town with a name; `hardship` from 0 (comfortable) to 1 (most deprived)."""

    name: str
    shape: Polygon | MultiPolygon
    style: str
    hardship: float
    people_per_ha: float


@dataclass(frozen=True)
class Ground:
    """The whole of it. Ways, blocks and greens reach past `boundary` into the neighbours' land."""

    boundary: Polygon
    """The borough's; out to the middle of the river, as such boundaries run."""
    extent: Polygon
    """As far as anything is drawn."""
    water: dict[str, MultiPolygon]
    """By name: the river, docks and canal."""
    rails: dict[str, LineString]
    viaducts: MultiPolygon
    """The ground that railways take."""
    ways: tuple[Way, ...]
    blocks: tuple[Block, ...]
    greens: tuple[Green, ...]
    stations: tuple[Station, ...]
    districts: tuple[District, ...]
    places: dict[str, Point] = field(default_factory=dict)
    """Named spots of the plan that other parts need: 'town hall', 'hospital', 'market' …"""
    regeneration: Polygon = field(default_factory=Polygon)
    """The regeneration area."""
