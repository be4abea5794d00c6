"""Still maps: exact scale, names that never overlap, new and lost told apart, the same bytes every time."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from placewell.cartography.content import MapContent, Place, Route
from placewell.cartography.gui import ensure_gui
from placewell.cartography.labels import Spot, Wanted, place_labels
from placewell.cartography.legend import draw_legend, entries
from placewell.cartography.page import LEGEND_PX, PNG_DPI, draw_page, picture
from placewell.cartography.palette import fewer_colours
from placewell.cartography.paper import SCALES, Paper, box_round
from placewell.cartography.symbols import draw_symbol
from placewell.cartography.view import View
from placewell.domain.asset import THEMES
from placewell.domain.errors import Problem
from placewell.domain.grid import grid_reference
from placewell.work.maps import alt_of, write_map
from placewell.work.opened import open_project

SITE = shapely.box(530_000, 180_000, 530_100, 180_060)
PLACES = (
    Place(530_150.0, 180_020.0, "health", "Dock Road Surgery"), Place(529_950.0, 180_090.0, "education", "Dock School", "planned"),
    Place(530_050.0, 180_110.0, "play", "", "lost"),
)  # fmt: skip


def content(
    box: tuple[float, float, float, float] = (529_800.0, 179_850.0, 530_300.0, 180_200.0),
) -> MapContent:
    route = Route(shapely.LineString([(530_100, 180_030), (530_150, 180_020)]), 51.0)
    return MapContent(
        box=box, site=SITE, site_name="Dock Road", places=PLACES, routes=(route,), credits=("© Somebody",)
    )  # fmt: skip


def pixels(path: Path) -> np.ndarray:
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    held = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)
    return held[:, :, 2::-1].astype(int)


def red(of: np.ndarray) -> np.ndarray:
    return (abs(of - [0xD3, 0x2F, 0x2F]).sum(axis=2) < 30).nonzero()


@pytest.mark.parametrize(("scale", "paper"), [(1_000, Paper("A4")), (2_000, Paper("A3", portrait=True))])
def test_a_page_is_at_its_scale(tmp_path: Path, scale: int, paper: Paper) -> None:
    """A hundred metres on the ground measured on the picture, between the middles of the red lines."""
    path = tmp_path / "m.png"
    draw_page(content(), paper, scale, "Dock Road", "A case.", path)
    shown = pixels(path)
    wide, high = paper.size_mm
    assert shown.shape[:2] == (round(high / 25.4 * PNG_DPI), round(wide / 25.4 * PNG_DPI))
    frame = paper.map
    x0 = round((frame.x + 1) / 25.4 * PNG_DPI)
    x1 = round((frame.x + frame.width - 1) / 25.4 * PNG_DPI)
    y0, y1 = (round(v / 25.4 * PNG_DPI) for v in (frame.y + 1, frame.y + frame.height - 1))
    _, columns = red(shown[y0:y1, x0:x1])
    line = 2.5 * PNG_DPI / 96
    measured_mm = (columns.max() - columns.min() + 1 - line) / PNG_DPI * 25.4
    assert measured_mm == pytest.approx(100 * 1000 / scale, abs=0.3)


def test_text_of_pages_stays_text(tmp_path: Path) -> None:
    import pypdfium2

    draw_page(content(), Paper(), 2_500, "Dock Road", "A case.", tmp_path / "m.pdf")
    with pypdfium2.PdfDocument(str(tmp_path / "m.pdf")) as document:
        page = document[0]
        assert page.get_size() == pytest.approx((297 / 25.4 * 72, 210 / 25.4 * 72), abs=0.5)
        said = page.get_textpage().get_text_range()
    assert all(
        word in said for word in ("Dock Road", "1:2,500 at A4 landscape", "Legend", "Health", "© Somebody")
    )
    draw_page(content(), Paper(), 2_500, "Dock Road", "A case.", tmp_path / "m.svg")
    text = (tmp_path / "m.svg").read_text(encoding="utf-8")
    assert "Dock Road" in text and "<text" in text


def test_the_same_picture_every_time() -> None:
    one = picture(content(), 700, 420)
    assert one == picture(content(), 700, 420)
    image = QImage.fromData(one)
    assert (image.width(), image.height()) == (700, 420)


def test_the_legend_does_not_cover_the_map(tmp_path: Path) -> None:
    path = tmp_path / "p.png"
    path.write_bytes(picture(content(), 800, 420))
    _, columns = red(pixels(path)[:, : 800 - LEGEND_PX])
    assert len(columns) > 200


@pytest.mark.parametrize("seed", range(20))
def test_no_two_names_overlap(seed: int) -> None:
    draw = random.Random(seed)
    wanted = [
        Wanted(
            f"name {n}", "asset", draw.uniform(20, 120), draw.uniform(8, 16),
            tuple(Spot(draw.uniform(0, 600), draw.uniform(0, 400), draw.choice([0, 0, 30, -70])) for _ in range(5)),
        )
        for n in range(60)
    ]  # fmt: skip
    marks = [shapely.Point(draw.uniform(0, 600), draw.uniform(0, 400)).buffer(6) for _ in range(30)]
    line = shapely.LineString([(100, 100), (500, 300)]).buffer(3)
    placed = place_labels(wanted, 600, 400, marks, [line])
    assert len(placed) > 5
    boxes = [p.box for p in placed]
    tree = shapely.STRtree(boxes)
    pairs = tree.query(boxes, predicate="overlaps")
    assert pairs.shape[1] == 0
    assert not any(shapely.intersects(b, m) for b in boxes for m in [*marks, line])
    assert all(shapely.box(0, 0, 600, 400).contains(b) for b in boxes)


def symbol(theme: str, state: str, size: float = 40.0) -> np.ndarray:
    ensure_gui()
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_symbol(painter, QPointF(30, 30), theme, size, state)  # type: ignore[arg-type]
    painter.end()
    held = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(60, 60, 4)
    return held[:, :, :3].astype(int).copy()


@pytest.mark.parametrize("size", [10.0, 40.0])
def test_planned_is_hollow_and_lost_is_crossed_out(size: float) -> None:
    for theme in THEMES:
        solid, planned, lost = (symbol(theme, s, size) for s in ("open", "planned", "lost"))
        assert size < 20 or planned.mean() > solid.mean(), theme
        assert (solid != planned).any(), theme
        assert (solid != lost).any() and (planned != lost).any()


def test_every_theme_has_a_sign_of_its_own() -> None:
    """Not by hue alone: in grey, no two are the same."""
    for size in (12.0, 40.0):
        grey = [symbol(t, "open", size).mean(axis=2) < 250 for t in THEMES] if size < 13 else [
            symbol(t, "open", size).mean(axis=2).round(-1) for t in THEMES
        ]  # fmt: skip
        for a in range(len(grey)):
            for b in range(a + 1, len(grey)):
                assert (grey[a] != grey[b]).any(), (THEMES[a], THEMES[b], size)


def test_scales_and_boxes() -> None:
    paper = Paper()
    box = box_round((0, 0, 2, 2), *paper.ground_m(5_000))
    assert paper.holds(box, 5_000) and not paper.holds(box, 4_999)
    assert paper.fitting(box) == 5_000
    assert list(SCALES) == sorted(SCALES)


def test_grid_references() -> None:
    """Big Ben and Ben Nevis, from the Ordnance Survey's own letters; elsewhere plain metres."""
    assert grid_reference(530_268, 179_640) == "TQ 30268 79640"
    assert grid_reference(216_667, 771_288) == "NN 16667 71288"
    assert grid_reference(530_268, 179_640, "EPSG:3035") == "E 530268 N 179640"


