"""Merging what another officer sent back without its base's layers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from merge_making import content, run_merge

from placewell.cli import main
from placewell.domain.errors import Problem
from placewell.work.base import unchanged
from placewell.work.opened import open_project

Made = Callable[[str], Path]


@pytest.fixture
def copies(sample_case: Made, tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a case, for two officers."""
    paths = tmp_path / "mine.gpkg", tmp_path / "theirs.gpkg"
    for path in paths:
        shutil.copy(sample_case("gantry-wharf"), path)
    return paths


def homes_by(path: Path, who: str, many: int, first: int) -> None:
    with open_project(path, who) as opened, opened.session.transaction("Homes") as t:
        ids = sorted(map(str, opened.file.read("homes").column("id")))
        t.put("homes", {**(opened.file.get("homes", ids[first]) or {}), "homes": many})


def slim_of(path: Path) -> Path:
    slim = path.with_name(f"slim {path.name}")
    assert main(["hand-over", str(path), str(slim), "--leave-out-base"]) == 0
    return slim


def test_it_gives_what_merging_the_whole_copy_gives(copies: tuple[Path, Path], tmp_path: Path) -> None:
    mine, theirs = copies
    homes_by(mine, "Officer A", 71, 0)
    homes_by(theirs, "Officer B", 72, 1)
    slim, again = slim_of(theirs), tmp_path / "again.gpkg"
    shutil.copy(mine, again)
    assert slim.stat().st_size < theirs.stat().st_size / 4
    before = slim.read_bytes()
    for path, other in ((mine, slim), (again, theirs)):
        with open_project(path, "Officer A") as opened:
            assert run_merge(opened, other).changed
            assert len(unchanged(opened)) == len(opened.file.layers())
    assert content(mine) == content(again)
    assert slim.read_bytes() == before


def test_an_edit_taken_back_in_a_left_out_layer_is_not_read_as_a_removal(copies: tuple[Path, Path]) -> None:
    mine, theirs = copies
    with open_project(theirs, "Officer B") as opened:
        id = str(opened.file.read("asset").column("id")[0])
        with opened.session.transaction("Renamed") as t:
            t.put("asset", {**(opened.file.get("asset", id) or {}), "name": "Another name"})
        opened.session.undo()
    was = content(mine)
    with open_project(mine, "Officer A") as opened, pytest.raises(Problem) as told:
        run_merge(opened, slim_of(theirs))
    assert "was handed over without layers of its base, and its history tells of edits in them" in str(
        told.value
    )
    assert "placewell take-up slim theirs.gpkg --base BASE.gpkg -o CASE.gpkg" in str(told.value)
    assert content(mine) == was
