"""The tidy tables of a scheme: which there are, by which columns each is told, and what fills what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from placewell.domain.errors import Problem
from placewell.importing.fields import Columns
from placewell.importing.raw import RawTable
from placewell.importing.recognise import column_index, plain

SCHEME = ("scheme", "scheme name")
OPTION = ("option", "scheme option")
EASTING, NORTHING = ("easting", "eastings", "x"), ("northing", "northings", "y")
WKT = ("wkt", "geometry")
_PHASE = ("phase", "phase number", "phase no")
_BLOCK = ("block", "block name", "building")


@dataclass(frozen=True)
class TidyTable:
    """One sort of table. `told_by` are fields of which each group needs at least one column.

    `shape` is 'area', 'line' or 'point' where every row must have a place, 'maybe' where it may, '' where none.
    """

    kind: str
    role: str
    """What it is called with --as."""
    what: str
    """What it lists, in the plural."""
    fields: Mapping[str, tuple[str, ...]]
    told_by: tuple[tuple[str, ...], ...]
    shape: str = ""
    of: str = "scheme"
    """Whether its rows are of a scheme, or of the case as a whole ('case')."""


TIDY: tuple[TidyTable, ...] = (
    TidyTable(
        "loss",
        "losses",
        "losses",
        {
            "what": ("loss", "lost", "what is lost"),
            "name": ("name",),
            "asset": ("asset code", "asset"),
            "tenure": ("tenure",),
            "amount": ("amount",),
            "unit": ("unit",),
            "phase": _PHASE,
            "details": ("details", "notes"),
            "bedrooms": ("bedrooms", "beds"),
            "habitable_rooms": ("habitable rooms",),
            "gia_m2": ("gia m2", "gia (m²)", "gia"),
            "occupied": ("occupied", "occupation", "lived in"),
            "right_to_return": ("right to return",),
            "decant_phase": ("decant phase", "decant to phase", "rehoused in phase"),
        },
        (("what",),),
    ),
    TidyTable(
        "provision",
        "provision",
        "places that the scheme brings",
        {
            "type": ("provision", "provides", "asset type"),
            "name": ("name",),
            "phase": _PHASE,
            "capacity": ("capacity",),
            "capacity_unit": ("capacity unit",),
            "area_m2": ("area m2", "area sqm", "area (m²)", "area"),
            "certainty": ("certainty",),
        },
        (("type",),),
        "maybe",
    ),
    TidyTable(
        "claim",
        "claims",
        "statements",
        {
            "document": ("document", "source document"),
            "page": ("page", "page or paragraph", "paragraph"),
            "about": ("about", "subject", "matter"),
            "words": ("words", "statement", "claim", "text", "quotation"),
            "value": ("value", "figure"),
            "unit": ("unit",),
            "option": OPTION,
        },
        (("document",), ("about", "words"), ("value", "words")),
        of="case",
    ),
    TidyTable(
        "consultation",
        "consultations",
        "consultations",
        {
            "body": ("body", "consultee", "organisation"),
            "about": ("about", "subject", "matter"),
            "asked": ("asked", "consulted", "sent"),
            "due": ("due", "reply due", "expires"),
            "received": ("received", "replied"),
            "outcome": ("outcome", "response"),
            "summary": ("summary", "comments"),
        },
        (("body",), ("asked", "due", "received")),
        of="case",
    ),
    TidyTable(
        "drawing",
        "drawings",
        "drawings",
        {
            "number": ("drawing number", "drawing no", "drawing", "dwg no", "number"),
            "title": ("title", "drawing title"),
            "revision": ("revision", "rev"),
            "date": ("date", "dated"),
            "scale": ("scale",),
        },
        (("number",), ("revision", "title"), ("revision", "scale", "date")),
        of="case",
    ),
    TidyTable(
        "official PTAL",
        "ptal",
        "official PTAL",
        {
            "band": ("ptal", "ptal2015", "ptal 2015", "ptal band"),
            "index": ("access index", "ai", "ai2015", "ptai"),
            "year": ("year", "base year", "forecast year"),
        },
        (("band",), ("index", "year")),
        "maybe",
        of="case",
    ),
    TidyTable(
        "quantity",
        "quantities",
        "quantities",
        {
            "what": ("quantity", "parameter", "what"),
            "value": ("value", "amount", "maximum", "number"),
            "unit": ("unit",),
            "phase": _PHASE,
            "document": ("document", "drawing", "parameter plan"),
        },
        (("what",), ("value",)),
    ),
    TidyTable(
        "floorspace",
        "floorspace",
        "lines of floorspace",
        {
            "use": ("use class", "use"),
            "state": ("state", "status"),
            "measure": ("measure", "basis"),
            "m2": ("m2", "floorspace m2", "floorspace (m²)", "floorspace", "area m2", "area (m²)", "area"),
            "phase": _PHASE,
            "block": _BLOCK,
            "what": ("what", "description", "unit", "name"),
        },
        (("use",), ("state",), ("m2",)),
    ),
    TidyTable(
        "link",
        "links",
        "ways for walking",
        {
            "name": ("link", "route", "name"),
            "change": ("change", "status", "link status"),
            "phase": _PHASE,
            "details": ("details", "notes"),
        },
        (("change",),),
        "line",
    ),
    TidyTable(
        "homes",
        "homes",
        "lines of homes",
        {
            "block": _BLOCK,
            "phase": _PHASE,
            "tenure": ("tenure",),
            "type": ("type", "home type", "unit type"),
            "homes": ("homes", "number of homes", "no of homes", "units", "dwellings"),
            "bedrooms": ("bedrooms", "beds"),
            "bed_spaces": ("bed spaces", "persons"),
            "habitable_rooms": ("habitable rooms",),
            "gia_m2": ("gia m2", "gia (m²)", "gia sqm", "gia"),
            "core": ("core",),
            "level": ("level", "floor", "storey"),
            "home": ("home", "plot", "unit no", "flat no"),
            "amenity_m2": ("private amenity m2", "private amenity (m²)", "private amenity"),
            "access": ("access", "accessibility"),
            "aspect": ("aspect",),
            "faces": ("faces",),
            "stated_tenure": ("stated tenure",),
            "derived": ("derived",),
        },
        (("homes",), ("tenure", "bedrooms")),
    ),
    TidyTable(
        "entrance",
        "entrances",
        "entrances",
        {"name": ("entrance", "gate", "door", "entrance name"), "block": _BLOCK},
        (("name",),),
        "point",
    ),
    TidyTable(
        "phase",
        "phases",
        "phases",
        {
            "number": _PHASE,
            "name": ("phase name", "name"),
            "starts": ("starts", "start"),
            "completes": ("completes", "complete", "completion"),
        },
        (("number",), ("starts", "completes")),
    ),
    TidyTable(
        "block",
        "blocks",
        "outlines of blocks",
        {"name": _BLOCK, "phase": _PHASE, "storeys": ("storeys", "floors")},
        (("name",),),
        "area",
    ),
    TidyTable(
        "blue line",
        "blueline",
        "areas of other land",
        {"name": ("name", "title"), "line": ("line", "blue line")},
        (("line",),),
        "area",
    ),
    TidyTable(
        "scheme",
        "redline",
        "red lines",
        {"name": ("name", "title", "site", "site name"), "reference": ("reference", "application")},
        (),
        "area",
    ),
)
"""Most telling first: a table is the first of these that it fits."""

COMMITMENTS = "commitments"
"""The council's list of other schemes, which is an import of its own and may be given among a case's files."""
ROLES = (*(tidy.role for tidy in TIDY), COMMITMENTS)


def tidy_columns(table: RawTable, tidy: TidyTable) -> Columns:
    """A table's columns under the names of our fields, with 'scheme', 'option' and places beside."""
    own = column_index(table)
    wanted = {**tidy.fields, **_BESIDE}
    index = {}
    for field, names in wanted.items():
        found = next((own[plain(n)] for n in names if plain(n) in own), None)
        if found is not None:
            index[plain(field)] = found
    return Columns(table, index)


