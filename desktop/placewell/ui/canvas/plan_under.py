"""Applicants' plans under everything that is drawn on the map: white paper lets the map through."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap, QPolygonF, QTransform

from placewell.cartography.view import View
from placewell.domain.plan import Plan
from placewell.work.plans import placement


class PlansUnder:
    """Paints the plans that are shown; each picture is unpacked once."""

    def __init__(self, image: Callable[[Plan], bytes], dark: Callable[[], bool]) -> None:
        self._image, self._dark = image, dark
        self._kept: dict[str, QPixmap] = {}
        self.plans: list[Plan] = []
        self.strength = 0.6

    def show(self, plans: Iterable[Plan], percent: int) -> None:
        """These, so strongly."""
        self.plans = [p for p in plans if p.image]
        self.strength = percent / 100

    def paint(self, painter: QPainter, view: View) -> None:
        """Over the map's ground, under the scheme and all that is looked at."""
        if self.strength <= 0:
            return
        for plan in self.plans:
            picture = self._picture(plan)
            corners = placement(plan).place(
                [(0, 0), (plan.wide_mm, 0), (plan.wide_mm, plan.high_mm), (0, plan.high_mm)]
            )
            at = QPolygonF([_pixel(view, x, y) for x, y in corners])
            if picture.isNull() or not at.boundingRect().intersects(painter.viewport().toRectF()):
                continue
            wide, high = picture.width(), picture.height()
            sheet = QPolygonF([QPointF(0, high), QPointF(wide, high), QPointF(wide, 0), QPointF(0, 0)])
            turn = QTransform.quadToQuad(sheet, at)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(self.strength)
            if not self._dark():
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.setTransform(turn, True)  # type: ignore[arg-type]
            painter.drawPixmap(QPointF(0, 0), picture)
            painter.restore()

    def _picture(self, plan: Plan) -> QPixmap:
        if plan.image not in self._kept:
            made = QPixmap()
            made.loadFromData(self._image(plan), "PNG")
            self._kept[plan.image] = made
        return self._kept[plan.image]


def _pixel(view: View, x: float, y: float) -> QPointF:
    return QPointF((x - view.box[0]) / view.m_px, (view.box[3] - y) / view.m_px)
