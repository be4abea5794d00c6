"""The raw files kept in git are what the generator makes, small enough, and of nowhere real."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from placewell.shipped import sample

RAW = sample("raw")
MOST_BYTES = 8_000_000


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generator's output, made just now."""
    import make

    folder = tmp_path_factory.mktemp("again")
    make.make(folder / "raw", folder / "faults", folder / "cases")
    return folder


def content(path: Path) -> object:
    """What a file says, whatever the version of the library that packed it."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return [(i.filename, i.date_time, archive.read(i)) for i in archive.infolist()]
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    return path.read_bytes()


@pytest.mark.parametrize("part", ["raw", "faults"])
def test_the_generator_makes_what_is_kept(part: str, again: Path) -> None:
    kept = {p.name: p for p in (RAW.parent / part).iterdir()}
    made = {p.name: p for p in (again / part).iterdir()}
    assert sorted(kept) == sorted(made)
    assert [n for n in kept if content(kept[n]) != content(made[n])] == []


def test_the_generator_makes_the_cases_that_are_kept(again: Path) -> None:
    kept = {p.relative_to(RAW.parent / "cases"): p for p in (RAW.parent / "cases").rglob("*") if p.is_file()}
    made = {p.relative_to(again / "cases"): p for p in (again / "cases").rglob("*") if p.is_file()}
    assert sorted(kept) == sorted(made) and len(kept) > 30
    assert [str(n) for n in kept if content(kept[n]) != content(made[n])] == []


def test_the_folder_stays_small() -> None:
    assert sum(p.stat().st_size for p in RAW.iterdir()) < MOST_BYTES
    made_here = {"built", "__pycache__"}
    kept = [
        p
        for p in RAW.parent.rglob("*")
        if p.is_file()
        and not any(q in made_here or q.startswith(".") for q in p.relative_to(RAW.parent).parts)
    ]
    assert sum(p.stat().st_size for p in kept) < 15_000_000
