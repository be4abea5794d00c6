"""Which names a still map would like to have, in their order, and how each sort is set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPainterPath, QPen

from placewell.cartography.content import MapContent, Name
from placewell.cartography.furniture import HALO, INK, distance_text
from placewell.cartography.gui import font
from placewell.cartography.labels import Placed, Spot, Wanted, beside, place_labels
from placewell.cartography.streets import street_names
from placewell.cartography.view import View
from placewell.domain.style import SECONDARY, TEXT

SET = {
    # sort: size, bold, italic, colour
    "site": (12.5, True, False, "#A31F1F"),
    "route": (10.5, True, False, TEXT),
    "evidence": (10.5, True, False, TEXT),
    "area": (12.0, False, False, SECONDARY),
    "station": (10.0, True, False, INK),
    "main": (9.5, False, False, INK),
    "park": (9.5, False, True, "#2F5E36"),
    "asset": (9.5, False, False, INK),
    "street": (8.5, False, False, "#5A5F66"),
}
"""How each sort of name is set; the colours pass 4.5:1 on land, road and green."""
STATIONS_UNTIL_M_PX = 9.0


def draw_names(
    painter: QPainter,
    view: View,
    content: MapContent,
    symbol_px: float,
    kept_free: Sequence[shapely.Geometry] = (),
    inks: tuple[str, str] | None = None,
    places_until_m_px: float = 2.4,
) -> list[Placed]:
    """Place and draw every name that fits, none over the boxes kept free (page units); returns them.

    `inks` are letters and their edge on another ground than the light one.
    """
    r = symbol_px / 2
    marks = [
        shapely.box(x - q, y - q, x + q, y + q)
        for p in content.places
        for x, y, q in [(*_page(view, p.x, p.y), r if p.number is None else 11.0)]
    ]
    marks += [
        shapely.box(x - 11, y - 11, x + 11, y + 11)
        for v in content.verdicts
        for x, y in [_page(view, v.x, v.y)]
    ]
    lines = [_edge_on_page(view, content.site)] if content.site is not None else []
    wanted = _wanted(view, content, r, places_until_m_px)
    placed = place_labels(wanted, view.width, view.height, marks, lines, kept_free)
    for each in placed:
        _draw(painter, each, inks)
    return placed


def _page(view: View, x: float, y: float) -> tuple[float, float]:
    x0, _, _, y1 = view.box
    return (x - x0) / view.m_px, (y1 - y) / view.m_px


def _edge_on_page(view: View, site: shapely.Geometry) -> shapely.Geometry:
    x0, _, _, y1 = view.box
    edge = shapely.transform(shapely.boundary(site), lambda c: (c - [x0, y1]) / [view.m_px, -view.m_px])
    return shapely.buffer(edge, 3.0, quad_segs=2)


def _font(sort: str) -> QFont:
    size, bold, italic, _ = SET[sort]
    made = font(size, bold=bold, italic=italic)
    if sort == "area":
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.0)
    return made


def _size(text: str, sort: str) -> tuple[float, float]:
    metrics = QFontMetricsF(_font(sort))
    return metrics.horizontalAdvance(text), metrics.capHeight() + metrics.descent()


def _wanted(view: View, content: MapContent, r: float, places_until_m_px: float) -> Iterator[Wanted]:
    """All names, the most important first."""
    if content.site is not None and content.site_name:
        yield from _site(view, content)
    for route in content.routes:
        text = distance_text(round(route.length_m))
        wide, high = _size(text, "route")
        at = [
            shapely.line_interpolate_point(route.line, s, normalized=True) for s in (0.5, 0.4, 0.6, 0.3, 0.7)
        ]
        yield Wanted(text, "route", wide, high, tuple(Spot(*_page(view, p.x, p.y)) for p in at), True)
    for place in content.places:
        if place.number is not None and place.name:
            yield _beside(view, place.name, "evidence", place.x, place.y, 11.0)
    names = sorted(content.names, key=lambda n: (-n.importance, n.text))
    for sort in ("station", "area"):
        if sort == "area" or view.m_px <= STATIONS_UNTIL_M_PX:
            yield from (w for n in names if n.sort == sort for w in [_name(view, n, r)])
    streets = _streets(view, content)
    yield from (w for w in streets if w.sort == "main")
    if view.m_px <= places_until_m_px:
        yield from (w for n in names if n.sort in ("park", "asset") for w in [_name(view, n, r)])
    yield from (w for w in streets if w.sort == "street")


def _site(view: View, content: MapContent) -> Iterator[Wanted]:
    """The site's name within the red line where it fits, else just outside it; in two lines where it is long."""
    assert content.site is not None
    wide, high = _size(content.site_name, "site")
    x0, y0, x1, y1 = (float(v) for v in shapely.bounds(content.site))
    left, top = _page(view, x0, y1)
    right, bottom = _page(view, x1, y0)
    x, y = (left + right) / 2, (top + bottom) / 2
    inside = shapely.point_on_surface(content.site)
    px, py = _page(view, inside.x, inside.y)
    off = 6.0
    spots = [Spot(x, top - high / 2 - off), Spot(x, bottom + high / 2 + off), Spot(right + wide / 2 + off, y),
             Spot(left - wide / 2 - off, y)]  # fmt: skip
    room = shapely.box(px - wide / 2 - 5, py - high / 2 - 5, px + wide / 2 + 5, py + high / 2 + 5)
    if not shapely.intersects(room, _edge_on_page(view, content.site)):
        spots.insert(0, Spot(px, py))
    spots.append(Spot(px, py))
    yield Wanted(content.site_name, "site", wide, high, tuple(spots), True)


