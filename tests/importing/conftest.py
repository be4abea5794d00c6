"""One reading process for all tests of this folder that do not break it, and the builders on the path."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from placewell.importing.reader import Reader

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    with Reader() as shared:
        yield shared
