"""A working day compressed: thousands of mixed actions in the real window, and whether anything piles up.

python tests/bench/soak.py CASE.gpkg [ACTIONS]        10,000 unless told otherwise; CASE is copied first
"""

from __future__ import annotations

import gc
import os
import random
import resource
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from placewell.ui.settings import Kept
from placewell.ui.window import Window

REOPEN_EVERY = 500


def memory_mb() -> float:
    """What this process holds now."""
    with Path("/proc/self/statm").open(encoding="ascii") as told:
        return int(told.read().split()[1]) * resource.getpagesize() / 2**20


def counted(window: Window) -> tuple[int, int, int]:
    """Widgets, timers and threads."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return len(window.findChildren(QWidget)), len(window.findChildren(QTimer)), threading.active_count()


class User:
    """Somebody who does one thing after another, by lot but the same on every run."""

    def __init__(self, window: Window, case: Path, seed: int = 1) -> None:
        self.window, self.case, self.draw = window, case, random.Random(seed)
        self.done: dict[str, int] = {}

    def act(self) -> None:
        """One action."""
        name = self.draw.choice([n for n in dir(self) if n.startswith("do_")])
        getattr(self, name)()
        self.done[name[3:]] = self.done.get(name[3:], 0) + 1
        QCoreApplication.processEvents()

    def _mouse(self, type: QEvent.Type, at: QPointF, held: bool) -> None:
        canvas = self.window.workspace.canvas
        move = type == QEvent.Type.MouseMove
        button = Qt.MouseButton.NoButton if move else Qt.MouseButton.LeftButton
        buttons = Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton
        QCoreApplication.sendEvent(
            canvas,
            QMouseEvent(type, at, canvas.mapToGlobal(at), button, buttons, Qt.KeyboardModifier.NoModifier),
        )

    def _drag(self) -> None:
        canvas, draw = self.window.workspace.canvas, self.draw
        a = QPointF(draw.uniform(40, canvas.width() - 40), draw.uniform(40, canvas.height() - 40))
        b = a + QPointF(draw.uniform(-30, 30), draw.uniform(-30, 30))
        self._mouse(QEvent.Type.MouseButtonPress, a, True)
        for n in range(1, 4):
            self._mouse(QEvent.Type.MouseMove, a + (b - a) * (n / 3), True)
        self._mouse(QEvent.Type.MouseButtonRelease, b, False)

    def do_pan(self) -> None:
        self.window.workspace.stage.take("")
        self._drag()

    def do_zoom(self) -> None:
        self.window.workspace.canvas.zoom(self.draw.choice([0.7, 1.4]))
        if not 0.2 < self.window.workspace.canvas.view.m_px < 30:
            self.window.workspace.stage.show_site()

    def do_select(self) -> None:
        self.window.workspace.explore.take("select")
        self._drag()

    def do_measure(self) -> None:
        self.window.workspace.explore.take("measure")
        self._drag()

    def do_page(self) -> None:
        self.window.go(self.draw.choice(["scheme", "scope", "findings", "answers", "charts"]))

    def do_open_finding(self) -> None:
        order = self.window.workspace.findings.tree.order()
        if order:
            self.window.workspace.open_finding(self.draw.choice(order))

    def do_filter(self) -> None:
        self.window.workspace.findings.words.setText(self.draw.choice(["", "play", "bus", "zzz"]))

    def do_table(self) -> None:
        table = self.window.workspace.explore.table
        table.show_layer(
            self.draw.choice(
                [la.key for la in self.window.workspace.canvas.scene.layers if la.key != "outside"]
            )
        )
        table.words.setText(self.draw.choice(["", "road", "school"]))

    def do_layer(self) -> None:
        items = self.window.workspace.explore.layers.list
        item = items.item(self.draw.randrange(items.count()))
        item.setCheckState(
            Qt.CheckState.Unchecked if item.checkState() == Qt.CheckState.Checked else Qt.CheckState.Checked
        )

    def do_search(self) -> None:
        box = self.window.workspace.explore.search
        box.setText(self.draw.choice(["park", "school road", "TQ 334 783", ""]))
        box.look()

    def do_look(self) -> None:
        if self.draw.random() < 0.1:
            self.window.choose_look(self.draw.choice(["light", "dark", "contrast"]))

    def do_drag_scheme(self) -> None:
        if self.draw.random() < 0.15 and self.window.live.proposal is not None:
            stage = self.window.workspace.stage
            stage.show_site()
            stage.take("move")
            self._drag()

    def do_undo(self) -> None:
        if self.draw.random() < 0.15:
            self.window.desk.undo()

    def do_key(self) -> None:
        canvas = self.window.workspace.canvas
        key = self.draw.choice(
            [Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Escape, Qt.Key.Key_Plus, Qt.Key.Key_Minus]
        )
        QCoreApplication.sendEvent(
            canvas, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        )


def soak(case: Path, actions: int, seed: int = 1) -> list[tuple[int, float, tuple[int, int, int]]]:
    """Memory and counts at every reopening of the project; the case is changed."""
    window = Window(Kept(None))
    window.resize(1366, 768)
    window.show()
    window.open(case)
    window.jobs.wait()
    user, told = User(window, case, seed), []
    for n in range(actions):
        user.act()
        if n % REOPEN_EVERY == REOPEN_EVERY - 1:
            window.jobs.wait()
            window.choose_look("light")
            window.open(case)
            window.jobs.wait()
            window.workspace.canvas.settle()
            told.append((n + 1, memory_mb(), counted(window)))
    window.jobs.wait()
    window.close()
    QObject.deleteLater(window)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return told


def main(args: list[str]) -> int:
    """Print how memory and counts went."""
    said: list[str] = []
    qInstallMessageHandler(lambda kind, where, text: said.append(text))
    app = QApplication([])
    app.setStyle("Fusion")
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.gpkg"
        shutil.copy(args[0], case)
        told = soak(case, int(args[1]) if len(args) > 1 else 10_000)
    for n, mb, (widgets, timers, threads) in told:
        print(f"after {n:>6,} actions: {mb:.0f} MB, {widgets} widgets, {timers} timers, {threads} threads")
    settled = [mb for _, mb, _ in told[2:]] or [mb for _, mb, _ in told]
    print(
        f"memory from the third reopening on: {min(settled):.0f} to {max(settled):.0f} MB, {max(settled) / settled[0] - 1:+.1%} at most; {time.perf_counter() - begun:.0f} s"
    )
    odd = [t for t in said if "propagateSizeHints" not in t]
    print(f"Qt messages: {odd or 'none'}")
    print(
        f"threads left: {[t.name for t in threading.enumerate() if t is not threading.main_thread()] or 'none'}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
