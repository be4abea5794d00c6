"""The red line (and blue line) of a site out of what applicants send: the right layer, closed, in metres."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from placewell.domain.errors import Problem
from placewell.importing.place import Ground
from placewell.importing.raw import Cell, RawTable, ReadNote
from placewell.importing.rings import enclosed_m2, one_site, outlines_of, widest_way_apart
from placewell.importing.scheme_columns import TIDY, tell, tidy_columns

LEAST_M2, MOST_M2 = 10.0, 10_000_000.0
"""No site is smaller or larger; a drawing in another unit, or the wrong layer, is."""
_RED = re.compile(
    r"red[\s_-]*l(ine)?\b|redl\b|site[\s_-]*(bound|area|line|outline|extent)|application[\s_-]*(bound|site|area|line)|\bapp[\s_-]*bound|planning[\s_-]*bound|development[\s_-]*bound",
    re.I,
)
_BLUE = re.compile(
    r"blue[\s_-]*l(ine)?\b|ownership|other[\s_-]*land|land[\s_-]*in[\s_-]*(control|ownership)", re.I
)
_LABELS = ("line", "name", "layer", "type", "description", "title", "boundary")


@dataclass
class SiteLines:
    """Tables that are lines of a site, each with its role ('redline', 'blueline'); and the rest."""

    lines: list[tuple[str, RawTable]] = field(default_factory=list)
    rest: list[RawTable] = field(default_factory=list)


def site_lines(
    tables: Sequence[RawTable], ground: Ground, layer: str = "", role: str = "", crs: str = ""
) -> SiteLines:
    """The lines of a site among the tables of one file. Raises Problem where they cannot be told or closed.

    `layer` and `role` ('redline', 'blueline') are the user's word. A file with one plain table of
    outlines is left as it is: it says what it is by its columns.
    """
    drawn = [t for t in tables if t.geometry is not None]
    if layer:
        chosen = [t for t in drawn if layer.casefold() in (t.part.casefold(), t.layer.casefold())]
        if not chosen:
            raise _no_such_layer(layer, drawn)
        made = SiteLines(rest=[t for t in tables if all(t is not c for c in chosen)])
        made.lines.append((role or _role(layer) or "redline", _line(chosen, ground, role or "redline")))
        return made
    if role == "blueline":
        return SiteLines(
            [("blueline", _line(drawn, ground, role))], [t for t in tables if t.geometry is None]
        )
    if _speaks_for_itself(tables, drawn):
        return SiteLines(rest=list(tables))
    drawn = [part for t in drawn for part in _by_label(t)]
    made = SiteLines(rest=[t for t in tables if t.geometry is None])
    for sort in ("redline", "blueline"):
        mine = [t for t in drawn if _role_of(t) == sort and _any_line(t)]
        if mine:
            made.lines.append((sort, _line(mine, ground, sort)))
        drawn = [t for t in drawn if all(t is not m for m in mine)]
    if all(sort != "redline" for sort, _ in made.lines):
        only = _only_candidate(drawn, ground)
        made.lines.insert(0, ("redline", _line([only], ground, "redline")))
        drawn = [t for t in drawn if t is not only]
    for table in drawn:
        if table.format != "DXF" and _tidy(table) not in ("", "redline"):
            made.rest.append(table)
    left = [t.part or t.layer for t in drawn if all(t is not r for r in made.rest)]
    if left:
        sort, line = made.lines[0]
        note = ReadNote(None, "left", f"Other layers of the drawing are not read: {', '.join(left)[:300]}.")
        made.lines[0] = (sort, replace(line, notes=[*line.notes, note]))
    return made


def check_area(shape: shapely.Geometry, where: str) -> None:
    """Raise Problem for a red line that encloses too little or too much to be a site."""
    area = float(shape.area)
    if LEAST_M2 <= area <= MOST_M2:
        return
    shown = f"{area:,.1f} m²" if area < LEAST_M2 else f"{area / 1e6:,.1f} km²"
    than = "no site is so small" if area < LEAST_M2 else "no site is so large"
    raise Problem(
        f"The red line in {where} encloses {shown}, and {than}.",
        "Distances, densities and shares would all be of the wrong ground.",
        "Check the drawing's unit, and that this is the layer of the red line (--layer NAME).",
    )


def _speaks_for_itself(tables: Sequence[RawTable], drawn: Sequence[RawTable]) -> bool:
    """Whether the file needs nothing of what is done here."""
    if not any(map(_any_line, drawn)):
        return True
    if any(t.format == "DXF" for t in drawn):
        return False
    kinds = [_tidy(t) for t in drawn]
    outlines = [t for t, kind in zip(drawn, kinds, strict=True) if kind == "redline"]
    if "" in kinds and not outlines:
        return False  # lines, or nothing that any table of a scheme has
    named = any(tidy_columns(t, _RED_LINE).get("scheme") is not None for t in outlines)
    if len(outlines) > 1:
        return named
    return not any(_role_of(part) == "blueline" for t in outlines for part in _by_label(t)) or named


_RED_LINE = next(t for t in TIDY if t.role == "redline")


def _tidy(table: RawTable) -> str:
    tidy = tell(table)
    return "" if tidy is None else tidy.role


def _role(name: str) -> str:
    return "blueline" if _BLUE.search(name) else "redline" if _RED.search(name) else ""


def _role_of(table: RawTable) -> str:
    return _role(table.part) or _role(table.layer)


def _any_line(table: RawTable) -> bool:
    """Whether anything is drawn in it that could enclose ground."""
    return table.geometry is not None and bool((shapely.get_dimensions(table.geometry) > 0).any())


def _by_label(table: RawTable) -> list[RawTable]:
    """A table whose rows say themselves which line they are, one table for each."""
    for name, cells in table.columns.items():
        if name.casefold() not in _LABELS or table.format == "DXF":
            continue
        roles = [_role(str(c)) if c is not None else "" for c in cells]
        if len(set(roles)) > 1 and "blueline" in roles:
            return [
                _rows(table, [i for i, r in enumerate(roles) if r == sort], name)
                for sort in dict.fromkeys(roles)
            ]
    return [table]


def _rows(table: RawTable, at: list[int], label: str) -> RawTable:
    assert table.geometry is not None
    return replace(
        table,
        columns={n: [c[i] for i in at] for n, c in table.columns.items()},
        geometry=table.geometry[np.array(at)],
        rows=[table.rows[i] for i in at],
        layer=str(table.columns[label][at[0]]),
        part="",
    )


def _only_candidate(drawn: Sequence[RawTable], ground: Ground) -> RawTable:
    """The one layer that could be the red line. Raises Problem where there are several, or none."""
    found = [(t, outlines_of(_shapes(t))) for t in drawn if _any_line(t)]
    closed = [(t, o) for t, o in found if o.closed]
    if len(closed) == 1 and len(closed[0][1].closed) == 1:
        return closed[0][0]
    if not closed:
        lines = [t for t, o in found if o.open]
        if len(lines) == 1:
            return lines[0]  # what keeps it from closing is told there
        raise Problem(
            f"'{drawn[0].file if drawn else 'The file'}' holds no closed line. {_listed(drawn)}",
            "A red line is the outline of the site, so it has to close.",
            "Ask for the site's outline as one closed line, or say which layer it is on with --layer NAME.",
        )
    raise Problem(
        f"'{drawn[0].file}' does not say which of its lines is the red line. {_listed(drawn)}",
        "Placewell does not guess: everything else of a scheme hangs on it.",
        "Say which layer it is on with --layer NAME.",
    )


def _no_such_layer(layer: str, drawn: Sequence[RawTable]) -> Problem:
    return Problem(
        f"There is no layer called '{layer}'. {_listed(drawn)}",
        "Nothing was brought in.",
        "Write the layer's name as it stands in the file.",
    )


def _listed(drawn: Sequence[RawTable]) -> str:
    """What each layer holds, for a message."""
    said = []
    for table in drawn[:12]:
        found = outlines_of(_shapes(table))
        name = table.part or table.layer or "the one layer"
        hectares = ", ".join(f"{enclosed_m2(p) / 1e4:,.2f} ha" for p in found.closed[:3])
        what = (
            [f"{len(found.closed)} closed ({hectares}{' …' if len(found.closed) > 3 else ''})"]
            if found.closed
            else []
        )
        what += [f"{len(found.open)} open"] if found.open else []
        said.append(f"{name}: {', '.join(what) or 'no lines'}")
    more = f"; and {len(drawn) - 12} more" if len(drawn) > 12 else ""
    return f"Its layers: {'; '.join(said)}{more}." if said else ""


def _line(tables: Sequence[RawTable], ground: Ground, role: str) -> RawTable:
    """One table with one outline, of several parts where there are several. Raises Problem."""
    first = tables[0]
    what = "blue line" if role == "blueline" else "red line"
    plain = len(tables) == 1 and first.format != "DXF" and _all_outlines(first)
    if plain and (len(first) == 1 or role == "blueline"):
        return first
    notes = [n for t in tables for n in t.notes]
    shapes: list[shapely.Geometry] = []
    for table in tables:
        shapes += _shapes(table)
    if first.format == "DXF":
        shapes, said = _in_metres(shapes, ground, first.file)
        notes += said
    found = outlines_of(shapes)
    if found.joined_m:
        notes.append(
            ReadNote(None, "checked", f"Ends of the {what} up to {found.joined_m:.2f} m apart were joined.")
        )
    closed = [p for p in found.closed if enclosed_m2(p) >= LEAST_M2] or found.closed
    if not closed:
        raise _never_closes(found.open, first, what)
    if found.open:
        length = sum(x.length for x in found.open)
        notes.append(
            ReadNote(
                None,
                "left",
                f"{len(found.open)} open lines on its layer ({length:,.0f} m) enclose nothing; not read.",
            )
        )
    notes += _crossings(closed)
    site = one_site(closed)
    parts = [p for p in shapely.get_parts(site) if p.area > 0]
    if len(parts) > 1:
        sizes = ", ".join(f"{p.area / 1e4:,.2f}" for p in sorted(parts, key=lambda p: -p.area)[:8])
        notes.append(
            ReadNote(
                None,
                "checked",
                f"The {what} is of {len(parts)} separate parts ({sizes} ha); kept as one site.",
            )
        )
    columns: dict[str, list[Cell]] = (
        {} if first.format == "DXF" else {n: [c[0]] for n, c in first.columns.items()}
    )
    shape = np.empty(1, dtype=object)
    shape[0] = shapely.MultiPolygon(parts)
    return replace(first, columns=columns, geometry=shape, rows=[1], notes=list(dict.fromkeys(notes)))


def _shapes(table: RawTable) -> list[shapely.Geometry]:
    """What is drawn in it that could be part of an outline."""
    assert table.geometry is not None
    keep = (shapely.get_dimensions(table.geometry) > 0) & ~shapely.is_empty(table.geometry)
    return list(table.geometry[keep])


def _all_outlines(table: RawTable) -> bool:
    return table.geometry is not None and bool((shapely.get_dimensions(table.geometry) == 2).all())


def _crossings(closed: Sequence[shapely.Polygon]) -> list[ReadNote]:
    """That a line crosses itself, and what its ground is then."""
    notes = []
    for outline in closed:
        if not shapely.is_valid(outline):
            mended = shapely.make_valid(outline)
            notes.append(
                ReadNote(
                    None,
                    "repaired",
                    f"The outline crosses itself; mended to the ground it goes round ({mended.area / 1e4:,.2f} ha;"
                    f" reckoned along the line as drawn it would be {outline.area / 1e4:,.2f} ha).",
                )
            )
    return notes


def _in_metres(
    shapes: list[shapely.Geometry], ground: Ground, file: str
) -> tuple[list[shapely.Geometry], list[ReadNote]]:
    """A drawing's lines in the metres of the project's grid, by where its figures lie. Raises Problem."""
    x0, y0, x1, y1 = ground.frame.box
    box = shapely.box(x0, y0, x1, y1)
    at = shapely.box(*shapely.total_bounds(np.array(shapes, dtype=object)))
    if not shapes or shapely.intersects(at, box):
        return shapes, []
    for scale, words in (
        (0.001, "Its figures are a thousand times those of the National Grid: read as millimetres."),
        (
            1000.0,
            "The drawing says millimetres, but its figures are metres of the National Grid: read as metres.",
        ),
    ):
        scaled = shapely.transform(at, lambda xy, k=scale: xy * k)
        if shapely.intersects(scaled, box):
            made = [shapely.transform(s, lambda xy, k=scale: xy * k) for s in shapes]
            return made, [ReadNote(None, "checked", words)]
    west, south, east, north = at.bounds
    if max(abs(west), abs(south), abs(east), abs(north)) < 50_000:
        raise Problem(
            f"'{file}' is drawn in the architect's own coordinates (from {west:,.0f}, {south:,.0f} to {east:,.0f}, {north:,.0f}).",
            "It does not say where on the National Grid the site lies.",
            "Ask for the red line in National Grid coordinates (EPSG:27700).",
        )
    return shapes, []


def _never_closes(lines: Sequence[shapely.LineString], table: RawTable, what: str) -> Problem:
    name = table.part or table.layer or table.file
    if not lines:
        return Problem(
            f"Nothing on '{name}' of '{table.file}' encloses any ground.",
            f"A {what} is the outline of land, so it has to close.",
            "Check that it is the right layer (--layer NAME).",
        )
    apart, (x, y) = widest_way_apart(lines)
    return Problem(
        f"The {what} in '{table.file}' does not close: {apart:,.2f} m are missing near {x:,.0f}, {y:,.0f}.",
        f"A {what} is the outline of land, so it has to close.",
        "Ask for it as one closed line, or draw the missing piece in the program that it came from.",
    )
