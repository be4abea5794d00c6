"""Small areas, wards and their people, made from a little ground drawn here by hand."""

from __future__ import annotations

import csv
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "sample_data"))

from borough.book import Book
from borough.census import part
from borough.deprivation import decile, ranks
from borough.ground import Block, District, Ground, Station, Way
from borough.people import People, people_of
from borough.people_files import write_people

PEOPLE = 40_000
X, Y = 636_000.0, 181_000.0
COLUMNS, ROWS, STEP = 24, 18, 100.0


def corner(i: int, j: int) -> tuple[float, float]:
    return round(X + STEP * i + 9 * ((j * 7) % 3), 2), round(Y + 400 + STEP * j + 8 * ((i * 5) % 4), 2)


@pytest.fixture(scope="module")
def ground() -> Ground:
    """A town of 24 by 18 blocks: a park in the middle, a railway across, comfortable west, poor east, a river south.

    The borough is its columns 4 to 20 up to row 15; neighbours have the rest.
    """
    ways, blocks = [], []
    for i in range(COLUMNS + 1):
        for j in range(ROWS + 1):
            for di, dj in ((1, 0), (0, 1)):
                if i + di <= COLUMNS and j + dj <= ROWS:
                    sort = "A Road" if (dj == 0 and j == 6) or (di == 0 and i == 12) else "Local Road"
                    line = LineString([corner(i, j), corner(i + di, j + dj)])
                    ways.append(
                        Way(f"w{len(ways)}", "A street", sort, line, f"{i},{j}", f"{i + di},{j + dj}")
                    )
    for i in range(COLUMNS):
        for j in range(ROWS):
            land = Polygon([corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)]).buffer(
                -6
            )
            style = "industrial" if i in (18, 19) and j > 8 else "estate" if i > 12 else "villa"
            if not (9 <= i < 13 and 8 <= j < 11):
                blocks.append(Block(f"b{i}-{j}", land, style, "East End" if i >= 12 else "West End"))
    river = MultiPolygon([shapely.box(X - 300, Y - 400, X + 2900, Y + 250)])
    ring = [(X + 400, Y), *(corner(4, j) for j in range(16)), *(corner(i, 15) for i in range(5, 21))]
    ring += [*(corner(20, j) for j in range(14, -1, -1)), (X + 2000, Y)]
    rail = LineString([(X + 700, Y - 400), (X + 700, Y + 1200), (X + 1500, Y + 2400)])
    return Ground(
        boundary=Polygon(ring),
        extent=shapely.box(X - 100, Y - 300, X + 2500, Y + 2250),
        water={"River": river},
        rails={"line": rail},
        viaducts=MultiPolygon([rail.buffer(8)]),
        ways=tuple(ways),
        blocks=tuple(blocks),
        greens=(),
        stations=(Station("s", "Station", "rail", Point(X + 700, Y + 900)),),
        districts=(
            District("West End", shapely.box(X - 100, Y - 300, X + 1200, Y + 2250), "villa", 0.15, 100.0),
            District("East End", shapely.box(X + 1200, Y - 300, X + 2500, Y + 2250), "estate", 0.75, 180.0),
        ),
    )


@pytest.fixture(scope="module")
def people(ground: Ground) -> People:
    return people_of(ground, PEOPLE)


def test_areas_cover_the_borough_without_gap_or_overlap(ground: Ground, people: People) -> None:
    shapes = [a.shape for a in people.own]
    assert shapely.coverage_is_valid(shapes)
    # Crossings are put on whole centimetres, so an outline may bend by less than one.
    assert (
        shapely.union_all(shapes).symmetric_difference(ground.boundary).area < 0.01 * ground.boundary.length
    )
    assert all(isinstance(s, Polygon) and s.is_valid for s in shapes)


def test_areas_hold_as_many_people_as_real_ones_and_all_of_them(people: People) -> None:
    counts = [a.population for a in people.own]
    assert sum(counts) == PEOPLE
    assert min(counts) >= 1000 and max(counts) <= 3000
    assert 1600 <= sum(counts) / len(counts) <= 1900


