"""Data of the area before it comes in: each file with what it was understood as; nothing is written until asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import shapely
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHeaderView,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from placewell.domain.errors import Problem
from placewell.ui.desk import Desk
from placewell.ui.panels.scheme.drop import DropArea
from placewell.ui.panels.scheme.step import Fold, breakable, narrow
from placewell.ui.parts import button, cleared, column, label, named, row, scrolled
from placewell.work.bring_in import apply_plan
from placewell.work.incoming import (
    Incoming,
    LeftOut,
    Plan,
    brought_words,
    choices,
    incoming,
    layer_ids,
    left_out,
    plan_at,
    preview_of,
    without,
    write_left,
)
from placewell.work.plain_words import in_window

AS_READ = "As it was understood"
_AT, _LEFT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class IncomingPanel(QWidget):
    """Shows a plan of an import; 'Bring in' writes it as one edit, 'Leave' forgets it."""

    previewChanged = Signal()
    """`preview` gives other shapes."""
    broughtIn = Signal()
    leftAlone = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.made: Plan | None = None
        self._paths: list[Path] = []
        self._said: dict[str, str] = {}
        self._layers: tuple[str, ...] = ()
        self._drawn: list[shapely.Geometry] | None = None
        self._rows: list[Incoming] = []
        self._out: list[LeftOut] = []
        self.title = label("Data for the area", "title")
        self.told = label("", "quiet", wrap=True, select=True)
        self.drop = DropArea(
            "Drop a folder of downloads here, or single files: lists of places, streets, areas, figures."
        )
        self.drop.put(button("Choose a folder …", self._folder))
        self.drop.dropped.connect(self.plan)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels(["Layer", "Entries", "As at"])
        self.tree.setAccessibleName("What would come in, by file")
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.setMinimumHeight(160)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at in (1, 2):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.currentItemChanged.connect(lambda *_: self._chosen())
        self.tree.itemChanged.connect(lambda *_: self._counted())
        self.detail = column(gap=6)
        self.bring = button("Bring in", self.bring_in, "main")
        self.leave = button("Leave", self.leave_it, "", "Forget these files; the project stays as it is")
        self.save = button("Save the lines left …", self.save_left, "link", "Everything that does not come in, and every line about a row, as a table (CSV)")  # fmt: skip
        self._lay_out()
        desk.arrived.connect(self._arrived)
        self._show_nothing()

    def _lay_out(self) -> None:
        inside = named(QWidget(), "panel")
        inside.setLayout(self.detail)
        self.detail.setContentsMargins(16, 4, 16, 8)
        self.area = scrolled(inside)
        top = column(gap=10)
        top.setContentsMargins(16, 12, 16, 0)
        for part in (self.title, self.told, self.drop, self.tree):
            top.addWidget(part)
        top.setStretchFactor(self.tree, 1)
        foot = column(gap=6)
        foot.addLayout(row(self.bring, self.leave, 1))
        foot.addLayout(row(self.save, 1))
        foot.setContentsMargins(16, 4, 16, 12)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(top, 3)
        whole.addWidget(self.area, 2)
        self.rest = QWidget()
        whole.addWidget(self.rest, 4)
        whole.addLayout(foot)

    def plan(self, paths: Sequence[Path]) -> None:
        """Read files and folders and show what they would become; nothing is written."""
        self._paths, self._said = list(paths), {}
        self._again()

    def preview(self) -> list[shapely.Geometry]:
        """What the chosen layer, or else all of them, would put on the map."""
        if self._drawn is None:
            self._drawn = [] if self.made is None else preview_of(self.made, self._shown())
        return self._drawn

    def bring_in(self) -> None:
        """Write the layers that are ticked, as one edit."""
        opened, plan = self.desk.opened, self.made
        if opened is None or plan is None:
            return
        if layer_ids(opened) != self._layers:
            self.desk.said.emit(
                "The project's layers have changed since; the files are compared with them anew.", False
            )
            self._again()
            return
        wanted = without(plan, self._unticked())
        brought = self.desk.do(lambda o: apply_plan(o, wanted))
        if brought is None:
            return
        out = len(self._out)
        self._show_nothing()
        self.told.setText(brought_words(brought) + (f" {_many(out, 'list')} left out." if out else ""))
        self.made = Plan(left=plan.left)
        self.save.setVisible(bool(out))
        self.broughtIn.emit()

    def leave_it(self) -> None:
        """Forget the files."""
        self._show_nothing()
        self.leftAlone.emit()

    def ask_where(self) -> Path | None:
        """Ask where to save; replaced where nobody is there to answer."""
        chosen, _ = QFileDialog.getSaveFileName(self, "Save what was left", "left.csv", "Tables (*.csv)")
        return Path(chosen) if chosen else None

    def ask_folder(self) -> Path | None:
        """Ask for a folder; replaced where nobody is there to answer."""
        chosen = QFileDialog.getExistingDirectory(self, "A folder of downloads")
        return Path(chosen) if chosen else None

    def save_left(self) -> None:
        """Everything that does not come in, as a table."""
        plan = self.made
        if plan is None or (path := self.ask_where()) is None:
            return
        try:
            lines = write_left(plan, path)
        except Problem as problem:
            self.desk.said.emit(in_window(str(problem)), True)
            return
        self.desk.said.emit(f"{lines:,} lines saved in {path.name}.", False)

    def say_what(self, file: str, words: str) -> None:
        """Say what a file is (one of `choices`, or '' for what it was understood as), and look at all again."""
        if words:
            self._said[file] = choices()[words]
        else:
            self._said.pop(file, None)
        self._again()

    def _draw_anew(self) -> None:
        # The map asks at every turn of the wheel, so what it draws is put together once.
        self._drawn = None
        self.previewChanged.emit()

    def _folder(self) -> None:
        if (folder := self.ask_folder()) is not None:
            self.plan([folder])

    def _again(self) -> None:
        at, opened = self.desk.path, self.desk.opened
        if at is None or opened is None or not self._paths:
            return
        self._layers = layer_ids(opened)
        paths, said = list(self._paths), dict(self._said)
        self.told.setText("Reading …")
        self.desk.jobs.start(
            "Reading what came", lambda: plan_at(at, paths, said), self._planned, self._refused
        )

    def _planned(self, plan: Plan) -> None:
        if not isValid(self):
            return
        self.made, self._rows, self._out = plan, incoming(plan), left_out(plan)
        files = len({x.file for x in self._rows} | {x.file for x in self._out})
        self.told.setText(
            f"{_many(len(self._rows), 'layer')} would come from {_many(files, 'file')}; "
            f"{_many(len(self._out), 'list')} would not. Nothing is written yet."
        )
        self.drop.hide()
        self.rest.hide()
        self._whole.setStretch(0, 3)
        for part in (self.tree, self.area, self.bring, self.leave):
            part.show()
        self.save.setVisible(bool(self._out) or any(x.notes for x in self._rows))
        self._fill()
        self._draw_anew()

    def _refused(self, problem: Problem) -> None:
        if isValid(self):
            self._show_nothing()
            self.told.setText(in_window(str(problem)))

    def _fill(self) -> None:
        self.tree.blockSignals(True)
        self.tree.clear()
        if self._rows:
            self._branch("Comes in", [(x.file, x) for x in self._rows], True)
        unknown = [(x.file, x) for x in self._out if x.unknown]
        if unknown:
            self._branch("Not known: say what it is", unknown, True)
        left = [(x.file, x) for x in self._out if not x.unknown]
        if left:
            self._branch("Left", left, not self._rows and not unknown)
        self.tree.blockSignals(False)
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)
        self._chosen()
        self._counted()

    def _branch(self, title: str, found: Sequence[tuple[str, Incoming | LeftOut]], wide: bool) -> None:
        branch = QTreeWidgetItem(self.tree, [title, f"{len(found):,}", ""])
        _bold(branch)
        branch.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        branch.setExpanded(wide)
        for _, each in sorted(found, key=lambda x: (x[1].name or x[0]).casefold()):
            if isinstance(each, Incoming):
                item = QTreeWidgetItem(branch, [each.name, f"{each.rows:,}", each.as_at])
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setCheckState(0, Qt.CheckState.Checked)
                item.setData(0, _AT, each.at)
                item.setToolTip(0, f"{each.name}, from {each.file}")
            else:
                name = f"{each.file}, {each.name}" if each.name else each.file
                item = QTreeWidgetItem(branch, [name, "", ""])
                item.setFirstColumnSpanned(True)
                item.setData(0, _LEFT, self._out.index(each))
                item.setToolTip(0, each.reason)

    def _chosen(self) -> None:
        cleared(self.detail)
        item = self.tree.currentItem()
        at = None if item is None else item.data(0, _AT)
        left = None if item is None else item.data(0, _LEFT)
        put = self.detail.addWidget
        if at is not None:
            x = next(r for r in self._rows if r.at == at)
            put(label(x.name, "heading", wrap=True))
            put(label(f"From {breakable(x.file)}", "quiet", wrap=True))
            for fact in x.facts:
                put(label(fact, wrap=True, select=True))
            if x.notes:
                put(Fold(f"Noted ({len(x.notes)})", x.notes[:200]))
            self._what(x.file)
        elif left is not None:
            out = self._out[left]
            put(label(breakable(f"{out.file}, {out.name}" if out.name else out.file), "heading", wrap=True))
            put(label(out.reason, wrap=True, select=True))
            if out.notes:
                put(Fold(f"Noted ({len(out.notes)})", out.notes[:200]))
            self._what(out.file, "Not said yet" if out.unknown else AS_READ)
        else:
            put(label("Choose a line to see what it was understood as, and to say what it is. Without a tick it stays out.", "quiet", wrap=True))  # fmt: skip
        self.detail.addStretch(1)
        self._draw_anew()

    def _what(self, file: str, first: str = AS_READ) -> None:
        """What the whole file is, where it was misunderstood."""
        box = QComboBox()
        box.setAccessibleName(f"What is {file}?")
        box.addItems([first, *choices()])
        said = {v: k for k, v in choices().items()}.get(self._said.get(file, ""), first)
        box.setCurrentText(said)
        narrow(box)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.activated.connect(partial(self._say, file, box))
        word = label("What is it?", "quiet")
        word.setBuddy(box)
        self.detail.addLayout(row(word, box))

    def _say(self, file: str, box: QComboBox, _: int) -> None:
        words = box.currentText()
        self.say_what(file, words if words in choices() else "")

    def _shown(self) -> set[int]:
        item = self.tree.currentItem()
        at = None if item is None else item.data(0, _AT)
        if at is not None:
            return {at}
        if item is not None and item.data(0, _LEFT) is not None:
            return set()
        return {x.at for x in self._rows} - self._unticked()

    def _unticked(self) -> set[int]:
        found = set()
        for n in range(self.tree.topLevelItemCount()):
            branch = self.tree.topLevelItem(n)
            for i in range(0 if branch is None else branch.childCount()):
                item = None if branch is None else branch.child(i)
                if (
                    item is not None
                    and item.data(0, _AT) is not None
                    and item.checkState(0) != Qt.CheckState.Checked
                ):
                    found.add(int(item.data(0, _AT)))
        return found

    def _counted(self) -> None:
        n = len(self._rows) - len(self._unticked())
        self.bring.setText(f"Bring in {_many(n, 'layer')}" if n else "Bring in")
        self.bring.setEnabled(bool(n))
        self._draw_anew()

    def _show_nothing(self) -> None:
        self.made, self._rows, self._out = None, [], []
        self.told.setText("What files would become is shown here first; nothing is written until you say so.")
        self.drop.show()
        self.tree.clear()
        cleared(self.detail)
        self._whole.setStretch(0, 0)
        self.rest.show()
        for part in (self.tree, self.area, self.bring, self.leave, self.save):
            part.hide()
        self._draw_anew()

    def _arrived(self) -> None:
        self._paths, self._said = [], {}
        self._show_nothing()


def _bold(item: QTreeWidgetItem) -> None:
    font = item.font(0)
    font.setBold(True)
    item.setFont(0, font)


def _many(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"
