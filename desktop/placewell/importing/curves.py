"""Which rows of a GeoPackage layer are drawn with curves; pyogrio straightens them without saying."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_ENVELOPES = (0, 32, 48, 48, 64)
_CURVED = range(8, 15)
_STRAIGHT = {"POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"}


def count_curves(path: Path, layer: str) -> int:
    """How many rows of a layer have arcs in them, by the first bytes of their shapes; 0 where unknown."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            found = db.execute(
                "SELECT column_name, geometry_type_name FROM gpkg_geometry_columns WHERE table_name = ?",
                (layer,),
            ).fetchone()
            if found is None or str(found[1]).upper() in _STRAIGHT:
                return 0
            column, table = (str(n).replace('"', '""') for n in (found[0], layer))
            heads = db.execute(f'SELECT substr("{column}", 1, 80) FROM "{table}"')
            return sum(_is_curved(head) for (head,) in heads)
    except sqlite3.Error:
        return 0


def _is_curved(head: object) -> bool:
    if not isinstance(head, bytes) or len(head) < 13:
        return False
    at = 8 + _ENVELOPES[min(head[3] >> 1 & 7, 4)]
    little = head[at : at + 1] == b"\x01"
    return int.from_bytes(head[at + 1 : at + 5], "little" if little else "big") % 1000 in _CURVED
