"""Version 2: activities, services, PTAL points, commitments, and the parts of a scheme; two columns more.

What a step makes must stay what it was when it was written, whatever the nouns become later. Two ways
were weighed: the statements kept as text, and a description of the tables kept as data from which
`ddl` makes the statements. The description was chosen: a tenth of the length, and readable. It is a
copy, so a later version's nouns cannot reach it. The wording of triggers is `ddl`'s of the day; a
version that changes it makes all triggers anew in its own step, after this one.
"""

from __future__ import annotations

import sqlite3

from placewell.domain.errors import Problem
from placewell.store import ddl
from placewell.store.ddl import Shape
from placewell.store.tables import outside_of, q, rtree_of


def _columns(text: str) -> tuple[tuple[str, str], ...]:
    """'id phase:INTEGER' as names with their SQL types; TEXT where none is said."""
    pairs = (word.partition(":") for word in text.split())
    return tuple((name, sql or "TEXT") for name, _, sql in pairs)


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
        ("used", "REAL"),
    ),
    (Shape("entrances", _columns("id scheme name block"), "POINT"), ("block", "TEXT")),
)
"""Tables of version 1 as version 2 has them, each with the column that is new."""


def step(conn: sqlite3.Connection) -> None:
    """Make the new tables and columns. Raises Problem where another program has taken their names."""
    _check_names(conn)
    srs = "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'project'"
    code = int(conn.execute(srs).fetchone()[0])
    for shape, column in GROWN:
        _grow(conn, shape, column)
    for shape in NEW:
        for statement in ddl.table_statements(shape):
            conn.execute(statement)
        for statement, values in ddl.registration(shape, code):
            conn.execute(statement, values)
        for statement in ddl.table_triggers(shape).values():
            conn.execute(statement)


def _grow(conn: sqlite3.Connection, shape: Shape, column: tuple[str, str]) -> None:
    name, sql = column
    for table in (shape.table, outside_of(shape.table)):
        conn.execute(f"ALTER TABLE {q(table)} ADD COLUMN {q(name)} {sql}")
    wanted = ddl.table_triggers(shape)
    there = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    # A table without its triggers was replaced by another program: opening must still see that.
    for trigger in wanted.keys() & there:
        conn.execute(f"DROP TRIGGER {q(trigger)}")
    for trigger in (t for t in wanted if t in there):
        conn.execute(wanted[trigger])


def _check_names(conn: sqlite3.Connection) -> None:
    new = {n for s in NEW for n in (s.table, outside_of(s.table), rtree_of(s.table))}
    sql = "SELECT name FROM sqlite_master UNION SELECT identifier FROM gpkg_contents"
    taken = sorted(str(n) for (n,) in conn.execute(sql) if str(n).casefold() in new)
    if taken:
        raise _taken(f"a layer named '{taken[0]}'")
    for shape, (name, _) in GROWN:
        have = [str(row[1]) for row in conn.execute(f"PRAGMA table_info({q(shape.table)})")]
        if name in map(str.casefold, have):
            raise _taken(f"a column named '{name}' in the table '{shape.table}'")


def _taken(what: str) -> Problem:
    return Problem(
        f"This project was made by an older version of Placewell, and another program has since added {what} to it.",
        "The present version keeps things of its own under that name, so the project cannot be brought up to date.",
        "Rename it in that program (in QGIS: in the Browser), then open the project here again.",
    )
