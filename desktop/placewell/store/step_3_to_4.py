"""Version 4: what officers add to findings: answers with their evidence, actions, sign-off, kept assessments, packs."""

from __future__ import annotations

import sqlite3

from placewell.store.ddl import Shape
from placewell.store.stepping import described, step_with

NEW = (
    Shape(
        "actions",
        described(
            "id criterion what mechanism trigger owner status necessary directly_related reasonable reason by at"
            " submission option"
        ),
    ),
    Shape("sign_offs", described("id role name at snapshot note")),
    Shape(
        "assessments",
        described(
            "id made scheme option as_at placewell entry:INTEGER head packs answer sha256 submission by"
        ),
    ),
    Shape("packs", described("id pack text added")),
)
GROWN = (
    (
        Shape(
            "answers",
            described(
                "id question value reason option scale by at submission inputs look_again part mark document"
                " revision page"
            ),
        ),
        ("part", "mark", "document", "revision", "page"),
    ),
)
"""Tables of version 3 as version 4 has them, each with what is new."""


def step(conn: sqlite3.Connection) -> None:
    """Make the new tables and columns. Raises Problem where a name is taken."""
    step_with(conn, NEW, GROWN, {})
