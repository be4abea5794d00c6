"""A small made-up borough (4 km square on the National Grid) and files about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from work_making import SQUARE, Command, feature_collection

from placewell.cli import main


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
