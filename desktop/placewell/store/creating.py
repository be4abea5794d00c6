"""A new, empty project file: made under another name and moved into place when it is whole."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from placewell.domain.errors import Problem
from placewell.domain.history import START
from placewell.domain.kinds import KINDS
from placewell.domain.project import Project
from placewell.domain.records import as_row
from placewell.store import ddl, rows
from placewell.store.blob import SQL_FUNCTIONS
from placewell.store.faults import told
from placewell.store.styles import put_styles
from placewell.store.tables import SCHEMA_VERSION, STATE


def create(path: Path, project: Project) -> None:
    """Write an empty project file. Raises Problem where it cannot be or should not be made there."""
    check_target(path)
    code, name, wkt = coordinates(project.crs)
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with told(path), contextlib.closing(sqlite3.connect(part, isolation_level=None)) as conn:
            for function, body in SQL_FUNCTIONS.items():
                conn.create_function(function, 1, body, deterministic=True)
            conn.execute(f"PRAGMA application_id = {ddl.APPLICATION_ID}")
            conn.execute(f"PRAGMA user_version = {ddl.USER_VERSION}")
            conn.execute("PRAGMA synchronous = FULL")
            conn.execute("BEGIN IMMEDIATE")
            _build(conn, code, name, wkt)
            rows.put(conn, "project", as_row("project", project), code)
            conn.execute(f"UPDATE {STATE} SET ours = 0")
            conn.execute("COMMIT")
        part.rename(path)
    except OSError as fault:
        raise cannot_write(path) from fault
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
            part.with_name(part.name + "-journal").unlink(missing_ok=True)


def check_target(path: Path) -> None:
    """Raise Problem where `path` is taken or its folder is not there."""
    if path.exists() or path.is_symlink():
        raise Problem(
            f"There is a file called '{path.name}' already.",
            "Placewell never writes over a project.",
            "Choose another name, or open that project instead.",
        )
    if not path.parent.is_dir():
        raise Problem(
            f"The folder '{path.parent}' does not exist.",
            f"'{path.name}' cannot be made there.",
            "Make the folder first, or choose another one.",
        )


def cannot_write(path: Path) -> Problem:
    """The folder takes no new file."""
    return Problem(
        f"Nothing can be written in the folder '{path.parent}'.",
        f"It is read-only, or belongs to someone else, so '{path.name}' cannot be made there.",
        "Choose a folder of your own.",
    )


def coordinates(crs: str) -> tuple[int, str, str]:
    """EPSG number, name and definition (WKT) of a project's coordinates. Raises Problem where they
    are not known, or are not metres on a flat map."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    authority, _, number = crs.partition(":")
    try:
        found = CRS.from_user_input(crs) if authority.upper() == "EPSG" and number.isdigit() else None
    except CRSError:
        found = None
    if found is None:
        raise Problem(
            f"The map coordinates '{crs}' are not known.",
            "A project needs coordinates in metres that every program can name.",
            "Use EPSG:27700, the British National Grid, or another EPSG number in metres.",
        )
    if found.is_geographic:
        raise Problem(
            f"A project cannot be kept in latitude and longitude ({crs}).",
            "Degrees are not distances: walking distances and areas would come out wrong.",
            "Use EPSG:27700, the British National Grid; files in latitude and longitude can still come in.",
        )
    units = {axis.unit_name for axis in found.axis_info}
    if not found.is_projected or units != {"metre"} or len(found.axis_info) != 2:
        raise Problem(
            f"A project cannot be kept in {found.name} ({crs}): it does not measure in metres on a flat map.",
            "Walking distances and areas are worked out in metres.",
            "Use EPSG:27700, the British National Grid, or another EPSG number in metres.",
        )
    return int(number), found.name, found.to_wkt("WKT1_GDAL")


def _build(conn: sqlite3.Connection, code: int, name: str, wkt: str) -> None:
    for statement in ddl.CORE:
        conn.execute(statement)
    conn.execute(f"INSERT INTO {STATE} VALUES (1, ?, 1, 0, ?)", (SCHEMA_VERSION, START))
    conn.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinates"),
            ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinates"),
            ("WGS 84 geodetic", 4326, "EPSG", 4326, _wgs84(), "latitude and longitude"),
            (name, code, "EPSG", code, wkt, None),
        ],
    )
    for kind in KINDS:
        for statement in ddl.kind_table(kind):
            conn.execute(statement)
        for statement, values in ddl.registration(ddl.shape(kind), code):
            conn.execute(statement, values)
        for statement in ddl.triggers(kind).values():
            conn.execute(statement)
    for table, description in ddl.ATTRIBUTES.items():
        conn.execute(ddl.CONTENT, (table, "attributes", table, description, None))
    put_styles(conn)


def _wgs84() -> str:
    from pyproj import CRS

    return CRS.from_epsg(4326).to_wkt("WKT1_GDAL")
