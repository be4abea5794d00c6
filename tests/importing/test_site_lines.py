"""The red line out of what applicants send: which layer, closed out of pieces, in metres, of a site's size."""

from __future__ import annotations

import io
import itertools
import math
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import ezdxf.document
import ezdxf.filemanagement
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon
from shapely.ops import substring

from placewell.domain.errors import Problem
from placewell.importing.coordinates import Frame
from placewell.importing.dxf import read_dxf
from placewell.importing.place import Ground
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader
from placewell.importing.rings import one_site, outlines_of, widest_way_apart
from placewell.importing.site_lines import check_area, site_lines
from placewell.importing.site_names import line_called

X, Y = 531_000.0, 181_000.0
TOWN = shapely.box(X - 1000, Y - 1000, X + 1000, Y + 1000)
GROUND = Ground(Frame("EPSG:27700", tuple(TOWN.bounds)), TOWN, TOWN)
SITE = [(X, Y), (X + 200, Y), (X + 200, Y + 100), (X + 120, Y + 100), (X + 120, Y + 60), (X, Y + 60)]
AREA = 200 * 60 + 80 * 40
HALL = [(X + 10, Y + 10), (X + 60, Y + 10), (X + 60, Y + 40), (X + 10, Y + 40)]
YARD = [(X + 200, Y), (X + 260, Y), (X + 260, Y + 50), (X + 200, Y + 50)]
"""1,500 m² within the site, and 3,000 m² that share an edge with it."""

Points = Sequence[tuple[float, float]]
Pieces = Sequence[tuple[str, Points, bool]]
"""Layer, points, whether it is closed."""


def drawing(folder: Path, pieces: Pieces, unit: int = 6, scale: float = 1.0) -> list[RawTable]:
    doc = ezdxf.filemanagement.new()
    doc.header["$INSUNITS"] = unit
    for layer, points, closed in pieces:
        doc.modelspace().add_lwpolyline(
            [(x * scale, y * scale) for x, y in points], close=closed, dxfattribs={"layer": layer}
        )
    return written(folder, doc)


def coloured(
    folder: Path, pieces: Sequence[tuple[str, Points, int]], layers: dict[str, int]
) -> list[RawTable]:
    """A drawing of closed outlines with a colour each (256: its layer's), and layers with theirs."""
    doc = ezdxf.filemanagement.new()
    doc.header["$INSUNITS"] = 6
    for name, number in layers.items():
        doc.layers.add(name, color=number)
    for layer, points, number in pieces:
        attributes = {"layer": layer, "color": number}
        doc.modelspace().add_lwpolyline(points, close=True, dxfattribs=attributes)
    return written(folder, doc)


def written(folder: Path, doc: ezdxf.document.Drawing) -> list[RawTable]:
    out = io.StringIO()
    doc.write(out)
    (folder / "plan.dxf").write_text(out.getvalue(), encoding="utf-8")
    return read_dxf(folder / "plan.dxf", "plan.dxf")


def sizes(tables: Sequence[RawTable], layer: str = "", role: str = "") -> dict[str, list[int]]:
    """Whole m² of each line that was found, by role."""
    found = site_lines(tables, GROUND, layer, role).lines
    return {r: [round(a) for a in shapely.area(t.geometry)] for r, t in found}


def red(tables: Sequence[RawTable], layer: str = "") -> tuple[float, str]:
    """Area of the one red line, and all that was noted of it."""
    found = [t for role, t in site_lines(tables, GROUND, layer).lines if role == "redline"]
    assert len(found) == 1 and len(found[0]) == 1
    assert found[0].geometry is not None
    return float(found[0].geometry[0].area), " ".join(n.text for n in found[0].notes)


def test_the_layer_is_known_by_its_name(tmp_path: Path) -> None:
    pieces = [("A-BLDG", HALL, True), ("A-SITE-REDL", SITE, True), ("Land in ownership", YARD, True)]
    lines = site_lines(drawing(tmp_path, pieces), GROUND).lines
    assert [(role, round(t.geometry[0].area)) for role, t in lines if t.geometry is not None] == [
        ("redline", AREA),
        ("blueline", 3000),
    ]
    assert "Other layers of the drawing are not read: A-BLDG." in " ".join(n.text for n in lines[0][1].notes)


def test_open_pieces_in_any_order_and_direction(tmp_path: Path) -> None:
    pieces = [
        ("Red Line", SITE[2:5], False),
        ("Red Line", [*SITE[4:], SITE[0]], False),
        ("Red Line", SITE[2::-1], False),
    ]
    area, told = red(drawing(tmp_path, pieces))
    assert area == pytest.approx(AREA) and "joined" not in told


