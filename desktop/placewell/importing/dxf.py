"""Drawings (DXF): each drawing layer as a table of its closed outlines, lines and points, in metres."""

from __future__ import annotations

import logging
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from placewell.importing import says
from placewell.importing.raw import Cell, RawTable, ReadNote
from placewell.importing.shapes import shapes_of

_METRES = {1: 0.0254, 2: 0.3048, 4: 0.001, 5: 0.01, 6: 1.0, 7: 1000.0, 10: 0.9144, 14: 0.1}
_NAMES = {
    1: "inches",
    2: "feet",
    4: "millimetres",
    5: "centimetres",
    6: "metres",
    7: "kilometres",
    10: "yards",
    14: "decimetres",
}
_FLATTEN = 0.01
"""How far a curve's straight pieces may stray from it, in metres."""
_MAX_DEPTH = 4
_COLOURS = {1: "red", 2: "yellow", 3: "green", 4: "cyan", 5: "blue", 6: "magenta", 7: "black or white"}
"""Names of the first of the colours that drawings have by number."""
_BY_BLOCK, _BY_LAYER = 0, 256
_Thing = tuple[str, str, Any, str]
"""Kind, text, shape, colour."""


def read_dxf(path: Path, name: str) -> list[RawTable]:
    """A drawing's layers; coordinates in metres where the drawing says its unit, else as drawn."""
    from ezdxf import recover
    from ezdxf.lldxf.const import DXFError

    logging.getLogger("ezdxf").setLevel(logging.CRITICAL)
    try:
        drawing, _ = recover.readfile(path)
    except (DXFError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as fault:
        raise says.damaged(name) from fault
    unit = drawing.header.get("$INSUNITS", 0)
    scale = _METRES.get(unit, 1.0)
    layers: dict[str, list[_Thing]] = defaultdict(list)
    left: dict[str, int] = defaultdict(int)
    colours = {str(x.dxf.name).casefold(): _colour(x, "") for x in drawing.layers}
    for entity in drawing.modelspace():
        _take(entity, scale, layers, left, colours)
    if not layers:
        raise says.wanted(
            name,
            "a drawing without lines, outlines or points in its model space",
            "Ask for the drawing with the site plan in model space, or for the red line alone.",
        )
    notes = [_unit_note(unit)]
    notes += [
        ReadNote(None, "left", f"{n:,} {kind} in the drawing are not read.")
        for kind, n in sorted(left.items())
    ]
    tables = []
    for at, (layer, things) in enumerate(sorted(layers.items())):
        made = _table(name, layer, things, notes if at == 0 else notes[:1])
        tables.append(replace(made, unit_m=scale))
    return tables


def _unit_note(unit: int) -> ReadNote:
    if unit in _NAMES:
        return ReadNote(
            None, "checked", f"The drawing is in {_NAMES[unit]}" + ("." if unit == 6 else "; read in metres.")
        )
    return ReadNote(None, "checked", "The drawing does not say its unit; its figures are taken as they are.")


def _table(name: str, layer: str, things: list[_Thing], notes: list[ReadNote]) -> RawTable:
    import shapely

    own = list(notes)
    wkb: Any = np.empty(len(things), dtype=object)
    wkb[:] = [shapely.to_wkb(shape) for _, _, shape, _ in things]
    shapes = shapes_of(wkb, own)
    columns: dict[str, Sequence[Cell]] = {
        "layer": [layer] * len(things),
        "entity": [k for k, _, _, _ in things],
        "text": [t or None for _, t, _, _ in things],
        "colour": [c or None for _, _, _, c in things],
    }
    return RawTable(name, layer, "DXF", columns, shapes, "", True, range(1, len(things) + 1), own)


def _take(
    entity: Any,
    scale: float,
    layers: dict[str, list[_Thing]],
    left: dict[str, int],
    colours: dict[str, str],
    inside: tuple[str, ...] = (),
    block_colour: str = "",
) -> None:
    """One thing of the drawing, and what is within it where it is a block.

    What a block holds on layer 0 lies on the layer that the block was put on, the last of `inside`.
    """
    kind, layer = entity.dxftype(), str(entity.dxf.get("layer", "0"))
    if layer == "0" and inside:
        layer = inside[-1]
    colour = _colour(entity, block_colour) or colours.get(layer.casefold(), "")
    try:
        if kind == "INSERT":
            layers[layer].append((kind, str(entity.dxf.name), _point(entity.dxf.insert, scale), colour))
            if len(inside) < _MAX_DEPTH and entity.mcount == 1:
                for inner in entity.virtual_entities():
                    _take(inner, scale, layers, left, colours, (*inside, layer), colour)
            return
        shape = _shape(entity, kind, scale)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, ArithmeticError, RuntimeError):
        shape = None
    if shape is None:
        left[f"things of the kind {kind}"] += 1
    else:
        text = str(entity.dxf.get("text", "")) if kind in ("TEXT", "ATTRIB") else ""
        layers[layer].append((kind, entity.plain_text() if kind == "MTEXT" else text, shape, colour))


def _colour(thing: Any, of_block: str) -> str:
    """The colour of a thing or a layer in a word, else its number or '#rrggbb'; '' where its layer says it."""
    number, exact = thing.dxf.get("color", _BY_LAYER), thing.dxf.get("true_color")
    if isinstance(exact, int):
        red, green, blue = exact >> 16 & 255, exact >> 8 & 255, exact & 255
        if red >= 200 and max(green, blue) <= 60:
            return "red"
        return "blue" if blue >= 200 and max(red, green) <= 60 else f"#{exact & 0xFFFFFF:06x}"
    if number == _BY_BLOCK:
        return of_block
    if not isinstance(number, int) or number == _BY_LAYER:
        return ""
    # A layer that is switched off has its colour as a negative number.
    return _COLOURS.get(abs(number), f"colour {abs(number)}")


def _shape(entity: Any, kind: str, scale: float) -> Any:
    import shapely
    from ezdxf import path as paths

    if kind == "POINT":
        return _point(entity.dxf.location, scale)
    if kind in ("TEXT", "MTEXT", "ATTRIB"):
        return _point(entity.dxf.insert, scale)
    if kind == "HATCH":
        rings = [r for p in paths.from_hatch(entity) if len(r := _points(p, scale)) > 3]
        return (
            shapely.union_all([shapely.polygons(r) for r in rings[:1]])
            if len(rings) == 1
            else _with_holes(rings)
        )
    if kind not in ("LINE", "LWPOLYLINE", "POLYLINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE"):
        return None
    points = _points(paths.make_path(entity), scale)
    if len(points) < 2:
        return None
    closed = kind != "LINE" and len(points) > 3 and math.dist(points[0], points[-1]) < 1e-6
    return shapely.polygons(points) if closed else shapely.linestrings(points)


def _with_holes(rings: list[Any]) -> Any:
    """Rings of a hatch as it is filled: a ring within another is a hole, one within that is land again."""
    import shapely

    if not rings:
        return None
    shape = shapely.polygons(rings[0])
    for ring in rings[1:]:
        shape = shapely.symmetric_difference(shape, shapely.polygons(ring))
    return shape


def _points(path: Any, scale: float) -> list[tuple[float, float]]:
    return [(p.x * scale, p.y * scale) for p in path.flattening(_FLATTEN / scale)]


def _point(at: Any, scale: float) -> Any:
    import shapely

    return shapely.points(at[0] * scale, at[1] * scale)
