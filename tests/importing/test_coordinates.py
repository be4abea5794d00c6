"""Map coordinates are recognised from where they put things, never assumed."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from placewell.domain.crs import NATIONAL_GRID, WEB_MERCATOR, WGS84
from placewell.domain.errors import Problem
from placewell.importing.coordinates import (
    Frame,
    Reading,
    identify,
    near_frame,
    project_crs,
    read_coordinates,
    transform,
    transform_shapes,
)

FRAME = Frame(NATIONAL_GRID, (530_000.0, 176_000.0, 536_000.0, 182_000.0))

# Ordnance Survey's own test points, published with OSTN15: ETRS89 degrees to National Grid metres.
OSTN15_POINTS = [
    (-6.29977752014, 49.92226393730, 91492.146, 11318.804),
    (-5.20304609998, 49.96006137820, 170370.718, 11572.405),
    (-4.10864563561, 50.43885825610, 250359.811, 62016.569),
]


def array(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values, dtype=float)


@pytest.mark.parametrize(("lon", "lat", "e", "n"), OSTN15_POINTS)
def test_ostn15_is_used_to_the_millimetre(lon: float, lat: float, e: float, n: float) -> None:
    got = transform(array(lon), array(lat), WGS84, NATIONAL_GRID)
    assert float(got[0][0]) == pytest.approx(e, abs=0.002)
    assert float(got[1][0]) == pytest.approx(n, abs=0.002)


def test_web_mercator_goes_by_way_of_ostn15_too() -> None:
    from pyproj import Transformer

    x, y = Transformer.from_crs(4326, 3857, always_xy=True).transform(-0.0785, 51.4980)
    by_mercator = transform(array(x), array(y), WEB_MERCATOR, NATIONAL_GRID)
    straight = transform(array(-0.0785), array(51.4980), WGS84, NATIONAL_GRID)
    assert np.hypot(by_mercator[0] - straight[0], by_mercator[1] - straight[1])[0] < 0.01


@pytest.mark.parametrize("stated", ["", "EPSG:27700"])
def test_grid_coordinates(stated: str) -> None:
    assert read_coordinates(array(532_000.0), array(178_000.0), stated, FRAME).crs == NATIONAL_GRID


@pytest.mark.parametrize(
    ("x", "y", "stated", "crs", "swapped"),
    [
        (-0.09, 51.49, "", WGS84, False),
        (51.49, -0.09, "", WGS84, True),
        (51.49, -0.09, WGS84, WGS84, True),
        (178_000.0, 532_000.0, "", NATIONAL_GRID, True),
        (-10_018.0, 6_708_000.0, "", WEB_MERCATOR, False),
        # The file says degrees, and its figures are metres.
        (532_000.0, 178_000.0, WGS84, NATIONAL_GRID, False),
        (-0.09, 51.49, NATIONAL_GRID, WGS84, False),
    ],
)
def test_what_a_file_says_wrongly_or_not_at_all_is_told(
    x: float, y: float, stated: str, crs: str, swapped: bool
) -> None:
    reading = read_coordinates(array(x), array(y), stated, FRAME)
    assert (reading.crs, reading.swapped) == (crs, swapped)
    assert reading.remark


def test_swapped_coordinates_come_out_in_their_place() -> None:
    shapes = np.array([shapely.Point(178_000, 532_000)], dtype=object)
    moved = transform_shapes(shapes, Reading(NATIONAL_GRID, swapped=True), NATIONAL_GRID)
    assert moved[0].equals(shapely.Point(532_000, 178_000))


def test_stated_coordinates_elsewhere_in_britain_are_believed() -> None:
    reading = read_coordinates(array(-3.0), array(51.58), WGS84, FRAME)
    assert reading == Reading(WGS84)


def test_coordinates_that_fit_nothing_are_asked_about() -> None:
    with pytest.raises(Problem, match="outside Great Britain in every kind") as caught:
        read_coordinates(array(9e6), array(9e6), "", FRAME)
    assert "--crs" in caught.value.todo


def test_an_unnamed_projection_with_the_right_figures_is_the_national_grid() -> None:
    unnamed = (
        'PROJCS["unnamed",GEOGCS["unnamed",DATUM["unknown",SPHEROID["Airy 1830",6377563.396,299.3249646]],'
        'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
        'PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],'
        'PARAMETER["scale_factor",0.9996012717],PARAMETER["false_easting",400000],'
        'PARAMETER["false_northing",-100000],UNIT["metre",1]]'
    )
    assert identify(unnamed) == NATIONAL_GRID
    assert identify(unnamed.replace("0.9996012717", "0.9996")) != NATIONAL_GRID


def test_things_are_looked_for_only_near_the_project() -> None:
    boxes = np.array([[-0.1, 51.5, -0.1, 51.5], [-3.0, 51.6, -3.0, 51.6]])
    assert near_frame(boxes, WGS84, FRAME).tolist() == [True, False]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:2272", "nonsense"])
def test_a_project_needs_metres(crs: str) -> None:
    with pytest.raises(Problem) as caught:
        project_crs(crs)
    assert "EPSG:27700" in caught.value.todo


@pytest.mark.parametrize("crs", ["EPSG:27700", "EPSG:32630", "EPSG:2157"])
def test_metric_systems_will_do(crs: str) -> None:
    assert project_crs(crs) == crs
