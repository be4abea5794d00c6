"""The red line out of drawings: which layer, closed out of pieces, in metres, of a size that sites have."""

from __future__ import annotations

import io
import itertools
import math
import random
from collections.abc import Sequence
from pathlib import Path

import ezdxf
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
from placewell.importing.rings import one_site, outlines_of, widest_way_apart
from placewell.importing.site_lines import check_area, site_lines

X, Y = 531_000.0, 181_000.0
TOWN = shapely.box(X - 1000, Y - 1000, X + 1000, Y + 1000)
GROUND = Ground(Frame("EPSG:27700", tuple(TOWN.bounds)), TOWN, TOWN)
SITE = [(X, Y), (X + 200, Y), (X + 200, Y + 100), (X + 120, Y + 100), (X + 120, Y + 60), (X, Y + 60)]
AREA = 200 * 60 + 80 * 40


Pieces = Sequence[tuple[str, Sequence[tuple[float, float]], bool]]
"""Layer, points, whether it is closed."""


def drawing(folder: Path, pieces: Pieces, unit: int = 6, scale: float = 1.0) -> list[RawTable]:
    doc = ezdxf.new()
    doc.header["$INSUNITS"] = unit
    for layer, points, closed in pieces:
        doc.modelspace().add_lwpolyline(
            [(x * scale, y * scale) for x, y in points], close=closed, dxfattribs={"layer": layer}
        )
    path = folder / "plan.dxf"
    out = io.StringIO()
    doc.write(out)
    path.write_text(out.getvalue(), encoding="utf-8")
    return read_dxf(path, "plan.dxf")


def red(tables: Sequence[RawTable], layer: str = "") -> tuple[float, str]:
    """Area of the one red line, and all that was noted of it."""
    found = [t for role, t in site_lines(tables, GROUND, layer).lines if role == "redline"]
    assert len(found) == 1 and len(found[0]) == 1
    assert found[0].geometry is not None
    return float(found[0].geometry[0].area), " ".join(n.text for n in found[0].notes)


def test_the_layer_is_known_by_its_name(tmp_path: Path) -> None:
    hall = [(X + 10, Y + 10), (X + 60, Y + 10), (X + 60, Y + 40), (X + 10, Y + 40)]
    yard = [(X + 200, Y), (X + 260, Y), (X + 260, Y + 50), (X + 200, Y + 50)]
    pieces = [("A-BLDG", hall, True), ("A-SITE-REDL", SITE, True), ("Land in ownership", yard, True)]
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
    hall = [(X + 10, Y + 10), (X + 60, Y + 10), (X + 60, Y + 40), (X + 10, Y + 40)]
    tables = drawing(tmp_path, [("walls", hall, True), ("extent", SITE, True)])
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
