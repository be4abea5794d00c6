"""The map: what is drawn where, told by its pixels and by arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from placewell.cartography.draw import LAND
from placewell.cartography.furniture import bar_length_m, distance_text
from placewell.cartography.ground import draw_ground
from placewell.cartography.marks import mark
from placewell.cartography.paths import path_of, shapes_of
from placewell.cartography.scene import SceneLayer, Sort, scene_of
from placewell.cartography.view import View
from placewell.domain.rows import Rows
from placewell.domain.style import ROAD, SHAPES, Style, Styling

pytestmark = pytest.mark.usefixtures("qapp")
VIEW = View(500.0, 500.0, 10.0, 100, 100)
"""A kilometre square on a hundred pixels: pixel (i, j) is ground (10 i, 1000 - 10 j)."""
RED = Style("#FF0000")


def drawn(*layers: SceneLayer, view: View = VIEW) -> QImage:
    picture = QImage(view.width, view.height, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    draw_ground(painter, view, scene_of(layers, [], (0, 0, 1000, 1000)))
    painter.end()
    return picture


def sheet(
    *shapes: shapely.Geometry | None, style: Style = RED, until: float = float("inf"), sort: Sort = "other"
) -> SceneLayer:
    held = np.array(shapes, dtype=object)
    n = len(held)
    columns = {"id": [str(i) for i in range(n)], "network": ["roads"] * n, "street_class": ["A Road"] * n}
    return SceneLayer(
        "one", "One", Rows("street", columns, held), Styling(style), until_m_px=until, sort=sort
    )


def at(picture: QImage, east: float, north: float) -> str:
    return picture.pixelColor(int(east / 10), int((1000 - north) / 10)).name().upper()


def test_north_is_up_and_east_is_right() -> None:
    picture = drawn(sheet(shapely.box(600, 700, 900, 900)))
    assert at(picture, 750, 800) == "#FF0000"
    assert at(picture, 750, 200) == at(picture, 250, 800) == LAND


def test_holes_stay_open_and_overlaps_stay_filled_whichever_way_rings_run() -> None:
    ring = shapely.Polygon(
        shapely.box(100, 100, 500, 500).exterior, [shapely.box(200, 200, 400, 400).exterior]
    )
    overlap = shapely.box(450, 450, 700, 700, ccw=False)
    picture = drawn(sheet(ring, overlap, shapely.reverse(ring)))
    assert at(picture, 300, 300) == LAND
    assert at(picture, 150, 150) == at(picture, 475, 475) == at(picture, 600, 600) == "#FF0000"


def test_collections_are_opened_and_what_has_no_place_is_left_out() -> None:
    inner = shapely.GeometryCollection([shapely.box(0, 0, 200, 200), shapely.Point(500, 500)])
    mixed = shapely.GeometryCollection([inner, shapely.LineString([(0, 900), (1000, 900)])])
    style = Style("#FF0000", line="#0000FF", line_px=3, shape="circle", size_px=12)
    made = shapes_of(np.array([mixed, None, shapely.Polygon(), shapely.LineString()], dtype=object))
    assert (len(made.polygons), len(made.lines), made.points.tolist()) == (1, 1, [[500.0, 500.0]])
    picture = drawn(sheet(mixed, None, shapely.Polygon(), shapely.LineString(), style=style))
    assert at(picture, 500, 500) == "#FF0000" and at(picture, 700, 900) == "#0000FF"


def test_nothing_at_all_draws_the_land() -> None:
    assert at(drawn(sheet(None)), 500, 500) == LAND


def test_a_sheet_hides_where_the_map_is_too_far_out() -> None:
    box = shapely.box(0, 0, 1000, 1000)
    assert at(drawn(sheet(box, until=10.0)), 500, 500) == "#FF0000"
    assert at(drawn(sheet(box, until=9.9)), 500, 500) == LAND


def test_many_shapes_in_cells_draw_as_they_would_one_by_one() -> None:
    rng = np.random.default_rng(7)
    corners = rng.uniform(0, 950, (300, 2))
    boxes = [shapely.box(x, y, x + 40, y + 40) for x, y in corners]
    together = drawn(sheet(*boxes))
    whole = shapely.union_all(boxes)
    middles = [(x, y) for x in range(5, 1000, 10) for y in range(5, 1000, 10)]
    for x, y in middles:
        inside = whole.contains(shapely.Point(x, y).buffer(8))
        outside = not whole.intersects(shapely.Point(x, y).buffer(8))
        if outside:
            assert at(together, x, y) == LAND, (x, y)
        if inside:  # Where two edges meet in a pixel, a little of the land may shine through.
            assert QColor(at(together, x, y)).green() < 80, (x, y)


def test_a_street_is_cased_near_and_a_hairline_far_out() -> None:
    street = sheet(shapely.LineString([(0, 500), (100_000, 500)]), sort="streets")
    colours = {}
    for m_px in (1.5, 12.0):
        picture = drawn(street, view=View(500.0, 500.0, m_px, 100, 100))
        colours[m_px] = [picture.pixelColor(70, y).name().upper() for y in range(100)]
    assert colours[1.5].count(ROAD) >= 8 and 1 <= len([c for c in colours[1.5] if c not in (ROAD, LAND)]) <= 4
    assert len([c for c in colours[12.0] if c != LAND]) <= 4


def test_a_path_has_the_points_of_its_lines() -> None:
    lines = np.array(
        [shapely.LineString([(1, 2), (3, 4)]), shapely.LineString([(5, 6), (7, 8), (9, 10)])], dtype=object
    )
    path = path_of(lines)
    elements = [path.elementAt(i) for i in range(path.elementCount())]
    assert [(e.x, e.y) for e in elements] == [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]
    assert [e.isMoveTo() for e in elements] == [True, False, True, False, False]
    assert path.fillRule() == Qt.FillRule.WindingFill


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_a_shape_of_its_own_and_about_one_in_size(shape: str) -> None:
    box = mark(shape).boundingRect()
    assert 0.7 <= max(box.width(), box.height()) / 2 <= 1.25
    assert all(mark(shape) != mark(other) for other in SHAPES if other != shape)


@given(
    st.floats(0.2, 200), st.floats(-200, 1400), st.floats(-200, 900), st.floats(0.2, 5),
)  # fmt: skip
def test_coming_nearer_keeps_the_ground_under_the_pointer(
    m_px: float, x: float, y: float, factor: float
) -> None:
    view, pointer = View(531000, 180000, m_px, 1200, 700), QPointF(x, y)
    assert view.zoomed(factor, pointer).ground(pointer) == pytest.approx(view.ground(pointer), abs=1e-5)


@given(st.floats(0, 1200), st.floats(0, 700))
def test_ground_and_transform_are_each_others_inverse(x: float, y: float) -> None:
    view = View(531000, 180000, 2.5, 1200, 700)
    back = view.transform().map(QPointF(*view.ground(QPointF(x, y))))
    assert (back.x(), back.y()) == pytest.approx((x, y), abs=1e-6)


@given(st.floats(0.05, 2000))
def test_the_bar_is_round_and_fits(m_px: float) -> None:
    length = bar_length_m(m_px)
    assert length <= 120 * m_px * 1.001
    assert length * 2.5 > 120 * m_px * 0.999  # No rounder length between it and the room there is.
    assert f"{length:.0e}"[0] in "125"


@pytest.mark.parametrize(
    ("metres", "text"), [(500, "500 m"), (0.5, "0.5 m"), (1000, "1 km"), (20000, "20 km")]
)
def test_distances_read_as_people_say_them(metres: float, text: str) -> None:
    assert distance_text(metres) == text
