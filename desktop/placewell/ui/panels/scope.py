"""The scope of an assessment: which guidance, and which themes, with counts and what brought them in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from placewell.ui.live import Live
from placewell.ui.parts import button, cleared, label, named, row, rule, scrolled
from placewell.work.opened import Opened
from placewell.work.packs import known_packs, wanted
from placewell.work.scope import Count, by_pack, by_theme, choose_packs, leave_out, left_out, take_in


class _Title(QLabel):
    """The words of a tick box, over as many lines as they take; a click on them ticks it."""

    def __init__(self, text: str, box: QCheckBox) -> None:
        super().__init__(text)
        self._box = box
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._box.toggle()


class ScopePanel(QWidget):
    """Shown before findings, and at any time after; each tick is kept at once."""

    onward = Signal()
    themes = Signal(object)
    """The themes that are left out (a frozenset)."""

    def __init__(self, live: Live) -> None:
        super().__init__()
        self._live = live
        self._asking = ""
        self.body = QVBoxLayout()
        self.body.setContentsMargins(16, 12, 16, 16)
        self.body.setSpacing(4)
        inside = named(QWidget(), "panel")
        inside.setLayout(self.body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside), 1)
        foot = row(1, button("See the findings", self.onward.emit, "main"))
        foot.setContentsMargins(16, 8, 16, 12)
        whole.addLayout(foot)
        live.assessed.connect(self.fill)
        live.none.connect(self._nothing)
        self.reason: QLineEdit | None = None
        self.boxes: dict[str, QCheckBox] = {}
        self.fill()

    def _nothing(self, why: str) -> None:
        self.fill()

    def fill(self) -> None:
        """Draw what is chosen and what there is."""
        opened = self._live.desk.opened
        held = self._live.assessment
        cleared(self.body)
        self.boxes, self.reason = {}, None
        put = self.body.addWidget
        put(label("What it is assessed against", "title"))
        if opened is None or held is None:
            put(label("Guidance and themes will be listed here with their counts, once there is a red line.", "quiet", wrap=True))  # fmt: skip
            self.body.addStretch(1)
            return
        put(label("Everything ticked is gone into. A theme left out takes one reason, which the record prints.", "quiet", wrap=True))  # fmt: skip
        out = left_out(opened)
        self.themes.emit(frozenset(out))
        self.body.addSpacing(8)
        put(label("Guidance", "heading"))
        chosen = {k.pack.id for k in wanted((), opened)}
        for c in by_pack(held.findings, list(known_packs(opened).by_id.values())):
            words = f"{c.apply} of {c.questions} apply" if c.name in chosen else f"{c.questions} questions"
            self._tick(c, words, c.name in chosen, lambda on, n=c.name: self._pack(n, on))
        self.body.addSpacing(8)
        put(rule())
        put(label("Themes", "heading"))
        for c in by_theme(held.findings):
            gone = out.get(c.name)
            self._tick(
                c, f"{c.apply} of {c.questions} apply", gone is None, lambda on, n=c.name: self._theme(n, on)
            )
            if gone is not None:
                put(label(f"Left out: {gone.reason}", "quiet", wrap=True))
            if self._asking == c.name:
                self._ask(c.name)
        self.body.addStretch(1)

    def _tick(self, c: Count, words: str, on: bool, act: object) -> None:
        box = QCheckBox()
        box.setAccessibleName(c.title)
        title = _Title(c.title, box)
        box.setChecked(on)
        box.setToolTip(c.why)
        box.setAccessibleDescription(f"{words}. {c.why}")
        box.toggled.connect(act)
        self.boxes[c.name] = box
        line = row(box, title, label(words, "quiet"))
        line.setStretch(1, 1)
        self.body.addLayout(line)
        if c.why and on:
            note = label(c.why, "quiet", wrap=True)
            note.setContentsMargins(22, 0, 0, 4)
            self.body.addWidget(note)

    def _pack(self, name: str, on: bool) -> None:
        def act(o: Opened) -> bool:
            now = [k.pack.id for k in wanted((), o)]
            choose_packs(o, [*now, name] if on else [n for n in now if n != name])
            return True

        if not self._live.desk.do(act):
            self.fill()

    def _theme(self, name: str, on: bool) -> None:
        if on:
            self._live.desk.do(lambda o: take_in(o, name))
            self._asking = ""
        else:
            self._asking = name
        self.fill()
        if self.reason is not None:
            self.reason.setFocus()

    def _ask(self, theme: str) -> None:
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Why is it left out?")
        self.reason.setAccessibleName(f"Why {theme} is left out")
        self.reason.returnPressed.connect(self._give)
        self.body.addLayout(
            row(self.reason, button("Leave out", self._give), button("Keep it in", self._never_mind, "flat"))
        )

    def _give(self) -> None:
        theme, words = self._asking, self.reason.text() if self.reason is not None else ""

        def act(o: Opened) -> bool:
            leave_out(o, theme, words)
            return True

        if self._live.desk.do(act):
            self._asking = ""
            self.fill()

    def _never_mind(self) -> None:
        self._asking = ""
        self.fill()
