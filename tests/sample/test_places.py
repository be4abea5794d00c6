"""Places of the sample on a little town drawn by hand: where they stand, how many, what is written of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from borough.book import Book
from borough.ground import Ground
from borough.places import Place, places_of, words, write_places
from borough.places_activities import FILE as ACTIVITIES
from borough.places_names import Around, Namer
from borough.postcodes import finder, postcodes_of
from place_town import POOR, STEP, X, town
from shapely import Point

from placewell.domain.asset import TYPES
from placewell.importing.reader import Reader
from placewell.importing.recognise import Recognised, recognise
from placewell.importing.source import load_sources

SOURCES = load_sources(Path(__file__).resolve().parents[2] / "resources" / "sources")
PLANTED = Place(
    "clinic",
    "Tenter Yard Clinic",
    Point(X + 1212.25, 184_211.5),
    "NHS",
    capacity=6,
    unit="rooms",
    used=4,
    alone_m=700.0,
)
FULL = Place(
    "GP surgery", "Gantry Dock Surgery", Point(X + 2012.25, 184_111.5), "NHS", capacity=9400, unit="patients", used=9400,
    alone_m=300.0,
)  # fmt: skip
ELSEWHERE = {"bus stop", "station", "pier"}
"""Types that come with public transport."""


@pytest.fixture(scope="module")
def ground() -> Ground:
    return town()


@pytest.fixture(scope="module")
def places(ground: Ground) -> list[Place]:
    return places_of(ground, planted=[PLANTED, FULL])


@pytest.fixture(scope="module")
def raw(places: list[Place], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("places")
    write_places(places, folder, Book("places"))
    return folder


def of(places: list[Place], *types: str) -> np.ndarray:
    return np.array([(p.point.x, p.point.y) for p in places if p.type in types])


def test_more_than_two_thousand_in_the_borough_and_every_type(places: list[Place]) -> None:
    assert sum(p.inside for p in places) >= 2000
    assert {p.type for p in places} == set(TYPES) - ELSEWHERE


def test_each_type_is_as_many_as_planned(places: list[Place]) -> None:
    count = Counter(p.type for p in places if p.inside)
    plan = {t: r["n"] for t, r in words()["type"].items()}
    for type_ in (
        "GP surgery",
        "pharmacy",
        "primary school",
        "pub",
        "convenience shop",
        "tenants' hall",
        "library",
    ):
        assert count[type_] == plan[type_], type_


def test_nothing_stands_in_water_on_a_railway_or_in_a_road(ground: Ground, places: list[Place]) -> None:
    points = [p.point for p in places if p.shape.geom_type == "Point"]
    wet = shapely.union_all([*ground.water.values(), ground.viaducts])
    assert not shapely.intersects(wet, points).any()
    lines = shapely.STRtree([w.line for w in ground.ways if w.is_street])
    near, gap = lines.query_nearest(points, return_distance=True, all_matches=False)
    width = np.array([w.width_m for w in ground.ways if w.is_street])[near[1]]
    assert (gap > width / 2).all()


def test_everything_stands_in_a_block_or_on_a_green_and_nothing_on_another(
    ground: Ground, places: list[Place]
) -> None:
    points = [p.point for p in places if p.shape.geom_type == "Point"]
    land = shapely.union_all([*(b.shape for b in ground.blocks), *(g.shape for g in ground.greens)])
    assert shapely.contains(land, points).all()
    assert len({(p.x, p.y) for p in points}) == len(points)


def test_playgrounds_are_on_open_ground(ground: Ground, places: list[Place]) -> None:
    slabs = shapely.union_all([s for b in ground.blocks for s in b.slabs])
    for type_ in ("LAP", "LEAP", "MUGA", "tenants' hall"):
        assert not shapely.intersects(slabs, shapely.points(of(places, type_))).any(), type_
    greens = shapely.union_all([g.shape for g in ground.greens])
    assert shapely.contains(
        greens, shapely.points(of(places, "playground", "NEAP", "skate park", "court"))
    ).all()


def test_shops_stand_together_and_schools_apart(places: list[Place]) -> None:
    def ratio(points: np.ndarray) -> float:
        """Mean distance to the nearest, against what chance would give on the same ground."""
        _, gap = shapely.STRtree(shapely.points(points)).query_nearest(
            shapely.points(points), exclusive=True, return_distance=True, all_matches=False
        )
        return float(gap.mean() / (0.5 * np.sqrt(24 * 18 * STEP**2 / len(points))))

    assert ratio(of(places, "bank", "cafe", "hot food takeaway")) < 0.75
    assert ratio(of(places, "primary school")) > 1.1


def test_most_shops_front_a_main_road(ground: Ground, places: list[Place]) -> None:
    main = shapely.union_all([w.line for w in ground.ways if w.sort != "Local Road"])
    shops, nurseries = of(places, "bank", "cafe", "hot food takeaway", "supermarket"), of(places, "nursery")
    assert (shapely.distance(main, shapely.points(shops)) < 15).mean() > 0.6
    assert (shapely.distance(main, shapely.points(nurseries)) < 15).mean() < 0.3


def test_the_poor_district_lacks_what_the_plan_says_it_lacks(places: list[Place]) -> None:
    def share(type_: str) -> float:
        """How many of a type stand in the district's six columns of twenty-four."""
        mine = of([p for p in places if p.inside and not p.alone_m], type_)
        return float((mine[:, 0] >= X + STEP * POOR[0]).mean())

    assert share("library") == share("NEAP") == 0.0
    assert share("dentist") < 0.13 < share("tenants' hall")
    assert share("GP surgery") < len(POOR) / 24


