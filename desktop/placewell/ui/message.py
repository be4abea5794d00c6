"""One line of words at the top instead of dialogs: what happened, progress, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from placewell.ui.parts import button, label, named
from placewell.work.plain_words import in_window
from placewell.work.progress import Progress

QUIET_MS, LONG_MS, NOTE_MS = 300, 1000, 12_000
"""Nothing is shown for what takes less than the first; a way to cancel after the second; notes go after the third."""


class MessageLine(QWidget):
    """Problems stay until they are put away; notes go by themselves."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "message")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = label("", wrap=True, select=True)
        self.words.setAccessibleName("Message")
        self._put_away = button("Put away", self.put_away, "flat", "Hide this message")
        self._said = QWidget()
        line = QHBoxLayout(self._said)
        line.setContentsMargins(16, 6, 8, 6)
        line.addWidget(self.words, 1)
        line.addWidget(self._put_away, 0, Qt.AlignmentFlag.AlignTop)
        self.doing = label("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.bar.setAccessibleName("Progress")
        self.cancel = button("Cancel", self.cancelled.emit, "", "Stop; nothing half-done stays")
        self._work = QWidget()
        work = QHBoxLayout(self._work)
        work.setContentsMargins(16, 4, 8, 4)
        work.addWidget(self.doing)
        work.addWidget(self.bar)
        work.addWidget(self.cancel)
        work.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._said)
        column.addWidget(self._work)
        self._quiet, self._long, self._note = (QTimer(self) for _ in range(3))
        for timer, act in (
            (self._quiet, self._show_work),
            (self._long, self._show_cancel),
            (self._note, self.put_away),
        ):
            timer.setSingleShot(True)
            timer.timeout.connect(act)
        self._title = ""
        self._said.hide()
        self._work.hide()
        self.hide()

    def say(self, text: str, problem: bool = False) -> None:
        """Say something; nothing takes the words away."""
        if not text:
            self.put_away()
            return
        self.words.setText(in_window(text))
        self._said.show()
        self._note.stop()
        if not problem:
            self._note.start(NOTE_MS)
        self._fit()

    def put_away(self) -> None:
        """Hide the words."""
        self._note.stop()
        self.words.setText("")
        self._said.hide()
        self._fit()

    def begin(self, title: str) -> None:
        """Something is under way: shown once it takes longer than a moment."""
        self._title = title
        self.doing.setText(f"{title} …")
        self.bar.setRange(0, 0)
        self.cancel.hide()
        self._quiet.start(QUIET_MS)
        self._long.start(LONG_MS)

    def step(self, progress: Progress) -> None:
        """How far it is."""
        self.doing.setText(f"{progress.what} …")
        self.bar.setRange(0, progress.total)
        if progress.total:
            self.bar.setValue(progress.done)

    def end(self) -> None:
        """Nothing is under way any more."""
        self._quiet.stop()
        self._long.stop()
        self._work.hide()
        self._fit()

    def _show_work(self) -> None:
        self._work.show()
        self._fit()

    def _show_cancel(self) -> None:
        self.cancel.show()

    def _fit(self) -> None:
        self.setVisible(not self._said.isHidden() or not self._work.isHidden())
