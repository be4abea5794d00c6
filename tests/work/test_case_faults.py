"""Faults in what an applicant sends: each with the words it is met with, and nothing lost in silence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import case_making as making
import pytest
import shapely
from work_making import Command, feature_collection

from placewell.work.opened import open_project


def brought(placewell: Command, project: Path, *files: Path) -> str:
    """What is said of files that can be brought in beside the red line."""
    line = making.red_line(project.parent / "line.geojson")
    status, out, err = placewell("case", project, "import", line, *files)
    assert status == 0, err
    return str(out)


def kept(project: Path, kind: str) -> list[dict[str, Any]]:
    with open_project(project) as opened:
        return list(opened.file.read(kind).records())


def lines(project: Path, sort: str) -> list[tuple[int | None, str]]:
    return [(n["row"], n["text"]) for n in kept(project, "import note") if n["sort"] == sort]


# -- one table against another -------------------------------------------------------------------


def test_homes_of_a_block_or_phase_that_is_not_there(placewell: Command, project: Path) -> None:
    folder = project.parent
    rows = [
        ("Block", "Phase", "Tenure", "Homes"),
        ("D", 1, "build to rent", 5),
        ("block a", 1, "build to rent", 6),
        ("B", 4, "build to rent", 7),
        ("B", 1, "build to rent", 8),
    ]
    out = brought(
        placewell, project, making.blocks(folder / "blocks.geojson"), making.table(folder / "h.csv", rows),
        making.table(folder / "phases.csv", making.PHASES),
    )  # fmt: skip
    assert "row 2: Homes of block D, of which there is no outline; kept." in out
    assert "row 4: Phase 4 is not among the phases (1, 2); kept." in out
    assert "row 5: Phase 1 here, but block B is of phase 2; kept as it is here." in out
    assert "row 3:" not in out.split("h.csv:")[1]
    assert [(h["block"], h["homes"], h["phase"]) for h in kept(project, "homes")] == [
        ("D", 5, 1), ("A", 6, 1), ("B", 7, 4), ("B", 8, 1),
    ]  # fmt: skip


def test_outlines_that_come_after_the_homes_are_checked_against_them(
    placewell: Command, project: Path
) -> None:
    folder = project.parent
    rows = [("Block", "Tenure", "Homes"), ("D", "build to rent", 5), ("A", "build to rent", 5)]
    assert "outline" not in brought(placewell, project, making.table(folder / "h.csv", rows))
    _, out, _ = placewell("case", project, "import", making.blocks(folder / "blocks.geojson"))
    assert "Homes or doors in the project are of blocks without an outline: D." in out


@pytest.mark.parametrize("outlines_last", [True, False])
def test_homes_and_doors_are_the_same_whether_outlines_come_before_or_after(
    placewell: Command, project: Path, outlines_last: bool
) -> None:
    folder = project.parent
    rows = [
        ("Block", "Phase", "Tenure", "Homes"),
        ("block a", "", "build to rent", 5),
        ("B", 1, "build to rent", 6),
        ("", "", "build to rent", 7),
    ]
    doors = {"Gate": (531_070.0, 181_000.0, ""), "A1": (531_035.0, 181_010.0, "Block A")}
    files = [making.table(folder / "h.csv", rows), making.entrances(folder / "e.geojson", doors)]
    files.insert(2 if outlines_last else 0, making.blocks(folder / "blocks.geojson"))
    brought(placewell, project)
    told = ""
    for file in files:
        status, out, err = placewell("case", project, "import", file)
        assert status == 0, err
        told += out
    assert sorted((h["homes"], h["block"], h["phase"]) for h in kept(project, "homes")) == [
        (5, "A", 1),
        (6, "B", 1),
        (7, "", None),
    ]
    assert sorted((e["name"], e["block"]) for e in kept(project, "entrance")) == [("A1", "A"), ("Gate", "")]
    assert (
        "1 line of homes in the project gave no phase; now of the phase of their block." in told
    ) is outlines_last
    differs = "Homes in the project are of another phase than their blocks here (B); kept as they are."
    assert (differs in told) is outlines_last
    if outlines_last:
        with open_project(project) as opened:
            opened.session.undo()
        assert [h["block"] for h in kept(project, "homes")] == ["block a", "B", ""]


def test_outlines_of_several_options_that_come_after_the_homes(placewell: Command, project: Path) -> None:
    folder = project.parent
    rows = [("Block", "Tenure", "Homes"), ("Block A", "build to rent", 5)]
    brought(placewell, project, making.table(folder / "h.csv", rows))
    shapes = [making.OUTLINES["A"]] * 2
    outlines = [{"Option": o, "Block": "A", "Phase": n} for n, o in ((1, "One"), (2, "Two"))]
    (folder / "blocks.geojson").write_text(feature_collection(shapes, outlines))
    status, _, err = placewell("case", project, "import", folder / "blocks.geojson")
    assert status == 0, err
    assert sorted((h["block"], h["phase"]) for h in kept(project, "homes")) == [("A", 1), ("A", 2)]


def test_blocks_whose_names_differ_by_a_sign_stay_two(placewell: Command, project: Path) -> None:
    outlines = dict(zip(("1/1", "11", "A+"), making.OUTLINES.values(), strict=True))
    out = brought(placewell, project, making.blocks(project.parent / "blocks.geojson", outlines))
    assert "kept as one block" not in out
    assert [b["name"] for b in kept(project, "block")] == ["1/1", "11", "A+"]


def test_phases_out_of_order_twice_or_without_a_number(placewell: Command, project: Path) -> None:
    rows = [
        ("Phase", "Starts", "Completes"),
        (1, "2031", "2030-12"),
        (2, "2030-05", "2034"),
        (2, "2032", "2035"),
        ("later", "2036", "2037"),
        (3, "soon", "2038"),
    ]
    out = brought(placewell, project, making.table(project.parent / "phases.csv", rows))
    assert "row 2: Phase 1 is finished (2030-12) before it starts (2031)." in out
    assert "row 3: Phase 2 starts (2030-05) before phase 1 (2031)." in out
    assert "row 4: Phase 2 is in row 3 already; left out." in out
    assert "row 5: 'later' is no number of a phase (1, 2, 3 …), so it was left out." in out
    assert "row 6: 'soon' cannot be read as when it starts" in out
    assert "3 of 5 rows brought in as phases" in out
    assert [(p["number"], p["starts"]) for p in kept(project, "phase")] == [
        (1, "2031"),
        (2, "2030-05"),
        (3, ""),
    ]


def test_entrances_off_the_red_line_and_doors_off_their_block(placewell: Command, project: Path) -> None:
    folder = project.parent
    points = {
        "Far gate": (531_070.0, 180_900.0, ""),
        "Near gate": (531_070.0, 180_995.0, ""),
        "Inner gate": (531_070.0, 181_090.0, ""),
        "Odd door": (531_035.0, 181_002.0, "A"),
        "Lost door": (531_035.0, 181_010.0, "Z"),
        "": (531_000.0, 181_100.0, ""),
    }
    out = brought(
        placewell, project, making.blocks(folder / "b.geojson"), making.entrances(folder / "e.geojson", points)
    )  # fmt: skip
    assert "row 1: It lies 100 m outside the red line" in out
    assert "row 3: It names no block, so it is a gate of the site, yet it lies 70 m from the red line" in out
    assert "row 4: A door of block A, but 8 m from its outline" in out
    assert "row 5: A door of block Z, of which there is no outline" in out
    assert "row 6: This entrance has no name" in out
    assert "row 2:" not in out.split("e.geojson:")[1]
    assert [e["name"] for e in kept(project, "entrance")] == [
        "Near gate", "Inner gate", "Odd door", "Lost door", "",
    ]  # fmt: skip


def test_blocks_outside_in_two_parts_or_crossing_themselves(placewell: Command, project: Path) -> None:
    folder = project.parent
    shapes = [
        shapely.box(531_180, 181_000, 531_220, 181_020),
        shapely.box(531_300, 181_000, 531_320, 181_020),
        shapely.box(531_010, 181_010, 531_020, 181_020),
        shapely.box(531_030, 181_010, 531_040, 181_020),
        shapely.Polygon([(531_050, 181_050), (531_060, 181_060), (531_060, 181_050), (531_050, 181_060)]),
        shapely.box(531_010, 181_110, 531_020, 181_120),
    ]
    names = ["Half", "Away", "Twins", "twins", "Bow", None]
    rows = [{"Block": n, "Phase": 1} for n in names]
    (folder / "b.geojson").write_text(feature_collection(shapes, rows))
    out = brought(placewell, project, folder / "b.geojson")
    assert "row 1: 50% of block Half lies outside the red line" in out
    assert "row 2: Block Away lies outside the red line" in out
    assert "row 4: Another outline of the block of row 3: kept as one block." in out
    assert "row 5: The outline was mended (it crossed or touched itself)" in out
    assert "row 6: It does not say which block it is" in out
    found = {b["name"]: b["geometry"] for b in kept(project, "block")}
    assert sorted(found) == ["Away", "Bow", "Half", "Twins"]
    assert (len(found["Twins"].geoms), found["Twins"].area) == (2, 200.0)


def test_provision_and_losses_of_no_known_type(placewell: Command, project: Path) -> None:
    folder = project.parent
    brings = [
        ("Provision", "Capacity", "Certainty", "Easting", "Northing"),
        ("GP surgry", 8, "offered", "", ""),
        ("bandstand", 8, "offered", "", ""),
        ("library", "lots", "hoped for", "", ""),
        ("park", "", "", 531_500, 181_100),
        ("square", "", "open", 431_500, 181_100),
        ("market", "", "open", "here", "there"),
        ("gym", "", "open", 531_100, 181_100),
    ]
    takes = [
        ("Loss", "Amount", "Unit", "Tenure"),
        ("bandstand", 3, "", ""),
        ("homes", -3, "homes", "build to rent"),
        ("homes", 3, "m2", "build to rent"),
        ("homes", 3, "", "council"),
        ("pub", -20, "m2", ""),
    ]
    out = brought(
        placewell, project, making.table(folder / "p.csv", brings), making.table(folder / "l.csv", takes)
    )
    for words in (
        "row 2: 'GP surgry' is not a type of place that Placewell knows (is 'GP surgery' meant?); left out.",
        "row 3: 'bandstand' is not a type of place that Placewell knows; left out.",
        "row 4: 'lots' cannot be read as a capacity",
        "row 4: 'hoped for' does not say how sure it is (offered, operator confirmed, secured, open)",
        "row 5: park lies 300 m outside the red line; kept there.",
        "row 5: It does not say how sure it is",
        "row 6: It lies outside the project and its margin",
        "row 7: The coordinates of this row cannot be read as numbers.",
        "row 3: '-3' cannot be a number of homes",
        "row 4: Homes are counted, but this row gives them in 'm2'",
        "row 5: 'council' is not a tenure that Placewell knows; 3 homes are kept without one.",
        "row 6: '-20' cannot be an amount: it is below 0",
    ):
        assert words in out
    assert [(p["type"], p["geometry"] is None) for p in kept(project, "provision")] == [
        ("library", True), ("park", False), ("gym", False),
    ]  # fmt: skip
    assert [(x["what"], x["amount"]) for x in kept(project, "loss")] == [("homes", 3.0), ("pub", None)]


# -- what stops an import ------------------------------------------------------------------------

SQUARE_IN = shapely.box(531_000, 181_000, 531_100, 181_100)
LINE = shapely.LineString([(531_000, 181_000), (531_100, 181_000)])


@pytest.mark.parametrize(
    ("shapes", "rows", "words"),
    [
        ([shapely.box(400_000, 400_000, 400_100, 400_100)], None, "The red line in 'x.geojson' lies outside Testborough."),
        ([shapely.box(535_000, 181_000, 535_100, 181_100)], None, "The red line in 'x.geojson' lies outside Testborough."),
        ([LINE], None, "does not close: 100.00 m are missing near 531,"),
        ([shapely.Point(531_000, 181_000)], None, "holds no area that could be the red line"),
        ([SQUARE_IN, SQUARE_IN], None, "'x.geojson' holds 2 areas; the red line of x is one."),
        ([SQUARE_IN, SQUARE_IN], [{"Option": "A"}, {"Option": "a"}], "holds 2 areas; the red line of option 'A' of x is one."),
        ([shapely.Polygon([(531_000, 181_000), (531_100, 181_000), (531_000, 181_000)])], None, "cannot be used."),
    ],
)  # fmt: skip
def test_a_red_line_that_cannot_be_one(
    placewell: Command, project: Path, shapes: list[Any], rows: list[dict[str, Any]] | None, words: str
) -> None:
    path = project.parent / "x.geojson"
    path.write_text(feature_collection(shapes, rows))
    status, _, err = placewell("case", project, "import", path)
    assert (status, words in err) == (1, True), err
    assert kept(project, "scheme") == []


def test_a_red_line_that_crosses_itself_is_mended_and_told(placewell: Command, project: Path) -> None:
    bow = shapely.Polygon([(531_000, 181_000), (531_100, 181_100), (531_100, 181_000), (531_000, 181_100)])
    path = project.parent / "bow.geojson"
    path.write_text(feature_collection([bow], [{"name": "Bow"}]))
    status, out, _ = placewell("case", project, "import", path)
    assert (status, "Bow: a site of 0.50 ha." in out, "The outline was mended" in out) == (0, True, True)


HOMES = [("Tenure", "Homes"), ("build to rent", 1)]


def options(*names: str) -> Sequence[Sequence[Any]]:
    return [("Option", "Tenure", "Homes"), *((name, "build to rent", 1) for name in names)]


def schemes(*names: str) -> Sequence[Sequence[Any]]:
    return [("Scheme", "Tenure", "Homes"), *((name, "build to rent", 1) for name in names)]


@pytest.mark.parametrize(
    ("before", "rows", "words", "said"),
    [
        (False, HOMES, [], "do not say which scheme they are of, and the project has none yet"),
        (True, schemes("Mill"), [], "There is no red line of 'Mill', here or in the project."),
        (True, schemes("Mill", "Dock"), ["--name", "Mill"], "name 2 schemes (Mill, Dock), and --name gives one"),
        (True, options("A", "B"), ["--option", "A"], "name 2 options (A, B), and --option gives one"),
        (True, [("Tenure", "Homes"), ("build to rent", -1)], [], "Row 2: '-1' cannot be a number of homes"),
        (True, [("Colour", "Size"), ("red", 1)], [], "holds no area that could be the red line, and no table of a scheme"),
        (True, [("Colour", "Size"), ("red", 1)], ["--as", "homes"], "Head the columns Homes, and Tenure or Bedrooms"),
        (True, HOMES, ["--as", "gardens"], "After --as, write one of: losses, provision, claims, consultations, drawings, ptal"),
    ],
)  # fmt: skip
def test_tables_that_cannot_be_brought_in(
    placewell: Command, project: Path, before: bool, rows: Any, words: list[str], said: str
) -> None:
    if before:
        brought(placewell, project)
    file = making.table(project.parent / "table.csv", rows)
    status, _, err = placewell("case", project, "import", file, *words)
    assert (status, said in err) == (1, True), err
    assert kept(project, "homes") == []


def test_an_option_that_is_not_there_is_not_made_by_a_slip(placewell: Command, project: Path) -> None:
    folder = project.parent
    brought(placewell, project, making.table(folder / "a.csv", options("One", "Two")))
    status, _, err = placewell("case", project, "import", making.table(folder / "b.csv", options("Won")))
    assert (status, "Cooper Yard has no option called 'Won'; it has One, Two." in err) == (1, True)
    # With a red line of its own it is one more option.
    line = making.red_line(folder / "more.geojson", Option="Won")
    assert placewell("case", project, "import", line, folder / "b.csv")[0] == 0
    assert [s["option"] for s in kept(project, "scheme")] == ["One", "Two", "Won"]


def test_a_red_line_that_is_there_already_is_redrawn(placewell: Command, project: Path) -> None:
    folder = project.parent
    brought(placewell, project, making.table(folder / "a.csv", options("One", "Two")))
    smaller = shapely.box(531_000, 181_000, 531_200, 181_100)
    # Without a name it is the line of the one scheme there is, for both its options.
    (folder / "revised.geojson").write_text(feature_collection([smaller]))
    status, out, err = placewell("case", project, "import", folder / "revised.geojson")
    assert status == 0, err
    words = (
        "Takes the place of the red line of Cooper Yard (4.00 ha; now 2.00 ha, 20,000 m² gained or given up)."
    )
    assert words in out
    assert [(s["option"], s["geometry"].area) for s in kept(project, "scheme")] == [
        ("One", 2e4),
        ("Two", 2e4),
    ]
    assert placewell("case", project, "import", making.red_line(folder / "2.geojson", Option="one"))[0] == 0
    assert [s["geometry"].area for s in kept(project, "scheme")] == [4e4, 2e4]
    # Two files for one red line.
    both = [making.red_line(folder / f"{n}.geojson", "Mill Yard") for n in (3, 4)]
    status, _, err = placewell("case", project, "import", *both)
    assert (status, "Two files give a red line of Mill Yard; '4.geojson' is the second." in err) == (1, True)


def test_an_option_without_any_red_line(placewell: Command, project: Path) -> None:
    folder = project.parent
    line = making.red_line(folder / "a.geojson", Option="One")
    homes = making.table(folder / "a.csv", options("One", "Two"))
    status, _, err = placewell("case", project, "import", line, homes)
    assert (status, "Option 'Two' of Cooper Yard has no red line; there is one of One." in err) == (1, True)


def test_a_red_line_of_no_option_is_told(placewell: Command, project: Path) -> None:
    rows = [{"name": "Yard"}, {"name": "Yard", "Option": "One"}]
    path = project.parent / "x.geojson"
    path.write_text(feature_collection([making.SITE, SQUARE_IN], rows))
    status, out, _ = placewell("case", project, "import", path)
    assert (status, "row 1: This red line is of no option" in out) == (0, True)
    assert [(s["option"], s["geometry"].area) for s in kept(project, "scheme")] == [("One", 10_000.0)]


def test_a_file_that_cannot_be_read_stops_all(placewell: Command, project: Path) -> None:
    folder = project.parent
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    line = making.red_line(folder / "a.geojson")
    status, _, err = placewell("case", project, "import", line, folder / "broken.xlsx")
    assert (status, "broken.xlsx" in err) == (1, True)
    assert kept(project, "scheme") == []