def test_planted_places_stay_as_given_and_alone(places: list[Place]) -> None:
    for planted in (PLANTED, FULL):
        found = next(p for p in places if p.name == planted.name)
        assert (found.shape, found.capacity, found.used, found.owner) == (
            planted.shape,
            planted.capacity,
            planted.used,
            "NHS",
        )
        assert found.district and found.address and found.postcode
        others = [p for p in places if p.type == planted.type and p.name != planted.name]
        assert min(p.point.distance(planted.point) for p in others) > planted.alone_m


def test_patients_are_as_many_as_people(ground: Ground, places: list[Place]) -> None:
    listed = [p for p in places if p.type == "GP surgery" and p.name != FULL.name and p.used is not None]
    assert all(p.capacity and p.unit == "patients" for p in listed)
    assert 290_000 < sum(p.used or 0 for p in listed) < 500_000
    full = [p for p in listed if p.capacity and p.used and p.used > p.capacity]
    assert 0 < len(full) < len(listed)


def test_the_same_ground_gives_the_same_places_and_bytes(
    ground: Ground, places: list[Place], raw: Path, tmp_path: Path
) -> None:
    again = places_of(ground, planted=[PLANTED, FULL])
    assert again == places
    write_places(again, tmp_path, Book("places"))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
        p.name: p.read_bytes() for p in raw.iterdir()
    }


def test_names_are_once_a_type_and_codes_once_in_all(places: list[Place]) -> None:
    codes = Counter(p.code for p in places)
    assert max(codes.values()) == 1
    assert all(re.fullmatch(r"99\d{10}|990\d{3}|Z99\d{3}", p.code) for p in places)
    made = [(p.type, p.name.casefold()) for p in places if p.shape.geom_type == "Point"]
    assert len(set(made)) == len(made)


def test_a_name_that_is_gone_gets_the_street(ground: Ground) -> None:
    import random

    namer = Namer({"saint": ["Mary"], "word": ["Oak", "Ash"]}, random.Random(1))
    around = Around("Marlbrook Road", "Saltcote")
    assert [namer.name("library", ["{district} Library"], around) for _ in range(3)] == [
        "Saltcote Library",
        "Saltcote Library, Marlbrook Road",
        "Saltcote Library 2",
    ]
    assert namer.name("school", ["St {saint}'s School"], replace_saint("James", namer)) == "St James' School"


def replace_saint(saint: str, namer: Namer) -> Around:
    namer.parts = {**namer.parts, "saint": [saint]}
    return Around("The Green", "Saltcote")