def test_wards_are_whole_areas_and_cover_the_borough(people: People) -> None:
    for ward in people.wards:
        own = [a.shape for a in people.lsoas if a.ward == ward.code]
        assert own
        assert shapely.union_all(own).symmetric_difference(ward.shape).area < 1.0
    assert Counter(len({w.name for w in people.wards}) for _ in "x") == {len(people.wards): 1}


def test_boundaries_run_along_streets_railways_and_water(ground: Ground, people: People) -> None:
    """Of the boundaries between areas, nearly all lies on a line of the ground."""
    lines = [w.line for w in ground.ways] + list(ground.rails.values()) + [ground.boundary.exterior]
    lines += [w.boundary for w in ground.water.values()]
    near = shapely.union_all(lines).buffer(1.5)
    land = ground.boundary.difference(shapely.union_all(list(ground.water.values()))).buffer(-2)
    edges = shapely.union_all([a.shape.boundary for a in people.own]).intersection(land)
    assert edges.intersection(near).length > 0.95 * edges.length


def test_no_area_is_a_sliver(people: People) -> None:
    for area in people.own:
        assert 12.566 * area.shape.area / area.shape.length**2 > 0.08, area.code
        assert area.shape.area > 20_000


def test_codes_are_of_no_real_area_and_names_number_from_the_north(people: People) -> None:
    codes = [a.code for a in people.lsoas] + [o.code for o in people.old] + [w.code for w in people.wards]
    assert all(c.startswith(("E0199", "E0599")) and len(c) == 9 for c in codes)
    assert len({a.code for a in people.lsoas}) == len(people.lsoas)
    assert len({a.name for a in people.lsoas}) == len(people.lsoas)
    north = max(people.own, key=lambda a: a.shape.centroid.y)
    south = min(people.own, key=lambda a: a.shape.centroid.y)
    assert north.name < south.name


@pytest.mark.parametrize(
    ("table", "total", "parts"),
    [
        ("TS007B", "Total", ("Aged",)),
        ("TS037", "Total: All usual residents", ("Very good", "Good", "Fair", "Bad", "Very bad")),
        ("TS038", "Total: All usual residents", ("Disabled under the Equality Act: ", "Not disabled under the Equality Act: ")),
        ("TS021", "Total: All usual residents", ("Asian, Asian British or Asian Welsh: ", "Black, Black British, Black Welsh, Caribbean or African: ", "Mixed or Multiple ethnic groups: ", "White: ", "Other ethnic group: ")),
        ("TS045", "Total: All households", ("No ", "1 ", "2 ", "3 ")),
        ("TS054", "Total: All households", ("Owned: ", "Shared ownership: ", "Social rented: ", "Private rented: ", "Lives rent free")),
        ("TS003", "Total", ("One person household: ", "Other household types: ", "Single family household: All aged", "Single family household: Married or civil partnership couple: ", "Single family household: Cohabiting couple family: ", "Single family household: Lone parent family: ", "Single family household: Other single family household: ")),
    ],
)  # fmt: skip
def test_tables_add_up_in_every_area(people: People, table: str, total: str, parts: tuple[str, ...]) -> None:
    for area in people.lsoas:
        counts = area.tables[table]
        fine = sum(n for name, n in counts.items() if name != total and name.startswith(parts))
        assert (
            fine
            == counts[total]
            == (area.population if "resident" in total or table == "TS007B" else area.households)
        )
        assert min(counts.values()) >= 0


def test_every_group_is_the_sum_of_its_parts(people: People) -> None:
    for area in people.own:
        for table in ("TS038", "TS021", "TS054", "TS003"):
            counts = area.tables[table]
            for group in counts:
                below = [
                    n
                    for name, n in counts.items()
                    if name.startswith(group + ": ") and name.count(": ") == group.count(": ") + 1
                ]
                if below and not group.startswith("Total"):
                    assert sum(below) == counts[group], (area.code, group)


