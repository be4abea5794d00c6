"""The live map: tiles without seams, detail that moves nothing by more than half a pixel, things found where they are."""

from __future__ import annotations

import threading
import time
import warnings

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter

from placewell.cartography.classes import MOST, classed, differences
from placewell.cartography.content import Name
from placewell.cartography.ground import draw_ground
from placewell.cartography.looks import DARK, LIGHT
from placewell.cartography.scene import BANDS_M_PX, Scene, SceneLayer, band_of, scene_of, simplified
from placewell.cartography.tiles import (
    TILE_PX,
    Kept,
    TileKey,
    TileThread,
    draw_name_sheet,
    draw_tile,
    tiles_of,
)
from placewell.cartography.view import View
from placewell.domain import style
from placewell.domain.rows import Rows

SIDE = 4_000.0

pytestmark = pytest.mark.usefixtures("qapp")


def shapes(*wkt: str) -> np.ndarray:
    return np.array([shapely.from_wkt(w) for w in wkt], dtype=object)


def town(seed: int = 3) -> Scene:
    draw = np.random.default_rng(seed)
    starts = draw.uniform(0, SIDE, (300, 1, 2))
    lines = shapely.linestrings(starts + np.cumsum(draw.normal(0, 60, (300, 6, 2)), axis=1))
    n = len(lines)
    streets = Rows("street", {
        "id": [f"s{i}" for i in range(n)], "name": [f"Street {i % 40}" for i in range(n)],
        "network": ["roads"] * n, "street_class": ["A Road" if i % 9 == 0 else "Local Road" for i in range(n)],
    }, lines)  # fmt: skip
    at = draw.uniform(0, SIDE, (200, 2))
    places = Rows("asset", {
        "id": [f"p{i}" for i in range(200)], "name": [f"Place {i}" for i in range(200)],
        "theme": ["health" if i % 2 else "education" for i in range(200)], "status": ["open"] * 200,
    }, shapely.points(at))  # fmt: skip
    parks = Rows("asset", {"id": ["g"], "theme": ["open space"], "name": ["Green"]}, shapes("POLYGON ((500 500, 1700 600, 1500 1500, 700 1400, 500 500))"))  # fmt: skip
    layers = [
        SceneLayer("parks", "Parks", parks, style.Styling(style.Style(style.PARK)), sort="grounds"),
        SceneLayer("streets", "Streets", streets, style.STREETS, sort="streets"),
        SceneLayer("places", "Places", places, style.ASSETS, sort="places"),
    ]
    names = [Name(f"Ward {i}", float(x), float(y), "area", 1.0) for i, (x, y) in enumerate(at[:25])]
    return scene_of(layers, names, (0, 0, SIDE, SIDE), "Made up")


def picture(view: View, scene: Scene) -> np.ndarray:
    image = QImage(view.width, view.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    draw_ground(painter, view, scene)
    painter.end()
    return pixels(image)


def pixels(image: QImage) -> np.ndarray:
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return raw[:, : image.width(), :3].astype(int).copy()


@pytest.mark.parametrize("m_px", [0.5, 2.0, 6.0])
def test_tiles_put_together_are_the_picture_drawn_at_once(m_px: float) -> None:
    scene = town()
    side = TILE_PX * m_px
    keys = [TileKey(1, m_px, c, r) for c in (1, 2) for r in (1, 2)]
    view = View(2 * side, 2 * side, m_px, 2 * TILE_PX, 2 * TILE_PX)
    whole = picture(view, scene)
    made = np.zeros_like(whole)
    for key in keys:
        place = key.place(view)
        x, y = round(place.x()), round(place.y())
        made[y : y + TILE_PX, x : x + TILE_PX] = pixels(draw_tile(key, scene, LIGHT, 1.0))
    assert np.abs(whole - made).max() <= 2, "antialiasing may differ by rounding, nothing else"
    assert len(np.unique(whole.reshape(-1, 3), axis=0)) > 20, "there is something in the picture"


@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=2, max_size=40),
    st.sampled_from(BANDS_M_PX[1:]),
)
def test_no_line_moves_by_more_than_half_a_pixel(points: list[tuple[float, float]], m_px: float) -> None:
    line = shapely.LineString(points)
    (made,) = simplified(np.array([line], dtype=object), m_px)
    if line.length:
        assert shapely.hausdorff_distance(line, made) <= m_px / 2 + 1e-6


