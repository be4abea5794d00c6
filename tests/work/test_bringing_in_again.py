"""A second import: the same list again, a newer one, and one against hand-made edits."""

from __future__ import annotations

from pathlib import Path

import pytest
from work_making import Command

from placewell.work.opened import open_project

LIBRARIES = [
    ("North Library", 531_000, 181_000),
    ("South Library", 532_000, 182_000),
    ("West Library", 530_500, 183_000),
]


def write_list(path: Path, rows: list[tuple[str, int, int]]) -> Path:
    path.write_text("name,easting,northing\n" + "".join(f"{n},{e},{m}\n" for n, e, m in rows))
    return path


def names(project: Path) -> list[str]:
    with open_project(project) as opened:
        return sorted(str(n) for n in opened.file.read("asset").columns["name"])


@pytest.fixture
def first(placewell: Command, project: Path, tmp_path: Path) -> Path:
    path = write_list(tmp_path / "first.csv", LIBRARIES[:2])
    assert placewell("import", project, path, "--as", "asset:library", "--vintage", "2016")[0] == 0
    return path


def test_the_same_list_again_changes_nothing(placewell: Command, project: Path, first: Path) -> None:
    before = project.read_bytes()
    status, _, err = placewell("import", project, first, "--as", "asset:library", "--vintage", "2016")
    assert status == 1
    assert "the two say the same" in err
    assert project.read_bytes() == before


def test_a_newer_list_replaces_it_and_undo_brings_it_back(
    placewell: Command, project: Path, first: Path, tmp_path: Path
) -> None:
    newer = write_list(tmp_path / "newer.csv", [*LIBRARIES[1:], ("East Library", 533_000, 183_000)])
    status, out, err = placewell("import", project, newer, "--as", "asset:library", "--vintage", "2024")
    assert status == 0, err
    assert "takes the place of Libraries (2016)" in out
    assert names(project) == ["East Library", "South Library", "West Library"]
    with open_project(project) as opened:
        opened.session.undo()
    assert names(project) == ["North Library", "South Library"]


def test_a_list_with_edits_made_here_stays(
    placewell: Command, project: Path, first: Path, tmp_path: Path
) -> None:
    with open_project(project) as opened:
        id = str(opened.file.read("asset").columns["id"][0])
        row = dict(opened.file.get("asset", id) or {})
        with opened.session.transaction("Capacity entered") as t:
            t.put("asset", {**row, "capacity": 40.0})
    newer = write_list(tmp_path / "newer.csv", LIBRARIES)
    words = ("import", project, newer, "--as", "asset:library", "--vintage", "2024")
    status, _, err = placewell(*words)
    assert status == 1
    assert "has been edited by hand here" in err
    assert names(project) == ["North Library", "South Library"]
    assert placewell(*words, "--replace")[0] == 0
    assert names(project) == ["North Library", "South Library", "West Library"]


def test_every_list_is_taken_where_that_is_asked_for(placewell: Command, project: Path, first: Path) -> None:
    assert placewell("import", project, first, "--as", "asset:library", "--all")[0] == 0
    assert names(project) == ["North Library", "North Library", "South Library", "South Library"]


def test_looking_changes_nothing(placewell: Command, project: Path, tmp_path: Path) -> None:
    before = project.read_bytes()
    path = write_list(tmp_path / "first.csv", LIBRARIES)
    status, out, _ = placewell("import", project, path, "--as", "asset:library", "--look")
    assert status == 0
    assert "Nothing was changed." in out
    assert project.read_bytes() == before


def test_a_case_file_takes_layers_over_and_says_from_where(
    placewell: Command, project: Path, first: Path, tmp_path: Path
) -> None:
    case = tmp_path / "case.gpkg"
    assert placewell("new", case, "--from", project, "--name", "24/AP/0001")[0] == 0
    assert names(case) == ["North Library", "South Library"]
    with open_project(case) as opened:
        assert opened.project.name == "24/AP/0001"
        assert opened.project.base.startswith("Testborough, as at 20")
        assert len(opened.file.steps()) == 1
