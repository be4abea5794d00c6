"""A scene drawn through a view, in the colours of a look: the one renderer of the live map, on any painter.

It may run on any thread that draws into a QImage: nothing here touches a pixmap or a widget.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from placewell.cartography.looks import LIGHT, Look
from placewell.cartography.marks import mark
from placewell.cartography.paths import Batch
from placewell.cartography.scene import Group, Scene, SceneLayer
from placewell.cartography.streets import PATHS_UNTIL_M_PX, WIDTHS
from placewell.cartography.symbols import draw_symbol
from placewell.cartography.view import View
from placewell.domain.style import CASING, ROAD, Style

EDGE_PX = 24.0
"""How far beyond a picture things still reach into it: symbols are no larger than this."""
LOCAL_UNTIL_M_PX, ROUND_M_PX, THIN_PX = 22.0, 2.0, 1.2
BADGE_M_PX, FAR_M_PX = 1.6, 14.0
SAME_M_PX, MANY = 4.0, 500


def symbol_px(m_px: float) -> float:
    """Badges with a picture near, bare shapes farther out, small ones at the scale of a borough."""
    if m_px <= BADGE_M_PX:
        return 17.0
    along = np.log(min(m_px, FAR_M_PX) / BADGE_M_PX) / np.log(FAR_M_PX / BADGE_M_PX)
    return float(11.0 - along * 6.5)


def draw_ground(painter: QPainter, view: View, scene: Scene, look: Look = LIGHT, ratio: float = 1.0) -> None:
    """The land and every layer that is shown at this scale."""
    painter.fillRect(QRectF(0, 0, view.width, view.height), QColor(look.land))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for layer in scene.layers:
        if not layer.shown(view.m_px):
            continue
        painter.save()
        painter.setOpacity(layer.opacity)
        groups = scene.groups(layer, view.m_px)
        if layer.sort == "streets":
            _streets(painter, view, groups, look)
        else:
            for group in groups:
                _group(painter, view, layer, group, look, ratio)
        painter.restore()


def _seen(batches: tuple[Batch, ...], view: View) -> list[Batch]:
    x0, y0, x1, y1 = view.box
    edge = EDGE_PX * view.m_px
    return [b for b in batches if b.box[0] <= x1 + edge and b.box[2] >= x0 - edge and b.box[1] <= y1 + edge and b.box[3] >= y0 - edge]  # fmt: skip


def _pen(colour: str, px: float, dashed: bool = False, rounded: bool = True) -> QPen:
    pen = QPen(QColor(colour), px)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin if rounded else Qt.PenJoinStyle.BevelJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if rounded and not dashed else Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setDashPattern([4.0, 3.0])
    return pen


def _strokes(painter: QPainter, batches: list[Batch], pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for batch in batches:
        painter.drawPath(batch.path)


def _streets(painter: QPainter, view: View, groups: tuple[Group, ...], look: Look) -> None:
    """All casings, then all carriageways, so that streets of all classes join."""
    painter.setTransform(view.transform(), True)
    casing, road = look.colour(CASING), look.colour(ROAD)
    rounded = view.m_px <= ROUND_M_PX
    drawn = []
    for group in groups:
        metres, least, most = WIDTHS[group.name]
        if group.name == "path" and view.m_px > PATHS_UNTIL_M_PX:
            continue
        if group.name == "street" and view.m_px > LOCAL_UNTIL_M_PX:
            continue
        px = min(max(metres / view.m_px, least), most)
        drawn.append((group.name, _seen(group.shapes.lines, view), px))
    for name, batches, px in drawn:
        if name == "path":
            _strokes(painter, batches, _pen(casing, px, rounded=rounded))
        elif px <= THIN_PX:
            # One hairline: a casing of it would be all that is seen, and costs twenty times as much.
            _strokes(painter, batches, _pen(casing, 1.0, rounded=False))
        else:
            _strokes(painter, batches, _pen(casing, px + (1.4 if px > 2 else 1.0), rounded=rounded))
    for name, batches, px in drawn:
        if name != "path" and px > THIN_PX:
            _strokes(painter, batches, _pen(road, px, rounded=rounded))


def _group(painter: QPainter, view: View, layer: SceneLayer, group: Group, look: Look, ratio: float) -> None:
    style = look.of(group.style)
    painter.save()
    painter.setTransform(view.transform(), True)
    polygons = _seen(group.shapes.polygons, view)
    if style.fill and not style.shape:
        colour = QColor(style.fill)
        colour.setAlphaF(style.opacity)
        for batch in polygons:
            painter.fillPath(batch.path, QBrush(colour))
    elif group.name == "no data" and layer.classed is not None:
        painter.restore()
        painter.save()
        for batch in polygons:
            # Hatching is of the page: it keeps its width at every scale.
            painter.fillPath(
                view.transform().map(batch.path), QBrush(QColor("#8793A0"), Qt.BrushStyle.BDiagPattern)
            )
        painter.setTransform(view.transform(), True)
    lines = [*polygons, *_seen(group.shapes.lines, view)]
    if style.line:
        if style.casing:
            _strokes(painter, lines, _pen(style.casing, style.casing_px))
        _strokes(painter, lines, _pen(style.line, style.line_px, style.dashed, view.m_px <= ROUND_M_PX))
    painter.restore()
    if len(group.shapes.points) and style.shape:
        _points(painter, view, layer, group, style, look, ratio)


def _points(
    painter: QPainter, view: View, layer: SceneLayer, group: Group, style: Style, look: Look, ratio: float
) -> None:
    points = group.shapes.points
    x0, y0, x1, y1 = view.box
    edge = EDGE_PX * view.m_px
    x, y = points.T
    near = points[(x > x0 - edge) & (x < x1 + edge) & (y > y0 - edge) & (y < y1 + edge)]
    if not len(near):
        return
    if layer.sort == "places":
        picture = _symbol(group.name, round(symbol_px(view.m_px), 1), group.state, ratio)
    else:
        scale = 1.0 if view.m_px <= 4 else 0.7 if view.m_px <= 10 else 0.5
        picture = _mark(style, scale, ratio)
    half = picture.width() / ratio / 2
    if view.m_px > SAME_M_PX and len(near) > MANY:
        # Far out many marks share a pixel of the ground: one of them is all that would be seen. The ground's own
        # pixels are counted, so that a tile and its neighbour keep the same one.
        _, first = np.unique((near // view.m_px).astype(np.int64), axis=0, return_index=True)
        near = near[np.sort(first)]
    xs = (near[:, 0] - x0) / view.m_px - half
    ys = (y1 - near[:, 1]) / view.m_px - half
    for px, py in zip(xs.tolist(), ys.tolist(), strict=True):
        painter.drawImage(QPointF(px, py), picture)


@lru_cache(maxsize=512)
def _symbol(theme: str, px: float, state: str, ratio: float) -> QImage:
    picture, painter, middle = _blank(px * 1.7, ratio)
    draw_symbol(painter, middle, theme, px, state)  # type: ignore[arg-type]
    painter.end()
    return picture


@lru_cache(maxsize=256)
def _mark(style: Style, scale: float, ratio: float) -> QImage:
    radius = style.size_px * scale / 2
    picture, painter, middle = _blank(2 * radius * 1.25 + 2 * style.line_px + 2, ratio)
    painter.translate(middle)
    painter.scale(radius, radius)
    pen = QPen(QColor(style.line), style.line_px * min(scale, 1.0)) if style.line else QPen(Qt.PenStyle.NoPen)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(QBrush(QColor(style.fill)) if style.fill else Qt.BrushStyle.NoBrush)
    painter.drawPath(mark(style.shape))
    painter.end()
    return picture


def _blank(wide: float, ratio: float) -> tuple[QImage, QPainter, QPointF]:
    side = int(np.ceil(wide * ratio / 2)) * 2
    picture = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return picture, painter, QPointF(side / ratio / 2, side / ratio / 2)