def test_a_map_says_in_words_what_it_shows() -> None:
    said = alt_of(content())
    assert "the red line of Dock Road" in said and "500 m wide and 350 m high" in said
    assert "1 of health" in said


# -- the command's use case ---------------------------------------------------------------------------


def problem_of(doing: Callable[[], object]) -> str:
    with pytest.raises(Problem) as problem:
        doing()
    return str(problem.value)


def test_a_map_of_the_sample(sample_project: Path, tmp_path: Path) -> None:
    with open_project(sample_project) as opened:
        before = opened.file.head()
        path = write_map(opened, tmp_path / "m.png", scale=5_000)
        assert len(red(pixels(path))[0]) > 500
        assert "is there already" in problem_of(lambda: write_map(opened, path))
        assert "Use one of: .pdf, .svg, .png." in problem_of(lambda: write_map(opened, tmp_path / "m.gif"))
        assert "There is no folder" in problem_of(lambda: write_map(opened, tmp_path / "none" / "m.pdf"))
        assert "does not say which ground" in problem_of(
            lambda: write_map(opened, tmp_path / "n.pdf", extent="here")
        )
        assert "does not say which ground" in problem_of(
            lambda: write_map(opened, tmp_path / "n.pdf", extent="5,5,1,1")
        )
        wide = "400000,200000,410000,210000"
        said = problem_of(lambda: write_map(opened, tmp_path / "n.pdf", extent=wide, scale=5_000))
        assert "does not fit on A4 landscape at 1:5,000" in said and "At 1:75,000 it fits" in said
        assert "There is no scheme called 'X'" in problem_of(
            lambda: write_map(opened, tmp_path / "n.pdf", scheme="X")
        )
        assert opened.file.head() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["m.png"]


