"""A still map as a file: a bare picture, or a page at exact scale with its title, legend, bar, north and credits."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPainterPath, QPdfWriter

from placewell.cartography.content import MapContent
from placewell.cartography.furniture import INK, draw_bar, draw_credits
from placewell.cartography.gui import ensure_gui, font
from placewell.cartography.naming import halo_text
from placewell.cartography.paper import PX_MM, Paper
from placewell.cartography.still import draw_still, symbol_px
from placewell.cartography.symbols import draw_symbol
from placewell.cartography.view import View
from placewell.domain.grid import grid_reference
from placewell.domain.style import CASING, RED_LINE, SECONDARY, TEXT

PNG_DPI, PDF_DPI = 200, 1200
ROW_PX, SYMBOL_PX, LEGEND_PX = 17.0, 15.0, 190


def picture(content: MapContent, width: int, height: int) -> bytes:
    """The map as a PNG of so many pixels, with its legend, bar and credits; the same content gives the same bytes."""
    ensure_gui()
    image = _image(width, height)
    view = View.of(content.box, width - LEGEND_PX, height, 0.0)
    painter = QPainter(image)
    try:
        painter.save()
        painter.setClipRect(QRectF(0, 0, view.width, view.height))
        draw_still(painter, view, content)
        painter.setFont(font(12))
        draw_bar(painter, view)
        _credits(painter, view, content)
        painter.restore()
        _legend(painter, QRectF(view.width + 14.0, 6.0, LEGEND_PX - 14.0, height - 12.0), content, view)
    finally:
        painter.end()
    # 256 colours are enough for flat grounds, and a quarter of the size.
    return _png(image.convertToFormat(QImage.Format.Format_Indexed8, Qt.ImageConversionFlag.ThresholdDither))


def draw_page(content: MapContent, paper: Paper, scale: float, title: str, said: str, path: Path) -> None:
    """Write a page; the ending of `path` says whether it is a PDF, an SVG or a PNG. Raises OSError."""
    ensure_gui()
    wide, high = paper.size_mm
    ending = path.suffix.lower()
    if ending == ".png":
        image = _image(round(wide / 25.4 * PNG_DPI), round(high / 25.4 * PNG_DPI))
        painter = QPainter(image)
        painter.scale(PNG_DPI / 96, PNG_DPI / 96)
        _whole(painter, content, paper, scale, title, said)
        path.write_bytes(_png(image))
        return
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if ending == ".pdf":
        writer = QPdfWriter(buffer)
        writer.setTitle(title)
        writer.setCreator("Placewell")
        writer.setResolution(PDF_DPI)
        size = QPageSize(
            QSizeF(wide, high), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch
        )
        writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
        painter = QPainter(writer)
        painter.scale(PDF_DPI / 96, PDF_DPI / 96)
    else:
        from PySide6.QtSvg import QSvgGenerator

        svg = QSvgGenerator()
        svg.setOutputDevice(buffer)
        svg.setTitle(title)
        svg.setDescription(content.alt)
        svg.setResolution(96)
        svg.setSize(QSize(round(wide * PX_MM), round(high * PX_MM)))
        svg.setViewBox(QRectF(0, 0, wide * PX_MM, high * PX_MM))
        painter = QPainter(svg)
    _whole(painter, content, paper, scale, title, said)
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
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())


def _credits(painter: QPainter, view: View, content: MapContent) -> None:
    painter.setFont(font(11))
    draw_credits(painter, view, " · ".join(content.credits))


def _whole(painter: QPainter, content: MapContent, paper: Paper, scale: float, title: str, said: str) -> None:
    """Everything of a page, in units of a ninety-sixth of an inch; ends the painter."""
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = paper.map
        x, y, wide, high = (v * PX_MM for v in (frame.x, frame.y, frame.width, frame.height))
        painter.setPen(QColor(TEXT))
        painter.setFont(font(20, bold=True))
        painter.drawText(QPointF(x, y - 26), title)
        painter.setFont(font(12))
        painter.setPen(QColor(SECONDARY))
        painter.drawText(QPointF(x, y - 9), f"{said} 1:{scale:,.0f} at {paper.said}.")
        centre = (content.box[0] + content.box[2]) / 2, (content.box[1] + content.box[3]) / 2
        view = View(*centre, scale * 0.0254 / 96, round(wide), round(high))
        painter.save()
        painter.translate(x, y)
        painter.setClipRect(QRectF(0, 0, view.width, view.height))
        draw_still(painter, view, content)
        painter.setFont(font(11))
        draw_bar(painter, view)
        _north(painter, view.width - 20.0, 30.0)
        _corner(painter, view, content.crs)
        painter.restore()
        painter.setPen(QColor(CASING))
        painter.drawRect(QRectF(x, y, view.width, view.height))
        side = paper.legend
        room = QRectF(side.x * PX_MM, side.y * PX_MM, side.width * PX_MM, side.height * PX_MM)
        _legend(painter, room, content, view)
        _foot(painter, paper, content)
    finally:
        painter.end()


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


def _legend(painter: QPainter, room: QRectF, content: MapContent, view: View) -> None:
    left, top = room.x(), room.y()
    x0, y0, x1, y1 = view.box
    themes = sorted({p.theme for p in content.places if x0 <= p.x <= x1 and y0 <= p.y <= y1 and p.theme})
    rows = round(room.height() / ROW_PX) - 1
    lines: list[tuple[str, str]] = [("site", "Red line of the site")] if content.site is not None else []
    lines += [("theme", t) for t in themes]
    painter.setFont(font(12, bold=True))
    painter.setPen(QColor(TEXT))
    painter.drawText(QPointF(left, top + 10), "Legend")
    for n, (sort, text) in enumerate(lines):
        column, row = divmod(n, max(rows, 1))
        x, y = left + column * 150.0, top + 10 + (row + 1) * ROW_PX
        if sort == "site":
            painter.fillRect(QRectF(x, y - 6, SYMBOL_PX, 3), QColor(RED_LINE))
        else:
            # As large as on the map, so that the same sign stands in both.
            draw_symbol(painter, QPointF(x + SYMBOL_PX / 2, y - 4), text, max(symbol_px(view.m_px), 8.0))
        painter.setFont(font(11))
        painter.setPen(QColor(TEXT))
        painter.drawText(QPointF(x + 22, y), text[:1].upper() + text[1:])


def _foot(painter: QPainter, paper: Paper, content: MapContent) -> None:
    frame = paper.credits
    painter.setFont(font(9))
    painter.setPen(QColor(SECONDARY))
    box = QRectF(frame.x * PX_MM, frame.y * PX_MM, frame.width * PX_MM, frame.height * PX_MM)
    how = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    painter.drawText(box, how, " · ".join(content.credits))
