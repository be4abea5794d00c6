"""Cases of the sample borough, assessed against every pack, with all that a report says of them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from book_making import Made, whole

from placewell.cli import main
from placewell.work.opened import open_project

CASES = Path(__file__).parents[2] / "sample_data" / "cases"


@pytest.fixture(scope="session")
def made_case(
    sample_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Made]]:
    """Makes a case by the name of its folder, once."""
    held: dict[str, Made] = {}
    room = tmp_path_factory.mktemp("cases")
    with ExitStack() as stack:

        def make(name: str) -> Made:
            if name not in held:
                path = room / f"{name}.gpkg"
                assert main(["new", str(path), "--from", str(sample_project)]) == 0
                told = tomllib.loads((CASES / name / "truth.toml").read_text(encoding="utf-8"))
                for file in told["files"]:
                    # An option's schedule says so by its name; the first makes the option, the second another.
                    option = ["--option", file[11]] if "SCH-" in file else []
                    assert main(["case", str(path), "import", str(CASES / name / file), *option]) == 0
                opened = stack.enter_context(open_project(path, "A. Tester"))
                held[name] = whole(opened, path)
            return held[name]

        yield make