def test_ends_that_nearly_meet_are_joined_and_told(tmp_path: Path) -> None:
    gap = [*SITE, (X + 0.3, Y)]
    area, told = red(drawing(tmp_path, [("red line", gap, False)]))
    assert area == pytest.approx(AREA, abs=20)
    assert "Ends of the red line up to 0.30 m apart were joined." in told


def test_a_gap_is_told_with_its_width_and_place(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        site_lines(drawing(tmp_path, [("red line", SITE, False)]), GROUND)
    assert "does not close: 60.00 m are missing near 531,000, 181,0" in str(caught.value)


@pytest.mark.parametrize(
    ("unit", "scale", "words"),
    [
        (6, 1.0, "The drawing is in metres."),
        (4, 1000.0, "The drawing is in millimetres; read in metres."),
        (0, 1000.0, "a thousand times those of the National Grid: read as millimetres"),
        (6, 1000.0, "a thousand times those of the National Grid: read as millimetres"),
        (4, 1.0, "says millimetres, but its figures are metres"),
    ],
)
def test_units_by_the_header_or_by_the_figures(tmp_path: Path, unit: int, scale: float, words: str) -> None:
    area, told = red(drawing(tmp_path, [("red line", SITE, True)], unit, scale))
    assert area == pytest.approx(AREA, rel=1e-6)
    assert words in told


def test_site_coordinates_are_no_place(tmp_path: Path) -> None:
    own = [(x - X, y - Y) for x, y in SITE]
    with pytest.raises(Problem, match="in the architect's own coordinates") as caught:
        site_lines(drawing(tmp_path, [("red line", own, True)]), GROUND)
    assert "Ask for the red line in National Grid coordinates" in str(caught.value)


def test_no_closed_line(tmp_path: Path) -> None:
    pieces = [("walls", SITE[:3], False), ("trees", SITE[3:5], False)]
    with pytest.raises(Problem, match="holds no closed line") as caught:
        site_lines(drawing(tmp_path, pieces), GROUND)
    for words in ("walls: 1 open", "trees: 1 open", "--layer NAME"):
        assert words in str(caught.value)


def test_several_closed_lines_are_asked_about_and_can_be_chosen(tmp_path: Path) -> None:
    tables = drawing(tmp_path, [("walls", HALL, True), ("extent", SITE, True)])
    with pytest.raises(Problem, match="does not say which of its lines is the red line") as caught:
        site_lines(tables, GROUND)
    assert "walls: 1 closed (0.15 ha)" in str(caught.value) and "extent: 1 closed (1.52 ha)" in str(
        caught.value
    )
    assert red(tables, "Extent")[0] == pytest.approx(AREA)
    with pytest.raises(Problem, match="There is no layer called 'exent'"):
        site_lines(tables, GROUND, "exent")


def test_one_closed_line_in_all_the_drawing_is_it(tmp_path: Path) -> None:
    assert red(drawing(tmp_path, [("0", SITE, True), ("grid", [(X, Y - 50), (X, Y + 300)], False)]))[
        0
    ] == pytest.approx(AREA)


def test_a_hole_is_a_hole_and_a_second_part_is_told(tmp_path: Path) -> None:
    hole = [(X + 20, Y + 20), (X + 40, Y + 20), (X + 40, Y + 40), (X + 20, Y + 40)]
    other = [(X + 300, Y), (X + 350, Y), (X + 350, Y + 50), (X + 300, Y + 50)]
    pieces = [
        ("red line", SITE, True),
        ("red line", hole, True),
        ("red line", other, True),
        ("red line", SITE[::-1], True),
    ]
    area, told = red(drawing(tmp_path, pieces))
    assert area == pytest.approx(AREA - 400 + 2500)
    assert "The red line is of 2 separate parts (1.48, 0.25 ha); kept as one site." in told


def test_a_line_that_crosses_itself_is_mended_and_told(tmp_path: Path) -> None:
    bow = [(X, Y), (X + 100, Y + 100), (X + 100, Y), (X, Y + 100)]
    area, told = red(drawing(tmp_path, [("red line", bow, True)]))
    assert area == pytest.approx(5000)
    assert "crosses itself; mended to the ground it goes round (0.50 ha;" in told


@pytest.mark.parametrize(("side", "shown"), [(math.sqrt(2), "2.0 m²"), (math.sqrt(20e6), "20.0 km²")])
def test_a_site_of_no_possible_size(side: float, shown: str) -> None:
    with pytest.raises(Problem) as caught:
        check_area(shapely.box(X, Y, X + side, Y + side), "'plan.dxf'")
    assert f"encloses {shown}" in str(caught.value) and "Check the drawing's unit" in str(caught.value)


@given(st.integers(0, 10_000), st.integers(3, 24), st.integers(1, 12))
def test_an_outline_cut_into_pieces_comes_back(seed: int, corners: int, cuts: int) -> None:
    pick = random.Random(seed)
    turns = sorted(pick.uniform(0, 2 * math.pi) for _ in range(corners))
    ring = [(X + r * math.cos(a), Y + r * math.sin(a)) for a in turns for r in [pick.uniform(40, 90)]]
    whole = Polygon(ring)
    if not whole.is_valid or whole.area < 50 or min(b - a for a, b in itertools.pairwise(turns)) < 0.02:
        return
    line = shapely.LineString([*ring, ring[0]])
    at = sorted({0.0, *(pick.uniform(0, line.length) for _ in range(cuts)), line.length})
    pieces = [substring(line, a, b) for a, b in itertools.pairwise(at) if b - a > 2]
    if abs(sum(p.length for p in pieces) - line.length) > 1e-6:
        return
    pieces = [shapely.reverse(p) if pick.random() < 0.5 else p for p in pieces]
    pick.shuffle(pieces)
    found = outlines_of(pieces)
    assert not found.open
    assert one_site(found.closed).area == pytest.approx(whole.area, rel=1e-9)


def test_the_gap_that_is_told_is_the_one_that_is_missing() -> None:
    lines = [shapely.LineString([(0, 0), (10, 0), (10, 5)]), shapely.LineString([(10.2, 5), (10, 9), (0, 9)])]
    apart, _ = widest_way_apart(lines)
    assert apart == pytest.approx(9.0)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("A-SITE-REDL", "redline"),
        ("Red_Line_Boundary", "redline"),
        ("RedLineBoundary", "redline"),
        ("APPLICATION BOUNDARY", "redline"),
        ("ApplicationSite", "redline"),
        ("siteboundary", "redline"),
        ("RLB", "redline"),
        ("Blue_Line", "blueline"),
        ("Other land owned", "blueline"),
        ("land_in_control", "blueline"),
        ("Site boundary, land in ownership", "blueline"),
        ("Red line and blue line", ""),
        ("preferred line", ""),
        ("Redland Road", ""),
        ("opposite", ""),
        ("A-WALL", ""),
    ],
)
def test_what_layers_are_called(name: str, role: str) -> None:
    assert line_called(name)[0] == role


