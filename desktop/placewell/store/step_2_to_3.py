"""Version 3: the case with its submissions and all that comes with them; losses of homes told in full.

The tenure of homes lost stood in their name before. It moves to a column of its own here, and
`history.in_present_words` reads older history the same way, so that older edits can still be undone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from placewell.domain.rows import Value
from placewell.store.ddl import Shape
from placewell.store.stepping import described, step_with

NEW = (
    Shape("blue_lines", described("id scheme name"), "MULTIPOLYGON"),
    Shape("links", described("id scheme name change phase:INTEGER details"), "MULTILINESTRING"),
    Shape(
        "floorspace",
        described("id scheme use state measure m2:REAL m2_least:REAL phase:INTEGER block what"),
    ),
    Shape(
        "quantities",
        described("id scheme what value:REAL unit value_least:REAL phase:INTEGER document"),
    ),
    Shape(
        "cases",
        described(
            "id reference address type stage proposal applicant agent officer valid target committee"
            " confidential_until"
        ),
    ),
    Shape("submissions", described("id number:INTEGER received name note")),
    Shape("drawings", described("id submission number title revision date scale")),
    Shape("claims", described("id submission document page about words value:REAL unit option")),
    Shape("consultations", described("id body about asked due received outcome summary")),
    Shape("official_ptal", described("id band index:REAL year source"), "POINT"),
    Shape(
        "answers",
        described("id question value reason option scale by at submission inputs look_again"),
    ),
    Shape("requirements", described("id layer allocation duty text source")),
    Shape(
        "yield_rates",
        described(
            "id layer tenure bedrooms people:REAL age_from:INTEGER age_to:INTEGER ptal zone illustrative"
        ),
    ),
)
_HOMES = "homes_least core level home amenity_m2 access aspect faces stated_tenure derived"
_LOSS = "amount_least tenure bedrooms habitable_rooms gia_m2 occupied right_to_return decant_phase"
GROWN = (
    (
        Shape("schemes", described("id name option reference created submission"), "MULTIPOLYGON"),
        ("submission",),
    ),
    (
        Shape(
            "homes",
            described(
                "id scheme homes:INTEGER block phase:INTEGER tenure type bedrooms:INTEGER bed_spaces:INTEGER"
                " habitable_rooms:INTEGER gia_m2:REAL homes_least:INTEGER core level home amenity_m2:REAL"
                " access aspect faces stated_tenure derived"
            ),
        ),
        tuple(_HOMES.split()),
    ),
    (
        Shape(
            "provision",
            described(
                "id scheme type name phase:INTEGER capacity:REAL capacity_unit area_m2:REAL certainty"
                " capacity_least:REAL area_least_m2:REAL"
            ),
            "GEOMETRY",
        ),
        ("capacity_least", "area_least_m2"),
    ),
    (
        Shape(
            "losses",
            described(
                "id scheme what name asset amount:REAL unit phase:INTEGER details amount_least:REAL tenure"
                " bedrooms:INTEGER habitable_rooms:INTEGER gia_m2:REAL occupied right_to_return"
                " decant_phase:INTEGER"
            ),
        ),
        tuple(_LOSS.split()),
    ),
)
"""Tables of version 2 as version 3 has them, each with what is new."""


_TENURES = (
    "social rent",
    "London Affordable Rent",
    "affordable rent",
    "shared ownership",
    "discount market rent",
    "London Living Rent",
    "market sale",
    "build to rent",
    "student",
    "shared living",
    "older people's",
    "care",
)
"""The tenures of version 2: a name that is none of them is a name."""


def step(conn: sqlite3.Connection) -> None:
    """Make the new tables and columns, and move tenures. Raises Problem where a name is taken."""
    marks = ", ".join("?" * len(_TENURES))
    sql = f"UPDATE losses SET tenure = name, name = '' WHERE what = 'homes' AND name IN ({marks})"
    step_with(conn, NEW, GROWN, {"losses": (sql, _TENURES)})


def moved(row: Mapping[str, Value]) -> Mapping[str, Value]:
    """A loss as version 2 wrote it into the history, with its tenure where `step` puts it."""
    if row.get("what") != "homes" or "tenure" in row or row.get("name") not in _TENURES:
        return row
    return {**row, "tenure": row["name"], "name": ""}
