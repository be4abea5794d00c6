"""From every version of the project file ever written to the present one, step by step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from placewell.store.tables import SCHEMA_VERSION, STATE

Step = Callable[[sqlite3.Connection], None]

STEPS: Mapping[int, Step] = {}
"""From version n to n + 1, under n. Version 1 is the first, so nothing stands here before there is
a second. A step changes tables only and never the history, whose rows keep the words of their time. A change
of a trigger's wording in `ddl` needs a step too: opening compares them word for word."""


def forward(conn: sqlite3.Connection, steps: Mapping[int, Step] = STEPS, to: int = SCHEMA_VERSION) -> int:
    """Bring the file to version `to` in one transaction; returns the version it came from."""
    came: int = conn.execute(f"SELECT schema_version FROM {STATE}").fetchone()[0]
    if came >= to:
        return came
    conn.execute("BEGIN IMMEDIATE")
    try:
        conn.execute(f"UPDATE {STATE} SET ours = 1")
        for version in range(came, to):
            steps[version](conn)
        conn.execute(f"UPDATE {STATE} SET schema_version = ?, ours = 0", (to,))
        conn.execute("COMMIT")
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    return came