def test_a_red_line_outdoes_a_site_boundary(tmp_path: Path) -> None:
    tables = drawing(tmp_path, [("Site boundary as surveyed", HALL, True), ("Red line", SITE, True)])
    area, told = red(tables)
    assert area == pytest.approx(AREA)
    assert "Other layers of the drawing are not read: Site boundary as surveyed." in told


def test_two_layers_of_one_name_that_differ_are_asked_about(tmp_path: Path) -> None:
    tables = drawing(tmp_path, [("red line rev A", HALL, True), ("red line rev B", SITE, True)])
    with pytest.raises(Problem, match="does not say which of its lines is the red line") as caught:
        site_lines(tables, GROUND)
    assert "red line rev A: 1 closed (0.15 ha); red line rev B: 1 closed (1.52 ha)" in str(caught.value)
    assert sizes(tables, "red line rev b") == {"redline": [AREA]}


def test_one_line_drawn_twice_or_in_pieces_on_layers_of_its_own(tmp_path: Path) -> None:
    twice = drawing(tmp_path, [("red line", SITE, True), ("red line hatch", SITE[::-1], True)])
    assert sizes(twice) == {"redline": [AREA]}
    pieces = [("red line north", SITE[2:], False), ("red line south", [SITE[-1], *SITE[:3]], False)]
    assert sizes(drawing(tmp_path, pieces)) == {"redline": [AREA]}
    apart = [(x + 300, y) for x, y in HALL]
    both = drawing(tmp_path, [("red line west", SITE, True), ("red line east", apart, True)])
    assert sizes(both) == {"redline": [AREA + 1500]}
    assert "2 separate parts (1.52, 0.15 ha)" in red(both)[1]


