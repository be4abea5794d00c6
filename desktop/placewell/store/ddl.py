"""The statements that make the project file: GeoPackage's own tables, ours, indexes and triggers.

Edits made elsewhere. Two ways were weighed: a digest kept for each row, compared with all rows on
opening, and triggers that log the old row whenever another program writes. Digests cost a read of
everything on each opening and say only that a row changed, not what it was, so it could not be
undone; triggers cost nothing until they fire and keep the old row. Triggers were chosen. They are
plain SQL, so they run in QGIS, ogr2ogr and any SQLite, and are silent while the one row of
`placewell_state` says that Placewell itself is writing: a flag set and cleared inside its own
transaction, which nobody else ever sees set.
"""

from __future__ import annotations

from dataclasses import dataclass

from placewell.domain.kinds import KINDS
from placewell.store.tables import (
    CACHE,
    FID,
    GEOM,
    HISTORY,
    LAYER_STYLES,
    SHELF,
    STATE,
    TABLES,
    columns,
    outside_of,
    q,
    rtree_of,
)

APPLICATION_ID = 0x47504B47  # 'GPKG'
USER_VERSION = 10300  # GeoPackage 1.3

CORE = (
    """CREATE TABLE gpkg_spatial_ref_sys (
srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)""",
    """CREATE TABLE gpkg_contents (
table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
description TEXT DEFAULT '',
last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (
table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
CONSTRAINT uk_gc_table_name UNIQUE (table_name),
CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """CREATE TABLE gpkg_extensions (
table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
scope TEXT NOT NULL,
CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
    f"""CREATE TABLE {STATE} (
one INTEGER PRIMARY KEY CHECK (one = 1), schema_version INTEGER NOT NULL, ours INTEGER NOT NULL,
head INTEGER NOT NULL, head_hash TEXT NOT NULL)""",
    f"""CREATE TABLE {HISTORY} (
seq INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, label TEXT NOT NULL, act TEXT NOT NULL,
"of" INTEGER, changes TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL)""",
    f"CREATE TABLE {SHELF} (key TEXT PRIMARY KEY, value BLOB NOT NULL)",
    f"CREATE TABLE {CACHE} (key TEXT PRIMARY KEY, value BLOB NOT NULL)",
    f"""CREATE TABLE {LAYER_STYLES} (
id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT,
f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT,
useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT,
update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))""",
)

ATTRIBUTES = {HISTORY: "Every edit, in order", LAYER_STYLES: ""}
RTREE_DEFINITION = "http://www.geopackage.org/spec120/#extension_rtree"
CONTENT = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)"
    " VALUES (?, ?, ?, ?, ?)"
)


@dataclass(frozen=True)
class Shape:
    """A table as the statements need it: its name, its columns (the first is 'id') and its geometry.

    That of today comes from the nouns (`shape`); steps of `migrate` bring their own, of their time.
    """

    table: str
    columns: tuple[tuple[str, str], ...]
    """Name and SQL type of each column but fid and geometry."""
    geometry: str = ""

    def listed(self, prefix: str = "") -> str:
        """All columns but fid, quoted and joined, each after `prefix`."""
        names = [name for name, _ in self.columns] + ([GEOM] if self.geometry else [])
        return ", ".join(prefix + q(name) for name in names)


def shape(kind: str) -> Shape:
    """The table of a kind as the nouns have it today."""
    return Shape(TABLES[kind], tuple((c.name, c.sql) for c in columns(kind)), KINDS[kind].geometry)


def kind_table(kind: str) -> list[str]:
    """Statements for the table of a kind, its log of changes made elsewhere and its spatial index."""
    return table_statements(shape(kind))


def triggers(kind: str) -> dict[str, str]:
    """Name and statement of every trigger on a kind's table."""
    return table_triggers(shape(kind))


def table_statements(of: Shape) -> list[str]:
    """Statements that make a table, its log and its index, without triggers."""
    own = [f"{q(name)} {sql}{' UNIQUE' if name == 'id' else ''}" for name, sql in of.columns]
    old = [f"{q(name)} {sql}" for name, sql in of.columns]
    if of.geometry:
        own.append(f"{q(GEOM)} {of.geometry}")
        old.append(f"{q(GEOM)} BLOB")
    made = [
        f"CREATE TABLE {q(of.table)} ({q(FID)} INTEGER PRIMARY KEY AUTOINCREMENT, {', '.join(own)})",
        f"CREATE TABLE {q(outside_of(of.table))} (n INTEGER PRIMARY KEY AUTOINCREMENT, op TEXT NOT NULL,"
        f" {q(FID)} INTEGER NOT NULL, {', '.join(old)})",
    ]
    if of.geometry:
        made.append(f"CREATE VIRTUAL TABLE {q(rtree_of(of.table))} USING rtree(id, minx, maxx, miny, maxy)")
    return made


