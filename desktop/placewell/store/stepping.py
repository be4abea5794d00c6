"""What steps between versions of the project file share: new tables, new columns, names that others have taken.

What a step makes must stay what it was when it was written, whatever the nouns become later. Two ways
were weighed: the statements kept as text, and a description of the tables kept as data from which
`ddl` makes the statements. The description was chosen: a tenth of the length, and readable. It is a
copy, so a later version's nouns cannot reach it. The wording of triggers is `ddl`'s of the day; a
version that changes it makes all triggers anew in its own step, after this one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from placewell.domain.errors import Problem
from placewell.store import ddl
from placewell.store.ddl import Shape
from placewell.store.tables import outside_of, q, rtree_of

Grown = tuple[Shape, tuple[str, ...]]
"""A table as the new version has it, and which of its columns are new."""


def described(text: str) -> tuple[tuple[str, str], ...]:
    """'id phase:INTEGER' as names with their SQL types; TEXT where none is said."""
    pairs = (word.partition(":") for word in text.split())
    return tuple((name, sql or "TEXT") for name, _, sql in pairs)


Fill = tuple[str, tuple[str, ...]]
"""A statement with its values, which fills new columns from what was there."""


def step_with(
    conn: sqlite3.Connection,
    new: Sequence[Shape],
    grown: Sequence[Grown],
    fills: Mapping[str, Fill] | None = None,
) -> None:
    """Make new tables and columns; `fills` by table. Raises Problem where another program has taken their names."""
    _check_names(conn, new, grown)
    srs = "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'project'"
    code = int(conn.execute(srs).fetchone()[0])
    for shape, fresh in grown:
        _grow(conn, shape, fresh, (fills or {}).get(shape.table))
    for shape in new:
        for statement in ddl.table_statements(shape):
            conn.execute(statement)
        for statement, values in ddl.registration(shape, code):
            conn.execute(statement, values)
        for statement in ddl.table_triggers(shape).values():
            conn.execute(statement)


def _grow(conn: sqlite3.Connection, shape: Shape, fresh: Sequence[str], fill: Fill | None) -> None:
    types = dict(shape.columns)
    for table in (shape.table, outside_of(shape.table)):
        for name in fresh:
            conn.execute(f"ALTER TABLE {q(table)} ADD COLUMN {q(name)} {types[name]}")
    wanted = ddl.table_triggers(shape)
    there = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    # A table without its triggers was replaced by another program: opening must still see that.
    for trigger in wanted.keys() & there:
        conn.execute(f"DROP TRIGGER {q(trigger)}")
    if fill is not None:
        # While the table has no triggers: none may run before the file has been checked.
        conn.execute(*fill)
    for trigger in (t for t in wanted if t in there):
        conn.execute(wanted[trigger])


def _check_names(conn: sqlite3.Connection, new: Sequence[Shape], grown: Sequence[Grown]) -> None:
    wanted = {n for s in new for n in (s.table, outside_of(s.table), rtree_of(s.table))}
    sql = "SELECT name FROM sqlite_master UNION SELECT identifier FROM gpkg_contents"
    there = sorted(str(n) for (n,) in conn.execute(sql) if str(n).casefold() in wanted)
    if there:
        raise _taken(f"a layer named '{there[0]}'")
    for shape, fresh in grown:
        have = [str(row[1]).casefold() for row in conn.execute(f"PRAGMA table_info({q(shape.table)})")]
        for name in fresh:
            if name in have:
                raise _taken(f"a column named '{name}' in the table '{shape.table}'")


def _taken(what: str) -> Problem:
    return Problem(
        f"This project was made by an older version of Placewell, and another program has since added {what} to it.",
        "The present version keeps things of its own under that name, so the project cannot be brought up to date.",
        "Rename it in that program (in QGIS: in the Browser), then open the project here again.",
    )
