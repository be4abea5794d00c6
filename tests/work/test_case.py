"""What an applicant sends, read by the command line to totals worked out by hand."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import case_making as making
import pytest
import shapely
from work_making import Command, feature_collection

from placewell.work.opened import open_project


def shown(placewell: Command, project: Path, *words: str) -> list[dict[str, Any]]:
    status, out, err = placewell("case", project, "show", *words, "--json")
    assert status == 0, err
    found: list[dict[str, Any]] = json.loads(out)["schemes"]
    return found


def report(project: Path) -> list[dict[str, Any]]:
    with open_project(project) as opened:
        return list(opened.file.read("import note").records())


def kept(project: Path, kind: str) -> list[dict[str, Any]]:
    with open_project(project) as opened:
        return list(opened.file.read(kind).records())


def test_a_scheme_of_two_options_is_read_to_its_totals(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    status, out, err = placewell("case", project, "import", *making.scheme_files(tmp_path))
    assert status == 0, err
    assert "schedule.xlsx, Homes: 5 of 5 rows brought in as lines of homes, Cooper Yard (One, Two)." in out
    one, two = shown(placewell, project)
    assert (one["name"], one["option"], one["site_ha"]) == ("Cooper Yard", "One", 4.0)
    # 30 x 3 + 70 x 2 rooms; 30 x 70.5 + 70 x 50 m2.
    assert (one["homes"], one["habitable_rooms"], one["gia_m2"]) == (100, 230, 5615.0)
    assert one["by_tenure"] == {"social rent": 30, "market sale": 70}
    assert one["by_bedrooms"] == {"1": 70, "2": 30}
    assert one["by_phase"] == {"1": 30, "2": 70}
    assert (two["option"], two["homes"], two["by_bedrooms"]) == ("Two", 110, {"0": 20, "1": 50, "2": 40})
    # The studios give no phase; their block is of phase 2.
    assert two["by_phase"] == {"1": 40, "2": 70}
    for option in (one, two):
        assert (option["lost_homes"], option["lost_by_tenure"]) == (12, {"social rent": 12})
        assert [p["starts"] for p in option["phases"]] == ["2028", "2030"]
        assert [(p["type"], p["certainty"], p["placed"]) for p in option["provision"]] == [
            ("nursery", "offered", False),
            ("LEAP", "secured", True),
        ]
        assert option["losses"][1]["asset"] == "990000000017"
        assert (option["blocks"], option["gates"], option["doors"]) == (3, 1, 3)


def test_what_is_not_read_is_not_in_the_answer(placewell: Command, project: Path, tmp_path: Path) -> None:
    assert placewell("case", project, "import", making.red_line(tmp_path / "r.geojson"))[0] == 0
    (alone,) = shown(placewell, project)
    assert (alone["homes"], alone["habitable_rooms"], alone["lost_homes"]) == (None, None, None)
    assert (alone["people"], alone["children"], alone["yield_table"], alone["floorspace"]) == (
        None,
        None,
        None,
        [],
    )
    assert "No homes brought in yet." in placewell("case", project, "show")[1]


def test_a_sum_with_a_part_missing_is_no_figure(placewell: Command, project: Path, tmp_path: Path) -> None:
    rows = [("Tenure", "Homes", "Habitable rooms"), ("build to rent", 10, 2), ("build to rent", 5, "")]
    files = making.red_line(tmp_path / "r.geojson"), making.table(tmp_path / "h.csv", rows)
    assert placewell("case", project, "import", *files)[0] == 0
    (found,) = shown(placewell, project)
    assert (found["homes"], found["habitable_rooms"], found["gia_m2"]) == (15, None, None)
    assert (found["by_bedrooms"], found["by_phase"]) == ({"not given": 15}, {"not given": 15})


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (1, 3, 0, 2)])
def test_files_in_any_order_give_the_same(
    placewell: Command, project: Path, tmp_path: Path, order: tuple[int, ...]
) -> None:
    files = making.scheme_files(tmp_path)
    assert placewell("case", project, "import", *(files[i] for i in order))[0] == 0
    assert [s["homes"] for s in shown(placewell, project)] == [100, 110]
    assert shown(placewell, project)[1]["by_phase"] == {"1": 40, "2": 70}


def test_one_file_at_a_time_gives_the_same(placewell: Command, project: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.gpkg"
    whole.write_bytes(project.read_bytes())
    files = making.scheme_files(tmp_path)
    assert placewell("case", whole, "import", *files)[0] == 0
    for file in files:
        assert placewell("case", project, "import", file)[0] == 0
    assert shown(placewell, project) == shown(placewell, whole)
    # The scheme without options has become the first; the second has copies of what both share.
    for kind in ("block", "entrance"):
        assert len(kept(project, kind)) == len(kept(whole, kind))
        assert {r["id"] for r in kept(project, "scheme")} == {r["scheme"] for r in kept(project, kind)}


def test_every_table_has_its_line_in_the_report(placewell: Command, project: Path, tmp_path: Path) -> None:
    words = ("--report", tmp_path / "report.csv")
    assert placewell("case", project, "import", *making.scheme_files(tmp_path), *words)[0] == 0
    text = (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    lines = list(csv.DictReader(text.splitlines()))
    taken = {(line["file"], line["part"]): line["text"] for line in lines if line["sort"] == "taken"}
    assert taken[("schedule.xlsx", "Losses")] == "2 of 2 rows brought in as losses."
    assert len(taken) == 7
    assert [line["file"] for line in lines if line["sort"] == "left"] == ["schedule.xlsx, Notes"]


def test_options_may_have_a_red_line_each(placewell: Command, project: Path, tmp_path: Path) -> None:
    small = shapely.box(531_000, 181_000, 531_100, 181_200)
    rows = [{"Scheme": "Cooper Yard", "Option": o} for o in ("Small", "Large")]
    (tmp_path / "lines.geojson").write_text(feature_collection([small, making.SITE], rows))
    points = {"East gate": (531_200.0, 181_050.0, ""), "South gate": (531_050.0, 181_000.0, "")}
    gates = making.entrances(tmp_path / "gates.geojson", points)
    status, out, err = placewell("case", project, "import", tmp_path / "lines.geojson", gates)
    assert status == 0, err
    found = shown(placewell, project)
    assert [(s["option"], s["site_ha"], s["gates"]) for s in found] == [("Small", 2.0, 1), ("Large", 4.0, 2)]
    # The east gate is 100 m off the small site, and on the large one.
    assert "row 1: It lies 100 m outside the red line" in out
    assert "(Option Small.)" in out


def test_a_table_again_takes_the_place_of_the_one_before_and_can_be_undone(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    assert placewell("case", project, "import", *making.scheme_files(tmp_path))[0] == 0
    amended = [("Tenure", "Homes", "Bedrooms"), ("market sale", 7, 1)]
    file = making.table(tmp_path / "amended.csv", amended)
    status, out, _ = placewell("case", project, "import", file, "--option", "one")
    assert (status, "Takes the place of 2 lines of homes of Cooper Yard" in out) == (0, True)
    # The other option keeps its homes, and both keep everything else.
    assert [s["homes"] for s in shown(placewell, project)] == [7, 110]
    assert [s["doors"] for s in shown(placewell, project)] == [3, 3]
    with open_project(project) as opened:
        opened.session.undo()
    assert [s["homes"] for s in shown(placewell, project)] == [100, 110]


def test_several_schemes_in_one_table(placewell: Command, project: Path, tmp_path: Path) -> None:
    rows = [
        ("Scheme", "Tenure", "Homes"),
        ("Mill Yard", "build to rent", 3),
        ("cooper yard", "build to rent", 4),
        ("Mill Yard", "build to rent", 5),
    ]
    files = [
        making.red_line(tmp_path / "a.geojson", "Cooper Yard"),
        making.red_line(tmp_path / "b.geojson", "Mill Yard", reference="99/AP/0001"),
        making.table(tmp_path / "homes.csv", rows),
    ]
    assert placewell("case", project, "import", *files)[0] == 0
    found = [(s["name"], s["reference"], s["homes"]) for s in shown(placewell, project)]
    assert found == [("Cooper Yard", "", 4), ("Mill Yard", "99/AP/0001", 8)]
    assert [s["homes"] for s in shown(placewell, project, "mill yard")] == [8]
    # Without a column Scheme, it must be said which.
    loose = making.table(tmp_path / "loose.csv", [("Tenure", "Homes"), ("build to rent", 1)])
    status, _, err = placewell("case", project, "import", loose)
    assert (status, "Row 2 does not say which scheme it is of" in err) == (1, True)
    assert placewell("case", project, "import", loose, "--name", "Mill Yard")[0] == 0
    assert [s["homes"] for s in shown(placewell, project)] == [4, 1]


def test_a_red_line_alone_takes_its_file_s_name(placewell: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "quay.geojson").write_text(feature_collection([making.SITE]))
    homes = making.table(tmp_path / "homes.csv", [("Tenure", "Homes"), ("build to rent", 1)])
    assert placewell("case", project, "import", tmp_path / "quay.geojson", homes)[0] == 0
    assert [(s["name"], s["homes"]) for s in shown(placewell, project)] == [("quay", 1)]
    assert placewell("case", project, "list")[1] == "quay: a site of 4.00 ha.\n"


@pytest.mark.parametrize("form", ["csv", "gpkg"])
def test_entrances_and_blocks_in_other_forms(
    placewell: Command, project: Path, tmp_path: Path, form: str
) -> None:
    assert placewell("case", project, "import", making.red_line(tmp_path / "r.geojson"))[0] == 0
    if form == "csv":
        rows = [("Gate", "Easting", "Northing"), ("South gate", 531_070, 181_000)]
        files = [making.table(tmp_path / "gates.csv", rows)]
    else:
        import geopandas

        places = {"Entrance": ["South gate"], "geometry": [shapely.Point(531_070, 181_000)]}
        geopandas.GeoDataFrame(places, crs=27700).to_file(tmp_path / "e.gpkg")
        outlines = {"Block": ["A"], "geometry": [making.OUTLINES["A"]]}
        geopandas.GeoDataFrame(outlines, crs=27700).to_file(tmp_path / "b.gpkg")
        files = [tmp_path / "e.gpkg", tmp_path / "b.gpkg"]
    status, _, err = placewell("case", project, "import", *files)
    assert status == 0, err
    (gate,) = kept(project, "entrance")
    assert (gate["name"], gate["block"]) == ("South gate", "")
    assert gate["geometry"].equals_exact(shapely.Point(531_070, 181_000), 1e-6)
    assert len(kept(project, "block")) == (form == "gpkg")


def test_the_option_asked_for_is_assessed(placewell: Command, project: Path, tmp_path: Path) -> None:
    assert placewell("case", project, "import", *making.scheme_files(tmp_path))[0] == 0

    def option(*words: str) -> tuple[str, str]:
        status, out, err = placewell("assess", project, *words, "--json", "-")
        assert status == 0, err
        found = json.loads(out)
        return found["scheme"], found["option"]

    assert option() == ("Cooper Yard", "One")
    assert option("--option", "two") == ("Cooper Yard", "Two")
    assert option("--scheme", "cooper yard", "--option", "One") == ("Cooper Yard", "One")
    status, _, err = placewell("assess", project, "--option", "Three")
    assert (status, "Cooper Yard has no option called 'Three'" in err, "It has: One, Two." in err) == (
        1, True, True,
    )  # fmt: skip
    status, _, err = placewell("case", project, "show", "Nowhere")
    assert (status, "There is no scheme called 'Nowhere'" in err) == (1, True)