def _beside(view: View, text: str, sort: str, x: float, y: float, off: float) -> Wanted:
    wide, high = _size(text, sort)
    return Wanted(text, sort, wide, high, beside(*_page(view, x, y), wide, high, off))


def _name(view: View, name: Name, r: float) -> Wanted:
    if name.sort in ("station", "asset"):
        return _beside(view, name.text, name.sort, name.x, name.y, r + 1.5)
    wide, high = _size(name.text, name.sort)
    x, y = _page(view, name.x, name.y)
    spots = tuple(Spot(x + dx, y + dy) for dx, dy in ((0, 0), (0, -14), (0, 14), (-30, 0), (30, 0)))
    return Wanted(name.text, name.sort, wide, high, spots, name.sort == "area")


def _streets(view: View, content: MapContent) -> list[Wanted]:
    if content.streets is None:
        return []
    x0, y0, x1, y1 = view.box
    assert content.streets.geometry is not None
    bounds = shapely.bounds(content.streets.geometry)
    seen = (bounds[:, 0] < x1) & (bounds[:, 2] > x0) & (bounds[:, 1] < y1) & (bounds[:, 3] > y0)
    streets = content.streets.where(seen)
    names = {str(n) for n in streets.column("name")}
    # The same name may be a main road in one part and a local street in another: measured as the wider.
    widths = {n: _size(n, "main")[0] for n in names}
    wanted = []
    for along in street_names(streets, view, widths):
        sort = "main" if along.main else "street"
        wide, high = _size(along.text, sort)
        wanted.append(Wanted(along.text, sort, wide, high, tuple(Spot(*a) for a in along.at)))
    return wanted


def _draw(painter: QPainter, placed: Placed, inks: tuple[str, str] | None) -> None:
    sort = placed.want.sort
    set_in = _font(sort)
    metrics = QFontMetricsF(set_in)
    painter.save()
    painter.translate(placed.spot.x, placed.spot.y)
    painter.rotate(placed.spot.turn)
    at = QPointF(-placed.want.width / 2, metrics.capHeight() / 2)
    ink, halo = (SET[sort][3], HALO) if inks is None else inks
    wide = 3.4 if sort in ("site", "route") else 2.6
    halo_text(painter, at, placed.want.text, set_in, ink, wide, halo)
    painter.restore()


def halo_text(
    painter: QPainter,
    at: QPointF,
    text: str,
    set_in: QFont,
    colour: str,
    halo_px: float = 2.6,
    halo: str = HALO,
) -> None:
    """Text with a pale edge that stays text: it can be searched and read aloud in PDF and SVG."""
    path = QPainterPath()
    path.addText(at, set_in, text)
    painter.strokePath(
        path,
        QPen(
            QColor(halo), halo_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        ),
    )
    if painter.paintEngine().type() == QPaintEngine.Type.Raster:
        # Pixels of drawn text differ between the first picture of a process and the next; shapes do not.
        painter.fillPath(path, QColor(colour))
        return
    painter.setFont(set_in)
    painter.setPen(QColor(colour))
    painter.drawText(at, text)
