"""The health of the data: whose each layer is, how old, how complete, and what was wrong with it, faults first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from placewell.ui.desk import Desk
from placewell.ui.parts import button, label, row
from placewell.work.identify import age
from placewell.work.info import project_info
from placewell.work.layers import state

COVERAGES = ("complete", "partial", "unknown")
STALE_MONTHS = 60


class HealthPanel(QWidget):
    """A line a layer; unfolded it says everything that the import noted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setWordWrap(True)
        self.tree.setAccessibleName("Layers and their faults")
        self.tree.setIndentation(12)
        self.tree.currentItemChanged.connect(lambda *_: self._choose())
        self.about = label("", "quiet", wrap=True)
        self.coverage = QComboBox()
        self.coverage.addItems([c.capitalize() for c in COVERAGES])
        self.coverage.setAccessibleName("How complete the list is")
        self.note = QLineEdit()
        self.note.setPlaceholderText("How that is known, and since when")
        self.note.setAccessibleName("How it is known that the list is so")
        self.keep = button(
            "State", self._state, "", "State how complete this list is; it is kept with the project"
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setSpacing(8)
        whole.addWidget(label("Data health", "title"))
        whole.addWidget(self.about)
        whole.addWidget(self.tree, 1)
        whole.addLayout(row(label("This list is", "quiet"), self.coverage, self.keep, 1))
        whole.addWidget(self.note)
        desk.changed.connect(self._changed)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.fill()

    def fill(self) -> None:
        """Read and list."""
        info = self._desk.do(project_info)
        opened = self._desk.opened
        if info is None or opened is None:
            return
        notes = _notes(opened.file.read("import note"))
        today = opened.clock()
        layers = sorted(info["layers"], key=lambda la: (-_faults(la), la["name"]))
        faulty = sum(_faults(la) > 0 for la in layers)
        self.about.setText(
            f"{len(layers):,} layers; {faulty:,} had rows mended or turned away." if layers
            else "Nothing has been brought in yet. Layers will be listed here with their age and faults."
        )  # fmt: skip
        chosen = self._layer()
        self.tree.clear()
        for la in layers:
            words = f"{la['name']}: {la['count']:,}, {age(la['vintage'] or '', today)}, {la['coverage'] or 'coverage unknown'}"
            item = QTreeWidgetItem([words])
            item.setData(0, Qt.ItemDataRole.UserRole, la["id"])
            lines = [
                f"Publisher: {la['publisher'] or 'unknown'}",
                f"Licence: {la['licence'] or 'not stated'}",
                f"As at: {la['vintage'] or 'undated'}; brought in {str(la['imported'])[:10]}",
                f"Mended: {la['repaired']:,}; turned away: {la['rejected']:,}",
                *([f"Known by: {la['coverage_note']}"] if la["coverage_note"] else []),
                *notes.get(la["id"], [])[:40],
            ]
            for line in lines:
                child = QTreeWidgetItem([line])
                child.setToolTip(0, line)
                item.addChild(child)
            if _faults(la):
                item.setText(0, f"{words}; {_faults(la):,} faults")
            item.setToolTip(0, item.text(0))
            self.tree.addTopLevelItem(item)
            if la["id"] == chosen:
                self.tree.setCurrentItem(item)

    def _changed(self, entry: object) -> None:
        if self.isVisible():
            self.fill()

    def texts(self) -> list[str]:
        """The layers' lines, as they stand."""
        items = (self.tree.topLevelItem(n) for n in range(self.tree.topLevelItemCount()))
        return [item.text(0) for item in items if item is not None]

    def _choose(self) -> None:
        id = self._layer()
        opened = self._desk.opened
        if opened is None or not id:
            return
        coverage = next((la.coverage for la in opened.file.layers() if la.id == id), "")
        self.coverage.setCurrentIndex(COVERAGES.index(coverage) if coverage in COVERAGES else 2)
        self.note.clear()

    def _layer(self) -> str:
        item = self.tree.currentItem()
        top = item.parent() or item if item is not None else None
        return "" if top is None else str(top.data(0, Qt.ItemDataRole.UserRole))

    def _state(self) -> None:
        id, note = self._layer(), self.note.text()
        if id:
            coverage = COVERAGES[self.coverage.currentIndex()]
            self._desk.do(lambda o: state(o, "", coverage=coverage, note=note, id=id))


def _faults(layer: dict[str, Any]) -> int:
    return int(layer["repaired"]) + int(layer["rejected"])


def _notes(rows: Any) -> dict[str, list[str]]:
    """What the import said of single rows, by layer."""
    found: dict[str, list[str]] = {}
    for record in rows.records():
        line = record.get("row")
        words = f"{record['sort'].capitalize()}{f', row {line}' if line else ''}: {record['text']}"
        found.setdefault(str(record["layer"]), []).append(words)
    return found
