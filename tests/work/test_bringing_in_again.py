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


def halves(tmp_path: Path) -> tuple[Path, Path]:
    """A street list cut in two along a line, as publishers' tiles are."""
    for side, x0 in (("west", 530_000), ("east", 532_000)):
        lines = [shapely.LineString([(x0 + 150 * i, 180_100), (x0 + 150 * i, 183_900)]) for i in range(1, 12)]
        props = [
            {"id": f"{side}{i}", "startNode": f"{side}a{i}", "endNode": f"{side}b{i}", "formOfWay": "Single Carriageway",
             "roadFunction": "Local Road", "name1": "", "roadClassification": "Unclassified"}
            for i in range(1, 12)
        ]  # fmt: skip
        (tmp_path / f"{side}.geojson").write_text(feature_collection(lines, props))
    return tmp_path / "west.geojson", tmp_path / "east.geojson"


@pytest.mark.parametrize("together", [True, False])
def test_tiles_of_one_register_add_up(
    placewell: Command, project: Path, tmp_path: Path, together: bool
) -> None:
    tiles = halves(tmp_path)
    for files in [tiles] if together else [(t,) for t in tiles]:
        status, _, err = placewell("import", project, *files)
        assert status == 0, err
    with open_project(project) as opened:
        assert len(opened.file.read("street")) == 22


def test_postcode_files_add_up(placewell: Command, project: Path, tmp_path: Path) -> None:
    for area in ("SE", "SW"):
        rows = (
            f'"{area}1 {i % 9 + 1}A{"ABDEFGHJLN"[i // 9]}",10,{530_000 + 40 * i},{180_000 + 40 * i},"E92000001","","","","E09000099",""\n'
            for i in range(60)
        )
        (tmp_path / f"{area}.csv").write_text("".join(rows))
        assert placewell("import", project, tmp_path / f"{area}.csv")[0] == 0
    with open_project(project) as opened:
        assert len(opened.file.read("postcode")) == 120


def test_a_corrected_table_is_not_called_the_same_and_can_replace(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    cells = [shapely.box(530_000 + 1000 * i, 180_000, 531_000 + 1000 * i, 184_000) for i in range(3)]
    props = [{"LSOA21CD": f"E0100000{i}", "LSOA21NM": f"Area {i}"} for i in range(3)]
    (tmp_path / "lsoa.geojson").write_text(feature_collection(cells, props))
    assert placewell("import", project, tmp_path / "lsoa.geojson")[0] == 0
    head = "LSOA21CD,LSOA21NM,Total,Aged 4 years and under,Aged 85 years and over\n"
    for name, people in (("wrong", 1), ("right", 1000)):
        rows = (f"E0100000{i},Area {i},{people},{people},{people}\n" for i in range(3))
        (tmp_path / f"{name}.csv").write_text(head + "".join(rows))
    assert placewell("import", project, tmp_path / "wrong.csv")[0] == 0
    status, _, err = placewell("import", project, tmp_path / "right.csv")
    assert status == 1
    assert "the same entries, some with other particulars" in err
    assert "--replace" in err
    assert placewell("import", project, tmp_path / "right.csv", "--replace")[0] == 0
    assert "3,000 people" in placewell("info", project)[1]


def test_a_neighbours_areas_numbered_alike_add_to_ours(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    for council, x in (("ours", 530_500), ("theirs", 534_500)):
        shapes = [shapely.box(x, 180_500 + 800 * i, x + 400, 180_900 + 800 * i) for i in range(4)]
        props = [
            {"Conservation_area": f"{council} {i}", "Conservation_area_number": i, "More_information": ""}
            for i in range(1, 5)
        ]
        (tmp_path / f"{council}.geojson").write_text(feature_collection(shapes, props))
        status, _, err = placewell("import", project, tmp_path / f"{council}.geojson")
        assert status == 0, err
    with open_project(project) as opened:
        assert len(opened.file.read("area")) == 8


def test_places_of_a_file_described_by_hand_are_open_unless_it_says_otherwise(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    plain = write_list(tmp_path / "plain.csv", LIBRARIES[:2])
    said = tmp_path / "said.csv"
    said.write_text(
        "name,easting,northing,Status\nQuay Hall,531000,181000,Closed\nHill Hall,532000,182000,\n"
        "Mill Hall,532500,182000,Planned\nOld Hall,533000,182000,haunted\n"
    )
    assert placewell("import", project, plain, "--as", "asset:library")[0] == 0
    assert placewell("import", project, said, "--as", "asset:community centre")[0] == 0
    with open_project(project) as opened:
        rows = opened.file.read("asset")
        report = " ".join(str(t) for t in opened.file.read("import note").columns["text"])
    assert "1 row left out: no status that Placewell keeps: haunted (1)." in report
    assert dict(zip(rows.columns["name"], rows.columns["status"], strict=True)) == {
        "North Library": "open", "South Library": "open", "Quay Hall": "closed", "Hill Hall": "open",
        "Mill Hall": "planned",
    }  # fmt: skip
