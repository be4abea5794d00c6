"""Projects for the tests of the project file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import store_making as making

from placewell.store import GeoPackage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "town.gpkg"


@pytest.fixture
def project(path: Path) -> Iterator[GeoPackage]:
    made = making.new_project(path)
    yield made
    made.close()