@pytest.mark.parametrize("by_layer", [True, False])
def test_colours_tell_where_no_name_does(tmp_path: Path, by_layer: bool) -> None:
    numbers = {"P1": 1, "P2": 5, "P3": 3}
    pieces = [
        (name if by_layer else "0", points, 256 if by_layer else numbers[name])
        for name, points in (("P1", SITE), ("P2", YARD), ("P3", HALL))
    ]
    tables = coloured(tmp_path, pieces, numbers if by_layer else {})
    assert sizes(tables) == {"redline": [AREA], "blueline": [3000]}
    where, rest = ("P1", "P3") if by_layer else ("0", "0 (the rest of it)")
    told = red(tables)[1]
    assert f"No layer is called red line; the one closed line drawn in red, on '{where}', was taken." in told
    assert f"Other layers of the drawing are not read: {rest}." in told


def test_two_red_outlines_are_asked_about(tmp_path: Path) -> None:
    tables = coloured(tmp_path, [("P1", SITE, 1), ("P2", YARD, 1)], {})
    with pytest.raises(Problem, match="does not say which of its lines is the red line"):
        site_lines(tables, GROUND)


def test_both_lines_on_one_layer_are_told_apart_by_colour(tmp_path: Path) -> None:
    # Taken for one, the site would be a hole in the land about it.
    about = [(X - 100, Y - 100), (X + 400, Y - 100), (X + 400, Y + 300), (X - 100, Y + 300)]
    tables = coloured(tmp_path, [("Site boundary", about, 5), ("Site boundary", SITE, 1)], {})
    assert sizes(tables) == {"redline": [AREA], "blueline": [500 * 400]}
    assert sizes(tables, "site boundary") == {"redline": [AREA], "blueline": [500 * 400]}
    assert sizes(tables, "site boundary", "redline") == {"redline": [AREA]}


def test_exact_colours_and_those_of_blocks_are_read(tmp_path: Path) -> None:
    doc = ezdxf.filemanagement.new()
    doc.header["$INSUNITS"] = 6
    own = [(x - X, y - Y) for x, y in SITE]
    block = doc.blocks.new("OUTLINE")
    block.add_lwpolyline(own, close=True, dxfattribs={"layer": "0", "color": 0})
    doc.modelspace().add_blockref("OUTLINE", (X, Y), dxfattribs={"layer": "P7", "color": 1})
    exact = {"layer": "P8", "true_color": 0x1020F0}
    doc.modelspace().add_lwpolyline(YARD, close=True, dxfattribs=exact)
    tables = written(tmp_path, doc)
    # What a block holds on layer 0 lies where the block was put.
    assert {t.part: t.columns["colour"] for t in tables} == {"P7": ["red", "red"], "P8": ["blue"]}
    assert sizes(tables) == {"redline": [AREA], "blueline": [3000]}


def test_a_chosen_layer_leaves_the_others_alone(tmp_path: Path) -> None:
    tables = drawing(tmp_path, [("red line", SITE, True), ("blue line", YARD, True), ("walls", HALL, True)])
    for role, layer, found in (
        ("", "walls", {"redline": [1500]}),
        ("", "blue line", {"blueline": [3000]}),
        ("blueline", "walls", {"blueline": [1500]}),
        ("blueline", "", {"blueline": [3000]}),
        ("redline", "", {"redline": [AREA]}),
    ):
        assert sizes(tables, layer, role) == found
        # Other outlines are no red lines of other schemes.
        assert site_lines(tables, GROUND, layer, role).rest == []


def test_a_sheet_far_off_is_told_and_a_stray_does_not_hide_millimetres(tmp_path: Path) -> None:
    frame = [(0.0, 0.0), (841.0, 0.0), (841.0, 594.0), (0.0, 594.0)]
    area, told = red(drawing(tmp_path, [("red line", SITE, True), ("red line", frame, True)]))
    assert area == pytest.approx(AREA)
    assert "lie outside the project: 1 (49.96 ha); not read, since others lie in it." in told
    wide = [(0.0, 0.0), (841e3, 594e3)]
    area, told = red(
        drawing(
            tmp_path, [("red line", [(x * 1000, y * 1000) for x, y in SITE], True), ("0", wide, False)], 0
        )
    )
    assert area == pytest.approx(AREA, rel=1e-6)
    assert "read as millimetres" in told


