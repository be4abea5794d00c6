"""A small made-up borough (4 km square on the National Grid) and files about it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from work_making import SQUARE, Command, feature_collection

from placewell.cli import main
from placewell.work.opened import Opened, open_project


@pytest.fixture
def boundary(tmp_path: Path) -> Path:
    """The outline of the made-up borough."""
    path = tmp_path / "outline.geojson"
    path.write_text(feature_collection([SQUARE], [{"name": "Testborough"}]))
    return path


@pytest.fixture
def project(tmp_path: Path, boundary: Path) -> Path:
    """An empty project for the made-up borough."""
    path = tmp_path / "town.gpkg"
    assert main(["new", str(path), "--boundary", str(boundary)]) == 0
    return path


@pytest.fixture
def placewell(capfd: pytest.CaptureFixture[str]) -> Command:
    """Run one command; gives its exit status and what it said on both streams."""

    def run(*words: object) -> tuple[int, str, str]:
        capfd.readouterr()
        status = main([str(w) for w in words])
        said = capfd.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def made_copy(sample_case: Callable[[str], Path], tmp_path: Path) -> Iterator[Callable[[str], Opened]]:
    """Opens a copy of one of the sample's cases, to be changed at will."""
    with ExitStack() as stack:

        def make(name: str) -> Opened:
            path = tmp_path / f"{name}.gpkg"
            shutil.copy(sample_case(name), path)
            return stack.enter_context(open_project(path, "A. Tester"))

        yield make


@pytest.fixture
def empty_case(sample_project: Path, tmp_path: Path) -> Iterator[Opened]:
    """A case of the sample borough into which nothing has come."""
    path = tmp_path / "empty.gpkg"
    assert main(["new", str(path), "--from", str(sample_project)]) == 0
    with open_project(path, "A. Tester") as opened:
        yield opened