def test_bands_rise_and_each_scale_has_one() -> None:
    assert [band_of(b) for b in BANDS_M_PX] == list(range(len(BANDS_M_PX)))
    assert band_of(1e9) == len(BANDS_M_PX) - 1


def test_a_hidden_layer_is_neither_drawn_nor_found() -> None:
    scene = town()
    view = View(SIDE / 2, SIDE / 2, 2.0, 400, 400)
    hidden = scene.changed({"places": {"visible": False}})
    assert (picture(view, scene) != picture(view, hidden)).any()
    point = scene.layer("places").rows.geometry[7]
    assert any(h.key == "places" and h.row == 7 for h in scene.at(point.x, point.y, 5.0))
    assert all(h.key != "places" for h in hidden.at(point.x, point.y, 5.0))
    far = scene.changed({"places": {"until_m_px": 1.0}})
    assert all(h.key != "places" for h in far.at(point.x, point.y, 5.0, m_px=2.0))


@given(st.floats(0, SIDE), st.floats(0, SIDE), st.floats(1, 300))
def test_what_is_found_is_what_brute_force_finds(x: float, y: float, within_m: float) -> None:
    scene = _HELD
    at = shapely.Point(x, y)
    hits = scene.at(x, y, within_m)
    wanted = {
        (la.key, n)
        for la in scene.layers
        for n, g in enumerate(la.rows.geometry)
        if shapely.distance(g, at) <= within_m
    }
    assert {(h.key, h.row) for h in hits} == wanted
    far = [h.distance_m for h in hits]
    assert far == sorted(far)
    ground = shapely.box(x, y, x + within_m, y + within_m)
    inside = {
        (la.key, n)
        for la in scene.layers
        for n, g in enumerate(la.rows.geometry)
        if shapely.intersects(g, ground)
    }
    assert {(h.key, h.row) for h in scene.within(ground)} == inside


_HELD = town()


def test_another_order_or_opacity_prepares_nothing_again() -> None:
    scene = town()
    before = scene.groups(scene.layer("streets"), 2.0)
    other = scene.with_layers(scene.layers[::-1]).changed({"streets": {"opacity": 0.5}})
    assert other.groups(other.layer("streets"), 2.0) is before
    fresh = other.changed({"streets": {"styling": style.Styling(style.Style(line="#FF0000"))}})
    assert fresh.groups(fresh.layer("streets"), 2.0) is not before


