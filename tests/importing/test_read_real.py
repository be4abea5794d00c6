"""Real files of real publishers, where they are at hand: each is read, or refused with a reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from placewell.domain.errors import Problem
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader


def _real_data() -> Path | None:
    named = os.environ.get("PLACEWELL_REAL_DATA")
    places = [Path(named)] if named else [p / "shared" / "data" for p in Path(__file__).resolve().parents]
    return next((p for p in places if p.is_dir()), None)


REAL = _real_data()
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        REAL is None, reason="no shared/data folder beside the checkout, and PLACEWELL_REAL_DATA is not set"
    ),
]


@pytest.fixture(scope="module")
def everything(reader: Reader) -> dict[str, list[RawTable] | Problem]:
    assert REAL is not None
    found: dict[str, list[RawTable] | Problem] = {}
    for path in sorted(p for p in REAL.rglob("*") if p.is_file()):
        try:
            found[path.relative_to(REAL).as_posix()] = reader.read(path)
        except Problem as problem:
            found[path.relative_to(REAL).as_posix()] = problem
    return found


def test_everything_but_the_notes_is_read(everything: dict[str, list[RawTable] | Problem]) -> None:
    refused = {name: found for name, found in everything.items() if isinstance(found, Problem)}
    assert set(refused) == {"README.md"}
    assert "plain text, not a table" in str(refused["README.md"])


COUNTS = {
    "boundaries/raw/london_lsoa_2021.gpkg": {"": 4994},
    "boundaries/raw/london-2011-lsoa-gen20.zip": {"": 4835},
    "boundaries/raw/London_Ward_2018_ESRI.zip": {"": 657},
    "boundaries/raw/London_Ward_2018_MapInfo.zip": {"": 657},
    "boundaries/raw/oa_2011_E09000028.json": {"": 893},
    "boundaries/raw/topo_oa_2011_E09000028.json": {"": 893},
    "boundaries/raw/southwark_democracyclub_feature.geojson": {"": 1},
    "boundaries/raw/london_congestionchargezone_ccz.kml": {"": 3},
    "network/osm_north_southwark_2024.gpkg": {"edges": 12054, "nodes": 9303},
    "network/raw/elephant_st_georges_road.osm": {
        "points": 494,
        "lines": 277 + 3,
        "polygons": 193,
    },  # 3 squares walked round
    "assets/raw/osm_pois_london_2026.json.gz": {"": 12875},
    "assets/raw/epraccur_london_postcodes.csv": {"": 1338},
    "deprivation/raw/File_1_-_IMD2019_Index_of_Multiple_Deprivation.xlsx": {"IMD2019": 32844},
    "sites/raw/TPO zones - Individual type.zip": {"": 485},
    "transport/raw/tfl_bus_stops_2025.csv": {"": 32390},
    "sites/raw/Conservation Areas.zip": {"": 53},
}


@pytest.mark.parametrize("name", COUNTS)
def test_rows_are_as_many_as_the_publisher_says(
    name: str, everything: dict[str, list[RawTable] | Problem]
) -> None:
    tables = everything[name]
    assert not isinstance(tables, Problem)
    assert {t.part: len(t) for t in tables} == COUNTS[name]


def test_known_faults_are_seen(everything: dict[str, list[RawTable] | Problem]) -> None:
    def only(name: str) -> RawTable:
        found = everything[name]
        assert not isinstance(found, Problem)
        return found[0]

    zones = only("sites/raw/TPO zones - Individual type.zip")
    assert sum(g is None for g in zones.geometry) == 11  # type: ignore[union-attr]
    assert sum("no place" in n.text for n in zones.notes) == 11
    for headless in ("epraccur_london_postcodes.csv", "codepoint_open_2014-08_se.csv"):
        assert not only(f"assets/raw/{headless}").headed
    assert only("assets/raw/codepoint_open_2014-08_column_headers.csv").headed
    assert only("boundaries/raw/topo_oa_2011_E09000028.json").crs == ""
    assert only("boundaries/raw/oa_2011_E09000028.json").crs == "EPSG:4326"
    schools = only("assets/raw/all_schools_xy_2016.csv")
    assert "19-Nov" in schools.columns["AGE"] and " " not in schools.columns["AGE"]
