"""Every table and column name of the project file, derived from the nouns of `domain.kinds`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, get_args, get_type_hints

from placewell.domain.kinds import KINDS
from placewell.domain.rows import Value

SCHEMA_VERSION = 5

TABLES: dict[str, str] = {
    "project": "project",
    "layer": "layers",
    "area": "areas",
    "statistic": "statistics",
    "asset": "assets",
    "activity": "activities",
    "street": "streets",
    "stop": "stops",
    "service": "services",
    "PTAL point": "ptal_points",
    "commitment": "commitments",
    "site": "sites",
    "backdrop": "backdrop",
    "postcode": "postcodes",
    "code link": "code_links",
    "import note": "import_notes",
    "scheme": "schemes",
    "entrance": "entrances",
    "block": "blocks",
    "phase": "phases",
    "homes": "homes",
    "provision": "provision",
    "loss": "losses",
    "blue line": "blue_lines",
    "link": "links",
    "floorspace": "floorspace",
    "quantity": "quantities",
    "case": "cases",
    "submission": "submissions",
    "drawing": "drawings",
    "claim": "claims",
    "consultation": "consultations",
    "official PTAL": "official_ptal",
    "answer": "answers",
    "requirement": "requirements",
    "yield rate": "yield_rates",
    "action": "actions",
    "sign-off": "sign_offs",
    "assessment": "assessments",
    "pack": "packs",
    "plan": "plans",
    "plan image": "plan_images",
    "difference": "differences",
    "taken entry": "taken_entries",
}
LATER: dict[str, tuple[str, ...]] = {
    "asset": ("used",),
    "project": ("base_sum", "redacted"),
    "entrance": ("block", "traced_m", "plan"),
    "scheme": ("submission", "traced_m", "plan"),
    "block": ("traced_m", "plan"),
    "blue line": ("traced_m", "plan"),
    "link": ("traced_m", "plan"),
    "homes": (
        "homes_least",
        "core",
        "level",
        "home",
        "amenity_m2",
        "access",
        "aspect",
        "faces",
        "stated_tenure",
        "derived",
    ),
    "provision": ("capacity_least", "area_least_m2"),
    "loss": (
        "amount_least",
        "tenure",
        "bedrooms",
        "habitable_rooms",
        "gia_m2",
        "occupied",
        "right_to_return",
        "decant_phase",
    ),
    "answer": ("part", "mark", "document", "revision", "page"),
}
"""Columns that the version had not in which their table began. Digests and shelves leave them out where nothing is in them, so that
those of an older version still fit; a column added to a table that there was before goes in here."""

GEOM = "geom"
FID = "fid"
HISTORY = "history"
STATE = "placewell_state"
SHELF = "placewell_shelf"
CACHE = "placewell_cache"
LAYER_STYLES = "layer_styles"


def outside(kind: str) -> str:
    """Name of the table in which triggers keep what other programs changed in this kind."""
    return outside_of(TABLES[kind])


def outside_of(table: str) -> str:
    """The same by the name of the kind's table."""
    return f"placewell_outside_{table}"


def rtree(kind: str) -> str:
    """Name of the spatial index of this kind's table."""
    return rtree_of(TABLES[kind])


def rtree_of(table: str) -> str:
    """The same by the name of the kind's table."""
    return f"rtree_{table}_{GEOM}"


def q(name: str) -> str:
    """A name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True)
class Column:
    """One column: its SQL type, the Python type of its values, and the value where it has none."""

    name: str
    sql: str
    plain: type
    missing: Value

    def fit(self, value: Any) -> Value:
        """The value as this column keeps it; what cannot be read as its type becomes `missing`."""
        if value is None:
            return self.missing
        if self.plain is str:
            text = value if type(value) is str else str(value)
            return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
        try:
            number = float(value)
        except (TypeError, ValueError):
            return self.missing
        if not math.isfinite(number):
            return self.missing
        if self.plain is float:
            return number
        whole = int(value) if isinstance(value, int) else int(number)
        return whole if -(2**63) <= whole < 2**63 else self.missing

    def fit_all(self, values: Sequence[Any]) -> Sequence[Value]:
        """`fit` for a whole column, quick where there is nothing to mend."""
        types = set(map(type, values))
        if self.plain is str and types <= {str} and all(map(str.isascii, values)):
            return values
        if self.plain is int and types <= {int} and max(map(abs, values), default=0) < 2**63:
            return values
        return [self.fit(v) for v in values]

    def read_all(self, values: Sequence[Any]) -> Sequence[Value]:
        """A column as it was read; only odd types, which other programs can leave, are mended."""
        if set(map(type, values)) <= {self.plain}:
            return values
        return [self.fit(v) for v in values]


SQL_TYPES: dict[type, str] = {str: "TEXT", float: "REAL", int: "INTEGER"}


@cache
def columns(kind: str) -> tuple[Column, ...]:
    """The columns of a kind's table but fid and geometry, in the order of its fields; 'id' is first."""
    noun = KINDS[kind].noun
    hints = get_type_hints(noun)
    made = []
    for f in fields(noun):
        if f.name == "geometry":
            continue
        options = get_args(hints[f.name]) or (hints[f.name],)
        plain = next(t for t in options if t is not type(None))
        missing: Value = None
        if type(None) not in options:
            missing = f.default if f.default is not MISSING else plain()
        made.append(Column(f.name, SQL_TYPES[plain], plain, missing))
    return tuple(made)


def names(kind: str) -> tuple[str, ...]:
    """Column names of a kind but fid; geometry last where it has one."""
    own = tuple(c.name for c in columns(kind))
    return (*own, GEOM) if KINDS[kind].geometry else own


def listed(kind: str, prefix: str = "") -> str:
    """`names` quoted and joined for SQL, each after `prefix`."""
    return ", ".join(prefix + q(name) for name in names(kind))
