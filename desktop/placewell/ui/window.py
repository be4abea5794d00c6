"""The window: a project's layers beside its map, or the one action that brings a project here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMainWindow,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from placewell.domain.asset import plural
from placewell.domain.errors import Problem
from placewell.ui import theme
from placewell.ui.canvas.content import content_of
from placewell.ui.canvas.widget import MapWidget
from placewell.ui.models.layers import LayersModel
from placewell.ui.opening import Shown, read_project


class Window(QMainWindow):
    """Shows one project at a time. What goes wrong is said in a line at the top, never in a dialog."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Placewell")
        self.resize(1366, 768)
        self.setMinimumSize(960, 600)
        self.setStyleSheet(theme.SHEET)
        self.notice = _label("", "notice")
        self.notice.setWordWrap(True)
        self.notice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.map: MapWidget | None = None
        self._body: QWidget = self._empty()
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.notice)
        self._column.addWidget(self._body, 1)
        whole = QWidget()
        whole.setLayout(self._column)
        self.setCentralWidget(whole)
        self._say("")

    def open(self, path: Path) -> bool:
        """Show a project; what stood here stays where that one cannot be opened. Whether it could."""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            shown = read_project(path)
            body = self._project(shown)
        except Problem as problem:
            self._say(str(problem))
            return False
        finally:
            QGuiApplication.restoreOverrideCursor()
        old, self._body = self._body, body
        self._column.replaceWidget(old, body)
        body.show()  # Layouts show a newcomer only at the next turn of events.
        old.hide()
        old.deleteLater()
        self.setWindowTitle(f"{shown.project.name} – Placewell")
        self._say("\n".join(shown.notices))
        return True

    @Slot()
    def choose(self) -> None:
        """Ask for a project file and show it."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Open a project", "", "Placewell projects (*.gpkg)")
        if chosen:
            self.open(Path(chosen))

    def _say(self, text: str) -> None:
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def _empty(self) -> QWidget:
        body = _named(QWidget(), "empty")
        column = QVBoxLayout(body)
        column.addStretch(2)
        for label in (
            _label("No project is open", "title"),
            _label("A project is one file with a council's areas, places and streets.", "quiet"),
            _label("Its map will be here.", "quiet"),
        ):
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        column.addWidget(self._button("Open a project …", "main"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return body

    def _project(self, shown: Shown) -> QWidget:
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.map = MapWidget(content_of(shown))
        row.addWidget(self._panel(shown, self.map))
        row.addWidget(self.map, 1)
        return body

    def _panel(self, shown: Shown, canvas: MapWidget) -> QWidget:
        panel = _named(QWidget(), "panel")
        panel.setFixedWidth(theme.PANEL_WIDTH)
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.MARGIN, 12, theme.MARGIN, 12)
        column.setSpacing(8)
        title = _label(shown.project.name, "title")
        title.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(_label(_about(shown), "quiet"))
        buttons = QHBoxLayout()
        whole = QPushButton("Whole map")
        whole.clicked.connect(canvas.show_all)
        buttons.addWidget(self._button("Open …", ""))
        buttons.addWidget(whole)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addSpacing(4)
        column.addWidget(_label("Layers", "heading"))
        column.addWidget(_layers(shown, panel), 1)
        return panel

    def _button(self, text: str, name: str) -> QPushButton:
        button = _named(QPushButton(text), name)
        button.clicked.connect(self.choose)
        button.setShortcut(QKeySequence(QKeySequence.StandardKey.Open))
        return button


def _named(widget: Any, name: str) -> Any:
    """The widget under a name that the style sheet knows."""
    widget.setObjectName(name)
    return widget


def _label(text: str, name: str) -> QLabel:
    label = _named(QLabel(text), name)
    label.setTextFormat(Qt.TextFormat.PlainText)  # Names in a file are not ours: never read them as HTML.
    return label


def _about(shown: Shown) -> str:
    entries = sum(count for _, count in shown.layers)
    what = "a case file" if shown.project.base else "a base"
    return f"{shown.path.name}, {what}: {_many(len(shown.layers), 'layer')}, {_many(entries, 'entry')}"


def _many(count: int, word: str) -> str:
    return f"{count:,} {word if count == 1 else plural(word)}"


def _layers(shown: Shown, parent: QWidget) -> QWidget:
    if not shown.layers:
        empty = _label(
            "Nothing has been brought in yet. The layers of this project will be listed here.\n\n"
            f"placewell import {shown.path.name} FOLDER", "quiet",
        )  # fmt: skip
        empty.setWordWrap(True)
        empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        empty.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return empty
    table = QTableView()
    model = LayersModel(shown.layers)
    model.setParent(table)
    table.setModel(model)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # Names of one family differ at their ends.
    table.setAccessibleName("Layers of the project")
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(28)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in (1, 2, 3):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return table
