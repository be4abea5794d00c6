"""Where each row lies: from shapes, columns of coordinates, text or postcodes to the project's map."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.crs import NATIONAL_GRID, WGS84, describe
from placewell.domain.errors import Problem
from placewell.domain.rows import Geometries
from placewell.importing.coordinates import (
    Floats,
    Frame,
    Reading,
    impossible,
    near_frame,
    read_coordinates,
    transform,
    transform_shapes,
)
from placewell.importing.fields import Columns, Remark, number, text
from placewell.importing.repair import mend
from placewell.importing.source import Source
from placewell.importing.spread import covers, strays

AGREE_M = 50.0
"""Two columns of coordinates in one row may differ by this much before it is worth a line."""


@dataclass(frozen=True)
class Ground:
    """The project's place: its frame, and the boundary with the margin that layers reach to."""

    frame: Frame
    boundary: shapely.Geometry
    reach: shapely.Geometry


@dataclass
class Placed:
    """What could be placed. Arrays are one entry a row of the table; `shape` None where not held."""

    shape: Geometries
    held: npt.NDArray[np.bool_]
    elsewhere: int = 0
    rejected: int = 0
    repaired: int = 0
    covers: float = 0.0
    """Share of the boundary-and-margin's box that the whole file's box covers: does it reach all of it?"""
    crs: str = ""
    named_crs: bool = True
    without_postcode: list[tuple[int, str]] = field(default_factory=list)
    districts: frozenset[str] = frozenset()
    """Postcode districts (SE22) of which the project knows some postcodes."""
    postcodes_cover: float = 0.0
    """As `covers`, of the list of postcodes."""
    remarks: list[Remark] = field(default_factory=list)


def place(
    columns: Columns,
    source: Source,
    keep: npt.NDArray[np.bool_],
    ground: Ground,
    postcodes: Mapping[str, shapely.Point],
    stated_crs: str = "",
    shape_of: str = "",
) -> Placed:
    """Every kept row's place in the project's coordinates, clipped to what the project holds.

    `shape_of` is the geometry type of the kind ('MULTIPOLYGON', 'POINT', ...). Raises Problem
    where the file's coordinates cannot be understood.
    """
    count = len(keep)
    placed = Placed(np.full(count, None, dtype=object), np.zeros(count, dtype=bool))
    rows = columns.table.rows
    if columns.table.geometry is not None:
        _place_shapes(columns.table.geometry, keep, stated_crs or columns.table.crs, ground, placed, rows)
    else:
        _place_columns(columns, source, keep, ground, postcodes, stated_crs, placed)
    held = placed.held & keep
    at = np.flatnonzero(held)
    mended = mend(placed.shape[at], shape_of)
    for i, why in mended.repaired:
        placed.remarks.append(Remark("repaired", why, rows[at[i]]))
    for i, why in mended.unusable:
        placed.remarks.append(Remark("rejected", why, rows[at[i]]))
    placed.repaired, placed.rejected = len(mended.repaired), placed.rejected + len(mended.unusable)
    placed.shape[at] = mended.shapes
    within = np.zeros(len(at), dtype=bool)
    usable = ~shapely.is_missing(mended.shapes)
    shapely.prepare(ground.reach)
    within[usable] = shapely.intersects(ground.reach, mended.shapes[usable])
    placed.elsewhere += int((usable & ~within).sum())
    placed.held[:] = False
    placed.held[at[within]] = True
    return placed


def _place_shapes(
    shapes: Geometries,
    keep: npt.NDArray[np.bool_],
    stated: str,
    ground: Ground,
    placed: Placed,
    rows: Sequence[int],
) -> None:
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    for i in np.flatnonzero(missing & keep).tolist():
        placed.remarks.append(
            Remark("rejected", "This row has no place on the map, so it cannot be brought in.", rows[i])
        )
    placed.rejected += int((missing & keep).sum())
    at = np.flatnonzero(~missing & keep)
    if not len(at):
        return
    bounds = shapely.bounds(shapes[at])
    # Halved first: a hostile file's greatest numbers must not overflow.
    cx, cy = bounds[:, 0] / 2 + bounds[:, 2] / 2, bounds[:, 1] / 2 + bounds[:, 3] / 2
    finite = np.isfinite(cx) & np.isfinite(cy)
    for i in at[~finite].tolist():
        placed.remarks.append(Remark("rejected", "The coordinates of this row are not numbers.", rows[i]))
    placed.rejected += int((~finite).sum())
    at, bounds, cx, cy = at[finite], bounds[finite], cx[finite], cy[finite]
    if not len(at):
        return
    reading = read_coordinates(cx, cy, stated, ground.frame)
    _told(reading, stated, placed)
    if reading.swapped:
        bounds, cx, cy = bounds[:, [1, 0, 3, 2]], cy, cx
    odd = impossible(cx, cy, reading, ground.frame)
    _tell_impossible(at[odd], reading, placed, rows)
    at, bounds = at[~odd], bounds[~odd]
    if not len(at):
        return
    placed.covers = covers(bounds, reading.crs, ground.frame)
    near = near_frame(bounds, reading.crs, ground.frame)
    placed.elsewhere += int((~near).sum())
    _tell_strays(strays(bounds, near, reading.crs, ground.frame), at, placed, rows)
    placed.shape[at[near]] = transform_shapes(shapes[at[near]], reading, ground.frame.crs)
    placed.held[at[near]] = True


