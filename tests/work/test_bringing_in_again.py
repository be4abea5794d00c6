"""A second import: the same list again, a newer one, and one against hand-made edits."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from work_making import Command, feature_collection

from placewell.work.opened import open_project

LIBRARIES = [
    ("North Library", 531_000, 181_000),
    ("South Library", 532_000, 182_000),
    ("West Library", 530_500, 183_000),
    ("Quay Library", 533_500, 180_500),
    ("Hill Library", 530_500, 180_500),
    ("Mill Library", 533_500, 183_500),
]
NAMES = sorted(name for name, _, _ in LIBRARIES)


def write_list(path: Path, rows: list[tuple[str, int, int]]) -> Path:
    path.write_text("name,easting,northing\n" + "".join(f"{n},{e},{m}\n" for n, e, m in rows))
    return path


def names(project: Path) -> list[str]:
    with open_project(project) as opened:
        return sorted(str(n) for n in opened.file.read("asset").columns["name"])


@pytest.fixture
def first(placewell: Command, project: Path, tmp_path: Path) -> Path:
    path = write_list(tmp_path / "first.csv", LIBRARIES)
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
    assert names(project) == sorted({*NAMES, "East Library"} - {"North Library"})
    with open_project(project) as opened:
        said = [str(t) for t in opened.file.read("import note").columns["text"]]
        assert any(t.startswith("North Library") for t in said)
        opened.session.undo()
    assert names(project) == NAMES


def test_a_list_with_edits_made_here_stays(
    placewell: Command, project: Path, first: Path, tmp_path: Path
) -> None:
    with open_project(project) as opened:
        id = str(opened.file.read("asset").columns["id"][0])
        row = dict(opened.file.get("asset", id) or {})
        with opened.session.transaction("Capacity entered") as t:
            t.put("asset", {**row, "capacity": 40.0})
    newer = write_list(tmp_path / "newer.csv", [*LIBRARIES, ("East Library", 533_000, 183_000)])
    words = ("import", project, newer, "--as", "asset:library", "--vintage", "2024")
    status, _, err = placewell(*words)
    assert status == 1
    assert "has been edited by hand here" in err
    assert names(project) == NAMES
    assert placewell(*words, "--replace")[0] == 0
    assert names(project) == sorted([*NAMES, "East Library"])


def test_an_edit_that_was_undone_holds_nothing_up(
    placewell: Command, project: Path, first: Path, tmp_path: Path
) -> None:
    with open_project(project) as opened:
        row = dict(opened.file.get("asset", str(opened.file.read("asset").columns["id"][0])) or {})
        with opened.session.transaction("Capacity entered") as t:
            t.put("asset", {**row, "capacity": 40.0})
        opened.session.undo()
    newer = write_list(tmp_path / "newer.csv", [*LIBRARIES, ("East Library", 533_000, 183_000)])
    assert placewell("import", project, newer, "--as", "asset:library", "--vintage", "2024")[0] == 0
    assert len(names(project)) == 7


@pytest.mark.parametrize("first_operator", ["TfL", "National Rail"])
def test_a_station_of_two_operators_is_one_however_many_imports_it_takes(
    placewell: Command, project: Path, tmp_path: Path, first_operator: str
) -> None:
    head = "line_id,line_name,mode_name,station_id,station_name,lat,lon\n"
    lines = (
        f"{n.casefold()},{n},tube,940GZZLUTST,Test Street Underground Station,51.52,-0.1\n"
        for n in ("Red", "Blue")
    )
    (tmp_path / "tfl.csv").write_text(head + "".join(lines))
    rail = [shapely.Point(-0.0995, 51.5203), shapely.Point(-0.08, 51.53)]
    props = [
        {"nlc_id": i, "tlc_id": f"TS{i}", "name": n} for i, n in enumerate(("Test Street", "Elsewhere Road"))
    ]
    (tmp_path / "rail.geojson").write_text(feature_collection(rail, props, crs=None))
    files = [tmp_path / "tfl.csv", tmp_path / "rail.geojson"]
    for path in files if first_operator == "TfL" else files[::-1]:
        status, _, err = placewell("import", project, path)
        assert status == 0, err
    with open_project(project) as opened:
        stops = sorted((r["name"], r["modes"], r["routes"]) for r in opened.file.read("stop").records())
    assert stops == [
        ("Elsewhere Road", "national-rail", ""),
        ("Test Street", "national-rail, tube", "Blue, Red"),
    ]


def test_every_list_is_taken_where_that_is_asked_for(placewell: Command, project: Path, first: Path) -> None:
    assert placewell("import", project, first, "--as", "asset:library", "--all")[0] == 0
    assert names(project) == sorted(NAMES * 2)


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
    assert names(case) == NAMES
    with open_project(case) as opened:
        assert opened.project.name == "24/AP/0001"
        assert opened.project.base.startswith("Testborough, as at 20")
        assert len(opened.file.steps()) == 1