def table_triggers(of: Shape) -> dict[str, str]:
    """Name and statement of every trigger on a table."""
    return {**outside_triggers(of), **(rtree_triggers(of.table) if of.geometry else {})}


def registration(of: Shape, code: int) -> list[tuple[str, tuple[str | int | None, ...]]]:
    """Statements (with their values) that tell other programs of a table; `code` is the EPSG number."""
    sort, srs = ("features", code) if of.geometry else ("attributes", None)
    made: list[tuple[str, tuple[str | int | None, ...]]] = [(CONTENT, (of.table, sort, of.table, "", srs))]
    if of.geometry:
        put = "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)"
        made.append((put, (of.table, GEOM, of.geometry, code)))
        put = "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', ?, 'write-only')"
        made.append((put, (of.table, GEOM, RTREE_DEFINITION)))
    return made


def outside_triggers(of: Shape) -> dict[str, str]:
    """Triggers that keep the old row when a program other than Placewell writes.

    'replace' is for INSERT OR REPLACE, in which SQLite removes the old row without a delete trigger.
    """
    table, log, named = q(of.table), q(outside_of(of.table)), outside_of(of.table)
    guard = f"(SELECT ours FROM {STATE}) = 0"
    into = f"INSERT INTO {log} (op, {q(FID)}, {of.listed()})"

    def old(op: str) -> str:
        return f"{into} VALUES ('{op}', OLD.{q(FID)}, {of.listed('OLD.')})"

    added = f"INSERT INTO {log} (op, {q(FID)}) VALUES ('insert', NEW.{q(FID)})"
    taken = f"{q('id')} = NEW.{q('id')} OR {q(FID)} = NEW.{q(FID)}"
    kept = f"{into} SELECT 'replace', {q(FID)}, {of.listed()} FROM {table} WHERE {taken}"
    moved = f"{added[: added.index(' VALUES')]} SELECT 'insert', NEW.{q(FID)}"
    bodies = {
        "replace": f"BEFORE INSERT ON {table} WHEN {guard} BEGIN {kept}; END",
        "insert": f"AFTER INSERT ON {table} WHEN {guard} BEGIN {added}; END",
        "update": f"AFTER UPDATE ON {table} WHEN {guard} BEGIN {old('update')};"
        f" {moved} WHERE OLD.{q(FID)} <> NEW.{q(FID)}; END",
        "delete": f"AFTER DELETE ON {table} WHEN {guard} BEGIN {old('delete')}; END",
    }
    return {f"{named}_{op}": f"CREATE TRIGGER {q(f'{named}_{op}')} {body}" for op, body in bodies.items()}


def rtree_triggers(name: str) -> dict[str, str]:
    """The spatial index triggers as the GeoPackage standard (1.3, annex F.3) words them."""
    table, tree, g, fid = q(name), q(rtree_of(name)), q(GEOM), q(FID)
    box = f"NEW.{fid}, ST_MinX(NEW.{g}), ST_MaxX(NEW.{g}), ST_MinY(NEW.{g}), ST_MaxY(NEW.{g})"
    put = f"INSERT OR REPLACE INTO {tree} VALUES ({box})"
    drop = f"DELETE FROM {tree} WHERE id = OLD.{fid}"
    full = f"(NEW.{g} NOTNULL AND NOT ST_IsEmpty(NEW.{g}))"
    bare = f"(NEW.{g} ISNULL OR ST_IsEmpty(NEW.{g}))"
    same, other = f"OLD.{fid} = NEW.{fid}", f"OLD.{fid} != NEW.{fid}"
    bodies = {
        "insert": f"AFTER INSERT ON {table} WHEN {full} BEGIN {put}; END",
        "update1": f"AFTER UPDATE OF {g} ON {table} WHEN {same} AND {full} BEGIN {put}; END",
        "update2": f"AFTER UPDATE OF {g} ON {table} WHEN {same} AND {bare} BEGIN {drop}; END",
        "update3": f"AFTER UPDATE ON {table} WHEN {other} AND {full} BEGIN {drop}; {put}; END",
        "update4": f"AFTER UPDATE ON {table} WHEN {other} AND {bare}"
        f" BEGIN DELETE FROM {tree} WHERE id IN (OLD.{fid}, NEW.{fid}); END",
        "delete": f"AFTER DELETE ON {table} WHEN OLD.{g} NOT NULL BEGIN {drop}; END",
    }
    return {
        f"{rtree_of(name)}_{op}": f"CREATE TRIGGER {q(f'{rtree_of(name)}_{op}')} {body}"
        for op, body in bodies.items()
    }
