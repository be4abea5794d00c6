"""Footprints of the sample borough, on small grounds drawn here: the map's promises, block by block."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from borough.buildings import Building, buildings_of, built_share
from borough.ground import Block, Ground, Way
from shapely import LineString, MultiPolygon, Point, Polygon, affinity, box

E, N = 638000.0, 184000.0
WIDTH = 12.0


def ground(
    *blocks: Block,
    streets: dict[str, LineString] | None = None,
    paths: tuple[LineString, ...] = (),
    sort: str = "Local Road",
) -> Ground:
    """A ground of these blocks, each ringed by a street of its own unless streets are given."""
    lines = streets or {
        f"{b.id} Street": shapely.buffer(b.shape, WIDTH / 2, join_style="mitre").exterior for b in blocks
    }
    ways = [
        Way(f"w{n}{k}", name, sort, LineString(edge), f"a{n}{k}", f"b{n}{k}", WIDTH)
        for n, (name, line) in enumerate(lines.items())
        for k, edge in enumerate(zip(line.coords, line.coords[1:], strict=False))
    ]
    ways += [Way(f"p{n}", "", "footway", line, f"c{n}", f"d{n}", 3.0) for n, line in enumerate(paths)]
    whole = shapely.union_all([b.shape for b in blocks]).envelope.buffer(100)
    return Ground(whole, whole, {}, {}, MultiPolygon(), tuple(ways), tuple(blocks), (), (), ())


def at(shape: Polygon) -> Polygon:
    return affinity.translate(shape, E, N)


LONG = at(Polygon([(0, 0), (190, 14), (186, 74), (-4, 60)]))
BENT = at(Polygon([(0, 0), (70, 6), (135, 24), (190, 52), (160, 104), (115, 80), (60, 65), (-4, 60)]))
TRIANGLE = at(Polygon([(0, 0), (120, 10), (30, 95)]))
ELL = at(Polygon([(0, 0), (150, 0), (150, 55), (60, 55), (60, 140), (0, 140)]))
REFLEX = at(Polygon([(0, 0), (140, 0), (140, 90), (80, 62), (0, 90)]))
WIDE = at(Polygon([(0, 0), (240, 20), (225, 190), (-10, 170)]))
SHAPES = {"long": LONG, "bent": BENT, "triangle": TRIANGLE, "ell": ELL, "reflex": REFLEX, "wide": WIDE}
STYLES = (
    "core",
    "georgian",
    "terrace",
    "villa",
    "docks",
    "quay",
    "industrial",
    "civic",
    "school",
    "high street",
    "rail",
)


def town(style: str) -> tuple[Block, ...]:
    """Every shape three times in one style, well apart."""
    return tuple(
        Block(f"{style} {name} {k}", affinity.translate(shape, 400.0 * n, 400.0 * k), style, "Test")
        for n, (name, shape) in enumerate(SHAPES.items())
        for k in range(3)
    )


@pytest.fixture(scope="module")
def towns() -> dict[str, tuple[tuple[Block, ...], list[Building]]]:
    return {style: (town(style), buildings_of(ground(*town(style)))) for style in STYLES}


@pytest.mark.parametrize("style", STYLES)
def test_every_building_lies_in_its_block_and_on_nothing_else(style: str, towns) -> None:  # type: ignore[no-untyped-def]
    blocks, made = towns[style]
    land = {b.id: b.shape for b in blocks}
    assert {b.block for b in made} == set(land), "a block was left bare"
    for building in made:
        assert building.shape.is_valid and building.shape.geom_type == "Polygon"
        assert land[building.block].covers(building.shape), building
    for n, one in enumerate(made):
        for other in made[n + 1 :]:
            if one.block == other.block:
                assert one.shape.distance(other.shape) >= 0.08, (one, other)


@pytest.mark.parametrize("style", STYLES)
def test_no_slivers_and_whole_decimetres(style: str, towns) -> None:  # type: ignore[no-untyped-def]
    for building in towns[style][1]:
        assert building.shape.area >= 20
        thick = building.shape.buffer(-0.9, join_style="mitre").buffer(0.9, join_style="mitre")
        assert thick.area > 0.85 * building.shape.area, building.shape.wkt
        xy = shapely.get_coordinates(building.shape) * 10
        assert np.abs(xy - np.round(xy)).max() < 1e-4


@pytest.mark.parametrize(
    ("style", "low", "high"),
    [
        ("terrace", 0.30, 0.45), ("core", 0.58, 0.80), ("villa", 0.20, 0.36), ("georgian", 0.36, 0.56),
        ("industrial", 0.33, 0.60), ("high street", 0.3, 0.65), ("school", 0.1, 0.35), ("docks", 0.2, 0.4),
    ],
)  # fmt: skip
def test_density_is_the_styles(style: str, low: float, high: float, towns) -> None:  # type: ignore[no-untyped-def]
    blocks, made = towns[style]
    area = sum(b.shape.area for b in made) / sum(b.shape.area for b in blocks)
    assert low < area < high
    assert built_share(blocks, made) == {style: pytest.approx(area)}


def test_uses_and_storeys_are_of_the_style(towns) -> None:  # type: ignore[no-untyped-def]
    def uses(style: str) -> set[str]:
        return {b.use for b in towns[style][1]}

    assert uses("industrial") == uses("rail") == {"work"}
    assert uses("school") == {"school"} and uses("civic") == {"civic"}
    assert "shops" in uses("high street") and uses("villa") <= {"homes", "work", "civic"}
    assert max(b.storeys for b in towns["quay"][1]) > 7 > max(b.storeys for b in towns["terrace"][1])


def test_a_row_bends_with_its_street() -> None:
    """On the outer side of a street bent by degrees, the fronts of all houses stand as far from its middle."""
    angles = np.radians(np.linspace(90, 30, 13))
    inner = [(300 * math.cos(a), 300 * math.sin(a)) for a in angles]
    outer = [(360 * math.cos(a), 360 * math.sin(a)) for a in angles[::-1]]
    block = Block("bow", at(Polygon(inner + outer)), "terrace", "Test")
    street = at(LineString([(294 * math.cos(a), 294 * math.sin(a)) for a in angles]))
    made = buildings_of(ground(block, streets={"Bow Street": street}))
    homes = [b for b in made if b.use == "homes" and b.storeys < 4 and street.distance(b.shape) < 14]
    assert len(homes) >= 2 and sum(b.shape.area for b in homes) > 250 * 8
    fronts = [street.distance(b.shape) for b in homes]
    assert max(fronts) - min(fronts) < 1.0
    long = max(homes, key=lambda b: b.shape.area).shape
    near = [
        street.distance(Point(c))
        for c in long.exterior.coords
        if street.distance(Point(c)) < min(fronts) + 1.5
    ]
    assert len(near) >= 3, "the front is one straight line though its street bends"


def test_both_sides_of_a_street_are_alike_and_another_street_is_not() -> None:
    def front(name: str, y: float) -> tuple[float, float]:
        south = Block(f"s{name}", box(E, N + y - 66, E + 180, N + y - 6), "terrace", "Test")
        north = Block(f"n{name}", box(E, N + y + 6, E + 180, N + y + 66), "terrace", "Test")
        street = LineString([(E - 20, N + y), (E + 200, N + y)])
        made = buildings_of(ground(south, north, streets={name: street}))
        rows = [b for b in made if b.use == "homes" and b.storeys < 4 and b.shape.area > 300]
        sides = [min(street.distance(b.shape) for b in rows if b.block == side.id) for side in (south, north)]
        return sides[0], sides[1]

    fronts = [
        front(name, 300.0 * n)
        for n, name in enumerate(("Alder Row", "Bay Row", "Cob Row", "Dun Row", "Elm Row", "Fir Row"))
    ]
    assert all(abs(a - b) <= 0.2 for a, b in fronts)
    assert max(a for a, _ in fronts) - min(a for a, _ in fronts) > 1.0


def test_backs_of_a_terrace_have_additions_and_fronts_are_straight() -> None:
    block = Block("row", box(E, N + 6, E + 180, N + 66), "terrace", "Test")
    street = LineString([(E - 20, N), (E + 200, N)])
    made = buildings_of(ground(block, streets={"Plain Street": street}))
    rows = [b.shape for b in made if b.use == "homes" and b.shape.area > 300 and b.storeys < 4]
    assert rows
    for row in rows:
        heights = np.sort(np.unique(np.round(shapely.get_coordinates(row)[:, 1] - N, 1)))
        assert heights[-1] - heights[0] < 20
        along = shapely.get_coordinates(row)
        assert (along[:, 1] - N < heights[0] + 0.15).sum() <= 3, "a straight street has a straight front"
        assert (along[:, 1] - N > heights[0] + 5).sum() >= 8, "no additions behind"


def test_no_building_stands_on_a_footway_through_the_block() -> None:
    path = LineString([(E + 95, N - 10), (E + 92, N + 90)])
    for style in ("terrace", "core", "georgian", "high street"):
        block = Block(f"cut {style}", LONG, style, "Test")
        ring = shapely.buffer(LONG, WIDTH / 2, join_style="mitre").exterior
        made = buildings_of(ground(block, streets={"Ring Street": ring}, paths=(path,)))
        assert made
        assert min(b.shape.distance(path) for b in made) > 1.3


def test_houses_face_streets_and_turn_their_back_on_other_edges() -> None:
    """A block with one street only: no row stands along the far edge, where gardens end."""
    block = Block("back", box(E, N + 6, E + 160, N + 46), "terrace", "Test")
    street = LineString([(E - 20, N), (E + 180, N)])
    made = buildings_of(ground(block, streets={"Only Street": street}))
    rows = [b.shape for b in made if b.shape.bounds[2] - b.shape.bounds[0] > 30]
    assert rows
    assert max(r.bounds[3] for r in rows) < N + 32


def test_estates_use_the_flats_as_given() -> None:
    slabs = tuple(
        affinity.rotate(box(E + 30, N + y, E + 90, N + y + 11), 7) for y in (25.0, 52.0, 79.0, 106.0, 133.0)
    )
    block = Block("estate", box(E, N, E + 120, N + 160), "estate", "Test", "Test Estate", slabs)
    path = LineString([(E + 60, N - 20), (E + 60, N + 180)])
    made = buildings_of(ground(block, paths=(path,)))
    homes = [b.shape for b in made if b.use == "homes"]
    assert len(homes) == 5
    for slab in slabs:
        assert min(shapely.hausdorff_distance(slab, h) for h in homes) < 0.15
    rest = [b.shape for b in made if b.use != "homes"]
    assert rest and all(r.distance(path) > 1.3 for r in rest)


def test_an_estate_with_few_flats_is_filled_up_and_keeps_open_ground() -> None:
    slab = box(E + 30, N + 30, E + 78, N + 41)
    block = Block("bare", box(E, N, E + 200, N + 180), "estate", "Test", "Test Estate", (slab,))
    made = buildings_of(ground(block))
    assert sum(b.use == "homes" for b in made) > 4
    assert 0.1 < sum(b.shape.area for b in made) / block.shape.area < 0.3


def test_flats_that_overlap_or_have_spurs_are_tidied() -> None:
    spur = shapely.union(box(E + 20, N + 20, E + 80, N + 32), box(E + 50, N + 32, E + 50.6, N + 50))
    over = box(E + 70, N + 25, E + 100, N + 80)
    block = Block("odd", box(E, N, E + 120, N + 100), "estate", "Test", "Test Estate", (spur, over))
    flats = [b.shape for b in buildings_of(ground(block)) if b.storeys > 3][:2]
    assert flats[0].bounds == pytest.approx((E + 20, N + 20, E + 80, N + 32), abs=0.1)
    assert flats[1].area == pytest.approx(over.area - 10 * 7, rel=0.02) and not flats[0].intersects(flats[1])


def test_the_same_every_time_and_whatever_the_order_of_blocks() -> None:
    blocks = [
        Block(f"{s} again", affinity.translate(LONG, 0, 400.0 * n), s, "Test") for n, s in enumerate(STYLES)
    ]
    streets = {b.id: shapely.buffer(b.shape, WIDTH / 2, join_style="mitre").exterior for b in blocks}
    first = buildings_of(ground(*blocks, streets=streets))
    turned = buildings_of(ground(*reversed(blocks), streets=streets))
    assert sorted((b.block, b.shape.wkb) for b in first) == sorted((b.block, b.shape.wkb) for b in turned)


def test_far_blocks_are_left_to_the_neighbours() -> None:
    near = Block("near", LONG, "terrace", "Test")
    far = Block("far", affinity.translate(LONG, 2000, 0), "terrace", "Test")
    whole = ground(near, far)
    small = Ground(**{**whole.__dict__, "boundary": shapely.buffer(LONG, 50)})
    assert {b.block for b in buildings_of(small)} == {"near"}
    assert {b.block for b in buildings_of(small, beyond_m=3000)} == {"near", "far"}


def test_ground_too_small_to_build_on_stays_bare() -> None:
    scrap = Block("scrap", box(E, N, E + 60, N + 3), "terrace", "Test")
    assert buildings_of(ground(scrap)) == []
