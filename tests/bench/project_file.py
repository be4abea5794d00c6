"""Bringing a council's folder in, opening the project and one small edit, against bare reads of the same.

    python tests/bench/project_file.py [FOLDER]

FOLDER is a folder of downloads with a boundary in boundaries/southwark_boundary.gpkg; without one the
real data beside the checkout is used. All figures are of one run, ours and the bare reads in turn.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

from placewell.domain.kinds import KINDS
from placewell.work.bring_in import apply_plan, plan_import
from placewell.work.new import new_base
from placewell.work.opened import open_project
from placewell.work.progress import run

ROUNDS = 3
EDITS = 300


def timed(what: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    begin = time.perf_counter()
    what()
    return time.perf_counter() - begin


def bare_folder(folder: Path) -> None:
    """Every layer of every file that GDAL reads, as geopandas frames: no checks, nothing kept."""
    import pyogrio
    from pyogrio.errors import DataSourceError

    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = f"/vsizip/{path}" if path.suffix == ".zip" else str(path)
        try:
            for layer in pyogrio.list_layers(name)[:, 0]:
                pyogrio.read_dataframe(name, layer=layer)
        except DataSourceError:
            continue  # not GDAL's: a timetable feed, a plain JSON array, notes


def ours_folder(folder: Path, project: Path) -> None:
    """The same folder brought in: recognised, checked, clipped, compared and written."""
    run(new_base(project, folder / "boundaries" / "southwark_boundary.gpkg"))
    with open_project(project) as opened:
        apply_plan(opened, run(plan_import(opened, [folder])))


def bare_project(project: Path) -> None:
    """Every table of the project by pyogrio."""
    import pyogrio

    for layer in pyogrio.list_layers(project)[:, 0]:
        pyogrio.read_dataframe(project, layer=layer)


def ours_project(project: Path) -> None:
    """The project opened, and everything in it read."""
    with open_project(project) as opened:
        for kind in KINDS:
            opened.file.read(kind)


def small_edits(project: Path) -> list[float]:
    """Seconds that each of many one-field edits takes until it is on the disk."""
    took = []
    with open_project(project) as opened:
        ids = [str(i) for i in opened.file.read("asset").columns["id"][:EDITS]]
        for n, id in enumerate(ids):
            row = dict(opened.file.get("asset", id) or {})
            begin = time.perf_counter()
            with opened.session.transaction("Renamed") as t:
                t.put("asset", {**row, "name": f"Renamed {n}"})
            took.append(time.perf_counter() - begin)
    return took


def compared(title: str, ours: Callable[[int], object], bare: Callable[[], object], aim: float) -> None:
    """Ours and the bare read in turn, and the ratio of their medians."""
    bare()  # warm: the first call also loads libraries
    ours_s, bare_s = [], []
    for i in range(ROUNDS):
        ours_s.append(timed(lambda i=i: ours(i)))  # type: ignore[misc]
        bare_s.append(timed(bare))
    a, b = statistics.median(ours_s), statistics.median(bare_s)
    spread = f"{min(x / y for x, y in zip(ours_s, bare_s, strict=True)):.2f} to {max(x / y for x, y in zip(ours_s, bare_s, strict=True)):.2f}"
    print(
        f"{title}: {a / b:.2f} times the bare read (aim: under {aim}; rounds {spread}; {a:.2f} s against {b:.2f} s)"
    )


def main() -> int:
    """Print the figures; status 0, or 3 where there is no folder to use."""
    warnings.simplefilter("ignore")
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else beside
    if not (folder / "boundaries" / "southwark_boundary.gpkg").is_file():
        print("Project file: left out, because there is no folder of real data beside the checkout.")
        return 3
    with tempfile.TemporaryDirectory() as room:
        compared(
            "Bringing a real folder in",
            lambda i: ours_folder(folder, Path(room, f"p{i}.gpkg")),
            lambda: bare_folder(folder),
            4,
        )
        project = Path(room, "p0.gpkg")
        compared("Opening that project", lambda _: ours_project(project), lambda: bare_project(project), 1.5)
        took = sorted(small_edits(project))
    print(
        f"One small edit, committed to the disk: median {1000 * statistics.median(took):.1f} ms, worst {1000 * took[-1]:.1f} ms of {len(took)}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
