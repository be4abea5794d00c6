"""A still map as a file: a bare picture, or a page at exact scale with its title, legend, bar, north and credits."""

from __future__ import annotations

from pathlib import Path

import shapely
from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QPointF,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    QUuid,
)
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
)

from placewell.cartography.content import MapContent
from placewell.cartography.furniture import INK, bar_length_m, credits_box, draw_bar, draw_credits
from placewell.cartography.gui import ensure_gui, font
from placewell.cartography.legend import draw_legend, entries
from placewell.cartography.naming import halo_text
from placewell.cartography.palette import fewer_colours
from placewell.cartography.paper import PX_MM, Paper
from placewell.cartography.still import draw_still
from placewell.cartography.view import View
from placewell.domain.grid import grid_reference
from placewell.domain.style import CASING, SECONDARY, TEXT

PNG_DPI, PDF_DPI = 200, 1200
LEGEND_PX = 200


def picture(content: MapContent, width: int, height: int, mark: str = "") -> bytes:
    """The map as a PNG of so many pixels, with its legend, bar and credits; the same content gives the same bytes.

    `mark` is what must be seen before anything else (that it is confidential), over the legend.
    """
    ensure_gui()
    image = _image(width, height)
    view = View.of(content.box, width - LEGEND_PX, height, 0.0)
    painter = QPainter(image)
    try:
        painter.save()
        painter.setClipRect(QRectF(0, 0, view.width, view.height))
        said = " · ".join(content.credits)
        free = credits_box(font(11), view, said)
        draw_still(painter, view, content, [_bar_box(view, 34.0), shapely.box(*free.getCoords())])  # type: ignore[misc]
        painter.setFont(font(12))
        _backed(painter, _bar_px(view), view.height - 30.0, 26.0)
        draw_bar(painter, view)
        painter.setFont(font(11))
        draw_credits(painter, view, said)
        painter.restore()
        side = QRectF(view.width + 14.0, 6.0, LEGEND_PX - 14.0, height - 12.0)
        draw_legend(painter, _under_mark(painter, side, mark), entries(content, view))
    finally:
        painter.end()
    return _png(fewer_colours(image))


def draw_page(
    content: MapContent, paper: Paper, scale: float, title: str, said: str, path: Path, mark: str = ""
) -> None:
    """Write a page; the ending of `path` says whether it is a PDF, an SVG or a PNG. Raises OSError.

    `mark` stands first under the title, and in the title that a file has of its own.
    """
    ensure_gui()
    named = f"{title} ({mark[:1].lower()}{mark[1:]})" if mark else title
    wide, high = paper.size_mm
    ending = path.suffix.lower()
    if ending == ".png":
        image = _image(round(wide / 25.4 * PNG_DPI), round(high / 25.4 * PNG_DPI))
        painter = QPainter(image)
        painter.scale(PNG_DPI / 96, PNG_DPI / 96)
        _whole(painter, content, paper, scale, title, said, mark)
        path.write_bytes(_png(image))
        return
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if ending == ".pdf":
        writer = QPdfWriter(buffer)
        writer.setTitle(named)
        writer.setCreator("Placewell")
        writer.setDocumentId(QUuid("{00000000-0000-0000-0000-000000000000}"))
        writer.setResolution(PDF_DPI)
        size = QPageSize(
            QSizeF(wide, high), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch
        )
        writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
        painter = QPainter(writer)
        painter.scale(PDF_DPI / 96, PDF_DPI / 96)
    else:
        from PySide6.QtSvg import QSvgGenerator

        # The older form: the newer, 'tiny' one knows no clipping.
        svg = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
        svg.setOutputDevice(buffer)
        svg.setTitle(named)
        svg.setDescription(content.alt)
        svg.setResolution(96)
        svg.setSize(QSize(round(wide * PX_MM), round(high * PX_MM)))
        # As many units as the size has: else a unit would not be a ninety-sixth of an inch.
        svg.setViewBox(QRectF(0, 0, round(wide * PX_MM), round(high * PX_MM)))
        painter = QPainter(svg)
    _whole(painter, content, paper, scale, title, said, mark)
    buffer.close()
    path.write_bytes(bytes(buffer.data().data()))