def test_postcodes_are_of_no_real_area_each_once_and_one_to_eighteen_homes(ground: Ground) -> None:
    rows = postcodes_of(ground)
    codes = [c for c, _, _ in rows]
    assert len(set(codes)) == len(codes) and codes == sorted(codes)
    assert all(re.fullmatch(r"ZQ(1?\d|2[0-2]) \d[ABD-HJLNP-UW-Z]{2}", c) for c in codes)
    inside = [c for c, x, y in rows if ground.boundary.contains(Point(x, y))]
    assert 300_000 / 2.36 / len(inside) == pytest.approx(18, rel=0.15)
    code, x, y = rows[40]
    assert finder(rows).at(Point(x + 0.2, y)) == code


SOURCE = {
    "Arts_centres.csv": ("gla-cultural-infrastructure", "arts-centres"),
    "Cinemas.csv": ("gla-cultural-infrastructure", "cinemas"),
    "Community_centres.csv": ("gla-cultural-infrastructure", "community-centres"),
    "Museums_and_public_galleries.csv": ("gla-cultural-infrastructure", "museums"),
    "Music_venues_all.csv": ("gla-cultural-infrastructure", "music-venues"),
    "Outdoor_spaces_for_cultural_use.csv": ("gla-cultural-infrastructure", "outdoor-spaces"),
    "Pubs.csv": ("gla-cultural-infrastructure", "pubs"),
    "Skate_Parks.csv": ("gla-cultural-infrastructure", "skate-parks"),
    "Theatres.csv": ("gla-cultural-infrastructure", "theatres"),
    "active_places.csv": ("active-places", ""),
    "childcare_register.ods": ("council-assets", "checked"),
    "community_assets_register.xlsx": ("council-assets", "checked"),
    "cycle_hire.csv": ("council-assets", "named"),
    "edubasealldata.csv": ("gias-schools", ""),
    "epraccur.csv": ("nhs-practices", ""),
    "food_premises.geojson": ("council-assets", "checked"),
    "open_spaces.zip": ("council-assets", "named"),
    "osm_points_of_interest.json.gz": ("osm-points-of-interest", ""),
    "places_of_worship.kml": ("council-assets", "named"),
    "play_areas.zip": ("council-assets", "checked"),
    "primary_care_premises.xlsx": ("health-premises", ""),
    "shopping_survey.csv": ("council-assets", "named"),
    ACTIVITIES: ("council-activities", ""),
}


def test_every_file_is_known_for_what_it_is(raw: Path, reader: Reader) -> None:
    found = {}
    for path in sorted(raw.iterdir()):
        for table in reader.read(path):
            known = recognise(table, SOURCES)
            assert isinstance(known, Recognised), f"{path.name}: {known}"
            found[path.name] = (known.source.id, known.source.variant)
    assert found == SOURCE


def test_planted_places_are_written_to_the_centimetre(raw: Path, reader: Reader) -> None:
    rows = [
        dict(zip(t.columns, cells, strict=True))
        for t in reader.read(raw / "primary_care_premises.xlsx")
        for cells in zip(*t.columns.values(), strict=True)
    ]
    found = {r["Premises"]: r for r in rows}
    for planted in (PLANTED, FULL):
        row = found[planted.name]
        assert (float(row["Easting"]), float(row["Northing"])) == (planted.point.x, planted.point.y)
        assert (row["Capacity"], row["In use"]) == (planted.capacity, planted.used)


def test_activities_run_at_open_places_with_a_partner(places: list[Place], raw: Path, reader: Reader) -> None:
    (table,) = reader.read(raw / ACTIVITIES)
    assert len(table) > 250
    by_code = {p.code: p for p in places}
    venues = [by_code[str(c)] for c in table.columns["Venue code"] if str(c) in by_code]
    assert len(venues) > 200 and all(v.inside and v.status in ("open", "closing") for v in venues)
    assert {str(s) for s in table.columns["Sector"]} == {"council", "NHS", "voluntary", "private"}
    assert all(table.columns["Run by"])


def test_a_planted_place_beyond_the_borough_is_not_the_boroughs(ground: Ground) -> None:
    from borough.places import _coded

    far = replace(PLANTED, shape=Point(X + 1212.0, 183_111.0))
    assert not ground.boundary.contains(far.point)
    assert [p.code for p in _coded([far, FULL])] == ["Z99001", "Z99002"]
