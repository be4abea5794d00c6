"""The installer's modules, and a small checkout with a stand-in Placewell that a start can really set up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

INSTALLER = Path(__file__).resolve().parents[2] / "installer"
sys.path.insert(0, str(INSTALLER))

STAND_IN = """
import pathlib, sys
args = sys.argv[1:]
print("PLACEWELL", *args, flush=True)
if args[0] == "sample":
    pathlib.Path(args[1], "sample.gpkg").write_text("made")
if args[0] == "assess":
    pathlib.Path(args[args.index("--json") + 1]).write_text("{}")
if args[0] == "fails":
    sys.exit(7)
"""

Start = Callable[..., "subprocess.CompletedProcess[str]"]


def small_checkout(at: Path) -> Path:
    """The real installer without pins, over packages that only pretend to be Placewell, Qt and pytest."""
    shutil.copytree(INSTALLER, at / "installer", ignore=shutil.ignore_patterns("__pycache__"))
    (at / "sample_data" / "cases" / "almond-estate").mkdir(parents=True)
    for name in ("requirements.txt", "requirements-test.txt"):
        at.joinpath("installer", name).write_text("# no pins\n")
    source = at / "desktop"
    for name in ("PySide6", "placewell", "scipy", "scipy/sparse"):
        source.joinpath(name).mkdir(parents=True)
        source.joinpath(name, "__init__.py").write_text("")
    source.joinpath("PySide6/QtGui.py").write_text("QImage = QPainter = None\n")
    source.joinpath("PySide6/QtWidgets.py").write_text("QApplication = list\n")
    source.joinpath("scipy/sparse/csgraph.py").write_text("")
    for name in ("numpy", "pandas", "pyogrio", "shapely"):
        source.joinpath(f"{name}.py").write_text("")
    source.joinpath("placewell/__main__.py").write_text(STAND_IN)
    source.joinpath("pytest.py").write_text(
        "import sys\nprint('PYTEST', *sys.argv[1:])\nprint('1 failed')\nsys.exit(1)\n"
    )
    return at


def run_start(checkout: Path, *args: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """start.py of that checkout, without a screen unless `environ` gives one."""
    clean = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH")}
    return subprocess.run(
        [sys.executable, str(checkout / "installer" / "start.py"), *args],
        env=clean | environ, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip


@pytest.fixture
def start() -> Start:
    return run_start


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return small_checkout(tmp_path / "checkout")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small checkout that has been started once."""
    made = small_checkout(tmp_path_factory.mktemp("ready") / "checkout")
    first = run_start(made)
    assert first.returncode == 0, first.stderr
    return made
