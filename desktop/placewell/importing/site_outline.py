"""One outline of several parts out of what is drawn on a red line's or blue line's layer, and what it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from placewell.domain.errors import Problem
from placewell.importing.place import Ground
from placewell.importing.raw import Cell, RawTable, ReadNote
from placewell.importing.rings import enclosed_m2, one_site, outlines_of, widest_way_apart
from placewell.importing.site_metres import Drawn

LEAST_M2, MOST_M2 = 10.0, 10_000_000.0
"""No site is smaller or larger; a drawing in another unit, or the wrong layer, is."""
MOST_OUTLINES = 200
"""More closed outlines than this are trees or buildings: no line of a site, and slow to compare."""
_MOST_OPEN = 500
"""Of more loose lines than this no single gap is the one that is missing."""
_SLIVER_M2 = 0.5
_WHAT = {"redline": "red line", "blueline": "blue line"}


def outline_of(drawn: Sequence[Drawn], ground: Ground, role: str) -> RawTable:
    """The line that these draw together, as a table of one row. Raises Problem where it does not close.

    A plain table that needs nothing done comes back as it is.
    """
    first, what = drawn[0], _WHAT[role]
    if len(drawn) == 1 and _plain(first.table, role):
        return first.table
    for one in drawn:
        if one.fault is not None:
            raise one.fault
    _check_few(drawn, what)
    notes = [n for d in drawn for n in (*d.table.notes, *d.notes)]
    found = outlines_of([s for d in drawn for s in d.shapes])
    if found.joined_m:
        notes.append(_checked(f"Ends of the {what} up to {found.joined_m:.2f} m apart were joined."))
    closed = _of_the_site(found.closed, ground, notes)
    if not closed:
        raise _never_closes(found.open, first, what)
    if found.open:
        length, count = sum(x.length for x in found.open), len(found.open)
        are = "1 open line on its layer" if count == 1 else f"{count:,} open lines on its layer"
        notes.append(
            _left(f"{are} ({length:,.0f} m) {'encloses' if count == 1 else 'enclose'} nothing; not read.")
        )
    notes += _crossings(closed)
    site = one_site(closed)
    parts = sorted((p for p in shapely.get_parts(site) if p.area > 0), key=lambda p: -float(p.area))
    notes += _told_parts(closed, parts, what)
    columns: dict[str, list[Cell]] = {}
    if first.table.format != "DXF":
        columns = {n: [c[0]] for n, c in first.table.columns.items()}
        notes += _told_columns([d.table for d in drawn])
    shape = np.empty(1, dtype=object)
    shape[0] = shapely.MultiPolygon(parts)
    once = list(dict.fromkeys(notes))
    return replace(first.table, columns=columns, geometry=shape, rows=[1], notes=once, crs=first.crs)


def _plain(table: RawTable, role: str) -> bool:
    """Whether a table is nothing but sound outlines, as many as its line may have."""
    if table.format == "DXF" or table.geometry is None or not len(table):
        return False
    whole = bool((shapely.get_dimensions(table.geometry) == 2).all())
    return whole and (len(table) == 1 or role == "blueline")


def _check_few(drawn: Sequence[Drawn], what: str) -> None:
    count = sum(int(shapely.get_dimensions(s)) == 2 for d in drawn for s in d.shapes)
    if count > MOST_OUTLINES:
        raise Problem(
            f"'{drawn[0].name}' of '{drawn[0].table.file}' holds {count:,} closed outlines, and a {what} has a few.",
            "They are more likely trees, parking spaces or buildings.",
            "Check that it is the right layer (--layer NAME), or ask for the site's outline alone.",
        )


def _of_the_site(
    closed: Sequence[shapely.Polygon], ground: Ground, notes: list[ReadNote]
) -> list[shapely.Polygon]:
    """Outlines that can be the site's; those too small, or far off where others are not, are told."""
    large = [p for p in closed if enclosed_m2(p) >= LEAST_M2] or list(closed)
    if small := len(closed) - len(large):
        notes.append(
            _left(f"Closed outlines of less than {LEAST_M2:,.0f} m² on its layer: {small}; not read.")
        )
    project = shapely.box(*ground.frame.box)
    here = [p for p in large if shapely.intersects(project, shapely.box(*p.bounds))] or large
    away = [p for p in large if not any(p is h for h in here)]
    if away:
        notes.append(
            _left(
                f"Closed outlines on its layer that lie outside the project: {len(away)} ({_hectares(away)});"
                " not read, since others lie in it."
            )
        )
    return here