_BESIDE = {"scheme": SCHEME, "option": OPTION, "easting": EASTING, "northing": NORTHING, "wkt": WKT}


def tell(table: RawTable, role: str = "") -> TidyTable | None:
    """Which of the tidy tables this is; `role` says so where its columns do not. None where it is none."""
    for tidy in TIDY:
        if role and tidy.role != role:
            continue
        columns = tidy_columns(table, tidy)
        # A line of other land is one because somebody says so; it needs no column for that.
        if role != "blueline" and not all(
            any(columns.get(f) is not None for f in group) for group in tidy.told_by
        ):
            continue
        if not role and tidy.kind == "phase" and _outlines_blocks(table):
            # Outlines of blocks may say when each is finished; they are no table of phases.
            continue
        if role or _has_place(table, columns, tidy.shape):
            return tidy
    return None


def unused(table: RawTable, columns: Columns) -> list[str]:
    """Columns with anything in them that no field is filled from, and without names of other fields."""
    used = set(columns.index.values())
    return [
        name
        for name, cells in table.columns.items()
        if name not in used and any(c is not None and c != "" for c in cells)
    ]


def _outlines_blocks(table: RawTable) -> bool:
    (block,) = (t for t in TIDY if t.kind == "block")
    columns = tidy_columns(table, block)
    return columns.get("name") is not None and _has_place(table, columns, block.shape)


def _has_place(table: RawTable, columns: Columns, shape: str) -> bool:
    if shape in ("", "maybe"):
        return True
    if table.geometry is not None:
        dimension = shapely.get_dimensions(table.geometry)
        wanted = {"area": 2, "line": 1, "point": 0}[shape]
        return bool((dimension == wanted).any() or not np.any(dimension >= 0))
    if columns.get("wkt") is not None:
        return True
    return shape == "point" and columns.get("easting") is not None and columns.get("northing") is not None


def wanted_columns(role: str) -> str:
    """The columns that tell a table of this role, in words ('Homes, and Tenure or Bedrooms')."""
    tidy = next(t for t in TIDY if t.role == role)
    groups = [" or ".join(_heading(tidy.fields[f][0]) for f in group) for group in tidy.told_by]
    return ", and ".join(groups)


def _heading(name: str) -> str:
    return name[:1].upper() + name[1:]


def not_told(files: Sequence[str], role: str = "") -> Problem:
    """That none of these files holds anything of a scheme, and how each table would be told."""
    shown = ", ".join(f"'{f}'" for f in files)
    if role and role != "redline":
        return Problem(
            f"{shown} cannot be read as {role}: the columns that say so are not there.",
            "Placewell does not guess what a column means.",
            f"Head the columns {wanted_columns(role)}, and try again.",
        )
    ways = "; ".join(f"{t.role}: {wanted_columns(t.role)}" for t in TIDY if t.told_by)
    return Problem(
        f"{shown} holds no area that could be the red line, and no table of a scheme.",
        "Tables are told by their headings, a red line by being a closed outline.",
        f"Choose a file with one polygon, or head the columns so: {ways}.",
    )
