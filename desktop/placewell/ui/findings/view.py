"""One finding open: the sentence, the figure, the way on the map, what it rests on, what would change it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from placewell.assess.explain import walk
from placewell.domain.finding import Evidence, Finding
from placewell.domain.layer import Layer
from placewell.ui.findings.marks import colour_of, mark_picture
from placewell.ui.live import Live
from placewell.ui.parts import button, cleared, day_words, label, named, row, rule, scrolled
from placewell.ui.theme import LIGHT, Palette
from placewell.work.assess_told import ASKED_IN, STATUS, word
from placewell.work.on_map import OnMap, Where, on_map, where_of
from placewell.work.topics import against_of, cited, firm_of

VINTAGE_UNKNOWN = "undated"


class FindingView(QWidget):
    """Opens under its own heading; Esc goes back to the list, Ctrl+C takes a sentence with its citation."""

    left = Signal()
    stepped = Signal(int)
    """To the finding before (-1) or after (1)."""
    shows = Signal(object, object)
    """What of it is to be drawn on the map (`OnMap`), and its verdict."""
    answers = Signal(str)
    copied = Signal(str)

    def __init__(self, live: Live) -> None:
        super().__init__()
        self._live = live
        self._palette = LIGHT
        self._where: tuple[int, Where] = (0, {})
        self.finding: Finding | None = None
        self.on_map = OnMap((), ())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(16, 4, 16, 16)
        self.body.setSpacing(6)
        inside = named(QWidget(), "panel")
        inside.setLayout(self.body)
        self.area = scrolled(inside)
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 12, 4)
        back = button("‹ Findings", self.left.emit, "flat", "Back to the list (Esc)")
        before = button("▲", lambda: self.stepped.emit(-1), "flat", "The finding before (Alt+Up)")
        after = button("▼", lambda: self.stepped.emit(1), "flat", "The next finding (Alt+Down)")
        before.setAccessibleName("Finding before")
        after.setAccessibleName("Next finding")
        self.copy = button("Copy", self._copy, "flat", "Copy a sentence with its citation (Ctrl+C)")
        self.respond = button("Answer", self._answer, "", "Answer this question, or note mitigation")
        for b in (back, before, after):
            top.addWidget(b)
        top.addStretch(1)
        top.addWidget(self.copy)
        top.addWidget(self.respond)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.area, 1)
        for keys, act in (("Esc", self.left.emit), ("Alt+Up", lambda: self.stepped.emit(-1)), ("Alt+Down", lambda: self.stepped.emit(1))):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self._copy)
        live.assessed.connect(self._fresh)
        live.followed.connect(self._follow)

    def restyle(self, palette: Palette) -> None:
        """Draw in these colours."""
        self._palette = palette
        if self.finding is not None:
            self._fill()

    def open(self, criterion: str) -> bool:
        """Show the finding of a criterion, and what of it lies on the map. Whether there is one."""
        held = self._live.assessment
        found = (
            next((f for f in held.findings if f.criterion == criterion), None) if held is not None else None
        )
        if found is None:
            return False
        self.finding = found
        self._fill()
        self.area.verticalScrollBar().setValue(0)
        self.show_on_map()
        return True

    def show_on_map(self) -> None:
        """Draw it again."""
        ground = self._live.assessor.ground if self._live.assessor is not None else None
        if ground is None or self.finding is None:
            return
        if self._where[0] != id(ground):
            self._where = id(ground), where_of(ground)
        self.on_map = on_map(self._where[1], self.finding)
        self.shows.emit(self.on_map, self.finding.verdict)

    def text(self) -> str:
        """Everything that is said, line by line."""
        return "\n".join(x.text() for x in self.area.findChildren(QLabel) if x.text())

    def _fresh(self) -> None:
        if self.finding is None or not self.open(self.finding.criterion):
            self.finding = None

    def _follow(self, findings: tuple[Finding, ...]) -> None:
        if self.finding is None or not self.isVisible():
            return
        now = next((f for f in findings if f.criterion == self.finding.criterion), None)
        if now is not None and now is not self.finding:
            self.finding = now
            self._fill()

    def _fill(self) -> None:
        f = self.finding
        assert f is not None
        cleared(self.body)
        self.respond.setText("Answer" if not f.answers else "Change the answer")
        put = self.body.addWidget
        put(label(f"{f.topic}  ·  {f.criterion}", "quiet", wrap=True))
        put(label(f.question, "title", wrap=True))
        mark = QLabel()
        mark.setPixmap(
            mark_picture(f.verdict, 20, colour_of(self._palette, f.verdict), self._palette.panel, 2.0)
        )
        said = label(word(f), "heading")
        if f.verdict is not None:
            said.setStyleSheet(f"color: {self._palette.words[f.verdict]};")
        self.body.addLayout(row(mark, said, 1))
        tags = (f.standing, firm_of(f), STATUS[f.source_status].removeprefix("; "), f.who_answers)
        put(label("  ·  ".join(t for t in tags if t), "quiet", wrap=True))
        put(label(f.working or f.reason or " ".join(w.what for w in f.waiting_for), wrap=True, select=True))
        for title, lines in self._sections(f):
            put(rule())
            put(label(title, "heading"))
            for line in lines:
                put(label(line, wrap=True, select=True))
        self.body.addStretch(1)

    def _sections(self, f: Finding) -> Iterator[tuple[str, list[str]]]:
        against = against_of(f)
        if against or f.parts:
            parts = [f"{p.name}: {_ends(p.least, p.most)} {p.unit}, {p.comparison} {p.figure:g} asked; {p.verdict}" for p in f.parts]  # fmt: skip
            yield "Found, against the figure", [x for x in (against, *parts) if x]
        walked = [w for w in self._walks(f)]
        if walked:
            yield "The way on foot", walked
        yield "Applicant states", [f.applicant_states or "Nothing on this."]
        waits = [f"{ASKED_IN[w.kind]}: {w.what}" for w in f.waiting_for]
        if waits:
            yield "What it waits for", waits
        yield "What it rests on", self._rests(f)
        changes = [f.firmness.words] if f.firmness is not None else []
        changes += [f"With {o.what}: {o.verdict}. {o.words}" for o in f.otherwise]
        changes += [
            f"After phase {p.phase}: {p.verdict}. {p.words}" for p in f.by_phase if len(f.by_phase) > 1
        ]
        if changes:
            yield "What would change it", changes
        if f.would_meet is not None:
            yield "What would meet it", [f.would_meet.words]
        if f.altered:
            yield "Figures that were altered", [f"{a.part + ': ' if a.part else ''}from {a.was:g} to {a.now:g} {a.unit}" for a in f.altered]  # fmt: skip
        yield (
            "Guidance",
            [x for x in (f"{f.citation} ({f.standing}{STATUS[f.source_status]})", f.stage, f.note) if x],
        )
        documents = [f"{g.document}{f', revision {g.revision}' if g.revision else ''}{f', page {g.page}' if g.page else ''}" for g in f.answers if g.document]  # fmt: skip
        if documents:
            yield "Documents", documents
        answered = [_answered(g) for g in f.answers]
        if answered:
            yield "Officer's view", answered
        if f.mitigation:
            yield "Mitigation", [" · ".join(x for x in (m.what, m.mechanism or "not decided yet", m.trigger, m.owner, m.status) if x) for m in f.mitigation]  # fmt: skip

    def _walks(self, f: Finding) -> list[str]:
        said = []
        for e in _evidence(f):
            if e.reach_m is not None:
                gate = f", from {e.start}" if e.start else ""
                said.append(f"To {e.name or 'an unnamed place'}: {walk(e.reach_m)}{gate}")
        return list(dict.fromkeys(said))

    def _rests(self, f: Finding) -> list[str]:
        held = self._live.assessment
        layers: dict[str, list[Evidence]] = {}
        for e in _evidence(f):
            layers.setdefault(e.layer, []).append(e)
        known: dict[str, Layer] = {}
        if self._live.assessor is not None:
            known = {la.name: la for la in self._live.assessor.ground.layers}
        said = []
        for name, places in layers.items():
            layer = known.get(name)
            age = ""
            if layer is not None:
                coverage = f"{layer.coverage or 'coverage unknown'}"
                age = f" ({layer.publisher or 'unknown publisher'}, {_dated(layer.vintage)}; {coverage})"
            rows = ", ".join(dict.fromkeys(f"{p.name or 'unnamed'} [{p.id}]" for p in places))
            said.append(f"{name}{age}: {rows}")
        said += [f"{x.name}: {x.value:,.6g} {x.unit}".strip() for x in f.facts if x.value is not None]
        if not said:
            said = ["The scheme as it was brought in, and the case." if held is not None else ""]
        if f.ways_in and held is not None and held.streets:
            said.append(f"Walked along {held.streets}.")
        return said

    def _copy(self) -> None:
        if self.finding is None:
            return
        marked = next((x.selectedText() for x in self.area.findChildren(QLabel) if x.hasSelectedText()), "")
        text = marked or cited(self.finding, self._live.assessment)
        QGuiApplication.clipboard().setText(text)
        self.copied.emit("Copied, with its citation." if not marked else "Copied.")

    def _answer(self) -> None:
        if self.finding is not None:
            self.answers.emit(self.finding.criterion)


def _evidence(f: Finding) -> list[Evidence]:
    """All that it rests on, once each."""
    held: dict[tuple[str, str, str], Evidence] = {}
    for e in (*f.evidence, *(x for fact in f.facts for x in fact.evidence)):
        held.setdefault((e.layer, e.id, e.start), e)
    return list(held.values())


def _ends(least: float | None, most: float | None) -> str:
    told = [f"{x:,.4g}" for x in dict.fromkeys((least, most)) if x is not None]
    return " to ".join(told) or "not known"


def _dated(vintage: str) -> str:
    return f"as at {day_words(vintage)}" if vintage else VINTAGE_UNKNOWN


def _answered(given: object) -> str:
    part, value, reason = (str(getattr(given, n)) for n in ("part", "value", "reason"))
    by, at, again = (str(getattr(given, n)) for n in ("by", "at", "look_again"))
    text = f"{part}: {value}" if part else value
    return f"{text}. {reason} ({by}, {day_words(at)}){f' Look again: {again}.' if again else ''}"
