"""What walks begin or end at, as a user names it: a file, a type of place, a level of areas, a layer."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from placewell.domain.asset import plural
from placewell.domain.errors import Problem
from placewell.domain.rows import Geometries, Rows
from placewell.importing.by_hand import source_by_hand
from placewell.importing.fields import Columns, text
from placewell.importing.place import Ground, place
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader
from placewell.importing.recognise import plain
from placewell.work.opened import Opened
from placewell.work.submissions import latest_scheme_rows

FAR_M = 200_000.0
"""How far off the rows of a file may lie and still be told as out of reach, each in a row of its own."""
_PLACED = ("asset", "stop", "area", "site", "entrance", "block", "scheme", "commitment", "PTAL point")
"""Kinds that have a place and can be asked for by their layer."""
_NAMED_BY = {"asset": "type", "stop": "type", "area": "level"}


@dataclass(frozen=True, eq=False)
class Places:
    """Things with a place; ids are their codes, or a file's own, or its rows' numbers from 0."""

    ids: Sequence[str]
    names: Sequence[str]
    shapes: Geometries
    """In the project's coordinates; None where a thing has no place that can be read."""
    what: str
    """'33 GP surgeries', '12 rows of homes.csv'."""
    remarks: Sequence[str] = ()
    layers: Sequence[str] = ()
    """Ids of the project's layers that they are of; none for a file."""

    def __len__(self) -> int:
        return len(self.ids)


def places_of(opened: Opened, words: str, crs: str = "") -> Places:
    """What `words` name: a file if there is one, else a type, a level, a layer or a scheme of the project.

    `crs` says a file's map coordinates where it does not. Raises Problem where nothing is named so.
    """
    path = Path(words)
    if path.is_file():
        return _from_file(opened, path, crs)
    wanted = plain(words)
    known: dict[str, None] = {}
    for kind, field in _NAMED_BY.items():
        rows = opened.file.read(kind)
        values = [str(v) for v in rows.columns[field]]
        different = dict.fromkeys(values)
        known |= dict.fromkeys(different)
        asked = {v for v in different if wanted in (plain(v), plain(plural(v)))}
        # 'LSOA' is the newest of LSOAs 2011 and 2021.
        asked = asked or set(
            sorted(v for v in different if wanted == plain(v.rpartition(" ")[0]) and v[-4:].isdigit())[-1:]
        )
        for value in asked:
            return _in_use(rows.where(np.array([v == value for v in values])), plural(value))
    for layer in opened.file.layers():
        if layer.kind in _PLACED:
            known[layer.name] = None
            if wanted in (plain(layer.name), plain(layer.id)):
                return _in_use(opened.file.read(layer.kind, layer=layer.id), f"entries of '{layer.name}'")
    schemes = latest_scheme_rows(opened)
    if schemes.geometry is not None:
        schemes = schemes.where(~shapely.is_missing(schemes.geometry))
    for name in dict.fromkeys(str(n) for n in schemes.columns["name"]):
        known[name] = None
        if wanted == plain(name):
            mine = schemes.where(np.array([n == name for n in schemes.columns["name"]]))
            return _in_use(mine, f"options of '{name}'")
    raise _nothing(words, known)


def _in_use(rows: Rows, what: str) -> Places:
    """The rows, without assets that are planned or closed, which is told."""
    remarks = []
    if rows.kind == "asset":
        open_ = np.array([s in ("open", "closing") for s in rows.columns["status"]], dtype=bool)
        if not open_.all():
            remarks.append(f"{what}: {int((~open_).sum()):,} planned or closed are left out.")
        rows = rows.where(open_)
    assert rows.geometry is not None
    names = rows.columns.get("name", [""] * len(rows))
    return Places(
        ids=_ids(rows),
        names=[str(n or "") for n in names],
        shapes=rows.geometry,
        what=f"{len(rows):,} {what}",
        remarks=remarks,
        layers=sorted({str(la) for la in rows.columns.get("layer", ())}),
    )


