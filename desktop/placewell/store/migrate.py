"""From every version of the project file ever written to the present one, step by step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from placewell.store import step_1_to_2, step_2_to_3, step_3_to_4, step_4_to_5
from placewell.store.styles import add_missing_styles
from placewell.store.tables import SCHEMA_VERSION, STATE

Step = Callable[[sqlite3.Connection], None]

STEPS: Mapping[int, Step] = {
    1: step_1_to_2.step,
    2: step_2_to_3.step,
    3: step_3_to_4.step,
    4: step_4_to_5.step,
}
"""From version n to n + 1, under n. A step changes tables only and never the history, whose rows keep
the words of their time (`history.in_present_words` reads them). It stands by itself: nothing in it
may follow from the nouns of today. A change of a trigger's wording in `ddl` needs a step too:
opening compares them word for word."""


def forward(conn: sqlite3.Connection, steps: Mapping[int, Step] = STEPS, to: int = SCHEMA_VERSION) -> int:
    """Bring the file to version `to` in one transaction; returns the version it came from."""
    came: int = conn.execute(f"SELECT schema_version FROM {STATE}").fetchone()[0]
    if came >= to:
        return came
    # The file has not been checked yet, so nothing that lies in it may run.
    conn.set_authorizer(_no_triggers)
    try:
        conn.execute("BEGIN IMMEDIATE")
        try:
            conn.execute(f"UPDATE {STATE} SET ours = 1")
            for version in range(came, to):
                steps[version](conn)
            add_missing_styles(conn)
            conn.execute(f"UPDATE {STATE} SET schema_version = ?, ours = 0", (to,))
            conn.execute("COMMIT")
        except BaseException:
            conn.execute("ROLLBACK")
            raise
    finally:
        conn.set_authorizer(None)
    return came


def _no_triggers(action: int, one: str | None, two: str | None, file: str | None, inside: str | None) -> int:
    """Deny whatever a trigger or view in the file would do; no step makes one of ours run."""
    return sqlite3.SQLITE_OK if inside is None else sqlite3.SQLITE_DENY