def test_millimetres_of_the_architect_s_own(tmp_path: Path) -> None:
    own = [((x - X) * 1000, (y - Y) * 1000) for x, y in SITE]
    with pytest.raises(
        Problem, match="in the architect's own coordinates \\(from 0, 0 to 200,000, 100,000\\)"
    ):
        site_lines(drawing(tmp_path, [("red line", own, True)], 0), GROUND)


def test_holes_neighbours_and_trifles_are_told(tmp_path: Path) -> None:
    dot = [(X + 150, Y + 20), (X + 151, Y + 20), (X + 151, Y + 21), (X + 150, Y + 21)]
    pieces = [(("red line"), points, True) for points in (SITE, HALL, YARD, dot)]
    area, told = red(drawing(tmp_path, pieces))
    assert area == pytest.approx(AREA - 1500 + 3000)
    assert "2 outlines that adjoin or overlap are taken together (1.52, 0.30 ha)." in told
    assert "taken for a hole: 0.15 ha inside the red line are not part of the site." in told
    assert "Closed outlines of less than 10 m² on its layer: 1; not read." in told


def test_a_layer_of_trees_is_no_red_line(tmp_path: Path) -> None:
    trees = [[(X + 6 * i, Y), (X + 6 * i + 4, Y), (X + 6 * i + 2, Y + 9)] for i in range(201)]
    tables = drawing(tmp_path, [("trees", t, True) for t in trees])
    with pytest.raises(Problem, match=r"does not say which.*trees: 201 closed, 0 open"):
        site_lines(tables, GROUND)
    with pytest.raises(Problem, match=r"'trees' of 'plan.dxf' holds 201 closed outlines.*more likely trees"):
        site_lines(tables, GROUND, "trees")


def test_a_layer_of_loose_lines_is_no_red_line(tmp_path: Path) -> None:
    walls = [("walls", [(X + 3 * i, Y), (X + 3 * i + 1, Y + 2)], False) for i in range(501)]
    with pytest.raises(Problem, match="holds 501 open lines and nothing that encloses ground"):
        site_lines(drawing(tmp_path, walls), GROUND, "walls")


def degrees(points: Points) -> list[tuple[float, float]]:
    """Longitude and latitude (to a few metres; shape and size hold to a few parts in ten thousand)."""
    from pyproj import Transformer

    turn = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    return [turn.transform(x, y) for x, y in points]


def kml(folder: Path, folders: dict[str, Sequence[Points]]) -> Path:
    """Folders of open or closed lines in longitude and latitude."""
    body = ""
    for name, lines in folders.items():
        marks = "".join(
            "<Placemark><LineString><coordinates>"
            + " ".join(f"{x:.9f},{y:.9f}" for x, y in degrees(points))
            + "</coordinates></LineString></Placemark>"
            for points in lines
        )
        body += f"<Folder><name>{name}</name>{marks}</Folder>"
    head = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    (folder / "site.kml").write_text(f"{head}{body}</Document></kml>", encoding="utf-8")
    return folder / "site.kml"


def test_lines_in_degrees_are_joined_in_metres(tmp_path: Path, reader: Reader) -> None:
    path = kml(tmp_path, {"Red line": [SITE[:3], [*SITE[:1], *SITE[:1:-1]]], "Blue line": [[*YARD, YARD[0]]]})
    found = dict(site_lines(reader.read(path), GROUND).lines)
    for role, expected in (("redline", AREA), ("blueline", 3000)):
        table = found[role]
        assert table.crs == "EPSG:27700" and table.geometry is not None
        assert table.geometry[0].area == pytest.approx(expected, rel=1e-3)
        assert shapely.distance(table.geometry[0], Polygon(SITE)) < 5
    path = kml(tmp_path, {"Red line": [SITE], "Roads": [[(X, Y), (X + 500, Y)]]})
    with pytest.raises(Problem, match=r"does not close: 60\.0\d m are missing near 53[01],\d\d\d, 18"):
        site_lines(reader.read(path), GROUND)


def test_the_user_s_map_coordinates_go_with_the_line(tmp_path: Path, reader: Reader) -> None:
    path = kml(tmp_path, {"Red line": [[*SITE, SITE[0]]]})
    tables = [replace(t, crs="") for t in reader.read(path)]
    ((_, table),) = site_lines(tables, GROUND, crs="EPSG:4326").lines
    assert table.crs == "EPSG:27700" and table.geometry is not None
    assert table.geometry[0].area == pytest.approx(AREA, rel=1e-3)
    # An outline that needs nothing done stays in its own, and says which they are.
    whole = [replace(t, geometry=np.array([Polygon(degrees(SITE))], dtype=object)) for t in tables]
    ((_, table),) = site_lines(whole, GROUND, "Red line", crs="EPSG:4326").lines
    assert table.crs == "EPSG:4326" and table.geometry is whole[0].geometry


