"""What a planner can get wrong: each has words that say what happened, why it matters, what to do."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import shapely
from work_making import Command, feature_collection

from placewell.work.opened import open_project

LIBRARIES = "name,easting,northing\nNorth Library,531000,181000\nSouth Library,532000,182000\n"


def refused(placewell: Command, project: Path, *words: object) -> str:
    """Run a command that must be refused: status 1, one paragraph, no traceback, project untouched."""
    before = hashlib.sha256(project.read_bytes()).hexdigest()
    status, _, err = placewell(*words)
    assert status == 1, err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1
    assert hashlib.sha256(project.read_bytes()).hexdigest() == before
    return err


def test_a_missing_file(placewell: Command, project: Path, tmp_path: Path) -> None:
    said = refused(placewell, project, "import", project, tmp_path / "nowhere.csv")
    assert "There is no file or folder" in said
    assert "Check the name" in said


def test_a_wrong_format(placewell: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "photo.csv").write_bytes(bytes(range(256)) * 40)
    said = refused(placewell, project, "import", project, tmp_path / "photo.csv")
    assert "photo.csv" in said


def test_an_empty_folder(placewell: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    said = refused(placewell, project, "import", project, tmp_path / "empty")
    assert "There are no files in" in said


def test_coordinates_that_are_not_named_and_fit_nowhere(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "site.csv").write_text("name,easting,northing\nOn a site grid,9412000,7733000\n")
    said = refused(placewell, project, "import", project, tmp_path / "site.csv", "--as", "asset:library")
    assert "outside Great Britain in every kind of map coordinates" in said
    assert "--crs" in said


def test_latitude_and_longitude_for_a_project(placewell: Command, boundary: Path, tmp_path: Path) -> None:
    status, _, err = placewell("new", tmp_path / "p.gpkg", "--boundary", boundary, "--crs", "EPSG:4326")
    assert status == 1
    assert "cannot use latitude and longitude" in err
    assert "A degree is not a distance" in err
    assert "EPSG:27700" in err
    assert not (tmp_path / "p.gpkg").exists()


@pytest.mark.parametrize("crs", ["EPSG:99999999", "the grid", "EPSG:2272"])
def test_an_unknown_or_unmetric_system_for_a_project(
    placewell: Command, boundary: Path, tmp_path: Path, crs: str
) -> None:
    status, _, err = placewell("new", tmp_path / "p.gpkg", "--boundary", boundary, "--crs", crs)
    assert status == 1
    assert "EPSG:27700" in err


def test_swapped_axes_are_put_right_and_told(placewell: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "swapped.csv").write_text(
        "name,easting,northing\nNorth Library,181000,531000\nSouth Library,182000,532000\n"
    )
    status, _, err = placewell(
        "import", project, tmp_path / "swapped.csv", "--as", "asset:library", "--report", tmp_path / "r.csv"
    )
    assert status == 0, err
    assert "east and north were swapped and have been put right" in (tmp_path / "r.csv").read_text(
        "utf-8-sig"
    )
    _, out, _ = placewell("info", project)
    assert any(line.split() == ["library", "2", "2"] for line in out.splitlines())


def test_places_outside_great_britain(placewell: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "paris.geojson").write_text(
        feature_collection([shapely.Point(2.35, 48.85)], [{"name": "Paris"}], crs=None)
    )
    said = refused(placewell, project, "import", project, tmp_path / "paris.geojson", "--as", "asset:library")
    assert "outside Great Britain" in said


def test_one_row_outside_great_britain_among_many(placewell: Command, project: Path, tmp_path: Path) -> None:
    rows = [f"Library {i},{530100 + 90 * i},{180100 + 90 * i}" for i in range(30)]
    (tmp_path / "l.csv").write_text(
        "name,easting,northing\n" + "\n".join([*rows, "Astray,5310000,18100000"]) + "\n"
    )
    status, _, err = placewell(
        "import", project, tmp_path / "l.csv", "--as", "asset:library", "--report", tmp_path / "r.csv"
    )
    assert status == 0, err
    report = (tmp_path / "r.csv").read_text("utf-8-sig")
    assert "32,rejected,The coordinates of this row cannot be British National Grid" in report.replace(
        '"', ""
    )


def test_null_and_empty_places_are_listed_with_their_rows(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    shapes = [shapely.Point(531_000, 181_000), None, shapely.Point()]
    text = feature_collection(shapes, [{"name": n} for n in ("Here", "Nowhere", "Empty")])
    (tmp_path / "l.geojson").write_text(text)
    status, out, err = placewell("import", project, tmp_path / "l.geojson", "--as", "asset:library")
    assert status == 0, err
    assert "row 2: This row has no place on the map" in out
    assert "row 3: This row has no place on the map" in out


def test_mixed_places_where_areas_are_needed(placewell: Command, project: Path, tmp_path: Path) -> None:
    shapes = [shapely.box(531_000, 181_000, 532_000, 182_000), shapely.Point(531_500, 181_500)]
    (tmp_path / "mixed.geojson").write_text(feature_collection(shapes, [{"name": "A"}, {"name": "B"}]))
    status, out, err = placewell("import", project, tmp_path / "mixed.geojson", "--as", "area:ward")
    assert status == 0, err
    assert "row 2: This row is not an area, which this layer needs" in out


def test_a_crossed_outline_is_mended_and_told(placewell: Command, project: Path, tmp_path: Path) -> None:
    bowtie = shapely.Polygon([(531_000, 181_000), (532_000, 182_000), (532_000, 181_000), (531_000, 182_000)])
    (tmp_path / "b.geojson").write_text(feature_collection([bowtie], [{"name": "Bow"}]))
    status, out, err = placewell("import", project, tmp_path / "b.geojson", "--as", "area:ward")
    assert status == 0, err
    assert "The outline was mended (it crossed or touched itself)" in out


def test_repeated_references_and_repeated_rows(placewell: Command, project: Path, tmp_path: Path) -> None:
    rows = ["A1,North Library,531000,181000"] * 2 + ["A1,Another Library,532000,182000"]
    (tmp_path / "l.csv").write_text("id,name,easting,northing\n" + "\n".join(rows) + "\n")
    status, _out, err = placewell(
        "import", project, tmp_path / "l.csv", "--as", "asset:library", "--report", tmp_path / "r.csv"
    )
    assert status == 0, err
    report = (tmp_path / "r.csv").read_text("utf-8-sig")
    assert "The same name, code and place as row 2: taken once." in report
    assert "1 entry repeats the reference of another" in report


def test_a_table_whose_codes_match_nothing(placewell: Command, project: Path, tmp_path: Path) -> None:
    header = "LSOA code (2021),Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
    (tmp_path / "imd.csv").write_text(f"{header}\nE01000001,100\nE01000002,200\n")
    said = refused(placewell, project, "import", project, tmp_path / "imd.csv")
    assert "it is for areas of level LSOA 2021, of which the project has none" in said
    assert "bring in their boundaries first" in said


def test_a_file_of_no_known_source(placewell: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("colour,flavour\nred,cherry\nblue,berry\n")
    said = refused(placewell, project, "import", project, tmp_path / "odd.csv")
    assert "No known source has these columns: colour, flavour" in said
    assert "--as" in said
    assert "--map" in said


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--as", "asset:castle"], "'castle' is not a type of asset"),
        (["--as", "nonsense"], "neither a known source nor a kind of thing"),
        (["--as", "asset:library", "--map", "height=name"], "not something that can be filled"),
        (["--as", "asset:library", "--map", "name"], "Write it as field=column"),
        (["--map", "name=name"], "Add --as"),
        (["--as", "asset:library", "--crs", "EPSG:123456"], "not a system of map coordinates"),
    ],
)
def test_words_that_placewell_does_not_know(
    placewell: Command, project: Path, tmp_path: Path, words: list[str], expected: str
) -> None:
    (tmp_path / "l.csv").write_text(LIBRARIES)
    assert expected in refused(placewell, project, "import", project, tmp_path / "l.csv", *words)


def test_the_open_project_as_import(placewell: Command, project: Path) -> None:
    said = refused(placewell, project, "import", project, project)
    assert "is the project that is open" in said
    assert "double everything" in said


def test_the_open_project_among_the_files_of_a_folder(placewell: Command, project: Path) -> None:
    status, out, err = placewell("import", project, project.parent)
    assert status == 0, err
    assert "town.gpkg: This is the project that is open" in out


def test_a_project_that_is_open_elsewhere(placewell: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(LIBRARIES)
    with open_project(project):
        status, out, err = placewell("import", project, tmp_path / "l.csv", "--as", "asset:library")
        assert status == 1
        assert "open in another Placewell window" in err
        assert "Close it there" in err
        assert out == ""
        assert placewell("import", project, tmp_path / "l.csv", "--as", "asset:library", "--look")[0] == 0


def test_a_report_over_a_file_that_is_there(placewell: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(LIBRARIES)
    words = ("import", project, tmp_path / "l.csv", "--as", "asset:library", "--report")
    assert "There is a file" in refused(placewell, project, *words, project)
    assert "Placewell writes over nothing" in refused(placewell, project, *words, tmp_path / "l.csv")
    assert (tmp_path / "l.csv").read_text() == LIBRARIES


def test_a_list_whose_column_of_types_is_missing_or_strange(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "g.csv").write_text("URN,EstablishmentName,Easting,Northing\n1,A School,531000,181000\n")
    said = refused(placewell, project, "import", project, tmp_path / "g.csv", "--as", "gias-schools")
    assert "This table has no column" in said
    (tmp_path / "k.csv").write_text("name,kind,easting,northing\nHere,castle,531000,181000\n")
    words = ("--as", "asset:library", "--map", "type=kind")
    said = refused(placewell, project, "import", project, tmp_path / "k.csv", *words)
    assert "1 left out: no type that Placewell keeps: castle (1)." in said


def test_a_file_that_names_coordinates_nobody_knows(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    text = feature_collection([shapely.Point(531_000, 181_000)], [{"name": "A"}], crs=999999)
    (tmp_path / "l.geojson").write_text(text)
    status, _, err = placewell("import", project, tmp_path / "l.geojson", "--as", "asset:library")
    assert status == 0, err


def test_the_next_best_place_of_a_row_is_used(placewell: Command, project: Path, tmp_path: Path) -> None:
    """Grid coordinates first, then degrees, then nothing: and each row without any is named."""
    rows = ["On grid,531000,181000,,", "In degrees,,,-0.1,51.52", "Nowhere,0,0,,"]
    (tmp_path / "l.csv").write_text("name,easting,northing,longitude,latitude\n" + "\n".join(rows) + "\n")
    status, out, err = placewell("import", project, tmp_path / "l.csv", "--as", "asset:library")
    assert status == 0, err
    assert "row 4: This row has no coordinates" in out
    with open_project(project) as opened:
        assert list(opened.file.read("asset").columns["name"]) == ["On grid", "In degrees"]


def test_a_list_placed_by_postcode_without_postcodes(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "l.csv").write_text("name,postcode\nNorth Library,SE1 1AA\n")
    said = refused(placewell, project, "import", project, tmp_path / "l.csv", "--as", "asset:library")
    assert "has no list of postcodes yet" in said
    assert "Code-Point Open" in said


def test_postcodes_place_a_list_and_unknown_ones_are_named(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    codes = "".join(
        f'"SE1 {i}AA",10,{530000 + 100 * i},{180000 + 100 * i},"E92000001","","","","E09000099",""\n'
        for i in range(1, 10)
    )
    (tmp_path / "codes.csv").write_text(codes)
    (tmp_path / "l.csv").write_text("name,postcode\nNorth Library,se13aa\nLost Library,SE1 9ZZ\n")
    assert placewell("import", project, tmp_path / "codes.csv")[0] == 0
    status, out, err = placewell("import", project, tmp_path / "l.csv", "--as", "asset:library")
    assert status == 0, err
    assert "Lost Library: its postcode SE1 9ZZ is not in the list of postcodes" in out


def test_a_project_that_is_not_there(placewell: Command, tmp_path: Path) -> None:
    status, _, err = placewell("info", tmp_path / "none.gpkg")
    assert status == 1
    assert "none.gpkg" in err


def test_a_name_that_is_taken(placewell: Command, project: Path, boundary: Path) -> None:
    assert "town.gpkg" in refused(placewell, project, "new", project, "--boundary", boundary)


def test_a_boundary_of_several_areas_or_none(placewell: Command, tmp_path: Path) -> None:
    two = [shapely.box(530_000, 180_000, 531_000, 181_000), shapely.box(532_000, 182_000, 533_000, 183_000)]
    (tmp_path / "two.geojson").write_text(feature_collection(two))
    (tmp_path / "point.geojson").write_text(feature_collection([shapely.Point(530_000, 180_000)]))
    status, _, err = placewell("new", tmp_path / "p.gpkg", "--boundary", tmp_path / "two.geojson")
    assert (status, "holds 2 areas; the boundary is one" in err) == (1, True)
    status, _, err = placewell("new", tmp_path / "p.gpkg", "--boundary", tmp_path / "point.geojson")
    assert (status, "holds no area that could be the boundary" in err) == (1, True)
    assert not (tmp_path / "p.gpkg").exists()


def test_the_wrong_census_is_noticed(placewell: Command, project: Path, tmp_path: Path) -> None:
    """Figures by LSOA 2011 given out as 2021: the codes themselves tell."""
    cells = [shapely.box(530_000 + 500 * i, 180_000, 530_500 + 500 * i, 184_000) for i in range(8)]
    old = [f"E0100000{i}" for i in range(8)]
    new = [*old[:5], "E01039991", "E01039992", "E01039993"]
    for year, codes in (("11", old), ("21", new)):
        props = [{f"LSOA{year}CD": c, f"LSOA{year}NM": f"Area {c}"} for c in codes]
        (tmp_path / f"lsoa{year}.geojson").write_text(feature_collection(cells, props))
    head = "LSOA21CD,LSOA21NM,Total,Aged 4 years and under,Aged 85 years and over"
    (tmp_path / "census.csv").write_text(head + "\n" + "\n".join(f"{c},x,100,10,5" for c in old) + "\n")
    status, _, err = placewell(
        "import",
        project,
        *(tmp_path / f for f in ("lsoa11.geojson", "lsoa21.geojson", "census.csv")),
        "--report",
        tmp_path / "r.csv",
    )
    assert status == 0, err
    report = (tmp_path / "r.csv").read_text("utf-8-sig")
    assert (
        "The file says LSOA 2021, but its codes fit LSOA 2011 better (100.0% against 62.5% of the areas"
        in report
    )
    assert "3 areas have no figures in this file" in report


def test_a_councils_own_figures_by_ward(placewell: Command, project: Path, tmp_path: Path) -> None:
    cells = [shapely.box(530_000 + 2000 * i, 180_000, 532_000 + 2000 * i, 184_000) for i in range(2)]
    props = [{"code": f"W{i}", "name": f"Ward {i}"} for i in range(2)]
    (tmp_path / "wards.geojson").write_text(feature_collection(cells, props))
    (tmp_path / "places.csv").write_text("Ward,Note,Places,Waiting\nW0,ok,120,4\nW1,,80,\nW9,gone,5,5\n")
    assert placewell("import", project, tmp_path / "wards.geojson", "--as", "area:ward")[0] == 0
    status, _, err = placewell(
        "import", project, tmp_path / "places.csv", "--as", "statistic:childcare places", "--vintage", "2026-04",
        "--report", tmp_path / "r.csv",
    )  # fmt: skip
    assert status == 0, err
    assert "Figures for 2 of the 2 areas of level ward" in (tmp_path / "r.csv").read_text("utf-8-sig")
    with open_project(project) as opened:
        figures = [
            (r["code"], r["dataset"], r["measure"], r["value"])
            for r in opened.file.read("statistic").records()
        ]
    assert figures == [
        ("W0", "childcare places", "Places", 120.0),
        ("W0", "childcare places", "Waiting", 4.0),
        ("W1", "childcare places", "Places", 80.0),
    ]


def test_rows_in_other_coordinates_than_the_rest_are_named(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    rows = [f"Library {i},{530_200 + 150 * i},{180_200 + 150 * i}" for i in range(20)]
    rows += ["Swapped,181000,531000", "In degrees,-0.1,51.5"]
    (tmp_path / "l.csv").write_text("name,easting,northing\n" + "\n".join(rows) + "\n")
    status, _, err = placewell(
        "import", project, tmp_path / "l.csv", "--as", "asset:library", "--report", tmp_path / "r.csv"
    )
    assert status == 0, err
    report = (tmp_path / "r.csv").read_text("utf-8-sig")
    assert ",22,rejected,The coordinates of this row cannot be British National Grid" in report.replace(
        '"', ""
    )
    assert ",23,rejected," in report.replace('"', "")


def test_a_scribble_is_refused_at_once(placewell: Command, project: Path, tmp_path: Path) -> None:
    import random
    import time

    rng = random.Random(4)
    scribble = shapely.Polygon(
        [(rng.uniform(530_000, 534_000), rng.uniform(180_000, 184_000)) for _ in range(1500)]
    )
    (tmp_path / "s.geojson").write_text(feature_collection([scribble], [{"name": "S"}]))
    begin = time.monotonic()
    said = refused(placewell, project, "import", project, tmp_path / "s.geojson", "--as", "area:ward")
    assert "so it is no outline and cannot be used" in said
    assert time.monotonic() - begin < 60  # minutes before; a bound on a hang, not a measure of speed


@pytest.mark.parametrize("wkt", ["CIRCULARSTRING (0 0, 1 1, 2 0)", "POINT (1e308 1e308)", "nonsense"])
def test_places_that_cannot_be_read(placewell: Command, project: Path, tmp_path: Path, wkt: str) -> None:
    (tmp_path / "w.csv").write_text(f'name,wkt\nOdd,"{wkt}"\nFine,"POINT (531000 181000)"\n')
    status, out, err = placewell("import", project, tmp_path / "w.csv", "--as", "asset:library")
    assert status == 0, err
    assert "row 2:" in out


def test_a_column_that_is_not_there(placewell: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(LIBRARIES)
    said = refused(
        placewell,
        project,
        "import",
        project,
        tmp_path / "l.csv",
        "--as",
        "asset:library",
        "--map",
        "name=Nmae",
    )
    assert "There is no column 'Nmae' in this table; its columns are: name, easting, northing." in said


def test_a_project_in_web_mercator(placewell: Command, boundary: Path, tmp_path: Path) -> None:
    status, _, err = placewell("new", tmp_path / "p.gpkg", "--boundary", boundary, "--crs", "EPSG:3857")
    assert (status, "its metres are not true on the ground" in err) == (1, True)


def test_a_report_into_no_folder(placewell: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(LIBRARIES)
    words = (
        "import",
        project,
        tmp_path / "l.csv",
        "--as",
        "asset:library",
        "--report",
        tmp_path / "no" / "r.csv",
    )
    assert "There is no folder" in refused(placewell, project, *words)


def test_a_table_of_figures_without_figures(placewell: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "w.geojson").write_text(
        feature_collection([shapely.box(530_000, 180_000, 532_000, 182_000)], [{"code": "W1", "name": "A"}])
    )
    assert placewell("import", project, tmp_path / "w.geojson", "--as", "area:ward")[0] == 0
    (tmp_path / "t.csv").write_text("code,places\nW1,about ten\n")
    said = refused(placewell, project, "import", project, tmp_path / "t.csv", "--as", "statistic:places")
    assert "no column beside the area codes holds numbers" in said
