"""The layers of the map: order, visibility, opacity, what is shown of them, and areas shaded by a value."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QComboBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from placewell.cartography.classes import Classes, classed
from placewell.cartography.scene import Scene, SceneLayer
from placewell.domain.rows import Rows
from placewell.domain.style import Style, Styling
from placewell.ui.desk import Desk
from placewell.ui.parts import button, cleared, label, named, row, scrolled

KEY = Qt.ItemDataRole.UserRole
FILTERS = (("theme", "Theme"), ("owner", "Owner"), ("status", "Status"))
HOWS = ("quantiles", "equal steps", "natural breaks")
NONE, VEIL, STREETS = "Nothing", "outside", "streets"


@dataclass(frozen=True)
class Statistic:
    """What areas can be shaded by: the values of one statistic on one level, by area code."""

    title: str
    level: str
    unit: str
    year: str
    values: dict[str, float]


class LayersPanel(QWidget):
    """Changes the scene; the window hands it to the map. Nothing here is kept in the project."""

    sceneChanged = Signal(object)
    zoomTo = Signal(str)
    tableFor = Signal(str)

    def __init__(self, desk: Desk, scene: Scene) -> None:
        super().__init__()
        self._desk = desk
        self.scene = scene
        self._whole = {la.key: la for la in scene.layers}
        self._statistics: list[Statistic] | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("Layers, the topmost first")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.model().rowsMoved.connect(self._reordered)
        self.list.itemChanged.connect(self._ticked)
        self.list.currentItemChanged.connect(self._chosen)
        self.list.keyPressEvent = self._key  # type: ignore[method-assign]
        self.name = label("", "heading", wrap=True)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(10, 100)
        self.opacity.setAccessibleName("Opacity, per cent")
        self.opacity.valueChanged.connect(self._faded)
        self.colour = button("Colour …", self._recolour, "", "Another colour for this layer")
        self.filters = {field: QComboBox() for field, _ in FILTERS}
        for field, word in FILTERS:
            self.filters[field].setAccessibleName(f"Show only this {word.lower()}")
            self.filters[field].activated.connect(self._filtered)
        self.shade, self.how = QComboBox(), QComboBox()
        self.shade.setAccessibleName("Shade areas by")
        self.how.setAccessibleName("Classes")
        self.how.addItems([h.capitalize() for h in HOWS])
        self.shade.activated.connect(self._shaded)
        self.how.activated.connect(self._shaded)
        for box in (*self.filters.values(), self.shade, self.how):
            # A long value is cut in the closed box; the list that drops down has room for it.
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(5)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.legend = QVBoxLayout()
        self.legend.setSpacing(2)
        body = named(QWidget(), "panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(6)
        column.addWidget(label("Layers", "title"))
        column.addWidget(self.list, 1)
        column.addWidget(self.name)
        column.addLayout(row(label("Opacity", "quiet"), self.opacity))
        column.addLayout(
            row(
                button("Zoom to", self._zoom, ""),
                button("Table", self._table, "", "The same things as rows"),
                self.colour,
                1,
                gap=4,
            )
        )
        column.addLayout(row(*self.filters.values(), gap=4))
        column.addWidget(label("Shade areas by", "heading"))
        column.addWidget(self.shade)
        column.addWidget(self.how)
        column.addLayout(self.legend)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(body))
        self._fill()

    @property
    def current(self) -> SceneLayer | None:
        """The layer under the cursor."""
        item = self.list.currentItem()
        return None if item is None else self.scene.layer(str(item.data(KEY)))

    def set_scene(self, scene: Scene) -> Scene:
        """The project's layers are others now: what was chosen of those that stay is kept. The scene to show."""
        old = {la.key: la for la in self.scene.layers}
        kept = [
            replace(la, visible=old[la.key].visible, opacity=old[la.key].opacity) if la.key in old else la
            for la in scene.layers
        ]
        self._whole = {la.key: la for la in scene.layers}
        self._statistics = None
        for box in (self.shade, self.list):
            box.blockSignals(True)
            box.clear()
            box.blockSignals(False)
        self.scene = scene.with_layers(kept)
        self._fill()
        return self.scene

    def shift(self, by: int) -> None:
        """Put the layer under the cursor higher (-1) or lower (1) on the map."""
        at = self.list.currentRow()
        to = at + by
        if at < 0 or not 0 <= to < self.list.count():
            return
        item = self.list.takeItem(at)
        self.list.insertItem(to, item)
        self.list.setCurrentRow(to)
        self._reordered()

    def _fill(self) -> None:
        self.list.blockSignals(True)
        for layer in reversed(self.scene.layers):
            if layer.key == VEIL:
                continue  # It belongs to the boundary.
            item = QListWidgetItem(f"{layer.title}  {len(layer.rows):,}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if layer.visible else Qt.CheckState.Unchecked)
            item.setData(KEY, layer.key)
            item.setToolTip(f"{layer.title}: {len(layer.rows):,}. Alt+Up and Alt+Down change its place.")
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.shade.addItem(NONE)
        self.how.setEnabled(False)
        self.shade.showPopup = self._offer  # type: ignore[method-assign]
        rows = [str(self.list.item(n).data(KEY)) for n in range(self.list.count())]
        self.list.setCurrentRow(rows.index("places") if "places" in rows else 0)

    def _show(self, scene: Scene) -> None:
        self.scene = scene
        self.sceneChanged.emit(scene)

    def _change(self, key: str, **values: object) -> None:
        self._show(self.scene.changed({key: values}))

    def _ticked(self, item: QListWidgetItem) -> None:
        self._change(str(item.data(KEY)), visible=item.checkState() == Qt.CheckState.Checked)

    def _reordered(self, *_: object) -> None:
        order = [str(self.list.item(n).data(KEY)) for n in range(self.list.count())][::-1]
        held = {la.key: la for la in self.scene.layers}
        if VEIL in held and "boundary" in order:
            order.insert(order.index("boundary"), VEIL)
        if set(order) == set(held):
            self._show(self.scene.with_layers([held[k] for k in order]))

    def _chosen(self, *_: object) -> None:
        layer = self.current
        if layer is None:
            return
        self.name.setText(layer.title)
        self.opacity.blockSignals(True)
        self.opacity.setValue(round(layer.opacity * 100))
        self.opacity.blockSignals(False)
        rows = self._whole[layer.key].rows
        for field, word in FILTERS:
            box = self.filters[field]
            values = sorted({str(v) for v in rows.columns.get(field, ()) if v not in (None, "")})
            box.clear()
            box.addItems([f"{word}: all", *values])
            box.setVisible(len(values) > 1)

    def _faded(self, value: int) -> None:
        if self.current is not None:
            self._change(self.current.key, opacity=value / 100)

    def _filtered(self, *_: object) -> None:
        layer = self.current
        if layer is None:
            return
        rows = self._whole[layer.key].rows
        keep = np.ones(len(rows), dtype=bool)
        for field, box in self.filters.items():
            if box.currentIndex() > 0 and field in rows.columns:
                keep &= np.array([str(v) == box.currentText() for v in rows.column(field)], dtype=bool)
        self._change(layer.key, rows=rows if keep.all() else rows.where(keep))
        item = self.list.currentItem()
        shown = int(keep.sum())
        item.setText(f"{layer.title}  {shown:,}" + ("" if keep.all() else f" of {len(rows):,}"))

    def _recolour(self) -> None:
        if self.current is None:
            return
        dialog = QColorDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda c: self.recolour(c.name()))
        dialog.open()

    def recolour(self, colour: str) -> None:
        """Draw the layer under the cursor in one colour."""
        layer = self.current
        if layer is None:
            return

        def of(s: Style) -> Style:
            return replace(
                s, fill=colour if s.fill else "", line=colour if s.line and not s.shape else s.line
            )

        styling = Styling(
            of(layer.styling.plain), layer.styling.by, {k: of(s) for k, s in layer.styling.each.items()}
        )
        self._change(layer.key, styling=styling)

    def _zoom(self) -> None:
        if self.current is not None:
            self.zoomTo.emit(self.current.key)

    def _table(self) -> None:
        if self.current is not None:
            self.tableFor.emit(self.current.key)

    def _key(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
        ):
            self.shift(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        QListWidget.keyPressEvent(self.list, event)

    # -- areas shaded by a value

    def _offer(self) -> None:
        """The statistics are read when somebody first looks at them."""
        self.statistics()
        QComboBox.showPopup(self.shade)

    def statistics(self) -> list[Statistic]:
        """What areas can be shaded by."""
        if self._statistics is None:
            self._statistics = self._desk.do(lambda o: _statistics(o.file.read("statistic"))) or []
            self.shade.addItems([s.title for s in self._statistics])
        return self._statistics

    def shade_by(self, title: str, how: str = HOWS[0]) -> Classes | None:
        """Shade the areas of a statistic's level by it; None where there is none of that title."""
        names = [s.title for s in self.statistics()]
        self.how.setCurrentIndex(HOWS.index(how))
        self.shade.setCurrentIndex(names.index(title) + 1 if title in names else 0)
        return self._shaded()

    def _shaded(self, *_: object) -> Classes | None:
        cleared(self.legend)
        at = self.shade.currentIndex() - 1
        self.how.setEnabled(at >= 0)
        bare = self.scene.changed(
            {la.key: {"classed": None} for la in self.scene.layers if la.classed is not None}
        )
        if at < 0 or self._statistics is None:
            self._show(bare)
            return None
        s = self._statistics[at]
        key = next(
            (
                k
                for k in (f"area {s.level}", *(f"area {s.level} {y}" for y in ("2021", "2011")))
                if k in self._whole
            ),
            None,
        )
        if key is None:
            self.legend.addWidget(
                label(f"There are no boundaries of the level '{s.level}' to shade.", "quiet", wrap=True)
            )
            self._show(bare)
            return None
        rows = self._whole[key].rows
        values = [s.values.get(str(code)) for code in rows.column("code")]
        made = classed(values, HOWS[self.how.currentIndex()], unit=s.unit, year=s.year)  # type: ignore[arg-type]
        shaded = bare.changed({key: {"classed": made, "visible": True}})
        # Under the streets, so that one still sees where one is.
        mine = shaded.layer(key)
        others = [la for la in shaded.layers if la.key != key]
        at = next((n for n, la in enumerate(others) if la.key == STREETS), len(others))
        self._show(shaded.with_layers([*others[:at], mine, *others[at:]]))
        self._tell(s, made)
        for n in range(self.list.count()):
            if self.list.item(n).data(KEY) == key:
                self.list.item(n).setCheckState(Qt.CheckState.Checked)
        return made

    def _tell(self, s: Statistic, made: Classes) -> None:
        self.legend.addWidget(label(", ".join(x for x in (s.title, made.heading) if x), "quiet", wrap=True))
        for n, words in enumerate(made.lines()):
            swatch = QLabel()
            swatch.setPixmap(_swatch(made.colours[n] if n < len(made.colours) else ""))
            self.legend.addLayout(row(swatch, label(words), 1))


def _swatch(colour: str) -> QPixmap:
    """A class's colour; hatched for no data."""
    picture = QPixmap(22, 12)
    picture.fill(QColor(colour or "#FFFFFF"))
    if not colour:
        painter = QPainter(picture)
        painter.fillRect(0, 0, 22, 12, Qt.BrushStyle.BDiagPattern)
        painter.end()
    return picture


def _statistics(rows: Rows) -> list[Statistic]:
    """The statistics of a project, each with its level and year; what is told in words only cannot be shaded."""
    held: dict[tuple[str, str, str, str], dict[str, float]] = {}
    names = ("dataset", "measure", "level", "date", "code", "value")
    for dataset, measure, level, date, code, value in zip(*(rows.column(n) for n in names), strict=True):
        if value is not None:
            held.setdefault((str(dataset), str(measure), str(level), str(date)), {})[str(code)] = float(value)
    return [
        Statistic(f"{dataset}: {measure} ({level}, {date[:4]})", level, measure, date[:4], values)
        for (dataset, measure, level, date), values in sorted(held.items()) if len(values) > 1
    ]  # fmt: skip
