"""The program's beginning: the window in a process of its own, and which words lead to it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from placewell import __main__ as beginning

SHOW_AND_CLOSE = """
import sys
import placewell.ui.window as window
from PySide6.QtCore import QTimer

class Brief(window.Window):
    def showEvent(self, event):
        print(self.windowTitle(), flush=True)
        QTimer.singleShot(0, self.close)

window.Window = Brief
from placewell.app import main
sys.exit(main(sys.argv[1:]))
"""


def shown(*args: str) -> subprocess.CompletedProcess[str]:
    source = Path(beginning.__file__).parents[1]
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", SHOW_AND_CLOSE, *args],
        cwd=source, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_window_opens_empty_and_closing_it_ends_the_program() -> None:
    done = shown()
    assert (done.returncode, done.stdout, done.stderr) == (0, "Placewell\n", "")


def test_a_project_that_is_named_is_shown(make_project: Callable[..., Path]) -> None:
    done = shown(str(make_project()))
    assert (done.returncode, done.stdout, done.stderr) == (0, "Elmbridge Cross – Placewell\n", "")


@pytest.mark.parametrize(
    ("words", "leads_to"),
    [([], "window"), (["town.gpkg"], "window"), (["Town.GPKG"], "window"),
     (["info", "town.gpkg"], "commands"), (["--help"], "commands")],
)  # fmt: skip
def test_words_lead_to_commands_and_a_lone_project_to_the_window(
    words: list[str], leads_to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[tuple[str, list[str]]] = []
    monkeypatch.setattr("placewell.app.main", lambda args: went.append(("window", args)) or 0)
    monkeypatch.setattr("placewell.cli.main", lambda args: went.append(("commands", args)) or 0)
    monkeypatch.setattr(sys, "argv", ["placewell", *words])
    assert beginning.main() == 0
    assert went == [(leads_to, words)]