def _ids(rows: Rows) -> list[str]:
    """The publisher's own codes where each has one and no two the same, else the project's."""
    codes = [str(c or "") for c in rows.columns.get("code", ())]
    own = bool(codes) and all(codes) and len(set(codes)) == len(codes)
    return codes if own else [str(i) for i in rows.columns["id"]]


def _from_file(opened: Opened, path: Path, crs: str) -> Places:
    with Reader() as reader:
        tables = [t for t in reader.read(path) if len(t)]
    if not tables:
        raise Problem(
            f"'{path.name}' holds no rows.",
            "There is nowhere to walk from or to.",
            "Choose a file with a list of places.",
        )
    if len(tables) > 1:
        parts = ", ".join(t.part or t.layer for t in tables)
        raise Problem(
            f"'{path.name}' holds {len(tables)} lists: {parts}.",
            "Placewell does not guess which of them is meant.",
            "Save the one that is meant as a file of its own, and name that.",
        )
    return _placed(opened, tables[0], path.name, crs)


def _placed(opened: Opened, table: RawTable, file: str, crs: str) -> Places:
    columns = Columns(table, {plain(c): c for c in table.columns})
    ground = opened.ground()
    wide = Ground(ground.frame, ground.boundary, shapely.buffer(ground.boundary, FAR_M))
    source = source_by_hand("asset:shop", {}, ())
    every = np.ones(len(table), dtype=bool)
    try:
        placed = place(columns, source, every, wide, _postcodes(opened), crs, "GEOMETRY")
    except Problem as problem:
        if "--map" not in problem.todo:
            raise
        todo = "Call the columns easting and northing, longitude and latitude, or postcode."
        raise Problem(problem.what, "It has to be known where walks begin and end.", todo) from None
    shapes = placed.shape.copy()
    shapes[~placed.held] = None
    found = columns.get("id")
    ids = [str(i) for i in range(len(table))]
    if found is not None:
        ids = [text(v) or own for v, own in zip(found, ids, strict=True)]
    repeated = sorted({i for i in ids if ids.count(i) > 1})[:3] if len(set(ids)) < len(ids) else []
    named = next((c for n in ("name", "title", "site name", "label") if (c := columns.get(n))), None)
    remarks = [f"{file}{f', row {r.row}' if r.row is not None else ''}: {r.text}" for r in placed.remarks]
    if placed.elsewhere:
        remarks.append(f"{file}: {placed.elsewhere:,} rows lie far from the project and are not attached.")
    if repeated:
        remarks.append(f"{file}: several rows have the same id ({', '.join(repeated)}); each is kept.")
    return Places(
        ids=ids,
        names=[text(v) for v in named] if named is not None else [""] * len(table),
        shapes=shapes,
        what=f"{len(table):,} rows of {file}",
        remarks=remarks,
    )


def _postcodes(opened: Opened) -> dict[str, shapely.Point]:
    rows = opened.file.read("postcode")
    assert rows.geometry is not None
    return dict(zip((str(c) for c in rows.columns["code"]), rows.geometry, strict=True))


def _nothing(words: str, known: Mapping[str, None]) -> Problem:
    near = difflib.get_close_matches(words, known, 4, 0.5)
    some = near or sorted(known, key=str.casefold)[:12]
    has = "Did you mean: " if near else "Use a file's name, or one of: "
    return Problem(
        f"'{words}' is neither a file nor anything that the project holds.",
        "It has to be known where walks begin and end.",
        (has + ", ".join(some) + ".") if some else "Name a file, or bring lists of places into the project.",
    )


def inside_points(places: Places) -> Places:
    """Ground as one point inside each, for walks that begin at an area."""
    shapes = places.shapes.copy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes[~there] = None
    shapes[there] = shapely.point_on_surface(shapes[there])
    return replace(places, shapes=shapes)
