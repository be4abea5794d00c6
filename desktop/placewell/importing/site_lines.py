"""The red line (and blue line) of a site out of what applicants send: which layer, rows or colour is which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import shapely

from placewell.domain.errors import Problem
from placewell.importing.place import Ground
from placewell.importing.raw import RawTable, ReadNote
from placewell.importing.rings import enclosed_m2, one_site, outlines_of
from placewell.importing.scheme_columns import TIDY, tell, tidy_columns
from placewell.importing.site_metres import Drawn
from placewell.importing.site_outline import LEAST_M2, MOST_M2, MOST_OUTLINES, outline_of
from placewell.importing.site_parts import Part, by_colour, parts_of, placed_parts

_MOST_LINES = 2_000
"""Of a layer with more lines than this nobody asks what they would enclose together."""
_RED_LINE = next(t for t in TIDY if t.role == "redline")
_CALLED = {"redline": "red line", "blueline": "blue line"}


@dataclass
class SiteLines:
    """Tables that are lines of a site, each with its role ('redline', 'blueline'); and the rest."""

    lines: list[tuple[str, RawTable]] = field(default_factory=list)
    rest: list[RawTable] = field(default_factory=list)


def site_lines(
    tables: Sequence[RawTable], ground: Ground, layer: str = "", role: str = "", crs: str = ""
) -> SiteLines:
    """The lines of a site among the tables of one file. Raises Problem where they cannot be told or closed.

    `layer`, `role` ('redline', 'blueline') and `crs` are the user's word. A line that had to be put together
    is in the project's coordinates where the file's are degrees. A file with one plain table of outlines is
    left as it is: it says what it is by its columns.
    """
    drawn = [t for t in tables if t.geometry is not None]
    if not layer and role != "blueline" and _speaks_for_itself(tables, drawn):
        return SiteLines(rest=list(tables))
    parts = placed_parts(drawn, ground, crs)
    chosen = _chosen(parts, layer) if layer else parts
    told: dict[str, list[Part]] = {}
    notes: list[ReadNote] = []
    for sort in (role,) if role else ("redline", "blueline"):
        mine = [p for p in chosen if p.role == sort and p.drawn.shapes]
        if mine:
            told[sort] = _settled(mine, sort, chosen)
    sort = role or "redline"
    free = [p for p in chosen if not p.role and p.drawn.shapes and (layer or _could_be(p.whole))]
    if sort not in told and layer and (free or not told):
        told[sort] = free or chosen
    elif sort not in told and (free or not told):
        # Where nothing else is drawn, a file of a blue line alone is one.
        told |= _by_sign(free or parts, sort, notes, both=not role and not told)
    made = SiteLines(rest=[t for t in tables if t.geometry is None])
    for sort in ("redline", "blueline"):
        if sort in told:
            made.lines.append((sort, outline_of([p.drawn for p in told[sort]], ground, sort)))
    used = [p for mine in told.values() for p in mine]
    _tell_the_rest(made, parts, used, notes)
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
    if not any(t.geometry is not None and (shapely.get_dimensions(t.geometry) > 0).any() for t in drawn):
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
    return named or not any(p.role == "blueline" for p in parts_of(outlines))


def _could_be(table: RawTable) -> bool:
    """Whether nothing says that a layer is another table of a scheme: its blocks, its walking links."""
    return table.format == "DXF" or _tidy(table) in ("", "redline")


def _tidy(table: RawTable) -> str:
    tidy = tell(table)
    return "" if tidy is None else tidy.role


def _chosen(parts: Sequence[Part], layer: str) -> list[Part]:
    """The parts of the layer that the user names. Raises Problem where there is none."""
    wanted = layer.casefold()
    found = [p for p in parts if wanted in (p.table.part.casefold(), p.table.layer.casefold())]
    if not found:
        raise Problem(
            f"There is no layer called '{layer}'. {_listed(parts)}",
            "Nothing was brought in.",
            "Write the layer's name as it stands in the file.",
        )
    return found


def _settled(mine: list[Part], sort: str, parts: Sequence[Part]) -> list[Part]:
    """Of several parts called the same line, those that draw it. Raises Problem where they differ."""
    best = max(p.sure for p in mine)
    mine = [p for p in mine if p.sure == best]
    if len(mine) == 1 or sort == "blueline":
        return mine
    alone = [(p, one_site(closed)) for p in mine if (closed := _closed(p))]
    if not alone:
        return mine  # a line in pieces, each on a layer of its own
    kept: list[tuple[Part, shapely.Geometry]] = []
    for part, site in alone:
        same = [s for _, s in kept if shapely.symmetric_difference(s, site).area < 0.002 * s.area]
        if same:
            continue
        if any(shapely.intersection(s, site).area > 1.0 for _, s in kept):
            raise _not_told(parts, sort)
        kept.append((part, site))
    return [p for p, _ in kept]


def _closed(part: Part) -> list[shapely.Polygon]:
    """Closed outlines of a part that could be a site's; none of a layer with too much on it to be asked."""
    if _crowded(part.drawn):
        return []
    return [p for p in outlines_of(part.drawn.shapes).closed if enclosed_m2(p) >= LEAST_M2]