def _image(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    return image


def _png(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 0)  # type: ignore[call-overload]  # 0 packs hardest.
    return bytes(held.data())


def _bar_px(view: View) -> float:
    return bar_length_m(view.m_px) / view.m_px


def _bar_box(view: View, high: float) -> shapely.Geometry:
    """What the bar, and what stands over it, take at the bottom left."""
    return shapely.box(0, view.height - high, max(_bar_px(view), 90.0) + 20.0, view.height)


def _backed(painter: QPainter, wide: float, top: float, high: float) -> None:
    """A pale ground for the bar, so that it reads over whatever lies there."""
    painter.fillRect(QRectF(6.0, top, wide + 12.0, high), QColor(255, 255, 255, 205))


def _whole(
    painter: QPainter, content: MapContent, paper: Paper, scale: float, title: str, said: str, mark: str
) -> None:
    """Everything of a page, in units of a ninety-sixth of an inch; ends the painter."""
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = paper.map
        x, y, wide, high = (v * PX_MM for v in (frame.x, frame.y, frame.width, frame.height))
        painter.setPen(QColor(TEXT))
        painter.setFont(font(20, bold=True))
        painter.drawText(QPointF(x, y - 26), title)
        after = x
        if mark:
            painter.setFont(font(12, bold=True))
            painter.drawText(QPointF(x, y - 9), f"{mark}.")
            after += QFontMetricsF(painter.font()).horizontalAdvance(f"{mark}. ") + 4.0
        painter.setFont(font(12))
        painter.setPen(QColor(SECONDARY))
        painter.drawText(QPointF(after, y - 9), f"{said} 1:{scale:,.0f} at {paper.said}.")
        centre = (content.box[0] + content.box[2]) / 2, (content.box[1] + content.box[3]) / 2
        view = View(*centre, scale * 0.0254 / 96, round(wide), round(high))
        painter.save()
        painter.translate(x, y)
        painter.setClipRect(QRectF(0, 0, view.width, view.height))
        # In page units: the bar with the grid reference over it, and the needle.
        free = [_bar_box(view, 62.0), shapely.box(view.width - 36.0, 0, view.width, 62.0)]
        draw_still(painter, view, content, free)
        painter.setFont(font(11))
        _backed(painter, max(_bar_px(view), 88.0), view.height - 60.0, 56.0)
        draw_bar(painter, view)
        _north(painter, view.width - 20.0, 30.0)
        _corner(painter, view, content.crs)
        painter.restore()
        painter.setPen(QColor(CASING))
        painter.drawRect(QRectF(x, y, view.width, view.height))
        side = paper.legend
        room = QRectF(side.x * PX_MM, side.y * PX_MM, side.width * PX_MM, side.height * PX_MM)
        draw_legend(painter, room, entries(content, view))
        _foot(painter, paper, content)
    finally:
        painter.end()


def _under_mark(painter: QPainter, side: QRectF, mark: str) -> QRectF:
    """The mark at the top of the legend's column, where it covers nothing; returns the room that is left."""
    if not mark:
        return side
    painter.setFont(font(12, bold=True))
    painter.setPen(QColor(TEXT))
    how = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    took = painter.drawText(side, how, mark)
    return side.adjusted(0.0, took.height() + 10.0, 0.0, 0.0)


def _north(painter: QPainter, x: float, y: float) -> None:
    path = QPainterPath(QPointF(x, y - 18))
    for dx, dy in ((6, 10), (0, 5), (-6, 10)):
        path.lineTo(x + dx, y + dy)
    path.closeSubpath()
    painter.fillPath(path, QColor(INK))
    halo_text(painter, QPointF(x - 4, y + 24), "N", font(12, bold=True), INK)


def _corner(painter: QPainter, view: View, crs: str) -> None:
    """The grid reference of the south-west corner, so that the page can be found on any other map."""
    x0, y0, _, _ = view.box
    halo_text(painter, QPointF(12, view.height - 46.0), grid_reference(x0, y0, crs), font(10), INK)


def _foot(painter: QPainter, paper: Paper, content: MapContent) -> None:
    frame = paper.credits
    painter.setFont(font(9))
    painter.setPen(QColor(SECONDARY))
    box = QRectF(frame.x * PX_MM, frame.y * PX_MM, frame.width * PX_MM, frame.height * PX_MM)
    how = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    painter.drawText(box, how, " · ".join(content.credits))