def layers(path: Path, named: dict[str, list[shapely.Geometry]], crs: str = "EPSG:27700") -> Path:
    import geopandas

    for name, shapes in named.items():
        frame = geopandas.GeoDataFrame({"remark": ["as drawn"] * len(shapes)}, geometry=shapes, crs=crs)
        frame.to_file(path, layer=name, engine="pyogrio")
    return path


def test_layers_of_a_geopackage(tmp_path: Path, reader: Reader) -> None:
    named = {
        "Red Line Boundary": [Polygon(SITE)],
        "BlueLine": [Polygon(YARD), shapely.transform(Polygon(YARD), lambda xy: xy + 300.0)],
        "Buildings": [Polygon(HALL)],
    }
    tables = reader.read(layers(tmp_path / "a.gpkg", named))
    assert sizes(tables) == {"redline": [AREA], "blueline": [3000, 3000]}
    (_, table), *_ = site_lines(tables, GROUND).lines
    assert table.columns["remark"] == ["as drawn"]
    assert "Other layers of the file are not read: Buildings." in [n.text for n in table.notes]
    tables = reader.read(layers(tmp_path / "b.gpkg", {"one": [Polygon(SITE)], "two": [Polygon(YARD)]}))
    with pytest.raises(Problem, match=r"one: 1 closed \(1\.52 ha\); two: 1 closed \(0\.30 ha\)"):
        site_lines(tables, GROUND)
    assert sizes(tables, "TWO") == {"redline": [3000]}
    assert site_lines(tables, GROUND, "two").rest == []


def test_a_plain_file_goes_on_as_it_is(tmp_path: Path, reader: Reader) -> None:
    tables = reader.read(layers(tmp_path / "site.gpkg", {"anything": [Polygon(SITE)]}))
    found = site_lines(tables, GROUND)
    assert found.lines == [] and len(found.rest) == 1 and found.rest[0] is tables[0]
    ((role, table),) = site_lines(tables, GROUND, role="blueline").lines
    assert role == "blueline" and table.geometry is tables[0].geometry


def test_a_file_of_a_blue_line_alone(tmp_path: Path, reader: Reader) -> None:
    tables = reader.read(layers(tmp_path / "land.gpkg", {"blue_line": [Polygon(YARD)]}))
    assert sizes(tables) == {"blueline": [3000]}


def test_lines_of_a_shapefile(tmp_path: Path, reader: Reader) -> None:
    ends = [shapely.LineString(SITE[:4]), shapely.LineString([SITE[0], *SITE[:2:-1]])]
    path = layers(tmp_path / "outline.shp", {"outline": ends})
    assert sizes(reader.read(path)) == {"redline": [AREA]}
    # Without the file that says its map coordinates, its figures do.
    path.with_suffix(".prj").unlink()
    ((_, table),) = site_lines(reader.read(path), GROUND).lines
    assert table.geometry is not None and table.geometry[0].equals(Polygon(SITE))


def test_rows_that_say_which_line_they_are(tmp_path: Path, reader: Reader) -> None:
    import geopandas

    frame = geopandas.GeoDataFrame(
        {"Type": ["Other land", "Red line", "Existing building"]},
        geometry=[Polygon(YARD), Polygon(SITE), Polygon(HALL)],
        crs="EPSG:27700",
    )
    frame.to_file(tmp_path / "plan.geojson", engine="pyogrio")
    tables = reader.read(tmp_path / "plan.geojson")
    assert sizes(tables) == {"redline": [AREA], "blueline": [3000]}
    told = red(tables)[1]
    assert "not read: the one layer (the rest of it)." in told


def test_what_rows_say_differently_is_told(tmp_path: Path, reader: Reader) -> None:
    import geopandas

    frame = geopandas.GeoDataFrame(
        {"plot": ["north", "south"], "owner": ["the same", "the same"]},
        geometry=[Polygon(SITE), shapely.transform(Polygon(SITE), lambda xy: xy + 300.0)],
        crs="EPSG:27700",
    )
    frame.to_file(tmp_path / "plan.gpkg", layer="red line", engine="pyogrio")
    area, told = red(reader.read(tmp_path / "plan.gpkg"), "red line")
    assert area == pytest.approx(2 * AREA)
    assert "Its rows differ in plot; what the first says is kept." in told