def _place_columns(
    columns: Columns,
    source: Source,
    keep: npt.NDArray[np.bool_],
    ground: Ground,
    postcodes: Mapping[str, shapely.Point],
    stated: str,
    placed: Placed,
) -> None:
    rule, rows = source.place, columns.table.rows
    pair = _pair(columns, rule, "easting", "northing"), _pair(columns, rule, "longitude", "latitude")
    wkt = _cells(columns, rule.get("wkt", ()))
    post = _cells(columns, rule.get("postcode", ()))
    if pair[0] is None and pair[1] is None and wkt is None and post is None:
        raise Problem(
            "No columns of this table say where its rows are.",
            "Without a place they cannot be put on the map.",
            "Say which columns hold it, with --map easting=COLUMN northing=COLUMN, or longitude and latitude, or postcode.",
        )
    unplaced = keep.copy()
    if wkt is not None:
        # A list may draw some of its sites and give only a point for others.
        written = keep & np.array([bool(text(c)) for c in wkt], dtype=bool)
        others = pair != (None, None) or post is not None
        drawn = written if others else keep
        shapes, bad = _from_wkt(wkt, drawn)
        for i in bad:
            placed.remarks.append(
                Remark("rejected", "The place written in this row cannot be read.", rows[i])
            )
        placed.rejected += len(bad)
        sound = drawn.copy()
        sound[bad] = False
        _place_shapes(shapes, sound, stated, ground, placed, rows)
        unplaced &= ~drawn
        if not unplaced.any():
            return
    for xy, crs in ((pair[0], stated), (pair[1], stated or WGS84)):
        if xy is None:
            continue
        x, y = xy
        there = unplaced & np.isfinite(x) & np.isfinite(y) & ~((x == 0) & (y == 0))
        if there.any():
            _place_points(x, y, crs, there, ground, placed, rows)
            unplaced &= ~there
    if pair[0] and pair[1]:
        _compare_pairs(pair[0], pair[1], keep, ground, placed)
    if post is not None:
        _place_postcodes(post, unplaced, ground, postcodes, placed, rows)
        return
    names = ("easting", "northing", "longitude", "latitude")
    written_in = [c for n in names if (c := _cells(columns, rule.get(n, ()))) is not None]
    for i in np.flatnonzero(unplaced).tolist():
        written = any(text(c[i]) and number(c[i]) is None for c in written_in)
        words = (
            "The coordinates of this row cannot be read as numbers."
            if written
            else "This row has no coordinates, so it cannot be put on the map."
        )
        placed.remarks.append(Remark("rejected", words, rows[i]))
    placed.rejected += int(unplaced.sum())


def _pair(
    columns: Columns, rule: Mapping[str, tuple[str, ...]], x: str, y: str
) -> tuple[Floats, Floats] | None:
    xs, ys = _cells(columns, rule.get(x, ())), _cells(columns, rule.get(y, ()))
    if xs is None or ys is None:
        return None
    return _numbers(xs), _numbers(ys)


def _cells(columns: Columns, names: Sequence[str]) -> Sequence[object] | None:
    return next((c for n in names if (c := columns.get(n)) is not None), None)


def _numbers(cells: Sequence[object]) -> Floats:
    return np.array([np.nan if (v := number(c)) is None else v for c in cells], dtype=float)


def _place_points(
    x: Floats,
    y: Floats,
    stated: str,
    there: npt.NDArray[np.bool_],
    ground: Ground,
    placed: Placed,
    rows: Sequence[int],
) -> None:
    at = np.flatnonzero(there)
    reading = read_coordinates(x[at], y[at], stated, ground.frame)
    _told(reading, stated, placed)
    if reading.swapped:
        x, y = y, x
    odd = impossible(x[at], y[at], reading, ground.frame)
    _tell_impossible(at[odd], reading, placed, rows)
    at = at[~odd]
    if not len(at):
        return
    box = np.column_stack([x[at], y[at], x[at], y[at]])
    placed.covers = max(placed.covers, covers(box, reading.crs, ground.frame))
    near = near_frame(box, reading.crs, ground.frame)
    placed.elsewhere += int((~near).sum())
    _tell_strays(strays(box, near, reading.crs, ground.frame), at, placed, rows)
    e, n = transform(x[at[near]], y[at[near]], reading.crs, ground.frame.crs)
    placed.shape[at[near]] = shapely.points(e, n)
    placed.held[at[near]] = True


