"""Hundreds of broken files: each gives tables or one clear paragraph, soon, and the reader goes on."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import files
import pytest
from mutants import WAYS, mutate, nasty

from placewell.domain.errors import Problem
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader

SLOWEST_S = 10.0
SEEDS = 2
OPAQUE = ("error", "exception", "traceback", "null", "none type", "errno", "invalid")


def attempt(reader: Reader, path: Path) -> str:
    """What became of one file: 'read' or 'refused'; fails on anything else, or on a wait."""
    began = time.monotonic()
    try:
        tables = reader.read(path)
    except Problem as problem:
        assert problem.what and problem.why and problem.todo, path.name
        words = str(problem).replace(path.name, "").lower()
        assert not [w for w in OPAQUE if w in words], words
        outcome = "refused"
    else:
        assert tables and all(isinstance(t, RawTable) for t in tables)
        for table in tables:
            assert all(len(c) == len(table) for c in table.columns.values())
            assert table.geometry is None or len(table.geometry) == len(table)
        outcome = "read"
    assert time.monotonic() - began < SLOWEST_S, path.name
    return outcome


def sound(folder: Path) -> dict[str, Path]:
    """Every format's sound file."""
    found = {}
    for format, build in {**files.SINGLE, **files.SEVERAL}.items():
        home = folder / format
        home.mkdir()
        found[format] = build(home)
    return found


def test_broken_files_of_every_format(tmp_path: Path, reader: Reader) -> None:
    originals = sound(tmp_path)
    others = [p.read_bytes() for p in originals.values()]
    outcomes: Counter[str] = Counter()
    for at, (format, path) in enumerate(originals.items()):
        data = path.read_bytes()
        for way in WAYS:
            for seed in range(SEEDS):
                path.write_bytes(mutate(data, way, seed, others[(at + seed + 1) % len(others)]))
                outcomes[attempt(reader, path)] += 1
        path.write_bytes(data)
        assert attempt(reader, path) == "read", format
    assert outcomes.total() >= 300
    # Both happen: damage that leaves a readable file, and damage that is noticed.
    assert outcomes["read"] > 30 and outcomes["refused"] > 100


@pytest.mark.parametrize("ending", [".dat", ".shx", ".dbf", ".map", ".id", ".mid"])
def test_broken_companions(ending: str, tmp_path: Path, reader: Reader) -> None:
    for format, build in files.SEVERAL.items():
        home = tmp_path / format
        home.mkdir()
        main = build(home)
        side = main.with_suffix(ending)
        if not side.exists():
            continue
        data = side.read_bytes()
        for way in ("cut", "flip", "huge"):
            side.write_bytes(mutate(data, way, 5, main.read_bytes()))
            attempt(reader, main)
        side.write_bytes(data)
        assert attempt(reader, main) == "read"


@pytest.mark.parametrize(("name", "data"), list(nasty()), ids=[n for n, _ in nasty()])
def test_files_made_to_break_readers(name: str, data: bytes, tmp_path: Path, reader: Reader) -> None:
    (tmp_path / name).write_bytes(data)
    attempt(reader, tmp_path / name)


def test_every_format_under_every_other_ending(tmp_path: Path, reader: Reader) -> None:
    endings = (".gpkg", ".json", ".csv", ".xlsx", ".kml", ".zip", ".shp", ".vrt")
    for at, path in enumerate(sound(tmp_path).values()):
        if path.is_file() and path.suffix not in (".shp", ".tab", ".mif"):
            wrong = path.rename(path.with_name("wrong" + endings[at % len(endings)]))
            assert attempt(reader, wrong) == "read"
