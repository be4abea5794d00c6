"""From nothing to a usable window, against importing Qt's widgets and geopandas alone: ratios in one run.

python tests/bench/starting.py                     with the sample project
python tests/bench/starting.py --project F.gpkg    with a project of one's own as well
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "desktop"
ROUNDS = 5
BARE = "import PySide6.QtWidgets, geopandas"
OURS = """
import sys
from PySide6.QtWidgets import QApplication
from placewell.ui.window import Window
from pathlib import Path
app = QApplication([]); app.setStyle("Fusion")
window = Window()
window.open(Path(sys.argv[1])) if len(sys.argv) > 1 else None
window.show(); app.processEvents()
if window.workspace is not None: window.workspace.canvas.settle()
if "findings" in sys.argv: window.jobs.wait()
import os; sys.stdout.flush(); os._exit(0)
"""


def took(code: str, *args: str) -> float:
    """Median seconds of a process of its own."""
    import time

    environ = os.environ | {"PYTHONPATH": str(SOURCE), "QT_QPA_PLATFORM": "offscreen"}
    held = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, *args], env=environ, check=True, capture_output=True)
        held.append(time.perf_counter() - begun)
    return statistics.median(held[1:])


def main(args: list[str]) -> int:
    """Print what was measured."""
    sys.path.insert(0, str(SOURCE))
    from placewell.work.progress import run
    from placewell.work.sample import make_sample

    bare = took(BARE)
    print(f"importing Qt's widgets and geopandas: {bare:.2f} s")
    print(f"the start page: {took(OURS) / bare:.2f} times that")
    with tempfile.TemporaryDirectory() as folder:
        projects = [run(make_sample(Path(folder) / "sample"))]
        if "--project" in args:
            projects.append(Path(args[args.index("--project") + 1]))
        for project in projects:
            once = took(OURS, str(project))
            found = took(OURS, str(project), "findings")
            print(
                f"{project.name}: map drawn after {once:.2f} s, {once / bare:.2f} times; with findings {found:.2f} s, {found / bare:.2f} times"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