def _place_postcodes(
    cells: Sequence[object],
    need: npt.NDArray[np.bool_],
    ground: Ground,
    postcodes: Mapping[str, shapely.Point],
    placed: Placed,
    rows: Sequence[int],
) -> None:
    if need.any() and not postcodes and placed.held.any():
        for i in np.flatnonzero(need).tolist():
            words = "This row has no coordinates, and the project has no list of postcodes to place it by."
            placed.remarks.append(Remark("rejected", words, rows[i]))
        placed.rejected += int(need.sum())
        return
    if need.any() and not postcodes:
        raise Problem(
            "This list places its entries by postcode, and the project has no list of postcodes yet.",
            "Without one the entries cannot be put on the map.",
            "Bring in Code-Point Open (or another list of postcodes with coordinates) first, or together with it.",
        )
    found: list[int] = []
    for i in np.flatnonzero(need).tolist():
        code = tidy_postcode(text(cells[i]))
        point = postcodes.get(code)
        if point is None:
            placed.without_postcode.append((i, code))
            continue
        placed.shape[i] = point
        placed.held[i] = True
        found.append(i)
    placed.districts = frozenset(code.split(" ")[0] for code in postcodes)
    if need.any():
        known = shapely.bounds(np.array(list(postcodes.values()), dtype=object))
        placed.postcodes_cover = covers(known, ground.frame.crs, ground.frame)
    if found:
        placed.covers = max(
            placed.covers, covers(shapely.bounds(placed.shape[found]), ground.frame.crs, ground.frame)
        )
        placed.crs = placed.crs or "postcode"


def tidy_postcode(value: str) -> str:
    """'se208bd' as 'SE20 8BD'; text that is no postcode comes back in capitals as it is."""
    squeezed = re.sub(r"\s+", "", value.upper())
    return (
        f"{squeezed[:-3]} {squeezed[-3:]}"
        if re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", squeezed)
        else squeezed
    )


def _from_wkt(cells: Sequence[object], keep: npt.NDArray[np.bool_]) -> tuple[Geometries, list[int]]:
    shapes = np.full(len(cells), None, dtype=object)
    bad = []
    for i in np.flatnonzero(keep).tolist():
        try:
            shapes[i] = shapely.from_wkt(text(cells[i]))
        except (shapely.errors.ShapelyError, NotImplementedError, ValueError):
            bad.append(int(i))
    return shapes, bad


def _compare_pairs(
    grid: tuple[Floats, Floats],
    degrees: tuple[Floats, Floats],
    keep: npt.NDArray[np.bool_],
    ground: Ground,
    placed: Placed,
) -> None:
    if ground.frame.crs != NATIONAL_GRID:
        return
    both = keep & np.isfinite(grid[0] + grid[1] + degrees[0] + degrees[1])
    if not both.any():
        return
    e, n = transform(degrees[0][both], degrees[1][both], WGS84, NATIONAL_GRID)
    apart = np.hypot(e - grid[0][both], n - grid[1][both])
    wrong = int((apart > AGREE_M).sum())
    if wrong:
        placed.remarks.append(
            Remark(
                "checked",
                f"{wrong:,} rows give two places more than {AGREE_M:.0f} m apart; the National Grid one was used.",
            )
        )


def _told(reading: Reading, stated: str, placed: Placed) -> None:
    placed.crs = reading.crs
    placed.named_crs = stated.startswith("EPSG:") and not reading.remark
    if reading.remark:
        placed.remarks.append(Remark("checked", reading.remark))


def _tell_impossible(at: npt.NDArray[np.intp], reading: Reading, placed: Placed, rows: Sequence[int]) -> None:
    for i in at.tolist():
        words = f"The coordinates of this row cannot be {describe(reading.crs)} like those of the rest: they lie outside Great Britain, are swapped, or are of another kind."
        placed.remarks.append(Remark("rejected", words, rows[i]))
    placed.rejected += len(at)


def _tell_strays(
    found: Sequence[tuple[int, str]], at: npt.NDArray[np.intp], placed: Placed, rows: Sequence[int]
) -> None:
    for i, where in found:
        words = f"This row lies {where}, though nearly all others are in it: its coordinates look mistaken."
        placed.remarks.append(Remark("rejected", words, rows[at[i]]))
        placed.elsewhere -= 1
        placed.rejected += 1
