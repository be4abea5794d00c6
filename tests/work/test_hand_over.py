"""A case handed to another officer: whole, or without its base's layers and filled again from the other's base."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from work_making import Command

from placewell.cli import main
from placewell.domain.errors import Problem
from placewell.domain.kinds import KINDS
from placewell.store.geopackage import GeoPackage
from placewell.work.base import as_they_came, base_sum, unchanged
from placewell.work.opened import open_project

Made = Callable[[str], Path]


@pytest.fixture
def case(sample_case: Made, tmp_path: Path) -> Path:
    """A case of the sample, to be changed at will."""
    path = tmp_path / "case.gpkg"
    shutil.copy(sample_case("gantry-wharf"), path)
    return path


@pytest.fixture(scope="module")
def handed_over(sample_case: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, handed over without its base's layers; not to be changed."""
    path = tmp_path_factory.mktemp("slim") / "slim.gpkg"
    assert main(["hand-over", str(sample_case("gantry-wharf")), str(path), "--leave-out-base"]) == 0
    return path


@pytest.fixture
def slim(handed_over: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    path = tmp_path / "slim.gpkg"
    shutil.copy(handed_over, path)
    return path


def contents(path: Path) -> dict[str, Any]:
    """Every table's rows but what is derived, row numbers included, and the spatial indexes."""
    with sqlite3.connect(path) as conn:
        tables = [r[0] for r in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [
            t for t in tables if t != "placewell_cache" and not t.endswith(("_node", "_parent", "_rowid"))
        ]
        return {
            t: sorted(map(repr, conn.execute(f'SELECT * FROM "{t}"'))) for t in kept if t != "sqlite_sequence"
        }


def test_a_case_file_has_the_checksum_of_its_base(case: Path, sample_project: Path) -> None:
    with open_project(case) as opened, open_project(sample_project) as base:
        came = as_they_came(opened)
        assert set(came) == {la.id for la in base.file.layers()}
        assert base.file.layer_digests(list(came)) == came
        assert len(opened.project.base_sum) == 64
        assert opened.project.base_sum == base_sum(opened)


def test_two_cases_of_one_base_have_one_checksum_and_of_a_renewed_base_another(
    sample_project: Path, tmp_path: Path, placewell: Command
) -> None:
    renewed = tmp_path / "renewed.gpkg"
    shutil.copy(sample_project, renewed)
    rename_an_asset(renewed)
    sums = []
    for n, base in enumerate((sample_project, sample_project, renewed)):
        path = tmp_path / f"{n}.gpkg"
        assert placewell("new", path, "--from", base)[0] == 0
        with open_project(path) as opened:
            sums.append(opened.project.base_sum)
    assert sums[0] == sums[1] != sums[2]


def rename_an_asset(path: Path) -> str:
    """Change one row of a base; returns its layer's name."""
    with open_project(path, "A. Tester") as opened:
        row = next(r for r in opened.file.read("asset").records())
        with opened.session.transaction("Another name") as t:
            t.put("asset", {**(t.get("asset", row["id"]) or {}), "name": "Renamed since"})
        return next(la.name for la in opened.file.layers() if la.id == row["layer"])


def test_the_whole_copy_is_whole(case: Path, tmp_path: Path, placewell: Command) -> None:
    status, said, _ = placewell("hand-over", case, tmp_path / "copy.gpkg")
    assert status == 0 and "copy.gpkg" in said
    assert contents(tmp_path / "copy.gpkg") == contents(case)


def test_the_slim_copy_is_small_says_what_it_lacks_and_keeps_its_history(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    slim = tmp_path / "slim.gpkg"
    status, said, _ = placewell("hand-over", case, slim, "--leave-out-base")
    assert status == 0
    with open_project(case) as opened:
        layers, checksum = opened.file.layers(), opened.project.base_sum
        head = opened.file.head()
    assert all(f"  {la.name}\n" in said for la in layers)
    assert checksum[:12] in said and "take-up" in said and "MB" in said
    assert slim.stat().st_size < 0.5 * case.stat().st_size
    with GeoPackage.open(slim, slim=True) as file:
        assert file.read_only
        assert {x.layer for x in file.left_out} == {la.id for la in layers}
        assert not any(any(file.read(k.name).column("layer")) for k in KINDS.values() if k.layered)
        assert len(file.read("homes")) and file.layers() == layers
        assert file.verify_history() is None
        assert file.head() == head


def test_json_says_the_same(case: Path, tmp_path: Path, placewell: Command) -> None:
    _, said, _ = placewell("hand-over", case, tmp_path / "slim.gpkg", "--leave-out-base", "--json")
    told = json.loads(said)
    assert told["bytes"] == (tmp_path / "slim.gpkg").stat().st_size < told["whole_bytes"]
    assert len(told["base_sum"]) == 64 and told["left_out"] and told["rows_left_out"] > 1000


def test_no_command_works_on_a_slim_copy(slim: Path, tmp_path: Path, placewell: Command) -> None:
    for words in (
        ("info", slim), ("assess", slim), ("case", slim, "show"), ("new", tmp_path / "n.gpkg", "--from", slim),
        ("map", slim, "-o", tmp_path / "m.png"), ("hand-over", slim, tmp_path / "o.gpkg"),
    ):  # fmt: skip
        status, said, problem = placewell(*words)
        assert status == 1 and "take-up" in problem and "absent" in problem and not said


def test_taken_up_from_the_base_it_is_as_it_was(
    case: Path, slim: Path, sample_project: Path, tmp_path: Path, placewell: Command
) -> None:
    out = tmp_path / "again.gpkg"
    status, said, problem = placewell("take-up", slim, "--base", sample_project, "-o", out)
    assert status == 0 and "whole again" in said, problem
    assert contents(out) == contents(case)
    with open_project(out, "A. Tester") as opened:
        assert opened.file.verify_history() is None
        assert len(unchanged(opened)) == len(opened.file.layers())
        label = opened.session.undo_label
        assert opened.session.undo() is not None
        assert opened.session.redo_label == label
    told = [json.loads(placewell("assess", p, "--json", "-")[1]) for p in (case,)]
    shutil.copy(out, tmp_path / "judged.gpkg")
    with open_project(tmp_path / "judged.gpkg", "A. Tester") as opened:
        opened.session.redo()
    again = json.loads(placewell("assess", tmp_path / "judged.gpkg", "--json", "-")[1])
    assert again["findings"] == told[0]["findings"]


def test_taken_up_from_another_case_of_the_same_base(
    case: Path, slim: Path, sample_project: Path, tmp_path: Path, placewell: Command
) -> None:
    other = tmp_path / "other.gpkg"
    assert placewell("new", other, "--from", sample_project)[0] == 0
    status, _, problem = placewell("take-up", slim, "--base", other, "-o", tmp_path / "again.gpkg")
    assert status == 0, problem
    assert contents(tmp_path / "again.gpkg") == contents(case)


def test_a_layer_that_was_changed_or_brought_in_stays_in_the_slim_copy(
    case: Path, sample_project: Path, tmp_path: Path, placewell: Command
) -> None:
    name = rename_an_asset(case)
    status, said, _ = placewell("hand-over", case, tmp_path / "slim.gpkg", "--leave-out-base")
    assert status == 0 and f"  {name}\n" not in said
    with GeoPackage.open(tmp_path / "slim.gpkg", slim=True) as file:
        assert "Renamed since" in file.read("asset").column("name")
    assert (
        placewell("take-up", tmp_path / "slim.gpkg", "--base", sample_project, "-o", tmp_path / "a.gpkg")[0]
        == 0
    )
    assert contents(tmp_path / "a.gpkg") == contents(case)


def test_a_renewed_base_is_refused_by_the_layer_that_differs(
    slim: Path, sample_project: Path, tmp_path: Path, placewell: Command
) -> None:
    renewed = tmp_path / "renewed.gpkg"
    shutil.copy(sample_project, renewed)
    name = rename_an_asset(renewed)
    status, _, problem = placewell("take-up", slim, "--base", renewed, "-o", tmp_path / "a.gpkg")
    assert status == 1 and f"{name} (has changed there)" in problem and "renewed" in problem
    assert not (tmp_path / "a.gpkg").exists() and not list(tmp_path.glob(".*part*"))


def test_another_base_is_refused(slim: Path, project: Path, tmp_path: Path, placewell: Command) -> None:
    status, _, problem = placewell("take-up", slim, "--base", project, "-o", tmp_path / "a.gpkg")
    assert status == 1 and "is not there" in problem
    assert not (tmp_path / "a.gpkg").exists()


def test_what_else_cannot_be_done(
    case: Path, slim: Path, sample_project: Path, tmp_path: Path, placewell: Command
) -> None:
    out = tmp_path / "a.gpkg"
    for words, told in (
        (("hand-over", sample_project, out, "--leave-out-base"), "no case file"),
        (("hand-over", case, slim), "already"),
        (("take-up", slim, "--base", slim, "-o", out), "from itself"),
        (("take-up", case, "--base", sample_project, "-o", out), "has all its layers"),
        (("take-up", slim, "--base", sample_project, "-o", case), "already"),
        (("hand-over", case, out, "--leave-out-base", "--without-notes-and-names"), "Choose one"),
    ):
        status, _, problem = placewell(*words)
        assert status == 1 and told in problem
        assert not out.exists()


def test_a_slim_copy_whose_record_was_tampered_with_is_damaged_not_trusted(
    slim: Path, sample_project: Path, tmp_path: Path, placewell: Command
) -> None:
    for n, fids in enumerate(("not json", "{}", '{"homes": [[1, 2]]}', '{"asset": [[1, "x"]]}')):
        bad = tmp_path / f"bad{n}.gpkg"
        shutil.copy(slim, bad)
        with sqlite3.connect(bad) as conn:
            conn.execute("UPDATE placewell_left_out SET fids = ?", (fids,))
        status, _, problem = placewell("take-up", bad, "--base", sample_project, "-o", tmp_path / "a.gpkg")
        assert status == 1 and "damaged" in problem
        assert not (tmp_path / "a.gpkg").exists()


def test_a_file_of_before_the_checksum_was_kept_can_be_handed_over_too(
    case: Path, sample_project: Path, tmp_path: Path, placewell: Command
) -> None:
    with open_project(case, "A. Tester") as opened:
        was = opened.project.base_sum
        with opened.session.transaction("As it was before") as t:
            t.put("project", replace(opened.project, base_sum=""))
    _, said, _ = placewell("hand-over", case, tmp_path / "slim.gpkg", "--leave-out-base", "--json")
    assert json.loads(said)["base_sum"] == was


def test_opening_refuses_with_a_problem_that_a_planner_can_act_on(slim: Path) -> None:
    with pytest.raises(Problem) as told:
        GeoPackage.open(slim)
    assert "handed over without" in told.value.what and "--base" in told.value.todo