def test_names_are_placed_for_the_whole_view_and_none_overlaps() -> None:
    view = View(SIDE / 2, SIDE / 2, 4.0, 900, 700)
    sheet = draw_name_sheet(view, town(), LIGHT, 1.0)
    dark = draw_name_sheet(view, town(), DARK, 1.0)
    assert sheet.hasAlphaChannel()
    raw = np.frombuffer(sheet.constBits(), np.uint8).reshape(700, sheet.bytesPerLine() // 4, 4)
    assert 0.002 < (raw[..., 3] > 0).mean() < 0.5
    assert dark != sheet


def test_the_cache_stays_within_its_bytes_and_gives_up_what_was_used_longest_ago() -> None:
    tile = QImage(TILE_PX, TILE_PX, QImage.Format.Format_RGB32)
    kept = Kept(most_bytes=5 * tile.sizeInBytes())
    keys = [TileKey(1, 1.0, n, 0) for n in range(9)]
    for key in keys[:5]:
        kept.put(key, tile)
    assert kept.get(keys[0]) is not None
    for key in keys[5:8]:
        kept.put(key, tile)
        assert kept.bytes <= kept.most_bytes
    assert keys[0] in kept and keys[1] not in kept
    kept.forget_before(2)
    assert len(kept) == 0 and kept.bytes == 0


def test_tiles_cover_the_view_nearest_first() -> None:
    view = View(1234.5, 777.7, 1.7, 1000, 640)
    keys = tiles_of(view, 1)
    whole = shapely.union_all([shapely.box(*k.view.box) for k in keys])
    assert whole.buffer(1e-6).covers(shapely.box(*view.box))
    far = [abs(k.view.x - view.x) + abs(k.view.y - view.y) for k in keys]
    assert far[0] == min(far)
    assert len(tiles_of(view, 1, 1)) > len(keys)


def test_the_thread_draws_what_is_wanted_last_and_ends() -> None:
    drawn: list[TileKey] = []
    thread = TileThread(lambda key, image: drawn.append(key), lambda *_: None)
    thread.show(town())
    wanted = tiles_of(View(SIDE / 2, SIDE / 2, 2.0, 500, 500), 1)
    thread.want(wanted)
    for _ in range(500):
        if thread.idle:
            break
        time.sleep(0.01)
    assert set(drawn) == set(wanted) and drawn[0] == wanted[0]
    thread.stop()
    assert all(t.name != "placewell map" for t in threading.enumerate())


# -- classes


VALUES = [3, 7, 7, 8, 12, 15, 21, 22, 23, 40, 41, 90, None, 5, 6]


@pytest.mark.parametrize("how", ["quantiles", "equal steps", "natural breaks"])
def test_every_value_is_in_the_class_that_holds_it(how: str) -> None:
    made = classed(VALUES, how, 5, "people", "2025")  # type: ignore[arg-type]
    assert sum(made.counts) + made.no_data == len(VALUES) and made.no_data == 1
    for value, n in zip(VALUES, made.of, strict=True):
        if value is not None:
            assert made.edges[n] <= value <= made.edges[n + 1]
    assert made.lines()[-1] == "no data  (1 area)"
    assert made.heading == "people, 2025"


def test_quantiles_and_natural_breaks_agree_with_a_published_library() -> None:
    mapclassify = pytest.importorskip("mapclassify")
    known = np.array([v for v in VALUES if v is not None], dtype=float)
    ours = classed(known.tolist(), "quantiles", 4)
    theirs = mapclassify.Quantiles(known, k=4)
    assert ours.counts == tuple(theirs.counts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It says that it would be faster with another library.
        breaks = mapclassify.FisherJenks(known, k=4)
    assert classed(known.tolist(), "natural breaks", 4).counts == tuple(breaks.counts)


def test_equal_values_share_a_class_and_there_are_never_more_than_seven() -> None:
    assert len(classed([5, 5, 5], "quantiles").colours) == 1
    assert len(classed(list(range(100)), "equal steps", 40).colours) == MOST
    assert classed([None, None]).counts == (0,)
    assert classed([]).no_data == 0


def test_differences_are_neutral_round_zero() -> None:
    made = differences([-10, -1, -0.1, 0, 0.1, 4, 10])
    assert made.of[3] == 2 and made.of[2] == made.of[4] == 2
    assert made.of[0] == 0 and made.of[-1] == 4


def test_classed_areas_are_drawn_light_to_dark_and_no_data_hatched() -> None:
    squares = np.array([shapely.box(i * 100, 0, i * 100 + 100, 100) for i in range(4)], dtype=object)
    rows = Rows("area", {"id": list("abcd"), "level": ["ward"] * 4}, squares)
    layer = SceneLayer(
        "w", "Wards", rows, style.AREAS, sort="areas", classed=classed([1, 5, 9, None], "equal steps", 3)
    )
    image = picture(View(200, 50, 1.0, 400, 100), scene_of([layer], [], (0, 0, 400, 100)))
    light = [int(image[50, 50 + 100 * i].sum()) for i in range(3)]
    assert light == sorted(light, reverse=True) and len(set(light)) == 3
    assert len(np.unique(image[10:90, 310:390].reshape(-1, 3), axis=0)) > 1, "hatched, never grey alone"
