"""Version 5: plans under the map, lines that were traced, and what a merge of two copies leaves on record."""

from __future__ import annotations

import sqlite3

from placewell.store.ddl import Shape
from placewell.store.stepping import described, step_with

NEW = (
    Shape(
        "plans",
        described(
            "id name document image page:INTEGER wide_mm:REAL high_mm:REAL m_per_mm:REAL turn_deg:REAL east:REAL"
            " north:REAL fit_m:REAL stated_scale:INTEGER points added"
        ),
        "POLYGON",
    ),
    Shape("plan_images", described("id png wide_px:INTEGER high_px:INTEGER")),
    Shape(
        "differences",
        described(
            "id what of name first second first_by first_at second_by second_at decided decided_by decided_at"
        ),
    ),
    Shape("taken_entries", described("id seq:INTEGER at who label act of:INTEGER changes prev")),
)
TRACED = ("traced_m", "plan")
GROWN = (
    (
        Shape(
            "project",
            described("id name crs margin_m:REAL created base base_sum redacted"),
            "MULTIPOLYGON",
        ),
        ("base_sum", "redacted"),
    ),
    (
        Shape(
            "schemes",
            described("id name option reference created submission traced_m:REAL plan"),
            "MULTIPOLYGON",
        ),
        TRACED,
    ),
    (Shape("blue_lines", described("id scheme name traced_m:REAL plan"), "MULTIPOLYGON"), TRACED),
    (
        Shape(
            "links",
            described("id scheme name change phase:INTEGER details traced_m:REAL plan"),
            "MULTILINESTRING",
        ),
        TRACED,
    ),
    (Shape("entrances", described("id scheme name block traced_m:REAL plan"), "POINT"), TRACED),
    (
        Shape(
            "blocks",
            described("id scheme name phase:INTEGER storeys:INTEGER traced_m:REAL plan"),
            "MULTIPOLYGON",
        ),
        TRACED,
    ),
)
"""Tables of version 4 as version 5 has them, each with what is new."""


def step(conn: sqlite3.Connection) -> None:
    """Make the new tables and columns. Raises Problem where a name is taken."""
    step_with(conn, NEW, GROWN, {})
