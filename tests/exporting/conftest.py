"""Cases of the sample borough, assessed against every pack, with all that a report says of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from book_making import Made, whole

from placewell.work.opened import open_project


@pytest.fixture(scope="session")
def made_case(
    sample_case: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Made]]:
    """Makes a case by the name of its folder, once."""
    held: dict[str, Made] = {}
    room = tmp_path_factory.mktemp("cases")
    with ExitStack() as stack:

        def make(name: str) -> Made:
            if name not in held:
                path = room / f"{name}.gpkg"
                shutil.copy(sample_case(name), path)
                opened = stack.enter_context(open_project(path, "A. Tester"))
                held[name] = whole(opened, path)
            return held[name]

        yield make
