"""The kinds of thing that a project keeps, each with the dataclass that says its fields."""

from __future__ import annotations

from dataclasses import dataclass, fields

from placewell.domain.area import Area, Statistic
from placewell.domain.asset import Activity, Asset
from placewell.domain.case import (
    Answer,
    Case,
    Claim,
    Consultation,
    Drawing,
    OfficialPtal,
    Requirement,
    Submission,
    YieldRate,
)
from placewell.domain.judgement import Action, PackText, SignOff, Snapshot
from placewell.domain.layer import ImportNote, Layer
from placewell.domain.merging import Difference, TakenEntry
from placewell.domain.place import (
    Backdrop,
    CodeLink,
    Commitment,
    Postcode,
    PtalPoint,
    Service,
    Site,
    Stop,
    Street,
)
from placewell.domain.plan import Plan, PlanImage
from placewell.domain.project import Project
from placewell.domain.scheme import (
    Block,
    BlueLine,
    Entrance,
    Floorspace,
    Homes,
    Link,
    Loss,
    Phase,
    Provision,
    Quantity,
    Scheme,
)


@dataclass(frozen=True)
class Kind:
    """One kind of thing: its name in changes, its noun class, and what its geometry may be."""

    name: str
    noun: type
    geometry: str = ""
    """GeoPackage geometry type of its column; empty where the kind has no place."""
    layered: bool = False
    """Whether its rows belong to an imported layer."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of its fields but geometry, in order; the first is always 'id'."""
        return tuple(f.name for f in fields(self.noun) if f.name != "geometry")


KINDS: dict[str, Kind] = {
    k.name: k
    for k in (
        Kind("project", Project, "MULTIPOLYGON"),
        Kind("layer", Layer),
        Kind("area", Area, "MULTIPOLYGON", layered=True),
        Kind("statistic", Statistic, layered=True),
        Kind("asset", Asset, "GEOMETRY", layered=True),
        Kind("activity", Activity, layered=True),
        Kind("street", Street, "MULTILINESTRING", layered=True),
        Kind("stop", Stop, "POINT", layered=True),
        Kind("service", Service, layered=True),
        Kind("PTAL point", PtalPoint, "POINT", layered=True),
        Kind("commitment", Commitment, "GEOMETRY", layered=True),
        Kind("site", Site, "GEOMETRY", layered=True),
        Kind("backdrop", Backdrop, "GEOMETRY", layered=True),
        Kind("postcode", Postcode, "POINT", layered=True),
        Kind("code link", CodeLink, layered=True),
        Kind("import note", ImportNote, layered=True),
        Kind("scheme", Scheme, "MULTIPOLYGON"),
        Kind("entrance", Entrance, "POINT"),
        Kind("block", Block, "MULTIPOLYGON"),
        Kind("phase", Phase),
        Kind("homes", Homes),
        Kind("provision", Provision, "GEOMETRY"),
        Kind("loss", Loss),
        Kind("blue line", BlueLine, "MULTIPOLYGON"),
        Kind("link", Link, "MULTILINESTRING"),
        Kind("floorspace", Floorspace),
        Kind("quantity", Quantity),
        Kind("case", Case),
        Kind("submission", Submission),
        Kind("drawing", Drawing),
        Kind("claim", Claim),
        Kind("consultation", Consultation),
        Kind("official PTAL", OfficialPtal, "POINT"),
        Kind("answer", Answer),
        Kind("requirement", Requirement, layered=True),
        Kind("yield rate", YieldRate, layered=True),
        Kind("action", Action),
        Kind("sign-off", SignOff),
        Kind("assessment", Snapshot),
        Kind("pack", PackText),
        Kind("plan", Plan, "POLYGON"),
        Kind("plan image", PlanImage),
        Kind("difference", Difference),
        Kind("taken entry", TakenEntry),
    )
}
