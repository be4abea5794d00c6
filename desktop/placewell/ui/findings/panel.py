"""Findings beside the map: opens on what needs somebody; the rest is one press away."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from placewell.domain.finding import Finding
from placewell.ui.findings.changes import ChangesList
from placewell.ui.findings.tree import FindingsTree
from placewell.ui.live import Live
from placewell.ui.parts import button, day_words, label, named, row
from placewell.ui.theme import Palette
from placewell.work.case import schemes
from placewell.work.topics import WHYS, Changed, Chosen, Listed, listed


class FindingsPanel(QWidget):
    """The list with its chips. Asks `Live`; draws."""

    opened = Signal(str)
    chosen = Signal(str)
    wants_scheme = Signal()

    def __init__(self, live: Live) -> None:
        super().__init__()
        self._live = live
        self._chosen = Chosen()
        self.tree = FindingsTree()
        self.tree.opened.connect(self.opened)
        self.tree.chosen.connect(self.chosen)
        self.about = label("", "quiet", wrap=True)
        self.option = QComboBox()
        self.option.setAccessibleName("Option")
        self.option.activated.connect(self._option)
        self.pressing = named(QPushButton("Needs you"), "chip")
        self.all = named(QPushButton("All"), "chip")
        pair = QButtonGroup(self)
        for b in (self.pressing, self.all):
            b.setCheckable(True)
            pair.addButton(b)
            b.toggled.connect(self._again)
        self.pressing.setChecked(True)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Find in findings")
        self.words.setAccessibleName("Find in findings")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._words)
        self.chips = {name: _Chip(name, self._pick) for name in ("Theme", "Standing", "Team", "Phase")}
        self.changes = ChangesList()
        self.changes.opened.connect(self.opened)
        self.empty = _Empty(self.wants_scheme.emit)
        self.list = QWidget()
        inner = QVBoxLayout(self.list)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(row(self.pressing, self.all, 1, self.option))
        inner.addLayout(row(*self.chips.values(), 1, gap=4))
        inner.addWidget(self.words)
        inner.addWidget(self.tree, 1)
        inner.addWidget(self.changes)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setSpacing(8)
        whole.addWidget(self.about)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.empty, 1)
        live.assessed.connect(self.fill)
        live.followed.connect(self._follow)
        live.none.connect(self._none)
        live.assessing.connect(self._wait)
        live.changes.connect(self._changed)
        self._none(live.why)
        self.fill()

    @property
    def shown(self) -> Listed:
        """What is listed now."""
        held = self._live.assessment
        found = listed(held.findings if held is not None else (), self._chosen)
        if not self.pressing.isChecked():
            return found
        groups = tuple((name, headings) for name, headings in found.groups if name in WHYS)
        return Listed(groups, found.counts)

    def leave_out(self, themes: frozenset[str]) -> None:
        """Themes that the case does not go into: their findings are not listed."""
        self._chosen = replace(self._chosen, without=themes)
        self._again()

    def restyle(self, palette: Palette) -> None:
        """Draw in these colours."""
        self.tree.restyle(palette)
        self.changes.restyle(palette)

    def fill(self) -> None:
        """Show the findings that there are now."""
        held = self._live.assessment
        if held is None:
            return
        self.list.show()
        self.empty.hide()
        packs = len(held.packs)
        self.about.setText(
            f"{held.scheme}, as at {day_words(held.as_at)}; {packs} {'pack' if packs == 1 else 'packs'}"
        )
        self._options()
        found = held.findings
        self.chips["Theme"].offer(sorted({f.theme for f in found}))
        self.chips["Standing"].offer(list(dict.fromkeys(f.standing for f in found)))
        self.chips["Team"].offer(sorted({f.who_answers or "planning" for f in found}))
        phases = sorted({p.phase for f in found for p in f.by_phase if p.phase is not None})
        self.chips["Phase"].offer([str(p) for p in phases])
        self.chips["Phase"].setVisible(len(phases) > 1)
        self._again()

    def _again(self) -> None:
        held = self._live.assessment
        if held is None:
            return
        whole = listed(held.findings, self._chosen)
        urgent = sum(n for name, n in whole.counts.items() if name in WHYS)
        self.pressing.setText(f"Needs you  {urgent:,}")
        self.all.setText(f"All  {sum(whole.counts.values()):,}")
        self.tree.show_listed(self.shown)

    def _follow(self, findings: tuple[Finding, ...]) -> None:
        self.tree.follow(findings)

    def _changed(self, found: tuple[Changed, ...], edit: str) -> None:
        self.changes.add(found, edit)

    def _wait(self, words: str) -> None:
        if words and self._live.assessment is None:
            self._none(words, act=False)

    def _none(self, why: str, act: bool = True) -> None:
        self.list.hide()
        self.about.setText("")
        self.empty.say(why, act)
        self.empty.show()

    def _words(self, text: str) -> None:
        self._chosen = replace(self._chosen, words=text)
        self._again()

    def _pick(self) -> None:
        phase = next(iter(self.chips["Phase"].picked), "")
        self._chosen = replace(
            self._chosen,
            themes=frozenset(self.chips["Theme"].picked),
            standings=frozenset(self.chips["Standing"].picked),
            teams=frozenset(self.chips["Team"].picked),
            phase=int(phase) if phase else None,
        )
        self._again()

    def _options(self) -> None:
        opened = self._live.desk.opened
        held = (
            [(s.name, s.option) for s in schemes(opened) if s.geometry is not None]
            if opened is not None
            else []
        )
        self.option.clear()
        for name, option in held:
            self.option.addItem(
                f"{name}, {option}" if option and len({n for n, _ in held}) > 1 else option or name
            )
        self.option.setVisible(len(held) > 1)
        now = self._live.proposal
        if now is not None and (now.scheme.name, now.scheme.option) in held:
            self.option.setCurrentIndex(held.index((now.scheme.name, now.scheme.option)))
        self._held = held

    def _option(self, at: int) -> None:
        self._live.choose(*self._held[at])


class _Chip(QToolButton):
    """A filter: its menu has every value, the ones picked are named on it."""

    def __init__(self, name: str, told: object) -> None:
        super().__init__()
        self._name, self._told = name, told
        self.picked: list[str] = []
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setObjectName("chipmenu")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._say()

    def offer(self, values: list[str]) -> None:
        """Values to choose from; what is picked stays picked where it is still there."""
        self.picked = [v for v in self.picked if v in values]
        self._menu.clear()
        for value in values:
            action = QAction(value[:1].upper() + value[1:], self._menu)
            action.setCheckable(True)
            action.setChecked(value in self.picked)
            action.triggered.connect(lambda on, v=value: self._pick(v, on))
            self._menu.addAction(action)
        if values:
            self._menu.addSeparator()
            self._menu.addAction("All of them").triggered.connect(self._none)
        self._say()

    def _pick(self, value: str, on: bool) -> None:
        if self._name == "Phase":
            self.picked = []
        self.picked = [v for v in self.picked if v != value] + ([value] if on else [])
        for action in self._menu.actions():
            if self._name == "Phase" and action.isCheckable():
                action.setChecked(action.text().casefold() in self.picked)
        self._say()
        self._told()  # type: ignore[operator]

    def _none(self) -> None:
        self.picked = []
        for action in self._menu.actions():
            action.setChecked(False)
        self._say()
        self._told()  # type: ignore[operator]

    def _say(self) -> None:
        many = len(self.picked)
        self.setText(f"{self._name}: {self.picked[0] if many == 1 else many}" if many else self._name)
        self.setProperty("on", bool(many))
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(f"{self._name}: {', '.join(self.picked) or 'all'}")


class _Empty(QWidget):
    """What will be here, and the one thing to do."""

    def __init__(self, act: object) -> None:
        super().__init__()
        self._title = label("Findings", "title")
        self._words = label("", "quiet", wrap=True)
        self._button = button("Bring in a scheme", act, "main")  # type: ignore[arg-type]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addSpacing(4)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def say(self, why: str, act: bool) -> None:
        """Show why nothing is here yet."""
        more = " Findings will be listed here, criterion by criterion, as soon as there is a red line."
        self._words.setText(why if not act else f"{why}{more}".strip())
        self._button.setVisible(act)
