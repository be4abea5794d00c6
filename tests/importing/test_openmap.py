"""What is drawn behind the map: OS OpenMap Local in the shapes in which it is published."""

from __future__ import annotations

import warnings
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from placewell.domain.rows import Rows
from placewell.importing.choose import choose
from placewell.importing.coordinates import Frame
from placewell.importing.draft import Draft, Left
from placewell.importing.interpret import interpret
from placewell.importing.place import Ground
from placewell.importing.reader import Reader
from placewell.importing.recognise import Recognised, recognise
from placewell.importing.source import Source, load_sources
from placewell.shipped import resource

BOX = (530_000.0, 180_000.0, 534_000.0, 184_000.0)
GROUND = Ground(Frame("EPSG:27700", BOX), shapely.box(*BOX), shapely.box(*BOX))
SOURCES = load_sources(resource("sources"))
HOUSE = shapely.box(531_000, 181_000, 531_010, 181_020)
POND = shapely.Point(532_000, 182_000).buffer(40)
TRACK = shapely.LineString([(530_100, 180_100), (533_900, 183_900)])
BOW = shapely.Polygon([(531_100, 181_000), (531_120, 181_010), (531_120, 181_000), (531_100, 181_010)])


def write(path: Path, shapes: list[Any], columns: dict[str, list[Any]], **how: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:27700").to_file(path, engine="pyogrio", **how)


def tile(folder: Path, layers: dict[str, tuple[list[Any], int]]) -> Path:
    """A tile's shapefiles, zipped as the publisher does."""
    apart = folder / "data"
    apart.mkdir()
    for name, (shapes, code) in layers.items():
        ids = [f"{name[:3]}{i}" for i in range(len(shapes))]
        write(apart / f"TQ_{name}.shp", shapes, {"ID": ids, "FEATCODE": [code] * len(shapes)})
    path = folder / "opmplc_essh_tq.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(apart.iterdir()):
            archive.write(part, f"OS OpenMap Local (ESRI Shape File) TQ/data/{part.name}")
    return path


def understood(path: Path, reader: Reader) -> list[Draft | Left]:
    made: list[Draft | Left] = []
    for table in reader.read(path):
        known = recognise(table, SOURCES)
        assert isinstance(known, Recognised), known
        assert known.source.id == "os-openmap-local"
        made += interpret(known, GROUND, {})
    return made


@pytest.mark.parametrize("series", [15_000, 25_000])
def test_a_tile_of_shapefiles_by_its_codes(series: int, tmp_path: Path, reader: Reader) -> None:
    path = tile(
        tmp_path,
        {
            "Building": ([HOUSE, BOW, shapely.box(0, 0, 9, 9)], series + 14),
            "SurfaceWater_Area": ([POND], series + 609),
            "TidalWater": ([shapely.box(530_000, 183_000, 534_000, 184_500)], series + 608),
            "RailwayTrack": ([TRACK], series + 300),
            "Woodland": ([POND.buffer(5)], series + 999),
            "NamedPlace": ([shapely.Point(531_000, 181_000)], series + 801),
        },
    )
    made = understood(path, reader)
    drafts = [d for d in made if isinstance(d, Draft)]
    assert Counter((d.kind, d.role, len(d.rows)) for d in drafts) == {
        ("backdrop", "building", 2): 1, ("backdrop", "water", 1): 2, ("backdrop", "rail", 1): 1, ("backdrop", "green", 1): 1,
    }  # fmt: skip
    (left,) = (d for d in made if isinstance(d, Left))
    assert "does not draw behind the map" in left.reason
    (houses,) = (d for d in drafts if d.role == "building")
    assert (houses.elsewhere, houses.repaired) == (1, 1)
    assert [r.row for r in houses.remarks if r.sort == "repaired"] == [2]
    taken, dropped = choose(drafts)
    assert (len(taken), dropped) == (5, []), "the river and the ponds complete each other"
    assert all(d.rows.geometry is not None and d.coverage == "partial" for d in taken)


def test_the_geopackage_by_the_names_of_its_layers(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "opmplc_gb.gpkg"
    for name, shape in {
        "building": HOUSE, "surface_water_area": POND, "tidal_water": POND, "woodland": POND, "railway_track": TRACK,
        "road": TRACK, "named_place": shapely.Point(531_000, 181_000),
    }.items():  # fmt: skip
        write(path, [shape], {"feature_code": [1]}, layer=name)
    made = understood(path, reader)
    assert [d.role for d in made if isinstance(d, Draft)] == ["building", "water", "water", "green", "rail"]
    assert sum(isinstance(d, Left) for d in made) == 2


def test_another_tables_feature_codes_are_not_taken_for_it(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "kiosks.gpkg"
    write(path, [HOUSE], {"feature_code": [15014]}, layer="kiosks")
    (table,) = reader.read(path)
    assert not isinstance(recognise(table, SOURCES), Recognised)


def backdrop(title: str, shapes: list[Any], vintage: str) -> Draft:
    rows = Rows(
        "backdrop", {"cover": ["building"] * len(shapes), "name": [""] * len(shapes)}, np.array(shapes, dtype=object),
        list(range(1, len(shapes) + 1)),
    )  # fmt: skip
    return Draft(
        Source("os-openmap-local", title, "A body", "A licence", "backdrop"), f"{title}.zip", "", "backdrop", "building",
        "Buildings", rows, len(shapes), vintage=vintage, covers=1.0, parts=frozenset({"building"}),
    )  # fmt: skip


def test_an_older_copy_of_the_buildings_is_not_drawn_twice() -> None:
    now = [shapely.box(100 * i, 0, 100 * i + 60, 30) for i in range(20)]
    # One built since, and the others drawn a little differently.
    before = [shapely.box(100 * i + 1, 0, 100 * i + 58, 31) for i in range(19)]
    taken, left = choose([backdrop("Old", before, "2019"), backdrop("New", now, "2025")])
    assert [d.source.title for d in taken] == ["New"]
    assert "it is newer (2025; this is 2019)" in left[0].reason


def test_the_next_tile_adds_to_the_first() -> None:
    west = [shapely.box(100 * i, 0, 100 * i + 60, 30) for i in range(20)]
    east = [shapely.box(100 * i, 0, 100 * i + 60, 30) for i in range(19, 40)]
    taken, left = choose([backdrop("West", west, "2025"), backdrop("East", east, "2025")])
    assert (len(taken), left) == (2, [])