def _crowded(drawn: Drawn) -> bool:
    outlines = sum(int(shapely.get_dimensions(s)) == 2 for s in drawn.shapes)
    return outlines > MOST_OUTLINES or len(drawn.shapes) - outlines > _MOST_LINES


def _by_sign(parts: list[Part], sort: str, notes: list[ReadNote], both: bool) -> dict[str, list[Part]]:
    """The line where no name says it: by its colour, else the only one there is. Raises Problem.

    With `both`, a blue line told by its colour is taken too.
    """
    for part in parts:
        if part.drawn.fault is not None:
            raise part.drawn.fault
    found: dict[str, list[Part]] = {}
    for one in (sort, "blueline") if both and sort != "blueline" else (sort,):
        coloured = [c for p in parts if (c := by_colour(p, one)) is not None and len(_closed(c)) == 1]
        if len(coloured) != 1 or (one != sort and not found):
            continue
        found[one] = coloured
        notes.append(
            ReadNote(
                None,
                "checked",
                f"No layer is called {_CALLED[one]}; the one closed line drawn in"
                f" {'red' if one == 'redline' else 'blue'}, on '{coloured[0].name}', was taken.",
            )
        )
    return found or {sort: [_only_candidate(parts, sort, notes)]}


def _only_candidate(parts: Sequence[Part], sort: str, notes: list[ReadNote]) -> Part:
    """The one layer that could be the line. Raises Problem where there are several, or none."""
    drawn = [p for p in parts if p.drawn.shapes]
    if len(drawn) == 1 and (sort == "blueline" or drawn[0].table.format != "DXF"):
        return drawn[0]
    crowded = any(_crowded(p.drawn) for p in drawn)
    closed = [] if crowded else [p for p in drawn if _closed(p)]
    if len(closed) == 1 and len(_closed(closed[0])) == 1:
        called = f"No layer is called {_CALLED[sort]}; the one closed line, on '{closed[0].name}', was taken."
        notes.append(ReadNote(None, "checked", called))
        return closed[0]
    if closed or crowded:
        raise _not_told(parts, sort)
    if len(drawn) == 1:
        return drawn[0]  # what keeps it from closing is told there
    raise Problem(
        f"'{parts[0].table.file if parts else 'The file'}' holds no closed line. {_listed(parts)}",
        f"A {_CALLED[sort]} is the outline of land, so it has to close.",
        "Ask for the site's outline as one closed line, or say which layer it is on with --layer NAME.",
    )


def _not_told(parts: Sequence[Part], sort: str) -> Problem:
    return Problem(
        f"'{parts[0].table.file}' does not say which of its lines is the {_CALLED[sort]}. {_listed(parts)}",
        "Placewell does not guess: everything else of a scheme hangs on it.",
        "Say which layer it is on with --layer NAME.",
    )


def _listed(parts: Sequence[Part]) -> str:
    """What each layer holds, for a message."""
    said = []
    for part in parts[:12]:
        if _crowded(part.drawn):
            outlines = sum(int(shapely.get_dimensions(s)) == 2 for s in part.drawn.shapes)
            what = [f"{outlines:,} closed", f"{len(part.drawn.shapes) - outlines:,} open"]
        else:
            found = outlines_of(part.drawn.shapes)
            hectares = ", ".join(f"{enclosed_m2(p) / 1e4:,.2f} ha" for p in found.closed[:3])
            more = " …" if len(found.closed) > 3 else ""
            what = [f"{len(found.closed)} closed ({hectares}{more})"] if found.closed else []
            what += [f"{len(found.open)} open"] if found.open else []
        said.append(f"{part.name}: {', '.join(what) or 'no lines'}")
    more = f"; and {len(parts) - 12} more" if len(parts) > 12 else ""
    return f"Its layers: {'; '.join(said)}{more}." if said else ""


def _tell_the_rest(
    made: SiteLines, parts: Sequence[Part], used: Sequence[Part], notes: list[ReadNote]
) -> None:
    """What of the file is no line of the site: other tables of a scheme go on, the others are told."""
    left = []
    for table in {id(p.whole): p.whole for p in parts}.values():
        mine = [p for p in parts if p.whole is table]
        taken = sum(len(u.drawn.shapes) for u in used if u.whole is table)
        if taken:
            if taken < sum(len(p.drawn.shapes) for p in mine):
                left.append(f"{mine[0].name} (the rest of it)")
        elif table.format != "DXF" and _tidy(table) not in ("", "redline"):
            made.rest.append(table)
        else:
            left.append(mine[0].name)
        if table.format == "DXF":
            # What the whole drawing could not give is noted with its first layer, which may not be this one.
            notes += [n for n in table.notes if n.sort == "left"]
    if left:
        what = "drawing" if used[0].table.format == "DXF" else "file"
        notes.append(
            ReadNote(None, "left", f"Other layers of the {what} are not read: {', '.join(left)[:300]}.")
        )
    sort, line = made.lines[0]
    made.lines[0] = (sort, replace(line, notes=list(dict.fromkeys((*line.notes, *notes)))))
