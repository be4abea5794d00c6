"""The workbook of a scheme against all packs, beside XlsxWriter writing as many plain cells with the same contents.

Gathering (the sums and their check against the findings) is told apart from writing. Needs no real data.
"""

from __future__ import annotations

import contextlib
import gc
import io
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from placewell.assess.live.sums import Sum
from placewell.assess.live.worth import Worth
from placewell.cli import main as placewell
from placewell.exporting.report.blocks import Report
from placewell.exporting.report.compose import compose
from placewell.exporting.workbook.write import workbook_bytes
from placewell.guidance.load import load_packs
from placewell.shipped import resource, sample
from placewell.work.assess import assessed
from placewell.work.opened import open_project
from placewell.work.progress import run
from placewell.work.sample import make_sample
from placewell.work.workbooks import given_of

ROUNDS = 5
CASES = ("almond-estate", "gantry-wharf")


def main() -> int:
    """Print the ratio, the times and the sizes."""
    with tempfile.TemporaryDirectory() as room:
        base = run(make_sample(Path(room) / "here"))
        for name in CASES:
            _one(_case(base, Path(room), name))
    return 0


def _case(base: Path, room: Path, name: str) -> Path:
    path, folder = room / f"{name}.gpkg", sample(f"cases/{name}")
    with contextlib.redirect_stdout(io.StringIO()):
        assert placewell(["new", str(path), "--from", str(base)]) == 0
        told = tomllib.loads((folder / "truth.toml").read_text(encoding="utf-8"))
        for file in told["files"]:
            option = ["--option", file[11]] if "SCH-" in file else []
            assert placewell(["case", str(path), "import", str(folder / file), *option]) == 0
    return path


def _one(path: Path) -> None:
    with open_project(path) as opened:
        assessor, assessment = run(assessed(opened, load_packs(resource("packs")), as_at="2026-11-22"))
        gathering = _seconds(lambda: run(given_of(opened, assessor, assessment)), 1)
        report = compose(run(given_of(opened, assessor, assessment)))
    cells = [c for t in report.tables for row in t.rows for c in row]
    values = _values(report)
    writing, plain = [], []
    # Turn about, so that what slows the machine slows both.
    for _ in range(ROUNDS):
        writing.append(_seconds(lambda: workbook_bytes(report), 1))
        plain.append(_seconds(lambda: _plain(values), 1))
    ratios = [w / p for w, p in zip(writing, plain, strict=True)]
    size, bare = len(workbook_bytes(report)), len(_plain(values))
    sums = sum(isinstance(c, Sum) for c in cells)
    print(f"  {path.stem}: {len(cells):,} cells, {sums:,} of them formulas")
    print(
        f"    writing / plain cells: median {statistics.median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f}"
    )
    print(
        f"    writing {statistics.median(writing):.2f} s, plain {statistics.median(plain):.2f} s, gathering {gathering:.2f} s"
    )
    print(f"    size {size:,} bytes, plain {bare:,} bytes")


def _values(report: Report) -> list[tuple[str, list[list[Any]]]]:
    worth = Worth(report.tables)
    return [
        (
            s.title,
            [
                [worth.cell(t.name, n, m) if isinstance(c, Sum) else c for m, c in enumerate(row)]
                for t in s.tables
                for n, row in enumerate(t.rows)
            ],
        )
        for s in report.sections
    ]


def _plain(sheets: list[tuple[str, list[list[Any]]]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    collecting = gc.isenabled()
    gc.disable()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(r, c, value[:32_000])
                    elif value is None:
                        sheet.write_string(r, c, "-")
                    else:
                        sheet.write_number(r, c, value)
    if collecting:
        gc.enable()
    return out.getvalue()


def _seconds(doing: Callable[[], object], rounds: int) -> float:
    gc.collect()
    begun = time.perf_counter()
    for _ in range(rounds):
        doing()
    return (time.perf_counter() - begun) / rounds


if __name__ == "__main__":
    sys.exit(main())
