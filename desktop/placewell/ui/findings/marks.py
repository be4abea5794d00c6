"""Marks of verdicts as icons, and the way a row of findings is drawn."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from placewell.cartography.symbols import draw_mark_of
from placewell.domain.finding import VERDICTS, Verdict
from placewell.ui.theme import CONTRAST, Palette
from placewell.work.topics import Line

LINE, WIDE_PX = Qt.ItemDataRole.UserRole + 1, 620
"""The role of a row's `Line`; from this width on a row is a single line of text."""
HEAD = Qt.ItemDataRole.UserRole + 2
MARK_PX = 16
SHORT = {
    "development plan": "plan",
    "national policy": "national",
    "good practice": "practice",
    "council corporate": "council",
}
"""Standings where a narrow panel leaves no room for the whole of them; the tooltip has all."""


@lru_cache(maxsize=64)
def mark_picture(verdict: Verdict | None, px: int, colour: str, ground: str, ratio: float = 1.0) -> QPixmap:
    """A verdict's mark: its shape and its colour; a small ring for what has no verdict."""
    picture = QPixmap(round(px * ratio), round(px * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if verdict is None:
        painter.setPen(QPen(QColor(colour), 1.5))
        painter.drawEllipse(QPointF(px / 2, px / 2), px * 0.18, px * 0.18)
    else:
        draw_mark_of(painter, QPointF(px / 2, px / 2), verdict, px / 2 * 0.92, colour, ground)
    painter.end()
    return picture


def mark_icon(palette: Palette, verdict: Verdict | None, px: int = MARK_PX, ratio: float = 2.0) -> QIcon:
    """The same as an icon."""
    return QIcon(mark_picture(verdict, px, colour_of(palette, verdict), palette.surface, ratio))


def colour_of(palette: Palette, verdict: Verdict | None) -> str:
    """The colour of a verdict's mark."""
    return palette.secondary if verdict is None else palette.marks[verdict]


class RowDelegate(QStyledItemDelegate):
    """Draws groups, topics and lines. Words are drawn beside every mark: colour never tells by itself."""

    def __init__(self, palette: Palette, font: QFont) -> None:
        super().__init__()
        self.palette, self.font = palette, font

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line of text for groups and topics; two for a finding where the panel is narrow."""
        high = QFontMetrics(self.font).height()
        if index.data(LINE) is None:
            return QSize(100, high + 12)
        return QSize(100, high + 10 if self._wide(option) else 2 * high + 10)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground (selected or not), then the row."""
        painter.save()
        box: QRect = option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(self.palette.selected))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self.palette.accent), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        if index.data(LINE) is not None:
            self._line(painter, box, index)
        else:
            self._heading(painter, box, index)
        painter.restore()

    def _wide(self, option: QStyleOptionViewItem) -> bool:
        widget = option.widget
        return widget is not None and widget.width() >= WIDE_PX

    def _heading(self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        title, mark, count, top = index.data(HEAD)
        font = QFont(self.font)
        font.setWeight(QFont.Weight.DemiBold if top else QFont.Weight.Normal)
        metrics = QFontMetrics(font)
        x = box.left() + 4
        if not top:
            self._mark(painter, x, box.center().y(), mark)
            x += MARK_PX + 8
        painter.setFont(font)
        painter.setPen(QColor(self.palette.text))
        wide = metrics.horizontalAdvance(count) + 10
        room = QRect(x, box.top(), box.right() - x - wide, box.height())
        painter.drawText(room, _MIDDLE, metrics.elidedText(title, Qt.TextElideMode.ElideRight, room.width()))
        painter.setPen(QColor(self.palette.secondary))
        painter.setFont(self.font)
        painter.drawText(
            box.adjusted(0, 0, -8, 0), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), count
        )

    def _line(self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        line = index.data(LINE)
        metrics = QFontMetrics(self.font)
        high = metrics.height()
        wide = box.width() >= WIDE_PX - 60
        x, right = box.left() + 4, box.right() - 8
        top = box.top() + (box.height() - high) // 2 if wide else box.top() + 5
        self._mark(painter, x, top + high // 2, line.mark)
        x += MARK_PX + 8
        painter.setFont(self.font)
        standing = line.standing if wide else SHORT.get(line.standing, line.standing)
        tags = " · ".join(p for p in (standing, line.firm) if p)
        if wide:
            half = x + (right - x) // 2
            self._text(painter, QRect(x, top, half - x - 8, high), line.question, self.palette.text)
            self._said(painter, QRect(half, top, right - half, high), line, tags)
            return
        self._text(painter, QRect(x, top, right - x, high), line.question, self.palette.text)
        self._said(painter, QRect(x, top + high, right - x, high), line, tags)

    def _said(self, painter: QPainter, room: QRect, line: Line, tags: str) -> None:
        """The word of the verdict in its colour, then the figure; standing and firmness at the right, never cut."""
        metrics = QFontMetrics(self.font)
        colour = self.palette.secondary if line.mark is None else self.palette.words[line.mark]
        self._text(painter, room, line.word, colour)
        used = metrics.horizontalAdvance(line.word) + 2
        wide = metrics.horizontalAdvance(tags) + 4
        self._text(
            painter, room.adjusted(max(room.width() - wide, used + 12), 0, 0, 0), tags, self.palette.secondary
        )
        rest = room.adjusted(used, 0, -wide - 12, 0)
        if line.against and rest.width() > 24:
            self._text(painter, rest, f" · {line.against}", self.palette.text)

    def _text(self, painter: QPainter, room: QRect, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        metrics = QFontMetrics(self.font)
        painter.drawText(room, _MIDDLE, metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()))

    def _mark(self, painter: QPainter, x: int, middle: int, verdict: Verdict | None) -> None:
        ground = self.palette.surface
        ratio = painter.device().devicePixelRatio()
        picture = mark_picture(verdict, MARK_PX, colour_of(self.palette, verdict), ground, ratio)
        painter.drawPixmap(x, middle - MARK_PX // 2, picture)


_MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
assert set(VERDICTS) == set(CONTRAST.marks)
