"""The list of findings: groups, topics and their sources, with marks that follow while something is dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from placewell.domain.finding import Finding
from placewell.ui.findings.marks import HEAD, LINE, RowDelegate
from placewell.ui.theme import LIGHT, Palette
from placewell.work.topics import FOLDED, Heading, Line, Listed, line_of

TITLES = {"development plan, not met, without mitigation": "Not met, development plan, no mitigation yet"}
CRITERION = Qt.ItemDataRole.UserRole + 3


class FindingsTree(QTreeView):
    """Enter or a double click opens a finding; the arrows go up, down, and fold."""

    chosen = Signal(str)
    """The criterion whose finding is under the cursor."""
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self._lines: dict[str, QStandardItem] = {}
        self._heads: list[tuple[QStandardItem, list[QStandardItem]]] = []
        self._palette = LIGHT
        self.setHeaderHidden(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setIndentation(12)
        self.setUniformRowHeights(False)
        self.setAnimated(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Findings by topic")
        self._paint = RowDelegate(LIGHT, self.font())
        self.setItemDelegate(self._paint)
        self.clicked.connect(self._open)
        self.selectionModel().currentChanged.connect(self._moved)

    def restyle(self, palette: Palette) -> None:
        """Draw in these colours and the size of text that is set."""
        self._palette = palette
        self._paint = RowDelegate(palette, self.font())
        self.setItemDelegate(self._paint)
        self.scheduleDelayedItemsLayout()

    def show_listed(self, listed: Listed) -> None:
        """Show these; what was open stays open, and the cursor stays on its finding."""
        shut = {
            str(self._model.item(n).data(HEAD)[0]) for n in range(self._model.rowCount())
            if not self.isExpanded(self._model.item(n).index())
        }  # fmt: skip
        first = self._model.rowCount() == 0
        at = self.current()
        self._model.clear()
        self._lines, self._heads = {}, []
        for name, headings in listed.groups:
            group = _item(TITLES.get(name, name[:1].upper() + name[1:]))
            group.setData((group.text(), None, f"{listed.counts[name]:,}", True), HEAD)
            group.setAccessibleText(f"{group.text()}, {listed.counts[name]} findings")
            self._model.appendRow(group)
            for heading in headings:
                self._add(group, heading)
            folded = name in FOLDED if first else group.text() in shut
            self.setExpanded(group.index(), not folded)
        if at in self._lines:
            self.setCurrentIndex(self._lines[at].index())

    def follow(self, findings: Sequence[Finding]) -> None:
        """Marks and figures as they are now; rows stay where they stand until the hand lets go."""
        for f in findings:
            item = self._lines.get(f.criterion)
            if item is None:
                continue
            line: Line = item.data(LINE)
            if line.finding is not f:
                _set(item, line_of(f, line.why))
        for head, items in self._heads:
            title, _, count, top = head.data(HEAD)
            mark = Heading(title, "", tuple(i.data(LINE) for i in items)).mark
            head.setData((title, mark, count, top), HEAD)

    def current(self) -> str:
        """The criterion under the cursor; '' where it is on a topic."""
        return str(self.currentIndex().data(CRITERION) or "")

    def order(self) -> list[str]:
        """All criteria from top to bottom."""
        return list(self._lines)

    def go_to(self, criterion: str) -> None:
        """Put the cursor on a finding and unfold it into sight."""
        if criterion in self._lines:
            index = self._lines[criterion].index()
            self.setExpanded(index.parent(), True)
            self.setExpanded(index.parent().parent(), True)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _add(self, group: QStandardItem, heading: Heading) -> None:
        # A matter with one source is its own line: a topic of one would only be in the way.
        if len(heading.lines) == 1:
            self._line(group, heading.lines[0])
            return
        topic = _item(heading.title)
        topic.setData((heading.title, heading.mark, "", False), HEAD)
        topic.setAccessibleText(f"{heading.title}; most pressing: {heading.mark or 'for information'}")
        group.appendRow(topic)
        self._heads.append((topic, [self._line(topic, line) for line in heading.lines]))

    def _line(self, parent: QStandardItem, line: Line) -> QStandardItem:
        item = _item(line.question)
        item.setData(line.finding.criterion, CRITERION)
        _set(item, line)
        parent.appendRow(item)
        self._lines[line.finding.criterion] = item
        return item

    def _moved(self, current: QModelIndex, before: QModelIndex) -> None:
        if current.data(CRITERION):
            self.chosen.emit(str(current.data(CRITERION)))

    def _open(self, index: QModelIndex) -> None:
        if index.data(CRITERION):
            self.opened.emit(str(index.data(CRITERION)))
        elif index.isValid():
            self.setExpanded(index, not self.isExpanded(index))


def _item(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setEditable(False)
    return item


def _set(item: QStandardItem, line: Line) -> None:
    item.setData(line, LINE)
    said = "; ".join(p for p in (line.word, line.question, line.against, line.standing, line.firm) if p)
    item.setAccessibleText(said)
    item.setToolTip(f"{line.question}\n{line.word}. {line.against}".strip())
