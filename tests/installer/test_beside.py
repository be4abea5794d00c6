"""The tools that benchmarks compare with: pinned, apart from Placewell, and not needed to run them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import licences
import pytest

INSTALLER = Path(__file__).resolve().parents[2] / "installer"
BENCH = "requirements-bench.txt"
Start = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def measured(ready: Path) -> Path:
    """A small checkout, started before, with a stand-in benchmark that says whose Python it may ask."""
    folder = ready / "tests" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("run.py").write_text(
        "import os, sys\nprint('BENCH', *sys.argv[1:], os.environ.get('PLACEWELL_BENCH_PYTHON', 'nobody'))\n"
    )
    return ready


def test_every_line_is_one_exact_version_and_no_address() -> None:
    for line in INSTALLER.joinpath(BENCH).read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", line) or line.startswith("#"), line


def test_what_is_compared_with_is_no_part_of_placewell_or_its_tests() -> None:
    bench = dict(licences.pins(INSTALLER / BENCH))
    own = {n for f in ("requirements.txt", "requirements-test.txt") for n, _ in licences.pins(INSTALLER / f)}
    for tool in ("pandana", "osmnx", "pyrosm"):
        assert tool in bench and tool not in own


def test_tools_that_cannot_be_set_up_leave_the_benchmarks_running_without(
    measured: Path, start: Start
) -> None:
    measured.joinpath("installer", BENCH).write_text("-r not-there.txt\n")
    done = start(measured, "bench")
    assert done.returncode == 0, done.stderr
    assert "The tools to compare with could not be set up: " in done.stdout
    assert "The benchmarks run without them." in done.stdout
    assert "BENCH nobody" in done.stdout
    assert not measured.joinpath(".environment", "bench").exists()


def test_tools_are_set_up_once_and_named_to_the_benchmarks(measured: Path, start: Start) -> None:
    measured.joinpath("installer", BENCH).write_text("# no pins\n")
    first, second = start(measured, "bench", "network", "--large"), start(measured, "bench")
    python = first.stdout.split("BENCH network --large ")[1].strip()
    assert Path(python).is_file() and measured / ".environment" / "bench" in Path(python).parents
    assert "Setting up the tools to compare with, once" in first.stdout
    assert second.stdout == f"BENCH {python}\n"


def test_a_benchmark_that_compares_with_nobody_sets_nothing_up(measured: Path, start: Start) -> None:
    measured.joinpath("installer", BENCH).write_text("# other pins than before\n")
    done = start(measured, "bench", "drawing")
    assert done.stdout == "BENCH drawing nobody\n"
