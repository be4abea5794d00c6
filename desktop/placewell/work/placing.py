"""An applicant's plan brought in by known points: a page with what was traced on it, or a drawing with its own lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from placewell.domain.errors import Problem
from placewell.domain.plan import Plan, PlanImage
from placewell.importing.fit import Fit, Pair, fit
from placewell.importing.page import Page, page_of
from placewell.importing.raw import Cell, RawTable
from placewell.importing.reader import Reader
from placewell.work.opened import Opened
from placewell.work.plans import as_held, placed, plan_of
from placewell.work.traced import Traced

_HEADS: dict[str, tuple[str, ...]] = {
    "page_x": ("pagex", "pagexmm", "x", "planx", "drawingx", "xmm"),
    "page_y": ("pagey", "pageymm", "y", "plany", "drawingy", "ymm"),
    "easting": ("easting", "eastings", "east", "e", "eastingm"),
    "northing": ("northing", "northings", "north", "n", "northingm"),
}


@dataclass(frozen=True)
class Placing:
    """What the user says of where a plan lies: a table of points, what was traced on it, which page, which scale."""

    points: Path
    trace: Path | None = None
    page: int | None = None
    scale: int | None = None


@dataclass(frozen=True)
class OnGround:
    """A plan that has been placed: what to keep of it, and its lines where they lie."""

    plan: Plan
    image: PlanImage | None
    tables: tuple[RawTable, ...]
    remarks: tuple[str, ...]
    traced: Traced


def place(opened: Opened, paths: Sequence[Path], placing: Placing) -> OnGround:
    """Read a plan and put it where its points say. Raises Problem; writes nothing."""
    if len(paths) != 1:
        raise Problem(
            f"{len(paths)} files were named with one table of points.",
            "Points say where one plan lies.",
            "Bring in the plans one by one, each with its own points.",
        )
    (path,) = paths
    with Reader() as reader:
        pairs = points_of(reader.read(placing.points))
        if path.suffix.casefold() not in (".dxf", ".dwg"):
            page = page_of(*reader.page(path, placing.page))
            traced = reader.read(placing.trace) if placing.trace is not None else []
            return _page(opened, page, pairs, traced, placing)
        if placing.trace is not None:
            raise Problem(
                f"{path.name} is a drawing: it has lines of its own.",
                "A trace is of a page that has none.",
                "Leave --trace out, or bring in the PDF of the sheet.",
            )
        return place_drawing(opened, path.name, reader.cells(path), pairs)


def _page(
    opened: Opened, page: Page, pairs: Sequence[Pair], traced: Sequence[RawTable], placing: Placing
) -> OnGround:
    scales = page.stated_scales
    stated = placing.scale or (scales[0] if len(scales) == 1 else None)
    if not page.sized:
        stated = None
    found = fit(pairs, stated_scale=stated)
    plan, image = plan_of(opened, page, pairs, found, stated_scale=stated)
    plan = as_held(opened, plan)
    said = [*page.remarks, *found.remarks]
    for n, pair in enumerate(pairs, 1):
        if not (0 <= pair.x <= page.wide_mm and 0 <= pair.y <= page.high_mm):
            said.append(
                f"Point {n} lies off the page, which is {page.wide_mm:,.0f} × {page.high_mm:,.0f} mm."
            )
    tables = []
    for table in traced:
        _check_on_page(table, page)
        tables.append(_moved(table, found, opened, 1.0))
    return OnGround(plan, image, tuple(tables), tuple(said), Traced(plan.id, found.accuracy_m))


def _check_on_page(table: RawTable, page: Page) -> None:
    """A trace in other units than the page's millimetres would come out somewhere, but not where it was drawn."""
    shapes = [s for s in (table.geometry if table.geometry is not None else ()) if s is not None]
    if not shapes:
        raise Problem(
            f"{table.file} holds no lines.",
            "There is nothing in it that was traced.",
            "Save the trace as GeoJSON, in millimetres of the page.",
        )
    west, south, east, north = shapely.total_bounds(shapes)
    edge = 0.02 * max(page.wide_mm, page.high_mm)
    if west < -edge or south < -edge or east > page.wide_mm + edge or north > page.high_mm + edge:
        raise Problem(
            f"What was traced in {table.file} lies off the page: it reaches from {west:,.1f}, {south:,.1f} to"
            f" {east:,.1f}, {north:,.1f}, and the page is {page.wide_mm:,.0f} × {page.high_mm:,.0f} mm.",
            "A trace is in millimetres from the lower left corner of the page as it is displayed.",
            "Trace it in those units; a file that is in map coordinates already needs no points.",
        )


def place_drawing(opened: Opened, name: str, tables: Sequence[RawTable], pairs: Sequence[Pair]) -> OnGround:
    """A drawing's tables where the points put them; `pairs` are in its own units. Raises Problem."""
    unit = tables[0].unit_m if tables else 1.0
    found = fit(pairs, paper=False)
    said = list(found.remarks)
    ratio = found.m_per_mm / unit
    if unit != 1.0 and abs(ratio - 1) > 0.01:
        said.append(
            f"By these points the drawing is {ratio:,.3f} times the size that its own unit says. The points were followed."
        )
    moved = tuple(_moved(t, found, opened, unit) for t in tables)
    shapes = [s for t in tables if t.geometry is not None for s in t.geometry if s is not None]
    west, south, east, north = (v / unit for v in shapely.total_bounds(shapes))
    outline = np.array([(west, south), (east, south), (east, north), (west, north)])
    plan = as_held(opened, placed(opened, name, outline, pairs, found))
    return OnGround(plan, None, moved, tuple(said), Traced(plan.id, found.accuracy_m))


def _moved(table: RawTable, by: Fit, opened: Opened, unit_m: float) -> RawTable:
    """A table with its lines on the ground."""
    if table.geometry is None:
        return table
    shapes: Any = np.empty(len(table.geometry), dtype=object)
    for n, shape in enumerate(table.geometry):
        shapes[n] = None if shape is None else shapely.transform(shape, lambda xy: by.place(xy / unit_m))
    return replace(table, geometry=shapes, crs=opened.project.crs, unit_m=1.0)


def points_of(tables: Sequence[RawTable]) -> list[Pair]:
    """The known points of a table with the columns page_x, page_y, easting and northing. Raises Problem."""
    table = tables[0]
    named = {"".join(ch for ch in c.casefold() if ch.isalnum()): c for c in table.columns}
    found = {
        want: next((named[h] for h in heads if h in named), None)
        for want, heads in _HEADS.items()
    }  # fmt: skip
    missing = [want for want, column in found.items() if column is None]
    if missing:
        raise Problem(
            f"{table.file} has no column {' and no column '.join(missing)}.",
            "A known point is a place on the plan and the same place on the ground.",
            "Head the columns page_x, page_y, easting, northing.",
        )
    pairs = []
    for n in range(len(table)):
        cells = {want: table.columns[str(column)][n] for want, column in found.items()}
        if all(c is None or str(c).strip() == "" for c in cells.values()):
            continue
        pairs.append(Pair(*(_number(table, n, want, cell) for want, cell in cells.items())))
    return pairs


def _number(table: RawTable, row: int, column: str, cell: Cell) -> float:
    try:
        if isinstance(cell, bool) or cell is None:
            raise ValueError
        return float(str(cell).replace(",", "").strip())
    except ValueError as fault:
        said = "is empty" if cell is None or not str(cell).strip() else f"says '{cell}', which is no number"
        raise Problem(
            f"Row {table.rows[row]} of {table.file}: {column} {said}.",
            "A point needs all four of its figures.",
            "Mend the row, or take it out.",
        ) from fault
