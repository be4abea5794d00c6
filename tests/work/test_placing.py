"""Applicants' plans placed by known points, from the command line: where they lie, and what spoils them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from PIL import Image
from work_making import Command

from placewell.work.case import find_scheme
from placewell.work.opened import open_project
from placewell.work.plans import image_of, placement, plans, remove_plan
from plan_making import copies_of, locked_pdf, points_file, trace_file
from plan_truth import CASES, PDFS, Sheet, sheet_of, truth

Made = Callable[[str], Path]


@pytest.fixture
def case(sample_project: Path, tmp_path: Path, placewell: Command) -> Path:
    path = tmp_path / "case.gpkg"
    assert placewell("new", path, "--from", sample_project)[0] == 0
    return path


def bring(
    placewell: Command, case: Path, sheet: Sheet, folder: Path, *more: object, pdf: Path | None = None
) -> tuple[int, str, str]:
    """The red line of a sheet, as traced and by its points."""
    points = points_file(folder / "P.csv", sheet.points())
    trace = trace_file(folder / "T.geojson", sheet.traced())
    return placewell(
        "case", case, "import", pdf or sheet.path, "--as", "redline", "--points", points, "--trace", trace, *more
    )  # fmt: skip


@pytest.mark.parametrize("name", PDFS)
def test_every_plan_of_the_sample_lies_where_it_was_planted(
    name: str, case: Path, tmp_path: Path, placewell: Command
) -> None:
    sheet = sheet_of(name)
    status, said, problem = bring(placewell, case, sheet, tmp_path)
    assert status == 0, problem
    assert "placed by 4 points at 1:1,250 (stated 1:1,250), ± 0.6 m" in said
    with open_project(case) as opened:
        scheme, (plan,) = find_scheme(opened), plans(opened)
        assert scheme.geometry is not None
        assert shapely.hausdorff_distance(scheme.geometry, sheet.site) < 0.001
        assert (scheme.plan, scheme.traced_m) == (plan.id, pytest.approx(0.625))
        assert (plan.east, plan.north) == pytest.approx((sheet.east, sheet.north), abs=1e-3)
        assert plan.stated_scale == 1250 and (plan.wide_mm, plan.high_mm) == pytest.approx(
            (420, 297), abs=0.01
        )
    assert "The red line traced, ± 0.6 m" in placewell("case", case, "show")[1]


def test_a_drawing_in_site_coordinates_lies_where_it_was_planted(case: Path, placewell: Command) -> None:
    folder = CASES / "lantern-tower"
    told = truth("lantern-tower")["own_coordinates"]
    status, _, problem = placewell(
        "case", case, "import", folder / "LT-A-0101 ground floor (site grid).dxf", "--as", "redline",
        "--points", folder / "LT-A-0101 points.csv",
    )  # fmt: skip
    assert status == 0, problem
    site = sheet_of("lantern-tower").site
    with open_project(case) as opened:
        scheme, (plan,) = find_scheme(opened), plans(opened)
        assert scheme.geometry is not None
        # Points to the millimetre, drawn to the millimetre; the true line is written to the centimetre.
        assert shapely.hausdorff_distance(scheme.geometry, site) < 0.03
        assert plan.turn_deg == pytest.approx(told["turned_degrees"], abs=0.005)
        assert (plan.east, plan.north) == pytest.approx((told["easting_m"], told["northing_m"]), abs=0.03)
        assert plan.m_per_mm * told["units_per_m"] == pytest.approx(1, abs=1e-4)
        assert plan.image == "" and scheme.plan == plan.id


def test_blocks_links_and_entrances_come_the_same_way_and_lose_the_mark_when_replaced(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    sheet = sheet_of("lantern-tower")
    assert bring(placewell, case, sheet, tmp_path)[0] == 0
    middle = sheet.traced().centroid
    points = tmp_path / "P.csv"
    for role, kind, shape, named in (
        ("blocks", "block", middle.buffer(5).envelope, "Block"),
        ("links", "link", shapely.LineString([(middle.x, middle.y), (middle.x + 20, middle.y)]), "Change"),
        ("entrances", "entrance", middle, "Entrance"),
    ):
        trace = trace_file(
            tmp_path / f"{role}.geojson", shape, **{named: "new" if named == "Change" else "North"}
        )
        status, _, problem = placewell(
            "case", case, "import", sheet.path, "--as", role, "--points", points, "--trace", trace
        )
        assert status == 0, problem
        with open_project(case) as opened:
            (row,) = opened.file.read(kind).records()
            place = opened.file.read(kind).geometry
            assert place is not None
            true = shapely.transform(shape, lambda xy: xy * sheet.m_per_mm + [sheet.east, sheet.north])
            assert shapely.hausdorff_distance(place[0], true) < 0.001
            assert row["traced_m"] == pytest.approx(0.625)
            assert [p.id for p in plans(opened)] == [row["plan"]]
    # A surveyed line takes the traced one's place, and is not traced.
    assert placewell("case", case, "import", CASES / "lantern-tower" / "LT-A-0100 location plan.dxf")[0] == 0
    with open_project(case) as opened:
        scheme = find_scheme(opened)
        assert (scheme.traced_m, scheme.plan) == (None, "")
        assert opened.file.read("entrance").column("plan")[0]


def test_a_plan_without_a_trace_only_lies_under_the_map_and_can_be_taken_away(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    sheet = sheet_of("gantry-wharf")
    points = points_file(tmp_path / "P.csv", sheet.points()[:2])
    status, said, _ = placewell("case", case, "import", sheet.path, "--points", points)
    assert status == 0 and "Two points always fit" in said
    with open_project(case) as opened:
        (plan,) = plans(opened)
        assert len(opened.file.read("plan image")) == 1
        remove_plan(opened, plan.id)
        assert not plans(opened) and not len(opened.file.read("plan image"))
        opened.session.undo()
        assert plans(opened) == [plan] and len(opened.file.read("plan image")) == 1


def test_a_turned_page_is_measured_as_it_is_displayed(case: Path, tmp_path: Path, placewell: Command) -> None:
    sheet = sheet_of("lantern-tower")
    turned = copies_of(sheet.path, tmp_path / "turned.pdf", rotate=90)
    # Displayed a quarter with the clock: what was x from the left is now counted down from the top of 420 mm.
    points = points_file(tmp_path / "turned.csv", [(y, 420 - x, e, n) for x, y, e, n in sheet.points()])
    trace = trace_file(tmp_path / "turned.geojson", shapely.transform(sheet.traced(), lambda xy: xy[:, ::-1] * [1, -1] + [0, 420]))  # fmt: skip
    status, said, problem = placewell(
        "case", case, "import", turned, "--as", "redline", "--points", points, "--trace", trace
    )
    assert status == 0, problem
    assert "turned 90.0°" in said
    with open_project(case) as opened:
        found = find_scheme(opened).geometry
        assert found is not None and shapely.hausdorff_distance(found, sheet.site) < 0.001
        (plan,) = plans(opened)
        assert (plan.wide_mm, plan.high_mm) == pytest.approx((297, 420), abs=0.01)


def test_of_several_pages_one_is_asked_for(case: Path, tmp_path: Path, placewell: Command) -> None:
    sheet = sheet_of("lantern-tower")
    three = copies_of(sheet.path, tmp_path / "three.pdf", pages=3)
    status, _, problem = bring(placewell, case, sheet, tmp_path, pdf=three)
    assert status == 1 and "three.pdf has 3 pages." in problem and "--page N" in problem
    status, _, problem = bring(placewell, case, sheet, tmp_path, "--page", 4, pdf=three)
    assert status == 1 and "three.pdf has no page 4." in problem
    status, said, problem = bring(placewell, case, sheet, tmp_path, "--page", 2, pdf=three)
    assert status == 0 and "three.pdf, page 2: placed by 4 points" in said, problem


def test_a_locked_a_damaged_and_another_file_are_told_apart(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    sheet = sheet_of("lantern-tower")
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(sheet.path.read_bytes()[:900])
    text = tmp_path / "plan.txt"
    text.write_text("1:1250")
    for pdf, words in (
        (locked_pdf(tmp_path / "locked.pdf"), "locked.pdf is protected by a password."),
        (cut, "cut.pdf is damaged or was cut short"),
        (text, "plan.txt is neither a PDF nor a picture."),
    ):
        status, _, problem = bring(placewell, case, sheet, tmp_path, pdf=pdf)
        assert status == 1 and words in problem, problem
    with open_project(case) as opened:
        assert opened.file.head()[0] == 1 and not plans(opened)


def test_a_picture_is_placed_too_with_or_without_its_size_on_paper(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    sheet = sheet_of("lantern-tower")
    sized, bare = tmp_path / "scan.png", tmp_path / "bare.jpg"
    Image.new("L", (1654, 1169), 255).save(sized, dpi=(100, 100))
    Image.new("L", (1654, 1169), 255).save(bare)
    status, said, problem = bring(placewell, case, sheet, tmp_path, "--scale", 1250, pdf=sized)
    assert status == 0 and "at 1:1,250 (stated 1:1,250)" in said, problem
    px_mm = 100 / 25.4
    points = points_file(tmp_path / "px.csv", [(x * px_mm, y * px_mm, e, n) for x, y, e, n in sheet.points()])
    status, said, problem = placewell("case", case, "import", bare, "--points", points)
    assert status == 0 and "does not say how large it is on paper" in said, problem
    with open_project(case) as opened:
        one, two = plans(opened)
        assert placement(two).place([(0, 0)]) == pytest.approx(placement(one).place([(0, 0)]), abs=0.01)


def test_points_and_traces_that_cannot_be_used(case: Path, tmp_path: Path, placewell: Command) -> None:
    sheet = sheet_of("lantern-tower")
    points = points_file(tmp_path / "P.csv", sheet.points())
    ground = trace_file(tmp_path / "ground.geojson", sheet.site)
    slip = tmp_path / "slip.csv"
    slip.write_text(points.read_text().replace("643421.5", "643x21.5"))
    headless = tmp_path / "headless.csv"
    headless.write_text("a,b,easting,northing\n1,2,3,4\n")
    wrong = points_file(tmp_path / "wrong.csv", [*sheet.points()[:3], (28.0, 255.0, 643_419.0, 184_251.75)])
    for given, words in (
        (["--points", slip], "Row 2 of slip.csv: easting says '643x21.5', which is no number."),
        (["--points", headless], "headless.csv has no column page_x and no column page_y."),
        (["--points", wrong], "Check point 4 first"),
        (["--points", points, "--trace", ground], "ground.geojson lies off the page"),
        (["--trace", ground], "A plan was given without its points."),
        (["--points", points, "--trace", tmp_path / "none.geojson"], "none.geojson is not there."),
    ):
        status, _, problem = placewell("case", case, "import", sheet.path, "--as", "redline", *given)
        assert status == 1 and words in problem, problem
    dxf = CASES / "lantern-tower" / "LT-A-0100 location plan.dxf"
    status, _, problem = placewell("case", case, "import", dxf, "--points", points, "--trace", ground)
    assert status == 1 and "is a drawing: it has lines of its own" in problem
    with open_project(case) as opened:
        assert opened.file.head()[0] == 1


def test_a_copy_for_the_next_submission_keeps_the_mark(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    assert bring(placewell, case, sheet_of("foundry-mews"), tmp_path)[0] == 0
    assert placewell("case", case, "submission", "--received", "2026-11-01")[0] == 0
    shutil.copy(case, tmp_path / "kept.gpkg")
    with open_project(case) as opened:
        scheme = find_scheme(opened)
        assert scheme.traced_m == pytest.approx(0.625) and scheme.plan == plans(opened)[0].id


def test_what_another_program_spoiled_of_a_plan_does_no_harm(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    sheet = sheet_of("lantern-tower")
    assert bring(placewell, case, sheet, tmp_path)[0] == 0
    with open_project(case) as opened, opened.session.transaction("Spoiled") as t:
        (plan,) = plans(opened)
        t.put("plan", {**(t.get("plan", plan.id) or {}), "points": "not [json"})
        t.put("plan image", {**(t.get("plan image", plan.image) or {}), "png": "not base64 ü"})
    with open_project(case) as opened:
        assert image_of(opened, plans(opened)[0]) == b""
    assert "placed by 0 points" in placewell("case", case, "show")[1]