# -- colours, scales and ends ---------------------------------------------------------------------------


def test_a_picture_keeps_the_colours_of_land_and_red_line(tmp_path: Path) -> None:
    path = tmp_path / "p.png"
    path.write_bytes(picture(content(), 800, 420))
    shown = {
        "#{:02X}{:02X}{:02X}".format(*c) for c in np.unique(pixels(path).reshape(-1, 3), axis=0).tolist()
    }
    assert {"#F5F3EE", "#D32F2F", "#FFFFFF"} <= shown and len(shown) <= 128


def test_few_colours_of_a_picture_of_few_are_the_same() -> None:
    image = QImage(5, 3, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    image.setPixelColor(4, 2, QColor("#654321"))
    made = fewer_colours(image)
    assert [made.pixelColor(x, 2).name() for x in (0, 4)] == ["#123456", "#654321"]


def test_an_svg_is_at_its_scale_and_cut_at_its_frame(tmp_path: Path) -> None:
    draw_page(content(), Paper(), 1_000, "Dock Road", "A case.", tmp_path / "m.svg")
    head = (tmp_path / "m.svg").read_text(encoding="utf-8")[:60_000]
    wide = re.search(r'width="([\d.]+)mm"', head)
    units = re.search(r'viewBox="0 0 ([\d.]+) ', head)
    assert wide and units
    assert float(wide[1]) / float(units[1]) == pytest.approx(25.4 / 96, rel=1e-5)
    assert "clip-path=" in head


def test_a_pdf_is_at_its_scale(tmp_path: Path) -> None:
    """The red line's hundred metres, measured on the page as it would be printed."""
    import pypdfium2

    draw_page(content(), Paper(), 1_000, "Dock Road", "A case.", tmp_path / "m.pdf")
    with pypdfium2.PdfDocument(str(tmp_path / "m.pdf")) as document:
        shown = document[0].render(scale=300 / 72).to_numpy()[:, :, ::-1].astype(int)
    _, columns = red(shown[:, : int(220 / 25.4 * 300)])
    measured_mm = (columns.max() - columns.min() + 1) / 300 * 25.4 - 2.5 * 25.4 / 96
    assert measured_mm == pytest.approx(100, abs=0.2)


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_the_same_page_has_the_same_bytes(tmp_path: Path, ending: str) -> None:
    made = []
    for name in ("a", "b"):
        path = tmp_path / f"{name}.{ending}"
        draw_page(content(), Paper(), 2_500, "Dock Road", "A case.", path)
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_the_legend_explains_what_is_shown_and_nothing_else() -> None:
    of = content()
    view = View.of(of.box, 700, 490, 0.0)
    said = [e.text for e in entries(of, view)]
    assert said == ["Red line of the site", "Health (1)", "Planned (1)", "Closing, closed or lost (1)"]
    other = replace(of, other_land=shapely.box(530_100, 180_000, 530_150, 180_060), site=None, places=())
    assert [e.text for e in entries(other, view)] == ["Other land of the applicant"]


def test_a_legend_without_room_says_how_much_it_leaves_out() -> None:
    of = content()
    image = QImage(200, 60, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    assert draw_legend(painter, QRectF(0, 0, 190, 46), entries(of, View.of(of.box, 700, 490, 0.0))) == 1
    painter.end()


def test_names_keep_off_what_is_kept_free() -> None:
    wanted = [Wanted("Elm", "site", 40, 10, (Spot(50, 50), Spot(150, 50)))]
    placed = place_labels(wanted, 200, 100, kept_free=[shapely.box(30, 40, 70, 60)])
    assert [p.spot for p in placed] == [Spot(150, 50)]


@pytest.mark.parametrize("scale", [-5_000.0, float("nan"), float("inf"), 0.001])
def test_what_is_no_scale_is_said_to_be_none(sample_project: Path, tmp_path: Path, scale: float) -> None:
    with open_project(sample_project) as opened:
        said = problem_of(lambda: write_map(opened, tmp_path / "m.png", scale=scale))
    assert "is no scale that a map can be drawn at" in said and "for example 5000" in said


def test_no_site_is_cut_off_and_no_ground_is_too_large(sample_project: Path, tmp_path: Path) -> None:
    with open_project(sample_project) as opened:
        said = problem_of(lambda: write_map(opened, tmp_path / "m.png", scale=100))
        assert "does not fit on A4 landscape at 1:100" in said
        said = problem_of(lambda: write_map(opened, tmp_path / "m.png", extent="0,0,900000,900000"))
        assert "900 km wide and 900 km high" in said and "Choose less ground" in said
        write_map(opened, tmp_path / "m.pdf", extent="borough")
    assert [p.name for p in tmp_path.iterdir()] == ["m.pdf"]