def _told_parts(
    closed: Sequence[shapely.Polygon], parts: Sequence[shapely.Polygon], what: str
) -> list[ReadNote]:
    """How several outlines came to be one site: apart, together, or one within another."""
    notes = []
    if len(parts) > 1:
        notes.append(
            _checked(f"The {what} is of {len(parts)} separate parts ({_hectares(parts)}); kept as one site.")
        )
    whole: list[shapely.Geometry] = [shapely.make_valid(p) for p in closed]
    gross = shapely.union_all(whole)
    outer = [
        p
        for i, p in enumerate(whole)
        if not any(j != i and q.area > p.area and _within(p, q) for j, q in enumerate(whole))
    ]
    if len(outer) > len(shapely.get_parts(gross)) > 0:
        notes.append(
            _checked(f"{len(outer)} outlines that adjoin or overlap are taken together ({_hectares(outer)}).")
        )
    if len(whole) > 1 and (hole := float(gross.area) - sum(float(p.area) for p in parts)) > _SLIVER_M2:
        notes.append(
            _checked(
                f"An outline within another is taken for a hole: {hole / 1e4:,.2f} ha inside the {what} are not"
                " part of the site."
            )
        )
    return notes


def _within(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    return bool(shapely.intersection(one, other).area > 0.99 * one.area)


def _told_columns(tables: Sequence[RawTable]) -> list[ReadNote]:
    """What rows that became one outline say differently; only what the first says is kept."""
    said: dict[str, set[Cell]] = {}
    for table in tables:
        for name, cells in table.columns.items():
            said.setdefault(name, set()).update(c for c in cells if c not in (None, ""))
    # An identifier differs in every row and says nothing.
    differ = sorted(n for n, values in said.items() if len(values) > 1 and n.casefold() not in ("id", "fid"))
    if not differ:
        return []
    return [_checked(f"Its rows differ in {', '.join(differ)[:200]}; what the first says is kept.")]


def _hectares(shapes: Sequence[shapely.Geometry]) -> str:
    """Sizes in hectares, the greatest first; no more than eight."""
    sizes = sorted((enclosed_m2(p) / 1e4 for p in shapes), reverse=True)
    return ", ".join(f"{s:,.2f}" for s in sizes[:8]) + (" … ha" if len(sizes) > 8 else " ha")


def _crossings(closed: Sequence[shapely.Polygon]) -> list[ReadNote]:
    """That a line crosses itself, and what its ground is then."""
    return [
        ReadNote(
            None,
            "repaired",
            f"The outline crosses itself; mended to the ground it goes round ({enclosed_m2(p) / 1e4:,.2f} ha;"
            f" reckoned along the line as drawn it would be {p.area / 1e4:,.2f} ha).",
        )
        for p in closed
        if not shapely.is_valid(p)
    ]


def _never_closes(lines: Sequence[shapely.LineString], first: Drawn, what: str) -> Problem:
    file = first.table.file
    if not lines:
        return Problem(
            f"Nothing on '{first.name}' of '{file}' encloses any ground.",
            f"A {what} is the outline of land, so it has to close.",
            "Check that it is the right layer (--layer NAME).",
        )
    if len(lines) > _MOST_OPEN:
        return Problem(
            f"'{first.name}' of '{file}' holds {len(lines):,} open lines and nothing that encloses ground.",
            f"A {what} is the outline of land, so it has to close.",
            "Check that it is the right layer (--layer NAME).",
        )
    apart, (x, y) = widest_way_apart(lines)
    return Problem(
        f"The {what} in '{file}' does not close: {apart:,.2f} m are missing near {x:,.0f}, {y:,.0f}.",
        f"A {what} is the outline of land, so it has to close.",
        "Ask for it as one closed line, or draw the missing piece in the program that it came from.",
    )


def _checked(text: str) -> ReadNote:
    return ReadNote(None, "checked", text)


def _left(text: str) -> ReadNote:
    return ReadNote(None, "left", text)