def test_life_follows_the_district(people: People) -> None:
    """Estates in the poor east against villas in the comfortable west, far apart by construction."""
    west = [a for a in people.own if a.shape.centroid.x < X + 1100]
    east = [a for a in people.own if a.shape.centroid.x > X + 1300]

    def share(areas: list, table: str, name: str, total: str) -> float:
        return sum(a.tables[table][name] for a in areas) / sum(a.tables[table][total] for a in areas)

    homes, all_people = "Total: All households", "Total: All usual residents"
    assert share(east, "TS054", "Social rented", homes) > 2 * share(west, "TS054", "Social rented", homes)
    no_car = "No cars or vans in household"
    assert share(east, "TS045", no_car, homes) > share(west, "TS045", no_car, homes) + 0.15
    assert share(east, "TS037", "Bad health", all_people) > share(west, "TS037", "Bad health", all_people)
    assert share(west, "TS007B", "Aged 75 to 84 years", "Total") > share(
        east, "TS007B", "Aged 75 to 84 years", "Total"
    )
    worse = sum(a.score for a in east) / len(east) - sum(a.score for a in west) / len(west)
    assert worse > 0.3


def test_nobody_lives_on_industrial_land_or_in_the_park(ground: Ground, people: People) -> None:
    land = shapely.box(*corner(18, 9), *corner(20, 15))
    inside = [a for a in people.own if a.shape.intersection(land).area > 0.6 * a.shape.area]
    assert not inside, "an area lies mostly on land where nobody lives"
    assert all("industrial" not in a.styles for a in people.lsoas)


def test_air_is_worse_by_the_main_roads(ground: Ground, people: People) -> None:
    main = shapely.union_all([w.line for w in ground.ways if w.sort == "A Road"])
    by = sorted(people.own, key=lambda a: a.shape.centroid.distance(main))
    near, far = by[: len(by) // 3], by[-len(by) // 3 :]
    assert sum(a.air["mean"] for a in near) / len(near) > sum(a.air["mean"] for a in far) / len(far)
    assert all(a.air["min"] <= a.air["median"] <= a.air["max"] for a in people.lsoas)


def test_a_few_areas_of_2011_were_split_or_merged(people: People) -> None:
    now = {a.code: a.shape for a in people.lsoas}
    became = Counter(code for o in people.old for code in o.became)
    split = [o for o in people.old if len(o.became) == 2]
    merged = [code for code, n in became.items() if n == 2]
    assert len(split) == 4 and len(merged) >= 2
    assert set(became) == set(now), "an area of 2021 came from nowhere"
    assert shapely.coverage_is_valid([o.shape for o in people.old])
    for old in split:
        assert old.code not in now
        assert old.shape.symmetric_difference(shapely.union_all([now[c] for c in old.became])).area < 1
    for old in people.old:
        if old.became == (old.code,):
            assert old.shape.equals(now[old.code])


def test_the_same_ground_gives_the_same_files(ground: Ground, people: People, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, made in ((one, people), (two, people_of(ground, PEOPLE))):
        folder.mkdir()
        book = Book("people")
        write_people(made, folder, book)
        book.save(folder)
    assert sorted(p.name for p in one.iterdir()) == sorted(p.name for p in two.iterdir())
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes(), path.name
    entries = tomllib.loads((one / "people.toml").read_text(encoding="utf-8"))["fault"]
    assert {e["file"] for e in entries} <= {p.name for p in one.iterdir()}
    twice = next(e for e in entries if e["file"].startswith("TS007B") and e["sort"] == "rejected")
    with (one / twice["file"]).open(encoding="utf-8", newline="") as lines:
        codes = [row[0] for row in csv.reader(lines)]
    assert codes.count(codes[twice["row"] - 1]) == 2 and twice["words"].startswith(codes[twice["row"] - 1])


def test_ranks_go_by_score_over_deciles_one_to_nine() -> None:
    scores = [n / 170 for n in range(170)]
    own, others = ranks(scores, [0.5, 2.0, -1.0], 33_755, "a test")
    assert len({*own, *others}) == 173
    found = [decile(r, 33_755) for r in own]
    assert set(found) == set(range(1, 10))
    assert found[-1] == 1 and found[0] == 9
    assert others[1] < 3376 and others[2] > 27_000
    assert [decile(r, 33_755) for r in (1, 3376, 3377, 33_755)] == [1, 1, 2, 10]


def test_parts_add_up_and_keep_near_their_weights() -> None:
    import random

    counts = part(1001, [0.5, 0.3, 0.2, 0.0], random.Random(1), 0.0)
    assert counts == [501, 300, 200, 0]
    assert sum(part(7, [1, 1, 1], random.Random(2), 0.4)) == 7
