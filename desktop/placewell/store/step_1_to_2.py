"""Version 2: activities, services, PTAL points, commitments, and the parts of a scheme; two columns more."""

from __future__ import annotations

import sqlite3

from placewell.store.ddl import Shape
from placewell.store.stepping import described as _columns
from placewell.store.stepping import step_with

NEW = (
    Shape(
        "activities",
        _columns("id layer name asset place audience schedule cost partner sector details"),
    ),
    Shape("services", _columns("id layer stop route mode direction per_hour:REAL details")),
    Shape("ptal_points", _columns("id layer code index:REAL band"), "POINT"),
    Shape(
        "commitments",
        _columns("id layer code name homes:REAL people:REAL provision status year details"),
        "GEOMETRY",
    ),
    Shape("blocks", _columns("id scheme name phase:INTEGER storeys:INTEGER"), "MULTIPOLYGON"),
    Shape("phases", _columns("id scheme number:INTEGER name starts completes")),
    Shape(
        "homes",
        _columns(
            "id scheme homes:INTEGER block phase:INTEGER tenure type bedrooms:INTEGER bed_spaces:INTEGER"
            " habitable_rooms:INTEGER gia_m2:REAL"
        ),
    ),
    Shape(
        "provision",
        _columns("id scheme type name phase:INTEGER capacity:REAL capacity_unit area_m2:REAL certainty"),
        "GEOMETRY",
    ),
    Shape("losses", _columns("id scheme what name asset amount:REAL unit phase:INTEGER details")),
)
GROWN = (
    (
        Shape(
            "assets",
            _columns(
                "id layer theme type name code address postcode operator owner capacity:REAL capacity_unit used:REAL"
                " status opens closes step_free price_band valued details"
            ),
            "GEOMETRY",
        ),
        ("used",),
    ),
    (Shape("entrances", _columns("id scheme name block"), "POINT"), ("block",)),
)
"""Tables of version 1 as version 2 has them, each with what is new."""


def step(conn: sqlite3.Connection) -> None:
    """Make the new tables and columns. Raises Problem where another program has taken their names."""
    step_with(conn, NEW, GROWN)
