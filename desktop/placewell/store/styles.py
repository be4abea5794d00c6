"""`domain.style` as QGIS reads it: QML text for each table, kept in layer_styles.

A table that holds points and polygons together (assets, sites, commitments, backdrop) is opened by QGIS as one
layer for each; the default style is for the sort most of its rows are, and a second one, picked by
name, for the other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree as Xml

from placewell.domain import style
from placewell.domain.style import Style, Styling
from placewell.store.tables import GEOM, LAYER_STYLES, TABLES

MM_PER_PX = 25.4 / 96
QGIS_SHAPES = {
    "circle": "circle", "square": "square", "triangle": "triangle", "diamond": "diamond",
    "pentagon": "pentagon", "hexagon": "hexagon", "star": "star", "cross": "cross_fill",
    "corner": "diagonal_half_square", "half circle": "semi_circle", "half square": "half_square",
    "arrow": "filled_arrowhead", "quarter circle": "quarter_circle",
}  # fmt: skip

OFF_CENTRE = {
    "half circle": (0.0, 0.25),
    "half square": (0.25, 0.0),
    "quarter circle": (0.25, 0.25),
    "arrow": (0.25, 0.0),
}
"""How far QGIS draws these beside their place, as a share of their size; they are moved back."""


@dataclass(frozen=True)
class StyleRow:
    """One row of layer_styles."""

    table: str
    name: str
    qml: str
    default: bool
    description: str


def style_rows() -> list[StyleRow]:
    """All styles, in the order of their tables."""
    wanted = (
        ("project", "Placewell boundary", style.BOUNDARY, "fill", True),
        ("area", "Placewell areas", style.AREAS, "fill", True),
        ("asset", "Placewell assets (points)", style.ASSETS, "marker", True),
        ("asset", "Placewell assets (grounds)", style.ASSET_GROUNDS, "fill", False),
        ("street", "Placewell streets", style.STREETS, "line", True),
        ("stop", "Placewell stops", style.STOPS, "marker", True),
        ("site", "Placewell sites (points)", style.SITES, "marker", True),
        ("site", "Placewell sites (grounds)", style.SITE_GROUNDS, "fill", False),
        ("backdrop", "Placewell backdrop", style.BACKDROP, "fill", True),
        ("backdrop", "Placewell backdrop (lines)", style.BACKDROP_LINES, "line", False),
        ("PTAL point", "Placewell public transport", style.PTAL_POINTS, "marker", True),
        ("commitment", "Placewell commitments (points)", style.COMMITMENTS, "marker", True),
        ("commitment", "Placewell commitments (grounds)", style.COMMITMENT_GROUNDS, "fill", False),
        ("postcode", "Placewell postcodes", style.POSTCODES, "marker", True),
        ("scheme", "Placewell red line", style.SCHEMES, "fill", True),
        ("entrance", "Placewell entrances", style.ENTRANCES, "marker", True),
        ("block", "Placewell blocks", style.BLOCKS, "fill", True),
        ("blue line", "Placewell blue line", style.BLUE_LINES, "fill", True),
        ("link", "Placewell links", style.LINKS, "line", True),
        ("plan", "Placewell sheets of plans", style.PLANS, "fill", True),
        ("official PTAL", "Placewell official PTAL", style.PTAL_POINTS, "marker", True),
        ("provision", "Placewell provision (points)", style.PROVISION, "marker", True),
        ("provision", "Placewell provision (grounds)", style.PROVISION_GROUNDS, "fill", False),
    )
    return [
        StyleRow(TABLES[kind], name, qml(styling, sort), default, "As Placewell draws it")
        for kind, name, styling, sort, default in wanted
    ]


def put_styles(conn: sqlite3.Connection) -> None:
    """Write the styles by which QGIS draws what Placewell draws."""
    _write(conn, style_rows())


def add_missing_styles(conn: sqlite3.Connection) -> None:
    """Write those that are not there yet; what somebody has made of the others in QGIS stays."""
    found = conn.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (LAYER_STYLES,))
    if found.fetchone() is None:
        return
    there = set(conn.execute(f"SELECT f_table_name, styleName FROM {LAYER_STYLES}"))
    usual = {t for (t,) in conn.execute(f"SELECT f_table_name FROM {LAYER_STYLES} WHERE useAsDefault")}
    missing = [row for row in style_rows() if (row.table, row.name) not in there]
    _write(conn, [replace(row, default=row.default and row.table not in usual) for row in missing])


def _write(conn: sqlite3.Connection, styles: Sequence[StyleRow]) -> None:
    conn.executemany(
        f"INSERT INTO {LAYER_STYLES} (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
        " styleName, styleQML, styleSLD, useAsDefault, description, owner, ui)"
        " VALUES ('', '', ?, ?, ?, ?, '', ?, ?, '', '')",
        [(s.table, GEOM, s.name, s.qml, s.default, s.description) for s in styles],
    )


def qml(styling: Styling, sort: str) -> str:
    """The QML of a styling for points ('marker'), lines ('line') or polygons ('fill')."""
    root = Xml.Element("qgis", version="3.22.0", styleCategories="Symbology")
    single = not styling.by
    kind = "singleSymbol" if single else "categorizedSymbol"
    renderer = Xml.SubElement(root, "renderer-v2", type=kind, forceraster="0", enableorderby="0")
    # Level by level: all casings first, so that streets join instead of crossing each other out.
    renderer.set("symbollevels", "1" if sort == "line" and styling.plain.casing else "0")
    styles = [*styling.each.values(), styling.plain]
    if not single:
        renderer.set("attr", styling.by)
        found = Xml.SubElement(renderer, "categories")
        for at, value in enumerate([*styling.each, ""]):
            Xml.SubElement(
                found, "category", symbol=str(at), value=value, label=value or "other", render="true"
            )
    symbols = Xml.SubElement(renderer, "symbols")
    for at, one in enumerate(styles):
        symbol = Xml.SubElement(
            symbols, "symbol", name=str(at), type=sort, alpha="1", force_rhr="0", clip_to_extent="1"
        )
        for level, (name, values) in enumerate(_layers(one, sort)):
            layer = Xml.SubElement(symbol, "layer", {"class": name, "enabled": "1", "locked": "0"})
            layer.set("pass", str(level) if sort == "line" else "0")
            options = Xml.SubElement(layer, "Option", type="Map")
            for key, value in values.items():
                Xml.SubElement(options, "Option", type="QString", name=key, value=value)
    body = Xml.tostring(root, encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{body}"


def _layers(one: Style, sort: str) -> list[tuple[str, dict[str, str]]]:
    if sort == "marker":
        return [("SimpleMarker", _marker(one))]
    if sort == "line":
        lines = [(one.casing, one.casing_px), (one.line, one.line_px)]
        return [("SimpleLine", _line(c, px, one.dashed)) for c, px in lines if c]
    made = []
    if one.casing:
        made.append(("SimpleFill", _fill("", 0.0, one.casing, one.casing_px, False)))
    made.append(("SimpleFill", _fill(one.fill, one.opacity, one.line, one.line_px, one.dashed)))
    return made


def _marker(one: Style) -> dict[str, str]:
    right, down = OFF_CENTRE.get(one.shape, (0.0, 0.0))
    return {
        "offset": f"{_mm(one.size_px * right)},{_mm(one.size_px * down)}",
        "offset_unit": "MM",
        "name": QGIS_SHAPES[one.shape],
        "color": _rgba(one.fill),
        "outline_color": _rgba(one.line or one.fill),
        "outline_style": "solid" if one.line else "no",
        "outline_width": _mm(one.line_px),
        "outline_width_unit": "MM",
        "size": _mm(one.size_px),
        "size_unit": "MM",
    }


def _line(colour: str, px: float, dashed: bool) -> dict[str, str]:
    return {
        "line_color": _rgba(colour),
        "line_width": _mm(px),
        "line_width_unit": "MM",
        "line_style": "dash" if dashed else "solid",
        "capstyle": "round",
        "joinstyle": "round",
    }


def _fill(colour: str, opacity: float, edge: str, px: float, dashed: bool) -> dict[str, str]:
    return {
        "color": _rgba(colour or style.WHITE, opacity),
        "style": "solid" if colour else "no",
        "outline_color": _rgba(edge or style.WHITE),
        "outline_style": ("dash" if dashed else "solid") if edge else "no",
        "outline_width": _mm(px),
        "outline_width_unit": "MM",
        "joinstyle": "round",
    }


def _mm(px: float) -> str:
    return f"{px * MM_PER_PX:.3f}"


def _rgba(colour: str, opacity: float = 1.0) -> str:
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{r},{g},{b},{round(opacity * 255)}"
