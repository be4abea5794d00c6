"""The sample's generator on the path; one reading process for these tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from placewell.importing.reader import Reader

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "sample_data"))
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    with Reader() as shared:
        yield shared
