"""Charts of the scheme, drawn off the GUI thread and again when the panel or the scheme changes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from placewell.exporting.figures import DARK, LIGHT, Chart, Colours, alt_of, png_of
from placewell.ui.live import Live
from placewell.ui.parts import cleared, label, named, scrolled
from placewell.ui.theme import CONTRAST, Palette
from placewell.ui.theme import DARK as DARK_LOOK
from placewell.work.charts import charts_of
from placewell.work.progress import Progress, Work

REST_MS, EDGE = 150, 28


class ChartsPanel(QWidget):
    """Homes by tenure and phase, and what is needed beside what is brought. Each has its words for screen readers."""

    def __init__(self, live: Live) -> None:
        super().__init__()
        self._live = live
        self._colours = LIGHT
        self.charts: tuple[Chart, ...] = ()
        self._drawn: tuple[object, int, Colours] | None = None
        self.body = QVBoxLayout()
        self.body.setContentsMargins(12, 12, 12, 12)
        self.body.setSpacing(12)
        inside = named(QWidget(), "panel")
        inside.setLayout(self.body)
        self.area = scrolled(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._draw)
        live.assessed.connect(self._again)
        live.none.connect(self._nothing)
        self._show(())

    def restyle(self, palette: Palette) -> None:
        """Draw in these colours."""
        self._colours = DARK if palette in (DARK_LOOK, CONTRAST) else LIGHT
        self._again()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._again()

    def _nothing(self, why: str) -> None:
        self._drawn = None
        self._show(())

    def _again(self) -> None:
        if self.isVisible():
            self._rest.start(REST_MS)

    def _draw(self) -> None:
        assessor, width, colours = self._live.assessor, self.area.viewport().width() - EDGE, self._colours
        ratio = self.devicePixelRatioF()
        if assessor is None or width < 120 or self._drawn == (id(assessor), width, colours):
            return
        self._drawn = id(assessor), width, colours

        def work() -> Work[list[tuple[Chart, bytes]]]:
            charts = yield from charts_of(assessor)
            made = []
            for n, chart in enumerate(charts):
                yield Progress("Drawing charts", n, len(charts))
                made.append((chart, png_of(chart, width, colours, ratio)))
            return made

        self._live.desk.jobs.start("Drawing charts", work, lambda made: self._show(made, ratio))

    def _show(self, made: object, ratio: float = 1.0) -> None:
        cleared(self.body)
        pairs: list[tuple[Chart, bytes]] = list(made)  # type: ignore[call-overload]
        self.charts = tuple(c for c, _ in pairs)
        if not pairs:
            self.body.addWidget(label("Charts", "title"))
            self.body.addWidget(label("Homes by tenure and phase, and what is needed beside what is brought, will be drawn here once a scheme has come.", "quiet", wrap=True))  # fmt: skip
        for chart, png in pairs:
            picture = QPixmap()
            picture.loadFromData(png)
            picture.setDevicePixelRatio(ratio)
            shown = QLabel()
            shown.setPixmap(picture)
            shown.setAccessibleName(chart.title)
            shown.setAccessibleDescription(alt_of(chart))
            shown.setToolTip(alt_of(chart))
            self.body.addWidget(shown, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
